"""What a running plan is offered: changes of its programme, and days on which its person is away or nobody works.

Nothing of it happens by itself. What is done, or waits to be signed, stays as it was; only open steps differ. A
step's day is offered when the days off, the person's absences counted like holidays, push it forward: a step that was
postponed by hand to the next day they work, every other one to its offset after day 0. Nothing moves backward.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from store import team
from store.calendar import WorkCalendar
from store.changes import change
from store.errors import N_, Invalid, Reason
from store.team import Member
from store.training.days import calendar_of, due_day
from store.training.kinds import PlanStatus, StepStatus
from store.training.planning import COPIED, copied, settled, steps_of
from store.training.records import Programme, ProgrammeStep, TrainingPlan, TrainingStep


class OfferKind(StrEnum):
    """What differs: the programme has a step more, one less, or says something else; or a day can't be kept."""

    NEW = "new"
    GONE = "gone"
    OTHER = "other"
    DAY = "day"


class Difference(NamedTuple):
    """A field that the plan's step (``ours``) and the programme's (``theirs``) say differently."""

    field: str
    ours: Any
    theirs: Any


class Offer(NamedTuple):
    """One thing that a plan may take over. ``step`` is the plan's and ``source`` the programme's, where there is one;
    ``due_on`` is the day that the step would have."""

    kind: OfferKind
    title: str
    step: int | None
    source: int | None
    version: int
    due_on: date | None
    differs: tuple[Difference, ...] = ()

    @property
    def key(self) -> str:
        """Which offer this is: the same one, until the programme changes again."""
        return f"{self.source}:{self.version}"


# Questions


def offers(plan: TrainingPlan) -> list[Offer]:
    """What this plan may take over now, in the order of the programme's steps; days last. None for an ended plan."""
    if plan.status is not PlanStatus.ACTIVE:
        return []
    own = steps_of(plan)
    theirs = list(ProgrammeStep.select().where(ProgrammeStep.programme == plan.programme_id))
    calendar = calendar_of(plan.member_id, plan.day_0, team.work_calendar())
    declined = set(plan.declined.split())
    found = [*_of_programme(plan, own, theirs, calendar), *_of_days(plan, own, calendar)]
    return [offer for offer in found if offer.kind is OfferKind.DAY or offer.key not in declined]


def _of_programme(
    plan: TrainingPlan, own: Sequence[TrainingStep], theirs: Sequence[ProgrammeStep], calendar: WorkCalendar
) -> list[Offer]:
    if Programme.get_or_none(Programme.id == plan.programme_id, Programme.kept()) is None:
        return []  # who takes a programme out lets its plans go on
    copies = {step.source_id: step for step in own if step.renews_id is None}
    found = []
    for source in sorted(theirs, key=lambda step: (step.day_offset, step.position)):
        step = copies.get(source.id)
        due_on = max(due_day(plan.day_0, source.day_offset, calendar), calendar.on_or_after(team.today()))
        if step is None:
            if source.deleted_at is None:
                found.append(Offer(OfferKind.NEW, source.title, None, source.id, source.version, due_on))
            continue
        if step.status is not StepStatus.OPEN:
            continue
        if source.deleted_at is not None:
            found.append(Offer(OfferKind.GONE, step.title, step.id, source.id, source.version, None))
            continue
        differs = _differences(step, source)
        if differs:
            moved = any(one.field == "day_offset" for one in differs)
            day = due_on if moved else None
            found.append(Offer(OfferKind.OTHER, step.title, step.id, source.id, source.version, day, differs))
    return found


def _differences(step: TrainingStep, source: ProgrammeStep) -> tuple[Difference, ...]:
    ours = {name: getattr(step, f"{name}_id" if name == "skill" else name) for name in COPIED}
    theirs = copied(source)
    return tuple(Difference(name, ours[name], theirs[name]) for name in COPIED if ours[name] != theirs[name])


def _of_days(plan: TrainingPlan, own: Sequence[TrainingStep], calendar: WorkCalendar) -> list[Offer]:
    found = []
    for step in sorted(own, key=lambda step: (step.due_on, step.position)):
        if step.status is not StepStatus.OPEN:
            continue
        by_hand = step.due_on != step.original_due_on or step.renews_id is not None or step.attempt > 1
        wanted = calendar.on_or_after(step.due_on) if by_hand else due_day(plan.day_0, step.day_offset, calendar)
        if wanted > step.due_on:
            differs = (Difference("due_on", step.due_on, wanted),)
            found.append(Offer(OfferKind.DAY, step.title, step.id, step.source_id, step.version, wanted, differs))
    return found


# Verbs


def take_over(actor: Member, plan: TrainingPlan, taken: Sequence[Offer]) -> TrainingPlan:
    """Let a plan have these of its offers, as one change.

    Raises Denied, Conflict, Invalid (nothing is offered, or one of them isn't offered any more).
    """
    standing = offers(plan)
    if not taken or any(offer not in standing for offer in taken):
        raise Invalid({"offer": Reason(N_("This isn't offered any more; look at what differs again."))})
    with change(actor, N_("edited"), plan) as it:
        for offer in taken:
            _take(it, plan, offer)
        it.update(plan, **settled(plan))
    return plan


def _take(it: Any, plan: TrainingPlan, offer: Offer) -> None:
    if offer.kind is OfferKind.NEW:
        assert offer.source is not None and offer.due_on is not None
        source = ProgrammeStep.load(offer.source)
        it.add(
            TrainingStep,
            plan=plan,
            member=plan.member_id,
            position=source.position,
            due_on=offer.due_on,
            original_due_on=offer.due_on,
            source=source,
            **copied(source),
        )
        return
    assert offer.step is not None
    step = TrainingStep.load(offer.step)
    if offer.kind is OfferKind.GONE:
        it.remove(step)
        return
    values = {} if offer.due_on is None else {"due_on": offer.due_on, "original_due_on": offer.due_on}
    if offer.kind is OfferKind.OTHER:
        values |= {one.field: one.theirs for one in offer.differs}
    it.update(step, **values)


def decline(actor: Member, plan: TrainingPlan, offer: Offer) -> TrainingPlan:
    """Keep what the plan has; it is offered again when the programme changes again. A day can't be declined: it is
    postponed by hand. Raises Denied, Conflict, Invalid."""
    if offer.kind is OfferKind.DAY:
        raise Invalid({"offer": Reason(N_("Postpone the step to another day instead."))})
    with change(actor, N_("edited"), plan) as it:
        it.update(plan, declined=" ".join(sorted({*plan.declined.split(), offer.key})))
    return plan
