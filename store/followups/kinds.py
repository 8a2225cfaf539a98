"""What a follow-up can be: its kinds, outcomes and states."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum, StrEnum

from store.errors import N_, NP_


class Kind(StrEnum):
    """How we get in touch."""

    CALL = "call"
    VISIT = "visit"
    MEETING = "meeting"
    MESSAGE = "message"
    EMAIL = "email"
    DEMO = "demo"
    QUOTE = "quote"
    CARE = "care"


WHAT: Mapping[Kind, str] = {
    Kind.CALL: N_("Call"),
    Kind.VISIT: N_("Visit"),
    Kind.MEETING: NP_("kind of follow-up", "Meeting"),
    Kind.MESSAGE: N_("Message"),
    Kind.EMAIL: N_("Email"),
    Kind.DEMO: N_("Demo"),
    Kind.QUOTE: N_("Quote"),
    Kind.CARE: N_("Care"),
}


class Priority(IntEnum):
    """What comes first among what is due."""

    HIGH = 1
    NORMAL = 2
    LOW = 3


class Status(StrEnum):
    """Where a follow-up stands."""

    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"


class Outcome(StrEnum):
    """What came of it."""

    CONNECTED = "connected"
    NO_ANSWER = "no_answer"
    ADVANCED = "advanced"
    NEUTRAL = "neutral"
    BLOCKED = "blocked"


class Origin(StrEnum):
    """Why a follow-up exists."""

    MANUAL = "manual"
    LOGGED = "logged"
    CADENCE = "cadence"
    CARE = "care"
    NEXT_STEP = "next_step"
    MEETING = "meeting"
    COMPLAINT = "complaint"
    IMPORT = "import"
