"""Coming and past meetings: skip, move, note that one was held, read what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult

from store import meetings, minutes, team
from store.errors import N_, NP_
from store.meetings import GOAL_RATE, GOAL_RATING, Figures, Meeting, MeetingStatus, Occasion, Series
from store.records import Ref
from tui import format, keys
from tui.i18n import _
from tui.minutes import markdown
from tui.rights import refusal
from tui.screens.meetings import forms
from tui.screens.meetings.behind import Behind
from tui.screens.meetings.cards import occasion_card, occasion_state
from tui.screens.meetings.kept import save_form
from tui.widgets.detail import Detail, Line, fact
from tui.widgets.list_detail import ListDetail
from tui.widgets.record_list import Cell, Column, Key, RecordList, Section

AHEAD, BEHIND = 5, 26


class MeetingList(Behind):
    """The meetings of the series, the coming ones first, then the past ones, newest first."""

    TITLE_ = N_("Meetings")
    ANSWERS = N_("When do we meet, and what came of the meetings we had?")
    FOOTER = ("done", "skip", "snooze", "edit", "numbers")
    BINDINGS = keys.bind(
        *("skip", "note", "numbers", "copy", "write"),
        done=(NP_("note it", "Held"), N_("Note that it was held: how long it took, who was there")),
        snooze=(N_("Move"), N_("Hold it on another day or at another time")),
        edit=(N_("Series"), N_("When it comes again, how long it takes, who leads")),
        respond=(N_("Skip it"), N_("Skip the meeting of a holiday, as is proposed")),
    )

    def __init__(self) -> None:
        super().__init__()
        self.series: Series | None = None
        self.rows: dict[Key, Occasion] = {}
        self.figures: Mapping[Key, Figures] = {}

    def body(self) -> ComposeResult:
        columns: Sequence[Column[Occasion]] = (
            Column("", 16, self.day_cell),
            Column("", 6, lambda one: (format.clock(one.at), "muted")),
            Column("", 0, why_cell),
            Column(N_("Rating"), 6, lambda one: rating_cell(self.figures.get(one.occurrence.isoformat())), "right"),
            Column(N_("Actions"), 7, lambda one: rate_cell(self.figures.get(one.occurrence.isoformat())), "right"),
            Column("", 16, lambda one: occasion_state(one), "right"),
        )
        rows = RecordList(
            columns,
            title=N_("Meetings"),
            empty=(N_("There is no meeting that comes again yet."),),
            hint=("done", "skip", "note", "list.open"),
            counted=False,
        )
        yield ListDetail(rows, Detail(N_("Meeting")), self.lines)

    def fill(self) -> None:
        """Ask for the meetings around today."""
        self.day = team.today()
        self.series = meetings.series()
        ahead, behind = list[Occasion](), list[Occasion]()
        if self.series is not None:
            ahead = [one for one in meetings.upcoming(self.series, AHEAD) if one.status is not MeetingStatus.CLOSED]
            each = meetings.numbers(self.series, BEHIND).each
            behind = [one.one for one in reversed(each)]
            self.figures = {one.one.occurrence.isoformat(): one for one in each}
        self.rows = {one.occurrence.isoformat(): one for one in (*ahead, *behind)}
        sections = [
            Section(_("Coming"), [one.occurrence.isoformat() for one in ahead], "accent"),
            Section(_("Past"), [one.occurrence.isoformat() for one in behind]),
        ]
        self.query_one(RecordList).fill(sections, self.read)

    def read(self, wanted: Sequence[Key]) -> Mapping[Key, Occasion]:
        """The rows in view."""
        return {key: self.rows[key] for key in wanted if key in self.rows}

    def lines(self, rows: RecordList) -> Sequence[Line]:
        """What the detail says about the meeting under the cursor."""
        if rows.row is None:
            return []
        told = occasion_card(rows.row)
        return [*told[:2], *rate_lines(self.figures.get(rows.row.occurrence.isoformat())), *told[2:]]

    def day_cell(self, one: Occasion) -> Cell:
        """The day."""
        return (format.day(one.day, self.day), "bold")

    @property
    def one(self) -> Occasion | None:
        """The meeting under the cursor."""
        found: Occasion | None = self.query_one(RecordList).row
        return found

    def record(self) -> Ref | None:
        """The meeting under the cursor, once something was written about it."""
        one = self.one
        return Ref("meeting", one.meeting) if one is not None and one.meeting is not None else None

    def why_not(self, action: str) -> str | None:
        """What can't be done to this meeting."""
        one = self.one
        if action == "edit":
            return refusal(self.me, "edited", Series)
        if action in ("copy", "write"):
            return None if self.kept() is not None else _("This meeting has no minutes; they are written at its end.")
        if action not in ("done", "skip", "snooze", "note", "respond"):
            return None
        if one is None:
            return _("There is no meeting here.")
        if action == "respond" and (not one.is_holiday or one.status is MeetingStatus.SKIPPED):
            return _("There is no holiday here to be skipped.")
        if one.status is MeetingStatus.CLOSED and action != "note":
            return _("This meeting was held; it can't be changed any more.")
        if one.status is MeetingStatus.SKIPPED and action in ("done", "snooze"):
            return _("This meeting is skipped; z takes that back.")
        if action == "done" and not meetings.has_begun(one):
            return _("This meeting hasn't begun yet.")
        if action == "snooze" and meetings.is_over(one):
            return _("This meeting is over; only a coming one can be moved.")
        return refusal(self.me, "moved", Meeting) if action != "note" else None

    def relabel(self, id: str) -> str | None:
        """A skipped meeting can take place after all."""
        one = self.one
        if id == "skip" and one is not None and one.status is MeetingStatus.SKIPPED:
            return N_("Hold it")
        return super().relabel(id)

    def kept(self) -> minutes.Minutes | None:
        """The minutes of the meeting under the cursor."""
        one = self.one
        return minutes.frozen(one.meeting) if one is not None and one.meeting is not None else None

    def action_copy(self) -> None:
        """Copy its minutes as Markdown to the terminal's clipboard."""
        if (found := self.kept()) is not None:
            self.app.copy_to_clipboard(markdown(found))
            self.say(_("The minutes are on your clipboard, as Markdown"))

    def action_write(self) -> None:
        """Save its minutes as a Markdown file."""
        if (found := self.kept()) is not None:
            self.ask(save_form(found), lambda path: self.say(_("Saved as {file}").format(file=path)))

    def action_done(self) -> None:
        """Note that the meeting was held: how long it took and who was there."""
        if self.one is not None:
            self.ask(forms.close(self.me, self.one), lambda _made: self.done(_("Noted · u undo")))

    def action_skip(self) -> None:
        """Skip it and say why, or take that back."""
        one = self.one
        if one is None:
            return
        if one.status is MeetingStatus.SKIPPED:
            self.perform(meetings.unskip, one, said=_("It takes place after all · u undo"))
        else:
            self.ask(forms.skip(self.me, one, None), lambda _made: self.done(_("Skipped · u undo")))

    def action_respond(self) -> None:
        """Accept that the meeting on a holiday is skipped, with the holiday's name as the reason."""
        one = self.one
        if one is not None and one.is_holiday:
            why = one.holiday or _("Holiday")
            self.perform(meetings.skip, one, why, said=_("Skipped: {why} · u undo").format(why=why))

    def action_numbers(self) -> None:
        """How the last meetings went."""
        from tui.screens.meetings.numbers import Numbers

        self.app.push_screen(Numbers())

    def action_snooze(self) -> None:
        """Hold it on another day or at another time."""
        if self.one is not None:
            self.ask(forms.move(self.me, self.one), lambda _made: self.done(_("Moved · u undo")))

    def action_note(self) -> None:
        """Write a note about the meeting."""
        if self.one is not None:
            self.ask(forms.meeting_note(self.me, self.one), lambda _made: self.done(_("Noted · u undo")))

    def action_edit(self) -> None:
        """Change the series: when it comes, how long it takes, who leads."""
        if self.series is not None:
            form = forms.series(self.me, Series.load(self.series.id))
            self.ask(form, lambda _made: self.done(_("Saved · u undo")))


def why_cell(one: Occasion) -> Cell:
    """Why it is skipped, or what is special about it."""
    if one.why:
        return (one.why, "muted")
    if one.is_holiday:
        return (one.holiday, "warning")
    if one.moved:
        return (_("moved from {day}").format(day=format.weekday(one.occurrence)), "muted")
    return (_("{name} leads").format(name=one.leader) if one.leader else "", "muted")


def rating_cell(found: Figures | None) -> Cell:
    """How those who were there rated it."""
    if found is None or found.rating is None:
        return ("", "muted")
    return (f"{found.rating:.1f}", "" if found.rating >= GOAL_RATING else "warning")


def rate_cell(found: Figures | None) -> Cell:
    """The share of the action items due at it that were done by its start."""
    share = found.rate.share if found is not None and found.rate is not None else None
    if share is None:
        return ("", "muted")
    return (format.percent(share), "" if share >= GOAL_RATE else "warning")


def rate_lines(found: Figures | None) -> list[Line]:
    """The action-item rate with what it is made of; nothing where nothing was due."""
    rate = found.rate if found is not None else None
    if rate is None or rate.share is None:
        return []
    words = _("{share} of {n} done by its start").format(share=format.percent(rate.share), n=rate.due)
    return [fact(_("Actions due"), words, "" if rate.share >= GOAL_RATE else "warning")]
