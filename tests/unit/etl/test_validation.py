"""Rules: each passes, fails and cannot be checked; probabilities against values computed by hand."""

from math import comb

import pytest

from catalogue.definitions import Definitions
from catalogue.forms import AskedCells, Forms
from catalogue.rule_models import FirstHalf, History
from etl.problems import Problem
from etl.reading import Readings
from etl.tally import Checks, Tally, counted
from etl.validation.binomial import pmf, two_sided
from etl.validation.history import Compared, Comparison, cells_of
from etl.validation.identities import Identities
from store.earlier import Cell, Peers

Say = dict[tuple[str, str], float | None]  # element, column → value


@pytest.fixture(scope="module")
def asked(known: Definitions, forms: Forms) -> AskedCells:
    when = known.periods["2024-S1"]
    return forms.asked_cells(forms.instance(known.geography.resolve("SNV", when.reference_date), when))


def said(asked: AskedCells, values: Say) -> Readings:
    """Readings of a form that says `values` and nothing else."""
    found = [values.get((element, column.id)) for element, column in zip(asked.element, asked.column, strict=True)]
    count = len(found)
    readings = Readings(["value" if v is not None else "missing" for v in found], found, [None] * count, [None] * count)
    readings.places.sheet, readings.places.cell = ["S"] * count, [f"A{place}" for place in range(count)]
    return readings


def before(asked: AskedCells, values: Say) -> dict[Cell, float]:
    readings = said(asked, values)
    return {cell: value for cell, value in zip(cells_of(asked), readings.value, strict=True) if value is not None}


def body(total: float, women: float) -> Say:
    return {("party_committee_members", "total"): total, ("party_committee_members", "women"): women}


def history(known: Definitions, asked: AskedCells, now: Say, then: Say, rule: str) -> tuple[list[Problem], Tally]:
    checks: Checks = {}
    rules = [r for r in known.rules if r.id == rule]
    return list(Comparison(Compared(asked), said(asked, now), before(asked, then)).check(rules, checks, "2023")), checks[rule]


def test_binomial_probabilities_are_exact() -> None:
    assert pmf(3, 10, 0.4) == pytest.approx(comb(10, 3) * 0.4**3 * 0.6**7)
    assert two_sided(2, 20, 0.5) == pytest.approx(2 * sum(comb(20, k) for k in range(3)) / 2**20)
    assert two_sided(10, 20, 0.5) == pytest.approx(1)
    assert two_sided(0, 3, 0.3) == pytest.approx(0.343 + 0.189 + 0.027)  # 0, 2 and 3 are no likelier than 0; 1 (0,441) is
    assert two_sided(0, 5, 0.0) == 1


def test_an_identity_passes_fails_or_cannot_be_checked(known: Definitions, asked: AskedCells) -> None:
    values: Say = {
        ("party_committee_members", "total"): 9, ("standing_committee_members", "total"): 10,
        ("party_committee_members", "women"): 3, ("standing_committee_members", "women"): 3,
        ("party_committee_members", "women_em"): None, ("standing_committee_members", "women_em"): 1,
    }  # fmt: skip
    checks: Checks = {}
    problems = list(Identities(known, asked).check(said(asked, values), checks))
    assert checks["standing_within_committee"] == Tally(passed=1, failed=1, unchecked=3)
    assert [(p.code, p.severity, p.found) for p in problems] == [("part_exceeds_other", "error", "10")]
    assert counted([checks])["failed"] == 1


def test_more_filled_than_established_is_a_warning(known: Definitions, asked: AskedCells) -> None:
    values: Say = {("division_heads", "total"): 9, ("division_heads", "seats"): 8}
    problems = list(Identities(known, asked).check(said(asked, values), {}))
    assert [(p.code, p.severity) for p in problems] == [("part_exceeds_usual", "warning")]


def test_the_same_form_again(known: Definitions, asked: AskedCells) -> None:
    form: Say = {(e, c.id): 3.0 for e, c in zip(asked.element, asked.column, strict=True)}
    other = form | {("meetings_held", "number"): 4.0}
    assert [p.code for p in history(known, asked, form, form, "sent_again")[0]] == ["sent_again"]
    assert history(known, asked, other, form, "sent_again") == ([], Tally(passed=1))
    assert history(known, asked, form, {}, "sent_again") == ([], Tally(unchecked=1))
    posts: Say = {("staff", "total"): 90.0, ("staff", "women"): 40.0}
    assert history(known, asked, posts, posts, "sent_again")[1] == Tally(unchecked=1)  # posts alone may well stay


def test_a_body_that_jumps(known: Definitions, asked: AskedCells) -> None:
    problems, tally = history(known, asked, body(30, 5), body(12, 5), "body_jumped")
    assert ([p.code for p in problems], tally.failed) == (["body_jumped"], 1)
    assert history(known, asked, body(14, 5), body(12, 5), "body_jumped")[1].passed == 1
    assert history(known, asked, body(4, 1), body(2, 1), "body_jumped")[1].passed == 0  # too small to say


def test_swapped_sexes(known: Definitions, asked: AskedCells) -> None:
    """4 of 20 before: P(X ≥ 16) at 4.5/21 is below 1e-8, 4 of 20 is ordinary."""
    assert [p.code for p in history(known, asked, body(20, 16), body(20, 4), "sexes_swapped")[0]] == ["sexes_swapped"]
    assert history(known, asked, body(20, 5), body(20, 4), "sexes_swapped")[0] == []
    assert history(known, asked, body(20, 16), body(20, 4), "share_improbable")[0] == []


def test_an_improbable_share(known: Definitions, asked: AskedCells) -> None:
    """0 of 40 after 20 of 40: 2 × 0.5^40; neither are 40 men ordinary."""
    assert [p.code for p in history(known, asked, body(40, 0), body(40, 20), "share_improbable")[0]] == ["share_improbable"]
    assert history(known, asked, body(5, 0), body(5, 3), "share_improbable")[0] == []  # a small body says nothing


def test_a_share_that_no_peer_has(known: Definitions, asked: AskedCells) -> None:
    rule = next(r for r in known.rules if isinstance(r, History) and r.method == "unlike_peers")
    peers = {("agency", "party_committee_members"): Peers(women=100, total=400, lowest=0.1, highest=0.4, units=20)}
    few = {("agency", "party_committee_members"): Peers(women=10, total=40, lowest=0.1, highest=0.4, units=4)}
    for values, others, codes in ((body(20, 18), peers, ["unlike_peers"]), (body(20, 7), peers, []), (body(20, 18), few, [])):
        compared = Comparison(Compared(asked), said(asked, values), {})
        assert [p.code for p in compared.unlike_peers(rule, {}, others, "2023")] == codes


def test_a_year_holds_its_first_half(known: Definitions, asked: AskedCells) -> None:
    rule = next(r for r in known.rules if isinstance(r, FirstHalf))
    checks: Checks = {}
    half, year = {("meetings_held", "number"): 3.0}, {("meetings_held", "number"): 2.0}
    less = list(
        Comparison(Compared(asked), said(asked, year), before(asked, half)).not_less(rule, checks, year=True, period="2024-S1")
    )
    assert [(p.code, p.severity, p.found) for p in less] == [("year_below_first_half", "error", "2")]
    assert (checks[rule.id].failed, checks[rule.id].passed) == (1, 0)
    more = Comparison(Compared(asked), said(asked, half), before(asked, year)).not_less(rule, {}, year=False, period="2024")
    assert [p.code for p in more] == ["year_below_first_half"]
    assert (
        list(
            Comparison(Compared(asked), said(asked, half), before(asked, half)).not_less(rule, {}, year=True, period="2024-S1")
        )
        == []
    )
