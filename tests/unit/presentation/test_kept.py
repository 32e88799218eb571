"""Kept results: one per snapshot, language, map and view; nothing else decides."""

import datetime as dt
from dataclasses import fields, replace

import pytest

from catalogue import definitions
from presentation import kept
from presentation.views import View


@pytest.fixture
def circumstances(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What is around a call: changed by a test."""
    now: dict[str, object] = {"snapshot": "one", "lang": "vi", "day": None}
    monkeypatch.setattr(kept.data, "current", lambda: now["snapshot"])
    monkeypatch.setattr(kept, "lang", lambda: now["lang"])
    monkeypatch.setattr(kept.boundaries, "chosen_day", lambda: now["day"])
    return now


def view() -> View:
    return View(definitions.load().indicators["party_committee_women_share"], "commune", "2025-2030")


def test_a_result_is_worked_out_once_for_each_snapshot_language_and_map(circumstances: dict[str, object]) -> None:
    calls: list[View] = []
    asked = kept.kept(lambda one: calls.append(one) or len(calls))  # type: ignore[func-returns-value]
    assert [asked(view()), asked(view())] == [1, 1]
    for number, (name, value) in enumerate({"snapshot": "two", "lang": "en", "day": dt.date(2025, 7, 1)}.items(), start=2):
        circumstances[name] = value
        assert [asked(view()), asked(view())] == [number, number]


@pytest.mark.usefixtures("circumstances")
def test_every_part_of_a_view_decides() -> None:
    asked = kept.kept(lambda _: object())
    other = {
        "indicator": definitions.load().indicators["peoples_council_women_share"], "level": "district", "time": "2024",
        "on_map": 3,
    }  # fmt: skip
    first = asked(view())
    for field in fields(View):
        changed = replace(view(), **{field.name: other.get(field.name, ("x",))})
        assert asked(changed) is not first, field.name


@pytest.mark.usefixtures("circumstances")
def test_what_was_not_asked_for_longest_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 2)
    asked = kept.kept(lambda _: object())
    first, _, again, _ = (asked(number) for number in (1, 2, 1, 3))
    assert first is again is asked(1)
    assert len(kept._results) <= 2
