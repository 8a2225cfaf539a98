"""One meeting in two programs on one file: who follows, what is lost when one is killed, and the minutes it leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from terminal import Terminal

SCRIPT = Path(sys.executable).with_name("huddle")
HUDDLE = [str(SCRIPT)] if SCRIPT.exists() else [sys.executable, "-m", "tui"]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")


class Wall:
    """The clock of both programs: a file that they read again and again."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.seconds = 0
        self.on(0)

    def on(self, seconds: int) -> None:
        self.seconds += seconds
        hours, rest = divmod(8 * 3600 + 30 * 60 + self.seconds, 3600)
        new = self.file.with_suffix(".new")
        new.write_text(f"2026-11-23T{hours:02}:{rest // 60:02}:{rest % 60:02}Z")
        new.replace(self.file)


@pytest.fixture
def wall(tmp_path: Path) -> Wall:
    """Half past nine in Madrid, when the demo's meeting begins."""
    return Wall(tmp_path / "now")


@pytest.fixture
def home(tmp_path: Path, wall: Wall) -> dict[str, str]:
    """The environment of somebody whose folders are all new."""
    unset = dict.fromkeys(("HUDDLE_DB", "LC_ALL", "LC_MESSAGES", "LANGUAGE"), "")
    folders = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("DATA", "CONFIG", "STATE")}
    named = {"HUDDLE_NOW": f"@{wall.file}", "HUDDLE_CONFIG": str(tmp_path / "config.toml"), "TZ": "Europe/Madrid"}
    return unset | folders | named | {"LANG": "C.UTF-8"}


@pytest.fixture
def plain(home: dict[str, str]) -> Callable[..., str]:
    """Runs a plain command on the demo and answers what it printed."""

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [*HUDDLE, "--demo", *arguments],
            env=os.environ | home,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    return run


def opened(home: dict[str, str], login: str) -> Terminal:
    return Terminal([*HUDDLE, "demo", "--as", login], size=(80, 24), env=home)


def to_the_meeting(terminal: Terminal, words: str) -> None:
    """Go to the Meeting screen once the program listens."""
    terminal.wait_for("DEMO", 30)
    for _again in range(40):
        terminal.press("2")
        terminal.read(0.3)
        if words in terminal.text:
            return
    raise AssertionError(terminal.text)


def test_two_hold_one_meeting_and_the_one_that_is_killed_is_continued(
    home: dict[str, str], wall: Wall, plain: Callable[..., str]
) -> None:
    plain("due")  # makes the demo
    with opened(home, "ana") as ana, opened(home, "li") as li:
        to_the_meeting(ana, "b Start")
        to_the_meeting(li, "b Start")
        ana.press("b")
        ana.wait_for("Who is here?")
        ana.press("enter")
        ana.wait_for("▶ Wins")
        li.wait_for("you follow Ana", 10)  # comes in by itself

        wall.on(130)
        ana.press(">")
        began = time.monotonic()
        li.wait_for("▶ Numbers", 10)
        followed = time.monotonic() - began
        ana.press("i")
        ana.wait_for("What do we talk about?")
        ana.press("one price for all", "ctrl+s")
        ana.wait_for("Topic raised")

        li.press(*">>>>>")
        li.wait_for("Ana García is at Numbers · F follow")
        li.wait_for("one price for all", 10)  # what is new is there within a second
        li.press("F")
        li.wait_for("▶ Numbers")
        li.press("c")
        li.wait_for("Your note")
        li.press("two slip into January", "escape")
        ana.wait_for("two slip into January", 10)

        ana.press("c")
        ana.wait_for("Your note")
        ana.press("half a thought")
        ana.wait_for("half a thought")
        ana.read(2.0)
        os.kill(ana.pid, signal.SIGKILL)
        ana.wait()

        wall.on(180)
        li.wait_for("nothing is heard of Ana", 10)
        li.press("b")
        li.wait_for("We paused")
        li.press("p")
        li.wait_for("Li Wei leads")

        with opened(home, "ana") as again:
            to_the_meeting(again, "you follow Li Wei")
            again.wait_for("half a thought", 10)
            wall.on(60)
            li.press("E")
            li.wait_for("Rate the meeting")
            li.press("8", "enter")
            li.wait_for("Minutes")
            again.wait_for("Li Wei led", 10)
    found = plain("minutes")
    assert "- Ana García: half a thought" in found
    assert "- Li Wei: two slip into January" in found
    assert "6 of 60 min · 3 min paused · Li Wei led" in found
    assert "one price for all" in found
    assert followed < 5, "within a second, and what a busy machine adds"
