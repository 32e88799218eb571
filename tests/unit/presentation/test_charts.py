import copy
import datetime as dt
from typing import Any

import plotly.graph_objects as go

from presentation.chart import in_words, named
from presentation.charts.bars import bars, bars_under_headings
from presentation.charts.frame import Break, Frame, Line
from presentation.charts.heat import heat_map
from presentation.charts.panels import panels
from presentation.charts.spread import spread
from presentation.charts.steps import steps
from presentation.theme import MEN, TARGET, WOMEN, wrap

ABOUT = Frame(
    "Tỷ lệ nữ", ["Nguồn: thử"], "vi", "SỐ LIỆU MINH HỌA", "%", 1,
    lambda row: {"missing": "Chưa có số liệu"}.get(row["state"], row["state"]),
)  # fmt: skip
ROWS: list[dict[str, Any]] = [
    {"label": "A", "group": "X", "time": "2023", "value": 10.0, "numerator": 1.0, "denominator": 10.0, "state": "value",
     "on_date": dt.date(2023, 1, 1)},
    {"label": "B", "group": "X", "time": "2024", "value": 21.951, "numerator": 9.0, "denominator": 41.0, "state": "value",
     "on_date": dt.date(2024, 1, 1)},
    {"label": "C", "group": "Y", "time": "2024", "value": None, "numerator": None, "denominator": None, "state": "missing",
     "on_date": dt.date(2024, 1, 1)},
]  # fmt: skip
KNOWN = ROWS[:2]


def drawn(spec: dict[str, Any]) -> Any:
    """A chart as Plotly understands it; it refuses what it does not know."""
    return go.Figure(spec)


def test_bars_are_sorted_say_counts_and_name_what_is_missing() -> None:
    figure = drawn(bars(ROWS, ABOUT, [Line(15, "15%: CT 45", "Luật")]))
    trace, bounds, absent, said = figure.data
    assert (list(absent.y), list(absent.text), list(absent.x)) == (["C"], ["Chưa có số liệu"], [0])
    assert list(bounds.x) == [None]
    assert list(trace.y) == ["C", "A", "B"]
    assert list(said.text) == ["Chưa có số liệu", "10,0% (1/10)", "22,0% (9/41)"]
    assert [round(x, 2) if x else x for x in said.x] == [None, 15.22, 22.17], "a label goes on behind a target line"
    assert trace.marker.color == WOMEN
    assert [(s.x0, s.line.color) for s in figure.layout.shapes] == [(15, TARGET)]
    assert {"15%: CT 45", "SỐ LIỆU MINH HỌA", "Nguồn: thử"} <= {a.text for a in figure.layout.annotations}
    assert figure.layout.separators == ",."


def test_a_value_that_is_only_bounded_is_hatched_between_its_bounds() -> None:
    spans = ((10.0, 10.0, None), (21.9, 21.9, None), (14.6, 65.9, "split"))
    rows = [{**row, "lower": low, "upper": high, "reason": why} for row, (low, high, why) in zip(ROWS, spans, strict=True)]
    _, bounds, _ = drawn(bars(rows, ABOUT)).data
    assert (list(bounds.base), [round(x, 1) if x else x for x in bounds.x]) == ([14.6], [51.3])
    assert len(drawn(bars(KNOWN, ABOUT)).data) == 1


def test_grouped_bars_carry_both_labels() -> None:
    trace, _, absent = drawn(bars(ROWS, ABOUT, groups=True)).data
    assert [list(level) for level in absent.y] == [["Y"], ["C"]]
    assert [list(level) for level in trace.y] == [["Y", "X", "X"], ["C", "A", "B"]]


def test_headings_stand_above_their_bars() -> None:
    figure = drawn(bars_under_headings(KNOWN, ABOUT))
    assert list(figure.layout.yaxis.categoryarray) == ["X|B", "X|A", "X|"]
    assert "<b>X</b>" in {a.text for a in figure.layout.annotations}


def test_steps_are_steps_and_breaks_are_drawn() -> None:
    series = {"tỉnh": KNOWN, "cả nước": KNOWN}
    spec = steps(series, ABOUT, breaks=[Break("2024", "sắp xếp", "Căn cứ: NQ", bodies=True)], sides=("cũ", "mới"))
    figure = drawn(spec)
    assert [trace.line.shape for trace in figure.data] == ["hv", "hv"]
    assert figure.layout.showlegend
    assert {"sắp xếp", "cũ", "mới"} <= {a.text for a in figure.layout.annotations}
    assert "Căn cứ: NQ" in {a.hovertext for a in figure.layout.annotations}
    assert list(figure.data[0].y) == [10.0, None, 21.951]  # no line leads from the former bodies to the new ones
    assert list(figure.data[1].y) == [10.0, 21.951]


def test_what_happens_on_a_territory_goes_on_over_a_break() -> None:
    spec = steps({"tỉnh": KNOWN}, ABOUT, breaks=[Break("2024", "sắp xếp", "", bodies=False)], sides=("cũ", "mới"))
    figure = drawn(spec)
    assert list(figure.data[0].y) == [10.0, 21.951]
    assert "cũ" not in {a.text for a in figure.layout.annotations}


def test_heat_map_keeps_missing_apart_from_zero() -> None:
    figure = drawn(heat_map(ROWS, ABOUT))
    heat, letters = figure.data
    assert next(iter(heat.y)) == "C"  # no value: last of all
    assert heat.z[0][1] is None
    assert "…" in letters.text


def test_arguments_are_not_changed() -> None:
    before = copy.deepcopy(ROWS)
    for draw in (bars, bars_under_headings, heat_map):
        draw(ROWS, ABOUT)
    steps({"a": ROWS}, ABOUT)
    assert before == ROWS


def test_texts_are_wrapped_for_a_phone() -> None:
    assert max(len(line) for line in wrap("một hai ba bốn năm sáu bảy tám chín mười", 12).split("<br>")) <= 12


def test_colours_of_the_sexes_can_be_told_apart_and_read() -> None:
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(one: str, two: str) -> float:
        low, high = sorted((luminance(one), luminance(two)))
        return (high + 0.05) / (low + 0.05)

    for colour in (WOMEN, MEN, TARGET):
        assert contrast(colour, "#ffffff") >= 3
        assert contrast(colour, "#14161c") >= 3


def test_bars_under_headings_keep_their_words_clear_of_the_tick_of_the_time_before() -> None:
    before = {"value": 30.0, "numerator": 3.0, "denominator": 10.0, "state": "value", "counted_in": "2020-2025"}
    rows = [{**row, "before": one} for row, one in zip(KNOWN, (before, None), strict=True)]
    bar, tick, words = drawn(bars_under_headings(rows, ABOUT)).data
    assert (list(tick.x), list(tick.text)) == ([30.0], ["2020–2025: 30,0% (3/10)"])
    assert list(words.x) == [30.0, 21.951]  # after the tick where it lies beyond the bar
    assert list(bar.x) == [10.0, 21.951]


def test_dots_are_stacked_and_hollow_below_the_target() -> None:
    counts = {"A": (1.0, 10.0), "B": (2.0, 20.0), "C": (4.0, 10.0)}
    rows: list[dict[str, Any]] = [
        {"label": label, "value": 100 * over / under, "numerator": over, "denominator": under, "state": "value"}
        for label, (over, under) in counts.items()
    ]
    rows.append({"label": "D", "value": None, "numerator": None, "denominator": None, "state": "missing"})
    figure = drawn(spread(rows, ABOUT, [Line(15, "15%", "Luật")], common=17.5))
    (dots,) = figure.data
    assert list(dots.y) == [0, 1, 0]
    assert list(dots.marker.symbol) == ["circle-open", "circle-open", "circle"]
    assert list(dots.customdata)[2] == "C<br>40,0% (4/10)"
    assert [shape.x0 for shape in figure.layout.shapes] == [15, 17.5]
    assert {"A 10,0%", "C 40,0%"} <= {a.text for a in figure.layout.annotations}


def test_dots_of_a_single_unit_and_of_none_can_be_drawn() -> None:
    assert len(drawn(spread(ROWS[:1], ABOUT)).data[0].x) == 1
    assert len(drawn(spread(ROWS[2:], ABOUT)).data[0].x) == 0


def test_panels_share_one_scale_and_all_times() -> None:
    figure = drawn(panels({"tỉnh": KNOWN, "xã": ROWS[1:2]}, ABOUT, ["2023", "2024"], {"tỉnh": {"2024"}}))
    assert list(figure.data[0].y) == [10.0, None, 21.951]  # no line leads to other bodies
    assert [trace.yaxis for trace in figure.data] == ["y", "y2"]
    assert figure.layout.yaxis.range == figure.layout.yaxis2.range
    assert figure.layout.yaxis.domain[0] > figure.layout.yaxis2.domain[1]
    assert list(figure.layout.xaxis.categoryarray) == ["2023", "2024"]
    assert {"<b>tỉnh</b>", "<b>xã</b>"} <= {a.text for a in figure.layout.annotations}


def test_a_chart_is_said_in_words() -> None:
    assert in_words(ABOUT, named(ROWS, "label")) == "Tỷ lệ nữ. A: 10,0% (1/10); B: 22,0% (9/41); C: Chưa có số liệu."
    many = [{**row, "label": f"{place}"} for place in range(5) for row in ROWS]
    said = in_words(ABOUT, named(many, "label", "time"))
    assert "10 giá trị; cao nhất: 0, 2024 22,0% (9/41); thấp nhất: 4, 2023 10,0% (1/10); chưa có số liệu: 5" in said
    assert in_words(ABOUT, named(ROWS[2:], "label")) == "Tỷ lệ nữ"
