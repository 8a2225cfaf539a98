"""What tests of screens do again and again: press, type, and read the list, the detail and the status row."""

from __future__ import annotations

from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

from tui.widgets.detail import Detail
from tui.widgets.record_list import RecordList
from tui.widgets.status import Status


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys and wait until everything has answered."""
    await pilot.press(*keys)
    await pilot.pause()


def typed(text: str) -> list[str]:
    """The keys that type a text."""
    return ["space" if c == " " else c for c in text]


def _uppermost(app: App[None], widget: type[Detail | RecordList | Status]) -> Screen[object]:
    """The screen on top, or the one under it where the top has no such widget, as a form has none."""
    return next(screen for screen in reversed(app.screen_stack) if screen.query(widget))


def said(app: App[None]) -> str:
    """What the status row says."""
    return _uppermost(app, Status).query_one(Status).text


def rows_of(app: App[None]) -> RecordList:
    """The first list."""
    return _uppermost(app, RecordList).query(RecordList).first()


def lines_of(app: App[None]) -> list[str]:
    """The lines of the list as they are drawn."""
    return [strip.text.rstrip() for strip in rows_of(app).strips()]


def told(app: App[None]) -> str:
    """What the detail says, a line for each of its lines: the label, then the text."""
    lines = _uppermost(app, Detail).query_one(Detail).lines
    return "\n".join(" ".join((line.label, *(text for text, _tone in line.spans))).strip() for line in lines)
