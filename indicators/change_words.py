"""What changed, in words: for the command line and the page alike."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from catalogue.definitions import Definitions
from catalogue.words import date_text, number_text, signed_text
from indicators.causes import Cause
from indicators.changes import Change, Changes, Said, counted
from store.past import Moment


@dataclass(frozen=True)
class ChangeWords:
    """Puts changes into one language."""

    known: Definitions
    lang: str

    def t(self, key: str, **values: object) -> str:
        return self.known.words(key, self.lang, **values)

    def sentence(self, found: Changes, values: Sequence[Change]) -> str:
        """“12 values changed since …: 8 by late reports, 4 by corrections”, of these `values`."""
        at = self.moment(found.before)
        if not values:
            return self.t("changes_none", at=at)
        causes = counted(values)
        why = ", ".join(self._share(kind, count) for kind, count in causes.items())
        text = self.t("changes_summary", count=self.number(len(values)), at=at, causes=why)
        return f"{text} {self.t('changes_several')}" if sum(causes.values()) > len(values) else text

    def _share(self, kind: str, count: int) -> str:
        if kind == "unknown":
            return self.t("changes_by_unknown", count=self.number(count))
        return self.t("changes_by", count=self.number(count), cause=self.t(f"cause_{kind}"))

    def moment(self, moment: Moment) -> str:
        """A state of knowledge: the publication of a time, or what was recorded by a time."""
        key = "changes_recorded_by" if moment.reason == "date" else "changes_published"
        return self.t(key, at=f"{date_text(moment.at.date(), self.lang)} {moment.at:%H:%M:%S}")

    def notes(self, found: Changes) -> list[str]:
        """What must be known to read the comparison: a side told from records, other definitions."""
        told = [
            self.t(f"changes_from_records_{moment.reason}", at=self.moment(moment))
            for moment in (found.before, found.after)
            if moment.path is None
        ]
        if not found.same_definitions:
            told.append(self.t("changes_definitions", old=found.definitions[0], new=found.definitions[1]))
        return told

    def indicator(self, change: Change) -> str:
        about = self.known.indicators.get(change.indicator)
        return change.indicator if about is None else about.title_vi if self.lang == "vi" else about.title_en

    def unit(self, change: Change) -> str:
        return self.t("changes_total", unit=change.unit) if change.total else change.unit

    def time(self, change: Change) -> str:
        return self.known.words.period(change.period, self.lang)

    def said(self, side: Said, change: Change) -> str:
        """“9/41 = 22,0%”, of a total with its coverage; the state where there is no value; “–” where none was asked for."""
        if side.state is None:
            return "–"
        if side.state != "value" or side.value is None:
            text = self.known.name("state", "missing" if side.state == "value" else side.state, self.lang)
        else:
            counted_of = "" if side.denominator is None else f"{self.number(side.numerator)}/{self.number(side.denominator)} = "
            text = counted_of + self._value(side.value, change)
        return f"{text} [{side.reported}/{side.expected}]" if change.total else text

    def points(self, change: Change) -> str:
        """The difference with its sign, in percentage points of shares."""
        if change.difference is None:
            return ""
        return signed_text(change.difference, self._decimals(change), self.lang)

    def _value(self, value: float, change: Change) -> str:
        about = self.known.indicators.get(change.indicator)
        unit = "%" if about and about.unit == "percent" else ""
        return number_text(value, self._decimals(change), self.lang) + unit

    def _decimals(self, change: Change) -> int:
        about = self.known.indicators.get(change.indicator)
        return about.decimals if about else 1

    def causes(self, change: Change, most: int) -> str:
        """The causes of a value, at most so many; how many more there are."""
        shown = "; ".join(self.cause(cause) for cause in change.causes[:most])
        more = len(change.causes) - most
        return f"{shown}; {self.t('changes_more_causes', count=more)}" if more > 0 else shown

    def cause(self, cause: Cause) -> str:
        """A cause with its record: file, version and when received; printed figure; change of units; what is defined."""
        kind = self.t(f"cause_{cause.kind}")
        tell = self._about.get(cause.kind)
        about = tell(cause) if tell else ""
        return f"{kind}: {about}" if about else kind

    @property
    def _about(self) -> dict[str, Callable[[Cause], str]]:
        file, event = self._file, self._event
        return {
            "correction": file, "late": file, "report": file, "withdrawal": event, "reinstatement": event,
            "publication": self._printed, "boundary": self._boundary, "definition": self._definition, "due": self._due,
        }  # fmt: skip

    def _file(self, cause: Cause) -> str:
        told = self.t("cause_file", file=cause.file, version=cause.version, unit=self._name(cause.unit_id),
                      period=self.known.words.period(cause.period or "", self.lang).lower(),
                      received=self._when(cause.received_at))  # fmt: skip
        if cause.kind == "late" and cause.due_date:
            told += f", {self.t('cause_due_on', date=date_text(cause.due_date, self.lang))}"
        if cause.what:
            told += f", {self.t('cause_hides')}"
        return f"{told} ({self.t('source_demonstration').lower()})" if cause.demonstration else told

    def _event(self, cause: Cause) -> str:
        return self.t("cause_event", file=cause.file, version=cause.version, unit=self._name(cause.unit_id),
                      at=self._when(cause.recorded_at), reason=cause.reason or "–")  # fmt: skip

    def _printed(self, cause: Cause) -> str:
        return self.t(f"cause_figure_{cause.what}", figure=cause.figure_id, source=cause.source, cell=cause.detail)

    def _boundary(self, cause: Cause) -> str:
        name = self._name(cause.unit_id)
        if not cause.reason:
            return name
        change = self.known.name("unit_change", cause.reason, self.lang)
        return f"{name}, {change} ({'; '.join(text for text in (cause.detail, cause.source) if text)})"

    def _definition(self, cause: Cause) -> str:
        told = self.t(f"cause_definition_{cause.what}")
        return f"{told}: {cause.detail}" if cause.detail else told

    def _due(self, cause: Cause) -> str:
        return date_text(cause.due_date, self.lang)

    def _name(self, unit_id: str | None) -> str:
        unit = self.known.geography.units.get(unit_id or "")
        return unit.name if unit else unit_id or ""

    def _when(self, at: dt.datetime | None) -> str:
        return f"{date_text(at.date(), self.lang)} {at:%H:%M}" if at else ""

    def number(self, value: float | None) -> str:
        decimals = 0 if value is None or float(value).is_integer() else 1
        return number_text(value, decimals, self.lang)
