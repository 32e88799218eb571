"""What a load changes, in words: cells (old → new) and the values of indicators that move."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.table import Table
from rich.text import Text
from sqlalchemy import Connection

from catalogue.definitions import Definitions
from catalogue.errors import Message
from catalogue.words import Words, number_text
from etl.candidates import Candidate
from etl.problems import Problem
from store import difference, snapshot
from store.difference import ADDED, CHANGED, REMOVED, UNCHANGED

Row = dict[str, Any]
SHOWN = 12  # rows of each table on a terminal; --json has all
CELL_COLUMNS = ("unit", "sheet", "cell", "what", "column", "old", "new")
VALUE_COLUMNS = ("indicator", "unit", "level", "time", "old", "new")
ABOUT = ("unit_id", "level", "term", "element", "measure", "sex", "ethnicity", "age", "sheet", "cell")


@dataclass
class Changes:
    """What one file changes: how many cells are new or the same; each that changes or becomes missing."""

    added: int = 0
    changed: list[Row] = field(default_factory=list)
    unchanged: int = 0
    removed: list[Row] = field(default_factory=list)

    def as_dict(self) -> Row:
        return {"added": self.added, "changed": self.changed, "unchanged": self.unchanged, "removed": self.removed}


@dataclass
class Difference:
    """What the files of a load change. `values`: indicator, unit_id, unit, level, period, total, old, new."""

    files: dict[int, Changes]
    values: list[Row] = field(default_factory=list)
    since: dict[int, Row] = field(default_factory=dict)  # of each candidate (its id), against earlier periods: etl/since.py

    def of(self, candidate: Candidate) -> Changes:
        return self.files.get(candidate.entry.submission_id, Changes()) if candidate.entry else Changes()


def cells_changed(connection: Connection, candidates: list[Candidate]) -> dict[int, Changes]:
    """What each new version changes, by its number."""
    new = [candidate.entry.submission_id for candidate in candidates if candidate.entry]
    files = {number: Changes() for number in new}
    for row in difference.observations(connection, new).to_pylist() if new else []:
        changes = files[row["submission_id"]]
        if row["change"] == ADDED:
            changes.added = row["cells"]
        elif row["change"] == UNCHANGED:
            changes.unchanged = row["cells"]
        else:
            told = {name: row[name] for name in ABOUT} | {"old": _said(row, "old"), "new": _said(row, "new")}
            {CHANGED: changes.changed, REMOVED: changes.removed}[row["change"]].append(told)
    for candidate in candidates:
        if candidate.status != "replaced" or candidate.entry is None:
            continue  # a first report leaves nothing blank: what it hides was generated
        if removed := files[candidate.entry.submission_id].removed:
            candidate.problems.append(_blanked(len(removed), removed[0]["sheet"], removed[0]["cell"]))
    return files


def values_moved(rows: list[Row], definitions: Definitions) -> list[Row]:
    """Rows of `store.difference.moved_values` as they are told: values as percentages 0–100 or counts."""
    return [
        {
            "indicator": row["indicator"], "unit_id": row["unit_id"], "unit": _unit(row["unit_id"], definitions),
            "level": row["level"], "period": row["period"], "total": row["total"],
            "old": _value(row, "old", definitions), "new": _value(row, "new", definitions),
        }
        for row in rows
    ]  # fmt: skip


def correction(connection: Connection, candidates: Iterable[Candidate]) -> int:
    """How many cells the corrections in force change; one that leaves blank what was answered before is warned of it."""
    numbers = {
        candidate.entry.submission_id: candidate for candidate in candidates if candidate.entry and candidate.entry.in_force
    }
    found = difference.changed_cells(connection, list(numbers)) if numbers else {}
    for number, (_, removed) in found.items():
        if removed:
            numbers[number].problems.append(_blanked(removed, *difference.first_blank(connection, number)))
    return sum(changed + removed for changed, removed in found.values())


def corrected(cells: int, before: Mapping[str, str]) -> Message:
    """What corrections of `cells` cells changed; `before` is what the snapshot before them says of itself."""
    now = snapshot.facts_in_use()
    alike = before.get("definitions") == now.get("definitions")  # else more moves than the corrections
    if not alike or not snapshot.path_of(before["snapshot"]).exists():
        return Message.of("load_corrected_cells", cells=cells)
    values = difference.moved_between(snapshot.path_of(before["snapshot"]), snapshot.current())
    return Message.of("load_corrected", cells=cells, values=values)


def _blanked(removed: int, sheet: str, cell: str) -> Problem:
    return Problem("answers_become_blank", sheet, cell, str(removed), severity="warning")


def _said(row: Row, when: str) -> float | str | None:
    """What a cell says: a number, a text, “x” for not applicable, nothing for missing."""
    if row[f"{when}_state"] == "not_applicable":
        return "x"
    value = row[f"{when}_value"]
    return row[f"{when}_text"] if value is None else _tidy(value)


def _value(row: Row, when: str, definitions: Definitions) -> Row:
    numerator, denominator, share = (row[f"{when}_{name}"] for name in ("numerator", "denominator", "share"))
    count = definitions.indicators[row["indicator"]].kind == "count"
    value = difference.value_of(numerator, denominator, share, count=count)
    state = row[f"{when}_state"]
    return {
        "numerator": _tidy(numerator), "denominator": None if count else _tidy(denominator), "value": value,
        "state": "missing" if state == "value" and value is None else state, "units": row[f"{when}_units"] or 0,
    }  # fmt: skip


def _tidy(value: float | None) -> float | None:
    return int(value) if value is not None and value.is_integer() else value


def _unit(unit_id: str, definitions: Definitions) -> str:
    unit = definitions.geography.units.get(unit_id)
    return unit.name if unit else unit_id


def summary(changes: Changes, words: Words, lang: str) -> str:
    """One line on what a file changes."""
    counts = {"added": changes.added, "changed": len(changes.changed), "removed": len(changes.removed)}
    return words("changes_of_file", lang, unchanged=changes.unchanged, **counts)


def tables(found: Difference, definitions: Definitions, lang: str) -> Iterator[Table | str]:
    """The changed cells and the moved values, each cut at `SHOWN` rows and followed by how many more there are."""
    words = definitions.words
    cells = [row for changes in found.files.values() for row in (*changes.changed, *changes.removed)]
    rows = [_cell_row(row, definitions, lang) for row in cells[:SHOWN]]
    yield from _cut("changes_cells", CELL_COLUMNS, rows, len(cells), words, lang)
    rows = [_value_row(row, definitions, lang) for row in found.values[:SHOWN]]
    yield from _cut("changes_values", VALUE_COLUMNS, rows, len(found.values), words, lang)


def _cut(title: str, heads: Sequence[str], rows: list[list[str]], count: int, words: Words, lang: str) -> Iterator[Table | str]:
    if not rows:
        return
    table = Table(title=words(title, lang, count=count), title_justify="left")
    for head in heads:
        table.add_column(words("column_" + head, lang), no_wrap=True, overflow="ellipsis")
    for row in rows:
        table.add_row(*(Text("".join(c if c.isprintable() else "�" for c in text)) for text in row))
    yield table
    if count > len(rows):
        yield words("changes_more", lang, count=count - len(rows))


def _cell_row(row: Row, definitions: Definitions, lang: str) -> list[str]:
    element = definitions.elements[row["element"]]
    column = next(
        (
            c
            for c in definitions.columns.values()
            if c.dimensions == tuple(row[d] for d in ("measure", "sex", "ethnicity", "age"))
        ),
        None,
    )
    label = (column.label_vi if lang == "vi" else column.label_en) if column else row["measure"]
    name = element.name_vi if lang == "vi" else element.name_en
    what = f"{name} ({row['term']})" if row["term"] else name
    said = [row["old"], row["new"]]
    return [
        _unit(row["unit_id"], definitions),
        row["sheet"],
        row["cell"],
        what,
        label,
        *(_number(value, lang) for value in said),
    ]


def _number(value: float | str | None, lang: str) -> str:
    if value is None or isinstance(value, str):
        return value or "–"
    return number_text(value, 0 if float(value).is_integer() else 2, lang)


def _value_row(row: Row, definitions: Definitions, lang: str) -> list[str]:
    indicator = definitions.indicators[row["indicator"]]
    title = indicator.title_vi if lang == "vi" else indicator.title_en
    unit = definitions.words("changes_total", lang, unit=row["unit"]) if row["total"] else row["unit"]
    told = (_told(row[when], indicator.decimals, definitions, lang) for when in ("old", "new"))
    return [title, unit, definitions.name("level", row["level"], lang), definitions.words.period(row["period"], lang), *told]


def _told(said: Mapping[str, Any], decimals: int, definitions: Definitions, lang: str) -> str:
    """“9/41 = 21,95”; the state where there is no value."""
    if said["state"] != "value" or said["value"] is None:
        return definitions.name("state", said["state"] or "missing", lang)
    value = number_text(said["value"], decimals, lang)
    return value if said["denominator"] is None else f"{said['numerator']}/{said['denominator']} = {value}"
