"""The installed ``huddle`` in a real pseudo-terminal: a first day, and what must survive however it ends."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import struct
import sys
import termios
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from installed import HUDDLE
from terminal import Terminal

FIRST = ["--team", "Northern Sales", "--name", "Ana", "--currency", "EUR", "--timezone", "Europe/Madrid"]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")


def database(home: dict[str, str]) -> Path:
    return Path(home["XDG_DATA_HOME"]) / "huddle" / "team.db"


@pytest.fixture
def begun(plain: Callable[..., str]) -> None:
    """Ana's team, begun by ``huddle init``."""
    plain("init", *FIRST)


def opened(home: dict[str, str], *arguments: str) -> Terminal:
    return Terminal([*HUDDLE, *arguments], size=(80, 24), env=home)


def resize(terminal: Terminal, columns: int, rows: int) -> None:
    terminal.screen.resize(rows, columns)
    fcntl.ioctl(terminal.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def type_entry(terminal: Terminal, line: str) -> None:
    """Open quick entry once the program listens, and type a line into it."""
    for _again in range(20):
        terminal.press("+")
        terminal.read(0.3)
        if "esc Cancel" in terminal.text:
            break
    terminal.press(line)
    terminal.wait_for(line)


def add(terminal: Terminal, line: str) -> None:
    """Add a follow-up by quick entry."""
    type_entry(terminal, line)
    terminal.press("enter")
    terminal.wait_for("Added")


def subjects(plain: Callable[..., str]) -> Sequence[str]:
    return [row["subject"] for row in json.loads(plain("due", "--json"))]


def test_a_first_day_is_there_the_next_time(home: dict[str, str], plain: Callable[..., str]) -> None:
    with opened(home) as terminal:
        terminal.wait_for("Welcome to Huddle")
        assert "Europe/Madrid" in terminal.text, "the time zone of the machine is offered"
        terminal.press("Northern Sales", "tab", "\x15", "Ana García", "tab", "\x15", "EURO", "ctrl+s")
        terminal.wait_for("three letters, such as EUR")
        assert "Northern Sales" in terminal.text, "what was typed is kept"
        assert not database(home).exists()
        terminal.press("\x15", "EUR", "ctrl+s")
        terminal.wait_for("1Today")
        assert "Ana García" in terminal.text
        add(terminal, "call - renewal terms today !high")
        assert subjects(plain) == ["renewal terms"], "others see it at once"
        terminal.press("4")
        terminal.wait_for("Today · 1")
        terminal.press("space")
        terminal.wait_for("Next")
        terminal.press("enter")
        terminal.wait_for("Done")
        add(terminal, "visit - price list fri")
        terminal.press("q")
        assert terminal.wait() == 0
    with opened(home) as terminal:
        terminal.wait_for("1Today")
        terminal.press("4")
        terminal.wait_for("price list")
        terminal.press("q")
        assert terminal.wait() == 0
    assert "price list" in subjects(plain)


def test_leaving_the_first_questions_leaves_nothing(home: dict[str, str]) -> None:
    with opened(home) as terminal:
        terminal.wait_for("Welcome to Huddle")
        terminal.press("ctrl+c")
        assert terminal.wait() == 0
    assert not Path(home["XDG_DATA_HOME"]).exists()


def test_the_demo_says_that_it_is_one(home: dict[str, str]) -> None:
    with opened(home, "demo") as terminal:
        terminal.wait_for("DEMO", 30)
        assert "█  100%".encode() in b"".join(chunk for _at, chunk in terminal.chunks), "making it shows a progress bar"
        terminal.press("4")
        terminal.wait_for("Overdue")
        terminal.press("q")
        assert terminal.wait() == 0
    assert not database(home).exists(), "one's own data are untouched"


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize("end", [signal.SIGHUP, signal.SIGKILL, signal.SIGTERM])
def test_what_was_confirmed_survives_the_end(home: dict[str, str], plain: Callable[..., str], end: int) -> None:
    with opened(home) as terminal:
        terminal.wait_for("1Today")
        add(terminal, "call - confirmed today")
        type_entry(terminal, "call - not confirmed today")
        os.kill(terminal.pid, end)
        terminal.wait()
    assert subjects(plain) == ["confirmed"]
    assert "is in order" in plain("check")


@pytest.mark.usefixtures("begun")
def test_a_closed_terminal_ends_the_program_and_loses_nothing(home: dict[str, str], plain: Callable[..., str]) -> None:
    with opened(home) as terminal:
        terminal.wait_for("1Today")
        add(terminal, "call - confirmed today")
        os.close(terminal.fd)
        terminal.fd = os.open(os.devnull, os.O_RDWR)
        terminal.wait()
    assert subjects(plain) == ["confirmed"]


@pytest.mark.usefixtures("begun")
def test_ctrl_c_says_how_to_leave_and_keeps_what_is_being_typed(
    home: dict[str, str], plain: Callable[..., str]
) -> None:
    with opened(home) as terminal:
        terminal.wait_for("1Today")
        type_entry(terminal, "call - half typed tod")
        terminal.press("ctrl+c")
        terminal.wait_for("Press q to leave")
        assert "half typed" in terminal.text
        terminal.press("ay", "enter")
        terminal.wait_for("Added")
        terminal.press("q")
        assert terminal.wait() == 0
    assert subjects(plain) == ["half typed"]


@pytest.mark.usefixtures("begun")
def test_bytes_of_another_encoding_end_nothing(home: dict[str, str], plain: Callable[..., str]) -> None:
    with opened(home) as terminal:
        terminal.wait_for("1Today")
        type_entry(terminal, "call - Jos")
        os.write(terminal.fd, b"\xe9 \xff")
        terminal.press(" today")
        terminal.wait_for("today")
        terminal.press("enter")
        terminal.wait_for("Added")
        terminal.press("q")
        assert terminal.wait() == 0
    assert subjects(plain) == ["Jos\ufffd \ufffd"]


@pytest.mark.usefixtures("begun")
def test_a_terminal_that_shrinks_and_grows_keeps_what_was_on_it(home: dict[str, str]) -> None:
    with opened(home) as terminal:
        terminal.wait_for("1Today")
        add(terminal, "call - stays here today")
        resize(terminal, 30, 10)
        terminal.wait_for("This terminal has 30")
        resize(terminal, 80, 24)
        terminal.wait_for("stays here")
        terminal.press("q")
        assert terminal.wait() == 0


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize("term", ["xterm", "screen-256color", "linux", "vt100"])
def test_the_screens_open_whatever_the_terminal_calls_itself(home: dict[str, str], term: str) -> None:
    with Terminal(HUDDLE, size=(80, 24), env=home | {"TERM": term, "LANG": "C", "COLORTERM": ""}) as terminal:
        terminal.wait_for("Today")
        terminal.press("q")
        assert terminal.wait() == 0


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_cannot_draw_is_told_in_one_sentence(home: dict[str, str], term: str) -> None:
    with Terminal(HUDDLE, size=(80, 24), env=home | {"TERM": term}) as terminal:
        assert terminal.wait() == 2
        assert "screens need a terminal" in terminal.text
        assert "Traceback" not in terminal.text
