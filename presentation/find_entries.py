"""What can be found: pages, units, indicators, targets, documents, terms and sources, and where each leads."""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

from catalogue import definitions
from catalogue.definitions import Definitions
from catalogue.find import Entry, Index
from catalogue.unit_names import bare_name
from catalogue.units import Unit
from presentation.navigation import FIND, GLOSSARY, PAGES, THEMES
from presentation.units import PARAMETER, PATH

DATA_SECTIONS = ("chi-so", "cong-bo", "dot", "tu-dien")
LANGUAGES = ("vi", "en")


@lru_cache(maxsize=2)
def index(version: str, today: dt.date) -> Index:
    """The index of everything that the definitions of this version name; `today` says which units have ended."""
    known = definitions.load()
    entries = [
        *_pages(known), *_units(known, today), *_indicators(known), *_documents(known), *_targets(known), *_terms(known),
        *_sources(known),
    ]  # fmt: skip
    for name in ("Bắc Giang", "bac giang"):
        known.geography.find(name)  # makes its own indexes of names, with and without marks
    shown = {entry.id for entry in entries if entry.kind == "unit"}
    latest = {unit.unit_id: _latest(known, unit, today).unit_id for unit in known.geography.units.values()}

    def named(text: str) -> Iterator[str]:
        yield from {latest[unit.unit_id] for unit in known.geography.find(text)} & shown

    return Index(entries, known.abbreviations, named)


def _both(known: Definitions, key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(known.words(key, lang) for lang in LANGUAGES))


def _pages(known: Definitions) -> Iterator[Entry]:
    for page in PAGES:
        if not page.hidden:
            yield Entry("page", page.path, _both(known, page.title), page.path)
    for section in DATA_SECTIONS:
        titles = _both(known, f"data_{section.replace('-', '_')}")
        yield Entry("page", f"so-lieu.{section}", titles, "so-lieu", (("muc", section),), around=_both(known, "page_data"))


def _latest(known: Definitions, unit: Unit, today: dt.date) -> Unit:
    """The version that stands for all of one name and code: the one of today, else the last."""
    same = [one for one in known.geography.versions[unit.code] if one.name == unit.name]
    return max(same, key=lambda one: (one.exists(today), one.valid_to or dt.date.max, one.valid_from or dt.date.min))


def _units(known: Definitions, today: dt.date) -> Iterator[Entry]:
    geography = known.geography
    others: dict[str, list[str]] = {}
    for other in known.unit_names:
        others.setdefault(other.code, []).append(other.text)
    for unit in dict.fromkeys(_latest(known, unit, today) for unit in geography.units.values()):
        of_code = geography.versions[unit.code]
        current = geography.version_at(unit.code, today) or max(of_code, key=lambda v: str(v.valid_to or v.valid_from or ""))
        bare = (bare_name(unit.name),) if unit.level != "agency" else ()
        yield Entry(
            kind="unit",
            id=unit.unit_id,
            titles=(unit.name,),
            path=PATH,
            parameters=((PARAMETER, unit.code if unit is current else unit.unit_id),),
            names=(*bare, *others.get(unit.code, ())),
            around=(unit.code, *(geography.units[one].name for one in above(known, unit))),
            ended=not unit.exists(today),
        )


def above(known: Definitions, unit: Unit) -> tuple[str, ...]:
    """The unit_ids of the places a unit lies in, the nearest first; of a commune of today its former districts too."""
    places = list(known.geography.former_districts.get(unit.unit_id, ()))
    while unit.parent_id:
        unit = known.geography.units[unit.parent_id]
        places.append(unit.unit_id)
    return tuple(places)


def _indicators(known: Definitions) -> Iterator[Entry]:
    for one in known.indicators.values():
        codes = tuple(code.code for code in one.official_codes if code.code)
        titles = (one.title_vi, one.title_en)
        around = (*_both(known, f"page_{one.theme}"), *_both(known, "find_indicator"), *codes)
        yield Entry("indicator", one.id, titles, THEMES[one.theme], (("chi_so", one.id),), (one.id,), around)


def _documents(known: Definitions) -> Iterator[Entry]:
    for one in known.documents.values():
        titles = (f"{one.name} ({one.date})" if one.date else one.name,)
        names = tuple(filter(None, (one.name, one.short, one.number, *one.cited)))
        yield Entry("document", one.id, titles, FIND, (("van_ban", one.id),), names, _both(known, "find_document"))


def _targets(known: Definitions) -> Iterator[Entry]:
    of_target = {target: document for document in known.documents.values() for target in document.targets}
    for one in known.targets.values():
        document = of_target[one.id]
        shown = (("khi", "tat_ca"), ("muc_tieu", one.id))  # one that nothing is counted for stands with its document
        path, parameters = ("muc-tieu", shown) if one.indicator and one.assessed else (FIND, (("van_ban", document.id),))
        levels = (known.name("level", one.level, lang) for lang in LANGUAGES)
        around = (document.name, document.short, one.due or "", *levels, *_both(known, "find_target"))
        yield Entry("target", one.id, (one.title_vi, one.title_en), path, parameters, around=around)


def _terms(known: Definitions) -> Iterator[Entry]:
    for one in known.glossary.values():
        titles, around = (one.term_vi, one.term_en), _both(known, "find_term")
        yield Entry("term", one.id, titles, GLOSSARY, (("tu", one.id),), one.other_names, around)


def _sources(known: Definitions) -> Iterator[Entry]:
    areas: dict[str, set[str]] = {}
    for figure in known.figures:
        areas.setdefault(figure.source, set()).add(figure.area)
    for source, places in areas.items():
        where = tuple(("noi", place) for place in places) if len(places) == 1 else ()
        yield Entry("source", source, (source,), "so-lieu", (("muc", "cong-bo"), *where), around=tuple(sorted(places)))
