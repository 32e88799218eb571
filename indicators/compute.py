"""Compute an indicator: one question in, a table in long form out."""

from functools import lru_cache

import pyarrow as pa
from sqlalchemy import Connection, FromClause, Select

from catalogue.definitions import Definitions
from indicators import on_map, steps
from indicators.query import Query, Shape
from store import connection as db
from store.schema import unit_value
from store.unit_values import known_then

COLUMNS = ("indicator", "unit_id", "unit", "period", "term", "level", "numerator", "denominator", "value", "state",
           "lower", "upper", "units_reported", "units_expected", "source", "demonstration")  # fmt: skip


def compute(connection: Connection, definitions: Definitions, query: Query) -> pa.Table:
    """Return one row per group asked for.

    Shares are percentages 0–100; counts of persons are whole; budget is in million VND. A
    value needs numerator and denominator of a unit; coverage is units_reported of
    units_expected. Besides `COLUMNS` the table carries district_id, series, counted_in (the
    period whose counts these are) and on_date; on another map also reason: why a value is not
    known exactly (split, merged, successor_unknown, boundary_shift), does not apply (abolished), or
    leaves out units that owed no report (no_report_owed).
    """
    table = db.fetch(connection, statement_of(definitions, query), query.parameters)
    names = pa.array([name_of(definitions, unit_id) for unit_id in table["unit_id"].to_pylist()], type=pa.string())
    return table.add_column(2, "unit", names)


def statement_of(definitions: Definitions, query: Query) -> Select:
    """The statement that answers `query`, over the published values or an earlier state of knowledge."""
    indicator = definitions.indicators[query.indicator]
    only_terms = set(indicator.numerator) == {"term"}
    guarded = indicator.id in definitions.sensitive
    if query.as_of is None:
        return _statement(query.shape, indicator.kind, only_terms, guarded)
    return _compose(query.shape, indicator.kind, only_terms, guarded, known_then(query.as_of).cte("unit_values"))


@lru_cache(maxsize=512)
def _statement(shape: Shape, kind: str, only_terms: bool, guarded: bool) -> Select:
    """The statement over the published values; the same object each time, so that it is compiled once."""
    return _compose(shape, kind, only_terms, guarded, unit_value)


def _compose(shape: Shape, kind: str, only_terms: bool, guarded: bool, values: FromClause) -> Select:
    """`guarded`: the indicator uses sensitive elements, so that values may be suppressed."""
    if shape.rebased:
        groups = _on_map(shape, kind, guarded, values)
    else:
        groups = steps.grouped(shape, steps.chosen(shape, values), guarded=guarded)
    if "period" in shape.by and "term" not in shape.by and not only_terms and not shape.filters & {"periods", "terms"}:
        groups = steps.of_periods(groups)
    return steps.results(shape, kind, steps.picked(shape, groups), guarded=guarded)


def _on_map(shape: Shape, kind: str, guarded: bool, values: FromClause) -> FromClause:
    lying = on_map.placed(shape)
    unheard = on_map.silent(lying) if shape.outsiders else None
    rows = on_map.chosen(shape, values, lying, guarded=guarded)
    return on_map.grouped(shape, rows, unheard, count=kind == "count", guarded=guarded)


def name_of(definitions: Definitions, unit_id: str | None) -> str | None:
    """The name of a unit version or reference area."""
    if unit_id is None:
        return None
    if unit_id == "VN":
        return definitions.office.country_vi
    unit = definitions.geography.units.get(unit_id)
    return unit.name if unit else unit_id.removeprefix("REF:")
