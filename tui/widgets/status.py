"""The status row: the outcome of each action in one line, the filter that is on, and what goes on beside it."""

from __future__ import annotations

from typing import Literal

from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui.format import cell_width, cut, plain
from tui.i18n import _

Tone = Literal["", "good", "bad"]
STYLES: dict[Tone, str] = {"": "$foreground 70%", "good": "$success", "bad": "$error"}


class LineLeft(Message):
    """A line that lay over the status row is done: ``said`` tells what it added; "" when it was cancelled."""

    def __init__(self, line: Widget, said: str = "") -> None:
        super().__init__()
        self.line = line
        self.said = said


class Status(Widget):
    """One line of feedback; it stays until something else is said."""

    DEFAULT_CSS = "Status { height: 1; padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.tone: Tone = ""
        self.filter = ""
        self.work = ""

    def say(self, text: str, tone: Tone = "") -> None:
        """Show a sentence; a bad one gets a cross before it, so that colour doesn't speak alone."""
        if (text, tone) != (self.text, self.tone):
            self.text, self.tone = text, tone
            self.refresh()

    def show_filter(self, text: str) -> None:
        """Show which filter is on, "" for none."""
        if text != self.filter:
            self.filter = text
            self.refresh()

    def show_work(self, text: str) -> None:
        """Show how far something is that goes on beside the screen, "" once it is over."""
        if text != self.work:
            self.work = text
            self.refresh()

    def render(self) -> Content:
        parts: list[tuple[str, str]] = []
        if self.filter:
            parts += [("/", "bold $primary"), (plain(self.filter), "bold"), (" · ", "$foreground 55%")]
            parts += [(_("Esc clears"), "$foreground 55%"), ("   ", "")]
        if self.work:
            parts += [(plain(self.work), "$accent"), ("   ", "")]
        if self.text:
            room = self.size.width - sum(cell_width(text) for text, _style in parts)
            words = ("✕ " if self.tone == "bad" else "") + plain(self.text)
            parts.append((cut(words, max(room, 0)), STYLES[self.tone]))
        return Content.assemble(*parts)
