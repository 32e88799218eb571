"""Checks across definition files: every id that is named exists, once."""

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from catalogue import form_models, glossary
from catalogue.errors import DefinitionError
from catalogue.models import Definition
from catalogue.target_models import Target

if TYPE_CHECKING:
    from catalogue.definitions import Definitions

D = TypeVar("D", bound=Definition)
CLOSE = 0.005  # by how much the shares of a split unit may miss 1, being rounded


def by_id(file: str, entries: Iterable[D], key: str) -> dict[str, D]:
    """Return the entries by their id; the same id twice is a fault."""
    found: dict[str, D] = {}
    for entry in entries:
        identifier = getattr(entry, key)
        if identifier in found:
            raise DefinitionError([f"{file}, {key}: found {identifier!r} twice; allowed once"])
        found[identifier] = entry
    return found


def same_name(path: Path, identifier: str) -> None:
    if path.stem != identifier:
        raise DefinitionError([f"{path.name}, id: found {identifier!r}; must be the file's name {path.stem!r}"])


def known(place: str, value: str, allowed: Collection[str]) -> None:
    fault = _unknown(place, value, allowed)
    if fault:
        raise DefinitionError([fault])


def cross_check(definitions: "Definitions") -> None:
    """Raise DefinitionError with every reference that leads nowhere."""
    faults = [
        *_elements_of_indicators(definitions),
        *_forms(definitions),
        *_indicators_of_indicators(definitions),
        *_targets(definitions),
        *_funnels(definitions),
        *_scenarios(definitions),
        *_inspection(definitions),
        *_overview(definitions),
        *_publications(definitions),
        *_units(definitions),
        *_narrative(definitions),
        *_shares(definitions),
        *_protection(definitions),
        *glossary.faults(definitions.glossary.values(), definitions.documents.values()),
    ]
    if faults:
        raise DefinitionError(faults)


def _unknown(place: str, value: str, allowed: Collection[str]) -> str | None:
    return None if value in allowed else f"{place}: {found_of(value, allowed)}"


def found_of(value: str, allowed: Collection[str]) -> str:
    """What was found instead of what is allowed, with what may have been meant."""
    near = get_close_matches(value, list(allowed), 3)
    hint = ", ".join(near) if near else ", ".join(sorted(allowed)[:10])
    return f"found {value!r}; allowed, among others: {hint}"


def _elements_of_indicators(d: "Definitions") -> Iterator[str]:
    for indicator in d.indicators.values():
        for part in ("numerator", "denominator"):
            for series, components in getattr(indicator, part).items():
                for component in components:
                    place = f"indicators/{indicator.id}.yaml, {part}.{series}"
                    fault = _unknown(place, component.element, d.elements)
                    if fault:
                        yield fault
                    elif d.elements[component.element].kind != series:
                        kind = d.elements[component.element].kind
                        yield f"{place}: found element {component.element!r} of kind {kind}; allowed: kind {series}"
                    for codelist in ("measure", "sex", "ethnicity", "age"):
                        code = getattr(component, codelist)
                        if (codelist, code) not in d.code_names:
                            yield f"{place}, {codelist}: found {code!r}; allowed: the codes of codes.csv"


def _indicators_of_indicators(d: "Definitions") -> Iterator[str]:
    for indicator in d.indicators.values():
        for other in (*indicator.pipeline, *filter(None, [indicator.established])):
            fault = _unknown(f"indicators/{indicator.id}.yaml, pipeline or established", other, d.indicators)
            if fault:
                yield fault


def _scenarios(d: "Definitions") -> Iterator[str]:
    for scenario in d.scenarios:
        for other in filter(None, (scenario.indicator, scenario.persons, scenario.established)):
            fault = _unknown("scenarios.yaml", other, d.indicators)
            if fault:
                yield fault
            elif other != scenario.indicator and d.indicators[other].kind != "share_of_persons":
                yield f"scenarios.yaml: found {other!r} of kind {d.indicators[other].kind}; allowed: kind share_of_persons"
        levels = d.indicators[scenario.persons].levels if scenario.persons in d.indicators else ()
        for level in set(scenario.levels) - set(levels):
            yield f"scenarios.yaml, {scenario.indicator}, levels: found {level!r}; allowed: {', '.join(levels)}"


def _forms(d: "Definitions") -> Iterator[str]:
    for form in d.forms.values():
        for sheet in form.sheets:
            for table in sheet.tables:
                place = f"forms/{form.id}.yaml, sheet {sheet.name!r}, table {table.id!r}"
                named = [e for row in table.rows for e in row.elements] + list(table.elements)
                faults = [_unknown(place, element, d.elements) for element in named]
                faults += [_unknown(place, column, d.columns) for column in table.columns]
                yield from (fault for fault in faults if fault)
    asked: dict[tuple[str, ...], form_models.Column] = {}
    for column in (column for column in d.columns.values() if column.value_type != "percent"):
        alike = asked.setdefault(column.dimensions, column)
        if alike.required != column.required:
            yield f"forms/columns.csv, required: {column.id!r} and {alike.id!r} ask for the same and must agree"
    for line in d.reporting:
        for fault in (_unknown("reporting.csv, form", line.form, d.forms),
                      _unknown("reporting.csv, first_period", line.first_period, d.periods)):  # fmt: skip
            if fault:
                yield fault


def _targets(d: "Definitions") -> Iterator[str]:
    terms = {mandate.term for mandate in d.mandates}
    said: dict[tuple[object, ...], tuple[int, Target]] = {}
    for line, target in enumerate(d.targets.values(), 2):
        place = f"targets.csv, line {line}, {target.id}"
        if target.term and target.term not in terms:
            yield f"{place}, term: found {target.term!r}; allowed: those of mandates.csv"
        if not target.indicator:
            continue
        fault = _unknown(f"{place}, indicator", target.indicator, d.indicators)
        if fault:
            yield fault
            continue
        levels = d.indicators[target.indicator].levels
        if target.level not in ("all", *levels):
            yield f"{place}, level: found {target.level!r}; allowed: all, {', '.join(levels)} (levels of {target.indicator})"
        for level in levels if target.level == "all" else (target.level,):
            key = (target.source_doc, target.indicator, target.counts, level, target.due, target.valid_from, target.valid_to)
            before, other = said.setdefault(key, (line, target))
            if (other.comparator, other.value, other.value_upper) != (target.comparator, target.value, target.value_upper):
                yield (
                    f"{place}: found {target.comparator} {target.value}, but line {before}, {other.id}, says "
                    f"{other.comparator} {other.value} for the same document, body, level and time; "
                    "allowed: one value (a range is one target with value and value_upper)"
                )


def _inspection(d: "Definitions") -> Iterator[str]:
    for component in d.inspection.components:
        place = f"inspection.yaml, {component.id}"
        if component.target is not None:
            yield from filter(None, [_unknown(f"{place}, target", component.target, d.targets)])
        elif fault := _unknown(f"{place}, indicator", str(component.indicator), d.indicators):
            yield fault
        elif d.indicators[str(component.indicator)].kind != "count":
            yield f"{place}, indicator: found {component.indicator!r}; allowed: an indicator of kind count"


def _overview(d: "Definitions") -> Iterator[str]:
    named = {"findings": [one.indicator for one in d.overview.findings], "bodies": [one.indicator for one in d.overview.bodies]}
    for place, indicator in ((place, indicator) for place, indicators in named.items() for indicator in indicators):
        fault = _unknown(f"overview.yaml, {place}", indicator, d.indicators)
        if fault:
            yield fault


def _funnels(d: "Definitions") -> Iterator[str]:
    for funnel in d.funnels.values():
        for stage in funnel.stages:
            place = f"funnels.yaml, {funnel.id}, {stage.key}"
            fault = _unknown(place, stage.indicator, d.indicators)
            if fault:
                yield fault
            elif "term" not in d.indicators[stage.indicator].numerator:
                yield f"{place}: found {stage.indicator!r}; allowed: indicators with a term series, counted at an election"


def _publications(d: "Definitions") -> Iterator[str]:
    links = {(link.body, link.position, link.stage) for link in d.links}
    terms = {mandate.term for mandate in d.mandates}
    for link in d.links:
        fault = link.indicator and _unknown("publication_links.csv, indicator", link.indicator, d.indicators)
        if fault:
            yield fault
    for figure in d.figures:
        place = f"published_figures.csv, {figure.figure_id}"
        if (figure.body, figure.position, figure.stage) not in links:
            found = (figure.body, figure.position, figure.stage)
            yield f"{place}: found body, position, stage {found}; allowed: those of publication_links.csv"
        if figure.term and figure.term not in terms:
            yield f"{place}, term: found {figure.term!r}; allowed: those of mandates.csv"
        if figure.period and figure.period not in d.periods:
            yield f"{place}, period: found {figure.period!r}; allowed: those of periods.csv"


def _narrative(d: "Definitions") -> Iterator[str]:
    """Indicators, elements and bodies that the words of narrative reports lead to."""
    subjects = d.narrative.subjects
    for topic in subjects.topics:
        place = f"narrative/subjects.yaml, {topic.id}"
        named = [*topic.indicators.values(), *topic.minority.values(), *topic.young.values()]
        for indicator in (*named, *filter(None, [topic.with_women])):
            yield from filter(None, [_unknown(place, indicator, d.indicators)])
        for element in (*topic.elements.values(), *topic.post_elements.values()):
            yield from filter(None, [_unknown(place, element, d.elements)])
    for counted in subjects.counted:
        yield from filter(None, [_unknown("narrative/subjects.yaml, counted", counted.indicator, d.indicators)])
    bodies = {topic.body for topic in subjects.topics}
    for entry in d.narrative.vocabulary.entries:
        if entry.body:
            yield from filter(None, [_unknown(f"narrative/vocabulary.yaml, {entry.texts[0]}", entry.body, bodies)])


def _shares(d: "Definitions") -> Iterator[str]:
    splits = {(change.from_unit_id, change.to_unit_id) for change in d.changes}
    sums: dict[tuple[str, str], float] = {}
    for line, one in enumerate(d.allocation, 2):
        if (one.from_unit_id, one.to_unit_id) not in splits:
            found = f"{one.from_unit_id!r} → {one.to_unit_id!r}"
            yield f"allocation_shares.csv, line {line}: found {found}; allowed: a change of org_unit_changes.csv"
        key = (one.from_unit_id, one.basis)
        sums[key] = sums.get(key, 0.0) + one.share
    for (unit_id, basis), total in sums.items():
        if abs(total - 1) > CLOSE:
            yield f"allocation_shares.csv, {unit_id}, {basis}: found shares that add up to {total:g}; allowed: 1"


def _protection(d: "Definitions") -> Iterator[str]:
    """What small counts are protected by must be countable: one sensitive element, summed as flows, in each part."""
    for pair in d.protection.at_most:
        for element in (pair.part, pair.whole):
            yield from filter(None, [_unknown("protection.yaml, at_most", element, sorted(d.sensitive_elements))])
    for indicator in (d.indicators[one] for one in sorted(d.sensitive)):
        parts = [*indicator.numerator.items(), *indicator.denominator.items()]
        counted = [c.element for _, components in parts for c in components]
        alone = all(series == "flow" and len(components) == 1 for series, components in parts)
        if not alone or indicator.kind == "share_of_bodies" or not d.sensitive_elements.issuperset(counted):
            yield (
                f"indicators/{indicator.id}.yaml: found a sensitive element in a part with others, in another series than flow "
                "or in a share of bodies; allowed: one sensitive element in each part"
            )


def _units(d: "Definitions") -> Iterator[str]:
    ids = [unit.unit_id for unit in d.units] + [agency.unit_id for agency in d.agencies]
    known_ids = set(ids)
    if len(ids) != len(known_ids):
        twice = sorted({i for i in ids if ids.count(i) > 1})
        yield f"org_units.csv, agencies.csv, unit_id: found twice: {twice}; allowed once"
    for unit in d.units:
        if unit.parent_unit_id and unit.parent_unit_id not in known_ids:
            yield f"org_units.csv, {unit.unit_id}, parent_unit_id: found {unit.parent_unit_id!r}; allowed: a unit_id"
        if unit.valid_to and unit.valid_to < unit.valid_from:
            yield f"org_units.csv, {unit.unit_id}, valid_to: found {unit.valid_to}; allowed: not before {unit.valid_from}"
    cells: dict[tuple[object, ...], str] = {}
    for line, tile in enumerate(d.tiles, 2):
        place = f"tile_maps.csv, line {line}, unit_id"
        placed = d.geography.units.get(tile.unit_id)
        if placed is None or not placed.exists(tile.day):
            yield f"{place}: found {tile.unit_id!r}; allowed: a unit that exists on {tile.day}"
            continue
        other = cells.setdefault((tile.day, placed.level, tile.row, tile.column), tile.unit_id)
        if other != tile.unit_id:
            yield f"{place}: found {tile.unit_id!r} in the cell of {other!r}; allowed: a cell of its own"
    for change in d.changes:
        for key in ("from_unit_id", "to_unit_id"):
            value = getattr(change, key)
            if value and value not in known_ids:
                yield f"org_unit_changes.csv, {change.date}, {key}: found {value!r}; allowed: a unit_id"
