"""The models of funnels: the stages people pass on their way into a body. funnels.yaml."""

from typing import Literal

from pydantic import Field, model_validator

from catalogue.models import Definition

StageKey = Literal["planned", "introduced", "official", "elected"]
Link = Literal["first", "ratio", "success"]


class FunnelStage(Definition):
    """One stage, counted by an indicator. `link`: what its number over the number before it means."""

    key: StageKey
    link: Link
    indicator: str
    title_vi: str
    title_en: str


class Funnel(Definition):
    """A body: its stages in time order; the last one, which is elected or appointed, counts for targets."""

    id: str
    title_vi: str
    title_en: str
    target: str
    stages: tuple[FunnelStage, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _stages_fit(self) -> "Funnel":
        keys = [stage.key for stage in self.stages]
        if len(keys) != len(set(keys)):
            raise ValueError(f"each stage once, found {keys}")
        if [place for place, stage in enumerate(self.stages) if stage.link == "first"] != [0]:
            raise ValueError("link: the first stage is 'first', the others are 'ratio' or 'success'")
        if self.stages[-1].indicator != self.target:
            raise ValueError(f"target {self.target!r} is not the indicator of the last stage {self.stages[-1].indicator!r}")
        return self
