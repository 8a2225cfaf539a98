"""A meeting that runs: its clock always adds up, one person leads it, and nothing of it is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import actions, agenda, changes, closing, meetings, minutes, scorecard, team, topics
from store.access import Role
from store.calendar import clock
from store.database import rows, watch
from store.errors import Denied, Invalid, NotFound
from store.meetings import Hold, MeetingStatus, Presence, Section, SectionKind, Series, Stage
from store.meetings.spans import Span, split, standings
from store.records import Ref
from store.team import Member
from store.topics import Topic, TopicStatus

MONDAY = date(2026, 11, 23)
WEEK = timedelta(days=7)
HERE = Presence.PRESENT


class Wall:
    """A clock that goes on when it is told to."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def on(self, minutes: float = 0, seconds: float = 0) -> None:
        self.at += timedelta(minutes=minutes, seconds=seconds)


@pytest.fixture
def wall(monday: datetime) -> Iterator[Wall]:
    """Monday 10:00 in Madrid, and moving."""
    found = Wall(monday)
    with clock(found):
        yield found


@pytest.fixture
def series(ana: Member) -> Series:
    return meetings.set_up(ana, "Weekly", at=time(10), start=MONDAY - 3 * WEEK)


@pytest.fixture
def there(series: Series) -> dict[SectionKind, int]:
    return {section.kind: section.id for section in meetings.sections(series.id)}


@pytest.fixture
def begun(ana: Member, li: Member, series: Series, wall: Wall) -> int:
    """The meeting of today, started by Ana with Li."""
    return start(ana, series, li)


def start(actor: Member, series: Series, *others: Member, minutes: int = 60) -> int:
    one = meetings.next_meeting(series)
    assert one is not None
    seats = {m.id: HERE for m in (actor, *others)}
    return meetings.start(actor, one, minutes, seats).id


def stages(meeting: int, wall: Wall) -> dict[SectionKind, tuple[Stage, float, float]]:
    found = meetings.live(meeting)
    sections = meetings.sections_today(found)
    kinds = {section.id: section.kind for section in sections}
    return {kinds[s.section]: (s.stage, s.spent, s.allotted) for s in meetings.head(found, sections, wall.at)}


# Starting


def test_todays_minutes_are_shared_out_to_the_last_one(ana: Member, series: Series, wall: Wall) -> None:
    found = meetings.live(start(ana, series, minutes=45))
    assert sum(found.shares.values()) == 45
    assert found.minutes == 45
    assert (found.status, found.name) == (MeetingStatus.RUNNING, "Ana")


def test_one_that_begins_late_is_offered_the_minutes_that_are_left(ana: Member, series: Series, wall: Wall) -> None:
    one = meetings.next_meeting(series)
    assert one is not None
    offered = []
    for late in (-30, 0, 7, 40, 55, 90):
        wall.at = one.start + timedelta(minutes=late)
        offered.append(meetings.minutes_today(one))
    assert offered == [60, 60, 53, 20, 10, 60]


def test_a_section_that_is_left_out_gives_its_minutes_to_solve(
    ana: Member, series: Series, there: dict[SectionKind, int], wall: Wall
) -> None:
    one = meetings.next_meeting(series)
    assert one is not None
    meetings.leave_out(ana, one, Section.load(there[SectionKind.RISKS]))
    found = meetings.live(start(ana, series))
    assert there[SectionKind.RISKS] not in found.shares
    assert found.shares[there[SectionKind.SOLVE]] == 27


def test_a_meeting_of_another_day_is_held_today_and_not_once_more(ana: Member, series: Series, wall: Wall) -> None:
    wall.on(minutes=24 * 60)
    one = meetings.next_meeting(series)
    assert one is not None
    assert one.day == MONDAY + WEEK
    start(ana, series)
    running = meetings.next_meeting(series)
    assert running is not None
    assert (running.day, running.status) == (MONDAY + timedelta(days=1), MeetingStatus.RUNNING)
    assert meetings.following(series) == MONDAY + 2 * WEEK


def test_who_may_start(ana: Member, li: Member, wang: Member, viewer: Member, series: Series, wall: Wall) -> None:
    one = meetings.next_meeting(series)
    assert one is not None
    meetings.may_start(ana, one)
    for nobody in (li, viewer):
        with pytest.raises(Denied):
            meetings.may_start(nobody, one)
    wall.on(minutes=5)
    meetings.may_start(li, one)
    with pytest.raises(Denied):
        meetings.may_start(viewer, one)
    wall.on(minutes=-5)
    team.add_absence(ana, ana, MONDAY, MONDAY)
    away = meetings.next_meeting(series)
    assert away is not None
    meetings.may_start(li, away)


def test_what_can_not_be_started(ana: Member, series: Series, begun: int, wall: Wall) -> None:
    one = meetings.by_id(begun)
    with pytest.raises(Invalid):
        meetings.start(ana, one, 60, {ana.id: HERE})
    coming = next(o for o in meetings.upcoming(series) if o.status is MeetingStatus.PLANNED)
    with pytest.raises(Invalid):  # while another one runs
        meetings.start(ana, coming, 60, {ana.id: HERE})
    closing.end(ana, begun)
    with pytest.raises(Invalid):  # nobody is here
        meetings.start(ana, coming, 60, {ana.id: Presence.ABSENT})
    with pytest.raises(Invalid):
        meetings.start(ana, coming, 0, {ana.id: HERE})


def test_a_running_meeting_is_neither_skipped_nor_moved(ana: Member, begun: int) -> None:
    with pytest.raises(Invalid):
        meetings.skip(ana, meetings.by_id(begun), "no")


def test_an_undone_start_leaves_a_meeting_that_can_be_started(ana: Member, series: Series, wall: Wall) -> None:
    meetings.leave_out(ana, meetings.on(series, MONDAY), meetings.sections(series.id)[7])  # so that it is written down
    meeting = start(ana, series)
    meetings.enter(ana, meeting, meetings.sections(series.id)[1].id)
    changes.undo(ana)
    assert meetings.running_now(series.id) is None
    assert meetings.spans_of(meeting) == []
    assert len(meetings.spans_of(start(ana, series))) == 1


# The clock


def test_a_second_visit_is_added_and_pauses_stop_the_clock(
    ana: Member, begun: int, there: dict[SectionKind, int], wall: Wall
) -> None:
    wall.on(2)
    meetings.enter(ana, begun, there[SectionKind.SCORECARD])
    wall.on(4)
    meetings.suspend(ana, begun)
    wall.on(10)
    meetings.go_on(ana, begun)
    wall.on(1)
    meetings.enter(ana, begun, there[SectionKind.WINS])
    wall.on(seconds=30)
    found = stages(begun, wall)
    assert found[SectionKind.WINS][:2] == (Stage.NOW, 150)
    assert found[SectionKind.SCORECARD][:2] == (Stage.DONE, 300)
    assert meetings.spent(meetings.spans_of(begun), wall.at)[None] == 600
    assert meetings.live(begun).ends_at(wall.at) == meetings.live(begun).started_at + timedelta(minutes=70)


def test_what_is_left_goes_to_solve_and_an_overrun_is_taken_from_it(
    ana: Member, begun: int, there: dict[SectionKind, int], wall: Wall
) -> None:
    wall.on(2, 10)
    meetings.enter(ana, begun, there[SectionKind.SCORECARD])
    wall.on(6, 30)
    meetings.enter(ana, begun, there[SectionKind.GOALS])
    wall.on(3, 20)
    found = stages(begun, wall)
    assert found[SectionKind.SOLVE] == (Stage.AHEAD, 0, 22 * 60 + 20), "23 + 0:50 − 1:30, as in the sketch"
    wall.on(3, 0)
    assert stages(begun, wall)[SectionKind.SOLVE][2] == 21 * 60, "the running section is 1:20 over"


def test_solve_never_has_less_than_nothing_and_what_comes_after_takes_nothing_from_it(
    ana: Member, begun: int, there: dict[SectionKind, int], wall: Wall
) -> None:
    meetings.enter(ana, begun, there[SectionKind.LEARN])
    wall.on(50)
    assert stages(begun, wall)[SectionKind.SOLVE][2] == 26 * 60, "Wins left its 3 minutes"
    meetings.enter(ana, begun, there[SectionKind.WINS])
    wall.on(50)
    assert stages(begun, wall)[SectionKind.SOLVE][2] == 0


def test_one_more_minute_comes_from_solve_and_in_solve_the_meeting_is_longer(
    ana: Member, begun: int, there: dict[SectionKind, int], wall: Wall
) -> None:
    found = meetings.more_time(ana, begun)
    assert (found.shares[there[SectionKind.WINS]], found.shares[there[SectionKind.SOLVE]], found.minutes) == (4, 22, 60)
    meetings.enter(ana, begun, there[SectionKind.SOLVE])
    found = meetings.more_time(ana, begun)
    assert (found.shares[there[SectionKind.SOLVE]], found.minutes) == (23, 61)
    assert sum(found.shares.values()) == found.minutes


def test_a_clock_that_was_set_back_makes_no_negative_time(
    ana: Member, begun: int, there: dict[SectionKind, int], wall: Wall
) -> None:
    wall.on(3)
    meetings.enter(ana, begun, there[SectionKind.GOALS])
    wall.on(-2)
    meetings.enter(ana, begun, there[SectionKind.RISKS])
    assert all(span.seconds(wall.at) >= 0 for span in meetings.spans_of(begun))


@pytest.mark.parametrize("solve", [None, 2])
def test_a_meeting_without_solve_takes_from_nothing(solve: int | None) -> None:
    at = datetime.fromisoformat("2026-11-23T10:00:00+00:00")
    found = standings([1, 2], {1: 1, 2: 5}, [Span(1, at - timedelta(minutes=4))], 1, solve, at)
    assert [s.allotted for s in found] == [60, 300 if solve is None else 120]
    assert [s.over for s in found] == [180, 0]


KEYS = st.lists(
    st.tuples(
        st.sampled_from(("next", "back", "more", "suspend", "go on", "paused", "went on", "claim")),
        st.integers(min_value=0, max_value=400),
    ),
    max_size=25,
)


@given(keys=KEYS, last=st.integers(min_value=0, max_value=400))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_spans_and_pauses_always_add_up_to_the_meeting(
    ana: Member, li: Member, series: Series, wall: Wall, keys: list[tuple[str, int]], last: int
) -> None:
    wall.at += WEEK
    meeting = start(ana, series, li)
    order = [section.id for section in meetings.sections(series.id)]
    leader, terminal = ana, changes.SESSION
    for key, seconds in keys:
        wall.on(seconds=seconds)
        with changes.session(terminal):
            now = meetings.live(meeting)
            at = order.index(now.section or order[0])
            if key in ("next", "back"):
                to = order[min(max(at + (1 if key == "next" else -1), 0), len(order) - 1)]
                meetings.enter(leader, meeting, to)
            elif key == "more":
                meetings.more_time(leader, meeting)
            elif key == "suspend":
                meetings.suspend(leader, meeting)
            elif key == "go on":
                meetings.go_on(leader, meeting)
        if key in ("paused", "went on", "claim"):  # its program is gone; after the lease somebody else goes on
            wall.on(seconds=0 if key == "claim" else 46)
            terminal += "'"
            leader = ana if key == "claim" else (li if leader is ana else ana)
            with changes.session(terminal):
                meetings.take(leader, meeting, paused=key == "paused")
        found = meetings.live(meeting)
        whole = (wall.at - found.started_at).total_seconds()
        assert sum(meetings.spent(found.spans, wall.at).values()) == pytest.approx(whole)
        assert all(a.left_at == b.entered_at for a, b in zip(found.spans, found.spans[1:], strict=False))
        assert (found.spans[-1].section is None) is found.suspended
        assert sum(found.shares.values()) == found.minutes
    wall.on(seconds=last)
    with changes.session(terminal):
        closing.end(leader, meeting)
    one, stayed = meetings.by_id(meeting), meetings.spans_of(meeting)
    assert one.started_at is not None and one.ended_at is not None
    assert stayed[-1].left_at == one.ended_at
    whole = (one.ended_at - one.started_at).total_seconds()
    assert sum(meetings.spent(stayed, wall.at).values()) == pytest.approx(whole)
    kept = minutes.frozen(meeting)
    assert kept is not None
    assert sum(part["spent"] or 0 for part in kept["parts"]) + kept["paused"] == pytest.approx(whole)


# The lease


def elsewhere(verb: Callable[[], object], terminal: str = "another terminal") -> object:
    with changes.session(terminal):
        return verb()


def test_only_the_one_who_leads_moves_the_meeting(
    ana: Member, li: Member, begun: int, there: dict[SectionKind, int]
) -> None:
    with pytest.raises(Denied):
        meetings.enter(li, begun, there[SectionKind.GOALS])
    with pytest.raises(Denied):
        elsewhere(lambda: meetings.enter(ana, begun, there[SectionKind.GOALS]))
    elsewhere(lambda: meetings.point(li, begun, Ref("goal", 1)))
    assert meetings.live(begun).pointed is None


def test_a_rep_takes_over_after_45_seconds_and_not_before(
    ana: Member, li: Member, wang: Member, viewer: Member, begun: int, wall: Wall
) -> None:
    wall.on(seconds=45)
    with pytest.raises(Denied) as refused:
        elsewhere(lambda: meetings.take(li, begun))
    assert "Ana leads this meeting" in str(refused.value)
    wall.on(seconds=1)
    assert elsewhere(lambda: meetings.hold(meetings.live(begun), viewer)) is Hold.THEIRS
    found = elsewhere(lambda: meetings.take(li, begun))
    assert found.name == "Li"
    assert not meetings.beat(begun, True), "the program that returns is told that it doesn't lead any more"
    with pytest.raises(Denied):
        meetings.may_lead(meetings.live(begun), ana)


def test_a_sign_of_life_keeps_the_lead(ana: Member, li: Member, begun: int, wall: Wall) -> None:
    for _beat in range(20):
        wall.on(seconds=30)
        assert meetings.beat(begun, False)
    assert elsewhere(lambda: meetings.hold(meetings.live(begun), li)) is Hold.THEIRS


def test_the_lead_and_the_facilitator_claim_what_somebody_else_leads(
    ana: Member, li: Member, wang: Member, series: Series, begun: int, wall: Wall
) -> None:
    meetings.edit_series(ana, series, facilitator=wang)
    wall.on(seconds=46)
    elsewhere(lambda: meetings.take(li, begun))
    assert meetings.hold(meetings.live(begun), ana) is Hold.CLAIM
    assert meetings.hold(meetings.live(begun), wang) is Hold.CLAIM
    assert meetings.hold(meetings.live(begun), li) is Hold.CLAIM, "the same person in another terminal"
    meetings.take(ana, begun)
    assert not elsewhere(lambda: meetings.beat(begun, True))


def test_who_leaves_in_order_leaves_the_lead_at_once(ana: Member, li: Member, begun: int) -> None:
    meetings.give_up(begun)
    assert meetings.hold(meetings.live(begun), li) is Hold.FREE


def test_after_a_crash_we_paused_ends_the_section_at_the_last_sign_of_life(
    ana: Member, li: Member, begun: int, there: dict[SectionKind, int], wall: Wall
) -> None:
    wall.on(2)
    meetings.beat(begun, False)
    wall.on(8)
    elsewhere(lambda: meetings.take(li, begun, paused=True))
    wall.on(1)
    assert meetings.spent(meetings.spans_of(begun), wall.at) == {there[SectionKind.WINS]: 180, None: 480}


def test_after_a_crash_we_went_on_keeps_the_clock_running(
    ana: Member, li: Member, begun: int, there: dict[SectionKind, int], wall: Wall
) -> None:
    wall.on(10)
    elsewhere(lambda: meetings.take(li, begun))
    assert meetings.spent(meetings.spans_of(begun), wall.at) == {there[SectionKind.WINS]: 600}


def test_a_suspended_meeting_stays_so_when_somebody_takes_over(ana: Member, li: Member, begun: int, wall: Wall) -> None:
    meetings.suspend(ana, begun)
    wall.on(10)
    found = elsewhere(lambda: meetings.take(li, begun, paused=True))
    assert found.suspended
    at = datetime.fromisoformat("2026-11-23T10:00:00+00:00")
    assert split([Span(None, at)], at, at) == [Span(None, at)]


def test_the_one_who_leaves_the_team_leaves_a_meeting_that_goes_on(
    ana: Member, li: Member, wang: Member, begun: int, wall: Wall
) -> None:
    item = actions.add(ana, "call", li, MONDAY)
    team.leave(ana, li, MONDAY)
    wall.on(minutes=24 * 60)
    closing.end(ana, begun, {ana.id: (9, ""), li.id: (7, "")})
    kept = minutes.frozen(begun)
    assert kept is not None
    assert [(seat["name"], seat["rating"]) for seat in kept["attendance"]] == [("Ana", 9), ("Li", 7)]
    assert [(row["owner"], row["title"]) for row in kept["agreed"]] == [("Li", item.title)]


def test_a_rep_who_leads_decides_ticks_and_enters_figures_for_the_room(
    ana: Member, li: Member, wang: Member, begun: int, wall: Wall
) -> None:
    topic = topics.raise_topic(ana, meetings.live(begun).series, "prices")
    item = actions.add(ana, "send the list", wang, MONDAY)
    figure = scorecard.add(ana, "Offers", 8, owner=wang)
    verbs: list[Callable[[], object]] = [
        lambda: topics.settle(li, topic, TopicStatus.SOLVED, decision="one price"),
        lambda: actions.finish(li, item),
        lambda: scorecard.enter(li, figure, MONDAY, 5),
    ]
    for verb in verbs:
        with pytest.raises(Denied, match="colleague"):
            verb()
    wall.on(minutes=1)
    meetings.take(li, begun)
    for verb in verbs:
        verb()
    assert (topic.status, item.done_at) == (TopicStatus.SOLVED, wall.at)
    with pytest.raises(Denied):
        topics.remove(li, topic)
    meetings.give_up(begun)
    with pytest.raises(Denied, match="colleague"):
        actions.reopen(li, item)


def test_heartbeats_and_drafts_are_no_changes_and_are_seen_as_moves(
    ana: Member, begun: int, there: dict[SectionKind, int], store_file: Path
) -> None:
    import sqlite3

    before = watch._last_change()
    meetings.beat(begun, True)
    meetings.enter(ana, begun, there[SectionKind.GOALS])
    meetings.jot(ana, begun, there[SectionKind.GOALS], None, "half a th")
    assert watch._last_change() == before
    assert watch.changed() in (True, False)  # from now on
    with sqlite3.connect(store_file) as other:
        other.execute("UPDATE meeting SET beat_at = '2026-11-23T09:00:05.000000Z'")
    assert not watch.changed()
    assert watch.moved
    assert not watch.changed()
    assert not watch.moved


def test_the_face_of_a_meeting_does_not_change_by_a_sign_of_life(ana: Member, begun: int, wall: Wall) -> None:
    before = meetings.live(begun)
    wall.on(seconds=20)
    meetings.beat(begun, True)
    after = meetings.live(begun)
    assert before != after
    assert before.face == after.face


# Forgotten


def test_a_meeting_is_forgotten_half_an_hour_after_its_end_without_activity(
    ana: Member, begun: int, wall: Wall
) -> None:
    wall.on(minutes=50)
    meetings.beat(begun, True)
    for minute, forgotten in ((89, False), (90, True)):
        wall.at = meetings.live(begun).started_at + timedelta(minutes=minute)
        meetings.beat(begun, False)
        assert meetings.live(begun).forgotten(wall.at) is forgotten
    closing.end(ana, begun, as_of=meetings.live(begun).active_at)
    assert meetings.minutes_held(meetings.by_id(begun)) == 50


def test_activity_after_the_end_keeps_it_open(ana: Member, begun: int, wall: Wall) -> None:
    wall.on(minutes=95)
    meetings.point(ana, begun, None)
    wall.on(minutes=29)
    assert not meetings.live(begun).forgotten(wall.at)


# Notes


def test_two_authors_never_collide(ana: Member, li: Member, begun: int, there: dict[SectionKind, int]) -> None:
    goals = there[SectionKind.GOALS]
    meetings.jot(ana, begun, goals, None, "Wang needs")
    meetings.jot(li, begun, goals, None, "two slip")
    meetings.jot(ana, begun, goals, None, "Wang needs help")
    meetings.finish(li, begun, goals, None, "two slip into January")
    assert [(n.author, n.body, n.text) for n in meetings.jottings(begun)] == [
        ("Ana", "", "Wang needs help"),
        ("Li", "two slip into January", "two slip into January"),
    ]
    assert meetings.jotted(ana, begun, goals) == "Wang needs help"


def test_an_empty_note_goes_away_and_a_viewer_writes_none(
    ana: Member, viewer: Member, begun: int, there: dict[SectionKind, int]
) -> None:
    wins = there[SectionKind.WINS]
    meetings.finish(ana, begun, wins, None, "x")
    meetings.finish(ana, begun, wins, None, "  ")
    assert meetings.jottings(begun) == []
    with pytest.raises(Denied):
        meetings.jot(viewer, begun, wins, None, "x")
    with pytest.raises(Invalid):
        meetings.jot(ana, begun, wins, None, "x" * 4001)


def test_a_note_is_undone_as_everything_else(ana: Member, begun: int, there: dict[SectionKind, int]) -> None:
    wins = there[SectionKind.WINS]
    meetings.finish(ana, begun, wins, None, "first")
    meetings.finish(ana, begun, wins, None, "second")
    changes.undo(ana)
    assert [n.text for n in meetings.jottings(begun)] == ["first"]


# The end


def test_the_minutes_stay_as_they_were(
    ana: Member, li: Member, series: Series, begun: int, there: dict[SectionKind, int], wall: Wall
) -> None:
    topic = topics.raise_topic(ana, series.id, "Index clause")
    wall.on(5)
    agenda.decide(
        ana, topic, TopicStatus.SOLVED, decision="600 a gateway", problem="no cap", meeting=meetings.by_id(begun)
    )
    actions.add(ana, "write it down", li, MONDAY + WEEK, topic=topic)
    meetings.jot(li, begun, there[SectionKind.SOLVE], topic.id, "half a thou")
    wall.on(5)
    closing.end(ana, begun, {ana.id: (8, "short"), li.id: (9, "")})
    kept = minutes.frozen(begun)
    assert kept is not None
    (talked,) = kept["topics"]
    assert (talked["decision"], talked["notes"]) == ("600 a gateway", [{"author": "Li", "body": "half a thou"}])
    assert [(a["title"], a["owner"], a["about"]) for a in kept["agreed"]] == [("write it down", "Li", "Index clause")]
    assert (kept["rating"], kept["minutes"]) == (8.5, 60)
    topics.edit(ana, Topic.load(topic.id), title="Another title", decision="another decision")
    team.edit_member(ana, li, name="Li Ming")
    assert minutes.frozen(begun) == kept
    found = minutes.on(series, MONDAY)
    assert found == minutes.on(series, None) == kept
    assert minutes.on(series, MONDAY - WEEK) is None


def test_an_undone_end_goes_on_and_what_lay_between_was_a_pause(
    ana: Member, begun: int, there: dict[SectionKind, int], wall: Wall
) -> None:
    wall.on(10)
    closing.end(ana, begun)
    wall.on(5)
    changes.undo(ana)
    found = meetings.live(begun)
    assert found.status is MeetingStatus.RUNNING
    wall.on(1)
    assert meetings.spent(found.spans, wall.at) == {there[SectionKind.WINS]: 660, None: 300}


def test_ratings_are_those_of_people_who_were_there(ana: Member, li: Member, wang: Member, begun: int) -> None:
    for wrong in ({ana.id: (11, "")}, {wang.id: (5, "")}):
        with pytest.raises(Invalid):
            closing.end(ana, begun, wrong)
    elsewhere(lambda: meetings.rate(li, begun, {li.id: (7, "long")}))
    with pytest.raises(Denied):
        elsewhere(lambda: meetings.rate(li, begun, {ana.id: (7, "")}))
    closing.end(ana, begun)
    assert meetings.rating(meetings.attendance(begun)) == 7
    with pytest.raises(NotFound):
        meetings.take(ana, 999)
    with pytest.raises(Denied):
        closing.end(ana, begun)


def test_who_came_later_is_counted(ana: Member, li: Member, wang: Member, begun: int) -> None:
    meetings.attend(ana, begun, {wang.id: Presence.LATE, li.id: Presence.ABSENT})
    assert {s.name: s.presence for s in meetings.attendance(begun)} == {
        "Ana": Presence.PRESENT,
        "Li": Presence.ABSENT,
        "王芳": Presence.LATE,
    }


def test_three_weeks_carry_over_what_was_not_reached(
    ana: Member, li: Member, series: Series, there: dict[SectionKind, int], wall: Wall
) -> None:
    topic = topics.raise_topic(ana, series.id, "never reached")
    talked = topics.raise_topic(ana, series.id, "talked about")
    item = actions.add(ana, "never done", li, MONDAY)
    seen = []
    for week in range(3):
        meeting = start(ana, series, li)
        lines = agenda.of_section(meetings.by_id(meeting), Section.load(there[SectionKind.SOLVE])).parts[0].lines
        acted = agenda.of_section(meetings.by_id(meeting), Section.load(there[SectionKind.ACTIONS])).parts[0].lines
        seen.append([str(line.state) for line in (*lines[:1], *acted)])
        if week == 1:
            meetings.finish(ana, meeting, there[SectionKind.SOLVE], talked.id, "no decision yet")
        wall.on(60)
        closing.end(ana, meeting)
        kept = minutes.frozen(meeting)
        assert kept is not None
        assert ("never reached", week + 1) in [(w["title"], w["carried"]) for w in kept["waiting"]]
        assert ("talked about" in [t["title"] for t in kept["topics"]]) is (week == 1)
        wall.at += WEEK - timedelta(hours=1)
    assert seen == [["None", "None"], ["None", "None"], ["carried 2×", "carried 2×"]]
    assert Topic.load(topic.id).carried_count == 3
    assert Topic.load(talked.id).status is TopicStatus.DISCUSSED
    assert actions.ActionItem.load(item.id).carried_count == 3


def test_what_is_read_back_is_what_is_new(
    ana: Member, li: Member, series: Series, begun: int, there: dict[SectionKind, int], wall: Wall
) -> None:
    from store import followups
    from store.followups import Origin

    old = topics.raise_topic(ana, series.id, "Prices")
    wall.on(5)
    agenda.decide(ana, old, TopicStatus.SOLVED, decision="stay", meeting=meetings.by_id(begun))
    actions.add(ana, "tell all", li, MONDAY + WEEK, topic=old)
    followups.add(ana, MONDAY + WEEK, subject="prices", origin=Origin.MEETING)
    followups.add(ana, MONDAY + WEEK, subject="not from here")
    lines = closing.read_back(meetings.live(begun))
    assert [(line.what, str(line.text)) for line in lines] == [
        ("Decision", "Prices"),
        ("Action", "tell all"),
        ("Call", "prices"),
    ]


@pytest.mark.parametrize("size", [2, 20])
def test_small_and_large_teams_are_all_seated(ana: Member, series: Series, wall: Wall, size: int) -> None:
    for number in range(size - 1):
        team.add_member(ana, f"Rep {number:02}", f"rep{number}")
    team.add_member(ana, "Vera", "vera", Role.VIEWER)
    one = meetings.next_meeting(series)
    assert one is not None
    seats = meetings.expected(one)
    assert len(seats) == size
    meeting = meetings.start(ana, one, 60, seats).id
    closing.end(ana, meeting, dict.fromkeys(seats, (8, "")))
    kept = minutes.frozen(meeting)
    assert kept is not None
    assert (len(kept["attendance"]), kept["rating"]) == (size, 8)


@pytest.mark.parametrize(
    ("sql", "values"),
    [
        ("SELECT id FROM meeting WHERE series_id = ? AND status IN ('running', 'suspended') AND deleted_at IS NULL", 1),
        ("SELECT section_id FROM section_visit WHERE meeting_id = ? AND deleted_at IS NULL ORDER BY id", 1),
        ("SELECT id FROM meeting_note WHERE meeting_id = ? AND deleted_at IS NULL ORDER BY id", 1),
        ("SELECT id FROM follow_up WHERE origin = 'meeting' AND deleted_at IS NULL AND created_at > ?", "2026"),
    ],
)
def test_following_reads_by_an_index(ana: Member, sql: str, values: object) -> None:
    plan = " · ".join(row[3] for row in rows(f"EXPLAIN QUERY PLAN {sql}", (values,)))
    assert "USING" in plan and "SCAN" not in plan, plan
