"""Tables that follow from the definitions, written anew whenever they change. `store.schema` has them all."""

from sqlalchemy import Column, Date, Table

from store.columns import count, dimensions, flag, metadata, text

unit = Table(
    "unit",
    metadata,
    text("unit_id", "unit version"),
    text("code", "official code"),
    text("name", "name"),
    text("level", "province, district, commune, agency, reference"),
    text("kind", "of an agency: so, ban, dang …; else the level"),
    text("parent_id", "unit version it belongs to", nullable=True),
    text("district_id", "district, for communes since 7/2025 the former district", nullable=True),
    text("province_id", "province; null for agencies, whose province follows the period", nullable=True),
    flag("crosses_border", "territory from more than one former district"),
    text("body_id", "first version with the same bodies: a change of status or parent alone does not end them"),
    flag("own", "belongs to the office's province, so that it enters its totals"),
    Column("valid_from", Date, nullable=True, comment="first day; null: open to the past"),
    Column("valid_to", Date, nullable=True, comment="last day; null: still"),
    count("first_map", "number of the first map on which it exists"),
    count("last_map", "number of the last"),
)

unit_on_map = Table(
    "unit_on_map",
    metadata,
    text(
        "layer", "number of a map of all units (a new one holds from each change) and what target_id is: 4 unit, 4 district …"
    ),
    count("since", "first map on which the unit is meant: one that continues may have been enlarged since"),
    count("until", "last map on which it is meant, with the same place on this one"),
    text("unit_id", "unit version that reported"),
    text("level", "its level"),
    flag("owed", "it owes reports to the office"),
    text("target_id", "where it, or a part of it, lies on the map; null: in none, as agencies in no district", nullable=True),
    text("parent_id", "parent of the target", nullable=True),
    text("district_id", "district of the target, on today's map the former one", nullable=True),
    text("province_id", "province of the target", nullable=True),
    flag("own", "the target enters the office's totals"),
    flag("whole", "it lies whole in the target"),
    text("reason", "why not: split, merged, successor_unknown; abolished: it lies nowhere", nullable=True),
    flag("shifted", "a boundary moved on the way, and something follows it"),
    flag("ended", "nothing on the map follows it; target_id is the unit itself"),
)

period = Table(
    "period",
    metadata,
    text("period", "period or term"),
    Column("reference_date", Date, nullable=False, comment="day its stocks speak of; day of the event for a term"),
    Column("due_date", Date, nullable=True, comment="last day for reports"),
    text("province_id", "the office's province on that day"),
    count("map", "number of the map that holds on that day"),
)

indicator = Table(
    "indicator",
    metadata,
    text("indicator", "indicator"),
    text("kind", "share_of_persons, share_of_bodies, count, system"),
)

component = Table(
    "component",
    metadata,
    text("indicator", "indicator"),
    text("series", "stock, flow, term"),
    text("part", "numerator or denominator"),
    text("element", "data element"),
    *dimensions(),
)

expected_value = Table(
    "expected_value",
    metadata,
    text("indicator", "indicator"),
    text("series", "stock, flow, term"),
    text("unit_id", "unit version the value is about"),
    text("level", "tier of the body"),
    text("period", "reporting period; the term for series term"),
    text("term", "mandate at the reference date, or of the event", nullable=True),
    count("cells", "cells that forms ask for"),
    flag("in_total", "counts in totals: for a term only units that existed at its event"),
)

expected_report = Table(
    "expected_report",
    metadata,
    text("unit_id", "unit version that owes a report"),
    text("period", "reporting period"),
    text("form_id", "form family"),
    Column("due_date", Date, nullable=False, comment="last day for this report: of its period, or longer for this unit"),
    count("cells", "cells the form asks for"),
    count("required", "of these, cells without which a report is not complete"),
)

required_cell = Table(
    "required_cell",
    metadata,
    *dimensions("dimension of cells without which a report is not complete"),
)

chosen_source = Table(
    "chosen_source",
    metadata,
    text("indicator", "indicator"),
    text("series", "stock, flow, term"),
    text("unit_id", "unit version the value is about"),
    text("level", "tier of the body"),
    text("period", "reporting period or term"),
    text("source", "submission, publication, demonstration: an officer chose it to be shown first of this value"),
)

precedence = Table(
    "precedence",
    metadata,
    text("source", "submission, publication, demonstration"),
    count("place", "which is shown where several speak of one value: 1 first"),
)
