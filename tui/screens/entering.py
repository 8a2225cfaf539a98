"""Quick entry over a screen: the panel with the line, and what is said once it was written."""

from __future__ import annotations

from store import entry, team
from store.followups import Kind
from store.quickentry import Reading
from store.records import Ref
from tui import format
from tui.i18n import _, pgettext
from tui.screens.base import HuddleScreen
from tui.widgets.quickentry import QuickEntry
from tui.widgets.status import Status


def line(kind: Kind, name: str, *, done: bool) -> str:
    """A line to go on with, in words that quick entry reads: ``done call Northwind ``."""
    said = pgettext("begins a line of quick entry", "done") if done else ""
    return " ".join(filter(None, (said, format.word(kind), name))) + " "


def begin(screen: HuddleScreen, text: str, about: Ref | None = None) -> None:
    """Open the panel over the status row, with this text in its line; ``about`` is the record it is begun at."""

    def enter(reading: Reading) -> str:
        made = entry.enter(screen.me, reading, entry.Origin(screen.ORIGIN), about)
        parts = [format.word(made.kind, capital=True), reading.customer.name if reading.customer else reading.subject]
        if not reading.log:
            parts.append(format.day(made.due_on, team.today()))
        said = _("Logged") if reading.log else _("Added")
        return " · ".join([said, *(part for part in parts if part), _("u undo")])

    panel = QuickEntry(lambda line: entry.read(screen.me, line), enter, text=text)
    screen.mount(panel, before=screen.query_one(Status))
