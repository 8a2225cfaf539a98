"""Follow-ups by its keys: what is pressed, what is stored, what is shown."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from pilots import press, rows_of, said, typed
from sizes import by_size

from store import customers, deals, followups, notes
from store.calendar import clock
from store.customers import ValueClass
from store.followups import FollowUp, Kind, Outcome, Priority, Status
from store.records import Ref
from store.team import Member
from tui.app import HuddleApp
from tui.screens.followups import FollowUps
from tui.widgets.form import Form
from tui.widgets.keybar import KeyBar
from tui.widgets.panel import Completing, Snoozing
from tui.widgets.quickentry import QuickEntry

DAY = date(2026, 11, 23)


def app_of(member: Member) -> HuddleApp:
    return HuddleApp(member, start="followups")


@pytest.fixture
def renewal(ana: Member) -> FollowUp:
    """A call that is two days late, to an A customer with a phone number."""
    customer = customers.add(ana, "Northwind", value_class=ValueClass.A, owner=ana, phone="+34 600 000 000")
    return followups.add(ana, DAY - timedelta(days=2), customer=customer, subject="Renewal")


async def test_space_and_enter_complete_it_and_plan_the_next_call(ana: Member, renewal: FollowUp) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "space")
        assert app.screen.query_one(Completing).next_step.value == "call mon 7 dec"
        await press(pilot, "enter")
        assert not app.screen.query(Completing)
        assert "next call Mon 7 Dec · u undo" in said(app)
    done = FollowUp.load(renewal.id)
    assert (done.status, done.outcome) == (Status.DONE, Outcome.CONNECTED)
    (planned,) = followups.planned_for(renewal.customer_id or 0)
    assert (planned.due_on, planned.kind, planned.subject) == (date(2026, 12, 7), Kind.CALL, "Renewal")


async def test_a_letter_picks_the_outcome_and_the_next_step_follows_it(ana: Member, renewal: FollowUp) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "space", "n")
        assert app.screen.query_one(Completing).next_step.value == "call tue 24 nov"
        await press(pilot, "tab", *typed("left a message"), "enter")
    done = FollowUp.load(renewal.id)
    assert (done.outcome, done.note) == (Outcome.NO_ANSWER, "left a message")


async def test_a_next_step_that_somebody_typed_is_kept_when_the_outcome_changes(ana: Member, renewal: FollowUp) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "space", "tab", "tab", "ctrl+u", *typed("visit fri 10:00 sign"), "up", "up", "a", "enter")
    (planned,) = followups.planned_for(renewal.customer_id or 0)
    assert (planned.kind, planned.due_on, planned.subject) == (Kind.VISIT, date(2026, 11, 27), "sign")
    assert FollowUp.load(renewal.id).outcome is Outcome.ADVANCED


async def test_a_next_step_without_a_day_is_refused_and_nothing_typed_is_lost(ana: Member, renewal: FollowUp) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "space", "tab", *typed("good talk"), "tab", "ctrl+u", *typed("sometime"), "enter")
        panel = app.screen.query_one(Completing)
        assert "Name a day" in panel.remark.words.plain
        assert panel.note.value == "good talk"
        assert FollowUp.load(renewal.id).status is Status.PLANNED
        await press(pilot, "ctrl+u", "enter")
    assert FollowUp.load(renewal.id).note == "good talk"
    assert followups.planned_for(renewal.customer_id or 0) == []


async def test_esc_leaves_the_panel_and_changes_nothing(ana: Member, renewal: FollowUp) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "space", "escape")
        assert not app.screen.query(Completing)
        assert rows_of(app).has_focus
    assert FollowUp.load(renewal.id).status is Status.PLANNED


async def test_u_takes_the_completion_back(ana: Member, renewal: FollowUp) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "space", "enter", "u")
        assert "Undone: Renewal" in said(app)
        assert rows_of(app).count == 1
    assert FollowUp.load(renewal.id).status is Status.PLANNED


async def test_three_calls_without_an_answer_suggest_another_channel(ana: Member, renewal: FollowUp) -> None:
    for _ in range(2):
        followups.log(ana, Kind.CALL, Outcome.NO_ANSWER, customer=renewal.customer_id)
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "space")
        panel = app.screen.query_one(Completing)
        assert not panel.remark.words.plain, "twice is no series"
        await press(pilot, "n")
        assert "3 times in a row without an answer: try another channel" in panel.remark.words.plain
        assert panel.next_step.value == "message tue 24 nov"
        await press(pilot, "enter", "g", "space")
        assert "another channel" in app.screen.query_one(Completing).remark.words.plain, "the next one knows it at once"


async def test_s_snoozes_to_the_next_working_day_or_any_typed_day(ana: Member, renewal: FollowUp) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "s", "enter")
        assert FollowUp.load(renewal.id).due_on == date(2026, 11, 24)
        await press(pilot, "s", "tab", *typed("30 Nov"), "enter")
        assert FollowUp.load(renewal.id).due_on == date(2026, 11, 30)
        await press(pilot, "s", "tab", *typed("never"), "enter")
        assert "no day" in app.screen.query_one(Snoozing).remark.words.plain
        await press(pilot, "escape")
    assert FollowUp.load(renewal.id).snooze_count == 2


async def test_plus_adds_a_follow_up_in_one_line(ana: Member, renewal: FollowUp) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "+", *typed("visit Northwind price list fri 10:00 !high"), "enter")
        assert not app.screen.query(QuickEntry)
        assert rows_of(app).count == 2
    made = FollowUp.select().order_by(FollowUp.id.desc()).first()
    assert (made.kind, made.subject, made.due_on) == (Kind.VISIT, "price list", date(2026, 11, 27))
    assert made.priority is Priority.HIGH and made.customer_id == renewal.customer_id


async def test_l_logs_a_contact_that_just_happened(ana: Member, renewal: FollowUp) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "l", *typed("they agreed"), "enter")
    logged = FollowUp.select().order_by(FollowUp.id.desc()).first()
    assert (logged.status, logged.customer_id, logged.subject) == (Status.DONE, renewal.customer_id, "they agreed")


async def test_n_plans_one_in_a_form_about_the_same_customer(ana: Member, renewal: FollowUp) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n")
        form = app.screen
        assert isinstance(form, Form)
        form.row("subject").take_focus()
        await press(pilot, *typed("Price list"), "ctrl+s")
        assert isinstance(app.screen, FollowUps)
        assert rows_of(app).row.subject == "Price list", "the cursor is on the new one"


async def test_a_form_about_nothing_says_so_beside_the_subject_and_keeps_what_was_typed(ana: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n")
        form = app.screen
        assert isinstance(form, Form)
        form.row("due_time").take_focus()
        await press(pilot, *typed("25:99"), "ctrl+s")
        assert "10:00" in form.row("due_time").caption.error
        form.row("due_time").take_focus()
        await press(pilot, *["backspace"] * 5, "ctrl+s")
        assert "what it is about" in form.row("subject").caption.error


async def test_e_edits_x_removes_after_asking_and_o_hands_over(ana: Member, li: Member, renewal: FollowUp) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "e")
        app.screen.query_one("#field-subject Input").focus()
        await press(pilot, *typed(" 2027"), "ctrl+s")
        assert FollowUp.load(renewal.id).subject == "Renewal 2027"
        await press(pilot, "o", "l", "ctrl+s")
        assert FollowUp.load(renewal.id).owner_id == li.id
        await press(pilot, "x", "enter")
        assert FollowUp.load(renewal.id).deleted_at is None, "the safe answer has the focus"
        await press(pilot, "x", "y")
        assert rows_of(app).count == 1, "only its customer without a next step is left"


async def test_m_shows_mine_or_everyones_and_slash_filters_as_it_is_typed(
    ana: Member, li: Member, renewal: FollowUp
) -> None:
    followups.add(li, DAY, subject="Theirs")
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        assert rows_of(app).count == 2, "a lead begins with everyone's"
        await press(pilot, "m")
        assert rows_of(app).count == 1
        await press(pilot, "m", "/", *typed("thei"))
        assert [rows_of(app).count, rows_of(app).row.subject] == [1, "Theirs"]
        await press(pilot, "escape")
        assert rows_of(app).count == 2


async def test_a_filter_without_a_hit_says_so_and_not_that_nothing_is_planned(ana: Member, renewal: FollowUp) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "/", *typed("zzz"), "enter")
        shown = "\n".join(strip.text for strip in rows_of(app).strips())
        assert "Nothing here contains zzz." in shown and "Esc clears the filter" in shown
        assert "Nothing is planned" not in shown
        await press(pilot, "escape")
        assert rows_of(app).count == 1


async def test_y_copies_the_phone_number_and_c_writes_a_note(ana: Member, renewal: FollowUp) -> None:
    app = app_of(ana)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "y")
        assert app.clipboard == "+34 600 000 000"
        await press(pilot, "c", *typed("likes tea"), "ctrl+s")
    from store import notes
    from store.records import Ref

    assert [note.body for note in notes.about(Ref("customer", renewal.customer_id or 0))] == ["likes tea"]


async def test_what_cannot_be_done_says_why(ana: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "space")
        assert "n adds one" in said(app)


async def test_a_rep_is_told_before_typing_what_of_a_colleagues_cannot_be_changed(
    ana: Member, li: Member, renewal: FollowUp
) -> None:
    app = app_of(li)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "m")
        for key in ("e", "o", "x", "s"):
            await press(pilot, key)
            assert said(app) == "This belongs to a colleague; its owner or the lead may change it."
        await press(pilot, "space", "enter")
    assert FollowUp.load(renewal.id).status is Status.DONE


async def test_somebody_elses_completion_is_told_and_the_text_stays(ana: Member, li: Member, renewal: FollowUp) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "space", "tab", *typed("my note"))
        followups.complete(li, FollowUp.load(renewal.id), Outcome.CONNECTED)
        await press(pilot, "enter")
        panel = app.screen.query_one(Completing)
        assert "Li completed this already, Mon 23 Nov 10:00" in panel.remark.words.plain
        assert panel.note.value == "my note"
        await press(pilot, "enter")
        assert said(app) == "Your note is kept · u undo"
    assert renewal.customer_id is not None
    (note,) = notes.about(Ref("customer", renewal.customer_id))
    assert (note.author, note.body) == ("Ana", "my note")


async def test_that_nothing_follows_an_open_deal_must_be_said(ana: Member, renewal: FollowUp) -> None:
    deal = deals.add(ana, renewal.customer_id, "Pumps", amount=1_000_00)
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "space", "tab", "tab", "ctrl+u", "enter")
        panel = app.screen.query_one(Completing)
        assert panel.remark.words.plain == (
            "✕ Nothing else is planned for the open deal Pumps. Write a next step, or - for none."
        )
        await press(pilot, "-", "enter")
        assert said(app) == "Done · u undo"
    assert followups.planned_for_deal(deal.id) == []


async def test_what_was_done_last_week_is_taken_back_by_its_own_key(ana: Member, li: Member, renewal: FollowUp) -> None:
    with clock(datetime(2026, 11, 20, 9, tzinfo=UTC)):
        followups.complete(li, renewal, Outcome.CONNECTED, "", followups.NextStep(DAY + timedelta(days=2)))
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "G", "space")
        assert said(app) == "This one is done already; < takes it back."
        assert "< Take back" in app.screen.query_one(KeyBar).render().plain
        await press(pilot, "<")
        assert said(app) == "Taken back"
    assert FollowUp.load(renewal.id).status is Status.PLANNED
    assert [row.id for row in followups.planned_for(renewal.customer_id or 0)] == [renewal.id], "one open step"


async def test_a_deal_that_waits_for_a_next_step_gets_it_by_n(ana: Member) -> None:
    customer = customers.add(ana, "Northwind", owner=ana)
    deal = deals.add(ana, customer, "Pumps", amount=1_000_00)
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n", "ctrl+s")
    (row,) = followups.planned_for_deal(deal.id)
    assert row.deal_id == deal.id


async def test_a_terminal_that_was_too_small_gives_the_keys_back_to_the_panel(ana: Member, renewal: FollowUp) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "space")
        await pilot.resize_terminal(30, 8)
        await pilot.pause(0.2)
        await pilot.resize_terminal(80, 24)
        await pilot.pause(0.2)
        await press(pilot, "a", "enter")
        assert not app.screen.query(Completing)
    assert FollowUp.load(renewal.id).outcome is Outcome.ADVANCED


async def test_a_panel_keeps_to_its_record_when_the_list_moves_under_it(
    ana: Member, li: Member, renewal: FollowUp
) -> None:
    other = followups.add(ana, DAY, subject="Another customer's call")
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "space")
        followups.complete(li, FollowUp.load(renewal.id), Outcome.CONNECTED)
        app.tell_changed()
        await press(pilot, "enter")
        assert "Li completed this already" in app.screen.query_one(Completing).remark.words.plain
    assert FollowUp.load(other.id).status is Status.PLANNED, "what slid under the panel is not completed"


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (45, 20)], ids=by_size)
def test_looks_filled(snap_compare, demo: Member, size: tuple[int, int]) -> None:
    """The demo's queue."""
    assert snap_compare(app_of(demo), terminal_size=size)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (45, 20)], ids=by_size)
def test_looks_completing(snap_compare, demo: Member, size: tuple[int, int]) -> None:
    """The panel under the row, with another outcome chosen."""
    assert snap_compare(app_of(demo), terminal_size=size, press=["j", "j", "space", "n"])


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=by_size)
def test_looks_empty(snap_compare, ana: Member, size: tuple[int, int]) -> None:
    """Nothing is planned, and the key that changes that."""
    assert snap_compare(app_of(ana), terminal_size=size)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=by_size)
def test_looks_with_a_form_in_error(snap_compare, ana: Member, size: tuple[int, int]) -> None:
    """A form that refuses, with what was typed still there."""
    assert snap_compare(app_of(ana), terminal_size=size, press=["n", "tab", "tab", "tab", "x", "ctrl+s"])


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=by_size)
def test_looks_hostile(snap_compare, hostile: Member, size: tuple[int, int]) -> None:
    """Markup, escape sequences, wide and right-to-left text as names."""
    assert snap_compare(app_of(hostile), terminal_size=size)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=by_size)
def test_looks_with_quick_entry(snap_compare, demo: Member, size: tuple[int, int]) -> None:
    """The line and its reading."""
    line = typed("visit Northgate renewal fri 10:00 @li !high")
    assert snap_compare(app_of(demo), terminal_size=size, press=["+", *line])
