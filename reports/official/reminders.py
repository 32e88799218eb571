"""Letters that remind units of a report: one document for each or one with all, by Decree 30/2020; and a list for mail merge.

The texts are those of data/report/reminder.docx. Nothing is sent: an office prints or posts them.
"""

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from docx.oxml.ns import qn

from catalogue.definitions import Definitions
from catalogue.models import Period
from catalogue.units import Unit
from catalogue.words import date_text
from reports.official import template
from reports.official.figures import FOLDER
from reports.official.letter import letter, period_words

TEMPLATE = "reminder.docx"
NAMED = 8  # missing cells that a letter names


@dataclass(frozen=True)
class Reminder:
    """What a unit is reminded of. `days`: left to the due date, below zero days late; `empty`: required cells not answered."""

    unit: Unit
    status: str  # missing, rejected, partial, returned, not_yet_due, preparing
    due: dt.date | None
    days: int | None
    link: str
    empty: tuple[str, ...] = ()
    comment: str = ""

    def as_named(self) -> dict[str, Any]:
        """The reminder as the template names it (`thu`)."""
        days = self.days or 0
        return {
            "don_vi": self.unit.name, "tinh_trang": self.status, "han": date_text(self.due), "tre": max(-days, 0),
            "con": max(days, 0), "thieu": self.empty[:NAMED], "so_thieu": len(self.empty),
            "con_nua": max(len(self.empty) - NAMED, 0), "y_kien": self.comment, "lien_ket": self.link,
            "da_gui": self.status in ("partial", "returned", "rejected"),
        }  # fmt: skip


def letters(definitions: Definitions, period: Period, reminders: Sequence[Reminder], day: dt.date, mark: str = "") -> bytes:
    """Return one DOCX with a letter on a page of its own for each reminder; `mark`: that there are demonstration data.

    Raises:
        UserError: the template cannot be read or asks for a field that does not exist.
    """
    path = definitions.folder / FOLDER / TEMPLATE
    document = template.opened(path)
    frame = letter(definitions, period, None, day)
    context = {
        "vb": replace(frame, noi_nhan=definitions.office.unit_letterhead.recipients),
        "ky": period_words(definitions, period, None),
        "cac_thu": [one.as_named() for one in reminders],
        "dau_minh_hoa": mark,
    }
    template.fill(document, path, context)
    document.docx.core_properties.title = definitions.words("reminder_title", period=definitions.words.period(period.period))
    _numbered(document.docx.element.body)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def zipped(definitions: Definitions, period: Period, reminders: Sequence[Reminder], day: dt.date, mark: str = "") -> bytes:
    """Return a zip archive with a DOCX for each reminder, named after its unit."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in reminders:
            name = f"{period.period}-{one.unit.unit_id.replace('@', '_')}.docx"
            archive.writestr(name, letters(definitions, period, [one], day, mark))
    return stream.getvalue()


def _numbered(body: Any) -> None:
    """Give every drawing a number of its own: copies of one would make Word mend the file."""
    for number, node in enumerate(body.iter(qn("wp:docPr")), start=1):
        node.set("id", str(number))
