"""What can still be done: the next congress or election, seats without a holder, posts filled any day."""

import datetime as dt
from collections.abc import Iterable

from indicators.progress.requirement import needed
from reports.facts import Body, Facts, Standing
from reports.requirements import OF_BODIES, Requirement
from reports.voice import Voice

# Bodies of targets → the event that forms them anew.
EVENTS = {
    "party_committee": "brief_event_congress", "standing_committee": "brief_event_congress",
    "peoples_council": "brief_event_election", "national_assembly": "brief_event_election",
}  # fmt: skip
BODY_EVENTS = {"party_committee_women_share": "brief_event_congress", "peoples_council_women_share": "brief_event_election"}
ITEMS = 6  # named in one sentence


def nearest(t: Voice, bound: Iterable[Requirement], at: dt.date) -> str:
    """The first occasion after the day, in words; empty if none is known."""
    days = sorted((event[1], event[0]) for one in bound if (event := event_of(t, one)) and event[1] > at.isoformat())
    if not days:
        return ""
    day = days[0][0]
    kinds = dict.fromkeys(key for when, key in days if when == day)
    return occasion(t, " / ".join(t(key) for key in kinds), day)


def event_of(t: Voice, one: Requirement) -> tuple[str, str] | None:
    """Which event changes the body next, and when; None for posts filled any day."""
    body = t.definitions.targets[one.row["target"]].body
    event = one.row.get("next_event")
    return (EVENTS[body], event) if event and body in EVENTS else None


def occasion(t: Voice, name: str, day: str) -> str:
    """An event with its day, or with the end of the term that runs, where its day has not been set."""
    dated = any(mandate.event_date.isoformat() == day for mandate in t.definitions.mandates)
    return t("brief_event_on" if dated else "brief_event_by", event=name, day=t.day(day))


def possible(t: Voice, facts: Facts, bound: list[Requirement]) -> list[str]:
    """Sentences on what is still possible, by occasion."""
    told = []
    for key in dict.fromkeys(EVENTS.values()):
        here = [one for one in bound if (event := event_of(t, one)) and event[0] == key]
        short = [one for one in here if one.unmet]
        items = [_body_item(t, body) for body in facts.bodies if BODY_EVENTS[body.indicator] == key and body.gap]
        items += [_item(t, one) for one in short]
        if items and here:
            day = min(one.row["next_event"] for one in here)
            told.append(t("brief_at_event", event=_capital(occasion(t, t(key), day)), items=_listed(t, items)))
            told += _pipeline(t, short, key)
    told += [_vacant(t, body) for body in facts.bodies if any(s.vacant is not None for s in body.standings)]
    now = [one for one in bound if one.unmet and event_of(t, one) is None]
    if now:
        told.append(t("brief_any_day", items=_listed(t, _grouped(t, now))))
    return told


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _listed(t: Voice, items: list[str]) -> str:
    more = len(items) - ITEMS
    shown = "; ".join(items[:ITEMS])
    return shown if more <= 0 else t("brief_and_more_items", items=shown, count=t.whole(more))


def _body_item(t: Voice, body: Body) -> str:
    return t("brief_item_body", title=t.title(body.indicator), level=t.level("commune"), gap=t.whole(body.gap),
             units=t.whole(len(body.short)), required=t.required(body.target.comparator, body.target.value))  # fmt: skip


def _item(t: Voice, one: Requirement) -> str:
    row = one.row
    key = "brief_item_places" if row["measure_type"] in OF_BODIES else "brief_item_women"
    return t(key, title=t.title(row["indicator"]), level=t.level(row["level"]), gap=t.whole(row["gap"]))


def _grouped(t: Voice, now: list[Requirement]) -> list[str]:
    """One item for an indicator and day, with its levels."""
    groups: dict[tuple[str, str | None], list[Requirement]] = {}
    for one in now:
        groups.setdefault((one.row["indicator"], one.row["due"]), []).append(one)
    told = []
    for (indicator, due), same in groups.items():
        levels = ", ".join(f"{t.level(one.row['level'])} {t.whole(one.row['gap'])}" for one in same)
        bodies = same[0].row["measure_type"] in OF_BODIES
        day = "–" if not due else t.day(due) if len(due) == len("2030-12-31") else t.definitions.words.period(due, t.lang)
        told.append(
            t("brief_item_now_places" if bodies else "brief_item_now", title=t.title(indicator), levels=levels, due=day)
        )
    return told


def _pipeline(t: Voice, short: list[Requirement], key: str) -> list[str]:
    """Women planned or nominated for the next event, against women needed; said where not known."""
    known = [one for one in short if one.row.get("pipeline") is not None]
    if known:
        return [
            t("brief_pipeline", title=t.title(one.row["indicator"]), level=t.level(one.row["level"]),
              pipeline=t.whole(one.row["pipeline"]), needed=t.whole(one.row["needed"]))
            for one in known[:2]
        ]  # fmt: skip
    return [t("brief_pipeline_unknown", event=t(key))]


def _vacant(t: Voice, body: Body) -> str:
    """Seats without a holder, and how many units they would bring to the requirement."""
    told = [s for s in body.standings if s.vacant is not None]
    seats = sum(s.vacant or 0 for s in told)
    if not seats:
        return t("brief_no_vacancy", units=t.whole(len(told)))
    closing = [women for s in body.short if (women := to_close(s, str(body.target.comparator), float(body.target.value or 0)))]
    here = sum(s.vacant or 0 for s in body.short)
    return t("brief_vacancy", seats=t.whole(seats), units=t.whole(len(told)), here=t.whole(here), women=t.whole(sum(closing)),
             closed=t.whole(len(closing)))  # fmt: skip


def to_close(standing: Standing, comparator: str, required: float) -> int | None:
    """Women to be put on vacant seats so that the unit meets the requirement; None if the seats do not suffice.

    Each new member also enlarges the committee, so that the number of women needed may grow.
    """
    for women in range(1, (standing.vacant or 0) + 1):
        if standing.women + women >= needed(comparator, required, standing.whole + women):
            return women
    return None
