"""Before a publication: decide what of the sensitive counts is shown, and prove that nothing protected follows from it."""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Connection

from catalogue.definitions import Definitions
from catalogue.errors import UserError
from etl.protecting.figures import Figure, Seen, seen
from etl.protecting.solving import Settled, solved
from etl.protecting.systems import Linked, Told, by_system, system_of
from protection.system import Exposed, Rule
from store import protecting

NAMED = 5  # cells that a refusal names
TRUST = (2, 1, 0)  # how far parts of reports are taken to agree: the next where the values contradict that


def protect(connection: Connection, definitions: Definitions, identifier: str) -> dict[str, str]:
    """Suppress what may not be shown of the values remembered; return what the snapshot says of it (`meta`).

    What is shown, and what is not, is remembered for the publications to come, also if this one is removed later. A system
    that is what it was keeps its pattern.

    Raises:
        UserError: protection_failed, naming cells that readers could tell too closely.
    """
    rows = protecting.guarded_values(connection, definitions.sensitive)
    kept = protecting.patterns(connection)
    state = _state(definitions, rows)
    if kept.get(protecting.WHOLE, {}).get("digest") == state:
        same = json.loads(kept[protecting.WHOLE]["suppressed"])
        protecting.suppress(connection, same["values"], same["totals"])
        return dict(json.loads(kept[protecting.WHOLE]["audit"]))
    found = seen(definitions, rows, protecting.places_on_maps(connection))
    before = protecting.released(connection)
    hidden = {figure for figure, count in found.counts.items() if definitions.protection.small(count)}
    audits = []
    for told in by_system(definitions, found, before).values():
        linked, settled, digest = _settle(definitions, told, kept)
        if kept.get(linked.name, {}).get("digest") != digest:
            row = {"system": linked.name, "digest": digest, "suppressed": json.dumps(sorted(settled.suppressed)),
                   "audit": json.dumps(settled.audit)}  # fmt: skip
            protecting.keep_pattern(connection, row)
        hidden |= {linked.figures[index] for index in settled.suppressed}
        audits.append(settled.audit)
    protecting.release(connection, list(_new(found, hidden, before, identifier)))
    gone, sums = _told(found, hidden)
    protecting.suppress(connection, gone, sums)
    facts = _facts(audits)
    together = {
        "system": protecting.WHOLE,
        "digest": state,
        "suppressed": json.dumps({"values": gone, "totals": sums}),
        "audit": json.dumps(facts),
    }
    protecting.keep_pattern(connection, together)
    return facts


def _state(definitions: Definitions, rows: list[dict[str, Any]]) -> str:
    """All that the whole follows from: what is counted, and definitions, which say the rule and where units lie."""
    said = json.dumps([definitions.version, rows], default=str, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def _settle(definitions: Definitions, told: Told, kept: dict[str, Any]) -> tuple[Linked, Settled, str]:
    held = definitions.protection
    rule = Rule(held.lowest, held.highest, held.zeros_shown)
    for trust in TRUST:
        linked = system_of(definitions, told, trust)
        digest = _digest(linked, rule)
        if same := _kept(linked, kept.get(linked.name), digest, rule):
            return linked, same, digest
        try:
            return linked, solved(linked, rule), digest
        except ValueError:
            if trust == TRUST[-1]:
                raise
        except Exposed as exposed:
            about = {"system": linked.name, "count": len(exposed.cells), "cells": _named(exposed.cells)}
            raise UserError("protection_failed", **about) from exposed
    raise AssertionError("the last trust returns or raises")


def _kept(linked: Linked, row: dict[str, Any] | None, digest: str, rule: Rule) -> Settled | None:
    """The pattern in use, if it was found for this very system and hides nothing that was shown before."""
    if row is None or row["digest"] != digest:
        return None
    suppressed = frozenset(json.loads(row["suppressed"]))
    cells = [linked.system.cells[index] for index in suppressed]
    if any(cell.fixed and not rule.small(cell) for cell in cells):
        return None
    return Settled(suppressed, json.loads(row["audit"]))


def _named(cells: Iterable[Any]) -> str:
    """A few cells in words: what is counted, when, over which units."""
    told = []
    for cell in list(cells)[:NAMED]:
        if isinstance(cell, Figure):
            units = sorted(unit for unit, _ in cell.members)
            about = [cell.kind.element, *(part for part in cell.kind[1:] if part != "_T"), cell.period]
            told.append(" ".join([*about, units[0] if len(units) == 1 else f"{len(units)} units: {units[0]} …"]))
        else:
            told.append(" ".join(map(str, cell)))
    return "; ".join(told)


def _digest(linked: Linked, rule: Rule) -> str:
    """What a pattern follows from; that it was shown before follows from the pattern."""
    cells = [(cell.atoms, cell.value, cell.weight, cell.hidden) for cell in linked.system.cells]
    figures = [(figure.kind, figure.period, sorted(figure.members)) for figure in linked.figures]
    said = json.dumps([vars(rule), figures, cells, linked.system.at_most, linked.system.released], default=list)
    return hashlib.sha256(said.encode()).hexdigest()


def _told(found: Seen, hidden: Collection[Figure]) -> tuple[list[tuple[str, ...]], list[dict[str, Any]]]:
    """The values of which a figure is hidden, and the totals of them whose figures are not."""
    hidden = frozenset(hidden)
    gone = {key: figures for key, figures in found.values.items() if not hidden.isdisjoint(figures)}
    units = {(key[0], key[-1], member) for key, figures in gone.items() for member in figures[0].members}
    sums = [
        {
            "indicator": total.indicator, "series": "flow", "period": total.period, "mark": total.mark,
            "numerator": found.counts[total.figures[0]],
            "denominator": found.counts[total.figures[1]] if len(total.figures) > 1 else None,
        }
        for total in found.totals
        if hidden.isdisjoint(total.figures)
        and any((total.indicator, total.period, member) in units for member in total.figures[0].members)
    ]  # fmt: skip
    return list(gone), sums


def _new(
    found: Seen, hidden: Collection[Figure], before: Iterable[dict[str, Any]], identifier: str
) -> Iterator[dict[str, Any]]:
    """What readers see, or do not, for the first time."""
    stated = {(f.kind, f.period, next(iter(f.members))): count for f, count in found.counts.items() if len(f.members) == 1}
    known = {(row["element"], row["sex"], row["age"], row["period"], row["shown"], json.dumps(row["said"], sort_keys=True))
             for row in before}  # fmt: skip
    for figure in found.counts:
        said = {f"{unit}|{level}": stated[figure.kind, figure.period, (unit, level)] for unit, level in figure.members}
        shown = figure not in hidden
        if (*figure.kind, figure.period, shown, json.dumps(said, sort_keys=True)) not in known:
            yield {"element": figure.kind.element, "sex": figure.kind.sex, "age": figure.kind.age, "period": figure.period,
                   "said": said, "shown": shown, "snapshot": identifier}  # fmt: skip


def _facts(audits: Collection[dict[str, Any]]) -> dict[str, str]:
    """The figures of all audits together."""
    sums = {f"protected_{name}": str(sum(one[name] for one in audits)) for name in ("cells", "primary", "secondary", "derived")}
    widths = [one["narrowest"] for one in audits if one["narrowest"] is not None]
    return sums | {"protected_narrowest": f"{min(widths):g}" if widths else ""}
