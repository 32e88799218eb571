"""Texts and numbers in the language of the document's reader."""

import datetime as dt
from collections.abc import Sequence

from catalogue.definitions import Definitions
from catalogue.words import date_text, number_text

NAMED = 8  # units named in a sentence; the rest are counted
COMPARATORS = {">=": "≥", ">": ">", "<=": "≤", "<": "<"}


class Voice:
    """Speaks the reader's language: words by their key, numbers, days, names."""

    def __init__(self, definitions: Definitions, lang: str) -> None:
        self.definitions, self.lang = definitions, lang

    def __call__(self, key: str, **values: object) -> str:
        return self.definitions.words(key, self.lang, **values)

    def whole(self, value: float | None) -> str:
        """A number of people or bodies; a dash where there is none."""
        return "–" if value is None else number_text(value, 0, self.lang)

    def share(self, value: float | None, decimals: int = 1) -> str:
        return "–" if value is None else number_text(value, decimals, self.lang) + "%"

    def exact(self, value: float) -> str:
        """A number with the decimals it has, two at most."""
        text = number_text(value, 2, self.lang)
        return text.rstrip("0").rstrip(",.")

    def required(self, comparator: str | None, value: float | None) -> str:
        """ "≥ 15%", without decimals that say nothing."""
        if value is None:
            return "–"
        return f"{COMPARATORS.get(comparator or '', '≥')} {self.share(value, 0 if float(value).is_integer() else 1)}"

    def day(self, day: dt.date | str | None) -> str:
        if isinstance(day, str):
            day = dt.date.fromisoformat(day)
        return date_text(day, self.lang)

    def level(self, level: str) -> str:
        """The level inside a sentence: "cấp xã"."""
        name = self.definitions.name("level", level, self.lang)
        return name[:1].lower() + name[1:]

    def title(self, indicator: str) -> str:
        return str(getattr(self.definitions.indicators[indicator], f"title_{self.lang}"))

    def names(self, names: Sequence[str]) -> str:
        """Some names in a sentence, the rest counted."""
        shown = ", ".join(names[:NAMED])
        more = len(names) - NAMED
        return shown if more <= 0 else self("brief_and_more", names=shown, count=self.whole(more))
