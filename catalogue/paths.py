"""Every path of the project. Imports nothing of ours; nothing is read or made here."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"


def data_folder() -> Path:
    """Folder of the definitions; VSTBPN_DATA points tests and trials at another one."""
    return Path(os.environ.get("VSTBPN_DATA") or DATA)


def home() -> Path:
    """Working folder: received files, store, snapshots, samples (VSTBPN_HOME, else var/)."""
    return Path(os.environ.get("VSTBPN_HOME") or ROOT / "var")


def received() -> Path:
    return home() / "received"


def boundaries() -> Path:
    return home() / "boundaries"


def decisions() -> Path:
    """What officers decided during rounds: names, labels, due dates, who owes a report."""
    return home() / "decisions"


def store_file() -> Path:
    return home() / "store.duckdb"


def snapshots() -> Path:
    return home() / "snapshots"


def reports() -> Path:
    """What officers chose for reports: one working file per period."""
    return home() / "reports"


def samples() -> Path:
    return home() / "samples"


def desk_file() -> Path:
    """What is under way at the desk: files sent, decisions, the record of who did what."""
    return home() / "desk.sqlite"


def desk_output() -> Path:
    """Files that the desk made for someone to fetch: forms, marked workbooks, letters. Removed after a day."""
    return home() / "desk"


def people_file() -> Path:
    return home() / "people.csv"
