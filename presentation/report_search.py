"""Full text of the units' reports: the sentence that holds the words, by section, unit and period; and a section as a whole."""

from html import escape

import streamlit as st

from catalogue import definitions
from presentation import data, excerpts, find, links, report_data, units
from presentation.language import lang, number, t, when
from presentation.links import ALL, select
from presentation.navigation import REPORTS, page_of
from store import full
from store.section_index import Found, Part

TEXT, SECTION, UNIT, PERIOD, OPEN = "tu", "muc", "don_vi", "ky", "mo"
SHOWN = 30  # results on screen


def opened() -> Part | None:
    """The section that the link opens; None for the list of results."""
    asked = st.query_params.get(OPEN, "")
    report, _, place = asked.partition("-")
    if not (report.isdecimal() and place.isdecimal()):
        return None
    rows = report_data.sections(data.texts(), int(report))
    held = report_data.reports(data.texts())
    held = held[held["submission_id"] == int(report)]
    rows = rows[rows["place"] == int(place)]
    if rows.empty or held.empty:
        st.warning(t("link_unknown", parameter=OPEN, value=asked), icon=":material/link_off:")
        return None
    row, about = rows.to_dict("records")[0], held.to_dict("records")[0]
    return Part(int(report), int(place), row["code"], about["unit_id"], about["period"], about["version"], about["file_name"],
                about["demonstration"], row["heading"], row["content"], row["first"])  # fmt: skip


def show(part: Part) -> None:
    """A section: whose it is, its heading as written, its paragraphs with their numbers, the words asked for marked."""
    known, asked = definitions.load(), _text()
    st.header(known.outline.titled(part.code, lang()), anchor=False)
    st.markdown(f"{_unit(part)} · {find.escaped(when(part.period))}", unsafe_allow_html=True)
    generated = f" · {t('source_demonstration')}" if part.demonstration else ""
    st.caption(find.escaped(t("reports_file", file=part.file_name, version=part.version)) + generated)
    if part.heading:
        st.markdown(f"**{find.escaped(part.heading)}**")
    lines = [
        f"<p>{excerpts.marked(line, asked)} <small>({escape(t('reports_paragraph', number=number_))})</small></p>"
        for number_, line in enumerate(part.content.split("\n"), start=part.first)
    ]
    st.markdown("".join(lines), unsafe_allow_html=True)
    query = {name: st.query_params[name] for name in (TEXT, SECTION, UNIT, PERIOD) if name in st.query_params}
    st.page_link(page_of(REPORTS), label=t("reports_back"), icon=":material/arrow_back:", query_params=query | links.kept())


def results() -> None:
    """The box, the filters, and what was found."""
    st.caption(t("reports_intro"))
    asked = links.typed(t("reports_label"), TEXT, t("reports_placeholder"))
    known, held = definitions.load(), report_data.reports(data.texts())
    if held.empty:
        st.info(t("reports_none"), icon=":material/description:")
        return
    names = {one: known.geography.units[one].name for one in sorted(held["unit_id"].unique()) if one in known.geography.units}
    names = dict(sorted(names.items(), key=lambda one: one[1]))
    with st.container(horizontal=True):
        code = select(t("reports_section"), SECTION, {ALL: t("filter_all")} | _sections(), ALL)
        unit = select(t("column_unit"), UNIT, {ALL: t("filter_all")} | names, ALL)
        periods = {period: when(period) for period in sorted(held["period"].unique(), reverse=True)}
        period = select(t("filter_period"), PERIOD, {ALL: t("filter_all")} | periods, ALL)
    if not asked:
        return
    found = report_data.search(data.texts(), asked, code, (unit,) if unit else (), period)
    if not found:
        st.info(t("reports_nothing", text=find.escaped(asked)), icon=":material/search_off:")
        return
    reporters = len({(one.part.unit_id, one.part.period) for one in found})
    st.markdown(f"**{t('reports_found', count=number(len(found)), reports=number(reporters), text=find.escaped(asked))}**")
    _listed(found[:SHOWN], asked)
    if len(found) > SHOWN:
        st.caption(t("reports_more", count=number(len(found) - SHOWN)))


def hint(asked: str) -> None:
    """On the page of results of the box: how many sections of reports hold the words, and the way to them."""
    count = len(report_data.search(data.texts(), asked, "", (), "")) if asked else 0
    if count:
        label = t("reports_hint", count=number(count), text=find.escaped(asked))
        st.page_link(page_of(REPORTS), label=label, icon=":material/article:", query_params={TEXT: asked} | links.kept())


def _text() -> str:
    return str(st.query_params.get(TEXT, "")).strip()


def _sections() -> dict[str, str]:
    outline = definitions.load().outline
    everything = data.cleared(data.texts()) == full.FULL
    return {code: outline.titled(code, lang()) for code in (outline.order if everything else outline.published)}


def _listed(found: list[Found], asked: str) -> None:
    """Each section as a link, and the sentence that holds the words."""
    outline = definitions.load().outline
    kept = {name: st.query_params[name] for name in (TEXT, SECTION, UNIT, PERIOD) if name in st.query_params}
    items = []
    for one in found:
        part = one.part
        address = units.address(REPORTS, {OPEN: f"{part.submission_id}-{part.place}"} | kept)
        name = definitions.load().geography.units[part.unit_id].name
        title = f"{name}, {when(part.period)} – {outline.titled(part.code, lang())}"
        text = f"{part.heading or ''}\n{part.content}"
        items.append(
            f'<li><a href="{escape(address)}" target="_self">{escape(title)}</a><br>'
            f"{excerpts.marked(excerpts.best_sentence(text, asked), asked)}</li>"
        )
    with st.container(key="found"):
        st.markdown(f"<ul>{''.join(items)}</ul>", unsafe_allow_html=True)


def _unit(part: Part) -> str:
    return units.anchor(part.unit_id)
