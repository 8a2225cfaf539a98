"""Somebody who presses whatever there is, in the installed program, on a team whose texts are hostile.

A run is told by its seed: what is pressed in a session depends on the seed, the session's number and nothing else.
After each session the program must have ended as it was asked to, or be alive and answer; after a run the file must be
whole. What isn't so is a ``Defect`` with the last keys before it.
"""

from __future__ import annotations

import fcntl
import os
import random
import re
import select
import signal
import struct
import termios
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from consistency import faults
from installed import HUDDLE, MONDAY
from terminal import KEYS as NAMED
from terminal import Terminal

from fixtures.loader import load
from store import team
from store.access import Role
from store.calendar import clock
from store.database import close_store, made_whole
from tui.keys import KEYS

SIZES = ((80, 24), (120, 40), (60, 16), (100, 30), (200, 55), (40, 12), (20, 5), (81, 25), (132, 24))
LOGINS = ("ana", "ana", "bob", "noa", "long", "vera")
PATIENCE = 40.0  # seconds after which a program that says nothing to a new size hangs, on a busy machine
PROBE = 25  # moves between two looks whether it answers
TEXTS = (
    *("a", "call", "Northwind", "fri 10:00 @bob !high", "1.234,56", "-1", "0", "99999999999999999999", "2026-02-30"),
    *("31", "mon", "=1+1", "[/b]", "[@click=app.quit]x[/]", "%s {0} {name}", "'; DROP TABLE change; --", "𝔘𝔫𝔦", "你好"),
    *(
        "王" * 60,
        "e\u0301\u0301",
        "\u202eabc",
        "שלום",
        "🙂",
        "\t",
        "x" * 300,
        "#deal",
        "+",
        "/",
        "?",
        "mo|tu",
        '"',
        "\\",
        "%_",
    ),
)
BYTES = (
    *(
        b"\xff\xfe",
        b"\x00",
        b"\x1b[",
        b"\x1b]52;c;cm0=\x07",
        b"\xc3",
        b"\x9b31m",
        b"\xed\xa0\x80",
        b"\x1bO",
        b"\x1b\x1b",
    ),
    *(b"\x1b[<0;10;5M", b"\x1b[<0;10;5m", b"\x1b[<64;10;5M", b"\x1b[<35;3;3M", b"\x1b[I", b"\x1b[O", b"\x1b[97;5u"),
    *(
        b"\x1b[200~",
        b"\x1b[201~",
        b"\x1b[24;80R",
        b"\x1b[?1;2c",
        b"\x1bP1$r0m\x1b\\",
        b"\x1a",
        b"\x1c",
        b"\x04",
        b"\x1d",
    ),
)
VERBS = tuple(
    NAMED.get(key, key)
    for one in KEYS.values()
    for key in one.keys.split(",")
    if key in NAMED or (len(key) == 1 and key not in "q")
)
MOVES = ("up", "down", "left", "right", "pagedown", "pageup", "tab")
MOVING = (*(NAMED[name] for name in MOVES), "j", "k", "g", "G")
ANSWERING = tuple(NAMED[name] for name in ("enter", "escape", "ctrl+s", "tab", "space", "backspace", "left", "right"))


@dataclass
class Defect:
    """Something that must not happen, in which session, and what was pressed last."""

    session: int
    what: str
    moves: Sequence[str]

    def __str__(self) -> str:
        return f"session {self.session}: {self.what}\n  after {' '.join(self.moves)}"


@dataclass
class Outcome:
    """What a run came to."""

    seed: int
    sessions: int = 0
    moves: int = 0
    keys: int = 0  # bytes that were typed
    seen: Counter[str] = field(default_factory=Counter)  # titles of screens, panels and forms, and how often
    defects: list[Defect] = field(default_factory=list)


class _Quiet(Exception):
    """The program has ended, or doesn't take what is typed."""


def team_file(path: Path) -> None:
    """Make the hostile team's file, with somebody in it who may only look."""
    from datetime import datetime

    with clock(datetime.fromisoformat(MONDAY)), made_whole(path):
        lead = load("hostile")
        team.add_member(lead, "Vera [/]", "vera", Role.VIEWER)
    close_store()


def moves(seed: int, session: int) -> Iterator[bytes | tuple[int, int]]:
    """What is typed in a session, move by move, for ever; a pair is a new size."""
    dice = random.Random(f"{seed} {session}")
    while True:
        kind = dice.choices(
            ("verb", "moving", "answering", "screen", "text", "paste", "bytes", "size", "palette", "many", "leave"),
            (30, 18, 24, 7, 9, 2, 3, 2, 2, 2, 0.4),
        )[0]
        if kind == "verb":
            yield dice.choice(VERBS).encode()
        elif kind == "moving":
            yield (dice.choice(MOVING) * dice.randint(1, 4)).encode()
        elif kind == "answering":
            yield dice.choice(ANSWERING).encode()
        elif kind == "screen":
            yield dice.choice("123456789").encode()
        elif kind == "text":
            yield dice.choice(TEXTS).encode(errors="surrogatepass")
        elif kind == "paste":
            pasted = "\n".join(dice.choices(TEXTS, k=dice.randint(1, 30)))
            yield b"\x1b[200~" + pasted.encode() + b"\x1b[201~"
        elif kind == "bytes":
            yield dice.choice(BYTES)
        elif kind == "size":
            yield dice.choice(SIZES)
        elif kind == "palette":
            yield NAMED["ctrl+p"].encode() + dice.choice(TEXTS)[:3].encode()
        elif kind == "many":
            yield "".join(dice.choices(VERBS + MOVING + ANSWERING, k=dice.randint(5, 25))).encode()
        else:
            yield b"q"


def _where(report: str) -> str:
    """The places of a traceback that Textual has drawn, and what was raised."""
    places = re.findall(r"(/\S+\.py:\d+ in \S+)", report)
    return "\n".join(
        [*places[-12:], *[line for line in report.splitlines() if re.match(r"\w+(Error|Exception)", line)]]
    )


class Session:
    """One program, from its start to its end."""

    def __init__(self, outcome: Outcome, number: int, path: Path, folder: Path) -> None:
        self.outcome, self.number = outcome, number
        dice = random.Random(f"start {outcome.seed} {number}")
        self.size = dice.choice(SIZES[:6])
        self.moves = moves(outcome.seed, number)
        self.last: deque[str] = deque(maxlen=40)
        self.home = folder / f"home-{number}"
        home = {f"XDG_{name}_HOME": str(self.home / name.lower()) for name in ("DATA", "CONFIG", "STATE")}
        env = home | {"HUDDLE_NOW": MONDAY, "LANG": "C.UTF-8", "HOME": str(self.home), "PYTHONFAULTHANDLER": "1"}
        login = dice.choice(LOGINS)
        self.terminal = Terminal([*HUDDLE, "--db", str(path), "--as", login], size=self.size, env=env)
        self.last.append(f"({login} {self.size[0]}x{self.size[1]})")

    @property
    def text(self) -> str:
        """What the screen shows; where pyte has cut a wide sign in two, it can't say it itself."""
        screen = self.terminal.screen
        cells = ((screen.buffer[y][x].data for x in range(screen.columns)) for y in range(screen.lines))
        return "\n".join("".join(line).rstrip() for line in cells)

    def begin(self) -> None:
        """Start the program and wait for its first paint."""
        self.terminal.__enter__()
        os.set_blocking(self.terminal.fd, False)
        self.outcome.sessions += 1
        self._hear(PATIENCE)

    def move(self, count: int) -> bool:
        """Make some moves and look that the program answers; whether it goes on."""
        try:
            for _ in range(count):
                self._one(next(self.moves))
            self._probe()
        except _Quiet:
            return False
        return True

    def end(self) -> None:
        """End the program as a closed terminal does."""
        reports = sorted(self.home.rglob("crash-*.txt"))
        if self.terminal.status not in (None, 0, -signal.SIGABRT):
            self._defect(f"the program ended with {self.terminal.status}\n{self.text[-600:]}")
        for report in reports:
            self._defect(_where(report.read_text(encoding="utf-8")))
            report.unlink()
        self.terminal.__exit__(None, None, None)

    def _one(self, move: bytes | tuple[int, int]) -> None:
        self.outcome.moves += 1
        if isinstance(move, tuple):
            self.last.append(f"{move[0]}x{move[1]}")
            self._resize(move)
        else:
            self.last.append(repr(move)[1:] if len(move) < 60 else f"{move[:40]!r}…{len(move)}")
            self.outcome.keys += len(move)
            self._type(move)
        self._hear(0.01)

    def _type(self, text: bytes) -> None:
        until = time.monotonic() + PATIENCE
        while text:
            self.terminal.read(0)
            if select.select([], [self.terminal.fd], [], 0.05)[1]:
                try:
                    text = text[os.write(self.terminal.fd, text[:512]) :]
                except BlockingIOError:
                    pass
                except OSError:
                    self._ended()
            if time.monotonic() > until:
                self._defect("it takes no key")
                raise _Quiet

    def _resize(self, size: tuple[int, int]) -> None:
        self.size = size
        self.terminal.screen.resize(size[1], size[0])
        fcntl.ioctl(self.terminal.fd, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def _hear(self, seconds: float) -> bool:
        """Read what comes, for at most so many seconds till the first byte; whether anything came."""
        if not select.select([self.terminal.fd], [], [], seconds)[0]:
            return False
        heard = self.terminal.read(0.01) > 0
        for title in re.findall(r"╭─ ([^─│]{3,40}?) ─", self.text):
            self.outcome.seen[re.split(r" · |\d|: ", title)[0].strip()] += 1
        if not heard:
            self._ended()
        return True

    def _probe(self) -> None:
        """A terminal of another size is painted anew, whatever is open."""
        while self._hear(0.02):
            pass
        columns, rows = self.size
        for wider in (1, 2):  # the first one may be the size that was painted last, when a burst had others in it
            self._resize((columns + (wider if columns % 2 else -wider), rows))
            if self._hear(PATIENCE):
                break
        else:
            self._defect(f"it doesn't answer any more\n{self.text}\n{self._stuck()}")
            raise _Quiet
        if "Traceback" in self.text:
            self._defect(self.text)
            raise _Quiet

    def _stuck(self) -> str:
        """Where each of its threads is."""
        before = len(self.terminal.chunks)
        os.kill(self.terminal.pid, signal.SIGABRT)
        self.terminal.read(1)
        said = b"".join(chunk for _at, chunk in self.terminal.chunks[before:])
        self.terminal.wait(PATIENCE)
        return said.decode(errors="replace")[-9000:]

    def _ended(self) -> None:
        self.terminal.wait(PATIENCE)
        raise _Quiet

    def _defect(self, what: str) -> None:
        self.outcome.defects.append(Defect(self.number, what, list(self.last)))


def run(
    folder: Path,
    seed: int,
    seconds: float,
    *,
    first: int = 0,
    together: int = 2,
    tell: Callable[[Outcome], None] = print,
) -> Outcome:
    """Press keys in ``together`` programs on one file for so long; ``tell`` hears how it stands after each session."""
    outcome = Outcome(seed)
    path = folder / "team.db"
    os.chdir(folder)
    until = time.monotonic() + seconds
    number = first
    while time.monotonic() < until:
        if not path.exists():
            team_file(path)
        sessions = [Session(outcome, number + n, path, folder) for n in range(together)]
        number += together
        for session in sessions:
            session.begin()
        going = list(sessions)
        for _round in range(random.Random(f"rounds {seed} {number}").randint(2, 24)):
            going = [session for session in going if session.move(PROBE)]
            if not going or time.monotonic() > until:
                break
        for session in sessions:
            session.end()
        for fault in faults(path):
            outcome.defects.append(Defect(number, fault, []))
            path.unlink(missing_ok=True)
        tell(outcome)
    return outcome
