"""Topics wait for the team until they are decided, in the order that the team gave them."""

from __future__ import annotations

import pytest

from store import changes, meetings, topics
from store.errors import Denied, Invalid
from store.meetings import Series
from store.records import Ref
from store.team import Member
from store.topics import Topic, TopicStatus


@pytest.fixture
def series(ana: Member) -> Series:
    return meetings.set_up(ana, "Weekly sales meeting")


def titles(series: Series) -> list[str]:
    return [row.title for row in topics.waiting(series.id)]


def test_a_topic_waits_with_who_raised_it_and_why_and_from_which_record(series: Series, li: Member) -> None:
    topics.raise_topic(li, series.id, " Index clause ", why="Alto Ebro refuses it", origin=Ref("customer", 7))
    (row,) = topics.waiting(series.id)
    assert (row.title, row.why, row.raised_by, row.origin) == (
        "Index clause",
        "Alto Ebro refuses it",
        "Li",
        Ref("customer", 7),
    )
    assert row.raised_on.isoformat() == "2026-11-23"
    assert [found.id for found in topics.about(Ref("customer", 7))] == [row.id]


def test_an_empty_title_is_refused_beside_the_field(series: Series, ana: Member) -> None:
    with pytest.raises(Invalid) as refused:
        topics.raise_topic(ana, series.id, "   ")
    assert set(refused.value.fields) == {"title"}
    with pytest.raises(Invalid):
        topics.raise_topic(ana, series.id, "x" * (topics.LONGEST_TITLE + 1))


def test_solving_needs_a_decision_and_ends_the_waiting(series: Series, ana: Member) -> None:
    topic = topics.raise_topic(ana, series.id, "One price for pilots")
    with pytest.raises(Invalid) as refused:
        topics.settle(ana, topic, TopicStatus.SOLVED)
    assert set(refused.value.fields) == {"decision"}
    topics.settle(ana, topic, TopicStatus.SOLVED, decision="600 per gateway", problem="No rule")
    found = topics.listed([topic.id])[topic.id]
    assert (found.decision, found.problem, titles(series)) == ("600 per gateway", "No rule", [])


def test_a_topic_discussed_without_a_decision_comes_back_by_itself(series: Series, ana: Member) -> None:
    topic = topics.raise_topic(ana, series.id, "Year-end offers")
    topics.settle(ana, topic, TopicStatus.DISCUSSED, problem="Nobody has met the signer")
    assert titles(series) == ["Year-end offers"]


def test_a_parked_topic_is_kept_for_later_and_can_be_opened_again(series: Series, ana: Member) -> None:
    topic = topics.raise_topic(ana, series.id, "Cevisama")
    topics.settle(ana, topic, TopicStatus.PARKED)
    assert titles(series) == []
    assert [row.title for row in topics.parked(series.id)] == ["Cevisama"]
    topics.settle(ana, topic, TopicStatus.OPEN)
    assert titles(series) == ["Cevisama"]


def test_the_order_is_what_people_made_it_and_its_ends_hold(series: Series, ana: Member) -> None:
    for title in ("one", "two", "three"):
        topics.raise_topic(ana, series.id, title)
    last = Topic.load(topics.waiting(series.id)[-1].id)
    topics.move(ana, last, -1)
    assert titles(series) == ["one", "three", "two"]
    topics.move(ana, last, -5)
    assert titles(series) == ["three", "one", "two"]
    topics.move(ana, last, -1)
    assert titles(series) == ["three", "one", "two"]
    changes.undo(ana)
    assert titles(series) == ["one", "three", "two"]


def test_moving_leaves_parked_topics_alone(series: Series, ana: Member) -> None:
    one = topics.raise_topic(ana, series.id, "one")
    topics.settle(ana, topics.raise_topic(ana, series.id, "parked"), TopicStatus.PARKED)
    topics.raise_topic(ana, series.id, "two")
    topics.move(ana, one, 1)
    assert titles(series) == ["two", "one"]


def test_a_rep_raises_topics_but_changes_only_his_own(series: Series, ana: Member, li: Member, viewer: Member) -> None:
    hers = topics.raise_topic(ana, series.id, "hers")
    his = topics.raise_topic(li, series.id, "his")
    topics.edit(li, his, why="because")
    with pytest.raises(Denied):
        topics.edit(li, hers, why="because")
    with pytest.raises(Denied):
        topics.raise_topic(viewer, series.id, "mine")


def test_the_lines_of_solve_end_with_what_is_parked(series: Series, ana: Member) -> None:
    topics.settle(ana, topics.raise_topic(ana, series.id, "later"), TopicStatus.PARKED)
    topics.raise_topic(ana, series.id, "now")
    lines = topics.for_meeting(series.id)
    assert [line.text for line in lines] == ["now", "later"]
    assert str(lines[1].state) == "parked"


def test_a_removed_topic_is_gone_and_undo_brings_it_back(series: Series, ana: Member) -> None:
    topics.remove(ana, topics.raise_topic(ana, series.id, "gone"))
    assert titles(series) == []
    changes.undo(ana)
    assert titles(series) == ["gone"]
