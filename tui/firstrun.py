"""The first real team: five questions, asked once; ``huddle init`` begins one by options."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING

from store import meetings, team
from store.database import close_store, open_store
from store.errors import N_, Invalid, Reason
from tui.i18n import _

if TYPE_CHECKING:
    from tui.options import Options

MINUTES = 60


def begin(
    path: Path, name: str, person: str, currency: str, timezone: str, weekday: int, at: time, login: str
) -> team.Member:
    """Make the file with the team, its lead and its weekly meeting.

    Raises Invalid beside the field that is wrong (nothing is left behind then), and when there is a team already.
    """
    open_store(path, create=True)
    if team.is_set_up():
        close_store()
        raise Invalid({"": Reason(N_("There is a team in {file} already."), {"file": str(path)})})
    lead = team.found_team(name, timezone=timezone, currency=currency, lead=person, login=login)
    meetings.set_up(lead, title=_("Weekly sales meeting"), weekday=weekday, at=at, minutes=MINUTES)
    return lead


def ask(options: Options) -> bool:
    """Ask the five things on a screen of their own, and begin; False when the person leaves instead."""
    from tui.screens.welcome import Welcome

    return bool(Welcome(options).run())
