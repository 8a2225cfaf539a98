"""The meeting by its keys: what is pressed, what is stored, what is shown."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from pilots import press, rows_of, said, typed

from store import actions, agenda, customers, followups, meetings, notes, team, topics
from store.actions import ActionItem, ActionStatus
from store.customers import ValueClass
from store.meetings import HeadlineKind, MeetingStatus, Series
from store.records import Ref
from store.team import Member
from store.topics import Topic, TopicStatus
from tui.app import HuddleApp
from tui.screens.followups import FollowUps
from tui.screens.meetings import MeetingScreen
from tui.screens.meetings.entry import ActionEntry
from tui.screens.meetings.list import MeetingList
from tui.widgets.confirm import Confirm
from tui.widgets.form import Form

MONDAY = date(2026, 11, 23)
WEEK = timedelta(days=7)
SIZE = (80, 24)


def app_of(member: Member) -> HuddleApp:
    return HuddleApp(member, start="meeting")


def at(app: HuddleApp, kind: str, number: int | None = None) -> None:
    """Put the cursor on the first row of a kind, or on this record."""
    screen = app.screen
    assert isinstance(screen, MeetingScreen)
    key = next(k for k in screen.rows if isinstance(k, tuple) and k[1] == kind and number in (None, k[2]))
    rows_of(app).move_to(key)


def on_section(app: HuddleApp, title: str) -> None:
    """Put the cursor on the heading of a section."""
    from tui.screens.meetings.rows import title_of

    screen = app.screen
    assert isinstance(screen, MeetingScreen)
    key = next(
        k
        for k, row in screen.rows.items()
        if isinstance(k, tuple) and k[1] == "section" and title_of(row.section) == title
    )
    rows_of(app).move_to(key)


def order(series: Series) -> list[str]:
    return [row.title for row in topics.waiting(series.id)]


@pytest.fixture
def series(ana: Member) -> Series:
    return meetings.set_up(ana, "Weekly sales meeting", at=time(9, 30), start=MONDAY - 3 * WEEK)


@pytest.fixture
def one(ana: Member, series: Series) -> Topic:
    return topics.raise_topic(ana, series.id, "Index clause", why="Alto Ebro refuses it")


# Adding


async def test_i_on_a_heading_raises_a_topic_of_its_own(ana: Member, series: Series) -> None:
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "i", *typed("one price"), "tab", *typed("because"), "ctrl+s")
        assert said(app) == "Topic raised · 1 for Solve · u undo"
    (row,) = topics.waiting(series.id)
    assert (row.title, row.why, row.origin) == ("one price", "because", None)


async def test_i_on_a_row_links_the_topic_to_that_record(ana: Member, series: Series) -> None:
    customer = customers.add(ana, "Northwind", value_class=ValueClass.A, owner=ana)
    late = followups.add(ana, MONDAY - WEEK, customer=customer, subject="Renewal")
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        at(app, "follow_up")
        await press(pilot, "i", *typed("help me"), "ctrl+s")
    assert topics.about(Ref("follow_up", late.id))[0].title == "help me"


async def test_a_topic_without_words_is_refused_beside_its_field(ana: Member, series: Series) -> None:
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "i", "ctrl+s")
        assert isinstance(app.screen, Form)
        assert app.screen.row("title").caption.error
    assert order(series) == []


async def test_t_reads_one_line_as_it_is_typed(ana: Member, li: Member, series: Series, one: Topic) -> None:
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        at(app, "topic")
        await press(pilot, "t", *typed("send price list @li fri"))
        reading = "".join(text for text, _style in app.screen.query_one(ActionEntry).shown.parts)
        assert reading == "send price list · Li · Fri 27 Nov"
        await press(pilot, "enter")
        assert said(app) == "Li does it until Fri 27 Nov · u undo"
        assert rows_of(app).has_focus
    (row,) = actions.open_items(li.id)
    assert (row.title, row.due_on, row.topic_id) == ("send price list", MONDAY + timedelta(days=4), one.id)


async def test_t_without_a_day_is_due_at_the_following_meeting_and_linked_to_the_row(
    ana: Member, series: Series
) -> None:
    made = meetings.add_headline(ana, series, HeadlineKind.WIN, "Hongtu ordered")
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        at(app, "headline")
        await press(pilot, "t", *typed("thank them"), "enter")
    (row,) = actions.open_items()
    assert (row.due_on, row.origin, row.owner_id) == (MONDAY + WEEK, made.ref, ana.id)


async def test_an_unknown_name_keeps_the_line_and_says_so_and_esc_leaves(ana: Member, series: Series) -> None:
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "t", *typed("send it @zoe"), "enter")
        panel = app.screen.query_one(ActionEntry)
        assert "zoe" in panel.shown.parts[-1][0]
        assert panel.line.value == "send it @zoe"
        await press(pilot, "escape")
        assert not app.screen.query(ActionEntry)
    assert actions.open_items() == []


@pytest.mark.parametrize(("section", "opens"), [("Wins & recognition", "New headline"), ("Solve", "New topic")])
async def test_n_asks_what_the_section_takes(ana: Member, series: Series, section: str, opens: str) -> None:
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        on_section(app, section)
        await press(pilot, "n")
        assert isinstance(app.screen, Form)
        assert app.screen.heading == opens


async def test_n_tells_a_headline(ana: Member, series: Series) -> None:
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "n", "t", "tab", *typed("welcome Sofia"), "ctrl+s")
    (row,) = meetings.headlines(series.id, MONDAY - WEEK, MONDAY)
    assert (row.kind, row.text) == (HeadlineKind.TEAM, "welcome Sofia")


async def test_n_elsewhere_adds_a_section_of_ones_own_after_this_one(ana: Member, series: Series) -> None:
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        on_section(app, "Risks")
        await press(pilot, "n", *typed("Fair"), "tab", "ctrl+u", "6", "tab", *typed("who goes"), "ctrl+s")
        screen = app.screen
        assert isinstance(screen, MeetingScreen)
        assert screen.section is not None
        assert screen.section.title == "Fair"
    there = meetings.sections(series.id)
    assert [(s.title, s.minutes, s.body) for s in there[6:7]] == [("Fair", 6, "who goes")]


async def test_without_a_series_n_sets_one_up(ana: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "i")
        assert "n sets one up" in said(app)
        await press(pilot, "n", "ctrl+s")
        assert said(app) == "Set up · u undo"
    found = meetings.series()
    assert found is not None
    assert (found.title, found.weekday, found.at) == ("Weekly sales meeting", 0, time(9))


# Changing


async def test_space_ticks_an_action_item_and_takes_the_tick_back(ana: Member, series: Series) -> None:
    item = actions.add(ana, "letter", ana, MONDAY)
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        at(app, "action_item")
        await press(pilot, "space")
        assert ActionItem.load(item.id).status is ActionStatus.DONE
        await press(pilot, "space")
        assert ActionItem.load(item.id).status is ActionStatus.OPEN
        await press(pilot, "space", "u")
        assert ActionItem.load(item.id).status is ActionStatus.OPEN


async def test_space_on_a_topic_asks_for_its_decision(ana: Member, series: Series, one: Topic) -> None:
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        at(app, "topic")
        await press(pilot, "space", "ctrl+s")
        assert isinstance(app.screen, Form)
        assert app.screen.row("decision").caption.error
        await press(pilot, *typed("600 per gateway"), "ctrl+s")
        assert said(app) == "Written down · u undo"
    found = Topic.load(one.id)
    assert (found.status, found.decision) == (TopicStatus.SOLVED, "600 per gateway")
    assert found.decided_in == meetings.on(series, MONDAY).meeting


async def test_d_parks_a_topic_and_it_stays_at_the_end(ana: Member, series: Series, one: Topic) -> None:
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        at(app, "topic")
        await press(pilot, "d", "tab", "tab", "p", "ctrl+s")
    assert Topic.load(one.id).status is TopicStatus.PARKED


async def test_e_changes_topic_action_headline_and_section(ana: Member, series: Series, one: Topic) -> None:
    item = actions.add(ana, "letter", ana, MONDAY)
    told = meetings.add_headline(ana, series, HeadlineKind.WIN, "won")
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        at(app, "topic")
        await press(pilot, "e", "end", "!", "ctrl+s")
        at(app, "action_item")
        await press(pilot, "e", "end", "!", "ctrl+s")
        at(app, "headline")
        await press(pilot, "e", "tab", "end", "!", "ctrl+s")
        on_section(app, "Learn")
        await press(pilot, "e", "tab", "ctrl+u", "9", "ctrl+s")
    assert (Topic.load(one.id).title, ActionItem.load(item.id).title) == ("Index clause!", "letter!")
    assert meetings.Headline.load(told.id).text == "won!"
    learn = meetings.sections(series.id)[7]
    assert (learn.minutes, learn.title) == (9, "")


async def test_k_and_j_put_topics_and_sections_in_order(ana: Member, series: Series, one: Topic) -> None:
    two = topics.raise_topic(ana, series.id, "Two")
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        at(app, "topic", two.id)
        await press(pilot, "K")
        assert order(series) == ["Two", "Index clause"]
        assert rows_of(app).key is not None
        assert said(app) == "Moved · u undo"
        await press(pilot, "K")
        assert said(app) == "It is the first already."
        await press(pilot, "J")
        assert order(series) == ["Index clause", "Two"]
        on_section(app, "Scorecard")
        await press(pilot, "K")
    assert [s.kind.value for s in meetings.sections(series.id)][:2] == ["scorecard", "wins"]


async def test_equals_gives_a_section_one_more_minute_and_the_head_says_that_it_is_too_much(
    ana: Member, series: Series
) -> None:
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        on_section(app, "Solve")
        await press(pilot, "=")
        assert said(app) == "Solve: 24 min · u undo"
        from tui.screens.meetings.head import MeetingHead

        assert "61 min, 1 too many" in app.screen.query_one(MeetingHead).remarks[0][0]


async def test_angles_jump_between_sections(ana: Member, series: Series, one: Topic) -> None:
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        screen = app.screen
        assert isinstance(screen, MeetingScreen)
        await press(pilot, ">", ">")
        assert screen.section is not None
        assert screen.section.kind.value == "goals"
        at(app, "topic")
        await press(pilot, "<")
        assert (screen.section.kind.value, screen.item) == ("solve", None)
        await press(pilot, "<", "》")
        assert screen.section.kind.value == "solve"


async def test_s_postpones_an_action_item_to_the_following_meeting(ana: Member, series: Series) -> None:
    item = actions.add(ana, "letter", ana, MONDAY)
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        at(app, "action_item")
        await press(pilot, "s", "ctrl+s")
        assert said(app) == "Postponed until Mon 30 Nov · u undo"
    assert ActionItem.load(item.id).due_on == MONDAY + WEEK


async def test_s_elsewhere_moves_the_meeting(ana: Member, series: Series) -> None:
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "s", "ctrl+u", *typed("tomorrow"), "tab", "ctrl+u", *typed("11:00"), "ctrl+s")
    found = meetings.next_meeting(series)
    assert found is not None
    assert (found.day, found.at) == (MONDAY + timedelta(days=1), time(11))


async def test_z_skips_the_section_or_the_meeting_with_its_reason(ana: Member, series: Series) -> None:
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        on_section(app, "Risks")
        await press(pilot, "z", "ctrl+s")
        screen = app.screen
        assert isinstance(screen, MeetingScreen)
        assert screen.found is not None
        assert [part.left_out for part in screen.found.parts].count(True) == 1
        await press(pilot, "z")
        assert said(app) == "Taken in again · u undo"
        await press(pilot, "z", "right", "ctrl+s")
        assert isinstance(app.screen, Form)
        assert app.screen.row("why").caption.error
        await press(pilot, *typed("fair"), "ctrl+s")
        assert screen.one is not None
        assert screen.one.day == MONDAY + WEEK
    assert meetings.on(series, MONDAY).why == "fair"


async def test_a_holiday_is_said_with_its_name_and_skipped_in_one_key(ana: Member, series: Series) -> None:
    team.add_holidays(ana, [(MONDAY, False, "San Clemente")])
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        from tui.screens.meetings.head import MeetingHead

        head = app.screen.query_one(MeetingHead)
        assert head.state[0] == "▲ holiday"
        assert head.remarks[0][0] == "▲ San Clemente: a skips it, s moves it"
        await press(pilot, "a")
        assert said(app) == "Skipped: San Clemente · u undo"
        assert "○ Mon 23 Nov is skipped: San Clemente" in [text for text, _style in head.remarks]
        await press(pilot, "a")
        assert said(app) == "There is no holiday here to be skipped."


async def test_x_asks_names_the_thing_and_keeps_it_unless_told(ana: Member, series: Series, one: Topic) -> None:
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        at(app, "topic")
        await press(pilot, "x")
        assert isinstance(app.screen, Confirm)
        assert "Index clause" in app.screen.question
        await press(pilot, "enter")
        assert order(series) == ["Index clause"]
        await press(pilot, "x", "y")
        assert order(series) == []
        await press(pilot, "u")
        assert order(series) == ["Index clause"]
        on_section(app, "Learn")
        await press(pilot, "x", "y")
    assert len(meetings.sections(series.id)) == 8


async def test_c_notes_about_the_row_and_on_a_heading_about_the_meeting(
    ana: Member, series: Series, one: Topic
) -> None:
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "c", *typed("on time"), "ctrl+s")
        at(app, "topic")
        await press(pilot, "c", *typed("ask legal"), "ctrl+s")
    assert [note.body for note in notes.about(one.ref)] == ["ask legal"]
    assert [note.body for note in agenda.held(meetings.on(series, MONDAY)).notes] == ["on time"]


async def test_y_copies_the_agenda_as_text(ana: Member, series: Series, one: Topic) -> None:
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "y")
        assert app.clipboard.startswith("# Weekly sales meeting\n\nMon 23 Nov · 09:30 (Europe/Madrid) · 60 min\n")
        assert "\n## Solve · 23 min\n\n- Topic · Index clause" in app.clipboard


async def test_slash_keeps_the_rows_that_contain_it_under_their_headings(ana: Member, series: Series) -> None:
    for title in ("price of pilots", "fair"):
        topics.raise_topic(ana, series.id, title)
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "/", *typed("pilot"), "enter")
        assert rows_of(app).count == 2
        await press(pilot, "escape")
        assert rows_of(app).count > 10


async def test_enter_opens_a_record_on_its_own_screen(ana: Member, series: Series) -> None:
    late = followups.add(
        ana, MONDAY - WEEK, customer=customers.add(ana, "Northwind", value_class=ValueClass.A, owner=ana)
    )
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        at(app, "follow_up")
        await press(pilot, "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, FollowUps)
        assert rows_of(app).key == late.id


async def test_enter_opens_a_topic_here_and_q_goes_back(ana: Member, series: Series, one: Topic) -> None:
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        at(app, "topic")
        await press(pilot, "enter")
        pair = app.screen.list_detail  # type: ignore[attr-defined]  # it is a HuddleScreen
        assert pair.opened
        await press(pilot, "q")
        assert not pair.opened


async def test_f_plans_a_follow_up_with_the_rows_customer(ana: Member, series: Series) -> None:
    customer = customers.add(ana, "Northwind", value_class=ValueClass.A, owner=ana)
    followups.add(ana, MONDAY - WEEK, customer=customer, subject="Renewal")
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        at(app, "follow_up")
        await press(pilot, "f", *typed("fri"), "enter")
    assert [row.due_on for row in followups.planned_for(customer.id)][-1] == MONDAY + timedelta(days=4)


async def test_what_belongs_elsewhere_is_greyed_and_says_why(ana: Member, series: Series) -> None:
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "space")
        assert said(app) == "Only topics, action items and weekly updates are done here."
        await press(pilot, "d")
        assert said(app) == "Only a topic is decided."
        await press(pilot, "f")
        assert said(app) == "There is no customer here to follow up."


async def test_a_rep_may_not_skip_and_is_told(ana: Member, li: Member, series: Series) -> None:
    app = app_of(li)
    async with app.run_test(size=SIZE) as pilot:
        for key in ("=", "J", "e", "x", "z", "s"):
            await press(pilot, key)
            assert said(app) == "Only the lead may change this."


async def test_the_cursor_stays_on_its_topic_when_somebody_else_adds_one(
    ana: Member, li: Member, series: Series, one: Topic
) -> None:
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        at(app, "topic")
        meetings.add_headline(li, series, HeadlineKind.WIN, "won")
        app.tell_changed()
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, MeetingScreen)
        assert screen.item is not None
        assert screen.item.line.ref == one.ref


# Coming and past meetings


async def test_the_palette_says_of_a_key_what_it_does_on_this_screen(ana: Member, series: Series) -> None:
    app = HuddleApp(ana, start="meeting")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "ctrl+p")
        labels = [hit[1] for hit in app.screen.fixed]
        assert "Meetings · Coming and past meetings; hold, skip or move them" in labels
        assert not any(label.startswith("Meetings · Who changed") for label in labels)


async def test_h_lists_the_meetings_and_space_notes_that_one_was_held(ana: Member, li: Member, series: Series) -> None:
    item = actions.add(ana, "letter", ana, MONDAY - WEEK)
    for member in (ana, li):
        team.edit_member(ana, member, joined_on=MONDAY - 4 * WEEK)
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "h")
        assert isinstance(app.screen, MeetingList)
        rows_of(app).move_to((MONDAY - WEEK).isoformat())
        await press(pilot, "space", "ctrl+u", *typed("63"), "tab", *typed("li"), "tab", "8", "ctrl+s")
        assert said(app) == "Noted · u undo"
        await press(pilot, "q")
        assert isinstance(app.screen, MeetingScreen)
    held = agenda.held(meetings.on(series, MONDAY - WEEK))
    assert held.meeting.status is MeetingStatus.CLOSED
    assert (meetings.minutes_held(held.meeting), held.rating) == (63, 8.0)
    assert [(seat.name, seat.presence.value) for seat in held.seats] == [("Ana", "present"), ("Li", "absent")]
    assert ActionItem.load(item.id).carried_count == 1


async def test_z_in_the_list_skips_and_takes_it_back(ana: Member, series: Series) -> None:
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "h", "j", "z", "tab", *typed("fair"), "ctrl+s")
        assert meetings.on(series, MONDAY + WEEK).status is MeetingStatus.SKIPPED
        await press(pilot, "z")
        assert meetings.on(series, MONDAY + WEEK).status is MeetingStatus.PLANNED


async def test_e_in_the_list_changes_the_series_and_s_moves_one(ana: Member, series: Series) -> None:
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "h", "e", "tab", "tab", "tab", "tab", "ctrl+u", *typed("14:00"), "ctrl+s")
        assert meetings.upcoming(series, 1)[0].at == time(9, 30)  # the record in hand is the old one
        await press(pilot, "j", "s", "ctrl+u", *typed("2 Dec"), "ctrl+s")
    found = meetings.series()
    assert found is not None
    assert [one.day for one in meetings.upcoming(found, 2)] == [MONDAY, date(2026, 12, 2)]
    assert found.at == time(14)


async def test_another_screen_is_one_key_away_from_the_list(ana: Member, series: Series) -> None:
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "h", "4")
        assert isinstance(app.screen, FollowUps)
        await press(pilot, "2")
        assert isinstance(app.screen, MeetingScreen)


# Pictures


BOTH = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


@BOTH
def test_looks_filled(snap_compare, demo: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(demo), terminal_size=size, press=["j"])


@BOTH
def test_looks_at_a_topic(snap_compare, demo: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(demo), terminal_size=size, press=["G", "<", "<", "j"])


@BOTH
def test_looks_empty(snap_compare, ana: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(ana), terminal_size=size)


@BOTH
def test_looks_before_anything_was_prepared(snap_compare, ana: Member, series: Series, size: tuple[int, int]) -> None:
    team.add_holidays(ana, [(MONDAY, False, "San Clemente")])
    assert snap_compare(app_of(ana), terminal_size=size)


@BOTH
def test_looks_with_a_form_in_error(snap_compare, demo: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(demo), terminal_size=size, press=["i", "ctrl+s"])


@BOTH
def test_looks_while_an_action_item_is_typed(snap_compare, demo: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(demo), terminal_size=size, press=["t", *typed("send price list @wang fri")])


@BOTH
def test_looks_at_past_meetings(snap_compare, demo: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(demo), terminal_size=size, press=["h", "G", "k", "k"])


@BOTH
def test_looks_hostile(snap_compare, hostile: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(hostile), terminal_size=size)
