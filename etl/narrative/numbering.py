"""The numbers that Word writes before paragraphs and that stand in no text: “II.”, “3.2.”, “a)”."""

from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DEEPEST = 9  # levels of a list
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
          (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


@dataclass
class Level:
    """How a level of a list is numbered: its first number, its kind, its text “%1.%2.”."""

    start: int = 1
    kind: str = "decimal"
    text: str = ""
    plain: bool = False  # all numbers of its text are arabic
    style: str | None = None


@dataclass
class _List:
    levels: dict[int, Level]
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts through a document; ask once for each paragraph, in order."""

    def __init__(self, root: "etree._Element | None") -> None:
        """`root`: the part word/numbering.xml, if there is one."""
        self._lists: dict[str, _List] = {}
        self._of: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}
        for one in root.iterfind(f"{W}abstractNum") if root is not None else ():
            levels = {_number(level.get(f"{W}ilvl")): _level(level) for level in one.iterfind(f"{W}lvl")}
            self._lists[one.get(f"{W}abstractNumId", "")] = _List(levels)
        for one in root.iterfind(f"{W}num") if root is not None else ():
            name = one.get(f"{W}numId", "")
            self._of[name] = _value(one.find(f"{W}abstractNumId"))
            for changed in one.iterfind(f"{W}lvlOverride"):
                start = changed.find(f"{W}startOverride")
                if start is not None:
                    self._starts.setdefault(name, {})[_number(changed.get(f"{W}ilvl"))] = _number(_value(start))

    def level_of_style(self, number: str, style: str) -> int:
        """The level of a list at which paragraphs of a style stand."""
        found = self._lists.get(self._of.get(number, ""))
        return next((depth for depth, level in found.levels.items() if level.style == style), 0) if found else 0

    def label(self, number: str, depth: int) -> str:
        """The number of the next paragraph of a list at a level; “-” for a bullet, nothing where there is none."""
        found = self._lists.get(self._of.get(number, ""))
        if found is None or depth not in found.levels or depth >= DEEPEST:
            return ""
        for place, start in self._starts.pop(number, {}).items():
            found.counts[place] = start - 1
        level = found.levels[depth]
        found.counts[depth] = found.counts.get(depth, level.start - 1) + 1
        for deeper in [place for place in found.counts if place > depth]:
            del found.counts[deeper]
        if level.kind == "bullet":
            return "-"
        text = level.text
        for place in range(DEEPEST):
            if f"%{place + 1}" in text:
                own = found.levels.get(place, Level())
                kind = "decimal" if level.plain else own.kind
                text = text.replace(f"%{place + 1}", _written(found.counts.get(place, own.start), kind))
        return text.strip() if level.kind != "none" else ""


def _level(level: "etree._Element") -> Level:
    kind, style = _value(level.find(f"{W}numFmt")) or "decimal", level.find(f"{W}pStyle")
    start = _value(level.find(f"{W}start"))
    return Level(_number(start) if start else 1, kind, _value(level.find(f"{W}lvlText")),
                 level.find(f"{W}isLgl") is not None, _value(style) or None)  # fmt: skip


def _value(element: "etree._Element | None") -> str:
    return "" if element is None else element.get(f"{W}val", "")


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else 0


def _written(number: int, kind: str) -> str:
    """A number as a list writes it: arabic, roman, letters."""
    if kind in ("upperRoman", "lowerRoman"):
        text, rest = "", min(number, 3999)
        for value, letters in _ROMAN:
            text, rest = text + letters * (rest // value), rest % value
        return text if kind == "upperRoman" else text.lower()
    if kind in ("upperLetter", "lowerLetter") and number > 0:
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if kind == "upperLetter" else letter.lower()
    return f"{number:02d}" if kind == "decimalZero" else str(number)
