"""The user guide speaks of what is on screen: every name that it prints bold, and its pictures."""

import re

import pytest

from catalogue.definitions import Definitions
from tests.conftest import ROOT

GUIDE = ROOT / "docs" / "huong-dan.md"
BOLD = re.compile(r"\*\*([^*]+)\*\*")


def test_every_name_in_bold_is_on_screen(known: Definitions) -> None:
    names = {" ".join(name.split()) for name in BOLD.findall(GUIDE.read_text(encoding="utf-8"))} - {"đậm"}
    assert len(names) > 30
    shown = {word.vi for word in known.words.words.values()}
    assert names - shown == set()


def test_every_picture_is_there() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", GUIDE.read_text(encoding="utf-8"))
    assert len(pictures) >= 6
    for picture in pictures:
        assert (GUIDE.parent / picture).read_bytes().startswith(b"\x89PNG"), picture


@pytest.mark.parametrize("name", ["docs/huong-dan.md"])
def test_the_readme_leads_to_the_guide(name: str) -> None:
    assert name in (ROOT / "README.md").read_text(encoding="utf-8")
