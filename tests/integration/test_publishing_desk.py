"""Accepting is not publishing: a preview is what is then published, a second press is the first, nobody overwrites unseen."""

import json
from pathlib import Path
from typing import Any

import pytest

from catalogue import definitions
from catalogue.access import DeniedError
from catalogue.errors import UserError
from desk import audit, jobs, sendings
from desk.sending import StaleError
from etl.worker import work
from etl.worker.run import work_off
from indicators.changes import changes
from store import desk_file, past, snapshot
from tests.conftest import CommandLine
from tests.desks import officer, reporter, waiting


def done(kind: str, **payload: Any) -> jobs.Job:
    """A job asked by the officer, worked off."""
    number = jobs.ask(officer(), kind, **payload)
    work_off(once=True)
    found = jobs.found(officer(), number)
    assert found is not None
    assert found.done
    return found


def previewed() -> str:
    result = done("preview").result
    assert result is not None
    return str(result["snapshot"])


def moved(before: past.Moment, after: past.Moment) -> dict[tuple[str, ...], tuple[float | None, ...]]:
    found = changes(definitions.load(), before, after).values
    return {(one.indicator, one.unit_id, one.level, one.period): (one.before.value, one.after.value) for one in found}


def test_what_was_previewed_is_what_readers_get(home: Path, tmp_path: Path) -> None:
    one = waiting(tmp_path)
    sendings.accept(officer(), one.sending_id, one.revision)
    work_off(once=True)
    before = past.latest()
    draft = previewed()
    assert snapshot.current_id() == before.identifier, "readers go on with what they had"
    waits = past.previewed(draft)
    assert waits is not None
    told = moved(before, waits)
    assert told["party_committee_women_share", "218@2020", "district", "2024-S1"] == (None, pytest.approx(100 * 9 / 41))
    content = snapshot.preview_of(draft).read_bytes()
    assert done("publish", seen=before.identifier, draft=draft).result == {"snapshot": draft}
    assert snapshot.current_id() == draft
    assert snapshot.current().read_bytes() == content, "the very bytes"
    assert moved(before, past.latest()) == told
    assert sendings.one(officer(), one.sending_id).state == "published"


def test_a_second_press_is_the_first(home: Path, tmp_path: Path) -> None:
    one = waiting(tmp_path)
    first = sendings.accept(officer(), one.sending_id, one.revision)
    assert sendings.accept(officer(), one.sending_id, one.revision) == first
    work_off(once=True)
    before = snapshot.current_id()
    draft = previewed()
    asked = [jobs.ask(officer(), "publish", seen=before, draft=draft) for _ in range(2)]
    assert asked[0] == asked[1], "what waits is not ordered twice"
    work_off(once=True)
    assert done("publish", seen=before, draft=draft).result == {"snapshot": draft}, "nor done twice"
    with desk_file.reading() as connection:
        assert [entry["after"] for entry in audit.about(connection, "publication")] == [draft]


def test_an_old_preview_is_refused_and_nothing_is_published(home: Path, tmp_path: Path) -> None:
    one, before = waiting(tmp_path), snapshot.current_id()
    draft = previewed()
    sendings.accept(officer(), one.sending_id, one.revision)
    work_off(once=True)
    job = done("publish", seen=before, draft=draft)
    assert job.error is not None
    assert job.error.key == "preview_old"
    assert snapshot.current_id() == before
    newer = previewed()
    assert not snapshot.preview_of(draft).exists(), "the next preview sweeps the one before"
    job = done("publish", seen=before, draft=draft)
    assert job.error is not None
    assert job.error.key == "preview_gone"
    assert done("publish", seen=before, draft=newer).error is None
    assert not list((home / "snapshots").glob("*.preview"))


def test_undoing_shows_the_former_value_and_nothing_is_published_by_itself(
    home: Path, run: CommandLine, tmp_path: Path
) -> None:
    one, before = waiting(tmp_path), snapshot.current_id()
    sendings.accept(officer(), one.sending_id, one.revision)
    work_off(once=True)
    done("publish", seen=before, draft=previewed())
    after = snapshot.current_id()
    assert past.undone_to() == before
    assert done("undo", seen=after, reason="số liệu sai").result == {"snapshot": before}
    assert done("undo", seen=after, reason="số liệu sai").result == {"snapshot": before}, "a second press is the first"
    assert snapshot.current_id() == before
    assert past.undone() == [after]
    assert sendings.one(officer(), one.sending_id).state == "accepted"
    assert run("etl", "publish", "--if-needed").returncode == 0
    assert snapshot.current_id() == before, "held until an officer publishes"
    assert done("publish", seen=before, draft=previewed()).error is None
    assert sendings.one(officer(), one.sending_id).state == "published"


def test_two_officers_never_overwrite_each_other_unseen(home: Path, tmp_path: Path) -> None:
    one = waiting(tmp_path)
    sendings.accept(officer("a"), one.sending_id, one.revision)
    with pytest.raises(StaleError) as refused:
        sendings.send_back(officer("b"), one.sending_id, one.revision, "xem lại")
    assert dict(refused.value.message.values)["name"] == "Cán bộ a"
    with pytest.raises(StaleError):
        sendings.accept(officer("b"), one.sending_id, one.revision)
    work_off(once=True)
    found = sendings.one(officer(), one.sending_id)
    assert (found.state, found.comment) == ("accepted", None)


def test_a_unit_may_neither_preview_nor_compare(home: Path, tmp_path: Path) -> None:
    one = waiting(tmp_path)
    for kind in ("preview", "publish", "undo", "remember", "review"):
        with pytest.raises(DeniedError):
            jobs.ask(reporter(), kind)
    with pytest.raises(DeniedError):
        sendings.compare(reporter(), one.sending_id)


def test_a_failed_acceptance_goes_back(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = waiting(tmp_path)
    sendings.accept(officer(), one.sending_id, one.revision)
    refusals = iter([UserError("store_locked", pid=1, command="etl load", user="x", since="–", path=home)])

    def load(*args: Any, **kwargs: Any) -> Any:
        for refusal in refusals:
            raise refusal
        return genuine(*args, **kwargs)

    genuine = work.load
    monkeypatch.setattr(work, "load", load)
    work_off(once=True)
    again = sendings.one(officer(), one.sending_id)
    assert again.state == "submitted"
    sendings.accept(officer(), again.sending_id, again.revision)
    work_off(once=True)
    assert sendings.one(officer(), one.sending_id).state == "accepted"


def test_cells_are_set_beside_the_version_and_period_before(home: Path, tmp_path: Path) -> None:
    first = waiting(tmp_path)
    sendings.accept(officer(), first.sending_id, first.revision)
    work_off(once=True)
    second = waiting(tmp_path, women=10)
    number = sendings.compare(officer(), second.sending_id)
    work_off(once=True)
    job = jobs.found(officer(), number)
    assert job is not None
    told = json.loads(jobs.made(job) or b"")
    assert told["version"] == [1]
    differing = [row for row in told["rows"] if row["now"] != row["before"]]
    assert [(row["cell"], row["before"], row["now"]) for row in differing] == [("E5", 9.0, 10.0)]


def test_a_clock_that_is_behind_is_told_and_nothing_is_lost(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, before = waiting(tmp_path), snapshot.current_id()
    sendings.accept(officer(), one.sending_id, one.revision)
    work_off(once=True)
    monkeypatch.setenv("VSTBPN_TODAY", "2026-11-20")
    job = done("preview")
    assert job.result is not None
    assert job.result["notice"][0] == "clock_behind"
    draft = job.result["snapshot"]
    assert done("publish", seen=before, draft=draft).error is None
    assert snapshot.current_id() == draft
    assert draft > (before or ""), "later than all before, whatever the clock says"
    assert sendings.one(officer(), one.sending_id).state == "published"
