"""Where the numbers of a report come from: the cells behind each value, looked up together, and the annex that lists them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection

from catalogue.definitions import Definitions
from catalogue.words import number_text
from indicators.explain import cells_behind
from reports.official.fields import Field
from reports.official.figures import Figures
from reports.official.layout import Layout
from reports.official.tables import LANDSCAPE, LEFT, Cell, Head, grid

NAMED = 2  # cells named for a value
Key = tuple[str, str, str, str, str]  # indicator, level, time, unit, part; no unit: all


@dataclass(frozen=True)
class Cells:
    """Cells behind a value: the first few by name, and how many there are."""

    named: tuple[str, ...]
    count: int

    def told(self, words: dict[str, str]) -> str:
        """In words: the cells named, the rest counted."""
        named, more = "; ".join(self.named), self.count - len(self.named)
        return words["cells"].format(named=named, count=number_text(more)) if more > 0 else named


class Sources:
    """The cells behind all numbers of a report."""

    def __init__(self, connection: Connection, fields: Iterable[Field]) -> None:
        """Look the cells up in one question for all indicators and times of `fields`."""
        fields = list(fields)
        indicators = sorted({one.indicator for one in fields})
        times = sorted({time for one in fields for time in one.time.split(", ") if time})
        wanted = {(one.indicator, one.level) for one in fields}
        self._cells: dict[Key, dict[str, None]] = defaultdict(dict)
        for row in cells_behind(connection, indicators, times).to_pylist():
            for level in (row["level"], ""):  # without a level: a sum over all of them
                if (row["indicator"], level) in wanted:
                    place = f"{row['file']} (v{row['version']})" + (f", {row['sheet']}!{row['cell']}" if row["sheet"] else "")
                    self._cells[row["indicator"], level, row["period"], row["value_unit"], row["part"]][place] = None
                    self._cells[row["indicator"], level, row["period"], "", row["part"]][place] = None

    def of(self, one: Field) -> Cells:
        """The cells of a field's value: of its unit where that reported itself, else of all units that were summed."""
        parts = (one.part,) if one.part in ("numerator", "denominator") else ("numerator", "denominator", "share")
        places: dict[str, None] = {}
        for time in one.time.split(", "):
            for unit_id in (one.unit_id, ""):
                told = [self._cells.get((one.indicator, one.level, time, unit_id, part), {}) for part in parts]
                if any(told):
                    places |= {place: None for cells in told for place in cells}
                    break
        return Cells(tuple(islice(places, NAMED)), len(places))


def annex(
    definitions: Definitions,
    figures: Figures,
    layout: Layout,
    sources: Sources,
    used: Iterable[str],
    fields: Mapping[str, Field],
) -> str:
    """Return the table that lists the numbers of the text, those of one value in one row."""
    groups: dict[str, list[Field]] = defaultdict(list)
    for name in dict.fromkeys(used):
        groups[fields[name].group].append(fields[name])
    rows: list[list[Cell]] = []
    for group, members in groups.items():
        told = "; ".join(f"{layout.fields[one.part]}: {one}" for one in members)
        leading = next((one for one in members if one.part == "value"), members[0])
        formula = "; ".join(dict.fromkeys(one.formula for one in members if one.formula))
        cells = sources.of(leading)
        where = leading.unit or layout.words["whole"]
        indicator = definitions.indicators.get(leading.indicator)
        level = figures.levels.get(leading.level, "")
        times = ", ".join(definitions.words.period(time) for time in leading.time.split(", ") if time)
        rows.append([group, told, indicator.title_vi if indicator else "–",
                     f"{where}, {level}" if level else where, times, formula or layout.words["sum"],
                     cells.told(layout.words) or "–"])  # fmt: skip
    widths = (22, 30, 22, 17, 14, 18, 44)
    aligned = tuple(LEFT for _ in widths)
    return grid([[Head(head) for head in layout.headings["sources"]]], rows, widths, aligned, LANDSCAPE, size=7.5)
