"""Every table and column, once. The store and each snapshot use the same tables.

Store only: received_file, attempt, setting, released_cell, pattern. Snapshot only: meta, unit_value, withheld,
protected_total. Of the sections and proposals of narrative reports a public snapshot holds those of the parts of the outline
that are not sensitive; what it lacks lies in the file beside it (`store.full`).
Times are the office's clock's.
"""

import hashlib

from sqlalchemy import Column, Date, Table

from store.columns import count, dimensions, flag, mark, metadata, number, text, time
from store.expected import (
    chosen_source,
    component,
    expected_report,
    expected_value,
    indicator,
    period,
    precedence,
    required_cell,
    unit,
    unit_on_map,
)
from store.narratives import proposal, proposal_decision, section
from store.protected import pattern, protected_total, released_cell

__all__ = [
    "COPIED",
    "DERIVED",
    "STORE",
    "attempt",
    "chosen_source",
    "component",
    "confirmation",
    "expected_report",
    "expected_value",
    "figure",
    "fingerprint",
    "indicator",
    "meta",
    "metadata",
    "observation",
    "pattern",
    "period",
    "precedence",
    "proposal",
    "proposal_decision",
    "protected_total",
    "received_file",
    "released_cell",
    "required_cell",
    "section",
    "series",
    "setting",
    "submission",
    "submission_event",
    "unit",
    "unit_on_map",
    "unit_value",
    "withheld",
]

# --- what was received ---------------------------------------------------------------------

received_file = Table(
    "received_file",
    metadata,
    text("sha256", "SHA-256 of the bytes; the file lies under received/ by this name"),
    text("file_name", "name under which it was first received"),
    count("size", "bytes"),
    time("received_at", "when it was first received"),
)

attempt = Table(
    "attempt",
    metadata,
    time("at", "when the file was read"),
    text("path", "path given to the command"),
    text("sha256", "SHA-256 of the bytes, if they could be read", nullable=True),
    text("unit_id", "reporting unit, if it could be told", nullable=True),
    text("period", "reporting period, if it could be told", nullable=True),
    text("status", "loaded, unchanged, replaced, rejected"),
    text("problems", "JSON list of problems"),
    text("checks", "JSON object: rule → how often it passed, failed, could not be checked", nullable=True),
)

confirmation = Table(
    "confirmation",
    metadata,
    text("unit_id", "reporting unit"),
    text("period", "reporting period"),
    text("code", "warning"),
    text("sheet", "sheet it speaks of, or empty"),
    text("cell", "cell it speaks of, or empty"),
    text("found", "what stood there"),
    text("sha256", "file with which it was confirmed"),
    text("reason", "why it is right"),
    text("by", "who confirmed it", nullable=True),
    time("at", "when"),
)

setting = Table("setting", metadata, text("name", "name"), text("value", "value"))

submission = Table(
    "submission",
    metadata,
    count("submission_id", "number of the submission"),
    text("unit_id", "unit version that reported"),
    text("period", "reporting period"),
    text("form_id", "form family"),
    text("form_version", "version of the form"),
    count("version", "version of this unit's report for this period, from 1"),
    text("sha256", "SHA-256 of the file"),
    text("file_name", "name of the file as received"),
    flag("demonstration", "generated data, not a real report"),
    flag("partial", "answers some cells of the form, beside other files of this unit and period"),
    flag("narrative", "a report in sentences, with sections of the outline; a form does not replace it"),
    time("received_at", "when the office received the file"),
    time("recorded_from", "from when this version was what the office held to be true"),
    time("recorded_to", "until when; null: still", nullable=True),
    count("observations", "number of cells read"),
    text("sent_by", "who sent or loaded it, as told", nullable=True),
    text("note", "why, as told", nullable=True),
)

submission_event = Table(
    "submission_event",
    metadata,
    count("submission_id", "submission it happened to"),
    text("event", "withdrawn; reinstated: this version states an earlier one again"),
    time("at", "when it was recorded"),
    text("done_by", "who did it, as told", nullable=True),
    text("reason", "why"),
)

series = Table(
    "series",
    metadata,
    count("series_id", "number of the series"),
    text("unit_id", "unit version the figures are about"),
    text("level", "tier of the body: central, province, district, commune, grassroots, agency"),
    text("term", "mandate that a term element belongs to", nullable=True),
    text("kind", "kind of the element: stock, flow, term"),
    text("element", "data element"),
    text("measure", "count, seats, trained, formation, event_date, text"),
    text("sex", "CL_SEX: F, M, _T"),
    text("ethnicity", "EM: ethnic minority, _T: all"),
    text("age", "Y_LT40, Y_LT16, _T: all"),
)

observation = Table(
    "observation",
    metadata,
    count("submission_id", "submission that says so; its period is the observation's"),
    count("series_id", "what the figure is about: a series key of SDMX, all dimensions but time"),
    text("state", "value, missing, not_applicable"),
    number("value", "the number; persons, events, million VND"),
    text("text", "text, code or ISO date where the measure is not a number", nullable=True),
    text("raw", "what stood in the cell, where it was not simply the number", nullable=True),
    text("sheet", "sheet of the workbook"),
    text("cell", "address of the cell"),
)

# --- what was printed elsewhere ------------------------------------------------------------

figure = Table(
    "figure",
    metadata,
    text("figure_id", "number in published_figures.csv"),
    text("cell", "place in published_figures.csv"),
    text("sha256", "SHA-256 of published_figures.csv"),
    text("unit_id", "unit version, VN, or REF:<area> for areas that owe no reports"),
    text("area", "area as printed"),
    text("indicator", "indicator it speaks of", nullable=True),
    text("series", "term or stock"),
    text("level", "tier of the body"),
    text("period", "year the count speaks of; the term of a term figure"),
    text("term", "mandate", nullable=True),
    number("numerator", "women (or bodies that satisfy) as printed"),
    number("denominator", "total as printed"),
    number("share", "printed percentage, 0–100"),
    text("share_text", "percentage exactly as printed", nullable=True),
    text("share_check", "how it agrees with its counts: rounded, truncated, conflict", nullable=True),
    count("preference", "order among publications of one figure, 1 first"),
    text("note", "note"),
    text("source", "source as cited"),
    text("source_rank", "official, press, secondary"),
    time("recorded_from", "from when this was what the office held to be printed"),
    time("recorded_to", "until when; null: still", nullable=True),
)

# --- what readers use ------------------------------------------------------------------------

meta = Table("meta", metadata, text("name", "name"), text("value", "value"))

withheld = Table(
    "withheld",
    metadata,
    count("submission_id", "submission that answers a cell of an element that no snapshot carries"),
    text("unit_id", "unit version the figure is about"),
    text("level", "tier of the body"),
    text("term", "mandate", nullable=True),
    text("element", "data element; what was answered stays in the store"),
    *dimensions(),
)

unit_value = Table(
    "unit_value",
    metadata,
    text("indicator", "indicator"),
    text("series", "stock, flow, term"),
    text("unit_id", "unit version the value is about"),
    text("level", "tier of the body"),
    text("period", "reporting period; the term for series term"),
    text("term", "mandate at the reference date, or of the event", nullable=True),
    number("numerator", "women, or 1 for a body that satisfies, or the count"),
    number("denominator", "all persons, or 1 for a body; null for a count"),
    number("share", "printed percentage where there are no counts"),
    text("state", "value, missing, not_applicable, not_yet_due; suppressed: protected, without any number"),
    number("size", "persons (or 1) that the unit stands for when its value is missing: its last known total"),
    flag("in_total", "counts in totals"),
    text("source", "submission, publication", nullable=True),
    flag("demonstration", "from generated data"),
    text("figure_id", "printed figure, if the source is a publication", nullable=True),
    count("rank", "1: the value shown; more: alternatives from other sources"),
    text("code", "official code of the unit"),
    text("kind", "level or kind of agency; reference for areas that owe no reports"),
    flag("own", "belongs to the office's province, so that it enters its totals"),
    text("parent_id", "unit it belonged to at the time", nullable=True),
    text("district_id", "district or former district", nullable=True),
    text("province_id", "province at the reference date", nullable=True),
    Column("on_date", Date, nullable=True, comment="day the value speaks of, for order in time"),
    count("on_map", "map on which the unit is meant", nullable=True),
    mark("mark", "number of unit and level; the sum of those of a group says which units it holds"),
)

# Written anew from the definitions whenever they change.
DERIVED = (unit, unit_on_map, period, indicator, component, expected_value, expected_report, required_cell, precedence,
           chosen_source)  # fmt: skip
STORE = (received_file, attempt, confirmation, setting, submission, submission_event, series, observation, figure,
         section, proposal, proposal_decision, released_cell, pattern, *DERIVED)  # fmt: skip
COPIED = (submission, submission_event, figure, *DERIVED)


def fingerprint() -> str:
    """Hash of all tables and columns: a snapshot written by another release is published anew."""
    text = ";".join(f"{table.name}({','.join(column.name for column in table.columns)})" for table in metadata.tables.values())
    return hashlib.sha256(text.encode()).hexdigest()[:12]
