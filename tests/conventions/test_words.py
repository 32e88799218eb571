"""Every text the code asks for exists, in both languages, with the same values; none is left over."""

import re
import string

from catalogue.definitions import Definitions
from etl.samples.people import SEED
from indicators.progress.status import STATUSES
from presentation.navigation import PAGES
from tests.conftest import ROOT

PACKAGES = ("catalogue", "store", "desk", "etl", "indicators", "reports", "presentation", "pages")
KEY = re.compile(r"""["']([a-z][a-z0-9_]+)["']""")
# Keys made from a code: prefix → the codes that follow it.
MADE = (
    "status_", "report_", "column_", "problem_", "direction_", "source_", "target_", "reason_", "data_", "dimension_", "check_",
    "kind_", "break_", "method_", "targets_group_", "targets_help_", "instrument_", "verdict_", "brief_column_", "annotate_",
    "conflict_", "conflicts_", "rule_", "moved_", "boundaries_", "flag_", "file_", "fact_seats_", "cause_",
    "changes_from_records_", "theme_", "then_gone_", "narrative_", "verify_", "door_why_", "audit_", "people_readers_", "proposal_flag_", "proposal_stage_", "proposals_column_", "review_",
    "sending_",
    "officer_status_", "officer_state_", "officer_did_", "officer_count_", "officer_origin_", "officer_owing_", "officer_list_",
    "officer_label_", "officer_stranger_", "officer_side_", "officer_publish_", "officer_undo_",
)  # fmt: skip


def sources() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_say_something_with_the_same_values(known: Definitions) -> None:
    for key, word in known.words.words.items():
        assert word.vi.strip(), key
        assert word.en.strip(), key
        assert fields(word.vi) == fields(word.en), key


def test_every_key_asked_for_exists(known: Definitions) -> None:
    asked = set(re.findall(r"""\b(?:t|words|self\.words)\(\s*["']([a-z0-9_]*[a-z0-9])["']""", sources()))
    asked |= set(re.findall(r"""(?:UserError|UsageError|Message\.of)\(\s*["']([a-z0-9_]+)["']""", sources()))
    asked |= {f"problem_{code}" for code in re.findall(r"""(?:Problem|Fault|_missing)\(\s*["']([a-z0-9_]+)["']""", sources())}
    asked |= {f"target_{status}" for status in STATUSES}
    asked |= {f"reason_{code}" for code in re.findall(r"""\("([a-z_]+)", (?:open_|np\.|counted\.|~counted)""", sources())}
    asked |= {f"reason_{code}" for code in re.findall(r"""(?:reason\[[^\]]*\]|row\["reason"\]) = "([a-z_]+)\"""", sources())}
    asked |= {page.title for page in PAGES}
    missing = asked - set(known.words.words)
    assert not missing


def test_no_text_is_left_over(known: Definitions) -> None:
    mentioned = set(KEY.findall(sources()))
    unused = {key for key in known.words.words if key not in mentioned and not key.startswith(MADE)}
    assert not unused


def test_errors_say_what_where_consequence_and_what_to_do(known: Definitions) -> None:
    consequence = re.compile(
        r"chưa được nạp|Chưa |Không có gì thay đổi|không bị ảnh hưởng|Các tệp đã nhận vẫn còn|chưa nạp|không được nạp"
    )
    for key, word in known.words.words.items():
        if key.startswith("problem_") and key not in ("problem_place", "problem_older_version"):
            assert consequence.search(word.vi), key
            assert re.search(r"[Hh]ãy|Danh sách|Các kỳ", word.vi), key


def test_the_seed_is_fixed() -> None:
    assert SEED == 20260630
