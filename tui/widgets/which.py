"""A question with several answers, each under a letter; the first one has the focus, Esc answers nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui.format import cell_width, plain
from tui.i18n import _
from tui.widgets.box import Box
from tui.widgets.confirm import Question
from tui.widgets.modal import Modal


class Way(NamedTuple):
    """One answer: what it answers, its letter and its words (translated), and what follows from it."""

    answer: str
    key: str
    words: str
    about: str = ""


class WayLine(Widget, can_focus=True):
    """One answer on a line of its own."""

    DEFAULT_CSS = """
    WayLine { height: 1; width: 1fr; }
    WayLine:focus { background: $block-cursor-background; }
    """
    BINDINGS = [Binding("enter,space", "give", show=False)]

    class Given(Message):
        """This answer was given."""

        def __init__(self, answer: str) -> None:
            super().__init__()
            self.answer = answer

    def __init__(self, way: Way, wide: int, keys: int = 1) -> None:
        super().__init__()
        self.way = way
        self.wide = wide
        self.keys = keys

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def render(self) -> Content:
        here = self.has_focus
        loud = "bold $block-cursor-foreground"
        gap = " " * (self.wide - cell_width(self.way.words) + 3)
        return Content.assemble(
            (f" {self.way.key:{self.keys}}  ", loud if here else "bold $primary"),
            (self.way.words + gap, loud if here else "$foreground"),
            (plain(self.way.about), loud if here else "$foreground 60%"),
        )

    def action_give(self) -> None:
        """Give this answer."""
        self.post_message(self.Given(self.way.answer))

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.action_give()


class Which(Modal[str | None]):
    """Asks which of several ways to go; each of them can be taken back."""

    BINDINGS = [
        Binding("escape,q", "leave", show=False),
        Binding("down,j", "app.focus_next", show=False),
        Binding("up,k", "app.focus_previous", show=False),
    ]
    DEFAULT_CSS = """
    Which { align: center middle; background: $background 60%; }
    Which > Box { width: auto; min-width: 50; max-width: 76; padding: 1 2; border: round $warning; }
    Which Question { width: auto; max-width: 70; height: auto; margin-bottom: 1; }
    Which WayLine { min-width: 44; }
    """

    def __init__(self, title: str, question: str, ways: Sequence[Way], detail: str = "") -> None:
        super().__init__()
        self.heading = title
        self.question = question
        self.detail = detail
        self.ways = ways

    def compose(self) -> ComposeResult:
        wide = max(cell_width(way.words) for way in self.ways)
        with Box(self.heading or _("Sure?")):
            yield Question(self.question, self.detail)
            for way in self.ways:
                yield WayLine(way, wide, max(len(one.key) for one in self.ways))

    def on_mount(self) -> None:
        self.query(WayLine).first().focus()

    def on_key(self, event: events.Key) -> None:
        way = next((way for way in self.ways if way.key == event.key), None)
        if way is not None:
            event.stop()
            self.dismiss(way.answer)

    def on_way_line_given(self, event: WayLine.Given) -> None:
        """One of them was chosen."""
        self.dismiss(event.answer)

    def action_leave(self) -> None:
        """Answer nothing."""
        self.dismiss(None)
