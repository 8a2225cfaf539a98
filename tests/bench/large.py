"""The bench of a large team beside a small one: 100,000 customers, 1,000,000 follow-ups (10 % open), 50,000 open deals.

    .venv/bin/python tests/bench/large.py [--rounds 7] [--as ana,rep0] [--keep FOLDER]

Starts and opens every screen over both files in turn, for the lead and for a rep, and types into the filters; prints
the ratios of the times, and those of the processor time of all of it. The files are built anew unless --keep has them.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from time import perf_counter

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

from tests.bench.large_data import LARGE, SMALL, build  # noqa: E402  # after the path to the project
from tests.bench.run import Bench, Figure, _ratio  # noqa: E402
from tests.bench.screen import Program  # noqa: E402

BUDGET = 1.5
SCREENS = {
    "4": "Follow-ups",
    "5": "Customers",
    "6": "Deals",
    "3": "Goals",
    "8": "Risks",
    "2": "the meeting's agenda",
    "9": "Team",
    "7": "Training",
}
# screen, what is typed, and what its last letter is
SEARCHES = (
    ("5", "custo", "a letter of a word that all have"),
    ("5", "华星", "the second character of a Chinese search"),
    ("5", "customer 99", "a letter of a rare word"),
    ("5", "zzz", "a letter that nobody has"),
    ("4", "renew", "a letter of a word of every follow-up"),
    ("6", "sens", "a letter of a word of every deal"),
)
Found = dict[str, dict[str, list[float]]]


def screens(bench: Bench, files: dict[str, Path], who: str) -> Iterable[Figure]:
    """The start on Today, opening each screen, and letters typed into filters."""
    found: Found = {}
    for _round in range(bench.rounds):
        for name, path in files.items():
            with bench.program(["-m", "tui", "--db", str(path), "--as", who]) as running:
                for what, figure in _one(running):
                    found.setdefault(what, {}).setdefault(name, []).append(figure)
    for what, values in found.items():
        unit = "s" if "processor" in what else "ms"
        yield _ratio(f"{who}: {what}", values["large"], values["small"], BUDGET, unit)


def _one(running: Program) -> Iterable[tuple[str, float]]:
    yield "first paint of Today", running.first_paint()
    for key, what in SCREENS.items():
        yield f"opening {what}", running.open(key)
    at = ""
    for key, typed, what in SEARCHES:
        if key != at:
            running.open(key)
            at = key
        running.key("/")
        letters = [running.key(letter) for letter in typed]
        running.key("escape")
        yield what, letters[-1].frame
    yield "processor time of all that", running.cpu()


def signals(files: dict[str, Path], rounds: int) -> Iterable[Figure]:
    """Asking the eleven rules of the signals, which is done once a day, beside the screen for a large team."""
    from store import signals, team
    from store.database import close_store, open_store

    found: dict[str, list[float]] = {name: [] for name in files}
    for _round in range(rounds):
        for name, path in files.items():
            open_store(path)
            began = perf_counter()
            signals.evaluate(team.today())
            found[name].append((perf_counter() - began) * 1000)
            close_store()
    yield _ratio("asking the rules of the signals", found["large"], found["small"], None)


def main() -> None:
    """Build both files, measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--as", dest="people", default="ana,rep0", help="logins with a comma between; ana leads")
    parser.add_argument("--keep", type=Path, help="a folder that has small.db and large.db, or gets them")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bench = Bench(folder, chosen.rounds, (120, 40))
        bench.files = {}
        bench.prepare()
        files = {name: (chosen.keep or folder) / f"{name}.db" for name in ("small", "large")}
        for path, size in zip(files.values(), (SMALL, LARGE), strict=True):
            if not path.exists():
                build(path, size)
        print(f"load {os.getloadavg()[0]:.1f}; large ÷ small")
        for figure in signals(files, bench.rounds):
            print(f"{figure.what:56}{figure.found:>8}{figure.budget:>8}  {figure.detail}", flush=True)
        for who in chosen.people.split(","):
            for figure in screens(bench, files, who):
                print(f"{figure.what:56}{figure.found:>8}{figure.budget:>8}  {figure.detail}", flush=True)


if __name__ == "__main__":
    main()
