"""A form typed in the browser, made from the definitions: one table at a time, each change kept, then sent as a workbook."""

import math

import streamlit as st

from catalogue import definitions
from catalogue.access import Principal
from catalogue.form_layout import SheetLayout, TableLayout, layout
from catalogue.forms import FormInstance, Forms
from desk import jobs
from desk.sending import Sending
from presentation import access
from presentation.find import escaped
from presentation.language import lang, number, t
from presentation.links import select
from presentation.sending import fetch, form_state, problems, upload
from presentation.sending.acting import carry_out
from presentation.sending.form_lines import Line, lines_of, show_lines
from presentation.sending.form_state import GENERATED, Typed
from presentation.sending.owed import Owed

SHEET, TABLE, ROW, PART = "trang", "bang", "hang", "phan"
WIDGETS = 60  # fields at once
HEARD = 4.0  # seconds


def show(who: Principal, owed: Owed, live: list[Sending]) -> None:
    """The form with what was typed; its check makes it a sending as any file."""
    typed = form_state.opened(who, owed, live)
    if typed is None:
        _looking(who, owed)
        return
    st.caption(t("sending_typed_intro"))
    if typed.generated:
        st.warning(t("sending_typed_generated"), icon=":material/science:")
    _newer(who, owed, typed)
    known = definitions.load()
    instance = Forms(known).instance(owed.unit, owed.period)
    lines = _choose(instance, owed)
    _fields(owed, typed, lines, _found(live))
    _send(who, owed, typed)


@st.fragment(run_every=fetch.PAUSE)
def _looking(who: Principal, owed: Owed) -> None:
    """What the form begins with is being looked up."""
    keys = [key for key in st.session_state if str(key).startswith(f"sending_prefill_{owed.key}")]
    job = jobs.found(who, st.session_state[keys[0]]) if keys else None
    if job is None or job.done:
        st.rerun()
    st.info(f"{t('sending_typed_looking')} {fetch.told(jobs.standing(job_id=job.job_id))}", icon=":material/hourglass_empty:")


def _choose(instance: FormInstance, owed: Owed) -> list[Line]:
    """Choose a sheet, a table, of a grid a row, and where there is much a part."""
    sheets = layout(instance, definitions.load().words)
    with st.container(horizontal=True, vertical_alignment="bottom", key="sending_where"):
        names = {str(place): sheet.sheet.name for place, sheet in enumerate(sheets)}
        with st.container(width=320):
            sheet = sheets[int(select(t("column_sheet"), SHEET, names, "0"))]
        table = _table(sheet)
        row = _row(table, owed)
    lines = lines_of(sheet.sheet.name, table, row)
    per = max(1, WIDGETS // max(len(line.cells) for line in lines))
    if len(lines) <= per:
        return lines
    per = math.ceil(len(lines) / math.ceil(len(lines) / per))  # parts of about the same length
    parts = {str(first): t("sending_lines", first=number(first + 1), last=number(min(first + per, len(lines))))
             for first in range(0, len(lines), per)}  # fmt: skip
    first = int(select(t("sending_part"), PART, parts, "0", segmented=len(parts) <= 6))
    return lines[first : first + per]


def _table(sheet: SheetLayout) -> TableLayout:
    if len(sheet.tables) == 1:
        return sheet.tables[0]
    names = {str(place): _named(place, table) for place, table in enumerate(sheet.tables)}
    with st.container(width=420):
        return sheet.tables[int(select(t("sending_table"), TABLE, names, "0"))]


def _named(place: int, table: TableLayout) -> str:
    """A table by its number and what it begins with."""
    first = table.table.rows[0].label if table.table.layout == "list" else table.table.columns[0].group or ""
    return f"{place + 1}. {first}…" if len(table.table.rows) > 1 else f"{place + 1}. {first}"


def _row(table: TableLayout, owed: Owed) -> int | None:
    """Of a grid, the row (a commune) whose figures are typed."""
    if table.table.layout != "grid":
        return None
    names = {str(place): row.label for place, row in enumerate(table.table.rows)}
    with st.container(width=320):
        return int(select(t("form_commune"), ROW, names, "0"))


def _found(live: list[Sending]) -> dict[str, list[str]]:
    """What the last check of the typed form said of each cell."""
    if not live or live[0].origin != "typed" or live[0].state not in ("checked", "returned"):
        return {}
    found: dict[str, list[str]] = {}
    for one in live[0].problems:
        found.setdefault(f"{one['sheet']}!{one['cell']}", []).append(problems.sentence(one))
    return found


@st.fragment
def _fields(owed: Owed, typed: Typed, lines: list[Line], found: dict[str, list[str]]) -> None:
    """The fields, and whether what they hold is kept."""
    show_lines(owed, typed, lines, found)
    form_state.show_seen(owed, typed)
    _kept(owed, typed)


@st.fragment(run_every=HEARD)
def _kept(owed: Owed, typed: Typed) -> None:
    """Whether all is kept. Its beat also brings what was typed just when a broken line came back, which nobody else tells."""
    if typed.refused is not None:
        said = definitions.load().words.say(typed.refused, lang())
        unsaved = "; ".join(f"{name} = {text or '–'}" for name, text in typed.unsaved.items())
        st.error(escaped(f"{said} {t('sending_typed_unsaved', cells=unsaved)}"), icon=":material/sync_problem:")
        if st.button(t("sending_typed_merge"), key="sending_merge", icon=":material/merge:"):
            carry_out(lambda: _merge(owed, typed))  # the whole page: the fields are another part of it
    elif typed.saved_at is not None:
        st.caption(f":material/cloud_done: {t('sending_typed_kept', at=f'{typed.saved_at:%H:%M:%S %d/%m/%Y}')}")
    else:
        st.caption(t("sending_typed_untouched"))


def _merge(owed: Owed, typed: Typed) -> None:
    """Take what was typed elsewhere, and lay over it what was typed here and not kept."""
    draft = form_state.newer(access.who(), owed, typed)
    if draft is not None:
        form_state.take(owed, draft, mine=dict(typed.unsaved))


def _newer(who: Principal, owed: Owed, typed: Typed) -> None:
    """Tell that someone typed into the form elsewhere, before more is typed here."""
    draft = form_state.newer(who, owed, typed)
    if draft is None or typed.refused is not None:
        return
    said = {"name": escaped(draft.saved_by or "–"), "at": f"{draft.saved_at:%H:%M:%S %d/%m/%Y}"}
    st.warning(t("sending_typed_newer", **said), icon=":material/sync:")
    st.button(t("sending_typed_take"), key="sending_take", icon=":material/sync:", on_click=form_state.take, args=(owed, draft))


def _send(who: Principal, owed: Owed, typed: Typed) -> None:
    """Check what was typed: the system writes the workbook and receives it as a file."""
    key = f"sending_typing_{owed.key}"
    with st.container(horizontal=True, key="sending_typed_do"):
        pressed = st.button(t("sending_typed_check"), type="primary", icon=":material/fact_check:", key="sending_typed_check")
        with st.popover(t("sending_typed_anew"), icon=":material/restart_alt:"):
            st.write(t("sending_typed_anew_help"))
            for empty, label in ((False, "sending_typed_again"), (True, "sending_typed_empty")):
                st.button(t(label), key=label, on_click=form_state.begin_anew, args=(owed, typed), kwargs={"empty": empty})
    if pressed:
        carry_out(lambda: _ask(who, owed, typed, key))
    if key in st.session_state:
        _writing(who, key)


def _ask(who: Principal, owed: Owed, typed: Typed, key: str) -> None:
    """Order the workbook of what was typed and kept.

    Raises:
        StaleError: someone typed into the form elsewhere.
    """
    if typed.revision == 0 or typed.unsaved:
        form_state.keep(who, owed, typed, typed.cells)
    cells = {name: text for name, text in typed.cells.items() if name != GENERATED}
    st.session_state[key] = jobs.ask(who, "typed", unit_id=owed.unit.unit_id, period=owed.period.period, cells=cells,
                                     made=typed.saved_at.isoformat(), demonstration=typed.generated)  # fmt: skip


@st.fragment(run_every=0.3)
def _writing(who: Principal, key: str) -> None:
    """The workbook is being written; then its sending is shown."""
    job = jobs.found(who, st.session_state[key]) if key in st.session_state else None
    if job is None:
        return
    if not job.done:
        st.info(fetch.told(jobs.standing(job_id=job.job_id)), icon=":material/hourglass_empty:")
        return
    if job.error:
        st.error(definitions.load().words.say(job.error, lang()), icon=":material/error:")
        return
    del st.session_state[key]
    sent = (job.result or {})["sending"]
    st.query_params[upload.NUMBER] = str(sent)
    st.session_state[upload.SAID] = (0, sent)
    st.rerun()
