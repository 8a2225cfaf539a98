"""Votes: what the team wants to talk about first, 0 to 3 stars of each member for each topic of one meeting.

A vote is for a meeting, named by the day the series gives it. What was voted for a skipped meeting counts at the
next one until somebody votes anew. Solve stands in the order of the sums, then in the one people gave by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from peewee import ForeignKeyField, IntegerField

from store.changes import change
from store.database import rows
from store.errors import N_, Invalid, Reason
from store.meetings.kinds import MeetingStatus
from store.meetings.occasions import Occasion
from store.meetings.update import may_enter_for
from store.records import Day, Record
from store.team import Member
from store.topics import WAITING, Topic, TopicRow

MOST_STARS = 3  # stars of one member for one topic


class Vote(Record):
    """The stars (0-3) of one member for a topic at one meeting, the one of that ``occurrence``."""

    topic_id: int
    topic = ForeignKeyField(Topic, lazy_load=False)
    occurrence = Day()
    member_id: int
    member = ForeignKeyField(Member, lazy_load=False)
    stars = IntegerField()
    OWNER = "member"

    @property
    def title_of_record(self) -> str:
        return "★" * self.stars or "☆"


# Questions


class Tally(NamedTuple):
    """What a topic got: the sum, and everybody's stars by member id; who gave none isn't counted."""

    stars: int
    by: Mapping[int, int]

    @property
    def voters(self) -> int:
        """How many gave at least one star."""
        return sum(stars > 0 for stars in self.by.values())


NONE = Tally(0, {})


def tallies(one: Occasion, since: date) -> dict[int, Tally]:
    """The votes that count at a meeting, by topic, when the one before was on ``since``."""
    found = rows(
        "SELECT v.topic_id, v.member_id, v.stars FROM vote v WHERE v.deleted_at IS NULL AND (v.occurrence = ?"
        " OR (v.occurrence > ? AND v.occurrence < ? AND v.occurrence IN (SELECT m.occurrence FROM meeting m"
        "  WHERE m.series_id = ? AND m.status = 'skipped' AND m.deleted_at IS NULL))) ORDER BY v.occurrence, v.id",
        (one.occurrence.isoformat(), since.isoformat(), one.occurrence.isoformat(), one.series),
    )
    by: dict[int, dict[int, int]] = {}
    for topic, member, stars in found:
        by.setdefault(topic, {})[member] = stars  # the latest of a member counts
    return {topic: Tally(sum(given.values()), given) for topic, given in by.items()}


def by_votes(found: Sequence[TopicRow], given: Mapping[int, Tally]) -> list[TopicRow]:
    """Topics with the most stars first; among equals the order stays."""
    return sorted(found, key=lambda row: -given.get(row.id, NONE).stars)


def places(found: Sequence[TopicRow], given: Mapping[int, Tally], topic: int, by: int) -> int:
    """How many places in the order by hand bring a topic past its next neighbour, down for ``by`` = 1, up for -1.

    0 where there is none, or where the votes keep the two apart.
    """
    hand, shown = [row.id for row in found], [row.id for row in by_votes(found, given)]
    at = shown.index(topic)
    if not 0 <= at + by < len(shown):
        return 0
    other = shown[at + by]
    alike = given.get(topic, NONE).stars == given.get(other, NONE).stars
    return hand.index(other) - hand.index(topic) if alike else 0


# Verbs


def vote(actor: Member, one: Occasion, topic: Topic, stars: int, member: Member | None = None) -> Vote:
    """Give a topic 0 to 3 stars at a meeting, or enter what somebody else in the room gives.

    Raises Denied, Invalid (other stars, a topic that waits for nothing, a meeting that is over).
    """
    who = member or actor
    _valid(one, topic, stars)
    verb = N_("voted") if who.id == actor.id or not may_enter_for(actor, one, who.id) else N_("entered")
    given = Vote.get_or_none(Vote.topic == topic, Vote.occurrence == one.occurrence, Vote.member == who, Vote.kept())
    with change(actor, verb, given or Vote, owner=who.id) as it:
        it.title = topic.title
        if given is None:
            return it.add(Vote, topic=topic, occurrence=one.occurrence, member=who, stars=stars)
        it.update(given, stars=stars)
    return given


def _valid(one: Occasion, topic: Topic, stars: int) -> None:
    if stars not in range(MOST_STARS + 1):
        raise Invalid({"stars": Reason(N_("A vote is 0 to {most} stars."), {"most": MOST_STARS})})
    if topic.status not in WAITING:
        raise Invalid({"topic": Reason(N_("Only a topic that waits for Solve is voted on."), {})})
    if one.status is MeetingStatus.CLOSED:
        raise Invalid({"status": Reason(N_("This meeting was held; it can't be changed any more."), {})})
