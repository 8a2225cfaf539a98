"""Looking, once a second, what others do: the screens are read again, and the record that is looked at is told of."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from store.database import watch
from store.errors import Unavailable
from tui.i18n import _
from tui.unfinished import record_of

if TYPE_CHECKING:
    from store.records import Ref
    from tui.app import HuddleApp


STEADY = 3  # looks in a row that found a change: people work without a pause
RESTS = 40  # then, times as long as reading again took, so that it takes a fortieth of a core
LONGEST_REST = 3.0  # seconds


class Watching:
    """Asks the file whether somebody else changed the data, and says so when it can't be asked.

    Where changes come without end, of forty people say, the screen is read again less often, the longer that takes.
    """

    def __init__(self) -> None:
        self.cut_off = False  # whether the file couldn't be asked the last time
        self.rests_until = 0.0  # when others' changes are read again, at the soonest (monotonic)
        self.in_a_row = 0  # looks that found a change
        self.unread_since: int | None = None  # the last change before those of others that weren't read yet

    def look(self, app: HuddleApp) -> None:
        """Ask, and go on with what follows from it."""
        try:
            changed = watch.changed()
            if changed:
                app.know_me()
            if app.daily is not None and app.begun is not None:
                app.daily(app)  # costs one look at the date
        except Unavailable as problem:
            self.cut_off = True
            app.complain(problem)
            return
        if self.cut_off:
            self.cut_off = False
            _back_again(app)
        if app.unfinished.settled != app.idle.last:
            app.unfinished.look(app)
        self.in_a_row = self.in_a_row + 1 if changed else 0
        if changed and self.unread_since is None:
            self.unread_since = watch.before
        if self.unread_since is not None and monotonic() >= self.rests_until:
            self._read_again(app, self.unread_since)
        elif watch.moved:
            app.drafts_moved.publish(None)

    def _read_again(self, app: HuddleApp, since: int) -> None:
        begun = monotonic()
        self.unread_since = None
        about = _looked_at(app)
        app.tell_changed()
        _tell(app, about, since)
        if self.in_a_row >= STEADY:
            self.rests_until = monotonic() + min((monotonic() - begun) * RESTS, LONGEST_REST)


def _back_again(app: HuddleApp) -> None:
    if (screen := app.huddle_screen()) is not None:
        screen.say(_("The file can be used again."))
    app.tell_changed()


def _looked_at(app: HuddleApp) -> Ref | None:
    screen = app.huddle_screen()
    return record_of(screen) if screen is not None and screen.is_mounted else None


def _tell(app: HuddleApp, about: Ref | None, since: int) -> None:
    if about is None:
        return
    from tui.screens import elsewhere

    try:
        elsewhere.tell(app, about, since)
    except Unavailable as problem:
        app.complain(problem)
