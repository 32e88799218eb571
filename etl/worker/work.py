"""The kinds of work that the desk asks for. Each can be done twice without harm: a killed worker begins its job anew."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from catalogue import definitions
from catalogue.access import Principal
from catalogue.definitions import Definitions
from catalogue.errors import UserError
from catalogue.forms import Forms
from catalogue.words import LANGUAGES
from desk import jobs, sending_steps
from desk.jobs import Job
from desk.sending import OPEN, Sending
from etl.annotated import annotate
from etl.archives import receive
from etl.candidates import Candidate
from etl.choices import collected_period
from etl.confirming import Confirm, Confirmations
from etl.legacy import LegacyText
from etl.load import Outcome, Request, load
from etl.storing import Origin, prepare
from etl.template import FormWriter
from etl.versions import Act, withdraw
from etl.worker import publishing, typed
from etl.worker.comparing import compare
from etl.worker.files import as_sent, made
from etl.worker.remembering import remember
from etl.worker.reviewing import review
from store import connection as db
from store import desk_file, lock, snapshot

Result = dict[str, Any]
MOST = 300  # moved values told
PATIENCE = 600.0  # seconds that work waits for a command which writes the store
USES_STORE = ("check", "difference", "accept", "withdraw", "annotate", "prefill", "compare", "preview", "publish", "undo",
              "remember", "review")  # fmt: skip


def check(job: Job, known: Definitions, who: Principal) -> Result:
    """Read and validate a file, and see which cells it would change; nothing of the store changes.

    What moves in indicators takes most of a dry run: it is worked out once nobody waits for a check.
    """
    sending = _sending(job)
    stored = False
    try:
        with as_sent(sending) as path:
            outcome = load([path], known, Request(unit=sending.unit_id, period=sending.period, dry_run=True, values=False))
        result, stored = _told(outcome, known), bool(outcome.candidates[0].entry)
    except UserError as refused:  # several reports in one archive, say: its sender must know what to do
        result = _refused(refused, known)
    with desk_file.writing() as connection:
        sending_steps.checked(connection, who, sending.sending_id, result)
        if stored:
            checked_at = str(sending_steps.found(connection, sending.sending_id).checked_at)
            jobs.order(connection, who, "difference", sending.sending_id, checked_at=checked_at)
    return {"state": "checked"}


def differ(job: Job, known: Definitions, who: Principal) -> Result:
    """Work out which values of indicators a checked sending would move."""
    sending = _sending(job)
    if sending.state not in OPEN or str(sending.checked_at) != job.payload["checked_at"]:
        return {}  # decided or checked anew meanwhile
    with as_sent(sending) as path:
        outcome = load([path], known, Request(unit=sending.unit_id, period=sending.period, dry_run=True))
    values = [row for row in outcome.difference.values if _may_be_told(row, known)] if outcome.difference else []
    told = {"indicator_changes": values[:MOST], "indicator_changes_count": len(values)}
    with desk_file.writing() as connection:
        sending_steps.differs(connection, sending.sending_id, job.payload["checked_at"], told)
    return {"values": len(values)}


def _may_be_told(row: dict[str, Any], known: Definitions) -> bool:
    """Whether the sender may see it: from a total of protected counts, less their own, they would learn other units'."""
    return not (row["total"] and row["indicator"] in known.sensitive)


def accept(job: Job, known: Definitions, who: Principal) -> Result:
    """Make a sending a version of the unit's report; readers see it with the next publication."""
    sending = _sending(job)
    reasons = {one["reason"]: one for one in sending.confirmed}
    told = Confirmations(tuple(_confirms(sending)), "; ".join(reasons), sending.sent_by or None)
    origin = Origin(sent_by=sending.sent_by_name or sending.sent_by, note=sending.note,
                    correction=bool(job.payload.get("correction")))  # fmt: skip
    request = Request(unit=sending.unit_id, period=sending.period, publish=False, origin=origin, confirmations=told)
    try:
        with as_sent(sending) as path:
            outcome = load([path], known, request)
    except UserError:
        with desk_file.writing() as connection:
            sending_steps.became(connection, who, sending.sending_id, "submitted")
            jobs.order(connection, who, "check", sending.sending_id)  # what it was held against has changed
        raise
    candidate = outcome.candidates[0]
    with desk_file.writing() as connection:
        if candidate.status == "rejected":
            sending_steps.became(connection, who, sending.sending_id, "submitted")
            sending_steps.checked(connection, who, sending.sending_id, _told(outcome, known))
            return {"state": "submitted", "rejected": True}
        recorded = candidate.held.recorded_from if candidate.held else None
        sending_steps.became(connection, who, sending.sending_id, "accepted", version=candidate.version, recorded_at=recorded)
    return {"state": "accepted", "version": candidate.version}


def take_back(job: Job, known: Definitions, who: Principal) -> Result:
    """Withdraw the version that a sending became; readers see it with the next publication."""
    sending = _sending(job)
    act = Act(sending.unit_id, sending.period, who.name or who.person, job.payload["reason"])
    try:
        with db.store() as connection, connection.begin():
            prepare(connection, known)
            withdraw(connection, act, sending.version)
    except UserError:
        with desk_file.writing() as desk:
            sending_steps.became(desk, who, sending.sending_id, job.payload["state"])
        raise
    with desk_file.writing() as desk:
        sending_steps.became(desk, who, sending.sending_id, "withdrawn")
    return {"state": "withdrawn"}


def template(job: Job, known: Definitions, who: Principal) -> Result:
    """The form of a unit and period as a workbook to fetch."""
    period = collected_period(known, job.payload["period"])
    unit = known.geography.units[job.payload["unit_id"]]
    instance = Forms(known).instance(unit, period)
    return made(f"bieu-{unit.code}-{period.period}.xlsx", FormWriter(known).content(instance))


def mark(job: Job, known: Definitions, who: Principal) -> Result:
    """A sending's own workbook with its problems marked, to fetch; nothing to fetch where there is none to mark."""
    sending = _sending(job)
    with as_sent(sending) as path:
        received = receive(path)
        if len(received) != 1 or not received[0].sheets:
            raise UserError("annotate_no_workbook", path=sending.file_name, reason="–")
        legacy = LegacyText(known.legacy_letters)
        sheets = [legacy.unicode(sheet) for sheet in received[0].sheets.values()]
        content = received[0].content
        found = load([path], known, Request(unit=sending.unit_id, period=sending.period, dry_run=True)).candidates[0].problems
    problems = [problem for problem in found if problem.code != "partial" and not problem.confirmed]
    lang = job.payload.get("lang", LANGUAGES[0])
    marked = annotate(content, sending.suffix, sheets, problems, known.words, lang)
    suffix = sending.suffix.lower() if sending.suffix.lower() in (".xlsx", ".xlsm") else ".xlsx"
    return made(f"{sending.file_name.removesuffix(sending.suffix)}-{known.words('annotate_suffix', lang)}{suffix}", marked)


KINDS: dict[str, Callable[[Job, Definitions, Principal], Result]] = {
    "check": check, "accept": accept, "withdraw": take_back, "template": template, "annotate": mark,
    "difference": differ, "prefill": typed.prefill, "typed": typed.send,
    "compare": compare, "preview": publishing.previewed, "publish": publishing.published, "undo": publishing.undone,
    "remember": remember, "review": review,
}  # fmt: skip


def do(job: Job) -> None:
    """Do a job and note what came of it; no, and it is to be begun anew, while another command writes."""
    known = definitions.load()
    who = Principal(job.asked_by, job.asked_by_name, known.roles[job.asked_as])
    try:
        with lock.writing(wait=PATIENCE) if job.kind in USES_STORE else nullcontext():
            result, error = KINDS[job.kind](job, known, who), None
    except UserError as refused:
        result, error = None, refused.message
    with desk_file.writing() as connection:
        jobs.finish(connection, job.job_id, result, error)


def put_back(job: Job) -> None:
    """Let a decision that could not be carried out be taken anew."""
    back = {"accept": "submitted", "withdraw": str(job.payload.get("state"))}.get(job.kind)
    if not back or _sending(job).state not in ("accepting", "withdrawing"):
        return
    known = definitions.load()
    who = Principal("", known.words("desk_system"), known.roles["officer"])
    with desk_file.writing() as connection:
        sending_steps.became(connection, who, job.sending_id or 0, back)


def seen_by_readers() -> None:
    """Note which accepted versions the publication in use shows: it may have been published, or undone, from anywhere."""
    now = snapshot.current_id()
    if now is None:
        return
    known = definitions.load()
    who = Principal("", known.words("desk_system"), known.roles["officer"])
    with desk_file.reading() as connection:
        held = sending_steps.in_state(connection, "accepted", "published")
    moved = []
    for one in held:
        state = "published" if one.recorded_at is None or snapshot.named(one.recorded_at) <= now else "accepted"
        if one.state != state:
            moved.append((one, state))
    if not moved:
        return
    with desk_file.writing() as connection:
        for one, state in moved:
            if sending_steps.found(connection, one.sending_id).revision == one.revision:
                sending_steps.became(connection, who, one.sending_id, state)


def _sending(job: Job) -> Sending:
    with desk_file.reading() as connection:
        return sending_steps.found(connection, job.sending_id or 0)


def _confirms(sending: Sending) -> list[Confirm]:
    return [Confirm(one["code"], one["sheet"] or None, one["cell"] or None) for one in sending.confirmed]


def _told(outcome: Outcome, known: Definitions) -> Result:
    """What a check found: as `load --json`, each problem in both languages, with what would change."""
    if len(outcome.candidates) != 1:
        raise UserError("desk_one_report", count=len(outcome.candidates))
    candidate: Candidate = outcome.candidates[0]
    told, english = (candidate.as_dict(known.words, lang) for lang in LANGUAGES)
    for problem, other in zip(told["problems"], english["problems"], strict=True):
        problem["message_en"], problem["expected_en"] = other["message"], other["expected"]
    del told["path"]
    if outcome.difference:
        told["changes"] = outcome.difference.of(candidate).as_dict()
        told["since"] = outcome.difference.since.get(id(candidate), {})
    notice = [outcome.notice.key, dict(outcome.notice.values)] if outcome.notice else None
    return told | {"against": outcome.snapshot, "notice": notice}


def _refused(error: UserError, known: Definitions) -> Result:
    """What a check tells of a file that is no report at all."""
    told, english = (known.words.say(error.message, lang) for lang in LANGUAGES)
    problem = {"severity": "error", "code": error.message.key, "sheet": None, "cell": None, "found": None, "expected": None,
               "message": told, "message_en": english}  # fmt: skip
    return {"status": "rejected", "version": None, "problems": [problem]}
