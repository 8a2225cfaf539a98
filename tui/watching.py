"""Looking, once a second, what others do: the screens are read again, and the record that is looked at is told of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.database import watch
from store.errors import Unavailable
from tui.i18n import _
from tui.unfinished import record_of

if TYPE_CHECKING:
    from store.records import Ref
    from tui.app import HuddleApp


class Watching:
    """Asks the file whether somebody else changed the data, and says so when it can't be asked."""

    def __init__(self) -> None:
        self.cut_off = False  # whether the file couldn't be asked the last time

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
        app.unfinished.look(app)
        if changed:
            about = _looked_at(app)
            app.tell_changed()
            _tell(app, about)
        elif watch.moved:
            app.drafts_moved.publish(None)


def _back_again(app: HuddleApp) -> None:
    if (screen := app.huddle_screen()) is not None:
        screen.say(_("The file can be used again."))
    app.tell_changed()


def _looked_at(app: HuddleApp) -> Ref | None:
    screen = app.huddle_screen()
    return record_of(screen) if screen is not None and screen.is_mounted else None


def _tell(app: HuddleApp, about: Ref | None) -> None:
    if about is None:
        return
    from tui.screens import elsewhere

    try:
        elsewhere.tell(app, about, watch.before)
    except Unavailable as problem:
        app.complain(problem)
