"""The first page: where women stand, what changed, what needs attention, how complete the data are."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from catalogue import definitions
from indicators.progress.register import applicable
from indicators.progress.requirement import satisfies
from indicators.query import Query
from presentation import cubes, data, notes, tables
from presentation.charts.bars import bars_under_headings
from presentation.file_names import named
from presentation.language import name, number, t, title, when
from presentation.navigation import page_of
from presentation.theme import config
from presentation.views import View, is_term, ordered, short_time

# What the cards tell: indicator, level, page that shows more.
CARDS = (
    ("party_committee_women_share", "commune", "cap-uy"),
    ("peoples_council_women_share", "commune", "dan-cu"),
    ("key_leaders_agencies_share", "commune", "lanh-dao"),
    ("planning_leaders_women_share", "commune", "quy-hoach"),
)
# What the chart compares, in order.
BODIES = (
    "party_committee_women_share", "standing_committee_women_share", "party_secretaries_women_share",
    "peoples_council_women_share", "peoples_committee_leaders_women_share", "department_leaders_women_share",
    "division_leaders_women_share", "mass_organisation_leaders_women_share",
)  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """The latest value of an indicator at a level, the one before, and how units stand to the target."""

    view: View
    row: dict[str, object]
    before: dict[str, object] | None
    below: int
    units: int
    required: float | None


def finding(indicator_id: str, level: str) -> Finding | None:
    """Return what a card tells; None where there is nothing to tell."""
    known = definitions.load()
    indicator = known.indicators[indicator_id]
    dimension = "term" if "term" in indicator.numerator else "period"
    rows = data.values(data.current(), Query(indicator_id, by=(dimension,), levels=(level,)))
    rows = rows[(rows["state"] == "value") & rows[dimension].notna()]
    if rows.empty:
        return None
    found = rows.set_index(dimension, drop=False).loc[list(reversed(ordered(known, set(rows[dimension]))))].to_dict("records")
    view = View(indicator, level, str(found[-1][dimension]))
    units = cubes.units(view)
    units = units[units["state"] == "value"]
    binding = applicable(known, indicator_id, level, view.time)
    first = binding[0] if binding else None
    required = first.value if first else None
    below = 0 if first is None or required is None else sum(
        not satisfies(first.comparator or ">=", value, required) for value in units["value"]
    )  # fmt: skip
    return Finding(view, found[-1], found[-2] if len(found) > 1 else None, below, len(units), required)


def cards() -> None:
    """Four sentences with numbers, each with a link to the view behind it."""
    found = [(told, page) for indicator, level, page in CARDS if (told := finding(indicator, level))]
    for column, (told, page) in zip(st.columns(len(found) or 1), found, strict=False):
        with column:
            _card(told, page)


def _card(told: Finding, page: str) -> None:
    view, row = told.view, told.row
    with st.container(border=True, height="stretch", key=f"card_{view.indicator.id}"):
        st.markdown(f"**{title(view.indicator)}**")
        st.metric(
            f"{name('level', view.level)}, {when(view.time).lower()}",
            number(float(str(row["value"])), view.indicator.decimals) + "%",
            delta=_since(told),
            help=f"{number(row['numerator'])}/{number(row['denominator'])} · {notes.coverage(pd.DataFrame([row]))}",  # type: ignore[arg-type]
        )
        if told.required is not None and view.indicator.kind == "share_of_persons":
            st.write(t("card_below", below=number(told.below), units=number(told.units), required=number(told.required)))
        st.page_link(page_of(page), label=t("card_more"), icon=":material/arrow_forward:",
                     query_params={"chi_so": view.indicator.id, "cap": view.level, "ky": view.time})  # fmt: skip


def _since(told: Finding) -> str | None:
    """Change against the term or period before, in percentage points."""
    if told.before is None:
        return None
    points = float(str(told.row["value"])) - float(str(told.before["value"]))
    key = "card_since_term" if is_term(told.view.time) else "card_since_period"
    sign = "+" if points >= 0 else "-"
    return t(key, points=sign + number(abs(points), 1))


def bodies() -> None:
    """Where women stand, body by body and level by level."""
    known = definitions.load()
    rows = []
    for indicator_id in BODIES:
        indicator = known.indicators[indicator_id]
        found = data.values(data.current(), Query(indicator_id, by=("level",)))
        found = found[(found["state"] == "value") & found["level"].isin(["province", "commune", "agency"])]
        for row in found.to_dict("records"):
            label = f"{name('level', row['level'])} ({short_time(row['counted_in'])})"
            rows.append(row | {"group": _short(title(indicator)), "label": label, "order": indicator.order})
    if not rows:
        notes.empty()
        return
    view = View(known.indicators[BODIES[0]], "", "")
    about = notes.about(view, t("bodies_title"), t("bodies_note"))
    st.plotly_chart(
        bars_under_headings(pd.DataFrame(rows), about), key="bodies", config=config(named("tong-quan")), alt=about.title
    )


def _short(text: str) -> str:
    """The body that an indicator of women's share speaks of."""
    for words in ("Tỷ lệ nữ trong ", "Tỷ lệ nữ tham gia ", "Tỷ lệ nữ ", "Women in ", "Women among ", "Women "):
        text = text.removeprefix(words)
    return text[0].upper() + text[1:]


def completeness() -> None:
    """How many reports of each round came, on time, late, or not at all."""
    known = definitions.load()
    rows = []
    for period in known.periods.values():
        if period.collected:
            found = data.round_of(data.current(), period.period)["status"].value_counts()
            rows.append({"period": period.period, **found.to_dict()})
    frame = pd.DataFrame(rows).fillna(0)
    statuses = [s for s in ("complete", "late", "partial", "rejected", "missing", "not_yet_due") if s in frame]
    shown = pd.DataFrame(
        {t("column_time"): [when(p) for p in frame["period"]], t("column_expected"): frame[statuses].sum(axis=1)}
    )
    for status in statuses:
        shown[t(f"report_{status}")] = frame[status]
    st.subheader(t("completeness_title"))
    st.caption(t("completeness_note"))
    tables.show(shown.iloc[::-1], dict.fromkeys(shown.columns[1:], 0), key="completeness")


def attention() -> None:
    """The units furthest below the requirement, with how many women they lack."""
    told = finding("party_committee_women_share", "commune")
    if told is None or told.required is None:
        return
    rows = cubes.units(told.view)
    rows = rows[rows["state"] == "value"].nsmallest(8, "value")
    st.subheader(t("attention_title"))
    st.caption(t("attention_note", required=number(told.required), when=when(told.view.time).lower()))
    shown, decimals = tables.of_values(rows, rows["unit"], 1)
    tables.show(shown.iloc[:, :4], decimals, key="attention")
