"""A progress bar on one line of the terminal: for what takes its time before the screens begin."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tui import format

CELLS = 30  # of the bar itself
ROOM = len("  100%") + 1  # the figure behind it, and a cell that stays free at the terminal's edge


@contextmanager
def progress(words: str) -> Iterator[Callable[[int, int], None]]:
    """Call what it gives with how much is done, and of how much: ``Making the demo  ███░░░  50%``.

    Nothing is drawn where standard error is no terminal, and the line is gone when the block ends.
    """
    drawn = -1

    def tell(done: int, of: int) -> None:
        nonlocal drawn
        share = 100 * done // max(of, 1)
        if share != drawn and sys.stderr.isatty():
            drawn = share
            sys.stderr.write("\r" + line(words, share, shutil.get_terminal_size().columns))
            sys.stderr.flush()

    try:
        yield tell
    finally:
        if drawn >= 0:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def line(words: str, share: int, columns: int) -> str:
    """The words, a bar and the percentage, in the room that there is; the words give way first."""
    cells = max(min(CELLS, columns - ROOM), 0)
    words = format.cut(words, max(columns - ROOM - cells - 2, 0))
    bar = "█" * (cells * share // 100)
    return f"{words + '  ' if words else ''}{bar:░<{cells}}  {share:3}%"
