"""What a sentence takes from the headings over it and the sentences before it."""

from dataclasses import dataclass

from etl.narrative.items import Item
from etl.narrative.runs import OTHER
from etl.narrative.sentences import PLAIN_RANK, TITLE_RANK, Sentence
from etl.narrative.state import WOMEN, State, replace
from etl.narrative.tokens import said

DEEPEST = 40
_REPORT = said("báo cáo")
_AMONG = said("trong đó", "trong số đó", "trong đó có")
_ABOUT_WOMEN = said("công tác cán bộ nữ", "cán bộ nữ", "công tác phụ nữ")


@dataclass(slots=True)
class _Heading:
    rank: float
    state: State
    bulleted: bool = False
    last: bool = True  # nothing stood between it and the sentence being read


@dataclass(frozen=True, slots=True)
class Context:
    """`state` at the start of a sentence; `distance` is where its subject comes from."""

    state: State
    distance: str  # heading, same, goes_on, sibling, none


class Outline:
    """The headings that stand over the sentence being read, and what the last sentences said."""

    def __init__(self) -> None:
        self._headings: list[_Heading] = []
        self._last = State()
        self._siblings: dict[int, State] = {}
        self._home: str | None = None
        self._main = State()  # the last that spoke of a subject

    def context(self, sentence: Sentence, items: list[Item]) -> Context:
        """What holds when the sentence begins."""
        found = self._context(sentence, items)
        return Context(replace(found.state, home=self._home), found.distance)

    def _context(self, sentence: Sentence, items: list[Item]) -> Context:
        goes_on = bool(items) and (items[0].may("continues") or (items[0].may("women", "men") and not items[0].may("subject")))
        if not sentence.first:
            if goes_on:
                aside = self._last.target == "aside" and not items[0].may("within")
                target = self._aim() if aside else self._last.target
                return Context(replace(self._last, former=False, target=target), "goes_on")
            last = replace(
                self._last, total=None, event=False, groups=frozenset(), part=frozenset(), former=False, programme=False
            )
            stage = None if last.stage == "in_office" else last.stage  # “Hiện nay …” holds for its own sentence
            if last.target:  # the time of an aim is its own
                last = replace(last, target=self._aim(), period=self._headings[-1].state.period if self._headings else None)
            return Context(replace(self._elected(last, items), stage=stage), "same")
        self._close(sentence)
        over = self._headings[-1].state if self._headings else State()
        if over.topic is None and self._is_level(sentence, items):
            topic, posts, body = self._main.main or (None, frozenset(), None)
            kept = replace(self._main, topic=topic, posts=posts, body=body, total=None, event=False)
            return Context(replace(kept, former=False, target=self._aim(), stage=None), "goes_on")
        if items and items[0].text in _AMONG and not sentence.blank and self._last.total:
            return Context(replace(self._last, former=False), "goes_on")  # “- Tổng số: 35 người”, “- Trong đó: nữ 12”
        if goes_on and sentence.rank == PLAIN_RANK and not sentence.blank and over.topic is None:
            return Context(replace(self._last, former=False), "goes_on")
        if over.topic is None and (before := self._siblings.get(sentence.rank)) and sentence.rank > PLAIN_RANK and before.topic:
            kept = replace(before, level=over.level, unit=over.unit, total=None, former=False, target=self._aim())
            return Context(kept, "sibling")
        return Context(over, "heading" if over.topic else "none")

    @staticmethod
    def _elected(last: State, items: list[Item]) -> State:
        """From the turnout back to the body elected: “… cử tri đi bầu đạt 99,9%. Đã bầu 55/92 người ứng cử”."""
        if last.topic != OTHER or not last.main or any(item.may("subject", "other") for item in items):
            return last
        if not any(item.value("stage") == "elected" for item in items):
            return last
        topic, posts, body = last.main
        return replace(last, topic=topic, posts=posts, body=body)

    def leave(self, sentence: Sentence, items: list[Item], state: State) -> None:
        """Note what the sentence said, for those below and after it."""
        self._last = state
        self._home = state.home or self._home
        if state.main:
            self._main = state
        if not sentence.first:
            if self._headings and self._headings[-1].rank == sentence.rank and sentence.heading:
                self._headings[-1].state = self._for_below(sentence, items, state)
            elif sentence.heading:
                self._open(sentence, items, state)
            return
        if items and items[0].may("result") and self._headings:  # “Kết quả: …” below the aim: what follows are results
            self._headings[-1].state = replace(self._headings[-1].state, target=None)
        self._siblings[sentence.rank] = state
        for rank in [rank for rank in self._siblings if rank > sentence.rank]:
            del self._siblings[rank]
        if sentence.heading or sentence.rank > PLAIN_RANK or 0 < sentence.rank < PLAIN_RANK:
            self._open(sentence, items, state)

    def _is_level(self, sentence: Sentence, items: list[Item]) -> bool:
        """Whether a line goes on, for one level, with what the lines before it spoke of: “Cấp huyện: …”."""
        return (
            len(items) > 1 and items[0].may("level") and items[1].text == ":" and self._main.main is not None
            and not sentence.blank and not any(item.may("subject", "other") for item in items)
        )  # fmt: skip

    def _open(self, sentence: Sentence, items: list[Item], state: State) -> None:
        if len(self._headings) < DEEPEST:
            self._headings.append(_Heading(sentence.rank, self._for_below(sentence, items, state)))

    def _close(self, sentence: Sentence) -> None:
        if sentence.opens and self._headings and self._headings[-1].rank >= sentence.rank and self._headings[-1].last:
            self._headings[-1].rank = sentence.rank - 0.5  # a line right over the first of a list is over all of it
        for heading in self._headings:
            heading.last = False
        while self._headings:
            top = self._headings[-1]
            holds = top.rank < sentence.rank or (
                top.rank == PLAIN_RANK == sentence.rank and not (sentence.blank or top.bulleted) and not sentence.heading
            )
            if holds:
                break
            self._headings.pop()
        if self._headings and sentence.rank > PLAIN_RANK and self._headings[-1].rank <= PLAIN_RANK:
            self._headings[-1].bulleted = True

    def _aim(self) -> str | None:
        return self._headings[-1].state.target if self._headings else None

    def _for_below(self, sentence: Sentence, items: list[Item], state: State) -> State:
        aims = any(item.may("aims") and not item.may("numbered") for item in items[:6]) and not any(
            item.may("result") for item in items
        )
        under = self._aim() if self._headings and self._headings[-1].rank < sentence.rank else None
        target = "strong" if aims or (sentence.heading and state.target == "strong") else under
        if not state.groups and not state.topic and any(item.text in _ABOUT_WOMEN for item in items):
            state = replace(state, groups=frozenset({WOMEN}), topical=False)
        period = None if sentence.rank == TITLE_RANK or (items and items[0].text in _REPORT) else state.period
        return replace(state, target=target, former=False, event=False, period=period)
