"""Definitions are data: they load, and each fault names file, line or key, what was found, what is allowed."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from catalogue import checks
from catalogue.definitions import Definitions, load
from catalogue.errors import DefinitionError
from catalogue.models import Indicator
from catalogue.paths import DATA


@pytest.fixture
def altered(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """A copy of data/ in which one text of one file is replaced."""

    def alter(file: str, old: str, new: str) -> Path:
        folder = tmp_path / "data"
        shutil.copytree(DATA, folder)
        path = folder / file
        content = path.read_text(encoding="utf-8")
        assert old in content
        path.write_text(content.replace(old, new, 1), encoding="utf-8")
        return folder

    return alter


INDICATOR = "indicators/party_committee_women_share.yaml"
FAULTS = [
    (INDICATOR, "direction: higher\n", "", ["party_committee_women_share.yaml", "direction", "required"]),
    (INDICATOR, "direction: higher", "direction: upwards", ["direction", "'upwards'", "'higher'"]),
    (INDICATOR, "numerator:", "numerater:", ["numerater", "Extra inputs"]),
    (INDICATOR, "element: party_committee_members", "element: party_comittee_members", ["'party_comittee_members'", "party_committee_members"]),
    (INDICATOR, "element: party_committee_elected", "element: party_committee_members", ["kind stock", "kind term"]),
    (INDICATOR, "id: party_committee_women_share", "id: another", ["'another'", "party_committee_women_share"]),
    (INDICATOR, "kind: share_of_persons", "kind: [share", ["party_committee_women_share.yaml", "line", "YAML"]),
    ("periods.csv", "2024-S1,half_year,2024-01-01", "2024-S1,half_year,2024-13-01", ["periods.csv, line 8", "starts", "2024-13-01"]),
    ("data_elements.csv", ",stock,person,party,", ",stok,person,party,", ["data_elements.csv, line", "kind", "'stok'", "'stock'"]),
    ("targets.csv", "key_leaders_agencies_share", "key_leader_share", ["targets.csv", "'key_leader_share'"]),
    ("targets.csv", ",>=,60,", ",>=,160,", ["targets.csv, line 2", "0–100", "160"]),
    ("targets.csv", ",>=,60,,percent", ",>=,,,percent", ["targets.csv, line 2", "comparator and value go together"]),
    ("targets.csv", ",60,,percent,2025-12-31", ",60,,percent,2020-12-31", ["line 2", "2020-12-31", "before valid_from 2021-03-03"]),
    ("targets.csv", ",>=,20,25,percent", ",>=,20,15,percent", ["targets.csv, line", "closes a range"]),
    ("inspection.yaml", "target: hdnd_2026_women_elected_aim", "target: hdnd", ["inspection.yaml", "'hdnd'"]),
    ("org_units.csv", "215,Huyện Yên Thế,district,24@2020", "215,Huyện Yên Thế,district,24@1999", ["parent_unit_id", "24@1999"]),
    ("forms/district.yaml", "{shared: documents}", "{shared: documments}", ["district.yaml", "'documments'", "documents"]),
    ("published_figures.csv", ",2016-2021,,,,18,", ",2016-2020,,,,18,", ["F001", "'2016-2020'", "mandates.csv"]),
    ("words.csv", "period_year,Năm", "period_half,Năm", ["words.csv", "period_half"]),
    ("overview.yaml", "{indicator: party_committee_women_share, level", "{indicator: party_committee, level", ["overview.yaml, findings", "'party_committee'"]),
    ("codes.csv", "codelist,code,", "codelist,kode,", ["codes.csv", "columns", "code"]),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "said"), FAULTS, ids=[f"{f[0]}-{f[2][:20]}" for f in FAULTS])
def test_a_fault_names_place_found_and_allowed(
    altered: Callable[[str, str, str], Path], file: str, old: str, new: str, said: list[str]
) -> None:
    with pytest.raises(DefinitionError) as error:
        load(altered(file, old, new))
    for part in said:
        assert part in str(error.value)


def test_two_values_of_one_document_are_refused(altered: Callable[[str, str, str], Path], known: Definitions) -> None:
    lines = (known.folder / "targets.csv").read_text(encoding="utf-8").splitlines()
    line = next(line for line in lines if line.startswith("ct45_2025_committee_women_15,"))
    other = line.replace("ct45_2025_committee_women_15", "ct45_again").replace(",>=,15,", ",>=,20,")
    with pytest.raises(DefinitionError, match=r"line \d+, ct45_again: found >= 20.*ct45_2025_committee_women_15, says >= 15"):
        load(altered("targets.csv", line, f"{line}\n{other}"))


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"office\.yaml.*cannot be read"):
        load(tmp_path)


def test_all_fixed_indicator_ids_exist(known: Definitions) -> None:
    fixed = [
        "party_committee_women_share",
        "standing_committee_women_share",
        "standing_committees_with_women_share",
        "party_secretaries_women_share",
        "party_deputy_secretaries_women_share",
        "peoples_council_women_share",
        "peoples_council_candidates_women_share",
        "peoples_council_chairs_women_share",
        "national_assembly_women_share",
        "peoples_committee_leaders_women_share",
        "key_leaders_agencies_share",
        "department_leaders_women_share",
        "division_leaders_women_share",
        "mass_organisation_leaders_women_share",
        "planning_party_committee_women_share",
        "planning_leaders_women_share",
        "communication_events",
        "training_participants_women_share",
        "inspections_done",
        "budget_spent",
        "report_timeliness",
    ]
    assert set(fixed) <= set(known.indicators)


def test_every_data_element_is_asked_by_a_form(known: Definitions) -> None:
    asked = {
        element
        for form in known.forms.values()
        for sheet in form.sheets
        for table in sheet.tables
        for element in [*table.elements, *(e for row in table.rows for e in row.elements)]
    }
    assert asked == set(known.elements)


def test_an_indicator_is_sensitive_if_it_counts_what_is_sensitive(known: Definitions) -> None:
    """It says so nowhere itself; every sensitive count has an indicator, and these are the page's."""
    used = {element for indicator in known.sensitive for element in known.indicators[indicator].elements}
    assert used == {element for element in known.sensitive_elements if known.elements[element].unit != "text"}
    assert known.sensitive == {i.id for i in known.indicators.values() if i.theme == "violence"}


@pytest.mark.parametrize(
    "change",
    [
        {"numerator": {"flow": [{"element": "violence_victims"}, {"element": "trafficking_victims"}]}},
        {"numerator": {"flow": [{"element": "violence_victims"}]}, "denominator": {"flow": [{"element": "meetings_held"}]}},
    ],
)
def test_a_sensitive_indicator_counts_one_sensitive_element_in_each_part(known: Definitions, change: dict[str, Any]) -> None:
    told = known.indicators["violence_victims"].model_dump() | {
        "kind": "share_of_persons" if "denominator" in change else "count"
    }
    indicator = Indicator.model_validate(told | change)
    with pytest.raises(DefinitionError, match="one sensitive element in each part"):
        checks.cross_check(replace(known, indicators=known.indicators | {"violence_victims": indicator}))


def test_texts_are_sentences_in_both_languages(known: Definitions) -> None:
    for indicator in known.indicators.values():
        for text in (indicator.method_vi, indicator.method_en):
            assert text.endswith("."), indicator.id
            assert len(text) > 40, indicator.id
