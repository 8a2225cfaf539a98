"""The records of the meeting and their enumerations."""

from __future__ import annotations

from datetime import time
from enum import StrEnum

from peewee import ForeignKeyField, IntegerField, TextField

from store.errors import N_
from store.records import Choice, Day, Instant, Record, RefField, TimeOfDay
from store.team import Member


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
    """Where one meeting stands."""

    PLANNED = "planned"
    CLOSED = "closed"
    SKIPPED = "skipped"


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
    (SectionKind.CLOSE, N_("Close"), 4),
)
USUAL_TITLE = {kind: title for kind, title, _minutes in TEMPLATE}


class Series(Record):
    """A meeting that comes again: every n-th working day, or a weekday (0 is Monday) every n weeks, from ``start``
    on, at a wall time in a time zone."""

    title = TextField()
    every = Choice(Every, default=Every.WEEK)
    interval = IntegerField(default=1)
    weekday = IntegerField(default=0)
    start = Day()
    at = TimeOfDay(default=time(9))
    timezone = TextField()
    minutes = IntegerField(default=60)
    facilitator_id: int | None
    facilitator = ForeignKeyField(Member, null=True, lazy_load=False)
    SEARCHED = ("title",)


class Section(Record):
    """A part of every meeting of a series. An empty title means the usual one of its kind, in whatever language
    is read; ``body`` is the text of a section of one's own."""

    series_id: int
    series = ForeignKeyField(Series, lazy_load=False)
    kind = Choice(SectionKind)
    title = TextField(default="")
    body = TextField(default="")
    minutes = IntegerField()
    position = IntegerField()

    @property
    def title_of_record(self) -> str:
        return self.title or USUAL_TITLE.get(self.kind, "")


class Meeting(Record):
    """One occurrence, written down once it differs from the series or was held.

    ``occurrence`` is the day the series gives it, ``day`` and ``at`` are when it is held, ``planned_start`` is
    that in UTC, computed when it is written. ``left_out`` are the sections it does without, as ids and commas.
    """

    series_id: int
    series = ForeignKeyField(Series, lazy_load=False)
    occurrence = Day()
    day = Day()
    at = TimeOfDay()
    timezone = TextField()
    planned_start = Instant()
    status = Choice(MeetingStatus, default=MeetingStatus.PLANNED)
    why = TextField(default="")
    left_out = TextField(default="")
    started_at = Instant(null=True)
    ended_at = Instant(null=True)

    @property
    def title_of_record(self) -> str:
        return self.day.isoformat()


class Attendance(Record):
    """Who was there, and how they rated the meeting (1-10, None when they didn't)."""

    meeting_id: int
    meeting = ForeignKeyField(Meeting, lazy_load=False)
    member_id: int
    member = ForeignKeyField(Member, lazy_load=False)
    presence = Choice(Presence)
    rating = IntegerField(null=True)
    OWNER = "member"


class Headline(Record):
    """Something good or new to tell everybody, once, at the first meeting on or after ``day``."""

    series_id: int
    series = ForeignKeyField(Series, lazy_load=False)
    kind = Choice(HeadlineKind)
    text = TextField()
    link = RefField(null=True)
    day = Day()
    OWNER = "created_by"
    SEARCHED = ("text",)
