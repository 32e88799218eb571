"""python -m bench [loading|submissions|queries|progress|scenario|narratives|reporting|dashboard|paint|users|disclosure|argus …]: each measure beside its floor, in one run, as a ratio.

Machines are noisy: floor and product run in turn, and medians are compared. Absolute figures
are printed for orientation only; nothing here is a test.
"""

import sys
from collections.abc import Callable

from bench import (
    argus,
    dashboard,
    disclosure,
    loading,
    narratives,
    paint,
    progress,
    queries,
    reporting,
    scenario,
    submissions,
    users,
)
from bench.measure import Result

PARTS: dict[str, Callable[[], list[Result]]] = {
    "loading": loading.run,
    "submissions": submissions.run,
    "queries": queries.run,
    "progress": progress.run,
    "scenario": scenario.run,
    "narratives": narratives.run,
    "reporting": reporting.run,
    "dashboard": dashboard.run,
    "paint": paint.run,
    "users": users.run,
    "disclosure": disclosure.run,
    "argus": argus.run,
}


def main() -> None:
    """Run the parts named, or all, and print a table."""
    print(f"{'measure':58} {'product':>10} {'floor':>10} {'ratio':>7}  goal")
    for part in sys.argv[1:] or list(PARTS):
        for result in PARTS[part]():
            print(result.line(), flush=True)


main()
