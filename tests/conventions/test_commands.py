"""Most tests run commands in forks of one process that has imported much (tests/forks.py): they must say what real ones say."""

import re
import shutil
from pathlib import Path

import pytest

from etl.__main__ import COMMANDS as ETL
from indicators.__main__ import COMMANDS as INDICATORS
from reports.__main__ import COMMANDS as REPORTS
from tests import forks
from tests.conftest import CommandLine
from tests.workbooks import filled

SHARE = "party_committee_women_share"
# One of each: what reads, what writes, what is refused, what is not understood; an error on its own way out.
COMMANDS: list[tuple[str, ...]] = [
    ("etl", "load", "FILE", "--json"),
    ("etl", "load", "FOLDER/none.xlsx", "--lang", "en"),
    ("etl", "history", "--unit", "24"),
    ("etl", "publish"),
    ("etl", "template", "--unit", "218", "--period", "2024-S1", "--out", "FOLDER/form.xlsx"),
    ("indicators", "list", "--json"),
    ("indicators", "compute", SHARE, "--by", "unit", "--where", "unit=218", "--format", "csv"),
    ("indicators", "compute", "no_such_indicator"),
    ("reports", "brief", "--out", "FOLDER/brief.docx"),
    ("etl", "no_such_command"),
]


def test_all_programs_are_forked() -> None:
    modules = {module.partition(".")[0] for names in (ETL, INDICATORS, REPORTS) for module in names.values()}
    assert modules == set(forks.PROGRAMS)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_fork_says_what_a_process_of_its_own_says(empty_home: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    file, home, folder, said = filled(tmp_path / "f.xlsx"), tmp_path / "home", tmp_path / "made", []
    for anew in (True, False):
        shutil.copytree(empty_home, home)
        folder.mkdir()
        words = (word.replace("FILE", str(file)).replace("FOLDER", str(folder)) for word in command)
        done = CommandLine(home, anew=anew)(*words)
        texts = [re.sub(r"\d{8}T\d+", "", text) for text in (done.stdout, done.stderr)]  # without the moment of a snapshot
        said.append((done.returncode, texts, [path.name for path in folder.iterdir()]))
        shutil.rmtree(home)
        shutil.rmtree(folder)
    assert said[0] == said[1]
