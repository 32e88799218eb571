"""Changes of units that a series crosses, in words: the event on the line, its legal basis on hover."""

from collections.abc import Collection

from catalogue import definitions
from indicators.breaks import Break as Change
from indicators.breaks import breaks
from presentation.charts.frame import Break, Rows
from presentation.language import date, number, t
from presentation.theme import wrap
from presentation.views import View

WIDTH = 60  # characters of a line on hover


def crossed(view: View, rows: Rows, units: Collection[str] = ()) -> list[Break]:
    """Return the changes between the times of `rows` (time, on_date); of `units` only, where some are named.

    Since a change the bodies are others; what happens on a territory (flows) goes on on it. Changes between the same two
    times are one break.
    """
    known = definitions.load()
    times = {str(row["time"]): row["on_date"] for row in sorted(rows, key=lambda row: row["on_date"], reverse=True)}
    codes = {known.geography.units[unit].code for unit in view.districts}
    bodies = "flow" not in view.indicator.numerator
    found: dict[str, list[Change]] = {}
    for one in breaks(known, times.items(), view.level, codes, units):
        found.setdefault(one.first, []).append(one)
    return [
        Break(first, _events(ones), "<br>".join(_more(one, bodies=bodies) for one in ones), bodies)
        for first, ones in found.items()
    ]


def _events(changes: list[Change]) -> str:
    """What happened, along a line; of several changes between the same two times their days alone."""
    return _event(changes[0]) if len(changes) == 1 else ", ".join(date(one.date) for one in changes)


def _event(change: Change) -> str:
    told = [t("break_became", before=number(change.before), after=number(change.after))] if change.after else []
    told += [t("moved_successor_unknown")] if change.before and not change.after else []
    told += [t("break_ended", ended=number(change.ended))] if change.ended else []
    return f"{date(change.date)}: {'; '.join(told)}"


def _more(change: Change, *, bodies: bool) -> str:
    basis = t("break_basis", documents="; ".join(change.legal_basis) or "–")
    unsure = "" if change.verified else f" ({t('unverified')})"
    return "<br>".join([_event(change), wrap(basis + unsure, WIDTH), *([wrap(t("break_bodies"), WIDTH)] if bodies else [])])
