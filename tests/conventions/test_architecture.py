"""The layers and sizes that keep the code easy to see. Each rule is a sentence."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGES = ("catalogue", "store", "desk", "etl", "indicators", "reports", "presentation", "pages", "protection")
# A package may import those it lists, and itself.
ALLOWED = {
    "catalogue": set(),
    "store": {"catalogue"},
    "desk": {"catalogue", "store"},
    "etl": {"catalogue", "store", "desk", "protection"},
    "indicators": {"catalogue", "store"},
    "reports": {"catalogue", "store", "indicators"},
    "presentation": {"catalogue", "store", "desk", "indicators", "reports"},
    "pages": {"presentation"},
    "protection": {"catalogue"},
    "app": {"catalogue", "presentation"},
}
ENGINES = {"duckdb", "duckdb_sqlalchemy"}
LINES_OF_A_MODULE, LINES_OF_A_FUNCTION, LINES_OF_A_PAGE = 300, 60, 60


def modules() -> Iterator[Path]:
    yield ROOT / "app.py"
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


def package_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", list(modules()), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_keeps_its_place(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    package = package_of(path)
    tops = {name.split(".")[0] for name in imports(tree)}
    own = tops & set(PACKAGES)
    assert own <= ALLOWED[package] | {package}, (
        "imports point one way: catalogue → store → desk → etl | indicators → reports → presentation → pages → app"
    )
    if package != "store":
        assert not tops & ENGINES, "nothing outside store/ names an engine"
    if package not in ("presentation", "pages", "app"):
        assert "streamlit" not in tops, "only presentation and above know Streamlit"
        assert "plotly" not in tops, "only presentation knows charts"
    if path.parts[-2] == "charts":
        assert "streamlit" not in tops, "charts are frames in, figures out"
    if package == "etl":
        assert "pandas" not in tops, "the command line starts fast: pandas stays out of it"
    if package == "pages":
        assert "sqlalchemy" not in tops, "pages hold no SQL"


@pytest.mark.parametrize("path", list(modules()), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_small_documented_and_imports_at_its_top(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    lines = text.count("\n")
    assert lines <= (LINES_OF_A_PAGE if package_of(path) == "pages" else LINES_OF_A_MODULE)
    if lines:
        assert ast.get_docstring(tree), "a module says what it is for"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < LINES_OF_A_FUNCTION, node.name
            inner = [n for n in ast.walk(node) if isinstance(n, ast.Import | ast.ImportFrom)]
            assert not inner, f"{node.name} imports inside itself"
            public = not node.name.startswith("_") and node in tree.body
            if public and not (
                "commands" in path.parts and node.name in ("add_arguments", "run")
            ):  # the module's docstring is their help
                assert ast.get_docstring(node) or len(node.body) <= 4, f"{node.name} is public and says nothing"


def test_the_fixed_top_level_is_there() -> None:
    for name in ("app.py", "pages", "data", "etl", "indicators", "tests", "requirements.txt", "README.md"):
        assert (ROOT / name).exists(), name


def test_no_sql_is_glued_from_values() -> None:
    for path in modules():
        text = path.read_text(encoding="utf-8")
        if package_of(path) != "store":
            assert "exec_driver_sql" not in text, path
            assert "text(" not in text.replace("_text(", "").replace(".text(", "") or "sqlalchemy" not in text, path
