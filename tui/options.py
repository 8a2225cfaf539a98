"""The global options of the command: which file is opened, and who acts on it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from fixtures import demo_of
from store import team
from store.access import Role
from store.database import default_path, exists, made_whole, open_store
from store.errors import N_, Denied, Reason
from tui import i18n
from tui.config import Config
from tui.confined import over_ssh
from tui.i18n import _, from_environment, speak
from tui.idle import MINUTES

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
    confined: bool = False
    settings: Config = field(default_factory=Config)
    language: str = ""

    def wanted_language(self, of_team: str = "") -> str:
        """The language to speak: --lang, the config file's, the team's, the terminal's, in this order."""
        return self.language or self.settings.language or of_team or from_environment()

    @property
    def path(self) -> Path:
        """The file to open: the demo's copy, --db, HUDDLE_DB, the config file's, the default, in this order."""
        if self.demo:
            return demo_path()
        named = self.database or os.environ.get(DATABASE_VARIABLE) or self.settings.database
        return Path(os.path.expanduser(named)) if named else default_path()

    @property
    def wants_mouse(self) -> bool:
        """Whether the screens ask the terminal for the mouse; over SSH each of its moves would cost a page of bytes."""
        wanted = self.settings.mouse if self.mouse is None else self.mouse
        return not over_ssh() if wanted is None else wanted

    @property
    def idle_minutes(self) -> float:
        """After how many minutes without a key a session ends by itself; 0 for never."""
        said = self.settings.idle_minutes
        return (MINUTES if over_ssh() else 0) if said is None else said

    def actor(self) -> Member:
        """Open the file and find who acts: --as, the demo's lead, or the account of this process.

        Raises Denied for strangers and leavers, Unavailable for a file that can't be used.
        """
        if self.demo:
            open_demo()
        else:
            open_store(self.path)
        speak(self.wanted_language(team.language()))
        if self.login is not None:  # an empty one, of a script say, is nobody's
            return team.acting(self.login)
        return _lead() if self.demo else team.acting(account())


def account() -> str:
    """The login of the account this process really runs under; no environment variable can change it.

    Raises Denied for an account without a name.
    """
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError as error:
        number = {"number": os.getuid()}
        raise Denied(Reason(N_("The account {number} has no login here. Name one with --as."), number)) from error


def demo_path() -> Path:
    """Where the private copy of the demo in the language that is spoken lies."""
    return default_path().with_name(f"{demo_of(i18n.current())}.db")


def open_demo(*, reset: bool = False) -> None:
    """Open the private copy of the demo, each language has its own: made on first use, and again when asked for.

    It is moved to its place when it is whole, so that an interrupted loading leaves none.
    """
    path = demo_path()
    if not reset and exists(path):
        open_store(path)
        return
    from tui.progress import progress

    with progress(_("Making the demo")) as tell:
        tell(0, 1)
        from fixtures.loader import load  # takes a moment itself

        with made_whole(path):
            load(demo_of(i18n.current()), tell=tell)


def _lead() -> Member:
    return next(member for member in team.members() if member.role is Role.LEAD)
