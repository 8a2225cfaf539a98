"""The team: its people, its working time, its holidays and who is away.

A member is never deleted: a leaver gets ``left_on``. The last lead can't leave and can't step down. A make-up
working day (调休) counts as worked although it is a weekend day; a holiday doesn't, whatever weekday it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any, NamedTuple

from peewee import ForeignKeyField, IntegerField, TextField

from store import calendar
from store.access import Role
from store.calendar import WorkCalendar, day_at, half_width
from store.changes import change
from store.database import rows
from store.errors import N_, Denied, Invalid, Reason
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


# Questions


def team() -> Team:
    """The team of the open file. Raises NotFound while there is none."""
    found = Team.select().where(Team.kept()).first()
    return found if found is not None else Team.load(0)


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
    for member in Member.select().where(Member.kept()).order_by(Member.name):
        until, stand_in = away.get(member.id, (None, ""))
        found.append(Person(member, member.left_on is not None and member.left_on < day, until, stand_in))
    return sorted(found, key=lambda person: person.left)


def members(*, left: bool = False) -> list[Member]:
    """Everybody, by name; those who have left only when asked for."""
    found = list(Member.select().where(Member.kept()).order_by(Member.name))
    return found if left else [m for m in found if not has_left(m)]


def has_left(member: Member) -> bool:
    """Whether the member's last day is over."""
    return member.left_on is not None and member.left_on < today()


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
        raise Denied(Reason(N_("Nobody in this team has the login {login}. Name one with --as."), {"login": login}))
    if has_left(found):
        raise Denied(Reason(N_("{name} has left the team."), {"name": found.name}))
    return found


def today() -> date:
    """The team's local date."""
    found = rows("SELECT timezone FROM team WHERE deleted_at IS NULL LIMIT 1")
    return calendar.today(found[0][0] if found else "UTC")


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


# Verbs


def found_team(name: str, *, timezone: str, currency: str, lead: str, login: str, language: str = "") -> Member:
    """Begin a team: its record and its first lead. Raises Invalid beside the field that is wrong."""
    _valid_team({"name": name, "timezone": timezone, "currency": currency})
    _valid_person({"name": lead, "login": login})
    with change(SYSTEM, N_("founded"), Team) as it:
        it.add(Team, name=name.strip(), timezone=timezone, currency=currency.upper(), language=language)
        return it.add(
            Member,
            name=lead.strip(),
            login=login.strip().lower(),
            role=Role.LEAD,
            joined_on=calendar.today(timezone),
        )


def edit_team(actor: Member, found: Team, **values: Any) -> Team:
    """Change the team's name, time, money, language or working time. Raises Denied, Invalid, Conflict."""
    _valid_team(values)
    if "currency" in values:
        values["currency"] = values["currency"].upper()
    with change(actor, N_("edited"), found) as it:
        it.update(found, **values)
    return found


def add_member(actor: Member, name: str, login: str, role: Role = Role.REP, **values: Any) -> Member:
    """Welcome somebody. Raises Denied, Invalid (an empty name, a login that is taken)."""
    _valid_person({"name": name, "login": login, **values})
    values.setdefault("joined_on", today())
    _valid_days(values["joined_on"], values.get("left_on"))
    with change(actor, N_("added"), Member) as it:
        return it.add(Member, name=name.strip(), login=login.strip().lower(), role=role, **values)


def edit_member(actor: Member, member: Member, **values: Any) -> Member:
    """Change what is known about somebody; ``left_on=None`` takes a leaver back.

    Raises Denied, Invalid (no lead would be left, a last day before the first), Conflict.
    """
    _valid_person(values)
    for text in ("login", "name"):
        if text in values:
            values[text] = values[text].strip()
    if "login" in values:
        values["login"] = values["login"].lower()
    left_on = values.get("left_on", member.left_on)
    _valid_days(values.get("joined_on", member.joined_on), left_on)
    if values.get("role", member.role) is not Role.LEAD:
        _keep_a_lead(member, "role")
    if left_on is not None and member.left_on is None:
        _keep_a_lead(member, "left_on")
    with change(actor, N_("edited"), member) as it:
        it.update(member, **values)
    return member


def leave(actor: Member, member: Member, last_day: date) -> Member:
    """Set somebody's last day. Raises Denied, Invalid (the last lead, a day before the first), Conflict."""
    may_leave(member, last_day)
    with change(actor, N_("left"), member) as it:
        it.update(member, left_on=last_day)
    return member


def may_leave(member: Member, last_day: date) -> None:
    """Raise Invalid unless this can be the member's last day."""
    _valid_days(member.joined_on, last_day)
    _keep_a_lead(member, "left_on")


def add_holidays(actor: Member, days: Sequence[tuple[date, bool, str]]) -> list[Holiday]:
    """Add days as (day, works, label); a day that is there already takes the new label. One change, one undo."""
    if not days:
        raise Invalid({"days": Reason(N_("Name at least one day, such as 2026-12-25 Christmas."), {})})
    there = {h.day: h for h in Holiday.select().where(Holiday.kept())}
    with change(actor, N_("added"), Holiday) as it:
        for day, works, text in days:
            if day in there:
                it.update(there[day], works=int(works), label=text)
            else:
                there[day] = it.add(Holiday, day=day, works=int(works), label=text)
    return [there[day] for day, _, _ in days]


def edit_holiday(actor: Member, holiday: Holiday, day: date, works: bool, label: str) -> Holiday:
    """Change a holiday or make-up day. Raises Denied, Invalid (another one is on that day), Conflict."""
    with change(actor, N_("edited"), holiday) as it:
        it.update(holiday, day=day, works=int(works), label=label.strip())
    return holiday


def remove_holiday(actor: Member, holiday: Holiday) -> None:
    """Take a holiday or make-up day out. Raises Denied, Conflict."""
    with change(actor, N_("removed"), holiday) as it:
        it.remove(holiday)


def add_absence(
    actor: Member, member: Member, first_day: date, last_day: date, stand_in: Member | None = None
) -> Absence:
    """Note that somebody is away. Raises Denied, Invalid (days in the wrong order, standing in for oneself)."""
    _valid_absence(member.id, first_day, last_day, stand_in)
    with change(actor, N_("added"), Absence, owner=member.id) as it:
        return it.add(Absence, member=member.id, first_day=first_day, last_day=last_day, stand_in=stand_in)


def edit_absence(
    actor: Member, absence: Absence, first_day: date, last_day: date, stand_in: Member | None = None
) -> Absence:
    """Change the days of an absence and who stands in. Raises Denied, Invalid as ``add_absence`` does, Conflict."""
    _valid_absence(absence.member_id, first_day, last_day, stand_in)
    with change(actor, N_("edited"), absence) as it:
        it.update(absence, first_day=first_day, last_day=last_day, stand_in=stand_in)
    return absence


def remove_absence(actor: Member, absence: Absence) -> None:
    """Take an absence out. Raises Denied, Conflict."""
    with change(actor, N_("removed"), absence) as it:
        it.remove(absence)


_SHOWN = 40  # characters of a line that can't be read
_BLANKS = " \t\u3000,;，；:："


def parse_days(text: str, today: date) -> list[tuple[date, bool, str]]:
    """Read a pasted list of days, one a line: a date, then its name; `+` or 调休 or 班 marks a make-up day.

    A date without a year is the next such day, today included. Empty lines and those that begin with # are left
    out. Raises Invalid naming the first line that can't be read.
    """
    found: list[tuple[date, bool, str]] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        plain = half_width(line)  # one character for one character, so that places in it are places in the line
        if not line or plain.startswith("#"):
            continue
        start = len(plain) - len(plain.lstrip("+ \t"))
        named = day_at(line, start, today)
        if named is None:
            shown = line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
            values = {"line": number, "text": shown}
            raise Invalid({"days": Reason(N_("Line {line} has no date at its beginning: {text}"), values)})
        day, end = named
        name = line[end:].strip(_BLANKS)
        found.append((day, "+" in plain[:start] or "调休" in name or "班" in name, name))
    return found


def _valid_team(values: dict[str, Any]) -> None:
    wrong: dict[str, Reason] = {}
    if "name" in values and not values["name"].strip():
        wrong["name"] = Reason(N_("A team needs a name."), {})
    if "timezone" in values and not _is_zone(values["timezone"]):
        wrong["timezone"] = Reason(N_("There is no such timezone; write one like Europe/Madrid."), {})
    if "currency" in values and not (len(values["currency"]) == 3 and values["currency"].isalpha()):
        wrong["currency"] = Reason(N_("Write the currency as three letters, such as EUR or CNY."), {})
    if "fiscal_month" in values and values["fiscal_month"] not in range(1, 13):
        wrong["fiscal_month"] = Reason(N_("A month is a number from 1 to 12."), {})
    if "weekdays" in values and not (values["weekdays"] and set(values["weekdays"]) <= set("0123456")):
        wrong["weekdays"] = Reason(N_("A team works on at least one day of the week."), {})
    if values.get("work_from") and values.get("work_until") and values["work_until"] <= values["work_from"]:
        wrong["work_until"] = Reason(N_("Work ends after it begins."), {})
    if wrong:
        raise Invalid(wrong)


def _is_zone(name: str) -> bool:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _valid_person(values: dict[str, Any]) -> None:
    wrong: dict[str, Reason] = {}
    if "name" in values and not values["name"].strip():
        wrong["name"] = Reason(N_("Somebody without a name can't be called."), {})
    login = values.get("login")
    if login is not None and not (login.strip() and all(c.isalnum() or c in "._-@+\\" for c in login.strip())):
        wrong["login"] = Reason(N_("A login has letters, digits, dots and dashes, and no blanks."), {})
    if values.get("email") and "@" not in values["email"]:
        wrong["email"] = Reason(N_("An e-mail address has an @."), {})
    if wrong:
        raise Invalid(wrong)


def _valid_days(joined_on: date, left_on: date | None) -> None:
    if left_on is not None and left_on < joined_on:
        raise Invalid({"left_on": Reason(N_("Nobody leaves before they joined ({day})."), {"day": joined_on})})


def _valid_absence(member: int, first_day: date, last_day: date, stand_in: Member | None) -> None:
    if last_day < first_day:
        raise Invalid({"last_day": Reason(N_("The last day comes before the first."), {})})
    if stand_in is not None and stand_in.id == member:
        raise Invalid({"stand_in": Reason(N_("Somebody else must stand in."), {})})


def _keep_a_lead(member: Member, field: str) -> None:
    if is_last_lead(member):
        raise Invalid(
            {field: Reason(N_("{name} is the last lead; make somebody else lead first."), {"name": member.name})}
        )
