"""The forms of training: a plan, a programme, a step of a programme. Each saves through one verb."""

from __future__ import annotations

from typing import Any

from store import team, training
from store.access import Role
from store.errors import N_, Invalid, Reason
from store.team import Member
from store.training import (
    NewStep,
    Programme,
    ProgrammeKind,
    ProgrammeRow,
    ProgrammeStep,
    ProgrammeStepRow,
    StepKind,
    TrainingPlan,
    TrainingStep,
)
from tui.i18n import _
from tui.screens.training.words import PROGRAMME, STEP
from tui.vocabulary import options
from tui.widgets.form import Field, Form

Values = dict[str, Any]


def _coaches(but: int | None = None) -> list[tuple[object, str]]:
    people = [m for m in team.members() if m.role is not Role.VIEWER and m.id != but]
    return [(None, _("none")), *((m.id, m.name) for m in people)]


def _member(number: object) -> Member | None:
    return Member.load(number) if isinstance(number, int) else None


def new_plan(
    me: Member, programmes: list[ProgrammeRow], programme: int | None, member: int | None
) -> Form[TrainingPlan]:
    """Who starts which programme when, and who coaches; a rep plans for themselves.

    Offered are the newest member (or ``member``), the next working day, and the lead who asks as the coach.
    """
    day = team.today()
    people = team.members() if me.role is Role.LEAD else [me]
    newest = max(people, key=lambda m: (m.joined_on, m.id)).id
    whose = newest if member is None else member
    fields = [
        Field("member", _("Who"), "choice", whose, options=[(m.id, m.name) for m in people]),
        Field("programme", _("Programme"), "choice", programme, options=[(p.id, p.title) for p in programmes]),
        Field("day_0", _("Day 0"), "day", team.work_calendar().on_or_after(day), required=True, today=day),
        Field("coach", _("Coach"), "choice", None if whose == me.id else me.id, options=_coaches()),
    ]

    def save(values: Values) -> TrainingPlan:
        return training.plan(
            me,
            Member.load(values["member"]),
            Programme.load(values["programme"]),
            values["day_0"],
            _member(values["coach"]),
        )

    return Form(_("New plan"), fields, save, N_("Plan it"))


def edit_plan(me: Member, plan: TrainingPlan) -> Form[TrainingPlan]:
    """Another coach or another day 0."""
    fields = [
        Field("day_0", _("Day 0 (open steps move with it)"), "day", plan.day_0, required=True, today=team.today()),
        Field("coach", _("Coach"), "choice", plan.coach_id, options=_coaches(plan.member_id)),
    ]

    def save(values: Values) -> TrainingPlan:
        return training.edit_plan(me, plan, day_0=values["day_0"], coach=_member(values["coach"]))

    return Form(_("Edit plan"), fields, save)


def coach(me: Member, plan: TrainingPlan) -> Form[TrainingPlan]:
    """Who coaches, and so signs."""
    field = Field("coach", _("Coach"), "choice", plan.coach_id, options=_coaches(plan.member_id))

    def save(values: Values) -> TrainingPlan:
        return training.edit_plan(me, plan, coach=_member(values["coach"]))

    return Form(_("Who coaches?"), [field], save)


def evidence(me: Member, step: TrainingStep) -> Form[TrainingStep]:
    """By what one sees that a step is done."""
    field = Field("evidence", _("Evidence"), "long", step.evidence, hint=_("text, a link, a path"))

    def save(values: Values) -> TrainingStep:
        return training.write_evidence(me, step, values["evidence"])

    return Form(step.title, [field], save)


def programme(me: Member, record: Programme | None = None) -> Form[Programme]:
    """A new programme, or what is written about one."""
    fields = [
        Field("title", _("Title"), value=record.title if record else "", required=True),
        Field(
            "kind",
            _("Kind"),
            "choice",
            record.kind if record else ProgrammeKind.TOPIC,
            options=options(PROGRAMME),
        ),
        Field("what_for", _("What for"), "long", record.what_for if record else ""),
    ]

    def save(values: Values) -> Programme:
        if record is not None:
            return training.edit_programme(me, record, **values)
        return training.add_programme(me, values["title"], values["kind"], values["what_for"])

    return Form(_("Edit programme") if record else _("New programme"), fields, save)


def step(
    me: Member, of: Programme, record: ProgrammeStep | None = None, after: ProgrammeStepRow | None = None
) -> Form[ProgrammeStep]:
    """A step of a programme; a new one begins on the day of the one that is selected."""
    at = record or after
    fields = [
        Field("title", _("What is to be done"), value=record.title if record else "", required=True),
        Field("kind", _("How"), "choice", record.kind if record else StepKind.READ, options=options(STEP)),
        Field("day_offset", _("Working days after day 0"), "number", at.day_offset if at else 0, required=True),
        Field("minutes", _("Minutes"), "number", record.minutes if record else None),
        Field("mandatory", _("Mandatory"), "yes", bool(record.mandatory) if record else True),
        Field("needs_sign_off", _("Needs sign-off"), "yes", bool(record.needs_sign_off) if record else False),
    ]

    def save(values: Values) -> ProgrammeStep:
        values = {**values, "day_offset": _whole(values, "day_offset"), "minutes": _whole(values, "minutes")}
        if record is not None:
            return training.edit_step(me, record, **values)
        return training.add_step(me, of, NewStep(**values))

    return Form(_("Edit step") if record else _("New step"), fields, save)


def _whole(values: Values, name: str) -> int:
    number = values[name] or 0
    if number != int(number):
        raise Invalid({name: Reason(N_("Write a whole number."))})
    return int(number)
