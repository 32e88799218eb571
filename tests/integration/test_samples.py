"""The demonstration data: deterministic, through the real forms, complete, marked."""

import hashlib
from collections import Counter
from pathlib import Path

from catalogue.definitions import Definitions
from catalogue.forms import Forms
from etl.samples import generate
from etl.samples.rounds import rounds
from store import connection as db
from store import snapshot
from tests.conftest import CommandLine


def test_the_same_data_give_the_same_bytes(known: Definitions, forms: Forms, tmp_path: Path) -> None:
    files = [file for file in rounds(known, forms, generate._spec(known)) if file.unit.code in ("218", "07444", "BTCTU")][:4]
    hashes = []
    for folder in ("one", "two"):
        for file in files:
            path = tmp_path / folder / file.file_name
            path.parent.mkdir(parents=True, exist_ok=True)
            generate._write(file, path)
        hashes.append([hashlib.sha256((tmp_path / folder / file.file_name).read_bytes()).hexdigest() for file in files])
    assert hashes[0] == hashes[1]


def test_rounds_cover_what_is_promised(known: Definitions, forms: Forms) -> None:
    files = list(rounds(known, forms, generate._spec(known)))
    sent = Counter((file.period.period, file.unit.level) for file in files)
    for period in ("2023-S1", "2023", "2024-S1", "2024", "2025-S1"):
        assert sent[period, "district"] >= 8
        assert sent[period, "agency"] >= 15
    for period in ("2025", "2026-S1"):
        assert sent[period, "commune"] >= 90
        assert sent[period, "agency"] >= 15
    holders = {(f.period.period, f.unit.code) for f in files if f.unit.code in ("BTCTU", "VPHDND", "VPUBND")}
    assert len(holders) == 21
    assert any(file.received_at.date() > file.period.due_date for file in files if file.period.due_date)
    assert any(file.fault for file in files)


def test_every_submission_is_marked_and_faulty_files_are_refused(on_full: CommandLine, full: Path) -> None:
    with db.reading(snapshot.current()).connect() as connection:
        facts = snapshot.facts(connection)
        held = connection.exec_driver_sql("select count(*), bool_and(demonstration) from submission").fetchone()
        refused = connection.exec_driver_sql("select count(*) from attempt where status = 'rejected'").scalar()
    assert held is not None
    assert int(facts["demonstration_submissions"]) > 400
    assert held[1] is True
    assert refused is not None
    assert refused >= 3


def test_terms_of_districts_communes_and_province_are_there(on_full: CommandLine) -> None:
    def terms(indicator: str, level: str) -> set[str]:
        rows = on_full.json("indicators", "compute", indicator, "--by", "term", "--where", f"level={level}", "--format", "json")
        return {row["term"] for row in rows if row["state"] == "value"}

    assert terms("party_committee_women_share", "district") == {"2015-2020", "2020-2025"}
    assert terms("peoples_council_women_share", "district") == {"2016-2021", "2021-2026"}
    assert {"2020-2025", "2025-2030"} <= terms("party_committee_women_share", "commune")
    assert {"2015-2020", "2020-2025", "2025-2030"} <= terms("party_committee_women_share", "province")
    assert {"2021-2026", "2026-2031"} <= terms("peoples_council_candidates_women_share", "province")
    assert {"2026-2031"} <= terms("peoples_council_candidates_women_share", "commune")
