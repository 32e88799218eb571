"""Figures in sentences become figures of the unit only through an officer's review, whole or not at all."""

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import CommandLine
from tests.documents import REPORT, report
from tests.workbooks import filled

DECISION, REASON, SENTENCE, WOMEN, PLACE = "Quyết định", "Lý do", "Câu trong báo cáo", "Nữ (hoặc số lượng)", "Vị trí"
PARTY, STANDING, VIOLENCE = "đoạn 16, câu 1", "đoạn 16, câu 2", "đoạn 18, câu 1"


def listed(run: CommandLine, path: Path) -> list[dict[str, str]]:
    assert run("etl", "proposals", "--csv", path).returncode == 0
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def reviewed(path: Path, rows: list[dict[str, str]], delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def decide(rows: list[dict[str, str]], **decisions: tuple[str, str]) -> list[dict[str, str]]:
    """Fill the decision and reason of the line whose sentence holds a word."""
    for row in rows:
        for word, (decision, reason) in decisions.items():
            if word in row[SENTENCE]:
                row[DECISION], row[REASON] = decision, reason
    return rows


def counts(run: CommandLine, indicator: str = "party_committee_women_share", *more: str) -> tuple[Any, ...]:
    (row,) = run.json("indicators", "compute", indicator, "--by", "unit", "--where", "unit=218", "--where", "level=district",
                      "--where", "period=2024-S1", "--format", "json", *more)  # fmt: skip
    return row["numerator"], row["denominator"], row["state"]


def test_what_is_accepted_is_a_figure_with_its_sentence_as_source_and_what_was_known_before_stays(
    run: CommandLine, tmp_path: Path
) -> None:
    run("etl", "load", report(tmp_path / "r.docx"))
    rows = listed(run, tmp_path / "list.csv")
    by_place = {row[PLACE]: row for row in rows}
    assert (by_place[PARTY][WOMEN], by_place[STANDING][WOMEN], by_place[PARTY]["Đề nghị"]) == ("9", "2", "chấp nhận")
    assert {row[DECISION] for row in rows} == {""}
    assert counts(run)[2] == "missing"  # proposals are no figures
    path = reviewed(tmp_path / "done.csv", decide(rows, Cấp=("chấp nhận", "")), ";")
    said = run.json("etl", "review", path, "--by", "Cán bộ A", "--json")
    (one,) = said["reports"]
    assert (one["version"], one["observations"], one["counts"]) == (2, 2, {"accepted": 1, "corrected": 0, "declined": 0})
    assert counts(run) == (9, 41, "value")
    second = run.json("etl", "history", "--unit", "218", "--period", "2024-S1", "--json")[-1]
    before = dt.datetime.fromisoformat(second["recorded_from"]) - dt.timedelta(microseconds=1)
    assert counts(run, "party_committee_women_share", "--as-of", before.isoformat())[2] == "missing"
    cells = run.json("indicators", "explain", "party_committee_women_share", "--unit", "218", "--period", "2024-S1",
                     "--level", "district", "--json")  # fmt: skip
    assert {(c["value"], c["sex"], c["file"], c["version"], c["sheet"], c["cell"]) for c in cells} == {
        (9, "F", "r.docx", 2, "II.3.2", PARTY), (41, "_T", "r.docx", 2, "II.3.2", PARTY)}  # fmt: skip
    again = run.json("etl", "load", tmp_path / "r.docx", "--json")["files"][0]
    assert (again["status"], again["version"]) == ("unchanged", 2)
    stored = run.json("etl", "proposals", "--json")
    decided = {one["paragraph"]: one["decided"] for one in stored if one["decided"]}
    assert decided[16]["by"] == "Cán bộ A"
    taken_back = [row | {DECISION: "bỏ" if row[PLACE] == PARTY else ""} for row in listed(run, tmp_path / "list.csv")]
    run.json("etl", "review", reviewed(tmp_path / "back.csv", taken_back), "--json")
    assert counts(run)[2] == "missing"


def test_a_correction_needs_a_reason_and_records_what_the_officer_wrote(run: CommandLine, tmp_path: Path) -> None:
    run("etl", "load", report(tmp_path / "r.docx"))
    rows = listed(run, tmp_path / "list.csv")
    for row in rows:
        if row[PLACE] == PARTY:
            row[WOMEN], row[DECISION] = "10", "chấp nhận"
    problems = run.json("etl", "review", reviewed(tmp_path / "a.csv", rows), "--json", status=1)["problems"]
    assert [problem["code"] for problem in problems] == ["review_changed"]
    rows = decide(rows, Cấp=("sửa", ""))
    problems = run.json("etl", "review", reviewed(tmp_path / "b.csv", rows), "--json", status=1)["problems"]
    assert [problem["code"] for problem in problems] == ["review_needs_reason"]
    rows = decide(rows, Cấp=("sửa", "đơn vị gọi điện đính chính"))
    run.json("etl", "review", reviewed(tmp_path / "c.csv", rows), "--json")
    assert counts(run) == (10, 41, "value")


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_changed(run: CommandLine, tmp_path: Path) -> None:
    form = filled(tmp_path / "form.xlsx", change=lambda book: book["II.3.2 Cấp huyện"].__setitem__("E5", 8))
    run("etl", "load", form, report(tmp_path / "r.docx"))
    history = run.json("etl", "history", "--unit", "218", "--json")
    rows = listed(run, tmp_path / "list.csv")
    by_place = {row[PLACE]: row for row in rows}
    by_place[PARTY][DECISION] = "chấp nhận"  # 9, the form says 8
    by_place[STANDING][DECISION] = "chắc là đúng"
    rows.append(dict.fromkeys(rows[0], "") | {"Mã": "999", DECISION: "bỏ"})
    said = run.json("etl", "review", reviewed(tmp_path / "a.csv", rows), "--json", status=1)
    assert {problem["code"] for problem in said["problems"]} == {
        "review_contradicts", "review_decision_unknown", "review_unknown"}  # fmt: skip
    contradiction = next(p for p in said["problems"] if p["code"] == "review_contradicts")
    assert (contradiction["cell"], contradiction["found"], contradiction["expected"]) == (PARTY, "9", "8")
    assert "form.xlsx" in contradiction["message"]
    assert said["reports"] == []
    assert run.json("etl", "history", "--unit", "218", "--json") == history
    different = run.json("etl", "proposals", "--differences", "--json", status=1)
    assert {(one["numerator"], one["form"]["numerator"], one["form"]["cell"]) for one in different} >= {(9, 8, "E5")}
    only = [row for row in rows if row[PLACE] == PARTY]
    run.json("etl", "review", reviewed(tmp_path / "b.csv", only), "--correction", "--json")
    assert counts(run) == (9, 41, "value")


def test_a_figure_of_hot_issues_is_in_the_officers_list_only(run: CommandLine, home: Path, tmp_path: Path) -> None:
    lines = tuple(line.replace("Xảy ra 03 vụ bạo lực gia đình tại thôn Mật.", "Tổ chức 31 cuộc truyền thông tại thôn Mật.")
                  for line in REPORT)  # fmt: skip
    run("etl", "load", report(tmp_path / "r.docx", lines))
    rows = decide(listed(run, tmp_path / "list.csv"), thôn=("chấp nhận", ""))
    assert [row["Mục"][:4] for row in rows if row[DECISION]] == ["II.4"]
    (one,) = run.json("etl", "review", reviewed(tmp_path / "done.csv", rows), "--json")["reports"]
    assert one["observations"] == 1
    files = {path: "thôn Mật".encode() in path.read_bytes() for path in (home / "snapshots").iterdir()}
    assert any(files.values()), "officers and leaders may read it"
    assert all(path.stem.endswith(".full") and path.stat().st_mode & 0o77 == 0 for path, held in files.items() if held)


@pytest.mark.parametrize(("content", "code"), [
    ("không phải danh sách", "review_unreadable"), ("a,b\n1,2\n", "review_no_column"), ("Mã,Quyết định\n1,\n", "review_nothing_decided"),
])  # fmt: skip
def test_a_list_that_is_none_is_refused(empty_home: Path, tmp_path: Path, content: str, code: str) -> None:
    (tmp_path / "x.csv").write_text(content, encoding="utf-8")
    said = CommandLine(empty_home).json("etl", "review", tmp_path / "x.csv", "--dry-run", "--json", status=1)
    assert [problem["code"] for problem in said["problems"]] == [code]
    assert "Hãy" in said["problems"][0]["message"]


def test_a_figure_that_the_form_has_no_cell_for_is_not_suggested(run: CommandLine, tmp_path: Path) -> None:
    lines = tuple(
        "Cấp xã: ủy viên ban chấp hành đảng bộ có 47/258 đồng chí nữ, chiếm 18,22%."
        if line.startswith("Cấp ủy huyện")
        else line
        for line in REPORT
    )
    run("etl", "load", report(tmp_path / "r.docx", lines))
    (one,) = [row for row in run.json("etl", "proposals", "--json") if row["numerator"] == 47]
    assert (one["level"], one["flags"]) == ("commune", ["no_cell"])  # the district's form asks commune by commune
    (row,) = [row for row in listed(run, tmp_path / "list.csv") if "47/258" in "".join(row.values())]
    assert "chấp nhận" not in row.values()
