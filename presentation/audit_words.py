"""Entries of the record in words: what was done, about what, from which state to which, and what else is told of it."""

from typing import Any

from catalogue import definitions
from presentation.language import lang, t, when

DIGEST = 64  # letters of a SHA-256, which is known by its beginning
KNOWN_BY = 12
LOCAL = "local"  # `desk.people.local_officer`
REPORT, DECISION, NOTHING = "sending", "decision", "–"


def action(code: str) -> str:
    """What was done."""
    return _said(f"audit_action_{code}", code)


def person(row: dict[str, Any]) -> tuple[str, ...]:
    """Who did it: name and address; who sits at the office's machine has no address."""
    return (t("access_local_officer"),) if row["person"] == LOCAL else (row["name"], row["person"])


def role(code: str) -> str:
    """The role of who did it."""
    found = definitions.load().roles.get(code)
    return str(getattr(found, f"name_{lang()}")) if found else code


def subject(done: str, text: str) -> str:
    """What it was about: “sending/4” is report 4, “administer –” of a refusal what was asked for."""
    if done == "refused":
        asked, _, unit_id = text.partition(" ")
        return " · ".join([_said(f"audit_may_{asked}", asked), *([_unit(unit_id)] if unit_id not in ("", NOTHING) else [])])
    kind, _, rest = text.partition("/")
    if kind == REPORT and rest:
        return t("audit_about_sending", number=rest)
    if kind == DECISION and rest:
        return t("audit_about_decision", name=rest)
    return _said(f"audit_about_{text}", text)


def state(text: str) -> str:
    """What something was before or after: a digest by its beginning, “submitted 3” in words, another text as it is."""
    if len(text) == DIGEST:
        return text[:KNOWN_BY]
    code, _, revision = text.partition(" ")
    told = _said(f"sending_state_{code}", action(code))
    return t("audit_revision", state=told, revision=revision) if revision.isdigit() else told if not revision else text


def detail(told: dict[str, Any]) -> str:
    """What else is told; what is empty is left out."""
    found = ((name, value) for name, value in told.items() if value not in (None, "", [], {}))
    return "; ".join(f"{_said(f'audit_told_{name}', name)}: {_value(name, value)}" for name, value in found)


def _value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return t("yes" if value else "no")
    text = str(value)
    if name == "unit_id":
        return _unit(text)
    if name == "period" and text in definitions.load().periods:
        return when(text)
    if name == "role":
        return role(text)
    return text[:KNOWN_BY] if len(text) == DIGEST else text


def _unit(unit_id: str) -> str:
    """“Huyện Lục Nam (218@2020)”: the version too, which the record names."""
    found = definitions.load().geography.units.get(unit_id)
    return f"{found.name} ({unit_id})" if found else unit_id


def _said(key: str, otherwise: str) -> str:
    return t(key) if key in definitions.load().words.words else otherwise
