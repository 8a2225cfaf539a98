"""What makes a goal, a check-in or a revision wrong, each reason beside its field."""

from __future__ import annotations

from datetime import date
from typing import Any

from store import access, team
from store.access import Role
from store.calendar import Period
from store.database import rows
from store.errors import N_, Invalid, Reason
from store.figures import LARGEST, Unit
from store.goals.branches import FURTHEST_FIRST, above
from store.goals.kinds import COUNTED, TEAM, Metric, Status
from store.goals.pace import Direction, Shape
from store.goals.records import CheckIn, Goal, TargetRevision
from store.goals.rows import GoalRow, listed
from store.goals.smart import Lamp, lights
from store.team import Group, Member

LONGEST_NOTE = 4_000  # characters
LONGEST_TITLE = 300
HEAVIEST = 100


def id_of(record: Member | Group | int | None) -> int | None:
    """The id of a record, or the id that was given for it."""
    return record.id if isinstance(record, Member | Group) else record


def current(goal: Goal) -> dict[str, Any]:
    """What a goal says, as ``edit`` may change it."""
    names = ("title", "metric", "shape", "direction", "start", "target", "unit", "weight", "why", "source")
    values = {name: getattr(goal, name) for name in names}
    links = {"owner": goal.owner_id, "group": goal.group_id, "parent": goal.parent_id}
    return {**values, **links, "period": goal.period}


def complete(values: dict[str, Any]) -> dict[str, Any]:
    """All values of a goal, with what a counted metric brings; a level's direction follows from its figures."""
    defaults = {"parent": None, "metric": Metric.TYPED, "shape": Shape.SUM, "direction": Direction.UP, "start": 0}
    texts = {"why": "", "source": ""}
    whole: dict[str, Any] = {**defaults, **texts, "group": None, "unit": Unit.NUMBER, "weight": 1, **values}
    if whole["metric"] in COUNTED:
        whole["shape"], whole["unit"] = COUNTED[whole["metric"]]
    if whole["shape"] is Shape.LEVEL:
        whole["direction"] = Direction.DOWN if whole["target"] < whole["start"] else Direction.UP
    return whole


def stored(whole: dict[str, Any]) -> dict[str, Any]:
    """The same as the fields of the record."""
    period: Period = whole["period"]
    values = {name: value for name, value in whole.items() if name != "period"}
    values |= {name: whole[name].strip() for name in ("title", "why", "source")}
    return values | {"period_kind": period.kind, "first_day": period.first, "last_day": period.last}


def check(whole: dict[str, Any], goal: Goal | None) -> None:
    """Raise Invalid with every reason why these values make no goal (``goal``: the one that is edited)."""
    wrong: dict[str, Reason] = {}
    for rule in (_wrong_title, _wrong_owner, _wrong_period, _wrong_figures, _wrong_parent, _wrong_unit):
        wrong |= rule(whole, goal)
    if wrong:
        raise Invalid(wrong)


def _wrong_title(whole: dict[str, Any], _goal: Goal | None) -> dict[str, Reason]:
    wrong: dict[str, Reason] = {}
    if not whole["title"].strip():
        wrong["title"] = Reason(N_("Say what is to be reached."), {})
    elif len(whole["title"]) > LONGEST_TITLE:
        values = {"length": len(whole["title"]), "most": LONGEST_TITLE}
        wrong["title"] = Reason(N_("{length} characters; a title holds at most {most}."), values)
    return wrong | {name: too_long(whole[name]) for name in ("why", "source") if len(whole[name]) > LONGEST_NOTE}


def _wrong_owner(whole: dict[str, Any], _goal: Goal | None) -> dict[str, Reason]:
    if whole["owner"] is not None and whole["group"] is not None:
        return {"owner": Reason(N_("A goal is a member's or a group's, not both."), {})}
    return {}


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
    """Above it stands a goal of the team, of a group, or of the same member, over the same days or more."""
    parent = whole["parent"]
    number = parent.id if isinstance(parent, Goal) else parent
    if number is None or (goal is not None and goal.id is None):
        return {}
    if goal is not None and number != goal.parent_id and goal.id in above(number):
        return {"parent": Reason(N_("A goal can't stand below itself; choose another."), {})}
    found = parent if isinstance(parent, Goal) else Goal.get_or_none(Goal.id == number)
    why = _unfit(whole, found) if found is not None else None
    return {"parent": why} if why is not None else {}


def _unfit(whole: dict[str, Any], parent: Goal) -> Reason | None:
    """Why a goal with these values can't be a part of that one."""
    owner, group = id_of(whole["owner"]), id_of(whole["group"])
    if parent.owner_id is not None and parent.owner_id != owner:
        return Reason(N_("That goal is somebody else's: the team's or a group's can stand above, or an own one."), {})
    if parent.group_id is not None and owner is None and group != parent.group_id:
        return Reason(N_("That goal is a group's: its own and its people's goals can stand below it."), {})
    period: Period = whole["period"]
    if FURTHEST_FIRST[period.kind] < FURTHEST_FIRST[parent.period_kind] or not (
        parent.first_day <= period.first and period.last <= parent.last_day
    ):
        values = {"first": parent.first_day, "last": parent.last_day}
        return Reason(N_("That goal runs from {first} to {last}; its parts lie within these days."), values)
    return None


def _wrong_unit(whole: dict[str, Any], goal: Goal | None) -> dict[str, Reason]:
    if goal is None or whole["unit"] is goal.unit:
        return {}
    if CheckIn.select().where(CheckIn.goal == goal.id, CheckIn.kept()).exists():
        return {"unit": Reason(N_("There are check-ins in the former unit; add a new goal instead."), {})}
    return {}


def valid_check_in(goal: Goal, value: int, confidence: int | None, note: str, day: date) -> None:
    """Raise Invalid for a check-in that can't be."""
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
        wrong["note"] = too_long(note)
    if wrong:
        raise Invalid(wrong)


def valid_note(note: str) -> None:
    """Raise Invalid for a note that is too long."""
    if len(note) > LONGEST_NOTE:
        raise Invalid({"note": too_long(note)})


def too_long(text: str) -> Reason:
    """How long it is, and may be."""
    values = {"length": len(text), "most": LONGEST_NOTE}
    return Reason(N_("{length} characters; a note holds at most {most}."), values)


def say_why(reason: str) -> None:
    """Raise Invalid unless it says why the target changes."""
    if not reason.strip():
        raise Invalid({"reason": Reason(N_("Say why the target changes."), {})})
    if len(reason) > LONGEST_NOTE:
        raise Invalid({"reason": too_long(reason)})


def outside(period: Period) -> Reason:
    """That a day isn't one of the goal's."""
    values = {"first": period.first, "last": period.last}
    return Reason(N_("The goal runs from {first} to {last}."), values)


def must_be(goal: Goal, *allowed: Status) -> None:
    """Raise Invalid, naming who changed it, unless the goal has one of these statuses."""
    if goal.status in allowed:
        return
    values = {"name": team.names().get(goal.updated_by, "Huddle"), "at": goal.updated_at}
    raise Invalid({"status": Reason(N_("This goal isn't what it was; {name} changed it."), values)})


def may_own(actor: Member, owner: int | None) -> None:
    """Raise Denied unless the actor may write the goals of this member (of the team or a group without one)."""
    access.allow(actor, "edited", Goal, owner or TEAM)


def may_check_in(actor: Member, goal: Goal | GoalRow) -> bool:
    """Whether somebody may say where a goal stands: its owner, who is in the group that owns it, the lead, and whoever
    leads the meeting."""
    if actor.role is not Role.REP:
        return actor.role is Role.LEAD
    if access.leads_the_room(actor):
        return True
    if goal.group_id is None:
        return goal.owner_id == actor.id
    found = rows(
        "SELECT 1 FROM group_member WHERE group_id = ? AND member_id = ? AND deleted_at IS NULL",
        (goal.group_id, actor.id),
    )
    return bool(found)


def say_why_over_red(goal: int, reason: str) -> None:
    """Raise Invalid (reason) when a SMART light of this goal is red and nobody says why it begins nevertheless; called
    inside the change that begins it, which is taken back then."""
    if len(reason) > LONGEST_NOTE:
        raise Invalid({"reason": too_long(reason)})
    if reason.strip():
        return
    day, calendar = team.today(), team.work_calendar()
    red = [light for light in lights(listed([goal], day, calendar)[goal], day, calendar) if light.lamp is Lamp.RED]
    if red:
        values = {"why": red[0].why}
        raise Invalid({"reason": Reason(N_("Red light: {why} Say why it begins nevertheless."), values)})


def revision(it: Any, goal: Goal, target: int, reason: str, day: date) -> None:
    """Write down, within a change, that the target is another one from a day on."""
    it.add(TargetRevision, goal=goal.id, from_day=day, old=goal.target, new=target, reason=reason.strip())
