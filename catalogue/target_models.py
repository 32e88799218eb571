"""The register of targets: what laws, directives and plans demand. targets.csv."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import BeforeValidator, model_validator

from catalogue.models import Definition, Level, OptDate, OptFloat, OptTerm, OptText, _blank_is_none

MeasureType = Literal[
    "share_of_persons", "share_of_bodies", "share", "ratio", "count", "yes_no", "change_vs_base", "reminder",
    "exemption_threshold",
]  # fmt: skip
NEVER_ASSESSED = ("reminder", "exemption_threshold")
Instrument = Literal[
    "law", "decree", "assembly_resolution", "party_resolution", "party_directive", "national_strategy",
    "national_programme", "provincial_plan",
]  # fmt: skip
Body = Literal[
    "party_committee", "standing_committee", "peoples_council", "national_assembly", "authority", "planning", "unit",
]  # fmt: skip
Counts = Literal["official_candidates", "elected", "members", "bodies", "planned", "trained", "events"]


class Target(Definition):
    """One demand: of whom (body, level), how much (comparator, value, to value_upper), by when (due_date or term).

    `counts` is what is counted: official candidates are not elected deputies. `instrument` is
    the kind of document, and so whom it binds; `valid_from`, `valid_to` are the days it is in
    force, empty where not known or still in force. `verified` says whether its text was seen.
    """

    id: str
    title_vi: str
    title_en: str
    subject: str
    body: Annotated[Body | None, BeforeValidator(_blank_is_none)]
    indicator: OptText
    level: Level | Literal["all"]
    measure_type: MeasureType
    measure: str
    counts: Annotated[Counts | None, BeforeValidator(_blank_is_none)]
    comparator: Annotated[Literal[">=", ">", "<=", "<", "exists"] | None, BeforeValidator(_blank_is_none)]
    value: OptFloat
    value_upper: OptFloat
    unit: Literal["percent", "ratio", "count", "boolean"]
    due_date: OptDate
    term: OptTerm
    period_basis: str
    instrument: Instrument
    valid_from: OptDate
    valid_to: OptDate
    source_doc: str
    source_clause: str
    verified: Literal["yes", "memory"]
    evidence_source: str

    @model_validator(mode="after")
    def _value_fits(self) -> "Target":
        if self.measure_type != "reminder" and (self.value is None) != (self.comparator is None):
            raise ValueError("comparator and value go together; a reminder has neither")
        if self.unit == "percent":
            for value in (self.value, self.value_upper):
                if value is not None and not 0 <= value <= 100:
                    raise ValueError(f"percent must be 0–100, found {value:g}")
        if self.value_upper is not None and (self.value is None or self.value_upper <= self.value):
            raise ValueError(f"value_upper {self.value_upper:g} closes a range: it must be over value {self.value}")
        return self

    @model_validator(mode="after")
    def _dates_fit(self) -> "Target":
        if self.due_date and self.valid_from and self.due_date < self.valid_from:
            raise ValueError(f"due_date {self.due_date} is before valid_from {self.valid_from}")
        if self.valid_to and self.valid_from and self.valid_to < self.valid_from:
            raise ValueError(f"valid_to {self.valid_to} is before valid_from {self.valid_from}")
        if self.indicator and self.assessed and (self.body is None or self.counts is None):
            raise ValueError("a target with an indicator says its body and what it counts")
        return self

    @property
    def assessed(self) -> bool:
        """Whether values are set against it at all."""
        return self.measure_type not in NEVER_ASSESSED and self.comparator is not None

    @property
    def due(self) -> str | None:
        """The day, else the term, by which it has to be met."""
        return self.due_date.isoformat() if self.due_date else self.term

    def in_force(self, day: dt.date) -> bool:
        """Whether its document is in force on `day`; a start or end that is not known does not count."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)
