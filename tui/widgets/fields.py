"""The fields of a form: declared as data, each with its caption, its editor and how its text is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from store.figures import exponent
from tui.format import cell_width, day, listed, parse_money, plain
from tui.i18n import _
from tui.reading import number
from tui.widgets.choice import Choice, Several
from tui.widgets.picker import Find, Picker

Kind = Literal["text", "long", "day", "money", "number", "choice", "several", "record", "yes"]


@dataclass(frozen=True)
class Field:
    """One field of a form.

    ``label`` and ``hint`` are translated already. ``value`` is what it begins with, as a value: a str (text,
    long), a date (day), minor units (money), an int or Decimal (number), one of ``options`` (choice), a tuple of
    some of them (several), an id (record, with ``shown`` as its label), a bool (yes). A day needs ``today``, money
    its ``currency``, a record ``find``.
    An empty field that isn't required gives "" (text, long) or None. ``warn`` answers what should be known about the
    text so far ("" for nothing); it stands beside the label and refuses nothing. What is ``suggested``, and any day or
    figure, is selected when one comes to it, so that typing replaces it.
    """

    name: str
    label: str
    kind: Kind = "text"
    value: object = None
    required: bool = False
    hint: str = ""
    options: Sequence[tuple[object, str]] = ()
    find: Find | None = None
    shown: str = ""
    today: date | None = None
    currency: str = "EUR"
    warn: Callable[[str], str] | None = None
    suggested: bool = False


class Wrong(ValueError):
    """A text that is no value of its field; the message is the translated reason."""


class Caption(Widget):
    """The label above a field; at its right the reading of what was typed, or what is wrong with it."""

    DEFAULT_CSS = "Caption { height: auto; }"

    def __init__(self, label: str, required: bool) -> None:
        super().__init__()
        self.label = plain(label)
        self.required = required
        self.note = ""
        self.error = ""
        self.warning = ""

    def tell(self, note: str = "", error: str = "", warning: str = "") -> None:
        """Show this beside the label: what is wrong, else a warning, else the note."""
        if (note, error, warning) != (self.note, self.error, self.warning):
            self.note, self.error, self.warning = note, error, warning
            self.refresh(layout=True)

    def _right(self) -> str:
        return f"✕ {self.error}" if self.error else f"▲ {self.warning}" if self.warning else self.note

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        if not (self.error or self.warning) or self._fits(width):
            return 1
        return 1 + -(-cell_width(self._right()) // max(width - 4, 1))

    def _fits(self, width: int) -> bool:
        return cell_width(self.label) + cell_width(self._right()) + 3 <= width

    def render(self) -> Content:
        label = [(self.label, "$foreground 70%"), (" *" if self.required else "", "bold $primary")]
        style = "bold $error" if self.error else "bold $warning" if self.warning else "bold $primary"
        if (self.error or self.warning) and not self._fits(self.size.width):
            return Content.assemble(*label, ("\n", ""), (self._right(), style))
        used = cell_width(self.label) + (2 if self.required else 0)
        gap = " " * max(self.size.width - used - cell_width(self._right()), 1)
        return Content.assemble(*label, (gap, ""), (self._right(), style))


class Line(Input):
    """A one-line editor without a frame and without blinking."""

    DEFAULT_CSS = """
    Line, Line:focus { height: 1; border: none; padding: 0 1; background: $panel 70%; }
    Line:focus { background: $panel; }
    """

    def validate_value(self, value: str) -> str:
        """Text of people is harmless here, too: an Input would send its control characters to the terminal."""
        return plain(value)


class FieldRow(Widget):
    """Caption and editor of one field; ``read()`` gives its value."""

    DEFAULT_CSS = """
    FieldRow { height: auto; }
    FieldRow TextArea, FieldRow TextArea:focus {
        height: 4; border: none; padding: 0 1; background: $panel 70%;
    }
    FieldRow TextArea:focus { background: $panel; }
    FieldRow Choice { margin-left: 0; }
    """

    class Typed(Message):
        """The field reads otherwise now."""

        def __init__(self, row: FieldRow) -> None:
            super().__init__()
            self.row = row

    def __init__(self, field: Field) -> None:
        super().__init__(id=f"field-{field.name}")
        self.field = field
        self.theirs = ""  # what somebody else has written into this field of the record meanwhile
        self.caption = Caption(field.label, field.required)
        self.editor = _EDITORS[field.kind](field)

    def compose(self) -> ComposeResult:
        yield self.caption
        yield self.editor

    def on_mount(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self.before, self.began = self.raw(), self.words()
        self._show_reading()

    def raw(self) -> object:
        """What was typed or chosen, unread: for "did anything change?"."""
        editor = self.editor
        if isinstance(editor, Input):
            return editor.value
        if isinstance(editor, Choice):
            return editor.value
        if isinstance(editor, Picker):
            return (editor.value, editor.text)
        return str(getattr(editor, "text", ""))

    @property
    def changed(self) -> bool:
        """Whether it was touched since the form opened."""
        return self.raw() != self.before

    def words(self) -> str | list[str]:
        """What was typed or chosen, as it could be typed or chosen again later."""
        editor = self.editor
        if isinstance(editor, Several):
            return [words for option, words in editor.options if option in cast("tuple[object, ...]", editor.value)]
        if isinstance(editor, Choice):
            return editor.options[editor.index][1] if editor.options else ""
        return editor.text if isinstance(editor, Picker) else str(self.raw())

    def rewrite(self, words: str | list[str]) -> None:
        """Type or choose this again, as ``words`` gave it; an option that isn't offered any more is left out."""
        editor = self.editor
        if isinstance(editor, Several):
            editor.value = tuple(option for option, shown in editor.options if shown in words)
        elif isinstance(editor, Choice):
            editor.value = next((option for option, shown in editor.options if shown == words), editor.value)
        elif isinstance(editor, Picker):
            editor.type(str(words))
        elif isinstance(editor, Input):
            editor.value = str(words)
        else:
            from textual.widgets import TextArea

            assert isinstance(editor, TextArea)
            editor.text = str(words)
            editor.move_cursor(editor.document.end)

    def take(self, field: Field) -> None:
        """Show what somebody else has written into this field: nothing was typed here, or it is given up."""
        self.field, self.theirs, editor = field, "", self.editor
        if isinstance(editor, Choice):
            editor.offer(field.options or _yes_or_no(), field.value if field.kind != "yes" else bool(field.value))
        elif isinstance(editor, Picker):
            editor.put(field.value, field.shown)
        elif isinstance(editor, Input):
            editor.value = _as_typed(field)
        else:
            setattr(editor, "text", plain(str(field.value or ""), multiline=True))  # noqa: B010
        self._begin()

    def keep(self, field: Field, words: str | list[str] | None = None) -> None:
        """Keep what was typed here beside what somebody else has written meanwhile, or ``words`` of the two."""
        self.field, self.theirs = field, ""
        if words is not None:
            self.rewrite(words)
        self._show_reading()

    def tell_theirs(self, words: str) -> None:
        """Show beside the label what somebody else has written into this field; "" for nothing."""
        self.theirs = words
        self._show_reading()

    def take_focus(self) -> None:
        """Give the keys to the editor."""
        (self.editor.search if isinstance(self.editor, Picker) else self.editor).focus()

    def read(self) -> object:
        """The value. Raises Wrong when the text is none, or is missing where it is required."""
        editor = self.editor
        if isinstance(editor, Choice):
            return editor.value
        if isinstance(editor, Picker):
            editor.settle()
            if editor.value is None and editor.text.strip():
                raise Wrong(_("choose one of those that match"))
            return self._present(editor.value)
        text = str(self.raw()).strip()
        if self.field.kind in ("text", "long") and not self.changed:
            text = str(self.field.value or "")  # what is shown may be a harmless version of it
        return self._present(self._parsed(text) if text else None)

    def _present(self, value: object) -> object:
        if value is None and self.field.required:
            raise Wrong(_("this can't be left empty"))
        return "" if value is None and self.field.kind in ("text", "long") else value

    def _parsed(self, text: str) -> object:
        kind = self.field.kind
        if kind == "day":
            return _wanted(self._day(text), _("not a day I know: today, fri, +3d, 30 Nov"))
        if kind == "money":
            return _wanted(parse_money(text, self.field.currency), _("not an amount such as 1200.50 or 12k"))
        if kind == "number":
            return _wanted(number(text), _("not a number"))
        return text

    def _day(self, text: str) -> date | None:
        from store.calendar import parse_day

        assert self.field.today is not None, "a day is read against today"
        return parse_day(text, self.field.today)

    def _show_reading(self, error: str = "") -> None:
        note = _("space takes or leaves one") if self.field.kind == "several" else ""
        if self.field.kind == "day" and (text := str(self.raw()).strip()):
            found = self._day(text)
            note = f"→ {day(found, cast(date, self.field.today))}" if found is not None else "→ ?"
        self.caption.tell(note, error, self._warning())

    def _warning(self) -> str:
        """What is to be known about a text that was typed here."""
        if self.theirs:
            return self.theirs
        typed = str(self.raw()).strip()
        return plain(self.field.warn(typed)) if self.field.warn is not None and typed and self.changed else ""

    def refuse(self, error: str) -> None:
        """Show what is wrong beside the label; it goes when the field is typed in again."""
        self._show_reading(error)

    @on(Input.Changed)
    @on(Choice.Changed)
    @on(Picker.Chosen)
    def _typed(self) -> None:
        self._show_reading()

    def on_text_area_changed(self) -> None:
        """A long text was typed in."""
        self._show_reading()


def _wanted(value: object, otherwise: str) -> object:
    if value is None:
        raise Wrong(otherwise)
    return value


def _line(field: Field) -> Widget:
    whole = field.suggested or field.kind in ("day", "money", "number")
    line = Line(_as_typed(field), placeholder=field.hint, select_on_focus=whole)
    line.cursor_blink = False
    return line


def _as_typed(field: Field) -> str:
    """A value as somebody would type it."""
    value = field.value
    if value is None:
        return ""
    if field.kind == "money":
        digits = exponent(field.currency)
        whole, minor = divmod(abs(cast(int, value)), 10**digits)
        sign = "-" if cast(int, value) < 0 else ""
        return sign + (f"{whole}.{minor:0{digits}d}" if minor else str(whole))
    return value.isoformat() if isinstance(value, date) else str(value)


def in_words(field: Field) -> str:
    """The value of a field, for people."""
    if field.kind == "several":
        return listed(words for option, words in field.options if option in cast("tuple[object, ...]", field.value))
    if field.kind in ("choice", "yes"):
        options, value = (field.options, field.value) if field.options else (_yes_or_no(), bool(field.value))
        return next((words for option, words in options if option == value), "")
    if field.kind == "day" and isinstance(field.value, date):
        return day(field.value, cast(date, field.today))
    return field.shown if field.kind == "record" else _as_typed(field)


def _long(field: Field) -> Widget:
    from textual.widgets import TextArea

    area = TextArea(
        plain(str(field.value or ""), multiline=True), soft_wrap=True, show_line_numbers=False, placeholder=field.hint
    )
    area.cursor_blink = False
    area.highlight_cursor_line = False
    return area


def _choice(field: Field) -> Widget:
    return Choice(field.options, field.value)


def _yes(field: Field) -> Widget:
    return Choice(_yes_or_no(), bool(field.value))


def _yes_or_no() -> list[tuple[object, str]]:
    return [(True, _("Yes")), (False, _("No"))]


def _record(field: Field) -> Widget:
    assert field.find is not None, "a record is found through a function"
    return Picker(field.find, field.value, field.shown, placeholder=field.hint, most=5)


def _several(field: Field) -> Widget:
    return Several(field.options, cast("tuple[object, ...]", field.value or ()))


_EDITORS: dict[Kind, Callable[[Field], Widget]] = {
    "text": _line,
    "day": _line,
    "money": _line,
    "number": _line,
    "long": _long,
    "choice": _choice,
    "several": _several,
    "yes": _yes,
    "record": _record,
}
