"""What training asks of people today, and what the team talks about in its meeting."""

from __future__ import annotations

from datetime import date, timedelta

from store import team
from store.database import rows
from store.errors import N_, Reason
from store.records import Line, Part, Ref
from store.team import Member
from store.training.questions import STEP, StepRow, overdue, step_rows

WEEK = timedelta(days=7)


def due_for(member: Member, day: date) -> list[Line]:
    """A member's lines on Today: own steps and role plays overdue, due today and within a week, and what waits for a
    signature."""
    own = _mine_until(member.id, day + WEEK)
    waiting = _waiting_for(member.id, day)
    return [
        *(_line(row, Part.DO if row.due_on <= day else Part.COMING) for row in own),
        *_plays_until(member.id, day),
        *(_line(row, Part.REVIEW) for row in waiting),
    ]


def _mine_until(member: int, day: date) -> list[StepRow]:
    return step_rows(
        f"{STEP} AND p.status = 'active' AND s.status = 'open' AND s.member_id = ? AND s.due_on <= ?"
        " ORDER BY s.due_on, s.position, s.id",
        (member, day.isoformat()),
    )


def _waiting_for(member: int, day: date) -> list[StepRow]:
    """What waits for this member to sign: as the coach, and as a lead where there is no coach (any more)."""
    return step_rows(
        f"{STEP} AND p.status != 'stopped' AND s.status = 'waiting' AND s.member_id != ? AND (p.coach_id = ?"
        " OR ((SELECT role FROM member WHERE id = ?) = 'lead' AND NOT EXISTS (SELECT 1 FROM member k"
        " WHERE k.id = p.coach_id AND k.id != s.member_id AND (k.left_on IS NULL OR k.left_on >= ?))))"
        " ORDER BY s.done_at, s.id",
        (member, member, member, day.isoformat()),
    )


PLAY = (
    "SELECT r.id, m.name, r.scenario, r.due_on, r.retry_of_id IS NOT NULL FROM role_play r"
    " JOIN member m ON m.id = r.rep_id WHERE r.status = 'planned' AND r.deleted_at IS NULL"
)
OPEN_STEP = (  # a role play of such a step is that step's line
    "(SELECT 1 FROM training_step s JOIN training_plan p ON p.id = s.plan_id WHERE s.id = r.step_id"
    " AND s.status = 'open' AND s.deleted_at IS NULL AND p.status = 'active' AND p.deleted_at IS NULL)"
)


def _plays_until(member: int, day: date) -> list[Line]:
    """The role plays that a member is to play, but for those whose step stands on Today itself."""
    sql = f"{PLAY} AND r.rep_id = ? AND r.due_on <= ? AND NOT EXISTS {OPEN_STEP} ORDER BY r.due_on, r.id"
    return [
        Line(
            ref=Ref("role_play", number),
            what=N_("Play"),
            who="",
            text=scenario,
            day=date.fromisoformat(due),
            owner=name,
            part=Part.DO if due <= day.isoformat() else Part.COMING,
        )
        for number, name, scenario, due, _again in rows(sql, (member, (day + WEEK).isoformat()))
    ]


def _line(row: StepRow, part: Part) -> Line:
    return Line(
        ref=Ref("training_step", row.id),
        what=N_("Sign") if part is Part.REVIEW else N_("Tick"),
        who=row.member if part is Part.REVIEW else row.programme,
        text=row.title,
        day=row.due_on,
        owner=row.member,
        part=part,
    )


def for_meeting(since: date, limit: int) -> list[Line]:
    """What the team talks about: plans with mandatory steps overdue, the oldest first; the role plays that are due
    within a week, to be played in the meeting; those that were held, and the plans that were finished, since then."""
    day = team.today()
    late: dict[int, StepRow] = {}
    counts: dict[int, int] = {}
    for row in overdue(day):
        if row.mandatory:
            late.setdefault(row.plan_id, row)
            counts[row.plan_id] = counts.get(row.plan_id, 0) + 1
    lines = [_late_line(row, counts[row.plan_id]) for row in late.values()]
    return [*lines, *_to_play(day), *_played(since, limit), *_finished(since, limit)][:limit]


def _to_play(day: date) -> list[Line]:
    sql = f"{PLAY} AND r.due_on <= ? AND (m.left_on IS NULL OR m.left_on >= ?) ORDER BY r.due_on, r.id"
    found = rows(sql, ((day + WEEK).isoformat(), day.isoformat()))
    return [
        Line(
            Ref("role_play", number),
            N_("Play"),
            name,
            scenario,
            day=date.fromisoformat(due),
            owner=name,
            state=Reason(N_("again"), {}) if again else Reason(N_("to play"), {}),
            tone="bad" if due < day.isoformat() else "accent",
        )
        for number, name, scenario, due, again in found
    ]


def _played(since: date, limit: int) -> list[Line]:
    found = rows(
        "SELECT r.id, m.name, r.scenario, r.held_on, r.total, r.passed FROM role_play r"
        " JOIN member m ON m.id = r.rep_id WHERE r.held_on >= ? AND r.held_on IS NOT NULL AND r.deleted_at IS NULL"
        " ORDER BY r.held_on DESC, r.id DESC LIMIT ?",
        (since.isoformat(), limit),
    )
    return [
        Line(
            Ref("role_play", number),
            N_("Play"),
            name,
            scenario,
            day=date.fromisoformat(held_on),
            owner=name,
            state=Reason(N_("{n} of 100"), {"n": points}),
            tone="good" if ok else "warning",
        )
        for number, name, scenario, held_on, points, ok in found
    ]


def _late_line(row: StepRow, count: int) -> Line:
    state = Reason(N_("{n} overdue"), {"n": count})
    return Line(
        Ref("training_plan", row.plan_id),
        N_("Training"),
        row.member,
        row.title,
        day=row.due_on,
        owner=row.member,
        state=state,
        tone="bad",
    )


def _finished(since: date, limit: int) -> list[Line]:
    found = rows(
        "SELECT p.id, m.name, p.title, p.ended_on FROM training_plan p JOIN member m ON m.id = p.member_id"
        " WHERE p.status = 'done' AND p.ended_on >= ? AND p.ended_on IS NOT NULL AND p.deleted_at IS NULL"
        " ORDER BY p.ended_on DESC, p.id DESC LIMIT ?",
        (since.isoformat(), limit),
    )
    return [
        Line(
            Ref("training_plan", i),
            N_("Training"),
            member,
            title,
            day=date.fromisoformat(ended),
            owner=member,
            state=Reason(N_("finished"), {}),
            tone="good",
        )
        for i, member, title, ended in found
    ]
