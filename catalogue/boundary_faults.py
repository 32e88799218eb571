"""What is wrong with a file of changes of units: collected, told all at once, each with its line and column."""

from dataclasses import dataclass
from typing import Literal

from catalogue.errors import Message
from catalogue.words import Words

SHOWN = 10  # units named in one sentence


@dataclass(frozen=True, slots=True)
class Fault:
    """One problem. `code` names the sentence problem_<code> of data/words.csv."""

    code: str
    line: int | None = None
    column: str | None = None
    found: str = ""
    expected: Message | str = ""
    severity: Literal["error", "warning"] = "error"
    about: tuple[tuple[str, str], ...] = ()  # further values of the sentence

    def as_dict(self, words: Words, lang: str) -> dict[str, str | int | None]:
        """Return the problem as `boundaries --json` prints it."""
        expected = words.say(self.expected, lang) if isinstance(self.expected, Message) else self.expected
        return {"severity": self.severity, "code": self.code, "line": self.line, "column": self.column, "found": self.found,
                "expected": expected, "message": self._sentence(words, lang, expected)}  # fmt: skip

    def _sentence(self, words: Words, lang: str, expected: str) -> str:
        place = words("boundaries_place", lang, line=self.line, column=self.column or "–") + " " if self.line else ""
        values = dict(self.about) | {"found": self.found, "expected": expected}
        return place + words(f"problem_{self.code}", lang, **values)


def some(names: list[str]) -> str:
    """Join names, at most ten, then how many more there are."""
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f", +{more}" if more > 0 else "")
