"""A document as a file: PDF or DOCX, by the extension; written whole or not at all."""

import os
from collections.abc import Callable
from pathlib import Path

from catalogue.errors import UsageError
from reports.brief import Brief
from reports.docx_file import docx
from reports.typst_pdf import pdf

FORMATS: dict[str, Callable[[Brief], bytes]] = {".pdf": pdf, ".docx": docx}


def check(path: Path) -> None:
    """Refuse a file that could not be written, before the work is done.

    Raises:
        UsageError: an extension that stands for no format; no folder to write into.
    """
    if path.suffix.lower() not in FORMATS:
        raise UsageError("brief_format_unknown", found=path.name, expected=", ".join(FORMATS))
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise UsageError("brief_no_folder", path=path)


def write(brief: Brief, path: Path) -> None:
    """Write `brief` in the format of the extension.

    Raises:
        UsageError: unknown extension, or a place that cannot be written.
    """
    check(path)
    save(FORMATS[path.suffix.lower()](brief), path)


def save(content: bytes, path: Path) -> None:
    """Write a file under a temporary name that is then renamed.

    Raises:
        UsageError: the place cannot be written.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        raise UsageError("file_unwritable", path=path, reason=error.strerror or error) from error
    finally:
        draft.unlink(missing_ok=True)
