"""How long a sign-in holds: too old, idle, signed out, a clock that is behind or was set back; roles as people.csv has them now."""

import time
from pathlib import Path

import pytest

from catalogue.access import Principal
from catalogue.definitions import Definitions
from desk import audit, people, refusals, sign_ins
from presentation import access

HOUR = 3600.0


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VSTBPN_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def claims(issued: float, **more: object) -> dict[str, object]:
    return {"iss": "https://example.org", "sub": "1", "iat": issued, "nonce": "n", "is_logged_in": True,
            "email": "can-bo@example.org", "email_verified": True} | more  # fmt: skip


def restart() -> None:
    sign_ins._known.clear()


def officer(known: Definitions) -> Principal:
    return Principal("can-bo@example.org", "Cán bộ", known.roles["officer"])


def test_a_sign_in_ends_by_its_age_whatever_its_person_does(known: Definitions) -> None:
    said, now = claims(0), 0.0
    while now <= known.office.session_hours * HOUR:
        assert sign_ins.look(said, known.office, active=True, now=now) == ""
        now += known.office.idle_minutes * 60 - 1
    assert sign_ins.look(said, known.office, active=True, now=now) == "old"


def test_an_idle_sign_in_ends_and_does_not_come_back(known: Definitions) -> None:
    idle, said = known.office.idle_minutes * 60, claims(0)
    assert sign_ins.look(said, known.office, active=True, now=60) == ""
    assert sign_ins.look(said, known.office, now=60 + idle - 1) == ""  # an open page that asks by itself is no activity
    assert sign_ins.look(said, known.office, active=True, now=60 + idle + 1) == "idle"
    assert sign_ins.look(said, known.office, active=True, now=61) == "idle"


def test_a_clock_set_back_makes_no_sign_in_longer(known: Definitions) -> None:
    said, late = claims(0), known.office.idle_minutes * 60 - 10
    assert sign_ins.look(said, known.office, active=True, now=late) == ""
    assert sign_ins.look(said, known.office, active=True, now=late - 2 * sign_ins.STEADY) == "clock"
    sign_ins.keep(officer(known), said)
    restart()  # nor does starting the server anew
    assert sign_ins.look(said, known.office, active=True, now=late - 2 * sign_ins.STEADY) == "clock"
    assert sign_ins.look(said, known.office, active=True, now=late + 1) == ""  # the clock is right again


def test_a_clock_behind_the_providers_is_told_and_ends_nothing(known: Definitions) -> None:
    said = claims(10_000)
    assert sign_ins.look(said, known.office, now=10_000 - 2 * sign_ins.STEADY) == "clock"
    assert sign_ins.look(said, known.office, now=10_000 - sign_ins.STEADY / 2) == ""
    assert access.of(claims(time.time() + HOUR)).state == "clock"


def test_who_signed_out_is_out_everywhere_also_after_a_restart(known: Definitions) -> None:
    said = claims(time.time())
    assert access.of(said).state == "in"
    sign_ins.keep(officer(known), said)
    sign_ins.end(officer(known), said)
    restart()
    assert access.of(said).state == "signed_out"
    assert not access.of(said).principal.role.permissions
    assert access.of(claims(time.time(), nonce="another")).state == "in"
    assert [row["action"] for row in audit.entries(officer(known))] == ["signed_out", "signed_in"]


def test_a_sign_in_is_recorded_once_and_its_activity_written_seldom(known: Definitions) -> None:
    said = claims(time.time())
    for _ in range(50):
        sign_ins.look(said, known.office, active=True)
        sign_ins.keep(officer(known), said)
    restart()
    sign_ins.keep(officer(known), said)
    assert len(audit.entries(officer(known))) == 1


def test_a_refusal_is_recorded_once_an_hour_and_few_of_strangers(known: Definitions) -> None:
    refusals._noted.clear()
    told = {"permission": "decide", "unit": "–"}
    assert refusals.note(officer(known), told) and not refusals.note(officer(known), told)
    noted = sum(refusals.note(people.anyone(known), {"permission": "decide", "unit": str(n)}) for n in range(100))
    assert noted == refusals.STRANGERS
    assert len(audit.entries(officer(known))) == 1 + noted


@pytest.mark.parametrize(
    ("more", "state"),
    [({"email_verified": False}, "unverified"), ({"email_verified": "false"}, "unverified"), ({"email": ""}, "no_address"),
     ({"iat": None}, "old"), ({"iat": "soon"}, "old"), ({"is_logged_in": False}, "guest"), ({}, "in")],
)  # fmt: skip
def test_what_a_provider_may_say(own_home: Path, more: dict[str, object], state: str) -> None:
    own_home.mkdir()
    (own_home / "people.csv").write_text("person,name,role,units,valid_from,valid_to\ncan-bo@example.org,C,officer,,,\n")
    visit = access.of(claims(time.time()) | more)
    assert visit.state == state
    assert visit.principal.may("decide") == (state == "in")


def test_a_role_holds_from_the_next_look_on(own_home: Path, known: Definitions) -> None:
    own_home.mkdir()
    file, said = own_home / "people.csv", claims(time.time())
    head = "person,name,role,units,valid_from,valid_to\n"
    file.write_text(head + "can-bo@example.org,C,officer,,,\n")
    assert access.of(said).principal.may("decide")
    file.write_text(head + "can-bo@example.org,C,reader,,,\n")
    assert not access.of(said).principal.may("decide")
    file.write_text(head + "can-bo@example.org,C,officer,,,2020-01-01\n")
    assert not access.of(said).principal.may("decide")
    file.write_text(head + "can-bo@example.org,C,unit,999999,,\n")
    assert access.of(said).principal.role.id == "reader"
    assert [fault.key for fault in people.people(known).faults_of("can-bo@example.org")] == ["people_unit"]
    file.write_bytes(b"\xff\xfe\x00")
    assert access.of(said).principal.role.id == "reader" and people.people(known).faults[0].key == "people_unread"


def test_outside_of_a_page_nobody_is_the_local_officer() -> None:
    assert access.visit().state == "closed" and not access.who().role.permissions


@pytest.mark.parametrize(
    ("headers", "address", "officer"),
    [({}, None, True), ({"Host": "127.0.0.1:8501"}, "127.0.0.1", True), ({"Host": "[::1]:8501"}, "::1", True),
     ({"Host": "evil.example.org:8501"}, "127.0.0.1", False), ({"Host": "localhost"}, "192.0.2.7", False),
     ({"Host": "localhost", "X-Forwarded-For": "192.0.2.7"}, "127.0.0.1", False), ({"Host": "localhost"}, "?", False)],
)  # fmt: skip
def test_who_sits_at_the_server(
    headers: dict[str, str], address: str | None, officer: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(access.OFFICER, raising=False)
    assert access.at_the_server(headers.get, address) == officer
