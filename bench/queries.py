"""Dashboard queries over a million observations, against the same SQL through the duckdb package alone."""

import datetime as dt
import os
import tempfile
from pathlib import Path

import duckdb
from sqlalchemy import Connection

from bench.measure import Result, in_turn, process
from catalogue import definitions
from etl.publish import publish
from indicators.compute import compute, statement_of
from indicators.query import Query
from store import connection as db
from store import snapshot

COPIES, TIMES = 7, 40
ASKED = (
    ("by unit, one period", "unit", ("level=commune", "period=2024")),
    ("by district over all periods", "district,period", ("level=commune",)),
    ("by level and term", "level,term", ()),
    ("one unit with its communes", "unit,level", ("unit=218",)),
)
MOVED = (
    ("by unit and period", "unit,period", ("level=commune",)),
    ("by district over all periods", "district,period", ("level=commune",)),
)
BOUNDARIES = dt.date(2025, 3, 1)


def run() -> list[Result]:
    """Return one measure per question."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        process("-m", "etl", "init", home=home)
        os.environ["VSTBPN_HOME"] = str(home)
        count = _multiply()
        return [*(_measure(name, by, where, count) for name, by, where in ASKED), *(_moved(*asked) for asked in MOVED)]


def _moved(name: str, by: str, where: tuple[str, ...]) -> Result:
    """A question on another map beside the same question as reported."""
    known = definitions.load()
    plain, moved = (
        Query.parse(known, "party_committee_women_share", by=by, where=where, boundaries=day) for day in (None, BOUNDARIES)
    )
    with db.reading(snapshot.current()).connect() as connection:
        ours, floor = in_turn(lambda: compute(connection, known, moved), lambda: compute(connection, known, plain), TIMES)
    return Result(f"{name}, on the map of {BOUNDARIES:%Y-%m-%d}", ours, floor, "at most 1.5 x as reported")


def _measure(name: str, by: str, where: tuple[str, ...], count: int) -> Result:
    known, path = definitions.load(), snapshot.current()
    query = Query.parse(known, "party_committee_women_share", by=by, where=where)
    engine = db.reading(path)
    sql = str(statement_of(known, query).params(query.parameters).compile(engine, compile_kwargs={"literal_binds": True}))
    plain = path.with_name("plain.copy")
    if not plain.exists():
        plain.write_bytes(path.read_bytes())
    with duckdb.connect(str(plain), read_only=True) as alone, engine.connect() as connection:
        ours, floor = in_turn(lambda: compute(connection, known, query), lambda: alone.execute(sql).to_arrow_table(), TIMES)
    return Result(f"{name}, {count / 1e6:.1f} M observations", ours, floor, "at most 1.3, or 3 ms more")


def _multiply() -> int:
    """Repeat every unit with its reports under other names, until there are a million observations; publish."""
    with db.store() as connection:
        with connection.begin():
            for copy in range(1, COPIES + 1):
                _repeat(connection, copy)
            count = connection.exec_driver_sql("select count(*) from observation").scalar_one()
        publish(connection, definitions.load())
    return int(count)


def _repeat(connection: Connection, copy: int) -> None:
    mine, run = f"unit_id || '#{copy}' as unit_id", connection.exec_driver_sql
    for table in ("unit", "expected_value", "expected_report"):
        run(f"insert into {table} select * replace ({mine}) from {table} where unit_id not like '%#%'")
    run(f"""insert into unit_on_map select * replace ({mine}, if(layer like '%unit', target_id || '#{copy}', target_id) as target_id) from unit_on_map
            where unit_id not like '%#%'""")
    step = copy * 10_000_000
    originals = "where unit_id not like '%#%'"
    run(f"insert into series select * replace ({mine}, series_id + {step} as series_id) from series {originals}")
    run(
        f"insert into submission select * replace ({mine}, submission_id + {step} as submission_id) from submission {originals}"
    )
    run(f"""insert into observation select * replace (series_id + {step} as series_id, submission_id + {step} as submission_id)
            from observation where series_id < 10000000""")
