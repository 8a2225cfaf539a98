"""Care: value classes, RFM, the visit cadence, care days, and the run once a team day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import care, changes, complaints, customers, deals, followups, team
from store.calendar import WorkCalendar, clock
from store.care import Bought, Diary, MonthDay, Occasion, Scores, Segment, cadence
from store.care.placing import Away
from store.customers import Customer, CustomerKind, Need, ValueClass
from store.database import database, rows
from store.errors import Conflict, Denied, Invalid
from store.followups import FollowUp, Kind, NextStep, Origin, Outcome, Status
from store.team import SYSTEM, Member

TODAY = date(2026, 11, 23)  # a Monday
WEEK = WorkCalendar(zone="Europe/Madrid")
A, B, C = ValueClass.A, ValueClass.B, ValueClass.C


@contextmanager
def on(day: date, hour: int = 9) -> Iterator[None]:
    """The clock stands at 10:00 in Madrid of this (winter) day."""
    with clock(datetime(day.year, day.month, day.day, hour, tzinfo=UTC)):
        yield


def customer(owner: Member, name: str = "Northwind", value: ValueClass | None = None, **values: object) -> Customer:
    return customers.add(owner, name, owner=owner, value_class=value, **values)


def visits(of: Customer | None = None) -> list[FollowUp]:
    """The planned visits that Huddle has made, by day."""
    query = FollowUp.select().where(
        FollowUp.origin == Origin.CADENCE, FollowUp.status == Status.PLANNED, FollowUp.kept()
    )
    if of is not None:
        query = query.where(FollowUp.customer == of.id)
    return list(query.order_by(FollowUp.due_on, FollowUp.id))


def classes_of(revenue: dict[int, int]) -> dict[int, str]:
    return {step.customer: step.value_class.value for step in care.curve(revenue)}


# The value class


def test_a_customer_is_an_a_while_larger_ones_bring_less_than_80_percent() -> None:
    assert classes_of({1: 79, 2: 1, 3: 15, 4: 5}) == {1: "A", 3: "A", 4: "B", 2: "C"}
    assert classes_of({1: 80, 2: 15, 3: 5}) == {1: "A", 2: "B", 3: "C"}, "exactly 80 and 95 % before are B and C"


def test_the_largest_customer_is_an_a_even_alone() -> None:
    assert classes_of({7: 1}) == {7: "A"}


def test_equal_revenue_gives_equal_class() -> None:
    assert set(classes_of(dict.fromkeys(range(20), 100)).values()) == {"A"}
    assert classes_of({1: 80, 2: 10, 3: 10}) == {1: "A", 2: "B", 3: "B"}


def test_without_revenue_there_is_no_class() -> None:
    assert classes_of({}) == {}
    assert classes_of({1: 0, 2: -50}) == {}
    assert classes_of({1: 0, 2: -50, 3: 10}) == {3: "A"}
    assert care.cumulated([], 10) == []


@given(st.dictionaries(st.integers(1, 60), st.integers(-1_000, 10**9), max_size=60))
def test_a_larger_customer_never_has_a_lower_class(revenue: dict[int, int]) -> None:
    steps = care.curve(revenue)
    assert [step.value_class for step in steps] == sorted(step.value_class for step in steps)
    assert {step.customer for step in steps} == {n for n, amount in revenue.items() if amount > 0}
    by_revenue: dict[int, set[ValueClass]] = {}
    for step in steps:
        by_revenue.setdefault(step.revenue, set()).add(step.value_class)
    assert all(len(found) == 1 for found in by_revenue.values())


@given(st.dictionaries(st.integers(1, 60), st.integers(1, 10**9), min_size=1, max_size=60), st.integers(1, 50))
def test_the_curve_rises_ever_less_and_ends_at_everything(revenue: dict[int, int], points: int) -> None:
    found = care.cumulated(care.curve(revenue), points)
    rises = [b - a for a, b in zip([0.0, *found], found, strict=False)]
    assert found[-1] == pytest.approx(1)
    assert all(later <= before + 1e-9 for before, later in pairwise(rises))


@pytest.mark.parametrize(
    ("day", "months", "first"),
    [
        (date(2026, 11, 23), 12, date(2025, 11, 24)),
        (date(2028, 2, 29), 12, date(2027, 3, 1)),
        (date(2027, 3, 31), 12, date(2026, 4, 1)),
        (date(2026, 1, 31), 2, date(2025, 12, 1)),
        (date(2026, 11, 23), 24, date(2024, 11, 24)),
    ],
)
def test_months_back_end_where_the_month_ends(day: date, months: int, first: date) -> None:
    assert care.window(day, months) == (first, day)


# RFM


def test_every_one_of_the_125_cells_has_a_name_and_ten_are_others() -> None:
    cells = Counter(care.segment(Scores(*cell)) for cell in product(range(1, 6), repeat=3))
    assert sum(cells.values()) == 125
    assert cells[Segment.OTHERS] == 10
    assert set(cells) == set(Segment)


@pytest.mark.parametrize(
    ("scores", "name"),
    [
        ((5, 5, 5), Segment.CHAMPIONS),
        ((5, 5, 4), Segment.POTENTIAL_LOYALISTS),
        ((2, 2, 2), Segment.LOYAL),
        ((1, 4, 5), Segment.CANT_LOSE),
        ((1, 1, 1), Segment.LOST),
        ((5, 1, 1), Segment.NEW),
        ((5, 5, 1), Segment.OTHERS),
        ((2, 1, 5), Segment.OTHERS),
    ],
)
def test_scores_have_the_name_of_the_table(scores: tuple[int, int, int], name: Segment) -> None:
    assert care.segment(Scores(*scores)) is name


def test_quintiles_of_25_different_values_are_five_each() -> None:
    ordered = list(range(25))
    assert Counter(care.quintile(value, ordered) for value in ordered) == dict.fromkeys(range(1, 6), 5)


def test_ties_get_the_score_of_their_middle() -> None:
    assert {care.quintile(7, [7] * 25)} == {3}
    assert [care.quintile(value, [1] * 24 + [9]) for value in (1, 9)] == [3, 5]


def test_the_latest_buyer_has_the_best_recency() -> None:
    bought = {n: Bought(days=n * 10, times=n, amount=n * 100) for n in range(1, 26)}
    found = care.scores(bought)
    assert found[1] == Scores(5, 1, 1)
    assert found[25] == Scores(1, 5, 5)


@pytest.mark.parametrize(
    ("bought", "expected"),
    [
        (Bought(30, 6, 300), (5, 5, 5)),
        (Bought(31, 5, 299), (4, 4, 4)),
        (Bought(90, 4, 150), (4, 4, 4)),
        (Bought(180, 3, 75), (3, 3, 3)),
        (Bought(365, 2, 30), (2, 2, 2)),
        (Bought(366, 1, 29), (1, 1, 1)),
    ],
)
def test_under_25_buyers_fixed_thresholds_count(bought: Bought, expected: tuple[int, int, int]) -> None:
    others = {n: Bought(1, 1, 100) for n in range(2, 8)}  # the median is 100, whatever the first one bought
    assert care.scores({1: bought, **others})[1] == Scores(*expected)


def test_nobody_bought_gives_no_scores() -> None:
    assert care.scores({}) == {}


def test_the_25th_buyer_brings_quintiles() -> None:
    same = {n: Bought(10, 1, 100) for n in range(24)}
    assert set(care.scores(same).values()) == {Scores(5, 1, 3)}
    assert set(care.scores({**same, 24: Bought(10, 1, 100)}).values()) == {Scores(3, 3, 3)}


@given(
    st.dictionaries(
        st.integers(0, 80),
        st.builds(Bought, st.integers(0, 730), st.integers(1, 12), st.integers(1, 10**9)),
        min_size=1,
        max_size=80,
    )
)
def test_who_bought_more_often_more_and_later_never_scores_less(bought: dict[int, Bought]) -> None:
    found = care.scores(bought)
    assert set(found) == set(bought)
    for one, its in bought.items():
        assert all(1 <= score <= 5 for score in found[one])
        for other, theirs in bought.items():
            if its.days <= theirs.days:
                assert found[one].r >= found[other].r
            if its.times >= theirs.times:
                assert found[one].f >= found[other].f
            if its.amount >= theirs.amount:
                assert found[one].m >= found[other].m


# Computing both


def test_computing_sets_class_scores_and_name_without_history(ana: Member) -> None:
    big, small, none = (customer(ana, name) for name in ("Big", "Small", "None"))
    deals.book(ana, big, 900_00)
    deals.book(ana, small, 100_00)
    entries = rows("SELECT count(*) FROM change_entry")
    versions = [Customer.load(one.id).version for one in (big, small, none)]
    assert care.recompute(TODAY) == 2
    big, small, none = (Customer.load(one.id) for one in (big, small, none))
    assert [one.value_class for one in (big, small, none)] == [A, B, None]
    assert (big.rfm_r, big.rfm_f, big.rfm_m, big.segment, big.computed_on) == (5, 1, 4, Segment.NEW, TODAY)
    assert (none.segment, none.computed_on) == (None, None)
    assert rows("SELECT count(*) FROM change_entry") == entries
    assert [one.version for one in (big, small, none)] == versions, "no open form conflicts at midnight"
    assert care.recompute(TODAY) == 0


def test_revenue_of_a_year_ago_counts_for_rfm_and_not_for_the_class(ana: Member) -> None:
    old = customer(ana)
    deals.book(ana, old, 900_00, TODAY.replace(year=2025))
    care.recompute(TODAY)
    found = Customer.load(old.id)
    assert (found.value_class, found.rfm_r) == (None, 2)
    care.recompute(date(2027, 11, 24))
    assert Customer.load(old.id).segment is None, "after 24 months it is forgotten"


def test_a_hand_set_class_is_kept_and_marked_and_can_be_given_back(ana: Member) -> None:
    one = customer(ana, value=C)
    deals.book(ana, Customer.load(one.id), 900_00)
    care.recompute(TODAY)
    one = Customer.load(one.id)
    assert (one.value_class, one.value_class_set_by_hand, one.value_class_computed) == (C, 1, A)
    customers.edit(ana, one, value_class=None)
    assert (one.value_class, one.value_class_set_by_hand) == (A, 0)
    changes.undo(ana)
    one = Customer.load(one.id)
    assert (one.value_class, one.value_class_set_by_hand) == (C, 1)


def test_an_edit_of_something_else_sets_no_class_by_hand(ana: Member) -> None:
    one = customer(ana)
    deals.book(ana, Customer.load(one.id), 900_00)
    care.recompute(TODAY)
    one = Customer.load(one.id)
    customers.edit(ana, one, city="Jaén")
    assert (one.value_class, one.value_class_set_by_hand) == (A, 0)


def test_a_reopened_deal_is_no_purchase(ana: Member) -> None:
    one = customer(ana)
    deal = deals.add(ana, one, "Kilns", amount=500_00)
    deals.win(ana, deal)
    assert care.bought(TODAY) == {one.id: Bought(0, 1, 500_00)}
    deals.reopen(ana, deal)
    assert care.bought(TODAY) == {}
    deals.win(ana, deal, 400_00)
    assert care.bought(TODAY) == {one.id: Bought(0, 1, 400_00)}
    care.recompute(TODAY)
    assert Customer.load(one.id).value_class is A


def test_payments_are_no_revenue(ana: Member) -> None:
    deals.book(ana, customer(ana), 500_00, kind=deals.BookingKind.PAYMENT)
    assert care.bought(TODAY) == {}
    assert care.revenue_by_customer(TODAY) == {}


def test_removed_customers_shift_nobody_on_the_curve(ana: Member) -> None:
    gone, stays = customer(ana, "Gone"), customer(ana, "Stays")
    deals.book(ana, gone, 900_00)
    deals.book(ana, stays, 10_00)
    customers.remove(ana, Customer.load(gone.id))
    care.recompute(TODAY)
    assert Customer.load(stays.id).value_class is A


def test_a_customer_without_a_booking_for_a_year_is_proposed_as_dormant(ana: Member) -> None:
    with on(date(2025, 1, 10)):
        sleeping, buying, prospect = (customer(ana, name) for name in ("Sleeping", "Buying", "Prospect"))
        deals.book(ana, sleeping, 100_00)
    deals.book(ana, buying, 100_00)
    fresh = customer(ana, "Fresh")
    deals.book(ana, fresh, 100_00, TODAY)
    assert care.falling_asleep(TODAY) == [sleeping.id]
    assert care.falling_asleep(TODAY, ana.id) == [sleeping.id]
    assert (care.count_falling_asleep(TODAY), care.count_falling_asleep(TODAY, ana.id)) == (1, 1)
    assert care.count_falling_asleep(TODAY, ana.id + 1) == len(care.falling_asleep(TODAY, ana.id + 1)) == 0
    care.make_dormant(ana, Customer.load(sleeping.id))
    assert Customer.load(sleeping.id).kind is CustomerKind.DORMANT
    assert (care.falling_asleep(TODAY), care.count_falling_asleep(TODAY)) == ([], 0)
    assert Customer.load(prospect.id).kind is CustomerKind.PROSPECT


def test_a_viewer_and_a_colleague_leave_a_sleeping_customer_alone(ana: Member, li: Member, viewer: Member) -> None:
    one = customer(ana)
    for actor in (li, viewer):
        with pytest.raises(Denied):
            care.make_dormant(actor, one)


# Which interval


@pytest.mark.parametrize(
    ("values", "days"),
    [
        ({}, 90),
        ({"value_class": A}, 14),
        ({"value_class": B}, 30),
        ({"value_class": C}, 90),
        ({"value_class": A, "need": Need.URGENT}, 3),
        ({"value_class": A, "need": Need.CLEAR}, 7),
        ({"value_class": A, "kind": CustomerKind.CUSTOMER, "need": Need.URGENT}, 14),
        ({"value_class": A, "kind": CustomerKind.DORMANT}, 60),
        ({"value_class": A, "kind": CustomerKind.DORMANT, "visit_interval_days": 5}, 5),
    ],
)
def test_the_interval_is_its_own_else_by_kind_need_and_class(ana: Member, values: dict[str, object], days: int) -> None:
    assert customers.visit_interval(customers.add(ana, "Northwind", **values)) == days


@pytest.mark.parametrize("days", [0, -1, 731])
def test_an_impossible_interval_is_refused_beside_its_field(ana: Member, days: int) -> None:
    with pytest.raises(Invalid) as refused:
        customers.add(ana, "Northwind", visit_interval_days=days)
    assert set(refused.value.fields) == {"visit_interval_days"}


# Planning visits


def test_a_new_customer_is_visited_an_interval_after_it_was_entered(ana: Member) -> None:
    one = customer(ana, value=A)
    assert care.plan_visits() == 1
    (visit,) = visits()
    assert (visit.customer_id, visit.owner_id, visit.kind) == (one.id, ana.id, Kind.VISIT)
    assert (visit.due_on, visit.original_due_on, visit.wanted_on) == (date(2026, 12, 7), date(2026, 12, 7), None)
    assert visit.created_by == SYSTEM.id


def test_running_it_twice_plans_nothing_more(ana: Member) -> None:
    for n in range(30):
        customer(ana, f"Customer {n}", A)
    care.plan_visits()
    before = [(v.id, v.due_on, v.version) for v in visits()]
    changed = rows("SELECT count(*) FROM change")
    assert care.plan_visits() == 0
    assert [(v.id, v.due_on, v.version) for v in visits()] == before
    assert rows("SELECT count(*) FROM change") == changed, "nothing done is no change"


def test_one_run_is_one_change_that_u_never_takes_back(ana: Member) -> None:
    for n in range(3):
        customer(ana, f"Customer {n}")
    before = rows("SELECT count(*) FROM change")[0][0]
    care.plan_visits()
    assert rows("SELECT count(*) FROM change")[0][0] == before + 1
    changes.undo(ana)
    assert len(visits()) == 3


def test_whoever_has_a_planned_follow_up_of_any_kind_gets_no_second_one(ana: Member) -> None:
    one = customer(ana, value=A)
    followups.add(ana, TODAY + timedelta(days=300), customer=one, kind=Kind.QUOTE)
    assert care.plan_visits() == 0


def test_lost_customers_and_those_of_nobody_or_of_a_leaver_are_left_alone(ana: Member, li: Member) -> None:
    customer(ana, "Lost", A, kind=CustomerKind.LOST)
    customers.add(ana, "Nobody's", value_class=A)
    customer(li, "Of a leaver", A)
    team.leave(ana, li, TODAY)
    with on(TODAY + timedelta(days=1)):
        assert care.plan_visits() == 0


def test_who_asked_not_to_be_called_gets_a_message(ana: Member) -> None:
    customer(ana, value=A, do_not_call=1)
    care.plan_visits()
    assert visits()[0].kind is Kind.MESSAGE


@pytest.mark.parametrize(
    ("outcome", "due"),
    [
        (Outcome.CONNECTED, date(2026, 12, 7)),
        (Outcome.BLOCKED, date(2026, 12, 7)),
        (Outcome.NO_ANSWER, date(2026, 11, 25)),
    ],
)
def test_the_last_answered_contact_is_what_counts(ana: Member, outcome: Outcome, due: date) -> None:
    with on(date(2026, 11, 11)):
        one = customer(ana, value=A)
    followups.log(ana, Kind.CALL, outcome, customer=one)
    care.plan_visits()
    assert visits()[0].due_on == due


def test_imports_and_edits_are_no_contact(ana: Member) -> None:
    with on(date(2026, 11, 11)):
        one = customer(ana, value=A)
    customers.edit(ana, one, city="Jaén", notes="Met somebody")
    care.plan_visits()
    assert visits()[0].due_on == date(2026, 11, 25)


def test_the_first_response_to_a_complaint_is_a_contact(ana: Member) -> None:
    with on(date(2026, 11, 2)):
        one = customer(ana, value=A)
    with on(date(2026, 11, 18)):
        complaint = complaints.add(ana, one, "Late delivery")
        complaints.respond(ana, complaint)
    care.plan_visits()
    assert visits()[0].due_on == date(2026, 12, 2)


def test_a_contact_late_in_the_evening_belongs_to_the_teams_day(ana: Member) -> None:
    with clock(datetime(2026, 11, 22, 23, 30, tzinfo=UTC)):  # 00:30 of the 23rd in Madrid
        customer(ana, value=A)
    care.plan_visits()
    assert visits()[0].due_on == date(2026, 12, 7)


@pytest.mark.parametrize(
    ("since", "free", "due"),
    [
        (date(2026, 11, 28), [], date(2026, 12, 14)),  # 14 days end on a Saturday
        (date(2027, 1, 31), [], date(2027, 2, 15)),  # over a month's end, on a Sunday
        (date(2028, 2, 15), [], date(2028, 2, 29)),  # the leap day itself
        (date(2026, 12, 11), ["2026-12-25"], date(2026, 12, 28)),  # a holiday before a weekend
    ],
)
def test_a_visit_falls_on_a_working_day(ana: Member, since: date, free: list[str], due: date) -> None:
    team.add_holidays(ana, [(date.fromisoformat(day), False, "off") for day in free] or [(date(2026, 1, 1), False, "")])
    with on(since):
        customer(ana, value=A)
        care.plan_visits()
    assert visits()[0].due_on == due


def test_a_run_of_holidays_moves_a_visit_to_its_nearest_end_and_a_made_up_saturday_counts(ana: Member) -> None:
    free = [(TODAY + timedelta(days=10 + n), False, "week off") for n in range(9)]
    team.add_holidays(ana, [*free, (date(2026, 12, 12), True, "made up")])
    customer(ana, value=A)
    care.plan_visits()
    (visit,) = visits()
    assert (visit.due_on, visit.wanted_on) == (date(2026, 12, 12), None), "the next working day is never late"


def test_what_was_due_long_ago_comes_today_and_is_marked_late(ana: Member) -> None:
    with on(date(2026, 3, 2)):
        customer(ana, value=B)
    care.plan_visits()
    (visit,) = visits()
    assert (visit.due_on, visit.original_due_on, visit.wanted_on) == (TODAY, TODAY, date(2026, 4, 1))


def test_on_a_weekend_what_is_late_comes_on_monday(ana: Member) -> None:
    with on(date(2026, 3, 2)):
        customer(ana, value=B)
    with on(date(2026, 11, 28)):
        care.plan_visits()
    assert visits()[0].due_on == date(2026, 11, 30)


def test_at_most_eight_a_day_and_the_rest_nearby(ana: Member) -> None:
    for n in range(60):
        customer(ana, f"Customer {n:02}", A)
    care.plan_visits()
    days = Counter(visit.due_on for visit in visits())
    assert max(days.values()) == 8
    assert date(2026, 12, 7) in days
    late = [visit for visit in visits() if visit.wanted_on is not None]
    assert all(date(2026, 12, 5) <= visit.due_on <= date(2026, 12, 9) for visit in visits() if visit not in late)
    assert [visit.wanted_on for visit in late] == [date(2026, 12, 7)] * 36
    assert min(visit.due_on for visit in late) == date(2026, 12, 10)


def test_a_larger_team_gets_its_visits_in_several_changes(ana: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cadence, "MOST_IN_ONE_CHANGE", 7)
    for n in range(20):
        customer(ana, f"Customer {n:02}", B)
    assert care.plan_visits() == 20
    assert Counter(visit.customer_id for visit in visits()).most_common(1)[0][1] == 1


def test_what_finds_no_room_within_a_year_is_planned_by_a_later_run(ana: Member) -> None:
    calendar = WorkCalendar(weekdays=frozenset({0}))
    diary = Diary(calendar, TODAY, {}, {})
    places = [diary.place(1, TODAY, 14) for _ in range(8 * 53 + 3)]
    assert sum(place is None for place in places) == 3


def test_removing_a_planned_visit_skips_it(ana: Member) -> None:
    one = customer(ana, value=A)
    care.plan_visits()
    with on(TODAY + timedelta(days=2)):
        followups.remove(ana, visits()[0])
        care.plan_visits()
        assert visits(one)[0].due_on == date(2026, 12, 9)


# Absences


def test_an_absence_moves_a_visit_within_its_tolerance(ana: Member, li: Member) -> None:
    team.add_absence(ana, ana, date(2026, 12, 7), date(2026, 12, 7), stand_in=li)
    customer(ana, value=A)
    care.plan_visits()
    assert [(v.owner_id, v.due_on, v.wanted_on) for v in visits()] == [(ana.id, date(2026, 12, 8), None)]


def test_a_longer_absence_hands_it_to_the_stand_in(ana: Member, li: Member) -> None:
    team.add_absence(ana, ana, date(2026, 12, 1), date(2026, 12, 18), stand_in=li)
    customer(ana, value=A)
    care.plan_visits()
    assert [(v.owner_id, v.due_on) for v in visits()] == [(li.id, date(2026, 12, 7))]


def test_without_a_stand_in_it_waits_for_the_return_and_is_late(ana: Member, li: Member) -> None:
    team.add_absence(ana, ana, date(2026, 12, 1), date(2026, 12, 18))
    customer(ana, value=A)
    care.plan_visits()
    assert [(v.owner_id, v.due_on, v.wanted_on) for v in visits()] == [(ana.id, date(2026, 12, 21), date(2026, 12, 7))]


def test_an_absence_that_is_entered_later_moves_what_huddle_has_planned(ana: Member, li: Member) -> None:
    customer(ana, value=A)
    care.plan_visits()
    team.add_absence(ana, ana, date(2026, 12, 1), date(2026, 12, 18), stand_in=li)
    care.plan_visits()
    assert [(v.owner_id, v.due_on) for v in visits()] == [(li.id, date(2026, 12, 7))]
    before = rows("SELECT count(*) FROM change")
    care.plan_visits()
    assert rows("SELECT count(*) FROM change") == before


def test_what_somebody_has_touched_stays_where_they_put_it(ana: Member, li: Member) -> None:
    customer(ana, value=A)
    care.plan_visits()
    followups.snooze(ana, visits()[0], date(2026, 12, 9))
    team.add_absence(ana, ana, date(2026, 12, 1), date(2026, 12, 18), stand_in=li)
    care.plan_visits()
    assert [(v.owner_id, v.due_on) for v in visits()] == [(ana.id, date(2026, 12, 9))]


def test_a_viewer_and_somebody_away_stand_in_for_nobody(ana: Member, li: Member, viewer: Member) -> None:
    team.add_absence(ana, ana, date(2026, 12, 1), date(2026, 12, 18), stand_in=viewer)
    customer(ana, value=A)
    care.plan_visits()
    assert visits()[0].owner_id == ana.id


@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(-60, 100), st.sampled_from([3, 7, 14, 30, 60, 90])), max_size=80),
    st.sets(st.dates(TODAY, TODAY + timedelta(days=60)), max_size=20),
    st.lists(st.tuples(st.integers(1, 3), st.integers(0, 40), st.integers(0, 20), st.integers(1, 3)), max_size=4),
)
def test_a_place_is_always_a_working_day_with_room_and_never_in_an_absence(
    items: list[tuple[int, int, int]], holidays: set[date], absences: list[tuple[int, int, int, int]]
) -> None:
    calendar = WorkCalendar(holidays=frozenset(holidays))
    away: dict[int, list[Away]] = {}
    for member, first, length, stand_in in absences:
        begin = TODAY + timedelta(days=first)
        away.setdefault(member, []).append(Away(begin, begin + timedelta(days=length), stand_in))
    diary = Diary(calendar, TODAY, {}, away, [1, 2, 3])
    taken: Counter[tuple[int, date]] = Counter()
    for owner, ahead, interval in items:
        ideal = TODAY + timedelta(days=ahead)
        place = diary.place(owner, ideal, interval)
        assert place is not None
        taken[place.owner, place.day] += 1
        assert calendar.is_working(place.day)
        assert place.day >= TODAY
        assert not diary.is_away(place.owner, place.day)
        slack = timedelta(days=interval // 5)
        assert place.late == (place.day > max(ideal + slack, calendar.on_or_after(ideal)))
        assert place.day >= ideal - slack
    assert not taken or max(taken.values()) <= care.MOST_A_DAY


# Nothing is lost, nothing is doubled


def test_undoing_a_completion_withdraws_the_visit_that_followed_from_it(ana: Member) -> None:
    one = customer(ana, value=A)
    care.plan_visits()
    first = visits(one)[0]
    followups.complete(ana, first, Outcome.NO_ANSWER)
    care.plan_visits()
    assert len(visits(one)) == 1
    changes.undo(ana)
    assert [visit.id for visit in visits(one)] == [first.id]
    followups.complete(ana, FollowUp.load(first.id), Outcome.NO_ANSWER)
    care.plan_visits()
    assert visits(one)[0].due_on == date(2026, 12, 7), "what was withdrawn is no skipped visit"


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["complete", "complete_next", "no_answer", "snooze", "undo", "run", "day"]), st.integers(0, 5)
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_sequence_loses_a_follow_up_or_leaves_two_of_one_cycle(
    ana: Member, li: Member, steps: list[tuple[str, int]]
) -> None:
    name = f"Customer {rows('SELECT count(*) FROM customer')[0][0]}"
    ours = [customer(ana, f"{name} {n}", value) for n, value in enumerate((A, None))]
    manual = followups.add(ana, TODAY, subject="Renewal", customer=ours[0])
    count = len(list(FollowUp.select().where(FollowUp.kept(), FollowUp.origin == Origin.MANUAL)))
    day, done = TODAY, 0
    for step, which in steps:
        with on(day):
            planned = list(
                FollowUp.select()
                .where(FollowUp.customer.in_(ours), FollowUp.status == Status.PLANNED, FollowUp.kept())
                .order_by(FollowUp.id)
            )
            picked = planned[which % len(planned)] if planned else None
            if step == "run":
                care.plan_visits()
                for one in ours:
                    assert followups.planned_for(one.id), "everybody has a next step"
            elif step == "day":
                day += timedelta(days=which)
            elif step == "undo":
                if done:
                    changes.undo(ana)
                    done -= 1
            elif picked is not None:
                done += 1
                if step == "snooze":
                    followups.snooze(ana, picked, day + timedelta(days=which + 1))
                elif step == "no_answer":
                    followups.complete(ana, picked, Outcome.NO_ANSWER)
                else:
                    following = NextStep(day + timedelta(days=3)) if step == "complete_next" else None
                    followups.complete(ana, picked, Outcome.CONNECTED, "", following)
            for one in ours:
                assert len(visits(one)) <= 1, "two open visits of one cycle"
                assert len(followups.planned_for(one.id)) <= 1, "a second planned item"
    assert FollowUp.load(manual.id).status in (Status.PLANNED, Status.DONE)
    assert len(list(FollowUp.select().where(FollowUp.kept(), FollowUp.origin == Origin.MANUAL))) == count


# Care days


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12-03", (12, 3)),
        ("12/3", (12, 3)),
        ("3 Dec", (12, 3)),
        ("Dec 3", (12, 3)),
        ("1985-12-03", (12, 3)),
        ("12月3日", (12, 3)),
        ("１２－０３", (12, 3)),
        ("29 Feb", (2, 29)),
        ("02-29", (2, 29)),
        ("02-30", None),
        ("13-01", None),
        ("fri", None),
        ("+3d", None),
        ("today", None),
        ("", None),
        ("[/b]", None),
    ],
)
def test_a_day_of_the_year_is_read_as_people_write_it(text: str, expected: tuple[int, int] | None) -> None:
    assert care.parse_month_day(text) == (MonthDay(*expected) if expected else None)


def test_a_leap_day_is_kept_on_the_28th_in_other_years() -> None:
    assert care.in_year(2, 29, 2028) == date(2028, 2, 29)
    assert care.in_year(2, 29, 2027) == date(2027, 2, 28)
    assert care.in_year(2, 29, 2100) == date(2100, 2, 28)


def with_day(owner: Member, month: int, day: int, name: str = "王芳") -> Customer:
    one = customer(owner, f"Customer of {name}")
    care.add_contact(owner, one, name, {Occasion.BIRTHDAY: ("生日", MonthDay(month, day))})
    return one


def cared(of: Customer | None = None) -> list[FollowUp]:
    query = FollowUp.select().where(FollowUp.origin == Origin.CARE, FollowUp.kept())
    if of is not None:
        query = query.where(FollowUp.customer == of.id)
    return list(query.order_by(FollowUp.due_on, FollowUp.id))


def test_a_birthday_on_a_sunday_is_remembered_on_friday(ana: Member) -> None:
    one = with_day(ana, 11, 29)
    assert care.plan_care() == 1
    (item,) = cared(one)
    assert (item.due_on, item.wanted_on, item.kind) == (date(2026, 11, 27), date(2026, 11, 29), Kind.CARE)
    assert item.subject == "王芳: 生日 11-29"
    assert item.owner_id == ana.id
    assert item.contact_id == customers.contacts(one.id)[0].id


def test_it_is_planned_a_week_ahead_and_once_a_year(ana: Member) -> None:
    one = with_day(ana, 12, 3)
    assert care.plan_care() == 0, "ten days before is too soon"
    with on(date(2026, 11, 26)):
        assert care.plan_care() == 1
        assert care.plan_care() == 0
    followups.complete(ana, cared()[0], Outcome.CONNECTED)
    with on(date(2026, 11, 30)):
        assert care.plan_care() == 0, "done is done for this year"
    with on(date(2027, 11, 29)):
        assert care.plan_care() == 1
    assert [item.wanted_on for item in cared(one)] == [date(2026, 12, 3), date(2027, 12, 3)]


def test_one_that_was_removed_does_not_come_back_this_year(ana: Member) -> None:
    with_day(ana, 11, 25)
    care.plan_care()
    followups.remove(ana, cared()[0])
    assert care.plan_care() == 0


def test_a_day_of_january_is_seen_in_december(ana: Member) -> None:
    with_day(ana, 1, 2)
    with on(date(2026, 12, 30)):
        assert care.plan_care() == 1
    assert cared()[0].wanted_on == date(2027, 1, 2)


def test_a_leap_days_birthday_comes_every_year(ana: Member) -> None:
    with_day(ana, 2, 29)
    for year, day in ((2027, 26), (2028, 29)):  # 28 February 2027 is a Sunday
        with on(date(year, 2, 22)):
            care.plan_care()
        assert cared()[-1].due_on == date(year, 2, day)


def test_a_birthday_within_a_run_of_holidays_is_remembered_before_it(ana: Member) -> None:
    team.add_holidays(ana, [(date(2027, 2, 6) + timedelta(days=n), False, "春节") for n in range(8)])
    with_day(ana, 2, 12)
    with on(date(2027, 1, 30)):
        care.plan_care()
    assert cared()[0].due_on == date(2027, 2, 5)


def test_one_that_was_seen_too_late_is_due_on_the_next_working_day(ana: Member) -> None:
    with_day(ana, 11, 29)
    with on(date(2026, 11, 28)):
        care.plan_care()
    assert cared()[0].due_on == date(2026, 11, 30)


def test_a_festival_of_everybody_is_spread_before_the_day(ana: Member) -> None:
    for n in range(20):
        with_day(ana, 11, 27, f"Person {n}")
    care.plan_care()
    assert Counter(item.due_on.day for item in cared()) == {27: 8, 26: 8, 25: 4}


def test_care_goes_to_the_stand_in_while_the_owner_is_away(ana: Member, li: Member) -> None:
    team.add_absence(ana, ana, date(2026, 11, 23), date(2026, 12, 1), stand_in=li)
    with_day(ana, 11, 26)
    care.plan_care()
    assert [(item.owner_id, item.due_on) for item in cared()] == [(li.id, date(2026, 11, 26))]


def test_nobody_is_reminded_of_people_at_lost_customers(ana: Member) -> None:
    one = with_day(ana, 11, 25)
    customers.edit(ana, one, kind=CustomerKind.LOST)
    assert care.plan_care() == 0


def test_a_contact_and_its_days_are_one_change_and_one_undo(ana: Member) -> None:
    one = with_day(ana, 11, 25)
    care.plan_care()
    (contact,) = customers.contacts(one.id)
    days = {Occasion.BIRTHDAY: ("生日", MonthDay(12, 1)), Occasion.FESTIVAL: ("Diwali", MonthDay(11, 8))}
    care.edit_contact(ana, contact, days, title="Head of purchasing")
    assert [(d.label, d.month, d.day) for d in care.days_of(contact.id)] == [("Diwali", 11, 8), ("生日", 12, 1)]
    assert (cared()[0].due_on, cared()[0].subject) == (date(2026, 12, 1), "王芳: 生日 12-01")
    changes.undo(ana)
    assert [(d.label, d.month, d.day) for d in care.days_of(contact.id)] == [("生日", 11, 25)]
    assert cared()[0].due_on == date(2026, 11, 25)
    assert customers.contacts(one.id)[0].title == ""


def test_a_day_that_is_taken_out_takes_its_planned_follow_up_with_it(ana: Member) -> None:
    one = with_day(ana, 11, 25)
    care.plan_care()
    care.edit_contact(ana, customers.contacts(one.id)[0], {Occasion.BIRTHDAY: None})
    assert cared() == []
    assert care.plan_care() == 0


@pytest.mark.parametrize("wrong", [("", MonthDay(12, 3)), ("x" * 61, MonthDay(12, 3)), ("Day", MonthDay(2, 30))])
def test_an_impossible_care_day_is_refused_beside_its_field(ana: Member, wrong: tuple[str, MonthDay]) -> None:
    one = customer(ana)
    with pytest.raises(Invalid) as refused:
        care.add_contact(ana, one, "Ana", {Occasion.FESTIVAL: wrong})
    assert set(refused.value.fields) == {"festival"}
    assert customers.contacts(one.id) == []


def test_a_colleagues_contact_is_left_alone(ana: Member, li: Member) -> None:
    one = with_day(ana, 11, 25)
    with pytest.raises(Denied):
        care.edit_contact(li, customers.contacts(one.id)[0], {Occasion.BIRTHDAY: None})


def test_the_second_of_two_who_edit_a_contact_is_told(ana: Member, li: Member) -> None:
    one = with_day(li, 11, 25)
    mine, theirs = customers.contacts(one.id)[0], customers.contacts(one.id)[0]
    care.edit_contact(ana, theirs, {}, title="Head")
    with pytest.raises(Conflict):
        care.edit_contact(li, mine, {Occasion.BIRTHDAY: None}, title="Chief")
    assert len(care.days_of(mine.id)) == 1


# Once a day


def test_the_run_is_due_once_a_day_and_does_everything(ana: Member) -> None:
    one = with_day(ana, 11, 25)
    deals.book(ana, Customer.load(one.id), 900_00)
    assert care.due(TODAY)
    assert care.run(TODAY) == care.Ran(classes=1, visits=0, care=1)
    assert not care.due(TODAY)
    assert care.due(TODAY + timedelta(days=1))
    assert care.run(TODAY) == care.Ran(0, 0, 0)


def test_intervals_follow_the_classes_of_the_same_run(ana: Member) -> None:
    one = customer(ana)
    deals.book(ana, Customer.load(one.id), 900_00)
    care.run(TODAY)
    assert visits(one)[0].due_on == date(2026, 12, 7)


def test_the_run_works_in_an_empty_team(ana: Member) -> None:
    assert care.run(TODAY) == care.Ran(0, 0, 0)


# What the screen asks


def test_the_grid_counts_everybody_who_is_not_lost(ana: Member, li: Member) -> None:
    customer(ana, "1", A, need=Need.URGENT)
    customer(li, "2", A, need=Need.URGENT)
    customer(li, "3")
    customers.add(ana, "4", need=Need.VAGUE)
    customer(ana, "5", A, kind=CustomerKind.LOST)
    everyone = care.grid()
    assert everyone.cells == {(Need.URGENT, A): 2, (Need.NONE, None): 1, (Need.VAGUE, None): 1}
    assert (everyone.total, everyone.by_hand) == (4, 2)
    assert care.grid(li.id).cells == {(Need.URGENT, A): 1, (Need.NONE, None): 1, (Need.VAGUE, None): 1}
    for owner in (None, li.id):
        for cell, count in care.grid(owner).cells.items():
            assert len(care.in_cell(cell, owner)) == count


def test_a_row_says_the_hand_set_class_and_what_revenue_says(ana: Member) -> None:
    one = customer(ana, value=C)
    deals.book(ana, Customer.load(one.id), 900_00)
    care.recompute(TODAY)
    row = care.judged([one.id], TODAY)[one.id]
    assert (row.value_class, row.by_hand, row.computed, row.scores) == ("C", True, "A", "5-1-3")
    assert (row.segment, row.revenue) == (Segment.NEW, 900_00)
    assert care.segments().counts[Segment.NEW] == 1
    assert (care.segments().buyers, care.segments().quintiles) == (1, False)
    assert care.in_segment(Segment.NEW) == [one.id]
    assert care.in_segment(Segment.LOST) == []


def test_the_load_is_by_person_and_working_day(ana: Member, li: Member, viewer: Member) -> None:
    for day in (TODAY - timedelta(days=3), TODAY, TODAY, TODAY + timedelta(days=5), TODAY + timedelta(days=60)):
        followups.add(ana, day, subject="x")
    found = care.load(TODAY, WEEK)
    assert [day.day for day in found.days] == [23, 24, 25, 26, 27, 30, 1, 2, 3, 4]
    assert [person.name for person in found.people] == ["Ana", "Li"], "a viewer has no load"
    assert (found.people[0].overdue, found.people[0].days) == (1, (2, 0, 0, 0, 1, 0, 0, 0, 0, 0)), (
        "what falls on a Saturday counts for Friday"
    )


QUESTIONS = (
    lambda: care.grid(),
    lambda: care.segments(),
    lambda: care.in_segment(Segment.NEW),
    lambda: care.load(TODAY, WEEK),
    lambda: care.due(TODAY),
)


def test_counts_and_load_are_answered_from_indexes(ana: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, tuple[object, ...]]] = []
    execute = database.execute_sql

    def noting(sql: str, params: tuple[object, ...] = ()) -> object:
        seen.append((sql, tuple(params or ())))
        return execute(sql, params)

    monkeypatch.setattr(database, "execute_sql", noting)
    for question in QUESTIONS:
        question()
    monkeypatch.undo()
    for sql, params in seen:
        if not sql.startswith("SELECT") or (" customer " not in sql and " follow_up " not in sql):
            continue
        plan = [step for *_, step in rows(f"EXPLAIN QUERY PLAN {sql}", params)]
        assert not [s for s in plan if s.startswith(("SCAN c", "SCAN f")) and "INDEX" not in s], (sql, plan)
