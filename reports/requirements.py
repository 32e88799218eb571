"""The table of requirements: one line for a demand, though several documents make it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from reports.voice import Voice

Row = dict[str, Any]
MET, OPEN = "met", "not_assessed"
ORDER = (
    "missed", "pipeline_insufficient", "off_pace", "not_yet_met", "met_by_rounding", "on_pace", "pipeline_sufficient",
    "not_assessed", "met",
)  # fmt: skip
SHOWN = 14
OF_BODIES = ("share_of_bodies", "yes_no")
HEADLINE = ("party_committee_women_share", "peoples_council_women_share")


@dataclass(frozen=True)
class Requirement:
    """A row of `assess` and the documents that ask for the same."""

    row: Row
    documents: tuple[tuple[str, bool], ...]  # title, verified

    @property
    def unmet(self) -> bool:
        return self.row["status"] not in (MET, OPEN)

    @property
    def target_term(self) -> str | None:
        """The term by which it is due, where it is due by a term."""
        due = self.row["due"]
        return due if due and len(due) == len("2025-2030") else None


def merged(rows: Iterable[Row]) -> list[Requirement]:
    """Requirements, the unmet first; rows that ask the same of the same body by the same day are one."""
    found: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        key = tuple(row[name] for name in ("indicator", "unit_id", "level", "comparator", "required", "due", "status"))
        found.setdefault(key, []).append(row)
    bound = [
        Requirement(same[0], tuple(dict.fromkeys((_short(row["source"]), row["verified"] == "yes") for row in same)))
        for same in found.values()
    ]
    return sorted(bound, key=_place)


def _place(one: Requirement) -> tuple[int, bool, float]:
    row = one.row
    return (ORDER.index(row["status"]), row["indicator"] not in HEADLINE, -(row["gap"] or row.get("gap_of_units") or 0))


def _short(document: str) -> str:
    """The number of a document: what stands before its date."""
    return document.partition(",")[0].partition(" hướng dẫn")[0]


def counts(bound: Iterable[Requirement]) -> tuple[int, int, int]:
    """How many are met, unmet, not assessed."""
    told = [one.row["status"] for one in bound]
    met, unsure = told.count(MET), told.count(OPEN)
    return met, len(told) - met - unsure, unsure


def chosen(bound: list[Requirement]) -> tuple[list[Requirement], list[Requirement]]:
    """Those in the table and those left out: all unmet, the two headline bodies' own, then others while there is room."""
    unmet = [one for one in bound if one.unmet][:SHOWN]
    others = [one for one in bound if one not in unmet]
    own = [one for one in others if one.row["indicator"] in HEADLINE and one.target_term and one.row["level"] != "grassroots"]
    room = max(SHOWN - len(unmet), 2)
    first = sorted(own, key=lambda one: -(one.row.get("gap_of_units") or 0))[:room]
    rest = [one for one in others if one not in first][: max(0, room - len(first))]
    shown = [one for one in bound if one in unmet or one in first or one in rest]
    return shown, [one for one in bound if one not in shown]


def left_over(t: Voice, left: list[Requirement]) -> str:
    """What the table leaves out, in one sentence; empty if nothing."""
    if not left:
        return ""
    met, unmet, unsure = counts(left)
    return t("brief_left_over", all=t.whole(len(left)), met=t.whole(met), unmet=t.whole(unmet), open=t.whole(unsure))


def cells(t: Voice, one: Requirement) -> tuple[str, ...]:
    """Target, required, value with counts, needed, missing, status, due, documents."""
    row = one.row
    exists = row["comparator"] == "exists" and row["measure_type"] in OF_BODIES
    documents = (name if verified else f"{name} ({t('unverified')})" for name, verified in one.documents)
    return (
        f"{t.title(row['indicator'])}, {t.level(row['level'])}",
        t("brief_one_woman") if exists else _required(t, row),
        _value(t, row),
        t.whole(row["needed"]),
        t.whole(row["gap"]),
        _status(t, row),
        due(t, one),
        "; ".join(documents),
    )


def _required(t: Voice, row: Row) -> str:
    if t.definitions.targets[row["target"]].unit != "percent":
        return t.required(row["comparator"], row["required"]).removesuffix("%")
    upper = row.get("required_upper")
    return t.required(row["comparator"], row["required"]) + (f" ({t('brief_upper', upper=t.share(upper, 0))})" if upper else "")


def _value(t: Voice, row: Row) -> str:
    """ "21,4% (627/2.925)"; a count alone where there is no share."""
    if row["value"] is None:
        return "–"
    if row["denominator"] is None:
        share = t.definitions.indicators[row["indicator"]].unit == "percent"
        return t.share(row["value"]) if share else t.whole(row["value"])
    return f"{t.share(row['value'])} ({t.whole(row['numerator'])}/{t.whole(row['denominator'])})"


def _status(t: Voice, row: Row) -> str:
    """In words, with the reason; and the units behind a sum that do not meet it themselves."""
    met, missed, unsure = (row.get(key) or 0 for key in ("units_met", "units_missed", "units_not_assessed"))
    if row["reason"] == "target_of_each_unit":
        return t("brief_each_unit", met=t.whole(met), missed=t.whole(missed), open=t.whole(unsure))
    told = t("target_" + row["status"])
    if row["reason"]:
        told += f" – {t('reason_' + row['reason'])}"
    behind = row.get("gap_of_units")
    if behind and missed and met + missed + unsure > 1 and row["measure_type"] not in OF_BODIES:
        told += "; " + t("brief_behind", count=t.whole(missed), gap=t.whole(behind))
    return told


def due(t: Voice, one: Requirement) -> str:
    """The term or day, and the next occasion where that is another day."""
    row = one.row
    day = None if one.target_term else row["due"]
    told = t.definitions.words.period(one.target_term, t.lang) if one.target_term else "–"
    told = t.day(day) if day else told
    event = row.get("next_event")
    if not event or event == row["due"] or row["status"] == MET:
        return told
    return told + "; " + t("brief_next_short", day=t.day(event))
