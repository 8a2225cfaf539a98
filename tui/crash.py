"""What is kept of an unexpected exception: a report in a file, and never a traceback on somebody's screen."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import N_, Reason, Unavailable

if TYPE_CHECKING:
    from rich.console import Console


class Crash:
    """What Textual writes when the program ends unexpectedly, and the file that it goes to."""

    def __init__(self) -> None:
        self.text = StringIO()

    def console(self) -> Console:
        """Where Textual is to print the traceback at the end."""
        from rich.console import Console

        return Console(file=self.text, width=120, no_color=True)

    @property
    def folder(self) -> Path:
        """Where the reports are."""
        from platformdirs import user_state_path

        return user_state_path("huddle")

    def report(self) -> Path | None:
        """Write what is known to a file; None when there was no crash.

        Raises Unavailable where it can't be written, with the last line of what is known.
        """
        text = self.text.getvalue()
        if not text:
            return None
        from datetime import datetime

        path = self.folder / f"crash-{datetime.now():%Y%m%d-%H%M%S}.txt"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            what = text.strip().splitlines()[-1]
            words = N_("Huddle stopped unexpectedly ({what}), and {file} can't be written: {why}.")
            values = {"what": what, "file": str(path), "why": error.strerror or str(error)}
            raise Unavailable(Reason(words, values)) from error
        return path
