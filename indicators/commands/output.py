"""Rows as a table, CSV or JSON on standard output."""

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

Row = dict[str, Any]


def print_json(rows: Iterable[Row]) -> None:
    json.dump([{k: tidy(v) for k, v in row.items()} for row in rows], sys.stdout, ensure_ascii=False, indent=2, default=str)
    print()


def print_csv(rows: Iterable[Row], columns: Sequence[str]) -> None:
    writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({k: tidy(row[k]) for k in columns} for row in rows)


def print_table(rows: Iterable[Row], columns: Sequence[str]) -> None:
    table = Table(*columns)
    for row in rows:
        table.add_row(*(_shown(row[name]) for name in columns))
    Console(width=None if sys.stdout.isatty() else 200).print(table)


def tidy(value: Any) -> Any:
    """Whole numbers without a decimal part: 9, not 9.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _shown(value: Any) -> str:
    if value is None:
        return ""
    value = tidy(value)
    return f"{value:.2f}" if isinstance(value, float) else str(value)
