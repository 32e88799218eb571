"""What stands right after a number: “9 | đồng chí nữ trong Ban Thường vụ”, and where the next figure's words begin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from catalogue.narrative_models import Topic
from etl.narrative.items import Item
from etl.narrative.runs import MIXED, subject_at
from etl.narrative.state import MEN, MINORITY, WOMEN, YOUNG, Groups
from etl.narrative.tokens import said

_STOPS = (",", ";", ":", "(", ")", ".", "/", "=", "+", "-", "?", "!", "[", "]", "|", "\t")
_HAS, _JOINED = said("có", "gồm"), said("tham gia", "của")
_NUMBER = said("số", "các")
_IS, _WITHIN = said("là"), tuple(said("trong"))
_NEAR = 10  # items
LONGEST = 40  # items looked at after a number


@dataclass(frozen=True, slots=True)
class Tail:
    """`end` is where it stops; `groups` are those of the persons counted; `noun` is the first thing named."""

    end: int
    groups: Groups
    noun: Item | None
    bracket: bool  # holds a remark in brackets, which is said of this number alone
    leans: bool  # begins by a word that ties what follows to the number: “trong”, “tham gia”


def tail_at(items: Sequence[Item], place: int, topics: Mapping[str, Topic]) -> Tail:
    """Return what follows the number that ends before item `place`."""
    closes = place + 1 < len(items) and items[place].text == ")"
    if closes and (items[place + 1].may("women", "person", "of") or _are_women(items, place + 1)):  # “21,95% (9/41) nữ trong …”
        place += 1
    end, joiner, bracket = place, None, False
    while end < len(items) and end < place + LONGEST:
        item = items[end]
        if item.text == "(" and (after := _remark_end(items, end)):
            end, bracket = after, True
            continue
        if item.figure or item.text in _STOPS:
            break
        if item.may("subject") and not item.may("other"):  # a run of words may hold commas: “Huyện ủy, Thành ủy”
            said_here = subject_at(items, end, topics, None)
            if said_here.topic != MIXED and said_here.end > end:
                end = said_here.end
                continue
        if _stops(items, end, place):
            break
        if item.may("joins"):
            joiner = end
        end += 1
    if end < len(items) and items[end].figure and joiner is not None:
        end = joiner
    end = _before_next_women(items, place, end)
    named = place + 1 if place + 1 < end and items[place].text in _NUMBER and items[place + 1].may("place", "level") else place
    noun = items[named] if named < end else None
    leans = bracket or any(item.may("of") for item in items[place : min(end, place + 4)])
    return Tail(end, _groups(items, place, end), noun, bracket, leans)


def _are_women(items: Sequence[Item], place: int) -> bool:
    """Whether a body is named whose members counted before are women: “13/55 (23,64%) | đại biểu HĐND tỉnh là nữ”."""
    for one, two in pairwise(items[place : place + _NEAR]):
        if one.text in _IS and two.may("women"):
            return True
        if one.figure or one.text in _STOPS:
            break
    return False


def _remark_end(items: Sequence[Item], at: int) -> int:
    """Where a bracket ends that says something of the number before it, with no number of its own; 0 if it is none."""
    for end in range(at + 1, min(at + 10, len(items))):
        if items[end].text == ")":
            inside = items[at + 1 : end]
            told = any(item.time or item.units or item.may("level", "term", "subject") for item in inside)
            return end + 1 if told and not any(item.may("women", "compare", "former") for item in inside) else 0
        if items[end].figure or items[end].text == "(":
            return 0
    return 0


def _stops(items: Sequence[Item], at: int, place: int) -> bool:
    item = items[at]
    if item.may("has_women"):
        return False
    if item.text in _IS:
        after = items[at + 1] if at + 1 < len(items) else None
        return after is None or not after.may("women", "men", "group", "subject", "person")
    if item.text in _HAS or item.may("compare", "within", "respectively"):
        return True
    if item.may("out_of") and (at > place or (item.text.split()[0] in _WITHIN and " " in item.text)):
        return True
    return item.may("makes", "share") and item.text not in _IS


def _before_next_women(items: Sequence[Item], place: int, end: int) -> int:
    """A tail cut before “nữ” that belongs to the count after it: “41 ủy viên | nữ 9”."""
    if end < len(items) and end - 1 > place and items[end - 1].may("women") and _counts(items, end):
        return end - 1
    return end


def _counts(items: Sequence[Item], at: int) -> bool:
    if items[at].text in (":", "=") or items[at].text in _HAS or items[at].text in _IS:
        at += 1
    figure = items[at].figure if at < len(items) else None
    return figure is not None and figure.kind != "percent"


def _groups(items: Sequence[Item], place: int, end: int) -> Groups:
    """Who the counted persons are, as far as it is said before a preposition or after a bracket with the percentage."""
    found: set[str] = set()
    at = place
    while at < len(items) and at < place + LONGEST:
        item = items[at]
        if at >= end:
            if not _is_bracket(items, at):
                break
            at += 3
            end = _after_bracket(items, at)
            continue
        if item.may("other"):
            found.add("other")
        elif not (item.may("of") and item.text not in _IS):
            found |= _group(item)
        elif any(_group(later) for later in items[at:end]) and not found and item.text in _JOINED:
            pass
        else:
            found |= {group for later in items[at:end] for group in _group(later) if group == "other" or later.may("group")}
            found |= {WOMEN for one, two in pairwise(items[at:end]) if one.text in _IS and two.may("women")}
            break
        at += 1
    return frozenset(found)


def _group(item: Item) -> set[str]:
    if item.may("women"):
        return {WOMEN}
    if item.may("men") and not item.may("foreign"):
        return {MEN}
    if item.may("group"):
        value = item.value("group") or "other"
        return {value if value in (MINORITY, YOUNG) else "other"}
    return set()


def _is_bracket(items: Sequence[Item], at: int) -> bool:
    """Whether a bracket with nothing but one figure stands here: “(21,95%)”."""
    inside = items[at : at + 3]
    return len(inside) == 3 and inside[0].text == "(" and inside[1].figure is not None and inside[2].text == ")"


def _after_bracket(items: Sequence[Item], at: int) -> int:
    end = at
    while end < len(items) and end < at + 4 and not items[end].figure and items[end].text not in _STOPS:
        if items[end].may("within", "compare", "share", "makes") and items[end].text not in _IS:
            break
        end += 1
    return end
