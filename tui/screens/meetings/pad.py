"""The notes of a running meeting: what everybody wrote about the section or topic, and the line on which I write.

What is typed is kept every second, so that a crash costs two seconds at most.
"""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import TextArea

from store.errors import N_
from tui.format import plain
from tui.i18n import _
from tui.widgets.detail import Detail, Line
from tui.widgets.pane import quiet

KEPT_EVERY = 1.0  # seconds


class Editor(TextArea):
    """My own note: Esc and ^S finish it."""

    BINDINGS = [
        Binding("escape", "finish", N_("Done"), id="note.finish", priority=True),
        *quiet("form.save"),
    ]
    DEFAULT_CSS = """
    Editor, Editor:focus {
        height: 6; border: round $border; padding: 0 1; background: $surface;
        border-title-color: $primary; border-subtitle-color: $foreground 60%; border-subtitle-align: left;
    }
    """

    def action_finish(self) -> None:
        """Say that the note is finished."""
        self.post_message(Pad.Finished(self.text))

    def action_save(self) -> None:
        """The same by the key that saves a form."""
        self.action_finish()


class Pad(Widget):
    """The notes, and while I write, the editor under them. ``keep`` is called with what was typed so far."""

    DEFAULT_CSS = """
    Pad { height: 6; layout: vertical; }
    Pad > Detail { height: 1fr; }
    Pad.-low { height: 3; }
    Pad.-tall { height: 12; }
    Pad.-writing { height: 10; }
    Pad.-tall.-writing { height: 16; }
    """

    class Finished(Message):
        """The note is finished with this text."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self) -> None:
        super().__init__()
        self.notes = Detail(N_("Notes"))
        self.notes.can_focus = True
        self.keep: Callable[[str], None] | None = None
        self._due: Timer | None = None

    def compose(self) -> ComposeResult:
        yield self.notes

    @property
    def editor(self) -> Editor | None:
        """The editor, while I write."""
        return next(iter(self.query(Editor)), None)

    def show(self, lines: list[Line]) -> None:
        """Show what everybody wrote."""
        self.notes.show(lines)

    def write(self, about: str, text: str, keep: Callable[[str], None]) -> None:
        """Open the editor on my note about this, and keep what is typed by ``keep``."""
        if self.editor is not None:
            return
        self.keep = keep
        editor = Editor(plain(text, multiline=True), soft_wrap=True, show_line_numbers=False)
        editor.cursor_blink = False
        editor.highlight_cursor_line = False
        editor.border_title = Content(_("Your note · {about}").format(about=plain(about)))
        editor.border_subtitle = Content(_("esc done · kept as you type"))
        self.add_class("-writing")
        self.mount(editor)
        editor.focus()
        editor.move_cursor(editor.document.end)

    def close(self) -> None:
        """Take the editor away."""
        if self._due is not None:
            self._due.stop()
            self._due = None
        self.keep = None
        self.remove_class("-writing")
        self.query(Editor).remove()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Something was typed: it is kept within a second."""
        event.stop()
        if self._due is None and self.keep is not None:
            self._due = self.set_timer(KEPT_EVERY, self._keep)

    def _keep(self) -> None:
        self._due = None
        editor = self.editor
        if editor is not None and self.keep is not None:
            self.keep(editor.text)

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(self.app.size.height >= 32, "-tall")
        self.set_class(self.app.size.height < 20, "-low")
