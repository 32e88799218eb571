"""How units stand to the target that is due next: women needed and missing."""

import pandas as pd

from catalogue import definitions
from indicators.progress.register import applicable
from indicators.progress.requirement import needed
from presentation.views import View


def with_target(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """Add what the target due next asks of each row: its document, the share, women needed and missing, if one binds."""
    bound = applicable(definitions.load(), view.indicator.id, view.level, view.time)
    countable = [target for target in bound if target.comparator in (">=", ">") and target.measure_type == "share_of_persons"]
    if not countable:
        return rows
    target = countable[0]
    whole = rows["denominator"].fillna(0).round().astype("int64").to_numpy()
    asked = pd.Series(needed(str(target.comparator), float(target.value or 0), whole), index=rows.index)
    asked = asked.where(rows["denominator"].notna())
    missing = (asked - rows["numerator"]).clip(lower=0)
    return rows.assign(
        target=target.id, target_document=target.source_doc, comparator=target.comparator, required=target.value,
        women_needed=asked, women_missing=missing,
    )  # fmt: skip
