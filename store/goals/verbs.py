"""What people do with goals: add, change, revise the target, check in. Each verb is one change, with its undo."""

from __future__ import annotations

from datetime import date
from typing import Any

from store import access, team
from store.access import Role
from store.calendar import Period
from store.changes import change
from store.errors import N_, Denied, Invalid, Reason
from store.goals import rules
from store.goals.kinds import OPEN, TEAM, Metric, Status
from store.goals.pace import state
from store.goals.records import CheckIn, Goal
from store.goals.rows import listed
from store.team import Member

REVISED = N_("revised")
EDITABLE = frozenset(("title", "owner", "group", "parent", "metric", "shape", "direction", "period", "start", "target"))
EDITABLE |= {"unit", "weight", "why", "source"}


def add(
    actor: Member,
    title: str,
    *,
    owner: Member | int | None,
    period: Period,
    target: int,
    status: Status | None = None,
    reason: str = "",
    **values: Any,
) -> Goal:
    """Add a goal for a member, for a group (``group``), or for the team (owner None).

    ``start`` and ``target`` are integers as ``store.figures`` says; ``values`` may hold group, parent, metric, shape,
    direction, start, unit, weight, why, source. A counted metric brings its own shape and unit. Without a status a
    lead's goal is active and a rep's is proposed to the lead; an active one with a red light says why (``reason``).
    Raises Denied, Invalid.
    """
    values = rules.complete({**values, "title": title, "owner": owner, "period": period, "target": target})
    rules.check(values, None)
    status = status or (Status.ACTIVE if actor.role is Role.LEAD else Status.PROPOSED)
    if status not in OPEN or (status is Status.ACTIVE and actor.role is not Role.LEAD):
        raise Invalid({"status": Reason(N_("A goal begins as a draft or a proposal; the lead activates it."), {})})
    with change(actor, N_("added"), Goal, owner=rules.id_of(owner) or TEAM) as it:
        by: dict[str, object] = {"proposed_by": actor.id} if status is Status.PROPOSED else {}
        if status is Status.ACTIVE:
            by = {"activated_by": actor.id, "activated_at": it.at, "despite": reason.strip()}
        made = it.add(Goal, **rules.stored(values), status=status, **by)
        if status is Status.ACTIVE:
            rules.say_why_over_red(made.id, reason)
        return made


def edit(actor: Member, goal: Goal, *, reason: str = "", **values: Any) -> Goal:
    """Change what a goal says. Another target of an active goal is a revision from today on: it says why, and
    only the lead may. Another target of a proposal asks its owner again.

    Raises Denied (also for giving it to somebody whose goals the actor may not write), Invalid, Conflict.
    """
    if unknown := set(values) - EDITABLE:
        raise TypeError(f"edit() changes no {', '.join(sorted(unknown))}")
    whole = rules.complete({**rules.current(goal), **values})
    rules.check(whole, goal)
    retargeted = whole["target"] != goal.target
    revised = goal.status is Status.ACTIVE and retargeted
    if revised:
        access.allow(actor, REVISED, goal)
        rules.say_why(reason)
    if rules.id_of(whole["owner"]) != goal.owner_id:
        rules.may_own(actor, rules.id_of(whole["owner"]))
    asks = goal.status is Status.PROPOSED and retargeted
    if asks and actor.role is not Role.LEAD and goal.proposed_by not in (None, actor.id):
        raise Invalid({"target": Reason(N_("The lead proposed this figure: answer with another one."), {})})
    with change(actor, N_("edited"), goal) as it:
        if revised:
            rules.revision(it, goal, whole["target"], reason, team.today())
        again = {"proposed_by": actor.id, "answer": None, "offer": None, "offer_why": ""} if asks else {}
        it.update(goal, **rules.stored(whole), **again)
    return goal


def revise_target(actor: Member, goal: Goal, target: int, reason: str, from_day: date | None = None) -> Goal:
    """Change the target of a goal that runs, from a day on (today), and keep the old one with the reason; the lead.

    Raises Denied, Invalid (the same target, no reason, a day outside the period), Conflict.
    """
    day = from_day or team.today()
    rules.check(rules.complete({**rules.current(goal), "target": target}), goal)
    rules.say_why(reason)
    if target == goal.target:
        raise Invalid({"target": Reason(N_("This is the target already."), {})})
    if not goal.first_day <= day <= goal.last_day:
        raise Invalid({"from_day": rules.outside(goal.period)})
    with change(actor, REVISED, goal) as it:
        rules.revision(it, goal, target, reason, day)
        it.update(goal, target=target)
    return goal


def check_in(
    actor: Member,
    goal: Goal,
    value: int | None = None,
    *,
    confidence: int | None = None,
    note: str = "",
    day: date | None = None,
) -> CheckIn:
    """Write down the figure of a day (today), the total so far, with what the computation says of it.

    A counted metric needs no value: its own is kept. Raises Denied, Invalid.
    """
    if not rules.may_check_in(actor, goal):
        access.allow(actor, "edited", goal)
        raise Denied(Reason(N_("This belongs to a colleague; its owner or the lead may change it."), {}))
    on = day or team.today()
    calendar = team.work_calendar()
    row = listed([goal.id], on, calendar).get(goal.id)
    if goal.metric is not Metric.TYPED and value is None:
        value = row.current if row is not None else None
    if value is None:
        words = N_("Enter the figure as of this day.") if goal.metric is Metric.TYPED else N_("Nothing to count yet.")
        raise Invalid({"value": Reason(words, {})})
    rules.valid_check_in(goal, value, confidence, note, on)
    with change(actor, N_("checked in on"), goal) as it:
        assert row is not None, "only a goal that is there takes check-ins"
        return it.add(
            CheckIn,
            goal=goal.id,
            day=on,
            value=value,
            state=state(row.plan, value, calendar, on),
            confidence=confidence,
            note=note.strip(),
        )


def acknowledge(actor: Member, goal: Goal) -> list[CheckIn]:
    """Say that the check-ins of others on a goal were read; the lead. Raises Denied, Invalid (none), Conflict."""
    waiting = CheckIn.select().where(
        CheckIn.goal == goal.id,
        CheckIn.kept(),
        CheckIn.acknowledged_at.is_null(),
        CheckIn.created_by != actor.id,
    )
    found = list(waiting.order_by(CheckIn.id))
    access.allow(actor, "acknowledged", goal)
    if not found:
        raise Invalid({"": Reason(N_("No check-in of anybody else waits here."), {})})
    with change(actor, N_("acknowledged"), goal) as it:
        for one in found:
            it.update(one, acknowledged_by=actor.id, acknowledged_at=it.at)
    return found


def remove(actor: Member, goal: Goal) -> None:
    """Take a goal out; goals below it stay, at the top. Raises Denied, Conflict."""
    with change(actor, N_("removed"), goal) as it:
        it.remove(goal)


__all__ = ["acknowledge", "add", "check_in", "edit", "remove", "revise_target"]
