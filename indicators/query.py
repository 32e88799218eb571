"""What is asked of an indicator: which units, bodies and times, grouped how, as known when."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import NamedTuple

from catalogue.definitions import Definitions
from catalogue.errors import Message, UsageError
from indicators.boundaries import grain_of, has_outsiders, on_map
from store.maps import GRAINS, layer

DIMENSIONS = ("unit", "level", "period", "term", "district", "province")
UNIT_FILTERS = ("unit", "parent", "district")
FILTERS = ("unit", "parent", "district", "level", "period", "term", "source", "kind")


# Filters that are a list of values of one column of unit_value.
COLUMN_FILTERS = {
    "parents": "parent_id", "districts": "district_id", "levels": "level", "sources": "source", "kinds": "kind",
    "periods": "period", "terms": "term",
}  # fmt: skip


class Shape(NamedTuple):
    """The part of a question that decides the text of its statement."""

    by: tuple[str, ...]
    filters: frozenset[str]
    units: int
    until: bool = False
    rebased: bool = False
    outsiders: bool = False


@dataclass(frozen=True)
class Query:
    """One question. `units`, `parents`, `districts` are unit versions; empty means all."""

    indicator: str
    by: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    as_of: dt.datetime | None = None  # as recorded by then
    until: dt.date | None = None  # only what was counted by then
    on_map: int | None = None  # under the units of this map (`Succession`); None: as reported
    grains: tuple[str, ...] = ()  # of each of `units` on a map: unit, district, province
    outsiders: bool = False  # whether units that once owed no reports lie in the office's province of that map
    resolved: tuple[Message, ...] = ()  # what names of units that the map does not know were taken to mean

    @property
    def shape(self) -> "Shape":
        """What decides the statement's text; the rest are its parameters."""
        filters = frozenset(name for name in COLUMN_FILTERS if getattr(self, name))
        return Shape(self.by, filters, len(self.units), self.until is not None, self.on_map is not None, self.outsiders)

    @property
    def parameters(self) -> dict[str, object]:
        """Values of the statement's parameters."""
        found: dict[str, object] = {"indicator": self.indicator}
        found |= {name: list(getattr(self, name)) for name in self.shape.filters}
        if self.until:
            found["until"] = self.until
        if self.on_map is not None:
            found |= {f"{grain}_layer": layer(self.on_map, grain) for grain in GRAINS}
            found |= {f"layer_{place}": layer(self.on_map, grain) for place, grain in enumerate(self.grains)}
        return found | {f"unit_{place}": unit for place, unit in enumerate(self.units)}

    @classmethod
    def parse(
        cls,
        definitions: Definitions,
        indicator: str,
        *,
        by: str = "",
        where: tuple[str, ...] = (),
        as_of: dt.datetime | None = None,
        boundaries: dt.date | None = None,
    ) -> "Query":
        """Read the words of the command line: `--by unit,level`, `--where unit=218`, `--boundaries 2025-03-01`.

        Raises:
            UsageError: an unknown indicator, dimension, filter or value.
        """
        if indicator not in definitions.indicators:
            raise UsageError("indicator_unknown", found=indicator, expected=", ".join(definitions.indicators))
        dimensions = tuple(part.strip() for part in by.split(",") if part.strip())
        for dimension in dimensions:
            if dimension not in DIMENSIONS:
                raise UsageError("dimension_unknown", found=dimension, expected=", ".join(DIMENSIONS))
        number = None if boundaries is None else definitions.geography.succession.map_of(boundaries)
        resolved: list[Message] = []
        filters: dict[str, tuple[str, ...]] = dict.fromkeys(FILTERS, ())
        for condition in where:
            name, sign, value = condition.partition("=")
            if not sign or name not in FILTERS or not value:
                raise UsageError("filter_unknown", found=condition, expected=", ".join(FILTERS))
            if number is not None and name in UNIT_FILTERS:
                for text in value.split(","):
                    units, told = on_map(definitions, text, number)
                    filters[name] += units
                    resolved += [told] if told else []
                continue
            filters[name] += _values(definitions, name, value)
        query = cls(
            indicator,
            dimensions,
            filters["unit"],
            filters["parent"],
            filters["district"],
            filters["level"],
            filters["period"],
            filters["term"],
            filters["source"],
            filters["kind"],
            as_of,
            resolved=tuple(resolved),
        )
        return rebased(definitions, query, number)


def rebased(definitions: Definitions, query: Query, number: int | None) -> Query:
    """Return the question under the units of map `number`, which its units are of; None: as reported."""
    if number is None:
        return replace(query, on_map=None, grains=(), outsiders=False)
    grains = tuple(grain_of(definitions, unit) for unit in query.units)
    return replace(query, on_map=number, grains=grains, outsiders=has_outsiders(definitions, number))


def _values(definitions: Definitions, name: str, value: str) -> tuple[str, ...]:
    """Check the values of a filter; a unit's code stands for all its versions."""
    if name in UNIT_FILTERS:
        return tuple(version for text in value.split(",") for version in versions(definitions, text))
    allowed = {
        "level": [code.code for code in definitions.codes if code.codelist == "level"],
        "period": [*definitions.periods, *terms(definitions)],
        "term": terms(definitions),
        "source": ["submission", "publication"],
        "kind": [code.code for code in definitions.codes if code.codelist == "agency_kind"],
    }[name]
    for part in value.split(","):
        if part not in allowed:
            raise UsageError("value_unknown", name=name, found=part, expected=", ".join(allowed))
    return tuple(value.split(","))


def terms(definitions: Definitions) -> list[str]:
    return sorted({mandate.term for mandate in definitions.mandates})


def versions(definitions: Definitions, text: str) -> tuple[str, ...]:
    """Unit versions meant by a code or name (all of them), a unit_id (that one), or a reference area."""
    found = definitions.geography.find(text)
    if found:
        return tuple(unit.unit_id for unit in found)
    areas = {figure.area for figure in definitions.figures if figure.area_level != "country"}
    name = text.removeprefix("REF:")
    if text in ("VN", definitions.office.country_vi, definitions.office.country_en):
        return ("VN",)
    if name in areas:
        return (f"REF:{name}",)
    raise UsageError("unit_unknown", text=text, near="–")


def one_version(definitions: Definitions, text: str, when: str | None) -> str:
    """The one unit version meant by `text` in a period or term.

    Raises:
        UsageError: unknown, not existing then, or ambiguous (with the candidates).
    """
    if not definitions.geography.find(text):
        return versions(definitions, text)[0]
    period = definitions.periods.get(when or "")
    events = [mandate.event_date for mandate in definitions.mandates if mandate.term == when]
    date = period.reference_date if period else max(events, default=None)
    return definitions.geography.resolve(text, date).unit_id
