"""Today: what must be done, what waits for a review, what is coming; from every domain, in one list."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult

from store import actions, followups, team, today, training
from store.complaints import ASK, Status
from store.errors import N_
from store.followups import FollowUpRow
from store.records import Line as Due
from store.records import Part, Ref
from tui import format, keys
from tui.format import cell_width
from tui.i18n import _
from tui.screens.complaint_keys import ComplaintKeys
from tui.vocabulary import CLASS_WIDTH
from tui.widgets.detail import Detail, Line, blank, fact, heading, line, name, text
from tui.widgets.list_detail import ListDetail
from tui.widgets.record_list import Cell, Column, RecordList, Section, Span

if TYPE_CHECKING:
    from store.team import Member

TITLES: Mapping[Part, str] = {
    Part.DO: N_("Must do"),
    Part.REVIEW: N_("Waits for my review"),
    Part.COMING: N_("Coming"),
}
FOLLOW_UP, COMPLAINT, REVIEW = "follow_up", "complaint", "review"
WHAT, END = (5, 8), (6, 16)  # the least and the most cells of what is to be done, and of when
MY_UPDATE = "member"  # a line about myself: the weekly update that I haven't written yet
TICKED = ("action_item", "training_step")  # what space ticks at once


def what_cell(due: Due) -> Cell:
    """What is to be done: call, tick, check in."""
    return (_(due.what), "muted")


def who_cell(due: Due) -> Cell:
    """The customer or person it is about; without one, the thing itself."""
    return (due.who or words(due), "bold")


def text_cell(due: Due) -> Cell:
    """What it is about."""
    return (words(due) if due.who else "", "")


def class_cell(due: Due) -> Cell:
    """The customer's value class."""
    return (due.value_class, "muted")


def end_cell(due: Due, day: date) -> Span:
    """The state where there is one, else when it is due; what is due today at a time says the time."""
    if due.state is not None:
        return (format.reason(due.state), tone_of(due))
    if due.day == day and due.at is not None:
        return (f"{format.NOW} {format.clock(due.at)}", "accent")
    return format.due(due.day, day, short=True)


def tone_of(due: Due) -> format.Tone:
    """The tone of a line's state, as one of the list's."""
    return due.tone if due.tone in ("good", "warning", "bad") else "muted"  # type: ignore[return-value]  # narrowed


def words(due: Due) -> str:
    """The text of a line: of people, or a sentence of the store."""
    return due.text if isinstance(due.text, str) else format.reason(due.text)


class Today(ComplaintKeys):
    """One list with the parts of the day as its headings, so that j and k go through all of it."""

    NAME = "today"
    TITLE_ = N_("Today")
    ANSWERS = N_("What must I do, what waits for my review, what is coming?")
    LEAST = (40, 12)
    HAS_MINE = False
    MINE = True
    FOOTER = ("done", "snooze", "quick_entry", "log", "filter")
    BINDINGS = keys.bind("done", "snooze", "new", "edit", "log", "note", "owner", "remove", "copy", "list.open")

    def body(self) -> ComposeResult:
        rows = RecordList(
            self.columns(()),
            title=N_("Today"),
            empty=(
                N_("Nothing waits for you."),
                *("+", N_("plans a follow-up in one line")),
                *("5", N_("then n: your customers")),
                *("9", N_("then n: the people of your team")),
                *("2", N_("your next meeting's agenda")),
            ),
            hint=("done", "snooze", "note", "list.open"),
        )
        yield ListDetail(rows, Detail(N_("Detail")), self.lines)

    def columns(self, found: Collection[Due]) -> list[Column[Due]]:
        """As wide as what is there needs it: the rest is for whom and what it is about."""
        what = max((cell_width(_(due.what)) for due in found), default=0)
        end = max((cell_width(end_cell(due, self.day)[0]) for due in found), default=0)
        return [
            Column("", min(max(what, WHAT[0]), WHAT[1]), what_cell, least=44),
            Column("", 0, who_cell, share=4),
            Column("", 0, text_cell, share=5, least=50),
            Column("", CLASS_WIDTH, class_cell, least=44),
            Column("", min(max(end, END[0]), END[1]), lambda due: end_cell(due, self.day), "right"),
        ]

    def fill(self) -> None:
        """Ask every domain for its lines."""
        self.day = team.today()
        wanted = self.filter_text.casefold()
        parts = today.lines(self.me, self.day)
        beyond = {} if wanted else today.beyond(self.me, self.day, parts)
        self.due: dict[Ref, Due] = {}
        sections = []
        for part, title in TITLES.items():
            found = [due for due in parts[part] if wanted in f"{due.who} {words(due)}".casefold()]
            fresh = {due.ref: due for due in found if due.ref not in self.due}
            self.due.update(fresh)
            tone: format.Tone = "accent" if part is Part.DO else "muted"
            sections.append(Section(_(title), list(fresh), tone, more=beyond.get(part, 0)))
        columns = self.columns(self.due.values())
        self.query_one(RecordList).fill(sections, lambda refs: {ref: self.due[ref] for ref in refs}, columns)

    # What is under the cursor

    @property
    def current(self) -> Due | None:
        """The line under the cursor."""
        row = self.query_one(RecordList).row
        return row if isinstance(row, Due) else None

    def selected(self) -> FollowUpRow | None:
        due = self.current
        if due is None or due.ref.kind != FOLLOW_UP:
            return None
        return followups.listed([due.ref.id]).get(due.ref.id)

    def selected_customer(self) -> int | None:
        due = self.current
        return due.customer if due is not None else None

    def selected_list(self) -> RecordList:
        return self.query_one(RecordList)

    def subject(self) -> Ref | None:
        """The record of the line under the cursor."""
        return self.current.ref if self.current is not None else None

    def show(self, ref: Ref) -> None:
        """Put the cursor on this record, when it is among today's."""
        self.query_one(RecordList).move_to(ref)

    def footer(self) -> Sequence[str]:
        """What can be done with this row: only a follow-up is snoozed, and what can't be ticked is opened."""
        due = self.current
        if due is None or due.ref.kind == FOLLOW_UP:
            return self.FOOTER
        ticked = due.ref.kind == COMPLAINT or (due.ref.kind in (*TICKED, MY_UPDATE) and due.part is not Part.REVIEW)
        return (*(("done",) if ticked else ()), "list.open", *self.FOOTER[2:])

    def relabel(self, id: str) -> str | None:
        due = self.current
        if id == "done" and due is not None and due.ref.kind == COMPLAINT:
            return N_("Close") if due.what == ASK else due.what
        return super().relabel(id)

    def why_not(self, action: str) -> str | None:
        due = self.current
        if due is not None and due.ref.kind == REVIEW and action in ("topic", "action_item", "note", "copy"):
            return _("Two people read a review; nothing that others read is made of it.")
        if due is None or due.ref.kind == FOLLOW_UP or action not in ("done", "snooze", "owner", "edit", "remove"):
            return super().why_not(action)
        if action == "done" and (due.ref.kind in (*TICKED, MY_UPDATE)) and due.part is not Part.REVIEW:
            return None
        if action == "done" and due.ref.kind == COMPLAINT:
            return self.why_no_step(Status.RESOLVED if due.what == ASK else Status.NEW, self.me.id)
        return _("Enter opens it on its own screen, where this can be done.")

    def lines(self, rows: RecordList) -> Sequence[Line]:
        """The follow-up with its customer; of another record what it is, and how to get there."""
        due = self.current
        if due is None:
            return first_steps()
        if due.ref.kind == COMPLAINT:
            from tui.complaint_cards import complaint_card

            return complaint_card(due.ref.id)
        row = self.selected()
        if row is None:
            return other_card(due, self.day)
        from tui.cards import followup_card

        return followup_card(row)

    # Keys

    def action_done(self) -> None:
        """Complete a follow-up under its row, answer a complaint; tick anything else at once."""
        due = self.current
        if due is not None and due.ref.kind == MY_UPDATE:
            self._write_update()
            return
        if due is not None and due.ref.kind == COMPLAINT:
            self.next_step(self.query_one(RecordList), due.ref.id)
            return
        if due is None or due.ref.kind not in TICKED:
            super().action_done()
            return
        self.perform(_tick, due.ref, said=_("Done · u undo"))

    def _write_update(self) -> None:
        from tui.screens.meetings import updates

        updates.ask_mine(self)

    @on(RecordList.Chosen)
    def _open(self, event: RecordList.Chosen) -> None:
        due = self.current
        if due is not None and due.ref.kind != FOLLOW_UP:
            event.stop()
            event.prevent_default()
            if self.list_detail is not None:
                self.list_detail.close()  # it heard of the key first
            if due.ref.kind == MY_UPDATE:
                self._write_update()
            else:
                self.huddle.open(due.ref)


def _tick(me: Member, ref: Ref) -> object:
    """Tick what isn't a follow-up, as it is now."""
    if ref.kind == "action_item":
        return actions.finish(me, actions.ActionItem.load(ref.id))
    return training.tick(me, training.TrainingStep.load(ref.id))


def other_card(due: Due, day: date) -> list[Line]:
    """What is known of a line that isn't a follow-up."""
    from store import notes

    when, tone = format.due(due.day, day)
    lines = [name(words(due)), line((_(due.what), "accent"))]
    if due.who:
        lines.append(fact(_("Who"), due.who))
    if due.day is not None:
        lines.append(fact(_("Due"), when, tone))
    if due.state is not None:
        lines.append(fact(_("State"), format.reason(due.state), tone_of(due)))
    written = [text(format.labelled(note.author, note.body)) for note in notes.about(due.ref)]
    return [*lines, *([blank(), heading(_("Notes")), *written] if written else []), blank(), _how_to_open(due)]


def _how_to_open(due: Due) -> Line:
    where = _("writes it here") if due.ref.kind == MY_UPDATE else _("opens it on its own screen")
    return line(("⏎ ", "accent"), (where, "muted"))


def first_steps() -> list[Line]:
    """What a new team does first."""
    steps = (
        ("9", _("then n: the people of your team")),
        ("5", _("then n: your first customers")),
        ("+", _("a follow-up in one line, such as: call Northwind fri")),
        ("3", _("then n: what you promised for this quarter")),
        ("2", _("the agenda of your next meeting")),
        ("?", _("the keys of the screen you are on")),
    )
    return [
        name(_("Nothing waits for you")),
        blank(),
        heading(_("First steps")),
        *(line((f"{key}  ", "accent"), (what, "")) for key, what in steps),
    ]
