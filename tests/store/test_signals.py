"""Signals: no false alarm of too few records, no bound off by one, no flapping, nothing decided by a machine."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import (
    agenda,
    changes,
    complaints,
    customers,
    deals,
    followups,
    goals,
    meetings,
    merging,
    risks,
    signals,
    team,
    today,
    training,
)
from store.calendar import Period, PeriodKind, clock
from store.complaints import satisfaction
from store.customers import Customer, ValueClass
from store.database import database, rows
from store.deals import BookingKind, LostReason
from store.errors import Conflict, Denied, Invalid
from store.followups import Kind, Outcome
from store.goals import Metric
from store.records import Ref
from store.risks import Category, Risk
from store.signals import Grade, Lack, Rule, Signal, Status, rules
from store.signals.hysteresis import Standing, after, opened
from store.signals.measuring import ASK, ask
from store.team import Member

DAY = date(2026, 11, 23)  # the Monday at which the clock stands
K = 1_000_00
WARN, ALARM = Grade.WARN, Grade.ALARM


@contextmanager
def on(day: date) -> Iterator[None]:
    """The clock stands at ten in the morning in Madrid."""
    with clock(datetime.combine(day, time(9), tzinfo=UTC)):
        yield


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


# The rules, each with its edges: pure


@pytest.mark.parametrize(
    ("largest", "total", "buyers", "value", "grade", "lack"),
    [
        (10, 100, 20, 10_000, WARN, None),
        (999, 10_000, 20, 9_990, None, None),
        (199, 1_000, 20, 19_900, WARN, None),
        (20, 100, 20, 20_000, ALARM, None),
        (90, 100, 19, None, None, Lack.FEW_BUYERS),
        (0, 0, 0, None, None, Lack.FEW_BUYERS),
    ],
)
def test_one_customer_is_too_large_from_a_tenth_on(
    largest: int, total: int, buyers: int, value: int | None, grade: Grade | None, lack: Lack | None
) -> None:
    found = rules.concentration(largest, total, buyers)
    assert (found.value, found.grade, found.lack) == (value, grade, lack)


@pytest.mark.parametrize(
    ("expected", "left", "won", "closed", "value", "grade", "lack"),
    [
        (200, 100, 5, 10, 2_000, None, None),  # 1 / 50 % = 2 times
        (199, 100, 5, 10, 1_990, WARN, None),
        (140, 100, 5, 10, 1_400, WARN, None),  # exactly 0.7 of it
        (139, 100, 5, 10, 1_390, ALARM, None),
        (0, 100, 5, 10, 0, ALARM, None),
        (0, 0, 5, 10, None, None, Lack.REACHED),
        (0, -50, 5, 10, None, None, Lack.REACHED),
        (0, 100, 9, 9, None, None, Lack.FEW_CLOSED),
        (1_000, 100, 0, 10, 10_000, None, None),  # nothing won of ten: at least ten times
        (999, 100, 0, 10, 9_990, WARN, None),
    ],
)
def test_the_pipeline_must_be_as_many_times_as_the_win_rate_needs(
    expected: int, left: int, won: int, closed: int, value: int | None, grade: Grade | None, lack: Lack | None
) -> None:
    found = rules.coverage(expected, left, won, closed)
    assert (found.value, found.grade, found.lack) == (value, grade, lack)


@pytest.mark.parametrize(
    ("speed", "value", "grade"),
    [
        (1.2, 1_200, None),
        (0.9, 900, None),
        (0.27 / 0.3, 900, None),  # a little less than 0.9 for floats
        (0.899, 899, WARN),
        (0.7, 700, WARN),
        (0.699, 699, ALARM),
        (-0.2, -200, ALARM),
        (math.inf, 900, None),  # a limit of which nothing is used
    ],
)
def test_a_goal_is_behind_below_nine_tenths_of_its_pace(speed: float, value: int, grade: Grade | None) -> None:
    found = rules.pace(speed)
    assert (found.value, found.grade) == (value, grade)
    assert rules.pace(None).lack is Lack.NO_GOAL


@pytest.mark.parametrize(
    ("days", "interval", "grade"),
    [(21, 14, None), (22, 14, WARN), (28, 14, WARN), (29, 14, ALARM), (4, 3, None), (5, 3, WARN), (7, 3, ALARM)],
)
def test_an_a_customer_is_silent_beyond_one_and_a_half_times_its_interval(
    days: int, interval: int, grade: Grade | None
) -> None:
    assert rules.silence(days, interval).grade is grade


@pytest.mark.parametrize(("idle", "grade"), [(7, None), (8, WARN), (14, WARN), (15, ALARM)])
def test_a_deal_is_stalled_beyond_its_stages_limit(idle: int, grade: Grade | None) -> None:
    assert rules.stalled(idle, 7).grade is grade


@pytest.mark.parametrize(("times", "grade"), [(0, None), (1, None), (2, WARN), (3, ALARM), (9, ALARM)])
def test_a_close_that_moves_twice_warns_and_thrice_alarms(times: int, grade: Grade | None) -> None:
    assert rules.slipped(times).grade is grade


@pytest.mark.parametrize(
    ("share", "reps", "grade"),
    [
        (60, 3, None),  # 2/3 would be more than 60 %
        (61, 3, WARN),
        (80, 3, WARN),
        (81, 3, ALARM),
        (40, 5, None),  # 2/5
        (41, 5, WARN),
        (61, 5, ALARM),  # 1.5 × 40
        (25, 10, None),  # 2/10 would be less than 25 %
        (26, 10, WARN),
        (38, 10, ALARM),
    ],
)
def test_what_one_rep_may_own_follows_the_number_of_reps(share: int, reps: int, grade: Grade | None) -> None:
    assert rules.rep_share(share, 100, reps).grade is grade


def test_two_reps_and_an_empty_pipeline_say_nothing() -> None:
    assert rules.rep_share(100, 100, 2).lack is Lack.FEW_REPS
    assert rules.rep_share(0, 0, 3).lack is Lack.NO_DEAL


@pytest.mark.parametrize(("days", "grade"), [(0, None), (2, None), (3, WARN), (6, WARN), (7, ALARM)])
def test_a_complaint_may_be_open_for_two_days(days: int, grade: Grade | None) -> None:
    assert rules.complaint(days).grade is grade


@pytest.mark.parametrize(
    ("scores", "value", "grade"),
    [
        ([4, 4, 4, 4, 4, 5, 4, 4, 4, 4], 200, None),
        ([4, 4, 4, 4, 4, 5, 5, 4, 4, 4], 400, None),
        ([4, 4, 4, 4, 4, 5, 4, 5, 4], 500, WARN),  # 4.5 of the four before
        ([3, 4, 4, 4, 4, 5, 5, 5, 4, 5], 1_000, ALARM),
        ([5, 5, 5, 5, 5, 3, 3, 3], -2_000, None),
    ],
)
def test_satisfaction_falls_by_half_a_point(scores: list[int], value: int, grade: Grade | None) -> None:
    found = rules.satisfaction(scores)
    assert (found.value, found.grade, found.lack) == (value, grade, None)


def test_seven_answers_are_too_few_to_fall() -> None:
    assert rules.satisfaction([1, 1, 1, 1, 1, 5, 5]).lack is Lack.FEW_ANSWERS


@pytest.mark.parametrize(("count", "grade"), [(4, None), (5, WARN), (14, WARN), (15, ALARM)])
def test_five_overdue_follow_ups_of_one_rep_warn(count: int, grade: Grade | None) -> None:
    assert rules.overdue(count).grade is grade


@pytest.mark.parametrize(("days", "grade"), [(0, None), (1, WARN), (13, WARN), (14, ALARM)])
def test_mandatory_training_may_not_be_late(days: int, grade: Grade | None) -> None:
    assert rules.training(days).grade is grade


# From day to day: pure

GRADES = st.sampled_from([None, WARN, ALARM])


def played(found: list[Grade | None], first: Standing, day: date = DAY) -> Standing:
    now = first
    for number, grade in enumerate(found, start=1):
        if now.status is not Status.CLEARED:
            now = after(now, grade, day + timedelta(days=number))
    return now


def test_one_good_day_clears_nothing_and_two_do() -> None:
    first = opened(WARN, DAY)
    assert played([None], first).status is Status.NEW
    assert played([None, None], first).status is Status.CLEARED
    assert played([None, WARN, None], first).status is Status.NEW


def test_an_alarm_becomes_a_warning_when_two_days_were_below_it() -> None:
    first = opened(ALARM, DAY)
    assert played([WARN], first).grade is ALARM
    assert played([WARN, WARN], first).grade is WARN
    assert played([None, WARN], first).grade is WARN
    assert played([], opened(WARN, DAY)) == opened(WARN, DAY)
    assert played([ALARM], opened(WARN, DAY)).grade is ALARM, "a worse figure is told at once"


def test_a_signal_is_never_cleared_on_its_first_day() -> None:
    first = after(opened(WARN, DAY), None, DAY)
    assert first.status is Status.NEW
    assert after(first, None, DAY + timedelta(days=1)).status is Status.CLEARED


def dismissed(grade: Grade, quiet_until: date | None) -> Standing:
    return opened(grade, DAY)._replace(status=Status.DISMISSED, quiet_until=quiet_until, dismissed_at=grade)


def test_a_dismissed_signal_is_quiet_through_its_day_and_speaks_up_after_it() -> None:
    one = dismissed(WARN, DAY + timedelta(days=2))
    assert played([WARN, WARN], one).status is Status.DISMISSED
    assert played([WARN, WARN, WARN], one).status is Status.NEW
    assert played([WARN, None, None], one).status is Status.CLEARED


def test_a_figure_that_is_good_within_the_quiet_time_does_not_end_it() -> None:
    one = dismissed(WARN, DAY + timedelta(days=5))
    assert played([None, None, WARN], one).status is Status.DISMISSED


def test_without_a_day_it_is_quiet_until_it_is_cleared() -> None:
    assert played([WARN] * 30, dismissed(WARN, None)).status is Status.DISMISSED
    assert played([None, None], dismissed(WARN, None)).status is Status.CLEARED


def test_a_dismissed_warning_that_becomes_an_alarm_speaks_up() -> None:
    assert played([ALARM], dismissed(WARN, DAY + timedelta(days=90))).status is Status.NEW
    assert played([ALARM], dismissed(ALARM, DAY + timedelta(days=90))).status is Status.DISMISSED


@given(st.lists(GRADES, max_size=12), GRADES, st.integers(1, 5))
def test_the_same_figure_never_makes_a_signal_flap(past: list[Grade | None], same: Grade | None, times: int) -> None:
    """Whatever was before: asked again on the same day nothing changes, and from the second day with the same figure
    on nothing changes either."""
    now, day = played(past, opened(WARN, DAY)), DAY + timedelta(days=len(past) + 1)
    if now.status is Status.CLEARED:
        return
    once = after(now, same, day)
    assert after(once, same, day) == once
    settled = after(once, same, day + timedelta(days=1)) if once.status is not Status.CLEARED else once
    for number in range(times):
        if settled.status is Status.CLEARED:
            break
        following = after(settled, same, day + timedelta(days=2 + number))
        assert (following.status, following.grade) == (settled.status, settled.grade)
        settled = following


@given(st.lists(GRADES, min_size=1, max_size=20))
def test_the_grade_is_always_the_worse_of_the_last_two_days(found: list[Grade | None]) -> None:
    now, history = opened(WARN, DAY), [WARN, *found]
    for number, grade in enumerate(found, start=1):
        now = after(now, grade, DAY + timedelta(days=number))
        two = [one for one in history[number - 1 : number + 1] if one is not None]
        if not two:
            assert now.status is Status.CLEARED
            return
        assert (now.status, now.grade) == (Status.NEW, max(two))


# What the rules read


@pytest.fixture
def northwind(ana: Member, li: Member) -> Customer:
    """An A customer of Li's, since a hundred days."""
    with on(ago(100)):
        return customers.add(ana, "Northwind", owner=li, value_class=ValueClass.A)


def said(rule: Rule) -> tuple[int | None, int, Lack | None]:
    found = ask(rule, DAY)
    return found.judged.value, len(found.bad), found.judged.lack


def test_a_new_team_has_nothing_to_say_and_no_signal(ana: Member) -> None:
    assert signals.evaluate(DAY) == 0
    lacks = {rule: row.lack for rule, row in signals.readings().items() if row.lack is not None}
    assert set(lacks) == set(Rule) - {Rule.OVERDUE}
    assert not any(row.fires for row in signals.readings().values())


def test_a_silent_customer_is_the_one_without_a_contact_and_without_a_plan(li: Member, northwind: Customer) -> None:
    for day, outcome in ((ago(30), Outcome.CONNECTED), (ago(2), Outcome.NO_ANSWER)):
        with on(day):
            followups.log(li, Kind.CALL, outcome, customer=northwind, subject="Terms")
    found = ask(Rule.SILENT, DAY)
    assert [(one.subject, one.owner, one.judged.grade) for one in found.bad] == [(northwind.ref, li.id, ALARM)]
    assert (found.judged.value, found.population) == (2_143, 1)  # 30 / 14
    followups.add(li, DAY + timedelta(days=8), subject="Terms", customer=northwind, owner=li)
    assert said(Rule.SILENT)[1] == 1, "what is planned for the eighth day is too late"
    followups.add(li, DAY + timedelta(days=7), subject="Terms", customer=northwind, owner=li)
    assert said(Rule.SILENT) == (None, 0, None)


def test_a_visit_that_is_overdue_is_no_plan(li: Member, northwind: Customer) -> None:
    with on(ago(90)):
        followups.add(li, ago(60), subject="Terms", customer=northwind, owner=li)
    assert said(Rule.SILENT)[1] == 1


def test_its_own_interval_counts_and_lost_or_lesser_customers_do_not(ana: Member, northwind: Customer) -> None:
    customers.edit(ana, northwind, visit_interval_days=90)
    assert said(Rule.SILENT) == (1_111, 0, None)
    customers.edit(ana, northwind, visit_interval_days=None, value_class=ValueClass.B)
    assert said(Rule.SILENT) == (None, 0, Lack.NO_A_CUSTOMER)


def test_the_largest_customer_is_measured_from_twenty_buyers_on(ana: Member, li: Member) -> None:
    for number in range(20):
        one = customers.add(ana, f"C{number}", owner=li)
        deals.book(ana, one, K * (5 if number == 7 else 1), ago(number))
        if number == 18:
            assert said(Rule.CONCENTRATION)[2] is Lack.FEW_BUYERS
    found = ask(Rule.CONCENTRATION, DAY)
    assert (found.judged.value, found.judged.grade, found.population) == (20_833, ALARM, 20)  # 5 of 24
    assert customers.name_of(found.subject.id if found.subject else 0) == "C7"
    deals.book(ana, Customer.load(found.bad[0].subject.id), 99 * K, ago(0), kind=BookingKind.PAYMENT)
    assert said(Rule.CONCENTRATION)[0] == 20_833, "payments are no revenue"


def test_a_booking_of_more_than_twelve_months_ago_counts_no_more(ana: Member) -> None:
    for number in range(20):
        one = customers.add(ana, f"C{number}")
        deals.book(ana, one, K, date(2025, 11, 23 + (number > 0)))
    assert said(Rule.CONCENTRATION)[2] is Lack.FEW_BUYERS, "23 Nov 2025 is a day too old"


def closed_deals(ana: Member, customer: Customer, won: int, lost: int) -> None:
    for number in range(won + lost):
        deal = deals.add(ana, customer, f"Closed {number}", amount=0)
        if number < won:
            deals.win(ana, deal, 0)
        else:
            deals.lose(ana, deal, LostReason.PRICE)


def quarter_goal(ana: Member, target: int) -> goals.Goal:
    period = Period(PeriodKind.QUARTER, date(2026, 10, 1), date(2026, 12, 31))
    return goals.add(
        ana,
        "Revenue",
        metric=Metric.REVENUE,
        period=period,
        target=target,
        owner=None,
        why="it must",
        status=goals.Status.ACTIVE,
    )


def test_the_pipeline_of_the_quarter_is_measured_against_the_win_rate(ana: Member, northwind: Customer) -> None:
    assert said(Rule.COVERAGE)[2] is Lack.NO_TARGET
    goal = quarter_goal(ana, 100 * K)
    assert said(Rule.COVERAGE)[2] is Lack.FEW_CLOSED
    closed_deals(ana, northwind, 5, 5)
    deals.add(ana, northwind, "Inside", amount=150 * K, expected_close_on=date(2026, 12, 31))
    deals.add(ana, northwind, "Outside", amount=500 * K, expected_close_on=date(2027, 1, 1))
    found = ask(Rule.COVERAGE, DAY)
    assert (found.judged.value, found.judged.threshold, found.judged.grade) == (1_500, 2_000, WARN)
    assert (found.subject, found.population) == (goal.ref, 10)
    deals.book(ana, northwind, 25 * K, DAY)
    assert said(Rule.COVERAGE) == (2_000, 0, None), "75 are left"


def test_a_goal_behind_its_pace_is_its_owners_signal(ana: Member, northwind: Customer) -> None:
    goal = quarter_goal(ana, 100 * K)
    deals.book(ana, northwind, 10 * K, DAY)
    found = ask(Rule.PACE, DAY)
    assert [(one.subject, one.judged.grade) for one in found.bad] == [(goal.ref, ALARM)]
    assert found.population == 1


def test_a_stalled_deal_is_the_one_that_the_deals_flag(ana: Member, li: Member, northwind: Customer) -> None:
    with on(ago(15)):
        deal = deals.add(li, northwind, "Sensors", amount=5 * K)
        fresh = deals.add(li, northwind, "Cables", amount=9 * K)
    deals.move(li, fresh, deals.open_stages()[1])
    found = ask(Rule.STALLED, DAY)
    assert [(one.subject, one.owner, one.judged) for one in found.bad] == [
        (deal.ref, li.id, rules.Judged(15_000, 7_000, ALARM))
    ]
    assert found.population == 2
    followups.add(li, DAY, subject="Sensors", customer=northwind, owner=li, deal=deal)
    assert said(Rule.STALLED)[1] == 0


def test_a_deal_whose_close_was_moved_twice_is_told_with_the_times(li: Member, northwind: Customer) -> None:
    deal = deals.add(li, northwind, "Sensors", amount=5 * K, expected_close_on=DAY)
    for days in (5, 10):
        assert said(Rule.SLIPPED)[1] == 0
        deals.edit(li, deal, expected_close_on=DAY + timedelta(days=days))
    assert said(Rule.SLIPPED) == (2_000, 1, None)


def test_one_reps_share_counts_the_lead_only_when_they_sell(ana: Member, li: Member, wang: Member) -> None:
    northwind = customers.add(ana, "Northwind")
    deals.add(ana, northwind, "Li's", amount=70 * K, owner=li)
    deals.add(ana, northwind, "Wang's", amount=20 * K, owner=wang)
    assert said(Rule.REP_SHARE)[2] is Lack.FEW_REPS
    deals.add(ana, northwind, "Ana's", amount=10 * K)
    found = ask(Rule.REP_SHARE, DAY)
    assert (found.judged.value, found.judged.grade, found.subject, found.population) == (70_000, WARN, li.ref, 3)


def test_only_complaints_of_a_customers_that_are_open_count(ana: Member, li: Member, northwind: Customer) -> None:
    small = customers.add(ana, "Small", owner=li, value_class=ValueClass.B)
    with on(ago(7)):
        mine = complaints.add(li, northwind, "Late")
        complaints.add(li, small, "Late")
    found = ask(Rule.COMPLAINTS, DAY)
    assert [(one.subject, one.judged.grade) for one in found.bad] == [(mine.ref, ALARM)]
    complaints.resolve(li, complaints.Complaint.load(mine.id), "wrong stop", "sent again")
    assert said(Rule.COMPLAINTS)[2] is Lack.NO_COMPLAINT


def test_satisfaction_takes_the_last_answers_of_a_year_on_one_scale(li: Member, northwind: Customer) -> None:
    for number, score in enumerate([5, 5, 5, 5, 5, 4, 4, 4, 4, 4]):
        satisfaction.record(li, northwind, score, day=ago(20 - number))
    satisfaction.record(li, northwind, 0, complaints.Scale.NPS)
    assert said(Rule.SATISFACTION) == (1_000, 1, None)


def test_five_overdue_follow_ups_are_the_signal_of_their_rep(ana: Member, li: Member, northwind: Customer) -> None:
    with on(ago(9)):
        for _number in range(5):
            followups.add(li, ago(1), subject="Terms", customer=northwind, owner=li)
        followups.add(li, DAY, subject="Terms", customer=northwind, owner=li)
    found = ask(Rule.OVERDUE, DAY)
    assert [(one.subject, one.judged.value) for one in found.bad] == [(li.ref, 5_000)]


def test_late_mandatory_steps_are_one_signal_a_plan(ana: Member) -> None:
    with on(ago(30)):
        programme = training.add_programme(
            ana, "Onboarding", steps=[training.NewStep("Read"), training.NewStep("Tell", day_offset=1)]
        )
        wei = team.add_member(ana, "Wei", "wei")
        plan = training.plan(ana, wei, programme, day_0=ago(14))
    found = ask(Rule.TRAINING, DAY)
    assert [(one.subject, one.owner, one.judged.grade) for one in found.bad] == [(plan.ref, wei.id, ALARM)]
    assert found.population == 2


# Evaluating


@pytest.fixture
def slipping(li: Member, northwind: Customer) -> deals.Deal:
    """A deal whose close was moved twice, with a call ahead: the one signal but for the silent customer."""
    deal = deals.add(li, northwind, "Sensors", amount=5 * K, expected_close_on=DAY)
    for days in (5, 10):
        deals.edit(li, deal, expected_close_on=DAY + timedelta(days=days))
    followups.add(li, DAY + timedelta(days=3), subject="Sensors", customer=northwind, owner=li, deal=deal)
    return deal


def waiting() -> list[signals.SignalRow]:
    return list(signals.listed(signals.standing(Status.NEW)).values())


def test_the_first_evaluation_opens_and_the_second_changes_nothing(ana: Member, slipping: deals.Deal) -> None:
    assert signals.due(DAY)
    assert signals.evaluate(DAY) == 1
    assert not signals.due(DAY)
    (row,) = waiting()
    assert (row.rule, row.subject, row.who, row.owner, row.money) == (
        *(Rule.SLIPPED, slipping.ref, "Northwind · Sensors", "Li", 5 * K),
    )
    assert str(row.says) == "close moved later 2 times"
    before = rows("SELECT * FROM signal"), rows("SELECT count(*) FROM change")
    assert signals.evaluate(DAY) == 0
    assert (rows("SELECT * FROM signal"), rows("SELECT count(*) FROM change")) == before
    assert signals.due(DAY + timedelta(days=1))


def test_it_is_written_in_the_name_of_huddle_and_not_undone_by_u(ana: Member, slipping: deals.Deal) -> None:
    signals.evaluate(DAY)
    assert rows("SELECT by, verb FROM change ORDER BY id DESC LIMIT 1") == [(0, "evaluated")]
    assert rows("SELECT title FROM change ORDER BY id DESC LIMIT 1") == [("Northwind · Sensors",)]
    undone = changes.last_change(ana)
    assert undone is None or undone.kind != "signal"


def test_a_figure_that_is_good_for_two_days_clears_it_and_a_new_one_is_new(li: Member, slipping: deals.Deal) -> None:
    signals.evaluate(DAY)
    deals.lose(li, deals.Deal.load(slipping.id), LostReason.PRICE)
    for days, status in ((1, Status.NEW), (2, Status.CLEARED)):
        with on(DAY + timedelta(days=days)):
            signals.evaluate(DAY + timedelta(days=days))
        assert Signal.get().status is status
    with on(DAY + timedelta(days=3)):
        deals.reopen(li, deals.Deal.load(slipping.id))
        signals.evaluate(DAY + timedelta(days=3))
    assert [one.status for one in Signal.select().order_by(Signal.id)] == [Status.CLEARED, Status.NEW]


def test_at_most_ten_of_a_rule_open_by_themselves_and_the_reading_counts_all(li: Member, northwind: Customer) -> None:
    for number in range(13):
        deal = deals.add(li, northwind, f"D{number}", amount=K, expected_close_on=DAY)
        for days in (5, 10):
            deals.edit(li, deal, expected_close_on=DAY + timedelta(days=days))
    signals.evaluate(DAY)
    assert sum(row.rule is Rule.SLIPPED for row in waiting()) == signals.MOST_STANDING
    row = signals.readings()[Rule.SLIPPED]
    assert (row.bad, row.population, row.value, row.fires) == (13, 13, 2_000, True)
    with on(DAY + timedelta(days=1)):
        signals.evaluate(DAY + timedelta(days=1))
    assert sum(row.rule is Rule.SLIPPED for row in waiting()) == signals.MOST_STANDING


def test_two_signals_of_merged_customers_become_one(ana: Member, li: Member, northwind: Customer) -> None:
    with on(ago(90)):
        other = customers.add(ana, "North Wind", owner=li, value_class=ValueClass.A)
    signals.evaluate(DAY)
    assert len(waiting()) == 2
    merging.merge(ana, northwind, other)
    signals.evaluate(DAY)
    assert [row.who for row in waiting()] == ["Northwind"]


def test_a_run_of_the_day_ends_acceptances_too(ana: Member) -> None:
    risk = risks.add(ana, "Price war")
    risks.respond(ana, risk, risks.Response.ACCEPT, accepted_until=DAY, why="cheap")
    with on(DAY + timedelta(days=1)):
        assert signals.run(DAY + timedelta(days=1)) == 1
        assert signals.run(DAY + timedelta(days=1)) == 0


# Deciding


@pytest.fixture
def signal(slipping: deals.Deal) -> Signal:
    """The signal about the deal, as it waits."""
    signals.evaluate(DAY)
    found: Signal = Signal.get()
    return found


def test_promoting_makes_a_risk_with_what_the_signal_knows_and_one_undo(ana: Member, signal: Signal) -> None:
    row = signals.detail(signal.id)
    offered = signals.proposal(row)
    assert offered == {
        "category": Category.CUSTOMER,
        "owner": row.owner_id,
        "about": signal.subject,
        "money": 5 * K,
    }
    offered["owner"] = Member.load(offered["owner"])
    title = str(signals.title_of(row))
    risk = signals.promote(ana, signal, title, probability=3, impact=4, **offered)
    assert (risk.title, risk.about, risk.probability) == ("Northwind · Sensors never closes", signal.subject, 3)
    assert (signal.status, signal.risk_id) == (Status.LINKED, risk.id)
    assert [one.id for one in signals.of_risk(risk.id)] == [signal.id]
    assert len(risks.ratings(risk.id)) == 1
    changes.undo(ana)
    assert Signal.load(signal.id).status is Status.NEW
    assert risks.register(None)[risks.Shelf.MEDIUM] == risks.register(None)[risks.Shelf.HIGH] == []


def test_a_linked_signal_waits_no_more_and_never_changes_the_rating(ana: Member, signal: Signal) -> None:
    risk = risks.add(ana, "Sensors slip", probability=2, impact=2)
    signals.link(ana, signal, risk)
    with on(DAY + timedelta(days=1)):
        signals.evaluate(DAY + timedelta(days=1))
    assert waiting() == []
    assert Signal.load(signal.id).status is Status.LINKED
    assert Risk.load(risk.id).version == risk.version


@pytest.mark.parametrize(
    ("why", "quiet", "field"), [("", None, "why"), ("fair", ago(1), "quiet_until"), ("x" * 4_001, None, "why")]
)
def test_a_dismissal_needs_a_reason_and_no_day_that_is_over(
    ana: Member, signal: Signal, why: str, quiet: date | None, field: str
) -> None:
    with pytest.raises(Invalid) as problem:
        signals.dismiss(ana, signal, why, quiet)
    assert set(problem.value.fields) == {field}
    assert Signal.load(signal.id).status is Status.NEW


def test_a_dismissed_signal_comes_back_after_its_day_with_what_was_said(ana: Member, signal: Signal) -> None:
    signals.dismiss(ana, signal, "they call us", DAY + timedelta(days=1))
    for days, status in ((1, Status.DISMISSED), (2, Status.NEW)):
        with on(DAY + timedelta(days=days)):
            signals.evaluate(DAY + timedelta(days=days))
        assert Signal.load(signal.id).status is status
    row = signals.detail(signal.id)
    assert (row.why, row.decided_by) == ("they call us", "Ana")


def test_only_the_lead_decides(ana: Member, li: Member, viewer: Member, signal: Signal) -> None:
    risk = risks.add(li, "Mine")
    for actor in (li, viewer):
        with pytest.raises(Denied):
            signals.dismiss(actor, signal, "no")
        with pytest.raises(Denied):
            signals.link(actor, signal, risk)
        with pytest.raises(Denied):
            signals.promote(actor, signal, "Mine too")
    assert risks.by_title("Mine too") == []


def test_what_is_over_takes_no_decision_and_no_risk_that_is_over_takes_a_signal(ana: Member, signal: Signal) -> None:
    risk = risks.add(ana, "Over")
    risks.close(ana, risk, "over")
    with pytest.raises(Invalid) as problem:
        signals.link(ana, signal, risk)
    assert set(problem.value.fields) == {"risk"}
    signal.status = Status.CLEARED
    with pytest.raises(Invalid):
        signals.dismiss(ana, signal, "no")


def test_a_bad_rating_refuses_the_promotion_beside_its_field(ana: Member, signal: Signal) -> None:
    for probability in (0, 6):
        with pytest.raises(Invalid) as problem:
            signals.promote(ana, signal, "Sensors", probability=probability, impact=3)
        assert set(problem.value.fields) == {"probability"}
    assert Signal.load(signal.id).status is Status.NEW


def test_two_leads_do_not_decide_over_each_other(ana: Member, signal: Signal) -> None:
    mine, theirs = Signal.load(signal.id), Signal.load(signal.id)
    signals.dismiss(ana, theirs, "they call us")
    with pytest.raises(Conflict):
        signals.dismiss(ana, mine, "no")


# Who hears of it


def test_the_leads_badge_counts_new_signals_and_the_reps_does_not(ana: Member, li: Member, signal: Signal) -> None:
    assert today.badges(ana)["risks"] == 1
    assert today.badges(li)["risks"] == 0
    signals.dismiss(ana, signal, "they call us")
    assert today.badges(ana)["risks"] == 0


def test_new_signals_are_rows_of_the_meetings_risks(ana: Member, signal: Signal) -> None:
    meetings.set_up(ana, "Weekly", weekday=0)
    one = meetings.next_meeting(meetings.series())
    lines = {part.section.kind: part.lines for part in agenda.agenda(one).parts}[meetings.SectionKind.RISKS]
    assert [(line.ref, line.who) for line in lines] == [(signal.ref, "Northwind · Sensors")]


def test_mine_are_those_about_what_i_look_after(ana: Member, li: Member, signal: Signal) -> None:
    assert signals.standing(Status.NEW, li.id) == [signal.id]
    assert signals.standing(Status.NEW, ana.id) == []
    assert signals.standing(Status.NEW, None, "SENSORS") == [signal.id]
    assert signals.standing(Status.NEW, None, "%") == []


def test_every_subject_has_a_name(ana: Member, li: Member, northwind: Customer, slipping: deals.Deal) -> None:
    from store.signals.subjects import behind, named

    complaint = complaints.add(li, northwind, "Late")
    goal = quarter_goal(ana, K)
    subjects = (northwind.ref, slipping.ref, goal.ref, li.ref, complaint.ref, team.team().ref)
    assert [named(one) for one in subjects] == [
        *("Northwind", "Northwind · Sensors", "Revenue", "Li", "Northwind · Late", "Northern Sales"),
    ]
    assert named(Ref("customer", 999)) == named(Ref("nothing", 1)) == ""
    assert behind(complaint.ref) == northwind.ref


# By an index

SLIPPED, STALLED, SILENT_ONES = ASK[Rule.SLIPPED], ASK[Rule.STALLED], ASK[Rule.SILENT]
BIG = ("customer", "follow_up", "booking", "deal", "satisfaction", "training_step", "complaint")


@pytest.mark.parametrize("rule", list(Rule))
def test_no_rule_walks_through_a_large_table(ana: Member, rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every statement of a rule finds its rows by an index, or reads a partial or covering one from end to end."""
    northwind = customers.add(ana, "Northwind", value_class=ValueClass.A)
    quarter_goal(ana, K)
    deals.add(ana, northwind, "Sensors")
    asked: list[tuple[str, object]] = []
    real = database.execute_sql

    def execute_sql(sql: str, params: object = None) -> object:
        asked.append((sql, params))
        return real(sql, params)

    with monkeypatch.context() as patch:
        patch.setattr(database, "execute_sql", execute_sql)
        ask(rule, DAY)
    assert asked
    for sql, params in asked:
        for *_ids, step in rows(f"EXPLAIN QUERY PLAN {sql}", params or ()):
            words = str(step).split()
            if words[0] == "SCAN" and "USING" not in words:
                assert not set(words) & {*BIG, "f", "b", "c", "d", "k", "s", "p"}, (sql, step)


@pytest.mark.parametrize(
    ("ask_for", "index"),
    [
        (lambda: signals.standing(Status.NEW), "signal_standing"),
        (lambda: signals.of_risk(1), "signal_risk"),
        (lambda: signals.for_meeting(5), "signal_standing"),
        (lambda: signals.due(DAY), "signal_reading"),
        (lambda: risks.listed([1]), "action_item_origin"),
        (lambda: SLIPPED(DAY), "deal_slipped"),
        (lambda: STALLED(DAY), "deal_idle"),
        (lambda: SILENT_ONES(DAY), "customer_silent"),
    ],
)
def test_what_the_screen_and_the_rules_ask_is_found_by_its_index(
    ana: Member, ask_for: Callable[[], object], index: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, object]] = []
    real = database.execute_sql

    def execute_sql(sql: str, params: object = None) -> object:
        asked.append((sql, params))
        return real(sql, params)

    with monkeypatch.context() as patch:
        patch.setattr(database, "execute_sql", execute_sql)
        ask_for()
    plans = [str(step) for sql, params in asked for *_ids, step in rows(f"EXPLAIN QUERY PLAN {sql}", params or ())]
    assert any(index in plan for plan in plans), plans


def test_every_rule_is_asked() -> None:
    assert set(ASK) == set(Rule)
