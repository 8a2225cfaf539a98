"""What a meeting and its parts can be, and the sections that a new series has."""

from __future__ import annotations

from enum import StrEnum

from store.errors import N_, NP_


class Every(StrEnum):
    """How a series comes again."""

    WORKING_DAY = "working_day"
    WEEK = "week"


class SectionKind(StrEnum):
    """What fills a section of the agenda."""

    WINS = "wins"
    SCORECARD = "scorecard"
    GOALS = "goals"
    ACTIONS = "actions"
    CUSTOMERS = "customers"
    RISKS = "risks"
    SOLVE = "solve"
    LEARN = "learn"
    CLOSE = "close"
    OWN = "own"


class MeetingStatus(StrEnum):
    """Where one meeting stands; one that is prepared has something written about it, and hasn't begun."""

    PLANNED = "planned"
    PREPARING = "preparing"
    RUNNING = "running"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    SKIPPED = "skipped"


AHEAD = frozenset((MeetingStatus.PLANNED, MeetingStatus.PREPARING))  # not begun
LIVE = frozenset((MeetingStatus.RUNNING, MeetingStatus.SUSPENDED))  # begun, and not closed


class Presence(StrEnum):
    """Whether somebody was there."""

    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"
    EXCUSED = "excused"


class HeadlineKind(StrEnum):
    """What a headline is about."""

    WIN = "win"
    CUSTOMER = "customer"
    TEAM = "team"


# The agenda of an hour: what fills a section, its usual title, its minutes.
TEMPLATE: tuple[tuple[SectionKind, str, int], ...] = (
    (SectionKind.WINS, N_("Wins & recognition"), 3),
    (SectionKind.SCORECARD, N_("Scorecard"), 5),
    (SectionKind.GOALS, N_("Goals off pace"), 5),
    (SectionKind.ACTIONS, N_("Action items of last week"), 5),
    (SectionKind.CUSTOMERS, N_("Customers & deals that moved"), 7),
    (SectionKind.RISKS, N_("Risks"), 4),
    (SectionKind.SOLVE, N_("Solve"), 23),
    (SectionKind.LEARN, N_("Learn"), 4),
    (SectionKind.CLOSE, NP_("section of the meeting", "Close"), 4),
)
USUAL_TITLE = {kind: title for kind, title, _minutes in TEMPLATE}
