"""Runs of words that name one subject: “Phó Chủ tịch HĐND các xã, thị trấn”, “Ban Thường vụ Huyện ủy Lục Nam”."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from catalogue.narrative_models import Topic
from etl.narrative.items import Item
from etl.narrative.tokens import said
from etl.narrative.vocabulary import UnitName

OTHER, MIXED, MANY = "other", "mixed", "many"
ALL = "all"  # the text speaks of all levels together
_OF = said("của", "thuộc", "trong")
_OF_PLACES = ("province", "district")
_SPLIT = said(",", "/", "-", "&", "và", "hoặc")
_THROUGH = said("của", "các", "thuộc", "đảng bộ", "tại", "ở", "cấp", "những", "khối", "trực thuộc", "và tương đương", "tập thể",
                "chức danh")  # fmt: skip


@dataclass(slots=True)
class Part:
    """One member of a run."""

    body: str | None = None
    posts: set[str] = field(default_factory=set)
    level: str | None = None
    place: bool = False  # named by its place alone: “Thành ủy”


@dataclass(slots=True)
class Subject:
    """What a run says. `topic` is an id of subjects.yaml, `other` (no indicator speaks of it) or `mixed` (of several).

    `levels` are those named, in order; `sure` is false where a level's word may mean another.
    """

    end: int
    topic: str
    posts: frozenset[str]
    body: str | None
    parts: tuple[tuple[str, frozenset[str], str | None], ...]
    levels: tuple[str, ...] = ()
    sure: bool = True
    unit: UnitName | None = None

    @property
    def level(self) -> str | None:
        return None if not self.levels else self.levels[0] if len(self.levels) == 1 else MANY


def subject_at(items: Sequence[Item], place: int, topics: Mapping[str, Topic], body: str | None) -> Subject:
    """Return the subject whose first word stands at `place`.

    Args:
        body: the body spoken of before, which a post without one may belong to.
    """
    run = _Run(items, topics)
    run.take(place)
    return run.resolved(body)


class _Run:
    def __init__(self, items: Sequence[Item], topics: Mapping[str, Topic]) -> None:
        self._items, self._topics = items, topics
        self._parts = [Part()]
        self._levels: list[str] = []
        self._sure, self._end = True, 0
        self._unit: UnitName | None = None

    def take(self, place: int) -> None:
        at = place
        while at < len(self._items):
            item = self._items[at]
            if item.may("subject") and not self._is_other(at):
                self._subject(item)
            elif item.units and not item.may("level"):
                self._named(item.units)
            elif item.may("level") and at > place and self._levels and self._items[at - 1].text in _OF:
                pass  # “đảng ủy xã của tỉnh”: where they are
            elif item.may("level") and at > place:
                self._level(item)
            elif self._passes(at):
                at += 1
                continue
            elif item.text in _SPLIT and (following := self._after_split(at)):
                if self._items[following].may("subject"):
                    self._parts.append(Part())
                at = following
                continue
            elif item.text == "(" and self._is_short_form(at):
                at += 3
                self._end = at
                continue
            else:
                break
            at += 1
            self._end = at

    def _is_other(self, at: int) -> bool:
        return self._items[at].may("other")

    def _passes(self, at: int) -> bool:
        item = self._items[at]
        return item.text in _THROUGH or (item.may("women", "person") and not item.may("level"))

    def _after_split(self, at: int) -> int | None:
        following = at + 1
        while following < len(self._items) and self._passes(following) and following < at + 4:
            following += 1
        if following >= len(self._items):
            return None
        item = self._items[following]
        if item.may("subject") and not item.may("other"):
            return following
        return following if item.may("level") and self._levels else None

    def _is_short_form(self, at: int) -> bool:
        """Whether a bracket repeats the name: “Ban Chấp hành (BCH)”."""
        inside = self._items[at + 1 : at + 3]
        return len(inside) == 2 and inside[0].may("subject") and inside[1].text == ")"

    def _subject(self, item: Item) -> None:
        entry, part = item.senses["subject"], self._parts[-1]
        part.body = part.body or entry.body
        if entry.post:
            part.posts.add(entry.post)
        part.place = not part.posts and part.body == entry.body == "party_committee" and entry.level in _OF_PLACES
        if entry.level:
            self._sure = self._sure and entry.value != "unsure"
            self._add_level(entry.level)

    def _level(self, item: Item) -> None:
        entry = item.senses["level"]
        if entry.value == "unsure":
            self._sure = False
        if entry.level:
            self._add_level(entry.level)

    def _named(self, units: tuple[UnitName, ...]) -> None:
        named = {unit.name for unit in units if not self._levels or unit.level in self._levels} or {u.name for u in units}
        self._unit = next(unit for unit in units if unit.name in named)
        part = self._parts[-1]
        if self._unit.level == "agency":
            part.body = part.body or self._unit.body
        elif not self._levels:
            self._add_level(self._unit.level)
            if len({unit.level for unit in units}) > 1:
                self._sure = False

    def _add_level(self, level: str) -> None:
        if level not in self._levels:
            self._levels.append(level)

    def resolved(self, body: str | None) -> Subject:
        parts = list(self._spread(body))
        bodies = {part.body for part in parts}
        union = {post for part in parts for post in part.posts}
        each = [(self._topic(part.body, part.posts) or OTHER, frozenset(part.posts), part.level) for part in parts]
        together = self._topic(parts[0].body, union) if len(bodies) == 1 else None
        plain_member = any(not part.posts for part in parts) and any(part.posts - {"member", "deputy"} for part in parts)
        if together and not (len(parts) > 1 and plain_member):
            topic = together
        else:
            topic = each[0][0] if len({one[0] for one in each}) == 1 and not plain_member else MIXED
        found = next((part.body for part in parts if part.body), None)
        return Subject(self._end, topic, frozenset(union), found, tuple(each), tuple(self._levels), self._sure, self._unit)

    def _spread(self, body: str | None) -> Iterator[Part]:
        """The parts, those that are only posts with the body that a neighbour names: “Chủ tịch, Phó Chủ tịch UBND”."""
        after: str | None = None
        result: list[Part] = []
        for part in reversed(self._parts):
            if part.body is None and part.posts:
                context = None if part.posts == {"leader"} and self._levels else body
                for candidate in (after, None, context):
                    if self._topic(candidate, part.posts):
                        part.body = candidate
                        break
            after = part.body or after
            result.append(part)
        result.reverse()
        before: str | None = None
        for one, two in pairwise(result):  # “Bí thư Huyện ủy, Thành ủy”
            if one.posts and not two.posts and two.body and two.body in (one.body, "party_committee"):
                two.posts = set(one.posts)
            elif one.body == "standing_committee" and two.place:  # “Ban Thường vụ Huyện ủy, Thành ủy”
                two.body = one.body
        for part in result:
            if part.body is None and before and self._topic(before, part.posts):
                part.body = before
            before = part.body or before
            yield part

    def _topic(self, body: str | None, posts: set[str] | frozenset[str]) -> str | None:
        for topic in self._topics.values():
            if topic.body != body and not (body is None and topic.alone and posts):
                continue
            if posts <= set(topic.posts) and (posts or topic.bare):
                return topic.id
        return None
