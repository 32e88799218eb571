"""python -m tests.access.table: walk every page and route as every role and print what happened."""

import os
import sys
import tempfile
from pathlib import Path

from tests.access import walk
from tests.access.office import started
from tests.command_line import CommandLine


def main() -> int:
    """Prepare a working folder, serve it, walk; exit status 1 where something differs from data/roles.yaml."""
    os.environ["VSTBPN_TODAY"] = "2026-11-23"
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "first"
        done = CommandLine(home, anew=True)("etl", "init", "--without-samples")
        assert done.returncode == 0, done.stderr
        wrong = 0
        for readers in ("open", "signed_in"):
            place = Path(folder) / readers
            place.mkdir()
            office = started(home, place, readers=readers)
            try:
                found = {role: walk.walked(office, role) for role in walk.ROLES}
            finally:
                office.stop()
            is_open = readers == "open"
            for role, (pages, routes) in found.items():
                for page in walk.PAGES:
                    wrong += pages[page.path][0] != walk.expected_page(page, role, is_open=is_open)
                for route, status in routes.items():
                    wrong += status != walk.expected_route(route, role, is_open=is_open)
            print(f"readers: {readers}\n{walk.as_table(found)}\n")
    print(f"{wrong} differences from data/roles.yaml")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
