"""What every kind of number in a sentence needs: its words, its state, and how a figure is taken with them."""

from collections.abc import Sequence
from itertools import pairwise

from etl.narrative.absorb import Absorber
from etl.narrative.drafts import Draft
from etl.narrative.items import Item
from etl.narrative.numbers import Figure
from etl.narrative.runs import OTHER
from etl.narrative.state import WOMEN, Groups, Lead, State, is_said, replace
from etl.narrative.tails import Tail, tail_at
from etl.narrative.tokens import said
from etl.narrative.vocabulary import Grammar

_LINKS = said(
    "(",
    ")",
    ",",
    "=",
    "-",
    ":",
    "là",
    "có",
    "với",
    "số",
    "được",
    "khoảng",
    "~",
    "≈",
    "[",
    "]",
    "nên",
    "và",
    "trong đó",
    "chỉ",
    "mới",
    "về",
    "đã",
    "cho",
    "theo",
)
_OUT = said("/", "trên", "trong", "của", "tổng số")
_ARE = said("là")
_LINKING = ("makes", "share", "hedge", "women", "respectively", "of", "out_of", "total", "person")
_MEMBERS = frozenset({"member", "deputy"})
_AND, _FROM, _PLURAL = said(",", "và"), said("từ"), said(",", "và", "số", "các")
_BEGIN = said(",", ";", ".", ")", "-", "và", "có", "còn", "đến nay", "hiện nay", "đã có", "hiện có")
_DOES = said("có", "đã", "đều", "được", "gửi", "thực hiện", "tổ chức", "chưa", "đã có", "triển khai")
_RANGE = 9  # items
_WEAK = said("là", "có", "số", "đồng chí")


class Taking:
    """Takes figures of one sentence. `drafts` are its figures, `state` what it leaves for sentences that go on with it."""

    def __init__(self, grammar: Grammar, items: Sequence[Item], state: State, half: str | None) -> None:
        self._grammar, self._items, self.state = grammar, items, state
        self._absorber = Absorber(grammar.topics, half)
        self.drafts: list[Draft] = []
        self._current: Draft | None = None
        self._places: float | None = None  # how many places were counted last
        self._named = False  # whether this sentence has named a subject
        self._done = -1  # numbers up to here are taken
        self._place = 0

    def _tail(self, at: int) -> Tail:
        return tail_at(self._items, at + 1, self._grammar.topics)

    def _links(self, at: int, lead: Lead, groups: Groups | None) -> bool:
        """Whether the number goes on with the figure before it."""
        if (
            any(WOMEN not in one or len(one) > 1 for one in lead.groups)
            or lead.topics
            or lead.levels
            or lead.terms
            or lead.units
        ):
            return False
        if groups is not None and groups != frozenset({WOMEN}) and self._current and groups != self._current.groups:
            return False
        words = self._items[self._place_before(at) : at]
        return all(
            item.text in _LINKS or item.may(*_LINKING)
            for item in words
        ) and len(words) <= 12  # fmt: skip

    def _place_before(self, at: int) -> int:
        """Where the words since the last number and its tail begin."""
        before = at - 1
        while before >= 0 and not self._items[before].figure:
            before -= 1
        return max(self._tail(before).end if before >= 0 else 0, 0)

    def _near_total(self, at: int) -> bool:
        return any(item.figure and item.figure.kind == "count" for item in self._items[max(0, at - 8) : at])

    def _groups(self, lead: Lead, tail: Tail, *, near: bool = False) -> Groups | None:
        """Who the number counts, by its own words; None if they do not say."""
        if tail.groups:
            return tail.groups
        if not lead.groups:
            return None
        if near and not self._women_just_before():
            return None
        return lead.groups[-1]

    def _women_just_before(self) -> bool:
        """Whether the last group named before a count is what it counts: “nữ có 9 đồng chí”, not “cán bộ nữ, 41 đồng chí”."""
        at = self._place - 2
        while at >= 0:
            item = self._items[at]
            if item.figure or item.text in (",", ";", "(", ")", ".") or item.may("total", "out_of", "has_women"):
                return False
            if item.may("women", "men", "group"):
                return True
            at -= 1
        return False

    def _draft(self, figure: Figure, state: State, groups: Groups, lead: Lead) -> Draft:
        self._named = self._named or bool(lead.topics)
        draft = Draft(
            state,
            groups,
            own_topic=self._named,
            own_level=bool(lead.levels),
            near_topic=bool(lead.topics),
            kin=self._absorber.kin,
        )
        if figure.kind == "percent":
            draft.printed = figure.printed
        else:
            draft.numerator, draft.denominator = figure.value, figure.whole
        if lead.scope and self.drafts and not (lead.topics or lead.levels):
            draft.caps.append(0.3)
        if lead.share_of_unknown:
            draft.caps.append(0.55)
        draft.unknown = lead.unknown_after if (lead.topics or lead.groups) else lead.unknown
        return draft

    def _add(
        self, draft: Draft, lead: Lead, tail: Tail, figure: Figure | None, *, at: int | None = None, keep: bool = True
    ) -> None:
        """Take a figure with what its tail says."""
        if lead.has_women and figure:  # bodies that have women, or the women in them?
            draft.caps.append(0.3 if figure.kind == "percent" else 0.6)
        if at is not None:
            self._hedge(at, draft)
            if self._risen(at):
                draft.caps.append(0.85)  # “tăng từ 22,4% lên 25,8%”: whose levels, of which times?
        if keep:
            state, said = self._absorber.read(self._items, self._place, max(tail.end, self._place), self.state)
            belongs = tail.leans or (not (lead.topics and said.topics) and not (lead.levels and said.levels))
            if belongs or not self._next_is_number(tail):
                draft.state = replace(state, target=draft.state.target)
                draft.own_topic = draft.own_topic or bool(said.topics)
                draft.near_topic = draft.near_topic or bool(said.topics)
                draft.own_level = draft.own_level or bool(said.levels)
                draft.unknown += said.unknown
                if len(set(said.topics)) > 1 and said.subjects[0][1] - _MEMBERS:
                    draft.caps.append(0.3)  # “21/21 Chủ tịch HĐND tham gia cấp ủy”: holders of a post, no committee
                if "training" in said.topics and figure and figure.kind == "percent":
                    draft.caps.append(0.3)  # “85% cán bộ nữ được tập huấn”: a share of the women
            self._place = max(tail.end, self._place)
            if tail.bracket:  # what a remark in brackets says holds for this figure only
                state = replace(self.state, total=state.total)
            self.state = replace(state, groups=draft.groups, topical=state.topical or bool(lead.groups or tail.groups))
            self._current = draft
        before = self.drafts[-1] if self.drafts else None
        if before and not before.groups and before.near_topic and tail.groups == frozenset({WOMEN}) and self._joined(at):
            before.groups = tail.groups  # “34,3% đại biểu HĐND huyện và 29,2% đại biểu HĐND xã là nữ”
            before.caps.append(0.85)
        self.drafts.append(draft)

    def _joined(self, at: int | None) -> bool:
        return at is not None and at > 0 and self._items[at - 1].text in _AND

    def _next_is_number(self, tail: Tail) -> bool:
        return tail.end < len(self._items) and self._items[tail.end].figure is not None

    @staticmethod
    def _says_are_women(items: Sequence[Item]) -> bool:
        return any(one.text in _ARE and two.may("women") for one, two in pairwise(items))

    def _complete(self, current: Draft, tail: Tail) -> None:
        """Read what follows a number that belongs to the figure before it, which it may say the body of."""
        before = self.state
        said_here = self._absorb_tail(tail)
        other_level = bool(said_here.topics and said_here.levels) and not current.own_level
        told = self.state.topic != before.topic or self.state.posts - _MEMBERS != before.posts - _MEMBERS
        named = current.near_topic and not (current.state.topic == OTHER and self.state.body == current.state.body)
        if not named and (told or other_level or current.state.level is None) and is_said(self.state.topic):
            current.state, current.own_topic = replace(self.state, total=None), self._named
        elif told and named:
            current.caps.append(0.6)  # “01 nữ Phó Chủ tịch/03 lãnh đạo”: not all of the same
        self.state = replace(self.state, groups=before.groups)

    def _absorb_tail(self, tail: Tail) -> Lead:
        end = max(tail.end, self._place)
        self.state, said_here = self._absorber.read(self._items, self._place, end, self.state)
        self._named = self._named or bool(said_here.topics)
        self._place = end
        return said_here

    def _is_out_of(self, at: int) -> bool:
        before = [item for item in self._items[max(0, at - 4) : at] if item.text not in _WEAK]
        return bool(before) and (before[-1].may("out_of", "total") or before[-1].text in _OUT) and any(
            item.may("out_of") or item.text in _OUT for item in before
        )  # fmt: skip

    def _risen(self, at: int) -> bool:
        """Whether the number ends a change whose beginning is told: “từ 22,4% lên 25,8%”."""
        before = self._items[max(0, at - _RANGE) : at]
        return any(one.may("reaches") for one in before[-2:]) and any(
            one.text in _FROM and two.figure for one, two in pairwise(before)
        )  # fmt: skip

    def _hedge(self, at: int, draft: Draft) -> None:
        if at and self._items[at - 1].may("hedge"):
            draft.flags.add("hedged")

    def _tells_of_bodies(self, at: int, lead: Lead, tail: Tail) -> bool:
        """Whether a percentage is of bodies that have or do something, in a clause of its own: “; 100% xã có cán bộ …”."""
        if lead.groups or tail.groups or lead.topics or lead.levels or lead.units:
            return False
        if at and self._items[at - 1].text not in _BEGIN:
            return False
        end = at + 1
        while end < len(self._items) and (
            self._items[end].may("foreign", "place", "level") or self._items[end].text in _PLURAL
        ):
            end += 1
        return end < len(self._items) and (self._items[end].text in _DOES or self._items[end].may("acts", "makes"))

    def _bodies(self, at: int, figure: Figure, lead: Lead, tail: Tail) -> bool:
        """Take a figure that counts bodies or units; those with a woman are a figure, others are none."""
        later = self._items[at + 1 : tail.end]
        named = next((item.value("has_women") or "any" for item in later if item.may("has_women")), None)
        noun = tail.noun
        of_bodies = noun is not None and not noun.may("person", "women") and (
            noun.may("foreign", "place", "level") or (noun.may("subject") and not noun.senses["subject"].post)
        )  # fmt: skip
        if figure.kind == "percent" and not named:
            if of_bodies and not lead.groups and tail.groups and not self._says_are_women(later):
                self._current = None
                return True  # “100% chi bộ phụ nữ …”
            of_bodies = of_bodies and self._tells_of_bodies(at, lead, tail)
        before = lead.has_women if lead.share or lead.has_women == "key" else None
        if not of_bodies and not before and not lead.groups and not tail.groups:
            before = self.state.has_women
        if not of_bodies and (not before or before == "holds"):
            return False
        named = named or before or lead.has_women
        if named:
            named = "key" if named == "holds" else named
            state, inner = self._absorber.read(self._items, at + 1, tail.end, replace(self.state, level=self.state.level))
            self._place = tail.end
            self.state = state
            draft = self._draft(figure, state, frozenset({WOMEN}), lead)
            draft.bodies, draft.state = named, state
            draft.own_topic = bool(inner.topics or lead.topics or named == "key")
            self._hedge(at, draft)
            self.drafts.append(draft)
            self._current = draft
        else:
            self._current = None
            self.state = replace(self.state, target="clause")  # what these bodies reach is a threshold, no level
        return True
