"""The figures of the narrative corpus: proposals that are shown ticked are right, and most figures are found."""

from tests.corpus import narratives


def test_proposals_are_precise_and_nearly_complete() -> None:
    results = narratives.outcomes()
    total = narratives.score(results)
    assert total.texts >= 60
    assert total.precision >= narratives.PRECISION, [(result.name, result.wrong) for result in results if result.wrong]
    assert total.recall >= narratives.RECALL, [(result.name, result.missed) for result in results if result.missed]
