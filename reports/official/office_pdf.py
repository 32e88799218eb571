"""A DOCX as PDF through LibreOffice, where it is installed."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from catalogue.errors import UserError

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 180


def program() -> str | None:
    """The path of LibreOffice, None where it is not installed."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def pdf(docx: bytes) -> bytes:
    """Return a document as PDF.

    Raises:
        UserError: LibreOffice is not installed, or could not convert it.
    """
    office = program()
    if office is None:
        raise UserError("report_no_office")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "report.docx").write_bytes(docx)
        command = [office, f"-env:UserInstallation={(place / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
                   "--outdir", folder, str(place / "report.docx")]  # fmt: skip
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise UserError("report_office_failed", reason=error) from error
        made = place / "report.pdf"
        if not made.exists():
            raise UserError("report_office_failed", reason=(done.stderr or done.stdout).strip()[-300:] or done.returncode)
        return made.read_bytes()
