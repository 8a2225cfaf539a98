"""One goal as lists show it, with its figure and where it stands; any number of goals cost the same few queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from store import team
from store.calendar import Period, PeriodKind, WorkCalendar
from store.database import rows
from store.figures import Figure, Unit
from store.goals.branches import NAMED, OWNED
from store.goals.counting import Owners, Tally, figure
from store.goals.kinds import OPEN, Answer, Metric, Status
from store.goals.pace import Direction, Gap, Plan, Presence, Shape, Standing, State, aims, gap, presence, standing


class Turn(StrEnum):
    """For whose word a proposal waits."""

    OWNER = "owner"
    LEAD = "lead"


class GoalRow(NamedTuple):
    """One goal as a list shows it, with where it stands; owner "" is the team.

    ``presence`` is how much of its days its owner, a member, belongs to the team. ``answers`` is how many answers a
    satisfaction is the mean of.
    """

    id: int
    title: str
    owner_id: int | None
    group_id: int | None
    owner: str
    parent_id: int | None
    former_id: int | None
    metric: Metric
    period: Period
    plan: Plan
    unit: Unit
    currency: str
    weight: int
    status: Status
    why: str
    source: str
    despite: str
    proposed_by: int | None
    answer: Answer | None
    offer: int | None
    offer_why: str
    current: int | None
    answers: int | None
    checked_on: date | None
    confidence: int | None
    presence: Presence
    standing: Standing

    @property
    def is_team(self) -> bool:
        """Whether it is the whole team's."""
        return self.owner_id is None and self.group_id is None

    @property
    def state(self) -> State | None:
        """What the figures say; None for a goal that isn't active."""
        return self.standing.state if self.status is Status.ACTIVE else None

    @property
    def gap(self) -> Gap | None:
        """How the stated confidence gainsays the figures."""
        return gap(self.state, self.confidence)

    @property
    def turn(self) -> Turn | None:
        """For whose word a proposal waits: what the lead proposes for its owner's, everything else for the lead's."""
        if self.status is not Status.PROPOSED:
            return None
        asked = self.owner_id is not None and self.proposed_by not in (None, self.owner_id)
        return Turn.OWNER if asked and self.answer is None else Turn.LEAD

    def value(self, amount: float | None) -> Figure | None:
        """An amount of this goal with its unit; None of None."""
        return None if amount is None else Figure(round(amount), self.unit, self.currency)


class _Stored(NamedTuple):
    """What ``ROW`` reads."""

    id: int
    title: str
    owner_id: int | None
    group_id: int | None
    owner: str
    parent_id: int | None
    former_id: int | None
    metric: str
    period_kind: str
    first_day: str
    last_day: str
    shape: str
    direction: str
    start: int
    target: int
    unit: str
    weight: int
    status: str
    why: str
    source: str
    despite: str
    proposed_by: int | None
    answer: str | None
    offer: int | None
    offer_why: str
    joined_on: str | None
    left_on: str | None
    checked_on: str | None
    value: int | None
    confidence: int | None

    @property
    def first(self) -> date:
        return date.fromisoformat(self.first_day)

    @property
    def last(self) -> date:
        return date.fromisoformat(self.last_day)


_OF_GOAL = ", ".join(
    f"g.{name}"
    for name in (
        *("parent_id", "former_id", "metric", "period_kind", "first_day", "last_day", "shape", "direction", "start"),
        *("target", "unit", "weight", "status", "why", "source", "despite", "proposed_by", "answer", "offer"),
        "offer_why",
    )
)
_LATEST = (
    "(SELECT k.{what} FROM check_in k WHERE k.goal_id = g.id AND k.deleted_at IS NULL AND k.day <= ?{also}"
    " ORDER BY k.day DESC, k.id DESC LIMIT 1)"
)
# who was there when the team began with Huddle was there before, whatever day that was
JOINED = "nullif(m.joined_on, (SELECT min(f.joined_on) FROM member f WHERE f.deleted_at IS NULL))"
ROW = (
    f"SELECT g.id, g.title, g.owner_id, g.group_id, {NAMED}, {_OF_GOAL}, {JOINED}, m.left_on, c.day, c.value, "
    + _LATEST.format(what="confidence", also=" AND k.confidence IS NOT NULL")
    + f" FROM goal g {OWNED} LEFT JOIN check_in c ON c.id = "
    + _LATEST.format(what="id", also="")
)


def listed(numbers: Sequence[int], day: date, calendar: WorkCalendar | None = None) -> dict[int, GoalRow]:
    """The rows of these goals as they stand on this day, by id."""
    if not numbers:
        return {}
    marks = ",".join("?" * len(numbers))
    return {row.id: row for row in read(f"g.id IN ({marks})", numbers, day, calendar)}


def read(where: str, values: Sequence[object], day: date, calendar: WorkCalendar | None = None) -> list[GoalRow]:
    """The rows of the goals (as g) for which a condition holds, as they stand on this day."""
    asked = (day.isoformat(), day.isoformat(), *values)
    found = [_Stored(*v) for v in rows(f"{ROW} WHERE {where}", asked)]
    if not found:
        return []
    calendar = calendar or team.work_calendar()
    tally = Tally(((Metric(s.metric), s.first, min(s.last, day)) for s in found if s.status in OPEN), calendar.zone)
    around = _Around(calendar, day, tally, team.team().currency, _revised(found), members_of_groups(found))
    return [_row(stored, around) for stored in found]


def members_of_groups(found: Sequence[_Stored | GoalRow]) -> dict[int, frozenset[int]]:
    """Who is in the groups that own some of these goals, by the group's id."""
    if all(one.group_id is None for one in found):
        return {}
    return {group.id: group.ids for group in team.groups()}


def owners_of(owner: int | None, group: int | None, groups: Mapping[int, frozenset[int]]) -> Owners:
    """Whose records count for a goal."""
    if owner is not None:
        return (owner,)
    return None if group is None else groups.get(group, frozenset())


class _Around(NamedTuple):
    """What all rows of one answer share."""

    calendar: WorkCalendar
    day: date
    tally: Tally
    currency: str
    revised: Mapping[int, Sequence[tuple[date, int, int]]]
    groups: Mapping[int, frozenset[int]]


def _revised(found: Sequence[_Stored]) -> dict[int, list[tuple[date, int, int]]]:
    """The revisions of these goals in the order of writing: from which day, the old target, the new one."""
    marks = ",".join(str(stored.id) for stored in found)
    revised: dict[int, list[tuple[date, int, int]]] = {}
    for goal, day, old, new in rows(
        "SELECT r.goal_id, r.from_day, r.old, r.new FROM target_revision r"
        f" WHERE r.goal_id IN ({marks}) AND r.deleted_at IS NULL ORDER BY r.goal_id, r.id"
    ):
        revised.setdefault(goal, []).append((date.fromisoformat(day), old, new))
    return revised


def _plan(s: _Stored, around: _Around) -> Plan:
    revised = around.revised.get(s.id, ())
    turns = aims(s.first, revised[0][1], ((day, new) for day, _old, new in revised)) if revised else ()
    return Plan(Shape(s.shape), Direction(s.direction), s.start, s.target, s.first, s.last, turns)


def _presence(s: _Stored, calendar: WorkCalendar) -> Presence:
    joined, left = (date.fromisoformat(text) if text else None for text in (s.joined_on, s.left_on))
    return presence(calendar, s.first, s.last, joined, left)


def _row(s: _Stored, around: _Around) -> GoalRow:
    period = Period(PeriodKind(s.period_kind), s.first, s.last)
    plan = _plan(s, around)
    current: int | None = s.value if s.value is not None else s.start
    answers, metric, status = None, Metric(s.metric), Status(s.status)
    if metric is not Metric.TYPED and status in OPEN:  # a closed goal keeps the figure of its last check-in
        count = around.tally.count(
            metric, owners_of(s.owner_id, s.group_id, around.groups), s.first, min(s.last, around.day)
        )
        current, answers = figure(metric, count), count.of if metric is Metric.SATISFACTION else None
    return GoalRow(
        id=s.id,
        title=s.title,
        owner_id=s.owner_id,
        group_id=s.group_id,
        owner=s.owner,
        parent_id=s.parent_id,
        former_id=s.former_id,
        metric=metric,
        period=period,
        plan=plan,
        unit=Unit(s.unit),
        currency=around.currency,
        weight=s.weight,
        status=status,
        why=s.why,
        source=s.source,
        despite=s.despite,
        proposed_by=s.proposed_by,
        answer=Answer(s.answer) if s.answer else None,
        offer=s.offer,
        offer_why=s.offer_why,
        current=current,
        answers=answers,
        checked_on=date.fromisoformat(s.checked_on) if s.checked_on else None,
        confidence=s.confidence,
        presence=_presence(s, around.calendar),
        standing=standing(plan, current, around.calendar, around.day),
    )


__all__ = ["GoalRow", "Turn", "listed", "members_of_groups", "owners_of", "read"]
