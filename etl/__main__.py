"""python -m etl: forms, loading, publishing, the round."""

import gc
import sys

from catalogue.commands import main

# A run is short and its hundred thousands of cells form no rings: looking for rings took a sixth of loading.
gc.disable()

COMMANDS = {
    "init": "etl.commands.init",
    "template": "etl.commands.template",
    "load": "etl.commands.load",
    "status": "etl.commands.status",
    "history": "etl.commands.history",
    "annotate": "etl.commands.annotate",
    "proposals": "etl.commands.proposals",
    "review": "etl.commands.review",
    "conflicts": "etl.commands.conflicts",
    "boundaries": "etl.commands.boundaries",
    "withdraw": "etl.commands.withdraw",
    "reinstate": "etl.commands.reinstate",
    "publish": "etl.commands.publish",
    "desk": "etl.commands.desk",
    "audit": "etl.commands.audit",
    "backup": "etl.commands.backup",
    "restore": "etl.commands.restore",
    "samples": "etl.commands.samples",
}

if __name__ == "__main__":
    sys.exit(main("python -m etl", COMMANDS))
