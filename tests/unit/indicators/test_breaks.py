"""Breaks follow from the changes of units: between which times, of which bodies, on what basis."""

import datetime as dt

from catalogue.definitions import Definitions
from indicators.breaks import breaks

TIMES = [("2024", dt.date(2024, 12, 31)), ("2023", dt.date(2023, 12, 31)), ("2025-S1", dt.date(2025, 6, 30)),
         ("2025", dt.date(2025, 12, 31))]  # fmt: skip


def test_districts_break_in_2025_and_not_by_a_change_of_status(known: Definitions) -> None:
    """Việt Yên became a town in 2024: its bodies went on."""
    rearranged, ended = breaks(known, TIMES, "district")
    assert (rearranged.first, rearranged.date, rearranged.before, rearranged.after) == ("2025-S1", dt.date(2025, 1, 1), 3, 3)
    assert (ended.first, ended.date, ended.before, ended.ended) == ("2025", dt.date(2025, 7, 1), 0, 18)
    assert rearranged.legal_basis == ("Nghị quyết 1191/NQ-UBTVQH15 (28/9/2024)",)
    assert rearranged.verified


def test_communes_became_99_and_grassroots_follow_them(known: Definitions) -> None:
    last = breaks(known, TIMES, "commune")[-1]
    assert (last.before, last.after, last.ended) == (313, 99, 0)
    assert breaks(known, TIMES, "grassroots") == breaks(known, TIMES, "commune")


def test_one_district_breaks_by_its_own_changes_only(known: Definitions) -> None:
    assert [one.first for one in breaks(known, TIMES, "district", {"215"})] == ["2025"]
    assert [one.first for one in breaks(known, TIMES, "district", {"224"})] == ["2025-S1", "2025"]
    assert not breaks(known, TIMES[:2], "district", {"222"})


def test_agencies_break_by_the_reorganisation(known: Definitions) -> None:
    assert {one.first for one in breaks(known, TIMES, "agency")} == {"2025-S1"}
