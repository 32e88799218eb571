"""A report on its way, as the desk's functions hand it out."""

import json
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from sqlalchemy import Row

from catalogue.errors import UserError

OPEN = ("received", "checked", "submitted", "accepting")  # states in which nothing is decided yet
NAME = 200  # bytes kept of a file's name: file systems take 255


@dataclass(frozen=True)
class Sending:
    """A report on its way; see `desk.tables.sending`."""

    sending_id: int
    unit_id: str
    period: str
    origin: str
    file_name: str
    sha256: str
    size: int
    sent_by: str
    sent_by_name: str
    received_at: Any
    state: str
    revision: int
    result: dict[str, Any] | None
    checked_at: Any
    confirmed: tuple[dict[str, str], ...]
    submitted_at: Any
    note: str | None
    comment: str | None
    decided_by: str | None
    decided_at: Any
    version: int | None
    recorded_at: Any

    @property
    def subject(self) -> str:
        """How the record names it."""
        return f"sending/{self.sending_id}"

    @property
    def suffix(self) -> str:
        return PurePath(self.file_name).suffix

    @property
    def shape(self) -> str:
        """What kind of file it is: form (whole), part (another layout), narrative (in sentences); empty before its check."""
        said = self.result or {}
        return "narrative" if "sections" in said else "part" if said.get("partial") else "form" if said else ""

    @property
    def problems(self) -> list[dict[str, Any]]:
        return list((self.result or {}).get("problems", []))

    @property
    def errors(self) -> list[dict[str, Any]]:
        return [one for one in self.problems if one["severity"] == "error"]

    @property
    def unconfirmed(self) -> list[dict[str, Any]]:
        """Warnings that the sender has not confirmed."""
        done = {(one["code"], one["sheet"], one["cell"]) for one in self.confirmed}
        return [one for one in self.problems
                if one["severity"] == "warning" and "confirmed" not in one
                and (one["code"], one["sheet"] or "", one["cell"] or "") not in done]  # fmt: skip


class StaleError(UserError):
    """Someone changed it since it was read. Nothing was changed."""


def clean_name(text: str) -> str:
    """A file's name without folders, control signs and more length than anyone reads."""
    plain = "".join(char for char in PurePath(text.replace("\\", "/")).name if char.isprintable()).strip() or "tep"
    suffix = PurePath(plain).suffix[:12]
    stem = plain[: len(plain) - len(PurePath(plain).suffix)].encode()[: NAME - len(suffix.encode())]
    return stem.decode(errors="ignore") + suffix


def from_row(row: Row) -> Sending:
    """A row of the table as it is worked with."""
    said = row._asdict()
    said["result"] = json.loads(said["result"]) if said["result"] else None
    said["confirmed"] = tuple(json.loads(said["confirmed"]) if said["confirmed"] else ())
    return Sending(**said)
