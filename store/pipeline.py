"""The pipeline: what is wrong with open deals, looked at across deals, their follow-ups and the goals.

A deal is stalled when nobody was in touch for longer than its stage allows and nothing is planned soon. Apart from
that: no next step at all, an expected close that is over, a close that was moved later twice or more. A contact is
a follow-up about the deal, or with its customer about no deal in particular, that was answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from store import deals, team
from store.calendar import local
from store.database import rows
from store.deals import IS_OPEN
from store.errors import N_, Reason
from store.longlist import numbers
from store.records import Line, Part, Ref
from store.team import Member

if TYPE_CHECKING:
    from store.deals import Coverage, DealRow, Forecast

SLIPPED_OFTEN = 2  # times that a close was moved later
FIRST_BATCH, BATCH = 100, 2_000  # deals read at once, well below what one statement of SQLite takes


class Flag(StrEnum):
    """What can be wrong with an open deal, the worst first."""

    PAST_DATE = "past_date"
    STALLED = "stalled"
    NO_NEXT_STEP = "no_next_step"
    SLIPPED = "slipped"


@dataclass(frozen=True)
class Flagged:
    """A flag in a few words, and the reason for it in a sentence; ``days`` or times are ``count``."""

    flag: Flag
    count: int
    words: Reason
    why: Reason


class Touch(NamedTuple):
    """When there was and will be contact about a deal: the last real one, the next planned one (perhaps overdue),
    and the next one from today on."""

    last_on: date | None = None
    next_due_on: date | None = None
    ahead_on: date | None = None


class Card(NamedTuple):
    """An open or closed deal with its contacts and everything that is wrong with it."""

    row: DealRow
    touch: Touch
    flags: tuple[Flagged, ...]


NEVER = Touch()
_DONE = "f.status = 'done' AND f.outcome != 'no_answer' AND f.deleted_at IS NULL"
_PLANNED = "f.status = 'planned' AND f.deleted_at IS NULL"
_OF_DEAL = "FROM follow_up f WHERE f.deal_id = d.id AND"
_OF_CUSTOMER = "FROM follow_up f WHERE f.customer_id = d.customer_id AND f.deal_id IS NULL AND"
_TOUCHES = "SELECT d.id, " + ", ".join(
    f"(SELECT {what} {whose} {state} ORDER BY {order} LIMIT 1)"
    for what, state, order in (
        ("f.done_at", _DONE, "f.done_at DESC"),
        ("f.due_on", _PLANNED, "f.due_on"),
        ("f.due_on", f"{_PLANNED} AND f.due_on >= ?1", "f.due_on"),
    )
    for whose in (_OF_DEAL, _OF_CUSTOMER)
)


# Questions


def touches(numbers: Sequence[int], day: date) -> dict[int, Touch]:
    """The contacts of these deals as seen on ``day``, by id."""
    if not numbers:
        return {}
    return _touches(f"d.id IN ({','.join(map(str, map(int, numbers)))})", [], day)


def _touches(where: str, values: Sequence[object], day: date) -> dict[int, Touch]:
    found = rows(f"{_TOUCHES} FROM deal d WHERE {where}", [day.isoformat(), *values])
    zone = team.team().timezone if found else "UTC"
    return {number: _touch(times, zone) for number, *times in found}


def _touch(times: Sequence[str | None], zone: str) -> Touch:
    done = [local(datetime.fromisoformat(text), zone).date() for text in times[:2] if text]
    due = [date.fromisoformat(text) for text in times[2:4] if text]
    ahead = [date.fromisoformat(text) for text in times[4:] if text]
    return Touch(max(done, default=None), min(due, default=None), min(ahead, default=None))


def flags(row: DealRow, touch: Touch, day: date) -> list[Flagged]:
    """What is wrong with a deal on this day, the worst first; nothing with a closed one."""
    if not row.open:
        return []
    found = (_past_date(row, day), _stalled(row, touch, day), _no_next_step(touch), _slipped(row))
    return [flag for flag in found if flag is not None]


def _past_date(row: DealRow, day: date) -> Flagged | None:
    expected = row.expected_close_on
    if expected is None or expected >= day:
        return None
    late = (day - expected).days
    why = Reason(N_("It was expected to close on {day}: win it, lose it, or set another day."), {"day": expected})
    return Flagged(Flag.PAST_DATE, late, Reason(N_("{days} d past date"), {"days": late}), why)


def idle(entered: date, limit: int | None, touch: Touch, day: date) -> int | None:
    """Days without a contact of an open deal that is stalled; None for one that isn't.

    Days since max(stage entered, last real contact) > the stage's limit, and nothing planned between today and
    today + limit.
    """
    days = (day - max(entered, touch.last_on or entered)).days
    if limit is None or days <= limit:
        return None
    if touch.ahead_on is not None and touch.ahead_on <= day + timedelta(days=limit):
        return None
    return days


def _stalled(row: DealRow, touch: Touch, day: date) -> Flagged | None:
    limit, days = row.stalled_after, idle(row.stage_entered_on, row.stalled_after, touch, day)
    if days is None:
        return None
    why = Reason(
        N_("No contact for {days} days and none planned within {limit}, which is as long as this stage allows."),
        {"days": days, "limit": limit},
    )
    return Flagged(Flag.STALLED, days, Reason(N_("stalled {days} d"), {"days": days}), why)


def _no_next_step(touch: Touch) -> Flagged | None:
    if touch.next_due_on is not None:
        return None
    why = Reason(N_("No follow-up is planned."), {})
    return Flagged(Flag.NO_NEXT_STEP, 0, Reason(N_("no next step"), {}), why)


def _slipped(row: DealRow) -> Flagged | None:
    if row.slip_count < SLIPPED_OFTEN:
        return None
    why = Reason(N_("Its expected close was moved later {count} times."), {"count": row.slip_count})
    return Flagged(Flag.SLIPPED, row.slip_count, Reason(N_("slipped {count}×"), {"count": row.slip_count}), why)


def cards(numbers: Sequence[int], day: date) -> dict[int, Card]:
    """These deals with their contacts and flags, by id."""
    found = deals.listed(numbers)
    return _cards(found.values(), touches(list(found), day), day)


def _cards(found: Iterable[DealRow], touched: dict[int, Touch], day: date) -> dict[int, Card]:
    made = {}
    for row in found:
        touch = touched.get(row.id, NEVER)
        made[row.id] = Card(row, touch, tuple(flags(row, touch, day)))
    return made


def flagged(owner: int | None, day: date, most: int | None = None) -> list[Card]:
    """The open deals of a member, or of everyone, with something wrong, most money first; at most so many.

    They are looked at in that order, a batch at a time, until there are enough.
    """
    mine, whose = ("", []) if owner is None else (" AND d.owner_id = ?", [owner])
    sql = f"SELECT d.id FROM deal d INDEXED BY deal_waiting WHERE {IS_OPEN}{mine} ORDER BY d.amount DESC, d.id"
    wrong: list[Card] = []
    at, step, waiting = 0, FIRST_BATCH, numbers(sql, whose)
    while at < len(waiting) and (most is None or len(wrong) < most):
        found = cards(waiting[at : at + step], day)
        wrong += [found[number] for number in waiting[at : at + step] if number in found and found[number].flags]
        at, step = at + step, BATCH
    return wrong[:most]


def target(first: date, last: date, owner: int | None) -> int | None:
    """The active revenue target of exactly these days, of a member or (None) the team, in minor units."""
    found = rows(
        "SELECT sum(target) FROM goal WHERE metric = 'revenue' AND status = 'active' AND first_day = ? AND last_day = ?"
        " AND owner_id IS ? AND group_id IS NULL AND deleted_at IS NULL",
        (first.isoformat(), last.isoformat(), owner),
    )
    return None if found[0][0] is None else int(found[0][0])


def coverage(found: Forecast, owner: int | None) -> Coverage | None:
    """How far the open pipeline of a forecast's period covers its revenue target; None without a target."""
    wanted = target(found.first, found.last, owner)
    return None if wanted is None else deals.coverage(wanted, found, owner)


# For Today and the meeting


def due_for(member: Member, day: date) -> list[Line]:
    """A member's lines on Today: open deals whose expected close is over, most money first."""
    sql = f"SELECT d.id FROM deal d WHERE {IS_OPEN} AND d.owner_id = ? AND d.expected_close_on < ?"
    found = cards([number for (number,) in rows(sql, (member.id, day.isoformat()))], day).values()
    return [_line(card) for card in sorted(found, key=lambda card: (-card.row.amount, card.row.id))]


def for_meeting(since: date, limit: int) -> list[Line]:
    """The rows of the meeting: open deals with something wrong, most money first."""
    return [_line(card) for card in flagged(None, team.today(), limit)]


def _line(card: Card) -> Line:
    row, first = card.row, card.flags[0]
    late = first.flag is Flag.PAST_DATE
    return Line(
        ref=Ref("deal", row.id),
        what=N_("Deal"),
        who=row.customer,
        text=row.name,
        day=row.expected_close_on,
        owner=row.owner,
        value_class=row.value_class,
        amount=row.amount,
        state=Reason(N_("✕ {days} d past date"), {"days": first.count}) if late else first.words,
        tone="bad" if late else "warning",
        part=Part.DO,
        customer=row.customer_id,
    )
