"""The words of tables that are not the product's own form: labels.csv."""

from typing import Annotated, Literal

from pydantic import BeforeValidator

from catalogue.models import Definition, OptText

Dimension = Literal[
    "element", "stage", "sex", "ethnicity", "age", "measure", "level", "skip", "sum", "filler", "letterhead", "title"
]
Codes = Annotated[tuple[str, ...], BeforeValidator(lambda text: tuple(text.split()) if isinstance(text, str) else text)]


class Label(Definition):
    """What a phrase in a heading, row label or title says. Rows with one text say several things.

    `element` and `stage` name data elements (`*` stands for any characters); those of a stage
    (planned, elected, candidate) are meant only where the stage is named. `default` is the
    element meant if nothing else narrows the choice. `skip` marks what is known and not loaded
    (running number, men, remarks), `sum` a row or column of sums, `filler` words without weight,
    `letterhead` a line that is no heading of a table, `title` words of a table's title.
    """

    text: str
    dimension: Dimension
    codes: Codes
    default: OptText
