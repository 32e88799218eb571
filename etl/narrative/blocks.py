"""What a document is made of, whatever its format: paragraphs in order, and tables with their place."""

from dataclasses import dataclass, field

TITLES, LONGEST_TITLE = 6, 300  # paragraphs above a table that may be its titles; letters of one


@dataclass
class Paragraph:
    """A paragraph with text; a line break of Word parts paragraphs too. `number` counts them from 1: “đoạn 12”."""

    number: int
    text: str  # as read on paper: with the number that Word writes before it, Unicode composed
    label: str = ""  # that number, “3.2.”; empty where it is typed or there is none
    heading: bool = False  # of a style for headings
    bold: bool = False  # the whole of it
    lead: str = ""  # its beginning, where only that is bold
    listed: bool = False  # a line of the table of contents


@dataclass
class Table:
    """Rows of texts, every row equally long. `after`: the number of the paragraph it stands below, 0 at the top."""

    after: int
    rows: list[list[str]]


@dataclass
class Document:
    """A document that was read; `notes` are codes of warnings about how."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def above(self, table: Table) -> list[str]:
        """The texts that may be titles of a table: short paragraphs between the last table and this one, the nearest."""
        before = max((other.after for other in self.tables if other is not table and other.after < table.after), default=0)
        same = [other for other in self.tables if other.after == table.after]
        if same and same[0] is not table:
            return []
        between = [p.text for p in self.paragraphs[before : table.after]]
        found: list[str] = []
        for text in reversed(between[-TITLES:]):
            if len(text) > LONGEST_TITLE:
                break
            found.insert(0, text)
        return found
