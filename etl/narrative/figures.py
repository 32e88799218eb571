"""The figures of one sentence: numbers read in order, each with the words before and after it.

A number is a part of the figure before it (“9/41 đồng chí nữ, chiếm 21,95%”), the total of figures that
follow, a figure of its own, or none of these: a change, an aim, men, units, days.
"""

from collections.abc import Sequence
from dataclasses import replace

from etl.narrative.amounts import activity, money
from etl.narrative.drafts import Draft
from etl.narrative.items import Item
from etl.narrative.numbers import Figure
from etl.narrative.runs import OTHER
from etl.narrative.spread import spread
from etl.narrative.state import MEN, WOMEN, Absorber, Groups, Lead, State, Total, is_said
from etl.narrative.tails import Tail, tail_at
from etl.narrative.tokens import said
from etl.narrative.vocabulary import Grammar

_LINKS = said("(", ")", ",", "=", "-", ":", "là", "có", "với", "số", "được", "khoảng", "~", "≈", "[", "]", "nên", "và", "trong đó", "chỉ", "mới",
              "về", "đã", "cho", "theo")  # fmt: skip
_OUT, _LEVEL_OF = said("/", "trên", "trong", "của", "tổng số"), said("(", "là", "đạt", ":")
_FROM, _UP_TO = said("từ"), said("-", "đến")
_MEMBERS = frozenset({"member", "deputy"})
_AND, _AND_ONLY = said(",", "và"), said("và")
_WEAK, _SIGNS = said("là", "có", "số", "đồng chí"), ("≥", ">", "<", "≤", "+")
_SMALL_FRACTION = 5


class FigureReader:
    """Reads one sentence. `drafts` are its figures, `state` what it leaves for sentences that go on with it."""

    def __init__(self, grammar: Grammar, items: Sequence[Item], state: State, year: str | None, half: str | None) -> None:
        self._grammar, self._items, self.state = grammar, items, state
        self._absorber = Absorber(grammar.topics, year, half)
        self.drafts: list[Draft] = []
        self._current: Draft | None = None
        self._places: float | None = None  # how many places were counted last
        self._named = False  # whether this sentence has named a subject
        self._done = -1  # numbers up to here are taken
        self._place = 0

    def read(self) -> None:
        """Read all items."""
        if self._items and self._items[0].may("aims") and self._is_plan():
            self.state = replace(self.state, target="strong")
        numbers = [at for at, item in enumerate(self._items) if item.figure]
        for order, at in enumerate(numbers):
            if at <= self._done:
                continue
            self.state, lead = self._absorber.read(self._items, self._place, at, self.state)
            self._named = self._named or bool(lead.topics)
            self._place = at + 1
            if spread_over := spread(self._items, numbers[order:], lead, self.state):
                self._take_spread(spread_over, lead)
                continue
            self._number(at, self._items[at].figure, lead)  # type: ignore[arg-type]
        self.state, lead = self._absorber.read(self._items, self._place, len(self._items), self.state)
        if lead.groups and not numbers:
            self.state = replace(self.state, groups=lead.groups[-1], topical=lead.share)

    def _is_plan(self) -> bool:
        """Whether a sentence begins as a plan: “Kế hoạch năm 2025: …”, “Mục tiêu đến năm 2030 …”."""
        following = self._items[1] if len(self._items) > 1 else None
        return following is None or following.time is not None or following.text == ":" or following.may("until")

    def _tail(self, at: int) -> Tail:
        return tail_at(self._items, at + 1, self._grammar.topics)

    def _take_spread(self, found: list[tuple[int, Draft | None]], lead: Lead) -> None:
        for at, draft in found:
            self._done, self._place = at, at + 1
            if draft:
                draft.own_topic, draft.own_groups = self._named, bool(lead.groups)
                self.drafts.append(draft)
                self.state = replace(self.state, groups=draft.groups)
        self._current = None

    def _number(self, at: int, figure: Figure | None, lead: Lead) -> None:
        if figure is None:
            return
        tail = self._tail(at)
        after = self._items[at + 1] if at + 1 < len(self._items) else None
        if self._is_none(at, lead, after):
            if lead.groups:  # what follows it may be the figure: “tỷ lệ nữ tăng từ 17,2% lên 22,6%”
                self.state = replace(self.state, groups=lead.groups[-1])
            return
        if figure.kind == "percent":
            self._percent(at, figure, lead, tail)
        elif figure.kind == "ratio":
            self._ratio(at, figure, lead, tail)
        else:
            self._count(at, figure, lead, tail)

    def _is_none(self, at: int, lead: Lead, after: Item | None) -> bool:
        """Whether the number is a change, an aim, or one of a time before that is not named."""
        absorber = self._absorber
        if absorber.comparing is not None:
            opened, compared = absorber.opened is not None, absorber.compared
            if not (opened and compared and compared.term and self._items[at - 1].text in _LEVEL_OF):
                return True
            figure = self._items[at].figure
            groups = compared.groups or self.state.groups
            if figure and figure.kind != "count" and WOMEN in groups:
                self._add(self._draft(figure, compared, groups, lead), lead, self._tail(at), figure, keep=False)
            return True
        if after is not None and after.may("target_after") and not after.may("hedge"):
            return True
        if self.state.target or self.state.former or self.state.event:
            return True
        return self._is_range(at) or (at > 0 and self._items[at - 1].text in _SIGNS)

    def _is_range(self, at: int) -> bool:
        """Whether the number is one end of a range, or what was before: “từ 18,5% lên 21,95%”, “20-25%”."""
        before = self._items[at - 1] if at else None
        if before is None:
            return False
        if before.text in _FROM:
            return not self._tail(at).bracket
        return before.text in _UP_TO and at > 1 and self._items[at - 2].figure is not None

    # --- percentages -----------------------------------------------------------------------------------------------
    def _percent(self, at: int, figure: Figure, lead: Lead, tail: Tail) -> None:
        current = self._current
        groups = self._groups(lead, tail)
        if current and current.printed is None and self._links(at, lead, groups):
            current.printed = figure.printed
            self._hedge(at, current)
            if figure.doubtful and current.denominator is None:
                current.caps.append(0.8)
            self._complete(current, tail)
            return
        if self._bodies(at, figure, lead, tail):
            return
        inherited = groups is None
        draft = self._draft(figure, self.state, self.state.groups if groups is None else groups, lead)
        total = self.state.total
        if total and not inherited and not lead.topics and not lead.levels and WOMEN in draft.groups and self._near_total(at):
            draft.denominator = total.value
        draft.own_groups = not inherited
        if figure.doubtful:
            draft.caps.append(0.8)
        self._add(draft, lead, tail, figure, at=at)

    def _near_total(self, at: int) -> bool:
        return any(item.figure and item.figure.kind == "count" for item in self._items[max(0, at - 8) : at])

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
            item.text in _LINKS or item.may("makes", "share", "hedge", "women", "respectively", "of", "out_of", "total", "person")
            for item in words
        ) and len(words) <= 12  # fmt: skip

    def _place_before(self, at: int) -> int:
        """Where the words since the last number and its tail begin."""
        before = at - 1
        while before >= 0 and not self._items[before].figure:
            before -= 1
        return max(self._tail(before).end if before >= 0 else 0, 0)

    # --- ratios ----------------------------------------------------------------------------------------------------
    def _ratio(self, at: int, figure: Figure, lead: Lead, tail: Tail) -> None:
        current = self._current
        groups = self._groups(lead, tail)
        if current and self._links(at, lead, groups) and self._completes(current, figure):
            current.numerator, current.denominator = figure.value, figure.whole
            self._hedge(at, current)
            self._complete(current, tail)
            return
        if self._bodies(at, figure, lead, tail):
            return
        inherited = groups is None
        chosen = self.state.groups if groups is None else groups
        draft = self._draft(figure, self.state, chosen, lead)
        draft.own_groups = not inherited
        known_women = {one.numerator for one in self.drafts if one.groups == frozenset({WOMEN}) and one.numerator}
        if figure.whole in known_women and inherited:
            draft.caps.append(0.3)  # of the women, not of all
        if self._items[at - 1 if at else 0].may("makes", "hedge") and (figure.whole or 0) <= _SMALL_FRACTION:
            draft.caps.append(0.3)  # “chiếm 1/3” is a fraction in words, no count
        self._add(draft, lead, tail, figure, at=at)

    @staticmethod
    def _completes(current: Draft, figure: Figure) -> bool:
        if current.bodies or current.indicator:
            return current.only_percentage
        return current.only_percentage or (current.denominator is None and current.numerator == figure.value)

    def _bodies(self, at: int, figure: Figure, lead: Lead, tail: Tail) -> bool:
        """Take a figure that counts bodies or units; those with a woman are a figure, others are none."""
        later = self._items[at + 1 : tail.end]
        named = next((item.value("has_women") or "any" for item in later if item.may("has_women")), None)
        noun = tail.noun
        of_bodies = noun is not None and not noun.may("person", "women") and (
            noun.may("foreign", "place", "level") or (noun.may("subject") and not noun.senses["subject"].post)
        )  # fmt: skip
        if figure.kind == "percent" and not named:
            of_bodies = False
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
        return True

    def _bodies_counted(self, at: int, figure: Figure, lead: Lead, tail: Tail) -> bool:
        """Take a count of places with a woman in a body: “trong 28 xã có 25 xã có nữ trong ban thường vụ”."""
        noun = tail.noun
        if noun is None or not noun.may("place", "level") or noun.may("person", "women"):
            return False
        named = next((item.value("has_women") or "any" for item in self._items[at + 1 : tail.end] if item.may("has_women")), None)
        if named is None:
            self._places = figure.value
            return False
        self._bodies(at, figure, lead, tail)
        if self._current:
            places = self._places if self._places and self._places >= figure.value else None
            self._current.numerator, self._current.denominator = figure.value, places
        return True

    # --- counts ----------------------------------------------------------------------------------------------------
    def _count(self, at: int, figure: Figure, lead: Lead, tail: Tail) -> None:
        amount = activity(self._grammar, self._items, at, lead) or money(self._items, at, lead)
        if amount:
            if amount.indicator:
                amount.state = self.state
                self._hedge(at, amount)
                self.drafts.append(amount)
            self.state = replace(self.state, topic="other", total=None)
            self._current = None
            return
        groups = self._groups(lead, tail, near=True)
        if self._bodies_counted(at, figure, lead, tail):
            return
        if figure.value != int(figure.value) or (tail.noun is not None and self._is_foreign(tail.noun)):
            return
        if tail.noun is None and groups is None and not self._names_total(at, lead):
            return
        if groups is None and self._in_list_of_women(at, lead, tail):
            self._women(at, figure, lead, tail, frozenset({WOMEN}))
            if self._current:
                self._current.caps.append(0.85)
        elif groups is None:
            self._total(at, figure, lead, tail)
        elif WOMEN in groups and MEN not in groups:
            self._women(at, figure, lead, tail, groups)
        else:
            self._absorb_tail(tail)
            self.state = replace(self.state, groups=groups)
            self._current = None

    def _in_list_of_women(self, at: int, lead: Lead, tail: Tail) -> bool:
        """Whether a count goes on with a list of women: “nữ ở huyện: 9 đ/c (21,95%), xã: 98 đ/c (23,3%)”."""
        if self.state.groups != frozenset({WOMEN}) or not (lead.levels or lead.units or lead.topics or lead.terms):
            return False
        after = self._items[tail.end : tail.end + 3]
        percent = next((item.figure for item in after if item.figure), None)
        return percent is not None and percent.kind == "percent" and not any(item.may("within", "women", "group") for item in after)

    @staticmethod
    def _is_foreign(noun: Item) -> bool:
        if noun.shape == "word" or noun.shape == "skipped":
            return True
        return noun.may("foreign", "measure") and not noun.may("person", "women", "subject")

    def _names_total(self, at: int, lead: Lead) -> bool:
        before = self._items[at - 1] if at else None
        return bool(lead.topics) or (before is not None and before.may("total", "out_of", "within"))

    def _total(self, at: int, figure: Figure, lead: Lead, tail: Tail) -> None:
        current, total = self._current, self.state.total
        if current and current.numerator is not None and current.denominator is None and self._is_out_of(at):
            if figure.value >= current.numerator:
                current.denominator = figure.value
            self._complete(current, tail)
            return
        if total and self._is_out_of(at) and self._near_total(at):
            self._place = tail.end  # “55 đại biểu trong 92 người ứng cử”: what the 55 were chosen from
            return
        self._absorb_tail(tail)
        if at and lead.topics and self._items[at - 1].text in _AND_ONLY:  # “Giám đốc và 3 Phó Giám đốc”: 3 are not all
            self.state = replace(self.state, total=None, topic=OTHER, groups=frozenset())
            return
        state = self.state
        made = Total(figure.value, state.topic, state.level, state.unit, self._items[at].start)
        self.state = replace(state, total=made, groups=frozenset())
        self._current = None

    def _complete(self, current: Draft, tail: Tail) -> None:
        """Read what follows a number that belongs to the figure before it, which it may say the body of."""
        before = self.state
        self._absorb_tail(tail)
        told = self.state.topic != before.topic or self.state.posts - _MEMBERS != before.posts - _MEMBERS
        if not current.near_topic and (told or current.state.level is None) and is_said(self.state.topic):
            current.state, current.own_topic = replace(self.state, total=None), self._named
        elif told and current.near_topic:
            current.caps.append(0.6)  # “01 nữ Phó Chủ tịch/03 lãnh đạo”: not all of the same
        self.state = replace(self.state, groups=before.groups)

    def _is_out_of(self, at: int) -> bool:
        before = [item for item in self._items[max(0, at - 4) : at] if item.text not in _WEAK]
        return bool(before) and (before[-1].may("out_of", "total") or before[-1].text in _OUT) and any(
            item.may("out_of") or item.text in _OUT for item in before
        )  # fmt: skip

    def _women(self, at: int, figure: Figure, lead: Lead, tail: Tail, groups: Groups) -> None:
        current = self._current
        if current is None and self._is_out_of(at):  # “trong 40 nữ ứng cử có 12 người trúng cử”: a share among women
            self._absorb_tail(tail)
            self.state = replace(self.state, total=None, groups=frozenset({"other"}))
            return
        if current and current.only_percentage and not current.bodies and current.groups == groups and self._links(at, lead, groups):
            current.numerator = figure.value
            self._complete(current, tail)
            return
        draft = self._draft(figure, self.state, groups, lead)
        if at and lead.topics and self._items[at - 1].text in _AND_ONLY and self.state.posts:
            draft.caps.append(0.3)  # “Bí thư và 5 đồng chí nữ”
        self._add(draft, lead, tail, figure, at=at)
        total = self.state.total
        if total and total.value >= figure.value and self._same(total, draft):
            draft.denominator = total.value
        if groups != frozenset({WOMEN}) and current and current.numerator and current.groups == frozenset({WOMEN}):
            draft.caps.append(0.85)  # of the women, or of all?

    @staticmethod
    def _same(total: Total, draft: Draft) -> bool:
        return (total.topic, total.level, total.unit) == (draft.state.topic, draft.state.level, draft.state.unit)

    # --- what all share --------------------------------------------------------------------------------------------
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
        draft = Draft(state, groups, own_topic=self._named, own_level=bool(lead.levels), near_topic=bool(lead.topics))
        if figure.kind == "percent":
            draft.printed = figure.printed
        else:
            draft.numerator, draft.denominator = figure.value, figure.whole
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
        if keep:
            state, said = self._absorber.read(self._items, self._place, max(tail.end, self._place), self.state)
            belongs = tail.leans or not (lead.topics and said.topics) and not (lead.levels and said.levels)
            if belongs or not self._next_is_number(tail):
                draft.state = replace(state, target=draft.state.target)
                draft.own_topic = draft.own_topic or bool(said.topics)
                draft.near_topic = draft.near_topic or bool(said.topics)
                draft.own_level = draft.own_level or bool(said.levels)
                draft.unknown += said.unknown
                if "training" in said.topics and figure and figure.kind == "percent":
                    draft.caps.append(0.3)  # “85% cán bộ nữ được tập huấn”: a share of the women
            self._place = max(tail.end, self._place)
            if tail.bracket:  # what a remark in brackets says holds for this figure only
                state = replace(self.state, total=state.total)
            self.state = replace(state, groups=draft.groups)
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

    def _absorb_tail(self, tail: Tail) -> None:
        end = max(tail.end, self._place)
        self.state, said_here = self._absorber.read(self._items, self._place, end, self.state)
        self._named = self._named or bool(said_here.topics)
        self._place = end

    def _hedge(self, at: int, draft: Draft) -> None:
        if at and self._items[at - 1].may("hedge"):
            draft.flags.add("hedged")
