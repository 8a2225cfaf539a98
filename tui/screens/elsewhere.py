"""What somebody else just did to the record that one is looking at, told once in a corner of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import history
from store.records import Ref
from tui import format
from tui.screens.history import words
from tui.screens.history.telling import Names
from tui.widgets.form import Form

if TYPE_CHECKING:
    from tui.app import HuddleApp

SECONDS = 8.0  # that it stays


def tell(app: HuddleApp, about: Ref, since: int) -> None:
    """Tell the last change of ``about`` by somebody else after the change ``since``. Raises Unavailable.

    What Huddle does by itself isn't told, nor what a form over it says itself.
    """
    form = app.screen
    if isinstance(form, Form) and form.meanwhile is not None and form.meanwhile.record.ref == about:
        return
    number = history.last_elsewhere(app.me, about, since)
    act = history.read(app.me, [number], about).get(number) if number is not None else None
    if act is not None and act.by:
        cell = words.what_cell(act, Names.of(app.me, [act.told]), None)
        said = "".join(format.plain(part[0]) for part in cell if not isinstance(part, str))
        app.notify(format.labelled(format.plain(act.by), said), timeout=SECONDS, markup=False)
