"""The running meeting by its keys: a whole hour of it, those who follow, a crash, the view for the room."""

from __future__ import annotations

import time as real_time
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from pilots import press, rows_of, said, typed
from sizes import by_size
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from store import actions, changes, closing, customers, followups, goals, meetings, minutes, scorecard, team, topics
from store.actions import ActionItem, ActionStatus
from store.calendar import PeriodKind, clock, period_of
from store.meetings import Hold, MeetingStatus, Presence, SectionKind, Series
from store.records import Ref
from store.team import Member
from store.today import badges
from store.topics import Topic, TopicStatus
from tui import i18n
from tui.app import HuddleApp
from tui.minutes import markdown
from tui.screens.meetings import MeetingScreen
from tui.screens.meetings.cards import occasion_state
from tui.screens.meetings.kept import KeptMinutes
from tui.screens.meetings.pad import Editor, Pad
from tui.screens.meetings.panels import RollCall
from tui.screens.meetings.running import RunningMeeting
from tui.screens.meetings.share import ShareView
from tui.screens.meetings.stages import StageHead
from tui.widgets.confirm import Confirm
from tui.widgets.detail import Detail
from tui.widgets.which import Which

HALF_PAST_NINE = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)  # in Madrid
MONDAY = date(2026, 11, 23)
SIZE = (80, 24)
SIZES = [(80, 24), (120, 40)]
MINUTES = Path(__file__).with_name("minutes_of_an_hour.md")


class Wall:
    """A clock that goes on when it is told to."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def on(self, minutes: float = 0, seconds: float = 0) -> None:
        self.at += timedelta(minutes=minutes, seconds=seconds)


@pytest.fixture
def wall(demo: Member) -> Iterator[Wall]:
    """Half past nine, when the demo's meeting begins."""
    found = Wall(HALF_PAST_NINE)
    with clock(found):
        yield found


def app_of(member: Member) -> HuddleApp:
    return HuddleApp(member, start="meeting")


async def paste(pilot: Pilot[None], text: str) -> None:
    """A text in one go: each of its characters as a key of its own would take a tenth of a second."""
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


def room(app: HuddleApp) -> RunningMeeting:
    screen = app.screen
    assert isinstance(screen, RunningMeeting), screen
    return screen


def head(app: HuddleApp) -> list[str]:
    return [strip.text for strip in app.screen.query_one(StageHead).draw(app.size.width, 0)]


def series() -> Series:
    found = meetings.series()
    assert found is not None
    return found


def member(login: str) -> Member:
    found = team.by_login(login)
    assert found is not None
    return found


def started(leader: Member) -> int:
    """The meeting of today, started by ``leader`` in another program."""
    one = meetings.next_meeting(series())
    assert one is not None
    with changes.session("another terminal"):
        return meetings.start(leader, one, 60, meetings.expected(one)).id


def moved(meeting: int, leader: Member, kind: SectionKind) -> None:
    """The one who leads went to a section."""
    section = next(s for s in meetings.sections(series().id) if s.kind is kind)
    with changes.session("another terminal"):
        meetings.enter(leader, meeting, section.id)


async def start(pilot: Pilot[None]) -> None:
    await press(pilot, "b")
    assert isinstance(pilot.app.screen, RollCall)
    await press(pilot, "enter")
    await pilot.pause()


# A whole hour


@pytest.fixture
def office(ana: Member, li: Member, wang: Member) -> Iterator[Wall]:
    """A team with something in every section, at half past nine."""
    with clock(datetime(2026, 11, 16, 9, 0, tzinfo=UTC)):
        found = meetings.set_up(ana, "Weekly sales meeting", at=time(9, 30), start=MONDAY - timedelta(weeks=3))
        customer = customers.add(ana, "Northwind", value_class=customers.ValueClass.A, owner=ana)
        followups.add(ana, MONDAY - timedelta(days=4), customer=customer, subject="renewal terms")
        quarter = period_of(MONDAY, PeriodKind.QUARTER, 1)
        for title, owner, target in (("Revenue of the quarter", None, 2_000_000_00), ("Own revenue", wang, 520_000_00)):
            unit = goals.Unit.MONEY
            goal = goals.add(
                ana, title, owner=owner, period=quarter, target=target, unit=unit, why="We grow", source="Ledger"
            )
            goals.check_in(ana, goal, target // 4)
        topics.raise_topic(li, found.id, "Index clause in subscriptions", why="two customers refuse it")
        offers = topics.raise_topic(ana, found.id, "Seven offers out: which can still be signed?")
        actions.add(ana, "Collect three standstill figures", li, MONDAY)
        actions.add(ana, "价格表发给所有客户", wang, MONDAY)
    wall = Wall(HALF_PAST_NINE)
    with clock(wall):
        one = meetings.next_meeting(found)
        assert one is not None
        meetings.vote(ana, one, offers, 3)
        yield wall


async def test_an_hour_by_its_keys_leaves_these_minutes(office: Wall, ana: Member, tmp_path: Path) -> None:
    """The lead runs the meeting of a team from the start to its minutes, in less than ten seconds of a core."""
    began = real_time.process_time()
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "b", "down", "l", "e", "enter")  # Li is late, 王芳 is away
        await pilot.pause()
        office.on(2, 10)
        await press(pilot, "n", "tab")
        await paste(pilot, "鸿图 ordered 12 gateways")
        await press(pilot, "ctrl+s", ">")
        office.on(6, 30)
        await press(pilot, ">")
        await press(pilot, "j", "i")
        await paste(pilot, "why is the quarter behind")
        await press(pilot, "ctrl+s")
        await press(pilot, "c")
        await paste(pilot, "two slip into January")
        await press(pilot, "escape")
        office.on(3, 20)
        assert "Solve 23 → 22:20" in "\n".join(head(app)), "what Numbers took and Wins left, as in the sketch"
        await press(pilot, ">", "space")
        office.on(4)
        await press(pilot, "t")
        await paste(pilot, "call the board of Fabrikam @wang fri")
        await press(pilot, "enter")
        office.on(1)
        await press(pilot, ">", "f")
        await paste(pilot, "price list tomorrow")
        await press(pilot, "enter")
        office.on(7)
        await press(pilot, ">")
        office.on(4)
        await press(pilot, ">", "=")
        topic = room(app).topic
        assert topic is not None
        await press(pilot, "p", "ctrl+a")
        await paste(pilot, "Nobody met who signs. ")
        await press(pilot, "ctrl+s")
        await press(pilot, "c")
        await paste(pilot, "Li knows the CFO")
        await press(pilot, "enter")
        await paste(pilot, "of two of them")
        await press(pilot, "escape")
        office.on(15)
        await press(pilot, "d", "tab")
        await paste(pilot, "Each offer names who signs")
        await press(pilot, "ctrl+s")
        await press(pilot, "t")
        await paste(pilot, "name them @li")
        await press(pilot, "enter")
        await press(pilot, "g", "s", "P")
        office.on(2)
        await press(pilot, "P")
        office.on(8)
        await press(pilot, ">")
        office.on(4)
        await press(pilot, ">")
        office.on(2)
        assert rows_of(app).count == 5, "what was agreed is read back: two topics, two action items, one follow-up"
        await press(pilot, ">", "8", "9")
        office.on(1)
        await press(pilot, "enter")
        await pilot.pause()
        assert isinstance(app.screen, KeptMinutes)
        await press(pilot, "w", "ctrl+u")
        await paste(pilot, str(tmp_path / "minutes.md"))
        await press(pilot, "ctrl+s")
        assert said(app).startswith("Saved as")
    assert real_time.process_time() - began < 10
    found = minutes.on(series(), None)
    assert found is not None
    assert (tmp_path / "minutes.md").read_text(encoding="utf-8") == markdown(found)
    assert markdown(found) == MINUTES.read_text(encoding="utf-8")
    spans = meetings.spans_of(meetings.on(series(), MONDAY).meeting or 0)
    assert sum(meetings.spent(spans, office.at).values()) == (office.at - HALF_PAST_NINE).total_seconds() == 60 * 60


# Starting


async def test_the_panel_says_what_is_wrong_and_esc_starts_nothing(demo: Member, wall: Wall) -> None:
    app = app_of(demo)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "b", "shift+tab", *typed("x"), "enter")
        panel = app.screen
        assert isinstance(panel, RollCall)
        assert "1 to 480 minutes" in panel.trouble.text
        assert panel.query_one(Input).value == "x"
        await press(pilot, "escape")
        assert isinstance(app.screen, MeetingScreen)
    assert meetings.running_now(series().id) is None


async def test_a_rep_is_told_who_starts(demo: Member, wall: Wall) -> None:
    app = app_of(member("li"))
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "b")
        assert said(app).startswith("Ana García starts this meeting. You may when Ana García is away")
        wall.on(5)
        await press(pilot, "b")
        assert isinstance(app.screen, RollCall)


async def test_one_that_begins_late_has_fewer_minutes(demo: Member, wall: Wall) -> None:
    wall.on(15)
    app = app_of(demo)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        assert room(app).live.minutes == 45
        assert sum(room(app).live.shares.values()) == 45
        await press(pilot, "u", "y")
        await pilot.pause()
        assert isinstance(app.screen, MeetingScreen), "an undone start leads back to the agenda"


# Leading


async def test_sections_go_on_and_back_and_the_last_one_asks_for_the_end(demo: Member, wall: Wall) -> None:
    app = app_of(demo)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await press(pilot, "<")
        assert said(app) == "This is the first section."
        await press(pilot, "》", "》", "《")
        assert room(app).section is not None
        assert room(app).section.kind is SectionKind.SCORECARD
        await press(pilot, *(">" for _section in range(7)))
        assert room(app).relabel("next") == "End"
        await press(pilot, ">")
        assert isinstance(app.screen, RollCall)
        await press(pilot, "escape")
        assert room(app).live.runs


async def test_an_empty_section_offers_its_first_entry_and_gives_its_minutes_away(demo: Member, wall: Wall) -> None:
    for row in meetings.headlines(series().id, MONDAY - timedelta(days=7), MONDAY):
        meetings.remove_headline(demo, meetings.Headline.load(row.id))
    app = app_of(demo)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        assert rows_of(app).empty[:2] == ("Nothing was told yet.", "n")
        await press(pilot, ">")
        assert "Solve 23 → 26" in "\n".join(head(app))


async def test_pausing_stops_the_clock_and_says_so(demo: Member, wall: Wall) -> None:
    app = app_of(demo)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        wall.on(1)
        await press(pilot, "P")
        wall.on(9)
        room(app).show_head()
        assert "paused since 09:31 · P continues" in head(app)[-1]
        assert head(app)[0].rstrip("─╮ ").endswith("1:00/60")
        assert room(app).relabel("suspend") == "Continue"
        await press(pilot, "P")
        wall.on(1)
        room(app).show_head()
        assert head(app)[0].rstrip("─╮ ").endswith("2:00/60")


async def test_a_second_draws_only_the_cells_that_differ(demo: Member, wall: Wall) -> None:
    app = app_of(demo)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        strip = app.screen.query_one(StageHead)
        asked: list[object] = []
        strip.refresh = lambda *regions, **more: asked.append((regions, more)) or strip
        wall.on(seconds=1)
        room(app).show_head()
        assert len(asked) == 2, "the whole meeting's time, and the section's"
        assert all(region.width <= 2 and region.height == 1 for (regions, _more) in asked for region in regions)


async def test_rows_are_the_records_themselves(demo: Member, wall: Wall) -> None:
    app = app_of(demo)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await press(pilot, ">", ">", ">")
        line = room(app).line
        assert line is not None and line.ref.kind == "action_item"
        await press(pilot, "space")
        assert ActionItem.load(line.ref.id).status is ActionStatus.DONE
        await press(pilot, "u")
        assert ActionItem.load(line.ref.id).status is ActionStatus.OPEN
        await press(pilot, "d")
        assert said(app) == "Only a topic is decided."
        await press(pilot, "<", "enter")
        await pilot.pause()
        assert app.current_mode == "goals", "Enter opens a record on its own screen"
        await press(pilot, "2")
        assert room(app).live.runs
        await press(pilot, "p")
        assert app.screen.query("Form, FieldRow")


async def test_space_enters_a_figure_or_says_why_not_and_a_rep_is_told_before_a_form_opens(
    demo: Member, wall: Wall
) -> None:
    app = app_of(demo)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await press(pilot, ">", "space")
        assert said(app) == "This number is counted from the records; nobody types it in."
        missing = next(row for row in scorecard.card() if row.last is None)
        room(app).show(Ref("measurable", missing.id))
        await press(pilot, "space", *typed("4"), "ctrl+s")
        assert said(app) == "Entered · u undo"
        assert next(row for row in scorecard.card() if row.id == missing.id).last == 4_000
        await press(pilot, "i", "ctrl+s")  # what it is called stands there already
        raised = Topic.select().order_by(Topic.id.desc()).first()
        assert (raised.title, raised.origin) == (f"{missing.title}: 4, at most 5", Ref("measurable", missing.id))
        await press(pilot, ">", "space")
        assert app.screen.query("Form, FieldRow")
        await press(pilot, "escape", *">>>>")


async def test_a_rep_who_follows_is_told_whose_topic_it_is_before_a_form_opens(demo: Member, wall: Wall) -> None:
    meeting = started(demo)
    app = app_of(member("li"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        moved(meeting, demo, SectionKind.SOLVE)
        app.drafts_moved.publish(None)
        await press(pilot, "d")
        assert said(app) == "This belongs to a colleague; its owner or the lead may change it."
        assert not app.screen.query("Form, FieldRow")
        wall.on(seconds=46)
        meetings.take(member("li"), meeting)
        await pilot.pause()
        app.tell_changed()
        await press(pilot, "d")
        assert app.screen.query("Form, FieldRow"), "who leads enters for the room"


async def test_a_followup_is_about_the_complaint_or_the_deal_it_was_planned_at(demo: Member, wall: Wall) -> None:
    app = app_of(demo)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await press(pilot, *">>>>")
        for kind in ("complaint", "deal"):
            ref = next(row.line.ref for row in room(app).rows.values() if row.line.ref.kind == kind)
            room(app).show(ref)
            await press(pilot, "f", *typed("ask"), "enter")
            made = followups.FollowUp.select().order_by(followups.FollowUp.id.desc()).first()
            assert (made.subject, getattr(made, f"{kind}_id")) == ("ask", ref.id)


async def test_a_topic_is_parked_decided_and_its_action_items_hang_on_it(demo: Member, wall: Wall) -> None:
    app = app_of(demo)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await press(pilot, *(">" for _section in range(6)))
        topic = room(app).topic
        assert topic is not None
        await press(pilot, "t", *typed("write it down @li"), "enter")
        assert [row.owner for row in actions.of_topic(topic)][-1] == "Li Wei"
        await press(pilot, "s")
        assert Topic.load(topic).status is TopicStatus.PARKED
        await press(pilot, "u", "d", "tab", *typed("600"), "ctrl+s")
        assert Topic.load(topic).decided_in == room(app).meeting


async def test_who_is_here_can_be_corrected(demo: Member, wall: Wall) -> None:
    app = app_of(demo)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await press(pilot, "a", "down", "a", "enter")
        assert room(app).present == "5 of 6 here"
    seats = {seat.name: seat.presence for seat in meetings.attendance(meetings.on(series(), MONDAY).meeting or 0)}
    assert seats["Li Wei"] is Presence.ABSENT


async def test_what_is_typed_is_kept_before_it_is_finished(demo: Member, wall: Wall) -> None:
    app = app_of(demo)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await press(pilot, "c", *typed("half a tho"))
        assert isinstance(app.focused, Editor)
        await pilot.pause(1.3)
        (note,) = meetings.jottings(room(app).meeting)
        assert (note.body, note.typing) == ("", "half a tho")
    again = app_of(demo)
    async with again.run_test(size=SIZE) as pilot:  # as after a crash: the text is there to go on with
        await pilot.pause()
        await press(pilot, "c")
        assert room(again).query_one(Editor).text == "half a tho"
        await press(pilot, *typed("ught"), "ctrl+s")
        assert rows_of(again).has_focus
        assert [n.body for n in meetings.jottings(room(again).meeting)] == ["half a thought"]


async def test_leaving_gives_the_lead_up_and_the_agenda_leads_back(demo: Member, wall: Wall) -> None:
    app = app_of(demo)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await press(pilot, "q")
        assert isinstance(app.screen, Confirm)
        await press(pilot, "y")
        assert isinstance(app.screen, MeetingScreen)
        meeting = meetings.running_now(series().id) or 0
        assert meetings.hold(meetings.live(meeting), member("li")) is Hold.FREE
        assert occasion_state(meetings.by_id(meeting)) == ("▶ running", "accent")
        await press(pilot, "b")
        await pilot.pause()
        assert isinstance(app.screen, Which), "nobody leads: it is asked who goes on"


# Following


async def test_those_who_follow_are_where_the_room_is(demo: Member, wall: Wall) -> None:
    li = member("li")
    app = app_of(li)
    async with app.run_test(size=SIZE) as pilot:
        meeting = started(demo)
        app.tell_changed()
        await pilot.pause()
        assert room(app).live.meeting == meeting, "a meeting that begins is come into"
        moved(meeting, demo, SectionKind.GOALS)
        app.drafts_moved.publish(None)
        await pilot.pause()
        assert room(app).section is not None and room(app).section.kind is SectionKind.GOALS
        goal = room(app).rows[list(room(app).rows)[3]].line.ref
        with changes.session("another terminal"):
            meetings.point(demo, meeting, goal)
        app.drafts_moved.publish(None)
        await pilot.pause()
        assert room(app).line is not None and room(app).line.ref == goal
        assert "you follow Ana García" in head(app)[-1]
        await press(pilot, "=")
        assert said(app) == "Ana García leads this meeting; b takes over."


async def test_who_follows_may_look_elsewhere_and_comes_back_by_one_key(demo: Member, wall: Wall) -> None:
    meeting = started(demo)
    app = app_of(member("li"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        moved(meeting, demo, SectionKind.GOALS)
        app.drafts_moved.publish(None)
        await press(pilot, ">")
        assert room(app).section is not None and room(app).section.kind is SectionKind.ACTIONS
        assert "Ana García is at Goals · F follow" in head(app)[-1]
        moved(meeting, demo, SectionKind.RISKS)
        app.drafts_moved.publish(None)
        await pilot.pause()
        assert room(app).section.kind is SectionKind.ACTIONS
        await press(pilot, "F")
        assert room(app).section.kind is SectionKind.RISKS
        await press(pilot, "j")
        assert room(app).roaming is not None, "who moves the cursor moves by themselves"


async def test_a_minute_of_signs_of_life_draws_nothing(demo: Member, wall: Wall) -> None:
    meeting = started(demo)
    app = app_of(member("li"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(0.3)
        drawn: list[object] = []
        for widget in app.screen.walk_children():
            widget.refresh = lambda *a, _w=widget, **k: drawn.append(_w) or _w
        for _beat in range(11):
            wall.on(seconds=5)
            with changes.session("another terminal"):
                meetings.beat(meeting, True)
                meetings.jot(demo, meeting, meetings.sections(series().id)[0].id, None, "typing" * _beat)
            app.drafts_moved.publish(None)
            room(app).tick()
        assert drawn == []
        wall.on(seconds=5)
        room(app).tick()
        assert len(drawn) <= 2, "the minute"


async def test_who_leads_is_taken_over_after_a_silence_and_sees_it(demo: Member, wall: Wall) -> None:
    meeting = started(demo)
    app = app_of(member("li"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await press(pilot, "b")
        assert said(app).startswith("Ana García leads this meeting; you may take over when nothing is heard")
        wall.on(2)
        room(app).tick()
        assert said(app) == "Nothing is heard of Ana García; b takes over."
        await press(pilot, "b")
        assert isinstance(app.screen, Which)
        await press(pilot, "p")
        assert room(app).leads
        assert meetings.live(meeting).name == "Li Wei"
        spent = meetings.spent(meetings.spans_of(meeting), wall.at)
        assert spent[None] == 120, "paused since the last sign of life"
        with changes.session("another terminal"):
            meetings.take(demo, meeting)
        app.tell_changed()
        await pilot.pause()
        assert not room(app).leads
        assert said(app) == "Ana García leads now; b takes it back."


async def test_the_lead_claims_what_is_led_by_somebody_who_is_there(demo: Member, wall: Wall) -> None:
    meeting = started(demo)
    wall.on(1)
    with changes.session("another terminal"):
        meetings.take(member("li"), meeting)
        meetings.beat(meeting, True)
    app = app_of(demo)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await press(pilot, "b")
        assert isinstance(app.screen, Confirm)
        await press(pilot, "y")
        assert room(app).leads


async def test_reopening_after_a_crash_asks_whether_it_went_on(demo: Member, wall: Wall) -> None:
    meeting = started(demo)
    wall.on(3)
    app = app_of(demo)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, Which)
        assert "last heard of at 09:30, 3:00 ago" in app.screen.detail
        await press(pilot, "w")
        assert room(app).leads
        assert meetings.spent(meetings.spans_of(meeting), wall.at) == {room(app).live.section: 180}


async def test_a_forgotten_meeting_is_ended_as_of_its_last_activity(demo: Member, wall: Wall) -> None:
    meeting = started(demo)
    wall.on(52)
    moved(meeting, demo, SectionKind.CLOSE)
    wall.on(24 * 60)
    app = app_of(demo)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, Which)
        assert app.screen.ways[0].words == "End it as of Mon 23 Nov 10:22"
        await press(pilot, "e")
        await pilot.pause()
        assert isinstance(app.screen, KeptMinutes)
    assert meetings.minutes_held(meetings.by_id(meeting)) == 52


async def test_the_end_shows_the_minutes_to_those_who_follow(demo: Member, wall: Wall) -> None:
    meeting = started(demo)
    app = app_of(member("li"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await press(pilot, "r", "9", "tab", *typed("short"), "enter")
        assert said(app) == "Rated · u undo"
        with changes.session("another terminal"):
            closing.end(demo, meeting, {demo.id: (7, "")})
        app.tell_changed()
        await pilot.pause()
        assert isinstance(app.screen, KeptMinutes)
        await press(pilot, "y", "q")
        assert isinstance(app.screen, MeetingScreen)
        assert app.screen.one is not None and app.screen.one.status is MeetingStatus.PLANNED
    assert meetings.rating(meetings.attendance(meeting)) == 8


# The view for the room


async def test_the_room_sees_section_time_and_row_and_no_bar(demo: Member, wall: Wall) -> None:
    app = app_of(demo)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await press(pilot, ">", ">", "v")
        view = app.screen.query_one(ShareView)
        assert view.display and not app.screen.query_one("Bar").display
        assert view.shared is not None
        first = view.shared.text
        assert view.shared.left == 300
        await press(pilot, "j")
        await pilot.pause(0.2)
        assert view.shared.text != first or view.shared.place == "2 of 9"
        await press(pilot, ">", "i", *typed("from the room"), "ctrl+s")
        assert any(row.title == "from the room" for row in topics.waiting(series().id))
        await press(pilot, "q")
        assert app.screen.query_one("Bar").display
        assert rows_of(app).has_focus


# Small and large


@pytest.mark.parametrize("count", [2, 20])
async def test_small_and_large_teams_fit_the_panel(ana: Member, count: int) -> None:
    for number in range(count - 1):
        team.add_member(ana, f"Rep {number:02} 王芳", f"rep{number}")
    meetings.set_up(ana, "Weekly", start=MONDAY)
    app = app_of(ana)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "b", "end", "e", "enter")
        await pilot.pause()
        assert room(app).present == f"{count - 1} of {count} here"


# Pictures


async def settled(pilot: Pilot[None]) -> None:
    """Everything that rests has been drawn, and the head as of now, whether or not its second has passed."""
    await pilot.pause(0.4)
    for screen in pilot.app.screen_stack:
        if isinstance(screen, RunningMeeting):
            screen.show_head()
    await pilot.pause()


@pytest.mark.parametrize("size", SIZES, ids=by_size)
@pytest.mark.parametrize(
    "state",
    [
        *("start", "empty", "goals", "solve", "writing", "paused", "follow", "crash", "share", "close", "rate"),
        "minutes",
    ],
)
def test_looks(snap_compare, office: Wall, ana: Member, li: Member, state: str, size: tuple[int, int]) -> None:
    meeting = started(ana) if state in ("follow", "crash") else 0
    if state == "crash":
        office.on(3)

    async def before(pilot: Pilot[None]) -> None:
        await pilot.pause()
        if state == "crash":
            await settled(pilot)
            return
        if state == "follow":
            office.on(4, 20)
            moved(meeting, ana, SectionKind.GOALS)
            office.on(2)
            with changes.session("another terminal"):
                meetings.beat(meeting, True)
            pilot.app.drafts_moved.publish(None)
            await press(pilot, ">")
            await settled(pilot)
            return
        await press(pilot, "b")
        if state == "start":
            return
        await press(pilot, "enter")
        await pilot.pause()
        if state == "empty":
            await settled(pilot)
            return
        office.on(2, 10)
        await press(pilot, ">")
        office.on(6, 30)
        await press(pilot, ">", "j")
        office.on(3, 20)
        await press(pilot, "c", *typed("two big ones slip into January"))
        if state == "writing":
            await settled(pilot)
            return
        await press(pilot, "escape")
        if state in ("solve", "close", "rate", "minutes"):
            await press(pilot, ">", ">", ">", ">")
            await press(pilot, "d", "tab", *typed("each offer names who signs"), "ctrl+s")
            await press(pilot, "t", *typed("name them @li"), "enter")
        if state in ("close", "rate", "minutes"):
            await press(pilot, ">", ">")
            office.on(2)
        if state in ("rate", "minutes"):
            await press(pilot, ">", "8", "9")
        if state == "minutes":
            await press(pilot, "enter")
        if state == "share":
            await press(pilot, "v")
        if state == "paused":
            await press(pilot, "P")
            office.on(5)
        await settled(pilot)

    assert snap_compare(app_of(li if state == "follow" else ana), terminal_size=size, run_before=before)


def test_twenty_people_fit_the_panel_that_starts(snap_compare, office: Wall, ana: Member) -> None:
    for number in range(17):
        team.add_member(ana, f"Rep {number:02} 王芳", f"rep{number}")
    assert snap_compare(app_of(ana), terminal_size=SIZE, press=["b", "down", "l", "a", "e"])


@pytest.mark.parametrize("size", SIZES, ids=by_size)
def test_looks_hostile(snap_compare, hostile: Member, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await press(pilot, "b", "enter")
        await pilot.pause()
        await press(pilot, ">", ">", "c", *typed("[/b] {x}"), "escape")
        await pilot.pause(0.4)

    assert snap_compare(app_of(hostile), terminal_size=size, run_before=before)


async def test_the_room_speaks_the_language_of_each(demo: Member, wall: Wall) -> None:
    i18n.use(i18n.BRACKETS)
    app = app_of(demo)
    async with app.run_test(size=(120, 40)) as pilot:
        await start(pilot)
        assert "⟦Wins⟧" in "\n".join(head(app))
        assert room(app).query_one(Pad).notes.lines


async def test_u_asks_before_it_takes_the_start_back(demo: Member, wall: Wall) -> None:
    app = app_of(demo)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        await press(pilot, ">", "u")
        assert isinstance(app.screen, Confirm), "a section too far isn't paid with the whole meeting"
        await press(pilot, "n")
        assert room(app).live.runs
        await press(pilot, "u", "y")
        await pilot.pause()
        assert isinstance(app.screen, MeetingScreen)


async def test_past_meetings_show_their_minutes_and_save_them(demo: Member, wall: Wall, tmp_path: Path) -> None:
    app = app_of(demo)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "h", "G", "k", "w")
        await press(pilot, "ctrl+u")
        await paste(pilot, str(tmp_path / "m.md"))
        await press(pilot, "ctrl+s")
        assert said(app).startswith("Saved as")
        await pilot.pause(0.3)  # the detail follows the cursor after a rest
        text = "\n".join(span[0] for entry in app.screen.query_one(Detail).lines for span in entry.spans)
        assert "Scorecard" in text
    assert (tmp_path / "m.md").read_text(encoding="utf-8").startswith("# Weekly sales meeting · ")


async def test_on_another_screen_one_is_told_that_it_runs(demo: Member, wall: Wall) -> None:
    app = HuddleApp(member("li"), start="followups", badges=badges)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        started(demo)
        app.tell_changed()
        assert said(app) == "The meeting is running; 2 comes in."
        assert app.badges["meeting"] == 1
        await press(pilot, "2")
        await pilot.pause()
        assert room(app).live.runs


async def test_a_meeting_that_is_led_long_past_its_end_asks_once_whether_it_goes_on(demo: Member, wall: Wall) -> None:
    app = app_of(demo)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        for _minute in range(90 * 2):
            wall.on(seconds=30)
            meetings.beat(room(app).meeting, False)
        for _second in range(meetings.BEAT):
            room(app).tick()
        await pilot.pause()
        assert isinstance(app.screen, Which)
        await press(pilot, "g")
        for _second in range(meetings.BEAT):
            room(app).tick()
        await pilot.pause()
        assert room(app).leads, "it goes on, and asks no more"


async def test_a_click_on_a_section_goes_there(demo: Member, wall: Wall) -> None:
    app = app_of(demo)
    async with app.run_test(size=SIZE) as pilot:
        await start(pilot)
        lines = head(app)
        row = next(n for n, text in enumerate(lines) if "Solve" in text)
        await pilot.click(StageHead, offset=(lines[row].index("Solve") + 1, row))
        await pilot.pause()
        assert room(app).section.kind is SectionKind.SOLVE
        assert meetings.live(room(app).meeting).section == room(app).section.id
