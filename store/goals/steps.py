"""From a proposal to its end: propose, answer, activate, split, hand over, close. Each verb is one change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from store import access, team
from store.access import Role
from store.calendar import Period
from store.changes import change
from store.errors import N_, Denied, Invalid, Reason
from store.figures import LARGEST
from store.goals import rules
from store.goals.kinds import ENDS, OPEN, Answer, Metric, Status
from store.goals.pace import Shape
from store.goals.records import CheckIn, Goal
from store.goals.rows import GoalRow, listed
from store.goals.splitting import Whose, stays_of
from store.notes import Note
from store.team import Member


def propose(actor: Member, goal: Goal) -> Goal:
    """Hand a draft to the lead, or as the lead to its owner. Raises Denied, Invalid (not a draft), Conflict."""
    rules.must_be(goal, Status.DRAFT)
    with change(actor, N_("proposed"), goal) as it:
        it.update(goal, status=Status.PROPOSED, proposed_by=actor.id, answer=None, offer=None, offer_why="")
    return goal


def agree(actor: Member, goal: Goal) -> Goal:
    """The owner accepts what the lead proposes; the lead activates it then. Raises Denied, Invalid, Conflict."""
    _answers(actor, goal)
    with change(actor, N_("agreed to"), goal) as it:
        it.update(goal, answer=Answer.ACCEPTED, offer=None, offer_why="", answered_by=actor.id, answered_at=it.at)
    return goal


def counter(actor: Member, goal: Goal, target: int, why: str) -> Goal:
    """The owner answers with another figure, and why. Raises Denied, Invalid (the same figure, no reason), Conflict."""
    _answers(actor, goal)
    wrong: dict[str, Reason] = {}
    if target == goal.target:
        wrong["offer"] = Reason(N_("That is what was proposed: accept it, or write another figure."), {})
    elif target == goal.start or (goal.shape is Shape.SUM and target < 0) or abs(target) > LARGEST:
        wrong["offer"] = Reason(N_("This figure can't be a target."), {})
    if not why.strip():
        wrong["why"] = Reason(N_("Say why it should be another figure."), {})
    elif len(why) > rules.LONGEST_NOTE:
        wrong["why"] = rules.too_long(why)
    if wrong:
        raise Invalid(wrong)
    with change(actor, N_("countered"), goal) as it:
        said = {"answer": Answer.COUNTERED, "offer": target, "offer_why": why.strip()}
        it.update(goal, **said, answered_by=actor.id, answered_at=it.at)
    return goal


def _answers(actor: Member, goal: Goal) -> None:
    """Raise unless it is the actor's word that this proposal is about."""
    rules.must_be(goal, Status.PROPOSED)
    if goal.owner_id != actor.id:
        raise Denied(Reason(N_("Only whose goal it would be answers to it."), {}))


def accept(actor: Member, goal: Goal, *, reason: str = "", take_offer: bool = False) -> Goal:
    """Activate what was proposed; only the lead. ``take_offer``: with the figure that its owner answered with.

    Raises Denied, Invalid (not proposed, a red light without a reason), Conflict.
    """
    rules.must_be(goal, Status.PROPOSED)
    target = goal.offer if take_offer and goal.offer is not None else goal.target
    with change(actor, N_("accepted"), goal) as it:
        it.update(goal, target=target, **_active(it, reason))
        rules.say_why_over_red(goal.id, reason)
    return goal


def activate(actor: Member, goal: Goal, *, reason: str = "") -> Goal:
    """Begin a draft without asking, or open a closed goal again; only the lead.

    Raises Denied, Invalid (proposed, active or transferred; a red light without a reason), Conflict.
    """
    rules.must_be(goal, Status.DRAFT, *ENDS)
    reopened = goal.status in ENDS
    with change(actor, N_("activated"), goal) as it:
        it.update(goal, **_active(it, reason or (goal.despite if reopened else "")))
        if not reopened:
            rules.say_why_over_red(goal.id, reason)
    return goal


def _active(it: Any, reason: str) -> dict[str, object]:
    return {
        "status": Status.ACTIVE,
        "despite": reason.strip(),
        "activated_by": it.actor.id,
        "activated_at": it.at,
    }


def split(actor: Member, goal: Goal, parts: Mapping[Whose, int]) -> list[Goal]:
    """Propose parts of a goal to members and groups, by (member, group) → target; only the lead.

    Each part has the goal's title and metric, its period (of it the days on which its owner belongs to the team) and,
    as its weight, its share of the parts in per cent (at least 1).

    Raises Denied, Invalid (nothing to split, a part that can't be; fields are ``part-MEMBER-GROUP``), Conflict.
    """
    access.allow(actor, "split", goal)
    rules.must_be(goal, *OPEN)
    wrong = {part_field(whose): Reason(N_("A part is a figure above 0."), {}) for whose, n in parts.items() if n <= 0}
    if goal.owner_id is not None:
        wrong[""] = Reason(N_("A goal of one person isn't split; add goals below it."), {})
    elif not parts:
        wrong[""] = Reason(N_("Give somebody a part."), {})
    if wrong:
        raise Invalid(wrong)
    whole = rules.current(goal)
    total = sum(parts.values())
    stays, made = stays_of(goal.period), []
    with change(actor, N_("split"), goal) as it:
        for (owner, group), target in parts.items():
            weight = min(max(round(100 * target / total), 1), 100) if goal.shape is Shape.SUM else 1
            own: dict[str, object] = {
                "owner": owner,
                "group": group,
                "parent": goal.id,
                "target": target,
                "weight": weight,
                "why": "",
            }
            own["period"] = Period(goal.period_kind, *stays.get(owner or 0, (goal.first_day, goal.last_day)))
            values = rules.complete({**whole, **own})
            rules.check(values, None)
            stored = rules.stored(values)
            made.append(it.add(Goal, **stored, status=Status.PROPOSED, proposed_by=actor.id))
    return made


def part_field(whose: Whose) -> str:
    """The name of the field for somebody's part."""
    return f"part-{whose[0] or 0}-{whose[1] or 0}"


def close(actor: Member, goal: Goal, status: Status, note: str = "") -> Goal:
    """End a goal as achieved, missed or dropped; what was learnt is kept as a note.

    A counted metric's figure of this moment is kept as a last check-in, so that later corrections of old records
    don't move a closed goal. One that never ran can only be dropped. Raises Denied, Invalid, Conflict.
    """
    rules.must_be(goal, *OPEN)
    if status not in ENDS:
        raise Invalid({"status": Reason(N_("Say whether it was achieved, missed or dropped."), {})})
    if goal.status is not Status.ACTIVE and status is not Status.DROPPED:
        raise Invalid({"status": Reason(N_("It never ran, so it can only be dropped."), {})})
    rules.valid_note(note)
    day, calendar = team.today(), team.work_calendar()
    row = listed([goal.id], day, calendar).get(goal.id)
    with change(actor, N_("closed"), goal) as it:
        _freeze(it, row, day)
        if note.strip():
            it.add(Note, about=goal.ref, body=note.strip())
        it.update(goal, status=status)
    return goal


def _freeze(it: Any, row: GoalRow | None, day: date) -> None:
    """Keep the figure of a counted metric as it is now."""
    if row is not None and row.metric is not Metric.TYPED and row.current is not None:
        it.add(CheckIn, goal=row.id, day=day, value=row.current, state=row.standing.state)


def transfer(actor: Member, goal: Goal, heir: Member, note: str = "") -> Goal:
    """Hand a member's goal that runs to a successor; only the lead. Returns the successor's goal.

    What was reached stays with who reached it: the goal is transferred, with its figure of this moment; the successor's
    begins today with what is left of the target (a level: from where it is now to the same target), and both know each
    other. Raises Denied, Invalid (to: themself, a viewer, somebody who leaves; nothing is left of it), Conflict.
    """
    rules.must_be(goal, Status.ACTIVE)
    rules.valid_note(note)
    if goal.owner_id is None:
        raise Invalid({"": Reason(N_("Only a member's goal has a successor."), {})})
    if heir.id == goal.owner_id or heir.role is Role.VIEWER or heir.left_on is not None:
        raise Invalid({"to": Reason(N_("Choose somebody else who stays in the team."), {})})
    day = team.today()
    row = listed([goal.id], day)[goal.id]
    if (why := why_no_successor(row, day)) is not None:
        raise Invalid({"": why})
    with change(actor, N_("transferred"), goal) as it:
        made = hand_over(it, goal, row, heir, day)
        if note.strip():
            it.add(Note, about=goal.ref, body=note.strip())
    return made


def prorate(actor: Member, goal: Goal) -> Goal:
    """Cut a member's goal that runs down to the days on which they belong to the team; only the lead.

    The days end (or begin) when they do, and the target of a sum becomes its share of the working days, as a revision
    with that reason. A level keeps its target. Raises Denied, Invalid (they are there all the time), Conflict.
    """
    rules.must_be(goal, Status.ACTIVE)
    access.allow(actor, "revised", goal)
    row = listed([goal.id], team.today())[goal.id]
    stay = stays_of(goal.period).get(goal.owner_id or 0)
    if stay is None or row.presence.whole or not row.presence.present:
        raise Invalid({"": Reason(N_("Its owner belongs to the team on all its days."), {})})
    target = row.presence.of(goal.target) if goal.shape is Shape.SUM else goal.target
    reason = f"{row.presence.present}/{row.presence.days}"
    with change(actor, N_("prorated"), goal) as it:
        if target != goal.target:
            rules.revision(it, goal, target, reason, goal.first_day)
        it.update(goal, target=target, first_day=stay[0], last_day=stay[1])
    return goal


def why_no_successor(row: GoalRow, day: date) -> Reason | None:
    """Why nothing of a running goal can be handed over."""
    if day > row.period.last:
        return Reason(N_("Its period is over: close it."), {})
    if _left(row) is None:
        return Reason(N_("Nothing is left of its target: close it."), {})
    if team.work_calendar().count(max(day, row.period.first), row.period.last) == 0:
        return Reason(N_("Nobody works on the days that are left of it."), {})
    return None


def _left(row: GoalRow) -> int | None:
    """The target of a successor: what is left of a sum, the same of a level; None where nothing is left."""
    current = row.current if row.current is not None else row.plan.start
    if row.plan.shape is Shape.LEVEL:
        return row.plan.target if current != row.plan.target else None
    left = row.plan.target - current
    return left if left > 0 else None


def hand_over(it: Any, goal: Goal, row: GoalRow, heir: Member, day: date) -> Goal:
    """Within a change: end a goal as transferred, and begin its successor's."""
    current = row.current if row.current is not None else row.plan.start
    _freeze(it, row, day)
    values = rules.current(goal) | {
        "owner": heir.id,
        "start": current if row.plan.shape is Shape.LEVEL else 0,
        "target": _left(row),
        "period": Period(goal.period_kind, max(day, goal.first_day), goal.last_day),
    }
    made: Goal = it.add(
        Goal,
        **rules.stored(rules.complete(values)),
        status=Status.ACTIVE,
        former=goal.id,
        despite=goal.despite,
        activated_by=it.actor.id,
        activated_at=it.at,
    )
    it.update(goal, status=Status.TRANSFERRED)
    return made


def leave_to(it: Any, goals: Sequence[Goal], heir: Member, day: date) -> None:
    """Within a change: what becomes of the open goals of somebody who leaves. One that runs is handed over, and closed
    as achieved where nothing is left of it; all others get the heir as their owner."""
    found = listed([goal.id for goal in goals], day)
    for goal in goals:
        row = found[goal.id]
        if goal.status is not Status.ACTIVE or day > goal.last_day:
            it.update(goal, owner=heir)
        elif _left(row) is None:
            _freeze(it, row, day)
            it.update(goal, status=Status.ACHIEVED)
        elif why_no_successor(row, day) is not None:
            it.update(goal, owner=heir)
        else:
            hand_over(it, goal, row, heir, day)


__all__ = [
    *("accept", "activate", "agree", "close", "counter", "hand_over", "leave_to", "part_field", "propose", "split"),
    *("prorate", "transfer", "why_no_successor"),
]
