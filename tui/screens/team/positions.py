"""Positions on the Team screen: what each answers for and needs, who holds it with which backup and why they fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from textual import on

from store import team
from store.errors import N_, Problem
from store.team import LEVEL, LEVELS, Assignment, Held, Member, Place, Position
from tui import format, keys
from tui.i18n import _, pgettext
from tui.rights import refusal
from tui.screens.base import HuddleScreen
from tui.screens.shortlist import ShortList
from tui.widgets.choice import Choice
from tui.widgets.confirm import Confirm
from tui.widgets.detail import Line, blank, fact, heading, line, name, text
from tui.widgets.form import Field, Form
from tui.widgets.record_list import Cell, Column, RecordList

STRENGTHS = 48  # cells of what somebody is good at
NEED = "need-"  # a field of the form: the level that is needed of the skill with the number behind it


# How it reads


def holders(place: Place, day: date) -> str:
    """Who holds it on this day: ``王芳, Li Wei``."""
    return format.listed(sorted(held.member for held in place.held if held.on(day)))


def about(place: Place, day: date) -> list[Line]:
    """Everything about a position: its texts, what it needs, who holds, will hold and held it."""
    record = place.position
    lines = [name(record.title), line((_("edition {n}").format(n=record.edition), "muted"))]
    for title, found in (
        (_("Duties"), record.duties),
        (_("Workflow"), record.workflow),
        (_("Standard"), record.standard),
    ):
        if found:
            lines += [blank(), heading(title), text(found)]
    if place.needs:
        lines += [blank(), heading(_("Needs"))]
        lines += [fact(skill, f"{level} {_(LEVEL[level])}") for _number, skill, level in place.needs]
    if place.held:
        lines += [blank(), heading(_("Held by"))]
    for held in place.held:
        lines += _held(held, day)
    return lines


def _held(held: Held, day: date) -> list[Line]:
    lines = [Line(((held.member, "bold" if held.on(day) else "muted"),), right=(span(held), "muted"))]
    if held.why:
        lines.append(text(f"  {held.why}", "muted"))
    backup = _("backup {name}").format(name=held.backup) if held.backup else _("no backup")
    return [*lines, text(f"  {backup}", "muted" if held.backup or not held.on(day) else "warning")]


def span(held: Held) -> str:
    """``since 6 Apr``, or both days."""
    if held.last_day is None:
        return _("since {day}").format(day=format.day(held.first_day, short=True))
    return format.span(held.first_day, held.last_day)


def of_member(member: int, day: date) -> list[Line]:
    """The positions that somebody holds or backs up, for their own card."""
    held = [one for one in team.assignments() if one.on(day)]
    own = format.listed(one.position for one in held if one.member_id == member)
    backs = format.listed(one.position for one in held if one.backup_id == member)
    lines = [fact(_("Position"), own)] if own else []
    return [*lines, fact(_("Backs up"), backs)] if backs else lines


# The forms


def position_form(me: Member, place: Place | None = None) -> Form[Position]:
    """What a position says, and the level of each skill that it needs."""
    record = place.position if place is not None else None
    levels: list[tuple[object, str]] = [(0, _("none")), *((n, f"{n} {_(LEVEL[n])}") for n in LEVELS[1:])]
    words = _("Needs {skill}")

    def fields(record: Position | None) -> list[Field]:
        it = record or Position(title="")
        found = next((one for one in team.positions() if one.position.id == it.id), None)
        needs = {number: level for number, _name, level in found.needs} if found is not None else {}
        return [
            Field("title", pgettext("what it is called", "Title"), value=it.title, required=True),
            Field("duties", _("Duties: what it answers for"), "long", it.duties),
            Field("workflow", _("Workflow: how it is done"), "long", it.workflow),
            Field("standard", _("Standard: what is good"), "long", it.standard),
            *(
                Field(f"{NEED}{one.id}", words.format(skill=one.name), "choice", needs.get(one.id, 0), options=levels)
                for one in team.skills()
            ),
        ]

    def save(values: dict[str, Any]) -> Position:
        wanted = {int(key.removeprefix(NEED)): level for key, level in values.items() if key.startswith(NEED)}
        texts = {key: value for key, value in values.items() if not key.startswith(NEED)}
        if record is None:
            return team.add_position(me, needs=wanted, **texts)
        return team.edit_position(me, record, wanted, **texts)

    return Form(_("Edit position") if record is not None else _("New position"), fields, save, record=record)


def assign_form(me: Member, position: Position, held: Held | None = None) -> Form[Assignment]:
    """Who holds it from when, who is the backup, and why they fit."""
    day = team.today()
    people: list[tuple[object, str]] = [(member.id, member.name) for member in team.members()]
    record = Assignment.load(held.id) if held is not None else None
    backups: list[tuple[object, str]] = [(None, _("nobody")), *people]

    def fields(it: Assignment | None) -> list[Field]:
        return [
            *([] if it is not None else [Field("member", _("Who"), "choice", None, options=people)]),
            Field(
                "first_day", pgettext("first day", "From"), "day", it.first_day if it else day, required=True, today=day
            ),
            Field("last_day", _("Until: empty for the time being"), "day", it.last_day if it else None, today=day),
            Field("backup", _("Backup"), "choice", it.backup_id if it else None, options=backups),
            Field("why", _("Why they fit"), "long", it.why if it else "", hint=_("strengths, interests")),
        ]

    def save(values: dict[str, Any]) -> Assignment:
        backup = Member.load(values["backup"]) if values["backup"] is not None else None
        days = values["first_day"], values["last_day"]
        if record is None:
            return team.assign(me, position, Member.load(values["member"]), *days, backup=backup, why=values["why"])
        return team.edit_assignment(me, record, *days, backup=backup, why=values["why"])

    title = position.title if held is None else f"{position.title} · {held.member}"
    return Assigning(title, fields, save, held, record)


class Assigning(Form[Assignment]):
    """The form of an assignment; beside the reason why they fit stand the strengths of whoever is chosen."""

    def __init__(
        self,
        title: str,
        fields: Callable[[Any], Sequence[Field]],
        save: Callable[[dict[str, Any]], Assignment],
        held: Held | None,
        record: Assignment | None,
    ) -> None:
        super().__init__(title, fields, save, N_("Assign") if held is None else "", record=record)
        self.held = held
        self.people = {member.id: member for member in team.members()}

    def on_mount(self) -> None:
        super().on_mount()
        self.say_strengths()

    @on(Choice.Changed)
    def say_strengths(self) -> None:
        """Show what whoever is chosen is good at, and likes."""
        number = self.held.member_id if self.held is not None else self.row("member").read()
        member = self.people.get(number) if isinstance(number, int) else None
        if member is not None:
            words = format.remarks(member.strengths, member.interests)
            self.row("why").caption.tell(format.cut(format.plain(words), STRENGTHS))


# Who holds it, in a list over the screen


class Holders(ShortList):
    """The assignments of one position."""

    FOOTER = ("new", "edit", "remove", "undo", "back")
    BINDINGS = keys.bind("new", "edit", "remove", "undo", "back", "quit")
    ON_A_ROW = ("edit", "remove")
    WRITES = ("new", "edit", "remove")
    EMPTY = (N_("Nobody holds this position."), "n", N_("assigns somebody"))

    def __init__(self, screen: HuddleScreen, position: Position) -> None:
        super().__init__(screen)
        self.position = position
        self.day = team.today()

    def heading(self) -> str:
        return _("Who holds it · {title}").format(title=self.position.title)

    def columns(self) -> Sequence[Column[Held]]:
        return (
            Column("", 18, self._who),
            Column("", 0, lambda held: (held.why, "muted")),
            Column("", 18, lambda held: (span(held), ""), "right"),
        )

    def _who(self, held: Held) -> Cell:
        return held.member, "bold" if held.on(self.day) else "muted"

    def read(self) -> Mapping[int, Held]:
        return {held.id: held for held in team.assignments() if held.position_id == self.position.id}

    @property
    def selected(self) -> Held | None:
        """The assignment under the cursor."""
        found = self.rows.row
        return found if isinstance(found, Held) else None

    def why_not(self, action: str) -> str | None:
        """Nobody holds it, or it is the lead's to say."""
        if action in self.WRITES and (why := refusal(self.below.me, "assigned", Assignment)):
            return why
        if action in self.ON_A_ROW and self.selected is None:
            return _("Nobody holds this position; n assigns somebody.")
        return None

    def _ask(self, held: Held | None, said: str) -> None:
        def saved(made: Assignment | None) -> None:
            if made is not None:
                self.done(said)
                self.rows.move_to(made.id)

        self.app.push_screen(assign_form(self.below.me, self.position, held), saved)

    def action_new(self) -> None:
        """Assign somebody."""
        self._ask(None, _("Assigned · u undo"))

    @on(RecordList.Chosen)
    def action_edit(self) -> None:
        """Change days, backup and why."""
        if self.selected is not None and not self.why_not("edit"):
            self._ask(self.selected, _("Saved · u undo"))

    def action_remove(self) -> None:
        """Take an assignment out, after asking."""
        held = self.selected
        if held is None:
            return
        try:
            record = Assignment.load(held.id)
        except Problem as problem:
            self.complain(format.reason(problem.reason))
            self.fill()
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.write(team.remove_assignment, record, said=_("Removed · u undo"))

        detail = _("To end it, give it a last day instead. It can be undone with u.")
        self.app.push_screen(Confirm(held.member, title=_("Remove this assignment?"), detail=detail), answered)
