"""The model of the first page: what it finds and what it compares. overview.yaml."""

from pydantic import Field, model_validator

from catalogue.models import Definition, Level


class Said(Definition):
    """A finding: an indicator at a level, and the sentence that its value stands in."""

    indicator: str
    level: Level
    said_vi: str
    said_en: str

    @model_validator(mode="after")
    def _says_the_value(self) -> "Said":
        for text in (self.said_vi, self.said_en):
            if text.count("{value}") != 1:
                raise ValueError(f"{text!r} must say {{value}} once")
        return self


class Compared(Definition):
    """A body of the chart and what it is called there."""

    indicator: str
    name_vi: str
    name_en: str


class Overview(Definition):
    """The findings and bodies of the first page, in order."""

    findings: tuple[Said, ...] = Field(min_length=1)
    levels: tuple[Level, ...] = Field(min_length=1)
    bodies: tuple[Compared, ...] = Field(min_length=1)
