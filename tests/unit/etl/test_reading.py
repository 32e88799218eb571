"""Tables are found by their labels: moving them changes nothing that is read."""

import copy
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.definitions import Definitions
from catalogue.forms import FormInstance, Forms
from etl.archives import receive
from etl.cells import CellReader
from etl.meaning.lexicon import Lexicon
from etl.meaning.matching import Matcher
from etl.problems import Problem
from etl.reading import FormPlan, FormReader, Readings
from etl.workbook import Sheet, address
from tests.workbooks import filled


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sheet]:
    return receive(filled(tmp_path_factory.mktemp("form") / "f.xlsx"))[0].sheets


@pytest.fixture(scope="module")
def instance(known: Definitions, forms: Forms) -> FormInstance:
    when = known.periods["2024-S1"]
    return forms.instance(known.geography.resolve("218", when.reference_date), when)


@pytest.fixture(scope="module")
def plan(known: Definitions, instance: FormInstance) -> FormPlan:
    return FormPlan(instance, known.words)


def read(plan: FormPlan, known: Definitions, sheets: dict[str, Sheet]) -> Readings:
    instance = plan.instance
    matcher = Matcher(Lexicon(known), known.geography, instance, Forms(known).asked_cells(instance))
    readings, problems = FormReader(CellReader(known), lambda: matcher).read(plan, sheets)
    assert problems == []
    return readings


def test_a_form_as_written_and_as_searched_read_alike(plan: FormPlan, known: Definitions, sheets: dict[str, Sheet]) -> None:
    straight = read(plan, known, sheets)
    moved = {name: Sheet(name, [*sheet.rows, ["ghi chú"] + [""] * (len(sheet.rows[0]) - 1)]) for name, sheet in sheets.items()}
    searched = read(plan, known, moved)
    assert (searched.value, searched.state, searched.places) == (straight.value, straight.state, straight.places)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(above=st.integers(0, 4), left=st.integers(0, 3), rename=st.booleans(), data=st.data())
def test_moved_sheets_rows_and_columns_read_alike(
    plan: FormPlan, known: Definitions, sheets: dict[str, Sheet], above: int, left: int, rename: bool, data: st.DataObject
) -> None:
    before = read(plan, known, sheets)
    names = data.draw(st.permutations(list(sheets)))
    moved = {}
    for place, name in enumerate(names):
        rows = [[""] * left + row for row in copy.deepcopy(sheets[name].rows)]
        rows = [[""] * len(rows[0]) for _ in range(above)] + rows if rows else rows
        new = f"Trang {place}" if rename else name
        moved[new] = Sheet(new, rows)
    after = read(plan, known, moved)
    assert (after.value, after.state) == (before.value, before.state)


def test_swapped_columns_are_read_by_their_headings(plan: FormPlan, known: Definitions, sheets: dict[str, Sheet]) -> None:
    before = read(plan, known, sheets)
    swapped = dict(sheets)
    rows = copy.deepcopy(sheets["II.3.2 Cấp huyện"].rows)
    for row in rows:
        row[3], row[4] = row[4], row[3]
    swapped["II.3.2 Cấp huyện"] = Sheet("II.3.2 Cấp huyện", rows)
    after = read(plan, known, swapped)
    assert after.value == before.value
    assert after.places.cell != before.places.cell


def test_readings_stand_where_they_say(plan: FormPlan, known: Definitions, sheets: dict[str, Sheet], tmp_path: Path) -> None:
    readings = read(plan, known, sheets)
    place = list(zip(readings.places.sheet, readings.places.cell, strict=True)).index(("II.3.2 Cấp huyện", "E5"))
    assert readings.value[place] == 9


@pytest.mark.parametrize("moved", [False, True], ids=["as written", "searched"])
@pytest.mark.parametrize(("typed", "code"), [(21.95, None), ("21,9", None), (0.2195, None), (0, None), (35, "percent_differs"),
                                             ("22,5%", "percent_differs")])  # fmt: skip
def test_a_share_typed_over_its_formula_must_be_that_of_the_counts(
    plan: FormPlan, known: Definitions, sheets: dict[str, Sheet], moved: bool, typed: object, code: str | None
) -> None:
    found = problems_with(plan, known, sheets, "II.3.2 Cấp huyện", (4, 5), typed, moved=moved)
    assert [(p.code, p.severity, p.cell, p.expected) for p in found] == ([(code, "warning", "F5", "21.95")] if code else [])


@pytest.mark.parametrize("moved", [False, True], ids=["as written", "searched"])
def test_a_sum_typed_over_its_formula_must_be_that_of_the_units(
    plan: FormPlan, known: Definitions, sheets: dict[str, Sheet], moved: bool
) -> None:
    layout = next(sheet for sheet in plan.sheets if any(t.table.layout == "grid" for t in sheet.tables))
    table = next(t for t in layout.tables if t.table.layout == "grid")
    spot, right = (table.last + 1, table.columns[0]), 4.0 * len(table.table.rows)
    assert problems_with(plan, known, sheets, layout.sheet.name, spot, right, moved=moved) == []
    assert problems_with(plan, known, sheets, layout.sheet.name, spot, f"{right:g}", moved=moved) == []
    found = problems_with(plan, known, sheets, layout.sheet.name, spot, right + 1, moved=moved)
    assert [(p.code, p.cell, p.expected) for p in found] == [("sum_differs", address(*spot), f"{right:g}")]


def problems_with(
    plan: FormPlan,
    known: Definitions,
    sheets: dict[str, Sheet],
    name: str,
    spot: tuple[int, int],
    typed: object,
    *,
    moved: bool,
) -> list[Problem]:
    """The problems of the form with one cell typed over, read as written or searched by labels."""
    changed = {n: Sheet(n, [list(row) for row in sheet.rows]) for n, sheet in sheets.items()}
    changed[name].rows[spot[0]][spot[1]] = typed
    if moved:
        changed[name].rows.append(["ghi chú"] + [""] * (len(changed[name].rows[0]) - 1))
    matcher = Matcher(Lexicon(known), known.geography, plan.instance, Forms(known).asked_cells(plan.instance))
    return FormReader(CellReader(known), lambda: matcher).read(plan, changed)[1]
