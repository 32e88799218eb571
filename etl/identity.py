"""Whose report a file is and for which period, told by its titles, sheet names and name."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from catalogue.definitions import Definitions
from catalogue.errors import UsageError
from catalogue.forms import Forms
from catalogue.geography import Unit, describe
from catalogue.models import Period
from catalogue.text import unmarked
from etl.narrative.blocks import Paragraph
from etl.problems import Problem
from etl.workbook import ReceivedFile, Sheet, address

TITLE_ROWS, LETTERHEAD = 15, 2  # rows that may hold titles; texts beside each other in a letterhead
TITLE = 250  # letters of a paragraph that may be one
_ADDRESSED = re.compile(r"^\s*(kinh gui|noi nhan|gui)\b")
_DATE = re.compile(r"(?:ngay\s*\S*\s*)?thang\s*\S+\s*nam\s*20\d\d|\d{1,2}[/.-]\d{1,2}[/.-]20\d\d")
_DATED = re.compile(r",\s*ngay\b")
_TERM = re.compile(r"20\d\d\s*-\s*20\d\d")
_HALF = re.compile(r"(?:6|06|sau)\s*(?:thang|t)\s*(dau|cuoi)?\s*(?:nam)?\s*(20\d\d)")
_YEAR = re.compile(r"(?:nam|ca nam|tong ket)\s*(20\d\d)|(?:^|[^\d])(20\d\d)(?=[^\d]|$)")
_AHEAD = re.compile(r"\b(phuong huong|nhiem vu|ke hoach)\b.*")  # “…, phương hướng 6 tháng cuối năm 2024”: not what it is for
_ACCOUNT = re.compile(r"^\s*(thuc hien|can cu|theo|ngay)\b")
_CODE = re.compile(r"(20\d\d)-(s1|s2)")
_CAMEL = re.compile(r"(?<=[a-zà-ỹ])(?=[A-ZĐ])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[A-Za-z])")


@dataclass(frozen=True)
class Claim:
    """What one text says of the report, and where it stands."""

    place: str  # “Trang 1”!A2, or the file's name
    text: str
    units: tuple[Unit, ...]
    period: str | None


@dataclass(frozen=True)
class Front:
    """What stands before the text of a report: letterhead tables, and paragraphs up to the first that gives account."""

    sheets: dict[str, Sheet]
    paragraphs: tuple[Paragraph, ...]

    def texts(self) -> Iterator[tuple[str, str]]:
        """Texts that may name unit and period, each also with the line above it."""
        above = ""
        for paragraph in self.paragraphs[:TITLE_ROWS]:
            if len(paragraph.text) > TITLE or _ACCOUNT.match(unmarked(paragraph.text)):
                return
            yield f"đoạn {paragraph.number}", paragraph.text
            if above:
                yield f"đoạn {paragraph.number}", f"{paragraph.text} {above}"
            above = paragraph.text


class Identifier:
    """Finds unit and period of a file: what the form says, else the command, else the texts around the tables."""

    def __init__(self, definitions: Definitions, forms: Forms, *, unit: str | None, period: str | None) -> None:
        self.geography, self.periods, self.forms = definitions.geography, definitions.periods, forms
        self.unit, self.period = unit, period
        self._claims = lru_cache(maxsize=5_000)(self._claim)

    def identify(
        self, said: dict[str, str], file: ReceivedFile, titles: Front | None = None
    ) -> tuple[Unit | None, Period | None, list[Problem]]:
        """Return unit, period and why one of them could not be told.

        Args:
            said: what the form's hidden sheet says; the command must not contradict it.
            file: whose titles and names are searched for what is told by neither.
            titles: of a report in sentences, what stands before its text; tables further on name what they like.
        """
        problems: list[Problem] = []
        claims: list[Claim] = []
        if not (said.get("period") or self.period) or not (said.get("unit_id") or self.unit):
            texts = _texts(file.path, file.sheets if titles is None else titles.sheets)
            claims = [self._claims(place, text) for place, text in (*texts, *(titles.texts() if titles else ()))]
        period = self._period(said.get("period"), claims, problems)
        date = period.reference_date if period else None
        if said.get("unit_id") or self.unit:
            return self._unit(said.get("unit_id"), date, problems), period, problems
        return (self._claimed_unit(claims, period, problems) if period else None), period, problems

    def _claim(self, place: str, text: str) -> Claim:
        bare = unmarked(text)
        if _ADDRESSED.match(bare):
            return Claim(place, text, (), None)
        units = () if _DATED.search(bare) else tuple(self.geography.mentioned(text))  # “Đồi Ngô, ngày 5 tháng 6” names a place
        return Claim(place, text, units, period_of(_AHEAD.sub("", bare)))

    def _period(self, said: str | None, claims: list[Claim], problems: list[Problem]) -> Period | None:
        if said and self.period and said != self.period:
            problems.append(Problem("period_contradicts", found=said, expected=self.period))
            return None
        wanted = said or self.period or self._claimed_period(claims, problems)
        collected = [p.period for p in self.periods.values() if p.collected]
        if problems:
            return None
        if not wanted:
            problems.append(Problem("period_not_told", expected=", ".join(collected)))
        elif wanted not in collected:
            problems.append(Problem("period_unknown", found=wanted, expected=", ".join(collected)))
        else:
            return self.periods[wanted]
        return None

    def _claimed_period(self, claims: list[Claim], problems: list[Problem]) -> str | None:
        """The period all texts agree on; “2024” agrees with “6 tháng đầu năm 2024”."""
        told = {claim.period: claim for claim in claims if claim.period}
        exact = [period for period in told if not any(other.startswith(f"{period}-") for other in told)]
        if len(exact) > 1:
            found = "; ".join(f"{period} ({told[period].place}: {told[period].text.strip()[:60]})" for period in exact)
            problems.append(Problem("period_contradicted", found=found))
        return exact[0] if len(exact) == 1 else None

    def _unit(self, said: str | None, date: dt.date | None, problems: list[Problem]) -> Unit | None:
        try:
            named = self.geography.resolve(said, date) if said else None
            asked = self.geography.resolve(self.unit, date) if self.unit else None
        except UsageError as error:
            about = tuple(value for value in error.message.values if value[0] != "text")
            problems.append(Problem(error.message.key, found=said or self.unit, about=about))
            return None
        if named and asked and named != asked:
            problems.append(Problem("unit_contradicts", found=named.unit_id, expected=asked.unit_id))
            return None
        return named or asked

    def _claimed_unit(self, claims: list[Claim], period: Period, problems: list[Problem]) -> Unit | None:
        """The one unit named that owes a report; a unit above it is only its letterhead."""
        owe = {unit.unit_id: unit for unit, _ in self.forms.expected(period)}
        told = {unit.unit_id: claim for claim in claims for unit in claim.units}
        above = {owe[u].parent_id for u in told if u in owe}
        named = [owe[u] for u in told if u in owe and u not in above]
        inside = [self.geography.units[u] for u in told if u not in owe and self.geography.units[u].parent_id in owe]
        if len(named) == 1 and not any(unit.parent_id == named[0].unit_id for unit in inside):
            return named[0]
        if len(named) == 1:
            problems.append(Problem("unit_not_owing", found=describe(inside), expected=period.period))
            return None
        if named:
            found = "; ".join(f"{u.name} ({told[u.unit_id].place}: {told[u.unit_id].text.strip()[:60]})" for u in named)
            problems.append(Problem("unit_contradicted", found=found))
        elif told:
            others = [self.geography.units[u] for u in told]
            problems.append(Problem("unit_not_owing", found=describe(others), expected=period.period))
        else:
            problems.append(Problem("unit_not_told"))
        return None


def period_of(bare: str) -> str | None:
    """The period that a text (without marks) names: "bao cao 6 thang dau nam 2024" → "2024-S1", "nam 2024" → "2024"."""
    if code := _CODE.search(bare):
        return f"{code[1]}-{code[2].upper()}"
    rest = _TERM.sub(" ", bare)
    if half := _HALF.search(rest):
        return f"{half[2]}-S2" if half[1] == "cuoi" else f"{half[2]}-S1"
    rest = _DATE.sub(" ", rest)
    year = _YEAR.search(rest)
    return None if year is None else year[1] or year[2]


def _texts(path: Path, sheets: dict[str, Sheet]) -> Iterator[tuple[str, str]]:
    """Texts that may name unit and period, with where they stand: titles, names of sheets, the file's name."""
    for sheet in sheets.values():
        for r, row in enumerate(sheet.rows[:TITLE_ROWS]):
            texts = [(c, cell) for c, cell in enumerate(row) if isinstance(cell, str) and cell.strip()]
            if len(texts) < sum(cell is not None and cell != "" for cell in row) or len(texts) > LETTERHEAD:
                break  # figures, or the headings of a table
            for c, cell in texts:
                yield f"“{sheet.name}”, {address(r, c)}", cell
                above = sheet.rows[r - 1][c] if r else None
                if isinstance(above, str) and above.strip():  # “TỈNH ỦY BẮC GIANG” over “BAN TỔ CHỨC”
                    yield f"“{sheet.name}”, {address(r, c)}", f"{cell} {above}"
        yield f"“{sheet.name}”", sheet.name
    yield path.name, path.stem if _CODE.search(path.stem.lower()) else _CAMEL.sub(" ", re.sub(r"[_.\-]+", " ", path.stem))
