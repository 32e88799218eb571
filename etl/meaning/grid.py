"""The figures of a sheet, each with the texts it stands under and beside. Knows shapes, not forms."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from etl.meaning.lexicon import Meaning

Read = Callable[[str], Meaning]
IsFigure = Callable[[Any], bool]

_ORDINAL = re.compile(r"\(?(?:[A-ZĐ]|[IVXLC]+|\d+(?:\.\d+)*|[a-zđ])\)?[.)/]?$")
_RANKS = (
    re.compile(r"(?:phần\s+)?[A-ZĐ](?:[.)/]\s*|$)"),
    re.compile(r"[IVXLC]+(?:[.)/]\s*|$)"),
    re.compile(r"\d+(?:[.)/]\s*|$)(?!\d)"),
    re.compile(r"\d+\.\d+\S*"),
    re.compile(r"[a-zđ][.)/]"),
    re.compile(r"[-–+*•]"),
)
_UNNUMBERED, _SUBORDINATE = len(_RANKS), len(_RANKS) + 1
_COLUMN_NUMBER = re.compile(r"\(?\s*(\d{1,2})\s*(?:=.*)?\)?$")


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the sheet and what it says."""

    row: int
    column: int
    text: str
    says: Meaning


@dataclass(frozen=True)
class Figure:
    """A cell with what it stands under: own row's labels, headings (innermost first), groups and titles (nearest first)."""

    row: int
    column: int
    cell: Any
    labels: tuple[Text, ...]
    heads: tuple[Text, ...]
    groups: tuple[Text, ...]
    titles: tuple[Text, ...]
    headed: bool  # whether the column has a heading of its own
    block: int  # the heading block it belongs to


@dataclass
class _Walk:
    """Where the reader of a sheet stands: the headings in force, the groups above, the titles."""

    heads: list[int] = field(default_factory=list)
    open: bool = False  # the next row may still belong to the headings
    stack: list[tuple[int, tuple[Text, ...]]] = field(default_factory=list)
    titles: list[Text] = field(default_factory=list)
    begun: bool = False  # figures were read under these headings
    paths: dict[int, tuple[Text, ...]] = field(default_factory=dict)
    first: int | None = None  # first column with a heading over figures
    block: int = 0


class Grid:
    """Walks through a sheet from top to bottom."""

    def __init__(self, rows: list[list[Any]], read: Read, is_figure: IsFigure) -> None:
        self.rows, self.read, self.is_figure = rows, read, is_figure

    def figures(self) -> Iterator[Figure]:
        """Yield every cell of every row that has figures or a label, in the columns that have headings or figures."""
        walk = _Walk()
        for r, row in enumerate(self.rows):
            texts = [Text(r, c, cell, self.read(cell)) for c, cell in enumerate(row) if self._is_text(cell)]
            spots = [c for c, cell in enumerate(row) if self._is_number(cell)]
            if not texts and not spots:
                walk.open = False
                continue
            if self._is_heading(walk, texts, spots):
                self._head(walk, r)
            elif _numbers_of_columns(row):
                walk.open = False
            else:
                yield from self._row(walk, r, texts, spots)

    def _is_text(self, cell: Any) -> bool:
        return isinstance(cell, str) and bool(cell.strip()) and not self.is_figure(cell) and not _ORDINAL.match(cell.strip())

    def _is_number(self, cell: Any) -> bool:
        if isinstance(cell, str):
            return bool(cell.strip()) and self.is_figure(cell)
        return cell is not None

    def _is_heading(self, walk: _Walk, texts: list[Text], spots: list[int]) -> bool:
        """Texts beside each other, without figures; right below a heading one text over figures is enough."""
        if spots or not texts or any(text.says.letterhead for text in texts):
            return False
        if walk.open and walk.first is not None:
            return any(text.column >= walk.first for text in texts)
        right = [text for text in texts if text.column > texts[0].column]
        return any(text.says.says_something for text in right) or len(right) > 1 or (bool(right) and not walk.begun)

    def _head(self, walk: _Walk, r: int) -> None:
        if not walk.open:
            walk.heads, walk.stack, walk.begun = [], [], False
            walk.block += 1
        walk.heads.append(r)
        walk.open = True
        walk.paths = self._paths(walk.heads)
        walk.first = min((c for c, path in walk.paths.items() if any(_over_figures(t.says) for t in path)), default=None)

    def _paths(self, heads: list[int]) -> dict[int, tuple[Text, ...]]:
        """Headings over each column, innermost first; a merged heading reaches right to the next one beside or above it."""
        reach: dict[int, list[Text]] = {}
        width = len(self.rows[heads[0]])
        borders: set[int] = set()
        for place, r in enumerate(heads):
            spread: Text | None = None
            for c in range(width):
                cell = self.rows[r][c]
                if c in borders:
                    spread = None
                if isinstance(cell, str) and cell.strip():
                    spread = Text(r, c, cell, self.read(cell))
                    borders.add(c)
                below = any(_filled(self.rows[lower][c]) for lower in heads[place + 1 :])
                if spread and (spread.column == c or below):
                    reach.setdefault(c, []).append(spread)
        return {c: tuple(reversed(path)) for c, path in reach.items()}

    def _row(self, walk: _Walk, r: int, texts: list[Text], spots: list[int]) -> Iterator[Figure]:
        walk.open = False
        left = texts[0].column if texts else -1
        spots = [c for c in spots if c > left and not self._skipped(walk, c)]  # what stands left of a label numbers the row
        starts = [*spots, *([] if walk.first is None or walk.first <= left else [walk.first])]
        first = min(starts, default=len(self.rows[r]))
        labels = tuple(text for text in reversed(texts) if text.column < first and not self._skipped(walk, text.column))
        rank = self._rank(r, labels)
        while walk.stack and walk.stack[-1][0] >= rank:
            walk.stack.pop()
        groups = tuple(text for _, above in reversed(walk.stack) for text in above)
        columns = {*spots, *(c for c, path in walk.paths.items() if c >= first and any(_over_figures(t.says) for t in path))}
        for c in sorted(columns if spots or labels else ()):
            heads = walk.paths.get(c, ())
            headed = any(text.column == c for text in heads)
            yield Figure(r, c, self.rows[r][c], labels, heads, groups, tuple(walk.titles), headed, walk.block)
        walk.begun = walk.begun or bool(spots)
        if labels:
            walk.stack.append((rank, labels))
        if not spots and (not walk.heads or _after_gap(self.rows, r)):
            walk.titles[:0] = texts

    def _skipped(self, walk: _Walk, column: int) -> bool:
        return any(text.says.skip for text in walk.paths.get(column, ())[:1])

    def _rank(self, r: int, labels: tuple[Text, ...]) -> int:
        """How deep a row stands: A, I, 1, 1.1, a), -, without number; “Trong đó: nữ” is below all."""
        if labels and all(text.says.only_who for text in labels):
            return _SUBORDINATE
        end = min((text.column for text in labels), default=0)
        for cell in [*(self.rows[r][:end]), *(text.text for text in labels)]:
            mark = f"{cell:g}" if isinstance(cell, float) else str(cell).strip() if cell is not None else ""
            for rank, pattern in enumerate(_RANKS):
                if mark and pattern.match(mark):
                    return rank
        return _UNNUMBERED


def _filled(cell: Any) -> bool:
    return isinstance(cell, str) and bool(cell.strip())


def _over_figures(says: Meaning) -> bool:
    """Whether a heading stands over figures, not over labels, numbers of rows or remarks."""
    return not says.skip and (says.only_who or says.elements is not None or bool(says.term or says.period or says.unit))


def _after_gap(rows: list[list[Any]], r: int) -> bool:
    """Whether a row stands after an empty one: a title of what follows."""
    return r > 0 and not any(_filled(cell) or isinstance(cell, (int, float)) for cell in rows[r - 1])


def _numbers_of_columns(row: list[Any]) -> bool:
    """A row that numbers the columns: A, B, 1, 2, 3=1+2 …, with gaps; rising, at least three, nothing else."""
    numbers = []
    for cell in row:
        if cell is None or cell == "":
            continue
        if isinstance(cell, float) and cell.is_integer():
            numbers.append(int(cell))
        elif isinstance(cell, str) and (found := _COLUMN_NUMBER.match(cell.strip())):
            numbers.append(int(found[1]))
        elif not (isinstance(cell, str) and re.fullmatch(r"\s*\(?[A-ZĐa-z]\)?\s*", cell)):
            return False
    return len(numbers) >= 3 and numbers[0] <= 3 and all(a < b for a, b in pairwise(numbers))
