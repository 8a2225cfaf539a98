"""A question before something is done: it names the thing, and the safe answer has the focus."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui.format import cell_width, plain
from tui.i18n import _
from tui.widgets.box import Box
from tui.widgets.modal import Modal
from tui.widgets.prose import Prose


class Answer(Widget, can_focus=True):
    """One answer, with its key in the label."""

    DEFAULT_CSS = """
    Answer { height: 1; width: auto; margin: 0 1; background: $panel; }
    Answer:focus { background: $block-cursor-background; }
    """
    BINDINGS = [Binding("enter", "give", show=False), Binding("space", "give", show=False)]

    class Given(Message):
        """This answer was given."""

        def __init__(self, yes: bool) -> None:
            super().__init__()
            self.yes = yes

    def __init__(self, words: str, key: str, yes: bool, *, danger: bool = False) -> None:
        super().__init__()
        self.words = words
        self.key = key
        self.yes = yes
        self.danger = danger

    def get_content_width(self, container: object, viewport: object) -> int:
        return cell_width(f"  {self.words} {self.key}  ")

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def render(self) -> Content:
        if self.has_focus:
            return Content.styled(f"  {self.words} {self.key}  ", "bold $block-cursor-foreground")
        words = "bold $error" if self.danger else "$foreground"
        return Content.assemble(("  " + self.words, words), (f" {self.key}  ", "bold $primary"))

    def action_give(self) -> None:
        """Give this answer."""
        self.post_message(self.Given(self.yes))

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.action_give()


class Confirm(Modal[bool]):
    """Asks; y does it, n, Esc and q keep everything as it is."""

    BINDINGS = [
        Binding("y,是", "answer(True)", show=False),
        Binding("n,q,escape,否", "answer(False)", show=False),
        Binding("right,down,l,j", "app.focus_next", show=False),
        Binding("left,up,h,k", "app.focus_previous", show=False),
    ]
    DEFAULT_CSS = """
    Confirm { align: center middle; background: $background 60%; }
    Confirm > Box { width: auto; min-width: 40; max-width: 72; padding: 1 2 0 2; border: round $warning; }
    Confirm Question { width: auto; max-width: 66; height: auto; }
    Confirm Answers { width: 100%; height: 1; margin: 1 0; layout: horizontal; align: center middle; }
    """

    def __init__(self, question: str, *, yes: str = "", no: str = "", detail: str = "", title: str = "") -> None:
        super().__init__()
        self.question = question
        self.detail = detail
        self.heading = title or _("Sure?")
        self.no = Answer(no or _("Keep"), "n", False)
        self.yes = Answer(yes or _("Remove"), "y", True, danger=True)

    def compose(self) -> ComposeResult:
        with Box(self.heading):
            yield Question(self.question, self.detail)
            with Answers():
                yield self.no
                yield self.yes

    def on_mount(self) -> None:
        self.no.focus()

    def on_answer_given(self, event: Answer.Given) -> None:
        """One of the two answers was pressed."""
        self.dismiss(event.yes)

    def action_answer(self, yes: bool) -> None:
        """Answer by a letter."""
        self.dismiss(yes)


class Question(Prose):
    """The question, literal, and one muted line of what happens."""

    def __init__(self, question: str, detail: str) -> None:
        super().__init__()
        self.question = question
        self.detail = detail

    def prose(self) -> Content:
        parts = [(plain(self.question), "bold")]
        if self.detail:
            parts.append(("\n" + plain(self.detail), "$foreground 70%"))
        return Content.assemble(*parts)


class Answers(Widget):
    """The two answers, side by side."""
