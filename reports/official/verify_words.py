"""What verification found, in sentences."""

from catalogue.definitions import Definitions
from reports.official.verify import Finding, Verdict
from reports.voice import Voice

LONGEST = 110  # characters of the sentence that a finding quotes


def sentences(definitions: Definitions, verdict: Verdict, lang: str) -> list[str]:
    """One sentence on the whole, one per number that differs."""
    say = Voice(definitions, lang)
    period = definitions.words.period(verdict.carried.period, lang)
    told = say("verify_summary" if verdict.findings else "verify_clean", period=period, numbers=say.whole(verdict.checked),
               differ=say.whole(len(verdict.findings)), snapshot=verdict.snapshot)  # fmt: skip
    found = [told, *(one(definitions, finding, lang) for finding in verdict.findings)]
    if verdict.by_bookmark:
        found.append(say("verify_by_bookmark", count=say.whole(verdict.by_bookmark)))
    return found


def one(definitions: Definitions, finding: Finding, lang: str) -> str:
    """A number that differs: what it was, is and should be, where it stands, what it is."""
    say = Voice(definitions, lang)
    known = finding.told
    indicator = known.get("indicator", "")
    name = say.title(indicator) if indicator in definitions.indicators else indicator
    times = [definitions.words.period(time, lang) for time in str(known.get("time", "")).split(", ") if time]
    about = ", ".join(part for part in (name, known.get("unit", ""), *times) if part)
    around = finding.around if len(finding.around) <= LONGEST else finding.around[:LONGEST] + "…"
    where = " – ".join(part for part in (finding.heading, f"“{around}”" if around else "") if part) or say("verify_nowhere")
    return say(f"verify_{finding.kind}", field=finding.field, printed=finding.printed, shown=finding.shown or "–",
               now=finding.now or "–", where=where, about=about)  # fmt: skip
