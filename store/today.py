"""What waits for a member: every domain's lines for today, and the counts of the bar."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from datetime import date, datetime, time
from functools import lru_cache

from store import (
    actions,
    complaints,
    followups,
    goals,
    meetings,
    pipeline,
    reviews,
    risks,
    scorecard,
    signals,
    team,
    training,
)
from store.calendar import now
from store.reading import state
from store.records import LEADS, Line, Part
from store.team import Member

SOURCES: tuple[Callable[[Member, date], list[Line]], ...] = (
    complaints.due_for,
    followups.due_for,
    pipeline.due_for,
    actions.due_for,
    training.due_for,
    goals.due_for,
    scorecard.due_for,
    reviews.due_for,
    risks.due_for,
    meetings.due_for,
)


def lines(member: Member, day: date) -> dict[Part, list[Line]]:
    """Every domain's lines for this member on this day.

    What must be done: what leads (overdue complaints), then overdue before today's, else in each domain's own
    order. What waits for a review: as it comes. What is coming: by day and time.

    The screen and the badges ask one after the other: the answer is kept within a minute in which nothing is written.
    """
    return _lines(member, day, now().replace(second=0, microsecond=0), state())


@lru_cache(maxsize=2)
def _lines(member: Member, day: date, _minute: datetime, _state: Hashable) -> dict[Part, list[Line]]:
    found = [line for source in SOURCES for line in source(member, day)]
    parts = {part: [line for line in found if line.part is part] for part in Part}
    parts[Part.DO].sort(key=lambda line: (line.urgency > LEADS, (line.day or day) >= day))
    parts[Part.COMING].sort(key=lambda line: (line.day or date.max, line.at or time.min))
    return parts


def beyond(member: Member, day: date, listed: Mapping[Part, list[Line]]) -> Mapping[Part, int]:
    """How many follow-ups wait without being among these lines, which hold only the first two hundred of each part."""
    there = {part: sum(line.ref.kind == "follow_up" for line in listed[part]) for part in Part}
    return {
        Part.DO: max(followups.count_due(member.id, day) - there[Part.DO], 0),
        Part.COMING: max(followups.count_coming(member.id, day) - there[Part.COMING], 0),
    }


def badges(member: Member) -> Mapping[str, int]:
    """What waits for the member, by screen: overdue and due today, on Training what is to be signed as well, and on
    Risks the reviews and, for the lead, the signals that wait for a decision; a meeting that runs."""
    day = team.today()
    found = lines(member, day)
    return {
        "today": len(found[Part.DO]) + len(found[Part.REVIEW]) + beyond(member, day, found)[Part.DO],
        "followups": followups.count_due(member.id, day),
        "training": sum(line.ref.kind == "training_step" for part in (Part.DO, Part.REVIEW) for line in found[part]),
        "risks": sum(line.ref.kind == "risk" for line in found[Part.REVIEW]) + signals.count_new(member),
        **({"meeting": 1} if meetings.any_running() else {}),
    }
