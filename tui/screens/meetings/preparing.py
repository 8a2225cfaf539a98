"""What the keys do to prepare a meeting: weekly updates, votes, the skip of a holiday, the text of the agenda."""

from __future__ import annotations

from store import agenda, meetings, topics
from store.errors import Problem
from store.meetings import Meeting, Occasion, Series, Vote, WeeklyUpdate
from store.records import Ref
from store.topics import Topic, TopicStatus
from tui.i18n import _
from tui.rights import refusal
from tui.screens.base import HuddleScreen
from tui.screens.meetings import updates
from tui.screens.meetings.rows import Item, Row

OF_UPDATES = ("weekly_update", "member")  # an update, and a member whose update is missing


class Preparing(HuddleScreen):
    """A screen that shows the agenda of a meeting: it says which one, and what is under the cursor."""

    series: Series | None
    found: agenda.Agenda | None

    @property
    def item(self) -> Item | None:
        """The record under the cursor; None on a heading."""
        raise NotImplementedError

    @property
    def one(self) -> Occasion | None:
        """The meeting that is shown."""
        return self.found.meeting if self.found is not None else None

    def kind(self) -> str:
        """The kind of the record under the cursor, "" on a heading."""
        return self.item.line.ref.kind if self.item is not None else ""

    def my_stars(self, row: Row) -> int:
        """How many stars I gave the topic of a row."""
        if self.found is None or not isinstance(row, Item) or row.line.ref.kind != "topic":
            return 0
        given = self.found.votes.get(row.line.ref.id)
        return given.by.get(self.me.id, 0) if given is not None else 0

    def why_not_prepare(self, action: str) -> str | None:
        """Why one of these keys can't be pressed now."""
        if action == "update":
            return refusal(self.me, "written", WeeklyUpdate, self.me.id)
        if action in ("vote", "votes"):
            if self.kind() != "topic":
                return _("Only a topic gets votes.")
            return refusal(self.me, "voted", Vote, self.me.id)
        if action == "respond":
            if self.one is None or not self.one.is_holiday:
                return _("There is no holiday here to be skipped.")
            return refusal(self.me, "skipped", Meeting)
        return None

    # Weekly updates

    def action_update(self) -> None:
        """Write my own weekly update."""
        if self.found is not None:
            updates.ask(self, self.found.meeting, self.found.since, self.me.id)

    def write_update_here(self) -> None:
        """Write or change the update under the cursor."""
        if self.found is not None and self.item is not None and self.kind() in OF_UPDATES:
            updates.ask(self, self.found.meeting, self.found.since, self._whose())

    def _whose(self) -> int:
        assert self.item is not None
        ref = self.item.line.ref
        return ref.id if ref.kind == "member" else WeeklyUpdate.load(ref.id).member_id

    def may_write_here(self) -> str | None:
        """Why the update under the cursor isn't mine to write."""
        try:
            whose = self._whose()
        except Problem:
            return None
        if self.one is not None and meetings.may_enter_for(self.me, self.one, whose):
            return refusal(self.me, "entered", WeeklyUpdate)
        return refusal(self.me, "written", WeeklyUpdate, whose)

    def raise_support(self) -> bool:
        """Make the next line of support needed a topic; whether there was one."""
        row = meetings.update_row(self.item.line.ref.id) if self.item is not None else None
        waiting = meetings.not_raised(row) if row is not None else []
        if row is None or not waiting or self.series is None:
            return False
        origin, rest = Ref("weekly_update", row.id or 0), len(waiting) - 1
        said = _("Topic: {title} · i raises {n} more · u undo") if rest else _("Topic: {title} · u undo")
        self.perform(
            topics.raise_topic,
            self.series.id,
            waiting[0],
            origin=origin,
            raised_by=row.member,
            said=lambda made: said.format(title=made.title, n=rest),
        )
        return True

    # Votes

    def action_vote(self) -> None:
        """One star more from me; after three, none."""
        if self.item is not None and self.one is not None:
            stars = (self.my_stars(self.item) + 1) % (meetings.MOST_STARS + 1)
            said = _("{stars} from you · u undo").format(stars="★" * stars or _("No star"))
            self.perform(meetings.vote, self.one, Topic.load(self.item.line.ref.id), stars, said=said)

    def action_votes(self) -> None:
        """Everybody's stars for this topic."""
        if self.item is not None and self.found is not None:
            from tui.screens.meetings.votes import Votes

            self.app.push_screen(Votes(self, self.found.meeting, self.found.since, self.item.line.ref.id))

    def move_topic(self, number: int, by: int) -> bool:
        """Move a topic past its neighbour with as many stars; whether it moved, else why not is said."""
        record = Topic.load(number)
        if self.found is not None and record.status is not TopicStatus.PARKED:
            waiting = topics.waiting(record.series)
            by = meetings.places(waiting, self.found.votes, number, by)
            if not by:
                return False
        self.perform(topics.move, record, by)
        return True

    # The meeting

    def action_respond(self) -> None:
        """Accept that the meeting on a holiday is skipped, with the holiday's name as the reason."""
        if self.one is not None and self.one.is_holiday:
            why = self.one.holiday or _("Holiday")
            self.perform(meetings.skip, self.one, why, said=_("Skipped: {why} · u undo").format(why=why))

    def action_preview(self) -> None:
        """The whole agenda as text."""
        if self.found is not None:
            from tui.screens.meetings.preview import Preview

            self.app.push_screen(Preview(self.found))

    def action_numbers(self) -> None:
        """How the last meetings went."""
        if self.series is not None:
            from tui.screens.meetings.numbers import Numbers

            self.app.push_screen(Numbers())
