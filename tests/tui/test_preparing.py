"""Preparing the meeting by keys: weekly updates, votes, the text of the agenda, the numbers of the past meetings."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from pilots import press, said, typed

from store import actions, closing, meetings, topics
from store.calendar import clock
from store.meetings import Presence, Series
from store.records import Ref
from store.team import Member
from store.topics import Topic
from tui.app import HuddleApp
from tui.screens.meetings import MeetingScreen
from tui.screens.meetings.list import MeetingList
from tui.screens.meetings.numbers import Numbers
from tui.screens.meetings.preview import Preview
from tui.screens.meetings.votes import Votes
from tui.screens.team import TeamScreen
from tui.screens.today import Today
from tui.widgets.columns import columns
from tui.widgets.detail import Detail
from tui.widgets.form import Form
from tui.widgets.record_list import RecordList
from tui.widgets.status import Status

MONDAY = date(2026, 11, 23)
WEEK = timedelta(days=7)
SIZE = (80, 24)


def app_of(member: Member, start: str = "meeting") -> HuddleApp:
    return HuddleApp(member, start=start)


def shown(app: HuddleApp) -> str:
    """The text of the detail, or of a sheet."""
    lines = app.screen.query_one(Detail).lines
    return "\n".join("".join(text for text, _tone in one.spans) + " " + one.right[0] for one in lines)


def at(app: HuddleApp, kind: str, number: int | None = None) -> None:
    """Put the cursor on the first row of a kind, or on this record."""
    screen = app.screen
    assert isinstance(screen, MeetingScreen)
    key = next(k for k in screen.rows if isinstance(k, tuple) and k[1] == kind and number in (None, k[2]))
    screen.query_one(RecordList).move_to(key)


def order(app: HuddleApp) -> list[str]:
    """The topics as they stand on the screen."""
    screen = app.screen
    assert isinstance(screen, MeetingScreen) and screen.found is not None
    return [str(line.text) for part in screen.found.parts for line in part.lines if line.ref.kind == "topic"]


@pytest.fixture
def series(ana: Member) -> Series:
    return meetings.set_up(ana, "Weekly sales meeting", at=time(9, 30), start=MONDAY - 3 * WEEK)


@pytest.fixture
def raised(ana: Member, series: Series) -> list[Topic]:
    return [topics.raise_topic(ana, series.id, title) for title in ("one", "two", "three")]


# Weekly updates


async def test_w_writes_mine_and_each_line_of_support_becomes_a_topic_with_one_key(ana: Member, series: Series) -> None:
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "w", *typed("Hongtu signed"), "tab", "tab", *typed("a lawyer"), "enter", *typed("two cases"))
        await press(pilot, "tab", "8", "ctrl+s")
        assert said(app) == "Written · u undo"
        at(app, "weekly_update")
        await press(pilot, "i")
        assert said(app) == "Topic: a lawyer · i raises 1 more · u undo"
        await press(pilot, "i")
        assert said(app) == "Topic: two cases · u undo"
        await press(pilot, "i")
        assert isinstance(app.screen, Form), "another topic about the update, in words of one's own"
    (row,) = meetings.updates(meetings.on(series, MONDAY), MONDAY - WEEK)
    assert (row.progress, row.problems, row.confidence) == ("Hongtu signed", "", 8)
    assert [topic.origin for topic in topics.waiting(series.id)] == [Ref("weekly_update", row.id or 0)] * 2


async def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(ana: Member, series: Series) -> None:
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "w", *typed("x"), "tab", "tab", "tab", *typed("11"), "ctrl+s")
        assert isinstance(app.screen, Form)
        assert app.screen.row("confidence").caption.error == "Confidence is a whole number from 0 to 10."
        assert app.screen.row("progress").raw() == "x"
        await press(pilot, "ctrl+u", *typed("7.5"), "ctrl+s")
        assert app.screen.row("confidence").caption.error == "Confidence is a whole number from 0 to 10."
    assert not meetings.updates(meetings.on(series, MONDAY), MONDAY - WEEK)[0].written


async def test_the_lead_enters_a_missing_one_by_space_and_a_rep_may_not(
    ana: Member, li: Member, wang: Member, series: Series
) -> None:
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        at(app, "member", li.id)
        await press(pilot, "space", *typed("phoned"), "ctrl+s")
        at(app, "weekly_update")
        await press(pilot, "enter")
        assert "by Ana for Li" in shown(app)
    app = app_of(wang)
    async with app.run_test(size=SIZE) as pilot:
        at(app, "weekly_update")
        await press(pilot, "space")
        assert said(app) == "This belongs to a colleague; its owner or the lead may change it."
        at(app, "member", wang.id)
        await press(pilot, "enter", *typed("mine"), "ctrl+s")
        assert said(app) == "Written · u undo"
    assert {row.name: row.written for row in meetings.updates(meetings.on(series, MONDAY), MONDAY - WEEK)} == {
        "Li": True,
        "王芳": True,
        "Ana": False,
    }


async def test_today_reminds_and_space_writes_it_there(li: Member, series: Series) -> None:
    app = app_of(li, "today")
    async with app.run_test(size=SIZE) as pilot:
        rows = app.screen.query_one(RecordList)
        rows.move_to(Ref("member", li.id))
        assert rows.row.day == MONDAY
        await press(pilot, "space", *typed("done"), "ctrl+s")
        assert isinstance(app.screen, Today)
        assert said(app) == "Written · u undo"
        assert rows.count == 0
        await press(pilot, "u")
        assert rows.count == 1
        await press(pilot, "enter")
        assert isinstance(app.screen, Form)


async def test_a_person_on_the_team_screen_is_still_a_person(li: Member, series: Series) -> None:
    app = app_of(li, "today")
    async with app.run_test(size=SIZE) as pilot:
        app.open(Ref("member", li.id))
        await pilot.pause()
        assert isinstance(app.screen, TeamScreen)


async def test_the_head_names_whose_updates_and_figures_are_missing(ana: Member, li: Member, series: Series) -> None:
    from tui.screens.meetings.head import MeetingHead

    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert app.screen.query_one(MeetingHead).remarks[0][0] == "▲ missing: weekly update of Ana, Li"


# Votes


async def test_a_star_more_with_each_key_and_the_most_stars_stand_first(
    ana: Member, series: Series, raised: list[Topic]
) -> None:
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        at(app, "topic", raised[2].id)
        await press(pilot, "S")
        assert said(app) == "★ from you · u undo"
        assert order(app) == ["three", "one", "two"]
        screen = app.screen
        assert isinstance(screen, MeetingScreen) and screen.item is not None
        assert screen.item.line.ref == raised[2].ref, "the cursor stays on its topic"
        await press(pilot, "S", "S", "S")
        assert said(app) == "No star from you · u undo"
        assert order(app) == ["one", "two", "three"]
        await press(pilot, "u", "S")
        assert order(app) == ["one", "two", "three"]


async def test_big_v_enters_the_stars_of_the_room_by_digits(
    ana: Member, li: Member, series: Series, raised: list[Topic]
) -> None:
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        at(app, "topic", raised[1].id)
        await press(pilot, "V", "2", "j", "3")
        assert isinstance(app.screen, Votes)
        assert app.screen.query_one(Status).text == "★★★ by Ana for Li · u undo"
        await press(pilot, "space", "u", "q")
        assert order(app)[0] == "two"
    given = meetings.tallies(meetings.on(series, MONDAY), MONDAY - WEEK)[raised[1].id]
    assert given.by == {ana.id: 2, li.id: 3}


async def test_a_rep_gives_only_stars_of_ones_own(ana: Member, li: Member, series: Series, raised: list[Topic]) -> None:
    app = app_of(li)
    async with app.run_test(size=SIZE) as pilot:
        at(app, "topic", raised[1].id)
        await press(pilot, "V", "3", "j", "1")
        assert app.screen.query_one(Status).text.startswith("This belongs to a colleague")
    given = meetings.tallies(meetings.on(series, MONDAY), MONDAY - WEEK)[raised[1].id]
    assert given.by == {li.id: 3}


async def test_k_and_j_order_topics_with_as_many_stars_and_say_that_votes_keep_others(
    ana: Member, li: Member, series: Series, raised: list[Topic]
) -> None:
    meetings.vote(li, meetings.on(series, MONDAY), raised[1], 2)
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        assert order(app) == ["two", "one", "three"]
        at(app, "topic", raised[2].id)
        await press(pilot, "K")
        assert order(app) == ["two", "three", "one"]
        await press(pilot, "K")
        assert said(app) == "Topics stand in the order of their stars; K and J order those with as many."


async def test_only_a_topic_gets_votes(ana: Member, series: Series) -> None:
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "S")
        assert said(app) == "Only a topic gets votes."


# The series and its sections


async def test_a_series_comes_every_three_weeks_counted_from_a_day(ana: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "n", "tab", *typed("3"), "tab", "tab", "t", "tab", "tab", "tab", "tab", "tab")
        await press(pilot, *typed("1 dec"), "ctrl+s")
        found = meetings.series()
        assert found is not None
        assert [f"{one.day:%d %b}" for one in meetings.upcoming(found, 3)] == ["01 Dec", "22 Dec", "12 Jan"]
        await press(pilot, "h", "e", "tab", *typed("0"), "ctrl+s")
        assert isinstance(app.screen, Form)
        assert app.screen.row("interval").caption.error == "A meeting comes every 1 to 52 weeks or working days."
        await press(pilot, "ctrl+u", *typed("1"), "tab", "w", "ctrl+s")
        assert [one.day.day for one in meetings.upcoming(meetings.series() or found, 3)] == [1, 2, 3]


async def test_a_section_that_was_taken_out_comes_back_filled_as_before(ana: Member, series: Series) -> None:
    meetings.remove_section(ana, meetings.sections(series.id)[7])
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "G", "n", "tab", "tab", "tab", "l", "ctrl+s")
        assert said(app) == "Saved · u undo"
        there = meetings.sections(series.id)
        assert (there[-1].kind.value, there[-1].title, there[-1].minutes) == ("learn", "", 5)
        await press(pilot, "e", "tab", "tab", "tab", "t", "ctrl+s")
        assert said(app) == "Saved · u undo"
    last = meetings.sections(series.id)[-1]
    assert (last.kind.value, last.title) == ("own", "Learn")


# Text


async def test_p_shows_the_whole_agenda_as_text_and_y_copies_it(
    ana: Member, series: Series, raised: list[Topic]
) -> None:
    meetings.write_update(ana, meetings.on(series, MONDAY), ana, progress="- [/b]\n- two", support="help")
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "P")
        assert isinstance(app.screen, Preview)
        assert "## Solve · 23 min" in shown(app)
        await press(pilot, "y")
        assert "  - Progress:\n    - \\[/b\\]\n    - two\n  - Support needed:\n    - help\n" in app.clipboard
        await press(pilot, "G", "q")
        assert isinstance(app.screen, MeetingScreen)


# Numbers


def held(ana: Member, series: Series, day: date, minutes: int, rating: int) -> None:
    """Hold the meeting of a day."""
    with clock(datetime(day.year, day.month, day.day, 10, tzinfo=UTC)):
        closing.write_down(ana, meetings.on(series, day), minutes, {ana.id: (Presence.PRESENT, rating)})


async def test_the_numbers_say_what_they_are_made_of_and_when_they_are_too_few(ana: Member, series: Series) -> None:
    with clock(datetime(2026, 11, 2, 11, tzinfo=UTC)):
        for title in ("a", "b"):
            actions.add(ana, title, ana, MONDAY - 2 * WEEK)
    with clock(datetime(2026, 11, 5, 11, tzinfo=UTC)):
        actions.finish(ana, actions.ActionItem.load(actions.open_items()[0].id))
    held(ana, series, MONDAY - 3 * WEEK, 58, 8)
    held(ana, series, MONDAY - 2 * WEEK, 70, 9)
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "N")
        assert isinstance(app.screen, Numbers)
        assert shown(app).count("not enough data") == 3
        assert "▲50" in shown(app)
        held(ana, series, MONDAY - WEEK, 60, 10)
        await press(pilot, "h")
        assert isinstance(app.screen, MeetingList)
        app.screen.query_one(RecordList).move_to((MONDAY - 2 * WEEK).isoformat())
        await press(pilot, "enter")
        assert "50% of 2 done by its start" in shown(app)
        await press(pilot, "escape", "N")
        assert "9.0 in 3 meetings, 3 ratings · goal 8" in shown(app)
        assert "63 on average in 3 meetings · 60 planned" in shown(app)
        await press(pilot, "2")
        assert isinstance(app.screen, MeetingScreen)


async def test_without_a_meeting_held_the_numbers_say_how_to_get_some(ana: Member, series: Series) -> None:
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "N")
        assert "No meeting was held yet" in shown(app)


def test_a_column_is_as_high_as_its_value_and_says_when_it_misses_the_goal() -> None:
    drawn = columns([1.0, 0.5, None, 0.0], ["1", "½", "", "0"], low=0, high=1, height=2, width=4, goal=0.9)
    assert [[text for text, _tone in row] for row in drawn] == [
        [" 1  ", " ▲½ ", "    ", " ▲0 "],
        [" ██ ", "    ", "    ", "    "],
        [" ██ ", " ██ ", " ·  ", " ▁▁ "],
    ]
    assert [tone for _text, tone in drawn[0]] == ["", "warning", "", "warning"]
    assert columns([70], ["70"], low=0, high=70, goal=60, goal_is_most=True)[0] == [(" ▲70 ", "warning")]


# Pictures

BOTH = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


@pytest.fixture
def prepared(ana: Member, li: Member, wang: Member, series: Series, raised: list[Topic]) -> Member:
    """A meeting of three that is prepared; no change of the demo changes its pictures."""
    one = meetings.on(series, MONDAY)
    meetings.write_update(
        ana,
        one,
        li,
        progress="Hongtu: eight machines run, first alarm was a real one.\nGateway tested with a mobile card: works.",
        problems="Zhujiang's IT department answers in weeks, not in days.",
        support="A spare mobile card contract for pilots\n王芳 asks Huaxing for a reference",
        confidence=8,
    )
    meetings.write_update(wang, one, wang, progress="明岳：预算已批，验证文件已发。", confidence=4)
    topics.raise_topic(
        ana, series.id, "A spare mobile card contract for pilots", origin=Ref("weekly_update", 1), raised_by=li
    )
    for member, topic, stars in ((ana, 1, 3), (li, 1, 2), (wang, 2, 1)):
        meetings.vote(member, one, raised[topic], stars)
    return ana


@BOTH
def test_looks_at_a_weekly_update(snap_compare, prepared: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(prepared), terminal_size=size, press=["j", "enter"])


@BOTH
def test_looks_while_an_update_is_written(snap_compare, prepared: Member, size: tuple[int, int]) -> None:
    keys = ["w", *typed("Litware signed"), "tab", "tab", "tab", *typed("11"), "ctrl+s"]
    assert snap_compare(app_of(prepared), terminal_size=size, press=keys)


@BOTH
def test_looks_at_the_votes_of_the_room(snap_compare, prepared: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(prepared), terminal_size=size, press=["G", "<", "<", "j", "V", "j"])


@BOTH
def test_looks_at_the_agenda_as_text(snap_compare, prepared: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(prepared), terminal_size=size, press=["P"])


@BOTH
def test_looks_at_the_numbers(snap_compare, demo: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(demo), terminal_size=size, press=["N"])


@BOTH
def test_looks_at_hostile_text(snap_compare, hostile: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(hostile), terminal_size=size, press=["P"])


@BOTH
def test_looks_at_todays_reminder(snap_compare, li: Member, series: Series, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(li, "today"), terminal_size=size, press=["j"])
