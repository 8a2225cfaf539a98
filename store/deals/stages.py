"""The stages of the pipeline: what they are, in which order, and how the lead changes them."""

from __future__ import annotations

from typing import Any

from store.changes import change
from store.database import rows
from store.deals.records import Stage, StageType
from store.errors import N_, Invalid, NotFound, Reason
from store.team import Member

EDITABLE = {"name", "probability", "stalled_after", "exit_criteria"}
LONGEST_NAME = 40  # characters
LONGEST_CRITERIA = 1_000

# Questions


def stages() -> list[Stage]:
    """Every stage in its order: the open ones, then won, then lost."""
    return list(Stage.select().where(Stage.kept()).order_by(Stage.position, Stage.id))


def open_stages() -> list[Stage]:
    """The stages in which a deal is worked on, in their order."""
    return [stage for stage in stages() if stage.type is StageType.OPEN]


def stage_of(type_: StageType) -> Stage:
    """The first stage of a type. Raises NotFound when the pipeline has none."""
    found = next((stage for stage in stages() if stage.type is type_), None)
    if found is None:
        raise NotFound(Reason(N_("The pipeline has no stage of that type."), {}))
    return found


# Verbs


def add_stage(actor: Member, name: str, *, after: Stage | None = None, **values: Any) -> Stage:
    """Put an open stage behind another one (or first). Raises Denied, Invalid."""
    _valid({"probability": 0, **values, "name": name})
    there = stages()
    place = 1 + next((n for n, stage in enumerate(there) if after is not None and stage.id == after.id), -1)
    with change(actor, N_("added"), Stage) as it:
        made = it.add(Stage, name=name.strip(), position=place + 1, **{"probability": 0, **values})
        for position, stage in enumerate([*there[:place], made, *there[place:]], start=1):
            it.update(stage, position=position)
    return made


def edit_stage(actor: Member, stage: Stage, **values: Any) -> Stage:
    """Change a stage's name, probability, days after which it is stalled, or what must be true to leave it.

    Raises Denied, Invalid, Conflict.
    """
    _valid(values)
    if stage.type is not StageType.OPEN and "probability" in values and values["probability"] != stage.probability:
        raise Invalid({"probability": Reason(N_("What is won is certain, and what is lost is lost."), {})})
    with change(actor, N_("edited"), stage) as it:
        it.update(stage, **{name: value.strip() if type(value) is str else value for name, value in values.items()})
    return stage


def remove_stage(actor: Member, stage: Stage) -> None:
    """Take an open stage out that holds no deal. Raises Denied, Invalid, Conflict."""
    if stage.type is not StageType.OPEN or len(open_stages()) == 1:
        raise Invalid({"": Reason(N_("A pipeline needs an open stage, one for won and one for lost."), {})})
    if rows("SELECT 1 FROM deal WHERE stage_id = ? AND deleted_at IS NULL LIMIT 1", (stage.id,)):
        raise Invalid({"": Reason(N_("There are deals in this stage; move them first."), {})})
    with change(actor, N_("removed"), stage) as it:
        it.remove(stage)


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
