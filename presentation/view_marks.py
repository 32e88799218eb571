"""What is marked on the charts of a view: targets with their documents, districts whose territory changed."""

from catalogue import definitions
from indicators.progress.register import applicable, path
from presentation import notes
from presentation.charts.frame import Line, Path, Rows
from presentation.language import number, t
from presentation.views import View, short_time


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


def district_label(view: View, unit_id: str | None) -> str:
    """The name of a district, as reported a star where the territory changed; none: outside any district."""
    if unit_id is None:
        return t("no_district")
    known = definitions.load()
    code = known.geography.units[unit_id].code
    changed = view.on_map is None and code in known.geography.changed_districts
    return known.geography.district_names[code] + (" *" if changed else "")


def marks_note(rows: Rows) -> str:
    return t("heat_changed") if any(str(row["label"]).endswith("*") for row in rows) else ""
