"""What Huddle expects of the terminal beyond what Textual does."""

from __future__ import annotations

import codecs
import sys
from functools import partial
from io import TextIOWrapper
from typing import Any


def accept_any_byte() -> None:
    """Bytes that are no UTF-8 (of a Latin-1 terminal, or pasted) become �; Textual's reader would end the program.

    Textual makes its decoder in the thread that reads the keys and gives no other way to choose how strict it is.
    """
    if sys.platform == "win32":
        return
    from textual.drivers import linux_driver

    def forgiving(encoding: str) -> Any:
        return partial(codecs.getincrementaldecoder(encoding), errors="replace")

    setattr(linux_driver, "getincrementaldecoder", forgiving)  # noqa: B010  # it is not exported


def speak_utf8() -> None:
    """Write UTF-8 whatever the locale says: Textual writes to standard error, and reads UTF-8 in any case.

    Over SSH a locale comes along that says little about the terminal, and a Latin-1 one has no frames.
    """
    if isinstance(sys.__stderr__, TextIOWrapper):
        sys.__stderr__.reconfigure(encoding="utf-8", errors="replace")
