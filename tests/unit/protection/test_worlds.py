"""The audit against every whole solution counted out, on tiny systems drawn at random."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from protection.audit import audit, require
from protection.suppress import protect
from protection.system import Cell, Exposed, Rule, System
from tests.unit.protection.worlds import readings

ATOMS = 4


@st.composite
def systems(draw: st.DrawFn) -> System:
    values = draw(st.lists(st.sampled_from([0, 1, 2, 3, 5]), min_size=2, max_size=ATOMS))
    every = tuple(range(len(values)))
    groups = draw(
        st.sets(st.sets(st.sampled_from(every), min_size=1).map(lambda group: tuple(sorted(group))), min_size=2, max_size=6)
    )
    cells = [
        Cell(
            group,
            group,
            float(sum(values[atom] for atom in group)),
            draw(st.sampled_from([1.0, 2.0, 3.0])),
            hidden=draw(st.booleans()),
            sensitive=draw(st.booleans()),
        )
        for group in sorted(groups - {every})
    ]
    total = Cell("total", every, float(sum(values)), fixed=True)
    order = (((0,), (1,)),) if values[0] <= values[1] and draw(st.booleans()) else ()
    return System(len(values), (*cells, total), at_most=order)


rules = st.builds(Rule, highest=st.sampled_from([2, 3]), zeros_shown=st.booleans())


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(systems(), rules, st.data())
def test_exact_intervals_are_those_of_all_whole_solutions(system: System, rule: Rule, data: st.DataObject) -> None:
    open_cells = [index for index, cell in enumerate(system.cells) if not cell.fixed and not cell.hidden]
    small = {index for index in open_cells if rule.primary(system.cells[index])}
    suppressed = small | (data.draw(st.sets(st.sampled_from(open_cells))) if open_cells else set())
    intervals, narrow = audit(system, suppressed, rule, exact=True)
    quick = audit(system, suppressed, rule)[1]
    assert {found.cell for found in narrow} == {found.cell for found in quick}
    worlds = readings(system, suppressed, rule)
    for found in intervals:
        counted = min(world[found.cell] for world in worlds), max(world[found.cell] for world in worlds)
        if narrow:  # a broken promise tells nothing for certain: the audit is then no less strict than the count
            assert counted[0] <= found.low <= found.high <= counted[1]
        else:
            assert (found.low, found.high) == counted


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(systems(), rules)
def test_a_pattern_protects_in_every_whole_solution(system: System, rule: Rule) -> None:
    try:
        pattern = protect(system, rule)
    except Exposed as exposed:
        assert exposed.cells
        return
    require(system, pattern, rule)
    worlds = readings(system, pattern.suppressed, rule)
    for index, cell in enumerate(system.cells):
        if rule.small(cell) and (cell.hidden or index in pattern.suppressed):
            seen = {world[index] for world in worlds}
            assert min(seen) <= rule.floor
            assert max(seen) >= rule.highest
    if not any(rule.small(cell) and (cell.hidden or not cell.fixed) for cell in system.cells):
        assert not pattern.suppressed
