"""What is done once a team day, after the first paint: the program that comes first computes, plans and watches.

See ``store.care.run`` for the classes and visits, ``store.training.renew``, ``store.scorecard.raise_red`` for the
topics of red weeks, and ``store.signals.run`` for what the records warn of. For more than 1,000 customers it is done
beside the screen, in a thread with a connection of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from store.errors import N_, Problem
from tui.i18n import _

if TYPE_CHECKING:
    from store.care import Ran
    from tui.app import HuddleApp
    from tui.screens.base import HuddleScreen

T = TypeVar("T")
BESIDE_FROM = 1_000  # customers
WATCHING = N_("Looking for signals")


class Stopped(Exception):
    """The program is being left; what wasn't done is left to the next one, which begins where this one ends."""


class Work:
    """What is done at once: nobody sees how far it is."""

    def tell(self, what: str, done: int, of: int) -> None:
        """Say what is being done, how many are, and of how many."""


class Beside(Work):
    """What is done in a thread: the status row says how far it is, in whole per cent."""

    def __init__(self, app: HuddleApp) -> None:
        self.app = app
        self.text = ""
        self.shown_on: set[HuddleScreen] = set()

    def tell(self, what: str, done: int, of: int) -> None:
        """The same, from the thread; raises Stopped when the program is being left."""
        from textual.worker import get_current_worker

        if get_current_worker().is_cancelled:
            raise Stopped
        text = f"{_(what)} {100 * done // of}%" if of else f"{_(what)}…"
        if text != self.text:
            self.text = text
            self.app.call_from_thread(self._show)

    def _show(self) -> None:
        from tui.widgets.status import Status

        screen = self.app.huddle_screen()
        if screen is not None:
            self.shown_on.add(screen)
            screen.query_one(Status).show_work(self.text)

    def over(self, then: Callable[[T], None], found: T) -> None:
        """Take it from the status row and go on."""
        from tui.widgets.status import Status

        for screen in self.shown_on:
            for status in screen.query(Status):
                status.show_work("")
        then(found)


def begin(app: HuddleApp) -> None:
    """Do what is to be done on this team day, unless it was done; called again, it looks at the date only."""
    from store import care, signals, team

    day = team.today()
    if app.begun == day:
        return
    app.begun = day
    _renew(app, day)
    if care.due(day) or signals.due(day):
        _do(app, lambda work: _run(day, work), lambda changed: app.tell_changed() if changed else None)


def _renew(app: HuddleApp, day: date) -> None:
    """Plan training that is due again before it expires: one look into an index, on most days nothing more."""
    from store import training

    try:
        if training.expiring(day) and training.renew(day):
            app.tell_changed()
    except Problem as problem:
        app.complain(problem)


def _run(day: date, work: Work) -> bool:
    """Whether anything is other than before. The classes come first, because the signals look at A customers."""
    from store import care, meetings, scorecard, signals

    changed = any(care.run(day, work.tell)) if care.due(day) else False
    if (found := meetings.series()) is not None:
        changed |= scorecard.raise_red(found.id) > 0
    if signals.due(day):
        work.tell(WATCHING, 0, 0)
        signals.run(day)
        return True  # the figures of the rules, if nothing else
    return changed


def start(app: HuddleApp, day: date, done: Callable[[Ran], None]) -> None:
    """Compute and plan for this day, then call ``done``; a problem is said in the status row."""
    from store import care

    _do(app, lambda work: care.run(day, work.tell), done)


def watch(app: HuddleApp, day: date, done: Callable[[int], None]) -> None:
    """Ask the rules of the signals now, then call ``done`` with how many signals changed."""
    from store import signals

    def ask(work: Work) -> int:
        work.tell(WATCHING, 0, 0)
        return signals.run(day)

    _do(app, ask, done)


def _do(app: HuddleApp, what: Callable[[Work], T], done: Callable[[T], None]) -> None:
    """Do it here for a small team, else beside the screen."""
    from store import care

    try:
        if care.count_kept() > BESIDE_FROM:
            app.run_worker(lambda: _beside(Beside(app), what, done), thread=True, group="new day", exclusive=True)
        else:
            done(what(Work()))
    except Problem as problem:
        app.complain(problem)


def _beside(work: Beside, what: Callable[[Work], T], done: Callable[[T], None]) -> None:
    """The same in a thread, whose connection is closed again."""
    from store.database import close_store

    try:
        found = what(work)
    except Stopped:
        return
    except Problem as problem:
        work.app.call_from_thread(work.over, work.app.complain, problem)
    else:
        work.app.call_from_thread(work.over, done, found)
    finally:
        close_store()
