"""Changes of units along a series: each is told once, those between the same two times together."""

import datetime as dt

from catalogue.definitions import Definitions
from presentation import breaks
from presentation.views import View


def told(known: Definitions, times: dict[str, str]) -> list[str]:
    rows = [{"time": time, "on_date": dt.date.fromisoformat(day)} for time, day in times.items()]
    view = View(known.indicators["party_committee_women_share"], "commune", "2025-2030")
    return [one.event for one in breaks.crossed(view, rows)]


def test_changes_between_the_same_two_times_are_one_line_with_their_days(known: Definitions) -> None:
    assert told(known, {"2020–2025": "2020-10-15", "2025–2030": "2025-08-31"}) == ["01/01/2025, 01/07/2025"]


def test_a_change_alone_says_what_happened(known: Definitions) -> None:
    apart = told(known, {"2024": "2024-12-31", "6T/2025": "2025-06-30", "2025": "2025-12-31"})
    assert [event[:11] for event in apart] == ["01/01/2025:", "01/07/2025:"]
