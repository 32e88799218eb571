"""Tables that are not the system's form: what units send of their own, and what must be read from it."""

from dataclasses import dataclass, field
from typing import Any

LUC_NAM = "218@2020|district||"
D = {
    "bch": "party_committee_members", "btv": "standing_committee_members", "bt": "party_secretaries", "pbt": "party_deputy_secretaries",
    "ct_hdnd": "peoples_council_chairs", "pct_hdnd": "peoples_council_vice_chairs", "db": "peoples_council_deputies",
    "ct_ubnd": "peoples_committee_chairs", "pct_ubnd": "peoples_committee_vice_chairs", "uv_ubnd": "peoples_committee_members",
    "tp": "division_heads", "ptp": "division_deputy_heads", "mttq": "front_heads", "hpn": "womens_union_heads",
}  # fmt: skip


@dataclass(frozen=True)
class Table:
    """One file: its sheets, and either what is read (key → value) or why it is refused."""

    name: str
    sheets: dict[str, str]  # name → rows of cells, "|" between cells; numbers become numbers
    reads: dict[str, Any] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()
    warned: frozenset[str] = frozenset()
    unit: str | None = "218"
    period: str | None = "2024-S1"
    save_as: str = "xlsx"
    encoding: str = "utf-8"
    separator: str = ";"


TABLES: list[Table] = []


def district(**said: tuple[float | None, ...]) -> dict[str, Any]:
    """total, women, minority women, women under 40 of the district's bodies; None is not said."""
    columns = ("total", "women", "women_em", "women_u40")
    return {
        f"{LUC_NAM}{D[name]}|{column}": v
        for name, vs in said.items()
        for column, v in zip(columns, vs, strict=False)
        if v is not None
    }


def table(name: str, text: str | dict[str, str], reads: dict[str, Any] | None = None, *refused: str, warned: tuple[str, ...] = (),
          **more: Any) -> None:  # fmt: skip
    sheets = text if isinstance(text, dict) else {"Sheet1": text}
    TABLES.append(Table(name, sheets, reads or {}, frozenset(refused), frozenset(warned), **more))


PLAIN = """
BIỂU SỐ LIỆU CÁN BỘ NỮ CẤP HUYỆN

TT|Chức danh|Tổng số|Trong đó: nữ
1|Ủy viên BCH đảng bộ|41|9
2|Ủy viên BTV|11|2
3|Bí thư huyện ủy|1|0
4|Phó Bí thư huyện ủy|2|1
"""
PLAIN_READ = district(bch=(41, 9), btv=(11, 2), bt=(1, 0), pbt=(2, 1))
table("list_plain", PLAIN, PLAIN_READ)
table("list_csv_semicolon", PLAIN, PLAIN_READ, save_as="csv")
table("list_csv_comma", PLAIN.replace(" đảng bộ", ""), PLAIN_READ, save_as="csv", separator=",")
table("list_csv_utf8_mark", PLAIN, PLAIN_READ, save_as="csv", encoding="utf-8-sig")
table("list_csv_utf16", PLAIN, PLAIN_READ, save_as="csv", encoding="utf-16", separator="\t")
table("list_tsv", PLAIN, PLAIN_READ, save_as="tsv", separator="\t")
table("list_csv_pipe_windows_1258", PLAIN, PLAIN_READ, save_as="csv", encoding="cp1258")
table("list_docx", PLAIN, PLAIN_READ, save_as="docx")
table("list_xls", PLAIN, PLAIN_READ, save_as="xls")
table("list_ods", PLAIN, PLAIN_READ, save_as="ods")
table("list_tcvn3", PLAIN, PLAIN_READ, encoding="tcvn3")
table("list_vni", PLAIN, PLAIN_READ, encoding="vni")
table("list_csv_tcvn3", PLAIN, PLAIN_READ, save_as="csv", encoding="tcvn3")
table("list_without_marks", """
BIEU SO LIEU CAN BO NU CAP HUYEN

TT|Chuc danh|Tong so|Trong do: nu
1|Uy vien BCH dang bo|41|9
2|Uy vien BTV|11|2
""", district(bch=(41, 9), btv=(11, 2)))  # fmt: skip
table("list_upper_case", PLAIN.upper(), PLAIN_READ)
table("list_titles_tell_unit_and_period", "UBND HUYỆN LỤC NAM||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nBAN VSTBPN||Độc lập - Tự do - Hạnh phúc\n"
      "\nBÁO CÁO SỐ LIỆU 6 THÁNG ĐẦU NĂM 2024\n" + PLAIN, PLAIN_READ, unit=None, period=None)  # fmt: skip
table("list_BC_LucNam_6thang2024", PLAIN, PLAIN_READ, unit=None, period=None)
table("list_abbreviated_unit", "Đơn vị: H. Lục Nam\nKỳ báo cáo: 6 tháng năm 2024\n" + PLAIN, PLAIN_READ, unit=None, period=None)
table("list_sheet_tells_unit", {"H. Lục Nam 6T-2024": PLAIN}, PLAIN_READ, unit=None, period=None)
table("transposed", """
THỐNG KÊ CÁN BỘ LÃNH ĐẠO, QUẢN LÝ CẤP HUYỆN

TT|Chỉ tiêu|Cấp ủy||||HĐND||UBND|||Trưởng phòng và tương đương
||Ủy viên BCH|Ủy viên BTV|Bí thư|Phó bí thư|Chủ tịch|Phó Chủ tịch|Chủ tịch|Phó Chủ tịch|Ủy viên|
A|B|1|2|3|4|5|6|7|8|9|10
1|Tổng số|41|11|1|2|1|2|1|3|15|12
|Trong đó: nữ|9|2|0|1|0|1|0|1|4|3
|Nữ dân tộc thiểu số|1|0|0|0|0|0|0|0|1|0
|Nữ dưới 40 tuổi|2|0|0|0|0|0|0|1|0|1
|Dân tộc thiểu số|5|1|0|1|0|0|0|0|2|1
|Đảng viên|41|11|1|2|1|2|1|3|15|12
|Nguồn: Ban Tổ chức Huyện ủy
""", district(bch=(41, 9, 1, 2), btv=(11, 2, 0, 0), bt=(1, 0, 0, 0), pbt=(2, 1, 0, 0), ct_hdnd=(1, 0, 0, 0), pct_hdnd=(2, 1, 0, 0),
              ct_ubnd=(1, 0, 0, 0), pct_ubnd=(3, 1, 0, 1), uv_ubnd=(15, 4, 1, 0), tp=(12, 3, 0, 1)),
      warned=("label_unknown", "label_not_asked"))  # fmt: skip
HEAD3 = """
SỐ LIỆU CÁN BỘ CẤP XÃ

TT|Đơn vị|HĐND||||UBND|||
||Chủ tịch||Phó Chủ tịch||Chủ tịch||Phó Chủ tịch|
||TS|Nữ|TS|Nữ|TS|Nữ|TS|Nữ
1|2|3|4|5|6|7|8|9|10
1|Xã Bảo Sơn|1|0|1|1|1|0|2|1
2|TT Đồi Ngô|1|1|2|1|1|0|2|0
3|Đông Phú|1|0|1|0|1|1|1|0
|Tổng cộng|3|1|4|2|3|1|5|1
"""


def commune(code: str, **said: tuple[float, float]) -> dict[str, Any]:
    return {
        f"{code}@2020|commune||{D[name]}|{column}": v
        for name, vs in said.items()
        for column, v in zip(("total", "women"), vs, strict=True)
    }


HEAD3_READ = {
    **commune("07459", ct_hdnd=(1, 0), pct_hdnd=(1, 1), ct_ubnd=(1, 0), pct_ubnd=(2, 1)),
    **commune("07444", ct_hdnd=(1, 1), pct_hdnd=(2, 1), ct_ubnd=(1, 0), pct_ubnd=(2, 0)),
    **commune("07453", ct_hdnd=(1, 0), pct_hdnd=(1, 0), ct_ubnd=(1, 1), pct_ubnd=(1, 0)),
}
table("communes_three_headings", HEAD3, HEAD3_READ)
table("communes_three_headings_docx", HEAD3, HEAD3_READ, save_as="docx")
table("communes_heading_repeated", HEAD3.replace("2|TT Đồi Ngô", "\nTT|Đơn vị|HĐND||||UBND|||\n||Chủ tịch||Phó Chủ tịch||Chủ tịch||Phó Chủ tịch|\n"
      "||TS|Nữ|TS|Nữ|TS|Nữ|TS|Nữ\n2|TT Đồi Ngô"), HEAD3_READ)  # fmt: skip
table("communes_near_name", HEAD3.replace("Đông Phú", "Đông Phúu"), {k: v for k, v in HEAD3_READ.items() if "07453" not in k},
      warned=("label_unknown",))  # fmt: skip
table("groups", """
Biểu tổng hợp cấp huyện

STT|Nội dung|Số lượng|Trong đó nữ|Tỷ lệ %
A|Cấp ủy đảng
1|Ban chấp hành|41|9|21,95
2|Ban thường vụ|11|2|18,2
B|Chính quyền
I|HĐND
1|Đại biểu|35|11|31,4
2|Chủ tịch|1|0|0
3|Phó Chủ tịch|2|1|50
II|UBND
1|Chủ tịch|1|0|0
2|Phó Chủ tịch|3|1|33,3
""", district(bch=(41, 9), btv=(11, 2), db=(35, 11), ct_hdnd=(1, 0), pct_hdnd=(2, 1), ct_ubnd=(1, 0), pct_ubnd=(3, 1)))  # fmt: skip
table("women_below_each", """
Số liệu cấp huyện
1. Ủy viên BCH|41 đ/c
- Trong đó nữ|09 đ/c
2. Chủ tịch UBND|01
- Trong đó nữ|không
3. Phó Chủ tịch HĐND|2 đồng chí
+ Nữ|1 đồng chí
""", district(bch=(41, 9), ct_ubnd=(1, 0), pct_hdnd=(2, 1)))  # fmt: skip
table("parts_of_wholes", """
Cấp huyện

TT|Chức danh|Nữ/Tổng số
1|Ủy viên BCH|9/41 (21,95%)
2|Ủy viên BTV|2/ 11 (18,2%)
3|Trưởng phòng|3/12
""", district(bch=(41, 9), btv=(11, 2), tp=(12, 3)))  # fmt: skip
table("two_years", """
Cấp huyện

TT|Chức danh|Năm 2023||6 tháng đầu năm 2024|
||TS|Nữ|TS|Nữ
1|Ủy viên BCH|40|8|41|9
2|Ủy viên BTV|11|1|11|2
""", district(bch=(41, 9), btv=(11, 2)))  # fmt: skip
table("mass_organisations", """
Đoàn thể cấp huyện

TT|Chức danh|Tổng số|Nữ
1|Chủ tịch UBMTTQ|1|0
2|Chủ tịch Hội LHPN|1|1
""", district(mttq=(1, 0), hpn=(1, 1)))  # fmt: skip
table("planning_terms", """
Quy hoạch cấp huyện nhiệm kỳ 2025-2030

TT|Chức danh|Tổng số|Nữ
1|Cấp ủy viên|60|20
2|Ủy viên BTV|18|5
3|Bí thư, Phó bí thư|8|2
""", {f"218@2020|district|2025-2030|{e}|{c}": v for e, vs in (("planning_party_committee", (60, 20)), ("planning_standing_committee", (18, 5)),
      ("planning_party_leaders", (8, 2))) for c, v in zip(("total", "women"), vs, strict=True)})  # fmt: skip
table("two_tables_side_sheets", {"Dang": PLAIN, "Chinh quyen": "\nChính quyền cấp huyện\n\nTT|Chức danh|Tổng số|Nữ\n1|Chủ tịch UBND|1|0\n2|Phó Chủ tịch UBND|3|1\n"},
      {**PLAIN_READ, **district(ct_ubnd=(1, 0), pct_ubnd=(3, 1))})  # fmt: skip
table("unknown_columns", """
Cấp huyện

TT|Chức danh|Tổng số|Nữ|Nữ tôn giáo|Nam|Ghi chú
1|Ủy viên BCH|41|9|1|32|đã rà soát
""", district(bch=(41, 9)), warned=("label_unknown",))  # fmt: skip
table("unknown_post", PLAIN + "5|Ủy viên ủy ban kiểm tra|9|3\n", PLAIN_READ, warned=("label_unknown",))
table("same_said_twice", PLAIN + "\n\nTT|Chức danh|Tổng số|Nữ\n1|Ủy viên BCH|41|9\n", PLAIN_READ)
# refused
table("refused_said_twice_differently", PLAIN + "\n\nTT|Chức danh|Tổng số|Nữ\n1|Ủy viên BCH|40|9\n", None, "said_twice")
table("refused_ambiguous_post", "Cấp huyện\n\nTT|Chức danh|Tổng số|Nữ\n1|Chủ tịch|1|0\n", None, "label_ambiguous")
table("refused_word", PLAIN.replace("|41|9", "|nhiều|9"), None, "not_a_number")
table("refused_women_more", PLAIN.replace("|41|9", "|41|49"), None, "part_exceeds_whole")
table("refused_nothing_known", "Danh sách\n\nTT|Họ tên|Tuổi\n1|Nguyễn Thị A|45\n", None, "nothing_understood")
table("refused_no_unit", PLAIN, None, "unit_not_told", unit=None)
table("refused_no_period", PLAIN, None, "period_not_told", period=None)
table("refused_two_units", "HUYỆN LỤC NAM\nHUYỆN TÂN YÊN\n" + PLAIN, None, "unit_contradicted", unit=None)
table(
    "refused_two_periods",
    "Báo cáo 6 tháng đầu năm 2024\n\nBáo cáo 6 tháng đầu năm 2023\n" + PLAIN,
    None,
    "period_contradicted",
    period=None,
)
table("refused_unit_gone", "HUYỆN YÊN DŨNG\n" + PLAIN, None, "unit_not_owing", unit=None, period="2025-S1")
table("refused_whole_differs", """
Cấp huyện

TT|Chức danh|Tổng số|Nữ
1|Ủy viên BCH|41|9/42
""", None, "whole_differs")  # fmt: skip
table("refused_commune_in_a_district", "UBND HUYỆN LỤC NAM\nUBND XÃ BẢO ĐÀI\n" + PLAIN, None, "unit_not_owing", unit=None)
table("list_dated_at_the_seat", "UBND HUYỆN LỤC NAM||Đồi Ngô, ngày 05 tháng 6 năm 2024\n" + PLAIN, PLAIN_READ, unit=None)
table(
    "refused_letterhead_of_two_lines",
    "TỈNH ỦY BẮC GIANG\nBAN TỔ CHỨC\n" + PLAIN.replace("cấp huyện", ""),
    None,
    "nothing_understood",
    unit=None,
)
table("refused_sum_of_communes", HEAD3.replace("Tổng cộng|3|", "Tổng cộng|5|"), None, "sum_differs")
table("groups_percent_differs", "Cấp huyện\n\nTT|Chức danh|Tổng số|Nữ|Tỷ lệ %\n1|Ủy viên BCH|41|9|31,95\n2|Ủy viên BTV|11|2|18,1\n",
      district(bch=(41, 9), btv=(11, 2)), warned=("percent_differs",))  # fmt: skip
