"""The agenda of the next meeting: sections with their minutes, rows that are the team's own records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult

from store import agenda, meetings, team
from store.actions import ActionItem
from store.errors import N_
from store.meetings import Headline, Meeting, Section, SectionKind, Series
from store.records import Line as RecordLine
from store.records import Ref
from store.topics import Topic
from tui import keys
from tui.agenda_text import as_text, lead_of, title_of
from tui.i18n import _
from tui.rights import refusal
from tui.screens import SCREENS
from tui.screens.meetings import forms, room
from tui.screens.meetings.acts import RowKeys
from tui.screens.meetings.cards import card, label
from tui.screens.meetings.head import MeetingHead
from tui.screens.meetings.preparing import OF_UPDATES, Preparing
from tui.screens.meetings.rows import (
    Head,
    Item,
    Row,
    head_key,
    main_cell,
    more_cell,
    rows_of,
    state_cell,
)
from tui.widgets.detail import Detail, Line
from tui.widgets.list_detail import ListDetail
from tui.widgets.record_list import Cell, Column, Key, RecordList
from tui.widgets.record_list import Section as Rows

OURS = ("topic", "action_item", "headline", "weekly_update")  # the kinds that live on this screen


class Panes(ListDetail):
    """Enter opens a record on its own screen, where there is one."""

    def open(self) -> None:
        """Leave for the screen of the record; the meeting's own records open here."""
        screen = self.screen
        assert isinstance(screen, MeetingScreen)
        if not screen.open_elsewhere():
            super().open()


class MeetingScreen(Preparing, RowKeys):
    """The next meeting, before it begins."""

    NAME = "meeting"
    TITLE_ = N_("Meeting")
    ANSWERS = N_("What do we talk about this week, what did we decide?")
    HAS_MINE = False
    ORIGIN = "manual"  # before the meeting, a follow-up isn't one of the meeting's
    FOOTER = ("begin", "topic", "action_item", "vote", "history")
    BINDINGS = keys.bind(
        *("topic", "action_item", "new", "edit", "done", "decision", "previous", "next", "snooze", "skip"),
        *("more_time", "earlier", "later", "note", "followup", "remove", "copy"),
        *("update", "vote", "votes", "preview", "numbers"),
        begin=(N_("Start"), N_("Start the meeting, or come into the one that runs")),
        respond=(N_("Skip it"), N_("Skip the meeting of a holiday, as is proposed")),
        history=(N_("Meetings"), N_("Coming and past meetings; hold, skip or move them")),
    )

    def __init__(self) -> None:
        super().__init__()
        self.series: Series | None = None
        self.found: agenda.Agenda | None = None
        self.rows: dict[Key, Row] = {}
        self.left: int | None = None  # the running meeting that I left on purpose

    def body(self) -> ComposeResult:
        yield MeetingHead()
        columns: Sequence[Column[Row]] = (
            Column("", 0, lambda row: main_cell(row, self.my_stars(row))),
            Column("", 12, owner_cell, least=100),
            Column("", 10, more_cell, "right", least=90),
            Column("", 16, lambda row: state_cell(row, self.day), "right"),
        )
        rows = RecordList(
            columns,
            title=N_("Agenda"),
            empty=(N_("There is no meeting that comes again yet."), "n", N_("sets one up")),
            hint=("topic", "action_item", "done", "list.open"),
            counted=False,
        )
        yield Panes(rows, Detail(N_("In full")), self.lines)

    def fill(self) -> None:
        """Ask for the next meeting and its agenda."""
        self.day = team.today()
        self.series = meetings.series()
        ahead = meetings.upcoming(self.series) if self.series is not None else []
        one = meetings.next_of(ahead)
        self.found = agenda.agenda(one) if one is not None else None
        self.rows = rows_of(self.found, self.filter_text) if self.found is not None else {}
        self.query_one(MeetingHead).show(self.found, ahead)
        shown = self.query_one(RecordList)
        shown.fill([Rows("", list(self.rows))], self.read)
        room.look_in(self)

    def read(self, wanted: Sequence[Key]) -> Mapping[Key, Row]:
        """The rows in view."""
        return {key: self.rows[key] for key in wanted if key in self.rows}

    def lines(self, rows: RecordList) -> Sequence[Line]:
        """What the detail says about the row under the cursor."""
        return card(rows.row, self.found.votes) if rows.row is not None and self.found is not None else []

    def show(self, ref: Ref) -> None:
        """Put the cursor on a record of the agenda; a meeting that isn't the next one is shown in the list of all."""
        if ref.kind in ("meeting", "series"):
            self.action_history()
            return
        key = next((k for k in self.rows if isinstance(k, tuple) and k[1:] == (ref.kind, ref.id)), None)
        if key is not None:
            self.query_one(RecordList).move_to(key)
        else:
            self.complain(_("{what} isn't on this agenda; h shows past meetings.").format(what=label(ref)))

    # What is under the cursor

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        found: Row | None = self.query_one(RecordList).row
        return found

    @property
    def item(self) -> Item | None:
        """The record under the cursor; None on a heading."""
        return self.row if isinstance(self.row, Item) else None

    @property
    def line(self) -> RecordLine | None:
        """The line under the cursor."""
        return self.item.line if self.item is not None else None

    @property
    def section(self) -> Section | None:
        """The section that holds the cursor."""
        return self.row.section if self.row is not None else None

    def why_not(self, action: str) -> str | None:
        """What the row under the cursor can't do."""
        if self.series is None:
            return None if action in ("new", "help") else _("There is no meeting yet; n sets one up.")
        if self.found is None and action not in ("history", "new"):
            return _("Every meeting in sight is skipped; h shows them.")
        if action == "begin":
            return room.no_start(self)
        kind = self.kind()
        if kind in OF_UPDATES and action in ("done", "edit"):
            return self.may_write_here()
        if action == "done":
            heading = _("Only topics, action items and weekly updates are done here.")
            return self.why_not_the_row(action) if kind else heading
        if action == "decision" and kind != "topic":
            return _("Only a topic is decided.")
        if action in ("edit", "remove") and kind and kind not in OURS:
            return _("This belongs to another screen; Enter opens it there.")
        if action in ("earlier", "later") and kind not in ("", "topic"):
            return _("Only topics and sections have an order of their own.")
        if action == "followup" and (self.item is None or not self.item.line.customer):
            return _("There is no customer here to follow up.")
        return self.why_not_prepare(action) or self._may_not(action, kind) or self._not_mine(action)

    def _may_not(self, action: str, kind: str) -> str | None:
        """The agenda itself is the lead's to change."""
        if action == "more_time" or (action in ("edit", "remove", "earlier", "later") and not kind):
            return refusal(self.me, "edited", Section)
        if action == "skip" or (action == "snooze" and kind != "action_item"):
            return refusal(self.me, "moved", Meeting)
        return None

    def open_elsewhere(self) -> bool:
        """Open the record under the cursor on its own screen; whether there is one."""
        if self.item is None or self.kind() in OURS:
            return False
        if self.kind() == "member":
            self.action_done()
            return True
        target = next((p for p in SCREENS if self.kind() in p.kinds), None)
        if target is not None:
            self.huddle.open(self.item.line.ref)
        return target is not None

    # The meeting itself

    def action_begin(self) -> None:
        """Ask who is here and how many minutes there are, then start; or come into the meeting that runs."""
        room.begin(self)

    # Adding

    def raised(self, made: Topic) -> None:
        """Say that it was raised; from a heading, go to it."""
        super().raised(made)
        if self.item is None:
            self.show(made.ref)

    def action_new(self) -> None:
        """What the section under the cursor takes: a headline, an action item, a topic; else a new section."""
        if self.series is None:
            self.ask(forms.series(self.me, None), lambda _made: self.done(_("Set up · u undo")))
            return
        kind = self.section.kind if self.section is not None else SectionKind.OWN
        if kind is SectionKind.WINS:
            self.ask(forms.headline(self.me, self.series), self._saved)
        elif kind is SectionKind.ACTIONS:
            self.action_action_item()
        elif kind in (SectionKind.SOLVE, SectionKind.CUSTOMERS):
            self.action_topic()
        else:
            self.ask(forms.section(self.me, self.series, None, after=self.section), self._saved)

    def _saved(self, made: object) -> None:
        self.done(_("Saved · u undo"))
        if isinstance(made, Section):
            self.query_one(RecordList).move_to(head_key(made))
        elif isinstance(made, Topic | ActionItem | Headline):
            self.show(made.ref)

    # Changing

    def action_edit(self) -> None:
        """Change the record or the section under the cursor."""
        if isinstance(self.row, Head) and self.series is not None:
            self.ask(forms.section(self.me, self.series, Section.load(self.row.section.id)), self._saved)
        else:
            super().action_edit()

    def action_snooze(self) -> None:
        """Postpone the action item under the cursor; elsewhere, move the meeting to another day or time."""
        if self.series is None or self.one is None:
            return
        if self.kind() == "action_item":
            super().action_snooze()
        else:
            self.ask(forms.move(self.me, self.one), lambda _made: self.done(_("Moved · u undo")))

    def action_skip(self) -> None:
        """Skip the meeting or the section under the cursor; on a section that is left out, take it in again."""
        if self.one is None:
            return
        here = self.section
        if here is not None and here.id in self.one.left_out:
            self.perform(meetings.leave_out, self.one, here, False, said=_("Taken in again · u undo"))
            return
        self.ask(forms.skip(self.me, self.one, here), lambda _made: self.done(_("Skipped · u undo")))

    def action_more_time(self) -> None:
        """One more minute for the section under the cursor."""
        if self.section is not None:
            record = Section.load(self.section.id)
            said = _("{section}: {n} min · u undo")
            values = {"section": title_of(record), "n": record.minutes + 1}
            self.perform(meetings.edit_section, record, minutes=record.minutes + 1, said=said.format(**values))

    def action_earlier(self) -> None:
        """Move the topic or section under the cursor up."""
        self._move(-1)

    def action_later(self) -> None:
        """Move the topic or section under the cursor down."""
        self._move(1)

    def _move(self, by: int) -> None:
        before = list(self.rows)
        moved: object = None
        if isinstance(self.row, Head):
            moved = self.perform(meetings.move_section, Section.load(self.row.section.id), by)
        elif self.item is not None and self.kind() == "topic":
            moved = self.move_topic(self.item.line.ref.id, by)
        if moved is None:
            return  # refused, and said so
        if list(self.rows) != before:
            self.say(_("Moved · u undo"))
        else:
            self.complain(self._why_stuck(by))

    def _why_stuck(self, by: int) -> str:
        if self.kind() == "topic" and self.found is not None and self.found.votes:
            return _("Topics stand in the order of their stars; K and J order those with as many.")
        return _("It is the first already.") if by < 0 else _("It is the last already.")

    def action_note(self) -> None:
        """Write a note about the record under the cursor; on a heading, about the meeting."""
        if self.item is not None:
            form = forms.note(self.me, self.item.line.ref, self.about())
        elif self.one is not None:
            form = forms.meeting_note(self.me, self.one)
        else:
            return
        self.ask(form, lambda _made: self.done(_("Noted · u undo")))

    def action_remove(self) -> None:
        """Take the record or the section under the cursor out, after asking."""
        if isinstance(self.row, Head):
            record = Section.load(self.row.section.id)
            said = _("Removed · u undo")
            self.confirm_removal(
                _("Remove this section?"),
                title_of(record),
                lambda: self.perform(meetings.remove_section, record, said=said),
            )
        else:
            super().action_remove()

    # Moving about

    def action_next(self) -> None:
        """The next section."""
        self._jump(1)

    def action_previous(self) -> None:
        """The section before; from within a section, its own heading."""
        self._jump(-1)

    def _jump(self, step: int) -> None:
        shown, order = self.query_one(RecordList), list(self.rows)
        if shown.key not in self.rows:
            return
        at = order.index(shown.key)
        heads = [n for n, key in enumerate(order) if isinstance(self.rows[key], Head)]
        wanted = [n for n in heads if n > at] if step > 0 else [n for n in heads if n < at][::-1]
        if wanted:
            shown.move_to(order[wanted[0]])

    def action_copy(self) -> None:
        """Copy the agenda as text to the terminal's clipboard."""
        if self.found is not None:
            told = meetings.updates(self.found.meeting, self.found.since)
            self.app.copy_to_clipboard(as_text(self.found, told, self.day))
            self.say(_("The agenda is on your clipboard, as text"))

    def action_history(self) -> None:
        """The coming and past meetings."""
        if self.series is not None:
            from tui.screens.meetings.list import MeetingList

            self.app.push_screen(MeetingList())


def owner_cell(row: Row) -> Cell:
    """Whose it is, where there is room and the row doesn't say it already."""
    if isinstance(row, Head) or lead_of(row.line) == row.line.owner:
        return ("", "")
    return (row.line.owner, "muted")
