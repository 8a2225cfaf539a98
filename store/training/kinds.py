"""What programmes, plans, steps and role plays can be."""

from __future__ import annotations

from enum import StrEnum


class ProgrammeKind(StrEnum):
    """When people go through a programme."""

    ONBOARDING = "onboarding"
    REGULAR = "regular"
    TOPIC = "topic"


class StepKind(StrEnum):
    """How a step is learned."""

    READ = "read"
    WATCH = "watch"
    SHADOW = "shadow"
    ROLE_PLAY = "role_play"
    PRACTISE = "practise"
    QUIZ = "quiz"


class PlanStatus(StrEnum):
    """Where a plan stands."""

    ACTIVE = "active"
    DONE = "done"
    STOPPED = "stopped"


class StepStatus(StrEnum):
    """Where a step of a plan stands; waiting means ticked, and not signed yet."""

    OPEN = "open"
    WAITING = "waiting"
    DONE = "done"


class Source(StrEnum):
    """Where the level of a skill comes from."""

    TYPED = "typed"
    STEP = "step"
    ROLE_PLAY = "role_play"


class PlayStatus(StrEnum):
    """Whether a role play is still to come."""

    PLANNED = "planned"
    HELD = "held"
