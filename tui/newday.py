"""What is done once a team day, after the first paint: the program that comes first computes, plans and watches.

See ``store.care.run`` for the classes and visits, ``store.training.renew``, ``store.scorecard.raise_red`` for the
topics of red weeks, and ``store.signals.run`` for what the records warn of. For more than 1,000 customers it is done
beside the screen, in a thread with a connection of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from store.errors import Problem

if TYPE_CHECKING:
    from store.care import Ran
    from tui.app import HuddleApp

T = TypeVar("T")
BESIDE_FROM = 1_000  # customers


def begin(app: HuddleApp) -> None:
    """Do what is to be done on this team day, unless it was done; called again, it looks at the date only."""
    from store import care, signals, team

    day = team.today()
    if app.begun == day:
        return
    app.begun = day
    _renew(app, day)
    if care.due(day) or signals.due(day):
        _do(app, lambda: _run(day), lambda changed: app.tell_changed() if changed else None)


def _renew(app: HuddleApp, day: date) -> None:
    """Plan training that is due again before it expires: one look into an index, on most days nothing more."""
    from store import training

    try:
        if training.renew(day):
            app.tell_changed()
    except Problem as problem:
        app.complain(problem)


def _run(day: date) -> bool:
    """Whether anything is other than before. The classes come first, because the signals look at A customers."""
    from store import care, meetings, scorecard, signals

    changed = any(care.run(day)) if care.due(day) else False
    if (found := meetings.series()) is not None:
        changed |= scorecard.raise_red(found.id) > 0
    if signals.due(day):
        signals.run(day)
        return True  # the figures of the rules, if nothing else
    return changed


def start(app: HuddleApp, day: date, done: Callable[[Ran], None]) -> None:
    """Compute and plan for this day, then call ``done``; a problem is said in the status row."""
    from store import care

    _do(app, lambda: care.run(day), done)


def watch(app: HuddleApp, day: date, done: Callable[[int], None]) -> None:
    """Ask the rules of the signals now, then call ``done`` with how many signals changed."""
    from store import signals

    _do(app, lambda: signals.run(day), done)


def _do(app: HuddleApp, work: Callable[[], T], done: Callable[[T], None]) -> None:
    """Do it here for a small team, else beside the screen."""
    from store import care

    try:
        if care.count_kept() > BESIDE_FROM:
            app.run_worker(lambda: _beside(app, work, done), thread=True, group="new day", exclusive=True)
        else:
            done(work())
    except Problem as problem:
        app.complain(problem)


def _beside(app: HuddleApp, work: Callable[[], T], done: Callable[[T], None]) -> None:
    """The same in a thread, whose connection is closed again."""
    from store.database import close_store

    try:
        found = work()
    except Problem as problem:
        app.call_from_thread(app.complain, problem)
    else:
        app.call_from_thread(done, found)
    finally:
        close_store()
