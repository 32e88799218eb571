"""A file of changes of units: each rule with a file that breaks it, and that alone."""

import datetime as dt

import pytest

from catalogue import boundaries
from catalogue.boundaries import Extension, extended
from catalogue.boundary_checks import Step, check
from catalogue.boundary_rows import Row, read_rows
from catalogue.definitions import Definitions

HEAD = "date,change,from_unit_id,to_unit_id,to_code,to_name,to_level,to_parent_unit_id,to_lat,to_lon,to_area_km2,note,legal_basis,verified"
ALONE = "07663@2025-07"  # the resolution's list has it as a merger, of one commune: as printed
PARENT = "24@2025-07"
MERGER = [
    f"2027-01-01,enlarged,07246@2025-07,07246@2027-01,07246,Xã Xuân Lương,commune,{PARENT},,,,,NQ thử,no",
    "2027-01-01,merged_into,07264@2025-07,07246@2027-01,,,,,,,,,NQ thử,no",
]
SPLIT = [
    f"2027-01-01,split_remainder,07288@2025-07,07288@2027-01,07288,Xã Yên Thế,commune,{PARENT},,,,,NQ thử,no",
    f"2027-01-01,split_off,07288@2025-07,07999@2027-01,07999,Xã Ví Dụ,commune,{PARENT},,,,,NQ thử,no",
]


def read(known: Definitions, *lines: str, head: str = HEAD) -> Extension:
    return extended(known, "\n".join([head, *lines]).encode())


def codes(found: Extension) -> set[str]:
    return {fault.code for fault in found.faults}


@pytest.mark.parametrize(
    ("lines", "code", "line"),
    [
        ([MERGER[0].replace("07246@2025-07", "07246@2019"), MERGER[1]], "boundary_unknown", 2),
        ([MERGER[0].replace("07246@2025-07", "221@2020"), MERGER[1]], "boundary_not_then", 2),
        ([MERGER[0]], "boundary_one_part", 2),
        ([SPLIT[0]], "boundary_split_one", 2),
        ([line.replace("2027-01-01", "2025-01-01") for line in MERGER], "boundary_history", 2),
        ([MERGER[0].replace("2027-01-01", "2027-02-30"), MERGER[1]], "boundary_value", 2),
        ([MERGER[0].replace(",no", ",maybe"), MERGER[1]], "boundary_value", 2),
        ([MERGER[0].replace("Xã Xuân Lương", ""), MERGER[1]], "boundary_facts", 2),
        ([MERGER[0].replace(PARENT, "219@2025"), MERGER[1]], "boundary_parent_not_then", 2),
        ([MERGER[0].replace(PARENT, "99@2025"), MERGER[1]], "boundary_parent_unknown", 2),
        ([MERGER[0].replace(PARENT, "07282@2025-07"), MERGER[1]], "boundary_parent_level", 2),
        ([MERGER[0].replace("commune", "district"), MERGER[1]], "boundary_level", 2),
        ([MERGER[0].replace("07246@2027-01,07246", "07999@2027-01,07282"), MERGER[1].replace("07246@2027-01", "07999@2027-01")],
         "boundary_overlap", 2),
        ([MERGER[0], MERGER[0], MERGER[1]], "boundary_twice", 3),
        ([MERGER[0].replace("07246@2027-01", "07282@2025-07"), MERGER[1].replace("07246@2027-01", "07282@2025-07")],
         "boundary_exists", 2),
        ([MERGER[0].replace(f"{PARENT},,,,", f"{PARENT},,,500,"), MERGER[1]], "boundary_area", 2),
        (["2027-01-01,abolished,07246@2025-07,07246@2027-01,,,,,,,,,,no"], "boundary_abolished_to", 2),
        (["2027-01-01,split_off,07246@2025-07,,,,,,,,,,,no"], "boundary_successor_missing", 2),
    ],
)  # fmt: skip
def test_a_fault_is_found_in_its_line(known: Definitions, lines: list[str], code: str, line: int) -> None:
    found = read(known, *lines)
    assert not found.accepted
    assert found.definitions is known
    wrong = [fault for fault in found.faults if fault.code == code]
    assert wrong, codes(found)
    assert line in {fault.line for fault in wrong}
    for lang in ("vi", "en"):
        told = wrong[0].as_dict(known.words, lang)
        assert str(line) in str(told["message"])
        assert "{" not in str(told["message"])


def test_the_end_of_a_parent_without_its_children_names_them(known: Definitions) -> None:
    found = read(known, f"2027-01-01,abolished,{PARENT},,,,,,,,,,,no")
    (fault,) = [fault for fault in found.faults if fault.code == "boundary_children"]
    assert "99" in str(fault.as_dict(known.words, "vi")["message"])
    assert "+89" in str(fault.as_dict(known.words, "vi")["message"])


def test_a_merger_ends_its_parts_the_day_before_and_begins_the_new_unit(known: Definitions) -> None:
    found = read(known, *MERGER)
    assert (found.accepted, found.faults) == (True, ())
    geography = found.definitions.geography
    assert geography.units["07264@2025-07"].valid_to == dt.date(2026, 12, 31)
    assert geography.units["07246@2027-01"].valid_from == dt.date(2027, 1, 1)
    number = geography.succession.map_of(dt.date(2027, 1, 1))
    assert geography.succession.place("07264@2025-07", number).targets == {"07246@2027-01"}
    assert known.geography.units["07264@2025-07"].valid_to is None
    assert found.definitions.version != known.version


def test_a_split_is_followed_and_a_second_file_goes_on_from_the_first(known: Definitions) -> None:
    first = read(known, *MERGER).definitions
    second = read(first, *(line.replace("2027-01", "2028-01") for line in SPLIT))
    assert second.accepted
    succession = second.definitions.geography.succession
    placed = succession.place("07288@2025-07", succession.map_of(dt.date(2028, 1, 1)))
    assert placed.targets == {"07288@2028-01", "07999@2028-01"}
    assert placed.reason == "split"
    assert "boundary_history" in codes(read(second.definitions, *MERGER))


def test_what_is_valid_though_nothing_follows(known: Definitions) -> None:
    assert read(known, "2027-01-01,abolished,07246@2025-07,,,,,,,,,,,no").accepted
    unknown = read(known, "2027-01-01,merged_into,07246@2025-07,,,,,,,,,,,no")
    assert unknown.accepted
    assert [(fault.code, fault.severity) for fault in unknown.faults] == [("boundary_successor_unknown", "warning")]


def test_semicolons_a_byte_order_mark_and_vietnamese_dates_are_read(known: Definitions) -> None:
    text = "\r\n".join([HEAD, *MERGER]).replace(",", ";").replace("2027-01-01", "01/01/2027")
    assert extended(known, "\ufeff".encode() + text.encode()).accepted


def test_all_faults_are_told_at_once(known: Definitions) -> None:
    found = read(known, MERGER[0].replace("07246@2025-07", "07246@2019"), MERGER[1].replace(",no", ",?"), *SPLIT[:1])
    assert {"boundary_unknown", "boundary_value", "boundary_split_one"} <= codes(found)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", HEAD.encode(), b"date,change\n2027-01-01,x", b"PK\x03\x04rest"])
def test_what_is_no_such_file_is_refused(known: Definitions, content: bytes) -> None:
    found = extended(known, content)
    assert not found.accepted
    assert found.faults


def test_the_shipped_history_keeps_the_rules(known: Definitions) -> None:
    units = {unit.unit_id: unit for unit in known.units}
    for date in sorted({change.date for change in known.changes}):
        lines = [
            ",".join((change.date.isoformat(), change.change, change.from_unit_id, change.to_unit_id or "", *[""] * 9, "no"))
            for change in known.changes
            if change.date == date
        ]
        rows, _ = read_rows("\n".join([HEAD, *lines]).encode())
        faults = [fault for fault in check(Step(date, _clear(rows), units)) if fault.severity == "error"]
        faults = [fault for fault in faults if dict(fault.about).get("unit") != ALONE]
        assert not faults, [fault.as_dict(known.words, "en")["message"] for fault in faults]


def _clear(rows: list[Row]) -> tuple[Row, ...]:
    return tuple(row for row in rows if row.clear)


def test_a_folder_names_only_what_was_kept_whole(tmp_path: object) -> None:
    folder = boundaries.Path(str(tmp_path))
    (folder / "2027-01-01-0123456789abcdef.csv").touch()
    (folder / "2027-01-01-0123456789abcdef.csv.draft").touch()
    (folder / "notes.txt").touch()
    assert boundaries.kept(folder) == ("2027-01-01-0123456789abcdef.csv",)
    assert boundaries.kept(folder / "absent") == ()
