"""Team: who does what, who is away, when we work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from textual.app import ComposeResult

from store import team
from store.errors import N_, NP_, Problem
from store.records import Record, Ref
from store.team import Absence, Away, Group, GroupRow, Holiday, Member, Person, Place, Position, Team
from tui import format, keys
from tui.i18n import _, ngettext
from tui.rights import refusal
from tui.screens.base import HuddleScreen
from tui.screens.team import cards, entries, forms, positions
from tui.screens.team.entries import Entry, Key, Kind
from tui.widgets.confirm import Confirm
from tui.widgets.detail import Detail, Line
from tui.widgets.form import Form
from tui.widgets.list_detail import ListDetail
from tui.widgets.record_list import Column, RecordList

LEAVE = NP_("the team", "Leave")
MODELS: dict[str, type[Record]] = {
    "member": Member,
    "group": Group,
    "position": Position,
    "absence": Absence,
    "holiday": Holiday,
    "team": Team,
}


class TeamScreen(HuddleScreen):
    """People, groups, positions, absences, holidays and the working time in one list; the selected one in full beside
    it."""

    NAME = "team"
    TITLE_ = N_("Team")
    ANSWERS = N_("Who does what, who is away, when do we work?")
    FOOTER = ("new", "edit", "people", "remove", "filter")
    HAS_MINE = False
    BINDINGS = keys.bind(
        *("new", "edit", "remove", "copy"),
        people=(N_("Holders"), N_("Who holds the selected position: assign, change, remove")),
    )

    found: Mapping[Key, Entry] = {}

    def body(self) -> ComposeResult:
        rows = RecordList(
            (
                Column[Entry]("", 0, entries.who_cell),
                Column("", 0, entries.what_cell),
                Column("", 21, entries.when_cell, "right"),
            ),
            title=N_("Team"),
            empty=(N_("Nothing here contains that."), "/", N_("looks for something else")),
            hint=("new", "edit", "copy", "list.open"),
            counted=False,
        )
        yield ListDetail(rows, Detail(N_("Details"), hint=("edit",)), self.lines)

    @property
    def rows(self) -> RecordList:
        """The list."""
        return self.query_one(RecordList)

    def fill(self) -> None:
        """Ask for everything: a team is small."""
        self.day = team.today()
        sections, self.found = entries.sections(self.day, self.filter_text)
        self.rows.fill(sections, self.read)

    def read(self, wanted: Sequence[Any]) -> Mapping[Any, Entry]:
        """The rows in view."""
        return {key: self.found[key] for key in wanted if key in self.found}

    def lines(self, rows: RecordList) -> Sequence[Line]:
        """Everything about the row under the cursor."""
        return cards.card(self.row, self.day)

    def show(self, ref: Ref) -> None:
        """Put the cursor on a member, a group, an absence, a holiday, or the team's settings."""
        kinds = {"team_group": "group"}
        key = ("team", "name") if ref.kind == "team" else (kinds.get(ref.kind, ref.kind), ref.id)
        if not self.rows.move_to(key) and self.filter_text:
            self.set_filter("")
            self.rows.move_to(key)

    # What is selected

    @property
    def row(self) -> Entry | None:
        """The row under the cursor."""
        return self.found.get(cast(Key, self.rows.key))

    def record(self) -> Ref | None:
        """The person, group, position, absence, holiday or team under the cursor."""
        about = self.row.about if self.row is not None else None
        if about is None:
            return None
        if isinstance(about, Place):
            return about.position.ref
        kind = "team_group" if isinstance(about, GroupRow) else self.kind
        return Ref(kind, about.member.id if isinstance(about, Person) else about.id)

    @property
    def kind(self) -> Kind:
        """Which kind of record the keys are about."""
        row = self.row
        return row.kind if row is not None else "member"

    def relabel(self, id: str) -> str | None:
        """A person isn't removed: they leave."""
        if id == "remove" and self.kind == "member":
            return LEAVE
        return super().relabel(id)

    def why_not(self, action: str) -> str | None:
        """Only the lead may, or there is nothing to do it to."""
        row = self.row
        if action == "new":
            return self._why_no_new()
        if action == "people":
            return None if row is not None and isinstance(row.about, Place) else _("Select a position first.")
        if action not in ("edit", "remove", "copy"):
            return None
        if row is None or row.about is None:
            return _("There is nothing here yet; n adds some.")
        if action == "copy":
            return None if isinstance(row.about, Person) else _("Only of people a number can be copied.")
        return self._why_no_edit(row) if action == "edit" else self._why_no_removal(row)

    def _why_no_new(self) -> str | None:
        if self.kind == "team":
            return _("A file holds one team; e edits its working time.")
        model = MODELS[self.kind]
        return refusal(self.me, "added", model, self.me.id)

    def _why_no_edit(self, row: Entry) -> str | None:
        model = MODELS[row.kind]
        owner = row.about.member if isinstance(row.about, Away) else None
        return refusal(self.me, "edited", model, owner)

    def _why_no_removal(self, row: Entry) -> str | None:
        if row.kind == "team":
            return _("The team's working time stays; e edits it.")
        about = row.about
        if not isinstance(about, Person):
            return self._why_no_edit(row)
        if about.left:
            return _("{name} has left already; e edits the last day.").format(name=format.plain(about.member.name))
        return refusal(self.me, "left", Member, about.member.id)

    # New

    def action_new(self) -> None:
        """Add to the section of the cursor: somebody, an absence, or holidays from a pasted list."""
        {
            "member": self._new_member,
            "group": self._new_group,
            "position": self._new_position,
            "absence": self._new_absence,
            "holiday": self._new_holidays,
        }[self.kind]()

    def _new_member(self) -> None:
        def save(values: dict[str, Any]) -> Member:
            return team.add_member(self.me, **values)

        form = Form(_("Somebody new in the team"), forms.member_fields(None, self.day), save, N_("Welcome"))
        self.ask(form, lambda made: self._shown(made, _("Added · u undo")))

    def _new_position(self) -> None:
        made = positions.position_form(self.me)
        self.ask(made, lambda record: self._shown(record, _("Written; p says who holds it · u undo")))

    def action_people(self) -> None:
        """Say who holds the position."""
        row = self.row
        if row is not None and isinstance(row.about, Place):
            self.ask(positions.Holders(self, row.about.position))

    def _new_group(self) -> None:
        def save(values: dict[str, Any]) -> Group:
            return team.add_group(self.me, values["name"], values["members"])

        form = Form(_("New group"), forms.group_fields(None), save)
        self.ask(form, lambda made: self._shown(made, _("Added · u undo")))

    def _new_absence(self) -> None:
        def save(values: dict[str, Any]) -> Absence:
            who, stand_in = _member(values["member"]), _member(values["stand_in"])
            assert who is not None, "somebody is chosen from the start"
            return team.add_absence(self.me, who, values["first_day"], values["last_day"], stand_in)

        form = Form(_("Somebody is away"), forms.absence_fields(None, self.me, self.day), save)
        self.ask(form, lambda made: self._shown(made, _("Added · u undo")))

    def _new_holidays(self) -> None:
        def save(values: dict[str, object]) -> list[Holiday]:
            return team.add_holidays(self.me, team.parse_days(str(values["days"]), self.day))

        def added(made: list[Holiday]) -> None:
            count = len({holiday.id for holiday in made})
            words = ngettext("{n} day added · u undo", "{n} days added · u undo", count)
            self._shown(min(made, key=lambda holiday: holiday.day), words.format(n=count))

        about = _("Paste or type a list: a date, then its name. + marks a make-up day, on which everybody works.")
        self.ask(forms.Pasted(_("Holidays"), [forms.pasted_field()], save, N_("Add"), about=about), added)

    def _shown(self, made: Record, said: str) -> None:
        self.done(said)
        self.show(made.ref)

    # Edit

    def action_edit(self) -> None:
        """Change what is under the cursor."""
        row = self.row
        if row is None:
            return
        try:
            form = self._edit_form(row)
        except Problem as problem:
            self.refuse(problem)
            return
        self.ask(form, self._saved)

    def _saved(self, made: object) -> None:
        self.done(_("Saved · u undo"))
        if isinstance(made, Team):
            from tui.languages import follow_team

            self.huddle.call_later(follow_team, self.huddle)

    def _edit_form(self, row: Entry) -> Form[Any]:
        about = row.about
        if isinstance(about, Person):
            return self._member_form(Member.load(about.member.id))
        if isinstance(about, GroupRow):
            return self._group_form(about)
        if isinstance(about, Place):
            return positions.position_form(self.me, about)
        if isinstance(about, Away):
            return self._absence_form(Absence.load(about.id), about.name)
        if isinstance(about, Holiday):
            return self._holiday_form(Holiday.load(about.id))
        return self._team_form(str(row.key[1]))

    def _member_form(self, record: Member) -> Form[Member]:
        def save(values: dict[str, Any]) -> Member:
            return team.edit_member(self.me, record, **values)

        return Form(_("Edit member"), lambda it: forms.member_fields(it, self.day), save, record=record)

    def _group_form(self, row: GroupRow) -> Form[Group]:
        record = Group.load(row.id)

        def save(values: dict[str, Any]) -> Group:
            return team.edit_group(self.me, record, values["name"], values["members"])

        return Form(_("Edit group"), lambda it: forms.group_fields(_row_of(it)), save, record=record)

    def _absence_form(self, record: Absence, who: str) -> Form[Absence]:
        def save(values: dict[str, Any]) -> Absence:
            stand_in = _member(values["stand_in"])
            return team.edit_absence(self.me, record, values["first_day"], values["last_day"], stand_in)

        title = _("{name} is away").format(name=who)
        return Form(title, lambda it: forms.absence_fields(it, self.me, self.day), save, record=record)

    def _holiday_form(self, record: Holiday) -> Form[Holiday]:
        def save(values: dict[str, Any]) -> Holiday:
            return team.edit_holiday(self.me, record, values["day"], bool(values["works"]), values["label"])

        return Form(_("Edit holiday"), lambda it: forms.holiday_fields(it, self.day), save, record=record)

    def _team_form(self, first: str) -> Form[Team]:
        record = team.team()

        def save(values: dict[str, object]) -> Team:
            return team.edit_team(self.me, record, **forms.team_values(values))

        return Form(_("Working time"), forms.team_fields, save, first=first, record=record)

    # Remove, leave

    def action_remove(self) -> None:
        """Take an absence or a holiday out, after asking; ask a member's last day."""
        row = self.row
        if row is None:
            return
        try:
            if isinstance(row.about, Person):
                self._ask_last_day(Member.load(row.about.member.id))
            elif isinstance(row.about, GroupRow):
                self._ask_removal(team.remove_group, Group.load(row.about.id), row.about.name)
            elif isinstance(row.about, Place):
                position = Position.load(row.about.position.id)
                self._ask_removal(team.remove_position, position, position.title)
            elif isinstance(row.about, Away):
                days = format.span(row.about.first_day, row.about.last_day)
                self._ask_removal(team.remove_absence, Absence.load(row.about.id), f"{row.about.name} · {days}")
            elif isinstance(row.about, Holiday):
                holiday = Holiday.load(row.about.id)
                self._ask_removal(team.remove_holiday, holiday, f"{format.weekday(holiday.day)} {holiday.label}")
        except Problem as problem:
            self.refuse(problem)

    def _ask_removal(self, verb: Any, record: Record, words: str) -> None:
        def remove(_yes: bool) -> None:
            self.perform(verb, record, said=_("Removed · u undo"))

        group = _("Remove this group?") if isinstance(record, Group) else _("Remove this day?")
        if isinstance(record, Position):
            group = _("Remove this position?")
        title = _("Remove this absence?") if isinstance(record, Absence) else group
        self.ask(Confirm(words, title=title, detail=_("It can be undone with u.")), remove)

    def _ask_last_day(self, record: Member) -> None:
        from store import leaving
        from tui.leftovers import counted

        theirs = leaving.left_behind(record)
        if team.is_last_lead(record):
            about = [_("The last lead can't leave: make somebody else lead first.")]
        elif theirs:
            about = [
                _("{name} still has {what}.").format(name=record.name, what=counted(theirs)),
                _("All of it goes to whoever takes over, at once and with one undo."),
            ]
        else:
            about = [_("{name} has nothing open that somebody would have to take over.").format(name=record.name)]

        def save(values: dict[str, Any]) -> str:
            last, heir = cast(date, values["left_on"]), _member(values.get("to"))
            if heir is None:
                team.leave(self.me, record, last)
            else:
                leaving.leave(self.me, record, last, heir)
            parts = [_("Last day {day}").format(day=format.weekday(last))]
            parts += [_("{name} takes over").format(name=heir.name)] if heir else []
            return " · ".join([*parts, _("u undo")])

        title = _("{name} leaves the team").format(name=record.name)
        fields = forms.leave_fields(
            record, self.day, leaving.default_heir(record), bool(theirs) and not team.is_last_lead(record)
        )
        form = Form(title, lambda _member: fields, save, N_("Set the last day"), about=" ".join(about), record=record)
        self.ask(form, self.done)

    def action_copy(self) -> None:
        """Copy somebody's phone number, else their address."""
        member = entries.member_of(self.row)
        text = (member.phone or member.email) if member is not None else ""
        if not text:
            self.complain(_("No phone number is known here."))
            return
        self.app.copy_to_clipboard(text)
        self.say(_("Copied {text}").format(text=format.plain(text)))


def _row_of(group: Group) -> GroupRow | None:
    return next((row for row in team.groups() if row.id == group.id), None)


def _member(number: object) -> Member | None:
    return Member.load(number) if isinstance(number, int) else None
