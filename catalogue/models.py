"""What exists, as frozen models that refuse unknown keys. One class per definition file."""

import datetime as dt
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Level = Literal["central", "province", "district", "commune", "grassroots", "agency"]
Series = Literal["stock", "flow", "term"]
State = Literal["value", "missing", "not_applicable", "suppressed", "not_yet_due"]
TermPlace = Literal["previous", "current", "next"]
Family = Literal["party", "council"]
UnitLevel = Literal["province", "district", "commune"]
ChangeKind = Literal[
    "status_change", "enlarged", "merged_into", "split_remainder", "split_off",
    "boundary_adjusted", "parent_changed", "renamed_or_status", "abolished",
]  # fmt: skip
Verified = Literal["yes", "code", "inferred", "no"]


def _blank_is_none(value: object) -> object:
    return None if value == "" else value


def _yes_no(value: object) -> object:
    return {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value


OptDate = Annotated[dt.date | None, BeforeValidator(_blank_is_none)]
OptText = Annotated[str | None, BeforeValidator(_blank_is_none)]
OptInt = Annotated[int | None, BeforeValidator(_blank_is_none)]
OptFloat = Annotated[float | None, BeforeValidator(_blank_is_none)]
OptFamily = Annotated[Family | None, BeforeValidator(_blank_is_none)]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
TermCode = Annotated[str, Field(pattern=r"^\d{4}-\d{4}$")]
OptTerm = Annotated[TermCode | None, BeforeValidator(_blank_is_none)]


class Definition(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Code(Definition):
    """One entry of a code list (SDMX): codes.csv."""

    codelist: str
    code: str
    name_vi: str
    name_en: str
    order: int


class OrgUnit(Definition):
    """One version of a territorial unit: org_units.csv. Dates are inclusive."""

    unit_id: str
    code: str
    name: str
    level: UnitLevel
    parent_unit_id: OptText
    valid_from: dt.date
    valid_to: OptDate
    lat: OptFloat
    lon: OptFloat
    area_km2: OptFloat


class UnitChange(Definition):
    """Predecessor → successor: org_unit_changes.csv."""

    date: dt.date
    from_unit_id: str
    to_unit_id: OptText
    change: ChangeKind
    note: str
    legal_basis: str
    verified: Verified


class AllocationShare(Definition):
    """The share of a split unit that a part of it took, for marked estimates only: allocation_shares.csv."""

    from_unit_id: str
    to_unit_id: str
    basis: Literal["area", "population"]
    share: Annotated[float, Field(gt=0, le=1)]
    source: str
    verified: YesNo


class Tile(Definition):
    """The cell of a unit on the tile map of a day, from 0 at the top left: tile_maps.csv."""

    day: dt.date
    unit_id: str
    row: Annotated[int, Field(ge=0)]
    column: Annotated[int, Field(ge=0)]


class Agency(Definition):
    """One version of a department, party body or mass organisation: agencies.csv."""

    unit_id: str
    code: str
    name: str
    kind: Literal["so", "ban", "luc_luong_vu_trang", "tu_phap", "nganh_doc", "dang", "doan_the"]
    valid_from: OptDate
    valid_to: OptDate
    successor_code: OptText
    verified: str


class Period(Definition):
    """A reporting period or a year that only publications speak of: periods.csv."""

    period: str = Field(pattern=r"^\d{4}(-S1)?$")
    kind: Literal["half_year", "year"]
    starts: dt.date
    ends: dt.date
    reference_date: dt.date
    due_date: OptDate
    collected: YesNo
    verified: YesNo
    note: str

    @model_validator(mode="after")
    def _dates_in_order(self) -> "Period":
        if not self.starts <= self.reference_date <= self.ends:
            raise ValueError("reference_date must lie between starts and ends")
        if self.collected and self.due_date is None:
            raise ValueError("a collected period needs a due_date")
        return self


class Mandate(Definition):
    """A term of office of one family of bodies at one level: mandates.csv."""

    term: TermCode
    family: Family
    level: Level
    event: Literal["congress", "election"]
    event_date: dt.date
    ends: dt.date
    verified: Literal["yes", "memory"]
    note: str


class DataElement(Definition):
    """One thing counted: data_elements.csv."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    name_vi: str
    name_en: str
    kind: Series
    unit: str
    mandate: OptFamily
    event_only: YesNo
    sensitive: YesNo
    outline: str
    note: str

    @model_validator(mode="after")
    def _term_has_mandate(self) -> "DataElement":
        if self.kind == "term" and self.mandate is None:
            raise ValueError("a term element needs a mandate (party or council)")
        return self


class Component(Definition):
    """A data element with its dimensions, as one summand of an indicator."""

    element: str
    measure: str = "count"
    sex: str = "_T"
    ethnicity: str = "_T"
    age: str = "_T"


class OfficialCode(Definition):
    system: str
    system_en: str
    code: str
    verified: bool


class Indicator(Definition):
    """A formula over data elements: indicators/<id>.yaml."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    title_vi: str
    title_en: str
    theme: Literal["party", "elected", "leadership", "planning", "activities", "violence"]
    order: int  # place among the indicators, on pages and in lists
    kind: Literal["share_of_persons", "share_of_bodies", "count", "system"]
    unit: Literal[
        "percent", "event", "inspection", "million_vnd", "document", "policy", "unit", "meeting", "report", "class",
        "recommendation", "case", "person",
    ]  # fmt: skip
    decimals: int = Field(ge=0, le=3)
    direction: Literal["higher", "lower", "nearer_parity", "none"]
    numerator: dict[Series, tuple[Component, ...]] = {}
    denominator: dict[Series, tuple[Component, ...]] = {}
    disaggregations: tuple[str, ...]
    levels: tuple[Level, ...]
    official_codes: tuple[OfficialCode, ...]
    pipeline: tuple[str, ...] = ()  # indicators of those planned or nominated for it, the nearest to the event first
    established: str | None = None  # the same with established seats instead of filled ones below the line
    method_vi: str
    method_en: str

    @cached_property
    def elements(self) -> frozenset[str]:
        """Data elements that it counts."""
        parts = (*self.numerator.values(), *self.denominator.values())
        return frozenset(component.element for components in parts for component in components)

    @model_validator(mode="after")
    def _parts_fit_kind(self) -> "Indicator":
        wants = {"share_of_persons": (True, True), "share_of_bodies": (True, True), "count": (True, False),
                 "system": (False, False)}[self.kind]  # fmt: skip
        if (bool(self.numerator), bool(self.denominator)) != wants:
            raise ValueError(f"kind {self.kind} needs numerator, denominator = {wants}")
        if self.denominator and set(self.numerator) != set(self.denominator):
            raise ValueError("numerator and denominator must declare the same series")
        return self


class PublishedFigure(Definition):
    """A figure printed by a public source: published_figures.csv."""

    figure_id: str
    area: str
    area_level: Literal["country", "province", "district"]
    province: str
    subgroup: str
    body: str
    body_level: Level
    position: str
    stage: str
    measure: Literal["share_of_persons", "share_of_bodies", "seats"]
    term: OptTerm
    period: OptText
    date: str
    assembly: str
    women: OptInt
    total: OptInt
    share_published: OptText
    share_check: Annotated[Literal["rounded", "truncated", "conflict"] | None, BeforeValidator(_blank_is_none)]
    note: str  # in English, as the store keeps it
    note_vi: str
    source: str
    source_rank: Literal["official", "press", "secondary"]


class PublicationLink(Definition):
    """Which indicator a printed figure speaks of: publication_links.csv."""

    body: str
    position: str
    stage: str
    indicator: OptText
    note: str


class UnitName(Definition):
    """Another name by which all versions of a unit are known: unit_names.csv."""

    text: str
    code: str


class LegacyLetter(Definition):
    """How an old encoding writes a letter: legacy_encodings.csv."""

    encoding: Literal["tcvn3", "vni"]
    text: str
    letter: str


class CellWord(Definition):
    """What a word or mark in a number cell means: cell_words.csv.

    A `unit` may follow a number and says what it counts; `unit_part` stands only in a column
    that counts a part (women), `unit_amount` only in one of amounts.
    """

    text: str
    state: Literal["value", "missing", "not_applicable", "unit", "unit_part", "unit_amount"]
    value: OptFloat


class Word(Definition):
    """A text of the interface or a message in both languages: words.csv."""

    key: str
    vi: str
    en: str
