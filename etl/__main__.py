"""python -m etl: forms, loading, publishing, the round."""

import sys

from catalogue.commands import main

COMMANDS = {
    "init": "etl.commands.init",
    "template": "etl.commands.template",
    "load": "etl.commands.load",
    "status": "etl.commands.status",
    "history": "etl.commands.history",
    "publish": "etl.commands.publish",
    "samples": "etl.commands.samples",
}

if __name__ == "__main__":
    sys.exit(main("python -m etl", COMMANDS))
