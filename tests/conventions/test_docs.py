"""What the documents say is so."""

import re
from pathlib import Path

import pytest

from etl.__main__ import COMMANDS as ETL
from indicators.__main__ import COMMANDS as INDICATORS
from reports.__main__ import COMMANDS as REPORTS
from tests.conftest import ROOT, CommandLine

README = (ROOT / "README.md").read_text(encoding="utf-8")


COMMANDS = [
    f"{package} {name}" for package, names in (("etl", ETL), ("indicators", INDICATORS), ("reports", REPORTS)) for name in names
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme_and_has_help(tmp_path: Path, command: str) -> None:
    assert f"python -m {command}" in README
    done = CommandLine(tmp_path)(*command.split(), "--help")
    assert done.returncode == 0
    assert "--lang" in done.stdout


def test_every_folder_is_on_the_map() -> None:
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")} - {
        "var",
        "build",
        "__pycache__",
    }
    for folder in folders:
        assert re.search(rf"^\s*{folder}/", README, re.M), folder


def test_every_make_target_is_in_the_readme() -> None:
    targets = set(re.findall(r"^# make (\w+)", (ROOT / "Makefile").read_text(), re.M))
    for target in targets:
        assert f"make {target}" in README, target


def test_the_changelog_has_an_open_section() -> None:
    assert "## Unreleased" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_no_machine_paths_or_other_hosts_are_named() -> None:
    for path in ROOT.rglob("*.md"):
        if ".venv" not in path.parts:
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"/(home|root|work|tmp)/", text), path
