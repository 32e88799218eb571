"""A file of an old Word (.doc) → .docx, by LibreOffice where it is installed, in a process and a profile of their own."""

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

SECONDS = 60  # for one document
PROGRAMS = ("soffice", "libreoffice")
_FIB, _ENCRYPTED = b"\xec\xa5", 0x01  # how the stream of a .doc begins; a flag in its twelfth byte
_MACROS = "_VBA_PROJECT".encode("utf-16-le")
# No macro is run and nothing is fetched from elsewhere, whatever the document asks for.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""  # noqa: E501


class NoOfficeError(Exception):
    """LibreOffice is not installed."""


def old_word_fault(content: bytes) -> str | None:
    """Why an old Word document must not be converted: encrypted, or it carries macros."""
    start = content.find(_FIB, 512, 4096)
    if start > 0 and start % 512 == 0 and content[start + 11] & _ENCRYPTED:
        return "encrypted"
    return "macros_in_old_word" if _MACROS in content else None


def to_docx(content: bytes) -> bytes:
    """Return an old Word document as .docx.

    Raises:
        NoOfficeError: LibreOffice is not installed.
        ValueError: it could not be converted, or not in time.
    """
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise NoOfficeError
    with tempfile.TemporaryDirectory(prefix="vstbpn-") as name:
        folder = Path(name)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        (folder / "report.doc").write_bytes(content)
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
                   "--convert-to", "docx", "--outdir", str(folder / "out"), str(folder / "report.doc")]  # fmt: skip
        _run(command)
        made = folder / "out" / "report.docx"
        if not made.is_file():
            raise ValueError("LibreOffice cannot read it")
        return made.read_bytes()


def _run(command: list[str]) -> None:
    """Run a program; when its time is over it ends with all that it started."""
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        started.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        with suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()
        raise ValueError(f"not converted within {SECONDS} s") from error
