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
from etl.reading import FormPlan, FormReader, Readings
from etl.workbook import Sheet
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
