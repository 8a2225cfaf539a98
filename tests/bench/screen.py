"""A program in a pseudo-terminal, and what can be measured about it from outside."""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pyte

from tests.support.terminal import KEYS, Terminal

SILENCE = 0.8  # seconds without a byte after which a screen counts as settled
SHOWN = 0.8  # the share of the settled screen's characters that makes it painted
END_OF_FRAME = b"\x1b[?2026l"


class Key(NamedTuple):
    """What one key cost: milliseconds to the first byte and to the end of the frame, and all bytes it caused."""

    first: float
    frame: float
    bytes: int


class Program(Terminal):
    """Starts in ``with``; nothing is drawn while it is measured, the chunks are replayed afterwards."""

    def __init__(self, command: Sequence[str], size: tuple[int, int], env: Mapping[str, str]) -> None:
        super().__init__([sys.executable, *command], size=size, env=env, live=False)

    def settle(self) -> None:
        """Wait until something was shown and nothing more comes."""
        while not any(len(chunk) > 200 for _at, chunk in self.chunks):
            if not self.read(SILENCE):
                self._still_there()
        self.read(SILENCE)

    def _still_there(self) -> None:
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid:
            self.status = os.waitstatus_to_exitcode(status)
            shown = b"".join(chunk for _at, chunk in self.chunks).decode(errors="replace")
            raise SystemExit(f"{' '.join(self.command)} ended with {self.status}:\n{shown}")

    def first_paint(self) -> float:
        """Milliseconds from the start until four fifths of the settled screen were right."""
        self.settle()
        return self.painted() * 1000

    def open(self, key: str) -> float:
        """Milliseconds from a key until four fifths of the screen that it opens were right."""
        already = len(self.chunks)
        pressed = time.perf_counter() - self.began
        os.write(self.fd, key.encode())
        if not self.read(SILENCE):
            self.read(10 * SILENCE)  # a machine that is busy with something else
        return (self.painted(already) - pressed) * 1000

    def painted(self, already: int = 0) -> float:
        """When the screen was painted, after the first ``already`` chunks."""
        screen = pyte.Screen(*self.size)
        screen.select_graphic_rendition = _no_colours  # type: ignore[method-assign]  # cells are compared by character
        stream = pyte.ByteStream(screen)
        frames = []
        for number, (at, chunk) in enumerate(self.chunks):
            stream.feed(chunk)
            if number >= already:
                frames.append((at, _lines(screen)))
        settled = [(y, x, c) for y, line in enumerate(frames[-1][1]) for x, c in enumerate(line) if c != " "]
        for at, shown in frames:
            right = sum(x < len(shown[y]) and shown[y][x] == c for y, x, c in settled)
            if right >= SHOWN * len(settled):
                return at
        raise AssertionError("the last frame is the settled one")

    def key(self, name: str, quiet: float = 0.25) -> Key:
        """Press a key and take what comes until nothing has come for ``quiet`` seconds."""
        self.read(0)
        pressed = time.perf_counter()
        os.write(self.fd, KEYS.get(name, name).encode())
        first = frame = 0.0
        found = b""
        while select.select([self.fd], [], [], quiet)[0]:
            found += os.read(self.fd, 65536)
            now = (time.perf_counter() - pressed) * 1000
            first = first or now
            if not frame and END_OF_FRAME in found:
                frame = now
        return Key(first, frame or first, len(found))

    def memory(self) -> tuple[float, float]:
        """PSS and RSS in MB."""
        lines = Path(f"/proc/{self.pid}/smaps_rollup").read_text().splitlines()
        found = {line.split(":")[0]: float(line.split()[1]) / 1024 for line in lines[1:]}
        return found["Pss"], found["Rss"]

    def cpu(self) -> float:
        """Seconds of a core that all threads have used so far."""
        threads = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(file.read_text().split()[0]) for file in threads) / 1e9


def _lines(screen: pyte.Screen) -> list[str]:
    """What the screen shows; pyte's own ``display`` fails where half of a wide character was overwritten."""
    columns = range(screen.columns)
    return ["".join(screen.buffer[y][x].data for x in columns) for y in range(screen.lines)]


def _no_colours(*_attributes: int, **_more: object) -> None:
    """Left out: it is half of the time of a replay."""
