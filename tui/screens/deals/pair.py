"""The board (from 100 columns on) or the list, with the detail of the deal under the cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget

from tui.widgets.board import Board
from tui.widgets.detail import Detail, Line
from tui.widgets.list_detail import REST, ListDetail
from tui.widgets.record_list import Key, RecordList


class DealPair(ListDetail):
    """Board and list keep their cursor on the same deal. Beside the list the detail always stands where there is
    room; beside the board it opens with Enter."""

    DEFAULT_CSS = """
    DealPair > .left > Board, DealPair > .left > RecordList { height: 1fr; width: 1fr; }
    DealPair > .left > Board { display: none; }
    DealPair.-board > .left > Board { display: block; }
    DealPair.-board > .left > RecordList { display: none; }
    DealPair.-board > Detail { display: none; width: 46; }
    DealPair.-board.-open > Detail { display: block; }
    DealPair.-board > .left { width: 1fr; }
    """

    def __init__(
        self, board: Board, rows: RecordList, detail: Detail, lines: Callable[[RecordList], Sequence[Line]]
    ) -> None:
        super().__init__(Vertical(board, rows), detail, lines)
        self.board = board
        self.rows = rows
        self.list = rows

    def compose(self) -> ComposeResult:
        yield self.left
        yield self.detail

    @property
    def on_board(self) -> bool:
        """Whether the board is shown, and not the list."""
        return self.has_class("-board")

    @property
    def shown(self) -> Widget:
        """The board or the list, whichever is shown."""
        return self.board if self.on_board else self.rows

    @property
    def key(self) -> Key | None:
        """The deal under the cursor."""
        return self.board.key if self.on_board else self.rows.key

    @property
    def opened(self) -> bool:
        """Whether the detail has the keys, or stands beside the board."""
        return self.has_class("-open") or self.detail.has_focus

    def show_board(self, board: bool) -> None:
        """Show the board or the list, with the cursor on the same deal."""
        key = self.key
        self.set_class(board, "-board")
        if key is not None:
            self.move_to(key)
        self.follow()

    def move_to(self, key: Key) -> bool:
        """Put both cursors on a deal; whether it is there."""
        self.board.move_to(key)
        return self.rows.move_to(key)

    def set_narrow(self, narrow: bool) -> None:
        """Show one pane (under 100 columns) or two; there the board has no room."""
        if narrow and self.on_board:
            self.show_board(False)
        super().set_narrow(narrow)

    def open(self) -> None:
        """Give the keys to the detail."""
        super().open()
        self.call_after_refresh(self.follow)

    def close(self) -> None:
        """Back to the board or the list."""
        self.remove_class("-open")
        self.shown.focus()

    def describe(self) -> None:
        """Show what there is to say about the deal under the cursor, where there is a place for it."""
        if self.has_class("-open") or not (self.narrow or self.on_board):
            self.detail.show(list(self.lines(self.rows)))

    @on(Board.Highlighted)
    def _board_moved(self, event: Board.Highlighted) -> None:
        if not self.on_board:
            return
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST, self._rested)

    @on(Board.Chosen)
    def _board_chosen(self) -> None:
        self.open()
