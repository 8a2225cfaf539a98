"""Weekly updates: what everybody did, what stands in the way, what support they need, how confident they are.

An update belongs to a member and a week, the one in which the meeting is held. At a meeting counts everybody's
latest one since the meeting before, so that what was written for a skipped meeting isn't lost. A colleague
who leads the meeting may enter it for somebody. Each line of the support needed becomes a topic with one key.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from peewee import ForeignKeyField, IntegerField, TextField

from store import team
from store.access import Role
from store.changes import change
from store.database import rows
from store.errors import N_, Conflict, Invalid, Reason
from store.meetings.due import expected_at, first_week, week_of
from store.meetings.occasions import Occasion
from store.records import Day, Line, Record, Ref
from store.team import Member
from store.topics import LONGEST_TITLE

LONGEST = 4000  # characters of one answer


class WeeklyUpdate(Record):
    """What a member writes for one week; ``week`` is its Monday. ``confidence`` is 0-10, None when not given."""

    member_id: int
    member = ForeignKeyField(Member, lazy_load=False)
    week = Day()
    progress = TextField(default="")
    problems = TextField(default="")
    support = TextField(default="")
    confidence = IntegerField(null=True)
    OWNER = "member"
    SEARCHED = ("progress", "problems", "support")

    @property
    def title_of_record(self) -> str:
        return first_line(self.progress or self.problems or self.support)


# Questions


class UpdateRow(NamedTuple):
    """One member's update; ``id`` is None while there is none. ``entered_by`` wrote it for them, or is ""."""

    id: int | None
    member: int
    name: str
    week: date
    progress: str = ""
    problems: str = ""
    support: str = ""
    confidence: int | None = None
    entered_by: str = ""

    @property
    def written(self) -> bool:
        """Whether there is one."""
        return self.id is not None

    @property
    def wanted(self) -> list[str]:
        """The lines of support needed."""
        return support_lines(self.support)


def first_line(text: str) -> str:
    """The first line that says something."""
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def support_lines(text: str) -> list[str]:
    """What is asked for, one thing a line, without the marks of a list before it."""
    found = (line.strip().lstrip("-*•·").strip() for line in text.splitlines())
    return list(dict.fromkeys(line for line in found if line))


ROW = (
    "SELECT u.id, u.member_id, m.name, u.week, u.progress, u.problems, u.support, u.confidence,"
    " iif(u.updated_by = u.member_id, '', coalesce(b.name, '')) FROM weekly_update u"
    " JOIN member m ON m.id = u.member_id LEFT JOIN member b ON b.id = u.updated_by WHERE u.deleted_at IS NULL"
)


def _read(where: str, values: Sequence[object]) -> list[UpdateRow]:
    found = rows(f"{ROW} AND {where}", values)
    return [UpdateRow(i, m, name, date.fromisoformat(week), *rest) for i, m, name, week, *rest in found]


def update_of(member: int, one: Occasion, since: date) -> UpdateRow | None:
    """What counts at this meeting as this member's update; None while there is none."""
    return next((row for row in updates(one, since) if row.member == member and row.written), None)


def update_row(number: int) -> UpdateRow | None:
    """One update by its id; None when it was removed."""
    return next(iter(_read("u.id = ?", (number,))), None)


def updates(one: Occasion, since: date) -> list[UpdateRow]:
    """Everybody's update for a meeting, when the one before was on ``since``; those who wrote first, then by name.

    Nobody is missing who only looks, joins later, has left by then or is away on that day; who is away and has
    written all the same is there.
    """
    this = week_of(one.day)
    first = first_week(since, one.day)
    stored = _read("u.week BETWEEN ? AND ? ORDER BY u.week", (first.isoformat(), this.isoformat()))
    latest = {row.member: row for row in stored}
    away = team.away_on(one.day)
    awaited = {
        m.id: UpdateRow(None, m.id, m.name, this)
        for m in team.members()
        if expected_at(m, one.day) and m.id not in away
    }
    return sorted({**awaited, **latest}.values(), key=lambda row: (not row.written, row.name, row.member))


def update_lines(found: Sequence[UpdateRow]) -> list[Line]:
    """Updates as rows of the agenda; one that is missing is a row about the member."""
    return [_line(row) if row.written else _missing(row) for row in found]


def _line(row: UpdateRow) -> Line:
    assert row.id is not None
    asked = bool(row.wanted)
    state = Reason(N_("needs support"), {}) if asked else None
    if state is None and row.confidence is not None:
        state = Reason(N_("confident {n}/10"), {"n": row.confidence})
    return Line(
        ref=Ref("weekly_update", row.id),
        what=N_("Update"),
        who=row.name,
        text=first_line(row.progress or row.problems or row.support),
        owner=row.name,
        state=state,
        tone="warning" if asked else "muted",
    )


def _missing(row: UpdateRow) -> Line:
    return Line(
        ref=Ref("member", row.member),
        what=N_("Update"),
        who=row.name,
        text=Reason(N_("no weekly update yet"), {}),
        owner=row.name,
        state=Reason(N_("▲ missing"), {}),
        tone="warning",
    )


def not_raised(row: UpdateRow) -> list[str]:
    """The lines of support needed that are no topics yet."""
    found = rows("SELECT title FROM topic WHERE origin = ? AND deleted_at IS NULL", (f"weekly_update:{row.id}",))
    there = {title for (title,) in found}
    return [line for line in row.wanted if line not in there]


# Verbs


def may_enter_for(actor: Member, one: Occasion, member: int) -> bool:
    """Whether ``actor`` may write for ``member`` at this meeting: for oneself, as a lead, or as who leads it; while it
    runs that is whoever holds it."""
    if actor.id == member or actor.role is Role.LEAD:
        return True
    return actor.role is Role.REP and actor.id == (_holder(one) or one.leader_id)


def _holder(one: Occasion) -> int | None:
    found = rows(
        "SELECT facilitator_id FROM meeting WHERE id = ? AND status IN ('running', 'suspended')", (one.meeting,)
    )
    return found[0][0] if found else None


def write_update(
    actor: Member,
    one: Occasion,
    member: Member,
    *,
    progress: str = "",
    problems: str = "",
    support: str = "",
    confidence: int | None = None,
    record: WeeklyUpdate | None = None,
) -> WeeklyUpdate:
    """Write the update of a member for the week of a meeting, or change ``record``, the one that is there.

    Raises Denied, Invalid (nothing is said, too long, a confidence that isn't 0 to 10), Conflict.
    """
    values = {"progress": progress.strip(), "problems": problems.strip(), "support": support.strip()}
    _valid(values, confidence)
    verb = N_("written") if actor.id == member.id or not may_enter_for(actor, one, member.id) else N_("entered")
    week = week_of(one.day)
    if record is not None and record.week == week:
        with change(actor, verb, record) as it:
            it.update(record, **values, confidence=confidence)
        return record
    with change(actor, verb, WeeklyUpdate, owner=member.id) as it:
        there = WeeklyUpdate.get_or_none(WeeklyUpdate.member == member, WeeklyUpdate.week == week, WeeklyUpdate.kept())
        if there is not None:
            raise Conflict(Reason(N_("It was written meanwhile. Look at it again."), {}), record=there)
        return it.add(WeeklyUpdate, member=member, week=week, **values, confidence=confidence)


def _valid(values: dict[str, str], confidence: Any) -> None:
    wrong: dict[str, Reason] = {}
    if not any(values.values()):
        wrong["progress"] = Reason(N_("Write at least one of the three."), {})
    for name, text in values.items():
        if len(text) > LONGEST:
            said = {"length": len(text), "most": LONGEST}
            wrong[name] = Reason(N_("{length} characters; an answer holds at most {most}."), said)
    if any(len(line) > LONGEST_TITLE for line in support_lines(values["support"])):
        said = {"most": LONGEST_TITLE}
        wrong["support"] = Reason(N_("A line becomes a topic; it holds at most {most} characters."), said)
    if confidence is not None and (not isinstance(confidence, int) or confidence not in range(11)):
        wrong["confidence"] = Reason(N_("Confidence is a whole number from 0 to 10."), {})
    if wrong:
        raise Invalid(wrong)
