"""Goals: what a team would lose if a formula or a rule of theirs were wrong."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import customers, deals, followups, goals, notes, team
from store.calendar import Period, PeriodKind, WorkCalendar, clock, period_of, utc_of
from store.changes import change, undo
from store.customers import CustomerKind
from store.database import database, rows
from store.errors import Conflict, Denied, Invalid, NotFound
from store.followups import FollowUp, Kind, Outcome
from store.goals import Direction, Goal, Metric, Plan, Shape, State, Status, Unit, pace
from store.records import Part
from store.team import Member

TODAY = date(2026, 11, 23)
QUARTER = period_of(TODAY, PeriodKind.QUARTER)
MONTH = period_of(TODAY, PeriodKind.MONTH)
YEAR = period_of(TODAY, PeriodKind.YEAR)
WORK = WorkCalendar()
SUM, LEVEL, UP, DOWN = Shape.SUM, Shape.LEVEL, Direction.UP, Direction.DOWN
# November 2026 has 21 working days, Monday to Friday; 15 of them are over on Monday the 23rd.
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


def plan(target: int, start: int = 0, shape: Shape = SUM, direction: Direction = UP) -> Plan:
    return Plan(shape, direction, start, target, FIRST, LAST)


@pytest.fixture
def add(ana: Member) -> Callable[..., Goal]:
    def make(title: str = "Calls", owner: Member | None = None, **values: Any) -> Goal:
        given = {"period": QUARTER, "target": 100_000, "reason": "It is a test.", **values}
        return goals.add(ana, title, owner=owner, **given)

    return make


def read(goal: Goal, day: date = TODAY) -> goals.GoalRow:
    return goals.listed([goal.id], day)[goal.id]


def wrong(verb: Callable[..., object], *args: object, **values: object) -> set[str]:
    with pytest.raises(Invalid) as caught:
        verb(*args, **values)
    return set(caught.value.fields)


# The arithmetic


@pytest.mark.parametrize(
    ("start", "target", "current", "share"),
    [
        (0, 100, 45, 0.45),
        (10, 0, 7, 0.3),  # falling: from 10 to 0, at 7
        (80, 95, 77, -0.2),  # worse than it began
        (0, 100, 140, 1.4),  # more than was promised
        (5, 5, 5, 1.0),
        (5, 5, 4, 0.0),
    ],
)
def test_progress_counts_from_start_to_target_in_either_direction(
    start: int, target: int, current: int, share: float
) -> None:
    assert pace.progress(start, target, current) == pytest.approx(share)


def test_expected_counts_working_days_and_today_only_once_it_is_over() -> None:
    assert pace.elapsed(WORK, FIRST, LAST, FIRST) == 0
    assert pace.elapsed(WORK, FIRST, LAST, date(2026, 11, 3)) == pytest.approx(1 / 21)
    assert pace.elapsed(WORK, FIRST, LAST, TODAY) == pytest.approx(15 / 21)
    assert pace.elapsed(WORK, FIRST, LAST, LAST) == pytest.approx(20 / 21)
    assert pace.elapsed(WORK, FIRST, LAST, date(2026, 12, 1)) == 1


def test_a_week_of_holidays_raises_no_false_alarm() -> None:
    holidays = frozenset(date(2026, 10, day) for day in range(1, 8))
    made_up = frozenset({date(2026, 10, 10)})
    quarter = WorkCalendar(holidays=holidays, made_up=made_up)
    usual = pace.elapsed(WORK, QUARTER.first, QUARTER.last, TODAY)
    assert pace.elapsed(quarter, QUARTER.first, QUARTER.last, TODAY) == pytest.approx(33 / 62)
    assert usual == pytest.approx(37 / 66)


def test_pace_is_progress_by_what_was_expected() -> None:
    assert pace.pace(plan(100), 45, 50) == pytest.approx(0.9)
    assert pace.pace(plan(100), 45, 0) is None
    assert pace.pace(plan(0, 10, LEVEL, DOWN), 7, 5) == pytest.approx(0.6)


def test_a_sum_under_a_limit_is_judged_by_how_much_of_it_is_used() -> None:
    limit = plan(10, direction=DOWN)
    assert pace.pace(limit, 5, 5) == pytest.approx(1.0)
    assert pace.pace(limit, 10, 5) == pytest.approx(0.5)
    assert pace.pace(limit, 0, 5) == math.inf
    assert pace.state(limit, 0, WORK, TODAY) is State.ON_TRACK
    assert pace.state(limit, 12, WORK, TODAY) is State.OFF_TRACK


@pytest.mark.parametrize(
    ("speed", "state"),
    [
        (0.9, State.ON_TRACK),
        (0.27 / (1 - 0.7), State.ON_TRACK),  # 0.9 for people, a little less for floats
        (0.899, State.AT_RISK),
        (0.7, State.AT_RISK),
        (0.699, State.OFF_TRACK),
        (-1.0, State.OFF_TRACK),
        (math.inf, State.ON_TRACK),
    ],
)
def test_the_thresholds_belong_to_the_better_state(speed: float, state: State) -> None:
    assert pace.judged(speed) is state


@pytest.mark.parametrize(
    ("day", "early"),
    [
        (date(2026, 11, 4), True),  # 2 of 21
        (date(2026, 11, 5), True),  # 3 of 21 are 14.3 %
        (date(2026, 11, 6), False),  # 4 of 21
    ],
)
def test_nothing_is_judged_before_15_percent_of_the_period(day: date, early: bool) -> None:
    assert (pace.state(plan(100), 0, WORK, day) is State.TOO_EARLY) is early


def test_nothing_is_judged_before_three_working_days_of_a_short_period() -> None:
    week = Plan(SUM, UP, 0, 100, date(2026, 11, 23), date(2026, 11, 27))
    assert pace.state(week, 0, WORK, date(2026, 11, 25)) is State.TOO_EARLY  # two are over, 40 %
    assert pace.state(week, 0, WORK, date(2026, 11, 26)) is State.OFF_TRACK


def test_a_goal_past_its_end_asks_to_be_closed() -> None:
    assert pace.state(plan(100), 100, WORK, LAST) is State.ON_TRACK
    assert pace.state(plan(100), 100, WORK, LAST + timedelta(days=1)) is State.ENDED


def test_a_rate_without_anything_to_count_has_no_state() -> None:
    found = pace.standing(plan(95_000, 80_000, LEVEL), None, WORK, TODAY)
    assert (found.state, found.progress, found.pace, found.required) == (State.NO_DATA, None, None, None)


def test_required_per_working_day_is_what_is_left_by_days_left() -> None:
    found = pace.standing(plan(100), 40, WORK, TODAY)  # six working days are left, today among them
    assert (found.days_left, found.required) == (6, pytest.approx(10.0))
    assert pace.required(plan(100), 100, 6) == 0
    assert pace.required(plan(100), 130, 6) == 0
    assert pace.required(plan(100), 40, 0) is None
    assert pace.required(plan(0, 10, LEVEL, DOWN), 7, 7) == pytest.approx(-1.0)
    assert pace.required(plan(10, direction=DOWN), 4, 6) == pytest.approx(1.0)  # may still be used
    assert pace.required(plan(10, direction=DOWN), 12, 6) == 0


def test_a_projection_waits_for_15_percent_of_the_period() -> None:
    assert pace.projection(plan(100), 30, 0.1499) is None
    assert pace.projection(plan(100), 30, 0.15) == pytest.approx(200)
    assert pace.projection(plan(95, 80, LEVEL), 86, 0.5) == pytest.approx(92)


def test_a_part_without_figures_is_missing_and_not_zero() -> None:
    assert pace.weighted([(50, 0.8), (30, None), (20, 0.6)]) == (pytest.approx(52 / 70), pytest.approx(0.7))
    assert pace.weighted([(1, None)]) is None
    assert pace.weighted([]) is None


FIGURES = st.integers(-(10**9), 10**9)


@given(start=FIGURES, target=FIGURES, current=FIGURES)
def test_progress_is_never_clamped(start: int, target: int, current: int) -> None:
    found = pace.progress(start, target, current)
    if start != target:
        assert start + found * (target - start) == pytest.approx(current, abs=1)


@given(
    current=FIGURES,
    day=st.dates(date(2026, 9, 1), date(2027, 2, 1)),
    shape=st.sampled_from(Shape),
    target=st.integers(1, 10**9),
)
def test_an_open_goal_has_one_state_on_every_day_and_none_before_its_time(
    current: int, day: date, shape: Shape, target: int
) -> None:
    found = pace.standing(Plan(shape, UP, 0, target, QUARTER.first, QUARTER.last), current, WORK, day)
    assert 0 <= found.expected <= 1
    assert (found.state is State.ENDED) is (day > QUARTER.last)
    if found.expected < 0.15 and day <= QUARTER.last:
        assert (found.state, found.projection) == (State.TOO_EARLY, None)


# Adding and editing


def test_a_goal_of_the_lead_runs_at_once_and_one_of_a_rep_waits_for_the_lead(
    ana: Member, li: Member, add: Callable[..., Goal]
) -> None:
    assert add(owner=li).status is Status.ACTIVE
    mine = goals.add(li, "New customers", owner=li, period=QUARTER, target=9_000)
    assert mine.status is Status.PROPOSED
    with pytest.raises(Denied):
        goals.accept(li, mine)
    assert goals.accept(ana, mine, reason="She knows why.").status is Status.ACTIVE


def test_a_rep_writes_no_goal_of_the_team_or_of_a_colleague(li: Member, wang: Member, add: Callable[..., Goal]) -> None:
    for owner in (None, wang):
        with pytest.raises(Denied):
            goals.add(li, "Revenue", owner=owner, period=QUARTER, target=1)
        with pytest.raises(Denied):
            goals.check_in(li, add(owner=owner), 1_000)
    mine = goals.add(li, "Calls", owner=li, period=QUARTER, target=1)
    with pytest.raises(Denied):
        goals.edit(li, mine, owner=None)


def test_a_viewer_changes_nothing(viewer: Member, add: Callable[..., Goal]) -> None:
    with pytest.raises(Denied):
        goals.check_in(viewer, add(), 1_000)


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"title": "  "}, {"title"}),
        ({"title": "x" * 301}, {"title"}),
        ({"target": 0}, {"target"}),
        ({"target": -5}, {"target"}),
        ({"shape": LEVEL, "start": 7, "target": 7}, {"target"}),
        ({"start": 7}, {"start"}),
        ({"target": 10**16}, {"target"}),
        ({"period": Period(PeriodKind.MONTH, date(2026, 11, 21), date(2026, 11, 22))}, {"period"}),  # a weekend
        ({"period": Period(PeriodKind.MONTH, date(2026, 11, 21), date(2026, 11, 20))}, {"period"}),
        ({"weight": 0}, {"weight"}),
        ({"weight": 101}, {"weight"}),
        ({"why": "x" * 4_001}, {"why"}),
        ({"title": "", "target": 0}, {"title", "target"}),
        ({"status": Status.ACHIEVED}, {"status"}),
    ],
)
def test_what_makes_no_goal_is_refused_beside_its_field(
    add: Callable[..., Goal], values: dict[str, Any], fields: set[str]
) -> None:
    assert wrong(add, **values) == fields
    assert goals.tree(None, TODAY) == []


def test_a_weekend_that_is_made_up_is_a_period(ana: Member, add: Callable[..., Goal]) -> None:
    weekend = Period(PeriodKind.MONTH, date(2026, 11, 21), date(2026, 11, 22))
    team.add_holidays(ana, [(date(2026, 11, 21), True, "调休")])
    assert add(period=weekend).first_day == weekend.first


def test_a_goal_never_stands_below_itself(ana: Member, add: Callable[..., Goal]) -> None:
    top = add("Year")
    middle = add("Quarter", parent=top)
    low = add("Month", parent=middle)
    for parent in (top, middle, low):
        assert wrong(goals.edit, ana, top, parent=parent) == {"parent"}
    assert goals.edit(ana, low, parent=top).parent_id == top.id
    assert [i for i, _, _ in goals.may_be_above(middle.id)] == [low.id, top.id]
    assert len(goals.may_be_above(None)) == 3


def test_a_circle_that_an_undo_leaves_hides_no_goal(ana: Member, add: Callable[..., Goal]) -> None:
    one, two = add("One"), add("Two")
    with change(ana, "edited", one) as it:
        it.update(one, parent=two)
        it.update(two, parent=one)
    assert sorted(branch.id for branch in goals.tree(None, TODAY)) == [one.id, two.id]
    assert goals.detail(one.id, TODAY).parent == "Two"


def test_a_counted_metric_brings_its_shape_and_unit(add: Callable[..., Goal]) -> None:
    rate = add(metric=Metric.ON_TIME_RATE, start=80_000, target=95_000)
    assert (rate.shape, rate.unit, rate.direction) == (LEVEL, Unit.PERCENT, UP)
    assert add(shape=LEVEL, start=10_000, target=2_000).direction is DOWN


def test_figures_keep_their_unit_once_there_are_check_ins(ana: Member, add: Callable[..., Goal]) -> None:
    goal = add()
    goals.edit(ana, goal, unit=Unit.MONEY)
    goals.check_in(ana, goal, 5)
    assert wrong(goals.edit, ana, goal, unit=Unit.NUMBER) == {"unit"}


def test_somebody_elses_edit_is_not_lost_silently(ana: Member, add: Callable[..., Goal]) -> None:
    goal = add()
    stale = Goal.load(goal.id)
    goals.edit(ana, goal, title="Visits")
    with pytest.raises(Conflict):
        goals.edit(ana, stale, title="Calls to customers")


# Targets


def test_another_target_of_a_running_goal_is_kept_with_its_reason(ana: Member, add: Callable[..., Goal]) -> None:
    goal = add()
    assert wrong(goals.edit, ana, goal, target=80_000) == {"reason"}
    goals.edit(ana, goal, target=80_000, reason="One of us left.")
    goals.revise_target(ana, goal, 70_000, "Another left.", date(2026, 11, 20))
    assert goal.target == 70_000
    assert [(r.from_day, r.old, r.new, r.reason, r.by) for r in goals.revisions(goal.id)] == [
        (TODAY, 100_000, 80_000, "One of us left.", "Ana"),
        (date(2026, 11, 20), 80_000, 70_000, "Another left.", "Ana"),
    ]
    undo(ana)
    assert (Goal.load(goal.id).target, len(goals.revisions(goal.id))) == (80_000, 1)


def test_a_promise_that_runs_is_revised_by_the_lead_alone(ana: Member, li: Member, add: Callable[..., Goal]) -> None:
    goal = add(owner=li)
    with pytest.raises(Denied):
        goals.edit(li, goal, target=1_000, reason="Too much.")
    with pytest.raises(Denied):
        goals.revise_target(li, goal, 1_000, "Too much.")
    draft = goals.add(li, "Calls", owner=li, period=QUARTER, target=5_000, status=Status.DRAFT)
    assert goals.edit(li, draft, target=4_000).target == 4_000
    assert goals.revisions(draft.id) == []


@pytest.mark.parametrize(
    ("target", "reason", "day", "field"),
    [
        (100_000, "why", None, "target"),
        (80_000, " ", None, "reason"),
        (80_000, "why", date(2026, 9, 30), "from_day"),
        (80_000, "why", date(2027, 1, 1), "from_day"),
        (0, "why", None, "target"),
    ],
)
def test_a_revision_needs_another_target_a_reason_and_a_day_of_the_period(
    ana: Member, add: Callable[..., Goal], target: int, reason: str, day: date | None, field: str
) -> None:
    assert wrong(goals.revise_target, ana, add(), target, reason, day) == {field}


# Check-ins


def test_a_check_in_keeps_what_was_said_then(ana: Member, add: Callable[..., Goal]) -> None:
    goal = add(period=MONTH)
    goals.check_in(ana, goal, 70_000, confidence=6, note=" On the way ", day=date(2026, 11, 20))
    goals.edit(ana, goal, shape=LEVEL, start=60_000)
    found = goals.check_ins(goal.id)[0]
    assert (found.state, found.note, found.by, found.confidence) == (State.ON_TRACK, "On the way", "Ana", 6)
    row = read(goal)
    assert (row.current, row.confidence, row.checked_on) == (70_000, 6, date(2026, 11, 20))
    assert row.state is State.OFF_TRACK, "as it is judged now; the check-in keeps what was said then"


def test_the_current_figure_is_that_of_the_latest_day_and_the_last_word_on_it(
    ana: Member, add: Callable[..., Goal]
) -> None:
    goal = add()
    assert read(goal).current == 0
    goals.check_in(ana, goal, 30_000, confidence=7, day=date(2026, 11, 20))
    goals.check_in(ana, goal, 10_000, day=date(2026, 11, 2))
    assert read(goal).current == 30_000
    goals.check_in(ana, goal, 31_000, day=date(2026, 11, 20))
    assert (read(goal).current, read(goal).confidence) == (31_000, 7)
    assert read(goal, date(2026, 11, 10)).current == 10_000
    undo(ana)
    assert read(goal).current == 30_000


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"value": None}, "value"),
        ({"value": 10**16}, "value"),
        ({"confidence": 11}, "confidence"),
        ({"confidence": -1}, "confidence"),
        ({"day": date(2026, 11, 24)}, "day"),
        ({"day": date(2026, 9, 30)}, "day"),
        ({"note": "x" * 4_001}, "note"),
    ],
)
def test_a_check_in_that_cant_be_is_refused_beside_its_field(
    ana: Member, add: Callable[..., Goal], values: dict[str, Any], field: str
) -> None:
    goal = add()
    assert wrong(goals.check_in, ana, goal, **{"value": 5, **values}) == {field}
    assert goals.check_ins(goal.id) == []


def test_only_a_goal_that_runs_takes_check_ins(ana: Member, add: Callable[..., Goal]) -> None:
    assert wrong(goals.check_in, ana, add(status=Status.DRAFT), 5) == {"value"}


@given(st.permutations(list(enumerate([5, 20, 10, 40, 35]))))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_pace_never_depends_on_the_order_of_check_ins(
    ana: Member, add: Callable[..., Goal], written: list[tuple[int, int]]
) -> None:
    goal = add()
    for days, value in written:
        goals.check_in(ana, goal, value * 1_000, day=date(2026, 11, 2) + timedelta(days=days))
    found = read(goal)
    assert (found.current, found.standing.pace) == (35_000, pytest.approx(0.35 * 66 / 37))
    drawn = goals.detail(goal.id, TODAY).chart
    known = dict(zip(drawn.days, drawn.actual, strict=True))
    assert (known[date(2026, 11, 1)], known[date(2026, 11, 8)], known[TODAY]) == (0, 35_000, 35_000)


# Counted metrics


@pytest.fixture
def at() -> Callable[[date, int], Any]:
    from datetime import time

    return lambda day, hour: clock(utc_of(day, time(hour), "Europe/Madrid"))


def test_followups_done_are_counted_by_owner_and_local_day(
    ana: Member, li: Member, add: Callable[..., Goal], at: Callable[[date, int], Any]
) -> None:
    mine, ours = add(owner=li, metric=Metric.FOLLOWUPS_DONE), add(metric=Metric.FOLLOWUPS_DONE)
    with at(date(2026, 9, 30), 23):
        followups.log(li, Kind.CALL, Outcome.CONNECTED, subject="before the quarter")
    with at(date(2026, 10, 1), 0):  # still the 30th of September in UTC
        followups.log(li, Kind.CALL, Outcome.CONNECTED, subject="first")
    followups.log(ana, Kind.CALL, Outcome.CONNECTED, subject="hers")
    followups.add(li, TODAY, subject="planned")
    assert (read(mine).current, read(ours).current) == (1_000, 2_000)
    assert read(mine, date(2026, 9, 30)).current == 0
    drawn = goals.detail(ours.id, TODAY).chart
    assert drawn.actual[:2] == (0, 1_000)
    assert (drawn.days[drawn.latest], drawn.actual[drawn.latest]) == (TODAY, 2_000)
    assert set(drawn.actual[drawn.latest + 1 :]) == {None}, "nothing is known of the days to come"


def test_on_time_means_done_by_the_day_that_was_first_promised(
    li: Member, add: Callable[..., Goal], at: Callable[[date, int], Any]
) -> None:
    goal = add(owner=li, metric=Metric.ON_TIME_RATE, target=95_000)
    assert (read(goal).current, read(goal).state) == (None, State.NO_DATA)
    with at(date(2026, 11, 9), 9):
        kept, late, snoozed, _open = (
            followups.add(li, date(2026, 11, 10), subject=s) for s in ("kept", "late", "snoozed", "open")
        )
        followups.snooze(li, snoozed, date(2026, 11, 12))
        followups.add(li, date(2026, 11, 30), subject="not yet due")
    with at(date(2026, 11, 10), 23):
        followups.complete(li, kept, Outcome.CONNECTED)
    with at(date(2026, 11, 11), 0):  # still the 10th in UTC
        followups.complete(li, late, Outcome.CONNECTED)
        followups.log(li, Kind.CALL, Outcome.CONNECTED, subject="never promised")
    with at(date(2026, 11, 12), 9):
        followups.complete(li, snoozed, Outcome.CONNECTED)
    assert read(goal).current == 25_000


def test_a_new_customer_counts_on_the_day_it_became_one(
    ana: Member, li: Member, add: Callable[..., Goal], at: Callable[[date, int], Any]
) -> None:
    goal = add(owner=li, metric=Metric.NEW_CUSTOMERS, target=9_000)
    with at(date(2026, 9, 15), 9):
        won = customers.add(li, "华星科技", owner=li, kind=CustomerKind.PROSPECT)
        customers.add(li, "Old", owner=li, kind=CustomerKind.CUSTOMER)
    with at(date(2026, 11, 2), 9):
        customers.edit(li, won, kind=CustomerKind.CUSTOMER)
        customers.add(li, "Added as such", owner=li, kind=CustomerKind.CUSTOMER)
        customers.add(ana, "Hers", owner=ana, kind=CustomerKind.CUSTOMER)
        wavering = customers.add(li, "Only thought so", owner=li, kind=CustomerKind.CUSTOMER)
        customers.edit(li, wavering, kind=CustomerKind.PROSPECT)
    customers.edit(li, won, city="北京")
    customers.edit(li, won, kind=CustomerKind.DORMANT)
    customers.edit(li, won, kind=CustomerKind.CUSTOMER)  # again, but not a second time
    assert read(goal).current == 2_000
    assert read(goal, date(2026, 11, 1)).current == 0


def test_a_counted_goal_checks_in_with_its_own_figure(ana: Member, add: Callable[..., Goal]) -> None:
    goal = add(metric=Metric.FOLLOWUPS_DONE)
    followups.log(ana, Kind.CALL, Outcome.CONNECTED, subject="done")
    assert goals.check_in(ana, goal, confidence=8).value == 1_000
    rate = add(metric=Metric.ON_TIME_RATE, target=95_000)
    assert wrong(goals.check_in, ana, rate) == {"value"}


# From draft to closed


def test_a_draft_is_proposed_accepted_closed_and_opened_again(ana: Member, li: Member) -> None:
    goal = goals.add(li, "Visits", owner=li, period=QUARTER, target=5_000, status=Status.DRAFT)
    assert read(goal).state is None
    assert wrong(goals.accept, ana, goal) == {"status"}
    goals.propose(li, goal)
    goals.accept(ana, goal, reason="We know why.")
    goals.close(li, goal, Status.MISSED, "The fair was called off.")
    assert notes.about(goal.ref)[0].body == "The fair was called off."
    assert wrong(goals.close, li, goal, Status.ACHIEVED) == {"status"}
    with pytest.raises(Denied):
        goals.activate(li, goal)
    assert goals.activate(ana, goal).status is Status.ACTIVE


def test_what_never_ran_is_neither_achieved_nor_missed(ana: Member, add: Callable[..., Goal]) -> None:
    draft = add(status=Status.DRAFT)
    assert wrong(goals.close, ana, draft, Status.ACHIEVED) == {"status"}
    assert wrong(goals.close, ana, draft, Status.ACTIVE) == {"status"}
    assert goals.close(ana, draft, Status.DROPPED).status is Status.DROPPED


def test_a_closed_goal_keeps_its_figure_when_old_records_are_corrected(ana: Member, add: Callable[..., Goal]) -> None:
    goal = add(metric=Metric.FOLLOWUPS_DONE)
    done = followups.log(ana, Kind.CALL, Outcome.CONNECTED, subject="done")
    goals.close(ana, goal, Status.ACHIEVED)
    followups.remove(ana, FollowUp.load(done.id))
    assert read(goal).current == 1_000


def test_removing_a_goal_leaves_those_below_it(ana: Member, add: Callable[..., Goal]) -> None:
    top = add("Year")
    low = add("Quarter", parent=top)
    goals.remove(ana, top)
    assert goals.tree(None, TODAY) == [(low.id, 0)]
    assert goals.detail(low.id, TODAY).parent == ""
    with pytest.raises(NotFound):
        goals.detail(top.id, TODAY)
    undo(ana)
    assert goals.tree(None, TODAY) == [(top.id, 0), (low.id, 1)]


# Lists


@pytest.fixture
def family(li: Member, wang: Member, add: Callable[..., Goal]) -> dict[str, Goal]:
    year = add("Revenue 2026", period=YEAR)
    quarter = add("Q4 revenue", parent=year)
    return {
        "month": add("November calls", period=MONTH),
        "wang": add("Q4 revenue", wang, parent=quarter),
        "li": add("Q4 revenue", li, parent=quarter, weight=3),
        "quarter": quarter,
        "year": year,
    }


def test_the_tree_goes_from_the_team_to_its_people(family: dict[str, Goal]) -> None:
    order = [(family[name].id, depth) for name, depth in (("year", 0), ("quarter", 1), ("li", 2), ("wang", 2))]
    assert goals.tree(None, TODAY) == [*order, (family["month"].id, 0)]


def test_a_filter_and_mine_keep_the_order_and_close_the_gaps(family: dict[str, Goal], wang: Member) -> None:
    assert goals.tree(wang.id, TODAY) == [(family["wang"].id, 0)]
    assert goals.tree(None, TODAY, "REVENUE 2026") == [(family["year"].id, 0)]
    assert goals.tree(None, TODAY, "王芳") == [(family["wang"].id, 0)]
    without_middle = [b.depth for b in goals.tree(None, TODAY, "revenue")]
    assert without_middle == [0, 1, 2, 2]
    assert goals.tree(None, TODAY, "%") == []


def test_closed_goals_are_listed_for_a_year(ana: Member, add: Callable[..., Goal]) -> None:
    goal = add("Old")
    goals.close(ana, goal, Status.ACHIEVED)
    assert goals.tree(None, TODAY) == []
    assert goals.closed(None, TODAY) == [goal.id]
    assert goals.closed(ana.id, TODAY) == []
    assert goals.closed(None, TODAY, "ol") == [goal.id]
    assert goals.closed(None, date(2028, 1, 5)) == []


def test_the_parts_of_a_goal_count_by_their_weight(ana: Member, family: dict[str, Goal]) -> None:
    goals.check_in(ana, family["li"], 40_000)
    goals.check_in(ana, family["wang"], 80_000)
    found = goals.detail(family["quarter"].id, TODAY)
    assert found.parts[:3] == (2, pytest.approx((3 * 0.4 + 0.8) / 4), 1.0)
    assert found.parent == "Revenue 2026"


@pytest.fixture
def queries() -> Iterator[list[str]]:
    asked: list[str] = []
    database.connection().set_trace_callback(asked.append)
    yield asked
    database.connection().set_trace_callback(None)


def test_more_goals_ask_no_more_queries(ana: Member, li: Member, add: Callable[..., Goal], queries: list[str]) -> None:
    def cost() -> int:
        queries.clear()
        numbers = [branch.id for branch in goals.tree(None, TODAY)]
        goals.listed(numbers, TODAY)
        goals.detail(numbers[0], TODAY)
        goals.due_for(ana, TODAY)
        goals.for_meeting(TODAY, 7)
        return len(queries)

    def family() -> None:
        top = add("Top")
        for metric in Metric:
            goals.check_in(ana, add(parent=top, metric=metric, owner=li), 1_000)

    family()
    one = cost()
    for _ in range(5):
        family()
    assert cost() == one
    assert one <= 40


def test_no_list_reads_a_large_table_from_end_to_end(ana: Member, add: Callable[..., Goal], queries: list[str]) -> None:
    for metric in Metric:
        goals.check_in(ana, add(metric=metric), 1_000)
    queries.clear()
    numbers = [branch.id for branch in goals.tree(None, TODAY)]
    goals.listed(numbers, TODAY)
    goals.closed(None, TODAY)
    asked = [sql for sql in queries if "goal" in sql or "follow_up" in sql or "customer_became" in sql]
    assert len(asked) >= 4
    for sql in asked:
        for *_, step in rows(f"EXPLAIN QUERY PLAN {sql}"):
            scanned = step.partition("SCAN ")[2].split(" ")[0]
            assert scanned in {"", "json_each", "s", "d", "o", "member", "CONSTANT"} or "goal_open" in step, (step, sql)


# Today and the meeting


def test_today_asks_the_lead_to_accept_and_the_owner_to_close_and_to_check_in(ana: Member, li: Member) -> None:
    proposal = goals.add(li, "Q4 revenue", owner=li, period=QUARTER, target=52_000_000, unit=Unit.MONEY)
    october = Period(PeriodKind.MONTH, date(2026, 10, 1), date(2026, 10, 31))
    ended = goals.add(ana, "October", owner=li, period=october, target=1, reason="Late.")
    quiet = goals.add(ana, "November", owner=li, period=MONTH, target=1, reason="Late.")
    fresh = goals.add(ana, "Fresh", owner=li, period=MONTH, target=2, reason="Late.")
    goals.check_in(ana, fresh, 1, day=date(2026, 11, 17))
    review = goals.due_for(ana, TODAY)
    assert [(line.ref.id, line.part, str(line.text)) for line in review] == [
        (proposal.id, Part.REVIEW, "accept 52000000 EUR? Li")
    ]
    assert (review[0].who, review[0].owner, review[0].what) == ("Q4 revenue", "Li", "Goal")
    lines = goals.due_for(li, TODAY)
    assert [(line.ref.id, str(line.state), line.part) for line in lines] == [
        (ended.id, "■ close it", Part.DO),
        (quiet.id, "check in", Part.DO),
    ]
    assert [line.ref.id for line in goals.due_for(li, date(2026, 11, 24))][-1] == fresh.id


def test_the_teams_goals_wait_for_the_lead(ana: Member, li: Member, add: Callable[..., Goal]) -> None:
    goal = add(period=MONTH)
    assert [(line.ref.id, str(line.text)) for line in goals.due_for(ana, TODAY)] == [(goal.id, "0 of 100")]
    assert goals.due_for(li, TODAY) == []


def test_the_meeting_sees_goals_off_pace_the_worst_first(
    ana: Member, li: Member, wang: Member, add: Callable[..., Goal]
) -> None:
    values = {"at risk": 45_000, "worst": 5_000, "bad": 20_000, "fine": 60_000}
    for title, value in values.items():
        goals.check_in(ana, add(title, li), value)
    add("a draft", status=Status.DRAFT)
    add("ended", wang, period=period_of(date(2026, 10, 5), PeriodKind.MONTH))
    lines = goals.for_meeting(date(2026, 11, 16), 10)
    assert [line.text for line in lines] == ["worst", "bad", "at risk", "ended"]
    assert [line.tone for line in lines] == ["bad", "bad", "warning", "warning"]
    assert str(lines[2].state) == "▲ at risk · pace 0.80"
    assert [line.text for line in goals.for_meeting(date(2026, 11, 16), 2)] == ["worst", "bad"]


def test_revenue_and_deals_won_are_read_from_the_bookings(ana: Member, li: Member, add: Callable[..., Goal]) -> None:
    mine = add("Revenue", owner=li, metric=Metric.REVENUE, target=1_000_00)
    ours = add("Revenue of all", metric=Metric.REVENUE, target=2_000_00)
    won = add("Won", owner=li, metric=Metric.DEALS_WON, target=4_000)
    customer = customers.add(li, "Northwind", owner=li)
    deal = deals.add(li, customer, "Sensors", amount=300_00)
    deals.win(li, deal)
    deals.book(ana, customers.Customer.load(customer.id), 50_00, owner=ana)
    assert [read(goal).current for goal in (mine, ours, won)] == [300_00, 350_00, 1_000]
    deals.reopen(li, deals.Deal.load(deal.id))
    assert [read(goal).current for goal in (mine, ours, won)] == [0, 50_00, 0]
