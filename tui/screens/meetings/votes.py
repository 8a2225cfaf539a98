"""Everybody's stars for one topic, in a short list: who leads the meeting enters them for the room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from textual import events

from store import meetings, team
from store.access import Role
from store.errors import N_
from store.meetings import Occasion, Vote
from store.team import Member
from store.topics import Topic
from tui import format, keys
from tui.format import Tone
from tui.i18n import _, pgettext
from tui.rights import refusal
from tui.screens.base import HuddleScreen
from tui.screens.shortlist import ShortList
from tui.widgets.record_list import Column


class Given(NamedTuple):
    """What a member gave; None for not yet."""

    member: Member
    stars: int | None


class Votes(ShortList):
    """A row for everybody; ``S`` or space gives one star more, 0 to 3 give so many."""

    FOOTER = ("vote", "undo", "back")
    BINDINGS = keys.bind("vote", "undo", "back", "quit")
    ON_A_ROW = ("vote",)
    EMPTY = (N_("Nobody votes here yet."), "9", N_("then n: the people of your team"))

    def __init__(self, screen: HuddleScreen, one: Occasion, since: date, topic: int) -> None:
        super().__init__(screen)
        self.one = one
        self.since = since
        self.topic = Topic.load(topic)

    def heading(self) -> str:
        return _("Votes · {title}").format(title=format.cut(self.topic.title, 56))

    def section(self) -> str:
        given = meetings.tallies(self.one, self.since).get(self.topic.id)
        return _("★ {stars} from {voters}").format(stars=given.stars, voters=given.voters) if given else ""

    def columns(self) -> Sequence[Column[Given]]:
        return (
            Column("", 0, lambda row: (row.member.name, "bold")),
            Column("", 16, stars_cell, "right"),
        )

    def read(self) -> Mapping[int, Given]:
        given = meetings.tallies(self.one, self.since).get(self.topic.id)
        by = given.by if given is not None else {}
        here = [m for m in team.members() if m.role is not Role.VIEWER and m.joined_on <= self.one.day]
        return {m.id: Given(m, by.get(m.id)) for m in sorted(here, key=lambda m: m.id != self.below.me.id)}

    @property
    def selected(self) -> Given | None:
        """The member under the cursor."""
        found = self.rows.row
        return found if isinstance(found, Given) else None

    def why_not(self, action: str) -> str | None:
        """A colleague's stars are entered by who leads the meeting, or by the lead."""
        if self.selected is None:
            return _("Nobody votes here yet.")
        me, whose = self.below.me, self.selected.member.id
        if meetings.may_enter_for(me, self.one, whose):
            return refusal(me, "entered", Vote)
        return refusal(me, "voted", Vote, whose)

    def action_vote(self) -> None:
        """One star more; after three, none."""
        if self.selected is not None:
            self.give(((self.selected.stars or 0) + 1) % (meetings.MOST_STARS + 1))

    def give(self, stars: int) -> None:
        """Write the stars of the member under the cursor."""
        row = self.selected
        if row is None or self.complain_if_refused():
            return
        me = self.below.me
        words = (
            _("{stars} from {name} · u undo") if row.member.id == me.id else _("{stars} by {me} for {name} · u undo")
        )
        said = words.format(stars="★" * stars or _("No star"), name=row.member.name, me=me.name)
        self.write(meetings.vote, self.one, self.topic, stars, row.member, said=said)

    def complain_if_refused(self) -> bool:
        """Say why the stars under the cursor aren't mine to give, if so."""
        why = self.why_not("vote")
        if why is not None:
            self.complain(why)
        return why is not None

    def on_key(self, event: events.Key) -> None:
        if event.key in ("0", "1", "2", "3"):
            self.give(int(event.key))
            event.stop()
        elif event.key == "space" and not self.complain_if_refused():
            self.action_vote()
            event.stop()
        else:
            super().on_key(event)


def stars_cell(row: Given) -> tuple[str, Tone]:
    """``★★☆``, or that nothing was given yet."""
    if row.stars is None:
        return (pgettext("stars", "not yet"), "muted")
    return ("★" * row.stars + "☆" * (meetings.MOST_STARS - row.stars), "accent" if row.stars else "muted")
