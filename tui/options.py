"""The global options of the command: which file is opened, and who acts on it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from store import team
from store.access import Role
from store.database import default_path, exists, open_store
from tui.config import Config

if TYPE_CHECKING:
    from store.team import Member

DATABASE_VARIABLE = "HUDDLE_DB"


@dataclass
class Options:
    """What was said before the command, and what the config file says."""

    database: str | None = None
    login: str | None = None
    demo: bool = False
    mouse: bool | None = None
    settings: Config = field(default_factory=Config)

    @property
    def path(self) -> Path:
        """The file to open: the demo's copy, --db, HUDDLE_DB, the config file's, the default, in this order."""
        if self.demo:
            return demo_path()
        named = self.database or os.environ.get(DATABASE_VARIABLE) or self.settings.database
        return Path(named).expanduser() if named else default_path()

    def actor(self) -> Member:
        """Open the file and find who acts: --as, the demo's lead, or the account of this process.

        Raises Denied for strangers and leavers, Unavailable for a file that can't be used.
        """
        if self.demo:
            open_demo()
        else:
            open_store(self.path)
        if self.login:
            return team.acting(self.login)
        return _lead() if self.demo else team.acting(account())


def account() -> str:
    """The login of the account this process really runs under; no environment variable can change it."""
    import pwd

    return pwd.getpwuid(os.getuid()).pw_name


def demo_path() -> Path:
    """Where the private copy of the demo lies."""
    return default_path().with_name("demo.db")


def open_demo(*, reset: bool = False) -> None:
    """Open the private copy of the demo: made on first use, and again when asked for.

    It is loaded beside its place and moved there when it is whole, so that an interrupted loading leaves none.
    """
    path = demo_path()
    if reset or not exists(path):
        _make_demo(path)
    open_store(path)


def _make_demo(path: Path) -> None:
    from fixtures.loader import load
    from store.database import close_store

    making = path.with_name("demo-making.db")
    for place in (making, path):
        for end in ("", "-wal", "-shm"):
            place.with_name(place.name + end).unlink(missing_ok=True)
    open_store(making, create=True)
    load()
    close_store()  # the last connection folds the log into the file
    making.replace(path)


def _lead() -> Member:
    return next(member for member in team.members() if member.role is Role.LEAD)
