"""A board: columns of cards side by side, of which only the cards in view are read and drawn.

A screen gives lanes (title, a line of figures, the keys of their cards in order), a function that reads the rows of
some keys, and how a row becomes the lines of a card. The cursor stays on its card when the data change, in whichever
lane it is then. Where not all lanes fit, those around the cursor are shown. Only lines that differ are drawn again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from store.errors import Problem
from tui import keys
from tui.format import Tone, cell_width, plain
from tui.i18n import _
from tui.widgets.pane import MOVES, Pane, quiet
from tui.widgets.rows import Key, Span, fitted

Read = Callable[[Sequence[Any]], Mapping[Any, Any]]

HEAD = 3  # lines above the cards: title, figures, a rule
CARD = 3  # lines of a card
ROOMY = 18  # lines of cards from which an empty line parts them
NARROWEST = 17  # cells of a lane
CARET = "▌"


@dataclass(frozen=True)
class Lane:
    """One column: ``title`` and ``figures`` (left and right) stand above the cards of ``keys``, unique on the board.

    The texts are translated already. ``share`` is its part of the width, ``tone`` that of its title.
    """

    title: str
    figures: tuple[str, str]
    keys: Sequence[Key]
    tone: Tone = "bold"
    share: int = 2


@dataclass(frozen=True)
class CardLine:
    """One line of a card: ``left`` is cut where ``right`` begins."""

    left: Span
    right: Span = ("", "")


class Board(Pane, can_focus=True):
    """Lanes of cards with one cursor. Posts ``Highlighted``, ``Chosen`` (Enter, or a click on the selected card) and
    ``Failed``; ``card`` makes the three lines of a card, ``empty`` is as in RecordList."""

    BINDINGS = [*quiet(*MOVES, "board.left", "board.right"), *keys.bind("list.open")]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"board--cursor", "board--blurred", "board--caret", "board--rule"}
    DEFAULT_CSS = """
    Board { overflow-y: hidden; }
    Board > .board--rule { color: $border-blurred; }
    Board > .board--caret { color: $primary-lighten-3; }
    Board > .board--blurred { background: $panel; }
    Board > .board--cursor {
        color: $block-cursor-foreground;
        background: $block-cursor-background;
        text-style: $block-cursor-text-style;
    }
    """

    class Highlighted(Message):
        """The cursor is on another card (None: there is none)."""

        def __init__(self, board: Board, key: Key | None) -> None:
            super().__init__()
            self.board = board
            self.key = key

    class Chosen(Message):
        """Somebody wants to see this card."""

        def __init__(self, board: Board, key: Key) -> None:
            super().__init__()
            self.board = board
            self.key = key

    class Failed(Message):
        """The cards in view couldn't be read; they are drawn as ``…``."""

        def __init__(self, problem: Problem) -> None:
            super().__init__()
            self.problem = problem

    def __init__(
        self,
        card: Callable[[Any], Sequence[CardLine]],
        *,
        title: str = "",
        empty: tuple[str, str, str] | tuple[str] = ("",),
        hint: Sequence[str] = (),
        id: str | None = None,
    ) -> None:
        super().__init__(title, hint, id, None)
        self.card = card
        self.empty = empty
        self.lanes: Sequence[Lane] = ()
        self.key: Key | None = None
        self._read: Read | None = None
        self._rows: dict[Key, Any] = {}
        self._tops: list[int] = []  # of each lane, the index of the first card in view
        self._place: tuple[int, int] = (0, 0)  # lane and index of the cursor
        self._left = 0  # the first lane in view
        self._fresh_focus = False

    # What a screen asks and tells

    @property
    def row(self) -> Any:
        """The row under the cursor; None without one, or when it could not be read."""
        if self.key is None:
            return None
        self._load([self.key])
        return self._rows.get(self.key)

    @property
    def count(self) -> int:
        """How many cards there are."""
        return sum(len(lane.keys) for lane in self.lanes)

    def fill(self, lanes: Sequence[Lane], read: Read, counted: str = "") -> None:
        """Show these lanes; the cursor stays on its card, or near its place when the card is gone.

        ``counted`` (translated) goes into the title.
        """
        shown, before = self.strips(), self.key
        self.lanes, self._read, self._rows = lanes, read, {}
        self._tops = [0] * len(lanes) if len(self._tops) != len(lanes) else self._tops
        self._place = self._find(self.key) or self._nearest(self._place)
        self._take_place()
        self.name_frame(counted)
        self.refresh_different(shown)
        if self.key != before:
            self.post_message(self.Highlighted(self, self.key))

    def move_to(self, key: Key) -> bool:
        """Put the cursor on this card; whether it is there."""
        found = self._find(key)
        if found is not None:
            self._go(*found)
        return found is not None

    def _find(self, key: Key | None) -> tuple[int, int] | None:
        for number, lane in enumerate(self.lanes):
            if key is not None and key in lane.keys:
                return number, lane.keys.index(key)
        return None

    def _nearest(self, place: tuple[int, int]) -> tuple[int, int]:
        """The card nearest to a place: in its lane, else in the nearest lane that has one."""
        lane, index = place
        there = [n for n, one in enumerate(self.lanes) if len(one.keys)]
        if not there:
            return 0, 0
        lane = min(there, key=lambda n: (abs(n - lane), n))
        return lane, min(index, len(self.lanes[lane].keys) - 1)

    def _take_place(self) -> None:
        lane, index = self._place
        cards = self.lanes[lane].keys if lane < len(self.lanes) else ()
        self.key = cards[index] if index < len(cards) else None
        self._keep_in_view()

    # The cursor

    def _go(self, lane: int, index: int) -> None:
        if not 0 <= lane < len(self.lanes) or not len(self.lanes[lane].keys):
            return
        shown, before = self.strips(), self.key
        self._place = lane, min(max(index, 0), len(self.lanes[lane].keys) - 1)
        self._take_place()
        if self.key != before:
            self.refresh_different(shown)
            self.post_message(self.Highlighted(self, self.key))

    def action_lane(self, step: int) -> None:
        """To the next lane that has cards, at the same height where it can be."""
        lane, index = self._place
        height = index - self._tops[lane] if self._tops else 0
        ahead = range(lane + step, len(self.lanes) if step > 0 else -1, step)
        to = next((n for n in ahead if len(self.lanes[n].keys)), None)
        if to is not None:
            self._go(to, self._tops[to] + height)

    def action_cursor_down(self) -> None:
        self._go(self._place[0], self._place[1] + 1)

    def action_cursor_up(self) -> None:
        self._go(self._place[0], self._place[1] - 1)

    def action_cursor_first(self) -> None:
        self._go(self._place[0], 0)

    def action_cursor_last(self) -> None:
        self._go(self._place[0], self.count)

    def action_page_down(self) -> None:
        self._go(self._place[0], self._place[1] + self._fitting)

    def action_page_up(self) -> None:
        self._go(self._place[0], self._place[1] - self._fitting)

    def action_choose(self) -> None:
        if self.key is not None:
            self.post_message(self.Chosen(self, self.key))

    # What is in view

    @property
    def _room(self) -> int:
        """Lines for cards, and one for what is below."""
        return max(self.size.height - HEAD - 1, CARD)

    @property
    def _pitch(self) -> int:
        return CARD + (self._room >= ROOMY)

    @property
    def _fitting(self) -> int:
        """How many cards of a lane are in view."""
        return max((self._room + self._pitch - CARD) // self._pitch, 1)

    def _widths(self) -> list[int]:
        """The cells of each lane in view; a rule stands between two."""
        room, shown = self.size.width, list(self.lanes)
        most = max((room + 1) // (NARROWEST + 1), 1)
        if len(shown) > most:
            self._left = min(max(self._left, self._place[0] - most + 1), self._place[0], len(shown) - most)
            shown = shown[max(self._left, 0) : self._left + most]
        else:
            self._left = 0
        left, shares, widths = room - (len(shown) - 1), sum(lane.share for lane in shown), []
        for lane in shown:
            widths.append(left * lane.share // max(shares, 1))
            left, shares = left - widths[-1], shares - lane.share
        return widths

    def _keep_in_view(self) -> None:
        if not self.size.height or not self.lanes:
            return
        for number, lane in enumerate(self.lanes):
            self._tops[number] = max(min(self._tops[number], len(lane.keys) - self._fitting), 0)
        lane_number, index = self._place
        top = self._tops[lane_number]
        self._tops[lane_number] = min(max(top, index - self._fitting + 1), index)

    def _load(self, wanted: Sequence[Key]) -> None:
        missing = [key for key in wanted if key not in self._rows]
        if not missing or self._read is None:
            return
        self._rows.update(dict.fromkeys(missing))
        try:
            self._rows.update(self._read(missing))
        except Problem as problem:
            self.post_message(self.Failed(problem))

    # Drawing

    def _load_view(self) -> None:
        """Read the cards in view, all by one question, before they are drawn line by line."""
        many = self._fitting
        self._load([k for n, lane in enumerate(self.lanes) for k in lane.keys[self._tops[n] : self._tops[n] + many]])

    def render_line(self, y: int) -> Strip:
        """One line across all lanes in view."""
        width = self.size.width
        if not self.count and self._read is not None and y >= HEAD:
            return self._empty_strip(y, width)
        self._load_view()
        rule = self.get_component_rich_style("board--rule")
        segments: list[Segment] = []
        for number, cells in enumerate(self._widths(), start=self._left):
            if segments:
                segments.append(Segment("┼" if y == HEAD - 1 else "│", rule))
            segments += self._lane_line(number, y, cells, rule)
        return Strip(segments, width).simplify() if segments else Strip.blank(width, self.rich_style)

    def _lane_line(self, number: int, y: int, cells: int, rule: Style) -> list[Segment]:
        lane, plain_styles = self.lanes[number], self.tones
        if y == 0:
            tone: Tone = "accent" if number == self._place[0] and self.has_focus and lane.tone == "bold" else lane.tone
            right: Span = (str(len(lane.keys)), "muted")
            return self._pair(CardLine((lane.title, tone), right), cells, plain_styles)
        if y == 1:
            figures = CardLine((lane.figures[0], ""), (lane.figures[1], "muted"))
            return self._pair(figures, cells, plain_styles)
        if y == HEAD - 1:
            return [Segment("─" * cells, rule)]
        at, line = divmod(y - HEAD, self._pitch)
        index = self._tops[number] + at
        if y == self.size.height - 1:
            more = len(lane.keys) - self._tops[number] - self._fitting
            words = _("↓ {n} more").format(n=more) if more > 0 else ""
            return self._pair(CardLine((words, "muted")), cells, plain_styles)
        if line >= CARD or at >= self._fitting or index >= len(lane.keys):
            return [Segment(" " * cells, plain_styles[""])]
        return self._card_line(lane.keys[index], line, cells)

    def _card_line(self, key: Key, line: int, cells: int) -> list[Segment]:
        row = self._rows.get(key)
        lines = self.card(row) if row is not None else [CardLine(("…", "muted"))]
        text = lines[line] if line < len(lines) else CardLine(("", ""))
        if key != self.key:
            return self._pair(text, cells, self.tones)
        if not self.has_focus:
            ground = Style(bgcolor=self.get_component_rich_style("board--blurred").bgcolor)
            styles = {tone: style + ground for tone, style in self.tones.items()}
            return self._pair(text, cells, styles, CARET, self.tones["muted"] + ground)
        loud = self.get_component_rich_style("board--cursor")
        caret = loud + Style(color=self.get_component_rich_style("board--caret").color)
        return self._pair(text, cells, dict.fromkeys(self.tones, loud), CARET, caret)

    @staticmethod
    def _pair(
        line: CardLine, cells: int, styles: Mapping[Tone, Style], caret: str = " ", lead: Style | None = None
    ) -> list[Segment]:
        """A lead cell, the left text, the right one, a blank."""
        room = cells - 2
        end = min(cell_width(plain(line.right[0])), max(room - 4, 0))
        rest = room - end - (1 if end else 0)
        segments = [Segment(caret, lead or styles[""]), *fitted(line.left, max(rest, 0), "left", styles)]
        if end:
            segments += [Segment(" ", styles[""]), *fitted(line.right, end, "right", styles)]
        return [*segments, Segment(" ", styles[""])]

    def _empty_strip(self, y: int, width: int) -> Strip:
        first, style = HEAD + max(self._room // 2 - 1, 0), self.tones
        spans: list[Span] = []
        if y == first:
            spans = [(_(self.empty[0]), "muted")]
        elif y == first + 1 and len(self.empty) == 3:
            spans = [(self.empty[1], "accent"), (" " + _(self.empty[2]), "muted")]
        gap = max((width - sum(cell_width(text) for text, _tone in spans)) // 2, 0)
        return Strip(fitted(((" " * gap, ""), *spans), width, "left", style), width).simplify()

    # What happens to the board

    def on_resize(self) -> None:
        self.virtual_size = Size(self.size.width, self.size.height)
        if self.lanes:
            self._keep_in_view()
        self.refresh()

    def on_focus(self) -> None:
        self._fresh_focus = True
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_key(self) -> None:
        self._fresh_focus = False

    def on_click(self, event: events.Click) -> None:
        """Select the card; a click on the selected one (not the one that only gave the focus) chooses it."""
        fresh, self._fresh_focus = self._fresh_focus, False
        offset = event.get_content_offset(self)
        if offset is None or offset.y < HEAD:
            return
        edge = 0
        for number, cells in enumerate(self._widths(), start=self._left):
            if edge <= offset.x < edge + cells:
                at, line = divmod(offset.y - HEAD, self._pitch)
                index = self._tops[number] + at
                if line >= CARD or at >= self._fitting or index >= len(self.lanes[number].keys):
                    return
                if (number, index) == self._place and (event.chain > 1 or not fresh):
                    self.action_choose()
                else:
                    self._go(number, index)
                return
            edge += cells + 1
