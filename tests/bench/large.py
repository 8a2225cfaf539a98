"""The bench of a large team: 100,000 customers, 1,000,000 follow-ups (10 % open), 50,000 deals, beside a small one.

    .venv/bin/python tests/bench/large.py [--rounds 7]

Starts and opens screens over both files in turn, and types into the filter of the customers; prints the ratios.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

from store import customers, deals, followups, team, words  # noqa: E402  # after the path to the project
from store.database import close_store, database, open_store  # noqa: E402
from tests.bench.run import Bench, Figure, _each, _ratio  # noqa: E402

STAMP = "'2026-01-01T00:00:00.000000Z', 1, '2026-01-01T00:00:00.000000Z', 1, NULL"
COUNT = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
RECORD = "id, version, created_at, created_by, updated_at, updated_by, deleted_at"
REPS = 10
SIZES = {"small": (100, 1_000, 50), "large": (100_000, 1_000_000, 50_000)}  # customers, follow-ups, deals


def build(path: Path, many: tuple[int, int, int]) -> None:
    """Make such a team's file: ten reps, every seventh customer with a Chinese name, one follow-up in ten open."""
    open_store(path, create=True)
    lead = team.found_team("Bench", timezone="Europe/Madrid", currency="EUR", lead="Ana", login="ana")
    for number in range(REPS - 1):
        team.add_member(lead, f"Rep {number}", f"rep{number}")
    there, planned, open_deals = many
    day = team.today().isoformat()
    with database.atomic():
        database.execute_sql(
            f"{COUNT} INSERT INTO customer ({RECORD}, name, code, kind, industry, source, city, address, website,"
            " phone, email, owner_id, tags, notes, do_not_call, value_class, need)"
            f" SELECT i, 1, {STAMP}, CASE i % 7 WHEN 0 THEN '华星科技 ' || i ELSE 'Customer ' || i END,"
            f" '', 'customer', '', '', 'Madrid', '', '', '', '', 1 + i % {REPS}, '', '', 0,"
            " substr('ABC', 1 + i % 3, 1), 'none' FROM n",
            (there,),
        )
        database.execute_sql(
            f"{COUNT} INSERT INTO follow_up ({RECORD}, customer_id, kind, subject, due_on, original_due_on,"
            " snooze_count, priority, owner_id, status, done_at, outcome, note, origin)"
            f" SELECT i, 1, {STAMP}, 1 + i % ?2, 'call', 'Renewal terms ' || i, date(?3, (i % 400 - 20) || ' days'),"
            f" ?3, 0, 1 + i % 3, 1 + (i / 10) % {REPS}, iif(i % 10, 'done', 'planned'),"
            " iif(i % 10, '2026-0' || (1 + i % 9) || '-10T09:00:00.000000Z', NULL), iif(i % 10, 'connected', NULL),"
            " '', 'manual' FROM n",
            (planned, there, day),
        )
        stage = deals.open_stages()[0].id
        database.execute_sql(
            f"{COUNT} INSERT INTO deal ({RECORD}, customer_id, name, owner_id, stage_id, stage_entered_on, amount,"
            " expected_close_on, slip_count, competitor, next_step, source, lost_note)"
            f" SELECT i, 1, {STAMP}, 1 + i % ?2, 'Sensors ' || i, 1 + i % {REPS}, ?4, ?3, 100000 + i,"
            " date(?3, (i % 120) || ' days'), 0, '', '', '', '' FROM n",
            (open_deals, there, day, stage),
        )
        for model, most in ((customers.Customer, there), (followups.FollowUp, planned), (deals.Deal, open_deals)):
            words.index_many(model, 1, most)
    close_store()


def screens(bench: Bench, files: dict[str, Path]) -> Iterable[Figure]:
    """The start on Today, opening Follow-ups and Customers, and letters typed into the customers' filter."""
    found: dict[str, dict[str, list[float]]] = {
        what: {name: [] for name in files} for what in ("start", "4", "5", "latin", "chinese")
    }
    for _round in range(bench.rounds):
        for name, path in files.items():
            with bench.program(["-m", "tui", "--db", str(path), "--as", "ana"]) as running:
                found["start"][name].append(running.first_paint())
                for key in ("4", "5"):
                    found[key][name].append(running.open(key))
                running.key("/")
                typed = [running.key(letter) for letter in "custo"]
                found["latin"][name].append(_each(typed, "frame")[-1])
                running.key("escape")
                running.key("/")
                typed = [running.key(letter) for letter in "华星"]
                found["chinese"][name].append(_each(typed, "frame")[-1])
    says = {
        "start": "first paint of Today",
        "4": "opening Follow-ups",
        "5": "opening Customers",
        "latin": "a letter of a Latin search, painted",
        "chinese": "the second character of a Chinese search",
    }
    for what, values in found.items():
        yield _ratio(f"{says[what]}, large ÷ small", values["large"], values["small"], 1.5)


def main() -> None:
    """Build both files, measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), chosen.rounds, (120, 40))
        bench.files = {}
        bench.prepare()
        files = {name: Path(folder) / f"{name}.db" for name in SIZES}
        for name, path in files.items():
            build(path, SIZES[name])
        for figure in screens(bench, files):
            print(f"{figure.what:52}{figure.found:>8}{figure.budget:>8}  {figure.detail}", flush=True)


if __name__ == "__main__":
    main()
