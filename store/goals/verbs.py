"""What people do with goals. Each verb is one change, with its history and its undo."""

from __future__ import annotations

from datetime import date
from typing import Any

from store import access, team
from store.access import Role
from store.calendar import Period
from store.changes import change
from store.errors import N_, Invalid, Reason
from store.figures import LARGEST, Unit
from store.goals.pace import Direction, Shape, state
from store.goals.questions import above, listed
from store.goals.records import CLOSED, COUNTED, OPEN, TEAM, CheckIn, Goal, Metric, Status, TargetRevision
from store.notes import Note
from store.team import Member

LONGEST_NOTE = 4_000  # characters
LONGEST_TITLE = 300
HEAVIEST = 100
REVISED = N_("revised")
EDITABLE = frozenset(("title", "owner", "parent", "metric", "shape", "direction", "period", "start", "target"))
EDITABLE |= {"unit", "weight", "why"}


def add(
    actor: Member,
    title: str,
    *,
    owner: Member | int | None,
    period: Period,
    target: int,
    status: Status | None = None,
    **values: Any,
) -> Goal:
    """Add a goal for a member, or for the team (owner None).

    ``start`` and ``target`` are integers as ``store.figures`` says; ``values`` may hold parent, metric, shape,
    direction, start, unit, weight, why. A counted metric brings its own shape and unit. Without a status a lead's
    goal is active and a rep's is proposed to the lead. Raises Denied, Invalid.
    """
    values = _complete({**values, "title": title, "owner": owner, "period": period, "target": target})
    _valid(values, None)
    status = status or (Status.ACTIVE if actor.role is Role.LEAD else Status.PROPOSED)
    if status not in OPEN or (status is Status.ACTIVE and actor.role is not Role.LEAD):
        raise Invalid({"status": Reason(N_("A goal begins as a draft or a proposal; the lead activates it."), {})})
    with change(actor, N_("added"), Goal, owner=_id(owner) or TEAM) as it:
        return it.add(Goal, **_stored(values), status=status)


def edit(actor: Member, goal: Goal, *, reason: str = "", **values: Any) -> Goal:
    """Change what a goal says. Another target of an active goal is a revision from today on: it says why, and
    only the lead may.

    Raises Denied (also for giving it to somebody whose goals the actor may not write), Invalid, Conflict.
    """
    if unknown := set(values) - EDITABLE:
        raise TypeError(f"edit() changes no {', '.join(sorted(unknown))}")
    whole = _complete({**_current(goal), **values})
    _valid(whole, goal)
    revised = goal.status is Status.ACTIVE and whole["target"] != goal.target
    if revised:
        access.allow(actor, REVISED, goal)
        _say_why(reason)
    if _id(whole["owner"]) != goal.owner_id:
        _may_own(actor, _id(whole["owner"]))
    with change(actor, N_("edited"), goal) as it:
        if revised:
            _revision(it, goal, whole["target"], reason, team.today())
        it.update(goal, **_stored(whole))
    return goal


def revise_target(actor: Member, goal: Goal, target: int, reason: str, from_day: date | None = None) -> Goal:
    """Change the target of a goal that runs, from a day on (today), and keep the old one with the reason; the lead.

    Raises Denied, Invalid (the same target, no reason, a day outside the period), Conflict.
    """
    day = from_day or team.today()
    _valid(_complete({**_current(goal), "target": target}), goal)
    _say_why(reason)
    if target == goal.target:
        raise Invalid({"target": Reason(N_("This is the target already."), {})})
    if not goal.first_day <= day <= goal.last_day:
        raise Invalid({"from_day": _outside(goal.period)})
    with change(actor, REVISED, goal) as it:
        _revision(it, goal, target, reason, day)
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
    on = day or team.today()
    calendar = team.work_calendar()
    if goal.metric is not Metric.TYPED and value is None:
        row = listed([goal.id], on, calendar).get(goal.id)
        value = row.current if row is not None else None
    if value is None:
        reason = N_("Enter the figure as of this day.") if goal.metric is Metric.TYPED else N_("Nothing to count yet.")
        raise Invalid({"value": Reason(reason, {})})
    _valid_check_in(goal, value, confidence, note, on)
    with change(actor, N_("checked in on"), goal) as it:
        return it.add(
            CheckIn,
            goal=goal.id,
            day=on,
            value=value,
            state=state(goal.plan, value, calendar, on),
            confidence=confidence,
            note=note.strip(),
        )


def propose(actor: Member, goal: Goal) -> Goal:
    """Hand a draft to the lead. Raises Denied, Invalid (not a draft), Conflict."""
    _is(goal, Status.DRAFT)
    with change(actor, N_("proposed"), goal) as it:
        it.update(goal, status=Status.PROPOSED)
    return goal


def accept(actor: Member, goal: Goal) -> Goal:
    """Accept what was proposed; only the lead. Raises Denied, Invalid (not proposed), Conflict."""
    _is(goal, Status.PROPOSED)
    with change(actor, N_("accepted"), goal) as it:
        it.update(goal, status=Status.ACTIVE)
    return goal


def activate(actor: Member, goal: Goal) -> Goal:
    """Begin a draft without asking, or open a closed goal again; only the lead.

    Raises Denied, Invalid (proposed or active), Conflict.
    """
    _is(goal, Status.DRAFT, *CLOSED)
    with change(actor, N_("activated"), goal) as it:
        it.update(goal, status=Status.ACTIVE)
    return goal


def close(actor: Member, goal: Goal, status: Status, note: str = "") -> Goal:
    """End a goal as achieved, missed or dropped; what is said about it is kept as a note.

    A counted metric's figure of this moment is kept as a last check-in, so that later corrections of old records
    don't move a closed goal. One that never ran can only be dropped. Raises Denied, Invalid, Conflict.
    """
    _is(goal, *OPEN)
    if status not in CLOSED:
        raise Invalid({"status": Reason(N_("Say whether it was achieved, missed or dropped."), {})})
    if goal.status is not Status.ACTIVE and status is not Status.DROPPED:
        raise Invalid({"status": Reason(N_("It never ran, so it can only be dropped."), {})})
    _valid_note(note)
    day, calendar = team.today(), team.work_calendar()
    row = listed([goal.id], day, calendar).get(goal.id)
    with change(actor, N_("closed"), goal) as it:
        if row is not None and row.metric is not Metric.TYPED and row.current is not None:
            it.add(CheckIn, goal=goal.id, day=day, value=row.current, state=row.standing.state)
        if note.strip():
            it.add(Note, about=goal.ref, body=note.strip())
        it.update(goal, status=status)
    return goal


def remove(actor: Member, goal: Goal) -> None:
    """Take a goal out; goals below it stay, at the top. Raises Denied, Conflict."""
    with change(actor, N_("removed"), goal) as it:
        it.remove(goal)


# Rules


def _id(member: Member | int | None) -> int | None:
    return member.id if isinstance(member, Member) else member


def _current(goal: Goal) -> dict[str, Any]:
    names = ("title", "metric", "shape", "direction", "start", "target", "unit", "weight", "why")
    values = {name: getattr(goal, name) for name in names}
    return {**values, "owner": goal.owner_id, "parent": goal.parent_id, "period": goal.period}


def _complete(values: dict[str, Any]) -> dict[str, Any]:
    """All values of a goal, with what a counted metric brings; a level's direction follows from its figures."""
    defaults = {"parent": None, "metric": Metric.TYPED, "shape": Shape.SUM, "direction": Direction.UP, "start": 0}
    whole: dict[str, Any] = {**defaults, "unit": Unit.NUMBER, "weight": 1, "why": "", **values}
    if whole["metric"] in COUNTED:
        whole["shape"], whole["unit"] = COUNTED[whole["metric"]]
    if whole["shape"] is Shape.LEVEL:
        whole["direction"] = Direction.DOWN if whole["target"] < whole["start"] else Direction.UP
    return whole


def _stored(whole: dict[str, Any]) -> dict[str, Any]:
    period: Period = whole["period"]
    values = {name: value for name, value in whole.items() if name != "period"}
    values |= {"title": whole["title"].strip(), "why": whole["why"].strip()}
    return values | {"period_kind": period.kind, "first_day": period.first, "last_day": period.last}


def _valid(whole: dict[str, Any], goal: Goal | None) -> None:
    checks = (_wrong_title, _wrong_period, _wrong_figures, _wrong_parent, _wrong_unit)
    wrong: dict[str, Reason] = {}
    for check in checks:
        wrong |= check(whole, goal)
    if wrong:
        raise Invalid(wrong)


def _wrong_title(whole: dict[str, Any], _goal: Goal | None) -> dict[str, Reason]:
    wrong: dict[str, Reason] = {}
    if not whole["title"].strip():
        wrong["title"] = Reason(N_("Say what is to be reached."), {})
    elif len(whole["title"]) > LONGEST_TITLE:
        values = {"length": len(whole["title"]), "most": LONGEST_TITLE}
        wrong["title"] = Reason(N_("{length} characters; a title holds at most {most}."), values)
    if len(whole["why"]) > LONGEST_NOTE:
        wrong["why"] = _too_long(whole["why"])
    return wrong


def _wrong_period(whole: dict[str, Any], _goal: Goal | None) -> dict[str, Reason]:
    period: Period = whole["period"]
    if period.last < period.first:
        return {"period": Reason(N_("The last day comes before the first."), {})}
    if team.work_calendar().count(period.first, period.last) == 0:
        return {"period": Reason(N_("Nobody works in this period; choose another."), {})}
    return {}


def _wrong_figures(whole: dict[str, Any], _goal: Goal | None) -> dict[str, Reason]:
    wrong: dict[str, Reason] = {}
    start, target = whole["start"], whole["target"]
    if whole["shape"] is Shape.SUM and start != 0:
        wrong["start"] = Reason(N_("A sum grows from 0 in its period; for a level choose that shape."), {})
    if start == target:
        wrong["target"] = Reason(N_("The target equals the start, so nothing is to be reached."), {})
    elif whole["shape"] is Shape.SUM and target < 0:
        wrong["target"] = Reason(N_("A sum has a target above 0."), {})
    elif max(abs(start), abs(target)) > LARGEST:
        wrong["target"] = Reason(N_("This figure is too large."), {})
    if not 1 <= whole["weight"] <= HEAVIEST:
        wrong["weight"] = Reason(N_("A weight is a number from 1 to {most}."), {"most": HEAVIEST})
    return wrong


def _wrong_parent(whole: dict[str, Any], goal: Goal | None) -> dict[str, Reason]:
    parent = whole["parent"]
    number = parent.id if isinstance(parent, Goal) else parent
    if goal is None or number is None or number == goal.parent_id:
        return {}
    if goal.id in above(number):
        return {"parent": Reason(N_("A goal can't stand below itself; choose another."), {})}
    return {}


def _wrong_unit(whole: dict[str, Any], goal: Goal | None) -> dict[str, Reason]:
    if goal is None or whole["unit"] is goal.unit:
        return {}
    if CheckIn.select().where(CheckIn.goal == goal.id, CheckIn.kept()).exists():
        return {"unit": Reason(N_("There are check-ins in the former unit; add a new goal instead."), {})}
    return {}


def _valid_check_in(goal: Goal, value: int, confidence: int | None, note: str, day: date) -> None:
    wrong: dict[str, Reason] = {}
    if goal.status is not Status.ACTIVE:
        wrong["value"] = Reason(N_("Only an active goal takes check-ins."), {})
    elif abs(value) > LARGEST:
        wrong["value"] = Reason(N_("This figure is too large."), {})
    if confidence is not None and not 0 <= confidence <= 10:
        wrong["confidence"] = Reason(N_("Confidence is a number from 0 (none) to 10 (certain)."), {})
    if day > team.today():
        wrong["day"] = Reason(N_("That day is still to come; choose today or an earlier one."), {})
    elif day < goal.first_day:
        wrong["day"] = Reason(N_("The goal begins on {day}."), {"day": goal.first_day})
    if len(note) > LONGEST_NOTE:
        wrong["note"] = _too_long(note)
    if wrong:
        raise Invalid(wrong)


def _valid_note(note: str) -> None:
    if len(note) > LONGEST_NOTE:
        raise Invalid({"note": _too_long(note)})


def _too_long(text: str) -> Reason:
    values = {"length": len(text), "most": LONGEST_NOTE}
    return Reason(N_("{length} characters; a note holds at most {most}."), values)


def _say_why(reason: str) -> None:
    if not reason.strip():
        raise Invalid({"reason": Reason(N_("Say why the target changes."), {})})
    if len(reason) > LONGEST_NOTE:
        raise Invalid({"reason": _too_long(reason)})


def _outside(period: Period) -> Reason:
    values = {"first": period.first, "last": period.last}
    return Reason(N_("The goal runs from {first} to {last}."), values)


def _is(goal: Goal, *allowed: Status) -> None:
    if goal.status in allowed:
        return
    values = {"name": team.names().get(goal.updated_by, "Huddle"), "at": goal.updated_at}
    raise Invalid({"status": Reason(N_("This goal isn't what it was; {name} changed it."), values)})


def _may_own(actor: Member, owner: int | None) -> None:
    access.allow(actor, "edited", Goal, owner or TEAM)


def _revision(it: Any, goal: Goal, target: int, reason: str, day: date) -> None:
    it.add(TargetRevision, goal=goal.id, from_day=day, old=goal.target, new=target, reason=reason.strip())


__all__ = ["accept", "activate", "add", "check_in", "close", "edit", "propose", "remove", "revise_target"]
