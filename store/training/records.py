"""What is kept about training: programmes, plans, attempts, levels of skill, role plays."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from store.database import rows
from store.records import Choice, Day, Instant, Record, RefField
from store.team import Member, Skill
from store.training.kinds import PlanStatus, PlayStatus, ProgrammeKind, Source, StepKind, StepStatus


class Programme(Record):
    """What people go through, as a list of steps counted from day 0. It belongs to the team."""

    title = TextField()
    kind = Choice(ProgrammeKind, default=ProgrammeKind.TOPIC)
    what_for = TextField(default="")
    SEARCHED = ("title", "what_for")


class ProgrammeStep(Record):
    """One step of a programme; ``day_offset`` counts working days from day 0, 0 minutes is not known.

    Doing it brings ``skill`` to ``level`` and holds for ``valid_days``; with a ``pass_score`` (percent) it is passed
    from that score on. None of these: no skill, for good, without a score.
    """

    programme_id: int
    programme = ForeignKeyField(Programme, lazy_load=False)
    title = TextField()
    kind = Choice(StepKind, default=StepKind.READ)
    day_offset = IntegerField(default=0)
    minutes = IntegerField(default=0)
    mandatory = IntegerField(default=1)
    needs_sign_off = IntegerField(default=0)
    position = IntegerField(default=0)
    skill_id: int | None
    skill = ForeignKeyField(Skill, null=True, lazy_load=False)
    level = IntegerField(null=True)
    valid_days = IntegerField(null=True)
    pass_score = IntegerField(null=True)

    @property
    def title_of_record(self) -> str:
        return self.title


class TrainingPlan(Record):
    """One person on the way through a programme; ``title`` is the programme's at the time.

    ``ended_on`` is the day on which it was done or stopped; ``because_of`` links what it answers to. ``declined``
    names the steps of the programme, each with its version, whose differences from this plan stay.
    """

    member_id: int
    member = ForeignKeyField(Member, lazy_load=False)
    programme_id: int
    programme = ForeignKeyField(Programme, lazy_load=False)
    title = TextField()
    day_0 = Day()
    coach_id: int | None
    coach = ForeignKeyField(Member, null=True, lazy_load=False)
    status = Choice(PlanStatus, default=PlanStatus.ACTIVE)
    ended_on = Day(null=True)
    because_of = RefField(null=True)
    declined = TextField(default="")
    OWNER = "member"
    SEARCHED = ("title",)

    @property
    def title_of_record(self) -> str:
        found = rows("SELECT name FROM member WHERE id = ?", (self.member_id,))
        return f"{found[0][0]}: {self.title}" if found else self.title


class TrainingStep(Record):
    """One step of somebody's plan, copied from the programme; ``member`` is the plan's.

    ``due_on`` moves when the step is postponed, ``original_due_on`` doesn't. ``source`` is the programme's step that
    it was copied from. ``attempt`` counts tries, the present one included; ``score`` is in percent. ``proof`` links
    a deal or a customer that shows it. Once done it holds through ``valid_until``; ``renews`` is the step whose
    validity this one renews.
    """

    plan_id: int
    plan = ForeignKeyField(TrainingPlan, lazy_load=False)
    member_id: int
    member = ForeignKeyField(Member, lazy_load=False)
    title = TextField()
    kind = Choice(StepKind)
    day_offset = IntegerField()
    minutes = IntegerField(default=0)
    mandatory = IntegerField(default=1)
    needs_sign_off = IntegerField(default=0)
    position = IntegerField()
    due_on = Day()
    original_due_on = Day()
    status = Choice(StepStatus, default=StepStatus.OPEN)
    done_at = Instant(null=True)
    evidence = TextField(default="")
    signed_by_id: int | None
    signed_by = ForeignKeyField(Member, null=True, lazy_load=False)
    signed_at = Instant(null=True)
    source_id: int | None
    source = ForeignKeyField(ProgrammeStep, null=True, lazy_load=False)
    skill_id: int | None
    skill = ForeignKeyField(Skill, null=True, lazy_load=False)
    level = IntegerField(null=True)
    valid_days = IntegerField(null=True)
    pass_score = IntegerField(null=True)
    score = IntegerField(null=True)
    attempt = IntegerField(default=1)
    proof = RefField(null=True)
    valid_until = Day(null=True)
    renews_id: int | None
    renews = ForeignKeyField("self", null=True, lazy_load=False)
    OWNER = "member"

    @property
    def title_of_record(self) -> str:
        return self.title


class TrainingAttempt(Record):
    """A try of a step that did not pass: below its score, or sent back by who signs; ``why`` says it in words."""

    step_id: int
    step = ForeignKeyField(TrainingStep, lazy_load=False)
    member_id: int
    member = ForeignKeyField(Member, lazy_load=False)
    number = IntegerField()
    day = Day()
    score = IntegerField(null=True)
    evidence = TextField(default="")
    proof = RefField(null=True)
    why = TextField(default="")
    OWNER = "member"

    @property
    def title_of_record(self) -> str:
        return str(self.number)


class SkillLevel(Record):
    """On which level a member was on a day, and how one knows; the latest entry counts, through ``valid_until``."""

    member_id: int
    member = ForeignKeyField(Member, lazy_load=False)
    skill_id: int
    skill = ForeignKeyField(Skill, lazy_load=False)
    level = IntegerField()
    day = Day()
    source = Choice(Source, default=Source.TYPED)
    about = RefField(null=True)
    note = TextField(default="")
    valid_until = Day(null=True)
    OWNER = "member"

    @property
    def title_of_record(self) -> str:
        found = rows("SELECT name FROM skill WHERE id = ?", (self.skill_id,))
        return f"{found[0][0]}: {self.level}" if found else str(self.level)


class RolePlay(Record):
    """A conversation that is practised: planned for ``due_on``, held on ``held_on`` and scored from 1 to 5.

    ``total`` (of 100) and ``passed`` are as they were when it was scored; ``seconds`` is how long it took.
    ``retry_of`` is the failed one that this one repeats; ``step`` the step of a plan that it belongs to.
    """

    step_id: int | None
    step = ForeignKeyField(TrainingStep, null=True, lazy_load=False)
    rep_id: int
    rep = ForeignKeyField(Member, lazy_load=False)
    counterpart_id: int | None
    counterpart = ForeignKeyField(Member, null=True, lazy_load=False)
    assessor_id: int | None
    assessor = ForeignKeyField(Member, null=True, lazy_load=False)
    scenario = TextField()
    status = Choice(PlayStatus, default=PlayStatus.PLANNED)
    due_on = Day()
    held_on = Day(null=True)
    seconds = IntegerField(default=0)
    discovery = IntegerField(null=True)
    objections = IntegerField(null=True)
    structure = IntegerField(null=True)
    next_step = IntegerField(null=True)
    total = IntegerField(null=True)
    passed = IntegerField(null=True)
    note = TextField(default="")
    next_focus = TextField(default="")
    retry_of_id: int | None
    retry_of = ForeignKeyField("self", null=True, lazy_load=False)
    OWNER = "rep"
    SEARCHED = ("scenario", "next_focus")
