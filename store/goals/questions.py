"""Everything about one goal: its parts, its chart, check-ins, revisions and notes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from store import notes, team
from store.calendar import WorkCalendar
from store.database import rows
from store.errors import N_, NotFound, Reason
from store.goals.branches import FURTHEST_FIRST
from store.goals.counting import Count, Tally, figure, total
from store.goals.kinds import CLOSED, OPEN, Metric, Status
from store.goals.pace import Shape, State, due, weighted
from store.goals.rows import GoalRow, members_of_groups, owners_of, read
from store.goals.smart import Light, lights
from store.records import Ref

ONE_DAY = timedelta(days=1)
DAILY = 45  # days: a chart of so many is drawn by day, one of more by week


class Checked(NamedTuple):
    """A check-in with the names of who wrote and who acknowledged it ("" for nobody)."""

    id: int
    day: date
    value: int
    state: State
    confidence: int | None
    note: str
    by_id: int
    by: str
    acknowledged_by: str
    acknowledged_at: datetime | None


def check_ins(goal: int, limit: int = 60) -> list[Checked]:
    """The check-ins of a goal, newest first."""
    found = rows(
        "SELECT c.id, c.day, c.value, c.state, c.confidence, c.note, c.created_by, coalesce(m.name, ''),"
        " coalesce(a.name, ''), c.acknowledged_at FROM check_in c"
        " LEFT JOIN member m ON m.id = c.created_by LEFT JOIN member a ON a.id = c.acknowledged_by"
        " WHERE c.goal_id = ? AND c.deleted_at IS NULL ORDER BY c.day DESC, c.id DESC LIMIT ?",
        (goal, limit),
    )
    return [
        Checked(i, date.fromisoformat(d), v, State(s), c, n, who, by, seen, datetime.fromisoformat(at) if at else None)
        for i, d, v, s, c, n, who, by, seen, at in found
    ]


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


class Sum(NamedTuple):
    """Parts of one kind together: how many, what they promise, what they have, and what the whole promises."""

    many: int
    target: int
    current: int
    whole: int

    @property
    def unallocated(self) -> int:
        """What nobody has promised yet; below 0 where the parts promise more than the whole."""
        return self.whole - self.target


class Parts(NamedTuple):
    """The goals below one: how many, the weighted progress of those that run or were closed, and the share of the
    weight that is known. ``people`` sums those of the same period, ``periods`` those of the same owner's shorter
    ones; None where figures don't add up (levels, other units) or there are none."""

    many: int
    progress: float | None
    known: float
    people: Sum | None
    periods: Sum | None


class Chart(NamedTuple):
    """A goal over its period, at the end of each of ``days``: the figure (None where it isn't known, or to come) and
    where the line of the plan is. The first point is the start, on the evening before the period."""

    days: tuple[date, ...]
    actual: tuple[int | None, ...]
    line: tuple[float, ...]
    targets: tuple[int, ...]

    @property
    def latest(self) -> int:
        """The place of the last point whose figure is known."""
        return max((n for n, value in enumerate(self.actual) if value is not None), default=0)


class Acts(NamedTuple):
    """Who proposed a goal, who answered to it and who activated it, and when; "" and None for nobody."""

    proposed_by: str
    answered_by: str
    answered_at: datetime | None
    activated_by: str
    activated_at: datetime | None


class Detail(NamedTuple):
    """Everything about one goal. ``former`` and ``successor`` are (id, title, owner) of the goal that this one goes on
    with, and of the one that goes on with this."""

    row: GoalRow
    parent: str
    parts: Parts
    chart: Chart
    lights: tuple[Light, ...]
    check_ins: tuple[Checked, ...]
    revisions: tuple[Revised, ...]
    notes: tuple[notes.Written, ...]
    former: tuple[int, str, str] | None
    successor: tuple[int, str, str] | None
    acts: Acts


def detail(goal: int, day: date) -> Detail:
    """A goal with all that hangs on it. Raises NotFound when it is gone."""
    calendar = team.work_calendar()
    family = read("g.deleted_at IS NULL AND (g.id = ? OR g.parent_id = ?)", (goal, goal), day, calendar)
    row = next((r for r in family if r.id == goal), None)
    if row is None:
        raise NotFound(Reason(N_("This record is gone; somebody may have removed it."), {}))
    related = rows(
        "SELECT g.id, g.title, coalesce(m.name, t.name, ''), g.former_id FROM goal g LEFT JOIN member m"
        " ON m.id = g.owner_id LEFT JOIN team_group t ON t.id = g.group_id"
        " WHERE g.deleted_at IS NULL AND (g.id IN (?, ?) OR g.former_id = ?)",
        (row.parent_id, row.former_id, goal),
    )
    linked = {number: (number, title, owner) for number, title, owner, _former in related}
    checked = check_ins(goal)
    return Detail(
        row=row,
        parent=linked[row.parent_id][1] if row.parent_id in linked else "",
        parts=parts_of(row, [r for r in family if r.id != goal]),
        chart=chart(row, checked, day, calendar),
        lights=tuple(lights(row, day, calendar)) if row.status in OPEN else (),
        check_ins=tuple(checked),
        revisions=tuple(revisions(goal)),
        notes=tuple(notes.about(Ref("goal", goal))),
        former=linked.get(row.former_id or 0),
        successor=next((linked[number] for number, _t, _o, former in related if former == goal), None),
        acts=_acts(goal),
    )


def _acts(goal: int) -> Acts:
    found = rows(
        "SELECT coalesce(p.name, ''), coalesce(s.name, ''), g.answered_at, coalesce(a.name, ''), g.activated_at"
        " FROM goal g LEFT JOIN member p ON p.id = g.proposed_by LEFT JOIN member s ON s.id = g.answered_by"
        " LEFT JOIN member a ON a.id = g.activated_by WHERE g.id = ?",
        (goal,),
    )
    proposed, answered, said_at, activated, began_at = found[0]
    moments = [datetime.fromisoformat(at) if at else None for at in (said_at, began_at)]
    return Acts(proposed, answered, moments[0], activated, moments[1])


def parts_of(row: GoalRow, children: Sequence[GoalRow]) -> Parts:
    """What the goals below one come to; those that were dropped don't count."""
    there = [r for r in children if r.status is not Status.DROPPED]
    runs = [r for r in there if r.status in (Status.ACTIVE, *CLOSED) and r.status is not Status.TRANSFERRED]
    mean, known = weighted([(r.weight, r.standing.progress) for r in runs]) or (None, 0.0)
    adds = [r for r in there if _adds_up(row, r)]
    people = [r for r in adds if r.period.kind is row.period.kind and _whose(r) != _whose(row)]
    periods = [r for r in adds if _is_shorter(r, row) and _whose(r) == _whose(row)]
    return Parts(len(there), mean, known, _sum(people, row), _sum(periods, row))


def _whose(row: GoalRow) -> tuple[int | None, int | None]:
    return row.owner_id, row.group_id


def _is_shorter(part: GoalRow, whole: GoalRow) -> bool:
    return FURTHEST_FIRST[part.period.kind] > FURTHEST_FIRST[whole.period.kind]


def _adds_up(whole: GoalRow, part: GoalRow) -> bool:
    same = (part.unit, part.plan.shape, part.plan.direction) == (whole.unit, Shape.SUM, whole.plan.direction)
    return same and whole.plan.shape is Shape.SUM


def _sum(parts: Sequence[GoalRow], whole: GoalRow) -> Sum | None:
    """What was handed to a successor counts with what it had reached: the rest is the successor's promise."""
    if not parts:
        return None
    promised = sum((r.current or 0) if r.status is Status.TRANSFERRED else r.plan.target for r in parts)
    return Sum(len(parts), promised, sum(r.current or 0 for r in parts), whole.plan.target)


# The chart


def chart(row: GoalRow, checked: Sequence[Checked], day: date, calendar: WorkCalendar) -> Chart:
    """The figure and the line over the period; ``checked`` are the check-ins, of which a typed-in goal's figure is."""
    days = _points(row, day)
    if row.metric is not Metric.TYPED and row.status in OPEN:
        actual = _counted(row, days, day, calendar.zone)
    else:
        actual = _typed(row, checked, days, day)
    begins = row.period.first - ONE_DAY
    return Chart(
        (begins, *days),
        (row.plan.start if begins < day else None, *actual),
        (float(row.plan.start), *(due(row.plan, calendar, one + ONE_DAY) for one in days)),
        tuple(row.plan.target_on(one) for one in (begins, *days)),
    )


def _points(row: GoalRow, day: date) -> list[date]:
    """Every day of a short period, else the Sundays of a longer one; with today and the last day."""
    first, last = row.period.first, row.period.last
    every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    wanted = every if len(every) <= DAILY else [one for one in every if one.weekday() == 6]
    return sorted({*wanted, last, *([day] if first <= day <= last else [])})


def _typed(row: GoalRow, checked: Sequence[Checked], days: Sequence[date], day: date) -> list[int | None]:
    """The figure of the last check-in until then, held until the next one."""
    values = {c.day: c.value for c in reversed(checked)}
    found: list[int | None] = []
    value = row.plan.start
    for before, until in zip((date.min, *days), days, strict=False):
        said = [values[on] for on in sorted(values) if before < on <= until]
        value = said[-1] if said else value
        found.append(value if until <= day else None)
    return found


def _counted(row: GoalRow, days: Sequence[date], day: date, zone: str) -> list[int | None]:
    owners = owners_of(row.owner_id, row.group_id, members_of_groups([row]))
    begins = (row.period.first, *(one + ONE_DAY for one in days[:-1]))
    stretches = [(first, last) for first, last in zip(begins, days, strict=True) if last <= day]
    tally = Tally(((row.metric, first, last) for first, last in stretches), zone)
    found: list[int | None] = []
    so_far = Count()
    for first, last in stretches:
        so_far = total((so_far, tally.count(row.metric, owners, first, last)))
        found.append(figure(row.metric, so_far))
    return [*found, *[None] * (len(days) - len(found))]


__all__ = [
    "Chart",
    "Checked",
    "Detail",
    "Parts",
    "Revised",
    "Sum",
    "chart",
    "check_ins",
    "detail",
    "parts_of",
    "revisions",
]
