"""What is marked on the charts of a view: targets with their documents, districts whose territory changed."""

import pandas as pd

from catalogue import definitions
from indicators.progress.register import applicable, path
from presentation import notes
from presentation.charts.frame import Line, Path
from presentation.language import number, t
from presentation.views import View, changed_districts, district_names, short_time


def target_lines(view: View) -> list[Line]:
    """The targets that bind this view, one line for each value."""
    lines: dict[float, list[str]] = {}
    for target in applicable(definitions.load(), view.indicator.id, view.level, view.time):
        lines.setdefault(float(target.value or 0), []).append(notes.document(target))
    return [Line(value, f"{number(value)}%", "; ".join(dict.fromkeys(names))) for value, names in sorted(lines.items())]


def target_paths(view: View, times: list[str]) -> list[Path]:
    """The targets over the times of a chart; documents that ask the same stand together."""
    found: dict[tuple[tuple[tuple[str, float], ...], str | None], list[str]] = {}
    for bound in path(definitions.load(), view.indicator.id, view.level, list(dict.fromkeys(times))).values():
        last = bound[-1][1]
        due = str(last.due_date.year) if last.due_date and str(last.due_date.year) > times[-1][:4] else None
        asked = tuple((short_time(time), float(target.value or 0)) for time, target in bound)
        found.setdefault((asked, due), []).append(notes.document(last))
    return [Path(asked, "; ".join(dict.fromkeys(names)), due) for (asked, due), names in found.items()]


def lines_note(lines: list[Line]) -> str:
    asked = "; ".join(f"{line.label} – {line.documents}" for line in lines)
    return t("lines_note", targets=asked) if lines else ""


def district_labels(view: View, unit_ids: pd.Series) -> pd.Series:
    """District names for identifiers, as reported a star where the territory changed; none: outside any district."""
    known = definitions.load()
    names, changed = district_names(known), changed_districts(known) if view.on_map is None else set()
    codes = {unit_id: known.geography.units[unit_id].code for unit_id in unit_ids.dropna().unique()}
    labels = {unit_id: names[code] + (" *" if code in changed else "") for unit_id, code in codes.items()}
    return unit_ids.map(lambda unit_id: labels.get(unit_id, t("no_district"))).astype(object)


def marks_note(rows: pd.DataFrame) -> str:
    return t("heat_changed") if rows["label"].astype(str).str.endswith("*").any() else ""
