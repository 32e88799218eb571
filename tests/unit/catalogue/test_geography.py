import datetime as dt

import pytest

from catalogue.definitions import Definitions
from catalogue.errors import UsageError
from catalogue.forms import Forms


@pytest.mark.parametrize(("day", "communes", "districts", "provinces"),
                         [("2024-06-10", 330, 18, 2), ("2025-03-01", 313, 18, 2), ("2025-07-01", 99, 0, 1)])  # fmt: skip
def test_units_on_three_maps(known: Definitions, day: str, communes: int, districts: int, provinces: int) -> None:
    date = dt.date.fromisoformat(day)
    levels = [unit.level for unit in known.geography.units.values() if unit.exists(date)]
    assert (levels.count("commune"), levels.count("district"), levels.count("province")) == (communes, districts, provinces)


@pytest.mark.parametrize("text", ["218", "218@2020", "Huyện Lục Nam", "lục nam", "LUC NAM", "huyện  lục nam"])
def test_a_unit_is_found_by_code_id_and_name(known: Definitions, text: str) -> None:
    assert known.geography.resolve(text, dt.date(2024, 6, 10)).unit_id == "218@2020"


@pytest.mark.parametrize("text", ["24", "Sở Nội vụ", "Xã Quang Minh"])
def test_an_ambiguous_unit_is_a_question(known: Definitions, text: str) -> None:
    with pytest.raises(UsageError) as error:
        known.geography.resolve(text)
    assert error.value.message.key == "unit_ambiguous"


def test_the_period_resolves_versions(known: Definitions) -> None:
    assert known.geography.resolve("24", dt.date(2024, 6, 10)).name == "Tỉnh Bắc Giang"
    assert known.geography.resolve("24", dt.date(2026, 6, 10)).name == "Tỉnh Bắc Ninh"
    assert known.geography.resolve("Sở Nội vụ", dt.date(2024, 6, 10)).unit_id == "SNV@2020"


def test_a_unit_of_another_time_is_refused(known: Definitions) -> None:
    with pytest.raises(UsageError) as error:
        known.geography.resolve("224", dt.date(2024, 6, 10))
    assert error.value.message.key == "unit_not_then"


def test_every_commune_of_today_has_one_former_district(known: Definitions) -> None:
    former = known.geography.former_districts
    assert len(former) == 99
    crossing = {unit for unit, districts in former.items() if len(districts) > 1}
    assert {known.geography.units[unit].name for unit in crossing} == {"Phường Đa Mai", "Xã Nam Dương"}
    assert former["07228@2025-07"][0] == "213@2025"
    assert former["07603@2025-07"][0] == "224@2025"  # its own commune continues under the code


@pytest.mark.parametrize(
    ("period", "districts", "communes"), [("2023-S1", 10, 0), ("2025-S1", 10, 0), ("2025", 0, 99), ("2026-S1", 0, 99)]
)
def test_who_owes_a_report(known: Definitions, forms: Forms, period: str, districts: int, communes: int) -> None:
    owing = [form.id for _, form in forms.expected(known.periods[period])]
    assert (owing.count("district"), owing.count("commune")) == (districts, communes)
    assert owing.count("agency") >= 30


def test_a_district_form_lists_its_communes_of_that_day(known: Definitions, forms: Forms) -> None:
    def communes(unit: str, period: str) -> set[str]:
        when = known.periods[period]
        instance = forms.instance(known.geography.resolve(unit, when.reference_date), when)
        return {row.unit_id for s in instance.sheets for t in s.tables if t.layout == "grid" for row in t.rows}

    assert len(communes("219", "2024")) == 29
    assert (len(communes("219", "2025-S1")), len(communes("224", "2025-S1"))) == (19, 10)
    assert not communes("219", "2025-S1") & communes("224", "2025-S1")
    assert not communes("219", "2024") & communes("213", "2024")


def test_terms_that_a_unit_did_not_live_through_are_not_asked(known: Definitions, forms: Forms) -> None:
    when = known.periods["2026-S1"]
    instance = forms.instance(known.geography.resolve("07444", when.reference_date), when)
    terms = {row.term for s in instance.sheets for t in s.tables if t.id in ("party_terms", "council_terms") for row in t.rows}
    assert terms == {"2025-2030", "2026-2031"}


def test_provincial_bodies_come_from_the_agencies_that_hold_them(known: Definitions, forms: Forms) -> None:
    when = known.periods["2024"]
    about = {}
    for code in ("BTCTU", "VPHDND", "VPUBND", "STP"):
        asked = forms.asked_cells(forms.instance(known.geography.resolve(code, when.reference_date), when))
        about[code] = {e for u, e in zip(asked.unit_id, asked.element, strict=True) if u == "24@2020"}
    assert "party_committee_members" in about["BTCTU"]
    assert {"peoples_council_deputies", "national_assembly_deputies"} <= about["VPHDND"]
    assert "peoples_committee_chairs" in about["VPUBND"]
    assert about["STP"] == set()
