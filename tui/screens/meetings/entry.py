"""One line makes an action item: ``send price list @li fri``, with its reading shown as it is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from store.actions import Reading
from store.errors import Problem
from store.team import today
from tui import format
from tui.i18n import _
from tui.keys import bind
from tui.widgets.quickentry import MUTED, Part, ReadingLine
from tui.widgets.saying import said
from tui.widgets.status import LineLeft


class ActionLine(Input):
    """The line itself: Enter adds, Esc cancels."""

    BINDINGS = bind("entry.add", "entry.cancel")
    DEFAULT_CSS = """
    ActionLine, ActionLine:focus { height: 1; border: none; padding: 0; background: $panel 70%; }
    """

    @property
    def panel(self) -> ActionEntry:
        """The panel around it."""
        found = self.parent
        assert isinstance(found, ActionEntry)
        return found

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A line that is being taken away does nothing any more."""
        return self.parent is not None

    def action_add(self) -> None:
        self.panel.add()

    def action_cancel(self) -> None:
        self.panel.leave()


class ActionEntry(Widget):
    """``read`` reads the line, ``write`` makes the action item and answers what to say; a Problem is shown here.

    Posts ``LineLeft`` when it is done or cancelled. ``about`` is the record that it will be linked to.
    """

    DEFAULT_CSS = """
    ActionEntry {
        height: auto; border: round $border; padding: 0 1;
        border-title-color: $primary; border-subtitle-color: $foreground 60%; border-subtitle-align: left;
    }
    """

    def __init__(self, read: Callable[[str], Reading], write: Callable[[Reading], str], about: str = "") -> None:
        super().__init__()
        self.read = read
        self.write = write
        self.line = ActionLine(placeholder=_("send price list @li fri"))
        self.line.cursor_blink = False
        self.shown = ReadingLine()
        self.left = False
        title = _("Action item about {what}").format(what=format.plain(format.cut(about, 50))) if about else ""
        self.border_title = Content(title or _("Action item"))
        self.border_subtitle = Content(_("Enter adds · Esc cancels · @who · today, fri, +3d, 30 Nov"))

    @property
    def called(self) -> str:
        """What it is."""
        return str(self.border_title)

    @property
    def written(self) -> Mapping[str, tuple[str, str]]:
        """The line, once something was typed."""
        return {"line": ("", self.line.value)} if self.line.value.strip() and not self.left else {}

    def write_again(self, fields: Mapping[str, tuple[str, str]]) -> None:
        """Type the line again."""
        self.line.value = fields["line"][1]

    def compose(self) -> ComposeResult:
        yield self.line
        yield self.shown

    def on_mount(self) -> None:
        self.line.focus()
        self._show()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._show()

    def _show(self) -> None:
        if not self.line.value.strip():
            self.shown.show([(_("What is to be done, who does it, until when."), MUTED)])
            return
        with said(self):
            self.shown.show(described(self.read(self.line.value)))

    def add(self) -> None:
        """Write it; what is wrong is said in place of the reading, and the line stays."""
        if self.left or not self.line.value.strip():
            self.leave()
            return
        try:
            found = self.read(self.line.value)
            if found.trouble is not None:
                self.shown.show([("✕ " + format.reason(found.trouble), "bold $error")])
                return
            done = self.write(found)
        except Problem as problem:
            self.shown.show([("✕ " + format.reason(problem.reason), "bold $error")])
        else:
            self.leave(done)

    def leave(self, said: str = "") -> None:
        """Be done; whoever presses Enter again before the line is gone means the same."""
        if not self.left:
            self.left = True
            self.post_message(LineLeft(self, said))


def described(found: Reading) -> list[Part]:
    """A reading in words: what, who, when; and what is wrong with it."""
    parts: list[Part] = [(format.plain(found.title) or _("nothing yet"), "bold" if found.title else MUTED)]
    if found.owner is not None:
        parts += [(" · ", MUTED), (format.plain(found.owner.name), "bold $primary")]
    parts += [(" · ", MUTED), (format.day(found.due_on, today()), "")]
    if found.trouble is not None and found.title:
        parts += [(" · ✕ " + format.reason(found.trouble), "bold $error")]
    return parts
