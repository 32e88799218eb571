"""Errors that a user caused or can mend. Each says what, where, the consequence and what to do."""

from dataclasses import dataclass


class DefinitionError(Exception):
    """A file in data/ is wrong. `places` are "file, line or key: found …; allowed …"."""

    def __init__(self, places: list[str]) -> None:
        self.places = places
        shown = places[:10]
        more = len(places) - len(shown)
        super().__init__("\n".join(shown) + (f"\n… +{more}" if more else ""))


@dataclass(frozen=True)
class Message:
    """A sentence of data/words.csv with its values, put into words only when it is shown."""

    key: str
    values: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, key: str, **values: object) -> "Message":
        return cls(key, tuple((name, str(value)) for name, value in values.items()))


class UserError(Exception):
    """Something a user can mend; `message` is translated where it is shown."""

    def __init__(self, key: str, **values: object) -> None:
        self.message = Message.of(key, **values)
        super().__init__(key, values)


class UsageError(UserError):
    """Wrong usage of a command: exit status 2."""
