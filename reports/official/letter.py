"""The frame of a report by Decree 30/2020: issuing body, place and date, title, addressees, recipients, signature."""

import datetime as dt
from dataclasses import dataclass

from catalogue.definitions import Definitions
from catalogue.models import Period
from catalogue.unit_names import KINDS
from catalogue.units import Unit
from catalogue.words import date_text

BLANK = "\u2007" * 4  # room for a hand-written number


@dataclass(frozen=True)
class Letter:
    """Texts of the frame as the templates see them (`vb`)."""

    cap_tren: str
    ban_hanh: str
    ban: str  # the issuing body inside a sentence
    noi_ngay: str  # place and date
    ngay: str
    ky_hieu: str
    kinh_gui: tuple[str, ...]
    ky_ten: tuple[str, ...]
    nguoi_ky: str
    noi_nhan: tuple[str, ...]


@dataclass(frozen=True)
class PeriodWords:
    """The period in words as the templates see it (`ky`)."""

    ten: str
    trong_cau: str
    nua_nam: bool
    so_sanh: str
    ngay_so_lieu: str
    han_nop: str


def letter(definitions: Definitions, period: Period, unit: Unit | None, day: dt.date | None) -> Letter:
    """Return the frame of a report, of the committee or of one unit; without `day` its place is left to be filled in."""
    head = definitions.office.letterhead(period.reference_date)
    if unit is None:
        place, own = head.place, (head.superior, head.body, head.committee)
        to, recipients = head.addressed_to, head.recipients
    else:
        form = definitions.office.unit_letterhead
        agency = unit.level == "agency"
        place = head.place if agency else _bare(unit.name)
        superior = (unit.name if agency else form.superior.format(unit=unit.name)).upper()
        own = (superior, head.body, form.committee.format(unit=unit.name if agency else _lower(unit.name)))
        to, recipients = (head.committee,), form.recipients
    written = definitions.words("brief_place_date", place=place, **_date(day, period))
    date = written.removeprefix(f"{place}, ")
    superior, body, committee = own
    return Letter(superior, body, committee, written, date, head.series, to, head.signed, "", recipients)


def _date(day: dt.date | None, period: Period) -> dict[str, str]:
    """Days below 10 and the months 1 and 2 are written with a zero; a day that is not known leaves room."""
    if day is None:
        return {"day": BLANK, "month": BLANK, "year": str(period.ends.year)}
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return {"day": f"{day.day:02d}", "month": month, "year": str(day.year)}


def period_words(definitions: Definitions, period: Period, before: Period | None) -> PeriodWords:
    """Return the names of the period and of what it is compared with."""
    year = before.starts.year if before else period.starts.year - 1
    return PeriodWords(
        ten=definitions.words.period(period.period),
        trong_cau=_lower(definitions.words.period(period.period)),
        nua_nam=period.kind == "half_year",
        so_sanh=str(year),
        ngay_so_lieu=date_text(period.reference_date),
        han_nop=date_text(period.due_date),
    )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _bare(name: str) -> str:
    """A unit's name without its kind, as places are written: "Lục Nam"."""
    kind = next((kind for kind in KINDS if name.lower().startswith(f"{kind.lower()} ")), "")
    return name[len(kind) :].strip()
