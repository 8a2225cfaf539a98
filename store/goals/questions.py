"""What screens ask about goals. Each question costs a fixed number of queries, however many goals there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from math import inf
from typing import NamedTuple

from store import notes, team
from store.access import Role
from store.calendar import Period, PeriodKind, WorkCalendar
from store.database import rows
from store.errors import N_, NotFound, Reason
from store.figures import Figure, Unit
from store.goals.counting import Tally
from store.goals.pace import Direction, Plan, Shape, Standing, State, standing, weighted
from store.goals.records import OPEN, Metric, Status
from store.records import Line, Part, Ref
from store.team import Member

RECENT = timedelta(days=366)  # closed goals whose period ended longer ago are left to the reports
SAMPLES = 16  # points of a trend that is counted
CHECK_IN_EVERY = timedelta(days=7)  # a typed-in goal wants a figure for every weekly meeting
OPEN_GOAL = "g.status IN ('draft', 'proposed', 'active') AND g.deleted_at IS NULL"
CLOSED_GOAL = "g.status IN ('achieved', 'missed', 'dropped') AND g.deleted_at IS NULL"
FURTHEST_FIRST = {PeriodKind.YEAR: 0, PeriodKind.QUARTER: 1, PeriodKind.MONTH: 2}


class Branch(NamedTuple):
    """A goal's place in the tree: how many of the goals above it are in the same answer."""

    id: int
    depth: int


def tree(owner: int | None, day: date, text: str = "") -> list[Branch]:
    """The open goals as a tree, parents before their children: one member's, or everyone's.

    With a filter the goals that have it keep their order and move up to the nearest goal above that has it too.
    Beside each other: longer periods first, then the period that ends first, then goals with others below them,
    the team before its people, by name. Goals that are above each other in a circle, which an undo may leave, are
    listed once, at the top.
    """
    found = rows(
        "SELECT g.id, g.parent_id, g.period_kind, g.last_day, g.owner_id, coalesce(m.name, ''), g.title FROM goal g"
        f" LEFT JOIN member m ON m.id = g.owner_id WHERE {OPEN_GOAL}"
    )
    wanted = text.strip().casefold()
    shown = {
        i
        for i, _, _, _, whose, name, title in found
        if _matches(owner, whose) and wanted in f"{title}\n{name}".casefold()
    }
    known = {i for i, *_ in found}
    tops = {parent for _, parent, *_ in found} & known
    found.sort(
        key=lambda v: (FURTHEST_FIRST[PeriodKind(v[2])], v[3], v[0] not in tops, v[5].casefold(), v[6].casefold(), v[0])
    )
    below: defaultdict[int | None, list[int]] = defaultdict(list)
    for i, parent, *_ in found:
        below[parent if parent in known else None].append(i)
    return _walk(below, [i for i, *_ in found], shown)


def _matches(owner: int | None, whose: int | None) -> bool:
    return owner is None or owner == whose


def _walk(below: Mapping[int | None, list[int]], everyone: Sequence[int], shown: set[int]) -> list[Branch]:
    answer: list[Branch] = []
    visited: set[int] = set()
    for root in [*below.get(None, ()), *everyone]:  # what no root leads to stands in a circle
        waiting = [(root, 0)]
        while waiting:
            number, depth = waiting.pop()
            if number in visited:
                continue
            visited.add(number)
            if number in shown:
                answer.append(Branch(number, depth))
            below_it = depth + (number in shown)
            waiting += [(child, below_it) for child in reversed(below.get(number, ()))]
    return answer


def closed(owner: int | None, day: date, text: str = "") -> list[int]:
    """Goals that were closed and whose period ended within the last year, the latest first."""
    found = rows(
        "SELECT g.id, g.owner_id, g.title || char(10) || coalesce(m.name, '') FROM goal g"
        f" LEFT JOIN member m ON m.id = g.owner_id WHERE {CLOSED_GOAL} AND g.last_day >= ?"
        " ORDER BY g.last_day DESC, g.id DESC",
        ((day - RECENT).isoformat(),),
    )
    wanted = text.strip().casefold()
    return [i for i, whose, words in found if _matches(owner, whose) and wanted in words.casefold()]


class GoalRow(NamedTuple):
    """One goal as a list shows it, with where it stands; owner "" is the team."""

    id: int
    title: str
    owner_id: int | None
    owner: str
    parent_id: int | None
    metric: Metric
    period: Period
    plan: Plan
    unit: Unit
    currency: str
    weight: int
    status: Status
    why: str
    current: int | None
    checked_on: date | None
    confidence: int | None
    standing: Standing

    @property
    def state(self) -> State | None:
        """What the figures say; None for a goal that isn't active."""
        return self.standing.state if self.status is Status.ACTIVE else None

    def value(self, amount: float | None) -> Figure | None:
        """An amount of this goal with its unit; None of None."""
        return None if amount is None else Figure(round(amount), self.unit, self.currency)


class _Stored(NamedTuple):
    """What ``ROW`` reads."""

    id: int
    title: str
    owner_id: int | None
    owner: str
    parent_id: int | None
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
    checked_on: str | None
    value: int | None
    confidence: int | None


ROW = (
    "SELECT g.id, g.title, g.owner_id, coalesce(m.name, ''), g.parent_id, g.metric, g.period_kind, g.first_day,"
    " g.last_day, g.shape, g.direction, g.start, g.target, g.unit, g.weight, g.status, g.why, c.day, c.value,"
    " (SELECT k.confidence FROM check_in k WHERE k.goal_id = g.id AND k.deleted_at IS NULL AND k.day <= ?"
    "  AND k.confidence IS NOT NULL ORDER BY k.day DESC, k.id DESC LIMIT 1)"
    " FROM goal g LEFT JOIN member m ON m.id = g.owner_id LEFT JOIN check_in c ON c.id ="
    " (SELECT k.id FROM check_in k WHERE k.goal_id = g.id AND k.deleted_at IS NULL AND k.day <= ?"
    "  ORDER BY k.day DESC, k.id DESC LIMIT 1)"
)


def listed(numbers: Sequence[int], day: date, calendar: WorkCalendar | None = None) -> dict[int, GoalRow]:
    """The rows of these goals as they stand on this day, by id."""
    if not numbers:
        return {}
    marks = ",".join("?" * len(numbers))
    return {row.id: row for row in _rows(f"g.id IN ({marks})", numbers, day, calendar)}


def _rows(where: str, values: Sequence[object], day: date, calendar: WorkCalendar | None = None) -> list[GoalRow]:
    asked = (day.isoformat(), day.isoformat(), *values)
    found = [_Stored(*v) for v in rows(f"{ROW} WHERE {where}", asked)]
    if not found:
        return []
    calendar = calendar or team.work_calendar()
    counted = ((Metric(s.metric), date.fromisoformat(s.first_day), _until(s, day)) for s in found if s.status in OPEN)
    tally = Tally(counted, calendar.zone)
    currency = team.team().currency
    return [_row(stored, tally, calendar, currency, day) for stored in found]


def _until(stored: _Stored, day: date) -> date:
    return min(date.fromisoformat(stored.last_day), day)


def _row(s: _Stored, tally: Tally, calendar: WorkCalendar, currency: str, day: date) -> GoalRow:
    period = Period(PeriodKind(s.period_kind), date.fromisoformat(s.first_day), date.fromisoformat(s.last_day))
    plan = Plan(Shape(s.shape), Direction(s.direction), s.start, s.target, period.first, period.last)
    current: int | None = s.value if s.value is not None else s.start
    if s.metric != Metric.TYPED and s.status in OPEN:  # a closed goal keeps the figure of its last check-in
        current = tally.value(Metric(s.metric), s.owner_id, period.first, _until(s, day))
    return GoalRow(
        s.id,
        s.title,
        s.owner_id,
        s.owner,
        s.parent_id,
        Metric(s.metric),
        period,
        plan,
        Unit(s.unit),
        currency,
        s.weight,
        Status(s.status),
        s.why,
        current,
        date.fromisoformat(s.checked_on) if s.checked_on else None,
        s.confidence,
        standing(plan, current, calendar, day),
    )


class Checked(NamedTuple):
    """A check-in with the name of who wrote it."""

    id: int
    day: date
    value: int
    state: State
    confidence: int | None
    note: str
    by: str


def check_ins(goal: int, limit: int = 60) -> list[Checked]:
    """The check-ins of a goal, newest first."""
    found = rows(
        "SELECT c.id, c.day, c.value, c.state, c.confidence, c.note, coalesce(m.name, '') FROM check_in c"
        " LEFT JOIN member m ON m.id = c.created_by WHERE c.goal_id = ? AND c.deleted_at IS NULL"
        " ORDER BY c.day DESC, c.id DESC LIMIT ?",
        (goal, limit),
    )
    return [Checked(i, date.fromisoformat(d), v, State(s), c, n, by) for i, d, v, s, c, n, by in found]


class Revised(NamedTuple):
    """A revision of a target with the name of who made it."""

    from_day: date
    old: int
    new: int
    reason: str
    by: str


def revisions(goal: int) -> list[Revised]:
    """How the target of a goal was changed, newest first."""
    found = rows(
        "SELECT r.from_day, r.old, r.new, r.reason, coalesce(m.name, '') FROM target_revision r"
        " LEFT JOIN member m ON m.id = r.created_by WHERE r.goal_id = ? AND r.deleted_at IS NULL"
        " ORDER BY r.from_day DESC, r.id DESC",
        (goal,),
    )
    return [Revised(date.fromisoformat(d), old, new, reason, by) for d, old, new, reason, by in found]


class Parts(NamedTuple):
    """The open goals below one: how many, their weighted progress, and the share of the weight that is known."""

    many: int
    progress: float | None
    known: float


class Detail(NamedTuple):
    """Everything about one goal."""

    row: GoalRow
    parent: str
    parts: Parts
    trend: tuple[tuple[date, int], ...]
    check_ins: tuple[Checked, ...]
    revisions: tuple[Revised, ...]
    notes: tuple[notes.Written, ...]


def detail(goal: int, day: date) -> Detail:
    """A goal with its parts, check-ins, revisions and notes. Raises NotFound when it is gone.

    ``trend`` holds the figure of the start and of every check-in, of a counted metric that of several days, with
    the current one at its end; oldest first.
    """
    family = _rows(f"g.deleted_at IS NULL AND (g.id = ? OR g.parent_id = ? AND {OPEN_GOAL})", (goal, goal), day)
    row = next((r for r in family if r.id == goal), None)
    if row is None:
        raise NotFound(Reason(N_("This record is gone; somebody may have removed it."), {}))
    above = rows("SELECT title FROM goal WHERE id = ? AND deleted_at IS NULL", (row.parent_id,))
    checked = check_ins(goal)
    return Detail(
        row,
        above[0][0] if above else "",
        _parts([r for r in family if r.id != goal]),
        _trend(row, checked, day),
        tuple(checked),
        tuple(revisions(goal)),
        tuple(notes.about(Ref("goal", goal))),
    )


def _parts(children: Sequence[GoalRow]) -> Parts:
    mean = weighted([(r.weight, r.standing.progress) for r in children])
    return Parts(len(children), *(mean or (None, 0.0)))


def _trend(row: GoalRow, checked: Sequence[Checked], day: date) -> tuple[tuple[date, int], ...]:
    if row.metric is not Metric.TYPED and row.status in OPEN:
        return _counted_trend(row, day)
    values = {row.period.first: row.plan.start} | {c.day: c.value for c in reversed(checked)}
    return tuple(sorted(values.items()))


def _counted_trend(row: GoalRow, day: date) -> tuple[tuple[date, int], ...]:
    """The figure at the end of up to ``SAMPLES`` days, the last of them today or the period's last."""
    first, last = row.period.first, min(row.period.last, day)
    if last < first:
        return ()
    step = max(-(-((last - first).days + 1) // SAMPLES), 1)
    days = sorted(last - timedelta(days=n) for n in range(0, (last - first).days + 1, step))
    tally = Tally([(row.metric, first, last)], team.team().timezone)
    found = [(until, tally.value(row.metric, row.owner_id, first, until)) for until in days]
    return tuple((until, value) for until, value in found if value is not None)


def above(goal: int) -> set[int]:
    """The goal itself and every goal above it."""
    found = rows(
        "WITH RECURSIVE up(id) AS (SELECT ? UNION SELECT g.parent_id FROM goal g JOIN up ON g.id = up.id"
        " WHERE g.parent_id IS NOT NULL) SELECT id FROM up",
        (goal,),
    )
    return {number for (number,) in found}


def may_be_above(goal: int | None) -> list[tuple[int, str, str]]:
    """Open goals that may be the parent of this one (of a new one without it), as (id, title, owner's name).

    Itself and whatever is below it may not.
    """
    found = rows(
        "WITH RECURSIVE down(id) AS (SELECT ? UNION SELECT g.id FROM goal g JOIN down ON g.parent_id = down.id)"
        " SELECT g.id, g.title, coalesce(m.name, '') FROM goal g LEFT JOIN member m ON m.id = g.owner_id"
        f" WHERE {OPEN_GOAL} AND g.id NOT IN (SELECT id FROM down WHERE id IS NOT NULL)"
        " ORDER BY g.owner_id IS NOT NULL, g.title COLLATE NOCASE, g.id",
        (goal,),
    )
    return [(i, title, name) for i, title, name in found]


# What Today and the meeting ask


def due_for(member: Member, day: date) -> list[Line]:
    """A member's lines on Today: proposals that wait for the lead, goals that ended and are still open, and
    typed-in goals that run without a check-in for a week. The team's goals are the lead's business."""
    lead = member.role is Role.LEAD
    whose = "(g.owner_id = ? OR g.owner_id IS NULL)" if lead else "g.owner_id = ?"
    proposed = " OR g.status = 'proposed'" if lead else ""
    found = _rows(f"{OPEN_GOAL} AND (g.status = 'active' AND {whose}{proposed})", (member.id,), day)
    return [line for row in found if (line := _due(row, day)) is not None]


def _due(row: GoalRow, day: date) -> Line | None:
    values = {"name": row.owner, "current": row.value(row.current) or "–", "target": row.value(row.plan.target)}
    line = partial(Line, Ref("goal", row.id), N_("Goal"), row.title, owner=row.owner)
    so_far = Reason(N_("{current} of {target}"), values)
    if row.status is Status.PROPOSED:
        ask = Reason(N_("accept {target}? {name}") if row.owner else N_("accept {target}?"), values)
        return line(ask, state=Reason(N_("◇ proposed"), {}), tone="warning", part=Part.REVIEW)
    if row.state is State.ENDED:
        return line(so_far, row.period.last, state=Reason(N_("■ close it"), {}), tone="warning")
    due_on = max(row.checked_on or row.period.first, row.period.first) + CHECK_IN_EVERY
    if row.metric is Metric.TYPED and row.period.first <= day and due_on <= day:
        return line(so_far, due_on, state=Reason(N_("check in"), {}))
    return None


WORDS = {
    State.OFF_TRACK: (N_("✕ off track · pace {pace}"), "bad"),
    State.AT_RISK: (N_("▲ at risk · pace {pace}"), "warning"),
    State.ENDED: (N_("■ ended, close it"), "warning"),
}


def for_meeting(since: date, limit: int) -> list[Line]:
    """The goals that are off pace, worst pace first, then those that ended and are still open; ``since`` means
    nothing here, because a goal is off pace until it isn't."""
    day = team.today()
    found = [row for row in _rows(f"{OPEN_GOAL} AND g.status = 'active'", (), day) if row.state in WORDS]
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


__all__ = [
    "Branch",
    "Checked",
    "Detail",
    "GoalRow",
    "Parts",
    "Revised",
    "above",
    "check_ins",
    "closed",
    "detail",
    "due_for",
    "for_meeting",
    "listed",
    "may_be_above",
    "off_pace",
    "revisions",
    "tree",
]
