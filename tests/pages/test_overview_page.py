"""The first page: findings in sentences whose numbers are those of the data, each with a link to its view."""

import re
from pathlib import Path

from indicators.query import Query
from presentation import data, findings
from tests.conftest import CommandLine
from tests.pages.opening import open_page, texts


def test_the_first_finding_is_what_compute_says(full: Path, on_full: CommandLine) -> None:
    page = open_page("overview.py")
    rows = on_full.json(
        "indicators", "compute", "party_committee_women_share", "--by", "term", "--where", "level=commune", "--format", "json"
    )
    known = {row["term"]: row for row in rows if row["state"] == "value"}
    now, before = known["2025-2030"], known["2020-2025"]
    said = texts(page)
    share = f"{now['value']:.1f}".replace(".", ",")
    assert f"## Nữ chiếm **{share}%** cấp ủy cấp xã" in said
    points = round(now["value"] - before["value"], 1)
    way = "tăng" if points > 0 else "giảm"
    assert f"{way} {abs(points):.1f}".replace(".", ",") + " điểm so với nhiệm kỳ trước" in said
    units = [
        row
        for row in on_full.json(
            "indicators", "compute", "party_committee_women_share", "--by", "unit,term", "--where", "level=commune",
            "--format", "json",
        )
        if row["term"] == "2025-2030" and row["state"] == "value"
    ]  # fmt: skip
    behind = [row for row in units if row["value"] < 15]
    assert f"**{len(behind)}/{len(units)}** xã, phường chưa đạt 15%" in said


def test_what_needs_attention_leads_to_its_view(full: Path) -> None:
    page = open_page("overview.py")
    links = [(link.proto.label, link.proto.query_string, link.proto.page) for link in page.get("page_link")]
    missing = next(link for link in links if "cần thêm" in link[0])
    women = int(re.search(r"cần thêm \*\*(\d+)\*\* nữ", missing[0]).group(1))  # type: ignore[union-attr]
    assert women > 0
    assert "chi_so=party_committee_women_share" in missing[1]
    assert "ky=2025-2030" in missing[1]
    assert any("mục tiêu đang áp dụng" in label for label, _, _ in links)
    assert any("báo cáo phải gửi" in label and "ky_bao_cao=2026-S1" in query for label, query, _ in links)


def test_the_women_missing_are_the_sum_over_units(full: Path) -> None:
    told = findings.finding("party_committee_women_share", "commune")
    assert told is not None
    rows = data.values(data.current(), Query("party_committee_women_share", by=("unit", "level", "term")))
    rows = rows[(rows["level"] == "commune") & (rows["term"] == "2025-2030") & (rows["state"] == "value")]
    fewest = -(-rows["denominator"] * 15 // 100)
    assert sum(row["women_missing"] for row in told.short) == (fewest - rows["numerator"]).clip(lower=0).sum()
    assert [row["value"] for row in told.short] == sorted(row["value"] for row in told.short)


def test_across_a_merger_the_sentence_says_so(full: Path) -> None:
    told = findings.finding("party_committee_women_share", "commune")
    assert told is not None
    assert "sắp xếp lại" in findings.change(told)
