"""Definition files that are more than one table: read, their parts put together, names held against each other."""

from pathlib import Path
from typing import Any

from catalogue import access, checks, form_models, funnel_models, loader, models, narrative_models, rule_models, scenario_models


def indicators(folder: Path) -> dict[str, models.Indicator]:
    """The indicators, one file each, in their order."""
    found = []
    for path in sorted((folder / "indicators").glob("*.yaml")):
        indicator = loader.to_model(path, loader.read_yaml(path), models.Indicator)
        checks.same_name(path, indicator.id)
        found.append(indicator)
    return checks.by_id("indicators/", sorted(found, key=lambda indicator: indicator.order), "id")


def funnels(path: Path) -> dict[str, funnel_models.Funnel]:
    """The stages of elections."""
    found = [loader.to_model(path, entry, funnel_models.Funnel) for entry in loader.read_yaml(path)]
    return checks.by_id(path.name, found, "id")


def scenarios(path: Path) -> tuple[scenario_models.Scenario, ...]:
    """The scenarios."""
    content = {"scenarios": loader.read_yaml(path)}
    return loader.to_model(path, content, scenario_models.Scenarios).scenarios


def rules(path: Path) -> tuple[rule_models.Rule, ...]:
    """The rules that reports are held against."""
    return loader.to_model(path, {"rules": loader.read_yaml(path)}, rule_models.Rules).rules


def roles(path: Path) -> dict[str, access.Role]:
    """The roles."""
    return checks.by_id(path.name, [loader.to_model(path, one, access.Role) for one in loader.read_yaml(path)], "id")


def narrative(folder: Path) -> narrative_models.Narrative:
    """The grammar of figures in sentences."""
    vocabulary, subjects = folder / "vocabulary.yaml", folder / "subjects.yaml"
    return narrative_models.Narrative(
        vocabulary=loader.to_model(vocabulary, loader.read_yaml(vocabulary), narrative_models.Vocabulary),
        subjects=loader.to_model(subjects, loader.read_yaml(subjects), narrative_models.Subjects),
    )


def forms(folder: Path) -> dict[str, form_models.Form]:
    """The forms, one file each; sheets that several have in common are put in."""
    shared = loader.read_yaml(folder / "forms" / "shared_sheets.yaml")
    forms = []
    for path in sorted((folder / "forms").glob("*.yaml")):
        if path.stem == "shared_sheets":
            continue
        content: Any = loader.read_yaml(path)
        for place, sheet in enumerate(content.get("sheets", [])):
            if set(sheet) == {"shared"}:
                checks.known(f"{path.name}, sheets.{place}.shared", sheet["shared"], shared)
                content["sheets"][place] = shared[sheet["shared"]]
        forms.append(loader.to_model(path, content, form_models.Form))
        checks.same_name(path, forms[-1].id)
    return checks.by_id("forms/", forms, "id")
