"""A figure held against the indicators: which one speaks of it, for which level and term, and how sure that is."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from catalogue.definitions import Definitions
from catalogue.models import Indicator
from catalogue.narrative_models import Topic
from catalogue.units import Unit
from etl.narrative.drafts import Draft
from etl.narrative.runs import ALL, MANY, MIXED
from etl.narrative.sentences import Sentence
from etl.narrative.state import MINORITY, WOMEN, YOUNG, State
from etl.numbers import agrees

ONE_BODY = 100  # seats: a smaller total is that of one body, the named unit's own
_ALONE = 0.91  # women without a total or a percentage, told by the sentence itself
_MANY_UNITS = ("province", "district", "commune")
_MEMBERS = {"member", "deputy"}
_BELOW = ("district", "commune")
_WITHOUT_LEVEL = ("training",)  # attended by persons of any level
LEAST = 0.4  # below it nothing is proposed
_FLAGS = {"hedged": 0.8, "percentage_disagrees": 0.7, "order_assumed": 0.8, "level_assumed": 0.85, "unit_ambiguous": 0.85,
          "said_differently": 0.8}  # fmt: skip
_DISTANCE = {"heading": 0.95, "same": 0.86, "goes_on": 0.93, "sibling": 0.85, "none": 0.95}
_CANDIDATES = ("first_consultation_list", "second_consultation_list", "official_list")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One figure as a sentence tells it.

    `numerator` are women (or bodies with women, or what a count counts), `denominator` all; `printed_percentage`
    is 0–100. What the text does not say is None. `start`–`end` are the offsets of `sentence` in the text.
    """

    indicator: str
    element: str | None
    unit: str | None
    level: str | None
    term: str | None
    period: str | None
    numerator: float | None
    denominator: float | None
    printed_percentage: float | None
    stage: str | None
    sentence: str
    confidence: float
    flags: tuple[str, ...]
    start: int
    end: int

    @property
    def key(self) -> tuple[str | None, ...]:
        """What the figure is of."""
        return (self.indicator, self.element, self.unit, self.level, self.term, self.period, self.stage)

    @property
    def values(self) -> tuple[float | None, ...]:
        return (self.numerator, self.denominator, self.printed_percentage)


class Judge:
    """Makes proposals of figures."""

    def __init__(self, definitions: Definitions, unit: Unit | None) -> None:
        self._indicators = definitions.indicators
        subjects = definitions.narrative.subjects
        self._topics = {topic.id: topic for topic in subjects.topics}
        self._assemblies = subjects.assemblies
        self._unit = unit

    def proposal(self, draft: Draft, text: str, sentence: Sentence, distance: str) -> Proposal | None:
        """Return the proposal of a figure; None if no indicator speaks of it or too little is sure."""
        if draft.indicator:
            return self._amount(draft, text, sentence)
        topic = self._topics.get(self._topic(draft))
        if topic is None or WOMEN not in draft.groups:
            return None
        stage = self._stage(topic, draft.state)
        indicator = self._indicator(topic, stage, draft)
        if indicator is None or not self._orders(draft):
            return None
        level = self._level(topic, indicator, draft)
        self._cap(draft, distance, level)
        state = draft.state
        term = state.term or (self._assemblies.get(int(state.assembly or 0)) if topic.id == "assembly" else None)
        return self._made(
            draft, indicator.id, self._element(topic, stage, draft), level, term, stage, text, sentence
        )  # fmt: skip

    @staticmethod
    def _topic(draft: Draft) -> str:
        state = draft.state
        if draft.bodies == "key":
            return "key_leaders"
        several = state.topic == MIXED and state.posts and not state.posts & _MEMBERS
        return "planned_leaders" if several and state.stage == "planned" else state.topic or ""

    def _made(self, draft: Draft, indicator: str, element: str | None, level: str | None, term: str | None,
              stage: str | None, text: str, sentence: Sentence) -> Proposal | None:  # fmt: skip
        confidence = min([*draft.caps, *(_FLAGS[flag] for flag in draft.flags)])
        if confidence < LEAST:
            return None
        printed = None if draft.printed is None else float(draft.printed)
        return Proposal(
            indicator, element, draft.state.unit, level, term, draft.state.period, draft.numerator, draft.denominator, printed,
            stage, text[sentence.start : sentence.end], round(confidence, 2), tuple(sorted(draft.flags)),
            sentence.start, sentence.end,
        )  # fmt: skip

    def _amount(self, draft: Draft, text: str, sentence: Sentence) -> Proposal | None:
        indicator = self._indicators[str(draft.indicator)]
        level = draft.state.level if draft.state.level in indicator.levels else None
        if "hedged" in draft.flags:
            draft.caps.append(_FLAGS["hedged"])
        return self._made(draft, indicator.id, draft.element, level, None, None, text, sentence)

    @staticmethod
    def _stage(topic: Topic, state: State) -> str | None:
        if topic.id == "training":
            return None
        if topic.family == "party" and state.stage not in ("planned", "in_office", *_CANDIDATES):
            return "elected" if state.stage == "elected" or state.congress or state.term else "in_office"
        if topic.family == "party" and state.stage in _CANDIDATES:
            return "planned"  # introduced for a party committee
        if topic.family == "party" or state.stage in ("planned", "elected", "in_office", *_CANDIDATES):
            return state.stage
        return "in_office"

    def _indicator(self, topic: Topic, stage: str | None, draft: Draft) -> Indicator | None:
        groups = draft.groups - {WOMEN}
        if draft.bodies:
            if stage == "planned" or not topic.with_women:
                return None
            return self._indicators[topic.with_women]
        by_stage = {frozenset(): topic.indicators, frozenset({MINORITY}): topic.minority, frozenset({YOUNG}): topic.young}
        named = by_stage.get(groups)
        if named is None:
            return None
        if stage == "planned" or stage in _CANDIDATES:
            found = named.get(stage)
        else:
            found = named.get(stage or "default", named.get("default"))
        return self._indicators[found] if found else None

    @staticmethod
    def _orders(draft: Draft) -> bool:
        """Put women and total in order; whether the numbers can be such."""
        part, whole = draft.numerator, draft.denominator
        if draft.printed is not None and float(draft.printed) > 100:
            return False
        if part is None and draft.printed is None:
            return False
        if part is not None and whole is not None:
            if part > whole:
                draft.numerator, draft.denominator = whole, part
                draft.flags.add("order_assumed")
                part, whole = whole, part
            if whole == 0:
                return False
            if draft.printed is not None and not agrees(part, whole, draft.printed):
                draft.flags.add("percentage_disagrees")
        return True

    def _level(self, topic: Topic, indicator: Indicator, draft: Draft) -> str | None:
        state, level = draft.state, draft.state.level
        if topic.level:
            if state.level_topic == topic.id and level in _BELOW:  # “Các ban xây dựng Đảng của Huyện ủy”
                draft.caps.append(0.3)
            return topic.level
        if level in (MANY, ALL):
            return None
        if topic.id in _WITHOUT_LEVEL:
            return level if level in indicator.levels else None
        if level is None and topic.body == "division":
            level = state.home
        if level is None and state.unit_level:
            level = state.unit_level
            if not (draft.own_topic and topic.family != "none" and (draft.denominator or ONE_BODY) < ONE_BODY):
                draft.flags.add("level_assumed")
        if level is None and self._unit is not None:
            level = self._unit.level
            draft.flags.add("level_assumed")
        if level == "grassroots" and level not in indicator.levels:
            level = "commune"
        elif level == "province" and level not in indicator.levels:
            level = "agency"
            draft.flags.add("level_assumed")
        if level is not None and level not in indicator.levels:
            draft.caps.append(0.3)
        if level and (not state.level_sure or self._is_of_another(topic, level, draft)):
            draft.flags.add("level_assumed")
        return level

    def _is_of_another(self, topic: Topic, level: str, draft: Draft) -> bool:
        """Whether the level was said of another body, which may not be that of this figure."""
        of = self._topics.get(draft.state.level_topic or "")
        if of is None or of is topic or draft.own_level:
            return False
        if topic.family == "none":  # “Lãnh đạo UBND huyện có 4 đồng chí, nữ 1; nữ lãnh đạo cấp phòng 10/34”
            return bool(topic.posts) and level in _MANY_UNITS
        return {of.family, topic.family} == {"party", "council"}

    @staticmethod
    def _element(topic: Topic, stage: str | None, draft: Draft) -> str | None:
        if draft.bodies:
            return None
        if stage != "planned" and topic.post_elements:
            posts = draft.state.posts
            return topic.post_elements.get(next(iter(posts))) if len(posts) == 1 else None
        return topic.elements.get(stage or "default")

    @staticmethod
    def _cap(draft: Draft, distance: str, level: str | None) -> None:
        """Bound the confidence by what was assumed."""
        told_by_itself = draft.own_groups and draft.own_topic
        if level is None and draft.state.level != ALL and draft.state.topic not in _WITHOUT_LEVEL:
            draft.caps.append(0.85)
        if draft.printed is None and draft.denominator is None:
            alone = told_by_itself and not draft.unknown and not draft.flags and level is not None
            draft.caps.append(_ALONE if alone else 0.85)
        if draft.of_women and ("percentage_disagrees" in draft.flags or None in (draft.printed, draft.denominator)):
            draft.caps.append(0.85)
        if draft.state.programme:
            draft.caps.append(0.85)
        if not draft.own_topic:
            draft.caps.append(_DISTANCE["goes_on" if draft.kin and distance == "same" else distance])
        if not draft.own_groups:
            draft.caps.append(0.92 if draft.state.topical else 0.85)
        if draft.unknown:
            checked = draft.printed is not None and draft.numerator is not None and "percentage_disagrees" not in draft.flags
            if not (told_by_itself and checked and draft.unknown <= 3):
                draft.caps.append(0.85 if told_by_itself and draft.unknown <= 2 else 0.7 if draft.unknown <= 3 else 0.55)

    @staticmethod
    def once(proposals: Iterable[Proposal]) -> list[Proposal]:
        """Return one proposal per thing: those that complete each other joined, those that contradict each other doubtful."""
        found: list[Proposal] = []
        last: dict[tuple[str | None, ...], int] = {}
        for proposal in proposals:
            place = last.get(proposal.key)
            if place is None:
                last[proposal.key] = len(found)
                found.append(proposal)
                continue
            before = found[place]
            pairs = list(zip(before.values, proposal.values, strict=True))
            if all(one is None or two is None or one == two for one, two in pairs):
                values = [one if one is not None else two for one, two in pairs]
                better = max(before, proposal, key=lambda one: one.confidence)
                found[place] = replace(better, numerator=values[0], denominator=values[1], printed_percentage=values[2])
                continue
            found[place], doubtful = (_doubtful(one) for one in (before, proposal))
            found.append(doubtful)
        return found


def _doubtful(proposal: Proposal) -> Proposal:
    flags = tuple(sorted({*proposal.flags, "said_differently"}))
    return replace(proposal, flags=flags, confidence=min(proposal.confidence, _FLAGS["said_differently"]))
