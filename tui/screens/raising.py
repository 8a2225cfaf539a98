"""A topic for the meeting, or an action item, raised from the record under the cursor on any screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import actions, meetings, team, topics
from store.records import Ref, label
from store.topics import Topic
from tui import format
from tui.i18n import _
from tui.screens.meetings import forms
from tui.screens.meetings.entry import ActionEntry
from tui.widgets.status import Status

if TYPE_CHECKING:
    from tui.screens.base import HuddleScreen


def topic(screen: HuddleScreen, ref: Ref) -> None:
    """Ask for a topic about this record and raise it in the team's series."""
    series = meetings.series()
    if series is None:
        screen.complain(_("There is no meeting yet; 2 is where it is set up."))
        return

    def raised(_made: Topic) -> None:
        waiting = len(topics.waiting(series.id))
        screen.done(_("Topic raised · {n} for Solve · u undo").format(n=waiting))

    screen.ask(forms.new_topic(screen.me, series.id, ref, label(ref)), raised)


def action_item(screen: HuddleScreen, ref: Ref | None, about: str | None = None) -> None:
    """Open the line of an action item about this record; it is due by the next meeting unless the line says when."""
    series = meetings.series()
    day, people = team.today(), team.members()
    following = meetings.following(series) if series is not None else team.work_calendar().add(day, 5)
    of_topic = ref.id if ref is not None and ref.kind == "topic" else None

    def write(found: actions.Reading) -> str:
        assert found.owner is not None
        origin = None if of_topic is not None else ref
        made = actions.add(screen.me, found.title, found.owner.id, found.due_on, origin=origin, topic=of_topic)
        words = _("{name} does it until {day} · u undo")
        return words.format(name=format.plain(found.owner.name), day=format.day(made.due_on, day))

    named = about if about is not None else label(ref) if ref is not None else ""
    panel = ActionEntry(lambda line: actions.read(line, screen.me, people, day, following), write, named)
    screen.mount(panel, before=screen.query_one(Status))
