"""Findings: where women stand, what changed, who is behind, each a sentence whose numbers are computed."""

from dataclasses import dataclass

from catalogue import definitions
from catalogue.models import Indicator
from catalogue.overview_models import Said
from indicators.query import Query
from presentation import breaks, cubes, data, gaps, notes
from presentation.charts.frame import Row, Rows
from presentation.kept import kept
from presentation.language import lang, number, t, title, when
from presentation.views import View, is_term, ordered

LOWEST = 3  # units that a sentence names


@dataclass(frozen=True)
class Finding:
    """The latest value of an indicator at a level, the one before, and how its units stand to the target due next."""

    view: View
    row: Row
    before: Row | None
    units: Rows  # one row each; women_needed, women_missing, required where a target binds

    @property
    def points(self) -> float | None:
        """Change against the term or period before, in points."""
        return None if self.before is None else float(self.row["value"]) - float(self.before["value"])

    @property
    def required(self) -> float | None:
        """The share that the target due next asks for."""
        return next((float(row["required"]) for row in self.units if "required" in row), None)

    @property
    def short(self) -> list[Row]:
        """The units that miss the target, the lowest first."""
        short = (row for row in self.units if row.get("women_missing"))
        return sorted(short, key=lambda row: (row["value"], row["unit"]))


@kept
def history(indicator: Indicator, level: str) -> list[Row]:
    """The known values of an indicator over its terms, where it has any, else over its periods; the oldest first."""
    dimension = "term" if "term" in indicator.numerator else "period"
    rows = data.values(data.current(), Query(indicator.id, by=(dimension,), levels=(level,)))
    rows = rows[(rows["state"] == "value") & rows[dimension].notna()]
    if rows.empty:
        return []
    times = list(reversed(ordered(definitions.load(), set(rows[dimension]))))
    found: list[Row] = rows.set_index(dimension, drop=False).loc[times].assign(time=times).to_dict("records")
    return found


@kept
def before(indicator: Indicator, row: Row) -> Row | None:
    """The value before that of `row`, counted the same way (at congresses and elections, or at reporting days)."""
    dimension = "term" if row["series"] == "term" else "period"
    rows = data.values(data.current(), Query(indicator.id, by=("level", dimension)))
    same = (rows["state"] == "value") & (rows["level"] == row["level"]) & (rows["series"] == row["series"])
    earlier = rows[same & rows[dimension].notna() & (rows["on_date"] < row["on_date"])].sort_values("on_date")
    return None if earlier.empty else dict(earlier.iloc[-1])


@kept
def finding(indicator_id: str, level: str) -> Finding | None:
    """What there is to tell of an indicator at a level; None where nothing is known."""
    indicator = definitions.load().indicators[indicator_id]
    told = history(indicator, level)
    if not told:
        return None
    view = View(indicator, level, told[-1]["time"])
    units = gaps.with_target(view, [row for row in cubes.units(view) if row["state"] == "value"])
    return Finding(view, told[-1], told[-2] if len(told) > 1 else None, units)


@kept
def headline(said: Said, told: Finding) -> str:
    """The finding itself: "Nữ chiếm **21,4%** cấp ủy cấp xã"."""
    text = said.said_vi if lang() == "vi" else said.said_en
    return text.format(value=notes.value(told.row["value"], told.view.indicator))


@kept
def details(told: Finding) -> str:
    """When, counts, coverage where it is not whole, and the change: "Nhiệm kỳ 2025–2030: 627/2.925; tăng 0,1 điểm …"."""
    row = told.row
    parts = [f"{when(told.view.time)}: {number(row['numerator'])}/{number(row['denominator'])}"]
    if row["units_reported"] < row["units_expected"]:
        parts.append(notes.coverage([row]))
    if told.points is not None:
        parts.append(change(told))
    return "; ".join(parts) + "."


@kept
def change(told: Finding) -> str:
    """The change in words: "tăng 3,1 điểm so với nhiệm kỳ trước"; across a change of bodies it says so."""
    points = round(told.points or 0.0, told.view.indicator.decimals)
    way = "finding_same" if points == 0 else "finding_up" if points > 0 else "finding_down"
    since = t("finding_since_term" if is_term(told.view.time) else "finding_since_period")
    text = t(way, points=number(abs(points), told.view.indicator.decimals), since=since)
    return f"{text} {t('finding_other_bodies')}" if _other_bodies(told) else text


def _other_bodies(told: Finding) -> bool:
    """Whether bodies were merged or split between the two times."""
    if told.before is None:
        return False
    return any(change.bodies for change in breaks.crossed(told.view, [told.before, told.row]))


@kept
def below(told: Finding) -> str:
    """ "**21/98** xã, phường chưa đạt 15%"; nothing where no target binds."""
    if told.required is None:
        return ""
    return t("finding_below", below=number(len(told.short)), of=number(len(told.units)), units=_units(told),
             required=number(told.required))  # fmt: skip


def _units(told: Finding) -> str:
    """What the units of a finding are called."""
    return t("finding_communes" if told.view.level == "commune" else "finding_units")


@kept
def missing(told: Finding) -> str:
    """Who is behind: "Cần thêm 43 nữ ở 21 xã, phường để đạt 15%; thấp nhất: Xã Tây Yên Tử 3,4% (1/29)"."""
    view, short = told.view, told.short
    about = notes.about(view, "")
    lowest = "; ".join(f"{row['unit']} {about.said(row)}" for row in short[:LOWEST])
    women = number(sum(row["women_missing"] for row in short))
    return t("finding_missing", title=title(view.indicator), women=women, places=number(len(short)), units=_units(told),
             required=number(told.required), lowest=lowest)  # fmt: skip


@kept
def falls() -> list[tuple[str, Finding]]:
    """The compared bodies whose share is lower than the term or period before, the deepest fall first, with their names."""
    known = definitions.load()
    found = []
    for body in known.overview.bodies:
        indicator = known.indicators[body.indicator]
        for level in known.overview.levels:
            told = history(indicator, level)
            if len(told) > 1:
                view = View(indicator, level, told[-1]["time"])
                found.append((getattr(body, f"name_{lang()}"), Finding(view, told[-1], told[-2], [])))
    return sorted((pair for pair in found if (pair[1].points or 0) < 0), key=lambda pair: pair[1].points or 0)
