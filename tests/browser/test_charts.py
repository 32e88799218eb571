"""Charts and tables of our own element: drawn in place, only when near; a picture holds what the page says beside the plot."""

import io
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.waiting import settled


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 700}, locale="vi-VN", accept_downloads=True)
    opened = context.new_page()
    opened.set_default_timeout(20_000)
    yield opened
    context.close()


def test_a_chart_below_the_screen_waits_until_it_is_near(page: Page, address: str) -> None:
    page.goto(f"{address}/cap-uy?cap=district&ky=2024-S1")
    settled(page)
    expect(page.locator(".st-key-bars .js-plotly-plot")).to_have_count(1)
    plots = page.locator(".st-key-heat .plot")
    assert page.locator(".st-key-heat .js-plotly-plot").count() == 0
    height = plots.bounding_box()
    plots.scroll_into_view_if_needed()
    expect(page.locator(".st-key-heat .js-plotly-plot")).to_have_count(1)
    after = plots.bounding_box()
    assert height and after and height["height"] == after["height"], "the page does not jump"


def test_a_choice_moves_the_marks_of_the_chart_that_is_there(page: Page, address: str) -> None:
    page.goto(f"{address}/cap-uy?cap=district&ky=2024-S1")
    settled(page)
    plot = page.locator(".st-key-bars .js-plotly-plot")
    plot.evaluate("(element) => { element.dataset.mine = 'yes'; }")
    title = page.locator(".st-key-bars .title")
    expect(title).to_contain_text("6 tháng đầu năm 2024")
    page.locator(".st-key-link_ky input").click()
    page.get_by_role("option", name="Năm 2024", exact=True).click()
    expect(title).to_contain_text("năm 2024")
    settled(page)
    assert plot.get_attribute("data-mine") == "yes", "it was mounted anew"
    assert "năm 2024" in (plot.get_attribute("aria-label") or "")


def test_a_picture_has_title_and_notes_on_white(page: Page, address: str) -> None:
    page.goto(f"{address}/cap-uy?cap=district&ky=2024-S1")
    settled(page)
    box = page.locator(".st-key-bars .plot").bounding_box()
    with page.expect_download() as waiting:
        page.locator(".st-key-bars .own-chart > button").click()
    assert waiting.value.suggested_filename.endswith(".png")
    picture = Image.open(io.BytesIO(waiting.value.path().read_bytes())).convert("RGB")
    assert picture.getpixel((2, picture.height // 2)) == (255, 255, 255)
    assert box
    assert picture.height > 2 * box["height"] + 60, "taller than the plot: title and notes are within"
    head = picture.crop((0, 0, picture.width, 60))
    assert len(head.getcolors(head.width * head.height) or ()) > 2, "the title stands at its head"


def test_a_table_sorts_and_is_walked_by_arrow_keys(page: Page, address: str) -> None:
    page.goto(f"{address}/cap-uy?cap=district&ky=2024-S1")
    settled(page)
    table = page.locator(".st-key-table table")
    values = table.locator("tbody td:nth-of-type(1)")
    highest = values.first.inner_text()
    page.locator(".st-key-table thead button").nth(1).click()
    page.locator(".st-key-table thead button").nth(1).click()
    assert table.locator("thead th").nth(1).get_attribute("aria-sort") == "ascending"
    assert values.first.inner_text() != highest
    stop = table.locator("tbody button[tabindex='0']")
    expect(stop).to_have_count(1)
    names = table.locator("tbody button").all_inner_texts()
    place = names.index(stop.inner_text())  # the highest, which now stands near the end
    stop.focus()
    page.keyboard.press("ArrowUp")
    expect(stop).to_be_focused()
    assert stop.inner_text() == names[place - 1]
    page.keyboard.press("Enter")
    expect(page.get_by_text("Các ô dưới đây cộng lại")).to_be_visible()
    assert "nguon=" in page.url
