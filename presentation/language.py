"""The reader's language, from the link (?lang=en); Vietnamese unless asked otherwise."""

import datetime as dt
import math
import threading

import streamlit as st

from catalogue import definitions
from catalogue.words import LANGUAGES, date_text, number_text

PARAMETER = "lang"


_run = threading.local()  # a run of a page has a thread of its own


def settle() -> None:
    """Look the language up at the beginning of a run: a page asks for it some hundred times."""
    _run.lang = _asked()


def lang() -> str:
    """Return "vi" or "en"."""
    return getattr(_run, "lang", None) or _asked()


def _asked() -> str:
    asked = st.query_params.get(PARAMETER, "vi")
    return asked if asked in LANGUAGES else "vi"


def t(key: str, **values: object) -> str:
    """Return a text of data/words.csv in the reader's language."""
    return definitions.load().words(key, lang(), **values)


def number(value: float | None, decimals: int = 0) -> str:
    """Return a number as the reader writes it; "…" where there is none."""
    return "…" if value is None or math.isnan(value) else number_text(value, decimals, lang())


def date(value: dt.date | None) -> str:
    return date_text(value, lang())


def when(code: str) -> str:
    """Return a period or term in words."""
    return definitions.load().words.period(code, lang())


def name(codelist: str, code: str) -> str:
    """Return the name of a code in the reader's language."""
    return definitions.load().name(codelist, code, lang())


def title(thing: object) -> str:
    """Return the title of an indicator or target in the reader's language."""
    return str(getattr(thing, f"title_{lang()}"))
