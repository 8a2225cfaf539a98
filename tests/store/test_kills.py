"""Whatever dies in the midst of a change, nothing that was acknowledged is lost."""

from __future__ import annotations

from pathlib import Path

from killing import run


def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    """A short run of ``tests/bench/kills.py``; a file of its own, because the writers are forked."""
    outcome = run(tmp_path / "team.db", 10, tell=lambda _kills: None)
    assert outcome.defects == []
    assert outcome.kills == 10 and outcome.acknowledged >= 10
