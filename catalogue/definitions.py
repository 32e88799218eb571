"""All definitions of data/, loaded once, cross-checked, looked up by id.

A new indicator is a file in data/indicators/; a new form a file in data/forms/; a new
target, unit, period or data element a line of its CSV. No Python changes.
"""

import datetime as dt
import hashlib
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from catalogue import (
    abbreviations,
    access,
    boundaries,
    checks,
    decisions,
    definition_files,
    form_models,
    funnel_models,
    inspection_models,
    label_models,
    loader,
    models,
    narrative_models,
    office_models,
    outline,
    overview_models,
    paths,
    precedence,
    protection_models,
    rule_models,
    scenario_models,
    target_models,
)
from catalogue.documents import Document, documents
from catalogue.geography import Geography
from catalogue.glossary import Term
from catalogue.tile_maps import TileMaps
from catalogue.words import Words


@dataclass(frozen=True, repr=False)
class Definitions:
    folder: Path
    office: office_models.Office
    codes: tuple[models.Code, ...]
    units: tuple[models.OrgUnit, ...]
    changes: tuple[models.UnitChange, ...]
    tiles: tuple[models.Tile, ...]
    allocation: tuple[models.AllocationShare, ...]
    agencies: tuple[models.Agency, ...]
    unit_names: tuple[models.UnitName, ...]
    periods: dict[str, models.Period]
    mandates: tuple[models.Mandate, ...]
    elements: dict[str, models.DataElement]
    columns: dict[str, form_models.Column]
    forms: dict[str, form_models.Form]
    reporting: tuple[form_models.Reporting, ...]
    indicators: dict[str, models.Indicator]
    targets: dict[str, target_models.Target]
    funnels: dict[str, funnel_models.Funnel]
    scenarios: tuple[scenario_models.Scenario, ...]
    inspection: inspection_models.Inspection
    overview: overview_models.Overview
    outline: outline.Outline
    precedence: precedence.Precedence
    protection: protection_models.Protection
    figures: tuple[models.PublishedFigure, ...]
    links: tuple[models.PublicationLink, ...]
    cell_words: tuple[models.CellWord, ...]
    labels: tuple[label_models.Label, ...]
    rules: tuple[rule_models.Rule, ...]
    narrative: narrative_models.Narrative
    abbreviations: abbreviations.Abbreviations
    legacy_letters: tuple[models.LegacyLetter, ...]
    glossary: dict[str, Term]
    roles: dict[str, access.Role]
    words: Words
    kept: tuple[str, ...] = ()  # files of changes of units that the office loaded
    decided_lines: decisions.Decisions = field(default_factory=decisions.Decisions)
    decided: tuple[str, ...] = ()  # files of decisions, with what they hold
    decided_names: tuple[models.UnitName, ...] = ()
    extensions: Mapping[tuple[str, str], dt.date] = field(default_factory=dict)  # last day of a period and unit
    owing: Mapping[tuple[str, str], bool] = field(default_factory=dict)  # whether a unit owes a report of a period
    sources: Mapping[tuple[str, ...], str] = field(default_factory=dict)  # of a value, the source that is shown

    @cached_property
    def geography(self) -> Geography:
        return Geography(
            self.units, self.changes, self.agencies, self.unit_names, self.abbreviations, decided=self.decided_names
        )

    @cached_property
    def shares(self) -> dict[tuple[str, str, str], float]:
        """Share of a split unit by unit, part and basis."""
        return {(one.from_unit_id, one.to_unit_id, one.basis): one.share for one in self.allocation}

    @cached_property
    def tile_maps(self) -> TileMaps:
        return TileMaps(self.geography, self.tiles)

    @cached_property
    def documents(self) -> dict[str, Document]:
        """The legal documents that targets and changes of units name."""
        return documents(self.targets, self.changes)

    @cached_property
    def sensitive_elements(self) -> frozenset[str]:
        """Data elements whose counts and texts are for officers and leaders only."""
        return frozenset(element.id for element in self.elements.values() if element.sensitive)

    @cached_property
    def sensitive(self) -> frozenset[str]:
        """Indicators that use a sensitive element: their small counts are protected."""
        return frozenset(i.id for i in self.indicators.values() if not i.elements.isdisjoint(self.sensitive_elements))

    @cached_property
    def code_names(self) -> dict[tuple[str, str], models.Code]:
        return {(code.codelist, code.code): code for code in self.codes}

    def due_date(self, period: models.Period, unit_id: str) -> dt.date | None:
        """The last day for a unit's report of a period."""
        return self.extensions.get((period.period, unit_id), period.due_date)

    @cached_property
    def version(self) -> str:
        """Hash of every definition file: two snapshots with one version used the same definitions."""
        if not self.decided:
            return self.undecided
        return hashlib.sha256("\0".join((self.undecided, *self.decided)).encode()).hexdigest()[:16]

    @cached_property
    def undecided(self) -> str:
        """Hash of every definition file without what officers decided during rounds."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.rglob("*")):
            if path.suffix in (".csv", ".yaml"):
                digest.update(path.relative_to(self.folder).as_posix().encode() + b"\0" + path.read_bytes())
        for name in self.kept:  # which says what the file holds
            digest.update(name.encode())
        return digest.hexdigest()[:16]

    def name(self, codelist: str, code: str, lang: str = "vi") -> str:
        """Return the Vietnamese or English name of a code; the code itself if unknown."""
        entry = self.code_names.get((codelist, code))
        return code if entry is None else entry.name_vi if lang == "vi" else entry.name_en


SETTLED = 1_000_000_000  # nanoseconds after which one more change has another time
OFTEN = 0.05  # seconds within which one look is enough: a snapshot made with other definitions takes longer
_looked = -OFTEN
_latest: tuple[tuple[str | None, str | None], tuple[int, int], tuple[str, str], Definitions] | None = None


def load(folder: Path | None = None) -> Definitions:
    """Return the definitions of `folder`, read once per process.

    Without it those in use: of data/, with the changes of units that the office loaded and what its
    officers decided. Whether there are others is looked up again and again, so that a running process knows
    them before it sees a snapshot made with them; pages call it some hundred times a run, so most calls look at nothing.

    Raises:
        DefinitionError: naming file, line or key of every fault found.
    """
    global _latest, _looked  # noqa: PLW0603 - replaced whole
    if folder:
        return _load(folder)
    place, now = (os.environ.get("VSTBPN_DATA"), os.environ.get("VSTBPN_HOME")), time.monotonic()
    if _latest and _latest[0] == place:
        if now < _looked + OFTEN:
            return _latest[3]
        if _latest[1] == _touched(*_latest[2]):
            _looked = now
            return _latest[3]
    folders = (str(paths.boundaries()), str(paths.decisions()))
    touched = _touched(*folders)
    found = _decided(paths.data_folder(), paths.home(), boundaries.kept(paths.boundaries()), decisions.marks(paths.decisions()))
    if max(touched) < time.time_ns() - SETTLED:
        _latest = (place, touched, folders, found)
    return found


def _touched(loaded: str, decided: str) -> tuple[int, int]:
    """When the files of the working folder that belong to the definitions changed last."""
    return boundaries.touched(loaded), decisions.touched(decided)


def undecided() -> Definitions:
    """The definitions in use without what officers decided during rounds."""
    return _in_use(paths.data_folder(), paths.boundaries(), boundaries.kept(paths.boundaries()))


@lru_cache(maxsize=8)
def _decided(folder: Path, home: Path, names: tuple[str, ...], marked: tuple[str, ...]) -> Definitions:
    before = _in_use(folder, home / "boundaries", names)
    return decisions.applied(before, decisions.read(home / "decisions"), marked) if marked else before


@lru_cache(maxsize=8)
def _in_use(folder: Path, loaded: Path, names: tuple[str, ...]) -> Definitions:
    shipped = _load(folder)
    if not names:
        return shipped
    definitions = boundaries.with_kept(shipped, loaded, names)
    checks.cross_check(definitions)
    return definitions


@lru_cache(maxsize=8)
def _load(folder: Path) -> Definitions:
    def table(name: str, model: type[loader.D]) -> list[loader.D]:
        return loader.read_csv(folder / name, model)

    definitions = Definitions(
        folder=folder,
        office=loader.to_model(folder / "office.yaml", loader.read_yaml(folder / "office.yaml"), office_models.Office),
        codes=tuple(table("codes.csv", models.Code)),
        units=tuple(table("org_units.csv", models.OrgUnit)),
        changes=tuple(table("org_unit_changes.csv", models.UnitChange)),
        allocation=tuple(table("allocation_shares.csv", models.AllocationShare)),
        tiles=tuple(table("tile_maps.csv", models.Tile)),
        agencies=tuple(table("agencies.csv", models.Agency)),
        unit_names=tuple(table("unit_names.csv", models.UnitName)),
        periods=checks.by_id("periods.csv", table("periods.csv", models.Period), "period"),
        mandates=tuple(table("mandates.csv", models.Mandate)),
        elements=checks.by_id("data_elements.csv", table("data_elements.csv", models.DataElement), "id"),
        columns=checks.by_id("forms/columns.csv", table("forms/columns.csv", form_models.Column), "id"),
        forms=definition_files.forms(folder),
        reporting=tuple(table("reporting.csv", form_models.Reporting)),
        indicators=definition_files.indicators(folder),
        targets=checks.by_id("targets.csv", table("targets.csv", target_models.Target), "id"),
        funnels=definition_files.funnels(folder / "funnels.yaml"),
        scenarios=definition_files.scenarios(folder / "scenarios.yaml"),
        inspection=loader.to_model(
            folder / "inspection.yaml", loader.read_yaml(folder / "inspection.yaml"), inspection_models.Inspection
        ),
        overview=loader.to_model(
            folder / "overview.yaml", loader.read_yaml(folder / "overview.yaml"), overview_models.Overview
        ),
        outline=loader.to_model(folder / "outline.yaml", loader.read_yaml(folder / "outline.yaml"), outline.Outline),
        precedence=loader.to_model(
            folder / "precedence.yaml", loader.read_yaml(folder / "precedence.yaml"), precedence.Precedence
        ),
        protection=loader.to_model(
            folder / "protection.yaml", loader.read_yaml(folder / "protection.yaml"), protection_models.Protection
        ),
        figures=tuple(table("published_figures.csv", models.PublishedFigure)),
        links=tuple(table("publication_links.csv", models.PublicationLink)),
        cell_words=tuple(table("cell_words.csv", models.CellWord)),
        rules=definition_files.rules(folder / "rules.yaml"),
        labels=tuple(table("labels.csv", label_models.Label)),
        narrative=definition_files.narrative(folder / "narrative"),
        abbreviations=abbreviations.Abbreviations(tuple(table("abbreviations.csv", abbreviations.Abbreviation))),
        legacy_letters=tuple(table("legacy_encodings.csv", models.LegacyLetter)),
        glossary=checks.by_id("glossary.csv", table("glossary.csv", Term), "id"),
        roles=definition_files.roles(folder / "roles.yaml"),
        words=Words(checks.by_id("words.csv", table("words.csv", models.Word), "key").values()),
    )
    checks.cross_check(definitions)
    return definitions
