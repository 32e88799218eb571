"""What is wrong with a file: collected, reported all at once, each with its cell."""

from dataclasses import dataclass
from typing import Literal

from catalogue.errors import Message
from catalogue.words import Words

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem. `code` names the sentence problem_<code> of data/words.csv."""

    code: str
    sheet: str | None = None
    cell: str | None = None
    found: str | None = None
    expected: Message | str | None = None
    severity: Severity = "error"
    about: tuple[tuple[str, str], ...] = ()  # further values of the sentence
    confirmed: str | None = None  # why a warning is right, where someone said so

    def as_dict(self, words: Words, lang: str) -> dict[str, str | None]:
        """Return the problem as `load --json` prints it."""
        expected = words.say(self.expected, lang) if isinstance(self.expected, Message) else self.expected
        return {
            "severity": self.severity, "code": self.code, "sheet": self.sheet, "cell": self.cell,
            "found": self.found, "expected": expected, "message": self.sentence(words, lang, expected),
        } | ({"confirmed": self.confirmed} if self.confirmed else {})  # fmt: skip

    def as_record(self) -> dict[str, object]:
        """Return the problem without words, to be kept and said later in any language."""
        expected = (
            {"key": self.expected.key, "values": self.expected.values} if isinstance(self.expected, Message) else self.expected
        )
        return {"code": self.code, "severity": self.severity, "sheet": self.sheet, "cell": self.cell,
                "found": self.found, "expected": expected, "about": self.about, "confirmed": self.confirmed}  # fmt: skip

    def sentence(self, words: Words, lang: str, expected: str | None) -> str:
        place = "" if self.sheet is None else words("problem_place", lang, sheet=self.sheet, cell=self.cell or "–")
        values = dict(self.about) | {"found": self.found or "", "expected": expected or ""}
        return (place + " " if place else "") + words(f"problem_{self.code}", lang, **values)
