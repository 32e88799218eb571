"""The legal documents that targets and changes of units name, each once however it is cited."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from catalogue.models import UnitChange
from catalogue.target_models import Target
from catalogue.text import unmarked

NUMBER = re.compile(r"\d+(?:/\d{4})?[-/][A-ZĐ][^\s,;()]*")  # 45-CT/TW, 28/NQ-CP, 85/2015/QH13
_DATE = re.compile(r"\b\d{1,2}/\d{1,2}/(\d{4})\b|\((\d{4})\)")
_LETTERS = re.compile(r"[A-ZĐ]+")


@dataclass(frozen=True)
class Document:
    """A document with what rests on it here: targets by id, units as they changed."""

    id: str  # for links: 45-ct-tw-2025
    name: str  # Chỉ thị 45-CT/TW
    number: str  # 45-CT/TW; empty where the number is not known
    date: str  # 14/4/2025; empty where not known
    cited: tuple[str, ...]  # every way it is cited
    targets: tuple[str, ...] = ()
    changes: tuple[UnitChange, ...] = field(default=(), repr=False)

    @property
    def short(self) -> str:
        """As officers say it: “CT 45”; empty without a number."""
        kind = _LETTERS.search(self.number)
        words = [word[0].upper() for word in self.name.split()[:2]]
        initials = "".join(words) if words and self.name.split()[0] != "Luật" else "Luật"
        return f"{initials} {self.number.split('-')[0].split('/')[0]}" if kind else ""


def documents(targets: dict[str, Target], changes: tuple[UnitChange, ...]) -> dict[str, Document]:
    """Return the documents by id, in the order in which they are first named."""
    cited: dict[tuple[str, str], list[str]] = defaultdict(list)
    bound: dict[tuple[str, str], list[str]] = defaultdict(list)
    moved: dict[tuple[str, str], list[UnitChange]] = defaultdict(list)
    for target in targets.values():
        key = _key(target.source_doc)
        cited[key].append(target.source_doc)
        bound[key].append(target.id)
    for change in changes:
        for text in _single(change.legal_basis):
            key = _key(text)
            cited[key].append(text)
            moved[key].append(change)
    found: dict[str, Document] = {}
    for key, texts in cited.items():
        document = _document(key, list(dict.fromkeys(texts)), tuple(bound[key]), tuple(moved[key]))
        found[document.id] = document
    return found


def _single(citation: str) -> Iterator[str]:
    yield from filter(None, (part.strip() for part in citation.split(";")))


def _key(citation: str) -> tuple[str, str]:
    """What tells a document from others: its number, with the year where the number has none; else its whole text."""
    number = NUMBER.search(citation)
    if number is None:
        return citation, ""
    if re.search(r"/\d{4}/", number.group()):
        return number.group(), ""
    date = _DATE.search(citation, number.end())
    return number.group(), (date[1] or date[2]) if date else ""


def _document(key: tuple[str, str], texts: list[str], targets: tuple[str, ...], changes: tuple[UnitChange, ...]) -> Document:
    number = key[0] if NUMBER.fullmatch(key[0]) else ""
    names = [text[: text.index(number) + len(number)] if number else text for text in texts]
    dates = [found for text in texts if (found := _DATE.search(text, text.index(number) + len(number) if number else 0))]
    identifier = "-".join(re.findall(r"[a-z0-9]+", unmarked(number or " ".join(texts[0].split()[:6]))))
    return Document(
        id=f"{identifier}-{key[1]}" if key[1] else identifier,
        name=max(names, key=len),
        number=number,
        date=dates[0].group().strip("()") if number and dates else "",
        cited=tuple(texts),
        targets=targets,
        changes=changes,
    )
