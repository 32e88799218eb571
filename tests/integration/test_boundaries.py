"""Values under the units of another map, over the demonstration data."""

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest

from catalogue.definitions import Definitions
from indicators.compute import compute
from indicators.query import Query
from store import connection as db
from store import snapshot
from tests.conftest import CommandLine

MAPS = {
    "2023-12-31": ("2023-S1", "2023"),
    "2024-12-31": ("2024-S1", "2024"),
    "2025-06-30": ("2025-S1",),
    "2026-06-30": ("2025", "2026-S1"),
}
SAME = ("unit_id", "period", "term", "level", "numerator", "denominator", "value", "state", "lower", "upper", "units_reported",
        "units_expected", "source", "demonstration")  # fmt: skip


def rows(run: CommandLine, indicator: str, *args: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = run.json("indicators", "compute", indicator, *args, "--format", "json")
    return found


def told(table: pa.Table) -> list[list[Any]]:
    """Rows with amounts to the sixth digit: sums of decimals depend on their order."""
    found = [[row[name] for name in SAME] for row in table.to_pylist()]
    return [[round(value, 6) if isinstance(value, float) else value for value in row] for row in found]


@pytest.mark.parametrize("by", ["unit,level,period", "district,level,period", "level,period", "unit,level,term"])
@pytest.mark.parametrize(("day", "periods"), MAPS.items(), ids=MAPS)
def test_where_nothing_changed_both_views_agree(
    full: Any, known: Definitions, day: str, periods: tuple[str, ...], by: str
) -> None:
    """All indicators, asked in one process."""
    date = dt.date.fromisoformat(day)
    with db.reading(snapshot.current()).connect() as connection:
        for indicator in known.indicators:
            where = (f"period={','.join(periods)}",)
            plain = compute(connection, known, Query.parse(known, indicator, by=by, where=where))
            moved = compute(connection, known, Query.parse(known, indicator, by=by, where=where, boundaries=date))
            assert told(moved) == told(plain), indicator


def by_unit(found: list[dict[str, Any]], column: str = "unit_id") -> dict[str, dict[str, Any]]:
    return {row[column]: row for row in found}


def test_a_merger_is_the_sum_of_its_parts_and_a_split_is_not_allotted(on_full: CommandLine) -> None:
    """Yên Dũng joined the city of Bắc Giang; Lục Ngạn became Lục Ngạn and Chũ."""
    asked = ("party_committee_women_share", "--by", "unit,period", "--where", "level=district", "--where", "period=2023")
    before = by_unit(rows(on_full, *asked))
    after = by_unit(rows(on_full, *asked, "--boundaries", "2025-03-01"))
    assert set(after) == {"213@2025", "215@2020", "216@2020", "217@2020", "218@2020", "219@2025", "220@2025", "222@2024-02",
                          "223@2020", "224@2025"}  # fmt: skip
    for name in ("numerator", "denominator"):
        assert after["213@2025"][name] == before["213@2020"][name] + before["221@2020"][name]
        assert after["222@2024-02"][name] == before["222@2020"][name]
    for unit in ("219@2025", "224@2025"):
        told = [after[unit][name] for name in ("value", "numerator", "state", "lower", "upper", "reason")]
        assert told == [None, None, "missing", 0, 100, "split"]


def test_a_merged_unit_of_which_one_part_reported_has_bounds_only(on_full: CommandLine) -> None:
    asked = ("party_committee_women_share", "--by", "unit,period", "--where", "level=district", "--where", "period=2024-S1")
    before = by_unit(rows(on_full, *asked))
    city = by_unit(rows(on_full, *asked, "--boundaries", "2025-03-01"))["213@2025"]
    assert {before["213@2020"]["state"], before["221@2020"]["state"]} == {"value", "missing"}
    assert (city["state"], city["reason"], city["value"]) == ("missing", "part_missing", None)
    assert 0 < city["lower"] < city["upper"] < 100


def test_a_split_district_is_rebuilt_from_its_communes(on_full: CommandLine, known: Definitions) -> None:
    units = known.geography.units
    asked = ("party_committee_women_share", "--where", "level=commune", "--where", "period=2023")
    communes = by_unit(rows(on_full, *asked, "--by", "unit,period"))
    placed = {name: known.geography.succession.place(name, 4).targets for name in communes}
    after = by_unit(rows(on_full, *asked, "--by", "district,period", "--boundaries", "2025-03-01"), "district_id")
    for district in ("219@2025", "224@2025", "213@2025"):
        own = [row for name, row in communes.items() if {units[t].parent_id for t in placed[name]} == {district}]
        for name in ("numerator", "denominator"):
            assert after[district][name] == sum(row[name] or 0 for row in own if row["state"] == "value")
        assert after[district]["units_expected"] == len(own)
    assert sum(row["units_expected"] for row in after.values()) == len(communes)


def test_totals_of_counts_are_the_same_on_every_map(on_full: CommandLine) -> None:
    """What was reported is neither lost nor used twice: sums over the units of a map and what it cannot allot."""
    asked = (
        "party_committee_women_share",
        "--by",
        "level,period",
        "--where",
        "period=2023,2024,2025-S1",
        "--where",
        "level=commune",
    )
    plain = {row["period"]: row for row in rows(on_full, *asked)}
    for day in ("2024-01-31", "2024-12-31", "2025-03-01", "2025-07-01"):
        for row in rows(on_full, *asked, "--boundaries", day):
            same = plain[row["period"]]
            assert (row["numerator"], row["denominator"]) == (same["numerator"], same["denominator"])


def test_the_two_former_provinces_and_the_two_together(on_full: CommandLine) -> None:
    asked = (
        "party_committee_women_share",
        "--by",
        "province,period",
        "--where",
        "level=commune",
        "--where",
        "period=2024,2026-S1",
    )
    apart = rows(on_full, *asked, "--boundaries", "2024-12-31")
    together = {row["period"]: row for row in rows(on_full, *asked, "--boundaries", "2025-07-01")}
    now = {row["unit_id"]: row for row in apart if row["period"] == "2026-S1"}
    assert set(now) == {"24@2020", "27@2020"}
    assert sum(row["numerator"] for row in now.values()) == together["2026-S1"]["numerator"]
    assert sum(row["units_expected"] for row in now.values()) == together["2026-S1"]["units_expected"] == 99
    before = together["2024"]  # former Bắc Ninh owed no reports: its 121 communes are said to be missing
    assert (before["units_expected"], before["reason"], before["lower"], before["upper"]) == (330, "no_report_owed", None, None)


def test_districts_that_ended_do_not_apply_to_todays_map(on_full: CommandLine) -> None:
    found = rows(on_full, "party_committee_women_share", "--by", "unit,period", "--where", "level=district", "--where", "period=2023",
                 "--boundaries", "2025-07-01")  # fmt: skip
    assert {(row["state"], row["reason"], row["value"]) for row in found} == {("not_applicable", "abolished", None)}


def test_a_unit_that_vanished_is_resolved_and_said(on_full: CommandLine) -> None:
    asked = ("indicators", "compute", "party_committee_women_share", "--by", "unit,period", "--where", "unit=221", "--where",
             "level=district", "--where", "period=2023", "--format", "json", "--boundaries")  # fmt: skip
    done = on_full(*asked, "2025-03-01")
    assert "“Huyện Yên Dũng” không có trên bản đồ đơn vị ngày 01/03/2025" in done.stderr
    assert "Thành phố Bắc Giang (213@2025)" in done.stderr
    assert "213@2025" in done.stdout
    assert "nhóm đơn vị thuộc Thành phố Bắc Giang (213@2025) trước đây" in on_full(*asked, "2025-07-01").stderr


def test_an_estimate_is_made_on_request_only_and_stands_beside_the_missing_value(on_full: CommandLine) -> None:
    """Lục Ngạn 2023: 5 of 43; by area 0.7396 stays Lục Ngạn, 0.2604 is Chũ."""
    asked = ("party_committee_women_share", "--by", "unit,period", "--where", "level=district", "--where", "period=2023",
             "--boundaries", "2025-03-01")  # fmt: skip
    plain = by_unit(rows(on_full, *asked))
    assert "estimate" not in plain["224@2025"]
    found = by_unit(rows(on_full, *asked, "--estimate", "area"))
    assert found["224@2025"]["estimate"] == pytest.approx(100 * 5 / 43)
    assert (found["224@2025"]["estimate_basis"], found["224@2025"]["state"], found["224@2025"]["value"]) == (
        "area",
        "missing",
        None,
    )
    assert (found["213@2025"]["estimate"], found["213@2025"]["estimate_basis"]) == (None, None)
    keys = set(plain["224@2025"])
    assert {unit: {key: row[key] for key in keys} for unit, row in found.items()} == plain


def test_a_count_is_estimated_by_the_share_itself(on_full: CommandLine) -> None:
    asked = ("communication_events", "--by", "unit,period", "--where", "level=district", "--where", "period=2023")
    before = by_unit(rows(on_full, *asked))["219@2020"]["numerator"]
    found = by_unit(rows(on_full, *asked, "--boundaries", "2025-03-01", "--estimate", "area"))
    assert found["224@2025"]["estimate"] == pytest.approx(0.2604 * before)
    assert found["219@2025"]["estimate"] == pytest.approx(0.7396 * before)


def test_an_estimate_without_shares_or_without_a_map_says_so(on_full: CommandLine) -> None:
    asked = ("indicators", "compute", "party_committee_women_share", "--by", "unit,period", "--where", "level=district")
    done = on_full(*asked, "--boundaries", "2025-03-01", "--estimate", "population")
    assert done.returncode == 0
    assert "allocation_shares.csv" in done.stderr
    done = on_full(*asked, "--estimate", "area")
    assert done.returncode == 2
    assert "--boundaries" in done.stderr
