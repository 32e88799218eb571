"""Tables that are read whole: texts, numbers and what a phone needs to name the cells of a card."""

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.opening import tables

ROWS = pd.DataFrame({
    "Mục tiêu": ["A & <b>B</b>\n\nC", "D"], "Tình trạng": ["✓ đạt", None], "Còn thiếu": [1234.0, None],
})  # fmt: skip


def _shown(rows: object, decimals: dict[str, int]) -> None:
    """A script of its own for Streamlit: it knows nothing of this file's imports."""
    from presentation.tables import read

    read(rows, decimals, key="t")  # type: ignore[arg-type]


def html(rows: pd.DataFrame, decimals: dict[str, int]) -> str:
    page = AppTest.from_function(_shown, kwargs={"rows": rows, "decimals": decimals}).run()
    assert not page.exception
    return str(page.markdown[0].value)


def test_texts_are_escaped_numbers_written_and_what_is_missing_stays_apart() -> None:
    page = AppTest.from_function(_shown, kwargs={"rows": ROWS, "decimals": {"Còn thiếu": 0}}).run()
    shown = tables(page)[0]
    assert list(shown["Mục tiêu"]) == ["A & <b>B</b> C", "D"]
    assert list(shown["Tình trạng"]) == ["✓ đạt", ""]
    assert list(shown["Còn thiếu"]) == ["1.234", "…"]
    assert "<b>" not in page.markdown[0].value
    assert "\n" not in page.markdown[0].value  # Markdown would end the table there


def test_every_cell_names_its_column_and_every_row_has_a_heading() -> None:
    text = html(ROWS, {"Còn thiếu": 0})
    assert text.count('data-label="Còn thiếu"') == text.count('scope="row"') == 2
    assert 'class="read cards"' in text


@pytest.mark.parametrize(("columns", "kind"), [(6, "numbers"), (7, "cards")])
def test_a_few_numbers_need_no_cards(columns: int, kind: str) -> None:
    names = [f"c{place}" for place in range(columns)]
    rows = pd.DataFrame([["A", *range(1, columns)]], columns=names)
    assert f'class="read {kind}"' in html(rows, dict.fromkeys(names[1:], 0))


def test_a_long_table_is_kept_to_a_part_of_a_phone_and_long_texts_get_room() -> None:
    rows = pd.DataFrame({"Đơn vị": [str(n) for n in range(13)], "Lý do": ["một lý do dài hơn hai mươi bốn chữ"] * 13})
    assert 'class="room long"' in html(rows, {})
    assert 'class="wide"' in html(rows, {})
    assert 'class="room"' in html(rows.head(12), {})
