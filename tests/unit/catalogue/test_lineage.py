"""What units were made from and became, step by step."""

from catalogue import lineage
from catalogue.definitions import Definitions


def test_steps_lead_several_changes_back_and_on(known: Definitions) -> None:
    succession = known.geography.succession
    back = lineage.before(succession, "07228@2025-07")
    assert len(back) == 5
    own = next(step for step in back if step.unit_id == "07228@2025")
    assert [step.unit_id for step in own.beyond] == ["07228@2020"]
    on = lineage.after(succession, "221@2020")
    assert [(step.unit_id, step.change.change) for step in on] == [("213@2025", "merged_into")]
    assert [(step.unit_id, step.change.change) for step in on[0].beyond] == [(None, "abolished")]


def test_agencies_have_successors_too(known: Definitions) -> None:
    assert lineage.ancestors(known.geography.succession, "SNV2@2025-03") == {"SNV@2020", "SLDTBXH@2020"}


def test_related_units_lie_on_both_sides(known: Definitions) -> None:
    found = lineage.related(known.geography.succession, "07228@2025")
    assert found == {"07228@2020", "07228@2025", "07228@2025-07"}


def test_an_unconfirmed_successor_may_be_any_that_goes_on(known: Definitions) -> None:
    succession = known.geography.succession
    change = next(one for one in known.changes if one.from_unit_id == "07204@2020")
    assert lineage.unconfirmed(change)
    near = lineage.possible_successors(succession, change)
    assert "07228@2025" in near
    assert all(known.geography.units[one].parent_id == "213@2025" for one in near)
    assert change in lineage.possible_parts(succession, "07228@2025")
    ended = next(one for one in known.changes if one.change == "abolished")
    assert not lineage.unconfirmed(ended)
