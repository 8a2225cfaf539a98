"""The pane that shows one record in full; it follows the cursor of a list after a short rest.

What it shows is a list of ``Line``: ``name``, ``heading``, ``fact``, ``line``, ``text`` and ``blank`` make them.
Words of ours are given translated; text of people is shown as it is, never as markup.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.timer import Timer

from tui.format import Tone, cell_width, fit, plain, wrap
from tui.widgets.pane import MOVES, Pane, quiet
from tui.widgets.rows import Span, fitted

REST = 0.12  # seconds without a further call before the pane follows
_SIDE = 1  # blank cells on both sides
_WIDEST_LABEL = 16


class Line(NamedTuple):
    """One entry: spans cut to one line, with ``right`` at the right edge; or, with ``wraps``, on several lines.

    ``label`` stands before it, muted, in a column as wide as the widest label of the pane.
    """

    spans: tuple[Span, ...] = ()
    label: str = ""
    right: Span = ("", "")
    wraps: bool = False
    strong: bool = False


def name(text: str, right: Span = ("", "")) -> Line:
    """Who or what this is: the first line, in bold."""
    return Line(((text, "bold"),), right=right)


def heading(text: str) -> Line:
    """A heading between parts."""
    return Line(((text, "muted"),), strong=True)


def fact(label: str, value: str, tone: Tone = "") -> Line:
    """A value with its label; a long value goes on in the next lines under itself."""
    return Line(((value, tone),), label=label, wraps=True)


def line(*spans: Span, right: Span = ("", "")) -> Line:
    """Pieces of text in their tones on one line, cut where the pane ends."""
    return Line(spans, right=right)


def text(body: str, tone: Tone = "") -> Line:
    """A longer text of people, wrapped, its own line ends kept."""
    return Line(((body, tone),), wraps=True)


def blank() -> Line:
    """An empty line."""
    return Line()


class Detail(Pane, can_focus=True):
    """Shows lines; scrolls with the keys of a list when they are more than the pane holds."""

    BINDINGS = quiet(*MOVES)
    DEFAULT_CSS = "Detail { scrollbar-gutter: stable; }"  # so that no text is laid out anew when the bar appears

    def __init__(
        self, title: str = "", *, hint: Sequence[str] = (), id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(title, hint, id, classes)
        self.lines: Sequence[Line] = ()
        self._strips: list[Strip] = []
        self._width = 0
        self._make: Callable[[], Sequence[Line]] | None = None
        self._rest: Timer | None = None

    def show(self, lines: Sequence[Line]) -> None:
        """Show these lines now; another record (another first line) is shown from its beginning."""
        self._stop()
        if lines == self.lines and self._width == self.line_width:
            return
        before = self.strips()
        if lines[:1] != self.lines[:1]:
            self.scroll_to(y=0, animate=False)
        self.lines = tuple(lines)
        self._lay_out()
        self.refresh_different(before)

    def follow(self, make: Callable[[], Sequence[Line]]) -> None:
        """Show what ``make`` answers once nothing else was asked for 120 ms."""
        self._stop()
        self._make = make
        self._rest = self.set_timer(REST, self._rested)

    def _rested(self) -> None:
        make = self._make
        if make is not None:
            self.show(make())

    def _stop(self) -> None:
        if self._rest is not None:
            self._rest.stop()
        self._rest = self._make = None

    def _draw(self) -> None:
        self._width = self.line_width
        room = self._width - 2 * _SIDE
        self._strips = self._laid_out(room) if room > 0 else []

    def _lay_out(self) -> None:
        self._draw()
        # never less than the pane: another size has the whole pane drawn again, and most cards are shorter
        height = max(len(self._strips), self.size.height)
        if self.virtual_size.height != height:
            self.virtual_size = Size(0, height)

    def _laid_out(self, room: int) -> list[Strip]:
        labels = [cell_width(plain(entry.label)) for entry in self.lines if entry.label]
        column = min(max(labels, default=0), _WIDEST_LABEL, room // 2) + 1
        strips = []
        for entry in self.lines:
            taken = column if entry.label else 0
            for number, pieces in enumerate(_pieces(entry, room - taken)):
                label = entry.label if number == 0 else ""
                strip = self._strip(label, taken, pieces, entry.right, room)
                strips.append(strip.apply_style(Style(bold=True)) if entry.strong else strip)
        return strips

    def _strip(self, label: str, taken: int, pieces: Sequence[Span], right: Span, room: int) -> Strip:
        """One line: a blank, the label in its column, the pieces, what stands on the right, a blank."""
        styles = self.tones
        end = min(cell_width(plain(right[0])), room // 2)
        rest = room - taken - (end + 1 if end else 0)
        segments = [Segment(" " * _SIDE, styles[""])]
        if taken:
            segments.append(Segment(fit(plain(label), taken - 1) + " ", styles["muted"]))
        segments += fitted(tuple(pieces), rest, "left", styles) if pieces else [Segment(" " * rest, styles[""])]
        if end:
            segments += [Segment(" ", styles[""]), *fitted(right, end, "right", styles)]
        segments.append(Segment(" " * _SIDE, styles[""]))
        return Strip(segments, self._width).simplify()

    def render_line(self, y: int) -> Strip:
        """One line of what is in view."""
        if self._width != self.line_width:
            self._draw()
        at = y + self.scroll_offset.y
        if at < len(self._strips):
            return self._strips[at]
        return Strip.blank(self.line_width, self.rich_style)

    def notify_style_update(self) -> None:
        """Lay out again in the new colours."""
        super().notify_style_update()
        if self.is_mounted:
            self._lay_out()

    def on_resize(self) -> None:
        if self._width != self.line_width or self.virtual_size.height != max(len(self._strips), self.size.height):
            self._lay_out()
            self.refresh()

    def action_cursor_down(self) -> None:
        self.scroll_relative(y=1, animate=False)

    def action_cursor_up(self) -> None:
        self.scroll_relative(y=-1, animate=False)

    def action_cursor_first(self) -> None:
        self.scroll_to(y=0, animate=False)

    def action_cursor_last(self) -> None:
        self.scroll_to(y=self.max_scroll_y, animate=False)

    def action_page_down(self) -> None:
        self.scroll_relative(y=max(self.size.height - 1, 1), animate=False)

    def action_page_up(self) -> None:
        self.scroll_relative(y=-max(self.size.height - 1, 1), animate=False)


def _pieces(entry: Line, room: int) -> list[Sequence[Span]]:
    """The spans of each line that an entry takes."""
    if not entry.wraps:
        return [entry.spans]
    return [((row, tone),) for body, tone in entry.spans for row in wrap(body, room)]
