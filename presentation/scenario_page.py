"""Scenarios: what the reader asks, what comes of it, and the smallest plan that meets the targets."""

from dataclasses import dataclass, replace
from typing import Any, cast

import pandas as pd
import streamlit as st

from catalogue import definitions
from catalogue.clock import office_now
from catalogue.models import Indicator
from catalogue.target_models import Target
from indicators.progress.bodies import Gathered, binding, goal_of, levels_of, scenario_of, what_if, what_if_total
from indicators.progress.scenario import Goal, Infeasible, Outcome, Plan, after, fewest
from presentation import chart, data, notes, tables
from presentation.charts.bars import bars
from presentation.download_buttons import buttons
from presentation.language import name, number, t, title, when
from presentation.links import ALL, here, select, slide
from presentation.views import View

MOST_PLACES = 12  # places of one body that the slider reaches: more are no scenario of one term
LIMITS = (1, 2, 3, 5, 10)


@dataclass(frozen=True)
class Choice:
    """What the reader asks: which bodies and targets, and what becomes of their next places."""

    indicator: Indicator
    level: str
    found: Gathered
    targets: tuple[Target, ...]
    goals: tuple[Goal, ...]
    places: int
    women: int
    leaving: str
    most: int | None

    @property
    def headline(self) -> str:
        return f"{title(self.indicator)}, {name('level', self.level).lower()}, {when(self.found.bodies[0].time).lower()}"


def choose() -> Choice | None:
    """The filters and sliders; None where no body is known."""
    known, today = definitions.load(), office_now().date()
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        persons = {scenario.persons: title(known.indicators[scenario.persons]) for scenario in known.scenarios}
        with st.container(width=380):
            scenario = scenario_of(known, select(t("filter_indicator"), "chi_so", persons, next(iter(persons))))
        levels = levels_of(known, scenario, today)
        with st.container(width=170):
            default = "commune" if "commune" in levels else levels[0]
            level = select(t("filter_level"), "cap", {code: name("level", code) for code in levels}, default)
        with st.container(width=250):
            districts = _districts(level)
        targets = {target.id: target for target in binding(known, scenario, level, today)}
        with st.container(width=380):
            offered = {ALL: t("scenario_filter_all_targets")} | {key: _named(target) for key, target in targets.items()}
            wanted = select(t("scenario_filter_target"), "muc_tieu", offered, ALL)
        with st.container(width=190):
            scopes = {"each": t("scenario_scope_each"), "total": t("scenario_scope_total")}
            scope = select(t("scenario_filter_scope"), "pham_vi", scopes, "each")
    found = data.scenario_bodies(data.current(), scenario.persons, level, districts, today)
    if not found.bodies:
        return None
    asked = tuple(target for target in targets.values() if wanted in (ALL, target.id))
    goals = tuple(goal_of(target, cast(Any, scope)) for target in asked)
    return Choice(known.indicators[scenario.persons], level, found, asked, goals, *_moves(found))


def _districts(level: str) -> tuple[str, ...]:
    if level != "commune":
        return ()
    known = definitions.load()
    code = select(t("filter_district"), "huyen", {ALL: t("filter_all")} | known.geography.district_names, ALL)
    return tuple(unit.unit_id for unit in known.geography.versions.get(code, ()))


def _moves(found: Gathered) -> tuple[int, int, str, int | None]:
    """The next places, women among them, who leaves, and how many places may change."""
    smallest = min(MOST_PLACES, *(body.seats + body.vacancies for body in found.bodies))
    with st.container(horizontal=True, vertical_alignment="bottom", key="moves"):
        with st.container(width=228):
            places = slide(t("scenario_slide_places"), "cho", 0, smallest, min(2, smallest))
        with st.container(width=228):
            women = slide(t("scenario_slide_women"), "nu", 0, places, min(1, places))
        with st.container(width=228):
            who = {
                "proportionate": t("scenario_leaving_proportionate"),
                "men": t("scenario_leaving_men"),
                "women": t("scenario_leaving_women"),
            }
            leaving = select(t("scenario_filter_leaving"), "roi", who, "proportionate")
        with st.container(width=228):
            limits = {ALL: t("scenario_most_any")} | {str(k): t("scenario_most_some", count=k) for k in LIMITS}
            most = select(t("scenario_filter_most"), "toi_da", limits, ALL)
    return places, women, leaving, int(most) if most else None


def _named(target: Target) -> str:
    asked = t("target_exists") if target.unit == "boolean" else notes.requirement(target)
    return f"{asked} – {notes.document(target)}"


def _said(one: Outcome) -> str:
    return "…" if one.share is None else f"{number(one.share, 1)}%"


def what_if_section(choice: Choice) -> None:
    """Before and after: the sum, how many units meet each target, and each unit."""
    st.header(t("scenario_what_if_title", women=choice.women, places=choice.places), anchor=False)
    bodies, moved = choice.found.bodies, (choice.places, choice.women, choice.leaving)
    before, then = what_if_total(choice.found, *moved)
    with st.container(horizontal=True, key="summary"):
        for label, one in ((t("scenario_before"), before), (t("scenario_after"), then)):
            under = f"{number(one.women)}/{number(one.seats)}"
            st.metric(label, _said(one), under, delta_color="off", delta_arrow="off", border=True)
        for target, goal in zip(choice.targets, choice.goals, strict=True):
            now = sum(goal.met(body.women, body.seats) for body in bodies)
            later = sum(goal.met(one.women, one.seats) for one in (after(body, *moved) for body in bodies))
            value = f"{number(later)}/{number(len(bodies))}"
            st.metric(t("scenario_units_meeting", target=_named(target)), value, t("scenario_was", value=number(now)),
                      delta_color="off", delta_arrow="off", border=True, help=title(target))  # fmt: skip
    rows = pd.DataFrame(what_if(choice.found, choice.goals, *moved))
    rows = rows.sort_values(["gap_after", "share_after"], ascending=[False, True], na_position="last")
    shown = pd.DataFrame({
        t("column_unit"): rows["unit"],
        t("column_status"): [_status(row) for row in rows.to_dict("records")],
        t("scenario_column_gap"): rows["gap"],
        t("scenario_column_gap_after"): rows["gap_after"],
        t("scenario_column_women"): rows["women"],
        t("scenario_column_women_after"): rows["women_after"],
        t("scenario_column_needed"): rows["needed_after"],
        t("scenario_column_seats"): rows["seats"],
        t("scenario_column_seats_after"): rows["seats_after"],
        t("scenario_column_share_after"): rows["share_after"],
        t("scenario_column_vacancies"): rows["vacancies"],
    })  # fmt: skip
    decimals = dict.fromkeys(shown.columns[2:], 0) | {t("scenario_column_share_after"): 1}
    tables.show(shown, decimals, key="what_if")
    _absent(choice.found)
    about = {"title": t("scenario_what_if_title", women=choice.women, places=choice.places), "indicator": choice.headline}
    buttons(rows, f"kich-ban-{choice.indicator.id}-{choice.level}", about, key="what_if")


def _status(row: dict[str, Any]) -> str:
    """Whether the unit meets all targets chosen, and whether the scenario did it; else the state it is in."""
    if row["state"] != "value":
        return name("state", row["state"])
    if pd.isna(row["met"]):
        return ""
    return t({
        (True, True): "scenario_status_met",
        (False, True): "scenario_status_becomes",
        (True, False): "scenario_status_lost",
        (False, False): "scenario_status_open",
    }[bool(row["met"]), bool(row["met_after"])])  # fmt: skip


def _absent(found: Gathered) -> None:
    if found.absent:
        units = ", ".join(absent.unit for absent in found.absent)
        st.caption(t("scenario_absent", count=number(len(found.absent)), units=units))


def fewest_section(choice: Choice) -> None:
    """The smallest plan: how many women, where, and what no plan can reach."""
    st.header(t("scenario_fewest_title"), anchor=False)
    if not choice.goals:
        st.info(t("scenario_no_targets"))
        return
    plan = fewest(choice.found.bodies, choice.goals, choice.most)
    st.caption(" · ".join(_named(target) for target in choice.targets))
    if plan.women:
        _plan(choice, plan)
    else:
        st.info(t("scenario_nothing_possible" if plan.infeasible else "scenario_nothing_needed"))
    if plan.infeasible:
        st.warning(t("scenario_infeasible", count=number(len(plan.infeasible))), icon=":material/block:")
        lost = pd.DataFrame([_lost(choice, one) for one in plan.infeasible])
        tables.show(lost, {t("column_needed"): 0, t("column_gap"): 0}, key="infeasible")
        buttons(lost, f"kich-ban-khong-the-{choice.indicator.id}-{choice.level}", {"title": choice.headline}, key="infeasible")


def _plan(choice: Choice, plan: Plan) -> None:
    now, _ = what_if_total(choice.found, 0, 0, choice.leaving)
    units = number(len(plan.additions))
    with st.container(horizontal=True, key="fewest"):
        heading = t("scenario_fewest", women=number(plan.women), units=units)
        st.metric(heading, f"+{number(plan.women)}", f"{_said(now)} → {_said(plan.after)}",
                  delta_color="off", delta_arrow="off", border=True)  # fmt: skip
    rows = pd.DataFrame({
        "unit": [a.body.unit for a in plan.additions],
        "more": [a.women for a in plan.additions],
        "fills": [a.fills for a in plan.additions],
        "replaces": [a.replaces for a in plan.additions],
        "women_after": [a.after.women for a in plan.additions],
        "seats_after": [a.after.seats for a in plan.additions],
        "share_after": [a.after.share for a in plan.additions],
    }).sort_values("more", ascending=False, kind="stable")  # fmt: skip
    view = View(choice.indicator, choice.level, choice.found.bodies[0].time)
    heading = t("scenario_bars_title", what=title(choice.indicator), level=name("level", choice.level).lower())
    about = replace(notes.about(view, heading), unit="", decimals=0)
    counted = {"numerator": None, "denominator": None, "state": "value"}
    drawn = [{"label": a.body.unit, "value": a.women, **counted} for a in plan.additions]
    figure = bars(drawn, about)
    figure["layout"]["xaxis"]["dtick"] = max(1, max(a.women for a in plan.additions) // 4)  # whole people
    chart.draw(chart.made(figure, about, chart.named(drawn, "label"), key="plan", file=f"kich-ban-{choice.indicator.id}"))
    words = ("column_unit", "scenario_column_more", "scenario_column_fills", "scenario_column_replaces",
             "scenario_column_women_after", "scenario_column_seats_after", "scenario_column_share_after")  # fmt: skip
    shown = rows.set_axis([t(word) for word in words], axis=1)
    tables.show(shown, dict.fromkeys(shown.columns[1:], 0) | {shown.columns[-1]: 1}, key="fewest_table")
    buttons(rows, f"kich-ban-it-nhat-{choice.indicator.id}-{choice.level}", {"title": choice.headline}, key="fewest")


def _lost(choice: Choice, one: Infeasible) -> dict[str, Any]:
    """A goal out of reach: what there would be at most, and why no more."""
    target = next(target for target in choice.targets if target.id == one.goal.target)
    return {
        t("column_unit"): one.body.unit if one.body else t("scenario_sum"),
        t("column_target"): _named(target),
        t("scenario_column_most"): f"{number(one.most.women)}/{number(one.most.seats)}",
        t("column_needed"): one.needed,
        t("column_gap"): one.needed - one.most.women,
        t("scenario_column_reason"): t(
            {"limit": "scenario_reason_limit", "impossible": "scenario_reason_impossible"}[one.reason]
        ),
    }


def assumptions() -> None:
    """What is assumed, and how the plan is found."""
    with st.expander(t("scenario_assumptions"), icon=":material/function:"):
        texts = (
            t("scenario_assume_places"), t("scenario_assume_leaving"), t("scenario_assume_vacancies"),
            t("scenario_assume_optimum"), t("scenario_assume_sum"),
        )  # fmt: skip
        st.markdown("\n".join(f"- {text}" for text in texts))


def share() -> None:
    """The link that opens this very scenario."""
    st.caption(t("scenario_share_link"))
    st.code(here(), language=None, wrap_lines=True)
