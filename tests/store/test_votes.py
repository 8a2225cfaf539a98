"""Votes: three stars at most, summed once for each member, and Solve in their order."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import agenda, changes, meetings, topics
from store.errors import Denied, Invalid
from store.meetings import Occasion, SectionKind, Series, Tally
from store.team import Member
from store.topics import Topic, TopicRow, TopicStatus

MONDAY = date(2026, 11, 23)
WEEK = timedelta(days=7)


@pytest.fixture
def series(ana: Member) -> Series:
    return meetings.set_up(ana, "Weekly", at=time(9, 30), start=MONDAY - 8 * WEEK)


@pytest.fixture
def one(series: Series) -> Occasion:
    return meetings.on(series, MONDAY)


@pytest.fixture
def raised(ana: Member, series: Series) -> list[Topic]:
    return [topics.raise_topic(ana, series.id, title) for title in ("one", "two", "three")]


def solve(one: Occasion) -> list[tuple[str, str]]:
    part = next(part for part in agenda.agenda(one).parts if part.section.kind is SectionKind.SOLVE)
    return [(str(line.text), str(line.state or "")) for line in part.lines]


def test_solve_stands_in_the_order_of_stars_then_in_the_order_by_hand(
    ana: Member, li: Member, one: Occasion, raised: list[Topic]
) -> None:
    first, second, third = raised
    meetings.vote(ana, one, third, 3)
    meetings.vote(li, one, third, 2)
    meetings.vote(li, one, second, 1)
    assert solve(one) == [("three", "★ 5 from 2"), ("two", "★ 1 from 1"), ("one", "")]
    meetings.vote(ana, one, second, 1)
    meetings.vote(ana, one, first, 2)
    assert [title for title, _state in solve(one)] == ["three", "one", "two"]


def test_a_second_vote_takes_the_place_of_the_first_and_undo_brings_it_back(
    ana: Member, one: Occasion, raised: list[Topic]
) -> None:
    meetings.vote(ana, one, raised[0], 3)
    meetings.vote(ana, one, raised[0], 1)
    assert meetings.tallies(one, MONDAY - WEEK)[raised[0].id] == Tally(1, {ana.id: 1})
    meetings.vote(ana, one, raised[0], 0)
    assert meetings.tallies(one, MONDAY - WEEK)[raised[0].id].voters == 0
    changes.undo(ana)
    changes.undo(ana)
    assert meetings.tallies(one, MONDAY - WEEK)[raised[0].id].stars == 3


def test_undoing_the_first_vote_leaves_the_others(ana: Member, li: Member, one: Occasion, raised: list[Topic]) -> None:
    meetings.vote(ana, one, raised[0], 3)
    meetings.vote(li, one, raised[0], 2)
    changes.undo(ana)
    assert meetings.tallies(one, MONDAY - WEEK)[raised[0].id].stars == 2


def test_votes_for_a_skipped_meeting_count_at_the_next_until_one_votes_anew(
    ana: Member, li: Member, series: Series, one: Occasion, raised: list[Topic]
) -> None:
    meetings.vote(ana, one, raised[0], 3)
    meetings.vote(li, one, raised[0], 2)
    meetings.skip(ana, one, "fair")
    following = meetings.on(series, MONDAY + WEEK)
    since = meetings.previous_day(series, following.day)
    assert meetings.tallies(following, since)[raised[0].id].stars == 5
    meetings.vote(li, following, raised[0], 0)
    assert meetings.tallies(following, since)[raised[0].id] == Tally(3, {ana.id: 3, li.id: 0})


def test_votes_for_a_held_meeting_are_over_with_it(series: Series, ana: Member, raised: list[Topic]) -> None:
    meetings.vote(ana, meetings.on(series, MONDAY), raised[0], 3)
    assert meetings.tallies(meetings.on(series, MONDAY + WEEK), MONDAY) == {}


def test_a_moved_meeting_keeps_its_votes(series: Series, ana: Member, one: Occasion, raised: list[Topic]) -> None:
    meetings.vote(ana, one, raised[0], 3)
    meetings.move(ana, one, MONDAY + timedelta(days=2))
    moved = meetings.on(series, MONDAY + timedelta(days=2))
    assert meetings.tallies(moved, meetings.previous_day(series, moved.day))[raised[0].id].stars == 3
    following = meetings.on(series, MONDAY + WEEK)
    assert meetings.tallies(following, meetings.previous_day(series, following.day)) == {}


def test_the_lead_and_who_leads_the_meeting_vote_for_the_room(
    ana: Member, li: Member, wang: Member, series: Series, one: Occasion, raised: list[Topic]
) -> None:
    meetings.vote(ana, one, raised[0], 3, li)
    with pytest.raises(Denied):
        meetings.vote(wang, one, raised[0], 1, li)
    meetings.edit_series(ana, series, facilitator=wang)
    meetings.vote(wang, meetings.on(series, MONDAY), raised[0], 1, li)
    assert meetings.tallies(one, MONDAY - WEEK)[raised[0].id].by == {li.id: 1}


def test_a_viewer_has_no_vote(viewer: Member, one: Occasion, raised: list[Topic]) -> None:
    with pytest.raises(Denied):
        meetings.vote(viewer, one, raised[0], 1)


def test_nobody_votes_with_four_stars_or_on_what_is_decided(ana: Member, one: Occasion, raised: list[Topic]) -> None:
    for stars in (4, -1):
        with pytest.raises(Invalid):
            meetings.vote(ana, one, raised[0], stars)
    parked = topics.settle(ana, raised[1], TopicStatus.PARKED)
    with pytest.raises(Invalid):
        meetings.vote(ana, one, parked, 1)


def _row(number: int) -> TopicRow:
    return TopicRow(number, str(number), "", 1, "Ana", MONDAY, None, TopicStatus.OPEN, "", "", None)


@given(st.lists(st.integers(0, 9), unique=True), st.dictionaries(st.integers(0, 9), st.integers(0, 60)))
def test_voting_never_loses_a_topic_and_never_turns_equals_around(order: list[int], stars: dict[int, int]) -> None:
    found = meetings.by_votes([_row(n) for n in order], {n: Tally(s, {}) for n, s in stars.items()})
    numbers = [row.id for row in found]
    assert sorted(numbers) == sorted(order)
    for one, two in pairwise(numbers):
        first, second = stars.get(one, 0), stars.get(two, 0)
        assert first > second or (first == second and order.index(one) < order.index(two))
