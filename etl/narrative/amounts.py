"""Counts of activities and money: “25 cuộc truyền thông”, “kinh phí đã chi 120 triệu đồng”."""

from collections.abc import Sequence

from etl.narrative.drafts import Draft
from etl.narrative.items import Item
from etl.narrative.state import Lead, State
from etl.narrative.tokens import said
from etl.narrative.vocabulary import Grammar

_STOPS = (",", ";", ":", "(", ")", ".")
_REACH = 8  # items after a measure word in which its activity is named
_EVENTS = said("cuộc", "buổi")
BUDGET = "budget_spent"


def activity(grammar: Grammar, items: Sequence[Item], at: int, lead: Lead) -> Draft | None:
    """The count of an activity that the number at `at` says; a draft without indicator for one nobody asks for."""
    noun = items[at + 1] if at + 1 < len(items) else None
    if noun is None or not noun.may("measure"):
        return None
    named = None
    for item in items[at + 2 : at + 2 + _REACH]:
        if item.figure or item.text in _STOPS:
            break
        if item.may("activity"):
            named = item.value("activity")
            break
        if item.may("subject", "other"):
            named = "other"
            break
    draft = Draft(state=State(), groups=frozenset())
    named = named or lead.activity
    counted = next((one for one in grammar.definitions.narrative.subjects.counted if one.activity == named), None)
    figure = items[at].figure
    if counted and figure and not (items[at - 1].may("compare") if at else False):
        draft.indicator, draft.element, draft.numerator = counted.indicator, counted.element, figure.value
        draft.caps.append(0.92 if noun.text in _EVENTS else 0.8)
    return draft


def money(items: Sequence[Item], at: int, lead: Lead) -> Draft | None:
    """Money spent, in million dong; a draft without indicator for other money."""
    unit = items[at + 1] if at + 1 < len(items) else None
    if unit is None or not unit.may("money"):
        return None
    draft, figure = Draft(state=State(), groups=frozenset()), items[at].figure
    if lead.spent and figure:
        draft.indicator = BUDGET
        draft.numerator = round(figure.value * float(unit.value("money") or 0), 6)
        draft.caps.append(0.9)
    return draft
