"""What is asked of the team: who belongs to it, who is where, what day it is and when it works."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from store import calendar
from store.access import Role
from store.calendar import WorkCalendar
from store.database import rows
from store.errors import N_, Denied, Reason
from store.pinyin import of_people
from store.reading import once_a_reading
from store.team.records import Holiday, Member, Team


@once_a_reading
def team() -> Team:
    """The team of the open file. Raises NotFound while there is none."""
    found = Team.first_of("WHERE deleted_at IS NULL")
    return found if found is not None else Team.load(0)


def language() -> str:
    """The language that the team speaks, such as ``zh_CN``; "" when each terminal says it, or without a team."""
    found = rows("SELECT language FROM team LIMIT 1")
    return str(found[0][0]) if found else ""


def is_set_up() -> bool:
    """Whether the open file has a team yet."""
    return bool(rows("SELECT 1 FROM team WHERE deleted_at IS NULL LIMIT 1"))


class Person(NamedTuple):
    """A member as a row: ``away_until`` is the last day of an absence that today belongs to."""

    member: Member
    left: bool
    away_until: date | None
    stand_in: str


def people(day: date) -> list[Person]:
    """Everybody with where they are on this day, by name; those who have left come last."""
    away = {
        number: (date.fromisoformat(last), stand_in)
        for number, last, stand_in in rows(
            "SELECT a.member_id, a.last_day, coalesce(s.name, '') FROM absence a"
            " LEFT JOIN member s ON s.id = a.stand_in_id"
            " WHERE a.deleted_at IS NULL AND a.first_day <= ? AND a.last_day >= ? ORDER BY a.last_day",
            (day.isoformat(), day.isoformat()),
        )
    }
    found = []
    for member in members(left=True):
        until, stand_in = away.get(member.id, (None, ""))
        found.append(Person(member, member.left_on is not None and member.left_on < day, until, stand_in))
    return sorted(found, key=lambda person: person.left)


def members(*, left: bool = False) -> list[Member]:
    """Everybody, by name; those who have left only when asked for."""
    found = sorted(Member.select().where(Member.kept()).order_by(Member.id), key=lambda one: of_people(one.name))
    return found if left else [m for m in found if not has_left(m)]


def has_left(member: Member) -> bool:
    """Whether the member's last day is over."""
    return member.left_on is not None and member.left_on < today()


@once_a_reading
def names() -> dict[int, str]:
    """Every member's name by id, also of those who have left."""
    return dict(rows("SELECT id, name FROM member"))


def by_login(login: str) -> Member | None:
    """The member with this login, whatever its case."""
    found: Member | None = Member.select().where(Member.login == login.lower(), Member.kept()).first()
    return found


def acting(login: str) -> Member:
    """The member who may act under this login. Raises Denied for strangers and for those who have left."""
    found = by_login(login)
    if found is None:
        raise Denied(
            Reason(
                N_("Nobody in this team has the login {login}. Ask the lead, or name another one with --as."),
                {"login": login},
            )
        )
    if has_left(found):
        raise Denied(Reason(N_("{name} has left the team."), {"name": found.name}))
    return found


def read_again(member: Member) -> None:
    """Give the member in memory, who may have been here all day, the role and the days that are stored now.

    Raises Denied for somebody who has left meanwhile, NotFound for one who was removed.
    """
    found = Member.load(member.id)
    if has_left(found):
        raise Denied(Reason(N_("{name} has left the team."), {"name": found.name}))
    member.__data__.update(found.__data__)


def today() -> date:
    """The team's local date."""
    return calendar.today(_zone())


@once_a_reading
def _zone() -> str:
    found = rows("SELECT timezone FROM team WHERE deleted_at IS NULL LIMIT 1")
    return str(found[0][0]) if found else "UTC"


@once_a_reading
def work_calendar() -> WorkCalendar:
    """The team's working time with its holidays and make-up days."""
    found = team()
    days = rows("SELECT day, works FROM holiday WHERE deleted_at IS NULL")
    return WorkCalendar(
        zone=found.timezone,
        weekdays=frozenset(int(d) for d in found.weekdays),
        hours=(found.work_from, found.work_until),
        holidays=frozenset(date.fromisoformat(day) for day, works in days if not works),
        made_up=frozenset(date.fromisoformat(day) for day, works in days if works),
    )


def holidays(since: date) -> list[Holiday]:
    """Holidays and make-up days from this day on, in order."""
    return list(Holiday.select().where(Holiday.kept(), Holiday.day >= since).order_by(Holiday.day))


class Away(NamedTuple):
    """Somebody's absence, with names; ``stand_in`` is "" for nobody."""

    id: int
    member: int
    name: str
    first_day: date
    last_day: date
    stand_in: str


def absences(since: date) -> list[Away]:
    """Absences that end on or after this day, in order."""
    found = rows(
        "SELECT a.id, a.member_id, m.name, a.first_day, a.last_day, coalesce(s.name, '') FROM absence a"
        " JOIN member m ON m.id = a.member_id LEFT JOIN member s ON s.id = a.stand_in_id"
        " WHERE a.deleted_at IS NULL AND a.last_day >= ? ORDER BY a.first_day, m.name",
        (since.isoformat(),),
    )
    return [Away(i, m, n, date.fromisoformat(f), date.fromisoformat(u), s) for i, m, n, f, u, s in found]


def is_last_lead(member: Member) -> bool:
    """Whether nobody would lead the team without this member; a lead who is about to leave doesn't count."""
    others = [m for m in members() if m.role is Role.LEAD and m.id != member.id and m.left_on is None]
    return member.role is Role.LEAD and not others


def away_on(day: date) -> dict[int, int | None]:
    """Who is away on a day, with the stand-in's id."""
    found = rows(
        "SELECT member_id, stand_in_id FROM absence WHERE deleted_at IS NULL AND first_day <= ? AND last_day >= ?",
        (day.isoformat(), day.isoformat()),
    )
    return dict(found)


class GroupRow(NamedTuple):
    """A group with its members, by name; those who have left aren't counted among them."""

    id: int
    name: str
    members: tuple[tuple[int, str], ...]

    @property
    def ids(self) -> frozenset[int]:
        """Whose records count for the group."""
        return frozenset(number for number, _name in self.members)


def groups() -> list[GroupRow]:
    """All groups with their members, by name."""
    found = rows(
        "SELECT g.id, g.name, m.id, m.name FROM team_group g"
        " LEFT JOIN group_member i ON i.group_id = g.id AND i.deleted_at IS NULL"
        " LEFT JOIN member m ON m.id = i.member_id"
        " WHERE g.deleted_at IS NULL ORDER BY g.name COLLATE NOCASE, g.id, m.name COLLATE NOCASE"
    )
    people: dict[tuple[int, str], list[tuple[int, str]]] = {}
    for number, name, member, who in found:
        people.setdefault((number, name), []).extend([(member, who)] if member is not None else [])
    return [GroupRow(number, name, tuple(members)) for (number, name), members in people.items()]
