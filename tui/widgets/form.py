"""A form from declared fields: errors beside the fields, what was typed is kept, ^S saves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from store.errors import Invalid, Problem
from tui.format import plain, reason
from tui.i18n import _
from tui.keys import bind
from tui.widgets.box import Box
from tui.widgets.confirm import Confirm
from tui.widgets.fields import Field, FieldRow, Wrong
from tui.widgets.keybar import KeyBar
from tui.widgets.modal import Modal
from tui.widgets.picker import Picker

__all__ = ["Field", "Form", "Invalid"]

T = TypeVar("T")
FRAME_ROWS = 5  # border, the line of a problem, key bar


class Trouble(Widget):
    """What is wrong with the whole, at the bottom."""

    DEFAULT_CSS = "Trouble { height: auto; display: none; }"

    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def say(self, text: str) -> None:
        """Show a sentence, or nothing."""
        self.text = text
        self.display = bool(text)
        self.refresh(layout=True)

    def render(self) -> Content:
        return Content.styled(f"✕ {self.text}", "bold $error")


class About(Widget):
    """What one should know before filling the form in, above its fields."""

    DEFAULT_CSS = "About { height: auto; margin-bottom: 1; }"

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = plain(text, multiline=True)

    def render(self) -> Content:
        return Content.styled(self.text, "$foreground 70%")


class Form(Modal[T | None], Generic[T]):
    """Asks for values and saves them; answers what ``save`` returned, or None when it was cancelled.

    ``save`` gets the values by field name. When it raises Invalid, the reasons stand beside their fields; any
    other Problem stands at the bottom. Nothing that was typed is lost by either. ``words`` (N_) are for the key
    that saves; ``about`` stands above the fields; ``first`` names the field that has the keys at first.
    """

    BINDINGS = bind("form.save", "form.cancel", "form.next", "form.previous")
    DEFAULT_CSS = """
    Form { align: center middle; background: $background 60%; }
    Form VerticalScroll { height: auto; }
    Form KeyBar { margin-top: 1; }
    """
    AUTO_FOCUS = ""

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        save: Callable[[dict[str, object]], T],
        words: str = "",
        *,
        about: str = "",
        first: str = "",
    ) -> None:
        super().__init__()
        self.heading = title
        self.save = save
        self.words = words
        self.about = about
        self.first = first
        self.fields = fields
        self.rows: list[FieldRow] = []
        self.trouble = Trouble()

    def compose(self) -> ComposeResult:
        self.rows = [FieldRow(field) for field in self.fields]
        with Box(self.heading):
            with VerticalScroll(can_focus=False):
                if self.about:
                    yield About(self.about)
                yield from self.rows
            yield self.trouble
            yield KeyBar()

    def on_mount(self) -> None:
        if self.rows:
            (self.row(self.first) if self.first else self.rows[0]).take_focus()

    def on_resize(self, event: events.Resize) -> None:
        self.query_one(VerticalScroll).styles.max_height = max(event.size.height - FRAME_ROWS, 4)

    def relabel(self, id: str) -> str | None:
        """The save key says what saving means here ("Plan it", "Raise it")."""
        return self.words if id == "form.save" and self.words else None

    def row(self, name: str) -> FieldRow:
        """The row of a field."""
        return next(row for row in self.rows if row.field.name == name)

    @on(Input.Submitted)
    @on(Picker.Chosen)
    def _next(self) -> None:
        self.action_next_field()

    def _focused_row(self) -> int:
        within = {row: number for number, row in enumerate(self.rows)}
        node = self.focused
        found = next((a for a in node.ancestors_with_self if isinstance(a, FieldRow)), None) if node else None
        return within.get(found, 0) if found is not None else 0

    def action_next_field(self) -> None:
        """The next field; after the last one, the first."""
        if self.rows:
            self.rows[(self._focused_row() + 1) % len(self.rows)].take_focus()

    def action_previous_field(self) -> None:
        """The field before."""
        if self.rows:
            self.rows[self._focused_row() - 1].take_focus()

    def action_save(self) -> None:
        """Read all fields and save them; every error is shown at once."""
        if not self.is_mounted:
            return  # typed ahead, before there was anything to save
        values: dict[str, object] = {}
        errors: dict[str, str] = {}
        for row in self.rows:
            try:
                values[row.field.name] = row.read()
            except Wrong as error:
                errors[row.field.name] = str(error)
        if errors:
            self.refuse(errors)
            return
        try:
            result = self.save(values)
        except Invalid as invalid:
            self.refuse({name: reason(why) for name, why in invalid.fields.items()})
        except Problem as problem:
            self.trouble.say(reason(problem.reason))
        else:
            self.dismiss(result)

    def refuse(self, errors: Mapping[str, str]) -> None:
        """Show errors beside their fields ("" or an unknown name: at the bottom); the first gets the keys."""
        names = {row.field.name for row in self.rows}
        self.trouble.say(" ".join(error for name, error in errors.items() if name not in names))
        for row in self.rows:
            row.refuse(errors.get(row.field.name, ""))
        first = next((row for row in self.rows if row.field.name in errors), None)
        if first is not None:
            first.take_focus()

    def action_cancel(self) -> None:
        """Close; what was typed is asked about first."""
        if any(row.changed for row in self.rows):
            question = Confirm(
                _("Discard what you typed?"), yes=_("Discard"), no=_("Keep typing"), title=plain(self.heading)
            )
            self.app.push_screen(question, self._discard)
        else:
            self.dismiss(None)

    def _discard(self, yes: bool | None) -> None:
        if yes:
            self.dismiss(None)
