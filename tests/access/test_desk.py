"""Every function of the desk that asks who acts, as every role: refused where data/roles.yaml does not allow it."""

import ast
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from catalogue.access import DeniedError, Principal
from catalogue.definitions import Definitions
from catalogue.errors import UserError
from desk import anchors, audit, drafts, jobs, people_file, reviews, sendings
from desk.people import anyone, nobody
from tests.conftest import ROOT

UNIT, OTHER, PERIOD = "218@2020", "216@2020", "2024-S1"
MODULES = {"anchors": anchors, "audit": audit, "drafts": drafts, "jobs": jobs, "people_file": people_file,
           "reviews": reviews, "sendings": sendings}  # fmt: skip
# Not asked: they write what their caller has asked for, or read nothing but the person's own.
NOT_ASKED = {"audit.record", "audit.record_alone", "jobs.order", "jobs.found", "sign_ins.keep", "sign_ins.end", "refusals.note"}
REPORT, SEE, DECIDE = "report", "sight", "decide"
LIST = b"person,name,role,units,valid_from,valid_to\nq@example.org,Q,administrator,,,\n"


def calls(known: Definitions) -> dict[str, tuple[str, Callable[[Principal], Any]]]:
    """What each function needs, and how it is called; sending 1 is unit 218's, submitted."""
    return {
        "sendings.receive": (REPORT, lambda who: sendings.receive(who, UNIT, PERIOD, "a.xlsx", b"other")),
        "sendings.confirm": (REPORT, lambda who: sendings.confirm(who, 1, 99, [], "vì")),
        "sendings.submit": (REPORT, lambda who: sendings.submit(who, 1, 99)),
        "sendings.discard": (REPORT, lambda who: sendings.discard(who, 1, 99)),
        "sendings.check_again": (REPORT, lambda who: sendings.check_again(who, 1, 99)),
        "sendings.send_back": (DECIDE, lambda who: sendings.send_back(who, 1, 99, "sửa")),
        "sendings.accept": (DECIDE, lambda who: sendings.accept(who, 1, 99)),
        "sendings.withdraw": (DECIDE, lambda who: sendings.withdraw(who, 1, 99, "sai")),
        "sendings.annotate": (SEE, lambda who: sendings.annotate(who, 1, "vi")),
        "sendings.compare": ("read_submissions", lambda who: sendings.compare(who, 1)),
        "sendings.last_done": (SEE, lambda who: _some(list(sendings.last_done(who, sendings.listed(who, units=[UNIT]))))),
        "sendings.one": (SEE, lambda who: sendings.one(who, 1)),
        "sendings.listed": (SEE, lambda who: _some(sendings.listed(who, units=[UNIT]))),
        "sendings.content": (SEE, lambda who: sendings.content(who, 1)),
        "sendings.history": (SEE, lambda who: sendings.history(who, 1)),
        "drafts.kept": (REPORT, lambda who: drafts.kept(who, UNIT, PERIOD)),
        "drafts.save": (REPORT, lambda who: drafts.save(who, UNIT, PERIOD, 99, {})),
        "drafts.drop": (REPORT, lambda who: drafts.drop(who, UNIT, PERIOD)),
        "jobs.ask": ("publish", lambda who: jobs.ask(who, "preview")),
        "reviews.decided_since": ("confirm_figures", lambda who: reviews.decided_since(who, dt.datetime.min)),
        "audit.entries": ("read_audit", audit.entries),
        "anchors.verified": ("read_audit", anchors.verified),
        "people_file.current": ("administer", people_file.current),
        "people_file.checked": ("administer", lambda who: people_file.checked(who, LIST, known)),
        "people_file.replace": ("administer", lambda who: people_file.replace(who, LIST, "–", known)),
        "people_file.history": ("administer", people_file.history),
        "people_file.kept": ("administer", lambda who: people_file.kept(who, "0" * 64)),
    }


def _some(found: list[Any]) -> list[Any]:
    if not found:
        raise DeniedError("denied_sight")  # of a unit that is not theirs a list holds nothing
    return found


def asking() -> set[str]:
    """The public functions of the desk whose first argument is who acts."""
    found = set()
    for path in sorted((ROOT / "desk").glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                names = [argument.arg for argument in node.args.args]
                if "who" in names[:2]:
                    found.add(f"{path.stem}.{node.name}")
    return found


def test_every_function_that_acts_for_someone_is_tried(known: Definitions) -> None:
    steps = {name for name in asking() if name.startswith("sending_steps.")}  # within what the functions below have asked for
    assert asking() - NOT_ASKED - steps == set(calls(known))


def test_whatever_changes_or_reads_the_desk_in_pages_goes_through_these() -> None:
    for path in [*(ROOT / "presentation").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]:
        text = path.read_text(encoding="utf-8")
        assert "desk_file" not in text, f"{path.name}: pages ask the desk's functions, which ask who acts"


def principals(known: Definitions) -> dict[str, Principal]:
    found = {
        role: Principal(f"{role}@example.org", role, known.roles[role], frozenset([UNIT]) if role == "unit" else frozenset())
        for role in known.roles
    }
    other = Principal("khac@example.org", "khác", known.roles["unit"], frozenset([OTHER]))
    return found | {"unit of another": other, "anyone": anyone(known), "nobody": nobody(known)}


def allowed(who: Principal, needs: str) -> bool:
    if needs == SEE:
        return who.may_see(UNIT)
    if needs == DECIDE:
        return who.may("decide", UNIT)
    return who.may(needs, UNIT if needs == REPORT else None)  # type: ignore[arg-type]


ROLE_NAMES = ("reader", "unit", "officer", "leader", "administrator", "unit of another", "anyone", "nobody")


@pytest.mark.parametrize("role", ROLE_NAMES)
def test_the_desk_as_each_role(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: Definitions, role: str) -> None:
    monkeypatch.setenv("VSTBPN_HOME", str(tmp_path / "home"))
    people = principals(known)
    sendings.receive(people["unit"], UNIT, PERIOD, "báo cáo.xlsx", b"content")
    who, said = people[role], {}
    for name, (_needs, call) in calls(known).items():
        before = len(audit.entries(people["officer"]))
        try:
            call(who)
            said[name] = True
        except DeniedError:
            said[name] = False
        except UserError as error:  # of what they may not see nothing is said, not even that it is there
            said[name] = error.message.key != "desk_unknown"
        if not said[name]:
            assert len(audit.entries(people["officer"])) == before, f"{name} changed something"
    assert said == {name: allowed(who, needs) for name, (needs, _) in calls(known).items()}
    assert set(ROLE_NAMES) == set(people)
