"""The list of a report's numbers that the document carries: a custom XML part, which Word and LibreOffice keep."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from reports.official.fields import Field
from reports.official.sources import Sources

NAMESPACE = "urn:vstbpn:report-fields:1"
PART = PackURI("/customXml/item7.xml")
XML_TYPE = "application/xml"
# LibreOffice keeps only parts that have properties.
PROPERTIES = PackURI("/customXml/itemProps7.xml")
PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
PROPERTIES_XML = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="no"?>'
    b'<ds:datastoreItem ds:itemID="{6A5C1B1E-52B4-4F0B-9E0C-7D1B6E5A2F31}"'
    b' xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs>'
    b'<ds:schemaRef ds:uri="urn:vstbpn:report-fields:1"/></ds:schemaRefs></ds:datastoreItem>'
)
TEXTS = ("indicator", "unit_id", "unit", "level", "time", "part", "formula", "group")


@dataclass(frozen=True)
class Entry:
    """A number as it was printed. `number`: its place in the document, None in a picture."""

    number: int | None
    field: str
    text: str
    told: dict[str, Any]


@dataclass(frozen=True)
class Carried:
    """What a report says of itself. `unit_id` is empty for the consolidated report."""

    period: str
    unit_id: str
    snapshot: str
    definitions: str
    entries: tuple[Entry, ...]


def entries(numbers: Sequence[str], pictures: Sequence[Field], fields: dict[str, Field], sources: Sources) -> tuple[Entry, ...]:
    """Return the list: `numbers` are the fields in the order of the document."""
    places: list[tuple[int | None, Field]] = [(number, fields[name]) for number, name in enumerate(numbers, 1)]
    places += [(None, one) for one in pictures]
    cells: dict[str, tuple[list[str], int]] = {}
    made = []
    for number, one in places:
        if one.id not in cells:
            found = sources.of(one)
            cells[one.id] = (list(found.named), found.count)
        named, count = cells[one.id]
        told = {name: getattr(one, name) for name in TEXTS} | {
            "value": one.value, "numerator": one.numerator, "denominator": one.denominator,
            "cells": named, "cells_count": count,
        }  # fmt: skip
        made.append(Entry(number, one.id, one.text, told))
    return tuple(made)


def attach(document: Any, carried: Carried) -> None:
    """Put the list into a document of python-docx."""
    root = etree.Element(f"{{{NAMESPACE}}}report", nsmap={None: NAMESPACE})
    for name in ("period", "unit_id", "snapshot", "definitions"):
        root.set(name, getattr(carried, name))
    told: set[str] = set()
    for entry in carried.entries:
        node = etree.SubElement(root, f"{{{NAMESPACE}}}number", field=entry.field, text=entry.text)
        if entry.number is not None:
            node.set("number", str(entry.number))
        if entry.field not in told:  # what is the same wherever the field is printed is told once
            told.add(entry.field)
            node.text = json.dumps(
                {key: value for key, value in entry.told.items() if value not in (None, "")}, ensure_ascii=False
            )
    blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    package = document.part.package
    part = Part(PART, XML_TYPE, blob, package)
    part.relate_to(Part(PROPERTIES, PROPERTIES_TYPE, PROPERTIES_XML, package), RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)
    document.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)


def carried_by(document: Any) -> Carried | None:
    """Read the list of a document, None where it has none: it is no report of ours, or the list was taken out."""
    for relation in document.part.rels.values():
        if relation.is_external or relation.reltype != RELATIONSHIP_TYPE.CUSTOM_XML:
            continue
        root = _parsed(relation.target_part.blob)
        if root is not None and root.tag == f"{{{NAMESPACE}}}report":
            return _read(root)
    return None


def _parsed(blob: bytes) -> Any:
    try:
        return etree.fromstring(blob, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None


def _read(root: Any) -> Carried:
    found: list[Entry] = []
    told: dict[str, dict[str, Any]] = {}
    for node in root:
        field = node.get("field", "")
        if node.text:
            told[field] = json.loads(node.text)
        number = node.get("number")
        found.append(Entry(int(number) if number else None, field, node.get("text", ""), {}))
    whole = tuple(replace(entry, told=told.get(entry.field, {})) for entry in found)
    return Carried(
        root.get("period", ""), root.get("unit_id", ""), root.get("snapshot", ""), root.get("definitions", ""), whole
    )
