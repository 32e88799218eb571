"""Rules that reports are held against: rules.yaml."""

from typing import Annotated, Literal

from pydantic import Field

from catalogue.models import Definition

Severity = Literal["error", "warning"]


class _Rule(Definition):
    id: str
    severity: Severity


class AtMost(_Rule):
    """Cells of element `part` are at most those of `whole`, for the same unit, level, term and column."""

    check: Literal["at_most"]
    part: str
    whole: str
    columns: tuple[str, ...]


class ColumnsAtMost(_Rule):
    """Cells of column `part` are at most those of `whole`, for the same unit, level, term and element."""

    check: Literal["columns_at_most"]
    part: str
    whole: str


class FirstHalf(_Rule):
    """What happened in a year is at least what happened in its first half."""

    check: Literal["not_less_than_first_half"]


class History(_Rule):
    """A comparison with the unit's last report, or with its peers.

    `most` is a share or probability, `least` the smallest body or number of cells compared.
    """

    check: Literal["history"]
    method: Literal["sent_again", "body_jumped", "sexes_swapped", "share_improbable", "unlike_peers"]
    most: float = Field(gt=0, le=1)
    least: int = Field(ge=1)


Rule = Annotated[AtMost | ColumnsAtMost | FirstHalf | History, Field(discriminator="check")]


class Rules(Definition):
    rules: tuple[Rule, ...]
