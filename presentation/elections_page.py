"""Elections: the stages of a body, how women pass them, what its targets ask and the next election takes."""

from typing import Any

import pandas as pd
import streamlit as st

from catalogue import definitions
from catalogue.clock import office_now
from indicators.progress.chances import Interval, Needed, candidates_needed
from indicators.progress.funnel import Conversion, Stage, Standing, UnitStages, against, next_event
from presentation import chart, data, notes, tables
from presentation.charts.frame import Frame
from presentation.charts.funnel import funnel_chart
from presentation.download_buttons import buttons
from presentation.elections_choice import Choice, Plan
from presentation.language import date, lang, name, number, t, title, when
from presentation.links import select

CHANCES, DEFAULT_CHANCE = ("50", "80", "90", "95"), "80"
SIGNS = {True: "✓ {}", False: "✗ {}", None: "? {}"}


def empty() -> None:
    """No stage of the body has been reported."""
    st.info(t("elections_none_body"), title=t("elections_none_title"), icon=":material/search_off:")


def summary(choice: Choice) -> None:
    """Each stage's share of women, and the next chance to change it."""
    with st.container(horizontal=True, key="summary"):
        for stage, told in zip(choice.funnel.stages, choice.found.stages, strict=True):
            covered = t("coverage", reported=number(told.units_reported), expected=number(told.units_expected))
            counts = t("elections_women_of", women=number(told.women), total=number(told.total), coverage=covered)
            value = name("state", told.state) if told.value is None else f"{number(told.value, 1)}%"
            _card(title(stage), value, counts if told.counted else t("elections_not_counted"))
        event = next_event(definitions.load(), choice.funnel.target, choice.level, office_now().date())
        if event is None:
            _card(t("elections_next_event"), t("elections_event_none"), t("elections_event_none_note"))
        else:
            under = t("elections_event_set") if event.dated else t("elections_event_end")
            _card(t("elections_next_event"), date(event.date), under if event.verified else f"{under} ({t('unverified')})")


def _card(label: str, value: str, under: str) -> None:
    st.metric(label, value, border=True, delta=under, delta_color="off", delta_arrow="off")


def targets(choice: Choice) -> None:
    """The result against each target, with the women needed and missing."""
    st.header(t("elections_targets_title"), anchor=False)
    standings = choice.standings()
    if not standings:
        st.info(t("elections_targets_none"), icon=":material/flag:")
        return
    shown = pd.DataFrame([{t("column_target"): title(one.target)} | _told(one, choice.result) for one in standings])
    tables.read(shown, _whole_numbers(), key="standings")
    st.caption(t("elections_targets_note"))


def official_lists(choice: Choice) -> None:
    """What the law asks of the official list, level by level."""
    st.header(t("elections_list_title"), anchor=False)
    place = choice.list_place
    if place is None:
        st.info(t("elections_list_none"), icon=":material/ballot:")
        return
    shown: list[dict[str, Any]] = []
    for level in choice.levels:
        districts = choice.districts if level == choice.level else ()
        found = data.election(data.current(), choice.funnel.id, level, choice.term, districts)
        stage = found.stages[place]
        if stage.value is None:
            continue
        standings = against(definitions.load(), place, level, choice.term, found)
        asked: dict[str, list[Standing]] = {}  # one line for what several documents ask alike
        for one in standings:
            asked.setdefault(notes.requirement(one.target), []).append(one)
        for alike in asked.values():
            documents = "; ".join(dict.fromkeys(notes.document(one.target) for one in alike))
            row = _told(alike[0], stage) | {t("filter_document"): documents}
            shown.append({t("filter_level"): name("level", level), **row})
        if not standings:
            nothing = {t("column_required"): t("elections_list_no_target"), t("column_value"): stage.value}
            shown.append({t("filter_level"): name("level", level), **nothing, t("column_counts"): _counts(stage)})
    if not shown:
        st.info(t("elections_list_empty"), icon=":material/ballot:")
        return
    tables.read(pd.DataFrame(shown), _whole_numbers(), key="lists")


def _told(one: Standing, stage: Stage) -> dict[str, Any]:
    words = {True: t("target_met"), False: t("target_missed"), None: t("target_not_assessed")}
    return {
        t("column_required"): notes.requirement(one.target),
        t("column_value"): stage.value,
        t("column_counts"): _counts(stage),
        t("column_status"): SIGNS[one.met].format(words[one.met]),
        t("column_needed"): one.needed,
        t("column_gap"): one.missing,
        t("elections_units_met"): f"{number(one.units_met)}/{number(one.units_met + one.units_missed)}",
        t("elections_missing_in_units"): one.missing_in_units if stage.counted else None,
        t("filter_document"): notes.document(one.target),
    }


def _whole_numbers() -> dict[str, int]:
    return {t("column_value"): 1, t("column_needed"): 0, t("column_gap"): 0, t("elections_missing_in_units"): 0}


def _counts(stage: Stage) -> str:
    return f"{number(stage.women)}/{number(stage.total)}" if stage.counted else ""


def stages(choice: Choice) -> None:
    """The funnel."""
    rows = [
        {
            "label": title(stage), "under": f"{number(told.units_reported)}/{number(told.units_expected)}",
            "women": told.women, "men": told.men, "value": told.value, "state": told.state,
            "numerator": told.women, "denominator": told.total,
        }
        for stage, told in zip(choice.funnel.stages, choice.found.stages, strict=True)
    ]  # fmt: skip
    heading = t("elections_funnel_title", body=title(choice.funnel), level=name("level", choice.level).lower(),
                term=when(choice.term).lower(), place=choice.place)  # fmt: skip
    planned = t("elections_planned_note") if choice.list_place is not None and choice.funnel.stages[0].key == "planned" else ""
    about = Frame(heading, [t("elections_funnel_note"), planned, notes.source_note()], lang(), notes.mark(), "%", 1,
                  lambda row: name("state", row["state"]))  # fmt: skip
    figure = funnel_chart(rows, about, (t("elections_women"), t("elections_men")))
    heads = (t("elections_stage"), t("elections_women"), t("elections_men"), t("column_value"))
    numbers = {head: [row[part] for row in rows] for head, part in zip(heads, ("label", "women", "men", "value"), strict=True)}
    chart.draw(chart.made(figure, about, chart.named(rows, "label"), key="funnel", file=f"{choice.funnel.id}-{choice.term}",
               table=lambda: (numbers, dict.fromkeys(heads[1:3], 0) | {heads[3]: 1})))  # fmt: skip


def steps(choice: Choice) -> None:
    """How many pass from one stage to the next."""
    st.header(t("elections_steps_title"), anchor=False)
    titles = {str(stage.key): title(stage) for stage in choice.funnel.stages}
    kinds = {"ratio": t("elections_ratio"), "success": t("elections_success"), "first": ""}
    shown = pd.DataFrame(
        {
            t("elections_step"): f"{titles[step.before]} → {titles[step.after]}",
            t("elections_women"): _rate(step, step.women),
            t("elections_men"): _rate(step, step.men),
            t("elections_kind"): kinds[step.link],
            t("elections_both"): f"{number(step.units)}/{number(step.units_expected)}",
        }
        for step in choice.found.conversions
    )
    tables.read(shown, {}, key="steps")
    impossible = sum(step.impossible for step in choice.found.conversions)
    if impossible:
        st.warning(t("elections_impossible", count=number(impossible)), icon=":material/rule:")
    st.caption(t("elections_steps_note"))


def _rate(step: Conversion, rate: Interval | None) -> str:
    if rate is None:
        return "…"
    value, low, high = (number(part, 1) for part in (rate.value, rate.low, rate.high))
    return t("elections_interval", value=value, low=low, high=high) if step.link == "success" else f"{value}%"


def gap(choice: Choice) -> None:
    """Whether women who stand are elected as often as men."""
    st.header(t("elections_gap_title"), anchor=False)
    step = choice.success
    apart = step.gap if step else None
    if choice.list_place is None:
        st.info(t("elections_gap_party"), icon=":material/info:")
    elif step is None or apart is None or step.women is None or step.men is None:
        st.info(t("elections_gap_none"), icon=":material/info:")
    else:
        st.markdown(
            t("elections_gap", women=number(step.women.value, 1), men=number(step.men.value, 1), gap=number(apart.value, 1),
              women_counts=f"{number(step.women_after)}/{number(step.women_before)}",
              men_counts=f"{number(step.men_after)}/{number(step.men_before)}",
              low=number(apart.low, 1), high=number(apart.high, 1), units=number(step.units))
        )  # fmt: skip
        st.caption(t("elections_gap_open") if apart.low <= 0 <= apart.high else t("elections_gap_clear"))


def chances(choice: Choice) -> Plan | None:
    """How many women candidates the next election takes."""
    step, result, standings = choice.success, choice.result, choice.standings()
    if step is None or step.units == 0 or result.total is None or not standings or choice.list_place is None:
        return None
    st.header(t("elections_chance_title"), anchor=False)
    goals = {one.target.id: f"{notes.requirement(one.target)} – {notes.document(one.target)}" for one in standings}
    own = next((one.target.id for one in standings if one.target.term == choice.term), standings[0].target.id)
    with st.container(horizontal=True, vertical_alignment="bottom", key="chance"):
        with st.container(width=420):
            goal = select(t("elections_goal"), "dat", goals, own)
        with st.container(width=330):
            options = {code: f"{code}%" for code in CHANCES}
            chance = select(t("elections_chance"), "kha_nang", options, DEFAULT_CHANCE, segmented=True)
    plan = Plan(next(one for one in standings if one.target.id == goal), int(chance) / 100)
    official = choice.found.stages[choice.list_place]
    seats = plan.seats(result.total)
    answer = candidates_needed(seats, step.women_after, step.women_before, plan.chance, official.total)
    with st.container(horizontal=True, key="chances"):
        _card(t("elections_chance_seats"), number(seats), t("elections_chance_seats_note", seats=number(result.total)))
        _card(t("elections_chance_n"), *_said(answer, official.total))
        if len(choice.found.units) > 1:
            _card(*_each(choice, plan))
        there = t("elections_chance_now_note", total=number(official.total))
        _card(t("elections_chance_now"), number(official.women), there)
    reasons = {
        "nobody_before": t("elections_chance_nobody"),
        "list_too_short": t("elections_chance_short", most=number(official.total)),
    }
    if answer.reason:
        st.caption(reasons[answer.reason])
    return plan


def _said(answer: Needed, most: int | None) -> tuple[str, str]:
    """The number and its range; an end that the list cannot hold is "over" it."""
    over = t("elections_more_than", most=number(most))
    ends = t("elections_chance_range", low=number(answer.low), high=over if answer.high is None else number(answer.high))
    if answer.n is None:
        return (over, "" if answer.low is None else ends) if answer.reason == "list_too_short" else ("…", "")
    return number(answer.n), ends


def _each(choice: Choice, plan: Plan) -> tuple[str, str, str]:
    answers = [answer for unit in choice.found.units if (answer := plan.of_unit(choice, unit))]
    told = [answer.n for answer in answers if answer.n is not None]
    note = t("elections_chance_each_note", units=number(len(told)), impossible=number(len(answers) - len(told)))
    return t("elections_chance_each"), number(sum(told)) if told else "…", note


def units(choice: Choice, plan: Plan | None) -> None:
    """Every unit with all its stages, and the downloads."""
    if not choice.found.units:
        return
    st.header(t("elections_units_title"), anchor=False)
    told = [_unit(choice, plan, unit) for unit in choice.found.units]
    shown = pd.DataFrame(told)
    share = t("elections_women_share") if choice.list_place is not None else t("elections_formed_share")
    shown = shown.sort_values(share, ascending=False, na_position="last")
    first = [t("column_unit"), share]
    shown = shown[[*first, *(column for column in shown if column not in first)]]
    decimals = {share: 1, t("elections_women_rate"): 1, t("elections_men_rate"): 1, t("elections_chance_seats"): 0}
    tables.show(shown, decimals, key="units")
    rows = pd.DataFrame([
        {"unit_id": unit.unit_id, "unit": unit.unit, "level": choice.level, "term": choice.term, "stage": stage.key,
         "indicator": stage.indicator, "women": stage.women, "men": stage.men, "total": stage.total, "value": stage.value,
         "state": stage.state, "source": stage.source, "demonstration": stage.demonstration}
        for unit in choice.found.units for stage in unit.stages
    ])  # fmt: skip
    heading = f"{title(choice.funnel)}, {name('level', choice.level).lower()}, {when(choice.term).lower()} – {choice.place}"
    buttons(rows, f"{choice.funnel.id}-{choice.level}-{choice.term}", {"title": heading}, key="units")


def _unit(choice: Choice, plan: Plan | None, unit: UnitStages) -> dict[str, Any]:
    row: dict[str, Any] = {t("column_unit"): unit.unit}
    for stage, told in zip(choice.funnel.stages, unit.stages, strict=True):
        row[title(stage)] = _counts(told) if told.counted else name("state", told.state)
    result = unit.stages[-1]
    if choice.list_place is None:
        return row | {t("elections_formed_share"): result.value}
    before = unit.stages[choice.list_place]
    row |= {
        t("elections_women_share"): result.value,
        t("elections_women_rate"): _part(result.women, before.women),
        t("elections_men_rate"): _part(result.men, before.men),
    }
    answer = plan.of_unit(choice, unit) if plan else None
    if plan:
        row[t("elections_chance_seats")] = None if result.total is None else plan.seats(result.total)
        row[t("elections_unit_candidates")] = _said(answer, before.total)[0] if answer else "…"
    return row


def _part(after: int | None, before: int | None) -> float | None:
    """Percent; None where unknown, nobody stood, or more were elected than stood."""
    return 100 * after / before if after is not None and before and after <= before else None


def assumptions() -> None:
    """What the figures of this page rest on."""
    with st.expander(t("elections_assume_title"), icon=":material/function:"):
        for text in (t("elections_assume_stages"), t("elections_assume_gap"), t("elections_assume_chance")):
            st.markdown(f"- {text}")
