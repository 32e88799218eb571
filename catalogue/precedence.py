"""Which source is shown where several speak of one value: data/precedence.yaml."""

from typing import Literal

from pydantic import field_validator

from catalogue.models import Definition


class Precedence(Definition):
    """Sources and kinds of publications, first the one that is shown."""

    sources: tuple[Literal["submission", "publication", "demonstration"], ...]
    source_ranks: tuple[Literal["official", "press", "secondary"], ...]

    @field_validator("sources", "source_ranks")
    @classmethod
    def _each_once(cls, named: tuple[str, ...]) -> tuple[str, ...]:
        if len(named) != 3 or len(set(named)) != 3:
            raise ValueError("each of the three must be named once")
        return named
