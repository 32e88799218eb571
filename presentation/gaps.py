"""How units stand to the target that is due next: women needed and missing."""

from catalogue import definitions
from catalogue.target_models import Target
from indicators.progress.register import applicable
from indicators.progress.requirement import needed
from presentation.charts.frame import Row, Rows
from presentation.views import View


def with_target(view: View, rows: Rows) -> Rows:
    """Add what the target due next asks of each row: its document, the share, women needed and missing, if one binds."""
    bound = applicable(definitions.load(), view.indicator.id, view.level, view.time)
    countable = [target for target in bound if target.comparator in (">=", ">") and target.measure_type == "share_of_persons"]
    if not countable:
        return rows
    target = countable[0]
    told = {
        "target": target.id,
        "target_document": target.source_doc,
        "comparator": target.comparator,
        "required": target.value,
    }
    return [{**row, **told, **_asked(target, row)} for row in rows]


def _asked(target: Target, row: Row) -> Row:
    over, under = row["numerator"], row["denominator"]
    asked = None if under is None else float(needed(str(target.comparator), float(target.value or 0), round(under)))
    return {"women_needed": asked, "women_missing": None if asked is None or over is None else max(0.0, asked - over)}
