"""A real pseudo-terminal with a program in it, read through pyte: for end-to-end tests and benches."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

import pyte

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "space": " ",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "pagedown": "\x1b[6~",
    "pageup": "\x1b[5~",
    "ctrl+s": "\x13",
    "ctrl+p": "\x10",
    "ctrl+c": "\x03",
}
# What a terminal answers when it is asked: its attributes, the cursor's place, whether it can draw in one go.
ANSWERS = ((b"\x1b[c", b"\x1b[?62;22c"), (b"\x1b[6n", b"\x1b[1;1R"), (b"\x1b[?2026$p", b"\x1b[?2026;2$y"))


class _Screen(pyte.Screen):
    """pyte's screen, which doesn't know private modes of `CSI … m`."""

    def select_graphic_rendition(self, *attrs: int, private: bool = False) -> None:
        if not private:
            super().select_graphic_rendition(*attrs)

    def report_device_status(self, mode: int = 0, **_more: object) -> None:
        """Answered by the Terminal itself."""


class Terminal:
    """Runs a command in a pseudo-terminal of ``size`` (columns, rows); use it in a ``with``.

    ``live=False`` only collects the chunks, because drawing them takes time that a bench would measure.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str] | None = None,
        live: bool = True,
    ) -> None:
        self.command = list(command)
        self.size = size
        self.live = live
        self.env = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})}
        for name in ("PYTHONDONTWRITEBYTECODE", "COLUMNS", "LINES"):  # the last two would hide the terminal's own size
            self.env.pop(name, None)
        self.screen = _Screen(*size)
        self.stream = pyte.ByteStream(self.screen)
        self.written = 0
        self.status: int | None = None
        self.chunks: list[tuple[float, bytes]] = []  # what came, and when
        self.began = 0.0

    def __enter__(self) -> Self:
        self.began = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvpe(self.command[0], self.command, self.env)
        self.resize(self.size)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            self.wait(5)
        os.close(self.fd)

    def resize(self, size: tuple[int, int]) -> None:
        """Make the terminal as large as this (columns, rows); whoever runs in it is told."""
        self.size = size
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.screen.resize(size[1], size[0])

    @property
    def text(self) -> str:
        """What the screen shows, line by line."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def press(self, *keys: str) -> None:
        """Press keys: names as in KEYS, or texts that are typed as they stand."""
        for key in keys:
            os.write(self.fd, KEYS.get(key, key).encode())
            self.read(0.03)

    def read(self, seconds: float) -> int:
        """Read what comes until nothing has come for ``seconds``; how many bytes that was."""
        before = self.written
        while select.select([self.fd], [], [], seconds)[0]:
            try:
                found = os.read(self.fd, 65536)
            except OSError:
                break
            if not found:
                break
            self.chunks.append((time.perf_counter() - self.began, found))
            self.written += len(found)
            if self.live:
                self.stream.feed(found)
            for asked, answer in ANSWERS:
                if asked in found:
                    os.write(self.fd, answer)
        return self.written - before

    def wait_for(self, words: str, seconds: float = 15) -> str:
        """Read until the screen shows these words; AssertionError with the screen when it doesn't."""
        end = time.monotonic() + seconds
        while words not in self.text:
            assert time.monotonic() < end, f"no {words!r} on the screen:\n{self.text}"
            self.read(0.05)
        self.read(0.05)
        return self.text

    def wait(self, seconds: float = 15) -> int:
        """Wait for the program to end; its exit status (negative: the signal that ended it)."""
        end = time.monotonic() + seconds
        while self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
                self.read(0.05)
                break
            assert time.monotonic() < end, f"the program did not end:\n{self.text}"
            self.read(0.02)
        assert self.status is not None
        return self.status
