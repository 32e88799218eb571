"""The office that runs the system, and how it signs its reports, as frozen models: office.yaml."""

import datetime as dt
from typing import Literal

from pydantic import Field

from catalogue.models import Definition


class Letterhead(Definition):
    """How the office signs its reports from a day on, by Decree 30/2020: texts as they are printed."""

    since: dt.date
    superior: str  # body above, capitals
    body: str  # issuing body, capitals
    committee: str  # the issuing body inside a sentence
    place: str
    series: str  # after the number: /BC-…
    addressed_to: tuple[str, ...]
    signed: tuple[str, ...]  # lines above the signature, capitals
    recipients: tuple[str, ...]


class UnitLetterhead(Definition):
    """How a unit's own report begins and ends; {unit} is its name."""

    superior: str
    committee: str
    recipients: tuple[str, ...]


class Office(Definition):
    """The office that runs the system: office.yaml."""

    province_code: str
    committee_vi: str
    committee_en: str
    short_vi: str
    country_vi: str
    country_en: str
    snapshots_kept: int = Field(default=10, ge=2)
    readers: Literal["open", "signed_in", "listed"] = "open"  # who reads what is published, once sign-in is set up
    session_hours: float = Field(default=10, gt=0, le=24)
    idle_minutes: float = Field(default=60, gt=0)
    unit_letterhead: UnitLetterhead
    letterheads: tuple[Letterhead, ...] = Field(min_length=1)

    def letterhead(self, day: dt.date) -> Letterhead:
        """The letterhead in use on a day; before all of them the first."""
        begun = [one for one in sorted(self.letterheads, key=lambda one: one.since) if one.since <= day]
        return begun[-1] if begun else min(self.letterheads, key=lambda one: one.since)
