"""Items read into the state of a sentence, one by one: subjects, levels, terms, stages, aims, comparisons."""

from collections.abc import Mapping, Sequence

from catalogue.narrative_models import Topic
from etl.narrative.items import Item
from etl.narrative.runs import ALL, MANY, OTHER, subject_at
from etl.narrative.state import MEN, WOMEN, Groups, Lead, State, replace
from etl.narrative.timing import Timing
from etl.narrative.tokens import said

_BETWEEN = said("là", "người", "có", "thuộc", "đều")
_PARTY = tuple(said("đảng bộ"))
_HAS_DONE, _PLURAL = said("đã", "luôn", "được"), said("các", "số", "những", "của các")
_DEPUTY, _POST = tuple(said("đại biểu")), said("chức danh")
_MARKS = frozenset("(),;:.")
_ANY_COMMITTEE = said(
    "ban chấp hành", "ủy viên ban chấp hành", "ban thường vụ", "ủy viên ban thường vụ", "thường vụ", "uvbch", "uvbtv"
)
_NOW = said(
    "khóa này", "nhiệm kỳ này", "nhiệm kỳ hiện nay", "nhiệm kỳ mới", "khóa mới", "kỳ này", "hiện nay", "đến nay", "hiện tại"
)
_ATTEND = said("dự", "tham dự", "tham gia")
_OWN = said("lãnh đạo sở", "ban giám đốc", "ban giám đốc sở", "ban lãnh đạo sở")
_MASS = said("hội", "đoàn", "công đoàn")
_TRAINED, _NEAR = ("training", "trained"), 4  # items between “trong quy hoạch” and “được đào tạo”
_SAYS = said(":", ",", "-", "(", "có", "gồm", "hiện", "hiện có", "là", "đạt", "chiếm")
_AND, _ENDS = said(",", "và"), tuple(said("đạt", "chiếm"))


class Absorber(Timing):
    """Reads items into a state. `comparing` is on inside “so với nhiệm kỳ trước …”: nothing there is said of what follows."""

    def __init__(self, topics: Mapping[str, Topic], half: str | None) -> None:
        super().__init__(half)
        self._topics = topics
        self.depth = 0
        self.comparing: int | None = None  # depth of brackets at which a comparison began
        self.compared: State | None = None  # what the comparison speaks of, if it names a term
        self.opened: int | None = None  # depth inside a bracket that stands within a comparison
        self.kin = False  # whether persons were named that only the body spoken of has: “đại biểu”

    def read(self, items: Sequence[Item], start: int, end: int, state: State) -> tuple[State, Lead]:
        """Return the state after items `start` to `end`, and what they said."""
        lead, at = Lead(), start
        while at < end:
            state, at = self._step(items, at, state, lead)
        return state, lead

    def _step(self, items: Sequence[Item], at: int, state: State, lead: Lead) -> tuple[State, int]:
        """The state after one item, and where the next one stands."""
        item = items[at]
        if item.text in _MARKS:
            state = self._mark(item.text, state)
        if item.shape == "mark" and not item.senses:
            return state, at + 1
        if item.may("compare"):
            if self.comparing is None:
                self.comparing, self.compared = self.depth, replace(state, term=None)
            self.opened = None
        elif self.comparing is not None and self._ends_comparison(item):
            self.comparing = None
        if self.comparing is not None:
            self._compare(items, at)
            return state, at + 1
        self._who(items, at, lead)
        following, state = self._what(items, at, state, lead)
        return self._other(items, at, state, lead), following

    def _who(self, items: Sequence[Item], at: int, lead: Lead) -> None:
        """Note which persons an item names; words that stand together name persons who are all of that."""
        item = items[at]
        if not item.may("women", "men", "group", "has_women") or self._is_name(items, at):
            return
        groups = self._groups(item)
        between = items[lead.last_group + 1 : at] if lead.groups else []
        near = at - lead.last_group == 1 or (at - lead.last_group == 2 and items[at - 1].text in _BETWEEN)
        near = near or (item.may("group") and all(one.units or one.may("subject", "level", "of", "person") for one in between))
        if near and lead.groups:
            lead.groups[-1] |= groups
        else:
            lead.groups.append(groups)
        lead.last_group, lead.unknown_after = at, lead.unknown_after if lead.topics else 0

    def _what(self, items: Sequence[Item], at: int, state: State, lead: Lead) -> tuple[int, State]:
        """Read a subject, unit or level; where the next item stands."""
        item = items[at]
        if item.may("other"):
            lead.topics.append(OTHER)
            following = at + 1  # “Ủy ban Kiểm tra | Huyện ủy”: what is named right after is not spoken of either
            if following < len(items) and items[following].may("subject"):
                following = subject_at(items, following, self._topics, None).end
            body = "mass" if item.text.split()[-1] in _MASS else None
            return max(following, at + 1), self._topic(state, OTHER, frozenset(), body)
        if item.may("subject"):
            following, state = self._subject(items, at, state, lead)
            if any(part.may("women") for part in items[at:following]):
                lead.groups.append(frozenset({WOMEN}))
                lead.last_group = following - 1
            return following, state
        if state.posts and any(word in item.text for word in _DEPUTY):
            state = self._deputies(state)
        if item.units:
            return at + 1, self._unit(item, state, lead)
        if item.may("level") and not item.may("hedge"):
            return at + 1, self._level(items, at, state, lead)
        if item.may("levels"):
            lead.levels.append(MANY)
            return at + 1, replace(state, level=ALL, level_sure=True, level_topic=state.topic)
        return at + 1, state

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
            state = replace(state, former=False, event=False, part=frozenset())
        return state

    def _ends_comparison(self, item: Item) -> bool:
        if self.opened is not None:  # “so với nhiệm kỳ trước (6/41 đồng chí, đạt 14,6%)”
            return False
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

    def _deputies(self, state: State) -> State:
        """“HĐND: 01/02 Phó Chủ tịch; 21/75 đại biểu”: from those who hold a post back to all of the body."""
        for topic in self._topics.values():
            if topic.body == state.body and "deputy" in topic.posts and not state.posts <= set(topic.posts):
                return self._topic(state, topic.id, frozenset({"deputy"}), topic.body)
        return state

    def _topic(self, state: State, topic: str, posts: frozenset[str], body: str | None) -> State:
        """The state with another subject: what was said of a subject of another kind no longer holds."""
        old, new = self._topics.get(state.topic or ""), self._topics.get(topic)
        if topic == state.topic and posts == state.posts:
            return replace(state, former=False)
        if new and old and {new.family, old.family} == {"party", "council"}:
            state = replace(state, stage=None if state.stage != "planned" else "planned", term=None, congress=False)
        main = (topic, posts, body or state.body) if new else state.main
        return replace(state, topic=topic, posts=posts, body=body or state.body, main=main, former=False)

    def _subject(self, items: Sequence[Item], at: int, state: State, lead: Lead) -> tuple[int, State]:
        said = subject_at(items, at, self._topics, state.body)
        if said.topic != OTHER and self._is_one_person(items, at, said.posts):
            said.topic = OTHER
        if said.body in _TRAINED and self._are_planned(items, at, state):
            said.topic = "planned_trained"
        if state.body == "mass" and items[at].text in _ANY_COMMITTEE and not said.level:
            said.topic = OTHER  # “Hội LHPN huyện có 21 đồng chí Ủy viên Ban Chấp hành”
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
        if items[at].text in _OWN or (said.level == "agency" and said.body == "party_committee" and not said.unit):
            state = replace(state, home="agency")
        if said.level:
            state = replace(state, level=said.level, level_sure=said.sure, level_topic=said.topic)
            lead.levels += said.levels
        return said.end, state

    @staticmethod
    def _are_planned(items: Sequence[Item], at: int, state: State) -> bool:
        """Whether those trained are the planned: “nữ trong quy hoạch được đào tạo”, “trong đó 71 nữ đã được đào tạo”."""
        if any(item.value("stage") == "planned" for item in items[max(0, at - _NEAR) : at]):
            return True
        return state.stage == "planned" and at > 0 and items[at - 1].may("women", "person")

    @staticmethod
    def _is_one_person(items: Sequence[Item], at: int, posts: frozenset[str]) -> bool:
        """Whether a post names one person who does something: “đồng chí Phó Chủ tịch UBND huyện”."""
        if not posts - {"member", "deputy"} or at == 0 or not items[at - 1].may("person") or items[at - 1].may("women"):
            return False
        if items[at - 1].text in _POST:
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
        strong = (
            len(items[at].text.split()) > 1
            or party
            or (following is not None and (following.figure is not None or following.text in _SAYS or following.may("makes")))
        )
        if not strong and not items[at - 1].figure and state.level:
            return state
        lead.levels.append(str(entry.level))
        several = len(set(lead.levels)) > 1 and at > 1 and items[at - 1].text in _AND and items[at - 2].may("level")
        level = MANY if several else entry.level
        return replace(state, level=level, level_sure=strong and entry.value != "unsure", level_topic=state.topic)

    def _other(self, items: Sequence[Item], at: int, state: State, lead: Lead) -> State:
        item = items[at]
        topic = self._topics.get(state.topic or "")
        self.kin = self.kin or (topic is not None and item.text in said(*topic.persons))
        if item.time:
            state = self._time(items, at, item.time, state, lead)
        if item.may("stage") and not self._chosen_from(items, at, state):
            state = self._staged(item, state, lead)
        if item.may("result"):
            period = None if state.target and state.programme else state.period  # “đến năm 2025 đạt 25%; đến nay đạt …”
            state = replace(state, target=None, event=False, programme=False, period=period)
        elif item.may("target") and state.target != "strong":
            state = replace(state, target=item.value("target") or "strong")
        if item.may("event", "former"):
            happens = item.may("event") and not (state.topic == "training" and item.text in _ATTEND)
            state = replace(state, event=state.event or happens, former=state.former or item.may("former"))
        if item.text in _NOW:
            state = replace(state, former=False)
        if item.may("reaches"):  # “do luân chuyển, nghỉ hưu còn 43 đồng chí”: what happened has been told
            state = replace(state, event=False)
            lead.groups = [groups for groups in lead.groups if groups != frozenset({"other"})]
        if item.may("has_women"):
            lead.has_women = item.value("has_women") or "any"
            if lead.share and lead.has_women != "holds":
                state = replace(state, has_women=lead.has_women)
        elif item.may("women", "men"):
            state = replace(state, has_women=None)
        self._note(item, lead)
        return state

    @staticmethod
    def _note(item: Item, lead: Lead) -> None:
        if item.shape == "word":
            lead.unknown += 1
            lead.unknown_after += 1
            lead.share_of_unknown = lead.share_of_unknown or (lead.share and not (lead.topics or lead.groups))
        lead.share = lead.share or item.may("share")
        lead.within = lead.within or item.may("within")
        lead.scope = lead.scope or item.may("scope")
        lead.respectively = item.may("respectively") or (lead.respectively and item.text == ":")
        lead.spent = lead.spent or item.may("spent")
        lead.activity = item.value("activity") or lead.activity
