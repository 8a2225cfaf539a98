"""Two programs on one file: each sees what the other does, nothing typed is lost, whatever dies or is moved away."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path

from installed import HUDDLE
from terminal import Terminal

NOTE = "They want both mills, and a price"


def demo_file(home: dict[str, str]) -> Path:
    return Path(home["XDG_DATA_HOME"]) / "huddle" / "demo.db"


def test_two_people_at_one_customer(home: dict[str, str], plain: Callable[..., str]) -> None:
    """Ana has it open in a form and Tom is looking at it while each changes it."""
    with Terminal([*HUDDLE, "demo"], env=home) as ana:
        ana.wait_for("Must do", 60)
        with Terminal([*HUDDLE, "demo", "--as", "tom"], size=(120, 40), env=home) as tom:
            tom.wait_for("Must do", 60)
            for one in (ana, tom):
                one.press("5")
                one.wait_for("Customers · ")
                one.press("/")
                one.wait_for("Filter: ")
                one.press("Brauerei", "enter")
                one.wait_for("▌ B Brauerei")
            ana.press("e")
            ana.wait_for("Edit customer")
            ana.press("\x1b[F", " AG")
            tom.press("e")
            tom.wait_for("Edit customer")
            tom.press("\x1b[F", " GmbH", "\x13")
            tom.wait_for("Saved · u undo")
            ana.wait_for("Tom Becker changed this meanwhile.")
            ana.wait_for("▲ Tom Becker: Brauerei Falkenstein GmbH")
            ana.press("ctrl+s")
            ana.wait_for("Both of you changed it: Name")
            ana.press("b")
            ana.wait_for("Put together.")
            ana.press("ctrl+s")
            ana.wait_for("Saved · u undo")
            tom.wait_for("Brauerei Falkenstein GmbH / Brau")
            tom.wait_for("Ana García: edited customer", 5)
    assert "Brauerei Falkenstein GmbH / Brauerei Falkenstein AG" in plain("--demo", "customer", "Brauerei")


def test_what_was_typed_outlives_the_program_and_the_file(home: dict[str, str]) -> None:
    """Killed amid a form, and gone on with; then the file is moved away, is back, and is replaced by another one."""
    with Terminal([*HUDDLE, "demo"], env=home) as ana:
        ana.wait_for("Must do", 60)
        ana.press("5")
        ana.wait_for("Customers · ")
        ana.press("j", "j")
        ana.wait_for("▌ B Bodegas")
        ana.press("c")
        ana.wait_for("New note")
        ana.press(NOTE)
        ana.read(3.5)
        os.kill(ana.pid, signal.SIGKILL)
        ana.wait()
    path = demo_file(home)
    moved, copy = path.with_name("moved.db"), path.with_name("copy.db")
    with Terminal([*HUDDLE, "demo"], env=home) as ana:
        ana.wait_for("You were writing just now: New note · Bodegas Peñasol", 60)
        ana.press("enter")
        ana.wait_for("▌ B Bodegas Peñasol")
        ana.wait_for("^S Save")
        ana.wait_for(NOTE)
        path.rename(moved)
        ana.press("ctrl+s")
        ana.wait_for("is gone; nothing was written.")
        assert NOTE in ana.text
        ana.read(1.5)
        moved.rename(path)
        ana.wait_for("The file can be used again.", 5)
        ana.press("ctrl+s")
        ana.wait_for("Noted · u undo")
        ana.press("q")
        assert ana.wait() == 0
    with sqlite3.connect(path) as file:
        assert file.execute("SELECT body FROM note ORDER BY id DESC LIMIT 1").fetchone() == (NOTE,)
        assert not file.execute("SELECT 1 FROM unfinished").fetchall()
    file.close()
    with Terminal([*HUDDLE, "demo"], env=home) as ana:
        ana.wait_for("Must do", 60)  # after q the next start begins with Today, and offers nothing
        shutil.copy(path, copy)
        copy.replace(path)
        ana.press("+")
        ana.wait_for("Quick entry")
        ana.press("call - another", "enter")
        ana.wait_for("was replaced by another file")
        assert "call - another" in ana.text
