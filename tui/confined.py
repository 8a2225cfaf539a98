"""A confined session: somebody who comes over SSH, through a forced command, to Huddle and to nothing else on its host.

It shows the screens, or runs one of a few commands as the member that the host's key file names. The words that came
with the connection are never a command line of a shell. Screens leave out what concerns files of the host; and
whatever they may try, the interpreter itself refuses to start a program or to write a file (``close_doors``).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import N_, Denied, Reason

if TYPE_CHECKING:
    import click

ASKED = "SSH_ORIGINAL_COMMAND"  # what sshd keeps of the words behind the host's name, when it runs another command
CONNECTION = "SSH_CONNECTION"
COMMANDS = ("due", "add", "done", "snooze", "note", "agenda")
LONGEST = 5_000  # characters; a note holds 4,000
STARTS = ("subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "pty.", "webbrowser.")
TAKES = ("os.remove", "os.rename", "os.rmdir", "os.truncate", "os.link", "os.symlink", "os.chmod", "shutil.")
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC


def is_confined(said: bool, login: str | None, command: str | None) -> bool:
    """Whether this session is: when its forced command says so, or can be told from one by what sshd has left.

    ``said`` is ``--confined``, ``login`` is ``--as``, ``command`` is the plain command that was named with them.
    """
    return said or ASKED in os.environ or bool(CONNECTION in os.environ and login and command is None)


def over_ssh() -> bool:
    """Whether the terminal is at the other end of an SSH connection."""
    return CONNECTION in os.environ


def asked() -> str:
    """The words behind the host's name; "" for none, and what is no UTF-8 in them as �."""
    return os.environ.get(ASKED, "").encode("utf-8", "surrogateescape").decode("utf-8", "replace").strip()


def words_of(text: str) -> list[str]:
    """One of the few commands, as words. Raises Denied for anything else.

    Quotes may hold several words together; where they don't match, they are letters: a phone types ``they don't``.
    """
    import shlex

    try:
        words = shlex.split(text)
    except ValueError:
        words = text.split()
    name = words[0].lower() if words else ""  # a phone begins a line with a capital
    if len(text) > LONGEST:
        raise Denied(
            Reason(N_("The line has {length} characters; {most} are taken."), {"length": len(text), "most": LONGEST})
        )
    if name not in COMMANDS:
        known = {"commands": list(COMMANDS)}
        raise Denied(Reason(N_("This connection opens Huddle's screens, or runs one of: {commands}."), known))
    return [name, *words[1:]]


def run(ctx: click.Context, group: click.Group, text: str) -> None:
    """Run the command that was asked for, with the options of the command that it stands in. Raises Denied."""
    name, *rest = words_of(text)
    command = group.get_command(ctx, name)
    assert command is not None
    with command.make_context(name, rest, parent=ctx) as inner:
        command.invoke(inner)


def close_doors(but: Path) -> None:
    """From now on, and for good, this process starts no program, and opens no file for writing, moves or removes none.

    ``but`` is the folder of the reports of crashes. SQLite opens its files by itself and isn't concerned.
    """
    kept = f"{but}{os.sep}"

    def refuse(event: str, about: tuple[object, ...]) -> None:
        if event == "open":
            flags = about[2]
            if isinstance(flags, int) and flags & WRITES and not str(about[0]).startswith(kept):
                raise PermissionError(f"a confined session writes no file: {about[0]}")
        elif event.startswith(STARTS):
            raise PermissionError(f"a confined session starts no program: {event}")
        elif event.startswith(TAKES):
            raise PermissionError(f"a confined session keeps its hands off files: {event}")

    sys.addaudithook(refuse)
