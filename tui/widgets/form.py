"""A form from declared fields: errors beside the fields, what was typed is kept, ^S saves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Generic, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.signal import Signal
from textual.widgets import Input

from store.errors import Conflict, Invalid, Problem
from store.records import Record
from tui.format import listed, plain, reason, wrap
from tui.i18n import _
from tui.keys import bind
from tui.widgets.box import Box
from tui.widgets.confirm import Confirm
from tui.widgets.conflict import FORMER, Clash, Meanwhile
from tui.widgets.fields import Field, FieldRow, Wrong
from tui.widgets.keybar import KeyBar, key_display
from tui.widgets.modal import Modal
from tui.widgets.picker import Picker
from tui.widgets.prose import Prose

__all__ = ["Field", "Form", "Invalid"]

T = TypeVar("T")
FRAME_ROWS = 5  # border, the line of a problem, key bar


class Trouble(Prose):
    """What is wrong with the whole, or what somebody else did meanwhile, at the bottom."""

    DEFAULT_CSS = "Trouble { display: none; }"

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.bad = True

    def say(self, text: str, *, bad: bool = True) -> None:
        """Show a sentence, or nothing."""
        self.text, self.bad = text, bad
        self.display = bool(text)
        self.refresh(layout=True)

    @property
    def lines(self) -> int:
        """How many lines it takes, or would take with one."""
        return max(len(wrap(f"✕ {self.text}", self.size.width or 68)), 1)

    def prose(self) -> Content:
        glyph, style = ("✕", "bold $error") if self.bad else ("▲", "bold $warning")
        return Content.styled(f"{glyph} {self.text}", style)


class About(Prose):
    """What one should know before filling the form in, above its fields."""

    DEFAULT_CSS = "About { margin-bottom: 1; }"

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = plain(text, multiline=True)

    def prose(self) -> Content:
        return Content.styled(self.text, "$foreground 70%")


class Form(Modal[T | None], Generic[T]):
    """Asks for values and saves them; answers what ``save`` returned, or None when it was cancelled.

    ``save`` gets the values by field name. When it raises Invalid, the reasons stand beside their fields; any
    other Problem stands at the bottom. Nothing that was typed is lost by either. ``words`` (N_) are for the key
    that saves; ``about`` stands above the fields; ``first`` names the field that has the keys at first.

    A form that changes a ``record`` is given its fields as a function of the record, and calls it again when somebody
    else has changed that while the form is open: what only they changed is taken over and said, what both did stands
    beside the field and is asked about on saving, one field after the other.
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
        fields: Sequence[Field] | Callable[[Any], Sequence[Field]],
        save: Callable[[dict[str, object]], T],
        words: str = "",
        *,
        about: str = "",
        first: str = "",
        record: Record | None = None,
    ) -> None:
        super().__init__()
        self.heading = title
        self.save = save
        self.words = words
        self.about = about
        self.first = first
        self.fields = fields(record) if callable(fields) else fields
        self.rows: list[FieldRow] = []  # those that are asked for
        self.every_row: list[FieldRow] = []
        self.fields_of = fields if callable(fields) else None
        self.meanwhile = Meanwhile(record, fields) if record is not None and callable(fields) else None
        self.trouble = Trouble()

    def compose(self) -> ComposeResult:
        self.rows = [FieldRow(field) for field in self.fields]
        self.every_row = list(self.rows)
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
        changed = getattr(self.app, "data_changed", None)
        if self.fields_of is not None and isinstance(changed, Signal):
            changed.subscribe(self, self._changed_elsewhere, immediate=True)

    def on_resize(self, event: events.Resize) -> None:
        self.make_room()

    def make_room(self) -> None:
        """Let the fields have what the frame and the sentence at the bottom leave."""
        room = self.size.height - FRAME_ROWS + 1 - self.trouble.lines
        self.query_one(VerticalScroll).styles.max_height = max(room, 4)

    def relabel(self, id: str) -> str | None:
        """The save key says what saving means here ("Plan it", "Raise it")."""
        return self.words if id == "form.save" and self.words else None

    # Unfinished, and gone on with

    @property
    def called(self) -> str:
        """Its title."""
        return plain(self.heading)

    @property
    def written(self) -> Mapping[str, tuple[str | list[str], str | list[str]]]:
        """What was typed or chosen, by field: as it began and as it is now."""
        return {row.field.name: (row.began, row.words()) for row in self.every_row if row.is_mounted and row.changed}

    def write_again(self, fields: Mapping[str, tuple[str | list[str], str | list[str]]]) -> None:
        """Type what was typed another time. What somebody else has changed since then is asked about on saving."""
        for row in self.every_row:
            if row.field.name in fields:
                before, now = fields[row.field.name]
                if self.meanwhile is not None and row.began != before:
                    row.field = replace(row.field, value=FORMER)
                row.rewrite(now)
        if self.meanwhile is not None:
            self._look_again()

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
        before = set(self.meanwhile.taken) if self.meanwhile is not None else set()
        if not self._agrees():
            return
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
            self.tell(reason(problem.reason))
            if isinstance(problem, Conflict):
                self._adopt(problem.record)
                self._look_again()
        else:
            self._tell_taken(before)
            self.dismiss(result)

    def tell(self, text: str, *, bad: bool = True) -> None:
        """Say something about the whole, at the bottom."""
        self.trouble.say(text, bad=bad)
        self.make_room()

    # What somebody else does meanwhile

    @property
    def record(self) -> Record | None:
        """The record that it changes; also one that somebody else has added while it was to add it."""
        return self.meanwhile.record if self.meanwhile is not None else None

    def _adopt(self, record: object) -> None:
        if isinstance(record, Record) and self.fields_of is not None:
            self.meanwhile = Meanwhile(record, self.fields_of)

    def _changed_elsewhere(self, _nothing: None) -> None:
        self._look_again()

    def _look_again(self) -> bool:
        """Take over what only others have changed; whether there is something new, which is said, or a problem."""
        try:
            new = self.meanwhile is not None and self.meanwhile.look(self.every_row)
        except Problem as problem:
            self.tell(reason(problem.reason))
            return True
        if new and self.meanwhile is not None:
            self.tell(self.meanwhile.words(self._save_key()), bad=self.meanwhile.gone)
        return new

    def _agrees(self) -> bool:
        """Whether it can be saved. What both have changed is asked about; a change that can't be seen in the form is
        said first, as it may be a reason not to save it."""
        if self.meanwhile is None:
            return True
        before = len(self.meanwhile.taken)
        new = self._look_again()
        if self.meanwhile.both and not self.meanwhile.gone:
            self._ask(1)
        return not self.meanwhile.both and (not new or len(self.meanwhile.taken) > before)

    def _ask(self, number: int) -> None:
        assert self.meanwhile is not None
        found = self.meanwhile
        row, field = found.both[0]

        def answered(answer: str | None) -> None:
            if answer is None:
                return
            found.settle(answer)
            if found.both:
                self._ask(number + 1)
            else:
                row.take_focus()
                self.tell(_("Put together. Look at it; {key} saves it.").format(key=self._save_key()), bad=False)

        self.app.push_screen(Clash(row, field, found.by, number, number + len(found.both) - 1), answered)

    def _save_key(self) -> str:
        key = next((key for key, active in self.active_bindings.items() if active.binding.id == "form.save"), "ctrl+s")
        return key_display(key)

    def _tell_taken(self, before: set[str]) -> None:
        """Say what was taken over only now, in the moment of saving, where nobody could see it in the form."""
        if self.meanwhile is not None and (new := [label for label in self.meanwhile.taken if label not in before]):
            words = _("{name} changed {fields} meanwhile; that is kept, too.")
            told = words.format(name=plain(self.meanwhile.by), fields=listed(map(plain, new)))
            self.app.notify(told, markup=False)

    def refuse(self, errors: Mapping[str, str]) -> None:
        """Show errors beside their fields ("" or an unknown name: at the bottom); the first gets the keys."""
        names = {row.field.name for row in self.rows}
        self.tell(" ".join(error for name, error in errors.items() if name not in names))
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
