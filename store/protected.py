"""Tables of protected counts: what a public snapshot says of them, and what the store remembers of what was shown."""

from sqlalchemy import Table

from store.columns import flag, mark, metadata, number, text

protected_total = Table(
    "protected_total",
    metadata,
    text("indicator", "indicator"),
    text("series", "flow"),
    text("period", "reporting period"),
    mark("mark", "sum of the marks of the values that are added up: all of them, or it is another total"),
    number("numerator", "sum that may be shown although some of its units are suppressed"),
    number("denominator", "sum below the line; null for a count"),
)

released_cell = Table(
    "released_cell",
    metadata,
    text("element", "data element"),
    text("sex", "CL_SEX: F, _T"),
    text("age", "Y_LT16, _T"),
    text("period", "reporting period"),
    text("said", "JSON object: unit|level → what its report in force said then; their sum is the cell"),
    flag("shown", "readers saw the sum; else it was suppressed"),
    text("snapshot", "first publication of which that is so"),
)

pattern = Table(
    "pattern",
    metadata,
    text("system", "element and year whose cells are protected together"),
    text("digest", "SHA-256 of all that the pattern follows from"),
    text("suppressed", "JSON list of the places of the cells that are not shown"),
    text("audit", "JSON object: figures of the audit"),
)
