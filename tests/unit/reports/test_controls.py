"""Marked texts become content controls and are read back, also when a program dropped the tags or the controls."""

import io

import pytest
from docx import Document
from docx.oxml.ns import qn

from reports.official import controls
from reports.official.fields import Field, Register, plain


def field(name: str = "cap_uy.district.nu", text: str = "76", value: float = 76) -> Field:
    return Field(
        name, text, value, "cap_uy.district", "numerator", "party_committee_women_share", "", "", "district", "2024-S1", ""
    )


def document() -> object:
    made = Document()
    made.add_heading("3.2. Kết quả", 3)
    paragraph = made.add_paragraph()
    run = paragraph.add_run(f"có {field()}/{field('cap_uy.district.tong', '362', 362)} nữ, {field()}")
    run.bold = True
    run.add_break()
    controls.wrap(made.element.body)
    stream = io.BytesIO()
    made.save(stream)
    return Document(io.BytesIO(stream.getvalue()))


def test_text_and_look_stay() -> None:
    made = document()
    paragraph = made.paragraphs[1]  # type: ignore[attr-defined]
    assert "".join(t.text for t in paragraph._p.iter(qn("w:t"))) == "có 76/362 nữ, 76"
    assert all(run.find(f"{qn('w:rPr')}/{qn('w:b')}") is not None for run in paragraph._p.iter(qn("w:r")))
    assert len(list(paragraph._p.iter(qn("w:br")))) == 1


def test_numbers_are_read_back_with_their_place() -> None:
    found = list(controls.read(document().element.body))  # type: ignore[attr-defined]
    assert [(place.number, place.field, place.text) for place in found] == [
        (1, "cap_uy.district.nu", "76"), (2, "cap_uy.district.tong", "362"), (3, "cap_uy.district.nu", "76"),
    ]  # fmt: skip
    assert {place.heading for place in found} == {"3.2. Kết quả"}
    assert found[0].around == "có 76/362 nữ, 76"


def test_bookmarks_tell_where_tags_or_controls_are_gone() -> None:
    body = document().element.body  # type: ignore[attr-defined]
    for properties in list(body.iter(qn("w:sdtPr"))):
        properties.clear()
    assert [(place.number, place.field) for place in controls.read(body)] == [(1, None), (2, None), (3, None)]
    for control in list(body.iter(qn("w:sdt"))):
        for node in control.find(qn("w:sdtContent")):
            control.addprevious(node)
        control.getparent().remove(control)
    assert [(place.number, place.text) for place in controls.read(body)] == [(1, "76"), (2, "362"), (3, "76")]


def test_one_id_is_one_number() -> None:
    register = Register()
    assert register.add(field()) == register.add(field())
    with pytest.raises(ValueError, match="two numbers"):
        register.add(field(text="77", value=77))
    assert plain(f"có {field()} nữ") == "có 76 nữ"
