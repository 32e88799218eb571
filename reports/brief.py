"""The brief for leadership as plain texts in the reader's language: one content for PDF and DOCX."""

import datetime as dt
from dataclasses import dataclass

from catalogue.definitions import Definitions
from reports import chances, requirements
from reports.facts import Body, Facts
from reports.voice import Voice

FURTHEST = 10  # units shown for each body
BODY_WORDS = {"party_committee_women_share": "brief_body_party", "peoples_council_women_share": "brief_body_council"}


@dataclass(frozen=True)
class Table:
    """A table of texts. `widths` are relative; `right`: columns of numbers; `strong`: rows to set in bold."""

    columns: tuple[str, ...]
    widths: tuple[int, ...]
    right: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    strong: tuple[int, ...] = ()


@dataclass(frozen=True)
class Section:
    """A heading, its tables (several stand side by side), then its sentences."""

    heading: str
    tables: tuple[Table, ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Brief:
    """Two pages for leadership. `mark` is empty unless the snapshot holds demonstration data."""

    lang: str
    office: str
    motto: tuple[str, str]
    place_and_date: str
    kind: str
    title: str
    mark: str
    headlines: tuple[str, ...]
    sections: tuple[Section, ...]


def brief(definitions: Definitions, facts: Facts, lang: str = "vi") -> Brief:
    """Put the facts into words.

    Args:
        definitions: for names and texts.
        facts: of `reports.facts.gather`.
        lang: "vi" or "en".
    """
    t = Voice(definitions, lang)
    bound = requirements.merged(facts.rows)
    office = definitions.office.committee_vi if lang == "vi" else definitions.office.committee_en
    return Brief(
        lang=lang,
        office=office.upper(),
        motto=(t("brief_motto_country"), t("brief_motto")),
        place_and_date=_place_and_date(t, facts),
        kind=t("brief_kind"),
        title=t("brief_title", place=facts.unit.name if facts.unit else facts.place),
        mark=t("demonstration_mark") if int(facts.snapshot["demonstration_submissions"]) else "",
        headlines=_headlines(t, facts, bound),
        sections=tuple(_sections(t, facts, bound)),
    )


def _place_and_date(t: Voice, facts: Facts) -> str:
    """Days below 10 and the months 1 and 2 are written with a zero."""
    kind, _, bare = facts.place.partition(" ")
    month = f"{facts.at.month:02d}" if facts.at.month <= 2 or t.lang != "vi" else str(facts.at.month)
    place = bare if kind == "Tỉnh" else facts.place
    return t("brief_place_date", place=place, day=f"{facts.at.day:02d}", month=month, year=facts.at.year)


def _headlines(t: Voice, facts: Facts, bound: list[requirements.Requirement]) -> tuple[str, ...]:
    """How many requirements stand how; women missing in the two bodies; the next occasion."""
    if not bound:
        return (_nothing_binds(t, facts),)
    met, unmet, unsure = requirements.counts(bound)
    told = [t("brief_headline_counts", all=t.whole(len(bound)), met=t.whole(met), unmet=t.whole(unmet), open=t.whole(unsure))]
    if facts.unit:
        told.append(_unit_headline(t, facts, bound))
    elif facts.bodies:
        told.append(" ".join(_body_headline(t, body) for body in facts.bodies))
    if nearest := chances.nearest(t, bound, facts.at):
        told.append(t("brief_headline_next", event=nearest))
    return tuple(told)


def _nothing_binds(t: Voice, facts: Facts) -> str:
    unit = facts.unit
    if unit and unit.valid_to and unit.valid_to < facts.at:
        return t("brief_unit_ended", unit=unit.name, day=t.day(unit.valid_to))
    return t("brief_nothing_binds", place=unit.name if unit else facts.place, day=t.day(facts.at))


def _unit_headline(t: Voice, facts: Facts, bound: list[requirements.Requirement]) -> str:
    """The two bodies of one unit, in people; why nothing can be said where nothing is known."""
    told = []
    for one in bound:
        row = one.row
        if row["indicator"] in BODY_WORDS and one.target_term and row["needed"] is not None and row["numerator"] is not None:
            told.append(t(
                "brief_headline_unit",
                title=t.title(row["indicator"]), level=t.level(row["level"]), term=_term(one.target_term),
                women=t.whole(row["numerator"]), whole=t.whole(row["denominator"]), needed=t.whole(row["needed"]),
                gap=t.whole(row["gap"]), required=t.required(row["comparator"], row["required"]),
            ))  # fmt: skip
    if told:
        return " ".join(told)
    known = any(one.row["numerator"] is not None for one in bound)
    return t("brief_unit_other" if known else "brief_unit_silent", unit=facts.unit.name if facts.unit else "")


def _term(term: str) -> str:
    return term.replace("-", "–")


def _body_headline(t: Voice, body: Body) -> str:
    """ "… 77/98 units meet ≥ 15%; 21 units lack 43 women"."""
    name, term = t(BODY_WORDS[body.indicator]), _term(body.term)
    if not body.standings:
        return t("brief_headline_body_none", body=name, term=term)
    return t(
        "brief_headline_body", body=name, term=term, required=t.required(body.target.comparator, body.target.value),
        met=t.whole(len(body.standings) - len(body.short)), all=t.whole(len(body.standings)),
        short=t.whole(len(body.short)), gap=t.whole(body.gap),
    )  # fmt: skip


def _sections(t: Voice, facts: Facts, bound: list[requirements.Requirement]) -> list[Section]:
    found = []
    if bound:
        shown, left = requirements.chosen(bound)
        texts = [left_over] if (left_over := requirements.left_over(t, left)) else []
        found.append(Section(t("brief_section_requirements"), (_requirements(t, shown),), tuple(texts)))
    tables = tuple(_furthest(t, body) for body in facts.bodies if body.short)
    if tables:
        found.append(Section(t("brief_section_units"), tables))
    possible = chances.possible(t, facts, bound)
    if possible:
        found.append(Section(t("brief_section_possible"), texts=tuple(possible)))
    found.append(Section(t("brief_section_method"), texts=tuple(_method(t, facts, bound))))
    return [
        Section(f"{number}. {section.heading}", section.tables, section.texts)
        for number, section in zip(("I", "II", "III", "IV"), found, strict=False)
    ]


def _requirements(t: Voice, shown: list[requirements.Requirement]) -> Table:
    keys = ("target", "required", "value", "needed", "gap", "status", "due", "document")
    return Table(
        columns=tuple(t(f"brief_column_{key}") for key in keys),
        widths=(38, 14, 21, 12, 12, 25, 20, 26),
        right=(False, False, True, True, True, False, False, False),
        rows=tuple(requirements.cells(t, one) for one in shown),
        strong=tuple(place for place, one in enumerate(shown) if one.unmet),
    )


def _furthest(t: Voice, body: Body) -> Table:
    return Table(
        title=t(
            "brief_furthest", body=t(BODY_WORDS[body.indicator]), term=_term(body.term),
            required=t.required(body.target.comparator, body.target.value),
        ),
        columns=tuple(t(f"brief_column_{key}") for key in ("unit", "women", "share", "needed", "gap")),
        widths=(32, 16, 14, 10, 12),
        right=(False, True, True, True, True),
        rows=tuple(
            (s.unit, f"{t.whole(s.women)}/{t.whole(s.whole)}", t.share(s.share), t.whole(s.needed), t.whole(s.gap))
            for s in body.short[:FURTHEST]
        ),
    )  # fmt: skip


def _method(t: Voice, facts: Facts, bound: list[requirements.Requirement]) -> list[str]:
    told = []
    for body in facts.bodies:
        reported = len(body.standings)
        values = {
            "body": t(BODY_WORDS[body.indicator]),
            "reported": t.whole(reported),
            "all": t.whole(reported + len(body.silent)),
        }
        silent = body.silent
        told.append(t("brief_coverage", **values, names=t.names(silent)) if silent else t("brief_coverage_full", **values))
    if facts.unit and bound:
        known = sum(one.row["numerator"] is not None for one in bound)
        told.append(t("brief_coverage_unit", known=t.whole(known), all=t.whole(len(bound))))
    told.append(_whole_people(t, facts))
    told.append(t("brief_documents"))
    published = dt.datetime.fromisoformat(facts.snapshot["published_at"])
    told.append(t("brief_sources", snapshot=facts.snapshot["snapshot"], time=f"{published:%H:%M}", day=t.day(published.date()),
                  at=t.day(facts.at)))  # fmt: skip
    if facts.as_of:
        told.append(t("brief_as_of", time=f"{facts.as_of:%H:%M}", day=t.day(facts.as_of.date())))
    told.append(t("brief_again", command=_command(t, facts, published)))
    return told


def _whole_people(t: Voice, facts: Facts) -> str:
    """Why people are whole and why the gaps of units add up to more than the gap of their sum."""
    told = [t("brief_method")]
    example = next((body for body in facts.bodies if body.short), None)
    if example is None:
        return told[0]
    one, required = example.short[0], float(example.target.value or 0)
    told.append(t("brief_example", required=t.required(None, required).removeprefix("≥ "), whole=t.whole(one.whole),
                  exact=t.exact(required * one.whole / 100), needed=t.whole(one.needed),
                  share=t.share(100 * one.needed / one.whole)))  # fmt: skip
    whole = sum(s.whole for s in example.standings), sum(s.women for s in example.standings)
    told.append(t("brief_sum_differs", body=t(BODY_WORDS[example.indicator]), women=t.whole(whole[1]), all=t.whole(whole[0]),
                  share=t.share(100 * whole[1] / whole[0]), gap=t.whole(example.gap)))  # fmt: skip
    return " ".join(told)


def _command(t: Voice, facts: Facts, published: dt.datetime) -> str:
    """The command that makes the same document again, later too."""
    recorded = facts.as_of or published + dt.timedelta(seconds=1)
    parts = ["python -m reports brief"]
    if facts.unit:
        parts.append(f"--unit {facts.unit.unit_id}")
    parts += [f"--at {facts.at.isoformat()}", f"--as-of {recorded.isoformat(timespec='seconds')}"]
    parts.append(f"--out {t('brief_file')}.pdf" + ("" if t.lang == "vi" else f" --lang {t.lang}"))
    return " ".join(parts)
