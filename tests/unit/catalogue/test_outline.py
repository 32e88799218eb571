"""The outline as data: validated, in order, with what is not published."""

from typing import Any

import pytest
from pydantic import ValidationError

from catalogue.definitions import Definitions
from catalogue.outline import Outline

BESIDE = [{"code": code, "heading_vi": "x", "heading_en": "x"} for code in ("opening", "closing", "unclassified")]


def section(code: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "heading_vi": "x", "heading_en": "x", **more}


def test_the_outline_of_the_committee(known: Definitions) -> None:
    outline = known.outline
    assert [s.code for s in outline.sections if s.depth == 1] == ["I", "II", "III", "IV", "V"]
    assert set(outline.by_code) - set(outline.published) == {"II.4"}
    assert outline.titled("II.4").startswith("II.4. Những vấn đề nổi cộm")
    assert outline.titled("unclassified") == "Chưa phân loại"
    assert (
        outline.order["opening"] < outline.order["I"] < outline.order["II.3.2"] < outline.order["V"] < outline.order["closing"]
    )


@pytest.mark.parametrize("sections", [
    [section("I"), section("I")], [section("I.1")], [section("1")], [section("I", colour="red")], [],
], ids=["twice", "orphan", "no roman number", "unknown key", "none"])  # fmt: skip
def test_faults_are_refused(sections: list[dict[str, Any]]) -> None:
    with pytest.raises(ValidationError):
        Outline.model_validate({"sections": sections, "beside": BESIDE})
