"""Build a report: facts gathered, template filled, numbers turned into controls, the list of them attached."""

import datetime as dt
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from markupsafe import Markup
from sqlalchemy import Connection

from catalogue.definitions import Definitions
from reports.official import carried, charts, controls, layout, sources, tables, template
from reports.official.facts import Facts
from reports.official.fields import MARK, Field
from reports.official.figures import FOLDER
from reports.official.letter import letter, period_words
from reports.official.narrative import Line, printed
from store import snapshot

CONSOLIDATED, OF_UNIT = "consolidated.docx", "unit.docx"
PLACEHOLDER = "\ue010"
WIDTH_OF_PICTURE = Mm(155)
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


@dataclass(frozen=True)
class Built:
    """A report: its bytes (DOCX) and the list of its numbers."""

    docx: bytes
    carried: carried.Carried


def build(
    connection: Connection, definitions: Definitions, facts: Facts, lines: Sequence[Line], *, day: dt.date | None = None
) -> Built:
    """Return the report of `facts` with the passages chosen in `lines`.

    Args:
        day: the day of the report, left open to be filled in by default.

    Raises:
        UserError: the template cannot be read or asks for a field that does not exist.
    """
    path = definitions.folder / FOLDER / (OF_UNIT if facts.unit else CONSOLIDATED)
    document = template.opened(path)
    plan = layout.load(definitions, facts.figures)
    pictures = _pictures(plan, facts)
    known = snapshot.facts(connection)
    context = _named(definitions, facts, plan, lines, known, day)
    context["hinh"] = {
        chart.id: InlineImage(document, io.BytesIO(pictures[chart.id].png), width=WIDTH_OF_PICTURE)
        if chart.id in pictures
        else ""
        for chart in plan.charts
    }
    template.fill(document, path, context)
    return _finished(connection, definitions, facts, plan, document, list(pictures.values()), known)


def _pictures(plan: layout.Layout, facts: Facts) -> dict[str, charts.Picture]:
    made = {chart.id: charts.picture(chart, facts.items, plan.words) for chart in plan.charts if not facts.unit}
    return {name: picture for name, picture in made.items() if picture is not None}


def _named(
    definitions: Definitions,
    facts: Facts,
    plan: layout.Layout,
    lines: Sequence[Line],
    known: dict[str, str],
    day: dt.date | None,
) -> dict[str, Any]:
    """Everything a template can name."""
    period, before = facts.times.period, facts.times.before
    marked = int(known["demonstration_submissions"]) > 0
    forms = [group.form for group in facts.groups]
    made = {
        spec.id: Markup(tables.table(spec, plan, facts.figures, facts.items, facts.goals, forms))  # noqa: S704
        for spec in plan.tables
    }
    made["nguon"] = Markup(f"<w:p><w:r><w:t>{PLACEHOLDER}</w:t></w:r></w:p>")  # noqa: S704 - of ours, not of a user
    return {
        "vb": letter(definitions, period, facts.unit, day),
        "ky": period_words(definitions, period, before),
        "phu": facts.groups,
        "phu_truoc": facts.before,
        "so": facts.items,
        "muc_tieu": facts.goals,
        "dem_muc_tieu": facts.goal_counts,
        "bang": made,
        "trich": printed(lines),
        "so_phu_luc": _numbering(),
        "dau_minh_hoa": definitions.words("demonstration_mark") if marked else "",
        "ban_cong_bo": known["snapshot"],
    }


def _numbering() -> Callable[[], str]:
    numbers = iter(ROMAN)
    return lambda: next(numbers)


def _finished(
    connection: Connection, definitions: Definitions, facts: Facts, plan: layout.Layout, document: DocxTemplate,
    pictures: list[charts.Picture], known: dict[str, str],
) -> Built:  # fmt: skip
    word, fields = document.docx, facts.register.fields
    body = word.element.body
    drawn = [one for picture in pictures for one in picture.fields]
    used = {name for text in body.iter(qn("w:t")) if text.text for name, _ in MARK.findall(text.text)}
    found = sources.Sources(connection, [fields[name] for name in used] + drawn)
    _put_annex(body, sources.annex(definitions, facts.figures, plan, found, _in_text(body), fields))
    numbers = controls.wrap(body)
    _describe(body, pictures)
    unit_id = facts.unit.unit_id if facts.unit else ""
    entries = carried.entries(numbers, _unique(drawn), fields, found)
    told = carried.Carried(facts.times.period.period, unit_id, known["snapshot"], definitions.version, entries)
    carried.attach(word, told)
    title = definitions.words("report_title", period=definitions.words.period(facts.times.period.period))
    word.core_properties.title = title if facts.unit is None else f"{title} – {facts.unit.name}"
    stream = io.BytesIO()
    word.save(stream)
    return Built(stream.getvalue(), told)


def _in_text(body: Any) -> list[str]:
    """Fields that stand in sentences, in the order of the document."""
    paragraphs = [node for node in body if node.tag == qn("w:p")]
    return [name for node in paragraphs for text in node.iter(qn("w:t")) if text.text for name, _ in MARK.findall(text.text)]


def _put_annex(body: Any, table: str) -> None:
    """Put the annex of sources where the template asks for it; a template need not."""
    for text in list(body.iter(qn("w:t"))):
        if text.text == PLACEHOLDER:
            paragraph = next(text.iterancestors(qn("w:p")))
            paragraph.addprevious(parse_xml(table.replace("<w:tbl>", f"<w:tbl {nsdecls('w')}>", 1)))
            paragraph.getparent().remove(paragraph)


def _describe(body: Any, pictures: list[charts.Picture]) -> None:
    """Say what pictures show, for those who do not see them."""
    for node, picture in zip(body.iter(qn("wp:docPr")), pictures, strict=False):
        node.set("descr", picture.text)
        node.set("title", picture.title)


def _unique(fields: Sequence[Field]) -> list[Field]:
    return list({one.id: one for one in fields}.values())
