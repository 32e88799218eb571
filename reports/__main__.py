"""python -m reports: the brief for leadership."""

import sys

from catalogue.commands import main

COMMANDS = {
    "brief": "reports.commands.brief",
}

if __name__ == "__main__":
    sys.exit(main("python -m reports", COMMANDS))
