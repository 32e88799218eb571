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
from etl.narrative.spread import spread
from etl.narrative.state import MEN, WOMEN, Absorber, Groups, Lead, State, Total
from etl.narrative.tails import Tail, tail_at
from etl.narrative.tokens import said
from etl.narrative.vocabulary import Grammar

_LINKS = said("(", ")", ",", "=", "-", ":", "là", "có", "với", "số", "được", "khoảng", "~", "≈", "[", "]", "nên", "và", "trong đó", "chỉ", "mới",
              "về", "đã", "cho", "theo")  # fmt: skip
_OUT, _LEVEL_OF = said("/", "trên", "trong", "của", "tổng số"), said("(", "là", "đạt", ":")
_WEAK, _SIGNS = said("là", "có", "số", "đồng chí"), ("≥", ">", "<", "≤", "+")
_SMALL_FRACTION = 5


class FigureReader:
    """Reads one sentence. `drafts` are its figures, `state` what it leaves for sentences that go on with it."""

    def __init__(self, grammar: Grammar, items: Sequence[Item], state: State, year: str | None, half: str | None) -> None:
        self._grammar, self._items, self.state = grammar, items, state
        self._absorber = Absorber(grammar.topics, year, half)
        self.drafts: list[Draft] = []
        self._current: Draft | None = None
        self._named = False  # whether this sentence has named a subject
        self._done = -1  # numbers up to here are taken
        self._place = 0

    def read(self) -> None:
        """Read all items."""
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
        self.state, _ = self._absorber.read(self._items, self._place, len(self._items), self.state)

    def _take_spread(self, found: list[tuple[int, Draft | None]], lead: Lead) -> None:
        for at, draft in found:
            self._done, self._place = at, at + 1
            if draft:
                self._add(draft, lead, tail_at(self._items, at + 1), self._items[at].figure)
        self._current = None

    def _number(self, at: int, figure: Figure | None, lead: Lead) -> None:
        if figure is None:
            return
        tail = tail_at(self._items, at + 1)
        after = self._items[at + 1] if at + 1 < len(self._items) else None
        if self._is_none(at, lead, after):
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
                self._add(self._draft(figure, compared, groups, lead), lead, tail_at(self._items, at + 1), figure, keep=False)
            return True
        if after is not None and after.may("target_after") and not after.may("hedge"):
            return True
        if self.state.target or self.state.former:
            return True
        before = self._items[at - 1].text if at else ""
        return before in _SIGNS

    # --- percentages -----------------------------------------------------------------------------------------------
    def _percent(self, at: int, figure: Figure, lead: Lead, tail: Tail) -> None:
        current = self._current
        groups = self._groups(lead, tail)
        if current and current.printed is None and self._links(at, lead, groups):
            current.printed = figure.printed
            self._hedge(at, current)
            if figure.doubtful and current.denominator is None:
                current.caps.append(0.8)
            self._absorb_tail(tail)
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
        return max(tail_at(self._items, before + 1).end if before >= 0 else 0, 0)

    # --- ratios ----------------------------------------------------------------------------------------------------
    def _ratio(self, at: int, figure: Figure, lead: Lead, tail: Tail) -> None:
        current = self._current
        groups = self._groups(lead, tail)
        if current and self._links(at, lead, groups) and self._completes(current, figure):
            current.numerator, current.denominator = figure.value, figure.whole
            self._hedge(at, current)
            self._absorb_tail(tail)
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
            draft.caps.append(0.4)  # “chiếm 1/3” is a fraction in words, no count
        self._add(draft, lead, tail, figure, at=at)

    @staticmethod
    def _completes(current: Draft, figure: Figure) -> bool:
        if current.bodies or current.indicator:
            return current.only_percentage
        return current.only_percentage or (current.denominator is None and current.numerator == figure.value)

    def _bodies(self, at: int, figure: Figure, lead: Lead, tail: Tail) -> bool:
        """Take a figure that counts bodies or units; those with a woman are a figure, others are none."""
        later = self._items[at + 1 : tail.end]
        said = next((item.value("has_women") or "any" for item in later if item.may("has_women")), None)
        noun = tail.noun
        of_bodies = noun is not None and not noun.may("person", "women") and (
            noun.may("foreign", "place", "level") or (noun.may("subject") and not noun.senses["subject"].post)
        )  # fmt: skip
        if figure.kind == "percent" and not said:
            of_bodies = False
        if not of_bodies and not (lead.has_women and (lead.share or lead.has_women == "key")):
            return False
        said = said or lead.has_women
        if said:
            state, inner = self._absorber.read(self._items, at + 1, tail.end, replace(self.state, level=self.state.level))
            self._place = tail.end
            self.state = state
            draft = self._draft(figure, state, frozenset({WOMEN}), lead)
            draft.bodies = said
            draft.own_topic = bool(inner.topics or lead.topics or said == "key")
            self._hedge(at, draft)
            self.drafts.append(draft)
            self._current = draft
        else:
            self._current = None
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
        if figure.value != int(figure.value) or (tail.noun is not None and self._is_foreign(tail.noun)):
            return
        if tail.noun is None and groups is None and not self._names_total(at, lead):
            return
        if groups is None:
            self._total(at, figure, lead, tail)
        elif WOMEN in groups and MEN not in groups:
            self._women(at, figure, lead, tail, groups)
        else:
            self._absorb_tail(tail)

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
            self._place = tail.end
            return
        if total and self._is_out_of(at) and self._near_total(at):
            self._place = tail.end  # “55 đại biểu trong 92 người ứng cử”: what the 55 were chosen from
            return
        self._absorb_tail(tail)
        state = self.state
        made = Total(figure.value, state.topic, state.level, state.unit, self._items[at].start)
        self.state = replace(state, total=made, groups=frozenset())
        self._current = None

    def _is_out_of(self, at: int) -> bool:
        before = [item for item in self._items[max(0, at - 4) : at] if item.text not in _WEAK]
        return bool(before) and (before[-1].may("out_of", "total") or before[-1].text in _OUT) and any(
            item.may("out_of") or item.text in _OUT for item in before
        )  # fmt: skip

    def _women(self, at: int, figure: Figure, lead: Lead, tail: Tail, groups: Groups) -> None:
        current = self._current
        if current and current.only_percentage and not current.bodies and self._links(at, lead, groups):
            current.numerator = figure.value
            self._absorb_tail(tail)
            return
        draft = self._draft(figure, self.state, groups, lead)
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
        draft = Draft(state=state, groups=groups, own_topic=self._named, own_level=bool(lead.levels))
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
        if at is not None:
            self._hedge(at, draft)
        if keep:
            state, said = self._absorber.read(self._items, self._place, max(tail.end, self._place), self.state)
            belongs = tail.leans or not (lead.topics and said.topics) and not (lead.levels and said.levels)
            if belongs or not self._next_is_number(tail):
                draft.state = replace(state, target=draft.state.target)
                draft.own_topic = draft.own_topic or bool(said.topics)
                draft.own_level = draft.own_level or bool(said.levels)
                draft.unknown += said.unknown
            self._place = max(tail.end, self._place)
            self.state = replace(state, groups=draft.groups if WOMEN in draft.groups else frozenset(draft.groups))
            self._current = draft
        self.drafts.append(draft)

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
