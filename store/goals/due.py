"""What Today and the meeting ask about goals, as lines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from math import inf

from store import team
from store.access import Role
from store.database import rows
from store.errors import N_, Reason
from store.goals.branches import OPEN_GOAL
from store.goals.kinds import Answer, Metric, Status
from store.goals.pace import State
from store.goals.rows import GoalRow, Turn, read
from store.reading import once_a_reading
from store.records import Line, Part, Ref
from store.team import Member

CHECK_IN_EVERY = timedelta(days=7)  # a typed-in goal wants a figure for every weekly meeting
SEEN_WITHIN = timedelta(days=14)  # an older check-in that nobody acknowledged is history


def due_for(member: Member, day: date) -> list[Line]:
    """A member's lines on Today: proposals that wait for their word, check-ins that the lead hasn't acknowledged, goals
    that ended and are still open, and typed-in goals that run without a check-in for a week. What is the team's or a
    group's is the lead's business."""
    lead = member.role is Role.LEAD
    waits = "(g.metric = 'typed' OR g.last_day < ?)"  # what is counted says something here only when it has ended
    whose = "(g.owner_id = ? OR g.owner_id IS NULL)" if lead else "g.owner_id = ?"
    also = " OR g.status = 'proposed'" if lead else " OR g.status = 'proposed' AND g.owner_id = ?"
    today = day.isoformat()
    values = (member.id, today) if lead else (member.id, today, member.id)
    unseen = _unseen(member, day) if lead else {}
    if unseen:
        also += f" OR g.id IN ({','.join(map(str, unseen))})"
    found = read(f"{OPEN_GOAL} AND (g.status = 'active' AND {whose} AND {waits}{also})", values, day)
    lines = [_seen(row, unseen[row.id]) for row in found if row.id in unseen and row.status is Status.ACTIVE]
    mine = (row for row in found if row.status is Status.PROPOSED or row.owner_id == member.id or row.owner_id is None)
    return lines + [line for row in mine if (line := _due(row, member, day)) is not None]


def _unseen(lead: Member, day: date) -> dict[int, int]:
    """The goals with check-ins of others that wait to be acknowledged, and how many each has."""
    return dict(
        rows(
            "SELECT k.goal_id, count(*) FROM check_in k WHERE k.acknowledged_at IS NULL AND k.deleted_at IS NULL"
            " AND k.day >= ? AND k.created_by != ? GROUP BY k.goal_id",
            ((day - SEEN_WITHIN).isoformat(), lead.id),
        )
    )


def _line(row: GoalRow) -> partial[Line]:
    return partial(Line, Ref("goal", row.id), N_("Goal"), row.title, owner=row.owner)


def _seen(row: GoalRow, many: int) -> Line:
    values = {"current": row.value(row.current) or "–", "confidence": row.confidence, "name": row.owner, "many": many}
    said = N_("{name}: {current}, says {confidence} of 10") if row.confidence is not None else N_("{name}: {current}")
    return _line(row)(Reason(said, values), state=Reason(N_("✓ acknowledge"), {}), tone="accent", part=Part.REVIEW)


def _due(row: GoalRow, member: Member, day: date) -> Line | None:
    values = {"name": row.owner, "current": row.value(row.current) or "–", "target": row.value(row.plan.target)}
    line = _line(row)
    so_far = Reason(N_("{current} of {target}"), values)
    if row.status is Status.PROPOSED:
        return _proposed(row, member)
    if row.state is State.ENDED:
        return line(so_far, row.period.last, state=Reason(N_("■ close it"), {}), tone="warning")
    due_on = max(row.checked_on or row.period.first, row.period.first) + CHECK_IN_EVERY
    if row.metric is Metric.TYPED and row.period.first <= day and due_on <= day:
        return line(so_far, due_on, state=Reason(N_("check in"), {}))
    return None


def _proposed(row: GoalRow, member: Member) -> Line | None:
    """The line of a proposal, for whoever's word it waits."""
    lead = member.role is Role.LEAD
    if (row.turn is Turn.LEAD) is not lead and row.owner_id != member.id:
        return None
    if row.turn is Turn.LEAD and not lead:
        return None
    values = {"name": row.owner, "target": row.value(row.plan.target), "offer": row.value(row.offer)}
    line = partial(_line(row), part=Part.REVIEW)
    if row.answer is Answer.COUNTERED:
        ask = Reason(N_("{name} offers {offer} instead of {target}"), values)
        return line(ask, state=Reason(N_("◇ countered"), {}), tone="warning")
    if row.answer is Answer.ACCEPTED:
        ask = Reason(N_("{name} accepts {target}: activate"), values)
        return line(ask, state=Reason(N_("◇ accepted"), {}), tone="accent")
    ask = Reason(N_("accept {target}? {name}") if row.owner else N_("accept {target}?"), values)
    return line(ask, state=Reason(N_("◇ proposed"), {}), tone="warning")


WORDS = {
    State.OFF_TRACK: (N_("✕ off track · pace {pace}"), "bad"),
    State.AT_RISK: (N_("▲ at risk · pace {pace}"), "warning"),
    State.ENDED: (N_("■ ended, close it"), "warning"),
}


@once_a_reading
def active() -> list[GoalRow]:
    """Everybody's goals that run, as they stand today; the agenda asks for them in two of its sections."""
    return read(f"{OPEN_GOAL} AND g.status = 'active'", (), team.today())


def for_meeting(since: date, limit: int) -> list[Line]:
    """The goals that are off pace, worst pace first, then those that ended and are still open; ``since`` means
    nothing here, because a goal is off pace until it isn't."""
    found = [row for row in active() if row.state in WORDS]
    found.sort(key=lambda row: (row.state is State.ENDED, _speed(row), row.id))
    name = team.team().name
    return [_off_pace(row, name) for row in found[:limit]]


def _speed(row: GoalRow) -> float:
    return inf if row.standing.pace is None else row.standing.pace


def _off_pace(row: GoalRow, team_name: str) -> Line:
    words, tone = WORDS[row.standing.state]
    speed = row.standing.pace
    state = Reason(words, {"pace": "—" if speed is None else f"{speed:.2f}"})
    return Line(
        Ref("goal", row.id), N_("Goal"), row.owner or team_name, row.title, owner=row.owner, state=state, tone=tone
    )


def off_pace(found: Iterable[GoalRow]) -> int:
    """How many of these goals are at risk or off track."""
    return sum(row.state in (State.AT_RISK, State.OFF_TRACK) for row in found)
