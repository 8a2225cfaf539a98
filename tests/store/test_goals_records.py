"""What goals read from the records, and the lights: sums that are kept agree with a fresh count, whatever happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import customers, deals, followups, goals, team
from store.calendar import PeriodKind, clock, period_of, previous_period, utc_of
from store.changes import undo
from store.complaints import Scale, satisfaction
from store.customers import CustomerKind
from store.database import database, rows
from store.errors import Invalid
from store.followups import FollowUp, Kind, Outcome
from store.goals import Goal, GoalRow, Lamp, Metric, Shape, Status, Unit, smart
from store.goals.counting import Tally, figure
from store.goals.history import Past
from store.goals.pace import Direction
from store.team import Member

TODAY = date(2026, 11, 23)
QUARTER = period_of(TODAY, PeriodKind.QUARTER)
MONTH = period_of(TODAY, PeriodKind.MONTH)
YEAR = period_of(TODAY, PeriodKind.YEAR)
ZONE = "Europe/Madrid"
TOLD: dict[str, Any] = {"why": "It pays us.", "source": "the accounts"}


@pytest.fixture
def add(ana: Member) -> Callable[..., Goal]:
    def make(title: str = "Calls to plants", owner: Member | None = None, **values: Any) -> Goal:
        given = {"period": QUARTER, "target": 100_000, "reason": "It is a test.", **TOLD, **values}
        return goals.add(ana, title, owner=owner, **given)

    return make


def read(goal: Goal, day: date = TODAY) -> GoalRow:
    return goals.listed([goal.id], day)[goal.id]


def at(day: date, hour: int) -> Any:
    return clock(utc_of(day, time(hour), ZONE))


# Satisfaction


def test_satisfaction_is_the_mean_of_the_answers_of_the_owners_customers(
    ana: Member, li: Member, wang: Member, add: Callable[..., Goal]
) -> None:
    hers, his = (customers.add(ana, name, owner=owner) for name, owner in (("Northwind", li), ("Fabrikam", wang)))
    china = team.add_group(ana, "China", [li.id, wang.id])
    told = {"metric": Metric.SATISFACTION, "start": 3_000, "target": 4_500}
    mine, ours, theirs = add(owner=li, **told), add(**told), add(group=china, **told)
    assert (read(mine).current, read(mine).answers) == (None, 0)
    for customer, score, day in ((hers, 5, 20), (hers, 4, 16), (hers, 4, 3), (his, 2, 10)):
        satisfaction.record(ana, customer, score, day=date(2026, 11, day))
    satisfaction.record(ana, hers, 9, Scale.NPS)
    satisfaction.record(ana, hers, 1, day=date(2026, 9, 30))
    assert (read(mine).current, read(mine).answers) == (4_330, 3)
    assert (read(ours).current, read(ours).answers) == (3_750, 4)
    assert read(theirs).current == 3_750
    assert read(mine, date(2026, 11, 15)).current == 4_000, "as it was known on that day"
    assert (read(mine).unit, read(mine).plan.shape) == (Unit.NUMBER, Shape.LEVEL)


# Groups


def test_a_group_counts_what_its_members_do_and_only_they(
    ana: Member, li: Member, wang: Member, add: Callable[..., Goal]
) -> None:
    china = team.add_group(ana, "China", [li.id])
    goal = add(group=china, metric=Metric.FOLLOWUPS_DONE)
    for who in (ana, li, li, wang):
        followups.log(who, Kind.CALL, Outcome.CONNECTED, subject="done")
    assert read(goal).current == 2_000
    team.edit_group(ana, china, "China", [li.id, wang.id])
    assert read(goal).current == 3_000
    team.edit_group(ana, team.Group.load(china.id), "China", [])
    assert read(goal).current == 0
    drawn = goals.detail(goal.id, TODAY).chart
    assert drawn.actual[drawn.latest] == 0


# Sums that are kept


def counted_anew(owner: int, first: date, last: date, zone: str = ZONE) -> tuple[int, int, int]:
    """Done, kept and promised of a member's, from the rows themselves."""
    done = kept = promised = 0
    for one in FollowUp.select().where(FollowUp.owner == owner, FollowUp.kept()):
        day = one.done_at.astimezone(team_zone(zone)).date() if one.done_at is not None else None
        done += one.status == "done" and day is not None and first <= day <= last
        if one.status in ("done", "planned") and one.origin != "logged" and first <= one.original_due_on <= last:
            promised += 1
            kept += one.status == "done" and day is not None and day <= one.original_due_on
    return done, kept, promised


def team_zone(zone: str) -> Any:
    from zoneinfo import ZoneInfo

    return ZoneInfo(zone)


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["add", "log", "complete", "snooze", "give", "remove", "undo"]),
        st.integers(-3, 3),  # days from today
        st.integers(0, 23),  # the hour at which it is done
        st.integers(0, 5),  # which of the open ones
    ),
    max_size=25,
)


@given(acts=ACTS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_kept_sums_agree_with_the_rows_whatever_was_done(ana: Member, li: Member, acts: list[Any]) -> None:
    for what, days, hour, which in acts:
        day = TODAY + timedelta(days=days)
        with at(day, hour):
            mine = list(FollowUp.select().where(FollowUp.kept(), FollowUp.status == "planned").order_by(FollowUp.id))
            one = mine[which % len(mine)] if mine else None
            if what == "add":
                followups.add(ana, day, subject="call", owner=li if which % 2 else ana)
            elif what == "log":
                followups.log(li, Kind.CALL, Outcome.CONNECTED, subject="call")
            elif what == "undo":
                try:
                    undo(ana)
                except Exception:  # noqa: BLE001  # nothing to undo, or somebody's later work
                    continue
            elif one is not None:
                do(ana, li, what, one, day)
    span = (TODAY - timedelta(days=2), TODAY + timedelta(days=2))
    for zone in (ZONE, "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati"):
        tally = Tally([(Metric.FOLLOWUPS_DONE, *span), (Metric.ON_TIME_RATE, *span)], zone)
        for who in (ana.id, li.id):
            rate = tally.count(Metric.ON_TIME_RATE, (who,), *span)
            found = (tally.count(Metric.FOLLOWUPS_DONE, (who,), *span).n, rate.n, rate.of)
            assert found == counted_anew(who, *span, zone), zone


def do(ana: Member, li: Member, what: str, one: FollowUp, day: date) -> None:
    if what == "complete":
        followups.complete(ana, one, Outcome.CONNECTED)
    elif what == "snooze":
        followups.snooze(ana, one, max(day, one.due_on) + timedelta(days=1))
    elif what == "give":
        followups.reassign(ana, one, li)
    else:
        followups.remove(ana, one)


def test_a_follow_up_that_is_moved_to_somebody_else_counts_for_them(ana: Member, li: Member) -> None:
    done = followups.log(ana, Kind.CALL, Outcome.CONNECTED, subject="done")
    database.execute_sql("UPDATE follow_up SET owner_id = ? WHERE id = ?", (li.id, done.id))
    assert rows("SELECT owner_id, n FROM follow_up_done_sum WHERE n > 0") == [(li.id, 1)]


def test_the_first_time_counts_for_a_new_customer(ana: Member) -> None:
    with at(date(2026, 10, 5), 9):
        one = customers.add(ana, "Northwind", owner=ana, kind=CustomerKind.CUSTOMER)
    customers.edit(ana, one, kind=CustomerKind.DORMANT)
    customers.edit(ana, one, kind=CustomerKind.CUSTOMER)
    ((number, when),) = rows("SELECT customer_id, at FROM customer_became")
    assert (number, when[:10]) == (one.id, "2026-10-05")


def test_all_metrics_are_read_in_one_statement_by_their_indexes(ana: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, Any]] = []
    real = database.execute_sql

    def execute_sql(sql: str, params: Any = None) -> Any:
        asked.append((sql, params))
        return real(sql, params)

    with monkeypatch.context() as patch:
        patch.setattr(database, "execute_sql", execute_sql)
        Tally([(metric, YEAR.first, TODAY) for metric in Metric], ZONE)
    ((sql, params),) = [one for one in asked if one[0].startswith("WITH")]
    plan = [step for *_, step in rows(f"EXPLAIN QUERY PLAN {sql}", params)]
    covering = ("b USING COVERING INDEX booking_owner", "f USING COVERING INDEX follow_up_promised")
    covering += ("a USING INDEX satisfaction_day", "b USING COVERING INDEX customer_became_owner")
    for read in (
        *covering,
        "k USING PRIMARY KEY (slot",
        "k USING PRIMARY KEY (due_on",
        "d USING COVERING INDEX deal_closed",
    ):
        assert any(step.startswith(f"SEARCH {read}") for step in plan), (read, plan)
    assert not [step for step in plan if "AUTOMATIC" in step]
    small = ("s", "d", "o", "json_each", "member", "CONSTANT")
    assert not [step for step in plan if step.startswith("SCAN") and step.split()[1] not in small]


def test_a_mean_and_a_rate_of_nothing_are_no_figure() -> None:
    from store.goals.counting import Count

    assert figure(Metric.SATISFACTION, Count()) is None
    assert figure(Metric.ON_TIME_RATE, Count()) is None
    assert figure(Metric.REVENUE, Count()) == 0
    assert figure(Metric.ON_TIME_RATE, Count(2, 3)) == 66_667
    assert figure(Metric.SATISFACTION, Count(13, 3)) == 4_330


# SMART


def lamps(goal: Goal) -> dict[str, Lamp]:
    return {light.aspect.value: light.lamp for light in goals.detail(goal.id, TODAY).lights}


def test_a_goal_that_says_everything_has_no_red_light(add: Callable[..., Goal]) -> None:
    assert lamps(add()) == {
        "specific": Lamp.GREEN,
        "measurable": Lamp.GREEN,
        "achievable": Lamp.GREY,  # no history
        "relevant": Lamp.GREEN,
        "time_bound": Lamp.GREEN,
    }


@pytest.mark.parametrize(
    ("values", "aspect", "lamp"),
    [
        ({"title": "Win more customers"}, "specific", Lamp.RED),
        ({"title": "提升客户满意度"}, "specific", Lamp.RED),
        ({"title": "Win 5 more customers"}, "specific", Lamp.GREEN),
        ({"title": "Calls"}, "specific", Lamp.AMBER),
        ({"title": "季度销售额"}, "specific", Lamp.GREEN),
        ({"source": ""}, "measurable", Lamp.RED),
        ({"source": "", "metric": Metric.REVENUE}, "measurable", Lamp.GREEN),
        ({"why": ""}, "relevant", Lamp.RED),
        ({"period": previous_period(MONTH)}, "time_bound", Lamp.RED),
    ],
)
def test_each_light_warns_of_what_is_missing(
    add: Callable[..., Goal], values: dict[str, Any], aspect: str, lamp: Lamp
) -> None:
    assert lamps(add(**values))[aspect] is lamp


def test_the_last_days_of_a_period_are_few(add: Callable[..., Goal]) -> None:
    goal = add(period=MONTH)
    light = {one.aspect.value: one for one in goals.detail(goal.id, date(2026, 11, 27)).lights}["time_bound"]
    assert light.lamp is Lamp.AMBER
    assert str(light.why) == "only 2 of 21 working days are left"


@pytest.mark.parametrize(
    ("target", "best", "direction", "times"),
    [
        (130, 100, Direction.UP, 1.3),
        (5, 10, Direction.DOWN, 2.0),  # half of the lowest so far is twice as good
        (20, 10, Direction.DOWN, 0.5),
        (0, 3, Direction.DOWN, float("inf")),
        (0, 0, Direction.DOWN, 1.0),
        (5, 0, Direction.UP, float("inf")),
    ],
)
def test_a_falling_target_is_compared_the_other_way_round(
    target: int, best: int, direction: Direction, times: float
) -> None:
    assert smart.ratio(target, best, direction) == pytest.approx(times)


@pytest.mark.parametrize(("target", "lamp"), [(89, Lamp.AMBER), (90, Lamp.GREEN), (130, Lamp.GREEN), (131, Lamp.RED)])
def test_the_target_is_measured_against_the_best_past_period(
    add: Callable[..., Goal], ana: Member, target: int, lamp: Lamp
) -> None:
    goal = add(target=target, shape=Shape.LEVEL, start=1)
    past = [Past(previous_period(QUARTER), 100), Past(previous_period(previous_period(QUARTER)), 60)]
    assert smart.achievable(read(goal), past, None, team.work_calendar()).lamp is lamp


def test_a_week_must_not_bring_more_than_the_best_one_did(ana: Member, add: Callable[..., Goal]) -> None:
    customer = customers.add(ana, "Northwind", owner=ana)
    for week in range(13):
        deals.book(ana, customer, 10_000, day=date(2026, 8, 24) + timedelta(weeks=week))
    modest, bold = (add(metric=Metric.REVENUE, target=target) for target in (120_000, 165_000))
    reached = read(modest).current
    assert reached == 70_000
    assert read(bold).standing.required is not None
    light = {one.aspect.value: one for one in goals.detail(bold.id, TODAY).lights}["achievable"]
    assert light.lamp is Lamp.RED


def test_a_goal_begins_over_a_red_light_only_with_a_reason_that_is_kept(ana: Member, li: Member) -> None:
    def begin(reason: str = "") -> Goal:
        return goals.add(ana, "Win more", owner=None, period=QUARTER, target=5, reason=reason)

    with pytest.raises(Invalid, match="Say why it begins nevertheless"):
        begin()
    assert Goal.select().count() == 0, "nothing was written"
    assert begin("The fair is in December.").despite == "The fair is in December."
    draft = goals.add(ana, "Win more", owner=None, period=QUARTER, target=5, status=Status.DRAFT)
    with pytest.raises(Invalid):
        goals.activate(ana, draft)
    assert (draft.status, Goal.load(draft.id).status) == (Status.DRAFT, Status.DRAFT)
    assert goals.activate(ana, draft, reason="Yes.").despite == "Yes."


# Parents


def test_a_goal_stands_below_the_teams_a_groups_or_an_own_one_over_the_same_days(
    ana: Member, li: Member, wang: Member, add: Callable[..., Goal]
) -> None:
    china = team.add_group(ana, "China", [li.id])
    year = add(period=YEAR)
    quarter = add(group=china, parent=year)
    own = add(owner=li, parent=quarter)
    add(owner=li, parent=own, period=MONTH)
    for values in (
        {"owner": wang, "parent": own},  # somebody else's
        {"parent": quarter},  # the team's below a group's
        {"owner": li, "parent": own, "period": YEAR},  # longer than what it is a part of
        {"owner": ana, "parent": own},
        {"owner": li, "parent": own, "period": previous_period(QUARTER)},
    ):
        with pytest.raises(Invalid) as refused:
            add(**values)
        assert list(refused.value.fields) == ["parent"]


def test_an_owner_is_a_member_or_a_group(ana: Member, li: Member, add: Callable[..., Goal]) -> None:
    with pytest.raises(Invalid) as refused:
        add(owner=li, group=team.add_group(ana, "China", [li.id]))
    assert list(refused.value.fields) == ["owner"]


def test_the_parts_by_period_add_up_beside_those_by_people(ana: Member, li: Member, add: Callable[..., Goal]) -> None:
    quarter = add(target=300_000)
    add(target=90_000, parent=quarter, period=MONTH)
    add(target=250_000, parent=quarter, owner=li)
    add(target=99_000, parent=quarter, owner=li, period=MONTH)  # neither kind: not counted twice
    add(target=70_000, parent=quarter, owner=ana, shape=Shape.LEVEL, start=1)  # doesn't add up
    parts = goals.detail(quarter.id, TODAY).parts
    assert parts.many == 4
    assert parts.people is not None and parts.periods is not None
    assert (parts.people.many, parts.people.unallocated) == (1, 50_000)
    assert (parts.periods.many, parts.periods.target) == (1, 90_000)


def test_a_chart_has_the_line_the_targets_and_nothing_of_the_days_to_come(
    ana: Member, add: Callable[..., Goal]
) -> None:
    goal = add(period=MONTH, target=210_000)
    with clock(datetime(2026, 11, 9, 9, tzinfo=UTC)):
        goals.revise_target(ana, goal, 370_000, "A new market.")
    goals.check_in(ana, goal, 60_000, day=date(2026, 11, 10))
    drawn = goals.detail(goal.id, TODAY).chart
    found = {day: (value, line, target) for day, value, line, target in zip(*drawn, strict=True)}
    assert found[date(2026, 10, 31)] == (0, 0.0, 210_000)
    assert found[date(2026, 11, 8)] == (0, pytest.approx(50_000), 210_000)
    assert found[date(2026, 11, 10)] == (60_000, pytest.approx(90_000), 370_000)
    assert found[TODAY] == (60_000, pytest.approx(270_000), 370_000)
    assert found[date(2026, 11, 30)] == (None, pytest.approx(370_000), 370_000)
    assert drawn.days[drawn.latest] == TODAY
