"""Tables that follow from the definitions: units, periods, indicators, what is expected, printed figures.

They are written anew when the definitions change; printed figures are versioned, so that
what was printed in the office's list at an earlier time stays known.
"""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select, update

from catalogue.definitions import Definitions
from catalogue.forms import Forms
from catalogue.geography import Geography
from catalogue.models import PublishedFigure
from store.expectations import Expectations
from store.maps import on_maps
from store.schema import (
    chosen_source,
    component,
    expected_report,
    expected_value,
    figure,
    indicator,
    period,
    precedence,
    required_cell,
    unit,
    unit_on_map,
)  # fmt: skip
from store.settings import read_setting, save_setting
from store.steps import VALUE_KEY
from store.submissions import append_rows

Row = dict[str, Any]


def refresh(connection: Connection, definitions: Definitions, now: dt.datetime) -> bool:
    """Bring the registers up to the definitions; return whether anything had to change."""
    if read_setting(connection, "definitions") == definitions.version:
        return False
    forms = Forms(definitions)
    expected = Expectations(forms)
    for table, rows in (
        (unit, list(_units(definitions.geography, definitions))),
        (unit_on_map, list(on_maps(definitions))),
        (period, list(_periods(definitions))),
        (indicator, [{"indicator": i.id, "kind": i.kind} for i in definitions.indicators.values()]),
        (component, list(_components(definitions))),
        (expected_report, expected.reports),
        (required_cell, list(_required(definitions))),
        (precedence, [{"source": s, "place": place} for place, s in enumerate(definitions.precedence.sources, 1)]),
        (chosen_source, [dict(zip(VALUE_KEY, key, strict=True), source=one) for key, one in definitions.sources.items()]),
        (expected_value, expected.values()),
    ):
        connection.execute(delete(table))
        append_rows(connection, table, rows)
    _refresh_figures(connection, definitions, now)
    save_setting(connection, "definitions", definitions.version)
    return True


def _units(geography: Geography, definitions: Definitions) -> Iterator[Row]:
    home = {u.unit_id for u in geography.versions[definitions.office.province_code]}
    for u in geography.units.values():
        province = geography.province_of(u.unit_id)
        district = geography.district_of(u.unit_id)
        yield {
            "unit_id": u.unit_id, "code": u.code, "name": u.name, "level": u.level, "kind": u.kind,
            "parent_id": u.parent_id, "district_id": district, "province_id": province,
            "body_id": geography.same_bodies(u.unit_id),
            "crosses_border": len(geography.former_districts.get(u.unit_id, ())) > 1,
            "own": u.level == "agency" or province in home, "valid_from": u.valid_from, "valid_to": u.valid_to,
            "first_map": geography.succession.life(u.unit_id).start, "last_map": geography.succession.life(u.unit_id).stop - 1,
        }  # fmt: skip


def _periods(definitions: Definitions) -> Iterator[Row]:
    """Periods, and terms dated by their earliest event so that both sort in time."""
    for p in definitions.periods.values():
        yield {"period": p.period, "reference_date": p.reference_date, "due_date": p.due_date,
               "province_id": _own_province(definitions, p.reference_date),
               "map": definitions.geography.succession.map_of(p.reference_date)}  # fmt: skip
    events: dict[str, dt.date] = {}
    for mandate in definitions.mandates:
        events[mandate.term] = max(mandate.event_date, events.get(mandate.term, mandate.event_date))
    for term, date in events.items():
        yield {"period": term, "reference_date": date, "due_date": None, "province_id": _own_province(definitions, date),
               "map": definitions.geography.succession.map_of(date)}  # fmt: skip


def _own_province(definitions: Definitions, date: dt.date) -> str:
    found = definitions.geography.version_at(definitions.office.province_code, date)
    if found is None:
        raise ValueError(f"no province {definitions.office.province_code} at {date}")
    return found.unit_id


def _components(definitions: Definitions) -> Iterator[Row]:
    for i in definitions.indicators.values():
        for part in ("numerator", "denominator"):
            for series, components in getattr(i, part).items():
                for c in components:
                    yield {"indicator": i.id, "series": series, "part": part, **c.model_dump()}


def _required(definitions: Definitions) -> Iterator[Row]:
    names = [column.name for column in required_cell.columns]
    for dimensions in dict.fromkeys(column.dimensions for column in definitions.columns.values() if column.required):
        yield dict(zip(names, dimensions, strict=True))


def _refresh_figures(connection: Connection, definitions: Definitions, now: dt.datetime) -> None:
    """Add printed figures that are new or changed, close those that changed or went."""
    said = [column.name for column in figure.c if column.name not in ("cell", "sha256", "recorded_from", "recorded_to")]
    rows = {row["figure_id"]: row for row in _figures(definitions)}
    held = connection.execute(select(*(figure.c[n] for n in said)).where(figure.c.recorded_to.is_(None))).mappings()
    unchanged = {row["figure_id"] for row in held if all(row[n] == rows.get(row["figure_id"], {}).get(n) for n in said)}
    connection.execute(
        update(figure).where(figure.c.recorded_to.is_(None), figure.c.figure_id.not_in(unchanged)).values(recorded_to=now)
    )
    new = [row | {"recorded_from": now, "recorded_to": None} for key, row in rows.items() if key not in unchanged]
    append_rows(connection, figure, new)


def _figures(definitions: Definitions) -> Iterator[Row]:
    links = {(link.body, link.position, link.stage): link.indicator for link in definitions.links}
    path = definitions.folder / "published_figures.csv"
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    chosen: dict[tuple[Any, ...], list[PublishedFigure]] = defaultdict(list)
    rows: list[Row] = []
    for line, f in enumerate(definitions.figures, start=2):
        linked = None if f.subgroup else links[f.body, f.position, f.stage]
        unit_id = _area(definitions, f)
        key = (linked, unit_id, f.body_level, f.term or f.period)
        if linked:
            chosen[key].append(f)
        rows.append({
            "figure_id": f.figure_id, "cell": f"dòng {line}", "sha256": sha256, "unit_id": unit_id, "area": f.area,
            "indicator": linked, "series": "term" if f.term else "stock", "level": f.body_level,
            "period": f.term or f.period or "", "term": f.term, "numerator": f.women, "denominator": f.total,
            "share": float(f.share_published) if f.share_published else None, "share_text": f.share_published,
            "share_check": f.share_check, "preference": 1, "note": f.note, "source": f.source,
            "source_rank": f.source_rank,
        })  # fmt: skip
    ranks = definitions.precedence.source_ranks

    def preferred(f: PublishedFigure) -> tuple[bool, bool, bool, int, int, int]:
        return _preference(f, ranks)

    order = {f.figure_id: place for group in chosen.values() for place, f in enumerate(sorted(group, key=preferred), 1)}
    for row in rows:
        yield row | {"preference": order.get(row["figure_id"], 1)}


def _preference(f: PublishedFigure, ranks: Sequence[str]) -> tuple[bool, bool, bool, int, int, int]:
    """Which of several printed figures is shown: final before interim counts, no copy as the only
    basis, counts before a bare percentage, official before press, then the more precise,
    then the later entry.
    """
    counted = f.women is not None and f.total is not None
    return (bool(f.term and f.date), f.source_rank == "secondary", not counted,
            ranks.index(f.source_rank), -_decimals(f), -int(f.figure_id[1:]))  # fmt: skip


def _decimals(f: PublishedFigure) -> int:
    return len((f.share_published or "").partition(".")[2])


def _area(definitions: Definitions, f: PublishedFigure) -> str:
    """VN for the country, the unit version of our provinces, REF:<name> for areas that owe no reports."""
    if f.area_level == "country":
        return "VN"
    date = next((m.event_date for m in definitions.mandates if m.term == f.term and m.level == f.body_level), None)
    if date is None and f.period:
        date = definitions.periods[f.period].reference_date
    known = [u for u in definitions.geography.find(f.area, date) if u.level == f.area_level] if date else []
    return known[0].unit_id if len(known) == 1 else f"REF:{f.area}"
