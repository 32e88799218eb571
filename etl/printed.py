"""What a cell prints beside its number, “13/55 (23,64%)”, against the number of its row's total."""

from collections.abc import Iterator

from catalogue.errors import Message
from etl.cells import Reading
from etl.numbers import agrees, percentages
from etl.problems import Problem


def disagreements(sheet: str, spot: str, reading: Reading, total: float | None, total_spot: str) -> Iterator[Problem]:
    """Yield what the printed whole or percentage contradicts.

    Args:
        sheet, spot: where the part stands.
        reading: the part, with whole and percentage as printed.
        total: the total of the row; None if missing.
        total_spot: where it stands.
    """
    if reading.whole is not None and total is not None and reading.whole != total:
        expected = Message.of("expect_whole", whole=f"{total:g}", cell=total_spot)
        yield Problem("whole_differs", sheet, spot, f"{reading.whole:g}", expected)
        return
    whole = total if total is not None else reading.whole
    if reading.percent and reading.value is not None and whole and not agrees(reading.value, whole, reading.percent):
        yield Problem("percent_differs", sheet, spot, reading.percent, f"{100 * reading.value / whole:.2f}")


def share_disagrees(sheet: str, spot: str, cell: object, women: float | None, total: float | None) -> Iterator[Problem]:
    """Yield what the cell of a column of shares prints and the counts do not give; missing counts say nothing."""
    said = percentages(cell)
    if women is None or not total or not said or any(agrees(women, total, text) for text in said):
        return
    yield Problem("percent_differs", sheet, spot, said[0], f"{100 * women / total:.2f}", "warning")


def ambiguous(sheet: str, spot: str, reading: Reading) -> Problem:
    """Say how a number was understood that may be thousands or a decimal."""
    return Problem("number_ambiguous", sheet, spot, reading.raw, f"{reading.value:g}", "warning")
