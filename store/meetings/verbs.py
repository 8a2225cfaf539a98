"""What people do to the series, its sections and its occurrences."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from store import team
from store.calendar import now, utc_of, zone_info
from store.changes import change
from store.errors import N_, Invalid, Reason
from store.meetings.kinds import LIVE, TEMPLATE, Every, MeetingStatus, SectionKind
from store.meetings.occasions import Occasion, sections
from store.meetings.records import Meeting, Section, Series
from store.team import Member

LONGEST_MEETING = 480  # minutes


# The series


def set_up(
    actor: Member,
    title: str,
    *,
    weekday: int = 0,
    at: time = time(9),
    timezone: str = "",
    minutes: int = 60,
    every: Every = Every.WEEK,
    interval: int = 1,
    start: date | None = None,
    facilitator: Member | None = None,
) -> Series:
    """Begin a series with the sections of the usual agenda; its minutes are shared among them.

    The time zone is the team's, the start is today and the facilitator is the actor unless others are named.
    Raises Denied, Invalid beside the field that is wrong.
    """
    found = team.team()
    values: dict[str, Any] = {
        "title": title.strip(),
        "weekday": weekday,
        "at": at,
        "timezone": timezone or found.timezone,
        "minutes": minutes,
        "every": every,
        "interval": interval,
        "start": start or team.today(),
        "facilitator": facilitator or actor,
    }
    _valid(values)
    shares = shared([share for _kind, _title, share in TEMPLATE], minutes)
    with change(actor, N_("set up"), Series) as it:
        made = it.add(Series, **values)
        for position, ((kind, _title, _share), share) in enumerate(zip(TEMPLATE, shares, strict=True)):
            it.add(Section, series=made, kind=kind, minutes=share, position=position)
    return made


def shared(shares: list[int], total: int) -> list[int]:
    """``total`` minutes in the proportion of the shares, by largest remainder, so that they add up exactly."""
    whole = sum(shares) or 1
    exact = [total * share / whole for share in shares]
    given = [int(part) for part in exact]
    by_rest = sorted(range(len(shares)), key=lambda n: (given[n] - exact[n], n))
    for n in by_rest[: total - sum(given)]:
        given[n] += 1
    return given


def edit_series(actor: Member, found: Series, **values: Any) -> Series:
    """Change the series. Meetings ahead that were written down follow it.

    A new time goes to those that stood at the old one; a new recurrence takes those ahead out, because its days
    are others. Raises Denied, Invalid, Conflict.
    """
    _valid({**_times(found), **values})
    ahead = list(
        Meeting.select().where(
            Meeting.series == found,
            Meeting.kept(),
            Meeting.status.not_in((MeetingStatus.CLOSED, *LIVE)),
            Meeting.day >= team.today(),
        )
    )
    was = _times(found)
    with change(actor, N_("edited"), found) as it:
        it.update(found, **values)
        other_days = any(was[name] != _times(found)[name] for name in ("every", "interval", "weekday", "start"))
        for meeting in ahead:
            if other_days:
                it.remove(meeting)
            elif (meeting.at, meeting.timezone) == (was["at"], was["timezone"]):
                start = utc_of(meeting.day, found.at, found.timezone)
                it.update(meeting, at=found.at, timezone=found.timezone, planned_start=start)
    return found


def _times(found: Series) -> dict[str, Any]:
    names = ("every", "interval", "weekday", "start", "at", "timezone", "minutes")
    return {name: getattr(found, name) for name in names}


def _valid(values: dict[str, Any]) -> None:
    wrong: dict[str, Reason] = {}
    if "title" in values and not values["title"].strip():
        wrong["title"] = Reason(N_("A meeting needs a name."), {})
    if values["interval"] not in range(1, 53):
        wrong["interval"] = Reason(N_("A meeting comes every 1 to 52 weeks or working days."), {})
    if values["weekday"] not in range(7):
        wrong["weekday"] = Reason(N_("Choose a day of the week."), {})
    if values["minutes"] not in range(1, LONGEST_MEETING + 1):
        wrong["minutes"] = Reason(N_("A meeting takes 1 to {most} minutes."), {"most": LONGEST_MEETING})
    try:
        zone_info(values["timezone"])
    except ValueError:
        wrong["timezone"] = Reason(N_("There is no such timezone; write one like Europe/Madrid."), {})
    if wrong:
        raise Invalid(wrong)


# Its sections


def add_section(
    actor: Member,
    series: Series,
    title: str,
    *,
    minutes: int = 5,
    body: str = "",
    kind: SectionKind = SectionKind.OWN,
    after: Section | None = None,
) -> Section:
    """Add a section after another one, else at the end. Raises Denied, Invalid."""
    _valid_section(kind, {"title": title, "minutes": minutes})
    there = sections(series.id)
    place = next((n + 1 for n, one in enumerate(there) if after is not None and one.id == after.id), len(there))
    with change(actor, N_("added"), Section) as it:
        made = it.add(
            Section, series=series, kind=kind, title=title.strip(), body=body.strip(), minutes=minutes, position=place
        )
        for position, one in enumerate([*there[:place], made, *there[place:]]):
            it.update(one, position=position)
    return made


def edit_section(actor: Member, section: Section, **values: Any) -> Section:
    """Change a section's title, text, minutes or what fills it. Raises Denied, Invalid, Conflict."""
    _valid_section(values.get("kind", section.kind), {"title": section.title, **values})
    with change(actor, N_("edited"), section) as it:
        it.update(section, **{name: v.strip() if isinstance(v, str) else v for name, v in values.items()})
    return section


def move_section(actor: Member, section: Section, by: int) -> Section:
    """Put a section ``by`` places further down, up for a negative number; at either end it stays.

    Raises Denied, Conflict.
    """
    there = sections(section.series_id)
    place = next((n for n, one in enumerate(there) if one.id == section.id), 0)
    there[place] = section
    there.insert(min(max(place + by, 0), len(there) - 1), there.pop(place))
    with change(actor, N_("moved"), section) as it:
        for position, one in enumerate(there):
            it.update(one, position=position)
    return section


def remove_section(actor: Member, section: Section) -> None:
    """Take a section out of all meetings to come. Raises Denied, Conflict."""
    with change(actor, N_("removed"), section) as it:
        it.remove(section)


def _valid_section(kind: SectionKind, values: dict[str, Any]) -> None:
    wrong: dict[str, Reason] = {}
    if "title" in values and kind is SectionKind.OWN and not values["title"].strip():
        wrong["title"] = Reason(N_("A section of your own needs a title."), {})
    if "minutes" in values and values["minutes"] not in range(LONGEST_MEETING + 1):
        wrong["minutes"] = Reason(N_("A section takes 0 to {most} minutes."), {"most": LONGEST_MEETING})
    if wrong:
        raise Invalid(wrong)


# One meeting


def plan(one: Occasion) -> list[tuple[Section, int]]:
    """The sections of a meeting with their planned minutes; those of one that is left out go to Solve."""
    there = sections(one.series)
    given = sum(s.minutes for s in there if s.id in one.left_out)
    kept = [s for s in there if s.id not in one.left_out]
    takes = next((s.id for s in kept if s.kind is SectionKind.SOLVE), None)
    return [(s, s.minutes + (given if s.id == takes else 0)) for s in kept]


def written(it: Any, one: Occasion, **values: Any) -> Meeting:
    """The record of an occasion with these values, made when nothing was written about it yet; inside a change."""
    found: Meeting | None = Meeting.get_or_none(
        Meeting.series == one.series, Meeting.occurrence == one.occurrence, Meeting.kept()
    )
    if found is not None:
        it.update(found, **values)
        return found
    usual = {"day": one.day, "at": one.at, "timezone": one.timezone, "planned_start": one.start}
    made: Meeting = it.add(Meeting, series=one.series, occurrence=one.occurrence, **{**usual, **values})
    return made


def subject(one: Occasion) -> Meeting | type[Meeting]:
    """What a change of this occasion is about: its record, or the kind when there is none yet."""
    return Meeting.load(one.meeting) if one.meeting is not None else Meeting


def skip(actor: Member, one: Occasion, why: str) -> Meeting:
    """Skip one meeting and say why; what was for it comes back at the next. Raises Denied, Invalid, Conflict."""
    _not_closed(one)
    if not why.strip():
        raise Invalid({"why": Reason(N_("Say why, so that those who read it later know."), {})})
    with change(actor, N_("skipped"), subject(one)) as it:
        return written(it, one, status=MeetingStatus.SKIPPED, why=why.strip())


def unskip(actor: Member, one: Occasion) -> Meeting:
    """Hold a meeting that was skipped after all. Raises Denied, Invalid (it isn't skipped), Conflict."""
    if one.status is not MeetingStatus.SKIPPED:
        raise Invalid({"status": Reason(N_("This meeting isn't skipped."), {})})
    with change(actor, N_("takes place after all"), subject(one)) as it:
        return written(it, one, status=MeetingStatus.PLANNED, why="")


def move(actor: Member, one: Occasion, day: date, at: time | None = None) -> Meeting:
    """Hold one meeting on another day or at another time; the series stays as it is.

    Raises Denied, Invalid (a day that is over, a closed meeting), Conflict.
    """
    _not_closed(one)
    start = utc_of(day, at or one.at, one.timezone)
    if start < now():
        raise Invalid({"day": Reason(N_("That moment is over; choose a later one."), {})})
    with change(actor, N_("moved"), subject(one)) as it:
        return written(it, one, day=day, at=at or one.at, planned_start=start)


def leave_out(actor: Member, one: Occasion, section: Section, out: bool = True) -> Meeting:
    """Do without a section at this one meeting, or take it in again. Raises Denied, Invalid, Conflict."""
    _not_closed(one)
    kept = one.left_out | {section.id} if out else one.left_out - {section.id}
    with change(actor, N_("left out a section of") if out else N_("took a section back into"), subject(one)) as it:
        return written(it, one, left_out=",".join(str(n) for n in sorted(kept)))


def _not_closed(one: Occasion) -> None:
    if one.status is MeetingStatus.CLOSED:
        raise Invalid({"status": Reason(N_("This meeting was held; it can't be changed any more."), {})})
    if one.status in LIVE:
        raise Invalid({"status": Reason(N_("This meeting is running; end it first."), {})})


def valid_span(one: Occasion, minutes: int) -> None:
    """Raises Invalid unless a meeting may have begun and lasted so long."""
    _not_closed(one)
    if one.status is MeetingStatus.SKIPPED:
        raise Invalid({"status": Reason(N_("This meeting was skipped."), {})})
    if minutes not in range(1, LONGEST_MEETING + 1):
        raise Invalid({"minutes": Reason(N_("A meeting takes 1 to {most} minutes."), {"most": LONGEST_MEETING})})
    if one.start > now():
        raise Invalid({"status": Reason(N_("This meeting hasn't begun yet."), {})})
