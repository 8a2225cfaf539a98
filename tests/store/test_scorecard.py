"""The scorecard: what a week says, what raises a topic and how often, whose figures they are."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import agenda, changes, followups, leaving, meetings, minutes, scorecard, team, topics
from store.calendar import clock
from store.customers import Customer
from store.customers import add as add_customer
from store.errors import Denied, Invalid
from store.figures import Unit
from store.followups import Kind, Outcome
from store.goals import Metric
from store.scorecard import WEEK, Bound, Measurable, Reach, ScoreRow, State, state_of, streak
from store.team import Member

MONDAY = date(2026, 11, 23)


@pytest.fixture
def series(ana: Member) -> int:
    return meetings.set_up(ana, "Weekly", at=datetime(2026, 1, 1, 9, 30).time(), weekday=0, facilitator=ana).id


def only() -> ScoreRow:
    (row,) = scorecard.card()
    return row


def week(ago: int) -> date:
    return MONDAY - WEEK * ago


def enter(actor: Member, number: Measurable, *figures: int | None) -> None:
    """Figures of the last weeks that have ended, the newest last."""
    for ago, figure in zip(range(len(figures), 0, -1), figures, strict=True):
        if figure is not None:
            scorecard.enter(actor, number, week(ago), figure)


# What a week says


@pytest.mark.parametrize(
    ("value", "bound", "over", "state"),
    [
        (5, Bound.AT_LEAST, True, State.GREEN),
        (4, Bound.AT_LEAST, True, State.RED),
        (4, Bound.AT_LEAST, False, State.OPEN),
        (5, Bound.AT_LEAST, False, State.GREEN),
        (5, Bound.AT_MOST, True, State.GREEN),
        (6, Bound.AT_MOST, True, State.RED),
        (6, Bound.AT_MOST, False, State.RED),
        (5, Bound.AT_MOST, False, State.OPEN),
        (None, Bound.AT_LEAST, True, State.MISSING),
        (None, Bound.AT_MOST, False, State.OPEN),
    ],
)
def test_a_week_is_judged_when_nothing_can_change_it(value: int | None, bound: Bound, over: bool, state: State) -> None:
    assert state_of(value, bound, 5, over=over) is state


@given(st.lists(st.sampled_from(list(State)), min_size=1, max_size=13))
def test_a_row_of_red_weeks_is_counted_back_from_the_last_that_ended(states: list[State]) -> None:
    count = streak(states)
    ended = states[:-1]
    assert all(state is State.RED for state in ended[len(ended) - count :])
    assert count == len(ended) or ended[-1 - count] is not State.RED


# Figures


def test_counted_numbers_read_the_records_of_each_week(ana: Member, li: Member) -> None:
    customer: Customer = add_customer(ana, "Northwind")
    scorecard.add(ana, "Contacts", 2_000, metric=Metric.FOLLOWUPS_DONE)
    scorecard.add(ana, "Li's contacts", 1_000, owner=li, metric=Metric.FOLLOWUPS_DONE, reach=Reach.OWNER)
    for actor, ago in ((ana, 2), (li, 2), (ana, 1)):
        with clock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC) - timedelta(weeks=ago, days=-2)):
            followups.log(actor, Kind.CALL, Outcome.CONNECTED, customer=customer, owner=actor)
    ours, lis = scorecard.card()
    assert ours.values[-3:] == (2_000, 1_000, 0)
    assert lis.values[-3:] == (1_000, 0, 0)
    assert (ours.state, lis.state) == (State.RED, State.RED)


def test_a_counted_number_brings_its_own_unit(ana: Member) -> None:
    made = scorecard.add(ana, "Booked", 10_000_00, metric=Metric.REVENUE, unit=Unit.NUMBER)
    assert made.unit is Unit.MONEY


def test_a_figure_typed_in_again_is_corrected_and_one_undo_takes_it_back(ana: Member) -> None:
    number = scorecard.add(ana, "Offers", 5_000)
    enter(ana, number, 4_000)
    enter(ana, number, 6_000)
    assert only().last == 6_000
    changes.undo(ana)
    assert only().last == 4_000


def test_only_its_owner_and_the_lead_type_a_figure_in(ana: Member, li: Member, wang: Member, viewer: Member) -> None:
    number = scorecard.add(ana, "Offers", 5_000, owner=li)
    scorecard.enter(li, number, week(1), 5_000)
    scorecard.enter(ana, number, week(1), 6_000)
    for other in (wang, viewer):
        with pytest.raises(Denied):
            scorecard.enter(other, number, week(1), 1)
    with pytest.raises(Denied):
        scorecard.edit(li, number, threshold=1)
    assert only().last == 6_000


@pytest.mark.parametrize(
    ("ago", "metric", "field"),
    [(-1, Metric.TYPED, "week"), (13, Metric.TYPED, "week"), (1, Metric.REVENUE, "value")],
    ids=["a week to come", "too long ago", "counted"],
)
def test_a_figure_that_can_not_be_is_refused_beside_its_field(
    ana: Member, ago: int, metric: Metric, field: str
) -> None:
    number = scorecard.add(ana, "Offers", 5_000, metric=metric)
    with pytest.raises(Invalid) as refused:
        scorecard.enter(ana, number, week(ago), 1)
    assert list(refused.value.fields) == [field]


# The numbers themselves


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"threshold": 0}, "threshold"),
        ({"threshold": -1, "bound": Bound.AT_MOST}, "threshold"),
    ],
)
def test_a_number_that_tells_nothing_is_refused_beside_its_field(
    ana: Member, values: dict[str, object], field: str
) -> None:
    whole = {"title": "Offers", "threshold": 5_000, **values}
    with pytest.raises(Invalid) as refused:
        scorecard.add(ana, str(whole.pop("title")), int(str(whole.pop("threshold"))), **whole)
    assert list(refused.value.fields) == [field]


def test_nothing_lost_may_be_at_most(ana: Member) -> None:
    assert scorecard.add(ana, "Complaints", 0, bound=Bound.AT_MOST).threshold == 0


def test_a_sixteenth_number_is_refused(ana: Member) -> None:
    for n in range(scorecard.MOST):
        scorecard.add(ana, f"Number {n}", 1_000)
    with pytest.raises(Invalid) as refused:
        scorecard.add(ana, "One too many", 1_000)
    assert list(refused.value.fields) == ["title"]
    assert len(scorecard.card()) == scorecard.MOST


def test_the_order_is_the_teams_and_stays_at_its_ends(ana: Member) -> None:
    first, second, third = (scorecard.add(ana, title, 1_000) for title in ("a", "b", "c"))
    scorecard.move(ana, third, -1)
    scorecard.move(ana, first, -1)
    assert [row.title for row in scorecard.card()] == ["a", "c", "b"]
    scorecard.remove(ana, Measurable.load(second.id))
    assert [row.title for row in scorecard.card()] == ["a", "c"]


def test_who_leaves_hands_the_numbers_over(ana: Member, li: Member) -> None:
    scorecard.add(ana, "Offers", 5_000, owner=li)
    assert leaving.leave(ana, li, MONDAY, ana)["measurable"] == 1
    assert only().owner == "Ana"


# Red weeks


def test_three_red_weeks_raise_one_topic_however_often_it_is_looked_at(ana: Member, series: int) -> None:
    number = scorecard.add(ana, "Offers", 5_000)
    enter(ana, number, 6_000, 4_000, 3_000)
    assert scorecard.raise_red(series) == 0
    enter(ana, number, 4_000, 4_000, 3_000)
    assert [scorecard.raise_red(series), scorecard.raise_red(series)] == [1, 0]
    (topic,) = topics.waiting(series)
    assert topic.title == "Offers: 4 · 4 · 3 (≥ 5)"
    assert topic.origin == number.ref


def test_a_longer_row_raises_nothing_more_and_a_new_one_does(ana: Member, series: int) -> None:
    number = scorecard.add(ana, "Offers", 5_000)
    enter(ana, number, 4_000, 4_000, 3_000)
    assert scorecard.raise_red(series) == 1
    with clock(datetime(2026, 11, 30, 9, 0, tzinfo=UTC)):
        scorecard.enter(ana, number, week(0), 1_000)
        assert scorecard.raise_red(series) == 0
    with clock(datetime(2026, 12, 28, 9, 0, tzinfo=UTC)):
        for ahead, figure in enumerate((9_000, 1_000, 1_000, 1_000), start=1):
            scorecard.enter(ana, number, week(-ahead), figure)
        assert scorecard.raise_red(series) == 1


def test_a_missing_figure_ends_the_row(ana: Member, series: int) -> None:
    number = scorecard.add(ana, "Offers", 5_000)
    enter(ana, number, 4_000, None, 3_000, 2_000)
    assert only().red_weeks == 2
    assert scorecard.raise_red(series) == 0


def test_the_topic_is_huddles_and_not_undone_by_u(ana: Member, series: int) -> None:
    number = scorecard.add(ana, "Offers", 5_000)
    enter(ana, number, 4_000, 4_000, 3_000)
    scorecard.raise_red(series)
    assert changes.undo(ana).verb == scorecard.ENTERED
    assert len(topics.waiting(series)) == 1


# Where it is looked at


def test_the_meeting_looks_at_the_numbers_and_its_minutes_keep_them(ana: Member, series: int) -> None:
    number = scorecard.add(ana, "Offers", 5_000)
    scorecard.add(ana, "Demos", 2_000)
    enter(ana, number, 4_000)
    lines = agenda.scores(team.today(), MONDAY - WEEK)
    assert [line.ref.kind for line in lines] == ["measurable", "measurable"]
    assert [line.tone for line in lines] == ["bad", "warning"]
    found = meetings.series()
    assert found is not None
    one = meetings.next_of(meetings.upcoming(found))
    assert one is not None
    assert agenda.agenda(one).without_figure == ["Ana"]
    kept = minutes.gather(one, "Ana", datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2026, 11, 23, 10, tzinfo=UTC))
    assert [(row["title"], row["current"], row.get("bound")) for row in kept["scorecard"]] == [
        ("Offers", 4_000, "at_least"),
        ("Demos", None, "at_least"),
    ]


def test_today_asks_its_owner_for_the_figure_of_last_week(ana: Member, li: Member) -> None:
    number = scorecard.add(ana, "Offers", 5_000, owner=li)
    scorecard.add(ana, "Booked", 5_000, owner=li, metric=Metric.REVENUE)
    assert [line.who for line in scorecard.due_for(li, MONDAY)] == ["Offers"]
    assert scorecard.due_for(ana, MONDAY) == []
    enter(li, number, 5_000)
    assert scorecard.due_for(li, MONDAY) == []
