"""What a proposed figure may become: whether it can be recorded as it stands, and what is suggested."""

from catalogue.definitions import Definitions
from store.beside import SURE, Row, beside, differs, has_cell

__all__ = ["ACCEPT", "CORRECT", "DECLINE", "LATER", "Row", "beside", "complete", "differs", "shown_first", "suggested"]

ACCEPT, CORRECT, DECLINE, LATER = "accepted", "corrected", "declined", "later"


def complete(row: Row) -> bool:
    """Whether element, level, period and a count are told: what a cell of the form needs."""
    counted = row["numerator"] is not None or row["denominator"] is not None
    return bool(has_cell(row) and row["element"] and row["level"] and counted and row["of_period"] in (None, row["period"]))


def suggested(row: Row) -> str:
    """What is ticked at first: acceptance of a sure figure that contradicts nothing; else nothing yet."""
    return ACCEPT if row["confidence"] >= SURE and complete(row) and not differs(row) else LATER


def shown_first(known: Definitions, row: Row) -> list[str]:
    """The elements that a figure may be recorded as: those of its indicator, then all others that are counts."""
    indicator = known.indicators.get(row["indicator"] or "")
    parts = [*indicator.numerator.values(), *indicator.denominator.values()] if indicator else []
    own = [component.element for components in parts for component in components]
    return list(dict.fromkeys([*own, *(one.id for one in known.elements.values() if one.unit not in ("text", "yes_no"))]))
