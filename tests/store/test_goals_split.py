"""Splitting and agreeing: parts sum exactly, people answer, the lead activates, a leaver's goal goes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import customers, deals, goals, leaving, team
from store.calendar import PeriodKind, clock, next_period, period_of
from store.changes import undo
from store.errors import Denied, Invalid
from store.figures import Unit
from store.goals import Answer, Goal, How, Metric, Shape, Status, Turn, splitting
from store.team import Member

TODAY = date(2026, 11, 23)
QUARTER = period_of(TODAY, PeriodKind.QUARTER)
NEXT = next_period(QUARTER)
EUROS = 100


@pytest.fixture
def whole(ana: Member) -> Goal:
    """The team's revenue of the next quarter: € 100,000."""
    told: dict[str, Any] = {"metric": Metric.REVENUE, "why": "It pays us.", "status": Status.DRAFT}
    return goals.add(ana, "Revenue of the quarter", owner=None, period=NEXT, target=100_000 * EUROS, **told)


def row(goal: Goal, day: date = TODAY) -> goals.GoalRow:
    return goals.listed([goal.id], day)[goal.id]


def wrong(verb: Callable[..., object], *args: object, **values: object) -> set[str]:
    with pytest.raises(Invalid) as caught:
        verb(*args, **values)
    return set(caught.value.fields)


# The arithmetic


@pytest.mark.parametrize(
    ("total", "weights", "step", "parts"),
    [
        (100, [1, 1, 1], 1, [34, 33, 33]),
        (100, [3, 2, 1], 10, [50, 30, 20]),
        (10, [1, 1, 1], 10, [10, 0, 0]),
        (101, [1, 1], 10, [51, 50]),  # a step that doesn't divide the whole is 1
        (90, [0, 0, 0], 1, [30, 30, 30]),
        (7, [Fraction(1, 3), Fraction(2, 3)], 1, [2, 5]),
        (5, [], 1, []),
        (0, [1, 2], 1, [0, 0]),
    ],
)
def test_the_largest_remainders_get_what_is_left(
    total: int, weights: list[Fraction | int], step: int, parts: list[int]
) -> None:
    assert splitting.largest_remainder(total, weights, step) == parts


@given(
    total=st.integers(0, 10**12),
    weights=st.lists(st.integers(0, 10**9), min_size=1, max_size=20),
    step=st.sampled_from([1, 10, 100, 1_000, 100_000]),
)
def test_parts_always_sum_exactly_and_none_is_a_step_off_its_share(total: int, weights: list[int], step: int) -> None:
    parts = splitting.largest_remainder(total, weights, step)
    assert sum(parts) == total
    used = step if total % step == 0 else 1
    all_of_them = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        share = Fraction(total * weight, all_of_them) if all_of_them else Fraction(total, len(weights))
        assert abs(part - share) < used
        assert part % used == 0


def test_steps_are_those_in_which_people_divide() -> None:
    money = Unit.MONEY
    assert splitting.step_of(money, "EUR", 640_000 * EUROS, 5) == 1_000 * EUROS
    assert splitting.step_of(money, "EUR", 80_000 * EUROS, 3) == 100 * EUROS
    assert splitting.step_of(money, "JPY", 640_000, 5) == 1_000
    assert splitting.step_of(money, "EUR", 80_000 * EUROS + 1, 3) == 1
    assert splitting.step_of(Unit.NUMBER, "EUR", 6_000, 4) == 1_000, "nobody wins half a customer"


def test_history_is_a_rate_a_day_and_the_new_one_has_the_mean_of_the_others() -> None:
    found = splitting.weights([300, 100, None], [100, 50, 0], [20, 20, 10])
    assert found == [60, 40, 25]  # 3 a day, 2 a day, their mean 2.5 a day
    assert splitting.weights([0, None], [100, 0], [20, 10]) == [20, 10], "without any history by the days"


# Proposing


def test_equally_means_by_the_working_days_of_being_there(ana: Member, li: Member, wang: Member, whole: Goal) -> None:
    late = date(2027, 2, 15)
    team.add_member(ana, "Tom", "tom", joined_on=late)
    found = goals.over_people(row(whole), How.EQUALLY, TODAY)
    amounts = {share.name: share.amount for share in found.shares}
    assert sum(amounts.values()) == found.total == 100_000 * EUROS
    assert amounts["Ana"] == pytest.approx(100_000 * EUROS * 64 / (3 * 64 + 33), abs=100 * EUROS)
    tom = next(share for share in found.shares if share.name == "Tom")
    assert (tom.present, tom.brought) == ((33, 64), None)
    made = goals.split(ana, whole, {(share.owner_id, None): share.amount for share in found.shares})
    assert [goal.first_day for goal in made if goal.owner_id == tom.owner_id] == [late]
    assert {goal.first_day for goal in made if goal.owner_id != tom.owner_id} == {NEXT.first}


def test_history_divides_by_what_was_booked(ana: Member, li: Member, wang: Member, whole: Goal) -> None:
    northwind = customers.add(ana, "Northwind", owner=ana)
    for owner, amount in ((li, 30_000), (wang, 10_000)):
        deals.book(ana, northwind, amount * EUROS, owner=owner, day=date(2026, 9, 1))
    found = goals.over_people(row(whole), How.HISTORY, TODAY)
    assert found.by_history
    assert {share.name: share.amount for share in found.shares} == {
        "Ana": 0,
        "Li": 75_000 * EUROS,
        "王芳": 25_000 * EUROS,
    }


def test_a_split_is_one_change_of_proposals_with_one_undo(ana: Member, li: Member, wang: Member, whole: Goal) -> None:
    made = goals.split(ana, whole, {(li.id, None): 60_000 * EUROS, (wang.id, None): 30_000 * EUROS})
    assert [(goal.status, goal.parent_id, goal.weight, goal.metric) for goal in made] == [
        (Status.PROPOSED, whole.id, 67, Metric.REVENUE),
        (Status.PROPOSED, whole.id, 33, Metric.REVENUE),
    ]
    parts = goals.detail(whole.id, TODAY).parts
    assert parts.people is not None
    assert (parts.people.target, parts.people.unallocated) == (90_000 * EUROS, 10_000 * EUROS)
    left = goals.over_people(row(whole), How.EQUALLY, TODAY)
    assert (left.total, [(s.name, s.there is None) for s in left.shares]) == (
        10_000 * EUROS,
        [("Ana", True), ("Li", False), ("王芳", False)],
    )
    undo(ana)
    assert goals.detail(whole.id, TODAY).parts.many == 0


def test_a_group_has_a_part_and_splits_it_over_its_members(ana: Member, li: Member, wang: Member, whole: Goal) -> None:
    china = team.add_group(ana, "China", [li.id, wang.id])
    (part,) = goals.split(ana, whole, {(None, china.id): 40_000 * EUROS})
    assert (row(part).owner, row(part).is_team, row(part).turn) == ("China", False, Turn.LEAD)
    assert goals.over_groups(row(whole), How.EQUALLY, TODAY).total == 60_000 * EUROS
    found = goals.over_people(row(part), How.EQUALLY, TODAY)
    assert [(share.name, share.amount) for share in found.shares] == [("Li", 20_000 * EUROS), ("王芳", 20_000 * EUROS)]
    assert [branch.depth for branch in goals.tree(None, TODAY)] == [0, 1]
    assert [branch.id for branch in goals.tree(li.id, TODAY)] == [part.id], "a group's goals are its members', too"
    with pytest.raises(Invalid, match="Open goals belong"):
        team.remove_group(ana, china)


def test_a_level_is_the_same_for_everybody(ana: Member, li: Member) -> None:
    told: dict[str, Any] = {"metric": Metric.ON_TIME_RATE, "start": 60_000, "why": "They wait.", "status": Status.DRAFT}
    rate = goals.add(ana, "Calls on time", owner=None, period=NEXT, target=80_000, **told)
    found = goals.over_people(row(rate), How.EQUALLY, TODAY)
    assert [share.amount for share in found.shares] == [80_000, 80_000]
    goals.split(ana, rate, {(li.id, None): 80_000})
    assert goals.detail(rate.id, TODAY).parts.people is None, "rates don't add up"


def test_what_cant_be_split_says_so(ana: Member, li: Member, whole: Goal) -> None:
    assert wrong(goals.split, ana, whole, {}) == {""}
    assert wrong(goals.split, ana, whole, {(li.id, None): 0}) == {f"part-{li.id}-0"}
    own = goals.add(ana, "Own revenue", owner=li, period=NEXT, target=5, parent=whole, source="bank")
    assert wrong(goals.split, ana, own, {(ana.id, None): 5}) == {""}
    with pytest.raises(Denied):
        goals.split(li, whole, {(li.id, None): 5})


# Answering


@pytest.fixture
def part(ana: Member, li: Member, whole: Goal) -> Goal:
    """Li's part, proposed."""
    return goals.split(ana, whole, {(li.id, None): 60_000 * EUROS})[0]


def test_what_the_lead_proposes_waits_for_its_owner_then_for_the_lead(ana: Member, li: Member, part: Goal) -> None:
    assert row(part).turn is Turn.OWNER
    assert [str(line.state) for line in goals.due_for(li, TODAY)] == ["◇ proposed"]
    assert goals.due_for(ana, TODAY) == []
    with pytest.raises(Denied):
        goals.accept(li, part)
    goals.agree(li, part)
    assert (row(part).turn, row(part).answer) == (Turn.LEAD, Answer.ACCEPTED)
    assert [str(line.state) for line in goals.due_for(ana, TODAY)] == ["◇ accepted"]
    assert goals.due_for(li, TODAY) == []
    goals.accept(ana, Goal.load(part.id))
    acts = goals.detail(part.id, TODAY).acts
    assert (acts.proposed_by, acts.answered_by, acts.activated_by) == ("Ana", "Li", "Ana")


@pytest.mark.parametrize("taken", [True, False])
def test_another_figure_says_why_and_the_lead_takes_it_or_not(ana: Member, li: Member, part: Goal, taken: bool) -> None:
    for offer, why, fields in ((60_000, "x", {"offer"}), (50_000, " ", {"why"}), (0, "", {"offer", "why"})):
        assert wrong(goals.counter, li, part, offer * EUROS, why) == fields
    goals.counter(li, part, 50_000 * EUROS, "Two big ones slip into April.")
    found = row(part)
    assert (found.answer, found.offer, found.offer_why) == (
        Answer.COUNTERED,
        50_000 * EUROS,
        "Two big ones slip into April.",
    )
    assert str(goals.due_for(ana, TODAY)[0].text) == "Li offers 5000000 EUR instead of 6000000 EUR"
    goals.accept(ana, Goal.load(part.id), take_offer=taken)
    assert Goal.load(part.id).target == (50_000 if taken else 60_000) * EUROS


def test_another_proposal_asks_again_and_its_owner_cant_write_the_figure(ana: Member, li: Member, part: Goal) -> None:
    goals.counter(li, part, 50_000 * EUROS, "Too much.")
    assert wrong(goals.edit, li, Goal.load(part.id), target=1) == {"target"}
    goals.edit(ana, Goal.load(part.id), target=55_000 * EUROS)
    assert (row(part).turn, row(part).answer, row(part).offer) == (Turn.OWNER, None, None)
    with pytest.raises(Denied):
        goals.agree(ana, Goal.load(part.id))


# Check-ins are read


def test_check_ins_of_others_wait_for_the_lead_to_acknowledge_them(ana: Member, li: Member) -> None:
    told: dict[str, Any] = {"why": "They come back.", "source": "calendar"}
    goal = goals.add(ana, "Visits to plants", owner=li, period=QUARTER, target=9_000, **told)
    assert wrong(goals.acknowledge, ana, goal) == {""}
    goals.check_in(li, goal, 3_000, confidence=8)
    (line,) = goals.due_for(ana, TODAY)
    assert (str(line.text), str(line.state)) == ("Li: 3, says 8 of 10", "✓ acknowledge")
    with pytest.raises(Denied):
        goals.acknowledge(li, goal)
    goals.acknowledge(ana, goal)
    assert goals.due_for(ana, TODAY) == []
    assert goals.check_ins(goal.id)[0].acknowledged_by == "Ana"
    undo(ana)
    assert len(goals.due_for(ana, TODAY)) == 1


def test_who_is_in_a_group_says_where_its_goal_stands(ana: Member, li: Member, wang: Member) -> None:
    china = team.add_group(ana, "China", [li.id])
    told: dict[str, Any] = {"group": china, "why": "They come back.", "source": "calendar"}
    goal = goals.add(ana, "Visits to plants", owner=None, period=QUARTER, target=9_000, **told)
    assert goals.check_in(li, goal, 1_000).value == 1_000
    with pytest.raises(Denied):
        goals.check_in(wang, goal, 2_000)
    with pytest.raises(Denied):
        goals.edit(li, goal, title="Less")


# Successors


@pytest.fixture
def running(ana: Member, li: Member) -> Goal:
    """Li's revenue of the quarter that runs: 22,000 of € 60,000."""
    told: dict[str, Any] = {"unit": Unit.MONEY, "why": "It pays us.", "source": "the accounts"}
    goal = goals.add(ana, "Own revenue", owner=li, period=QUARTER, target=60_000 * EUROS, **told)
    goals.check_in(li, goal, 22_000 * EUROS)
    return goal


def test_a_successor_goes_on_with_what_is_left_and_both_know_each_other(
    ana: Member, li: Member, wang: Member, running: Goal
) -> None:
    made = goals.transfer(ana, running, wang, "Ask Northwind first.")
    assert (made.owner_id, made.target, made.start, made.first_day, made.last_day) == (
        wang.id,
        38_000 * EUROS,
        0,
        TODAY,
        QUARTER.last,
    )
    before, after = goals.detail(running.id, TODAY), goals.detail(made.id, TODAY)
    assert (before.row.status, before.row.current) == (Status.TRANSFERRED, 22_000 * EUROS)
    assert before.successor is not None and after.former is not None
    assert (before.successor[0], after.former[0]) == (made.id, running.id)
    assert wrong(goals.activate, ana, Goal.load(running.id)) == {"status"}
    undo(ana)
    assert Goal.load(running.id).status is Status.ACTIVE
    assert [branch.id for branch in goals.tree(None, TODAY)] == [running.id]


def test_what_was_reached_and_what_is_left_are_the_whole_part_again(
    ana: Member, li: Member, wang: Member, running: Goal
) -> None:
    told: dict[str, Any] = {"unit": Unit.MONEY, "why": "It pays us.", "source": "the accounts"}
    top = goals.add(ana, "Revenue of all", owner=None, period=QUARTER, target=60_000 * EUROS, **told)
    goals.edit(ana, running, parent=top)
    goals.transfer(ana, running, wang)
    people = goals.detail(top.id, TODAY).parts.people
    assert people is not None
    assert (people.target, people.current, people.unallocated) == (60_000 * EUROS, 22_000 * EUROS, 0)


def test_what_cant_be_handed_over_says_so(ana: Member, li: Member, wang: Member, viewer: Member, running: Goal) -> None:
    assert wrong(goals.transfer, ana, running, li) == {"to"}
    assert wrong(goals.transfer, ana, running, viewer) == {"to"}
    with pytest.raises(Denied):
        goals.transfer(li, running, wang)
    goals.check_in(li, running, 60_000 * EUROS)
    assert wrong(goals.transfer, ana, running, wang) == {""}


def test_a_level_goes_on_from_where_it_is(ana: Member, li: Member, wang: Member) -> None:
    told: dict[str, Any] = {"shape": Shape.LEVEL, "start": 10_000, "why": "They wait.", "source": "the list"}
    goal = goals.add(ana, "Days to answer", owner=li, period=QUARTER, target=2_000, **told)
    goals.check_in(li, goal, 6_000)
    made = goals.transfer(ana, goal, wang)
    assert (made.start, made.target, row(made).current) == (6_000, 2_000, 6_000)


def test_the_goals_of_a_leaver_are_handed_over_with_everything_else(
    ana: Member, li: Member, wang: Member, running: Goal
) -> None:
    draft = goals.add(ana, "Trade fair", owner=li, period=QUARTER, target=1_000, status=Status.DRAFT)
    full = goals.add(ana, "Trials", owner=li, period=QUARTER, target=1_000, reason="For the test.")
    goals.check_in(li, full, 1_000)
    leaving.leave(ana, li, TODAY, wang)
    assert [(Goal.load(g.id).status, Goal.load(g.id).owner_id) for g in (running, draft, full)] == [
        (Status.TRANSFERRED, li.id),
        (Status.DRAFT, wang.id),
        (Status.ACHIEVED, li.id),
    ]
    successor = next(g for g in Goal.select() if g.former_id == running.id)
    assert (successor.owner_id, successor.target) == (wang.id, 38_000 * EUROS)


def test_a_target_is_prorated_to_the_days_until_somebody_leaves(ana: Member, li: Member, running: Goal) -> None:
    assert wrong(goals.prorate, ana, running) == {""}
    team.leave(ana, li, date(2026, 12, 4))
    there = row(running).presence
    assert there == (47, 66)
    goals.prorate(ana, running)
    found = Goal.load(running.id)
    assert (found.last_day, found.target) == (date(2026, 12, 4), there.of(60_000 * EUROS))
    assert goals.revisions(running.id)[0].reason == "47/66"


def test_somebody_who_joined_later_has_a_share_and_who_founded_the_team_the_whole(ana: Member, li: Member) -> None:
    with clock(datetime(2026, 12, 1, 9, tzinfo=UTC)):
        tom = team.add_member(ana, "Tom", "tom", joined_on=date(2026, 12, 1))
        goal = goals.add(ana, "Calls", owner=tom, period=QUARTER, target=5_000, reason="For the test.")
        own = goals.add(ana, "Calls", owner=li, period=QUARTER, target=5_000, reason="For the test.")
        today = TODAY + timedelta(days=8)
        assert (row(goal, today).presence, row(own, today).presence.whole) == ((23, 66), True)
