"""The visit cadence: who is due for a contact and by when, and how Huddle plans it.

Every customer that somebody looks after has a next step: where nothing is planned, a visit is, counted from the last
real contact. That is a done follow-up that was answered, or the first response to a complaint; without any, the
customer's creation. Imports and edits are no contact. Removing a planned visit skips it: the next is counted from
that day. Nothing is planned for lost customers, for those of nobody (they wait in "no next step" by class), and for
those of somebody who has left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from store import team
from store.calendar import WorkCalendar, local
from store.care.kinds import Told, told_nobody
from store.care.placing import Away, Diary, Place
from store.changes import change
from store.customers import Customer, CustomerKind, Need, ValueClass, visit_interval
from store.database import rows
from store.errors import N_
from store.followups import PLANNED, FollowUp, Kind, Origin, Status
from store.team import SYSTEM, Member

MOST_IN_ONE_CHANGE = 500  # visits; a first run over a large team writes several, so that nobody waits for the file
PLANNING = N_("Planning visits")
GENERATED = "f.origin IN ('cadence', 'care')"
HAND_OVER_AHEAD = 60  # days for which planned visits are looked at again when somebody is away


class Waiting(NamedTuple):
    """A customer without a next step: whose, how long the interval is, and from which day it counts."""

    customer: int
    owner: int
    interval: int
    since: date
    kind: Kind

    @property
    def ideal(self) -> date:
        """The day of the next visit, worked or not."""
        return self.since + timedelta(days=self.interval)


def way(value_class: ValueClass | None, do_not_call: bool) -> Kind:
    """How Huddle plans to get in touch: a message to whom asked not to be called, a visit to class A, else a call."""
    if do_not_call:
        return Kind.MESSAGE
    return Kind.VISIT if value_class is ValueClass.A else Kind.CALL


# Questions

_LATEST = (
    "SELECT max(day) FROM ("
    "SELECT (SELECT f.done_at FROM follow_up f WHERE f.customer_id = c.id AND f.status = 'done'"
    " AND f.deleted_at IS NULL AND f.outcome != 'no_answer' ORDER BY f.done_at DESC LIMIT 1) AS day"
    " UNION ALL SELECT max(p.first_response_at) FROM complaint p WHERE p.customer_id = c.id AND p.deleted_at IS NULL"
    " UNION ALL SELECT max(f.deleted_at) FROM follow_up f WHERE f.customer_id = c.id AND f.origin = 'cadence'"
    f" AND f.deleted_at IS NOT NULL AND f.status = 'planned' AND f.updated_by != {SYSTEM.id})"
)


def waiting() -> list[Waiting]:
    """The customers for whom a visit is to be planned, the longest overdue first."""
    found = rows(
        "SELECT c.id, c.owner_id, c.kind, c.need, c.value_class, c.visit_interval_days, c.do_not_call,"
        f" coalesce(({_LATEST}), c.created_at) FROM customer c JOIN member m ON m.id = c.owner_id"
        " WHERE c.deleted_at IS NULL AND c.kind != 'lost' AND m.deleted_at IS NULL"
        " AND (m.left_on IS NULL OR m.left_on >= ?)"
        f" AND NOT EXISTS (SELECT 1 FROM follow_up f WHERE f.customer_id = c.id AND {PLANNED})",
        (team.today().isoformat(),),
    )
    zone = team.team().timezone
    return sorted((_waiting(values, zone) for values in found), key=lambda it: (it.ideal, it.customer))


def _waiting(values: tuple[Any, ...], zone: str) -> Waiting:
    number, owner, kind, need, value, interval, silent, since = values
    seen = Customer(
        kind=CustomerKind(kind),
        need=Need(need),
        value_class=ValueClass(value) if value else None,
        visit_interval_days=interval,
    )
    day = local(datetime.fromisoformat(since), zone).date()
    found = way(seen.value_class, bool(silent))
    return Waiting(number, owner, visit_interval(seen), day, found)


def diary(calendar: WorkCalendar, day: date) -> Diary:
    """Everybody's days from this day on, with the generated items that are planned on them."""
    taken = Counter(
        {
            (owner, date.fromisoformat(due)): count
            for owner, due, count in rows(
                f"SELECT f.owner_id, f.due_on, count(*) FROM follow_up f WHERE {PLANNED} AND {GENERATED}"
                " AND f.owner_id IS NOT NULL AND f.due_on >= ? GROUP BY f.owner_id, f.due_on",
                (day.isoformat(),),
            )
        }
    )
    working = [member.id for member in team.members() if member.role != "viewer"]
    return Diary(calendar, day, taken, absences(day), working)


def absences(day: date) -> dict[int, list[Away]]:
    """Who is away on this day or later, by member."""
    found: dict[int, list[Away]] = {}
    for member, first, last, stand_in in rows(
        "SELECT member_id, first_day, last_day, stand_in_id FROM absence WHERE deleted_at IS NULL AND last_day >= ?"
        " ORDER BY first_day, id",
        (day.isoformat(),),
    ):
        found.setdefault(member, []).append(Away(date.fromisoformat(first), date.fromisoformat(last), stand_in))
    return found


# Verbs


def plan_visits(actor: Member = SYSTEM, told: Told = told_nobody) -> int:
    """Plan a visit for every customer that has no next step, and move what falls on an absence; how many were planned.

    Running it again plans nothing more. One change each for at most 500 visits. Raises Denied, Unavailable.
    """
    left: Sequence[Waiting] = waiting()
    planned, everyone = 0, len(left)
    while True:
        told(PLANNING, everyone - len(left), everyone)
        with change(actor, N_("planned ahead"), FollowUp) as it:
            calendar, day = team.work_calendar(), team.today()
            book = diary(calendar, day)
            _avoid_absences(it, book, day)
            placed, left = _placed(book, left)
            there = _have_planned([wait.customer for wait, _ in placed])
            values = [_values(wait, place, calendar) for wait, place in placed if wait.customer not in there]
            it.add_many(FollowUp, _NAMES, values)
        planned += len(values)
        if not left:
            return planned


def _placed(book: Diary, waits: Sequence[Waiting]) -> tuple[list[tuple[Waiting, Place]], Sequence[Waiting]]:
    """The first 500 of them with their places, and those that are left; whoever's year is full has no more."""
    placed: list[tuple[Waiting, Place]] = []
    full: set[int] = set()
    for at, wait in enumerate(waits):
        if len(placed) == MOST_IN_ONE_CHANGE:
            return placed, waits[at:]
        place = None if wait.owner in full else book.place(wait.owner, wait.ideal, wait.interval)
        if place is None:
            full.add(wait.owner)
        else:
            placed.append((wait, place))
    return placed, ()


def _have_planned(customers: Sequence[int]) -> set[int]:
    """Which of these got a next step since they were looked at, from somebody else or another program."""
    marks = ",".join("?" * len(customers))
    sql = f"SELECT DISTINCT f.customer_id FROM follow_up f WHERE f.customer_id IN ({marks}) AND {PLANNED}"
    return {number for (number,) in rows(sql, customers)}


_NAMES = ("customer", "owner", "kind", "due_on", "original_due_on", "wanted_on", "origin", "subject")


def _values(wait: Waiting, place: Place, calendar: WorkCalendar) -> Sequence[object]:
    day = place.day.isoformat()
    wanted = calendar.on_or_after(wait.ideal).isoformat() if place.late else None
    return (wait.customer, place.owner, wait.kind.value, day, day, wanted, Origin.CADENCE.value, "")


def _avoid_absences(it: Any, book: Diary, day: date) -> None:
    """Move or hand over what Huddle has planned, and nobody has touched, on days on which its owner is away."""
    for followup in _on_absences(book, day):
        assert followup.owner_id is not None
        before = (followup.owner_id, followup.due_on)
        place = _elsewhere(book, followup)
        if place is None:
            continue
        book.taken[before] -= 1
        it.update(
            followup,
            owner=place.owner,
            due_on=place.day,
            original_due_on=place.day,
            wanted_on=followup.wanted_on or (followup.due_on if place.late else None),
        )


def _elsewhere(book: Diary, followup: FollowUp) -> Place | None:
    """Another place for it: care stays on its day where a stand-in can take it."""
    assert followup.owner_id is not None
    if followup.origin is Origin.CARE:
        return book.place(followup.owner_id, followup.due_on, 0)
    customer = Customer.get_by_id(followup.customer_id)
    return book.place(followup.owner_id, followup.due_on, visit_interval(customer))


def _on_absences(book: Diary, day: date) -> list[FollowUp]:
    found: list[FollowUp] = []
    for member, absences_of in book.away.items():
        for away in absences_of:
            first, last = max(away.first, day), min(away.last, day + timedelta(days=HAND_OVER_AHEAD))
            planned = FollowUp.select().where(
                FollowUp.owner == member,
                FollowUp.status == Status.PLANNED,
                FollowUp.kept(),
                FollowUp.origin.in_([Origin.CADENCE, Origin.CARE]),
                FollowUp.updated_by == SYSTEM.id,
                FollowUp.due_on.between(first, last),
            )
            found.extend(planned.order_by(FollowUp.due_on, FollowUp.id))
    return found
