"""The one-line filter that stands in the status row while it is typed."""

from __future__ import annotations

from textual import on
from textual.message import Message
from textual.widgets import Input

from tui.i18n import _
from tui.keys import bind


class FilterInput(Input):
    """Filters as you type: Enter keeps the filter, Esc clears it."""

    BINDINGS = bind("filter.keep", "filter.clear")
    GOES_ON = True  # Enter once more, typed ahead, opens the row that was found
    DEFAULT_CSS = """
    FilterInput, FilterInput:focus { height: 1; border: none; padding: 0 1; background: $surface; }
    """

    class Typed(Message):
        """The filter reads otherwise now."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Left(Message):
        """The filter is done: kept, or cleared."""

        def __init__(self, kept: bool) -> None:
            super().__init__()
            self.kept = kept

    def __init__(self, text: str) -> None:
        super().__init__(text, placeholder=_("Filter: type a part of the name"), select_on_focus=False)
        self.cursor_blink = False

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(event.value))

    def action_keep(self) -> None:
        self.post_message(self.Left(True))

    def action_clear(self) -> None:
        self.post_message(self.Left(False))
