"""Full text of the published sections: an index of SQLite (FTS5) beside each snapshot, with and without tone marks.

DuckDB's own full text search is an extension that is fetched from the internet or must match the engine to the
last digit (docs/adr/0013); SQLite comes with Python. An index that is gone is made again in memory from its snapshot.
"""

import re
import sqlite3
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from sqlalchemy import Connection, select

from catalogue import paths
from catalogue.text import fold, unmarked
from store.proposals import reports_in_force
from store.schema import section

MOST = 400  # hits of one search
WORD = re.compile(r"[^\W_][\w\u0300-\u036f]*")  # a syllable and its tone, which `fold` puts last


@dataclass(frozen=True)
class Part:
    """A section of a report in force; `plain`: written without tone marks."""

    submission_id: int
    place: int
    code: str
    unit_id: str
    period: str
    version: int
    file_name: str
    demonstration: bool
    heading: str | None
    content: str
    first: int
    plain: bool = False


@dataclass(frozen=True)
class Found:
    """A section that holds all words; `together`: in one piece, as they were asked."""

    part: Part
    together: bool


_TOLD = [field.name for field in fields(Part)]


def index_of(identifier: str) -> Path:
    """Where the index of a snapshot lies."""
    return paths.snapshots() / f"{identifier}.search"


def parts(connection: Connection, sections: Collection[str]) -> Iterator[Part]:
    """The sections of all reports in force, of the given parts of the outline."""
    held = reports_in_force()
    names = ("submission_id", "place", "code", "heading", "content", "first")
    about = ("unit_id", "period", "version", "file_name", "demonstration")
    statement = (
        select(*(section.c[name] for name in names), *(held.c[name] for name in about))
        .join_from(section, held, held.c.submission_id == section.c.submission_id)
        .where(section.c.code.in_(list(sections)), section.c.content != "")
        .order_by(held.c.unit_id, held.c.period, section.c.place)
    )
    for row in connection.execute(statement).mappings():
        yield Part(**row, plain=_bare(row["content"]) == _marked(row["content"]))


def write(path: Path, found: Iterable[Part]) -> None:
    """Write an index of sections as a file of its own."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as index:
        _fill(index, found)


def in_memory(found: Iterable[Part]) -> sqlite3.Connection:
    """An index that lives as long as it is used."""
    index = sqlite3.connect(":memory:", check_same_thread=False)
    _fill(index, found)
    return index


def opened(path: Path) -> sqlite3.Connection:
    """An index that was written, for reading only; any thread may use it."""
    return sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


def _fill(index: sqlite3.Connection, found: Iterable[Part]) -> None:
    with index:
        index.execute(
            f"CREATE VIRTUAL TABLE part USING fts5(marked, bare, {', '.join(f'{name} UNINDEXED' for name in _TOLD)}, "
            "tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co Mn'\")"
        )
        marks = ", ".join("?" * (2 + len(_TOLD)))
        rows = ((*_both(part), *astuple(part)) for part in found)
        index.executemany(f"INSERT INTO part VALUES ({marks})", rows)  # noqa: S608 - question marks only


def _both(part: Part) -> tuple[str, str]:
    text = f"{part.heading or ''}\n{part.content}"
    return _marked(text), _bare(text)


def _marked(text: str) -> str:
    return unicodedata.normalize("NFC", fold.__wrapped__(text))


def _bare(text: str) -> str:
    return unmarked.__wrapped__(text)


def words_of(text: str) -> list[str]:
    """The words of a search or text as the index holds them, with their marks."""
    return WORD.findall(_marked(text))


def search(
    index: sqlite3.Connection, text: str, *, code: str = "", units: Collection[str] = (), period: str = ""
) -> list[Found]:
    """Return the sections that hold all words of `text`, those that hold them in one piece first, then the best first.

    Words with tone marks find the words so written, and texts that are written without any; words without find both.

    Args:
        index: of a snapshot.
        text: what is asked; nothing is found for a text without letters or digits.
        code: a section of the outline, those below it included; "" for all.
        units: unit_ids of reporting units; none for all.
        period: reporting period; "" for all.
    """
    words = words_of(text)
    if not words:
        return []
    bare = WORD.findall(_bare(text))
    ways = [("bare", bare, "")] if bare == words else [("marked", words, ""), ("bare", bare, " AND plain")]
    found: dict[tuple[int, int], Found] = {}
    for together in (True, False):
        for column, asked, only in ways:
            phrase = " ".join(asked)
            wanted = f'"{phrase}"' if together else " AND ".join(f'"{word}"' for word in asked)
            for part in _select(index, f"{column} : ({wanted})", only, code, units, period):
                found.setdefault((part.submission_id, part.place), Found(part, together))
    return list(found.values())[:MOST]


def _select(index: sqlite3.Connection, asked: str, only: str, code: str, units: Collection[str], period: str) -> Iterator[Part]:
    named = ", ".join("?" * len(units))
    statement = (
        f"SELECT {', '.join(_TOLD)} FROM part WHERE part MATCH ?{only}"  # noqa: S608 - names and question marks only
        " AND (? = '' OR code = ? OR code LIKE ? || '.%') AND (? = '' OR period = ?)"
        + (f" AND unit_id IN ({named})" if units else "")
        + f" ORDER BY bm25(part) LIMIT {MOST}"
    )
    rows = index.execute(statement, (asked, code, code, code, period, period, *units))
    for row in rows:
        told = dict(zip(_TOLD, row, strict=True))
        yield Part(**{**told, "demonstration": bool(told["demonstration"]), "plain": bool(told["plain"])})
