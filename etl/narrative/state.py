"""What a sentence has said so far: the subject, level, unit, term, stage and who is counted. Read item by item."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from catalogue.narrative_models import Topic
from etl.narrative.items import Item
from etl.narrative.runs import MANY, MIXED, OTHER, subject_at
from etl.narrative.times import Time
from etl.narrative.tokens import said

WOMEN, MEN, MINORITY, YOUNG = "W", "M", "EM", "Y40"
Groups = frozenset[str]
_CONSULTATIONS = ("first_consultation_list", "second_consultation_list", "official_list")
_BETWEEN = said("là", "người", "có", "thuộc", "đều")
_AT_START = said("trong", "hết", "cuối", "đến", "tính đến", "tới", "năm")
_TERM, _PARTY = said("nhiệm kỳ"), tuple(said("đảng bộ"))
_HAS_DONE, _PLURAL = said("đã", "luôn", "được"), said("các", "số", "những", "của các")
_MARKS = frozenset("(),;:.")
_AND, _ENDS = said(",", "và"), tuple(said("đạt", "chiếm"))


@dataclass(frozen=True, slots=True)
class Total:
    """All persons of a body, that a later count of women is part of."""

    value: float
    topic: str | None
    level: str | None
    unit: str | None
    start: int


@dataclass(frozen=True, slots=True)
class State:
    """Everything that a figure takes from the words before it. `None` has not been said."""

    topic: str | None = None
    posts: frozenset[str] = frozenset()
    body: str | None = None
    level: str | None = None
    level_sure: bool = True
    level_topic: str | None = None  # the topic the level was said of
    unit: str | None = None
    unit_level: str | None = None
    term: str | None = None
    term_topic: str | None = None
    assembly: str | None = None
    period: str | None = None
    stage: str | None = None
    congress: bool = False
    groups: Groups = frozenset()
    topical: bool = True  # whether the groups were named as what figures are about: “Tỷ lệ nữ:”
    target: str | None = None
    total: Total | None = None
    former: bool = False
    has_women: str | None = None
    event: bool = False  # what is told happened to persons: appointed, rewarded, sent to a school


@dataclass(slots=True)
class Lead:
    """What stood between the last number and this one."""

    groups: list[Groups] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    subjects: list[tuple[str, frozenset[str], str | None]] = field(default_factory=list)
    levels: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    unknown: int = 0
    unknown_after: int = 0  # since women or a subject were named
    share: bool = False
    has_women: str | None = None
    respectively: bool = False
    activity: str | None = None
    spent: bool = False
    stage: bool = False


class Absorber:
    """Reads items into a state. `comparing` is on inside “so với nhiệm kỳ trước …”: nothing there is said of what follows."""

    def __init__(self, topics: Mapping[str, Topic], year: str | None, half: str | None) -> None:
        self._topics, self._year, self._half = topics, year, half
        self.depth = 0
        self.comparing: int | None = None  # depth of brackets at which a comparison began
        self.compared: State | None = None  # what the comparison speaks of, if it names a term
        self.opened: int | None = None  # depth inside a bracket that stands within a comparison

    def read(self, items: Sequence[Item], start: int, end: int, state: State) -> tuple[State, Lead]:
        """Return the state after items `start` to `end`, and what they said."""
        lead, at, last_group = Lead(), start, -9
        while at < end:
            item = items[at]
            following = at + 1
            if item.shape == "mark" and not item.senses:
                if item.text in _MARKS:
                    state = self._mark(item.text, state)
                at = following
                continue
            if item.text in _MARKS:
                state = self._mark(item.text, state)
            elif self._compares(item):
                if self.comparing is None:
                    self.comparing, self.compared = self.depth, replace(state, term=None)
                self.opened = None
            elif self.comparing is not None and self._ends_comparison(item):
                self.comparing = None
            if self.comparing is not None:
                self._compare(items, at)
                at = following
                continue
            if item.may("women", "men", "group", "has_women") and not self._is_name(items, at):
                groups = self._groups(item)
                if groups:
                    near = at - last_group == 1 or (at - last_group == 2 and items[at - 1].text in _BETWEEN)
                    if near and lead.groups:
                        lead.groups[-1] |= groups
                    else:
                        lead.groups.append(groups)
                    last_group, lead.unknown_after = at, 0 if not lead.topics else lead.unknown_after
            if item.may("other"):
                state = self._topic(state, OTHER, frozenset(), None)
                lead.topics.append(OTHER)
            elif item.may("subject"):
                following, state = self._subject(items, at, state, lead)
                if any(part.may("women") for part in items[at:following]):
                    lead.groups.append(frozenset({WOMEN}))
                    last_group = following - 1
            elif item.units:
                state = self._unit(item, state, lead)
            elif item.may("level") and not item.may("hedge"):
                state = self._level(items, at, state, lead)
            elif item.may("levels"):
                state = replace(state, level=MANY, level_sure=True, level_topic=state.topic)
                lead.levels.append(MANY)
            state = self._other(items, at, state, lead)
            at = following
        return state, lead

    def _mark(self, mark: str, state: State) -> State:
        if mark == "(":
            self.depth += 1
            if self.comparing is not None and self.opened is None:
                self.opened = self.depth
        elif mark == ")":
            if self.opened == self.depth:
                self.opened = None
            self.depth = max(0, self.depth - 1)
            if self.comparing is not None and self.depth < self.comparing:
                self.comparing = None
        elif mark in ",;.:" and self.comparing is not None and self.depth <= self.comparing:
            self.comparing = None
        if mark in ",;." and state.target == "clause":
            state = replace(state, target=None)
        if mark == ";":
            state = replace(state, former=False, event=False)
        return state

    def _compares(self, item: Item) -> bool:
        return item.may("compare")

    def _ends_comparison(self, item: Item) -> bool:
        return item.may("reaches") or (item.may("makes") and item.text.startswith(_ENDS))

    def _compare(self, items: Sequence[Item], at: int) -> None:
        """Note the term that a comparison names: “so với nhiệm kỳ 2015-2020 (18,5%)”."""
        item, compared = items[at], self.compared
        if compared is None:
            return
        if item.time and item.time.kind == "range" and self._is_term(items, at):
            self.compared = replace(compared, term=item.time.value, former=False)

    @staticmethod
    def _is_name(items: Sequence[Item], at: int) -> bool:
        """Whether “Nam” is part of a name."""
        item = items[at]
        if not item.may("men") or at == 0:
            return False
        if item.may("foreign") and items[at - 1].figure:  # without marks “5 nam” is five years
            return True
        return item.capital and items[at - 1].capital and items[at - 1].shape != "mark"

    @staticmethod
    def _groups(item: Item) -> Groups:
        found = {WOMEN} if item.may("women", "has_women") else set()
        if item.may("men"):
            found.add(MEN)
        if item.may("group"):
            found.add(item.value("group") or "other")
        return frozenset(found)

    def _topic(self, state: State, topic: str, posts: frozenset[str], body: str | None) -> State:
        """The state with another subject: what was said of a subject of another kind no longer holds."""
        old, new = self._topics.get(state.topic or ""), self._topics.get(topic)
        if topic == state.topic and posts == state.posts:
            return replace(state, former=False)
        if new and old and {new.family, old.family} == {"party", "council"}:
            state = replace(state, stage=None if state.stage != "planned" else "planned", term=None, congress=False)
        return replace(state, topic=topic, posts=posts, body=body or state.body, former=False)

    def _subject(self, items: Sequence[Item], at: int, state: State, lead: Lead) -> tuple[int, State]:
        said = subject_at(items, at, self._topics, state.body)
        if said.topic != OTHER and self._is_one_person(items, at, said.posts):
            said.topic = OTHER
        following = said.end + 1 if said.end < len(items) and items[said.end].text in _HAS_DONE else said.end
        if following < len(items) and items[following].may("acts"):
            said.topic = OTHER
        state = self._topic(state, said.topic, said.posts, said.body)
        lead.topics.append(said.topic)
        lead.subjects += said.parts
        lead.unknown_after = 0 if not lead.groups else lead.unknown_after
        if said.unit:
            state = replace(state, unit=said.unit.name, unit_level=said.unit.level)
            lead.units.append(said.unit.name)
        if said.level:
            state = replace(state, level=said.level, level_sure=said.sure, level_topic=said.topic)
            lead.levels += said.levels
        return said.end, state

    @staticmethod
    def _is_one_person(items: Sequence[Item], at: int, posts: frozenset[str]) -> bool:
        """Whether a post names one person who does something: “đồng chí Phó Chủ tịch UBND huyện”."""
        if not posts - {"member", "deputy"} or at == 0 or not items[at - 1].may("person") or items[at - 1].may("women"):
            return False
        before = items[at - 2] if at > 1 else None
        return before is None or not (before.figure or before.text in _PLURAL or before.may("women", "out_of", "total"))

    def _unit(self, item: Item, state: State, lead: Lead) -> State:
        unit = next((u for u in item.units if u.level == state.level), item.units[0])
        lead.units.append(unit.name)
        return replace(state, unit=unit.name, unit_level=unit.level)

    def _level(self, items: Sequence[Item], at: int, state: State, lead: Lead) -> State:
        entry = items[at].senses["level"]
        following = items[at + 1] if at + 1 < len(items) else None
        party = at > 0 and items[at - 1].text.endswith(_PARTY)
        strong = len(items[at].text.split()) > 1 or party or (
            following is not None
            and (following.figure is not None or following.text in (":", ",", "-") or following.may("makes"))
        )
        if not strong and not items[at - 1].figure and state.level:
            return state
        lead.levels.append(str(entry.level))
        several = len(set(lead.levels)) > 1 and at > 1 and items[at - 1].text in _AND and items[at - 2].may("level")
        level = MANY if several else entry.level
        return replace(state, level=level, level_sure=strong and entry.value != "unsure", level_topic=state.topic)

    def _is_term(self, items: Sequence[Item], at: int) -> bool:
        """Whether a range of years is a term of office: named so, or one that there is."""
        before = [item for item in items[max(0, at - 2) : at] if item.shape == "phrase"]
        if any(item.may("term") or any(word in item.text for word in _TERM) for item in before):
            return True
        if any(item.may("span") for item in before):
            return False
        time = items[at].time
        begins, ends = (int(part) for part in str(time.value if time else "0-0").split("-"))
        return ends - begins == 5 and begins % 5 in (0, 1) and not (at > 1 and items[at - 2].may("term"))

    def _other(self, items: Sequence[Item], at: int, state: State, lead: Lead) -> State:
        item = items[at]
        if item.shape == "word":
            lead.unknown += 1
            lead.unknown_after += 1
        if item.time:
            state = self._time(items, at, item.time, state, lead)
        if item.may("stage"):
            state = self._stage(item.value("stage") or "", state)
            lead.stage = True
        if item.may("result"):
            state = replace(state, target=None)
        elif item.may("target") and state.target != "strong":
            state = replace(state, target=item.value("target") or "strong")
        if item.may("event"):
            state = replace(state, event=True)
        elif state.event and item.may("result"):
            state = replace(state, event=False)
        if item.may("former"):
            state = replace(state, former=True)
        if item.may("has_women"):
            lead.has_women = item.value("has_women") or "any"
            if lead.share and lead.has_women != "holds":
                state = replace(state, has_women=lead.has_women)
        elif item.may("women", "men"):
            state = replace(state, has_women=None)
        lead.share = lead.share or item.may("share")
        lead.respectively = item.may("respectively") or (lead.respectively and item.text == ":")
        lead.spent = lead.spent or item.may("spent")
        if item.may("activity"):
            lead.activity = item.value("activity")
        return state

    def _time(self, items: Sequence[Item], at: int, time: Time, state: State, lead: Lead) -> State:
        if time.kind == "range" and time.value:
            if self._is_term(items, at):
                lead.terms.append(time.value)
                return replace(state, term=time.value, term_topic=state.topic, former=False)
            return state
        if time.kind == "assembly":
            return replace(state, assembly=time.value)
        if time.kind == "half":
            value = time.value or self._half
            return replace(state, period=value) if value else state
        before = items[at - 1].text if at else "."
        if time.kind in ("year", "date") and time.value and (before in _AT_START or items[at - 1].may("until")):
            return replace(state, period=time.value, stage=state.stage)
        after = items[at + 1] if at + 1 < len(items) else None
        begins = at == 0 or before in (".", ";", ":", "(") or (after is not None and (after.text == ":" or after.may("makes")))
        if time.kind == "year" and time.value and begins and not (at and items[at - 1].may("stage")):
            return replace(state, period=time.value)
        return state

    def _stage(self, stage: str, state: State) -> State:
        if stage == "congress":
            return replace(state, congress=True)
        if stage == "election":
            return state if state.stage else replace(state, stage="elected")
        if stage == "candidates":
            return state if state.stage in _CONSULTATIONS else replace(state, stage="official_list")
        if stage == "introduced":
            return state if state.stage in _CONSULTATIONS else replace(state, stage="first_consultation_list")
        return replace(state, stage=stage)


def is_said(topic: str | None) -> bool:
    """Whether a topic is one that an indicator may speak of."""
    return topic is not None and topic not in (OTHER, MIXED)
