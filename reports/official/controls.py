"""Numbers of a document as content controls: made of marked texts, read back after Word or LibreOffice saved them.

Each number lies in a content control whose tag is its field, with a hidden bookmark inside: Word keeps both, LibreOffice
(7.4) keeps the bookmark but empties the tag.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from reports.official.fields import MARK, OPEN

ALIAS = "Số liệu"
BOOKMARK = "_vs"
FIRST_ID = 70000  # ids of controls and bookmarks: clear of those of the template


@dataclass(frozen=True)
class Place:
    """A number in a document: its number there, its field (None: not known any more), its text, where it stands."""

    number: int | None
    field: str | None
    text: str
    heading: str
    around: str


def wrap(body: Any) -> list[str]:
    """Turn all marked texts below `body` into content controls; return their fields in the order of the document."""
    found: list[str] = []
    for text in [node for node in body.iter(qn("w:t")) if node.text and OPEN in node.text]:
        _wrap_run(text, found)
    return found


def _wrap_run(text: Any, found: list[str]) -> None:
    """Split the run of a text at its marks."""
    run = text.getparent()
    alone = [node for node in run if node.tag != qn("w:rPr")] == [text]
    pieces = MARK.split(text.text)
    if not alone:  # breaks or tabs beside the text: they stay in runs of their own
        run = _isolate(run, text)
    made: list[Any] = []
    for place in range(0, len(pieces), 3):
        if pieces[place]:
            made.append(_run(run, pieces[place]))
        if place + 2 < len(pieces):
            found.append(pieces[place + 1])
            made.append(_control(_run(run, pieces[place + 2]), pieces[place + 1], len(found)))
    for node in made:
        run.addprevious(node)
    run.getparent().remove(run)


def _isolate(run: Any, text: Any) -> Any:
    """Give what stands before `text` in its run a run of its own, and what stands after it; return the run of `text`."""
    for side, before in ((list(text.itersiblings(preceding=True))[::-1], True), (list(text.itersiblings()), False)):
        moved = [node for node in side if node.tag != qn("w:rPr")]
        if moved:
            other = _run(run, None)
            for node in moved:
                other.append(node)
            (run.addprevious if before else run.addnext)(other)
    return run


def _run(like: Any, text: str | None) -> Any:
    made = OxmlElement("w:r")
    properties = like.find(qn("w:rPr"))
    if properties is not None:
        made.append(copy.deepcopy(properties))
    if text is not None:
        node = OxmlElement("w:t")
        node.text = text
        node.set(qn("xml:space"), "preserve")
        made.append(node)
    return made


def _control(run: Any, field: str, number: int) -> Any:
    control, properties, content = (OxmlElement(f"w:{name}") for name in ("sdt", "sdtPr", "sdtContent"))
    for name, value in (("alias", ALIAS), ("tag", field), ("id", str(FIRST_ID + number))):
        node = OxmlElement(f"w:{name}")
        node.set(qn("w:val"), value)
        properties.append(node)
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for node in (start, end):
        node.set(qn("w:id"), str(FIRST_ID + number))
    start.set(qn("w:name"), f"{BOOKMARK}{number}")
    for node in (start, run, end):
        content.append(node)
    control.append(properties)
    control.append(content)
    return control


def read(body: Any) -> Iterator[Place]:
    """Yield the numbers of a document in its order."""
    heading = ""
    for paragraph in body.iter(qn("w:p")):
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if style is not None and style.get(qn("w:val"), "").lower().startswith("heading"):
            heading = _text(paragraph)
        # content controls may themselves hold paragraphs, but ours lie inside one
        controls = list(paragraph.iter(qn("w:sdt")))
        around = _text(paragraph) if controls else ""
        for control in controls:
            yield _place(control, heading, around)
        yield from _bare(paragraph, heading)


def _place(control: Any, heading: str, around: str) -> Place:
    tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
    mark = next((n for n in control.iter(qn("w:bookmarkStart")) if n.get(qn("w:name"), "").startswith(BOOKMARK)), None)
    number = _number(mark.get(qn("w:name"))) if mark is not None else None
    return Place(number, tag.get(qn("w:val")) or None if tag is not None else None, _text(control), heading, around)


def _bare(paragraph: Any, heading: str) -> Iterator[Place]:
    """Numbers whose control was taken away and whose bookmark is left."""
    for start in paragraph.iter(qn("w:bookmarkStart")):
        name = start.get(qn("w:name"), "")
        if not name.startswith(BOOKMARK) or any(above.tag == qn("w:sdt") for above in start.iterancestors()):
            continue
        parts = []
        for node in start.itersiblings():
            if node.tag == qn("w:bookmarkEnd") and node.get(qn("w:id")) == start.get(qn("w:id")):
                break
            parts.append(_text(node))
        yield Place(_number(name), None, "".join(parts), heading, _text(paragraph))


def _number(name: str) -> int | None:
    digits = name.removeprefix(BOOKMARK)
    return int(digits) if digits.isdigit() else None


def _text(node: Any) -> str:
    """The text of a node as it is read; what is deleted under tracked changes is not part of it."""
    return "".join(text.text or "" for text in node.iter(qn("w:t"))).strip()
