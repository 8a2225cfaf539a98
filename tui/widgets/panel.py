"""Small panels under a row of a list: completing and snoozing a follow-up without leaving the list.

The list leaves a gap under its row, the panel lies there on a layer above. A panel holds texts, not records:
what was given is sent to the screen, which calls the verb and closes the panel, or shows why it was refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from store.calendar import parse_day
from store.errors import N_, NP_
from store.followups import Outcome
from tui import format
from tui.i18n import _, pgettext
from tui.vocabulary import OUTCOME, options
from tui.widgets.choice import Choice
from tui.widgets.fields import Line
from tui.widgets.prose import Prose
from tui.widgets.record_list import RecordList
from tui.widgets.written import Written


class Caption(Widget):
    """The name of a panel's row."""

    DEFAULT_CSS = "Caption.panel { width: 11; height: 1; color: $foreground 70%; }"

    def __init__(self, words: str) -> None:
        super().__init__(classes="panel")
        self.words = words

    def render(self) -> Content:
        return Content(self.words)


class Remark(Prose):
    """What is wrong, or what should be thought of, under the panel's rows."""

    DEFAULT_CSS = "Remark { width: 1fr; } Remark.-none { display: none; }"

    def __init__(self, words: str = "") -> None:
        super().__init__(classes="" if words else "-none")
        self.words = Content.styled(words, "$warning")

    def lines(self, width: int) -> int:
        """How many lines it takes in this width."""
        return len(format.wrap(self.words.plain, width)) if self.words.plain else 0

    def say(self, words: str) -> None:
        """Show an error here."""
        self._show(Content.styled(f"✕ {words}", "bold $error"))

    def remind(self, words: str) -> None:
        """Show what should be thought of; "" for nothing."""
        self._show(Content.styled(words, "$warning"))

    def _show(self, words: Content) -> None:
        self.words = words
        self.set_class(not words.plain, "-none")
        self.refresh(layout=True)

    def prose(self) -> Content:
        return self.words


class Panel(Written, Widget):
    """A panel about the record ``target``, under the cursor's row of ``rows``.

    Esc closes it, Enter gives what stands in it, Tab and the arrows go from row to row. It keeps to its record even
    when the list is filled anew under it.
    """

    DEFAULT_CSS = """
    Panel { layer: over; position: absolute; height: auto; padding: 0 1; background: $panel; layout: grid;
            grid-size: 2; grid-columns: 11 1fr; grid-rows: auto; }
    Panel Line, Panel Line:focus { background: $panel; height: 1; }
    Panel Line:focus { background: $surface; }
    Panel Remark { column-span: 2; }
    """
    BINDINGS = [
        Binding("enter", "give", N_("Save"), id="panel.give", priority=True),
        Binding("escape", "close", N_("Cancel"), id="panel.leave", priority=True),
        Binding("tab,down", "app.focus_next", NP_("field", "Next"), show=False),
        Binding("shift+tab,up", "app.focus_previous", show=False),
    ]
    HEIGHT = 1  # lines without the remark

    def __init__(self, rows: RecordList, target: int, remark: str = "") -> None:
        super().__init__()
        self.rows = rows
        self.target = target
        self.remark = Remark(remark)
        self.closed = False
        self.given = False  # what stands in it is on its way to the screen

    def on_mount(self) -> None:
        self.begin()
        self.settle()
        self.call_after_refresh(self.settle)

    @property
    def called(self) -> str:
        """Its first caption."""
        return next((one.words for one in self.query(Caption) if one.words), "")

    @property
    def has_text(self) -> bool:
        """What was given is finished."""
        return not self.closed and super().has_text

    def settle(self) -> None:
        """Lie under the row where it is now, in a gap that the list leaves."""
        if self.closed:  # on its way out of the screen, which settles its panels when it fills the list
            return
        region = self.rows.region
        width = region.width - 6
        self.rows.gap(self.HEIGHT + self.remark.lines(width - 2))
        self.styles.offset = (region.x + 3, region.y + self.rows.cursor_line_offset + 1)
        self.styles.width = width

    def action_close(self) -> None:
        """Go away, and give the keys back to the list."""
        self.closed = True
        self.rows.gap(0)
        self.rows.focus()
        self.remove()

    def action_give(self) -> None:
        """Send what stands in the panel to the screen."""

    def give(self, message: Message) -> None:
        """Send it, once: whoever presses Enter again before the panel is gone means the same."""
        if not self.given:
            self.given = True
            self.post_message(message)

    def refuse(self, words: str) -> None:
        """Say why it was refused; what was typed stays."""
        self.given = False
        self.remark.say(words)
        self.settle()


class Completing(Panel):
    """Outcome, note and next step of a follow-up; ``suggest`` gives the next step that an outcome offers, and
    ``remind`` what should be thought of then.

    When somebody else has completed it meanwhile, what was typed stays, and is given as a note beside theirs.
    """

    class Given(Message):
        """What is to be saved."""

        def __init__(self, panel: Completing, outcome: Outcome, note: str, next_step: str) -> None:
            super().__init__()
            self.panel = panel
            self.outcome = outcome
            self.note = note
            self.next_step = next_step

    HEIGHT = 3

    def __init__(
        self,
        rows: RecordList,
        target: int,
        suggest: Callable[[Outcome], str],
        remind: Callable[[Outcome], str] = lambda _outcome: "",
    ) -> None:
        super().__init__(rows, target, remind(Outcome.CONNECTED))
        self.suggest = suggest
        self.remind = remind
        self.too_late = False  # somebody else was faster: what was typed is kept as a note
        self.outcome = Choice(options(OUTCOME), Outcome.CONNECTED)
        self.note = Line(placeholder=_("what was said (may stay empty)"), select_on_focus=False)
        self.offered = suggest(Outcome.CONNECTED)
        self.next_step = Line(self.offered, placeholder=_("such as visit fri 10:00; - for none"), select_on_focus=False)
        self.note.cursor_blink = self.next_step.cursor_blink = False

    def compose(self) -> ComposeResult:
        yield Caption(_("Outcome"))
        yield self.outcome
        yield Caption(_("Note"))
        yield self.note
        yield Caption(_("Next step"))
        yield self.next_step
        yield self.remark

    def on_mount(self) -> None:
        self.outcome.focus()  # Panel's own handler is called besides

    @property
    def typed(self) -> str:
        """The note and the next step as far as somebody typed them."""
        step = self.next_step.value if self.next_step.value != self.offered else ""
        return "\n".join(text for text in (self.note.value.strip(), step.strip()) if text)

    @property
    def has_text(self) -> bool:
        """A next step that was only offered is none."""
        return not self.closed and bool(self.typed)

    @on(Choice.Changed)
    def _offer(self, event: Choice.Changed) -> None:
        event.stop()
        outcome = Outcome(str(self.outcome.value))
        if self.next_step.value == self.offered:
            self.offered = self.suggest(outcome)
            self.next_step.value = self.offered
        self.remark.remind(self.remind(outcome))
        self.settle()

    def action_give(self) -> None:
        """Save what stands here."""
        outcome = Outcome(str(self.outcome.value))
        self.give(self.Given(self, outcome, self.note.value, self.next_step.value))


class Snoozing(Panel):
    """Until when: one of the usual days, or any day that is typed."""

    class Given(Message):
        """The day until which it is put off."""

        def __init__(self, panel: Snoozing, day: date) -> None:
            super().__init__()
            self.panel = panel
            self.day = day

    HEIGHT = 2

    def __init__(self, rows: RecordList, target: int, days: Sequence[date], today: date) -> None:
        super().__init__(rows, target)
        self.today = today
        self.days = Choice([(day, format.day(day, today)) for day in dict.fromkeys(days)])
        self.other = Line(placeholder=_("or another day: fri, +3d, 30 Nov"), select_on_focus=False)
        self.other.cursor_blink = False

    def compose(self) -> ComposeResult:
        yield Caption(pgettext("put off", "Until"))
        yield self.days
        yield Caption("")
        yield self.other
        yield self.remark

    def on_mount(self) -> None:
        self.days.focus()

    def action_give(self) -> None:
        """Put it off until the typed day, else the chosen one."""
        typed = self.other.value
        day = parse_day(typed, self.today) if typed.strip() else self.days.value
        if isinstance(day, date):
            self.give(self.Given(self, day))
        else:
            self.refuse(_("That is no day I know: fri, +3d, 30 Nov."))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
