"""Figures in the sentences of one report: each beside what the form says, for an officer to confirm, correct or decline."""

import re
from html import escape
from typing import Any

import streamlit as st

from catalogue import definitions
from catalogue.access import Principal
from catalogue.words import plain_text
from desk import reviews
from presentation import access, data, find, links, notes, report_data
from presentation.desk_page import frame
from presentation.language import lang, name, number, t, when
from presentation.proposal_rows import ACCEPT, CORRECT, DECLINE, LATER, Row, beside, complete, differs, shown_first, suggested

REPORT, AWAITED = "bao_cao", "review"
DECISIONS = (ACCEPT, CORRECT, DECLINE, LATER)
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


def choose() -> list[Row]:
    """Let the reader choose a report; return its proposals."""
    access.require("confirm_figures")
    st.caption(t("proposals_intro"))
    held = report_data.reports(data.current())
    held = held[held["proposals"] > 0]
    if held.empty:
        st.info(t("proposals_no_reports"), icon=":material/description:")
        return []
    known = definitions.load()
    options, rows = {}, {}
    for row in held.to_dict("records"):
        unit = known.geography.units[row["unit_id"]]
        code = f"{unit.unit_id}.{row['period']}"
        options[code] = t("proposals_report", unit=unit.name, period=when(row["period"]), undecided=number(row["undecided"]),
                          count=number(row["proposals"]))  # fmt: skip
        rows[code] = row
    chosen = rows[links.select(t("proposals_choose"), REPORT, options, next(iter(options)))]
    st.caption(find.escaped(t("reports_file", file=chosen["file_name"], version=chosen["version"])))
    return report_data.proposals(data.current(), chosen["sha256"], chosen["unit_id"], chosen["period"])


def differences(rows: list[Row]) -> None:
    """Sentences that say something else than the form, side by side."""
    different = [row for row in rows if differs(row)]
    if not different:
        return
    st.header(t("differences_title"), anchor=False)
    known = definitions.load()
    st.table(
        {
            t("review_element"): [_element(known, row) for row in different],
            t("review_sentence"): [f"“{row['sentence']}”" for row in different],
            t("differences_said"): [_pair(row["numerator"], row["denominator"], row["percentage"]) for row in different],
            t("differences_form"): [_pair(*beside(row)) for row in different],
            t("review_place"): [_place(row) for row in different],
            t("review_form_place"): [_form_place(row) for row in different],
        }
    )


def decide(rows: list[Row]) -> None:
    """The figures that wait, each with its choices, and what saving them makes of it."""
    who = access.require("confirm_figures")
    busy = _said(who)
    pending = set() if data.pinned() else reviews.decided_since(who, notes.published_on())
    left = [row for row in rows if row["decided_decision"] is None]
    waiting = [row for row in left if row["proposal_id"] not in pending]
    st.header(t("proposals_waiting", count=number(len(waiting))), anchor=False)
    if len(left) > len(waiting):
        st.info(t("proposals_pending", count=number(len(left) - len(waiting))), icon=":material/publish:")
    if not waiting:
        st.success(t("proposals_all_decided"), icon=":material/task_alt:")
        return
    if data.pinned():
        for row in waiting:
            with st.container(border=True):
                _card(row)
        return
    with st.form("proposals", border=False):
        for row in waiting:
            with st.container(border=True):
                _card(row)
                _choices(row)
        st.caption(t("proposals_by_you", name=t("access_local_officer") if who.local else who.name or who.person))
        if st.form_submit_button(t("proposals_save"), icon=":material/save:", disabled=busy):
            _save(who, waiting)


def decided(rows: list[Row]) -> None:
    """What was decided before."""
    done = [row for row in rows if row["decided_decision"] is not None]
    if not done:
        return
    with st.expander(t("proposals_decided", count=number(len(done))), icon=":material/history:"):
        st.table(
            {
                t("review_decision"): [t(f"review_{row['decided_decision']}") for row in done],
                t("review_sentence"): [f"“{row['sentence']}”" for row in done],
                t("proposals_recorded"): [_pair(row["decided_numerator"], row["decided_denominator"]) for row in done],
                t("proposals_by"): [row["decided_by"] or "" for row in done],
                t("review_reason"): [row["decided_reason"] or "" for row in done],
            }
        )


def _card(row: Row) -> None:
    """A sentence with its figures marked, what it is read as, what the form says, what is doubtful."""
    known = definitions.load()
    st.markdown(f"<p>“{_marked(row)}” <small>({escape(_place(row))})</small></p>", unsafe_allow_html=True)
    level = name("level", row["level"]) if row["level"] else ""
    stage = t(f"proposal_stage_{row['stage']}") if row["stage"] else ""
    read = " · ".join(filter(None, [_element(known, row), level, row["term"] or "", stage]))
    line = t("proposals_read", what=read, said=_pair(row["numerator"], row["denominator"], row["percentage"]))
    st.markdown(find.escaped(line))
    if any(value is not None for value in beside(row)):
        form = t("proposals_form", said=_pair(*beside(row)), place=_form_place(row))
        st.markdown((":orange-badge[≠] " if differs(row) else ":green-badge[=] ") + find.escaped(form))
    doubts = [t(f"proposal_flag_{flag}") for flag in str(row["flags"] or "").split()]
    doubts += [] if complete(row) else [t("proposals_incomplete")]
    st.caption(t("proposals_sure", confidence=number(row["confidence"], 2)) + "".join(f" · {doubt}" for doubt in doubts))


def _choices(row: Row) -> None:
    """Accept, correct, decline or leave; the numbers as they would be recorded."""
    key = row["proposal_id"]
    label = f"{t('review_decision')} ({_place(row)})"
    st.radio(label, DECISIONS, DECISIONS.index(suggested(row)), key=f"decision_{key}", horizontal=True,
             format_func=lambda code: t(f"review_{code}"))  # fmt: skip
    with st.expander(t("proposals_correct")):
        left, right = st.columns(2)
        left.text_input(t("review_women"), plain_text(row["numerator"]), key=f"women_{key}")
        right.text_input(t("review_total"), plain_text(row["denominator"]), key=f"total_{key}")
        known = definitions.load()
        elements = [None, *shown_first(known, row)]
        place = elements.index(row["element"]) if row["element"] in elements else 0
        st.selectbox(t("review_element"), elements, place, key=f"element_{key}",
                     format_func=lambda one: getattr(known.elements[one], f"name_{lang()}") if one else "–")  # fmt: skip
        levels = [None, "central", "province", "district", "commune", "grassroots", "agency"]
        st.selectbox(t("review_level"), levels, levels.index(row["level"]), key=f"level_{key}",
                     format_func=lambda one: name("level", one) if one else "–")  # fmt: skip
        st.text_input(t("review_reason"), key=f"reason_{key}", max_chars=300)


def _save(who: Principal, rows: list[Row]) -> None:
    known, state = definitions.load(), st.session_state
    lines = []
    for row in rows:
        key = row["proposal_id"]
        decision = state[f"decision_{key}"]
        if decision != LATER:
            corrected = decision == CORRECT
            element = state[f"element_{key}"] if corrected else row["element"]
            level = state[f"level_{key}"] if corrected else row["level"]
            lines.append({
                "id": str(key), "decision": decision, "term": row["term"] or "", "reason": state[f"reason_{key}"],
                "element": known.elements[element].name_vi if element else "",
                "level": known.name("level", level) if level else "",
                "women": state[f"women_{key}"] if corrected else plain_text(row["numerator"]),
                "total": state[f"total_{key}"] if corrected else plain_text(row["denominator"]),
            })  # fmt: skip
    if not lines:
        st.info(t("proposals_nothing"), icon=":material/info:")
        return
    frame.order(AWAITED, who, "review", lines=lines)
    st.rerun()


def _said(who: Principal) -> bool:
    """What the last saving made of it; whether one is under way."""
    frame.said()
    job = frame.outcome(AWAITED, who)
    if job is None:
        return frame.is_awaited(AWAITED, who)
    frame.forget_job(AWAITED)
    if frame.failed(job):
        return False
    saved = job.result or {}
    told = [problem["message" if lang() == "vi" else "message_en"] for problem in saved["problems"]]
    if not saved["accepted"]:
        st.error("\n".join(f"- {find.escaped(line)}" for line in told), title=t("proposals_refused"), icon=":material/error:")
        return False
    for report in saved["reports"]:
        st.success(t("proposals_done", **{key: report[key] for key in ("version", "observations")}, **report["counts"]),
                   icon=":material/task_alt:")  # fmt: skip
    for line in told:
        st.warning(find.escaped(line), icon=":material/warning:")
    return False


def _marked(row: Row) -> str:
    """The sentence as HTML, the numbers that were read marked."""
    meant = {value for value in (row["numerator"], row["denominator"], row["percentage"]) if value is not None}
    sentence, parts, end = str(row["sentence"]), [], 0
    for found in _FIGURE.finditer(sentence):
        said = {_float(found.group().replace(",", ".")), _float(re.sub("[.,]", "", found.group()))}
        if said & meant:
            parts += [escape(sentence[end : found.start()]), f"<mark>{escape(found.group())}</mark>"]
            end = found.end()
    return "".join([*parts, escape(sentence[end:])])


def _float(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _element(known: Any, row: Row) -> str:
    if row["element"] in known.elements:
        return str(getattr(known.elements[row["element"]], f"name_{lang()}"))
    indicator = known.indicators.get(row["indicator"] or "")
    return str(getattr(indicator, f"title_{lang()}")) if indicator else "–"


def _pair(women: float | None, total: float | None, percentage: float | None = None) -> str:
    """“9/41 (21,95%)”, “12”, “21,95%”."""
    counts = number(women) if total is None else f"{number(women)}/{number(total)}"
    if percentage is None:
        return counts
    share = f"{number(percentage, 2)}%"
    return share if women is None and total is None else f"{counts} ({share})"


def _place(row: Row) -> str:
    return t("proposals_place", section=row["section"], paragraph=row["paragraph"], sentence=row["sentence_number"])


def _form_place(row: Row) -> str:
    side = "women" if row["women_file_name"] else "total"
    count = row[f"{side}_cells"]
    spot = f"{row[f'{side}_sheet']}!{row[f'{side}_cell']}" if count == 1 else t("proposals_sum", count=number(count))
    return f"{row[f'{side}_file_name']}, {spot}"
