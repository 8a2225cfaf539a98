"""The forms about the team: which fields, and how what was typed becomes values."""

from __future__ import annotations

from datetime import date, time
from functools import cache
from typing import Any

from store import calendar, team
from store.access import Role
from store.calendar import parse_time
from store.errors import N_, Invalid, Reason
from store.team import Absence, GroupRow, Holiday, Member, Team
from tui import format
from tui.i18n import LANGUAGES, _, named, pgettext
from tui.vocabulary import MONTH, ROLE, options
from tui.widgets.form import Field, Form


class Pasted(Form[list[Holiday]]):
    """A form with room for a list of days."""

    DEFAULT_CSS = """
    Pasted FieldRow TextArea, Pasted FieldRow TextArea:focus { height: 10; }
    """


# People


def member_fields(record: Member | None, day: date) -> list[Field]:
    """A person; the last day is there for those who have one."""
    it = record or Member(role=Role.REP, joined_on=day)
    fields = [
        Field("name", pgettext("of a person", "Name"), value=it.name, required=True),
        Field("login", _("Login: the name of their account"), value=it.login, required=True),
        Field("role", _("Role"), "choice", it.role, options=options(ROLE)),
        Field("phone", _("Phone"), value=it.phone),
        Field("email", _("E-mail"), value=it.email),
        Field("joined_on", _("Joined"), "day", it.joined_on, required=True, today=day),
    ]
    if it.left_on is not None:
        fields.append(Field("left_on", _("Last day: empty when they stay"), "day", it.left_on, today=day))
    return [
        *fields,
        Field("strengths", _("Strengths"), "long", it.strengths),
        Field("interests", _("Interests"), "long", it.interests),
    ]


def leave_fields(record: Member, day: date, heir: Member | None, anything: bool) -> list[Field]:
    """The last day of somebody who leaves, and who takes over, where there is ``anything`` to take over."""
    last = Field("left_on", _("Last day"), "day", record.left_on or day, required=True, today=day)
    staying: list[tuple[object, str]] = [
        (one.id, one.name)
        for one in team.members()
        if one.id != record.id and one.left_on is None and one.role is not Role.VIEWER
    ]
    if not anything or not staying:
        return [last]
    return [last, Field("to", _("Who takes over"), "choice", heir.id if heir else staying[0][0], options=staying)]


# Groups


def group_fields(row: GroupRow | None) -> list[Field]:
    """A group: what it is called, and who is in it."""
    everybody: list[tuple[object, str]] = [(m.id, m.name) for m in team.members() if m.role is not Role.VIEWER]
    there = tuple(number for number, _name in row.members) if row is not None else ()
    return [
        Field("name", _("Name"), value=row.name if row is not None else "", required=True),
        Field("members", _("Who is in it"), "several", there, options=everybody),
    ]


# Absences and holidays


def absence_fields(record: Absence | None, me: Member, day: date) -> list[Field]:
    """Days on which somebody is away; only the lead says it of others."""
    everybody: list[tuple[object, str]] = [(member.id, member.name) for member in team.members()]
    mine: list[tuple[object, str]] = [(me.id, me.name)]
    it = record or Absence(member=me.id, first_day=day, last_day=day)
    who = Field("member", _("Who"), "choice", it.member_id, options=everybody if me.role is Role.LEAD else mine)
    return [
        *([] if record is not None else [who]),
        Field("first_day", _("First day"), "day", it.first_day, required=True, today=day),
        Field("last_day", _("Last day"), "day", it.last_day, required=True, today=day),
        Field("stand_in", _("Stand-in"), "choice", it.stand_in_id, options=[(None, _("nobody")), *everybody]),
    ]


def holiday_fields(record: Holiday, day: date) -> list[Field]:
    """One holiday or make-up day."""
    works: list[tuple[object, str]] = [(0, _("nobody works")), (1, _("everybody works"))]
    return [
        Field("day", _("Day"), "day", record.day, required=True, today=day),
        Field("works", _("Kind"), "choice", record.works, options=works),
        Field("label", _("Name"), value=record.label),
    ]


def pasted_field() -> Field:
    """A list of days."""
    example = "2027-01-06 Epifanía\n25 Dec Christmas\n+ 2027-01-09 make-up Saturday\n10月1日 国庆节"
    return Field("days", _("Days, one a line"), "long", hint=example, required=True)


# The team's own settings


def team_fields(found: Team) -> list[Field]:
    """Name, working time, language, money."""
    days: list[tuple[object, str]] = [(str(n), _(words)) for n, words in enumerate(format.WEEKDAYS)]
    months: list[tuple[object, str]] = [(n, _(words)) for n, words in enumerate(MONTH, start=1)]
    zone = found.timezone
    languages: list[tuple[object, str]] = [("", _("as each terminal says")), *LANGUAGES.items()]
    return [
        Field("name", _("Team"), value=found.name, required=True),
        Field("weekdays", _("Working days"), "several", tuple(found.weekdays), options=days),
        Field("work_from", _("Work begins"), value=format.clock(found.work_from), required=True, hint="09:00"),
        Field("work_until", _("Work ends"), value=format.clock(found.work_until), required=True, hint="18:00"),
        Field("language", _("Language"), "choice", named(found.language), options=languages),
        Field("timezone", _("Timezone"), "record", zone, required=True, find=find_zone, shown=zone),
        Field("currency", _("Currency, as three letters"), value=found.currency, required=True, hint=_("EUR")),
        Field("fiscal_month", _("The fiscal year begins in"), "choice", found.fiscal_month, options=months),
    ]


def team_values(values: dict[str, object]) -> dict[str, Any]:
    """What the form answers, as the store keeps it. Raises Invalid for what is no time of day."""
    times: dict[str, time] = {}
    wrong: dict[str, Reason] = {}
    for name in ("work_from", "work_until"):
        found = parse_time(str(values[name]))
        if found is None:
            wrong[name] = Reason(N_("Write a time such as 10:00."))
        else:
            times[name] = found
    if wrong:
        raise Invalid(wrong)
    weekdays = values["weekdays"]
    assert isinstance(weekdays, tuple), "several values are a tuple"
    return {**values, **times, "weekdays": "".join(weekdays)}


@cache
def _zones() -> list[str]:
    from zoneinfo import available_timezones

    return sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")


def find_zone(typed: str) -> list[tuple[str, str, str]]:
    """Timezones for a picker, with the time there now; those whose city begins with the text come first."""
    text = typed.strip().casefold().replace(" ", "_")
    hits = [zone for zone in _zones() if text in zone.casefold()]
    hits.sort(key=lambda zone: not zone.rpartition("/")[2].casefold().startswith(text))
    now = calendar.now()
    return [(zone, zone, format.clock(calendar.local(now, zone))) for zone in hits[:8]]
