"""What is being typed, looked at once a second and kept in the store when it has changed: see ``store/unfinished.py``.

A form, a panel under a row and a line over the status row can be kept. How they were opened is known from the last
action that was run on each screen under them; to go on, the same actions are run again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from time import monotonic
from typing import TYPE_CHECKING, Protocol, runtime_checkable
from weakref import WeakKeyDictionary

from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.screen import Screen

from store.errors import Problem, Unavailable
from store.records import Ref, label
from store.unfinished import Left, Step, Typed, Words, forget, keep, throw_away
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from tui.app import HuddleApp
    from tui.screens.base import HuddleScreen

EVERY = 2.0  # seconds between two drafts of what is typed
REST = 5.0  # seconds between two of where one is

Fields = Mapping[str, tuple[Words, Words]]


@runtime_checkable
class Writing(Protocol):
    """Something that a person types in: a form, a panel, a line."""

    @property
    def written(self) -> Fields:
        """What was typed, by field: as it began, and as it is now. Empty while nothing was."""

    @property
    def called(self) -> str:
        """What it is, for people."""

    def write_again(self, fields: Fields) -> None:
        """Type this again."""


def kind_of(writing: Writing) -> str:
    """What tells it from others: its type, and the record that it changes."""
    record = getattr(getattr(writing, "meanwhile", None), "record", None)
    return type(writing).__name__ + (f" {record.ref}" if record is not None else "")


class Unfinished:
    """Keeps where the program is and what is being typed."""

    def __init__(self) -> None:
        self.acts: WeakKeyDictionary[Screen[object], tuple[str, str]] = WeakKeyDictionary()
        self.kept: tuple[str, Ref | None, Typed | None] | None = None
        self.seen: tuple[str, Ref | None] | None = None
        self.not_before = 0.0
        self.settled = 0.0  # the last key after which all was kept, so that an idle session has nothing to look at

    def note(self, action: str, node: DOMNode | None) -> None:
        """Remember the last action that was run on a screen, or on a list of it."""
        if isinstance(node, Screen):
            if "." not in action and writing_on(node) is None:  # what a panel is typed in by didn't open it
                self.acts[node] = (action, "")
        elif isinstance(node, Pane):
            self.acts[node.screen] = (action, type(node).__name__)

    def look(self, app: HuddleApp) -> None:
        """Keep what is different now; called every second. What can't be kept now is kept later: typing goes on, and
        what is wrong with the file is said by whoever asks it."""
        now = _now(app)
        if now is None:
            return
        if now == self.kept:
            if monotonic() > app.idle.last + EVERY:  # what the key does is done
                self.settled = app.idle.last
            return
        place, typed = now[:2], now[2]
        if monotonic() < self.not_before and not self._finished(typed):
            return
        if self.kept is None and typed is None:  # where it began is no news
            self.kept = now
            return
        if typed is None and not self._finished(typed) and place != self.seen:
            self.seen = place  # on its way somewhere
            return
        self.not_before = monotonic() + (EVERY if typed is not None else REST)
        try:
            keep(app.me, *now)
        except Unavailable:
            return
        self.kept = now

    def _finished(self, typed: Typed | None) -> bool:
        """Whether what was kept has been saved or given up."""
        return typed is None and self.kept is not None and self.kept[2] is not None

    def leave(self, app: HuddleApp, *, in_order: bool) -> None:
        """Leave: what is being typed is kept; ``in_order`` the place isn't."""
        now = _now(app)
        try:
            if now is not None and (now[2] is not None or not in_order):
                keep(app.me, *now)
            else:
                forget(app.me)
        except Unavailable:
            return  # it was told, and is left all the same

    def took(self, app: HuddleApp, one: Left) -> None:
        """What another session left stands here now."""
        self.not_before = 0.0
        self.look(app)
        throw_away(app.me, one)


def writing_on(screen: Screen[object]) -> Writing | None:
    """What is typed in on this screen."""
    if isinstance(screen, Writing):
        return screen
    found = (widget for kind in ("Panel", "QuickEntry", "ActionEntry") for widget in screen.query(kind))
    return next((widget for widget in found if isinstance(widget, Writing)), None)


def _now(app: HuddleApp) -> tuple[str, Ref | None, Typed | None] | None:
    """Where the program is, and what is being typed there; None while it is on its way, or can't tell."""
    screen = app.huddle_screen()
    if screen is None or not screen.is_mounted:
        return None
    record = record_of(screen)
    try:
        return screen.NAME, record, _typed(app, screen, record)
    except Problem:
        return None


def record_of(screen: HuddleScreen) -> Ref | None:
    """The record under the cursor of a screen; None while it can't be asked, or its list is only being made."""
    try:
        return screen.record()
    except (Problem, NoMatches):
        return None


def _typed(app: HuddleApp, below: HuddleScreen, record: Ref | None) -> Typed | None:
    for screen in reversed(app.screen_stack):
        writing = writing_on(screen)
        if writing is not None and (fields := writing.written):
            about = label(record) if record is not None else ""
            return Typed(writing.called, about, kind_of(writing), fields, tuple(_steps(app, screen)))
        if screen is below:
            break
    return None


def _steps(app: HuddleApp, top: Screen[object]) -> Iterator[Step]:
    for screen in app.screen_stack:
        if isinstance(screen, Writing):
            return
        if (act := app.unfinished.acts.get(screen)) is not None:
            rows = getattr(screen, "rows", None)
            yield Step(type(screen).__name__, str(getattr(rows, "key", "") or ""), *act)
        if screen is top:
            return
