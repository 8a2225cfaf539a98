"""No question of a list reads a large table from end to end: what SQLite plans to do, without statistics."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from store import (
    actions,
    agenda,
    care,
    closing,
    customers,
    followups,
    goals,
    meetings,
    notes,
    search,
    team,
    timeline,
    today,
    training,
)
from store.database import database, rows
from store.deals import columns
from store.deals import forecast as deal_forecast
from store.deals import questions as deals
from store.followups import Bucket, buckets
from store.goals.counting import READ, Tally
from store.history import history
from store.longlist import FIRST, LongList
from store.records import Ref
from store.risks import questions as risks
from store.team import Member
from tests.bench.data import fill

LARGE = (
    *("follow_up", "customer", "contact", "note", "deal", "booking", "complaint", "stage_change"),
    *("change", "change_entry", "search_entry", "check_in", "risk_rating", "training_step"),
)
NAMED = re.compile(rf"\b({'|'.join(LARGE)})\b(?:\s+AS)?(?:\s+\"?(\w+)\"?)?", re.IGNORECASE)
KEYWORDS = {"where", "on", "set", "join", "left", "inner", "order", "group", "limit", "values", "union", "not"}


def names_of_large(sql: str) -> dict[str, str]:
    """What the large tables are called in a statement."""
    found = {}
    for table, alias in NAMED.findall(sql.replace('"', "")):
        found[table.lower()] = table
        if alias and alias.lower() not in KEYWORDS:
            found[alias.lower()] = table
    return found


def full_scans(sql: str, params: object) -> list[str]:
    """The large tables that a statement reads from end to end, without an index or to make one for itself."""
    called = names_of_large(sql)
    plan = [detail for *_, detail in rows(f"EXPLAIN QUERY PLAN {sql}", tuple(params or ()))]  # type: ignore[arg-type]  # what was bound
    scans = (re.fullmatch(r"SCAN (\w+)|SEARCH (\w+) USING AUTOMATIC.*", detail) for detail in plan)
    names = [(scan[1] or scan[2]).lower() for scan in scans if scan]
    return [called[name] for name in names if name in called]


def meeting(me: Member) -> meetings.Series:
    """The team's series, which meets today and met a week ago."""
    day = team.today()
    found = meetings.series()
    if found is None:
        found = meetings.set_up(me, "Weekly", weekday=day.weekday(), start=day - timedelta(weeks=3))
        before = meetings.on(found, day - timedelta(weeks=1))
        closing.write_down(me, before, 60, {me.id: (meetings.Presence.PRESENT, 8)})
    return found


QUESTIONS: dict[str, Callable[[Member], object]] = {
    "my queue": lambda me: followups.queue(me.id, team.today()),
    "everyone's queue": lambda me: followups.queue(None, team.today()),
    "my queue, filtered": lambda me: followups.queue(me.id, team.today(), "renewal 1"),
    "everyone's queue, filtered": lambda me: followups.queue(None, team.today(), "renewal 1"),
    "no next step": lambda me: (buckets.without_next_step(me.id), buckets.without_next_step(None)),
    "rows in view": lambda me: followups.listed([1, 2, 3]),
    "my follow-ups today": lambda me: followups.due_for(me, team.today()),
    "counts of follow-ups": lambda me: (
        followups.count_due(me.id, team.today()),
        followups.count_coming(me.id, team.today()),
        followups.count_planned(me.id),
    ),
    "what is planned with a customer": lambda me: followups.planned_for(1),
    "what happened with a customer": lambda me: timeline.of_customer(1),
    "notes": lambda me: notes.about(Ref("customer", 1)),
    "customers by name": lambda me: (customers.ids(), customers.ids(me.id)),
    "customers, filtered": lambda me: (customers.ids(None, "cust"), customers.ids(me.id, "stom")),
    "the board": lambda me: (columns.board(None, team.today()), columns.board(me.id, team.today(), "sens")),
    "the forecast": lambda me: deal_forecast(team.today(), team.today() + followups.WEEK, team.today()),
    "customers in view": lambda me: customers.listed([1, 2, 3]),
    "contacts": lambda me: customers.contacts(1),
    "a phone number": lambda me: customers.phone_of(1),
    "search": lambda me: (search.find("renewal"), search.find("renew", kind="follow_up")),
    "today": lambda me: today.lines(me, team.today()),
    "badges": lambda me: today.badges(me),
    "history": lambda me: history(Ref("follow_up", 1)),
    "action items": lambda me: (actions.due_for(me, team.today()), actions.open_items(me.id)),
    "goals today": lambda me: goals.due_for(me, team.today()),
    "figures of all goals": lambda me: Tally([(m, team.today(), team.today()) for m in READ], "Europe/Madrid"),
    "goals in the meeting": lambda me: goals.for_meeting(team.today() - timedelta(days=7), 20),
    "the agenda": lambda me: agenda.agenda(meetings.on(meeting(me), team.today())),
    "numbers of the meetings": lambda me: meetings.numbers(meeting(me)),
    "risks today": lambda me: risks.due_for(me, team.today()),
    "training today": lambda me: training.due_for(me, team.today()),
    "classes": lambda me: (care.revenue(team.today()), care.segments(), care.grid(), care.grid(me.id)),
    "who falls asleep": lambda me: care.count_falling_asleep(team.today(), me.id),
    "deals in view": lambda me: deals.listed([1, 2, 3]),
}


@pytest.fixture
def lead(store_file: object) -> Member:
    """The lead of a team with a few hundred follow-ups; without statistics SQLite plans as for many."""
    return fill(300)


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_full_scan_of_a_large_table(name: str, lead: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, object]] = []
    real = database.execute_sql

    def execute_sql(sql: str, params: object = None) -> object:
        asked.append((sql, params))
        return real(sql, params)

    with monkeypatch.context() as patch:
        patch.setattr(database, "execute_sql", execute_sql)
        QUESTIONS[name](lead)
    assert asked
    read = [
        (sql, params) for sql, params in asked if sql.startswith(("SELECT", "WITH")) and "IN ()" not in sql
    ]  # nothing is read
    scanned = {sql: found for sql, params in read if (found := full_scans(sql, params))}
    assert not scanned


IN_ORDER: dict[str, Callable[[Member], object]] = {
    "customers": lambda me: customers.ids(),
    "my customers": lambda me: customers.ids(me.id),
    "follow-ups due later": lambda me: followups.queue(None, team.today()).buckets[Bucket.LATER],
    "my follow-ups due later": lambda me: followups.queue(me.id, team.today()).buckets[Bucket.LATER],
}


@pytest.mark.parametrize("name", IN_ORDER)
def test_a_long_list_comes_in_the_order_of_its_index(name: str, store_file: object) -> None:
    found = IN_ORDER[name](fill(5_000))
    assert isinstance(found, LongList), "only its beginning is read"
    sql, values = found.asked
    plan = " | ".join(detail for *_, detail in rows(f"EXPLAIN QUERY PLAN {sql} LIMIT {FIRST}", values))
    assert "COVERING INDEX" in plan and "TEMP B-TREE" not in plan, plan


def test_a_filtered_queue_goes_through_what_was_found_and_not_through_all_that_waits(
    lead: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, object]] = []
    real = database.execute_sql

    def execute_sql(sql: str, params: object = None) -> object:
        asked.append((sql, params))
        return real(sql, params)

    with monkeypatch.context() as patch:
        patch.setattr(database, "execute_sql", execute_sql)
        buckets.without_next_step(None, "renewal 1")
    by_words = [(sql, values) for sql, values in asked if " LIKE " not in sql]  # what no word begins with is looked for
    plans = [detail for sql, values in by_words for *_, detail in rows(f"EXPLAIN QUERY PLAN {sql}", values or ())]  # type: ignore[arg-type]  # what was bound
    assert not [plan for plan in plans if "deal_waiting" in plan or "customer_class" in plan], plans


def test_a_full_scan_would_be_seen(lead: Member) -> None:
    assert full_scans("SELECT id FROM follow_up f WHERE f.note LIKE ?", ("%a%",)) == ["follow_up"]
    assert full_scans('SELECT "t1"."id" FROM "customer" AS "t1" WHERE "t1"."city" = ?', ("x",)) == ["customer"]
    assert full_scans("SELECT id FROM follow_up WHERE id = ?", (1,)) == []
