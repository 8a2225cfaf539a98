"""The panels around a running meeting: starting it, who is here, how it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Input

from store import meetings, team
from store.errors import N_, Problem
from store.meetings import Live, Meeting, Occasion, Presence
from store.team import Member
from tui import format, keys
from tui.i18n import _
from tui.minutes import PRESENCE
from tui.widgets.box import Box
from tui.widgets.fields import Caption, Line
from tui.widgets.form import About, Trouble
from tui.widgets.keybar import KeyBar
from tui.widgets.modal import Modal
from tui.widgets.pane import quiet
from tui.widgets.roll import Roll
from tui.widgets.written import Written

T = TypeVar("T")
TEN = {"0": 10}


class RollCall(Written, Modal[T | None], Generic[T]):
    """A roll of people, a line above it, and what is saved with both; a Problem is shown at the bottom."""

    BINDINGS = [
        Binding("enter", "save", N_("Save"), id="panel.save", priority=True),
        *quiet("form.save"),
        *keys.bind("form.cancel"),
        Binding("tab", "app.focus_next", show=False),
        Binding("shift+tab", "app.focus_previous", show=False),
    ]
    DEFAULT_CSS = """
    RollCall { align: center middle; background: $background 60%; }
    RollCall > Box { width: 76; }
    RollCall Line { width: 10; }
    RollCall Line.wide { width: 1fr; }
    RollCall Caption { margin-top: 1; }
    RollCall KeyBar { margin-top: 1; }
    """
    AUTO_FOCUS = ""

    def __init__(
        self,
        title: str,
        about: str,
        roll: tuple[str, Roll],
        save: Callable[[str, dict[int, Any]], T],
        words: str,
        *,
        line: tuple[str, str] | None = None,
        wide: bool = False,
    ) -> None:
        super().__init__()
        self.heading = title
        self.about = about
        self.caption, self.roll = roll
        self.save = save
        self.words = words
        self.asked = line
        self.line = Line(line[1] if line else "", classes="wide" if wide else "", select_on_focus=not wide)
        self.line.cursor_blink = False
        self.trouble = Trouble()

    def compose(self) -> ComposeResult:
        with Box(self.heading):
            if self.about:
                yield About(self.about)
            if self.asked is not None:
                yield Caption(self.asked[0], False)
                yield self.line
            yield Caption(self.caption, False)
            yield self.roll
            yield self.trouble
            yield KeyBar()

    def on_mount(self) -> None:
        self.begin()
        self.roll.focus()

    @property
    def called(self) -> str:
        """Its title."""
        return format.plain(self.heading)

    def relabel(self, id: str) -> str | None:
        """The save key says what saving means here."""
        return self.words if id == "panel.save" else None

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.trouble.say("")

    def action_save(self) -> None:
        """Save; what is wrong is said, and everything stays."""
        try:
            made = self.save(self.line.value.strip(), self.roll.values)
        except Problem as problem:
            self.trouble.say(format.reason(problem.reason))
        else:
            self.dismiss(made)

    def action_cancel(self) -> None:
        """Leave everything as it is."""
        self.dismiss(None)


def _presences() -> list[tuple[object, str]]:
    return [(presence, _(words)) for presence, words in PRESENCE.items()]


def _named(numbers: Sequence[int]) -> list[tuple[int, str]]:
    names = team.names()
    return sorted(((number, names.get(number, "")) for number in numbers), key=lambda pair: pair[1].casefold())


def start(me: Member, one: Occasion) -> RollCall[Meeting]:
    """Who is here, how many minutes there are today; then the first section runs."""
    seats = meetings.expected(one)
    minutes = meetings.minutes_today(one)
    said = []
    if one.day != team.today():
        said.append(_("It is planned for {day}, and held today instead.").format(day=format.weekday(one.day)))
    if minutes != one.minutes:
        said.append(_("It begins late: {n} of {all} minutes are left.").format(n=minutes, all=one.minutes))
    roll = Roll(_named(list(seats)), _presences(), dict(seats))

    def save(typed: str, values: dict[int, Any]) -> Meeting:
        return meetings.start(me, one, _minutes(typed), values)

    line = (_("Minutes today"), str(minutes))
    caption = _("Who is here? space or a letter changes it")
    return RollCall(format.plain(one.title), " ".join(said), (caption, roll), save, N_("Start"), line=line)


def _minutes(typed: str) -> int:
    return int(typed) if typed.isdigit() else 0


def attendance(me: Member, found: Live) -> RollCall[Meeting]:
    """Who is here by now."""
    there = {seat.member: seat.presence for seat in meetings.attendance(found.meeting)}
    missing = {m.id: Presence.ABSENT for m in team.members() if m.id not in there and m.role != "viewer"}
    roll = Roll(_named([*there, *missing]), _presences(), {**missing, **there})

    def save(_typed: str, values: dict[int, Any]) -> Meeting:
        given = {m: p for m, p in values.items() if m in there or p is not Presence.ABSENT}
        return meetings.attend(me, found.meeting, given)

    return RollCall(_("Who is here"), "", (_("space or a letter changes it"), roll), save, N_("Save"))


def ratings(
    me: Member,
    found: Live,
    save: Callable[[dict[int, tuple[int | None, str]]], T],
    words: str,
    *,
    everyone: bool,
    about: str = "",
) -> RollCall[T]:
    """How everybody who is here rates the meeting, 1 to 10, or only how I do; and why I do."""
    seats = {s.member: s for s in meetings.attendance(found.meeting) if s.presence in meetings.HERE}
    asked = list(seats) if everyone else [number for number in seats if number == me.id]
    scale: list[tuple[object, str]] = [(None, format.NONE), *((n, str(n)) for n in range(1, 11))]
    roll = Roll(_named(asked), scale, {number: seats[number].rating for number in asked}, keys=TEN)

    def given(typed: str, values: dict[int, Any]) -> T:
        whys: Mapping[int, str] = {n: typed if n == me.id else seats[n].why for n in asked}
        return save({number: (values[number], whys[number]) for number in asked})

    line = (_("Why you rate it so (may stay empty)"), seats[me.id].why) if me.id in asked else None
    caption = _("How was it, from 1 to 10? (0 is 10)")
    return RollCall(_("Rate the meeting"), about, (caption, roll), given, words, line=line, wide=True)
