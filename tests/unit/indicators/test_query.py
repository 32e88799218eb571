import pytest

from catalogue.definitions import Definitions
from catalogue.errors import UsageError
from indicators.query import Query, one_version


def test_a_code_means_all_versions_and_an_id_one(known: Definitions) -> None:
    assert Query.parse(known, "budget_spent", where=("unit=213",)).units == ("213@2020", "213@2025")
    assert Query.parse(known, "budget_spent", where=("unit=213@2025",)).units == ("213@2025",)


def test_where_repeats_and_lists(known: Definitions) -> None:
    query = Query.parse(known, "budget_spent", by="unit, level", where=("level=district,commune", "parent=218", "period=2024"))
    assert (query.by, query.levels, query.parents, query.periods) == (
        ("unit", "level"),
        ("district", "commune"),
        ("218@2020",),
        ("2024",),
    )


def test_reference_areas_are_asked_by_name(known: Definitions) -> None:
    assert Query.parse(known, "budget_spent", where=("unit=VN",)).units == ("VN",)
    assert Query.parse(known, "budget_spent", where=("unit=REF:Hòa Bình",)).units == ("REF:Hòa Bình",)
    assert Query.parse(known, "budget_spent", where=("unit=Hòa Bình",)).units == ("REF:Hòa Bình",)


@pytest.mark.parametrize(("indicator", "by", "where", "key"), [
    ("women", "", (), "indicator_unknown"), ("budget_spent", "sex", (), "dimension_unknown"),
    ("budget_spent", "", ("colour=red",), "filter_unknown"), ("budget_spent", "", ("unit",), "filter_unknown"),
    ("budget_spent", "", ("level=village",), "value_unknown"), ("budget_spent", "", ("unit=9999",), "unit_unknown"),
])  # fmt: skip
def test_wrong_words_are_refused(known: Definitions, indicator: str, by: str, where: tuple[str, ...], key: str) -> None:
    with pytest.raises(UsageError) as error:
        Query.parse(known, indicator, by=by, where=where)
    assert error.value.message.key == key


def test_questions_of_one_shape_share_a_statement(known: Definitions) -> None:
    first = Query.parse(known, "budget_spent", by="unit", where=("period=2024",))
    second = Query.parse(known, "inspections_done", by="unit", where=("period=2023",))
    assert first.shape == second.shape
    assert first.parameters != second.parameters


def test_one_version_follows_the_period(known: Definitions) -> None:
    assert one_version(known, "24", "2024") == "24@2020"
    assert one_version(known, "24", "2026-2031") == "24@2025-07"
    with pytest.raises(UsageError):
        one_version(known, "24", None)
