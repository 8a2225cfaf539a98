"""The README keeps its promises: its pictures exist, and its commands are whole."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_screen_of_the_bar_has_its_picture_and_every_picture_is_one_that_ci_compares() -> None:
    from tui.screens import SCREENS

    shown = [unquote(link) for link in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README)]
    assert all((ROOT / link).is_file() for link in shown), shown
    assert all("__snapshots__" in link for link in shown)
    assert len(shown) >= len([place for place in SCREENS if place.key])


@pytest.mark.parametrize("name", ["demo", "tests"])
def test_its_two_commands_make_their_own_environment(name: str) -> None:
    command = re.search(rf"<!-- {name} -->\n```sh\n(.+?)\n```", README, re.S)
    assert command is not None
    assert command[1].startswith("python3 -m venv .venv && ")
    assert "\n" not in command[1], "one command, complete in itself"


def test_no_file_carries_a_registrys_address() -> None:
    versions = (ROOT / "constraints.txt").read_text(encoding="utf-8").split()
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][\w.]*", line) for line in versions)
