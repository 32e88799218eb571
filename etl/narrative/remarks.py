"""Brackets that only list who the persons counted are: “2/4 đồng chí (Giám đốc và 01 Phó Giám đốc)”. Pure."""

from collections.abc import Sequence

from etl.narrative.items import Item

_LONGEST = 14  # items of a bracket


def without_lists(items: Sequence[Item]) -> list[Item]:
    """Return the items without such brackets: their numbers are parts of a count that stands before them."""
    kept: list[Item] = []
    at = 0
    while at < len(items):
        end = _list_end(items, at) if kept else 0
        if not end:
            kept.append(items[at])
        at = end or at + 1
    return kept


def _list_end(items: Sequence[Item], at: int) -> int:
    """Where a bracket ends that names posts and how many hold each; 0 if none begins at `at`."""
    if items[at].text != "(":
        return 0
    for end in range(at + 1, min(at + _LONGEST, len(items))):
        item = items[end]
        if item.text == ")":
            return end + 1 if any(one.figure for one in items[at:end]) else 0
        after = items[end + 1] if end + 1 < len(items) else None
        counts = item.figure is not None and item.figure.kind == "count" and after is not None and _is_post(after)
        if not (counts or _is_post(item) or item.text == "," or item.may("joins", "filler")) or item.may("women", "group"):
            return 0
    return 0


def _is_post(item: Item) -> bool:
    entry = item.senses.get("subject")
    return entry is not None and entry.post is not None
