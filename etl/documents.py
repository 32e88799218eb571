"""A document that was read → the sheets of its tables, each under the paragraphs that stand above it."""

from etl.narrative.blocks import Document

NAME_LENGTH = 31
TABLES = 300  # tables of one document; no report has that many


class TooManyTablesError(Exception):
    """A document with more tables than any report has."""

    def __init__(self, found: int) -> None:
        super().__init__(found)
        self.found, self.most = found, TABLES


def sheets_of_tables(document: Document) -> dict[str, list[list[str]]]:
    """Return the cells of every table, every row equally long, below its titles.

    Raises:
        TooManyTablesError: more tables than any report has.
    """
    if len(document.tables) > TABLES:
        raise TooManyTablesError(len(document.tables))
    sheets: dict[str, list[list[str]]] = {}
    for table in document.tables:
        above = document.above(table)
        rows = [*([text] for text in above), [], *table.rows]
        width = max(map(len, rows))
        sheets[_name(above, sheets)] = [[*row, *[""] * (width - len(row))] for row in rows]
    return sheets


def _name(above: list[str], taken: dict[str, list[list[str]]]) -> str:
    name = (above[-1] if above else f"Bảng {len(taken) + 1}")[:NAME_LENGTH]
    return name if name not in taken else f"{name[: NAME_LENGTH - 4]} {len(taken) + 1}"
