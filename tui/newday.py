"""What is done once a team day, after the first paint: the program that comes first computes and plans.

See ``store.care.run`` and ``store.training.renew``. For more than 1,000 customers the first is done beside the screen,
in a thread with a connection of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from store.errors import Problem

if TYPE_CHECKING:
    from store.care import Ran
    from tui.app import HuddleApp

BESIDE_FROM = 1_000  # customers


def begin(app: HuddleApp) -> None:
    """Do what is to be done on this team day, unless it was done; called again, it looks at the date only."""
    from store import care, team

    day = team.today()
    if app.begun == day:
        return
    app.begun = day
    if care.due(day):
        start(app, day, lambda ran: app.tell_changed() if any(ran) else None)
    _renew(app, day)


def _renew(app: HuddleApp, day: date) -> None:
    """Plan training that is due again before it expires: one look into an index, on most days nothing more."""
    from store import training

    try:
        if training.renew(day):
            app.tell_changed()
    except Problem as problem:
        app.complain(problem)


def start(app: HuddleApp, day: date, done: Callable[[Ran], None]) -> None:
    """Compute and plan for this day, then call ``done``; a problem is said in the status row."""
    from store import care

    try:
        if care.count_kept() > BESIDE_FROM:
            app.run_worker(lambda: _beside(app, day, done), thread=True, group="new day", exclusive=True)
        else:
            done(care.run(day))
    except Problem as problem:
        app.complain(problem)


def _beside(app: HuddleApp, day: date, done: Callable[[Ran], None]) -> None:
    """The same in a thread, whose connection is closed again."""
    from store import care
    from store.database import close_store

    try:
        ran = care.run(day)
    except Problem as problem:
        app.call_from_thread(app.complain, problem)
    else:
        app.call_from_thread(done, ran)
    finally:
        close_store()
