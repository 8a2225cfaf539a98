"""The form of a weekly update, from the agenda and from Today."""

from __future__ import annotations

from datetime import date
from typing import Any

from store import meetings
from store.errors import N_
from store.meetings import Occasion, WeeklyUpdate
from store.team import Member
from tui import format
from tui.i18n import _
from tui.screens.base import HuddleScreen
from tui.widgets.form import Field, Form


def ask(screen: HuddleScreen, one: Occasion, since: date, member: int) -> None:
    """Ask for the update of a member for this meeting, beginning with the one that counts now."""
    row = meetings.update_of(member, one, since)
    record = WeeklyUpdate.load(row.id) if row is not None and row.id is not None else None
    screen.ask(form(screen.me, one, Member.load(member), record), lambda _made: screen.done(_("Written · u undo")))


def ask_mine(screen: HuddleScreen) -> None:
    """Ask for my own update for the next meeting."""
    found = meetings.series()
    one = meetings.next_meeting(found) if found is not None else None
    if found is not None and one is not None:
        ask(screen, one, meetings.previous_day(found, one.day), screen.me.id)


def form(me: Member, one: Occasion, member: Member, record: WeeklyUpdate | None) -> Form[WeeklyUpdate]:
    """What is asked; ``record`` is the update that is there, or what is left of a skipped week."""

    def fields(it: WeeklyUpdate | None) -> list[Field]:
        needed, hint = it.support if it else "", _("each line becomes a topic with i")
        return [
            Field("progress", _("Progress this week"), "long", it.progress if it else ""),
            Field("problems", _("Problems"), "long", it.problems if it else ""),
            Field("support", _("Support needed, one thing a line"), "long", needed, hint=hint),
            Field("confidence", _("Confidence, 0 to 10"), "number", it.confidence if it else None),
        ]

    def save(values: dict[str, Any]) -> WeeklyUpdate:
        found = made.record
        assert found is None or isinstance(found, WeeklyUpdate)
        return meetings.write_update(me, one, member, record=found, **values)

    day = format.weekday(one.day)
    title = _("Weekly update for {day}").format(day=day)
    if member.id != me.id:
        title = _("Weekly update of {name} for {day}").format(name=format.cut(member.name, 24), day=day)
    made = Form(title, fields, save, N_("Write it"), record=record)
    return made
