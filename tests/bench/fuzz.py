"""Random keys against the installed program on hostile data, for as long as one likes.

    .venv/bin/python tests/bench/fuzz.py [--minutes 60] [--seed 7] [--first 0] [--together 2]

Prints the seed, then each defect with what was pressed before it as it is found, and the counts at the end; leaves with
1 when there was a defect. The same seed presses the same keys; ``--first`` begins with a later session of it.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from fuzzing import Outcome, run  # noqa: E402  # after the path to the tests' own modules


def main() -> int:
    """Run, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--together", type=int, default=2, help="programs on one file at a time")
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)
    told = 0

    def tell(outcome: Outcome) -> None:
        nonlocal told
        for defect in outcome.defects[told:]:
            print(f"\n{defect}", flush=True)
        told = len(outcome.defects)

    with tempfile.TemporaryDirectory() as folder:
        outcome = run(
            Path(folder), asked.seed, asked.minutes * 60, first=asked.first, together=asked.together, tell=tell
        )
    print(f"\n{outcome.sessions} sessions, {outcome.moves} moves, {outcome.keys} bytes typed")
    print(f"{len(outcome.seen)} titles seen: " + ", ".join(f"{name} {n}" for name, n in outcome.seen.most_common()))
    print(f"{len(outcome.defects)} defects")
    return 1 if outcome.defects else 0


if __name__ == "__main__":
    sys.exit(main())
