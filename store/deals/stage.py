"""The stages of the pipeline: what they are, in which order, and how the lead changes them.

The open stages come first, then won, then lost; a pipeline has at least one of each. A stage keeps its type once a
deal has stood in it, because the history counts by it, and one that holds a deal is not retired.
"""

from __future__ import annotations

from typing import Any

from store.changes import change
from store.database import rows
from store.deals.kinds import StageType
from store.deals.records import Stage
from store.errors import N_, Invalid, NotFound, Reason
from store.team import Member

EDITABLE = {"name", "type", "probability", "stalled_after", "exit_criteria"}
LONGEST_NAME = 40  # characters
LONGEST_CRITERIA = 1_000
ORDER = (StageType.OPEN, StageType.WON, StageType.LOST)
CERTAIN = {StageType.WON: 100, StageType.LOST: 0}  # percent
ONE_OF_EACH = N_("A pipeline needs an open stage, one for won and one for lost.")

# Questions


def stages() -> list[Stage]:
    """Every stage in its order: the open ones, then won, then lost."""
    return list(Stage.select().where(Stage.kept()).order_by(Stage.position, Stage.id))


def stages_of(type_: StageType) -> list[Stage]:
    """The stages of a type, in their order."""
    return [stage for stage in stages() if stage.type is type_]


def open_stages() -> list[Stage]:
    """The stages in which a deal is worked on, in their order."""
    return stages_of(StageType.OPEN)


def stage_of(type_: StageType) -> Stage:
    """The first stage of a type. Raises NotFound when the pipeline has none."""
    found = next(iter(stages_of(type_)), None)
    if found is None:
        raise NotFound(Reason(N_("The pipeline has no stage of that type."), {}))
    return found


def deals_in() -> dict[int, int]:
    """How many deals stand in each stage, by its id; a stage without any isn't there."""
    return dict(rows("SELECT stage_id, count(*) FROM deal WHERE deleted_at IS NULL GROUP BY stage_id"))


# Verbs


def add_stage(actor: Member, name: str, *, after: Stage | None = None, **values: Any) -> Stage:
    """Put a stage behind another one (or first), or at the end of those of its type, an open one unless told
    otherwise. Raises Denied, Invalid."""
    kind = values.get("type", StageType.OPEN)
    values = {"probability": 0, **values, **_certain(kind)}
    _valid({**values, "name": name})
    there = stages()
    _refuse_twice(name, there)
    place = 1 + next((n for n, stage in enumerate(there) if after is not None and stage.id == after.id), -1)
    with change(actor, N_("added"), Stage) as it:
        made = it.add(Stage, name=name.strip(), position=place + 1, **values)
        _put_in_order(it, [*there[:place], made, *there[place:]])
    return made


def edit_stage(actor: Member, stage: Stage, **values: Any) -> Stage:
    """Change a stage's name, type, probability, days after which it is stalled, or what must be true to leave it.

    What is won is certain and what is lost is lost, so that only an open stage has a probability of its own. With
    another type it goes to the end of those of that type. Raises Denied, Invalid, Conflict.
    """
    kind = values.get("type", stage.type)
    if kind is stage.type and kind in CERTAIN and values.get("probability", CERTAIN[kind]) != CERTAIN[kind]:
        raise Invalid({"probability": Reason(N_("What is won is certain, and what is lost is lost."), {})})
    values |= _certain(kind)
    _valid(values)
    there = stages()
    _refuse_twice(values.get("name", ""), there, stage)
    retyped = kind is not stage.type
    if retyped:
        _refuse_another_type(stage)
    with change(actor, N_("edited"), stage) as it:
        it.update(stage, **{name: value.strip() if type(value) is str else value for name, value in values.items()})
        if retyped:
            _put_in_order(it, [*(one for one in there if one.id != stage.id), stage])
    return stage


def shift_stage(actor: Member, stage: Stage, by: int) -> Stage:
    """Move a stage up (-1) or down (1) among those of its type. Raises Denied, Invalid (it is the last), Conflict."""
    there = stages()
    at = next(n for n, one in enumerate(there) if one.id == stage.id)
    if not 0 <= at + by < len(there) or there[at + by].type is not stage.type:
        raise Invalid({"": Reason(N_("Open stages come first, then won, then lost."), {})})
    there[at], there[at + by] = there[at + by], stage
    with change(actor, N_("moved"), stage) as it:
        _put_in_order(it, there)
    return stage


def remove_stage(actor: Member, stage: Stage) -> None:
    """Retire a stage that holds no deal and isn't the last of its type. Raises Denied, Invalid, Conflict."""
    if why := why_it_stays(stage):
        raise Invalid({"": why})
    with change(actor, N_("removed"), stage) as it:
        it.remove(stage)


# What is allowed


def why_it_stays(stage: Stage) -> Reason | None:
    """Why a stage can't be retired: it is the last of its type, or deals stand in it; None when it can."""
    if sum(one.type is stage.type for one in stages()) == 1:
        return Reason(ONE_OF_EACH, {})
    if held := deals_in().get(stage.id, 0):
        if stage.type in CERTAIN:
            return Reason(N_("Closed deals stand in this stage ({n}); it stays for their history."), {"n": held})
        return Reason(N_("There are deals in this stage ({n}); move them first."), {"n": held})
    return None


def _refuse_another_type(stage: Stage) -> None:
    """Raises Invalid where the type must stay: the last of its type, or one that a deal has stood in."""
    if sum(one.type is stage.type for one in stages()) == 1:
        raise Invalid({"type": Reason(ONE_OF_EACH, {})})
    been = "SELECT 1 FROM stage_change WHERE ? IN (from_stage_id, to_stage_id) AND deleted_at IS NULL LIMIT 1"
    if rows(been, (stage.id,)):
        raise Invalid({"type": Reason(N_("Deals have stood in this stage; add another one instead."), {})})


def _refuse_twice(name: str, there: list[Stage], but: Stage | None = None) -> None:
    """Raises Invalid where another stage has this name."""
    others = [one.name.casefold() for one in there if but is None or one.id != but.id]
    if name.strip().casefold() in others:
        raise Invalid({"name": Reason(N_("There is a stage of that name already."), {})})


def _certain(kind: StageType) -> dict[str, Any]:
    return {"probability": CERTAIN[kind], "stalled_after": None, "exit_criteria": ""} if kind in CERTAIN else {}


def _put_in_order(it: Any, there: list[Stage]) -> None:
    """Number the stages: by type, then as they stand."""
    for position, one in enumerate(sorted(there, key=lambda one: ORDER.index(one.type)), start=1):
        it.update(one, position=position)


def _valid(values: dict[str, Any]) -> None:
    if unknown := set(values) - EDITABLE:
        raise TypeError(f"not to be set here: {', '.join(sorted(unknown))}")
    wrong: dict[str, Reason] = {}
    name, criteria = values.get("name"), values.get("exit_criteria", "")
    if name is not None and not 0 < len(name.strip()) <= LONGEST_NAME:
        wrong["name"] = Reason(N_("A stage has a name of at most {most} characters."), {"most": LONGEST_NAME})
    if len(criteria) > LONGEST_CRITERIA:
        told = {"length": len(criteria), "most": LONGEST_CRITERIA}
        wrong["exit_criteria"] = Reason(N_("{length} characters; at most {most} fit here."), told)
    if values.get("probability", 0) not in range(101):
        wrong["probability"] = Reason(N_("A probability is a whole number from 0 to 100."), {})
    limit = values.get("stalled_after")
    if limit is not None and limit < 1:
        wrong["stalled_after"] = Reason(N_("Count the days from 1 on, or leave it empty for never."), {})
    if wrong:
        raise Invalid(wrong)
