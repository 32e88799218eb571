"""A text as sentences with their place in the outline: headings, bullets, lines that go on, and offsets.

A line break ends a sentence unless the next line plainly goes on with it. A full stop ends one only
before a new beginning and not after an abbreviation. Semicolons and colons part no sentences: in reports
what follows them has its subject before them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBERING = re.compile(
    r"\s*(?:(?P<roman>[IVX]{1,5})(?P<under>(?:\.\d{1,2}){1,4})?\s*(?:[.)/-]|(?<=\d))\s*(?=\S)|(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})\s*(?:[.)](?!\d)|(?<=\.\d)|(?<=\.\d\d))\s+(?=[^\W\d])"
    r"|(?P<letter>[a-hđA-H])\s*[.)]\s+(?=\S)|\(?(?P<bracket>\d{1,2}|[a-hđ])\)\s+(?=\S)|(?P<dash>[-–—+*•▪●○◦·➢✓▶►\uf0b7\uf02d\uf0d8])\s*(?=\S))"
)
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"”’')\]]{0,4}(?=\s|$)")
_SHORT = re.compile(
    r"(?:^|[\s(/.])(?:TP|Tp|tp|TX|tx|TT|đ/c|Đ/c|đc|P|Q|H|T|X|Ths|ThS|TS|Ts|GS|PGS|BS|KS|CN|Nxb|v\.v|VD|vd|NK|nk|Tr|tr|st|No|Ô|Ông|Bà"
    r"|STT|[A-ZĐ])$"
)
_BEGINS = re.compile(r"\s*[\"“‘'(\[]*(?:[^\W\d_]|\d|[-–+*•])")
_UNFINISHED = re.compile(
    r"(?:[,(/:]|\b(?:là|có|chiếm|đạt|và|của|với|trong|các|đó|tỷ lệ|tỉ lệ|số|ban|"
    r"hội đồng|ủy ban|nhân dân|huyện|xã|cấp|nhiệm kỳ|kỳ|năm|tháng|trên|gồm|bằng|nữ|la|co|chiem|dat|va|cua|voi|cac))\s*$",
    re.I,
)
_SHARE = re.compile(r"(?:t[ỷỉ] lệ|chiếm|đạt|tương đương)(?: tỷ lệ| tỉ lệ)?\s*:?\s*\d", re.I)  # “Tỷ lệ: 24,76%” below a count
LONGEST = 6_000  # characters read as one sentence; only hostile texts have longer ones
MOST_NUMBERS = 200  # of a sentence; one with more is no sentence, and costs too much to read
_DIGITS = re.compile(r"\d+")
_RANKS = {"roman": 1, "number": 2, "letter": 6, "bracket": 6, "star": 8, "dash": 9, "plus": 10}
PLAIN_RANK, TITLE_RANK = 7, 0
_TITLE = 60  # characters of a numbered line that is a heading, whatever word it ends with


@dataclass(frozen=True, slots=True)
class Sentence:
    """`start`–`end` are offsets of the sentence as written; `body` is where it begins after its numbering or bullet.

    `rank` orders headings and bullets (a smaller rank is over a larger one); `first` says that it begins a
    line, `heading` that it can stand over what follows, `blank` that an empty line was before it,
    `opens` that its numbering is the first of a list.
    """

    start: int
    end: int
    body: int
    rank: int
    first: bool
    heading: bool
    blank: bool = False
    opens: bool = False


def sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a text in order. Linear in its length."""
    for start, end, blank in _paragraphs(text):
        mark = _NUMBERING.match(text, start, end)
        rank = _rank(text, start, end, mark)
        body = mark.end() if mark else start
        parts = list(_parts(text, body, end))
        for place, (first, last) in enumerate(parts):
            whole = text[first:last]
            last_of_line = place == len(parts) - 1
            heading = last_of_line and (whole.rstrip().endswith(":") or (len(parts) == 1 and _is_title(whole, mark)))
            begins = start + len(text[start:body]) - len(text[start:body].lstrip()) if place == 0 else first
            yield Sentence(begins, last, first, rank, place == 0, heading, blank and place == 0, place == 0 and _opens(mark))


def is_dense(text: str, sentence: Sentence) -> bool:
    """Whether a sentence holds more numbers than any that was written by a person."""
    if sentence.end - sentence.start <= MOST_NUMBERS:
        return False
    return sum(1 for _ in _DIGITS.finditer(text, sentence.start, sentence.end)) > MOST_NUMBERS


def left_out(text: str) -> list[Sentence]:
    """Return the sentences that are not read, or not as a whole: those with too many numbers, those cut for their length."""
    return [one for one in sentences(text) if one.end - one.start >= LONGEST or is_dense(text, one)]


def _paragraphs(text: str) -> Iterator[tuple[int, int, bool]]:
    """Runs of lines that are one, without white space around them; whether an empty line is before each."""
    start, end, blank = 0, 0, False
    held: tuple[int, int, bool] | None = None
    for line in re.finditer(r"[^\n\r\v\f\u2028\u2029\x85]+", text):
        start, end = line.span()
        piece = line.group()
        stripped = piece.strip()
        if not stripped:
            blank = True
            continue
        start += len(piece) - len(piece.lstrip())
        end = start + len(stripped)
        if held and text.count("\n", held[1], start) > 1:
            blank = True
        if held and not blank and _goes_on(text, held, start, end):
            held = (held[0], end, held[2])
            continue
        if held:
            yield held
        held, blank = (start, end, blank), False
    if held:
        yield held


def _goes_on(text: str, held: tuple[int, int, bool], start: int, end: int) -> bool:
    """Whether the line at `start` goes on with the lines before it."""
    if end - held[0] > LONGEST or _NUMBERING.match(text, start, end):
        return False
    if is_row(text, held[0], held[1]) or is_row(text, start, end):
        return False
    numbered = _NUMBERING.match(text, held[0], held[1])
    if numbered and numbered.lastgroup != "dash" and held[1] - held[0] < _TITLE and text[start].isupper():
        return False
    before = text[max(held[0], held[1] - 40) : held[1]]
    if before[-1] in ".;:!?":
        return False
    if _SHARE.match(text, start, end):
        return True
    first = text[start]
    if first.islower() or first in "(,;%/)":
        return True
    return _UNFINISHED.search(before) is not None


def is_row(text: str, start: int, end: int) -> bool:
    """Whether a line is what remained of a table: cells parted by tabs or bars."""
    return text.count("\t", start, end) > 1 or text.count("|", start, end) > 1


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for stop in _END.finditer(text, start, end):
        if stop.end() < end and not _parts_here(text, at, stop, end):
            continue
        if text[at : stop.end()].strip():
            yield from _cut(text, at, stop.end())
        at = stop.end()
    if text[at:end].strip():
        yield from _cut(text, at, end)


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span without white space around it; in pieces where it is far too long."""
    while start < end and text[start].isspace():
        start += 1
    while end - start > LONGEST:
        yield start, start + LONGEST
        start += LONGEST
    yield start, end


def _parts_here(text: str, at: int, stop: re.Match[str], end: int) -> bool:
    if not _BEGINS.match(text, stop.end(), end):
        return False
    if stop.group()[0] != ".":
        return True
    before = text[max(at, stop.start() - 8) : stop.start()]
    if _SHORT.search(before):
        return False
    after = text[stop.end() : min(stop.end() + 12, end)].lstrip()
    return not after[:1].islower() or not before[-1:].isdigit()


def _rank(text: str, start: int, end: int, mark: re.Match[str] | None) -> int:
    if mark is None:
        return TITLE_RANK if _is_capitals(text[start:end]) else PLAIN_RANK
    kind = str(mark.lastgroup)
    if kind == "under" or (kind == "roman" and mark["under"]):
        return _RANKS["number"] + min(mark["under"].count(".") - 1, 3)
    if kind == "number":
        return _RANKS[kind] + min(mark[kind].count("."), 3)
    if kind == "dash" and mark[kind] in "+○◦·":
        return _RANKS["plus"]
    if kind == "dash" and mark[kind] == "*":
        return _RANKS["star"]
    return _RANKS[kind]


def _opens(mark: re.Match[str] | None) -> bool:
    """Whether a numbering is the first: I, 1, a; bullets are told apart by nothing."""
    return mark is not None and mark.lastgroup != "dash" and mark[0].strip(" .)(/-\t").casefold() in ("i", "1", "a")


def _is_capitals(line: str) -> bool:
    letters = [char for char in line[:200] if char.isalpha()]
    return len(letters) > 8 and sum(map(str.isupper, letters)) > 0.8 * len(letters)


def _is_title(line: str, mark: re.Match[str] | None) -> bool:
    """Whether a line without an end mark can be a heading: numbered, or in capitals, or short."""
    if line.rstrip()[-1:] in ".;,!?":
        return False
    return _is_capitals(line) or (mark is not None and len(line) < 200) or len(line) < 100
