"""The records of the team: itself, its people, its holidays, and who is away."""

from __future__ import annotations

from datetime import time

from peewee import ForeignKeyField, IntegerField, TextField

from store.access import Role
from store.records import Choice, Day, Record, TimeOfDay


class Team(Record):
    """The one team of a file: name, time, money and language."""

    name = TextField()
    timezone = TextField()
    currency = TextField()
    language = TextField(default="")
    fiscal_month = IntegerField(default=1)
    weekdays = TextField(default="01234")
    work_from = TimeOfDay(default=time(9))
    work_until = TimeOfDay(default=time(18))
    care_run_on = Day(null=True)  # the last day on which visits were planned and classes computed
    SEARCHED = ("name",)
    DERIVED = ("care_run_on",)


class Holiday(Record):
    """A day on which nobody works, or a make-up day on which everybody does."""

    day = Day()
    works = IntegerField(default=0)
    label = TextField(default="")

    @property
    def title_of_record(self) -> str:
        return self.label or self.day.isoformat()


class Member(Record):
    """A person of the team."""

    name = TextField()
    login = TextField()
    role = Choice(Role)
    email = TextField(default="")
    phone = TextField(default="")
    joined_on = Day()
    left_on = Day(null=True)
    strengths = TextField(default="")
    interests = TextField(default="")
    OWNER = "id"
    SEARCHED = ("name", "login", "email", "phone", "strengths", "interests")


class Absence(Record):
    """Days on which a member is away, both included, and who stands in."""

    member_id: int
    member = ForeignKeyField(Member, lazy_load=False)
    first_day = Day()
    last_day = Day()
    stand_in_id: int | None
    stand_in = ForeignKeyField(Member, null=True, lazy_load=False)
    OWNER = "member"

    @property
    def title_of_record(self) -> str:
        return f"{self.first_day} – {self.last_day}"


SYSTEM = Member(id=0, name="Huddle", login="", role=Role.LEAD)  # in whose name automatic changes are written
