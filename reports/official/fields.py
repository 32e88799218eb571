"""A number of a report as a field: what it is, how it is printed, and the mark that leads it through a template.

A field that a template prints carries its id between two private characters; `controls` turns these into content
controls. So wording stays free text, and no number can enter a report without a field.
"""

import re
from dataclasses import dataclass, field

OPEN, MIDDLE, CLOSE = "\ue000", "\ue001", "\ue002"
MARK = re.compile(f"{OPEN}([^{MIDDLE}]*){MIDDLE}([^{CLOSE}]*){CLOSE}")


@dataclass(frozen=True)
class Field:
    """One printed number.

    `part`: numerator, denominator, value, difference, units_reported, units_expected, lower, upper, needed, gap, count.
    `unit`: name of the unit it is about; `time`: period or term; `formula`: how the value follows from its counts.
    `group`: id of the value it is a part of, under which its source cells are found.
    """

    id: str
    text: str
    value: float
    group: str
    part: str
    indicator: str
    unit_id: str
    unit: str
    level: str
    time: str
    formula: str
    numerator: float | None = None
    denominator: float | None = None

    def __str__(self) -> str:
        return f"{OPEN}{self.id}{MIDDLE}{self.text}{CLOSE}"

    def __html__(self) -> str:
        """Printed by a template that escapes: digits and signs need no escaping."""
        return str(self)


@dataclass
class Register:
    """All fields of a report, printed or not, by id."""

    fields: dict[str, Field] = field(default_factory=dict)

    def add(self, one: Field) -> Field:
        """Keep a field; its id is its own.

        Raises:
            ValueError: the id is taken by another number: a mistake of the program.
        """
        if self.fields.setdefault(one.id, one) != one:
            raise ValueError(f"two numbers share the id {one.id}")
        return one


def plain(text: str) -> str:
    """A marked text as it is read."""
    return MARK.sub(r"\2", text)
