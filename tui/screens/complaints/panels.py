"""The panels under a complaint: what was answered, and how satisfied the customer is in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.message import Message

from tui.i18n import _
from tui.widgets.choice import Choice
from tui.widgets.fields import Line
from tui.widgets.panel import Caption, Panel

if TYPE_CHECKING:
    from tui.widgets.record_list import RecordList

SCORES = range(1, 6)


def _line(placeholder: str) -> Line:
    line = Line(placeholder=placeholder, select_on_focus=False)
    line.cursor_blink = False
    return line


class Answering(Panel):
    """The customer was answered for the first time; what they were told may be said."""

    class Given(Message):
        """What they were told."""

        def __init__(self, panel: Answering, note: str) -> None:
            super().__init__()
            self.panel = panel
            self.note = note

    HEIGHT = 1

    def __init__(self, rows: RecordList, target: int) -> None:
        super().__init__(rows, target)
        self.note = _line(_("what they were told (may stay empty)"))

    def compose(self) -> ComposeResult:
        yield Caption(_("Answered"))
        yield self.note
        yield self.remark

    def on_mount(self) -> None:
        self.note.focus()  # Panel's own handler is called besides

    def action_give(self) -> None:
        """Save it."""
        self.give(self.Given(self, self.note.value))


class Closing(Panel):
    """How satisfied the customer is now, 1-5, or that they would not say; a digit chooses."""

    class Given(Message):
        """The answer; None when they would not say."""

        def __init__(self, panel: Closing, score: int | None, note: str) -> None:
            super().__init__()
            self.panel = panel
            self.score = score
            self.note = note

    HEIGHT = 2

    def __init__(self, rows: RecordList, target: int) -> None:
        super().__init__(rows, target)
        options: list[tuple[object, str]] = [(None, _("would not say")), *((score, str(score)) for score in SCORES)]
        self.score = Choice(options, None)
        self.note = _line(_("what they said (may stay empty)"))

    def compose(self) -> ComposeResult:
        yield Caption(_("Satisfied"))
        yield self.score
        yield Caption(_("They said"))
        yield self.note
        yield self.remark

    def on_mount(self) -> None:
        self.score.focus()  # Panel's own handler is called besides

    def action_give(self) -> None:
        """Close it."""
        score = self.score.value
        self.give(self.Given(self, score if isinstance(score, int) else None, self.note.value))
