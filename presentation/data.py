"""What pages read: the published snapshot through cached questions. Frames are never changed in place."""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any, ParamSpec, TypeVar, cast

import pandas as pd
import pyarrow as pa
import streamlit as st
from sqlalchemy import Engine

from catalogue import definitions
from catalogue.forms import Forms
from catalogue.inspection_models import Component
from indicators.changes import Changes, changes
from indicators.compute import compute
from indicators.explain import KEY, Times, cells_of, values_shown
from indicators.progress.assess import Assessment, assess
from indicators.progress.bodies import Gathered, bodies
from indicators.progress.funnel import Election
from indicators.progress.funnel import election as elect
from indicators.progress.inspection import Place, allowed, inspection_list
from indicators.query import Query
from presentation import access
from reports.brief import brief
from reports.facts import gather
from reports.files import FORMATS
from store import full, past, snapshot
from store.completeness import EmptyCell, empty_cells
from store.conflicts import conflicts
from store.figures import alternatives, figures
from store.rounds import refusals, reports, versions

PIN = "ban"  # parameter of the link
KEPT = 1024  # answers kept; the largest, an indicator by unit and period, is some hundred kilobytes
CHECKED = 0.5  # seconds after which the pointer to the snapshot is looked up again
UNSUPPRESSED = "+full"  # ends the identifier of a snapshot that is read with what the public one does not hold

P = ParamSpec("P")
R = TypeVar("R")
_seen: tuple[float, str] = (-CHECKED, "")
_questions: list[Any] = []


def clearance() -> full.Clearance:
    """What the reader may read: "public" for everyone below leader. The one place that decides; caches follow it."""
    return full.FULL if access.who().may("read_unsuppressed") else full.PUBLIC


def current() -> str:
    """Identifier of the snapshot that is read: the one that the link pins, else the latest.

    It carries the reader's clearance, so that whatever is kept by it is kept apart for those who may read everything.
    """
    return pinned() or latest()


def texts() -> str:
    """As `current`, for what reports say in words: officers read what is sensitive in it, but counts as all others do."""
    identifier = bare(current())
    return _as_read(identifier, full.FULL if access.who().may("read_hot_issues") else clearance())


def bare(identifier: str) -> str:
    """The identifier of the publication alone, as links and files name it."""
    return identifier.removesuffix(UNSUPPRESSED)


def cleared(identifier: str) -> full.Clearance:
    """The clearance that an identifier carries."""
    return full.FULL if identifier.endswith(UNSUPPRESSED) else full.PUBLIC


def engine(identifier: str) -> Engine:
    """The engine of a snapshot, read with the clearance that its identifier carries."""
    return full.reading(snapshot.path_of(bare(identifier)), cleared(identifier))


def _as_read(identifier: str, cleared: full.Clearance | None = None) -> str:
    """The identifier with the reader's clearance; a publication of an earlier release has nothing beside it."""
    everything = (cleared or clearance()) == full.FULL and full.beside(snapshot.path_of(identifier)).is_file()
    return identifier + UNSUPPRESSED if everything else identifier


def pinned() -> str | None:
    """The snapshot that the link pins, if its file is kept and can be read by this release."""
    asked = st.query_params.get(PIN)
    if not asked or past.named_at(asked) is None:
        return None
    path = snapshot.path_of(asked)
    return _as_read(asked) if path.is_file() and past.fits(path) else None


def latest() -> str:
    """Identifier of the snapshot in use now: looked up on every run, so a new one shows without a restart."""
    global _seen  # noqa: PLW0603 - one pair, replaced whole
    now = time.monotonic()
    if now - _seen[0] > CHECKED:
        _seen = (now, snapshot.current().stem)
    return _as_read(_seen[1])


def _answered(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep answers for all visits, those not asked for longest go first. Streamlit's own caches take much longer to look up."""

    def keep(question: Callable[P, R]) -> Callable[P, R]:
        asked = lru_cache(maxsize=most)(question)
        _questions.append(asked)
        return cast("Callable[P, R]", asked)

    return keep


def forget() -> None:
    """Forget all answers: another working folder can hold snapshots of the same names."""
    for asked in _questions:
        asked.cache_clear()
    st.cache_data.clear()
    st.cache_resource.clear()


@st.cache_resource(max_entries=3, show_spinner=False)
def _engine(identifier: str) -> Engine:
    return engine(identifier)


@_answered(8)
def facts(identifier: str) -> dict[str, str]:
    """What the snapshot says of itself."""
    with _engine(identifier).connect() as connection:
        return snapshot.facts(connection)


@_answered(KEPT)
def table(identifier: str, query: Query) -> pa.Table:
    """Computed rows of an indicator, see `indicators.compute`."""
    with _engine(identifier).connect() as connection:
        return _compact(compute(connection, definitions.load(), query))


def _compact(found: pa.Table) -> pa.Table:
    """The same in as much memory as it needs: the database leaves room for many more rows."""
    return found.take(pa.array(range(found.num_rows), pa.int64()))


@_answered(256)
def values(identifier: str, query: Query) -> pd.DataFrame:
    """As `table`, as a frame. Shared by all visits: never change it in place."""
    return table(identifier, query).to_pandas()


@st.cache_resource(max_entries=256, show_spinner=False)
def values_of_all(identifier: str, query: Query) -> pd.DataFrame:
    """Computed rows of every indicator, asked the same. Shared by all visits: never change it in place."""
    known = definitions.load()
    with _engine(identifier).connect() as connection:
        found = [compute(connection, known, replace(query, indicator=name)) for name in known.indicators]
    return pa.concat_tables(found, promote_options="permissive").to_pandas()


@_answered(12)
def _cells_of(identifier: str, indicator: str) -> tuple[pa.Table, dict[tuple[str, ...], list[int]]]:
    """The cells behind all values of an indicator, and where those of each value are."""
    with _engine(identifier).connect() as connection:
        found = _compact(cells_of(connection, definitions.load(), indicator))
    places: dict[tuple[str, ...], list[int]] = {}
    for place, key in enumerate(zip(*(found[f"value_{name}"].to_pylist() for name in KEY), strict=True)):
        places.setdefault(key, []).append(place)
    return found.drop_columns([f"value_{name}" for name in KEY]), places


def cells(identifier: str, query: Query, times: Times) -> pa.Table:
    """The cells behind a value that tells of `times`, see `indicators.explain`."""
    found, places = _cells_of(identifier, query.indicator)
    with _engine(identifier).connect() as connection:
        shown = values_shown(connection, query, times)
    behind = sorted(place for value in shown for place in places.get(value, ()))
    return found.take(pa.array(behind, pa.int64()))


@st.cache_data(max_entries=64, show_spinner=False)
def targets(identifier: str, units: tuple[str, ...], at: dt.date, only: frozenset[str] = frozenset()) -> list[dict[str, Any]]:
    """Values against targets (`only` some, if named), see `indicators.progress.assess`."""
    with _engine(identifier).connect() as connection:
        return assess(connection, definitions.load(), Query("", units=units), at, only=only)


def components(identifier: str) -> tuple[Component, ...]:
    """What makes a unit come first on the inspection list, as far as the reader may see it."""
    return allowed(definitions.load(), unsuppressed=cleared(identifier) == full.FULL)


@st.cache_data(max_entries=64, show_spinner=False)
def inspection(identifier: str, level: str, weights: tuple[tuple[str, int], ...], at: dt.date) -> list[Place]:
    """Units in the order to inspect them, see `indicators.progress.inspection`."""
    known = definitions.load()
    with _engine(identifier).connect() as connection:
        found = Assessment(connection, known, Query(""), at)
        return inspection_list(found, components(identifier), level, dict(weights))


@st.cache_data(max_entries=64, show_spinner=False)
def target_units(identifier: str, target: str, level: str, at: dt.date) -> list[dict[str, Any]]:
    """The units behind a target at a level, see `indicators.progress.assess`."""
    with _engine(identifier).connect() as connection:
        return Assessment(connection, definitions.load(), Query(""), at).unit_rows(target, level)


@st.cache_resource(max_entries=256, show_spinner=False)
def election(identifier: str, body: str, level: str, term: str, districts: tuple[str, ...]) -> Election:
    """Stages and conversions of a body, see `indicators.progress.funnel`. Shared by all visits: never change it in place."""
    with _engine(identifier).connect() as connection:
        return elect(connection, definitions.load(), body, level, term, districts=districts)


@st.cache_data(max_entries=64, show_spinner=False)
def scenario_bodies(identifier: str, indicator: str, level: str, districts: tuple[str, ...], at: dt.date) -> Gathered:
    """The bodies that a scenario moves, see `indicators.progress.bodies`."""
    with _engine(identifier).connect() as connection:
        return bodies(connection, definitions.load(), indicator, level, districts, at=at)


@_answered(32)
def round_of(identifier: str, period: str) -> pd.DataFrame:
    """Who reported for a period, see `store.rounds`."""
    with _engine(identifier).connect() as connection:
        at = dt.datetime.fromisoformat(snapshot.facts(connection)["published_at"])
        return reports(connection, period, at).to_pandas()


@st.cache_data(max_entries=8, show_spinner=False)
def empty_of(identifier: str, period: str, units: tuple[str, ...]) -> dict[str, list[EmptyCell]]:
    """The required cells that no file of these units answers, see `store.completeness`."""
    known = definitions.load()
    forms, when = Forms(known), known.periods[period]
    instances = [forms.instance(known.geography.units[unit_id], when) for unit_id in units]
    with _engine(identifier).connect() as connection:
        at = dt.datetime.fromisoformat(snapshot.facts(connection)["published_at"])
        return empty_cells(connection, forms, instances, at)


@st.cache_data(max_entries=256, show_spinner=False)
def versions_of(identifier: str, unit_id: str) -> pd.DataFrame:
    """The versions of a unit's reports, see `store.rounds`."""
    with _engine(identifier).connect() as connection:
        return versions(connection, unit_id, None).to_pandas()


@st.cache_data(max_entries=256, show_spinner=False)
def refusals_of(identifier: str, unit_id: str) -> pd.DataFrame:
    """A unit's files that were refused, see `store.rounds`."""
    with _engine(identifier).connect() as connection:
        return refusals(connection, unit_id).to_pandas()


@st.cache_data(max_entries=8, show_spinner=False)
def printed(identifier: str) -> pd.DataFrame:
    """All printed figures with their sources."""
    with _engine(identifier).connect() as connection:
        return figures(connection).to_pandas()


@_answered(256)
def other_sources(identifier: str, indicator: str) -> list[dict[str, Any]]:
    """What other sources say of values that are shown, see `store.figures.alternatives`."""
    with _engine(identifier).connect() as connection:
        rows: list[dict[str, Any]] = alternatives(connection, indicator).to_pylist()
    return rows


@st.cache_resource(max_entries=4, show_spinner=False)
def changed(before: past.Moment, after: past.Moment) -> Changes:
    """What changed between two states, see `indicators.changes`. Shared by all visits: never change it in place."""
    return changes(definitions.load(), before, after)


@st.cache_data(max_entries=4, show_spinner=False)
def conflicting(identifier: str) -> list[dict[str, Any]]:
    """What several sources say differently, see `store.conflicts`."""
    with _engine(identifier).connect() as connection:
        return conflicts(connection)


@st.cache_data(max_entries=16, show_spinner=False)
def leadership_brief(identifier: str, lang: str, extension: str) -> bytes:
    """The two-page brief of the province as a file, see `reports.brief`."""
    known = definitions.load()
    with _engine(identifier).connect() as connection:
        return FORMATS[extension](brief(known, gather(connection, known), lang))
