"""A large team and a small one of the same make, for the benches: two years of work with its customers.

Every customer but one in a hundred has one planned follow-up, as the visit cadence sees to it, and nine done ones
spread over the last year; two in five have bought, a few of them most of it. What belongs to the people (goals, risks,
training, the meeting) is the same in both: the two teams are equally many.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from store import actions, care, complaints, customers, deals, followups, goals, meetings, risks, team, training, words
from store.calendar import PeriodKind, period_of
from store.changes import derive, write_derived
from store.database import close_store, database, open_store, roomy
from store.goals import Metric
from store.team import Member
from store.training import NewStep

STAMP = "'2025-06-01T00:00:00.000000Z', 1, '2025-06-01T00:00:00.000000Z', 1, NULL"
COUNT = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)"
NEW = "version, created_at, created_by, updated_at, updated_by, deleted_at"
RECORD = "id, version, created_at, created_by, updated_at, updated_by, deleted_at"
REPS = 10
OPEN_STAGES = 4


class Size(NamedTuple):
    """How many there are of each."""

    customers: int
    follow_ups: int
    deals: int


SMALL, LARGE = Size(100, 1_000, 50), Size(100_000, 1_000_000, 50_000)


def build(path: Path, size: Size) -> None:
    """Make such a team's file: ten people, every seventh customer with a Chinese name."""
    open_store(path, create=True)
    lead = team.found_team("Bench", timezone="Europe/Madrid", currency="EUR", lead="Ana", login="ana")
    people = [
        lead,
        *(team.add_member(lead, f"Rep {n}", f"rep{n}", joined_on=date(2024, 1, 8)) for n in range(REPS - 1)),
    ]
    day = team.today()
    with roomy(), database.atomic():
        _customers(size, day)
        _deals(size, day)
        _follow_ups(size, day)
        words.index_many(customers.Customer, 1, size.customers)
        words.index_many(followups.FollowUp, 1, size.follow_ups)
        words.index_many(deals.Deal, 1, size.deals * 3 // 2)
    _people_s(people, day)
    care.recompute(day)
    with derive():
        write_derived(team.team(), care_run_on=day)  # the day's run is a figure of its own
    close_store()


def _customers(size: Size, day: date) -> None:
    """Customers with their history, their bookings (each fifth and its neighbour), and how satisfied they are."""
    ten = size.customers // 10
    _many(
        f"INSERT INTO customer ({RECORD}, name, code, kind, industry, source, city, address, website, phone, email,"
        f" owner_id, tags, notes, do_not_call, need) SELECT i, 1, {STAMP},"
        " CASE i % 7 WHEN 0 THEN '华星科技 ' || i ELSE 'Customer ' || i END, '', 'customer', '', '', 'Madrid', '', '',"
        f" '+34 600 ' || i, '', 1 + i % {REPS}, '', '', 0, iif(i % 9, 'none', 'clear') FROM n",
        size.customers,
    )
    _many(
        "INSERT INTO change (id, at, by, session, verb, kind, record, title)"
        " SELECT 1000 + i, date(?2, (-(i % 700)) || ' days') || 'T09:00:00.000000Z', 1, 'bench', 'added', 'customer',"
        " i, '' FROM n",
        size.customers,
        day.isoformat(),
    )
    _many(
        "INSERT INTO change_entry (change_id, kind, record, after)"
        " SELECT 1000 + i, 'customer', i, json_object('name', 'Customer ' || i, 'kind', 'customer') FROM n",
        size.customers,
    )
    _many(
        f"INSERT INTO booking ({NEW}, customer_id, owner_id, kind, day, amount, note)"
        f" SELECT 1, {STAMP}, 5 * (i / 10) + 1 + i % 2, 1 + i % {REPS}, 'booking',"
        " date(?2, (-(i * 7 % 700)) || ' days'), 100000000 / (1 + (i / 10) % 100), '' FROM n",
        size.customers * 2 - 20,
        day.isoformat(),
    )
    _many(
        f"INSERT INTO satisfaction ({NEW}, customer_id, scale, score, day, note)"
        f" SELECT 1, {STAMP}, i, 'nps', i % 11, date(?2, (-(i % 300)) || ' days'), '' FROM n",
        ten,
        day.isoformat(),
    )


def _deals(size: Size, day: date) -> None:
    """Open deals in four stages, and half as many closed ones of the last year."""
    stages = [stage.id for stage in deals.stages()]
    _many(
        f"INSERT INTO deal ({RECORD}, customer_id, name, owner_id, stage_id, stage_entered_on, amount,"
        f" expected_close_on, slip_count, closed_on, competitor, next_step, source, lost_note) SELECT i, 1, {STAMP},"
        f" 1 + i % {size.customers}, 'Sensors ' || i, 1 + i % {REPS},"
        f" iif(i <= {size.deals // 2}, {stages[-2]} + i % 2, {stages[0]} + i % {OPEN_STAGES}),"
        " date(?2, (-(i % 90)) || ' days'), 100000 + i * 7919 % 1000000, date(?2, (i % 120 - 1) || ' days'),"
        f" i % 40 = 0, iif(i <= {size.deals // 2}, date(?2, (-(i % 365)) || ' days'), NULL), '', '', '', '' FROM n",
        size.deals * 3 // 2,
        day.isoformat(),
    )


def _follow_ups(size: Size, day: date) -> None:
    _many(
        f"INSERT INTO follow_up ({RECORD}, customer_id, kind, subject, due_on, original_due_on, snooze_count, priority,"
        f" owner_id, status, done_at, outcome, note, origin) SELECT i, 1, {STAMP}, 1 + i / 10 % {size.customers},"
        " 'call', 'Renewal terms ' || i, date(?2, d || ' days'), date(?2, d || ' days'), i % 50 = 0, 1 + i % 3,"
        f" 1 + (i / 10) % {REPS}, iif(open, 'planned', 'done'),"
        " iif(open, NULL, date(?2, d || ' days') || 'T09:00:00.000000Z'), iif(open, NULL, 'connected'), '', 'manual'"
        " FROM (SELECT i, i % 10 = 0 AND i % 1000 != 0 AS open,"
        " iif(i % 10 = 0, i / 10 * 7 % 120 - 5, -(i * 11 % 365)) AS d FROM n)",
        size.follow_ups,
        day.isoformat(),
    )


def _people_s(people: list[Member], day: date) -> None:
    """Goals of everybody by every measure, risks, training, complaints, the meeting and what was agreed there."""
    lead = people[0]
    meetings.set_up(lead, "Weekly sales meeting", start=day - timedelta(days=70), weekday=day.weekday())
    for who in (None, *people):
        for kind, metric in ((PeriodKind.QUARTER, Metric.REVENUE), (PeriodKind.YEAR, Metric.FOLLOWUPS_DONE)):
            goals.add(
                lead,
                metric.value,
                why="promised",
                reason="the bench",
                owner=who,
                period=period_of(day, kind),
                target=500_000,
                metric=metric,
            )
    for metric in (Metric.DEALS_WON, Metric.NEW_CUSTOMERS):
        goals.add(
            lead,
            metric.value,
            why="promised",
            reason="the bench",
            owner=None,
            period=period_of(day, PeriodKind.YEAR),
            target=5_000_000,
            metric=metric,
        )
    rate = period_of(day, PeriodKind.QUARTER)
    goals.add(
        lead,
        "on time",
        why="promised",
        reason="the bench",
        owner=None,
        period=rate,
        target=95_000,
        metric=Metric.ON_TIME_RATE,
    )
    steps = [NewStep(f"Step {n}", day_offset=n) for n in range(6)]
    programme = training.add_programme(lead, "Price talks", steps=steps)
    for n, member in enumerate(people):
        training.plan(lead, member, programme, day, coach=people[n - 1])
        actions.add(lead, f"Agreed {n}", member, day + timedelta(days=n - 2))
        complaints.add(lead, 1 + n, f"Late delivery {n}")
        for at in range(4):
            risks.add(lead, f"Risk {n} {at}", owner=member, probability=1 + at, impact=1 + n % 5)


def _many(sql: str, count: int, *values: object) -> None:
    """Run an INSERT … SELECT over the numbers n.i from 1 to ``count``, which is ?1."""
    database.execute_sql(f"{COUNT} {sql}", (count, *values))
