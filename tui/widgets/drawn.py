"""A widget that is drawn by the line, of which only the cells are sent that look different from before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui import format
from tui.widgets.rows import TONES, Span


class Drawn(Widget):
    """``draw(width, height)`` answers its lines; ``redraw()`` has those cells sent that differ."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"drawn--{tone or 'plain'}" for tone in TONES} | {"drawn--frame"}
    DEFAULT_CSS = """
    Drawn {
        height: auto; background: $surface; color: $foreground;
        & > .drawn--frame { color: $border-blurred; }
        & > .drawn--bold { text-style: bold; }
        & > .drawn--muted { color: $foreground 60%; }
        & > .drawn--accent { color: $accent; text-style: bold; }
        & > .drawn--good { color: $success; }
        & > .drawn--warning { color: $warning; }
        & > .drawn--bad { color: $error; text-style: bold; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[Strip] = []
        self._drawn_for: tuple[int, int] = (0, 0)

    def draw(self, width: int, height: int) -> list[Strip]:
        """All lines, each ``width`` cells wide."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw anew; nothing is sent where it looks the same."""
        if not self.is_mounted or not self.size.width:
            return
        before, self._lines = self._lines, self._made(self.size.width, self.size.height)
        if len(before) != len(self._lines):
            self.refresh(layout=True)
            return
        for y, (old, new) in enumerate(zip(before, self._lines, strict=True)):
            if old != new and (span := differing(old, new)) is not None:
                self.refresh(Region(span[0], y, span[1] - span[0], 1))

    def _made(self, width: int, height: int) -> list[Strip]:
        self._drawn_for = (width, height)
        return self.draw(width, height)

    def render_line(self, y: int) -> Strip:
        """One line."""
        if self._drawn_for != (self.size.width, self.size.height):
            self._lines = self._made(self.size.width, self.size.height)
        return self._lines[y] if y < len(self._lines) else Strip.blank(self.size.width, self.rich_style)

    def notify_style_update(self) -> None:
        """Take the colours of another theme."""
        super().notify_style_update()
        self._drawn_for = (0, 0)

    def tone(self, tone: str) -> Style:
        """The style of a tone."""
        return self.get_component_rich_style(f"drawn--{tone or 'plain'}")

    def centred(self, spans: Sequence[Span], width: int) -> Strip:
        """Spans in the middle of a line."""
        used = sum(format.cell_width(text) for text, _tone in spans)
        left = max((width - used) // 2, 0)
        segments = [Segment(" " * left, self.tone("")), *(Segment(text, self.tone(tone)) for text, tone in spans)]
        return Strip(segments).adjust_cell_length(width, self.tone(""))


def differing(old: Strip, new: Strip) -> tuple[int, int] | None:
    """From which cell to which two lines of the same width look different; None when they don't."""
    before, after = _cells(old), _cells(new)
    wrong = [n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b]
    return (wrong[0], wrong[-1] + 1) if wrong else None


def _cells(strip: Strip) -> list[tuple[str, Style | None]]:
    found: list[tuple[str, Style | None]] = []
    for text, style, _control in strip:
        for character in text:
            found.append((character, style))
            found += [("", style)] * (format.cell_width(character) - 1)
    return found
