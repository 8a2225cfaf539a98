"""The bench: what the screens cost, as ratios to a bare Textual program or to a smaller file in the same run.

    .venv/bin/python tests/bench/run.py [--rounds 7] [--only start,language,keys,…] [--size 120x40]

Prints a table with the budgets of each figure, and never fails because of one: machines differ, and so do hours
of a machine. Every round starts or presses all candidates one after the other, and a ratio is the median of the
ratios of the rounds.
"""

from __future__ import annotations

import argparse
import compileall
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

from tests.bench.data import build  # noqa: E402  # after the path to the project's own packages
from tests.bench.screen import Program  # noqa: E402

MONDAY = "2026-11-23T09:00:00+00:00"
SMALL, LARGE = 1_000, 100_000
KEYS, PAGES = 24, 8
IDLE = 20.0  # seconds
MEETING = 60.0  # seconds of a meeting that somebody follows
BARE = [str(HERE / "bare.py")]
DEMO = ["-m", "tui", "--demo"]


class Figure(NamedTuple):
    """One line of the table; ``budget`` is None where there is none."""

    what: str
    found: str
    budget: str = ""
    detail: str = ""


class Bench:
    """The folder with the data, the environment of the programs, and how many rounds."""

    def __init__(self, folder: Path, rounds: int, size: tuple[int, int]) -> None:
        self.rounds = rounds
        self.size = size
        self.env = {
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_STATE_HOME": str(folder / "state"),
            "HUDDLE_CONFIG": str(folder / "config.toml"),
            "HUDDLE_NOW": MONDAY,
            "PYTHONPATH": str(ROOT),
            "LANG": "C.UTF-8",
        }
        self.files = {count: folder / f"team-{count}.db" for count in (SMALL, LARGE)}

    def prepare(self) -> None:
        """Compile, make the demo and the two large files, and start everything once."""
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ.update(self.env)
        for package in ("store", "tui", "fixtures", "tests"):
            compileall.compile_dir(ROOT / package, quiet=2)
        subprocess.run([sys.executable, "-m", "tui", "--demo", "due"], check=True, stdout=subprocess.DEVNULL)
        for count, path in self.files.items():
            build(path, count)
        for command in (BARE, DEMO):
            with self.program(command) as running:
                running.settle()

    def team(self, count: int) -> list[str]:
        """The command that opens the file with this many follow-ups."""
        return ["-m", "tui", "--db", str(self.files[count]), "--as", "ana"]

    def program(self, command: Sequence[str]) -> Program:
        """A program in a terminal of the bench's size."""
        return Program(command, self.size, self.env)


def start(bench: Bench) -> Iterable[Figure]:
    """First paint of Today, and of Today with the large file."""
    commands = {"bare": BARE, "demo": DEMO, "small": bench.team(SMALL), "large": bench.team(LARGE)}
    found: dict[str, list[float]] = {name: [] for name in commands}
    for _round in range(bench.rounds):
        for name, command in commands.items():
            with bench.program(command) as running:
                found[name].append(running.first_paint())
    yield _ratio("first paint of Today, demo ÷ hello-world", found["demo"], found["bare"], 1.4)
    yield _ratio("first paint of Today, 100,000 ÷ hello-world", found["large"], found["bare"])
    yield _ratio("first paint of Today, 100,000 ÷ 1,000", found["large"], found["small"], 1.5)


def language(bench: Bench) -> Iterable[Figure]:
    """First paint of Today in Chinese: of the same team in both languages, and of each language's own demo."""
    subprocess.run(
        [sys.executable, "-m", "tui", "--lang", "zh", "--demo", "due"], check=True, stdout=subprocess.DEVNULL
    )
    chinese = ["--db", str(Path(bench.env["XDG_DATA_HOME"]) / "huddle" / "demo_zh.db"), "--as", "zhou"]
    commands = {
        "english": ["-m", "tui", "--lang", "en", *chinese],
        "chinese": ["-m", "tui", "--lang", "zh", *chinese],
        "english demo": ["-m", "tui", "--lang", "en", "--demo"],
    }
    found: dict[str, list[float]] = {name: [] for name in commands}
    for _round in range(bench.rounds):
        for name, command in commands.items():
            with bench.program(command) as running:
                found[name].append(running.first_paint())
    yield _ratio("first paint of Today, Chinese ÷ English", found["chinese"], found["english"], 1.05)
    yield _ratio("the same, each with its own demo", found["chinese"], found["english demo"])


def size(bench: Bench) -> Iterable[Figure]:
    """Opening Follow-ups from Today with the small and the large file."""
    found: dict[int, list[float]] = {SMALL: [], LARGE: []}
    again: dict[int, list[float]] = {SMALL: [], LARGE: []}
    for _round in range(bench.rounds):
        for count in found:
            with bench.program(bench.team(count)) as running:
                running.settle()
                found[count].append(running.open("4"))
                running.open("1")
                again[count].append(running.open("4"))
    yield _ratio("opening Follow-ups, 100,000 ÷ 1,000", found[LARGE], found[SMALL], 1.5)
    yield _ratio("returning to Follow-ups, 100,000 ÷ 1,000", again[LARGE], again[SMALL])


def keys(bench: Bench) -> Iterable[Figure]:
    """A cursor key and a page in Follow-ups, beside a bare update on a key."""
    with ExitStack() as stack:
        bare = stack.enter_context(bench.program(BARE))
        lists = {count: stack.enter_context(bench.program(bench.team(count))) for count in (SMALL, LARGE)}
        for running in (bare, *lists.values()):
            running.settle()
        for running in lists.values():
            running.open("4")
        for running in (bare, *lists.values()):
            running.key("j")
        times = max(KEYS, bench.rounds)
        moves = [(bare.key("x"), lists[SMALL].key("j"), lists[LARGE].key("j")) for _time in range(times)]
        pages = [(bare.key("x"), lists[SMALL].key("pagedown"), lists[LARGE].key("pagedown")) for _time in range(PAGES)]
    plain, small, large = zip(*moves, strict=True)
    yield _ratio("cursor key to first byte ÷ Static.update", _each(small, "first"), _each(plain, "first"), 1.5)
    yield _ratio("cursor key to end of frame ÷ Static.update", _each(small, "frame"), _each(plain, "frame"), 1.5)
    yield _ratio("cursor key, 100,000 ÷ 1,000", _each(large, "frame"), _each(small, "frame"))
    plain, small, large = zip(*pages, strict=True)
    yield _ratio("page to end of frame ÷ Static.update", _each(small, "frame"), _each(plain, "frame"))
    yield _ratio("page, 100,000 ÷ 1,000", _each(large, "frame"), _each(small, "frame"))
    yield Figure("bytes of a cursor key, list and detail", f"{median(key[1].bytes for key in moves):,.0f}")
    yield Figure("bytes of a page, list and detail", f"{median(key[1].bytes for key in pages):,.0f}")


def memory(bench: Bench) -> Iterable[Figure]:
    """What a settled program holds."""
    commands = {"bare": BARE, "demo": DEMO, "large": bench.team(LARGE)}
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _round in range(max(bench.rounds // 2, 3)):
        for name, command in commands.items():
            with bench.program(command) as running:
                running.settle()
                if name == "large":
                    running.open("4")
                found[name].append(running.memory())
    for number, kind in enumerate(("PSS", "RSS")):
        values = {name: [pair[number] for pair in pairs] for name, pairs in found.items()}
        yield _ratio(f"memory ({kind}), Today on the demo ÷ hello-world", values["demo"], values["bare"], 1.4, "MB")
        yield _ratio(f"memory ({kind}), Follow-ups with 100,000", values["large"], values["bare"], None, "MB")


def idle(bench: Bench) -> Iterable[Figure]:
    """What a screen that nobody touches writes and uses."""
    with bench.program(DEMO) as running:
        running.settle()
        running.read(2.0)
        before, since = running.cpu(), perf_counter()
        written = running.read(IDLE)
        share = (running.cpu() - before) / (perf_counter() - since)
    yield Figure(f"idle screen, bytes in {IDLE:.0f} s", str(written), "0", _verdict(written, 0))
    yield Figure("idle screen, share of a core", f"{share:.2%}", "0.30%", _verdict(share, 0.003))


def following(bench: Bench) -> Iterable[Figure]:
    """An idle minute of somebody who follows a meeting, whose leader says every five seconds that it runs."""
    subprocess.run([sys.executable, "-m", "tui", "--demo", "due"], check=True, stdout=subprocess.DEVNULL)
    moving = {name: value for name, value in bench.env.items() if name != "HUDDLE_NOW"}
    os.environ.pop("HUDDLE_NOW", None)
    with (
        Program([*DEMO, "--as", "ana"], bench.size, moving) as leads,
        Program([*DEMO, "--as", "li"], bench.size, moving) as follows,
    ):
        for running in (leads, follows):
            running.settle()
            running.open("2")
        leads.open("b")
        leads.open("\r")
        follows.read(3.0)
        before, since, written, spoken = follows.cpu(), perf_counter(), 0, 0
        while perf_counter() - since < MEETING:  # both are read, so that neither waits for its terminal
            written += follows.read(0.2)
            spoken += leads.read(0.05)
        share = (follows.cpu() - before) / (perf_counter() - since)
    yield Figure(f"following, bytes in {MEETING:.0f} s", str(written), "1,000", _verdict(written, 1000))
    yield Figure("following, share of a core", f"{share:.2%}", "0.30%", _verdict(share, 0.003))
    yield Figure(f"leading, bytes in {MEETING:.0f} s", f"{spoken:,}", "", f"{spoken / MEETING:.0f} a second")


PARTS: dict[str, Callable[[Bench], Iterable[Figure]]] = {
    part.__name__: part for part in (start, language, keys, size, memory, idle, following)
}


def _each(keys: Iterable[object], name: str) -> list[float]:
    return [getattr(key, name) for key in keys]


def _ratio(
    what: str, found: Sequence[float], base: Sequence[float], budget: float | None = None, unit: str = "ms"
) -> Figure:
    ratios = sorted(one / other for one, other in zip(found, base, strict=True))
    middle = median(ratios)
    detail = (
        f"{_verdict(middle, budget):4} {median(found):7.1f} / {median(base):.1f} {unit},"
        f" {ratios[0]:.2f}-{ratios[-1]:.2f} over {len(ratios)}"
    )
    return Figure(what, f"{middle:.2f}", "" if budget is None else f"{budget:.2f}", detail)


def _verdict(found: float, budget: float | None) -> str:
    if budget is None:
        return ""
    return "ok" if found <= budget else "OVER"


def main() -> None:
    """Measure what was asked for and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", default=",".join(PARTS), help="a comma between: " + ", ".join(PARTS))
    parser.add_argument("--size", default="120x40", help="columns x rows of the terminal")
    chosen = parser.parse_args()
    columns, lines = map(int, chosen.size.split("x"))
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), chosen.rounds, (columns, lines))
        bench.prepare()
        print(f"Python {sys.version.split()[0]}, {chosen.size}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        print(f"{'':48}{'figure':>8}{'budget':>8}  ")
        for name in chosen.only.split(","):
            for figure in PARTS[name](bench):
                print(f"{figure.what:48}{figure.found:>8}{figure.budget:>8}  {figure.detail}", flush=True)


if __name__ == "__main__":
    main()
