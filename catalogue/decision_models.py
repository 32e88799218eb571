"""What an officer decided during a round, as lines of files in the working folder: who, when, why, and what holds since."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import BeforeValidator, StringConstraints

from catalogue.label_models import Codes, Dimension
from catalogue.models import Definition, OptText, Series, YesNo

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
OptDimension = Annotated[Dimension | None, BeforeValidator(lambda text: text or None)]
Source = Literal["submission", "publication", "demonstration"]
OptSource = Annotated[Source | None, BeforeValidator(lambda text: text or None)]


class Decided(Definition):
    """A decision: of several lines about the same thing (`about`) the last one holds."""

    decided_by: Text
    decided_at: dt.datetime
    reason: Text

    @property
    def about(self) -> tuple[str, ...]:
        """What it is about."""
        raise NotImplementedError


class NameDecision(Decided):
    """What a name in reports means: decisions/unit_names.csv. No code: as before it was decided."""

    text: Text
    code: OptText

    @property
    def about(self) -> tuple[str, ...]:
        return (self.text.casefold(),)


class LabelDecision(Decided):
    """What a label in tables of another layout says: decisions/labels.csv. No dimension: as before it was decided."""

    text: Text
    dimension: OptDimension
    codes: Codes
    default: OptText

    @property
    def about(self) -> tuple[str, ...]:
        return (self.text.casefold(),)


class DueDate(Decided):
    """The last day for the reports of a period, or of one unit's report: decisions/periods.csv."""

    period: Text
    unit_id: OptText
    due_date: dt.date

    @property
    def about(self) -> tuple[str, ...]:
        return (self.period, self.unit_id or "")


class Owing(Decided):
    """Whether a unit owes a report for a period, whatever reporting.csv says: decisions/reporting.csv."""

    period: Text
    unit_id: Text
    owes: YesNo

    @property
    def about(self) -> tuple[str, ...]:
        return (self.period, self.unit_id)


class SourceChosen(Decided):
    """Which source is shown of one value, whatever precedence.yaml says: decisions/sources.csv. No source: as before."""

    indicator: Text
    series: Series
    unit_id: Text
    level: Text
    period: Text
    source: OptSource

    @property
    def about(self) -> tuple[str, ...]:
        return (self.indicator, self.series, self.unit_id, self.level, self.period)
