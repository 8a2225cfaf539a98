"""Role plays: planned, held and scored, repeated until they are passed.

Whoever plays is never who scores. One that isn't passed plans its retry, on a day, with what to practise until then.
One that belongs to a step of a plan decides that step: passed, it is done (signed where the scorer may sign); not
passed, it is an attempt, and the step is due on the day of the retry.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from store import team
from store.access import Role
from store.calendar import now
from store.changes import change
from store.database import rows
from store.errors import N_, Denied, Invalid, Reason
from store.team import Member
from store.training.doing import check_open, fail, finish
from store.training.kinds import PlanStatus, PlayStatus, StepStatus
from store.training.records import RolePlay, TrainingPlan, TrainingStep
from store.training.rules import may_sign
from store.training.scoring import GRADES, Dimension, Scores, passed, total
from store.words import LIKE, containing

RETRY_AFTER = 5  # working days
LONGEST_NOTE = 4_000  # characters
MOST_HELD = 200


class PlayRow(NamedTuple):
    """One role play as a list shows it; ``scores`` are those of a held one."""

    id: int
    step_id: int | None
    rep_id: int
    rep: str
    counterpart: str
    assessor_id: int | None
    assessor: str
    scenario: str
    status: PlayStatus
    due_on: date
    held_on: date | None
    seconds: int
    scores: Mapping[Dimension, int] | None
    total: int | None
    passed: bool
    note: str
    next_focus: str
    retry_of_id: int | None


ROW = (
    "SELECT r.id, r.step_id, r.rep_id, m.name, coalesce(c.name, ''), r.assessor_id, coalesce(a.name, ''), r.scenario,"
    " r.status, r.due_on, r.held_on, r.seconds, r.discovery, r.objections, r.structure, r.next_step, r.total,"
    " r.passed, r.note, r.next_focus, r.retry_of_id FROM role_play r JOIN member m ON m.id = r.rep_id"
    " LEFT JOIN member c ON c.id = r.counterpart_id LEFT JOIN member a ON a.id = r.assessor_id"
)


# Questions


def planned(member: int | None = None, text: str = "") -> list[int]:
    """The role plays that are to be held, by their day: everyone's, or those in which a member plays or scores."""
    here = "r.status = 'planned' AND (m.left_on IS NULL OR m.left_on >= ?)"
    return _ids(here, "r.due_on, r.id", member, text, team.today().isoformat())


def held(member: int | None = None, text: str = "") -> list[int]:
    """The latest role plays that were held, newest first: everyone's, or those in which a member played or scored."""
    return _ids("r.held_on IS NOT NULL", f"r.held_on DESC, r.id DESC LIMIT {MOST_HELD}", member, text)


def _ids(which: str, order: str, member: int | None, text: str, *given: object) -> list[int]:
    where, values = f"{which} AND r.deleted_at IS NULL", [*given]
    if member is not None:
        where += " AND (r.rep_id = ? OR r.counterpart_id = ? OR r.assessor_id = ?)"
        values += [member] * 3
    if text.strip():
        where += f" AND (r.scenario {LIKE} OR m.name {LIKE})"
        values += [containing(text)] * 2
    sql = f"SELECT r.id FROM role_play r JOIN member m ON m.id = r.rep_id WHERE {where} ORDER BY {order}"
    return [number for (number,) in rows(sql, values)]


def plays(numbers: Sequence[int]) -> dict[int, PlayRow]:
    """The rows of these role plays, by id."""
    if not numbers:
        return {}
    marks = ",".join("?" * len(numbers))
    return {row.id: row for row in map(_row, rows(f"{ROW} WHERE r.id IN ({marks})", numbers))}


def plays_of(rep: int, limit: int = 12) -> list[PlayRow]:
    """The role plays that somebody has held, newest first."""
    sql = f"{ROW} WHERE r.rep_id = ? AND r.held_on IS NOT NULL AND r.deleted_at IS NULL"
    return [_row(found) for found in rows(f"{sql} ORDER BY r.held_on DESC, r.id DESC LIMIT ?", (rep, limit))]


def trend(found: Sequence[PlayRow], dimension: Dimension | None) -> list[int]:
    """A score (of all: None) over time, the oldest first, of role plays that come newest first."""
    scored = [row for row in reversed(found) if row.scores is not None and row.total is not None]
    return [row.total or 0 if dimension is None else (row.scores or {})[dimension] for row in scored]


def _row(values: tuple[Any, ...]) -> PlayRow:
    i, step, rid, rep, counterpart, aid, assessor, scenario, status, due, held_on, seconds, *rest = values
    *scores, points, ok, note, focus, retry = rest
    return PlayRow(
        i,
        step,
        rid,
        rep,
        counterpart,
        aid,
        assessor,
        scenario,
        PlayStatus(status),
        date.fromisoformat(due),
        date.fromisoformat(held_on) if held_on else None,
        seconds,
        dict(zip(Dimension, scores, strict=True)) if points is not None else None,
        points,
        bool(ok),
        note,
        focus,
        retry,
    )


def retry_day(day: date) -> date:
    """When a role play that wasn't passed is tried again by default: five working days later."""
    return team.work_calendar().add(day, RETRY_AFTER)


# Verbs


def plan_role_play(
    actor: Member,
    rep: Member,
    scenario: str,
    due_on: date,
    *,
    counterpart: Member | None = None,
    assessor: Member | None = None,
    step: TrainingStep | None = None,
) -> RolePlay:
    """Plan a role play for a day. Raises Denied, and Invalid beside rep (has left), scenario (none), due_on (over),
    counterpart and assessor (the rep, has left, may only look)."""
    check_people(rep, scenario, counterpart, assessor)
    if due_on < team.today():
        raise Invalid({"due_on": Reason(N_("That day is over; choose today or later."), {})})
    with change(actor, N_("added"), RolePlay, owner=rep.id) as it:
        return it.add(
            RolePlay,
            step=step,
            rep=rep,
            counterpart=counterpart,
            assessor=assessor,
            scenario=scenario.strip(),
            due_on=due_on,
        )


def hold(
    actor: Member,
    rep: Member,
    scenario: str,
    scores: Mapping[Dimension, int],
    *,
    counterpart: Member | None = None,
    assessor: Member | None = None,
    step: TrainingStep | None = None,
    planned: RolePlay | None = None,
    seconds: int = 0,
    note: str = "",
    next_focus: str = "",
    retry_on: date | None = None,
) -> RolePlay:
    """Score a role play, as one change: the planned one, or one that just happened; ``assessor`` is the actor unless
    named. What that does to its step and its retry: see the module.

    Raises Denied (scoring oneself), Conflict, and Invalid beside a dimension (no grade from 1 to 5), next_focus (none,
    though it isn't passed), retry_on (over), status (held already, or the step is done) and the people.
    """
    if actor.id == rep.id:
        raise Denied(Reason(N_("Somebody else scores your role play.")))
    assessor = assessor or actor
    check_people(rep, scenario, counterpart, assessor)
    graded = _valid_scores(scores)
    ok, day = passed(graded), team.today()
    again_on = _valid_retry(next_focus, retry_on, day) if not ok else None
    if len(note) > LONGEST_NOTE:
        values = {"length": len(note), "most": LONGEST_NOTE}
        raise Invalid({"note": Reason(N_("{length} characters; at most {most} fit here."), values)})
    if planned is not None and planned.status is PlayStatus.HELD:
        raise Invalid({"status": Reason(N_("This role play was held already."))})
    if step is not None:
        check_open(step, TrainingPlan.load(step.plan_id))
    told: dict[str, Any] = {
        "counterpart": counterpart,
        "assessor": assessor,
        "scenario": scenario.strip(),
        "status": PlayStatus.HELD,
        "held_on": day,
        "seconds": seconds,
        "total": total(graded),
        "passed": int(ok),
        "note": note.strip(),
        "next_focus": next_focus.strip(),
        **{dimension.value: grade for dimension, grade in graded.items()},
    }
    with change(actor, N_("held"), planned if planned is not None else RolePlay, owner=rep.id) as it:
        if planned is not None:
            it.update(planned, **told)
            made = planned
        else:
            made = it.add(RolePlay, step=step, rep=rep, due_on=day, **told)
        if again_on is not None:
            it.add(
                RolePlay,
                step=step,
                rep=rep,
                counterpart=counterpart,
                assessor=assessor,
                scenario=scenario.strip(),
                due_on=again_on,
                retry_of=made,
            )
        if step is not None:
            _decide(it, actor, step, made, again_on)
    return made


def _decide(it: Any, actor: Member, step: TrainingStep, made: RolePlay, again_on: date | None) -> None:
    """What a role play makes of the step that it belongs to."""
    plan = TrainingPlan.load(step.plan_id)
    if again_on is not None:
        fail(it, step, score=made.total, evidence=made.note, proof=made.ref, why=made.next_focus, again_on=again_on)
        return
    at = now()
    values: dict[str, Any] = {"score": made.total, "proof": made.ref, "evidence": made.note or step.evidence}
    if not step.needs_sign_off:
        finish(it, step, plan, done_at=at, **values)
    elif may_sign(actor, plan):
        finish(it, step, plan, done_at=at, signed_by=actor, signed_at=at, **values)
    else:
        it.update(step, status=StepStatus.WAITING, done_at=at, **values)


def put_off(actor: Member, play: RolePlay, due_on: date) -> RolePlay:
    """Give a planned role play another day. Raises Denied, Conflict, Invalid (held already; beside due_on: over)."""
    if play.status is PlayStatus.HELD:
        raise Invalid({"status": Reason(N_("This role play was held already."))})
    if due_on < team.today():
        raise Invalid({"due_on": Reason(N_("That day is over; choose today or later."), {})})
    with change(actor, N_("postponed"), play) as it:
        it.update(play, due_on=team.work_calendar().on_or_after(due_on))
    return play


def remove_role_play(actor: Member, play: RolePlay) -> None:
    """Take a role play out; what it did to its step stays. Raises Denied, Conflict."""
    with change(actor, N_("removed"), play) as it:
        it.remove(play)


def step_to_decide(play: RolePlay) -> TrainingStep | None:
    """The step that a planned role play would decide, when it is open in a plan under way."""
    step = TrainingStep.get_or_none(TrainingStep.id == play.step_id, TrainingStep.kept()) if play.step_id else None
    if step is None or step.status is not StepStatus.OPEN:
        return None
    plan = TrainingPlan.get_or_none(TrainingPlan.id == step.plan_id, TrainingPlan.kept())
    return step if plan is not None and plan.status is not PlanStatus.STOPPED else None


def check_people(rep: Member, scenario: str, counterpart: Member | None, assessor: Member | None) -> None:
    """Raise Invalid beside who can't play or score, and beside an empty scenario."""
    wrong: dict[str, Reason] = {}
    if team.has_left(rep):
        wrong["rep"] = Reason(N_("{name} has left the team."), {"name": rep.name})
    if not scenario.strip():
        wrong["scenario"] = Reason(N_("Say what is played: who the customer is, and what they want."))
    for field, person in (("counterpart", counterpart), ("assessor", assessor)):
        if person is None:
            continue
        if person.id == rep.id:
            wrong[field] = Reason(N_("Somebody else must do this."))
        elif team.has_left(person):
            wrong[field] = Reason(N_("{name} has left the team."), {"name": person.name})
    if assessor is not None and assessor.role is Role.VIEWER and "assessor" not in wrong:
        wrong["assessor"] = Reason(N_("{name} only looks on and can't score."), {"name": assessor.name})
    if wrong:
        raise Invalid(wrong)


def _valid_scores(scores: Mapping[Dimension, int]) -> Scores:
    wrong = {
        dimension.value: Reason(N_("Give a grade from 1 to 5."))
        for dimension in Dimension
        if scores.get(dimension) not in GRADES
    }
    if wrong:
        raise Invalid(wrong)
    return {dimension: scores[dimension] for dimension in Dimension}


def _valid_retry(next_focus: str, retry_on: date | None, day: date) -> date:
    if not next_focus.strip():
        raise Invalid({"next_focus": Reason(N_("It isn't passed: say what to practise until the next time."))})
    if retry_on is not None and retry_on < day:
        raise Invalid({"retry_on": Reason(N_("That day is over; choose today or later."), {})})
    return team.work_calendar().on_or_after(retry_on) if retry_on is not None else retry_day(day)
