"""The model of the inspection list: what makes a unit come first. inspection.yaml."""

from typing import Literal

from pydantic import Field

from catalogue.models import Definition


class Component(Definition):
    """One reason to look at a unit first, between 0 and 1, measured against a target."""

    id: str = Field(pattern=r"^[a-z_]+$")
    target: str
    measure: Literal["gap", "unmet", "unreported"]
    weight: int = Field(ge=0, le=5)
    title_vi: str
    title_en: str


class Inspection(Definition):
    """The components of the list and what it leaves out."""

    note_vi: str
    note_en: str
    components: tuple[Component, ...] = Field(min_length=1)
