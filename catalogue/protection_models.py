"""How small counts of sensitive elements are protected: protection.yaml."""

from typing import Annotated

from pydantic import Field, model_validator

from catalogue.models import Definition, YesNo


class AtMost(Definition):
    """An element that never counts more than another, column by column."""

    part: str
    whole: str


class Protection(Definition):
    """Counts from `lowest` to `highest` are not shown, nor anything they would follow from."""

    lowest: Annotated[int, Field(ge=1)]
    highest: Annotated[int, Field(ge=1)]
    zeros_shown: YesNo
    at_most: tuple[AtMost, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> "Protection":
        if self.lowest > self.highest:
            raise ValueError("lowest must not be above highest")
        return self

    def small(self, value: float) -> bool:
        """Whether a count is too small to be shown."""
        return self.lowest <= value <= self.highest or (value == 0 and not self.zeros_shown)
