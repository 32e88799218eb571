"""Counts in a sentence: all persons of a body, the women among them, places with women in a body."""

from itertools import pairwise

from etl.narrative.amounts import activity, money
from etl.narrative.drafts import Draft
from etl.narrative.items import Item
from etl.narrative.numbers import Figure
from etl.narrative.runs import OTHER
from etl.narrative.state import MEN, WOMEN, Groups, Lead, Total, is_said, replace
from etl.narrative.tails import Tail
from etl.narrative.taking import Taking
from etl.narrative.tokens import said

_AND_ONLY = said("và")
_NEXT = 5  # items


class Counting(Taking):
    """Reads counts."""

    def _bodies_counted(self, at: int, figure: Figure, lead: Lead, tail: Tail) -> bool:
        """Take a count of places with a woman in a body: “trong 28 xã có 25 xã có nữ trong ban thường vụ”."""
        noun = tail.noun
        if noun is None or not (noun.may("place", "level") or self._is_body(noun)) or noun.may("person", "women"):
            return False
        named = next(
            (item.value("has_women") or "any" for item in self._items[at + 1 : tail.end] if item.may("has_women")), None
        )
        if named is None:
            self._places = figure.value
            if tail.end < len(self._items) and self._items[tail.end].may("makes"):
                self.state = replace(self.state, target="clause")  # “19 xã đạt trên 25%”: a threshold
            if not self._is_body(noun):
                return False
            self._absorb_tail(tail)
            self._current = None
            return True
        self._bodies(at, figure, lead, tail)
        if self._current:
            places = self._places if self._places and self._places >= figure.value else None
            self._current.numerator, self._current.denominator = figure.value, places
        return True

    def _period_after(self, at: int) -> str | None:
        """The year or half-year named after a count of activities: “04 cuộc … trong năm 2023”."""
        for place in range(at + 1, len(self._items)):
            item, before = self._items[place], self._items[place - 1]
            if item.figure or item.text == ";" or (item.time and before.text == ","):  # “…, năm 2024 có 06 cuộc”
                return None
            if item.time and item.time.kind in ("year", "half") and not before.may("numbered", "aims", "until", "term"):
                return item.time.value
        return None

    def _is_body(self, noun: Item) -> bool:
        """Whether bodies are counted, not their members: “21 ban thường vụ”."""
        entry = noun.senses.get("subject")
        return entry is not None and not entry.post and any(
            topic.body == entry.body and topic.with_women for topic in self._grammar.topics.values()
        )  # fmt: skip

    def _count(self, at: int, figure: Figure, lead: Lead, tail: Tail) -> None:
        if self._amount(at, activity(self._grammar, self._items, at, lead) or money(self._items, at, lead)):
            return
        groups = self._groups(lead, tail, near=True)
        if groups is None and self.state.groups == frozenset({WOMEN}) and self._risen(at):
            groups = self.state.groups  # “số nữ đại biểu tăng từ 10 lên 12 người”
        if groups == frozenset({WOMEN}) and not tail.groups and self._women_follow(tail):
            groups = None  # “Số cán bộ nữ trong cấp ủy: BCH có 11 đồng chí, trong đó nữ 03”
        if self._bodies_counted(at, figure, lead, tail):
            return
        if figure.value != int(figure.value) or (tail.noun is not None and self._is_foreign(tail.noun)):
            return
        in_list = groups is None and self._in_list_of_women(at, lead, tail)
        if tail.noun is None and groups is None and not (in_list or self._names_total(at, lead)):
            return
        topical = self.state.topical
        if in_list:
            self._women(at, figure, lead, tail, frozenset({WOMEN}))
            if self._current:
                self._current.caps.append(0.91 if topical else 0.85)
        elif groups is None:
            self._total(at, figure, lead, tail)
        elif WOMEN in groups and MEN not in groups:
            if self._is_shared(at, figure, tail):
                return
            self._women(at, figure, lead, tail, groups | (self.state.part if lead.within else frozenset()))
        else:
            self._absorb_tail(tail)
            self.state = replace(self.state, groups=groups, part=groups)
            self._current = None

    def _amount(self, at: int, amount: Draft | None) -> bool:
        """Take a count of activities or money; whether it is one."""
        if amount is None:
            return False
        if amount.indicator:
            amount.state = replace(self.state, period=self._period_after(at) or self.state.period)
            self._hedge(at, amount)
            self.drafts.append(amount)
        self.state = replace(self.state, topic="other", total=None)
        self._current = None
        return True

    def _is_shared(self, at: int, figure: Figure, tail: Tail) -> bool:
        """Take the total of a percentage before it: “21,95% trong số 41 ủy viên là nữ”."""
        current = self._current
        if not (current and current.only_percentage and not current.groups and self._is_out_of(at)):
            return False
        if not self._says_are_women(self._items[at + 1 : tail.end]):
            return False
        current.denominator, current.groups = figure.value, frozenset({WOMEN})
        self._complete(current, tail)
        return True

    def _in_list_of_women(self, at: int, lead: Lead, tail: Tail) -> bool:
        """Whether a count goes on with a list of women: “nữ ở huyện: 9 đ/c (21,95%), xã: 98 đ/c (23,3%)”."""
        if (
            self._women_follow(tail)
            or self.state.groups != frozenset({WOMEN})
            or not (lead.levels or lead.units or lead.topics or lead.terms)
        ):
            return False
        after = self._items[tail.end : tail.end + 3]
        percent = next((item.figure for item in after if item.figure), None)
        return (
            percent is not None
            and percent.kind == "percent"
            and not any(item.may("within", "women", "group") for item in after)
        )

    def _women_follow(self, tail: Tail) -> bool:
        """Whether the women among those counted are counted next: “, trong đó nữ 03”."""
        after = self._items[tail.end : tail.end + _NEXT]
        for one, two in pairwise(after):
            if one.may("women"):
                return two.figure is not None and two.figure.kind == "count"
            if one.figure or not (one.text in (",", "(", ";") or one.may("within", "filler")):
                return False
        return False

    @staticmethod
    def _is_foreign(noun: Item) -> bool:
        if noun.shape in ("word", "skipped"):
            return True
        return noun.may("foreign", "measure") and not noun.may("person", "women", "subject")

    def _names_total(self, at: int, lead: Lead) -> bool:
        place = at - 2 if at > 1 and self._items[at - 1].text == ":" else at - 1
        before = self._items[place] if at else None
        return bool(lead.topics) or (before is not None and before.may("total", "out_of", "within", "stage"))

    def _total(self, at: int, figure: Figure, lead: Lead, tail: Tail) -> None:
        current, total = self._current, self.state.total
        if current and current.numerator is not None and current.denominator is None and self._is_out_of(at):
            if figure.value >= current.numerator:
                current.denominator = figure.value
            self._complete(current, tail)
            return
        named = tail.noun is not None and tail.noun.may("subject")  # “…, trong 25 Phó Bí thư có 06 nữ”: others
        if total and not named and self._is_out_of(at) and self._near_total(at):
            self._place = tail.end  # “55 đại biểu trong 92 người ứng cử”: what the 55 were chosen from
            return
        before = self.state
        self._absorb_tail(tail)
        if at and lead.topics and self._items[at - 1].text in _AND_ONLY:  # “Giám đốc và 3 Phó Giám đốc”: 3 are not all
            together = is_said(before.topic) and before.topic == self.state.topic
            self.state = replace(
                self.state, total=None, groups=frozenset(), posts=before.posts | self.state.posts,
                topic=before.topic if together else OTHER,
            )  # fmt: skip
            self._current = None
            return
        state = self.state
        made = Total(figure.value, state.topic, state.level, state.unit, self._items[at].start)
        self.state = replace(state, total=made, groups=frozenset(), part=frozenset())
        self._current = None

    def _women(self, at: int, figure: Figure, lead: Lead, tail: Tail, groups: Groups) -> None:
        current = self._current
        if current is None and self._is_out_of(at):  # “trong 40 nữ ứng cử có 12 người trúng cử”: a share among women
            self._absorb_tail(tail)
            self.state = replace(self.state, total=None, groups=frozenset({"other"}))
            return
        if (
            current
            and current.only_percentage
            and not current.bodies
            and current.groups == groups
            and self._links(at, lead, groups)
        ):
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
        if total and lead.within and not lead.topics and total.topic != draft.state.topic:
            draft.caps.append(
                0.85 if is_said(total.topic) or total.topic is None else 0.5
            )  # “Ban … có 21 người, trong đó 6 nữ là …”
        if draft.state.topic == "planned_trained":
            draft.denominator = next(
                (one.numerator for one in reversed(self.drafts[:-1]) if one.state.stage == "planned"), None
            )
        if groups != frozenset({WOMEN}) and current and current.numerator and current.groups == frozenset({WOMEN}):
            draft.of_women = True

    @staticmethod
    def _same(total: Total, draft: Draft) -> bool:
        if total.topic is None:  # “trong 864 người có tên trong danh sách …, phụ nữ có 392”: named after it
            return draft.own_topic
        return (total.topic, total.level, total.unit) == (draft.state.topic, draft.state.level, draft.state.unit)
