"""What stands right after a number: “9 | đồng chí nữ trong Ban Thường vụ”, and where the next figure's words begin."""

from collections.abc import Sequence
from dataclasses import dataclass

from etl.narrative.items import Item
from etl.narrative.state import MEN, MINORITY, WOMEN, YOUNG, Groups
from etl.narrative.tokens import said

_STOPS = (",", ";", ":", "(", ")", ".", "/", "=", "+", "-", "?", "!", "[", "]", "|", "\t")
_HAS, _JOINED = said("có", "gồm"), said("tham gia", "của")
_IS, _WITHIN = said("là"), tuple(said("trong"))
LONGEST = 40  # items looked at after a number


@dataclass(frozen=True, slots=True)
class Tail:
    """`end` is where it stops; `groups` are those of the persons counted; `noun` is the first thing named."""

    end: int
    groups: Groups
    noun: Item | None
    leans: bool  # begins by a word that ties what follows to the number: “trong”, “tham gia”


def tail_at(items: Sequence[Item], place: int) -> Tail:
    """Return what follows the number that ends before item `place`."""
    end, joiner = place, None
    while end < len(items) and end < place + LONGEST:
        item = items[end]
        if item.figure or (item.text in _STOPS and not (item.text == "," and item.may("subject"))):
            break
        if _stops(items, end, place):
            break
        if item.may("joins"):
            joiner = end
        end += 1
    if end < len(items) and items[end].figure and joiner is not None:
        end = joiner
    end = _before_next_women(items, place, end)
    noun = items[place] if place < end else None
    leans = any(item.may("of") for item in items[place : min(end, place + 4)])
    return Tail(end, _groups(items, place, end), noun, leans)


def _stops(items: Sequence[Item], at: int, place: int) -> bool:
    item = items[at]
    if item.may("has_women"):
        return False
    if item.text in _IS:
        after = items[at + 1] if at + 1 < len(items) else None
        return after is None or not after.may("women", "men", "group", "subject", "person")
    if item.text in _HAS or item.may("compare", "within", "respectively"):
        return True
    if item.may("out_of") and (at > place or item.text.split()[0] in _WITHIN and " " in item.text):
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
