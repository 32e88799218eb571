"""Text with separators (csv, tsv) → rows of cells. Encoding and separator are told by the content."""

import csv
import io
import re
import unicodedata
from collections import Counter

from etl.syllables import share_of_syllables

SEPARATORS = ";\t|,"
ENOUGH = 0.8
SAMPLE = 200  # lines that show the separator
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def parse_text(content: bytes) -> list[list[str]]:
    """Return the cells of a text with separators, every row equally long; numbers stay text.

    Raises:
        ValueError: no text, or no separator in it.
    """
    text = decoded(content)
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        separator, text = first.strip()[4], rest
    else:
        separator = _separator(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise ValueError(str(error)) from error
    width = max(map(len, rows), default=0)
    if width < 2:
        raise ValueError("no table")
    return [row if len(row) == width else [*row, *[""] * (width - len(row))] for row in rows]


def decoded(content: bytes) -> str:
    """Return the text of the bytes. What is neither UTF-8 nor UTF-16 is Windows-1258 or an old font, byte for byte.

    Raises:
        ValueError: no text.
    """
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), None) or _wide(content)
    try:
        text = content.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        if encoding:
            raise ValueError("not text") from None
        text = _of_windows(content)
    if _CONTROL.search(text):
        raise ValueError("not text")
    return text


def _wide(content: bytes) -> str | None:
    """UTF-16 without a mark: nearly every second byte is zero."""
    sample = content[:2000]
    for start, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = sample[start::2]
        if len(half) > 8 and half.count(0) > len(half) * 0.6:
            return name
    return None


def _of_windows(content: bytes) -> str:
    """Windows-1258 if that makes Vietnamese words, else Latin-1, which keeps every byte of an old font."""
    try:
        text = unicodedata.normalize("NFC", content.decode("cp1258"))
    except UnicodeDecodeError:
        return content.decode("latin-1")
    return text if share_of_syllables(text[:5_000]) > ENOUGH else content.decode("latin-1")


def _separator(text: str) -> str:
    """The separator that splits most of the first lines into the same number of cells."""
    sample = "\n".join(text.splitlines()[:SAMPLE])
    best, found = (0, 0), ""
    for separator in SEPARATORS:
        try:
            widths = Counter(len(row) for row in csv.reader(io.StringIO(sample), delimiter=separator) if len(row) > 1)
        except csv.Error:
            continue
        if widths:
            score = (widths.most_common(1)[0][1], max(widths))
            if score > best:
                best, found = score, separator
    if not found:
        raise ValueError("no separator")
    return found
