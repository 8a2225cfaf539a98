"""Two people change one record at a time: what each of them wrote, field by field, and which of the two stays.

A form that edits a record compares three sets of its fields: those it began with, what stands in it now, and those
made of the record as somebody else has left it. Only what both have changed is asked about; a text may keep both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget

from store import history
from store.errors import N_
from store.records import Record
from tui.format import cut, labelled, listed, plain, wrap
from tui.i18n import _
from tui.widgets.box import Box
from tui.widgets.fields import Field, FieldRow, in_words
from tui.widgets.modal import Modal
from tui.widgets.which import Way, WayLine

MINE, THEIRS, BOTH = "mine", "theirs", "both"
JOINED = {"text": " / ", "long": "\n"}  # what stands between the two, in a field that can keep both
LINES = 6  # of each text that is shown
ROOM = 60  # cells
FORMER = object()  # the value of a field that a text was begun with, which is another one now
BESIDE = 50  # cells of their text beside the label of the field


class Compared(NamedTuple):
    """The labels of the fields that only they had changed, which were taken over, and the rows that both changed."""

    taken: Sequence[str]
    both: Sequence[tuple[FieldRow, Field]]


def compare(rows: Sequence[FieldRow], theirs: Sequence[Field]) -> Compared:
    """Take over what only they changed; what only I changed stays; tell what both did."""
    by_name = {field.name: field for field in theirs}
    taken, both = [], []
    for row in rows:
        field = by_name.get(row.field.name)
        if field is None or field.value == row.field.value:
            if row.theirs:
                row.tell_theirs("")
        elif not row.changed:
            row.take(field)
            taken.append(field.label)
        elif in_words(field) == shown(row):
            row.keep(field)
        else:
            both.append((row, field))
    return Compared(taken, both)


def shown(row: FieldRow) -> str:
    """What stands in a row, for people."""
    words = row.words()
    return listed(words) if isinstance(words, list) else words


def settle(row: FieldRow, field: Field, answer: str) -> None:
    """Let what I typed stay, or take theirs, or keep both, theirs first."""
    if answer == THEIRS:
        row.take(field)
    elif answer == BOTH and isinstance(mine := row.words(), str):
        row.keep(field, in_words(field) + JOINED[field.kind] + mine)
    else:
        row.keep(field)


class Meanwhile:
    """What others did to the record of an open form, whose fields ``fields_of`` makes of the record."""

    def __init__(self, record: Record, fields_of: Callable[[Any], Sequence[Field]]) -> None:
        self.record = record
        self.fields_of = fields_of
        self.by = ""
        self.gone = False
        self.taken: dict[str, None] = {}  # labels of the fields that were taken over
        self.both: list[tuple[FieldRow, Field]] = []  # what both have changed, as far as nobody has decided it
        self._latest = record

    def look(self, rows: Sequence[FieldRow]) -> bool:
        """Compare these rows with the record as it is now: whether somebody else has changed it. Raises Unavailable."""
        now = self.record.fresh()
        self.gone = now is None
        if now is None:
            self.by = history.last_by(self.record.ref)
            return True
        compared = compare(rows, self.fields_of(now))
        self.both = list(compared.both)
        if not compared.taken and not self.both and now.version == self.record.version:
            return False
        self.by = history.last_by(self.record.ref) or "Huddle"
        self.taken |= dict.fromkeys(compared.taken)
        self._latest = now
        for row, field in self.both:
            row.tell_theirs(labelled(plain(self.by), cut(plain(in_words(field)), BESIDE) or "—"))
        if not self.both:
            self.agree()
        return True

    def settle(self, answer: str) -> None:
        """Decide the first of what both have changed."""
        settle(*self.both.pop(0), answer)
        if not self.both:
            self.agree()

    def agree(self) -> None:
        """What is saved from now on follows on what they have saved."""
        self.record.become(self._latest)

    def words(self, save_key: str) -> str:
        """What happened, as sentences."""
        if self.gone:
            words = _("{name} removed this meanwhile; it can't be saved any more. What you typed stays here till Esc.")
            return words.format(name=plain(self.by))
        parts = [_("{name} changed this meanwhile.").format(name=plain(self.by))]
        if self.taken:
            parts.append(_("Taken over: {fields}.").format(fields=listed(map(plain, self.taken))))
        if self.both:
            labels = listed(plain(field.label) for _row, field in self.both)
            parts.append(_("Both of you changed: {fields}; {key} asks.").format(fields=labels, key=save_key))
        if not self.taken and not self.both:
            parts.append(_("Nothing of it stands here."))
        return " ".join(parts)


class Sides(Widget):
    """What I wrote, and what they did, one above the other."""

    DEFAULT_CSS = "Sides { height: auto; width: 1fr; margin-bottom: 1; }"

    def __init__(self, mine: str, by: str, theirs: str) -> None:
        super().__init__()
        self.sides = ((_("You"), mine), (by, theirs))

    def render(self) -> Content:
        parts: list[tuple[str, str]] = []
        for who, text in self.sides:
            parts.append((("\n" if parts else "") + plain(who), "$foreground 70%"))
            lines = wrap(text, ROOM) if text else ["—"]
            more = ["…"] if len(lines) > LINES else []
            parts += [(f"\n  {line}", "bold") for line in (*lines[:LINES], *more)]
        return Content.assemble(*parts)


class Clash(Modal[str | None]):
    """Asks which side of one field stays; Esc leaves it open."""

    BINDINGS = [
        Binding("escape,q", "leave", show=False),
        Binding("down,j", "app.focus_next", show=False),
        Binding("up,k", "app.focus_previous", show=False),
    ]
    DEFAULT_CSS = """
    Clash { align: center middle; background: $background 60%; }
    Clash > Box { width: 68; padding: 1 2; border: round $warning; }
    """

    def __init__(self, row: FieldRow, field: Field, by: str, number: int, of: int) -> None:
        super().__init__()
        self.row = row
        self.field = field
        self.by = by
        counted = f" · {number}/{of}" if of > 1 else ""
        self.heading = _("Both of you changed it: {field}").format(field=field.label) + counted
        self.ways = [
            Way(MINE, "m", _("Mine"), _("what you typed")),
            Way(THEIRS, "t", _("Theirs"), _("what {name} wrote").format(name=plain(by))),
        ]
        if field.kind in JOINED:
            self.ways.append(Way(BOTH, "b", _("Both"), _("theirs, then yours")))

    def compose(self) -> ComposeResult:
        with Box(self.heading):
            yield Sides(shown(self.row), self.by, in_words(self.field))
            for way in self.ways:
                yield WayLine(way, max(len(way.words) for way in self.ways))
            yield Hint()

    def on_mount(self) -> None:
        self.query(WayLine).first().focus()

    def on_key(self, event: events.Key) -> None:
        way = next((way for way in self.ways if way.key == event.key), None)
        if way is not None:
            event.stop()
            self.dismiss(way.answer)

    def on_way_line_given(self, event: WayLine.Given) -> None:
        """One side was chosen."""
        self.dismiss(event.answer)

    def action_leave(self) -> None:
        """Decide later."""
        self.dismiss(None)


class Hint(Widget):
    """What Esc does."""

    WORDS = N_("Esc goes back to the form; nothing is lost.")
    DEFAULT_CSS = "Hint { height: 1; margin-top: 1; }"

    def render(self) -> Content:
        return Content.styled(_(self.WORDS), "$foreground 60%")
