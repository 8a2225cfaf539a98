"""Writers killed with kill -9 in the midst of their changes, two at a time, on a file with the team's own policy.

    .venv/bin/python tests/bench/kills.py [--kills 200] [--seed 1]

Leaves with 1 when a change that was acknowledged isn't there with its history and its words, or the file isn't whole.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from killing import run  # noqa: E402  # after the path to the tests' own modules


def main() -> int:
    """Run, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    begun = perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        outcome = run(Path(folder) / "team.db", asked.kills, seed=asked.seed, tell=lambda _kills: None)
    print(f"{outcome.kills} kills in {perf_counter() - begun:.0f} s")
    print(f"{outcome.acknowledged} changes acknowledged, {outcome.untold} committed without being heard of")
    print(f"{len(outcome.defects)} defects", *outcome.defects[:20], sep="\n")
    return 1 if outcome.defects else 0


if __name__ == "__main__":
    sys.exit(main())
