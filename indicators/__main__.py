"""python -m indicators: list, compute, explain, compare with targets and with the past, play out a scenario."""

import sys

from catalogue.commands import main

COMMANDS = {
    "list": "indicators.commands.list",
    "compute": "indicators.commands.compute",
    "explain": "indicators.commands.explain",
    "feeds": "indicators.commands.feeds",
    "targets": "indicators.commands.targets",
    "scenario": "indicators.commands.scenario",
    "changes": "indicators.commands.changes",
}

if __name__ == "__main__":
    sys.exit(main("python -m indicators", COMMANDS))
