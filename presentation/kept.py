"""What pages work out from a snapshot is worked out once: charts, tables and sentences are kept for all visits.

A kept function depends on nothing but its arguments, the snapshot, the definitions, the language and the map; it shows nothing
itself, and nobody changes what it returned.
"""

import functools
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import fields
from typing import Any, ParamSpec, TypeVar

from catalogue import definitions
from presentation import boundaries, data
from presentation.language import lang
from presentation.views import View

P = ParamSpec("P")
R = TypeVar("R")
PARTS = tuple(field.name for field in fields(View))
MOST = 2500  # results, ready to be shown; what was not asked for longest goes first
FEW = 60  # rows that results are made of: they take much memory and little time

_Shelf = OrderedDict[Hashable, tuple[Any, ...]]
_results: _Shelf = OrderedDict()
_rows: _Shelf = OrderedDict()
_lock = threading.Lock()


def kept(function: Callable[P, R]) -> Callable[P, R]:
    """Keep the results of a pure function."""
    return _kept(function, _results, lambda: MOST)


def at_hand(function: Callable[P, R]) -> Callable[P, R]:
    """Keep the results of a pure function for the next parts of a page: rows that several of them are made of."""
    return _kept(function, _rows, lambda: FEW)


def _kept(function: Callable[P, R], shelf: _Shelf, most: Callable[[], int]) -> Callable[P, R]:
    @functools.wraps(function)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        known = definitions.load()
        given = (*args, *kwargs.values())
        key = (function, data.current(), id(known), lang(), boundaries.chosen_day(), *kwargs, *map(_key, given))
        with _lock:
            if key in shelf:
                shelf.move_to_end(key)
                return shelf[key][0]  # type: ignore[no-any-return]
        result = function(*args, **kwargs)
        with _lock:
            shelf[key] = (result, known, given)  # what is known by its identity lives as long as its entry
            while len(shelf) > most():
                shelf.popitem(last=False)
        return result

    return asked


def _key(given: object) -> Hashable:
    """A view by what it says, a plain value by itself, anything else (rows, an indicator) by its identity."""
    if isinstance(given, View):
        return tuple(_key(getattr(given, name)) for name in PARTS)  # its indicator by identity
    return given if isinstance(given, str | int | float | bool | tuple | None) else id(given)
