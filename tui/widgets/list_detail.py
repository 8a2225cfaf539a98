"""List left, detail right: the detail follows the cursor; under 100 columns one of them at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widget import Widget

from store.reading import reading
from tui.widgets.detail import Detail, Line
from tui.widgets.record_list import RecordList
from tui.widgets.saying import said

REST = 0.12  # seconds without a key before the detail follows


class ListDetail(Widget):
    """Holds one list (or a container of several) and the detail of the row under the cursor.

    ``lines`` answers what the detail shows for the list whose cursor moved last (``list.row`` is the row).
    """

    DEFAULT_CSS = """
    ListDetail { layout: horizontal; height: 1fr; }
    ListDetail > .left { width: 3fr; height: 1fr; }
    ListDetail > Detail { width: 2fr; height: 1fr; }
    ListDetail.-one > Detail { display: none; }
    ListDetail.-one.-open > Detail { display: block; width: 1fr; }
    ListDetail.-one.-open > .left { display: none; }
    """

    def __init__(
        self, left: Widget, detail: Detail, lines: Callable[[RecordList], Sequence[Line]], *, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self.left = left
        self.detail = detail
        self.lines = lines
        self.list: RecordList | None = left if isinstance(left, RecordList) else None
        self._rest: Timer | None = None
        left.add_class("left", update=False)  # it has no style yet

    def compose(self) -> ComposeResult:
        yield self.left
        yield self.detail

    @property
    def narrow(self) -> bool:
        """Whether only one of the two fits."""
        return self.has_class("-one")

    @property
    def opened(self) -> bool:
        """Whether the detail is what has the keys."""
        return self.has_class("-open") or self.detail.has_focus

    def set_narrow(self, narrow: bool) -> None:
        """Show one pane (under 100 columns) or both."""
        if narrow is not self.narrow:
            self.set_class(narrow, "-one")
            if not narrow:
                self.follow()

    def open(self) -> None:
        """Give the keys to the detail; in a narrow terminal it takes the list's place."""
        self.add_class("-open")
        self.follow()
        self.detail.focus()

    def close(self) -> None:
        """Back to the list."""
        self.remove_class("-open")
        if self.list is not None:
            self.list.focus()

    def follow(self) -> None:
        """Show the row under the cursor now."""
        if self._rest is not None:
            self._rest.stop()
            self._rest = None
        self.describe()

    def describe(self) -> None:
        """Show what there is to say about the row under the cursor, whether or not it is about to move on."""
        if self.list is not None and (not self.narrow or self.has_class("-open")):
            with said(self), reading():
                self.detail.show(list(self.lines(self.list)))

    @on(RecordList.Highlighted)
    def _rest_then_follow(self, event: RecordList.Highlighted) -> None:
        if self.list is None or event.list.has_focus:
            self.list = event.list
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST, self._rested)

    def _rested(self) -> None:
        self._rest = None
        self.follow()
        self.screen.refresh_bindings()

    @on(RecordList.Chosen)
    def _open(self, event: RecordList.Chosen) -> None:
        self.list = event.list
        self.open()
