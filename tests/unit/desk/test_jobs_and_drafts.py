"""Work in line, and forms that two windows type into."""

import fcntl
from collections.abc import Callable

import pytest

from catalogue.access import DeniedError, Principal
from desk import drafts, jobs
from desk.sending import StaleError
from store import desk_file

UNIT, PERIOD = "218@2020", "2024-S1"
Person = Callable[..., Principal]


def asked(who: Principal, kind: str = "template", period: str = PERIOD) -> int:
    return jobs.ask(who, kind, unit_id=UNIT, period=period)


def test_work_is_done_in_order_and_what_may_wait_last(person: Person) -> None:
    who = person("unit", UNIT)
    with desk_file.writing() as connection:
        late = jobs.order(connection, who, "difference", 1)
    first, second = asked(who), asked(who, period="2024")
    assert asked(who) == first  # what waits already is not ordered twice
    assert [jobs.standing(job_id=number).ahead for number in (first, second, late)] == [0, 1, 2]
    taken = []
    while job := jobs.take():
        taken.append(job.job_id)
        with desk_file.writing() as connection:
            jobs.finish(connection, job.job_id, {})
    assert taken == [first, second, late]
    assert jobs.standing(job_id=first).ahead is None


def test_work_that_was_begun_and_not_ended_is_begun_anew(person: Person) -> None:
    number = asked(person("unit", UNIT))
    first, again = jobs.take(), jobs.take()
    assert first is not None and again is not None
    assert first.job_id == again.job_id == number
    assert jobs.standing(job_id=number).begun


def test_only_who_ordered_work_finds_it_and_only_who_may_orders_it(person: Person) -> None:
    who = person("unit", UNIT)
    number = asked(who)
    assert jobs.found(person("unit", UNIT, name="another"), number) is None
    for kind in ("typed", "prefill", "template"):
        with pytest.raises(DeniedError):
            asked(person("unit", "219@2020"), kind)
    with pytest.raises(DeniedError):
        asked(who, "publish")


def test_whether_someone_works_is_told_by_the_lock(person: Person) -> None:
    number = asked(person("unit", UNIT))
    assert not jobs.standing(job_id=number).served
    with jobs.worker_lock().open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        assert jobs.standing(job_id=number).served
    assert not jobs.standing(job_id=number).served


def test_two_windows_never_write_over_each_other_unseen(person: Person) -> None:
    who, colleague = person("unit", UNIT), person("unit", UNIT, name="colleague")
    assert drafts.kept(who, UNIT, PERIOD) is None
    first = drafts.save(who, UNIT, PERIOD, 0, {"II!C5": "4"})
    second = drafts.save(colleague, UNIT, PERIOD, first.revision, {"II!C5": "5"})
    for revision in (0, first.revision):
        with pytest.raises(StaleError) as stale:
            drafts.save(who, UNIT, PERIOD, revision, {"II!C5": "6"})
        assert dict(stale.value.message.values)["name"] == colleague.name
    assert drafts.kept(who, UNIT, PERIOD) == second
    drafts.drop(who, UNIT, PERIOD)
    with pytest.raises(StaleError):  # the window that still shows it
        drafts.save(colleague, UNIT, PERIOD, second.revision, {"II!C5": "7"})


def test_a_draft_is_the_units_own(person: Person) -> None:
    stranger = person("unit", "219@2020")
    for call in (lambda: drafts.kept(stranger, UNIT, PERIOD), lambda: drafts.save(stranger, UNIT, PERIOD, 0, {}),
                 lambda: drafts.drop(stranger, UNIT, PERIOD)):  # fmt: skip
        with pytest.raises(DeniedError):
            call()
