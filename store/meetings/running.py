"""The running meeting: started, led from section to section, suspended and continued.

Starting shares today's minutes out over the sections. Where the room is and what the clock says are drafts: they have
no history, and nobody's screen is drawn again for a sign of life. Only the one who leads moves the meeting.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from store import changes, team
from store.access import Role
from store.calendar import local, now
from store.changes import change, draft, write_derived
from store.errors import N_, Denied, Invalid, Reason
from store.meetings.kinds import AHEAD, MeetingStatus, Presence, SectionKind
from store.meetings.lease import may_lead
from store.meetings.occasions import HERE, Occasion
from store.meetings.records import Attendance, Meeting, Section, SectionVisit
from store.meetings.spans import Stage, Standing, standings
from store.meetings.state import Live, live, running_now
from store.meetings.verbs import LONGEST_MEETING, plan, shared, subject, written
from store.records import Ref
from store.team import Member

LATE = timedelta(minutes=5)  # after which a rep may start instead of a facilitator who isn't there
SHORTEST = 10  # minutes that are offered when one starts late

# Before it begins


def may_start(actor: Member, one: Occasion) -> None:
    """Raise Denied or Invalid, with the reason in words, unless ``actor`` may start this meeting now.

    A lead and the one who leads it may; a rep when the facilitator has left or is away, or five minutes after its time.
    """
    if one.status not in AHEAD:
        raise Invalid({"status": Reason(N_("This meeting was started, held or skipped already."), {})})
    if running_now(one.series) is not None:
        raise Invalid({"status": Reason(N_("Another meeting is still running; end that one first."), {})})
    if actor.role is Role.VIEWER:
        raise Denied(Reason(N_("You may look at everything and change nothing; ask your lead for more."), {}))
    late = now() >= one.start + LATE
    if actor.role is Role.LEAD or actor.name == one.leader or one.instead_of or late:
        return
    reason = N_("{name} starts this meeting. You may when {name} is away, or 5 minutes after its time.")
    raise Denied(Reason(reason, {"name": one.leader}))


def minutes_today(one: Occasion) -> int:
    """How many minutes are offered: those planned; fewer when it begins late, so that it ends on time."""
    late = int((now() - one.start) / timedelta(minutes=1))
    return max(one.minutes - late, min(SHORTEST, one.minutes)) if 0 < late < one.minutes else one.minutes


def start(actor: Member, one: Occasion, minutes: int, seats: Mapping[int, Presence]) -> Meeting:
    """Begin a meeting in its first section: who is here, and how many minutes there are today.

    One that is planned for another day is held today instead. Raises Denied, Invalid, Conflict.
    """
    may_start(actor, one)
    if minutes not in range(1, LONGEST_MEETING + 1):
        raise Invalid({"minutes": Reason(N_("A meeting takes 1 to {most} minutes."), {"most": LONGEST_MEETING})})
    if not any(presence in HERE for presence in seats.values()):
        raise Invalid({"seats": Reason(N_("Somebody must be here."), {})})
    planned = plan(one)
    if not planned:
        raise Invalid({"status": Reason(N_("This meeting has no section; n adds one."), {})})
    at = now()
    given = shared([share for _section, share in planned], minutes)
    with change(actor, N_("started"), subject(one)) as it:
        if running_now(one.series) is not None:  # somebody was faster, and the transaction is the judge
            raise Invalid({"status": Reason(N_("This meeting was started, held or skipped already."), {})})
        values = {"status": MeetingStatus.RUNNING, "started_at": at, "facilitator": actor, **_today(one, at)}
        meeting = written(it, one, **values)
        write_derived(
            meeting,
            minutes=minutes,
            shares=_shares({section.id: share for (section, _share), share in zip(planned, given, strict=True)}),
            section=planned[0][0].id,
            pointed=None,
            session=changes.SESSION,
            beat_at=at,
            active_at=at,
        )
        for member, presence in seats.items():
            it.add(Attendance, meeting=meeting, member=member, presence=presence)
        it.add(SectionVisit, meeting=meeting, section=planned[0][0].id, entered_at=at)
    return meeting


def _today(one: Occasion, at: datetime) -> dict[str, Any]:
    """The day, time and start of a meeting that isn't held on its own day."""
    wall = local(at, one.timezone)
    if wall.date() == one.day:
        return {}
    return {"day": wall.date(), "at": wall.time().replace(second=0, microsecond=0), "planned_start": at}


def _shares(shares: Mapping[int, int]) -> str:
    return json.dumps({str(number): share for number, share in shares.items()})


# While it runs


def sections_today(found: Live) -> list[Section]:
    """The sections of a meeting that was started, in their order."""
    kept = list(Section.select().where(Section.series == found.series).order_by(Section.position, Section.id))
    return [section for section in kept if section.id in found.shares]


def head(found: Live, there: list[Section], at: datetime) -> list[Standing]:
    """How every section stands at a moment."""
    solve = next((section.id for section in there if section.kind is SectionKind.SOLVE), None)
    return standings([section.id for section in there], found.shares, found.spans, found.section, solve, at)


def enter(actor: Member, meeting: int, section: int) -> Live:
    """Go to a section, on or back; the span of the one before ends here. Raises Denied, Invalid, NotFound."""
    found = live(meeting)
    may_lead(found, actor)
    if section not in found.shares:
        raise Invalid({"section": Reason(N_("This meeting has no such section."), {})})
    if section != found.section:
        at = _moment(found)
        values: dict[str, Any] = {"section": section, "pointed": None}
        if found.suspended:  # the pause goes on
            _write(meeting, at, **values)
        else:
            _begin_span(actor, found, section, at, **values)
    return live(meeting)


def suspend(actor: Member, meeting: int) -> Live:
    """Pause the meeting: its section's clock stands. Raises Denied, NotFound."""
    found = live(meeting)
    may_lead(found, actor)
    if not found.suspended:
        _begin_span(actor, found, None, _moment(found), status=MeetingStatus.SUSPENDED)
    return live(meeting)


def go_on(actor: Member, meeting: int) -> Live:
    """Continue a suspended meeting in its section. Raises Denied, NotFound."""
    found = live(meeting)
    may_lead(found, actor)
    if found.suspended:
        _begin_span(actor, found, found.section, _moment(found), status=MeetingStatus.RUNNING)
    return live(meeting)


def point(actor: Member, meeting: int, ref: Ref | None) -> None:
    """Say which record the room is at; nothing happens unless ``actor`` leads the meeting here."""
    at = now()
    with draft():
        Meeting.update(pointed=ref, beat_at=at, active_at=at).where(
            Meeting.id == meeting, Meeting.session == changes.SESSION, Meeting.facilitator == actor.id
        ).execute()


def more_time(actor: Member, meeting: int) -> Live:
    """One more minute for the section that runs: Solve gives it, when that comes later and has one left.

    Else the meeting takes a minute longer. Raises Denied, NotFound, Invalid (it is long enough).
    """
    found = live(meeting)
    may_lead(found, actor)
    there = sections_today(found)
    at = _moment(found)
    shares, minutes = dict(found.shares), found.minutes
    if found.section is None:
        return found
    giver = _giver(head(found, there, at), there)
    shares[found.section] = shares.get(found.section, 0) + 1
    if giver is not None:
        shares[giver] -= 1
    else:
        minutes += 1
    if minutes > LONGEST_MEETING:
        raise Invalid({"minutes": Reason(N_("A meeting takes 1 to {most} minutes."), {"most": LONGEST_MEETING})})
    _write(meeting, at, shares=_shares(shares), minutes=minutes)
    return live(meeting)


def _giver(stages: list[Standing], there: list[Section]) -> int | None:
    """Solve, while it lies ahead and has a minute to give."""
    kinds = {section.id: section.kind for section in there}
    for one in stages:
        if kinds[one.section] is SectionKind.SOLVE and one.stage is Stage.AHEAD and one.planned >= 60 <= one.allotted:
            return one.section
    return None


def _moment(found: Live) -> datetime:
    """Now, but never before the open span began: a clock that was set back makes no negative time."""
    return max(now(), found.spans[-1].entered_at) if found.spans else now()


def _write(meeting: int, at: datetime, **values: Any) -> None:
    with draft():
        Meeting.update(beat_at=at, active_at=at, **values).where(Meeting.id == meeting).execute()


def _begin_span(actor: Member, found: Live, into: int | None, at: datetime, **values: Any) -> None:
    """End the open span and begin another one, with what else is written about the meeting, as one draft."""
    with draft():
        SectionVisit.update(left_at=at, updated_at=at, updated_by=actor.id).where(
            SectionVisit.meeting == found.meeting, SectionVisit.kept(), SectionVisit.left_at.is_null()
        ).execute()
        SectionVisit.insert(
            meeting=found.meeting,
            section=into,
            entered_at=at,
            created_at=at,
            created_by=actor.id,
            updated_at=at,
            updated_by=actor.id,
        ).execute()
        Meeting.update(beat_at=at, active_at=at, **values).where(Meeting.id == found.meeting).execute()


# Who is here


def attend(actor: Member, meeting: int, seats: Mapping[int, Presence]) -> Meeting:
    """Correct who is here, late, absent or excused, also for somebody who came later. Raises Denied, Conflict."""
    may_lead(live(meeting), actor)
    record = Meeting.load(meeting)
    there = _seats(meeting)
    with change(actor, N_("noted who was at"), record) as it:
        for member, presence in seats.items():
            if member in there:
                it.update(there[member], presence=presence)
            else:
                it.add(Attendance, meeting=meeting, member=member, presence=presence)
    return record


def rate(actor: Member, meeting: int, ratings: Mapping[int, tuple[int | None, str]]) -> Meeting:
    """Write down how people rate the meeting (1-10, or None) and why: one's own, or all by the one who leads.

    Raises Denied (somebody else's), Invalid (no number from 1 to 10, somebody who wasn't there), Conflict.
    """
    if set(ratings) != {actor.id}:
        may_lead(live(meeting), actor)
    there = _seats(meeting)
    valid_ratings(ratings, there)
    record = Meeting.load(meeting)
    with change(actor, N_("rated"), record) as it:
        for member, (rating, why) in ratings.items():
            it.update(there[member], rating=rating, why=why.strip())
    return record


def valid_ratings(ratings: Mapping[int, tuple[int | None, str]], there: Mapping[int, Attendance]) -> None:
    """Raise Invalid unless these are ratings of people who were there."""
    if any(rating not in range(1, 11) for rating, _why in ratings.values() if rating is not None):
        raise Invalid({"rating": Reason(N_("A rating is a number from 1 to 10."), {})})
    if any(member not in there or there[member].presence not in HERE for member in ratings):
        raise Invalid({"rating": Reason(N_("Only those who were there rate a meeting."), {})})


def _seats(meeting: int) -> dict[int, Attendance]:
    found = Attendance.select().where(Attendance.meeting == meeting, Attendance.kept())
    return {seat.member_id: seat for seat in found}


def expected(one: Occasion) -> dict[int, Presence]:
    """Everybody who could be at a meeting: excused who is away on its day, else present."""
    day = team.today()
    away = team.away_on(day)
    people = [member for member in team.members() if member.joined_on <= max(day, one.day)]
    return {m.id: Presence.EXCUSED if m.id in away else Presence.PRESENT for m in people if m.role is not Role.VIEWER}
