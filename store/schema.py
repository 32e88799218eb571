"""Every table and column, once. The store and each snapshot use the same tables.

Store only: received_file, attempt, setting. Snapshot only: meta, unit_value, withheld. Times are the office's clock's.
"""

import datetime as dt
import hashlib

from sqlalchemy import Boolean, Column, Date, DateTime, Double, Integer, MetaData, String, Table

metadata = MetaData()


def _text(name: str, comment: str, nullable: bool = False) -> Column[str]:
    return Column(name, String, nullable=nullable, comment=comment)


def _flag(name: str, comment: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False, comment=comment)


def _time(name: str, comment: str, nullable: bool = False) -> Column[dt.datetime]:
    return Column(name, DateTime, nullable=nullable, comment=comment)


def _count(name: str, comment: str, nullable: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=nullable, comment=comment)


def _number(name: str, comment: str) -> Column[float]:
    return Column(name, Double, nullable=True, comment=comment)


def _dimensions(comment: str = "dimension of the element") -> list[Column[str]]:
    return [_text(name, comment) for name in ("measure", "sex", "ethnicity", "age")]


# --- what was received ---------------------------------------------------------------------

received_file = Table(
    "received_file",
    metadata,
    _text("sha256", "SHA-256 of the bytes; the file lies under received/ by this name"),
    _text("file_name", "name under which it was first received"),
    _count("size", "bytes"),
    _time("received_at", "when it was first received"),
)

attempt = Table(
    "attempt",
    metadata,
    _time("at", "when the file was read"),
    _text("path", "path given to the command"),
    _text("sha256", "SHA-256 of the bytes, if they could be read", nullable=True),
    _text("unit_id", "reporting unit, if it could be told", nullable=True),
    _text("period", "reporting period, if it could be told", nullable=True),
    _text("status", "loaded, unchanged, replaced, rejected"),
    _text("problems", "JSON list of problems"),
    _text("checks", "JSON object: rule → how often it passed, failed, could not be checked", nullable=True),
)

confirmation = Table(
    "confirmation",
    metadata,
    _text("unit_id", "reporting unit"),
    _text("period", "reporting period"),
    _text("code", "warning"),
    _text("sheet", "sheet it speaks of, or empty"),
    _text("cell", "cell it speaks of, or empty"),
    _text("found", "what stood there"),
    _text("sha256", "file with which it was confirmed"),
    _text("reason", "why it is right"),
    _text("by", "who confirmed it", nullable=True),
    _time("at", "when"),
)

setting = Table("setting", metadata, _text("name", "name"), _text("value", "value"))

submission = Table(
    "submission",
    metadata,
    _count("submission_id", "number of the submission"),
    _text("unit_id", "unit version that reported"),
    _text("period", "reporting period"),
    _text("form_id", "form family"),
    _text("form_version", "version of the form"),
    _count("version", "version of this unit's report for this period, from 1"),
    _text("sha256", "SHA-256 of the file"),
    _text("file_name", "name of the file as received"),
    _flag("demonstration", "generated data, not a real report"),
    _flag("partial", "answers some cells of the form, beside other files of this unit and period"),
    _time("received_at", "when the office received the file"),
    _time("recorded_from", "from when this version was what the office held to be true"),
    _time("recorded_to", "until when; null: still", nullable=True),
    _count("observations", "number of cells read"),
    _text("sent_by", "who sent or loaded it, as told", nullable=True),
    _text("note", "why, as told", nullable=True),
)

submission_event = Table(
    "submission_event",
    metadata,
    _count("submission_id", "submission it happened to"),
    _text("event", "withdrawn; reinstated: this version states an earlier one again"),
    _time("at", "when it was recorded"),
    _text("done_by", "who did it, as told", nullable=True),
    _text("reason", "why"),
)

series = Table(
    "series",
    metadata,
    _count("series_id", "number of the series"),
    _text("unit_id", "unit version the figures are about"),
    _text("level", "tier of the body: central, province, district, commune, grassroots, agency"),
    _text("term", "mandate that a term element belongs to", nullable=True),
    _text("kind", "kind of the element: stock, flow, term"),
    _text("element", "data element"),
    _text("measure", "count, seats, trained, formation, event_date, text"),
    _text("sex", "CL_SEX: F, M, _T"),
    _text("ethnicity", "EM: ethnic minority, _T: all"),
    _text("age", "Y_LT40, Y_LT16, _T: all"),
)

observation = Table(
    "observation",
    metadata,
    _count("submission_id", "submission that says so; its period is the observation's"),
    _count("series_id", "what the figure is about: a series key of SDMX, all dimensions but time"),
    _text("state", "value, missing, not_applicable"),
    _number("value", "the number; persons, events, million VND"),
    _text("text", "text, code or ISO date where the measure is not a number", nullable=True),
    _text("raw", "what stood in the cell, where it was not simply the number", nullable=True),
    _text("sheet", "sheet of the workbook"),
    _text("cell", "address of the cell"),
)

# --- what was printed elsewhere ------------------------------------------------------------

figure = Table(
    "figure",
    metadata,
    _text("figure_id", "number in published_figures.csv"),
    _text("cell", "place in published_figures.csv"),
    _text("sha256", "SHA-256 of published_figures.csv"),
    _text("unit_id", "unit version, VN, or REF:<area> for areas that owe no reports"),
    _text("area", "area as printed"),
    _text("indicator", "indicator it speaks of", nullable=True),
    _text("series", "term or stock"),
    _text("level", "tier of the body"),
    _text("period", "year the count speaks of; the term of a term figure"),
    _text("term", "mandate", nullable=True),
    _number("numerator", "women (or bodies that satisfy) as printed"),
    _number("denominator", "total as printed"),
    _number("share", "printed percentage, 0–100"),
    _text("share_text", "percentage exactly as printed", nullable=True),
    _text("share_check", "how it agrees with its counts: rounded, truncated, conflict", nullable=True),
    _count("preference", "order among publications of one figure, 1 first"),
    _text("note", "note"),
    _text("source", "source as cited"),
    _text("source_rank", "official, press, secondary"),
    _time("recorded_from", "from when this was what the office held to be printed"),
    _time("recorded_to", "until when; null: still", nullable=True),
)

# --- what definitions expect (written anew whenever they change) ------------------------------

unit = Table(
    "unit",
    metadata,
    _text("unit_id", "unit version"),
    _text("code", "official code"),
    _text("name", "name"),
    _text("level", "province, district, commune, agency, reference"),
    _text("kind", "of an agency: so, ban, dang …; else the level"),
    _text("parent_id", "unit version it belongs to", nullable=True),
    _text("district_id", "district, for communes since 7/2025 the former district", nullable=True),
    _text("province_id", "province; null for agencies, whose province follows the period", nullable=True),
    _flag("crosses_border", "territory from more than one former district"),
    _text("body_id", "first version with the same bodies: a change of status or parent alone does not end them"),
    _flag("own", "belongs to the office's province, so that it enters its totals"),
    Column("valid_from", Date, nullable=True, comment="first day; null: open to the past"),
    Column("valid_to", Date, nullable=True, comment="last day; null: still"),
    _count("first_map", "number of the first map on which it exists"),
    _count("last_map", "number of the last"),
)

unit_on_map = Table(
    "unit_on_map",
    metadata,
    _count("map", "number of a map of all units: a new one holds from each change"),
    _text("grain", "unit, district, province: what target_id is"),
    _count("since", "map on which the unit is meant: one that continues may have been enlarged since"),
    _text("unit_id", "unit version that reported"),
    _text("level", "its level"),
    _flag("owed", "it owes reports to the office"),
    _text("target_id", "where it, or a part of it, lies on the map; null: in none, as agencies in no district", nullable=True),
    _text("parent_id", "parent of the target", nullable=True),
    _text("district_id", "district of the target, on today's map the former one", nullable=True),
    _text("province_id", "province of the target", nullable=True),
    _flag("own", "the target enters the office's totals"),
    _flag("whole", "it lies whole in the target"),
    _text("reason", "why not: split, merged, successor_unknown; abolished: it lies nowhere", nullable=True),
    _flag("shifted", "a boundary moved on the way"),
    _flag("ended", "nothing on the map follows it; target_id is the unit itself"),
)

period = Table(
    "period",
    metadata,
    _text("period", "period or term"),
    Column("reference_date", Date, nullable=False, comment="day its stocks speak of; day of the event for a term"),
    Column("due_date", Date, nullable=True, comment="last day for reports"),
    _text("province_id", "the office's province on that day"),
    _count("map", "number of the map that holds on that day"),
)

indicator = Table(
    "indicator",
    metadata,
    _text("indicator", "indicator"),
    _text("kind", "share_of_persons, share_of_bodies, count, system"),
)

component = Table(
    "component",
    metadata,
    _text("indicator", "indicator"),
    _text("series", "stock, flow, term"),
    _text("part", "numerator or denominator"),
    _text("element", "data element"),
    *_dimensions(),
)

expected_value = Table(
    "expected_value",
    metadata,
    _text("indicator", "indicator"),
    _text("series", "stock, flow, term"),
    _text("unit_id", "unit version the value is about"),
    _text("level", "tier of the body"),
    _text("period", "reporting period; the term for series term"),
    _text("term", "mandate at the reference date, or of the event", nullable=True),
    _count("cells", "cells that forms ask for"),
    _flag("in_total", "counts in totals: for a term only units that existed at its event"),
)

expected_report = Table(
    "expected_report",
    metadata,
    _text("unit_id", "unit version that owes a report"),
    _text("period", "reporting period"),
    _text("form_id", "form family"),
    _count("cells", "cells the form asks for"),
    _count("required", "of these, cells without which a report is not complete"),
)

required_cell = Table(
    "required_cell",
    metadata,
    *_dimensions("dimension of cells without which a report is not complete"),
)

precedence = Table(
    "precedence",
    metadata,
    _text("source", "submission, publication, demonstration"),
    _count("place", "which is shown where several speak of one value: 1 first"),
)

# --- what readers use ------------------------------------------------------------------------

meta = Table("meta", metadata, _text("name", "name"), _text("value", "value"))

withheld = Table(
    "withheld",
    metadata,
    _count("submission_id", "submission that answers a cell of an element that no snapshot carries"),
    _text("unit_id", "unit version the figure is about"),
    _text("level", "tier of the body"),
    _text("term", "mandate", nullable=True),
    _text("element", "data element; what was answered stays in the store"),
    *_dimensions(),
)

unit_value = Table(
    "unit_value",
    metadata,
    _text("indicator", "indicator"),
    _text("series", "stock, flow, term"),
    _text("unit_id", "unit version the value is about"),
    _text("level", "tier of the body"),
    _text("period", "reporting period; the term for series term"),
    _text("term", "mandate at the reference date, or of the event", nullable=True),
    _number("numerator", "women, or 1 for a body that satisfies, or the count"),
    _number("denominator", "all persons, or 1 for a body; null for a count"),
    _number("share", "printed percentage where there are no counts"),
    _text("state", "value, missing, not_applicable, not_yet_due"),
    _number("size", "persons (or 1) that the unit stands for when its value is missing: its last known total"),
    _flag("in_total", "counts in totals"),
    _text("source", "submission, publication", nullable=True),
    _flag("demonstration", "from generated data"),
    _text("figure_id", "printed figure, if the source is a publication", nullable=True),
    _count("rank", "1: the value shown; more: alternatives from other sources"),
    _text("code", "official code of the unit"),
    _text("kind", "level or kind of agency; reference for areas that owe no reports"),
    _flag("own", "belongs to the office's province, so that it enters its totals"),
    _text("parent_id", "unit it belonged to at the time", nullable=True),
    _text("district_id", "district or former district", nullable=True),
    _text("province_id", "province at the reference date", nullable=True),
    Column("on_date", Date, nullable=True, comment="day the value speaks of, for order in time"),
    _count("on_map", "map on which the unit is meant", nullable=True),
)

# Written anew from the definitions whenever they change.
DERIVED = (unit, unit_on_map, period, indicator, component, expected_value, expected_report, required_cell, precedence)
STORE = (received_file, attempt, confirmation, setting, submission, submission_event, series, observation, figure, *DERIVED)
COPIED = (submission, submission_event, figure, *DERIVED)


def fingerprint() -> str:
    """Hash of all tables and columns: a snapshot written by another release is published anew."""
    text = ";".join(f"{table.name}({','.join(column.name for column in table.columns)})" for table in metadata.tables.values())
    return hashlib.sha256(text.encode()).hexdigest()[:12]
