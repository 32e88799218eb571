"""The figures of one sentence: numbers read in order, each with the words before and after it.

A number is a part of the figure before it (“9/41 đồng chí nữ, chiếm 21,95%”), the total of figures that
follow, a figure of its own, or none of these: a change, an aim, men, units, days.
"""

from etl.narrative.amounts import activity
from etl.narrative.counting import Counting
from etl.narrative.drafts import Draft
from etl.narrative.items import Item
from etl.narrative.numbers import Figure
from etl.narrative.spread import spread
from etl.narrative.state import WOMEN, Lead, Total, is_said, replace
from etl.narrative.tails import Tail
from etl.narrative.tokens import said
from etl.numbers import agrees

_LEVEL_OF = said("(", "là", "đạt", ":")
_FROM, _ARE = said("từ"), said("là")
_CHANGES = said("bầu bổ sung", "bổ sung", "kiện toàn", "phân công", "bố trí", "nghỉ", "chuyển công tác", "mỗi", "bình quân")
_BY = said("theo")
_EXTREMES = said("cao nhất", "thấp nhất", "lớn nhất")
_ONE_PLACE = said("xã", "phường", "huyện", "thành phố", "tỉnh", "đơn vị", "địa phương", "nơi", "cơ quan")
_CARRIED_OUT = said("theo", "thực hiện", "triển khai", "ban hành", "xây dựng", "hoàn thành", "triển khai thực hiện", "lập")
_DONE = said("đã", "và", "được")
_CLAUSE = (",", ";", ".", ":", "(", ")")
_UP_TO = said("-", "đến")
_SIGNS = ("≥", ">", "<", "≤", "+")
_SMALL_FRACTION = 5


class FigureReader(Counting):
    """Reads one sentence: `drafts` are its figures, `state` what it leaves for sentences that go on with it."""

    def read(self) -> None:
        """Read all items."""
        if self._items and (self._is_by_plan() or (self._items[0].may("aims") and self._is_plan())):
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
            self._number(at, self._items[at].figure, lead)
        self.state, lead = self._absorber.read(self._items, self._place, len(self._items), self.state)
        if self.drafts and self.state.target:  # “…, trong khi chỉ tiêu là ≥ 25%”: said of the figure before
            self.state = replace(self.state, target="aside")
        if any(item.may("event", "activity") or item.text in _CHANGES for item in self._items):
            for draft in self.drafts:  # “03 nữ đại biểu HĐND phát biểu”: some of the women, perhaps
                if not draft.indicator and draft.printed is None and draft.denominator is None:
                    draft.caps.append(0.85)
        if lead.groups and not numbers:
            self.state = replace(self.state, groups=lead.groups[-1], topical=lead.share or bool(lead.topics))

    def _is_plan(self) -> bool:
        """Whether a sentence begins as a plan: “Kế hoạch năm 2025: …”, “Mục tiêu đến năm 2030 …”."""
        following = self._items[1] if len(self._items) > 1 else None
        return following is None or following.time is not None or following.text == ":" or following.may("until")

    def _is_by_plan(self) -> bool:
        """Whether a sentence begins with what is planned: “Theo kế hoạch, năm 2024 tổ chức 30 cuộc”."""
        begins = self._items[:3]
        return len(begins) == 3 and begins[0].text in _BY and begins[1].may("aims") and begins[2].text == ","

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
        if figure.kind == "count" and figure.value != int(figure.value) and at and self._items[at - 1].may("share"):
            figure = Figure("percent", figure.value, printed=f"{figure.value:g}")  # “tỷ lệ 21,95”: the sign is left out
        if figure.kind == "percent":
            self._percent(at, figure, lead, tail)
        elif figure.kind == "ratio":
            self._ratio(at, figure, lead, tail)
        else:
            self._count(at, figure, lead, tail)

    def _is_none(self, at: int, lead: Lead, after: Item | None) -> bool:
        """Whether the number is a change, an aim, or one of a time before that is not named."""
        absorber = self._absorber
        if absorber.comparing is not None and absorber.opened is None and self._is_proved(at):
            absorber.comparing = None
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
        if self._is_one_of_many(at):
            return True
        return self._is_range(at) or self._is_planned(at) or (at > 0 and self._items[at - 1].text in _SIGNS)

    def _is_proved(self, at: int) -> bool:
        """Whether counts in brackets show that a percentage is no increase: “tăng lên 21,95% (9/41)”."""
        figure, after = self._items[at].figure, self._items[at + 1 : at + 3]
        if figure is None or figure.kind != "percent" or not after or after[0].text != "(":
            return False
        ratio = after[-1].figure
        return ratio is not None and bool(ratio.whole) and agrees(ratio.value, ratio.whole or 0, figure.printed or "")

    def _is_one_of_many(self, at: int) -> bool:
        """Whether the number is that of one place without a name: “xã cao nhất 40%, xã thấp nhất là 15%”."""
        before = [item.text for item in self._items[max(0, at - 4) : at] if item.text not in _LEVEL_OF]
        return len(before) > 1 and before[-1] in _EXTREMES and before[-2] in _ONE_PLACE

    def _is_planned(self, at: int) -> bool:
        """Whether the clause up to the number says what is planned: “Kế hoạch của huyện là 20 cuộc”."""
        place = at - 1
        if place >= 0 and self._items[place].may("aims"):
            return True  # “kế hoạch 25%, thực hiện 21,95%”
        while place >= 0 and not self._items[place].figure and self._items[place].text not in _CLAUSE:
            if self._items[place].may("aims"):
                between = self._items[place + 1 : at]
                if any(item.text in _ARE for item in between):
                    return True
                carried_out = place > 0 and self._items[place - 1].text in _CARRIED_OUT
                if carried_out and self._items[place - 1].text in _BY:  # “theo kế hoạch 20 cuộc, thực tế đã tổ chức 22”
                    carried_out = not any(item.may("result") for item in self._items[at:])
                after = self._items[at + 1] if at + 1 < len(self._items) else None
                counts = after is not None and after.may("measure")
                return counts and not carried_out and not any(i.may("result") or i.text in _DONE for i in between)
            place -= 1
        return False

    def _is_range(self, at: int) -> bool:
        """Whether the number is one end of a range, or what was before: “từ 18,5% lên 21,95%”, “20-25%”."""
        before = self._items[at - 1] if at else None
        if before is None:
            return False
        if before.text in _FROM:
            return not self._tail(at).bracket
        return before.text in _UP_TO and at > 1 and self._items[at - 2].figure is not None

    def _percent(self, at: int, figure: Figure, lead: Lead, tail: Tail) -> None:
        current = self._current
        groups = self._groups(lead, tail)
        if (
            current
            and current.printed is None
            and self._links(at, lead, groups)
            and not self._is_of_others(current, figure, lead)
        ):
            current.printed = figure.printed
            self._hedge(at, current)
            if figure.doubtful and current.denominator is None:
                current.caps.append(0.8)
            if not current.groups and tail.groups == frozenset({WOMEN}):  # “13/55 (23,64%) đồng chí trong … là nữ”
                current.groups, current.own_groups = tail.groups, True
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

    def _ratio(self, at: int, figure: Figure, lead: Lead, tail: Tail) -> None:
        done = activity(self._grammar, self._items, at, lead)
        if done and not any(item.may("aims") for item in self._items):  # 5 of 6 that were planned, or of others?
            done.caps.append(0.8)
        if self._amount(at, done):
            return
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
        if not chosen and is_said(self.state.topic):  # “Bầu 35/35 đại biểu …, trong đó nữ 11”: those there are come first
            state = self.state
            made = Total(figure.value, state.topic, state.level, state.unit, self._items[at].start)
            self.state = replace(state, total=made)

    @staticmethod
    def _is_of_others(current: Draft, figure: Figure, lead: Lead) -> bool:
        """Whether women are named only for the percentage: “bầu 55/92 người ứng cử, tỷ lệ nữ 38,18%”."""
        part, whole = current.numerator, current.denominator
        if current.groups or not lead.groups or part is None or not whole:
            return False
        return not agrees(part, whole, figure.printed or "")

    @staticmethod
    def _completes(current: Draft, figure: Figure) -> bool:
        if current.bodies or current.indicator:
            return current.only_percentage
        return current.only_percentage or (current.denominator is None and current.numerator == figure.value)
