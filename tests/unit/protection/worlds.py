"""Every whole solution of a tiny system, counted out: what the audit must agree with."""

from collections.abc import Collection
from itertools import product

from protection.system import Rule, System


def readings(
    system: System, suppressed: Collection[int], rule: Rule, own: Collection[int] = (), truth: tuple[int, ...] = ()
) -> list[tuple[int, ...]]:
    """Return the values of all cells in every solution that a reader cannot rule out, the rule's promise included.

    Every atom must be in a shown cell or release, or there is no end.
    """
    shown = [(c.atoms, c.value) for i, c in enumerate(system.cells) if not c.hidden and i not in suppressed] + list(
        system.released
    )
    most = [int(min(value for atoms, value in shown if atom in atoms)) for atom in range(system.size)]
    worlds = [
        atoms
        for atoms in product(*(range(limit + 1) for limit in most))
        if all(sum(atoms[a] for a in group) == value for group, value in shown)
        and all(sum(atoms[a] for a in small) <= sum(atoms[a] for a in large) for small, large in system.at_most)
        and all(atoms[a] == truth[a] for a in own)
    ]
    values = [tuple(sum(atoms[a] for a in cell.atoms) for cell in system.cells) for atoms in worlds]
    while True:
        kept = [world for world in values if _possible(system, suppressed, rule, world, values)]
        if len(kept) == len(values):
            return values
        values = kept


def _possible(
    system: System, suppressed: Collection[int], rule: Rule, world: tuple[int, ...], values: list[tuple[int, ...]]
) -> bool:
    """A cell that cannot be everything from floor to highest is not small, or the promise would be broken."""
    for index, cell in enumerate(system.cells):
        if (cell.hidden or index in suppressed) and cell.sensitive and not rule.small(cell):
            low, high = min(v[index] for v in values), max(v[index] for v in values)
            if (low > rule.floor or high < rule.highest) and rule.floor <= world[index] <= rule.highest:
                return False
    return True
