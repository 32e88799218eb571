"""The model of the inspection list: what makes a unit come first. inspection.yaml."""

from typing import Literal

from pydantic import Field, model_validator

from catalogue.models import Definition


class Component(Definition):
    """One reason to look at a unit first, between 0 and 1, measured against a target, or by a count of an indicator."""

    id: str = Field(pattern=r"^[a-z_]+$")
    target: str | None = None
    indicator: str | None = None
    measure: Literal["gap", "unmet", "unreported", "most"]
    weight: int = Field(ge=0, le=5)
    title_vi: str
    title_en: str

    @model_validator(mode="after")
    def _measured_by_one(self) -> "Component":
        if (self.measure == "most") != (self.indicator is not None) or (self.indicator is None) == (self.target is None):
            raise ValueError("measure most needs an indicator, any other a target, and not both")
        return self


class Inspection(Definition):
    """The components of the list and what it leaves out."""

    note_vi: str
    note_en: str
    components: tuple[Component, ...] = Field(min_length=1)
