"""Every page and route as every role, against the table that data/roles.yaml makes (`python -m tests.access.table` prints it)."""

import pytest

from presentation.navigation import PAGES
from tests.access.office import Office
from tests.access.walk import NOT_SIGNED_IN, ROLES, ROUTES, YES, expected_page, expected_route, walked


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_its_pages_and_no_others(office: Office, role: str) -> None:
    pages, routes = walked(office, role)
    assert {path: said for path, (said, _) in pages.items()} == {
        page.path: expected_page(page, role, is_open=True) for page in PAGES
    }
    for page in PAGES:
        assert pages[page.path][1] == (pages[page.path][0] == YES and not page.hidden), f"navigation: {page.path}"
    assert routes == {route: expected_route(route, role, is_open=True) for route in ROUTES}


@pytest.mark.parametrize("role", [NOT_SIGNED_IN, "reader"])
def test_where_readers_sign_in_nothing_is_shown_before(closed: Office, role: str) -> None:
    pages, routes = walked(closed, role)
    assert {path: said for path, (said, _) in pages.items()} == {
        page.path: expected_page(page, role, is_open=False) for page in PAGES
    }
    assert routes == {route: expected_route(route, role, is_open=False) for route in ROUTES}
    if role == NOT_SIGNED_IN:
        shown = closed.visitor().open("so-lieu")
        assert not shown.media and not shown.pages and "Bản công bố" not in shown.text
