import pandas as pd

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
ROWS = pd.DataFrame({
    "label": ["A", "B", "C"], "group": ["X", "X", "Y"], "time": ["2023", "2024", "2024"], "value": [10.0, 21.951, None],
    "numerator": [1.0, 9.0, None], "denominator": [10.0, 41.0, None], "state": ["value", "value", "missing"],
    "on_date": pd.to_datetime(["2023-01-01", "2024-01-01", "2024-01-01"]),
})  # fmt: skip


def test_bars_are_sorted_say_counts_and_name_what_is_missing() -> None:
    figure = bars(ROWS, ABOUT, [Line(15, "15%: CT 45", "Luật")])
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
    rows = ROWS.assign(lower=[10.0, 21.9, 14.6], upper=[10.0, 21.9, 65.9], reason=[None, None, "split"])
    _, bounds, _ = bars(rows, ABOUT).data
    assert (list(bounds.base), [round(x, 1) if x else x for x in bounds.x]) == ([14.6], [51.3])
    assert len(bars(ROWS.dropna(), ABOUT).data) == 1


def test_grouped_bars_carry_both_labels() -> None:
    trace, _, absent = bars(ROWS, ABOUT, groups=True).data
    assert [list(level) for level in absent.y] == [["Y"], ["C"]]
    assert [list(level) for level in trace.y] == [["Y", "X", "X"], ["C", "A", "B"]]


def test_headings_stand_above_their_bars() -> None:
    figure = bars_under_headings(ROWS.dropna(), ABOUT)
    assert list(figure.layout.yaxis.categoryarray) == ["X|B", "X|A", "X|"]
    assert "<b>X</b>" in {a.text for a in figure.layout.annotations}


def test_steps_are_steps_and_breaks_are_drawn() -> None:
    series = {"tỉnh": ROWS.iloc[:2], "cả nước": ROWS.iloc[:2]}
    figure = steps(series, ABOUT, breaks=[Break("2024", "sắp xếp", "Căn cứ: NQ", bodies=True)], sides=("cũ", "mới"))
    assert [trace.line.shape for trace in figure.data] == ["hv", "hv"]
    assert figure.layout.showlegend
    assert {"sắp xếp", "cũ", "mới"} <= {a.text for a in figure.layout.annotations}
    assert "Căn cứ: NQ" in {a.hovertext for a in figure.layout.annotations}
    assert list(figure.data[0].y) == [10.0, None, 21.951]  # no line leads from the former bodies to the new ones
    assert list(figure.data[1].y) == [10.0, 21.951]


def test_what_happens_on_a_territory_goes_on_over_a_break() -> None:
    figure = steps({"tỉnh": ROWS.iloc[:2]}, ABOUT, breaks=[Break("2024", "sắp xếp", "", bodies=False)], sides=("cũ", "mới"))
    assert list(figure.data[0].y) == [10.0, 21.951]
    assert "cũ" not in {a.text for a in figure.layout.annotations}


def test_heat_map_keeps_missing_apart_from_zero() -> None:
    figure = heat_map(ROWS, ABOUT)
    heat, letters = figure.data
    assert next(iter(heat.y)) == "C"  # no value: last of all
    assert heat.z[0][1] is None
    assert "…" in letters.text


def test_arguments_are_not_changed() -> None:
    before = ROWS.copy()
    for draw in (bars, bars_under_headings, heat_map):
        draw(ROWS, ABOUT)
    steps({"a": ROWS}, ABOUT)
    pd.testing.assert_frame_equal(ROWS, before)


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
    bar, tick, words = bars_under_headings(ROWS.dropna().assign(before=[before, None]), ABOUT).data
    assert (list(tick.x), list(tick.text)) == ([30.0], ["2020–2025: 30,0% (3/10)"])
    assert list(words.x) == [30.0, 21.951]  # after the tick where it lies beyond the bar
    assert list(bar.x) == [10.0, 21.951]


def test_dots_are_stacked_and_hollow_below_the_target() -> None:
    rows = pd.DataFrame({
        "label": ["A", "B", "C", "D"], "value": [10.0, 10.0, 40.0, None], "numerator": [1.0, 2.0, 4.0, None],
        "denominator": [10.0, 20.0, 10.0, None], "state": ["value"] * 3 + ["missing"],
    })  # fmt: skip
    figure = spread(rows, ABOUT, [Line(15, "15%", "Luật")], common=17.5)
    (dots,) = figure.data
    assert list(dots.y) == [0, 1, 0]
    assert list(dots.marker.symbol) == ["circle-open", "circle-open", "circle"]
    assert list(dots.customdata)[2] == "C<br>40,0% (4/10)"
    assert [shape.x0 for shape in figure.layout.shapes] == [15, 17.5]
    assert {"A 10,0%", "C 40,0%"} <= {a.text for a in figure.layout.annotations}


def test_dots_of_a_single_unit_and_of_none_can_be_drawn() -> None:
    assert len(spread(ROWS.iloc[:1], ABOUT).data[0].x) == 1
    assert len(spread(ROWS.iloc[2:], ABOUT).data[0].x) == 0


def test_panels_share_one_scale_and_all_times() -> None:
    figure = panels({"tỉnh": ROWS.iloc[:2], "xã": ROWS.iloc[1:2]}, ABOUT, ["2023", "2024"], {"tỉnh": {"2024"}})
    assert list(figure.data[0].y) == [10.0, None, 21.951]  # no line leads to other bodies
    assert [trace.yaxis for trace in figure.data] == ["y", "y2"]
    assert figure.layout.yaxis.range == figure.layout.yaxis2.range
    assert figure.layout.yaxis.domain[0] > figure.layout.yaxis2.domain[1]
    assert list(figure.layout.xaxis.categoryarray) == ["2023", "2024"]
    assert {"<b>tỉnh</b>", "<b>xã</b>"} <= {a.text for a in figure.layout.annotations}


def test_a_chart_is_said_in_words() -> None:
    assert in_words(ABOUT, named(ROWS, "label")) == "Tỷ lệ nữ. A: 10,0% (1/10); B: 22,0% (9/41); C: Chưa có số liệu."
    many = pd.concat([ROWS.assign(label=f"{place}") for place in range(5)])
    said = in_words(ABOUT, named(many, "label", "time"))
    assert "10 giá trị; cao nhất: 0, 2024 22,0% (9/41); thấp nhất: 4, 2023 10,0% (1/10); chưa có số liệu: 5" in said
    assert in_words(ABOUT, named(ROWS.iloc[2:], "label")) == "Tỷ lệ nữ"
