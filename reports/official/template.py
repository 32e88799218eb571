"""Fill a template of data/report with docxtpl; a field that does not exist is told with the template and what exists."""

import difflib
import inspect
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Environment, FileSystemLoader, TemplateError
from jinja2.runtime import Undefined
from jinja2.utils import missing
from lxml import etree

from catalogue.errors import UserError

PHRASES = "phrases.jinja"
SHOWN = 12  # names that a message lists


class _Missing(Undefined):
    """A name that a template asks for and nobody knows: refused where it is looked up."""

    def __init__(self, hint: str | None = None, obj: Any = missing, name: str | None = None, exc: Any = None) -> None:
        raise _Unknown(obj, str(name or hint))


class _Unknown(Exception):
    def __init__(self, holder: object, name: str) -> None:
        self.holder, self.name = holder, name
        super().__init__(name)


def opened(path: Path) -> DocxTemplate:
    """Open a template.

    Raises:
        UserError: it is missing or no Word document.
    """
    try:
        template = DocxTemplate(str(path))
        template.init_docx()
    except Exception as error:  # python-docx raises what zipfile, lxml and the file system raise
        raise UserError("report_template_unreadable", path=path, reason=str(error) or type(error).__name__) from error
    return template


def fill(template: DocxTemplate, path: Path, context: dict[str, Any]) -> None:
    """Fill a template that was opened from `path`.

    Raises:
        UserError: naming the template, the field that is missing or the line that cannot be read, and what exists.
    """
    environment = Environment(loader=FileSystemLoader(path.parent), undefined=_Missing, autoescape=True, finalize=_never_none)
    environment.globals |= context
    try:
        environment.globals |= _macros(environment)
        template.render(context, environment, autoescape=True)
    except _Unknown as unknown:
        names = _names(unknown.holder, context)
        near = difflib.get_close_matches(unknown.name, names, n=SHOWN, cutoff=0.4) or sorted(names)[:SHOWN]
        raise UserError(
            "report_template_field", path=path, phrases=PHRASES, field=unknown.name, near=", ".join(near), all=len(names)
        ) from unknown
    except TemplateError as error:
        place = next((str(line) for line in getattr(error, "docx_context", ())), "")
        raise UserError("report_template_broken", path=path, phrases=PHRASES, reason=f"{error} {place}".strip()) from error
    except (etree.XMLSyntaxError, TypeError, ValueError) as error:
        raise UserError("report_template_broken", path=path, phrases=PHRASES, reason=str(error)) from error


def _macros(environment: Environment) -> dict[str, Any]:
    module = environment.get_template(PHRASES).module
    return {name: value for name, value in vars(module).items() if not name.startswith("_")}


def _never_none(value: Any) -> Any:
    """What is unknown is printed as missing, never as a word of the program."""
    return "…" if value is None else value


def _names(holder: object, context: dict[str, Any]) -> list[str]:
    """What stands beside a name that was not found."""
    if isinstance(holder, dict):
        return [str(key) for key in holder]
    if holder is None or holder is missing or not hasattr(holder, "__dict__"):
        return list(context)
    return [name for name, _ in inspect.getmembers(holder) if not name.startswith("_")]
