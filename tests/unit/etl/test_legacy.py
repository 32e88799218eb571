"""TCVN3 and VNI: recognised with evidence, decoded letter for letter, never seen in proper Unicode."""

import re
import unicodedata

import pytest

from catalogue.definitions import Definitions
from etl.legacy import LegacyText
from etl.workbook import Sheet
from tests.corpus.legacy import encode

LETTERS = "aàáảãạăằắẳẵặâầấẩẫậđeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ"


@pytest.fixture(scope="module")
def legacy(known: Definitions) -> LegacyText:
    return LegacyText(known.legacy_letters)


def names(known: Definitions) -> list[str]:
    return [
        *(unit.name for unit in known.units),
        *(e.name_vi for e in known.elements.values()),
        *(w.vi for w in known.words.words.values()),
    ]


@pytest.mark.parametrize(("written", "encoding", "text"), [
    ("HuyÖn Lôc Nam", "tcvn3", "Huyện Lục Nam"), ("Tæng sè", "tcvn3", "Tổng số"), ("Trong ®ã: n÷", "tcvn3", "Trong đó: nữ"),
    ("UBND HUYÖN LôC NAM", "tcvn3", "UBND HUYỆN LỤC NAM"), ("Chñ tÞch H§ND", "tcvn3", "Chủ tịch HĐND"), ("§/c NguyÔn V¨n A", "tcvn3", "Đ/c Nguyễn Văn A"),
    ("Kú b¸o c¸o: 6 th¸ng ®Çu n¨m 2024", "tcvn3", "Kỳ báo cáo: 6 tháng đầu năm 2024"), ("Uû ban MTTQ ViÖt Nam tØnh", "tcvn3", "Uỷ ban MTTQ Việt Nam tỉnh"),
    ("Kyø baùo caùo: 6 thaùng ñaàu naêm 2024", "vni", "Kỳ báo cáo: 6 tháng đầu năm 2024"), ("HÑND TÆNH BAÉC GIANG", "vni", "HĐND TỈNH BẮC GIANG"),
    ("Uû viªn ban th­êng vô", "tcvn3", "Uỷ viên ban thường vụ"), ("§¶ng bé", "tcvn3", "Đảng bộ"),
    ("Huyeän Luïc Nam", "vni", "Huyện Lục Nam"), ("Toång soá", "vni", "Tổng số"), ("Trong ñoù: nöõ", "vni", "Trong đó: nữ"),
    ("UÛy vieân ban thöôøng vuï", "vni", "Ủy viên ban thường vụ"), ("Ñaûng boä", "vni", "Đảng bộ"),
])  # fmt: skip
def test_words_as_old_fonts_write_them(legacy: LegacyText, written: str, encoding: str, text: str) -> None:
    assert legacy.recognise([written]) == encoding
    assert legacy.decode(written, encoding) == text  # type: ignore[arg-type]


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_every_letter_has_its_code(legacy: LegacyText, encoding: str) -> None:
    assert legacy.decode(encode(LETTERS, encoding), encoding) == LETTERS  # type: ignore[arg-type]


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_names_and_labels_survive_the_way_there_and_back(legacy: LegacyText, known: Definitions, encoding: str) -> None:
    signs = re.compile("[\u00a0-\u00bf\u00d7\u00f7]")  # an old font has letters at their places
    texts = [text for text in names(known) if not text.isascii() and not signs.search(text)]
    written = [encode(text, encoding) for text in texts]
    assert legacy.recognise(written[:300]) == encoding
    assert [legacy.decode(w, encoding).casefold() for w in written] == [  # type: ignore[arg-type]
        unicodedata.normalize("NFC", text).casefold() for text in texts
    ]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_proper_unicode_is_left_alone(legacy: LegacyText, known: Definitions, form: str) -> None:
    for text in names(known):
        assert legacy.recognise([unicodedata.normalize(form, text)]) is None, text  # type: ignore[arg-type]
    assert legacy.recognise([unicodedata.normalize(form, text) for text in names(known)]) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "Être à l'école française",
        "Zürich, Öland",
        "5 ° ± 3 µm",
        "",
        "Tong so",
        "x²",
        "«Ghi chú»",
        "xã",
        "và",
        "×",
        "½",
        "¹",
        "·",
        "où",
        "dû",
        "m²",
        "Công ty®",
        "Le coût élevé où l'être naît; dû à l'été, forêt, août, maïs, Noël, ça, père, mère, thé, bête, île, hôtel",
        "Müller, Größe, für, Brøndby, Ålesund, São José, mañana, Peña",
        "résumé, naïve, café, façade",
    ],
)
def test_other_languages_and_signs_are_left_alone(legacy: LegacyText, text: str) -> None:
    assert legacy.recognise([text]) is None


def test_a_sheet_of_both_keeps_its_unicode(legacy: LegacyText) -> None:
    sheet = legacy.unicode(Sheet("S", [["Huyện Lục Nam", "HuyÖn Lôc Nam", "xã", 5.0], ["Tæng sè", None, "", "à"]]))
    assert sheet.rows == [["Huyện Lục Nam", "Huyện Lục Nam", "xã", 5.0], ["Tổng số", None, "", "à"]]


def test_signs_are_not_letters_where_they_stand_alone(legacy: LegacyText) -> None:
    rows = [["Tæng sè", "HuyÖn Lôc Nam", "×", "½", "5²", "05 ®/c"]]
    assert legacy.unicode(Sheet("S", rows)).rows == [["Tổng số", "Huyện Lục Nam", "×", "½", "5²", "05 đ/c"]]


def test_sheets_without_legacy_text_stay_the_same_object(legacy: LegacyText) -> None:
    sheet = Sheet("Trang", [["Tổng số", "×", 5.0, None], ["xã", "m²", "½", "Nữ"]])
    assert legacy.unicode(sheet) is sheet
