"""Files on their way: who may do what, in which order, and that nothing happens twice or unseen."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from catalogue.access import DeniedError, Principal
from catalogue.errors import UserError
from desk import audit, jobs, sending_steps, sendings
from desk.sending import Sending, StaleError
from desk.tables import job, sending
from store import desk_file, files

UNIT, OTHER, PERIOD = "218@2020", "219@2020", "2024-S1"
Person = Callable[..., Principal]
WARNING = {"severity": "warning", "code": "body_jumped", "sheet": "II", "cell": "D8", "found": "9", "expected": None,
           "message": "…"}  # fmt: skip
ERROR = WARNING | {"severity": "error", "code": "not_a_number"}


def sent(who: Principal, content: bytes = b"a", name: str = "a.xlsx", **more: Any) -> Sending:
    return sendings.receive(who, UNIT, PERIOD, name, content, **more)


def checked(who: Principal, one: Sending, *problems: dict[str, Any], **said: Any) -> Sending:
    """As the worker notes a check."""
    with desk_file.writing() as connection:
        sending_steps.checked(connection, who, one.sending_id, {"status": "loaded", "problems": list(problems)} | said)
    return sendings.one(who, one.sending_id)


def counted(table: Any) -> int:
    with desk_file.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def test_a_file_is_kept_byte_for_byte_under_its_hash(person: Person) -> None:
    who = person("unit", UNIT)
    one = sent(who, b"content", "báo cáo.xlsx")
    assert files.read(one.sha256, one.suffix) == b"content" == sendings.content(who, one.sending_id)
    assert (one.state, one.file_name, one.sent_by) == ("received", "báo cáo.xlsx", who.person)
    assert jobs.standing(one.sending_id).ahead == 0


def test_the_same_file_twice_is_once(person: Person) -> None:
    who = person("unit", UNIT)
    assert sent(who) == sent(who)
    with ThreadPoolExecutor(8) as pool:
        numbers = {one.sending_id for one in pool.map(lambda _: sent(who, b"b"), range(24))}
    assert len(numbers) == 1
    assert (counted(sending), counted(job)) == (2, 2)


@pytest.mark.parametrize("content", [b"", b"x" * (sendings.LARGEST + 1)])
def test_a_file_that_is_empty_or_too_large_is_not_kept(person: Person, desk: Path, content: bytes) -> None:
    with pytest.raises(UserError) as refused:
        sent(person("unit", UNIT), content)
    assert refused.value.message.key == "desk_file_size"
    assert not list(desk.rglob("*.xlsx"))
    assert counted(sending) == 0


def test_a_unit_reports_for_itself_only(person: Person) -> None:
    with pytest.raises(DeniedError):
        sent(person("unit", OTHER))
    with pytest.raises(DeniedError):
        sent(person("reader"))
    assert sent(person("officer")).sent_by_name == "officer"


def test_the_number_of_another_unit_is_told_like_one_that_is_unknown(person: Person) -> None:
    one, stranger = sent(person("unit", UNIT)), person("unit", OTHER)
    calls = (
        lambda number: sendings.one(stranger, number), lambda number: sendings.content(stranger, number),
        lambda number: sendings.history(stranger, number), lambda number: sendings.discard(stranger, number, 1),
        lambda number: sendings.submit(stranger, number, 1), lambda number: sendings.annotate(stranger, number, "vi"),
        lambda number: sendings.confirm(stranger, number, 1, [("a", "", "")], "vì"),
    )  # fmt: skip
    for call in calls:
        told = []
        for number in (one.sending_id, 99):
            with pytest.raises(UserError) as refused:
                call(number)
            told.append((type(refused.value), refused.value.message.key))
        assert told[0] == told[1] == (UserError, "desk_unknown")
    assert sendings.listed(stranger) == []
    assert sendings.one(person("unit", UNIT), one.sending_id).revision == 1


def test_the_way_of_a_report(person: Person) -> None:
    unit, officer = person("unit", UNIT), person("officer")
    one = checked(unit, sent(unit), WARNING)
    with pytest.raises(UserError, match="desk_not_ready"):
        sendings.submit(unit, one.sending_id, one.revision)
    with pytest.raises(UserError, match="desk_reason_missing"):
        sendings.confirm(unit, one.sending_id, one.revision, [("body_jumped", "II", "D8")], " ")
    one = sendings.confirm(unit, one.sending_id, one.revision, [("body_jumped", "II", "D8")], "thêm hai phòng")
    one = sendings.submit(unit, one.sending_id, one.revision, "gửi lần đầu")
    assert (one.state, one.note) == ("submitted", "gửi lần đầu")
    with pytest.raises(DeniedError):
        sendings.accept(unit, one.sending_id, one.revision)
    with pytest.raises(UserError, match="desk_comment_missing"):
        sendings.send_back(officer, one.sending_id, one.revision, "")
    one = sendings.send_back(officer, one.sending_id, one.revision, "thiếu trang 2")
    assert (one.state, one.comment, one.decided_by) == ("returned", "thiếu trang 2", officer.person)
    told = [(entry["action"], entry["name"]) for entry in sendings.history(unit, one.sending_id)]
    assert told == [(action, unit.name) for action in ("received", "checked", "confirmed", "submitted")] + [
        ("returned", "officer")
    ]
    with desk_file.reading() as connection:
        assert audit.verify(connection) == (5, [])


def test_a_report_with_errors_is_not_submitted(person: Person) -> None:
    who = person("unit", UNIT)
    one = checked(who, sent(who), ERROR)
    with pytest.raises(UserError, match="desk_not_ready"):
        sendings.submit(who, one.sending_id, one.revision)


def test_a_second_press_is_the_first(person: Person) -> None:
    who = person("unit", UNIT)
    one = checked(who, sent(who))
    first = sendings.submit(who, one.sending_id, one.revision)
    assert sendings.submit(who, one.sending_id, one.revision) == first
    assert [entry["action"] for entry in sendings.history(who, one.sending_id)].count("submitted") == 1


def test_who_saw_an_older_state_changes_nothing(person: Person) -> None:
    unit, officer = person("unit", UNIT), person("officer")
    one = checked(unit, sent(unit))
    submitted = sendings.submit(unit, one.sending_id, one.revision)
    taken = sendings.discard(unit, one.sending_id, submitted.revision)
    with pytest.raises(StaleError) as stale:
        sendings.accept(officer, one.sending_id, submitted.revision)
    assert dict(stale.value.message.values)["name"] == unit.name
    assert sendings.one(officer, one.sending_id) == taken


def test_a_report_submitted_anew_takes_the_place_of_the_one_before(person: Person) -> None:
    who = person("unit", UNIT)
    first, second = (checked(who, sent(who, content)) for content in (b"1", b"2"))
    sendings.submit(who, first.sending_id, first.revision)
    sendings.submit(who, second.sending_id, second.revision)
    assert [one.state for one in sendings.listed(who)] == ["submitted", "discarded"]
    assert sendings.content(who, first.sending_id) == b"1"  # kept all the same


def test_a_form_typed_on_takes_the_place_of_its_earlier_checks_only(person: Person) -> None:
    who = person("unit", UNIT)
    file, first = sent(who, b"file"), checked(who, sent(who, b"1", origin="typed"))
    submitted = sendings.submit(who, first.sending_id, first.revision)
    second, third = sent(who, b"2", origin="typed"), sent(who, b"3", origin="typed")
    states = {one.sending_id: one.state for one in sendings.listed(who)}
    assert states == {file.sending_id: "received", submitted.sending_id: "submitted", second.sending_id: "discarded",
                      third.sending_id: "received"}  # fmt: skip


def test_what_moves_is_added_without_a_step_of_anyone(person: Person) -> None:
    who = person("unit", UNIT)
    one = checked(who, sent(who))
    with desk_file.writing() as connection:
        sending_steps.differs(connection, one.sending_id, str(one.checked_at), {"indicator_changes": [1]})
        sending_steps.differs(connection, one.sending_id, "2020-01-01 00:00:00", {"indicator_changes": [2]})
    after = sendings.one(who, one.sending_id)
    assert (after.revision, (after.result or {})["indicator_changes"]) == (one.revision, [1])
