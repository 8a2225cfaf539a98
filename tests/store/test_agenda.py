"""The agenda fills itself from the team's own records, and closing carries over what isn't done."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from store import actions, agenda, changes, closing, customers, followups, goals, meetings, notes, topics
from store.actions import ActionItem
from store.agenda import Agenda
from store.calendar import Period, PeriodKind, clock
from store.customers import Customer
from store.database import database
from store.errors import Invalid
from store.followups import Kind, Outcome
from store.goals import Goal
from store.meetings import HeadlineKind, MeetingStatus, Presence, SectionKind, Series
from store.records import Ref
from store.team import Member
from store.topics import Topic, TopicStatus

MONDAY = date(2026, 11, 23)
WEEK = timedelta(days=7)


@pytest.fixture
def series(ana: Member) -> Series:
    return meetings.set_up(ana, "Weekly", at=time(9, 30), start=MONDAY - 8 * WEEK)


def now(series: Series) -> Agenda:
    found = meetings.next_meeting(series)
    assert found is not None
    return agenda.agenda(found)


def texts(found: Agenda, kind: SectionKind) -> list[str]:
    part = next(part for part in found.parts if part.section.kind is kind)
    return [f"{line.who} {line.text}".strip() for line in part.lines]


def test_each_section_shows_the_records_themselves(ana: Member, series: Series) -> None:
    meetings.add_headline(ana, series, HeadlineKind.WIN, "Hongtu ordered")
    topics.raise_topic(ana, series.id, "Index clause")
    actions.add(ana, "letter", ana, MONDAY)
    found = now(series)
    assert found.minutes == found.meeting.minutes == 60
    assert texts(found, SectionKind.WINS) == ["Hongtu ordered", "Ana no weekly update yet"]
    assert texts(found, SectionKind.SOLVE) == ["Index clause"]
    assert texts(found, SectionKind.ACTIONS) == ["letter"]
    assert texts(found, SectionKind.RISKS) == []


def test_a_figure_that_nobody_typed_since_the_last_meeting_is_named_with_its_owner(
    ana: Member, li: Member, series: Series
) -> None:
    def goal(title: str, owner: Member | None, begins: date = date(2026, 10, 1)) -> Goal:
        period = Period(PeriodKind.QUARTER, begins, date(2026, 12, 31))
        return goals.add(ana, title, owner=owner, period=period, target=100, why="x", reason="the test")

    with clock(datetime(2026, 11, 12, 9, tzinfo=UTC)):
        hers, team_s, fresh = goal("hers", ana), goal("ours", None), goal("visits", li)
        goals.check_in(ana, hers, 50)
        goals.check_in(ana, team_s, 50)
    with clock(datetime(2026, 11, 18, 9, tzinfo=UTC)):
        goals.check_in(li, fresh, 50)
    goal("new", li, MONDAY)
    found = now(series)
    assert found.without_figure == ["", "Ana"]
    scored = next(part for part in found.parts if part.section.kind is SectionKind.SCORECARD)
    assert [(line.who, line.ref.id, line.state == agenda.NO_FIGURE) for line in scored.lines] == [
        ("", team_s.id, True),
        ("Ana", hers.id, True),
    ]
    goals.check_in(ana, Goal.load(hers.id), 60)
    assert now(series).without_figure == [""]


def test_a_section_left_out_gives_its_minutes_to_solve(ana: Member, series: Series) -> None:
    meetings.add_headline(ana, series, HeadlineKind.WIN, "Hongtu ordered")
    wins = meetings.sections(series.id)[0]
    meetings.leave_out(ana, now(series).meeting, wins)
    found = now(series)
    solve = next(part for part in found.parts if part.section.kind is SectionKind.SOLVE)
    assert (found.parts[0].left_out, found.parts[0].lines, solve.minutes, found.minutes) == (True, (), 26, 60)
    later = agenda.agenda(meetings.on(series, MONDAY + WEEK))
    assert not later.parts[0].left_out
    meetings.leave_out(ana, found.meeting, wins, out=False)
    assert not now(series).parts[0].left_out


def test_customers_that_moved_are_overdue_silent_or_put_off_each_once_and_seven_at_most(ana: Member) -> None:
    def customer(name: str, value: str = "A") -> Customer:
        return customers.add(ana, name, owner=ana, value_class=value, kind="customer")

    with clock(datetime(2026, 9, 1, 9, tzinfo=UTC)):
        late, silent, low = customer("Late"), customer("Silent"), customer("Low", "C")
        followups.add(ana, date(2026, 11, 2), customer=late, subject="offer")
        followups.add(ana, date(2026, 11, 9), customer=late, subject="second")
        followups.add(ana, date(2026, 11, 2), customer=low, subject="nobody looks")
    put_off = followups.add(ana, MONDAY + WEEK, subject="price talk", customer=low)
    for _ in range(3):
        put_off = followups.snooze(ana, put_off, MONDAY + WEEK)
    lines = agenda.moved(MONDAY, 7)
    assert [(line.who, str(line.state)) for line in lines] == [
        ("Late", "21 d late"),
        ("Silent", "every 14 d"),
        ("Low", "put off 3 times"),
    ]
    assert lines[1].ref == Ref("customer", silent.id)
    assert len(agenda.moved(MONDAY, 2)) == 2


def test_a_contact_or_a_plan_within_a_week_ends_the_silence(ana: Member) -> None:
    with clock(datetime(2026, 9, 1, 9, tzinfo=UTC)):
        one = customers.add(ana, "One", owner=ana, value_class="A", kind="customer")
        two = customers.add(ana, "Two", owner=ana, value_class="A", kind="customer")
        customers.add(ana, "Lost", owner=ana, value_class="A", kind="lost")
    assert [line.who for line in agenda.moved(MONDAY, 7)] == ["One", "Two"]
    followups.log(ana, Kind.CALL, Outcome.NO_ANSWER, customer=one)
    assert [line.who for line in agenda.moved(MONDAY, 7)] == ["One", "Two"]  # nobody answered
    followups.log(ana, Kind.CALL, Outcome.CONNECTED, customer=one)
    followups.add(ana, MONDAY + timedelta(days=7), customer=two)
    assert agenda.moved(MONDAY, 7) == []


def test_a_decision_belongs_to_the_meeting_of_its_day_and_is_one_undo(ana: Member, series: Series) -> None:
    topic = topics.raise_topic(ana, series.id, "One price")
    today = now(series).meeting
    agenda.decide(ana, topic, TopicStatus.SOLVED, decision="600", meeting=today)
    written = meetings.on(series, MONDAY)
    assert [row.decision for row in agenda.held(written).topics] == ["600"]
    changes.undo(ana)
    assert texts(now(series), SectionKind.SOLVE) == ["One price"]
    assert meetings.on(series, MONDAY).meeting is None


def test_a_decision_between_meetings_belongs_to_none(ana: Member, series: Series) -> None:
    topic = topics.raise_topic(ana, series.id, "One price")
    with clock(datetime(2026, 11, 25, 9, tzinfo=UTC)):
        agenda.decide(ana, topic, TopicStatus.SOLVED, decision="600", meeting=now(series).meeting)
    assert Topic.load(topic.id).decided_in is None


def test_closing_keeps_who_was_there_and_carries_over_what_is_open(ana: Member, li: Member, series: Series) -> None:
    due = actions.add(ana, "letter", ana, MONDAY)
    later = actions.add(ana, "later", ana, MONDAY + WEEK)
    topics.raise_topic(ana, series.id, "unreached")
    with clock(datetime(2026, 11, 23, 9, 40, tzinfo=UTC)):  # 10:40 in Madrid
        seats = {ana.id: (Presence.PRESENT, 8), li.id: (Presence.EXCUSED, None)}
        closing.write_down(ana, now(series).meeting, 63, seats)
        closed = meetings.past(series, 1)[0]
        assert (closed.day, closed.status) == (MONDAY, MeetingStatus.CLOSED)
        assert (meetings.minutes_held(closed), agenda.held(closed).rating) == (63, 8.0)
        assert ActionItem.load(due.id).carried_count == 1
        assert ActionItem.load(later.id).carried_count == 0
        following = now(series)
        assert following.meeting.day == MONDAY + WEEK
        assert texts(following, SectionKind.SOLVE) == ["unreached"]
        assert texts(following, SectionKind.ACTIONS) == ["letter", "later"]
        with pytest.raises(Invalid):
            closing.write_down(ana, closed, 60, {})


def test_a_meeting_that_has_not_begun_or_was_skipped_cannot_be_closed(ana: Member, series: Series) -> None:
    with pytest.raises(Invalid):
        closing.write_down(ana, meetings.on(series, MONDAY + WEEK), 60, {})
    meetings.skip(ana, meetings.on(series, MONDAY), "fair")
    with pytest.raises(Invalid):
        closing.write_down(ana, meetings.on(series, MONDAY), 60, {})


def test_what_was_carried_twice_says_so(ana: Member, series: Series) -> None:
    actions.add(ana, "letter", ana, MONDAY - WEEK)
    for week in (1, 0):
        with clock(datetime(2026, 11, 23, 9, 40, tzinfo=UTC) - week * WEEK):
            closing.write_down(ana, meetings.on(series, MONDAY - week * WEEK), 60, {})
    part = next(part for part in now(series).parts if part.section.kind is SectionKind.ACTIONS)
    assert [str(line.state) for line in part.lines] == ["carried 2×"]


def test_a_note_about_a_meeting_is_kept_with_its_author(ana: Member, li: Member, series: Series) -> None:
    agenda.write_note(li, now(series).meeting, "Scorecard: on time 87 %")
    agenda.write_note(ana, now(series).meeting, "Short and useful")
    found = agenda.held(meetings.on(series, MONDAY)).notes
    assert [(note.author, note.body) for note in found] == [
        ("Li", "Scorecard: on time 87 %"),
        ("Ana", "Short and useful"),
    ]
    with pytest.raises(Invalid):
        agenda.write_note(li, now(series).meeting, "x" * (notes.LONGEST + 1))


def test_a_longer_agenda_costs_no_further_question(
    ana: Member, series: Series, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    ask = type(database).execute_sql

    def counted(self: object, sql: str, params: object = None) -> object:
        asked.append(sql)
        return ask(self, sql, params)

    def questions() -> int:
        asked.clear()
        now(series)
        return len(asked)

    monkeypatch.setattr(type(database), "execute_sql", counted)
    few = questions()
    for number in range(30):
        topics.raise_topic(ana, series.id, f"topic {number}")
        actions.add(ana, f"action {number}", ana, MONDAY)
        meetings.add_headline(ana, series, HeadlineKind.WIN, f"win {number}")
    assert questions() <= few + 1  # the team's time zone, once there are days of topics to be told
