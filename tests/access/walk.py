"""Every page and route as every role, through a real server: what happened, and what data/roles.yaml says must happen."""

import requests

from catalogue import definitions
from catalogue.access import Role
from presentation.guard import UPLOADERS
from presentation.navigation import PAGES, ROOT_PATH, Page
from tests.access.office import PEOPLE, Office, Shown, Visitor

NOT_SIGNED_IN = "–"
ROLES = (NOT_SIGNED_IN, *PEOPLE)
YES, NO, SIGN_IN = "yes", "no", "sign in"
ROUTES = ("GET /health", "GET /media", "PUT upload", "GET metrics", "POST agent")


def role_of(role: str, *, is_open: bool) -> Role | None:
    """The role that someone has; None who must sign in first."""
    if role == NOT_SIGNED_IN and not is_open:
        return None
    return definitions.load().roles["reader" if role == NOT_SIGNED_IN else role]


def expected_page(page: Page, role: str, *, is_open: bool) -> str:
    has = role_of(role, is_open=is_open)
    if has is None:
        return SIGN_IN
    return YES if page.needs in has.permissions else SIGN_IN if role == NOT_SIGNED_IN else NO


def expected_route(route: str, role: str, *, is_open: bool) -> int:
    """The status of the answer; what is not there is 404 for those who may ask."""
    has = role_of(role, is_open=is_open)
    permissions = has.permissions if has else ()
    return {
        "GET /health": 200,
        "GET /media": 404 if "read" in permissions else 403,
        "PUT upload": 204 if any(one in permissions for one in UPLOADERS) else 403,
        "GET metrics": 404,
        "POST agent": 404,
    }[route]


def outcome(shown: Shown) -> str:
    """What a page said to its reader."""
    words = definitions.load().words
    if any(words(key, role="§").partition("§")[0] in shown.text for key in ("door_not_yours",)):
        return NO
    if any(words(key) in shown.text for key in ("door_sign_in_needed", "door_why_closed")):
        return SIGN_IN
    return YES


def pages(visitor: Visitor) -> dict[str, tuple[str, bool]]:
    """Each page by a direct link: what it said, and whether it stood in the navigation."""
    found = {}
    for page in PAGES:
        shown = visitor.open(page.path)
        path = "" if page is PAGES[0] else page.path
        found[page.path] = (outcome(shown), path in shown.pages or (ROOT_PATH in shown.pages and not path))
    return found


def routes(visitor: Visitor) -> dict[str, int]:
    """The status of each route."""
    session = visitor.open(PAGES[0].path).session
    address, http = visitor.address, visitor.http
    token = {"X-Xsrftoken": http.cookies["_streamlit_xsrf"]}

    def status(answer: requests.Response) -> int:
        assert "Traceback" not in answer.text and "site-packages" not in answer.text
        return answer.status_code

    return {
        "GET /health": status(http.get(f"{address}/health", timeout=20)),
        "GET /media": status(http.get(f"{address}/media/{'0' * 32}.csv", timeout=20)),
        "PUT upload": status(
            http.put(f"{address}/_stcore/upload_file/{session}/f1", files={"file": b"x"}, headers=token, timeout=20)
        ),
        "GET metrics": status(http.get(f"{address}/_stcore/metrics", timeout=20)),
        "POST agent": status(http.post(f"{address}/_stcore/agent/interact", json={}, timeout=20)),
    }


def walked(office: Office, role: str) -> tuple[dict[str, tuple[str, bool]], dict[str, int]]:
    """All pages and routes as one role."""
    visitor = office.visitor("" if role == NOT_SIGNED_IN else PEOPLE[role])
    try:
        return pages(visitor), routes(visitor)
    finally:
        visitor.close()


def as_table(found: dict[str, tuple[dict[str, tuple[str, bool]], dict[str, int]]]) -> str:
    """Role × page and role × route, to be read."""
    wide = max(len(page.path) for page in PAGES) + 2
    head = " " * wide + f"{'needs':18}" + "".join(f"{role:>15}" for role in found)
    lines = [head]
    for page in PAGES:
        cells = "".join(f"{found[role][0][page.path][0]:>15}" for role in found)
        lines.append(f"{page.path:{wide}}{page.needs:18}{cells}")
    for route in ROUTES:
        lines.append(f"{route:{wide}}{'':18}" + "".join(f"{found[role][1][route]:>15}" for role in found))
    return "\n".join(lines)
