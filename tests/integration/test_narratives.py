"""The figures of the narrative corpus: proposals that are shown ticked are right, and most figures are among them."""

from tests.corpus import narratives


def test_proposals_are_precise_and_nearly_complete() -> None:
    results = narratives.outcomes()
    total = narratives.score(results)
    assert total.texts >= 270
    assert total.precision >= narratives.PRECISION, [(result.name, result.wrong) for result in results if result.wrong]
    short = [(result.name, result.missed + result.unsure) for result in results if result.missed or result.unsure]
    assert total.sure_recall >= narratives.RECALL, short
