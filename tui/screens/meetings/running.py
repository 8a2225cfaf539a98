"""The running meeting: section by section, with its time, its live rows and its notes.

One leads it; everybody else follows, may look at other sections, and rejoins by one key. Where the room is and what the
clock says are written as drafts, so that nobody's screen is drawn again for a sign of life.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta

from textual import events
from textual.app import ComposeResult
from textual.timer import Timer

from store import agenda, closing, meetings, team
from store.calendar import now
from store.errors import N_, NP_, NotFound, Problem
from store.meetings import Hold, Live, Occasion, Section
from store.records import Line, Ref
from tui import format, keys
from tui.agenda_text import title_of
from tui.i18n import _
from tui.screens.meetings import panels, room, words
from tui.screens.meetings.acts import RowKeys
from tui.screens.meetings.columns import columns
from tui.screens.meetings.pad import Pad
from tui.screens.meetings.preparing import OF_UPDATES, Preparing
from tui.screens.meetings.rows import Item
from tui.screens.meetings.share import PRIVATE, ShareView
from tui.screens.meetings.stages import StageHead
from tui.widgets.detail import Detail
from tui.widgets.detail import Line as DetailLine
from tui.widgets.list_detail import ListDetail
from tui.widgets.record_list import Key, RecordList
from tui.widgets.record_list import Section as Rows

REST = 0.15  # seconds without a key before the room is told which row it is at


class Panes(ListDetail):
    """Enter opens a record on its own screen, where there is one; ``2`` comes back."""

    def open(self) -> None:
        screen = self.screen
        assert isinstance(screen, RunningMeeting)
        if not screen.open_elsewhere():
            super().open()


class RunningMeeting(Preparing, RowKeys):
    """A meeting that runs."""

    NAME = "meeting"
    TITLE_ = N_("Running meeting")
    ANSWERS = N_("Where are we, how much time is left, and who does what?")
    HAS_MINE = False
    FILTERS = False
    FOOTER = ("next", "previous", "action_item", "topic", "decision")
    BINDINGS = keys.bind(
        *("next", "previous", "topic", "action_item", "decision", "new", "edit", "done", "note", "followup"),
        *("remove", "check_in", "more_time", "suspend", "attendance", "end", "share", "rejoin", "vote"),
        *("votes", "update"),
        snooze=(N_("Park"), N_("Park a topic, postpone an action item")),
        begin=(NP_("the meeting", "Lead"), N_("Take over the lead of the meeting")),
        rate=(N_("Rate"), N_("Rate the meeting from 1 to 10")),
    )

    def __init__(self, meeting: int) -> None:
        super().__init__()
        self.meeting = meeting
        self.live: Live = meetings.live(meeting)
        self.there: list[Section] = []
        self.occasion: Occasion | None = None
        self.present = ""  # how many of how many are here
        self.rows: dict[Key, Item] = {}
        self.found: agenda.Agenda | None = None
        self.roaming: int | None = None  # the section that I look at by myself
        self.leads = False
        self.heard = False  # whether a key was pressed since the last sign of life
        self.beats = 0
        self.asked = False  # whether it is asked if the meeting went on; no sign of life meanwhile
        self.silent = False  # whether it was said that nothing is heard of the one who leads
        self.minute = -1
        self.filled = 0  # the section whose rows are listed
        self.gone = False  # whether it left for the minutes
        self.noted: tuple[int, int | None] = (0, None)  # what the open note is about
        self.resting: Timer | None = None

    # The panes

    def body(self) -> ComposeResult:
        yield StageHead()
        rows = RecordList((), hint=("topic", "action_item", "followup", "note", "done"))
        yield Panes(rows, Detail(N_("In full")), self.lines)
        yield Pad()
        yield ShareView(rows)

    def on_mount(self) -> None:
        self.huddle.drafts_moved.subscribe(self, self._moved, immediate=True)
        self.call_after_refresh(self._arrive)

    def fill(self) -> None:
        """Ask where the meeting is, and for the rows and notes of the section that is looked at."""
        self.day = team.today()
        self.series = meetings.series()
        with suppress(NotFound):  # a start that was undone leaves no meeting
            self.live = meetings.live(self.meeting)
        if not self.live.runs or meetings.running_now(self.live.series) != self.meeting:
            self.call_later(self._over)
            return
        self.there = meetings.sections_today(self.live)
        self.occasion = meetings.by_id(self.meeting)
        seats = meetings.attendance(self.meeting)
        here = sum(seat.presence in meetings.HERE for seat in seats)
        self.present = _("{here} of {all} here").format(here=here, all=len(seats))
        self._notice_lead()
        self._fill_rows()
        self._follow_row()
        self._fill_notes()
        self.show_head()

    def _fill_rows(self) -> None:
        section, one = self.section, self.one
        shown = self.query_one(RecordList)
        if section is None or one is None:
            return
        self.found = closing.now_on(self.live, one, section)
        kept = tuple(line for line in self.found.parts[0].lines if line.ref.kind not in PRIVATE)
        part = agenda.Part(section, kept, 0)
        self.rows = {(section.id, line.ref.kind, line.ref.id): Item(part, line) for line in part.lines}
        shown.empty = words.EMPTY[section.kind]
        shown.set_title(title_of(section))
        shown.fill([Rows("", list(self.rows))], self.read, columns(section.kind, part.lines, self.day, self.my_stars))
        if section.id != self.filled:
            self.filled = section.id
            shown.action_cursor_first()

    def lines(self, shown: RecordList) -> Sequence[DetailLine]:
        """What the detail says about the row under the cursor."""
        votes = self.found.votes if self.found is not None else {}
        return words.detail(shown.row, votes, self.day) if shown.row is not None else []

    def read(self, wanted: Sequence[Key]) -> Mapping[Key, Item]:
        """The rows in view."""
        return {key: self.rows[key] for key in wanted if key in self.rows}

    def _fill_notes(self) -> None:
        if self.section is not None:
            narrow = self.query_one(Panes).narrow
            self.query_one(Pad).show(words.note_lines(self.meeting, self.section, self.topic, self.me.id, narrow))

    # What is looked at

    @property
    def section(self) -> Section | None:
        """The section that is looked at: the room's, or the one that I went to by myself."""
        number = self.live.section if self.roaming is None else self.roaming
        return next((section for section in self.there if section.id == number), None)

    @property
    def one(self) -> Occasion | None:
        """The meeting."""
        return self.occasion

    @property
    def title_of_meeting(self) -> str:
        """What the series is called."""
        return self.occasion.title if self.occasion is not None else ""

    @property
    def item(self) -> Item | None:
        """The row under the cursor."""
        found: Item | None = self.query_one(RecordList).row
        return found

    @property
    def line(self) -> Line | None:
        """The line under the cursor."""
        return self.item.line if self.item is not None else None

    @property
    def topic(self) -> int | None:
        """The topic under the cursor."""
        line = self.line
        return line.ref.id if line is not None and line.ref.kind == "topic" else None

    def show(self, ref: Ref) -> None:
        """Put the cursor on a record of the section."""
        key = next((k for k in self.rows if isinstance(k, tuple) and k[1:] == (ref.kind, ref.id)), None)
        if key is not None:
            self.query_one(RecordList).move_to(key)

    def why_not(self, action: str) -> str | None:
        """What can't be done now: by those who follow, or to this row."""
        if action in ("more_time", "suspend", "attendance", "end") and not self.leads:
            return _("{name} leads this meeting; b takes over.").format(name=format.plain(self.live.name))
        if action == "begin" and self.leads:
            return _("You lead this meeting.")
        if action == "rejoin" and self.roaming is None:
            return _("You lead this meeting.") if self.leads else _("You follow already.")
        if action == "previous" and self.there and self.section == self.there[0]:
            return _("This is the first section.")
        if action == "done" and self.kind() in OF_UPDATES:
            return self.may_write_here()
        return self.why_not_prepare(action) or self.why_not_the_row(action)

    def relabel(self, id: str) -> str | None:
        """What a key does now."""
        if id == "suspend" and self.live.suspended:
            return N_("Continue")
        if id == "check_in" and self.kind() == "topic":
            return N_("Problem")
        if id == "next" and self.leads and self.there and self.section == self.there[-1]:
            return N_("End")
        if id == "quit" and not self.something_open:
            return N_("Leave")
        return super().relabel(id)

    # The clock

    def show_head(self) -> None:
        """Draw the head and the shared view as they are now; whole minutes for those who follow."""
        if not self.live.runs:
            return
        at = now()
        if not self.leads:
            whole = int((at - self.live.started_at).total_seconds()) // 60
            at = self.live.started_at + timedelta(minutes=whole)
        left = words.head_words(self.live, self.title_of_meeting, self.present)
        self.query_one(StageHead).show(words.look(self.live, self.there, left, self.leads, self.roaming, at))
        if self.has_class("-share") and self.section is not None:
            shown = self.query_one(RecordList)
            row: Item | None = shown.row
            place = words.place(shown.count, list(self.rows).index(shown.key) if shown.key in self.rows else 0)
            self.query_one(ShareView).show(
                words.shared(self.live, self.there, self.section, self.leads, left, row, place, self.day, at)
            )

    def tick(self) -> None:
        """A second has passed: say that I still lead, and draw what looks different."""
        if not self.live.runs:
            return
        if self.leads:
            self.beats += 1
            if self.beats >= meetings.BEAT:
                self.beats = 0
                room.say_alive(self)
        elif self.app.screen is self and not self.silent and meetings.beat_age(self.live) > meetings.LEASE:
            self.silent = True
            self.complain(_("Nothing is heard of {name}; b takes over.").format(name=self.live.name))
        if not self.is_current:
            return
        minute = int((now() - self.live.started_at).total_seconds()) // 60
        if self.leads or minute != self.minute:
            self.minute = minute
            self.show_head()

    def on_key(self, event: events.Key) -> None:
        """Somebody is there; who follows and moves the cursor goes on by themselves."""
        self.heard = True
        if event.key in self.moves and not self.leads and not self.typing and self.roaming is None:
            self.roaming = self.live.section
            self.call_later(self.show_head)

    # Together

    def _moved(self, _nothing: None) -> None:
        """Somebody else wrote a draft: the one who leads went on, or is still there."""
        try:
            found = meetings.live(self.meeting)
        except Problem:
            self.refill()
            return
        before, self.live = self.live, found
        if before.face == found.face:
            return
        if before.differs_by_row_only(found):
            self._follow_row()
        else:
            self.refill()

    def _notice_lead(self) -> None:
        """Whether I lead; say so when that has changed under my hands."""
        leads = meetings.hold(self.live, self.me) is Hold.MINE
        if self.leads and not leads:
            self.complain(_("{name} leads now; b takes it back.").format(name=self.live.name or _("Nobody")))
        if leads:
            self.roaming = None
        if meetings.beat_age(self.live) <= meetings.LEASE:
            self.silent = False
        self.leads = leads

    def _follow_row(self) -> None:
        if not self.leads and self.roaming is None and self.live.pointed is not None:
            self.show(self.live.pointed)

    def on_record_list_highlighted(self, event: RecordList.Highlighted) -> None:
        """The cursor rests on another row: the notes follow, and the room where I lead."""
        if self.resting is not None:
            self.resting.stop()
        self.resting = self.set_timer(REST, self._rested)

    def _rested(self) -> None:
        self.resting = None
        self._fill_notes()
        self.refresh_bindings()
        if self.has_class("-share"):
            self.show_head()
        ref = self.line.ref if self.line is not None else None
        if self.leads and ref != self.live.pointed:
            self._try(lambda: meetings.point(self.me, self.meeting, ref))
            self.live = self.live.at_row(ref)

    def _try(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except Problem as problem:
            self.refuse(problem)
            return False
        return True

    def _arrive(self) -> None:
        """What is to be asked first: a meeting that was forgotten, or that nobody leads any more."""
        room.arrive(self)
        self.set_interval(1.0, self.tick)  # not before: whoever is asked isn't told as well

    def _over(self) -> None:
        """The meeting was ended, here or elsewhere: show what it left."""
        if self.is_current or self.app.screen is self:
            room.leave_for_minutes(self)

    def on_screen_resume(self) -> None:
        if not self.live.runs:
            self.call_later(self._over)

    # Keys of the meeting

    def action_next(self) -> None:
        """The next section; after the last one, the end."""
        if self.leads and self.there and self.section == self.there[-1]:
            self.action_end()
        else:
            room.go(self, 1)

    def action_previous(self) -> None:
        """The section before."""
        room.go(self, -1)

    def on_stage_head_wanted(self, event: StageHead.Wanted) -> None:
        """A click on a section goes there."""
        room.go_to(self, event.section)

    def action_more_time(self) -> None:
        """One more minute for the section."""
        room.more_time(self)

    def action_suspend(self) -> None:
        """Pause, or continue."""
        room.suspend(self)

    def action_rejoin(self) -> None:
        """Follow the one who leads again."""
        self.roaming = None
        self.refill()
        self.say(_("You follow {name}").format(name=format.plain(self.live.name)))

    def action_begin(self) -> None:
        """Take over the lead."""
        room.take_over(self)

    def action_share(self) -> None:
        """The view for the room, or back."""
        on = not self.has_class("-share")
        self.set_class(on, "-share")
        if on:
            self.query_one(ShareView).focus()
            self.show_head()
        else:
            self.focus_list()
        self.refresh_bindings()

    def action_attendance(self) -> None:
        """Who is here by now."""
        self.ask(panels.attendance(self.me, self.live), lambda _made: self.done(_("Noted · u undo")))

    def action_rate(self) -> None:
        """How it was: for the room where I lead, else for me."""
        room.rate(self)

    def action_end(self) -> None:
        """Rate, then end the meeting."""
        room.end(self)

    def action_note(self) -> None:
        """Write my note about the section, or the topic under the cursor; it is kept as I type."""
        section, topic = self.section, self.topic
        if section is None:
            return
        self.noted = (section.id, topic)
        about = self.about() if topic is not None else title_of(section)
        mine = meetings.jotted(self.me, self.meeting, section.id, topic)

        def keep(text: str) -> None:
            self.heard = True
            self._try(lambda: meetings.jot(self.me, self.meeting, section.id, topic, text))

        self.query_one(Pad).write(format.cut(about, 50), mine, keep)

    def on_pad_finished(self, event: Pad.Finished) -> None:
        """The note is finished: everybody sees it."""
        section, topic = self.noted
        if self._try(lambda: meetings.finish(self.me, self.meeting, section, topic, event.text)):
            self.query_one(Pad).close()
            self.focus_list()
            self.done(_("Noted · u undo") if event.text.strip() else "")

    def focus_list(self) -> None:
        """Give the keys back to the list, or to the shared view over it."""
        if self.has_class("-share"):
            self.query_one(ShareView).focus()
        else:
            super().focus_list()

    def action_quit(self) -> None:
        """Close what is open, else leave the meeting to the others."""
        if self.has_class("-share"):
            self.action_share()
        elif self.something_open:
            super().action_back()
        else:
            room.leave(self)

    def action_back(self) -> None:
        """Close what is open; the meeting itself is left by q only."""
        if self.has_class("-share"):
            self.action_share()
        elif self.something_open:
            super().action_back()
        elif self.roaming is not None:
            self.action_rejoin()

    def action_go(self, name: str) -> None:
        """Another screen; the meeting goes on, and its key comes back."""
        if name != self.NAME:
            super().action_go(name)
