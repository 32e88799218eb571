"""Several numbers for several things named before them, in the order of the naming.

“Tỷ lệ đại biểu trẻ tuổi và đại biểu nữ tương ứng là 44,1% và 28,5%”, “cấp tỉnh, cấp huyện, cấp xã lần lượt là …”.
"""

from collections.abc import Sequence

from etl.narrative.drafts import Draft
from etl.narrative.items import Item
from etl.narrative.state import WOMEN, Groups, Lead, State, replace
from etl.narrative.tokens import said

_SEPARATORS = said(",", ";", "và", "-", "là", "đạt", "chiếm")
Spread = list[tuple[int, Draft | None]]


def spread(items: Sequence[Item], numbers: Sequence[int], lead: Lead, state: State) -> Spread | None:
    """Return the numbers that share the words before the first, each with its figure or None; None if it stands alone."""
    together = _together(items, numbers)
    many = len(together)
    if many < 2 or not (lead.respectively or len(set(lead.levels)) == many or len(lead.groups) == many):
        return None
    drafts = _by_groups(items, together, lead, state) or _by_levels(items, together, lead, state)
    drafts = drafts or _by_subjects(items, together, lead, state) or _by_terms(items, together, lead, state)
    drafts = drafts or _by_units(items, together, lead, state)
    if drafts is None and not lead.respectively:
        return None
    found: Spread = list(drafts or [(at, None) for at in together])
    for _, draft in found:
        if draft:
            draft.unknown = lead.unknown_after
            if not lead.respectively:
                draft.caps.append(0.85)
    return found


def _together(items: Sequence[Item], numbers: Sequence[int]) -> list[int]:
    """The numbers of one kind that only commas and “và” part."""
    first = items[numbers[0]].figure
    if first is None or first.kind == "count":
        return []
    found = [numbers[0]]
    for at in numbers[1:]:
        figure = items[at].figure
        between = items[found[-1] + 1 : at]
        if figure is None or figure.kind != first.kind or not between or any(i.text not in _SEPARATORS for i in between):
            break
        found.append(at)
    return found


def _by_groups(items: Sequence[Item], numbers: list[int], lead: Lead, state: State) -> Spread | None:
    if len(lead.groups) != len(numbers):
        return None
    return [(at, _draft(items, at, state, groups)) for at, groups in zip(numbers, lead.groups, strict=True)]


def _by_levels(items: Sequence[Item], numbers: list[int], lead: Lead, state: State) -> Spread | None:
    levels = list(dict.fromkeys(level for level in lead.levels if level != "many"))
    groups = lead.groups[-1] if lead.groups else state.groups
    if len(levels) != len(numbers) or len(lead.groups) > 1:
        return None
    states = [replace(state, level=level, level_sure=True) for level in levels]
    return [(at, _draft(items, at, one, groups)) for at, one in zip(numbers, states, strict=True)]


def _by_subjects(items: Sequence[Item], numbers: list[int], lead: Lead, state: State) -> Spread | None:
    groups = lead.groups[-1] if lead.groups else state.groups
    if len(lead.subjects) != len(numbers) or len(lead.groups) > 1:
        return None
    states = [replace(state, topic=topic, posts=posts) for topic, posts, _ in lead.subjects]
    return [(at, _draft(items, at, one, groups)) for at, one in zip(numbers, states, strict=True)]


def _by_terms(items: Sequence[Item], numbers: list[int], lead: Lead, state: State) -> Spread | None:
    groups = lead.groups[-1] if lead.groups else state.groups
    if len(lead.terms) != len(numbers) or len(lead.groups) > 1:
        return None
    states = [replace(state, term=term) for term in lead.terms]
    return [(at, _draft(items, at, one, groups)) for at, one in zip(numbers, states, strict=True)]


def _by_units(items: Sequence[Item], numbers: list[int], lead: Lead, state: State) -> Spread | None:
    groups = lead.groups[-1] if lead.groups else state.groups
    if len(lead.units) != len(numbers) or len(lead.groups) > 1:
        return None
    states = [replace(state, unit=unit) for unit in lead.units]
    return [(at, _draft(items, at, one, groups)) for at, one in zip(numbers, states, strict=True)]


def _draft(items: Sequence[Item], at: int, state: State, groups: Groups) -> Draft | None:
    figure = items[at].figure
    if figure is None or WOMEN not in groups or state.target or state.former:
        return None
    draft = Draft(state=state, groups=groups)
    if figure.kind == "percent":
        draft.printed = figure.printed
    else:
        draft.numerator, draft.denominator = figure.value, figure.whole
    return draft
