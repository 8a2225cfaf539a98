"""Writing programmes: what the team teaches, step by step. Only the lead may."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from store.changes import change
from store.errors import N_, Invalid, Reason
from store.team import LEVELS
from store.training.kinds import ProgrammeKind, StepKind
from store.training.records import Programme, ProgrammeStep

if TYPE_CHECKING:
    from store.team import Member

LAST_DAY = 1_000  # the largest offset from day 0, in working days
MOST_MINUTES = 10_000
LONGEST_VALID = 3_650  # days


class NewStep(NamedTuple):
    """A step as it is typed in; ``minutes`` 0 is not known. ``skill`` is the number of a Skill. See ProgrammeStep."""

    title: str
    kind: StepKind = StepKind.READ
    day_offset: int = 0
    minutes: int = 0
    mandatory: bool = True
    needs_sign_off: bool = False
    skill: int | None = None
    level: int | None = None
    valid_days: int | None = None
    pass_score: int | None = None


def add_programme(
    actor: Member,
    title: str,
    kind: ProgrammeKind = ProgrammeKind.TOPIC,
    what_for: str = "",
    steps: Sequence[NewStep] = (),
) -> Programme:
    """Write down a programme with its steps, as one change. Raises Denied, Invalid."""
    _valid_programme({"title": title})
    for step in steps:
        _valid_step(step._asdict())
    with change(actor, N_("added"), Programme) as it:
        programme = it.add(Programme, title=title.strip(), kind=kind, what_for=what_for.strip())
        for position, step in enumerate(steps):
            it.add(ProgrammeStep, programme=programme, position=position, **_columns(step._asdict()))
    return programme


def edit_programme(actor: Member, programme: Programme, **values: Any) -> Programme:
    """Change title, kind or what it is for; plans under way keep theirs. Raises Denied, Invalid, Conflict."""
    _valid_programme(values)
    with change(actor, N_("edited"), programme) as it:
        it.update(programme, **_stripped(values))
    return programme


def remove_programme(actor: Member, programme: Programme) -> None:
    """Take a programme out with its steps; plans under way go on. Raises Denied, Conflict."""
    with change(actor, N_("removed"), programme) as it:
        for step in _steps(programme.id):
            it.remove(step)
        it.remove(programme)


def add_step(actor: Member, programme: Programme, step: NewStep) -> ProgrammeStep:
    """Add a step as the last one of its day; plans under way are offered it. Raises Denied, Invalid."""
    _valid_step(step._asdict())
    with change(actor, N_("edited"), programme) as it:
        position = max((s.position for s in _steps(programme.id)), default=-1) + 1
        return it.add(ProgrammeStep, programme=programme, position=position, **_columns(step._asdict()))


def edit_step(actor: Member, step: ProgrammeStep, **values: Any) -> ProgrammeStep:
    """Change a step of a programme; plans under way are offered it. Raises Denied, Invalid, Conflict."""
    _valid_step({"skill": step.skill_id, "level": step.level, **values})
    with change(actor, N_("edited"), Programme.load(step.programme_id)) as it:
        it.update(step, **_columns(values))
    return step


def move_step(actor: Member, step: ProgrammeStep, by: int) -> ProgrammeStep:
    """Change places with the step before (-1) or after (1), and with its day where that is another one.

    Raises Denied, Conflict, and Invalid where there is no such step.
    """
    with change(actor, N_("edited"), Programme.load(step.programme_id)) as it:
        there = _steps(step.programme_id)
        at = next((n for n, one in enumerate(there) if one.id == step.id), 0)
        if abs(by) != 1 or not 0 <= at + by < len(there):
            raise Invalid({"position": Reason(N_("It is the first or the last step already."))})
        other, own = there[at + by], there[at]
        mine, theirs = (own.day_offset, own.position), (other.day_offset, other.position)
        it.update(step, day_offset=theirs[0], position=theirs[1])
        it.update(other, day_offset=mine[0], position=mine[1])
    return step


def remove_step(actor: Member, step: ProgrammeStep) -> None:
    """Take a step out of its programme; plans under way keep theirs. Raises Denied, Conflict."""
    with change(actor, N_("edited"), Programme.load(step.programme_id)) as it:
        it.remove(step)


def _steps(programme: int) -> list[ProgrammeStep]:
    return list(
        ProgrammeStep.select()
        .where(ProgrammeStep.programme == programme, ProgrammeStep.kept())
        .order_by(ProgrammeStep.day_offset, ProgrammeStep.position)
    )


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    flags: dict[str, Any] = {name: int(values[name]) for name in ("mandatory", "needs_sign_off") if name in values}
    return {**_stripped(values), **flags}


def _stripped(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if type(value) is str else value for name, value in values.items()}


def _valid_programme(values: dict[str, Any]) -> None:
    if not values.get("title", "-").strip():
        raise Invalid({"title": Reason(N_("A programme needs a title."), {})})


def _valid_step(values: dict[str, Any]) -> None:
    wrong: dict[str, Reason] = {}
    if not values.get("title", "-").strip():
        wrong["title"] = Reason(N_("Say what is to be done in this step."), {})
    if not 0 <= values.get("day_offset", 0) <= LAST_DAY:
        wrong["day_offset"] = Reason(N_("A day is a number from 0, the first day, to {most}."), {"most": LAST_DAY})
    if not 0 <= values.get("minutes", 0) <= MOST_MINUTES:
        wrong["minutes"] = Reason(N_("Minutes are a number from 0 to {most}."), {"most": MOST_MINUTES})
    skill, level = values.get("skill"), values.get("level")
    if level is not None and level not in LEVELS[1:]:
        wrong["level"] = Reason(N_("A level is a number from 1 to 4."))
    elif (skill is None) is not (level is None):
        wrong["level" if level is None else "skill"] = Reason(N_("A skill and the level it brings go together."))
    if values.get("valid_days") is not None and not 1 <= values["valid_days"] <= LONGEST_VALID:
        most = {"most": LONGEST_VALID}
        wrong["valid_days"] = Reason(N_("Days are a number from 1 to {most}; empty is for good."), most)
    if values.get("pass_score") is not None and not 1 <= values["pass_score"] <= 100:
        wrong["pass_score"] = Reason(N_("A score to pass is a number from 1 to 100; empty asks for none."))
    if wrong:
        raise Invalid(wrong)
