"""The grid of need and value class: how many customers are in each cell, and a cursor on one of them."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from store.care import Cell, Grid
from store.errors import N_
from tui import keys
from tui.format import fit
from tui.i18n import _
from tui.screens.classes.words import BY_HAND, CLASSES, NEED, NEEDS, NONE
from tui.widgets.pane import Pane, quiet

LABEL = 10  # cells at least
ALL = 6
SHADES = 3


class NeedGrid(Pane, can_focus=True):
    """Draws counts by (need, class); the arrows move, Enter lists who is in the cell.

    Posts ``Highlighted`` when the cursor is on another cell and ``Chosen`` at Enter or a click on the cell under it.
    """

    BINDINGS = [
        *quiet("list.down", "list.up", "list.first", "list.last", "board.left", "board.right"),
        *keys.bind("list.open"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "need-grid--cursor",
        "need-grid--blurred",
        *(f"need-grid--shade{n}" for n in range(1, SHADES + 1)),
    }
    DEFAULT_CSS = """
    NeedGrid > .need-grid--shade1 { background: $primary 15%; }
    NeedGrid > .need-grid--shade2 { background: $primary 30%; }
    NeedGrid > .need-grid--shade3 { background: $primary 50%; }
    NeedGrid > .need-grid--blurred { background: $panel; text-style: bold underline; }
    NeedGrid > .need-grid--cursor {
        color: $block-cursor-foreground; background: $block-cursor-background; text-style: bold;
    }
    """

    class _FromGrid(Message):
        def __init__(self, grid: NeedGrid) -> None:
            super().__init__()
            self.grid = grid

    class Highlighted(_FromGrid):
        """The cursor is on another cell."""

    class Chosen(_FromGrid):
        """Somebody wants to see who is in the cell."""

    def __init__(self) -> None:
        super().__init__(N_("Need × value"), ("list.open",), None, None)
        self.found = Grid({}, 0, 0)
        self.place = (0, 0)  # row and column of the cursor

    @property
    def cell(self) -> Cell:
        """The cell under the cursor."""
        row, column = self.place
        return NEEDS[row], CLASSES[column]

    def show(self, found: Grid) -> None:
        """Draw these counts; only lines that differ are drawn again."""
        before = self.strips()
        self.found = found
        by_hand = _("{n} by hand {mark}").format(n=found.by_hand, mark=BY_HAND)
        self.name_frame(f" · {found.total}" + (f" · {by_hand}" if found.by_hand else ""))
        self.refresh_different(before)

    # The cursor

    def _go(self, row: int, column: int) -> None:
        place = (min(max(row, 0), len(NEEDS) - 1), min(max(column, 0), len(CLASSES) - 1))
        if place != self.place:
            before = self.strips()
            self.place = place
            self.refresh_different(before)
            self.post_message(self.Highlighted(self))

    def action_cursor_down(self) -> None:
        self._go(self.place[0] + 1, self.place[1])

    def action_cursor_up(self) -> None:
        self._go(self.place[0] - 1, self.place[1])

    def action_cursor_first(self) -> None:
        self._go(0, 0)

    def action_cursor_last(self) -> None:
        self._go(len(NEEDS) - 1, len(CLASSES) - 1)

    def action_lane(self, step: int) -> None:
        """To the next class."""
        self._go(self.place[0], self.place[1] + step)

    def action_choose(self) -> None:
        """List who is in the cell."""
        self.post_message(self.Chosen(self))

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        at = event.get_content_offset(self)
        if at is None:
            return
        row, column = (at.y - 1) // self._height, (at.x - self._label) // self._wide
        if 0 <= row < len(NEEDS) and 0 <= column < len(CLASSES) and at.y >= 1 and at.x >= self._label:
            if (row, column) == self.place:
                self.action_choose()
            else:
                self._go(row, column)

    # Drawing

    @property
    def _wide(self) -> int:
        """The cells of a column."""
        return max((self.line_width - LABEL - ALL) // len(CLASSES), 4)

    @property
    def _label(self) -> int:
        return max(self.line_width - ALL - self._wide * len(CLASSES), 0)

    @property
    def _height(self) -> int:
        """The lines of a row: two where there is room."""
        return 2 if self.size.height >= 2 * len(NEEDS) + 3 else 1

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Headings, rows and the sums."""
        return len(NEEDS) + 2

    def render_line(self, y: int) -> Strip:
        """The headings, a need with its counts, or the sums."""
        width = self.line_width
        if y == 0:
            segments = self._headings()
        else:
            row, line = divmod(y - 1, self._height)
            if line or row > len(NEEDS):
                return Strip.blank(width, self.rich_style)
            segments = self._counts(row) if row < len(NEEDS) else self._sums()
        return Strip(segments).adjust_cell_length(width, self.rich_style).simplify()

    def _headings(self) -> list[Segment]:
        style = self.tones["muted"]
        titles = [value.value if value else NONE for value in CLASSES]
        cells = "".join(fit(title, self._wide - 1, "right") + " " for title in titles)
        return [Segment(" " * self._label + cells + fit(_("all"), ALL - 1, "right"), style)]

    def _counts(self, row: int) -> list[Segment]:
        segments = [Segment(fit(" " + _(NEED[NEEDS[row]]), self._label), self.tones[""])]
        for column in range(len(CLASSES)):
            segments += [
                Segment(fit(self._text(row, column), self._wide - 1, "right"), self._style(row, column)),
                Segment(" ", self.tones[""]),
            ]
        total = sum(self._count(row, column) for column in range(len(CLASSES)))
        return [*segments, Segment(fit(str(total), ALL - 1, "right"), self.tones["muted"])]

    def _sums(self) -> list[Segment]:
        sums = [sum(self._count(row, column) for row in range(len(NEEDS))) for column in range(len(CLASSES))]
        cells = "".join(fit(str(total), self._wide - 1, "right") + " " for total in sums)
        text = fit(" " + _("all"), self._label) + cells + fit(str(self.found.total), ALL - 1, "right")
        return [Segment(text, self.tones["muted"])]

    def _count(self, row: int, column: int) -> int:
        return self.found.cells.get((NEEDS[row], CLASSES[column]), 0)

    def _text(self, row: int, column: int) -> str:
        return (str(self._count(row, column)) or "") + " "

    def _style(self, row: int, column: int) -> Style:
        if (row, column) == self.place:
            return self.get_component_rich_style("need-grid--cursor" if self.has_focus else "need-grid--blurred")
        count, most = self._count(row, column), max(self.found.cells.values(), default=0)
        if not count:
            return self.tones["muted"]
        shade = -(-count * SHADES // most)
        return self.get_component_rich_style(f"need-grid--shade{shade}") + Style(bold=True)
