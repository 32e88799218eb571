"""Where two sources say different things of one value: both kept, one shown by a declared order, none averaged.

The order of sources is data/precedence.yaml; that of several reports and files is in store.steps.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, func, or_, select, tuple_

from store import connection as db
from store.schema import component, figure, observation, period, series, submission, unit_value
from store.series import KEY
from store.steps import CELL, VALUE_KEY, cells_in_force, held_at, order_of_files, order_of_reports, submissions_in_force
from store.unit_values import known_then

Row = dict[str, Any]
NOW = dt.datetime.max.replace(microsecond=0)
RULES = {"sources": "sources", "publications": "publications", "total": "sum_before_printed_total", "term": "latest_report",
         "files": "latest_file"}  # fmt: skip
TOLD = ("state", "value", "text", "file", "sha256", "version", "sheet", "cell", "sent_by", "sent_for", "demonstration")
SIDE = ("numerator", "denominator", "share", "source", "demonstration", "figure_id")


def conflicts(connection: Connection, as_of: dt.datetime | None = None) -> list[Row]:
    """Every conflict known at `as_of` (default: now), those of values first.

    Returns:
        Rows with kind (sources: submission and publication, publications, total: a printed total and
        the sum over its units, term: reports on one term, files: files of one report), indicator
        or element (with measure, sex, ethnicity, age), unit_id, level, period, term, `shown`, `other` and `rule`,
        the name of the order that decides. Each side has value or numerator, denominator and
        share (percentage); source; and where it stands: file, sha256, version, cells of a submission,
        publication, place of a printed figure.
    """
    values = unit_value if as_of is None else known_then(as_of).cte("unit_values")
    at = as_of or NOW
    pairs = [*_between_sources(connection, values, at), *_printed_totals(connection, values, at)]
    told = [pair for pair in pairs if differ(pair["shown"], pair["other"])]
    sides = [side for pair in told for side in (pair["shown"], pair["other"])]
    _place(connection, sides, at)
    for side in sides:
        del side["key"]
    return [*told, *_between_reports(connection, at)]


def differ(one: Row, other: Row) -> bool:
    """Whether two sides contradict each other: in a count both give, or in shares beyond one unit of the last printed digit."""
    for name in ("numerator", "denominator"):
        if None not in (one[name], other[name]) and one[name] != other[name]:
            return True
    if None in (one["percentage"], other["percentage"]):
        return False
    digits = min(_decimals(one), _decimals(other))
    return bool(abs(one["percentage"] - other["percentage"]) >= 10**-digits)


def _decimals(side: Row) -> int:
    return len((side["printed"] or "0.0000000").replace(",", ".").partition(".")[2])


def _between_sources(connection: Connection, values: FromClause, at: dt.datetime) -> Iterator[Row]:
    """Values that several sources state, the one shown beside each other one."""
    shown, other = values.alias("shown"), values.alias("other")
    same = and_(*(shown.c[name] == other.c[name] for name in VALUE_KEY), shown.c["rank"] == 1, other.c["rank"] > 1)
    sides = (*_said(shown, "shown"), *_said(other, "other"))
    rows = _with_figures(
        select(*(shown.c[name] for name in VALUE_KEY), *sides).join_from(shown, other, same), (shown, other), at
    )
    order = (shown.c.indicator, shown.c.unit_id, shown.c.period, other.c["rank"])
    for row in db.fetch(connection, rows.order_by(*order)).to_pylist():
        one, two = _side(row, "shown"), _side(row, "other")
        kind = "publications" if one["source"] == two["source"] == "publication" else "sources"
        yield _pair(kind, row, one, two)


def _printed_totals(connection: Connection, values: FromClause, at: dt.datetime) -> Iterator[Row]:
    """Printed totals of units whose parts report themselves, beside the sum over the parts."""
    whole, part = values.alias("printed_total"), values.alias("its_part")
    same = and_(*(whole.c[name] == part.c[name] for name in VALUE_KEY if name != "unit_id"), part.c["rank"] == 1)
    inside = or_(*(part.c[name] == whole.c.unit_id for name in ("parent_id", "district_id", "province_id")))
    given = and_(part.c.state == "value", part.c.share.is_(None))
    keys = [whole.c[name] for name in VALUE_KEY]
    sums = (
        select(
            *keys,
            *_said(whole, "other"),
            *(func.sum(part.c[name]).filter(given).label(f"shown_{name}") for name in ("numerator", "denominator")),
            func.count().filter(given).label("shown_units_reported"),
            func.count().filter(part.c.state != "not_applicable").label("shown_units_expected"),
            func.bool_or(and_(part.c.demonstration, given)).label("shown_demonstration"),
        )
        .join_from(whole, part, and_(same, inside, part.c.unit_id != whole.c.unit_id, part.c.in_total))
        .where(whole.c.source == "publication", whole.c["rank"] > 1)
        .group_by(*keys, *(whole.c[name] for name in SIDE))
        .subquery("sums")
    )
    printed = figure.alias("other_printed")
    rows = (
        select(sums, *_printed(printed, "other"))
        .join(printed, and_(printed.c.figure_id == sums.c.other_figure_id, held_at(printed, at)))
        .order_by(sums.c.indicator, sums.c.unit_id, sums.c.period)
    )
    for row in db.fetch(connection, rows).to_pylist():
        row |= {"shown_share": None, "shown_source": "sum", "shown_figure_id": None}
        coverage = {name: row[f"shown_{name}"] for name in ("units_reported", "units_expected")}
        yield _pair("total", row, _side(row, "shown") | coverage, _side(row, "other"))


def _said(values: FromClause, name: str) -> list[ColumnElement[Any]]:
    return [values.c[column].label(f"{name}_{column}") for column in SIDE]


def _printed(printed: FromClause, name: str) -> list[ColumnElement[Any]]:
    told = {"printed": "share_text", "publication": "source", "place": "cell", "sha256": "sha256"}
    return [printed.c[column].label(f"{name}_{key}") for key, column in told.items()]


def _with_figures(rows: Select, sides: Iterable[FromClause], at: dt.datetime) -> Select:
    for side, name in zip(sides, ("shown", "other"), strict=True):
        printed = figure.alias(f"{name}_printed")
        same = and_(printed.c.figure_id == side.c.figure_id, held_at(printed, at))
        rows = rows.join(printed, same, isouter=True).add_columns(*_printed(printed, name))
    return rows


def _side(row: Row, name: str) -> Row:
    """What a source says: counts, percentage, and the publication it is printed in."""
    said = {key: row.get(f"{name}_{key}") for key in (*SIDE, "printed", "publication", "place", "sha256")}
    women, total = said["numerator"], said["denominator"]
    share = 100 * women / total if women is not None and total else said["share"]
    return {name: value for name, value in said.items() if name != "share"} | {"percentage": share}


def _pair(kind: str, row: Row, shown: Row, other: Row) -> Row:
    key = {name: row[name] for name in VALUE_KEY}
    for side in (shown, other):
        side["key"] = tuple(key.values()) if side["source"] == "submission" else None
    return {"kind": kind, **key, "shown": shown, "other": other, "rule": RULES[kind]}


def _place(connection: Connection, sides: Iterable[Row], at: dt.datetime) -> None:
    """Give each side that comes from submissions the cells it was computed from."""
    wanted = [side for side in sides if side["key"]]
    found: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    if wanted:
        cells = cells_in_force(submissions_in_force(at, "reports_behind"), "cells_behind")
        key = (component.c.indicator, component.c.series, cells.c.unit_id, cells.c.level, cells.c.period)
        told = (submission.c.file_name.label("file"), submission.c.sha256, submission.c.version, cells.c.sheet, cells.c.cell,
                cells.c.element, cells.c.sex, cells.c.value)  # fmt: skip
        rows = (
            select(*(column.label(f"key_{column.name}") for column in key), *told)
            .join_from(cells, component, and_(*(component.c[name] == cells.c[name] for name in CELL)))
            .join(submission, submission.c.submission_id == cells.c.submission_id)
            .where(tuple_(*key).in_([side["key"] for side in wanted]))
            .order_by(cells.c.sheet, cells.c.cell)
        )
        for row in db.fetch(connection, rows).to_pylist():
            found[tuple(row.pop(f"key_{name}") for name in VALUE_KEY)].append(row)
    for side in wanted:
        side["cells"] = found[side["key"]]


def _between_reports(connection: Connection, at: dt.datetime) -> Iterator[Row]:
    """Cells of which several reports on a term, or several files of one report, say different things."""
    force, o, s = submissions_in_force(at), observation.c, series.c
    sent = (submission.c.file_name.label("file"), submission.c.sha256, submission.c.version,
            force.c.unit_id.label("sent_by"), force.c.period.label("sent_for"), force.c.demonstration)  # fmt: skip
    said = (o.series_id, o.state, o.value, o.text, o.sheet, o.cell, *sent)
    of_term, of_report = s.kind == "term", and_(s.kind != "term", force.c.parts > 1)
    for kind, chosen, same, order in (
        ("term", of_term, (o.series_id,), order_of_reports(force)),
        ("files", of_report, (force.c.unit_id, force.c.period, o.series_id), order_of_files(force)),
    ):
        ranked = (
            select(*said, func.row_number().over(partition_by=same, order_by=order).label("place"))
            .join_from(observation, force, force.c.submission_id == o.submission_id)
            .join(submission, submission.c.submission_id == force.c.submission_id)
            .join(series, s.series_id == o.series_id)
            .join(period, period.c.period == force.c.period)
            .where(chosen, o.state != "missing")
            .cte(f"told_{kind}")
        )
        shown, other = ranked.alias("shown"), ranked.alias("other")
        alike = [shown.c.series_id == other.c.series_id, shown.c.place == 1, other.c.place > 1]
        if kind == "files":
            alike += [shown.c[name] == other.c[name] for name in ("sent_by", "sent_for")]
        unlike = or_(*(shown.c[name].is_distinct_from(other.c[name]) for name in ("state", "value", "text")))
        sides = [side.c[name].label(f"{key}_{name}") for side, key in ((shown, "shown"), (other, "other")) for name in TOLD]
        rows = (
            select(*(s[name] for name in KEY), *sides)
            .join_from(shown, other, and_(*alike, unlike))
            .join(series, s.series_id == shown.c.series_id)
            .order_by(s.unit_id, s.level, s.element, s.term, other.c.place)
        )
        for row in db.fetch(connection, rows).to_pylist():
            about = {name: row[name] for name in KEY}
            period_code = row["term"] if kind == "term" else row["shown_sent_for"]
            one, two = ({name: row[f"{key}_{name}"] for name in TOLD} | {"source": "submission"} for key in ("shown", "other"))
            yield {"kind": kind, **about, "period": period_code, "shown": one, "other": two, "rule": RULES[kind]}


def key_of(row: Row) -> tuple[str, ...]:
    """What names the value of a conflict between sources: VALUE_KEY."""
    return tuple(row[name] for name in VALUE_KEY)


def origin_of(side: Row) -> str:
    """The source of a side, as the order of sources names it."""
    return "demonstration" if side.get("demonstration") else str(side["source"])
