"""python -m reports: the brief for leadership, the official reports, their verification."""

import sys

from catalogue.commands import main

COMMANDS = {
    "brief": "reports.commands.brief",
    "build": "reports.commands.build",
    "unit": "reports.commands.unit",
    "narrative": "reports.commands.narrative",
    "verify": "reports.commands.verify",
}

if __name__ == "__main__":
    sys.exit(main("python -m reports", COMMANDS))
