"""The forms of training: a plan, a programme, a step of a programme, evidence. Each saves through one verb."""

from __future__ import annotations

from typing import Any

from store import search, team, training
from store.access import Role
from store.errors import N_, Invalid, Reason
from store.records import Ref, label
from store.team import LEVEL, LEVELS, Member
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
from tui.i18n import _, pgettext
from tui.screens.training.words import PROGRAMME, STEP, kind_word
from tui.vocabulary import options
from tui.widgets.form import Field, Form
from tui.widgets.picker import Hit

Values = dict[str, Any]


def _coaches(but: int | None = None) -> list[tuple[object, str]]:
    people = [m for m in team.members() if m.role is not Role.VIEWER and m.id != but]
    return [(None, _("none")), *((m.id, m.name) for m in people)]


def _member(number: object) -> Member | None:
    return Member.load(number) if isinstance(number, int) else None


ANSWERED = ("deal", "complaint", "customer", "risk", "goal")  # kinds of records that a plan may answer to
SHOWS = ("deal", "customer")  # kinds of records that a step may be seen by


def _found(kinds: tuple[str, ...], text: str) -> list[Hit]:
    """Records of these kinds for a picker, the newest first."""
    hits = (found for kind in kinds for found in search.find(text, 5, kind))
    return [(found.ref, found.title, kind_word(found.ref)) for found in hits]


def find_reason(text: str) -> list[Hit]:
    """What a plan may answer to: a deal that was lost, a complaint, a customer, a risk, a goal."""
    return _found(ANSWERED, text)


def find_proof(text: str) -> list[Hit]:
    """What a step may be seen by: a deal, a customer."""
    return _found(SHOWS, text)


def new_plan(
    me: Member,
    programmes: list[ProgrammeRow],
    programme: int | None,
    member: int | None,
    because_of: Ref | None = None,
) -> Form[TrainingPlan]:
    """Who starts which programme when, who coaches, and what it answers to; a rep plans for themselves.

    Offered are the newest member (or ``member``), the next working day, and the lead who asks as the coach.
    """
    because = label(because_of) if because_of is not None else ""
    day = team.today()
    people = team.members() if me.role is Role.LEAD else [me]
    newest = max(people, key=lambda m: (m.joined_on, m.id)).id
    whose = member if member in {one.id for one in people} else newest
    fields = [
        Field("member", _("Who"), "choice", whose, options=[(m.id, m.name) for m in people]),
        Field("programme", _("Programme"), "choice", programme, options=[(p.id, p.title) for p in programmes]),
        Field("day_0", _("Day 0"), "day", team.work_calendar().on_or_after(day), required=True, today=day),
        Field("coach", _("Coach"), "choice", None if whose == me.id else me.id, options=_coaches()),
        Field(
            "because_of",
            _("Because of"),
            "record",
            because_of,
            find=find_reason,
            shown=because,
            hint=_("a lost deal, a complaint, a customer (may stay empty)"),
        ),
    ]

    def save(values: Values) -> TrainingPlan:
        return training.plan(
            me,
            Member.load(values["member"]),
            Programme.load(values["programme"]),
            values["day_0"],
            _member(values["coach"]),
            values["because_of"],
        )

    return Form(_("New plan"), fields, save, N_("Plan it"))


def edit_plan(me: Member, plan: TrainingPlan) -> Form[TrainingPlan]:
    """Another coach or another day 0."""

    def fields(it: TrainingPlan) -> list[Field]:
        return [
            Field("day_0", _("Day 0 (open steps move with it)"), "day", it.day_0, required=True, today=team.today()),
            Field("coach", _("Coach"), "choice", it.coach_id, options=_coaches(it.member_id)),
        ]

    def save(values: Values) -> TrainingPlan:
        return training.edit_plan(me, plan, day_0=values["day_0"], coach=_member(values["coach"]))

    return Form(_("Edit plan"), fields, save, record=plan)


def coach(me: Member, plan: TrainingPlan) -> Form[TrainingPlan]:
    """Who coaches, and so signs."""

    def fields(it: TrainingPlan) -> list[Field]:
        return [Field("coach", _("Coach"), "choice", it.coach_id, options=_coaches(it.member_id))]

    def save(values: Values) -> TrainingPlan:
        return training.edit_plan(me, plan, coach=_member(values["coach"]))

    return Form(_("Who coaches?"), fields, save, record=plan)


def evidence(me: Member, step: TrainingStep) -> Form[TrainingStep]:
    """By what one sees that a step is done."""

    def fields(it: TrainingStep) -> list[Field]:
        shown, hint = label(it.proof) if it.proof is not None else "", _("a deal or a customer")
        return [
            Field("evidence", _("Evidence"), "long", it.evidence, hint=_("text, a link, a path")),
            Field("proof", _("Seen at"), "record", it.proof, find=find_proof, shown=shown, hint=hint),
        ]

    def save(values: Values) -> TrainingStep:
        return training.write_evidence(me, step, values["evidence"], values["proof"])

    return Form(step.title, fields, save, record=step)


def send_back(me: Member, step: TrainingStep) -> Form[TrainingStep]:
    """Why what was ticked isn't signed yet."""
    field = Field("why", _("What is missing"), "long", required=True)

    def save(values: Values) -> TrainingStep:
        return training.send_back(me, step, values["why"])

    return Form(step.title, lambda _step: [field], save, N_("Send back"), record=step)


def programme(me: Member, record: Programme | None = None) -> Form[Programme]:
    """A new programme, or what is written about one."""

    def fields(it: Programme | None) -> list[Field]:
        kind = it.kind if it else ProgrammeKind.TOPIC
        return [
            Field("title", pgettext("what it is called", "Title"), value=it.title if it else "", required=True),
            Field("kind", _("Kind"), "choice", kind, options=options(PROGRAMME)),
            Field("what_for", _("What for"), "long", it.what_for if it else ""),
        ]

    def save(values: Values) -> Programme:
        if record is not None:
            return training.edit_programme(me, record, **values)
        return training.add_programme(me, values["title"], values["kind"], values["what_for"])

    return Form(_("Edit programme") if record else _("New programme"), fields, save, record=record)


def step(
    me: Member, of: Programme, record: ProgrammeStep | None = None, after: ProgrammeStepRow | None = None
) -> Form[ProgrammeStep]:
    """A step of a programme; a new one begins on the day of the one that is selected."""
    levels: list[tuple[object, str]] = [(None, _("none")), *((n, f"{n} {_(LEVEL[n])}") for n in LEVELS[1:])]
    skills: list[tuple[object, str]] = [(None, _("none")), *((skill.id, skill.name) for skill in team.skills())]

    def fields(record: ProgrammeStep | None) -> list[Field]:
        at, it, no_score = record or after, record or ProgrammeStep(), _("empty: no score")
        return [
            Field("title", _("What is to be done"), value=record.title if record else "", required=True),
            Field("kind", _("How"), "choice", record.kind if record else StepKind.READ, options=options(STEP)),
            Field("day_offset", _("Working days after day 0"), "number", at.day_offset if at else 0, required=True),
            Field("minutes", _("Minutes"), "number", record.minutes if record else None),
            Field("mandatory", _("Mandatory"), "yes", bool(record.mandatory) if record else True),
            Field("needs_sign_off", _("Needs sign-off"), "yes", bool(record.needs_sign_off) if record else False),
            Field("skill", _("Teaches the skill"), "choice", it.skill_id, options=skills),
            Field("level", _("Up to the level"), "choice", it.level, options=levels),
            Field("valid_days", _("Holds for so many days"), "number", it.valid_days, hint=_("empty: for good")),
            Field("pass_score", _("Passed from this score of 100 on"), "number", it.pass_score, hint=no_score),
        ]

    def save(values: Values) -> ProgrammeStep:
        numbers = {name: _whole(values, name) for name in ("day_offset", "minutes", "valid_days", "pass_score")}
        values = {**values, **numbers, "day_offset": numbers["day_offset"] or 0, "minutes": numbers["minutes"] or 0}
        if record is not None:
            return training.edit_step(me, record, **values)
        return training.add_step(me, of, NewStep(**values))

    return Form(_("Edit step") if record else _("New step"), fields, save, record=record)


def _whole(values: Values, name: str) -> int | None:
    number = values[name]
    if number is None:
        return None
    if number != int(number):
        raise Invalid({name: Reason(N_("Write a whole number."))})
    return int(number)
