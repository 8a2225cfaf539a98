"""What is kept about meetings."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from peewee import ForeignKeyField, IntegerField, TextField

from store.meetings.kinds import AHEAD, LIVE, USUAL_TITLE, Every, HeadlineKind, MeetingStatus, Presence, SectionKind
from store.records import Choice, Day, Instant, Record, RefField, TimeOfDay
from store.team import Member
from store.topics import Topic


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

    While it runs, ``facilitator`` leads it from the program ``session``, last heard of at ``beat_at``; somebody last
    did something at ``active_at``. ``section`` and ``pointed`` are where the room is, ``minutes`` are those of today
    and ``shares`` how they are shared (a JSON object, section to minutes). ``frozen`` are its minutes as JSON.
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
    facilitator_id: int | None
    facilitator = ForeignKeyField(Member, null=True, lazy_load=False)
    minutes = IntegerField(null=True)
    shares = TextField(default="")
    section_id: int | None
    section = ForeignKeyField(Section, null=True, lazy_load=False)
    pointed = RefField(null=True)
    session = TextField(default="")
    beat_at = Instant(null=True)
    active_at = Instant(null=True)
    frozen = TextField(default="")
    DERIVED = ("minutes", "shares", "section", "pointed", "session", "beat_at", "active_at")

    @property
    def title_of_record(self) -> str:
        return self.day.isoformat()

    def came_back(self, it: Any, since: datetime) -> None:
        """An undone start leaves no span; an undone end goes on, and what lay between was a pause."""
        kept = list(SectionVisit.select().where(SectionVisit.meeting == self.id, SectionVisit.kept()))
        if self.status in AHEAD:
            for visit in kept:
                it.remove(visit)
        elif self.status in LIVE and not self.session:  # nobody leads it any more: it was ended
            last = next((visit for visit in kept if visit.left_at is None), None)
            if last is not None and last.section_id is not None:
                ended = min(max(self.active_at or since, last.entered_at), it.at)
                it.update(last, left_at=ended)
                it.add(SectionVisit, meeting=self.id, section=None, entered_at=ended, left_at=it.at)
                it.add(SectionVisit, meeting=self.id, section=last.section_id, entered_at=it.at)


class SectionVisit(Record):
    """From when to when a meeting was in a section, without one in a pause: the only truth about its time.

    The spans of a meeting follow each other without a gap from its start to its end; the last one of a running
    meeting is open.
    """

    meeting_id: int
    meeting = ForeignKeyField(Meeting, lazy_load=False)
    section_id: int | None
    section = ForeignKeyField(Section, null=True, lazy_load=False)
    entered_at = Instant()
    left_at = Instant(null=True)


class MeetingNote(Record):
    """What one author wrote about a section, or about a topic in it; ``typing`` is what isn't finished yet."""

    meeting_id: int
    meeting = ForeignKeyField(Meeting, lazy_load=False)
    section_id: int
    section = ForeignKeyField(Section, lazy_load=False)
    topic_id: int | None
    topic = ForeignKeyField(Topic, null=True, lazy_load=False)
    author_id: int
    author = ForeignKeyField(Member, lazy_load=False)
    body = TextField(default="")
    typing = TextField(null=True)
    OWNER = "author"
    DERIVED = ("typing",)

    @property
    def title_of_record(self) -> str:
        return self.body[:80]


class Attendance(Record):
    """Who was there, how they rated the meeting (1-10, None when they didn't), and why."""

    meeting_id: int
    meeting = ForeignKeyField(Meeting, lazy_load=False)
    member_id: int
    member = ForeignKeyField(Member, lazy_load=False)
    presence = Choice(Presence)
    rating = IntegerField(null=True)
    why = TextField(default="")
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
