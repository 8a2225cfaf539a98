"""Keys that nobody would press on purpose, in the installed program, on a team whose texts are hostile."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from fuzzing import run
from installed import HUDDLE
from terminal import Terminal

FIRST = ["--team", "T", "--name", "Ana", "--currency", "EUR", "--timezone", "Europe/Madrid", "--login", "ana"]


def test_whatever_is_pressed_the_program_answers_and_the_file_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few seconds of what ``tests/bench/fuzz.py`` does for an hour."""
    monkeypatch.chdir(tmp_path)
    outcome = run(tmp_path, seed=20261123, seconds=4, tell=lambda _outcome: None)
    assert outcome.defects == [], "\n".join(map(str, outcome.defects))
    assert outcome.sessions and outcome.keys


def test_what_is_typed_ahead_of_a_slow_line_happens_once(home: dict[str, str], plain: Callable[..., str]) -> None:
    plain("init", *FIRST)
    with Terminal([*HUDDLE, "--as", "ana"], env=home) as terminal:
        terminal.wait_for("1Today")
        terminal.press("+")
        terminal.wait_for("Esc cancels")
        os.write(terminal.fd, b"call - twice today\r\r\r")
        terminal.wait_for("Added")
        os.write(terminal.fd, b"5ecoipM6>e\x1b4?\x1b\x1bq")  # keys of screens that are only being made
        terminal.read(0.5)
        terminal.press("5", "n")
        terminal.wait_for("New customer")
        os.write(terminal.fd, b"Solo\x13\x13\x1b\x1b")
        terminal.wait_for("Solo")
        os.write(terminal.fd, b"qqq")
        assert terminal.wait() == 0
    assert [row["subject"] for row in json.loads(plain("--as", "ana", "due", "--json"))] == ["twice"]
