"""A computed value as the templates see it: its counts, share, coverage and comparison, each number a field.

Attributes have Vietnamese names because officers write them into the templates.
"""

from dataclasses import dataclass, field
from typing import Any

from catalogue.definitions import Definitions
from catalogue.words import number_text
from reports.official.fields import Field, Register
from reports.official.figures import Item

Row = dict[str, Any]
WOMEN, WHOLE, SHARE, COUNT = "nu", "tong", "ty_le", "so"


@dataclass
class Value:
    """A value of an item: over the units of a level, over all levels, of one unit, or of the time before.

    `so_sanh`: co (may be compared with `truoc`), dia_gioi (other units since), do_phu (a count told by another number of
    units), khong (nothing to compare with). `huong`: tang, giam, bang (up, down, the same as before).
    """

    id: str
    ten: str  # what is counted
    cap: str  # the bodies, inside a sentence
    don_vi: str  # the unit it is about; empty for a sum over units
    unit_id: str
    ky: str  # period or term, in words
    thoi_gian: str  # its code
    trang_thai: str = "missing"
    level: str = ""
    la_ty_le: bool = True
    nu: Field | None = None
    tong: Field | None = None
    ty_le: Field | None = None
    so: Field | None = None
    bao_cao: Field | None = None
    phai_bao_cao: Field | None = None
    duoi: Field | None = None
    tren: Field | None = None
    truoc: "Value | None" = None
    chenh: Field | None = None
    huong: str = ""
    so_sanh: str = "khong"
    cao_nhat: list["Value"] = field(default_factory=list)
    thap_nhat: list["Value"] = field(default_factory=list)
    khong_nu: Field | None = None
    pham_vi_chung: bool = False  # its coverage is the one that the report states once for all

    @property
    def co(self) -> bool:
        """Whether there is a value."""
        return self.trang_thai == "value"

    @property
    def du(self) -> bool:
        """Whether all units that should have reported did."""
        return bool(self.bao_cao and self.phai_bao_cao and self.bao_cao.value >= self.phai_bao_cao.value)

    @property
    def pham_vi(self) -> tuple[float, float]:
        """Units told of units expected."""
        return (self.bao_cao.value if self.bao_cao else 0, self.phai_bao_cao.value if self.phai_bao_cao else 0)

    @property
    def mot(self) -> bool:
        """Whether it is about a single body, whose coverage goes without saying."""
        return self.phai_bao_cao is None or self.phai_bao_cao.value == 1

    @property
    def theo_nhiem_ky(self) -> bool:
        """Whether it is told of a term of office."""
        return self.thoi_gian.count("-") == 1 and self.thoi_gian[-4:].isdigit()

    @property
    def chinh(self) -> Field | None:
        """The share, or the count where there is none."""
        return self.ty_le if self.la_ty_le else self.so


class Maker:
    """Makes values of computed rows and registers their fields."""

    def __init__(self, definitions: Definitions, register: Register) -> None:
        self.definitions, self.register = definitions, register

    def value(self, item: Item, row: Row | None, *, id: str, cap: str, time: str, unit: str = "") -> Value:
        """Return `row` of `compute` (None: nothing is known) as a value named `id`."""
        indicator = self.definitions.indicators[item.indicator]
        made = Value(id, item.name, cap, unit, row["unit_id"] or "" if row else "", self.definitions.words.period(time), time)
        made.la_ty_le = indicator.kind != "count"
        if row is None:
            return made
        made.trang_thai, made.level = row["state"], row["level"] or ""
        put = _Put(self.register, made, item.indicator, row, time)
        if row["units_expected"]:
            made.bao_cao = put("bao_cao", "units_reported", row["units_reported"])
            made.phai_bao_cao = put("phai_bao_cao", "units_expected", row["units_expected"])
        if not made.co:
            return made
        if not made.la_ty_le:
            made.so = put(COUNT, "value", row["value"], decimals=indicator.decimals)
            return made
        if row["denominator"] is not None:
            made.nu = put(WOMEN, "numerator", row["numerator"])
            made.tong = put(WHOLE, "denominator", row["denominator"])
        made.ty_le = put(SHARE, "value", row["value"], decimals=indicator.decimals, sign="%")
        if row["lower"] is not None and row["upper"] is not None and row["units_reported"] < row["units_expected"]:
            made.duoi = put("duoi", "lower", row["lower"], decimals=indicator.decimals, sign="%")
            made.tren = put("tren", "upper", row["upper"], decimals=indicator.decimals, sign="%")
        return made

    def compare(self, item: Item, now: Value, before: Value | None, *, same_units: bool) -> None:
        """Set what a value is compared with; the difference only where both speak of the same units."""
        now.truoc = before if before and before.co else None
        if now.truoc is None or not now.co or now.chinh is None or now.truoc.chinh is None:
            return
        expected = [value.phai_bao_cao.value for value in (now, now.truoc) if value.phai_bao_cao]
        reported = [value.bao_cao.value for value in (now, now.truoc) if value.bao_cao]
        if not same_units or len(set(expected)) > 1:
            now.so_sanh = "dia_gioi"
        elif not now.la_ty_le and len(set(reported)) > 1:
            now.so_sanh = "do_phu"
        else:
            now.so_sanh = "co"
            self._difference(item, now, now.chinh, now.truoc.chinh)

    def _difference(self, item: Item, now: Value, after: Field, before: Field) -> None:
        decimals = self.definitions.indicators[item.indicator].decimals
        # Of the printed numbers, so that a reader who subtracts them finds the same
        difference = round(after.value, decimals) - round(before.value, decimals)
        shown = number_text(abs(difference), decimals)
        now.huong = "bang" if not round(difference, decimals) else "tang" if difference > 0 else "giam"
        formula = f"{after.text} − {before.text}"
        now.chenh = self.register.add(
            Field(f"{now.id}.chenh", shown, round(abs(difference), decimals), now.id, "difference", after.indicator,
                  after.unit_id, after.unit, after.level, f"{after.time}, {before.time}", formula)
        )  # fmt: skip

    def count(self, like: Value, name: str, number: int, item: Item, *, formula: str) -> Field:
        """A number of units that is counted here, as a field of `like`."""
        return self.register.add(
            Field(f"{like.id}.{name}", number_text(number), number, like.id, "count", item.indicator,
                  "", "", like.level, like.bao_cao.time if like.bao_cao else "", formula)
        )  # fmt: skip


@dataclass(frozen=True)
class _Put:
    """Registers the fields of one value."""

    register: Register
    made: Value
    indicator: str
    row: Row
    time: str

    def __call__(self, name: str, part: str, number: float, *, decimals: int = 0, sign: str = "") -> Field:
        row = self.row
        women, whole = row["numerator"], row["denominator"]
        counts = f"{_told(women)} ÷ {_told(whole)} × 100" if whole and part == "value" and women is not None else ""
        return self.register.add(
            Field(
                f"{self.made.id}.{name}", number_text(number, decimals) + sign, float(number), self.made.id, part,
                self.indicator, row["unit_id"] or "", row["unit"] or "", row["level"] or "", self.time, counts, women, whole,
            )
        )  # fmt: skip


def _told(number: float) -> str:
    return number_text(number, 0 if float(number).is_integer() else 1)
