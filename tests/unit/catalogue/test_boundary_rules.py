"""The rules on kinds of change, codes and cells: one fault each; and the shipped register's one exception by name."""

import pytest

from catalogue.boundaries import Extension, extended
from catalogue.boundary_checks import Step, check
from catalogue.boundary_rows import COLUMNS, rows_of
from catalogue.definitions import Definitions

# Xã Xuân Lương, Xã Tam Tiến, Xã Đồng Kỳ, Xã Yên Thế
A, B, C, D = "07246@2025-07", "07264@2025-07", "07282@2025-07", "07288@2025-07"
NEW = {
    "to_unit_id": "07246@2027",
    "to_code": "07246",
    "to_name": "Xã Mới",
    "to_level": "commune",
    "to_parent_unit_id": "24@2025-07",
}
TO_NEW = {"to_unit_id": NEW["to_unit_id"]}
OTHER = NEW | {"to_unit_id": "07999@2027", "to_code": "07999"}


def row(kind: str, start: str, **more: str) -> dict[str, str]:
    return dict.fromkeys(COLUMNS, "") | {"date": "2027-01-01", "change": kind, "from_unit_id": start, "verified": "no"} | more


def read(known: Definitions, *rows: dict[str, str]) -> Extension:
    lines = [",".join(COLUMNS), *(",".join(cells.values()) for cells in rows)]
    return extended(known, "\n".join(lines).encode())


MERGED = row("merged_into", B, **TO_NEW)
FAULTS = [
    ([row("renamed_or_status", A, **NEW), row("renamed_or_status", B, **TO_NEW)], "boundary_carried", 3, "renamed_or_status"),
    ([row("parent_changed", A, **NEW), MERGED], "boundary_carried", 2, "parent_changed"),
    ([row("enlarged", A, **NEW), MERGED, row("split_off", B, **OTHER)], "boundary_whole", 4, "merged_into, split_off"),
    ([row("split_remainder", A, **NEW), row("split_remainder", A, **OTHER)], "boundary_remainders", 3, "split_remainder"),
    ([row("enlarged", A, **NEW | {"to_code": "7246"}), MERGED], "boundary_code", 2, "5 digits"),
    ([row("enlarged", A, **NEW | {"to_unit_id": "07246@2026"}), row("merged_into", B, to_unit_id="07246@2026")],
     "boundary_id", 2, "07246@2027-01"),
    ([row("enlarged", A, **NEW), row("merged_into", B, **NEW | {"to_name": "Xã Khác"})], "boundary_differs", 3, "line 2"),
    ([row("enlarged", A, **NEW | {"to_lat": "106.1", "to_lon": "21.3"}), MERGED], "boundary_value", 2, "above 8 and below 24"),
    ([row("enlarged", "07246@2019", **NEW), MERGED], "boundary_unknown", 2, f"similar: {A}"),
    ([row("created", "", **NEW)], "boundary_created", 2, "split_off"),
    ([row("renamed_or_status", A, to_unit_id=B), row("renamed_or_status", B, to_unit_id=A)], "boundary_cycle", 2, B),
    ([row("enlarged", A, **NEW | {"to_parent_unit_id": NEW["to_unit_id"]}), MERGED], "boundary_parent_cycle", 2, NEW["to_unit_id"]),
    ([row("abolished", "24@2025-07")], "boundary_reporting", 2, "data/reporting.csv"),
    ([row("abolished", "24@2025-07")], "boundary_office", 2, "data/office.yaml"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "code", "line", "said"), FAULTS, ids=[f"{fault[1]}-{fault[3]}" for fault in FAULTS])
def test_a_rule_names_line_and_reason(known: Definitions, rows: list[dict[str, str]], code: str, line: int, said: str) -> None:
    found = read(known, *rows)
    faults = [fault for fault in found.faults if fault.code == code]
    assert [fault.line for fault in faults][:1] == [line], found.faults
    told = str(faults[0].as_dict(known.words, "en")["message"])
    assert said in told
    assert told.startswith(f"Line {line}, column ")
    assert found.definitions is known


def test_a_row_with_too_few_cells_leads_to_no_further_fault(known: Definitions) -> None:
    lines = [",".join(COLUMNS), ",".join(row("enlarged", A, **NEW).values()), f"2027-01-01,merged_into,{B},{NEW['to_unit_id']}"]
    found = extended(known, "\n".join(lines).encode())
    assert {(fault.code, fault.line) for fault in found.faults} == {("boundary_cells", 3), ("boundary_value", 3)}


def test_what_a_merger_and_a_split_may_share(known: Definitions) -> None:
    """A part of one commune joins another, which goes on with a new name; the rest stays."""
    rest = NEW | {"to_unit_id": "07264@2027", "to_code": "07264"}
    found = read(known, row("renamed_or_status", A, **NEW), row("split_off", B, **TO_NEW), row("split_remainder", B, **rest))
    assert found.faults == ()


def test_areas_agree_within_one_percent(known: Definitions) -> None:
    area = sum(unit.area_km2 or 0 for unit in known.units if unit.unit_id in (A, B))
    for factor, right in ((1.009, True), (0.991, True), (1.02, False), (0.98, False)):
        found = read(known, row("enlarged", A, **NEW | {"to_area_km2": f"{area * factor:.3f}"}), MERGED)
        assert found.accepted is right, factor
    unknown = read(known, row("enlarged", A, **NEW), MERGED)
    assert unknown.accepted, "an area that is not known is held against nothing"


def test_a_commune_made_of_communes_of_today_keeps_its_former_district(known: Definitions) -> None:
    geography = read(known, row("enlarged", A, **NEW), MERGED).definitions.geography
    assert geography.district_of("07246@2027") == geography.district_of(A) == "215@2020"


def test_the_shipped_register_has_one_exception(known: Definitions) -> None:
    """07663 is in the resolution's list of mergers and made of one commune only."""
    units, rows = {unit.unit_id: unit for unit in known.units}, rows_of(known.changes)
    found = [
        fault
        for date in sorted({change.date for change in known.changes})
        for fault in check(Step(date, tuple(row for row in rows if row.date == date), units))
    ]
    assert [(fault.code, dict(fault.about)["unit"]) for fault in found] == [("boundary_one_part", "07663@2025-07")]
