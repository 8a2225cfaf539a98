"""The framed box of a modal: title in the border, at most as large as the terminal."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget

from tui.format import plain


class Box(Widget):
    """Holds what a modal shows; the title is literal text."""

    DEFAULT_CSS = """
    Box {
        layout: vertical; width: 72; max-width: 100%; height: auto; max-height: 100%; padding: 0 1;
        border: round $border; border-title-color: $foreground; border-title-style: bold;
        background: $surface;
    }
    Box VerticalScroll {
        scrollbar-size-vertical: 1; scrollbar-background: $surface; scrollbar-color: $panel;
        scrollbar-color-hover: $primary; scrollbar-color-active: $primary; scrollbar-background-hover: $surface;
    }
    Box KeyBar { background: $surface; padding: 0; }
    """

    def __init__(self, title: str) -> None:
        super().__init__()
        self.border_title = Content(plain(title))
        self.room = Region()

    def on_resize(self) -> None:
        """Draw the lines whole where it was larger.

        Textual draws what was uncovered, and a wide character that the frame had covered by half only by half.
        """
        before, self.room = self.room, self.region
        if self.room.height < before.height:
            self.screen.refresh(Region(0, before.y, self.screen.size.width, before.height))
