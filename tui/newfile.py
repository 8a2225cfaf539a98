"""A file that somebody names to take something along: always a new one, and a whole one or none."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from store.errors import N_, Invalid, Reason


def proposed(name: str) -> str:
    """Where a file of this name would go: the folder that Huddle was started in, the home when that is gone."""
    try:
        return str(Path.cwd() / name)
    except OSError:
        return f"~/{name}"


@contextmanager
def new_file(name: str | Path, encoding: str = "utf-8", newline: str | None = None) -> Iterator[IO[str]]:
    """The file to be filled; when that fails half-way, on a full disk say, it is taken away again.

    Raises Invalid beside ``file`` where there is one of that name, or where it can't be written.
    """
    path = Path(os.path.expanduser(name))
    begun = False
    try:
        with path.open("x", encoding=encoding, newline=newline) as opened:
            begun = True
            yield opened
        begun = False
    except FileExistsError:
        raise Invalid({"file": Reason(N_("There is such a file already; choose another name."), {})}) from None
    except OSError as error:
        values = {"error": error.strerror or str(error)}
        raise Invalid({"file": Reason(N_("It can't be written: {error}."), values)}) from error
    finally:
        if begun:
            path.unlink(missing_ok=True)
