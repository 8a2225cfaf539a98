"""Care days: birthdays, anniversaries and festivals of contacts, and the follow-ups that remember them in time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from store import team
from store.calendar import WorkCalendar, half_width, parse_day
from store.care.cadence import diary
from store.care.kinds import Occasion
from store.care.placing import Diary
from store.care.records import CareDay
from store.changes import change
from store.customers import Contact, Customer, put_contact, rewrite_contact
from store.database import rows
from store.errors import N_, Invalid, Reason
from store.followups import FollowUp, Kind, Origin, Status
from store.team import SYSTEM, Member

AHEAD = timedelta(days=7)  # how long before it is due a care follow-up is planned
LONGEST_BREAK = timedelta(days=30)  # how far before the day the last working day may be
EARLIER = 10  # working days before the day among which a free one is looked for
LONGEST_LABEL = 60  # characters
LEAP_YEAR = date(2028, 1, 1)
_MONTH_DAY = re.compile(
    r"(\d{4}[-/.年]\s?)?\d{1,2}([-/]|月)\d{1,2}[日号]?|\d{1,2}\.?\s?[a-z]{3,9}\.?(\s\d{4})?|[a-z]{3,9}\.?\s?\d{1,2}(,?\s\d{4})?"
)


class MonthDay(NamedTuple):
    """A day of every year."""

    month: int
    day: int


def parse_month_day(text: str) -> MonthDay | None:
    """The day of the year in ``12-03``, ``3 Dec``, ``Dec 3``, ``12月3日`` or a whole date, whose year is left out.

    29 February is one. None for what is no such day, or says it by today ("fri").
    """
    folded = half_width(text).strip().casefold()
    if not _MONTH_DAY.fullmatch(folded):
        return None
    found = parse_day(folded, LEAP_YEAR)
    return MonthDay(found.month, found.day) if found is not None else None


def in_year(month: int, day: int, year: int) -> date:
    """The day in a year; 29 February is 28 February in years without one."""
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, day - 1)


def due_on(occasion: date, calendar: WorkCalendar) -> date:
    """When to think of somebody whose day it is: on the day itself, or the last working day before it."""
    return calendar.on_or_before(occasion)


# Questions


def days_of(contact: int) -> list[CareDay]:
    """The care days of a contact, through the year."""
    return list(
        CareDay.select()
        .where(CareDay.contact == contact, CareDay.kept())
        .order_by(CareDay.month, CareDay.day, CareDay.id)
    )


def days_of_customer(customer: int) -> dict[int, list[CareDay]]:
    """The care days of the people at a customer's, by contact."""
    found: dict[int, list[CareDay]] = {}
    query = (
        CareDay.select()
        .join(Contact)
        .where(Contact.customer == customer, Contact.kept(), CareDay.kept())
        .order_by(CareDay.month, CareDay.day, CareDay.id)
    )
    for day in query:
        found.setdefault(day.contact_id, []).append(day)
    return found


class Coming(NamedTuple):
    """A care day that nobody was reminded of this year."""

    care_day: int
    contact: int
    customer: int
    owner: int
    name: str
    label: str
    on: date


def coming(day: date, calendar: WorkCalendar) -> list[Coming]:
    """The care days whose follow-up is to be planned on this day: those due within a week that have none for their
    year, not even a removed one. Customers that are lost or nobody's have none."""
    last = day + AHEAD + LONGEST_BREAK
    months = sorted({(day + timedelta(days=n)).month for n in range((last - day).days + 1)})
    marks = ",".join("?" * len(months))
    found = []
    for number, contact, customer, owner, name, label, month, at in rows(
        "SELECT d.id, p.id, c.id, c.owner_id, p.name, d.label, d.month, d.day FROM care_day d"
        " JOIN contact p ON p.id = d.contact_id AND p.deleted_at IS NULL"
        " JOIN customer c ON c.id = p.customer_id AND c.deleted_at IS NULL AND c.kind != 'lost'"
        " JOIN member m ON m.id = c.owner_id AND (m.left_on IS NULL OR m.left_on >= ?)"
        f" WHERE d.deleted_at IS NULL AND d.month IN ({marks}) ORDER BY d.month, d.day, d.id",
        (day.isoformat(), *months),
    ):
        for year in (day.year, day.year + 1):
            on = in_year(month, at, year)
            if day <= on <= last and due_on(on, calendar) <= day + AHEAD and not _remembered(number, year):
                found.append(Coming(number, contact, customer, owner, name, label, on))
    return sorted(found, key=lambda it: (it.on, it.care_day))


def _remembered(care_day: int, year: int) -> bool:
    first, last = f"{year}-01-01", f"{year}-12-31"
    sql = "SELECT 1 FROM follow_up WHERE care_day_id = ? AND wanted_on BETWEEN ? AND ? LIMIT 1"
    return bool(rows(sql, (care_day, first, last)))


# Verbs


def plan_care(actor: Member = SYSTEM) -> int:
    """Plan a follow-up for every care day that is due within a week; how many. Running it again plans nothing more.

    It is due on the day itself or the last working day before, never before today; a day with eight generated items
    gives way to an earlier free one, and where there is none, it is due on its own day all the same.
    Raises Denied, Unavailable.
    """
    calendar, day = team.work_calendar(), team.today()
    with change(actor, N_("planned ahead"), FollowUp) as it:
        book = diary(calendar, day)
        found = coming(day, calendar)
        for one in found:
            owner, due = _place(book, one, calendar, day)
            it.add(
                FollowUp,
                customer=one.customer,
                contact=one.contact,
                kind=Kind.CARE,
                subject=_subject(one.name, one.label, one.on),
                due_on=due,
                original_due_on=due,
                owner=owner,
                origin=Origin.CARE,
                care_day_id=one.care_day,
                wanted_on=one.on,
            )
    return len(found)


def _place(book: Diary, one: Coming, calendar: WorkCalendar, day: date) -> tuple[int, date]:
    """By whom and when: the owner, or who stands in while they are away on all the days."""
    ideal = max(due_on(one.on, calendar), calendar.on_or_after(day))
    days = [ideal]
    while len(days) < EARLIER and (before := calendar.add(days[-1], -1)) >= day:
        days.append(before)
    for owner in (one.owner, *book.stand_in(one.owner, ideal)):
        if (found := book.room(owner, days)) is not None:
            return owner, found
    book.taken[one.owner, ideal] += 1
    return one.owner, ideal


def _subject(name: str, label: str, on: date) -> str:
    return f"{name}: {label} {on:%m-%d}"


Days = Mapping[Occasion, tuple[str, MonthDay] | None]  # each with what it is called; None for none


def add_contact(actor: Member, customer: Customer, name: str, days: Days, **values: Any) -> Contact:
    """Add a person at a customer's with their care days, as one change. Raises Denied, Invalid."""
    _valid(days)
    with change(actor, N_("added a contact to"), customer) as it:
        contact = put_contact(it, customer, name, values)
        _put_days(it, contact, [], days)
        return contact


def edit_contact(actor: Member, contact: Contact, days: Days, **values: Any) -> Contact:
    """Change a contact and their care days, as one change; an occasion that ``days`` doesn't name stays.

    A follow-up that is planned for a day moves with it, or goes with it. Raises Denied, Invalid, Conflict.
    """
    _valid(days)
    with change(actor, N_("edited a contact of"), Customer.load(contact.customer_id)) as it:
        rewrite_contact(it, contact, values)
        _put_days(it, contact, days_of(contact.id), days)
    return contact


def _put_days(it: Any, contact: Contact, there: list[CareDay], days: Days) -> None:
    known = {day.occasion: day for day in reversed(there)}
    for occasion, wanted in days.items():
        record = known.get(occasion)
        if wanted is None:
            if record is not None:
                it.remove(record)
                for followup in _planned(record):
                    it.remove(followup)
            continue
        label, (month, day) = wanted
        if record is None:
            it.add(CareDay, contact=contact, occasion=occasion, label=label.strip(), month=month, day=day)
        elif (record.label, record.month, record.day) != (label.strip(), month, day):
            it.update(record, label=label.strip(), month=month, day=day)
            _move_planned(it, record, contact)


def _planned(record: CareDay) -> list[FollowUp]:
    return list(
        FollowUp.select().where(FollowUp.care_day_id == record.id, FollowUp.status == Status.PLANNED, FollowUp.kept())
    )


def _move_planned(it: Any, record: CareDay, contact: Contact) -> None:
    calendar, today = team.work_calendar(), team.today()
    for followup in _planned(record):
        year = (followup.wanted_on or today).year
        on = in_year(record.month, record.day, year)
        due = max(due_on(on, calendar), calendar.on_or_after(today))
        subject = _subject(contact.name, record.label, on)
        it.update(followup, due_on=due, original_due_on=due, wanted_on=on, subject=subject)


def _valid(days: Days) -> None:
    wrong: dict[str, Reason] = {}
    for occasion, wanted in days.items():
        if wanted is None:
            continue
        label, (month, day) = wanted
        if not label.strip() or len(label.strip()) > LONGEST_LABEL:
            values = {"most": LONGEST_LABEL}
            wrong[occasion.value] = Reason(N_("Say what day it is, in at most {most} characters."), values)
        elif not _exists(month, day):
            wrong[occasion.value] = Reason(N_("There is no such day in any year."), {})
    if wrong:
        raise Invalid(wrong)


def _exists(month: int, day: int) -> bool:
    try:
        date(LEAP_YEAR.year, month, day)
    except ValueError:
        return False
    return True
