"""The glossary: whole, in both languages, with sources that exist, of words that stand on screen."""

import shutil
from pathlib import Path

import pytest

from catalogue import definitions
from catalogue.definitions import Definitions
from catalogue.errors import DefinitionError
from catalogue.text import unmarked
from tests.conftest import ROOT

# Not on a page: asked for by the outline of the reports, and the last step before the official list.
OUTLINE = {"Báo cáo sơ kết", "Báo cáo tổng kết", "Hiệp thương lần ba"}


def changed(tmp_path: Path, old: str, new: str) -> Path:
    folder = Path(shutil.copytree(ROOT / "data", tmp_path / "data"))
    text = (folder / "glossary.csv").read_text(encoding="utf-8")
    assert old in text
    (folder / "glossary.csv").write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def test_terms_are_those_on_screen(known: Definitions) -> None:
    shown = [word.vi for word in known.words.words.values()] + [element.name_vi for element in known.elements.values()]
    shown += [code.name_vi for code in known.codes] + [known.office.committee_vi]
    shown += [part for one in known.indicators.values() for part in (one.title_vi, one.method_vi)]
    shown += [part for one in known.targets.values() for part in (one.title_vi, one.source_clause)]
    corpus = unmarked(" ".join(shown))
    assert len(known.glossary) >= 35
    strange = {
        term.term_vi
        for term in known.glossary.values()
        if not any(unmarked(name) in corpus for name in (term.term_vi, *term.other_names))
    }
    assert strange == OUTLINE


def test_a_name_means_one_term(known: Definitions) -> None:
    names = [unmarked(name) for term in known.glossary.values() for name in (term.term_vi, *term.other_names)]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Cấp ủy,Party committee", "Cấp ủy,", "term_en"),
        ("Nghị quyết 28/NQ-CP", "Nghị quyết 99/NQ-CP", "'99/NQ-CP'"),
        ("Tử số,Numerator", "Mẫu số,Numerator", "mau-so"),
        (",abbreviation,", ",short,", "columns"),
    ],
)
def test_faults_are_named(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(DefinitionError, match=told):
        definitions.load(changed(tmp_path, old, new))
