"""Reading training: plans with their progress, steps, programmes, what is due, what waits for a signature."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from store import team
from store.access import Role
from store.database import rows
from store.records import Ref
from store.training.kinds import PlanStatus, ProgrammeKind, StepKind, StepStatus
from store.words import LIKE, containing

MOST_ENDED = 200  # how many plans that are done, and how many that were stopped, are listed


class Bucket(StrEnum):
    """The parts of the list of plans, in their order."""

    OVERDUE = "overdue"
    ACTIVE = "active"
    DONE = "done"
    STOPPED = "stopped"


class Plans(NamedTuple):
    """The ids of plans per bucket."""

    buckets: dict[Bucket, Sequence[int]]


def plans(member: int | None, day: date, text: str = "") -> Plans:
    """Everyone's plans on this day, or those that a member follows or coaches.

    Overdue (an open step was due before this day) and under way come by the day that is next due; what is done or
    stopped by its last day, newest first.
    """
    where, values = _whose(member, text)
    active = (
        "SELECT p.id, min(s.due_on) AS next_due FROM training_plan p JOIN member m ON m.id = p.member_id"
        " LEFT JOIN training_step s ON s.plan_id = p.id AND s.status = 'open' AND s.deleted_at IS NULL"
        f" WHERE p.status = 'active' AND {where} GROUP BY p.id"
    )
    order = "ORDER BY coalesce(next_due, '9'), id"
    ended = (
        "SELECT p.id FROM training_plan p JOIN member m ON m.id = p.member_id"
        f" WHERE p.status = ? AND p.ended_on IS NOT NULL AND {where} ORDER BY p.ended_on DESC, p.id DESC"
        f" LIMIT {MOST_ENDED}"
    )
    return Plans(
        {
            Bucket.OVERDUE: _ids(f"SELECT id FROM ({active}) WHERE next_due < ? {order}", [*values, day.isoformat()]),
            Bucket.ACTIVE: _ids(
                f"SELECT id FROM ({active}) WHERE coalesce(next_due, '9') >= ? {order}", [*values, day.isoformat()]
            ),
            Bucket.DONE: _ids(ended, [PlanStatus.DONE.value, *values]),
            Bucket.STOPPED: _ids(ended, [PlanStatus.STOPPED.value, *values]),
        }
    )


def _ids(sql: str, values: Sequence[object]) -> Sequence[int]:
    found: list[int] = json.loads(rows(f"SELECT json_group_array(id) FROM ({sql})", values)[0][0])
    return found


def _whose(member: int | None, text: str) -> tuple[str, list[object]]:
    where, values = "p.deleted_at IS NULL", list[object]()
    if member is not None:
        where += " AND (p.member_id = ? OR p.coach_id = ?)"
        values += [member, member]
    if text.strip():
        where += f" AND (p.title {LIKE} OR m.name {LIKE})"
        values += [containing(text)] * 2
    return where, values


class PlanRow(NamedTuple):
    """One plan as a list shows it.

    ``steps`` and ``done`` count what makes the plan done: its mandatory steps, or all where none is mandatory;
    ``overdue`` counts open steps that were due before the day that was asked about, ``waiting`` what is to be
    signed. ``next_…`` is the open step that is due first, mandatory or not. ``offered`` counts changes of
    the programme that the plan may take over.
    """

    id: int
    member_id: int
    member: str
    programme_id: int
    title: str
    kind: ProgrammeKind
    day_0: date
    coach_id: int | None
    coach: str
    status: PlanStatus
    ended_on: date | None
    because_of: Ref | None
    steps: int
    done: int
    overdue: int
    waiting: int
    next_id: int | None
    next_title: str
    next_kind: StepKind | None
    next_due: date | None
    offered: int


OFFERED = (  # how many changes of its programme a plan is offered; see offering.py, which says which ones
    "(SELECT count(*) FROM programme_step o LEFT JOIN training_step t ON t.plan_id = p.id AND t.source_id = o.id"
    " AND t.renews_id IS NULL AND t.deleted_at IS NULL WHERE o.programme_id = p.programme_id AND p.status = 'active'"
    " AND g.deleted_at IS NULL"
    " AND instr(' ' || p.declined || ' ', ' ' || o.id || ':' || o.version || ' ') = 0"
    " AND CASE WHEN t.id IS NULL THEN o.deleted_at IS NULL ELSE t.status = 'open' AND (o.deleted_at IS NOT NULL OR "
    + " OR ".join(
        f"o.{name} IS NOT t.{name}"
        for name in (
            *("title", "kind", "day_offset", "minutes", "mandatory", "needs_sign_off"),
            *("skill_id", "level", "valid_days", "pass_score"),
        )
    )
    + ") END)"
)


def listed(numbers: Sequence[int], day: date) -> dict[int, PlanRow]:
    """The rows of these plans on this day, by id."""
    if not numbers:
        return {}
    marks = ",".join("?" * len(numbers))
    found = rows(
        "SELECT p.id, p.member_id, m.name, p.programme_id, p.title, g.kind, p.day_0, p.coach_id, coalesce(c.name, ''),"
        " p.status, p.ended_on, p.because_of, count(s.id), coalesce(sum(s.mandatory), 0),"
        " coalesce(sum(s.status = 'done'), 0), coalesce(sum(s.status = 'done' AND s.mandatory), 0),"
        " coalesce(sum(s.status = 'open' AND s.due_on < ?), 0), coalesce(sum(s.status = 'waiting'), 0),"
        f" n.id, coalesce(n.title, ''), n.kind, n.due_on, {OFFERED}"
        " FROM training_plan p JOIN member m ON m.id = p.member_id JOIN programme g ON g.id = p.programme_id"
        " LEFT JOIN member c ON c.id = p.coach_id"
        " LEFT JOIN training_step s ON s.plan_id = p.id AND s.deleted_at IS NULL"
        " LEFT JOIN training_step n ON n.id = (SELECT f.id FROM training_step f WHERE f.plan_id = p.id"
        "   AND f.status = 'open' AND f.deleted_at IS NULL ORDER BY f.due_on, f.position LIMIT 1)"
        f" WHERE p.id IN ({marks}) GROUP BY p.id",
        (day.isoformat(), *numbers),
    )
    return {values[0]: _plan_row(values) for values in found}


def _plan_row(values: tuple[Any, ...]) -> PlanRow:
    i, mid, member, gid, title, kind, day_0, cid, coach, status, ended, because, *counts = values
    all_steps, mandatory, all_done, mandatory_done, overdue, waiting, *coming, offered = counts
    nid, next_title, next_kind, next_due = coming
    return PlanRow(
        i,
        mid,
        member,
        gid,
        title,
        ProgrammeKind(kind),
        date.fromisoformat(day_0),
        cid,
        coach,
        PlanStatus(status),
        _day(ended),
        Ref.parse(because) if because else None,
        mandatory or all_steps,
        mandatory_done if mandatory else all_done,
        overdue,
        waiting,
        nid,
        next_title,
        StepKind(next_kind) if next_kind else None,
        _day(next_due),
        offered,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


class StepRow(NamedTuple):
    """One step of a plan, with whose it is and who signed."""

    id: int
    plan_id: int
    member_id: int
    member: str
    programme: str
    title: str
    kind: StepKind
    day_offset: int
    minutes: int
    mandatory: bool
    needs_sign_off: bool
    due_on: date
    original_due_on: date
    status: StepStatus
    done_at: datetime | None
    evidence: str
    signed_by: str
    signed_at: datetime | None
    skill: str
    level: int | None
    valid_days: int | None
    valid_until: date | None
    pass_score: int | None
    score: int | None
    attempt: int
    proof: Ref | None
    renews: bool


STEP = (
    "SELECT s.id, s.plan_id, s.member_id, m.name, p.title, s.title, s.kind, s.day_offset, s.minutes, s.mandatory,"
    " s.needs_sign_off, s.due_on, s.original_due_on, s.status, s.done_at, s.evidence, coalesce(y.name, ''),"
    " s.signed_at, coalesce(k.name, ''), s.level, s.valid_days, s.valid_until, s.pass_score, s.score,"
    " s.attempt, s.proof, s.renews_id IS NOT NULL"
    " FROM training_step s JOIN training_plan p ON p.id = s.plan_id JOIN member m ON m.id = s.member_id"
    " LEFT JOIN member y ON y.id = s.signed_by_id"
    " LEFT JOIN skill k ON k.id = s.skill_id WHERE s.deleted_at IS NULL AND p.deleted_at IS NULL"
)


def steps(plan: int) -> list[StepRow]:
    """The steps of a plan by their due day."""
    return step_rows(f"{STEP} AND s.plan_id = ? ORDER BY s.due_on, s.position", (plan,))


def overdue(day: date, member: int | None = None) -> list[StepRow]:
    """Open steps of plans under way, a member's or everyone's, that were due before this day; the oldest first."""
    mine, values = ("", []) if member is None else (" AND s.member_id = ?", [member])
    return step_rows(
        f"{STEP} AND p.status = 'active' AND s.status = 'open'{mine} AND s.due_on < ? ORDER BY s.due_on, s.id",
        (*values, day.isoformat()),
    )


def step_rows(sql: str, values: Sequence[object]) -> list[StepRow]:
    """The rows that a SELECT beginning with STEP answers."""
    return [_step_row(found) for found in rows(sql, values)]


def _step_row(values: tuple[Any, ...]) -> StepRow:
    i, pid, mid, member, programme, title, kind, offset, minutes, mandatory, sign_off, due, original, *rest = values
    status, done_at, evidence, signed_by, signed_at, skill, step_level, valid_days, until, *tried = rest
    pass_score, score, attempt, proof, renews = tried
    return StepRow(
        i,
        pid,
        mid,
        member,
        programme,
        title,
        StepKind(kind),
        offset,
        minutes,
        bool(mandatory),
        bool(sign_off),
        date.fromisoformat(due),
        date.fromisoformat(original),
        StepStatus(status),
        datetime.fromisoformat(done_at) if done_at else None,
        evidence,
        signed_by,
        datetime.fromisoformat(signed_at) if signed_at else None,
        skill,
        step_level,
        valid_days,
        _day(until),
        pass_score,
        score,
        attempt,
        Ref.parse(proof) if proof else None,
        bool(renews),
    )


class ProgrammeRow(NamedTuple):
    """One programme as a list shows it; ``days`` is the offset of its last step, ``active`` counts plans under way."""

    id: int
    title: str
    kind: ProgrammeKind
    what_for: str
    steps: int
    minutes: int
    days: int
    active: int


def programmes(text: str = "") -> list[ProgrammeRow]:
    """The team's programmes by title."""
    found = rows(
        "SELECT g.id, g.title, g.kind, g.what_for, count(s.id), coalesce(sum(s.minutes), 0),"
        " coalesce(max(s.day_offset), 0), (SELECT count(*) FROM training_plan p WHERE p.programme_id = g.id"
        "   AND p.status = 'active' AND p.deleted_at IS NULL)"
        " FROM programme g LEFT JOIN programme_step s ON s.programme_id = g.id AND s.deleted_at IS NULL"
        f" WHERE g.deleted_at IS NULL AND g.title {LIKE} GROUP BY g.id ORDER BY g.title COLLATE NOCASE, g.id",
        (containing(text),),
    )
    return [ProgrammeRow(i, title, ProgrammeKind(kind), *rest) for i, title, kind, *rest in found]


class ProgrammeStepRow(NamedTuple):
    """One step of a programme."""

    id: int
    title: str
    kind: StepKind
    day_offset: int
    minutes: int
    mandatory: bool
    needs_sign_off: bool
    skill: str
    level: int | None
    valid_days: int | None
    pass_score: int | None


class AttemptRow(NamedTuple):
    """An attempt of a step that didn't pass."""

    number: int
    day: date
    score: int | None
    evidence: str
    why: str


def attempts(step: int) -> list[AttemptRow]:
    """The attempts of a step that didn't pass, the latest first."""
    found = rows(
        "SELECT number, day, score, evidence, why FROM training_attempt WHERE step_id = ? AND deleted_at IS NULL"
        " ORDER BY number DESC, id DESC",
        (step,),
    )
    return [AttemptRow(number, date.fromisoformat(day), *rest) for number, day, *rest in found]


def programme_steps(programme: int) -> list[ProgrammeStepRow]:
    """The steps of a programme in the order of their days."""
    found = rows(
        "SELECT s.id, s.title, s.kind, s.day_offset, s.minutes, s.mandatory, s.needs_sign_off, coalesce(k.name, ''),"
        " s.level, s.valid_days, s.pass_score FROM programme_step s LEFT JOIN skill k ON k.id = s.skill_id"
        " WHERE s.programme_id = ? AND s.deleted_at IS NULL ORDER BY s.day_offset, s.position, s.id",
        (programme,),
    )
    return [
        ProgrammeStepRow(i, title, StepKind(kind), day, minutes, bool(must), bool(sign), *rest)
        for i, title, kind, day, minutes, must, sign, *rest in found
    ]


# Who signs


def wants_evidence(kind: StepKind, needs_sign_off: bool) -> bool:
    """Whether a tick should ask for evidence: where somebody signs, and where there is something to show."""
    return needs_sign_off or kind in (StepKind.PRACTISE, StepKind.QUIZ)


def signers(member: int) -> list[int]:
    """The leads who may sign for this member when there is no coach."""
    return [m.id for m in team.members() if m.role is Role.LEAD and m.id != member]
