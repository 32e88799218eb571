"""Read the definitions of data/ into models. A fault names file, line or key, what was found, what is allowed."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from catalogue.errors import DefinitionError
from catalogue.models import Definition

_Yaml = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
D = TypeVar("D", bound=Definition)


def read_csv(path: Path, model: type[D]) -> list[D]:
    """Return one `model` per line of `path`.

    Raises:
        DefinitionError: with every faulty line of the file.
    """
    good: list[D] = []
    faults: list[str] = []
    with _open(path) as lines:
        reader = csv.DictReader(lines)
        unknown = set(reader.fieldnames or []) ^ set(model.model_fields)
        if unknown:
            allowed = ", ".join(model.model_fields)
            raise DefinitionError([f"{path.name}: columns missing or unknown: {sorted(unknown)}; allowed: {allowed}"])
        for row in reader:
            try:
                good.append(model.model_validate(row))
            except ValidationError as error:
                faults += [f"{path.name}, line {reader.line_num}, {f}" for f in _faults(error)]
    if faults:
        raise DefinitionError(faults)
    return good


def read_yaml(path: Path) -> Any:
    """Return what `path` holds; a syntax fault names its line."""
    try:
        with _open(path) as stream:
            return yaml.load(stream, Loader=_Yaml)  # noqa: S506 - a safe loader, in C where there is one
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or error
        raise DefinitionError([f"{path.name}{line}: not readable as YAML: {problem}"]) from error


def to_model(path: Path, content: Any, model: type[D]) -> D:
    """Return `content` as `model`; faults name the file and the key."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise DefinitionError([f"{path.name}, {f}" for f in _faults(error)]) from error


def _open(path: Path) -> Any:
    try:
        return path.open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise DefinitionError([f"{path}: cannot be read ({error.strerror}); the definitions need this file"]) from error


def _faults(error: ValidationError) -> Iterator[str]:
    for fault in error.errors():
        key = ".".join(str(part) for part in fault["loc"]) or "whole entry"
        found = repr(fault["input"])
        found = found if len(found) <= 80 else found[:77] + "…"
        yield f"{key}: found {found}; {fault['msg']}"
