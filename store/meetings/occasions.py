"""When the team meets: the series' days as they really are, with what was moved, skipped or held.

A day of the series is virtual until something is written about it. A weekly day that is a holiday is offered to
be skipped, never skipped silently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, NamedTuple

from store.access import Role
from store.calendar import Recurrence, WorkCalendar, now, occurrences, utc_of
from store.calendar import today as today_in
from store.database import rows
from store.errors import N_, NotFound, Reason
from store.meetings.kinds import AHEAD, LIVE, Every, MeetingStatus, Presence
from store.meetings.records import Section, Series
from store.team import Member, holidays, members, work_calendar

DAY = timedelta(days=1)
LOOKED_AHEAD = 60  # occurrences searched for one that isn't skipped


class Occasion(NamedTuple):
    """One meeting of the series, written down (``meeting`` is its id) or not.

    ``start`` is UTC. ``holiday`` is the holiday's label, or "" (``is_holiday`` tells which); ``leader`` leads it
    (``leader_id``), ``instead_of`` is the facilitator who has left or is away.
    """

    series: int
    title: str
    occurrence: date
    day: date
    at: time
    timezone: str
    start: datetime
    minutes: int
    status: MeetingStatus = MeetingStatus.PLANNED
    why: str = ""
    is_holiday: bool = False
    holiday: str = ""
    leader: str = ""
    leader_id: int | None = None
    instead_of: str = ""
    meeting: int | None = None
    left_out: frozenset[int] = frozenset()
    started_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def moved(self) -> bool:
        """Whether it is held on another day than the series gives it."""
        return self.day != self.occurrence


def series() -> Series | None:
    """The team's first series, or None while there is none."""
    found: Series | None = Series.select().where(Series.kept()).order_by(Series.id).first()
    return found


def sections(number: int) -> list[Section]:
    """The sections of a series, in their order."""
    return list(Section.select().where(Section.series == number, Section.kept()).order_by(Section.position, Section.id))


def recurrence(found: Series) -> Recurrence:
    """The series' rule as the calendar reads it."""
    every: Literal["working_day", "week"] = "week" if found.every is Every.WEEK else "working_day"
    return Recurrence(every, found.interval, found.weekday, found.start)


def local_today(found: Series) -> date:
    """The day it is where the series is held."""
    return today_in(found.timezone)


# Occasions


def upcoming(found: Series, count: int = LOOKED_AHEAD) -> list[Occasion]:
    """The next occasions from today on, in order, with those that are skipped; first one that still runs."""
    day = local_today(found)
    where = "(day >= ? OR occurrence >= ? OR status IN ('running', 'suspended'))"
    stored = _stored(found, where, (day.isoformat(), day.isoformat()))
    running = {row.day for row in stored.values() if row.status in LIVE}
    moved_away = sum(row.day < day for row in stored.values())
    ahead = occurrences(recurrence(found), work_calendar(), day - DAY, count + moved_away)
    return _as_they_are(found, ahead, stored, lambda at: at >= day or at in running)[:count]


def next_meeting(found: Series) -> Occasion | None:
    """The next meeting that is neither held nor skipped; today's until it is closed or the day is over.

    None when everything in sight is skipped.
    """
    return next_of(upcoming(found, LOOKED_AHEAD))


def next_day(found: Series) -> date | None:
    """The day of the next meeting, without asking who leads it; None when everything in sight is skipped."""
    day = local_today(found)
    stored = _stored(found, "(day >= ? OR occurrence >= ?)", (day.isoformat(), day.isoformat()))
    ahead = occurrences(recurrence(found), work_calendar(), day - DAY, LOOKED_AHEAD + len(stored))
    over = {o for o, row in stored.items() if row.status in (MeetingStatus.SKIPPED, MeetingStatus.CLOSED)}
    days = (stored[o].day if o in stored else o for o in {*ahead, *stored} - over)
    return min((at for at in days if at >= day), default=None)


def next_of(ahead: Iterable[Occasion]) -> Occasion | None:
    """The first of these that is neither held nor skipped."""
    return next((one for one in ahead if one.status in AHEAD | LIVE), None)


def following(found: Series) -> date:
    """The day of the first meeting after today that isn't skipped: what is agreed today is due then."""
    day = local_today(found)
    after = (o.day for o in upcoming(found, LOOKED_AHEAD) if o.status in AHEAD and o.day > day)
    return next(after, day + timedelta(days=7))


def on(found: Series, day: date) -> Occasion:
    """The occasion that is held, or was to be held, on a day. Raises NotFound when there is none."""
    stored = _stored(found, "(day = ? OR occurrence = ?)", (day.isoformat(), day.isoformat()))
    ahead = occurrences(recurrence(found), work_calendar(), day - DAY, 1)
    for one in _as_they_are(found, [d for d in ahead if d == day], stored, lambda at: at == day):
        return one
    raise NotFound(Reason(N_("There is no meeting on {day}."), {"day": day}))


def by_id(meeting: int) -> Occasion:
    """The occasion that was written down under this id. Raises NotFound."""
    found = rows("SELECT series_id, occurrence FROM meeting WHERE id = ? AND deleted_at IS NULL", (meeting,))
    if not found:
        raise NotFound(Reason(N_("This record is gone; somebody may have removed it."), {}))
    held_by = Series.load(found[0][0])
    stored = _stored(held_by, "id = ?", (meeting,))
    return _as_they_are(held_by, [], stored, lambda at: True)[0]


def past(found: Series, count: int = 13) -> list[Occasion]:
    """The latest occasions before today and the one closed today, newest first, skipped ones too.

    One about which nothing was written is there as planned: nobody said that it was held.
    """
    day = local_today(found)
    over = "((day < ? AND status NOT IN ('running', 'suspended')) OR (day = ? AND status = 'closed'))"
    stored = _stored(found, over, (day.isoformat(), day.isoformat()))
    ahead = "((day >= ? AND occurrence < ?) OR status IN ('running', 'suspended'))"
    gone = set(_stored(found, ahead, (day.isoformat(), day.isoformat())))
    before = [d for d in _before(found, day, count + len(gone)) if d not in gone]
    return _as_they_are(found, before, stored, lambda at: at <= day)[::-1][:count]


def previous_day(found: Series, day: date) -> date:
    """The day of the last meeting before this day that wasn't skipped; a week before when there was none."""
    stored = _stored(found, "day < ? OR occurrence < ?", (day.isoformat(), day.isoformat()))
    virtual = [d for d in _before(found, day, 20) if d not in stored]
    held = [row.day for row in stored.values() if row.status is not MeetingStatus.SKIPPED and row.day < day]
    return max([*virtual, *held], default=day - timedelta(days=7))


def _before(found: Series, day: date, count: int) -> list[date]:
    """The last ``count`` days of the series before a day, in order."""
    span = timedelta(days=(count + 1) * found.interval * (7 if found.every is Every.WEEK else 3))
    rule, work = recurrence(found), work_calendar()
    ahead = occurrences(rule, work, max(day - span, found.start) - DAY, count * 4)
    return [d for d in ahead if d < day][-count:]


class _Row(NamedTuple):
    id: int
    occurrence: date
    day: date
    at: time
    timezone: str
    start: datetime
    status: MeetingStatus
    why: str
    left_out: frozenset[int]
    started_at: datetime | None
    ended_at: datetime | None
    minutes: int | None


def _stored(found: Series, where: str, values: Sequence[object]) -> dict[date, _Row]:
    """What is written about occasions, by the day the series gives them."""
    answer = rows(
        "SELECT id, occurrence, day, at, timezone, planned_start, status, why, left_out, started_at, ended_at, minutes"
        f" FROM meeting WHERE series_id = ? AND deleted_at IS NULL AND ({where})",
        (found.id, *values),
    )
    return {row.occurrence: row for row in map(_row, answer)}


def _row(values: tuple[Any, ...]) -> _Row:
    i, occurrence, day, at, zone, start, status, why, left_out, started, ended, minutes = values
    return _Row(
        i,
        date.fromisoformat(occurrence),
        date.fromisoformat(day),
        time.fromisoformat(at),
        zone,
        datetime.fromisoformat(start),
        MeetingStatus(status),
        why,
        numbers(left_out),
        datetime.fromisoformat(started) if started else None,
        datetime.fromisoformat(ended) if ended else None,
        minutes,
    )


def numbers(text: str) -> frozenset[int]:
    """The ids that ``left_out`` holds."""
    return frozenset(int(part) for part in text.split(",") if part)


def _as_they_are(
    found: Series, virtual: Iterable[date], stored: dict[date, _Row], wanted: Callable[[date], bool]
) -> list[Occasion]:
    days = [(o, stored[o].day if o in stored else o) for o in {*virtual, *stored}]
    kept = sorted((day, o) for o, day in days if wanted(day))
    known = _Known(found, [day for day, _ in kept])
    return [known.occasion(o, stored.get(o)) for _, o in kept]


class _Known:
    """What occasions need to know about people and holidays, read once for all of them."""

    def __init__(self, found: Series, days: Sequence[date]) -> None:
        first, last = min(days, default=date.max), max(days, default=date.min)
        self.series = found
        self.people = members(left=True)
        self.work: WorkCalendar = work_calendar()
        self.labels = {h.day: h.label for h in holidays(first)} if days else {}
        self.absences: list[tuple[int, int | None, str, str]] = rows(
            "SELECT member_id, stand_in_id, first_day, last_day FROM absence"
            " WHERE deleted_at IS NULL AND last_day >= ? AND first_day <= ?",
            (first.isoformat(), last.isoformat()),
        )

    def away(self, day: date) -> dict[int, int | None]:
        """Who is away on a day, with the stand-in's id."""
        return {who: instead for who, instead, first, last in self.absences if first <= day.isoformat() <= last}

    def occasion(self, occurrence: date, row: _Row | None) -> Occasion:
        """One occasion, from what is written about it or from the series."""
        s = self.series
        day, at, zone = (row.day, row.at, row.timezone) if row else (occurrence, s.at, s.timezone)
        leader, instead_of = leads(s.facilitator_id, self.people, day, self.away(day))
        is_holiday = day in self.work.holidays and day not in self.work.made_up
        return Occasion(
            series=s.id,
            title=s.title,
            occurrence=occurrence,
            day=day,
            at=at,
            timezone=zone,
            start=row.start if row else utc_of(day, at, zone),
            minutes=row.minutes if row and row.minutes else s.minutes,
            status=row.status if row else MeetingStatus.PLANNED,
            why=row.why if row else "",
            is_holiday=is_holiday,
            holiday=self.labels.get(day, "") if is_holiday else "",
            leader=leader.name if leader is not None else "",
            leader_id=leader.id if leader is not None else None,
            instead_of=instead_of,
            meeting=row.id if row else None,
            left_out=row.left_out if row else frozenset(),
            started_at=row.started_at if row else None,
            ended_at=row.ended_at if row else None,
        )


def leads(
    facilitator: int | None, people: Sequence[Member], day: date, away: Mapping[int, int | None]
) -> tuple[Member | None, str]:
    """Who leads on a day, and whom that replaces: (who, name of the facilitator who has left or is away, or "").

    The stand-in leads, else a lead who is there; the series goes on when its facilitator leaves.
    """
    here = [p for p in people if p.joined_on <= day and (p.left_on is None or p.left_on >= day) and p.id not in away]
    usual = next((p for p in people if p.id == facilitator), None)
    if usual is not None and usual in here:
        return usual, ""
    stand_in = away.get(facilitator) if facilitator is not None else None
    order = sorted(here, key=lambda p: (p.id != stand_in, p.role is not Role.LEAD, p.role is Role.VIEWER, p.name))
    return (order[0] if order else None), (usual.name if usual is not None else "")


# What was


class Seat(NamedTuple):
    """Who was at a meeting, their rating, and why."""

    member: int
    name: str
    presence: Presence
    rating: int | None
    why: str = ""


def attendance(meeting: int) -> list[Seat]:
    """Who was there, by name."""
    found = rows(
        "SELECT a.member_id, m.name, a.presence, a.rating, a.why FROM attendance a JOIN member m ON m.id = a.member_id"
        " WHERE a.meeting_id = ? AND a.deleted_at IS NULL ORDER BY m.name",
        (meeting,),
    )
    return [Seat(i, name, Presence(presence), rating, why) for i, name, presence, rating, why in found]


def rating(seats: Sequence[Seat]) -> float | None:
    """The mean of the ratings of those present; None when nobody rated."""
    given = [seat.rating for seat in seats if seat.rating is not None and seat.presence in HERE]
    return sum(given) / len(given) if given else None


HERE = (Presence.PRESENT, Presence.LATE)


def minutes_held(one: Occasion) -> int | None:
    """How many minutes it took; None when nobody wrote that down."""
    if one.started_at is None or one.ended_at is None:
        return None
    return round((one.ended_at - one.started_at) / timedelta(minutes=1))


def has_begun(one: Occasion) -> bool:
    """Whether its planned start has come."""
    return now() >= one.start


def is_over(one: Occasion) -> bool:
    """Whether its planned end has passed."""
    return now() >= one.start + timedelta(minutes=one.minutes)


def bounds(one: Occasion) -> tuple[datetime, datetime]:
    """The first and last instant of the local day on which it is held."""
    first = utc_of(one.day, time(0), one.timezone)
    return first, utc_of(one.day + DAY, time(0), one.timezone) - timedelta(microseconds=1)
