"""Scenarios: n of the next m places of each body go to women; the fewest more women, and where, that meet the targets."""

import argparse
import json
import sys
from dataclasses import asdict
from typing import Any

from catalogue import definitions
from catalogue.clock import office_now
from catalogue.commands import ACCEPTED
from catalogue.definitions import Definitions
from catalogue.errors import UsageError
from catalogue.words import number_text
from indicators.commands.output import print_table, tidy
from indicators.progress.bodies import (
    DEFAULT,
    DEFAULT_LEVEL,
    Gathered,
    binding,
    bodies,
    goal_of,
    scenario_of,
    what_if,
    what_if_total,
)
from indicators.progress.scenario import EACH, LEAVING, TOTAL, Goal, Outcome, Plan, fewest, total
from indicators.query import versions
from store import connection as db
from store import snapshot

Row = dict[str, Any]
WHAT_IF = (
    "unit", "state", "vacancies", "seats", "women", "share", "gap", "seats_after", "women_after", "share_after",
    "needed_after", "gap_after",
)  # fmt: skip
ADDED = ("unit", "women", "fills", "replaces", "women_after", "seats_after")
LOST = ("unit", "target", "reason", "women_most", "seats_most", "needed")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--indicator", default=DEFAULT, metavar="ID", help=f"whose bodies (default: {DEFAULT})")
    parser.add_argument("--level", default=DEFAULT_LEVEL, help=f"level of the bodies (default: {DEFAULT_LEVEL})")
    parser.add_argument("--unit", help="only this unit: code, unit_id or name")
    parser.add_argument("--district", help="only the units of this district")
    parser.add_argument("--places", type=int, metavar="M", help="what if: places of each body that are filled next")
    parser.add_argument("--women", type=int, metavar="N", help="what if: women among them")
    parser.add_argument("--leaving", choices=LEAVING, default=LEAVING[0], help="who leaves once vacancies are filled")
    parser.add_argument("--targets", metavar="ID,ID", help="targets to meet (default: all that bind now)")
    parser.add_argument("--scope", choices=(EACH, TOTAL), default=EACH, help="each body meets them, or the sum does")
    parser.add_argument("--most", type=int, metavar="K", help="at most so many places of a body can change")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    known, today = definitions.load(), office_now().date()
    if (args.places is None) != (args.women is None):
        raise UsageError("scenario_places_and_women")
    if args.most is not None and args.most < 0:
        raise UsageError("value_unknown", name="most", found=args.most, expected="0, 1, 2 …")
    units, districts = (versions(known, text) if text else () for text in (args.unit, args.district))
    with db.reading(snapshot.current()).connect() as connection:
        found = bodies(connection, known, args.indicator, args.level, districts, units, today)
    if not found.bodies and not found.absent:
        raise UsageError("scenario_no_bodies", indicator=args.indicator, level=args.level)
    goals = _goals(known, args)
    rows = None if args.places is None else what_if(found, goals, args.places, args.women, args.leaving)
    plan = fewest(found.bodies, goals, args.most)
    if args.json:
        _print_json(args, goals, found, rows, plan)
    else:
        _print(known, args, found, rows, plan)
    return ACCEPTED


def _goals(known: Definitions, args: argparse.Namespace) -> list[Goal]:
    """The targets named, else all that bind today.

    Raises:
        UsageError: a target that is none of these bodies at this level now.
    """
    scenario = scenario_of(known, args.indicator)
    allowed = {target.id: target for target in binding(known, scenario, args.level, office_now().date())}
    wanted = list(allowed) if args.targets is None else [part.strip() for part in args.targets.split(",") if part.strip()]
    for name in wanted:
        if name not in allowed:
            raise UsageError("value_unknown", name="targets", found=name, expected=", ".join(allowed))
    return [goal_of(allowed[name], args.scope) for name in dict.fromkeys(wanted)]


def _added(plan: Plan) -> list[Row]:
    return [
        {"unit_id": a.body.unit_id, "unit": a.body.unit, "women": a.women, "fills": a.fills, "replaces": a.replaces,
         "women_after": a.after.women, "seats_after": a.after.seats}
        for a in plan.additions
    ]  # fmt: skip


def _lost(plan: Plan) -> list[Row]:
    return [
        {"unit_id": one.body.unit_id if one.body else None, "unit": one.body.unit if one.body else None,
         "target": one.goal.target, "scope": one.goal.scope, "reason": one.reason, "women_most": one.most.women,
         "seats_most": one.most.seats, "needed": one.needed, "short": one.needed - one.most.women}
        for one in plan.infeasible
    ]  # fmt: skip


def _sums(found: Gathered, args: argparse.Namespace) -> list[Row]:
    return [asdict(one) | {"share": one.share} for one in what_if_total(found, args.places, args.women, args.leaving)]


def _print_json(args: argparse.Namespace, goals: list[Goal], found: Gathered, rows: list[Row] | None, plan: Plan) -> None:
    """One object: the goals, the what-if (null if not asked for), the optimum, and the units that stay out."""
    sums = None if rows is None else dict(zip(("before", "after"), _sums(found, args), strict=True))
    told = {
        "indicator": args.indicator,
        "level": args.level,
        "targets": [asdict(goal) for goal in goals],
        "what_if": None if rows is None else {
            "places": args.places, "women": args.women, "leaving": args.leaving, "total": sums,
            "rows": [{key: tidy(value) for key, value in row.items()} for row in rows],
        },
        "optimum": {
            "women": plan.women, "most": args.most, "additions": _added(plan), "infeasible": _lost(plan),
            "before": asdict(total(found.bodies)), "after": asdict(plan.after),
        },
        "not_reported": [asdict(absent) for absent in found.absent],
    }  # fmt: skip
    json.dump(told, sys.stdout, ensure_ascii=False, indent=2)
    print()


def _print(known: Definitions, args: argparse.Namespace, found: Gathered, rows: list[Row] | None, plan: Plan) -> None:
    def say(key: str, **values: object) -> None:
        print(known.words(key, args.lang, **values))

    if rows is not None:
        before, then = what_if_total(found, args.places, args.women, args.leaving)
        say("scenario_line_what_if", women=args.women, places=args.places, before=_said(before, args), after=_said(then, args))
        print_table(rows, WHAT_IF)
    say("scenario_line_fewest", women=plan.women, units=len(plan.additions), before=_said(total(found.bodies), args),
        after=_said(plan.after, args))  # fmt: skip
    print_table(_added(plan), ADDED)
    if plan.infeasible:
        say("scenario_infeasible", count=len(plan.infeasible))
        print_table(_lost(plan), LOST)
    if found.absent:
        say("scenario_absent", count=len(found.absent), units=", ".join(absent.unit for absent in found.absent))


def _said(one: Outcome, args: argparse.Namespace) -> str:
    share = "…" if one.share is None else f"{number_text(one.share, 1, args.lang)}%"
    return f"{one.women}/{one.seats} ({share})"
