"""A hundred thousand rows of CSV with validation, as ratios to the ``.import`` of SQLite's own shell.

    .venv/bin/python tests/bench/importing.py [--rounds 5] [--rows 100000]

Both begin with a file on disk and end with committed rows in a database; Huddle also reads every cell as what it means,
recognises each row, and keeps history, undo and (of customers and follow-ups) the words of the search. "bare" is the
shell's import into a table without any index; "same" is its import of the finished rows into a team's own file, through
a table of texts, so that the indexes of Huddle's table are written by both.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from store import customers, importing, team  # noqa: E402  # after the path to the project's own packages
from store.database import close_store, open_store  # noqa: E402

BUDGET = 6.0
KNOWN = 500  # customers whose bookings and follow-ups are imported
CITIES = ("Madrid", "Zaragoza", "上海")


def customer_rows(count: int) -> list[list[str]]:
    """Customers as another system exports them, a third of them Chinese."""
    head = ["Customer number", "Name", "Type", "Industry", "City", "Phone", "Email", "Owner", "Notes"]
    names = ("华星科技{} 有限公司", "Northern Trading {} S.L.", "Café Müller {} GmbH")
    return [head] + [
        [
            f"K{n:06}",
            names[n % 3].format(n),
            "customer",
            "Retail",
            CITIES[n % 3],
            f"+34 600 {n:06}",
            f"c{n}@example.com",
            "ana",
            "wants a longer contract",
        ]
        for n in range(count)
    ]


def booking_rows(count: int) -> list[list[str]]:
    """Bookings with days and amounts as people write them."""
    head = ["Order number", "Customer", "Date", "Amount", "Type", "Owner", "Note"]
    return [head] + [
        [
            f"B{n:06}",
            f"Customer {n % KNOWN}",
            f"{1 + n % 28:02}.{1 + n % 10:02}.2026",
            f"¥{n % 90 + 1},{n % 1000:03}.50",
            "order",
            "ana",
            "renewal",
        ]
        for n in range(count)
    ]


def followup_rows(count: int) -> list[list[str]]:
    """Follow-ups, planned ones and done ones."""
    head = ["Id", "Customer", "Type", "Subject", "Due", "Done", "Result", "Owner"]
    return [head] + [
        [
            f"F{n:06}",
            f"Customer {n % KNOWN}",
            "call",
            f"Renewal terms {n % 1000}",
            f"2026-12-{1 + n % 28:02}" if n % 2 else "",
            "" if n % 2 else f"2026/10/{1 + n % 28:02}",
            "" if n % 2 else "connected",
            "ana",
        ]
        for n in range(count)
    ]


SUBJECTS: dict[str, Callable[[int], list[list[str]]]] = {
    "bookings": booking_rows,
    "followups": followup_rows,
    "customers": customer_rows,
}
TABLES = {"bookings": "booking", "followups": "follow_up", "customers": "customer"}


def by_shell(path: Path, folder: Path) -> float:
    """Seconds of the shell's ``.import`` into a table that it makes itself."""
    target = folder / "shell.db"
    target.unlink(missing_ok=True)
    since = perf_counter()
    subprocess.run(["sqlite3", str(target), ".mode csv", f".import {path} t"], check=True)
    return perf_counter() - since


def same_by_shell(table: str, folder: Path) -> float:
    """Seconds of the shell for the rows that Huddle has just made, into the same table of another team's file."""
    path, target = folder / "finished.csv", folder / "other.db"
    with closing(sqlite3.connect(folder / "team.db")) as made, path.open("w", encoding="utf-8", newline="") as file:
        columns = made.execute(f"PRAGMA table_info({table})").fetchall()
        csv.writer(file).writerows([[c[1] for c in columns], *made.execute(f"SELECT * FROM {table}")])
    for end in ("", "-wal", "-shm"):
        target.with_name(f"other.db{end}").unlink(missing_ok=True)
    open_store(target, create=True)
    close_store()
    cells = ", ".join(f'"{c[1]}"' if c[2] == "TEXT" and c[3] else f"nullif(\"{c[1]}\", '')" for c in columns)
    insert = f"INSERT INTO {table} SELECT {cells} FROM incoming;"
    since = perf_counter()
    command = ["sqlite3", str(target), "PRAGMA synchronous=FULL;", ".mode csv", f".import {path} incoming", insert]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - since


def by_huddle(subject: str, path: Path, folder: Path) -> tuple[float, float]:
    """Seconds of planning and of writing, into a team's file of its own."""
    for end in ("", "-wal", "-shm"):
        (folder / f"team.db{end}").unlink(missing_ok=True)
    open_store(folder / "team.db", create=True)
    ana = team.found_team("Bench", timezone="Europe/Madrid", currency="EUR", lead="Ana", login="ana")
    if subject != "customers":
        for n in range(KNOWN):
            customers.add(ana, f"Customer {n}", kind=customers.CustomerKind.CUSTOMER)
    since = perf_counter()
    plan = importing.plan(ana, subject, path)
    between = perf_counter()
    outcome = importing.run(ana, plan)
    end = perf_counter()
    assert outcome.counts[importing.Act.CREATE] == len(plan.acts), "every row must arrive"
    close_store()
    return between - since, end - between


def main() -> None:
    """Measure, interleaved, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rows", type=int, default=100_000)
    chosen = parser.parse_args()
    if shutil.which("sqlite3") is None:
        print("skipped: there is no sqlite3 shell here to compare with")
        return
    print(f"{f'{chosen.rows:,} rows ÷ sqlite3 .import':40}   bare   same  budget")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for subject, rows in SUBJECTS.items():
            path = folder / f"{subject}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(rows(chosen.rows))
            found = []
            for _round in range(chosen.rounds):
                bare, plan, run = by_shell(path, folder), *by_huddle(subject, path, folder)
                found.append((bare, same_by_shell(TABLES[subject], folder), plan, run))
            to_bare, to_same = (median((f[2] + f[3]) / f[n] for f in found) for n in (0, 1))
            bare, same, plan, run = (median(times) for times in zip(*found, strict=True))
            print(
                f"{subject:40}{to_bare:7.2f}{to_same:7.2f}{BUDGET:8.2f}"
                f"  plan {plan:.2f} + run {run:.2f} s / {bare:.2f} s, {same:.2f} s"
            )


if __name__ == "__main__":
    main()
