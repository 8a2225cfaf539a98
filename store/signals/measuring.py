"""What the rules are asked about: the figures of a day, read from every domain by an index.

``ask(rule, day)`` answers one rule. It opens no transaction, so that a large team may be asked beside the screen; what
could be long is read in batches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from store import deals, goals, pipeline, team
from store.calendar import local
from store.complaints import Scale
from store.complaints.questions import IS_OPEN as COMPLAINT_IS_OPEN
from store.complaints.scales import LATEST
from store.customers import Customer, CustomerKind, Need, ValueClass, visit_interval
from store.database import rows
from store.deals import IS_OPEN
from store.goals import State
from store.records import Ref
from store.signals import rules
from store.signals.kinds import Rule
from store.signals.rules import Judged, Lack

MONTHS_OF_REVENUE = 12
AHEAD = timedelta(days=7)  # in which something must be planned with a silent customer
LOOK_BACK = timedelta(days=365)  # for answers
BATCH = 2_000  # rows that are read at once


class Found(NamedTuple):
    """One subject with what its rule says about it; ``owner`` is who looks after it."""

    subject: Ref
    owner: int | None
    judged: Judged


class Reading(NamedTuple):
    """What a rule says on a day: its worst figure, out of how many, and every subject that is beyond the bound, the
    worst first."""

    rule: Rule
    judged: Judged
    population: int
    subject: Ref | None = None
    bad: tuple[Found, ...] = ()


def ask(rule: Rule, day: date) -> Reading:
    """What this rule says about the team on this day."""
    return ASK[rule](day)


def _reading(
    rule: Rule,
    found: Iterable[Found],
    population: int,
    nothing: Judged,
    worst: Callable[[Found], float] = lambda one: one.judged.value or 0,
) -> Reading:
    """Of many subjects: those that are beyond the bound, by grade and then by ``worst``, the largest first."""
    listed = sorted(found, key=lambda one: (-(one.judged.grade or 0), -worst(one), one.subject.id))
    if not listed:
        return Reading(rule, nothing, population)
    bad = tuple(one for one in listed if one.judged.grade is not None)
    return Reading(rule, listed[0].judged, population, listed[0].subject, bad)


def _single(rule: Rule, judged: Judged, population: int, subject: Ref | None, owner: int | None = None) -> Reading:
    """Of one figure of the team."""
    bad = (Found(subject, owner, judged),) if subject is not None and judged.grade is not None else ()
    return Reading(rule, judged, population, subject, bad)


REVENUE = (
    "WITH r AS (SELECT b.customer_id AS customer, sum(b.amount) AS amount FROM booking b WHERE b.kind = 'booking'"
    " AND b.day BETWEEN ? AND ? AND b.deleted_at IS NULL GROUP BY b.customer_id HAVING sum(b.amount) > 0)"
    " SELECT count(*), coalesce(sum(r.amount), 0), max(r.amount), c.id, c.owner_id"
    " FROM r JOIN customer c ON c.id = r.customer AND c.deleted_at IS NULL"
)


def _concentration(day: date) -> Reading:
    from store.care import window  # only here: the badges of a program that has just started need no care

    first, last = window(day, MONTHS_OF_REVENUE)
    buyers, total, largest, customer, owner = rows(REVENUE, (first.isoformat(), last.isoformat()))[0]
    subject = Ref("customer", customer) if customer is not None else None
    judged = rules.concentration(largest or 0, total, buyers)
    return _single(Rule.CONCENTRATION, judged, buyers, subject, owner)


TARGET = (
    "SELECT g.id, g.first_day, g.last_day, g.target FROM goal g WHERE g.status IN ('draft', 'proposed', 'active')"
    " AND g.deleted_at IS NULL AND g.owner_id IS NULL AND g.group_id IS NULL AND g.last_day >= ?1 AND g.first_day <= ?1"
    " AND g.metric = 'revenue' AND g.status = 'active'"
    " ORDER BY CASE g.period_kind WHEN 'quarter' THEN 1 WHEN 'month' THEN 2 ELSE 3 END, g.id LIMIT 1"
)


def _coverage(day: date) -> Reading:
    """Of the team's running revenue goal: the quarter's, else the month's, else the year's."""
    found = rows(TARGET, (day.isoformat(),))
    if not found:
        return Reading(Rule.COVERAGE, Judged(None, 0, lack=Lack.NO_TARGET), 0)
    number, *days, target = found[0]
    first, last = map(date.fromisoformat, days)
    expected = deals.forecast(first, last, day).expected.sum
    record = deals.last_year(day)
    won, closed = record.won, record.closed
    judged = rules.coverage(expected, target - deals.revenue(first, last), won, closed)
    return _single(Rule.COVERAGE, judged, closed, Ref("goal", number))


JUDGED_STATES = (State.ON_TRACK, State.AT_RISK, State.OFF_TRACK)


def _pace(day: date) -> Reading:
    numbers = rows(
        "SELECT g.id FROM goal g WHERE g.status IN ('draft', 'proposed', 'active') AND g.deleted_at IS NULL"
        " AND g.status = 'active' AND g.first_day <= ?1 AND g.last_day >= ?1",
        (day.isoformat(),),
    )
    listed = goals.listed([number for (number,) in numbers], day).values()
    known = [row for row in listed if row.state in JUDGED_STATES]
    found = [Found(Ref("goal", row.id), row.owner_id, rules.pace(row.standing.pace)) for row in known]
    return _reading(Rule.PACE, found, len(found), rules.pace(None), lambda one: -(one.judged.value or 0))


SILENT = (
    "SELECT c.id, c.owner_id, c.kind, c.need, c.visit_interval_days, coalesce((SELECT max(day) FROM ("
    "SELECT (SELECT f.done_at FROM follow_up f WHERE f.customer_id = c.id AND f.status = 'done'"
    " AND f.outcome != 'no_answer' AND f.deleted_at IS NULL ORDER BY f.done_at DESC LIMIT 1) AS day"
    " UNION ALL SELECT max(k.first_response_at) FROM complaint k WHERE k.customer_id = c.id AND k.deleted_at IS NULL"
    ")), c.created_at), EXISTS (SELECT 1 FROM follow_up p WHERE p.customer_id = c.id AND p.status = 'planned'"
    " AND p.deleted_at IS NULL AND p.due_on BETWEEN ?1 AND ?2)"
    " FROM customer c INDEXED BY customer_silent"
    " WHERE c.value_class = 'A' AND c.kind != 'lost' AND c.deleted_at IS NULL AND c.id > ?3"
    f" ORDER BY c.id LIMIT {BATCH}"
)


def _silent(day: date) -> Reading:
    zone, found, population, after = team.team().timezone, list[Found](), 0, 0
    until = (day + AHEAD).isoformat()
    while batch := rows(SILENT, (day.isoformat(), until, after)):
        population, after = population + len(batch), batch[-1][0]
        for number, owner, kind, need, own, last, planned in batch:
            if not planned:
                days = (day - local(datetime.fromisoformat(last), zone).date()).days
                judged = rules.silence(days, _interval(kind, need, own))
                found.append(Found(Ref("customer", number), owner, judged))
    lack = None if population else Lack.NO_A_CUSTOMER
    return _reading(Rule.SILENT, found, population, Judged(None, rules.silence(0, 1).threshold, lack=lack))


def _interval(kind: str, need: str, own: int | None) -> int:
    customer = Customer(kind=CustomerKind(kind), need=Need(need), visit_interval_days=own, value_class=ValueClass.A)
    return visit_interval(customer)


OPEN_DEALS = f"SELECT count(*) FROM deal d WHERE {IS_OPEN}"
IDLE = (
    "SELECT d.id, d.owner_id, d.amount, d.stage_entered_on, s.stalled_after FROM stage s JOIN deal d"
    " ON d.stage_id = s.id AND d.stage_entered_on < date(?, '-' || s.stalled_after || ' days')"
    f" WHERE s.stalled_after IS NOT NULL AND {IS_OPEN}"
)


def _stalled(day: date) -> Reading:
    """As the deals are flagged; those that are in a stage for longer than its limit are looked at, in batches."""
    there = rows(IDLE, (day.isoformat(),))
    money: dict[int, int] = {}
    found = []
    for at in range(0, len(there), BATCH):
        batch = there[at : at + BATCH]
        touched = pipeline.touches([number for number, *_rest in batch], day)
        for number, owner, amount, entered, limit in batch:
            touch = touched.get(number, pipeline.NEVER)
            days = pipeline.idle(date.fromisoformat(entered), limit, touch, day)
            if days is not None:
                money[number] = amount
                found.append(Found(Ref("deal", number), owner, rules.stalled(days, limit)))
    count, nothing = _nothing_open()
    return _reading(Rule.STALLED, found, count, nothing, lambda one: money[one.subject.id])


def _nothing_open() -> tuple[int, Judged]:
    """How many deals are open, and what to say when none of them is wrong."""
    count = int(rows(OPEN_DEALS)[0][0])
    return count, Judged(None, 0, lack=None if count else Lack.NO_DEAL)


def _slipped(day: date) -> Reading:
    moved = rows(f"SELECT d.id, d.owner_id, d.slip_count FROM deal d WHERE {IS_OPEN} AND d.slip_count >= 2")
    found = [Found(Ref("deal", number), owner, rules.slipped(times)) for number, owner, times in moved]
    count, nothing = _nothing_open()
    threshold = rules.slipped(0).threshold
    return _reading(Rule.SLIPPED, found, count, nothing._replace(threshold=threshold))


def _rep_share(day: date) -> Reading:
    """Reps are who may sell: everybody with that role, and leads who own an open deal."""
    owned = dict(rows(f"SELECT d.owner_id, sum(d.amount) FROM deal d WHERE {IS_OPEN} GROUP BY d.owner_id"))
    reps = [m.id for m in team.members() if m.role == "rep" or (m.role == "lead" and m.id in owned)]
    largest = max(reps, key=lambda number: (owned.get(number, 0), -number), default=None)
    judged = rules.rep_share(owned.get(largest, 0), sum(owned.values()), len(reps))
    subject = Ref("member", largest) if largest is not None else None
    return _single(Rule.REP_SHARE, judged, len(reps), subject, largest)


def _complaints(day: date) -> Reading:
    zone = team.team().timezone
    opened = rows(
        "SELECT k.id, k.owner_id, k.opened_at FROM complaint k JOIN customer c ON c.id = k.customer_id"
        f" WHERE {COMPLAINT_IS_OPEN} AND c.value_class = 'A' AND c.deleted_at IS NULL"
    )
    found = [
        Found(
            Ref("complaint", number),
            owner,
            rules.complaint((day - local(datetime.fromisoformat(at), zone).date()).days),
        )
        for number, owner, at in opened
    ]
    nothing = rules.complaint(0)._replace(value=None, lack=Lack.NO_COMPLAINT)
    return _reading(Rule.COMPLAINTS, found, len(found), nothing)


def _satisfaction(day: date) -> Reading:
    """Of the whole team's answers of the last 12 months on the scale of 1 to 5."""
    found = rows(
        "SELECT s.score FROM satisfaction s WHERE s.deleted_at IS NULL AND s.day BETWEEN ? AND ? AND s.scale = ?"
        f" ORDER BY s.day DESC, s.id DESC LIMIT {2 * LATEST}",
        ((day - LOOK_BACK).isoformat(), day.isoformat(), Scale.CSAT.value),
    )
    judged = rules.satisfaction([score for (score,) in found])
    return _single(Rule.SATISFACTION, judged, len(found), team.team().ref)


def _overdue(day: date) -> Reading:
    counted = rows(
        "SELECT m.id, (SELECT count(*) FROM follow_up f WHERE f.owner_id = m.id AND f.status = 'planned'"
        " AND f.deleted_at IS NULL AND f.due_on < ?1) FROM member m WHERE m.deleted_at IS NULL AND m.role != 'viewer'"
        " AND (m.left_on IS NULL OR m.left_on >= ?1)",
        (day.isoformat(),),
    )
    found = [Found(Ref("member", number), number, rules.overdue(count)) for number, count in counted]
    return _reading(Rule.OVERDUE, found, len(found), rules.overdue(0))


def _training(day: date) -> Reading:
    """One figure a plan: that of its oldest open mandatory step."""
    late = rows(
        "SELECT s.plan_id, s.member_id, min(s.due_on) FROM training_step s JOIN training_plan p ON p.id = s.plan_id"
        " WHERE s.mandatory = 1 AND s.status = 'open' AND s.deleted_at IS NULL AND s.due_on < ?"
        " AND p.status = 'active' AND p.deleted_at IS NULL GROUP BY s.plan_id, s.member_id",
        (day.isoformat(),),
    )
    found = [
        Found(Ref("training_plan", plan), member, rules.training((day - date.fromisoformat(due)).days))
        for plan, member, due in late
    ]
    sql = (
        "SELECT count(*) FROM training_step s JOIN training_plan p ON p.id = s.plan_id WHERE s.mandatory = 1"
        " AND s.status = 'open' AND s.deleted_at IS NULL AND p.status = 'active' AND p.deleted_at IS NULL"
    )
    population = int(rows(sql)[0][0])
    lack = None if population else Lack.NO_TRAINING
    return _reading(Rule.TRAINING, found, population, rules.training(0)._replace(lack=lack))


ASK: dict[Rule, Callable[[date], Reading]] = {
    Rule.CONCENTRATION: _concentration,
    Rule.COVERAGE: _coverage,
    Rule.PACE: _pace,
    Rule.SILENT: _silent,
    Rule.STALLED: _stalled,
    Rule.SLIPPED: _slipped,
    Rule.REP_SHARE: _rep_share,
    Rule.COMPLAINTS: _complaints,
    Rule.SATISFACTION: _satisfaction,
    Rule.OVERDUE: _overdue,
    Rule.TRAINING: _training,
}
