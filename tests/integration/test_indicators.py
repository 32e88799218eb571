"""What indicators mean: missing is not zero, shares from counts, coverage and bounds, sources in declared order."""

import shutil
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl.workbook import Workbook
from sqlalchemy import func, select

from catalogue.definitions import Definitions
from store import connection as db
from store import snapshot
from store.figures import alternatives
from store.schema import observation, series
from tests.conftest import CommandLine
from tests.workbooks import filled

SHEET = "II.3.2 Cấp huyện"


def compute(run: CommandLine, indicator: str, *args: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = run.json("indicators", "compute", indicator, *args, "--format", "json")
    return rows


def district(total: Any, women: Any) -> Any:
    def change(book: Workbook) -> None:
        book[SHEET]["D5"], book[SHEET]["E5"] = total, women
        book[SHEET]["G5"] = book[SHEET]["H5"] = women and 2  # parts of the women
        if women == 0:  # nor are there women in the bodies within the committee
            for row in (6, 7, 8):
                for column in "EGH":
                    book[SHEET][f"{column}{row}"] = 0

    return change


@pytest.fixture
def three_districts(run: CommandLine, tmp_path: Path) -> CommandLine:
    """Lục Nam 9/41, Lạng Giang 0/39, Tân Yên with its women left blank; the other seven sent nothing."""
    (tmp_path / "forms").mkdir()
    filled(tmp_path / "forms" / "a.xlsx")
    filled(tmp_path / "forms" / "b.xlsx", unit="217", change=district(39, 0))
    filled(tmp_path / "forms" / "c.xlsx", unit="216", change=district(40, None))
    run.json("etl", "load", tmp_path / "forms", "--json")
    return run


def test_a_share_is_the_ratio_of_sums_over_units_with_both(three_districts: CommandLine) -> None:
    (row,) = compute(
        three_districts,
        "party_committee_women_share",
        "--by",
        "period",
        "--where",
        "level=district",
        "--where",
        "period=2024-S1",
    )
    assert (row["numerator"], row["denominator"]) == (9, 80)
    assert row["value"] == pytest.approx(100 * 9 / 80)
    assert (row["units_reported"], row["units_expected"]) == (2, 10)
    assert row["unit_id"] == "24@2020"


def test_missing_is_not_zero(three_districts: CommandLine) -> None:
    rows = compute(
        three_districts,
        "party_committee_women_share",
        "--by",
        "unit,period",
        "--where",
        "level=district",
        "--where",
        "period=2024-S1",
    )
    found = {row["unit_id"]: (row["state"], row["value"]) for row in rows}
    assert found["217@2020"] == ("value", 0)
    assert found["216@2020"] == ("missing", None)
    assert found["215@2020"] == ("missing", None)
    assert len(found) == 10


def test_bounds_say_what_missing_units_could_do(run: CommandLine, tmp_path: Path) -> None:
    """By hand: 2023: Lục Nam 9/41, the other nine 4 of whom 2 each; 2024-S1: only Lục Nam.
    W = 9, N = 41, Nm = 9 × 4 = 36: between 9/77 and 45/77.
    """
    units = ["213", "215", "216", "217", "218", "219", "220", "221", "222", "223"]
    (tmp_path / "forms").mkdir()
    for unit in units:
        filled(tmp_path / "forms" / f"{unit}.xlsx", unit=unit, period="2023", change=district(41, 9) if unit == "218" else None)
    filled(tmp_path / "forms" / "later.xlsx")
    run.json("etl", "load", tmp_path / "forms", "--json")
    (row,) = compute(
        run, "party_committee_women_share", "--by", "period", "--where", "level=district", "--where", "period=2024-S1"
    )
    assert (row["units_reported"], row["units_expected"]) == (1, 10)
    assert row["lower"] == pytest.approx(100 * 9 / 77)
    assert row["upper"] == pytest.approx(100 * 45 / 77)
    (whole,) = compute(
        run, "party_committee_women_share", "--by", "period", "--where", "level=district", "--where", "period=2023"
    )
    assert whole["lower"] == whole["value"] == whole["upper"] == pytest.approx(100 * (9 + 9 * 2) / (41 + 9 * 4))


def test_bodies_are_counted_not_people(run: CommandLine, tmp_path: Path) -> None:
    """A committee with a woman counts once however many there are; x is not counted at all."""

    def standing(total: Any, women: Any) -> Any:
        def change(book: Workbook) -> None:
            book[SHEET]["C5"], book[SHEET]["D5"], book[SHEET]["E5"] = 41, 41, 9
            book[SHEET]["D6"], book[SHEET]["E6"] = total, women
            book[SHEET]["G6"] = book[SHEET]["H6"] = (women and women != "x" and 2) or women

        return change

    (tmp_path / "forms").mkdir()
    for unit, change in (("218", standing(13, 5)), ("217", standing(11, 0)), ("216", standing("x", "x"))):
        filled(tmp_path / "forms" / f"{unit}.xlsx", unit=unit, change=change)
    run.json("etl", "load", tmp_path / "forms", "--json")
    (row,) = compute(
        run, "standing_committees_with_women_share", "--by", "period", "--where", "level=district", "--where", "period=2024-S1"
    )
    assert (row["numerator"], row["denominator"], row["value"]) == (1, 2, 50)
    assert (row["units_reported"], row["units_expected"]) == (2, 9)


def test_a_woman_known_is_enough_for_a_body_with_gaps(run: CommandLine, tmp_path: Path) -> None:
    """key_leaders_agencies_share: one woman among the vice chairs settles it, though the chairs are blank."""

    def change(book: Workbook) -> None:
        sheet = book[SHEET]
        for row in range(5, 20):
            label = str(sheet.cell(row, 2).value)
            if label.startswith(("Chủ tịch Hội đồng", "Chủ tịch Ủy ban nhân dân")):
                sheet.cell(row, 4).value = sheet.cell(row, 5).value = sheet.cell(row, 7).value = sheet.cell(row, 8).value = None

    run.json("etl", "load", filled(tmp_path / "f.xlsx", change=change), "--json")
    (row,) = compute(run, "key_leaders_agencies_share", "--by", "unit", "--where", "unit=218", "--where", "level=district")
    assert (row["numerator"], row["denominator"], row["state"]) == (1, 1, "value")


def test_counts_sum_and_their_upper_bound_is_unknown(three_districts: CommandLine) -> None:
    (row,) = compute(
        three_districts, "communication_events", "--by", "period", "--where", "level=district", "--where", "period=2024-S1"
    )
    assert (row["numerator"], row["denominator"], row["value"]) == (12, None, 12)
    assert (row["lower"], row["upper"]) == (12, None)


def test_a_unit_asked_by_name_contains_its_communes(three_districts: CommandLine) -> None:
    rows = compute(three_districts, "party_committee_women_share", "--by", "unit,level", "--where", "unit=218")
    assert {(row["unit_id"], row["level"], row["denominator"]) for row in rows} == {
        ("218@2020", "district", 41), ("218@2020", "commune", 100), ("218@2020", "grassroots", 4)}  # fmt: skip
    communes = compute(
        three_districts, "party_committee_women_share", "--by", "unit", "--where", "parent=218", "--where", "period=2024-S1"
    )
    assert len(communes) == 25
    assert {row["level"] for row in communes} == {"commune"}


def test_a_period_not_yet_due_is_a_state_of_its_own(run: CommandLine) -> None:
    rows = compute(run, "report_timeliness", "--by", "period")
    assert {row["period"]: row["state"] for row in rows}["2026"] == "not_yet_due"


def test_real_reports_hide_demonstration_ones_and_start_at_version_1(full_home: Path, copy_of: Any, tmp_path: Path) -> None:
    run = CommandLine(copy_of(full_home))
    loaded = run.json("etl", "load", filled(tmp_path / "f.xlsx"), "--json")
    assert loaded["files"][0]["version"] == 1
    assert loaded["files"][0]["status"] == "loaded"
    rows = compute(run, "party_committee_women_share", "--by", "unit,level", "--where", "unit=218")
    assert {row["period"] for row in rows} == {"2024-S1"}
    assert {row["level"]: row["numerator"] for row in rows}["district"] == 9
    assert not any(row["demonstration"] for row in rows)
    others = compute(
        run, "party_committee_women_share", "--by", "unit", "--where", "level=district", "--where", "period=2024-S1"
    )
    assert {row["unit_id"] for row in others if not row["demonstration"] and row["state"] == "value"} == {"218@2020"}


def test_terms_are_counted_once_for_a_unit_and_its_successor(on_full: CommandLine) -> None:
    (row,) = compute(
        on_full, "party_committee_women_share", "--by", "term", "--where", "level=district", "--where", "term=2020-2025"
    )
    assert (row["units_expected"], row["period"]) == (10, "2020-2025")
    units = compute(
        on_full, "party_committee_women_share", "--by", "unit,term", "--where", "level=district", "--where", "term=2020-2025"
    )
    assert sum(unit["numerator"] for unit in units) == row["numerator"]
    assert len({unit["unit_id"].split("@")[0] for unit in units}) == len(units) == 10


def test_by_term_a_stock_is_the_latest_count_and_names_no_period(on_full: CommandLine) -> None:
    rows = compute(on_full, "peoples_committee_leaders_women_share", "--by", "term", "--where", "level=district")
    assert [(row["term"], row["period"]) for row in rows] == [("2021-2026", None)]


def test_a_publication_outranks_generated_data_and_both_stay(on_full: CommandLine, full: Path) -> None:
    (row,) = compute(on_full, "peoples_council_women_share", "--by", "unit,term", "--where", "unit=24@2020", "--where", "level=province",
                     "--where", "term=2016-2021")  # fmt: skip
    assert (row["numerator"], row["denominator"], row["source"], row["demonstration"]) == (18, 85, "publication", False)
    with db.reading(snapshot.current()).connect() as connection:
        others = alternatives(connection, "peoples_council_women_share").to_pylist()
    assert [o["other_demonstration"] for o in others if o["unit_id"] == "24@2020" and o["period"] == "2016-2021"] == [True]


def test_a_published_percentage_without_counts_is_shown_as_published(on_full: CommandLine) -> None:
    (row,) = compute(on_full, "party_committee_women_share", "--by", "unit,term", "--where", "unit=24@2020", "--where", "level=province",
                     "--where", "term=2015-2020")  # fmt: skip
    assert (row["value"], row["numerator"], row["denominator"], row["source"]) == (15.09, None, None, "publication")


def test_reference_areas_enter_no_sum(on_full: CommandLine) -> None:
    rows = compute(on_full, "peoples_council_women_share", "--by", "unit,level,term", "--where", "level=district")
    assert not [row for row in rows if row["unit_id"].startswith(("REF:", "VN"))]
    (country,) = compute(
        on_full, "national_assembly_women_share", "--by", "term", "--where", "unit=VN", "--where", "term=2021-2026"
    )
    assert (country["unit"], country["numerator"], country["denominator"]) == ("Việt Nam", 151, 499)


def test_every_printed_share_agrees_with_its_counts_or_is_a_listed_conflict(known: Definitions) -> None:
    checked = 0
    for figure in known.figures:
        if figure.women is None or figure.total is None or figure.share_published is None:
            assert figure.share_check is None, figure.figure_id
            continue
        printed = Decimal(figure.share_published)
        step = Decimal(1).scaleb(printed.as_tuple().exponent if "." in figure.share_published else 0)
        exact = Decimal(100) * figure.women / figure.total
        ways = {"rounded": exact.quantize(step, ROUND_HALF_UP), "truncated": exact.quantize(step, ROUND_DOWN)}
        if figure.share_check == "conflict":
            assert printed not in ways.values(), figure.figure_id
        else:
            assert ways[str(figure.share_check)] == printed, figure.figure_id
        checked += 1
    assert checked == 49
    assert {f.figure_id for f in known.figures if f.share_check == "conflict"} == {"F034", "F052", "F053"}


def test_violence_figures_are_stored_but_not_in_the_public_snapshot(
    on_full: CommandLine, known: Definitions, tmp_path: Path
) -> None:
    sensitive = [e.id for e in known.elements.values() if e.sensitive]
    count = select(func.count()).select_from(observation).join(series, series.c.series_id == observation.c.series_id)
    count = count.where(series.c.element.in_(sensitive))
    pointer = (on_full.home / "snapshots" / "CURRENT").read_text().strip()
    with db.reading(on_full.home / "snapshots" / f"{pointer}.duckdb").connect() as connection:
        assert connection.execute(count).scalar() == 0
        assert connection.execute(select(func.count()).select_from(series).where(series.c.element.in_(sensitive))).scalar() == 0
    store = shutil.copy(on_full.home / "store.duckdb", tmp_path)
    with db.reading(Path(store)).connect() as connection:
        assert connection.execute(count).scalar() > 1000


def test_targets_on_the_command_line(on_full: CommandLine) -> None:
    rows = on_full.json("indicators", "targets", "--unit", "07444", "--json")
    keys = {"target", "indicator", "unit_id", "unit", "level", "period", "measure_type", "comparator", "required", "numerator",
            "denominator", "value", "needed", "gap", "status", "reason", "method", "due", "source", "verified"}  # fmt: skip
    assert rows
    assert all(keys <= set(row) for row in rows)
    (row,) = [r for r in rows if r["target"] == "ct45_2025_committee_women_15" and r["level"] == "commune"]
    assert row["needed"] == -(-15 * row["denominator"] // 100)
    assert row["gap"] == max(0, row["needed"] - row["numerator"])
    assert (row["status"] == "met") == (row["gap"] == 0)
    assert row["verified"] == "memory"


def test_list_names_every_indicator_with_its_direction(run: CommandLine, known: Definitions) -> None:
    rows = run.json("indicators", "list", "--json")
    assert [row["id"] for row in rows] == list(known.indicators)
    assert all(row["direction"] in ("higher", "lower", "nearer_parity", "none") for row in rows)


def test_status_of_a_round(on_full: CommandLine) -> None:
    done = on_full.json("etl", "status", "--period", "2024-S1", "--json")
    assert done["expected"] == 48 == sum(done[s] for s in ("complete", "late", "partial", "missing", "rejected", "not_yet_due"))
    assert done["late"] > 0
    late = [report for report in done["reports"] if report["status"] == "late"]
    assert all(report["days_late"] > 0 for report in late)
