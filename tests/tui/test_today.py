"""Today by its keys: everything that waits for a member, worked without leaving the list."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from pilots import rows_of, said
from sizes import by_size

from store import actions, complaints, customers, deals, followups, team, training
from store.actions import ActionItem
from store.calendar import clock
from store.followups import FollowUp, Status
from store.records import Ref
from store.team import Member
from store.training import TrainingStep
from tui.app import HuddleApp
from tui.screens.meetings import MeetingScreen
from tui.widgets.detail import Detail
from tui.widgets.keybar import KeyBar
from tui.widgets.panel import Completing

DAY = date(2026, 11, 23)


async def test_space_and_enter_complete_a_follow_up_and_the_list_goes_on(ana: Member) -> None:
    first = followups.add(ana, DAY, subject="First")
    followups.add(ana, DAY, subject="Second")
    app = HuddleApp(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", "enter")
        await pilot.pause()
        assert rows_of(app).row.text == "Second"
        assert "Done" in said(app)
    assert FollowUp.load(first.id).status is Status.DONE


@pytest.mark.parametrize("key", ["space", "s"])
async def test_no_gap_stays_in_the_list_when_a_panel_has_done_its_work(ana: Member, key: str) -> None:
    for subject in ("First", "Second", "Third"):
        followups.add(ana, DAY, subject=subject)
    app = HuddleApp(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key, "enter")
        await pilot.pause(0.3)
        rows, headings = rows_of(app).count, 1 if key == "space" else 2
        assert rows_of(app).virtual_size.height == rows + headings


async def test_space_ticks_an_action_item_at_once_and_u_takes_it_back(ana: Member) -> None:
    item = actions.add(ana, "Send the price list", owner=ana, due_on=DAY)
    app = HuddleApp(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space")
        await pilot.pause()
        assert rows_of(app).count == 0
        assert ActionItem.load(item.id).done_at is not None
        await pilot.press("u")
        await pilot.pause()
        assert rows_of(app).count == 1
    assert ActionItem.load(item.id).done_at is None


async def test_space_ticks_a_step_of_ones_own_training(ana: Member, li: Member) -> None:
    step = training.NewStep("Read the handbook")
    programme = training.add_programme(ana, "Onboarding", steps=[step])
    training.plan(ana, li, programme, DAY, coach=ana)
    app = HuddleApp(li)
    async with app.run_test(size=(80, 24)) as pilot:
        assert rows_of(app).key.kind == "training_step"
        await pilot.press("space")
        await pilot.pause()
        assert "Done" in said(app)
    assert [s.status for s in TrainingStep.select()] == ["done"]


async def test_enter_opens_another_domains_record_on_its_own_screen(ana: Member) -> None:
    actions.add(ana, "Send the price list", owner=ana, due_on=DAY)
    app = HuddleApp(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, MeetingScreen)


async def test_enter_on_a_follow_up_opens_its_detail_and_q_returns(ana: Member) -> None:
    customer = customers.add(ana, "Northwind")
    followups.add(ana, DAY, customer=customer, subject="Renewal")
    app = HuddleApp(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen.query_one(Detail).has_focus
        await pilot.press("q")
        await pilot.pause()
        assert rows_of(app).has_focus
        assert app.is_running


async def test_what_belongs_to_another_screen_says_where_it_is_done(ana: Member) -> None:
    actions.add(ana, "Send the price list", owner=ana, due_on=DAY)
    app = HuddleApp(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o")
        await pilot.pause()
        assert "Enter opens it" in said(app)


async def test_the_filter_looks_at_names_and_texts(ana: Member) -> None:
    followups.add(ana, DAY, subject="First")
    followups.add(ana, DAY, subject="华星")
    app = HuddleApp(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("/", "华")
        await pilot.pause()
        assert [rows_of(app).count, rows_of(app).row.text] == [1, "华星"]


async def test_a_new_team_is_told_what_to_do_first(ana: Member) -> None:
    app = HuddleApp(ana)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause(0.2)
        shown = app.screen.query_one(Detail).lines
        assert any("first customers" in span for line in shown for span, _tone in line.spans)


async def test_a_change_of_somebody_else_shows_within_a_second_and_the_cursor_stays(ana: Member, li: Member) -> None:
    import sqlite3

    from store import database

    later = followups.add(ana, DAY, subject="Mine")
    app = HuddleApp(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        assert rows_of(app).key == Ref("follow_up", later.id)
        other = sqlite3.connect(str(database.database.database), isolation_level=None)
        other.execute("BEGIN")
        columns = [row[1] for row in other.execute("PRAGMA table_info(follow_up)")]
        values = ", ".join({"id": "999", "subject": "'Theirs'", "due_on": "'2026-11-20'"}.get(c, c) for c in columns)
        other.execute(f"INSERT INTO follow_up SELECT {values} FROM follow_up WHERE id = ?", (later.id,))
        other.execute(
            "INSERT INTO change (at, by, session, verb, kind, record, title) VALUES ('', 2, '', '', '', 9, '')"
        )
        other.execute("COMMIT")
        other.close()
        await pilot.pause(1.3)
        assert rows_of(app).count == 2
        assert rows_of(app).key == Ref("follow_up", later.id), "the cursor stays on its record"


async def test_the_panel_fits_a_phone(ana: Member) -> None:
    followups.add(ana, DAY, subject="First")
    app = HuddleApp(ana)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("space")
        await pilot.pause()
        panel = app.screen.query_one(Completing)
        assert panel.region.bottom <= 12
        assert panel.region.right <= 40


def test_the_lead_sees_what_waits_for_a_review(demo: Member) -> None:
    from store import today
    from store.records import Part

    found = today.lines(demo, team.today())
    assert {line.ref.kind for line in found[Part.REVIEW]} >= {"goal", "risk"}


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (45, 20)], ids=by_size)
def test_looks_filled(snap_compare, demo: Member, size: tuple[int, int]) -> None:
    """The demo's lead on Monday morning."""
    assert snap_compare(HuddleApp(demo, demo=True), terminal_size=size)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (45, 20)], ids=by_size)
def test_looks_empty(snap_compare, ana: Member, size: tuple[int, int]) -> None:
    """A new team, and what it does first."""
    assert snap_compare(HuddleApp(ana), terminal_size=size)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=by_size)
def test_looks_hostile(snap_compare, hostile: Member, size: tuple[int, int]) -> None:
    """Names that would like to be markup or commands."""
    assert snap_compare(HuddleApp(hostile), terminal_size=size)


def test_looks_light(snap_compare, demo: Member) -> None:
    """The light theme."""
    from tui.config import Config

    assert snap_compare(HuddleApp(demo, config=Config(theme="light")), terminal_size=(120, 40))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=by_size)
async def test_a_complaint_is_answered_resolved_and_closed_from_today(ana: Member, size: tuple[int, int]) -> None:
    with clock(datetime(2026, 11, 17, 9, tzinfo=UTC)):
        broken = complaints.add(ana, customers.add(ana, "Acme", owner=ana), "Two of ten sensors are dead")
    followups.add(ana, DAY, subject="Another")
    app = HuddleApp(ana)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "space Answer  ⏎ Open" in app.screen.query_one(KeyBar).render().plain
        await pilot.press("space", *"sorry", "enter")
        await pilot.pause()
        assert said(app) == "Answered · u undo"
        assert "space Resolve" in app.screen.query_one(KeyBar).render().plain
        await pilot.press("space", *"loose", "tab", *"soldered", "ctrl+s")
        await pilot.pause()
        assert complaints.Complaint.load(broken.id).root_cause == "loose"
        assert said(app) == "Resolved · space closes it · u undo"
    with clock(datetime(2026, 11, 25, 9, tzinfo=UTC)):
        app = HuddleApp(ana)
        async with app.run_test(size=size) as pilot:
            rows_of(app).move_to(broken.ref)
            await pilot.pause()
            assert "space Close" in app.screen.query_one(KeyBar).render().plain
            await pilot.press("space", "4", "enter")
            await pilot.pause()
    assert complaints.Complaint.load(broken.id).satisfaction == 4


async def test_what_cannot_be_ticked_offers_to_be_opened_and_nothing_grey(ana: Member) -> None:
    deals.add(ana, customers.add(ana, "Acme"), "Sensors", amount=1, expected_close_on=DAY)
    app = HuddleApp(ana)
    with clock(datetime(2026, 11, 25, 9, tzinfo=UTC)):
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            items = app.screen.query_one(KeyBar).items()
            assert items[0][1:3] == ("⏎", "Open") and all(works for *_rest, works in items)
