"""Collect everything a report says in numbers: each item at each level, compared, with its best and weakest units."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection

from catalogue.definitions import Definitions
from catalogue.units import Unit
from indicators.compute import compute
from indicators.query import Query
from reports.official.fields import Register
from reports.official.figures import Figures, Item
from reports.official.times import Times, same_units
from reports.official.values import Maker, Row, Value

NAMED = 3  # best and weakest units named
FEWEST = 5  # units that a ranking needs
OF_UNITS = ("province", "district", "commune", "agency")  # levels whose units report their own values


class Levels(dict[str, Value]):
    """Values by code of the level; a level that exists but not in this period gives None, so templates can ask for it."""

    known = ("central", "province", "district", "commune", "grassroots", "agency")

    def __missing__(self, level: str) -> None:
        if level not in self.known:
            raise KeyError(level)


@dataclass
class ItemValues:
    """An item as the templates see it."""

    ten: str
    tua: str  # as the title of a row
    chung: Value | None = None  # over all levels
    cac_cap: list[Value] = field(default_factory=list)  # by level, those that exist
    cap: Levels = field(default_factory=Levels)  # the same by code of the level
    don_vi: dict[str, dict[str, Value]] = field(default_factory=dict)  # level → unit_id → value

    @property
    def co(self) -> bool:
        """Whether any level has a value."""
        return any(value.co for value in self.cac_cap)


@dataclass(frozen=True)
class Gatherer:
    """Computes items, of the whole province or (`unit`) of one unit."""

    connection: Connection
    definitions: Definitions
    figures: Figures
    times: Times
    register: Register
    unit: Unit | None = None
    _asked: dict[Query, list[Row]] = field(default_factory=dict)

    def items(self) -> dict[str, ItemValues]:
        """Return all items by id."""
        return {item.id: self._item(item) for item in self.figures.items}

    def _item(self, item: Item) -> ItemValues:
        found = ItemValues(item.name, item.title or item.name[:1].upper() + item.name[1:])
        for level in self.definitions.indicators[item.indicator].levels:
            value = self._level(item, level)
            if value is not None:
                found.cac_cap.append(value)
                found.cap[level] = value
        if self.unit is None and item.by_unit:
            found.don_vi = self._units(item)
            for value in found.cac_cap:
                self._rank(item, value, list(found.don_vi.get(value.level, {}).values()))
        if item.overall and self.unit is None:
            found.chung = self._overall(item)
        return found

    def _level(self, item: Item, level: str) -> Value | None:
        """The value of a level, None where no such body exists then."""
        now, before = self.times.of(item, level)
        if now is None:
            return None
        rows = {
            row["period"] if item.time == "period" else row["term"]: row for row in self._rows(item) if row["level"] == level
        }
        if now not in rows or rows[now]["units_expected"] == 0:
            return None
        maker, cap = Maker(self.definitions, self.register), self.figures.level(item, level)
        unit = self.unit.name if self.unit else ""
        value = maker.value(item, rows[now], id=f"{item.id}.{level}", cap=cap, time=now, unit=unit)
        if before:
            earlier = maker.value(item, rows.get(before), id=f"{item.id}.{level}.truoc", cap=cap, time=before, unit=unit)
            since, until = self.times.day(before, item, level), self.times.day(now, item, level)
            maker.compare(item, value, earlier, same_units=same_units(self.definitions, since, until, level))
        return value

    def _rows(self, item: Item) -> list[Row]:
        """Rows by level and time for the times that any level asks for."""
        by = ("unit", "level") if self.unit else ("level",)
        return self._computed(item, by, self._times(item, before=True))

    def _times(self, item: Item, *, before: bool) -> tuple[str, ...]:
        """The times that any level of an item asks for."""
        found: dict[str, None] = {}
        for level in self.definitions.indicators[item.indicator].levels:
            now, earlier = self.times.of(item, level)
            found |= dict.fromkeys(time for time in (now, earlier if before else None) if time)
        return tuple(found)

    def _units(self, item: Item) -> dict[str, dict[str, Value]]:
        """Values of single units at the levels whose units report themselves."""
        maker, found = Maker(self.definitions, self.register), dict[str, dict[str, Value]]()
        for level in self.definitions.indicators[item.indicator].levels:
            now, _ = self.times.of(item, level)
            if now is None or level not in OF_UNITS:
                continue
            for row in self._computed(item, ("unit", "level"), self._times(item, before=False)):
                if now not in (row["period"], row["term"]):
                    continue
                unit = self._version(row["unit_id"])
                if row["level"] == level and row["state"] != "not_applicable" and unit is not None:
                    name = f"{item.id}.{level}.{unit.unit_id}"
                    value = maker.value(item, row, id=name, cap="", time=now, unit=unit.name)
                    found.setdefault(level, {})[unit.unit_id] = value
        return found

    def _version(self, unit_id: str | None) -> Unit | None:
        """The version of a unit on the report's day: a term may be told of it under its name before it became a town."""
        geography = self.definitions.geography
        unit = geography.units.get(unit_id or "")
        if unit is None or unit.exists(self.times.period.reference_date):
            return unit
        same = geography.version_at(unit.code, self.times.period.reference_date)
        alike = same and geography.same_bodies(same.unit_id) == geography.same_bodies(unit.unit_id)
        return same if alike else None

    def _rank(self, item: Item, whole: Value, units: list[Value]) -> None:
        """Name the best and weakest units of a share where there are enough to tell."""
        counted = [one for one in units if one.co and one.tong is not None and one.tong.value > 0]
        if len(counted) < FEWEST or not whole.la_ty_le:
            return
        ordered = sorted(counted, key=lambda one: (-(one.ty_le.value if one.ty_le else 0), one.don_vi))
        whole.cao_nhat = [self._place(item, whole, "cao_nhat", number, one) for number, one in enumerate(ordered[:NAMED], 1)]
        weakest = sorted(ordered, key=lambda one: (one.ty_le.value if one.ty_le else 0, one.don_vi))[:NAMED]
        whole.thap_nhat = [self._place(item, whole, "thap_nhat", number, one) for number, one in enumerate(weakest, 1)]
        without = [one for one in counted if one.nu is not None and one.nu.value == 0]
        if without:
            maker = Maker(self.definitions, self.register)
            whole.khong_nu = maker.count(whole, "khong_nu", len(without), item, formula=f"{len(without)} × 0")

    def _place(self, item: Item, whole: Value, order: str, number: int, one: Value) -> Value:
        """A unit on its place of the ranking, under an id of the place: verification tells when another unit takes it."""
        assert one.nu and one.tong and one.ty_le  # noqa: S101 - _rank chose those with counts
        row = {"state": "value", "level": one.level, "unit_id": one.unit_id, "unit": one.don_vi, "numerator": one.nu.value,
               "denominator": one.tong.value, "value": one.ty_le.value, "lower": None, "upper": None,
               "units_reported": 1, "units_expected": 1}  # fmt: skip
        maker = Maker(self.definitions, self.register)
        made = maker.value(item, row, id=f"{whole.id}.{order}.{number}", cap="", time=one.ty_le.time, unit=one.don_vi)
        made.ky = one.ky
        return made

    def _overall(self, item: Item) -> Value | None:
        """The sum over all levels of a period, compared with the period before."""
        now, before = self.times.period.period, self.times.before
        asked = (now, before.period) if before else (now,)
        rows = {row["period"]: row for row in self._computed(item, (), asked)}
        if now not in rows or rows[now]["units_expected"] == 0:
            return None
        maker = Maker(self.definitions, self.register)
        value = maker.value(item, rows[now], id=f"{item.id}.chung", cap="", time=now)
        if before:
            earlier = maker.value(item, rows.get(before.period), id=f"{item.id}.chung.truoc", cap="", time=before.period)
            maker.compare(item, value, earlier, same_units=self._all_same())
        return value

    def _all_same(self) -> bool:
        """Whether the units of all levels are those of a year before."""
        before, day = self.times.before, self.times.period.reference_date
        levels = ("district", "commune")
        return before is not None and all(same_units(self.definitions, before.reference_date, day, one) for one in levels)

    def _computed(self, item: Item, by: tuple[str, ...], asked: tuple[str, ...]) -> list[Row]:
        of_term = item.time != "period"
        query = Query(
            item.indicator,
            by=(*by, "term" if of_term else "period"),
            units=(self.unit.unit_id,) if self.unit else (),
            terms=asked if of_term else (),
            periods=() if of_term else asked,
        )
        if query not in self._asked:  # each level of an item asks the same
            self._asked[query] = compute(self.connection, self.definitions, query).to_pylist()
        return self._asked[query]


def printed(values: dict[str, ItemValues]) -> Iterator[Value]:
    """All values by level and overall."""
    for one in values.values():
        yield from one.cac_cap
        if one.chung:
            yield one.chung
