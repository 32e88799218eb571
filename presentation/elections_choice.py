"""What is looked at on the page of elections: body, term, level, district, as the link says."""

from dataclasses import dataclass

import streamlit as st

from catalogue import definitions
from catalogue.funnel_models import Funnel
from indicators.progress.chances import Needed, candidates_needed
from indicators.progress.events import family_of
from indicators.progress.funnel import Conversion, Election, Stage, Standing, UnitStages, against
from indicators.progress.requirement import needed
from indicators.query import Query
from presentation import data
from presentation.language import name, t, title, when
from presentation.links import ALL, select

DEFAULT_LEVEL = "commune"
OFFICIAL = "official"


@dataclass(frozen=True)
class Choice:
    """The body, level, term and place looked at, and what is known of them."""

    funnel: Funnel
    level: str
    levels: tuple[str, ...]
    term: str
    districts: tuple[str, ...]
    place: str
    found: Election

    @property
    def result(self) -> Stage:
        return self.found.stages[-1]

    @property
    def success(self) -> Conversion | None:
        """The step that follows the same persons, where the body has one."""
        return next((step for step in self.found.conversions if step.link == "success"), None)

    @property
    def list_place(self) -> int | None:
        """Where the official list of candidates stands among the stages; None for a body without one."""
        keys = [stage.key for stage in self.funnel.stages]
        return keys.index(OFFICIAL) if OFFICIAL in keys else None

    def standings(self) -> list[Standing]:
        """The result against the targets that bind it."""
        return against(definitions.load(), -1, self.level, self.term, self.found)


@dataclass(frozen=True)
class Plan:
    """What a reader wants the next election to reach, and how surely."""

    standing: Standing
    chance: float

    def seats(self, total: int) -> int:
        """Women to be elected among `total` deputies."""
        return int(needed(str(self.standing.target.comparator), float(self.standing.target.value or 0), total))

    def of_unit(self, choice: Choice, unit: UnitStages) -> Needed | None:
        """Women candidates a unit needs by itself, at the success rate of all; None without its seats and list."""
        step, seats = choice.success, unit.stages[-1].total
        listed = None if choice.list_place is None else unit.stages[choice.list_place].total
        if step is None or seats is None or listed is None:
            return None
        return candidates_needed(self.seats(seats), step.women_after, step.women_before, self.chance, listed)


def chosen() -> Choice | None:
    """Choose body, term, level and district; None where nothing is known yet."""
    known = definitions.load()
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        with st.container(width=260):
            bodies = {funnel.id: title(funnel) for funnel in known.funnels.values()}
            funnel = known.funnels[select(t("elections_body"), "co_quan", bodies, next(iter(bodies)))]
        terms = _known(funnel)
        if not terms:
            return None
        newest = sorted(terms, reverse=True)
        with st.container(width=220):
            term = select(t("elections_term"), "nhiem_ky", {code: when(code) for code in newest}, newest[0])
        levels = terms[term]
        with st.container(width=190):
            default = DEFAULT_LEVEL if DEFAULT_LEVEL in levels else levels[0]
            level = select(t("filter_level"), "cap", {code: name("level", code) for code in levels}, default)
        districts: tuple[str, ...] = ()
        place = t("whole_province")
        if level in ("district", "commune", "grassroots"):
            with st.container(width=250):
                districts, place = _district()
    found = data.election(data.current(), funnel.id, level, term, districts)
    return Choice(funnel, level, tuple(levels), term, districts, place, found)


def _known(funnel: Funnel) -> dict[str, list[str]]:
    """Terms → levels of the body for which any stage has a figure of the term."""
    known = definitions.load()
    family = family_of(known, funnel.target)
    there = {(m.term, m.level) for m in known.mandates if m.family == family}
    levels = known.indicators[funnel.target].levels
    found: set[tuple[str, str]] = set()
    for stage in funnel.stages:
        rows = data.values(data.current(), Query(stage.indicator, by=("level", "term")))
        rows = rows[(rows["state"] == "value") & (rows["series"] == "term")]
        found |= there.intersection(zip(rows["term"], rows["level"], strict=True))
    return {term: [level for level in levels if (term, level) in found] for term, level in found if level in levels}


def _district() -> tuple[tuple[str, ...], str]:
    known = definitions.load()
    names = known.geography.district_names
    code = select(t("filter_district"), "huyen", {ALL: t("filter_all")} | names, ALL)
    return tuple(unit.unit_id for unit in known.geography.versions.get(code, ())), names.get(code, t("whole_province"))
