"""The threat model names tests that exist."""

import ast
import re

from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")


def test_every_test_that_it_names_exists() -> None:
    file, named = "", 0
    for path, name in re.findall(r"`(tests/[\w/]+\.py)?::(\w+)`", TEXT):
        file = path or file
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, f"{file}::{name}"
        named += 1
    assert named > 25


def test_every_threat_has_a_test() -> None:
    part = TEXT.partition("## Threats")[2].partition("## OWASP")[0]
    rows = [line for line in part.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 15
    for row in rows:
        assert "::test_" in row, row
