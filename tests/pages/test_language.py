"""Each language shows its own words: no Vietnamese in English but names, no English in Vietnamese but codes."""

import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from catalogue import definitions
from catalogue.definitions import Definitions
from catalogue.unit_names import KINDS
from presentation import download_buttons
from presentation.navigation import PAGES
from tests.pages.opening import open_page
from tests.pages.shown import texts

VIEWS: list[tuple[str, dict[str, str]]] = [
    *((page.file, {}) for page in PAGES),
    ("party_committees.py", {"cap": "district", "ky": "2024-S1", "nguon": "218@2020"}),
    ("party_committees.py", {"theo": "ban_do", "cap": "commune"}),
    ("party_committees.py", {"theo": "ban_do", "to_mau": "bao_cao", "cap": "commune"}),
    ("party_committees.py", {"theo": "ban_do", "to_mau": "con_thieu", "cap": "commune"}),
    ("party_committees.py", {"theo": "pheu", "cap": "commune"}),
    ("party_committees.py", {"huyen": "221", "ranh_gioi": "2025-07-01"}),
    ("leadership.py", {"chi_so": "key_leaders_agencies_share"}),
    ("elections.py", {"co_quan": "party_committee"}),
    ("targets.py", {"khi": "tat_ca"}),
    ("targets.py", {"khi": "tat_ca", "muc_tieu": "nq28_key_leaders_2030"}),
    ("unit.py", {"don_vi": "218"}),
    ("unit.py", {"don_vi": "SNV"}),
    ("unit.py", {"don_vi": "221@2020", "ranh_gioi": "2025-07-01"}),
    ("data_downloads.py", {"muc": "cong-bo"}),
    ("data_downloads.py", {"muc": "dot"}),
    ("data_downloads.py", {"muc": "tu-dien"}),
    ("glossary.py", {"tu": "cap-uy"}),
    ("find.py", {"q": "quoc hoi"}),
    ("find.py", {"q": "luc nan"}),
    ("find.py", {"q": "xyzzy"}),
    ("find.py", {"van_ban": "1658-nq-ubtvqh15-2025"}),
    ("find.py", {"van_ban": "28-nq-cp-2021"}),
]
VIETNAMESE = re.compile(r"[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
WORD = re.compile(r"[a-z]{4,}")
CODE = re.compile(r"`[^`]*`|%\{\w+\}|\b\w*[_@]\w+|https?\S+|\b[a-z_]+/\d+|\b[a-z-]+\?[\w%=&.+-]*")
QUOTED = re.compile("“[^”]*”")  # sentences of reports stand as their units wrote them
VIETNAMESE_NAMES = {"muc tieu", "kich ban", "don vi", "uu tien", "bao cao", "minh hoa", "so lieu", "quy mo"}  # of files
# Said in both languages on purpose: the way to the other language, what one may type.
MEANT = {"Tiếng Việt", "English", "Excel"}


@functools.cache
def names() -> re.Pattern[str]:
    """What is a name in either language: units, documents as they are cited, sources, sheets of the official form, terms."""
    known = definitions.load()
    found = {unit.name for unit in known.geography.units.values()} | MEANT
    for kind in KINDS:
        found |= {name[len(kind) + 1 :] for name in found if name.lower().startswith(f"{kind} ")}
    for document in known.documents.values():
        found |= {*document.cited, document.name, document.short}
    for target in known.targets.values():
        found |= {
            target.source_clause,
            f"{target.source_doc}, {target.source_clause}",
            target.source_doc.partition(",")[0].partition(" (")[0],
        }
    found |= {text for figure in known.figures for text in (figure.source, figure.area, figure.province)}
    found |= {term.source or "" for term in known.glossary.values()}
    found |= {sheet.name for form in known.forms.values() for sheet in form.sheets}
    return re.compile("|".join(re.escape(name) for name in sorted(found - {""}, key=len, reverse=True)))


@functools.cache
def terms() -> re.Pattern[str]:
    """Terms of the glossary, which names them in both languages, with their sources."""
    known = definitions.load().glossary.values()
    found = {
        text for term in known for text in (term.term_vi, term.term_en, *term.other_names, term.source or "") if len(text) > 1
    }
    return re.compile("|".join(re.escape(name) for name in sorted(found, key=len, reverse=True)))


@functools.cache
def english_only() -> frozenset[str]:
    """Words of the English texts that no Vietnamese text has."""
    known = definitions.load()
    pairs = [(word.vi, word.en) for word in known.words.words.values()]
    pairs += [(one.title_vi + one.method_vi, one.title_en + one.method_en) for one in known.indicators.values()]
    pairs += [(one.title_vi, one.title_en) for one in known.targets.values()]
    pairs += [(code.name_vi, code.name_en) for code in known.codes]
    pairs += [(figure.note_vi, figure.note) for figure in known.figures]
    both = [[set(WORD.findall(re.sub(r"\{\w+\}", "", text).lower())) for text in pair] for pair in pairs]
    return frozenset(set().union(*(en for _, en in both)) - set().union(*(vi for vi, _ in both)))


@functools.cache  # most texts stand on many pages
def leftovers(text: str, lang: str, *, defined: bool = False) -> set[str]:
    """Words of a text that belong to the other language; terms that are `defined` there stand in both."""
    left = CODE.sub("", names().sub("", text))
    left = terms().sub("", left) if defined else left
    if lang == "en":
        return {word for word in left.split() if VIETNAMESE.search(word)}
    return set(WORD.findall(left.lower())) & english_only()


def all_leftovers(file: str, query: dict[str, str], lang: str) -> Iterator[str]:
    page = open_page(file, **query, **({"lang": "en"} if lang == "en" else {}))
    both = file in ("glossary.py", "find.py")
    shown, ids = list(texts(page)), set(definitions.load().elements)
    assert len(shown) > 10
    for text in (QUOTED.sub("", one) if file in ("proposals.py", "unit.py") else one for one in shown):
        if text not in ids and (found := leftovers(text, lang, defined=both)):
            yield f"{sorted(found)} in {text[:200]!r}"


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(("file", "query"), VIEWS, ids=lambda part: part if isinstance(part, str) else "&".join(part.values()))
def test_a_page_speaks_one_language(full: Path, file: str, query: dict[str, str], lang: str) -> None:
    assert list(all_leftovers(file, query, lang)) == []


def test_what_is_left_over_is_found(full: Path, known: Definitions) -> None:
    assert leftovers("Women in Huyện Lục Nam, by Nghị quyết 28/NQ-CP", "en") == set()
    assert leftovers("Women in Huyện Lục Nam, cấp huyện", "en") == {"cấp", "huyện"}
    assert leftovers("Tỷ lệ nữ (party_committee_women_share)", "vi") == set()
    assert leftovers("Tỷ lệ nữ, share of committees", "vi") == {"share", "committees"}
    page = open_page("party_committees.py", cap="commune")
    missed = [text for text in texts(page) if leftovers(text, "en")]
    for kind in ("Có số liệu minh họa", "Nguồn:", "Cách tính", "Tình trạng", "Tỷ lệ nữ tham gia cấp ủy", "số liệu minh họa"):
        assert any(kind in text for text in missed), kind  # of a warning, a chart, an expander, a table, a choice


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("file", [page.file for page in PAGES if not page.hidden])
def test_files_speak_it_too(full: Path, monkeypatch: pytest.MonkeyPatch, file: str, lang: str) -> None:
    names: list[str] = []
    told: list[str] = []

    def offered(_: str, writer: Any, *, file_name: str, **__: object) -> None:
        names.append(file_name.replace("-", " "))
        if isinstance(getattr(writer, "args", [None])[-1], dict):  # the brief and private files have no metadata
            told.extend(
                value for key, value in writer.args[-1].items() if key not in ("link", "indicator", "snapshot", "states")
            )

    monkeypatch.setattr(download_buttons.st, "download_button", offered)
    open_page(file, **({"lang": "en"} if lang == "en" else {}))
    foreign = VIETNAMESE_NAMES if lang == "en" else {"demonstration", "targets", "scenario"}
    assert [name for name in names if any(part in name for part in foreign)] == []
    assert [text for text in told if leftovers(text, lang)] == []


def test_notes_of_figures_are_in_both_languages(known: Definitions) -> None:
    for figure in known.figures:
        assert bool(figure.note) == bool(figure.note_vi), figure.figure_id
        assert re.findall(r"F\d{3}", figure.note) == re.findall(r"F\d{3}", figure.note_vi), figure.figure_id
