"""Texts of the interface and messages in Vietnamese and English: data/words.csv."""

import datetime as dt
from collections.abc import Iterable

from catalogue.errors import Message
from catalogue.models import Period, Word

LANGUAGES = ("vi", "en")


class Words:
    """Look a text up by its key. A missing key is shown as itself and found by a test."""

    def __init__(self, words: Iterable[Word]) -> None:
        self.words = {word.key: word for word in words}

    def __call__(self, key: str, lang: str = "vi", **values: object) -> str:
        """Return the text `key` in `lang` with `values` filled in."""
        word = self.words.get(key)
        if word is None:
            return key
        text = word.vi if lang == "vi" else word.en
        return text.format(**values) if values else text

    def say(self, message: Message, lang: str = "vi") -> str:
        return self(message.key, lang, **dict(message.values))

    def period(self, period: str, lang: str = "vi") -> str:
        """Return a period or term in words: "6 tháng đầu năm 2024", "Năm 2024", "Nhiệm kỳ 2020–2025"."""
        if period.endswith("-S1"):
            return self("period_half", lang, year=period[:4])
        if "-" in period:
            return self("period_term", lang, term=period.replace("-", "–"))
        return self("period_year", lang, year=period)


def date_text(date: dt.date | None, lang: str = "vi") -> str:
    """Return a date as it is written in Vietnam (10/06/2024); ISO in English."""
    if date is None:
        return ""
    return f"{date:%d/%m/%Y}" if lang == "vi" else date.isoformat()


def number_text(value: float | None, decimals: int = 0, lang: str = "vi") -> str:
    """Return a number as Vietnamese people write it (1.234,5), or 1,234.5 in English."""
    if value is None:
        return ""
    text = f"{value:,.{decimals}f}"
    return text.translate(str.maketrans(",.", ".,")) if lang == "vi" else text


def plain_text(value: float | None) -> str:
    """Return a number without grouping and with a decimal comma: what a spreadsheet in Vietnam reads as a number."""
    return "" if value is None else f"{value:.15g}".replace(".", ",")


def signed_text(value: float, decimals: int = 0, lang: str = "vi") -> str:
    """Return a difference with its sign, "+2,4" or "−2,4"."""
    return ("+" if value >= 0 else "−") + number_text(abs(value), decimals, lang)


def period_order(period: Period) -> tuple[dt.date, dt.date]:
    """Sort key of periods: by the day they speak of, half-years before the year they are part of."""
    return (period.reference_date, period.ends)
