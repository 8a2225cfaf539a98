"""Complaints and satisfaction by their keys: what is pressed, what is stored, what is shown."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pilots import press, rows_of, typed
from sizes import by_size
from textual.pilot import Pilot

from store import complaints, customers, followups, notes
from store.calendar import clock
from store.complaints import Category, Complaint, Satisfaction, Scale, Severity, Status, satisfaction
from store.customers import Customer, ValueClass
from store.records import Ref
from store.team import Member
from tui import complaint_cards, i18n
from tui.app import HuddleApp
from tui.complaint_cards import deadline_words, figures_words, took_words, trend_words
from tui.screens.complaints import Complaints
from tui.screens.complaints.panels import Answering, Closing
from tui.screens.customers import Customers
from tui.widgets.confirm import Confirm
from tui.widgets.detail import Detail
from tui.widgets.form import Form
from tui.widgets.record_list import RecordList
from tui.widgets.status import Status as StatusRow

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # 10:00 in Madrid
DAY = date(2026, 11, 23)
NARROW, WIDE = (80, 24), (120, 40)
SIZES = [NARROW, WIDE]


def app_of(member: Member, start: str = "complaints") -> HuddleApp:
    return HuddleApp(member, start=start)


def said(app: HuddleApp) -> str:
    return next(screen for screen in reversed(app.screen_stack) if screen.query(StatusRow)).query_one(StatusRow).text


def told(app: HuddleApp) -> str:
    """What the detail says, as text."""
    lines = app.screen.query_one(Detail).lines
    return "\n".join(" ".join((line.label, *(text for text, _tone in line.spans))).strip() for line in lines)


def captions(app: HuddleApp) -> list[str]:
    return [caption.error for caption in app.screen.query("Caption") if getattr(caption, "error", "")]


def now_of(complaint: Complaint) -> Complaint:
    return Complaint.load(complaint.id)


@pytest.fixture
def northwind(ana: Member) -> Customer:
    return customers.add(ana, "Northwind", owner=ana, value_class=ValueClass.A)


@pytest.fixture
def late(ana: Member, northwind: Customer) -> Complaint:
    return complaints.add(ana, northwind, "Delivered late", category=Category.DELIVERY)


# The space bar: answer, resolve, close


async def test_space_and_enter_answer_a_complaint(ana: Member, late: Complaint) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "space", *typed("on its way"), "enter")
        assert said(app) == "Answered · u undo"
        assert rows_of(app).row.status is Status.IN_PROGRESS
    assert now_of(late).first_response_at == NOW
    assert [note.body for note in notes.about(late.ref)] == ["on its way"]


async def test_the_next_step_stands_on_the_space_bar(ana: Member, late: Complaint) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        assert app.screen.relabel("done") == "Answer"
        await press(pilot, "space", "enter")
        assert app.screen.relabel("done") == "Resolve"
        await press(pilot, "space", *typed("no truck"), "tab", *typed("sent by air"), "ctrl+s")
        assert app.screen.relabel("done") == "Close"
        await press(pilot, "space", "4", "enter")
        assert said(app) == "Closed · ▲ 4/5 · u undo"
    found = now_of(late)
    assert (found.status, found.root_cause, found.resolution, found.satisfaction) == (
        *(Status.CLOSED, "no truck", "sent by air", 4),
    )


async def test_a_customer_may_decline_to_say(ana: Member, late: Complaint) -> None:
    complaints.resolve(ana, late, "why", "what")
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "space", "tab", *typed("on holiday"), "enter")
        assert said(app) == "Closed · would not say · u undo"
    assert (now_of(late).status, now_of(late).satisfaction) == (Status.CLOSED, None)


async def test_escape_closes_the_panel_and_changes_nothing(ana: Member, late: Complaint) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "space", "x", "escape")
        assert not app.screen.query(Answering)
        assert isinstance(app.focused, RecordList)
    assert now_of(late).status is Status.NEW


async def test_an_answer_that_came_too_late_is_told_in_the_panel_and_keeps_the_words(
    ana: Member, late: Complaint
) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "space", *typed("mine"))
        complaints.respond(ana, now_of(late))
        await press(pilot, "enter")
        panel = app.screen.query_one(Answering)
        assert "Ana answered this already" in panel.remark.words.plain
        assert panel.note.value == "mine"


async def test_a_resolution_without_a_cause_is_refused_beside_the_field(ana: Member, late: Complaint) -> None:
    complaints.respond(ana, late)
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "space", "tab", *typed("done"), "ctrl+s")
        assert isinstance(app.screen, Form)
        assert captions(app) == ["this can't be left empty"]
    assert now_of(late).status is Status.IN_PROGRESS


async def test_undo_takes_back_the_last_step(ana: Member, late: Complaint) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "space", "enter", "u")
    assert now_of(late).status is Status.NEW


# The other keys


async def test_n_writes_a_complaint_down_and_says_by_when_to_answer(ana: Member, northwind: Customer) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "n", *typed("north"))
        await press(pilot, "enter", *typed("Leaks"), "tab", "left", "left", "ctrl+s")
        assert said(app) == "Complaint 1 · answer by 12:00 · u undo"
        assert rows_of(app).row.subject == "Leaks"
    (found,) = Complaint.select()
    assert (found.customer_id, found.severity, found.owner_id) == (northwind.id, Severity.URGENT, ana.id)


async def test_a_complaint_of_nobody_about_nothing_is_refused_beside_the_fields(ana: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "n", "ctrl+s")
        assert captions(app) == ["this can't be left empty"] * 2
    assert not Complaint.select().count()


async def test_e_edits_what_it_says_and_who_said_it(ana: Member, northwind: Customer, late: Complaint) -> None:
    otto = customers.add_contact(ana, northwind, "Otto")
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "e", *typed(" again"), "tab", "left", "tab", "tab", "right", "ctrl+s")
        assert said(app) == "Saved · u undo"
    found = now_of(late)
    assert (found.subject, found.severity, found.contact_id) == ("Delivered late again", Severity.HIGH, otto.id)


async def test_s_lets_it_wait_and_goes_on(ana: Member, late: Complaint) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "s")
        assert said(app) == "Answer them first; then it may wait."
        await press(pilot, "space", "enter", "s", *typed("their sample"), "ctrl+s")
        assert now_of(late).status is Status.WAITING
        assert app.screen.relabel("wait") == "Go on"
        await press(pilot, "s")
        assert said(app) == "In progress again · u undo"
    assert now_of(late).status is Status.IN_PROGRESS


async def test_a_closed_one_is_opened_again_with_its_reason(ana: Member, late: Complaint) -> None:
    complaints.close(ana, complaints.resolve(ana, late, "why", "what"), 5)
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "space")
        assert said(app) == "This complaint is closed; < opens it again."
        await press(pilot, "<", *typed("late again"), "ctrl+s")
        assert said(app) == "Open again · u undo"
    assert now_of(late).status is Status.IN_PROGRESS


async def test_the_owner_is_changed_and_it_is_removed_after_asking(ana: Member, li: Member, late: Complaint) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "o", "right", "ctrl+s")
        assert now_of(late).owner_id == li.id
        await press(pilot, "x")
        assert isinstance(app.screen, Confirm)
        await press(pilot, "y")
        assert said(app) == "Removed · u undo"
        await press(pilot, "u")
    assert now_of(late).owner_id == li.id


async def test_f_plans_a_followup_that_is_linked(ana: Member, late: Complaint) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "f", "ctrl+s")
        assert said(app) == "Planned for Mon 23 Nov · u undo"
    (row,) = followups.of_complaint(late.id)
    assert (row.subject, row.customer) == ("Complaint 1 · Delivered late", "Northwind")


async def test_c_writes_a_note_about_the_complaint(ana: Member, late: Complaint) -> None:
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "c", *typed("he shouted"), "ctrl+s")
        await pilot.pause(0.2)
        assert "he shouted" in told(app)


async def test_a_filter_and_mine_narrow_the_list(ana: Member, li: Member, late: Complaint) -> None:
    theirs = complaints.add(ana, customers.add(ana, "华星科技", owner=li), "噪音")
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        assert rows_of(app).count == 2
        await press(pilot, "m")
        assert (rows_of(app).count, rows_of(app).key) == (1, late.id)
        await press(pilot, "m", "/", "噪", "enter")
        assert rows_of(app).key == theirs.id


async def test_a_rep_is_told_why_a_colleagues_complaint_is_not_theirs(li: Member, late: Complaint) -> None:
    app = app_of(li)
    async with app.run_test(size=NARROW) as pilot:
        assert rows_of(app).count == 0, "a rep begins with the own ones"
        await press(pilot, "m", "space")
        assert "belongs to a colleague" in said(app)
        assert not app.screen.query(Answering)


# Satisfaction


async def test_r_writes_an_answer_down_about_the_complaint(ana: Member, late: Complaint) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "r", "2", "ctrl+s")
        assert said(app) == "Written down · u undo"
    (answer,) = satisfaction.latest(late.customer_id)
    assert (answer.scale, answer.score, answer.about, answer.day) == (Scale.CSAT, 2, late.ref, DAY)


@pytest.mark.parametrize(("score", "error"), [("7", "Choose a number from 1 to 5."), ("4.5", "Choose a whole number.")])
async def test_a_score_off_the_scale_is_refused_beside_it(ana: Member, late: Complaint, score: str, error: str) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "r", *("full_stop" if c == "." else c for c in score), "ctrl+s")
        assert captions(app) == [error]
    assert satisfaction.latest(late.customer_id) == []


async def test_an_answer_is_removed_after_asking(ana: Member, northwind: Customer) -> None:
    answer = satisfaction.record(ana, northwind, 9, Scale.NPS, note="gladly")
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause(0.2)
        assert "gladly" in told(app)
        await press(pilot, "space")
        assert said(app) == "Select a complaint first; n writes one down."
        await press(pilot, "x", "y")
    assert Satisfaction.get_or_none(Satisfaction.id == answer.id, Satisfaction.kept()) is None


# From elsewhere and back


async def test_c_on_customers_opens_theirs_and_q_returns(ana: Member, northwind: Customer, late: Complaint) -> None:
    complaints.add(ana, customers.add(ana, "Adatum", owner=ana), "Noise")
    app = app_of(ana, "customers")
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "j", "C")
        await pilot.pause()
        assert isinstance(app.screen, Complaints)
        assert str(rows_of(app).border_title) == "Complaints of Northwind"
        assert (rows_of(app).count, rows_of(app).key) == (1, late.id)
        await press(pilot, "n", *typed("Wet"), "ctrl+s")
        assert rows_of(app).row.customer_id == northwind.id
        await press(pilot, "q")
        assert isinstance(app.screen, Customers)
        assert rows_of(app).key == northwind.id
        await press(pilot, "C")
        await press(pilot, "m")
        assert rows_of(app).count == 3


async def test_enter_on_todays_line_opens_the_complaint_and_escape_returns(ana: Member, late: Complaint) -> None:
    app = app_of(ana, "today")
    with clock(datetime(2026, 11, 23, 18, 0, tzinfo=UTC)):  # 19:00, an hour late
        async with app.run_test(size=NARROW) as pilot:
            assert rows_of(app).key == late.ref
            await press(pilot, "enter")
            await pilot.pause()
            assert isinstance(app.screen, Complaints)
            assert rows_of(app).key == late.id
            await press(pilot, "escape")
            assert app.screen.NAME == "today"
            assert not app.screen.list_detail.opened


async def test_the_palette_knows_the_screen_and_each_complaint(ana: Member, late: Complaint) -> None:
    app = app_of(ana, "today")
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "ctrl+p", *typed("delivered"), "enter")
        await pilot.pause()
        assert isinstance(app.screen, Complaints)
        assert rows_of(app).key == late.id
        await press(pilot, "1", "ctrl+p", *typed("complaints"), "enter")
        await pilot.pause()
        assert isinstance(app.screen, Complaints)


async def test_the_bar_shows_it_under_customers(ana: Member, late: Complaint) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW):
        bar = app.screen.query_one("Bar")
        assert bar.current == "customers"
        assert all(place.key for place in bar.places)


async def test_a_customers_card_names_open_complaints_and_satisfaction(
    ana: Member, northwind: Customer, late: Complaint
) -> None:
    for score in (5, 4, 2):
        satisfaction.record(ana, northwind, score)
    app = app_of(ana, "customers")
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause(0.2)
        assert "Open complaints" in told(app)
        assert "#1" in told(app)
        assert "CSAT 67% of 3 answers · mean 3.7" in told(app)
        assert "✕ complaint 1" in told(app)


# Words


@pytest.mark.parametrize(
    ("hours", "words"),
    [(1, "● 11:00"), (-0.5, "✕ 1 h"), (-1.5, "✕ 2 h"), (-24, "✕ 1 d"), (-72, "✕ 3 d"), (24, "Tue 24"), (240, "Thu 3")],
)
def test_the_end_of_a_clock_is_told_in_hours_today_and_in_days_after(hours: float, words: str) -> None:
    assert deadline_words(NOW + timedelta(hours=hours), NOW, "Europe/Madrid")[0] == words


@pytest.mark.parametrize(("minutes", "words"), [(5, "5 min"), (90, "1 h"), (47 * 60, "47 h"), (49 * 60, "2 days")])
def test_how_long_it_took(minutes: int, words: str) -> None:
    assert took_words(timedelta(minutes=minutes)) == words


def test_figures_come_with_their_count_or_not_at_all() -> None:
    two = satisfaction.figures(Scale.CSAT, [5, 5])
    assert figures_words(two) == "CSAT: 2 answers, not enough data"
    nps = satisfaction.figures(Scale.NPS, [10, 9, 3, 3, 3])
    assert figures_words(nps) == "NPS -20 of 5 answers · mean 5.6"
    rising = satisfaction.figures(Scale.CSAT, [5] * 5 + [4] * 5)
    assert (trend_words(rising), trend_words(nps)) == (("↑ 1", "good"), ("", ""))
    assert complaint_cards.team_words({Scale.CSAT: two}) == "Satisfaction, 12 months"
    assert complaint_cards.team_words({Scale.CSAT: rising}) == "Satisfaction, 12 months: CSAT 100% of 10 ↑ 1"


async def test_every_word_of_it_is_translated(ana: Member, northwind: Customer, late: Complaint) -> None:
    complaints.respond(ana, late)
    i18n.use("xx-brackets")
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause(0.2)
        assert "⟦delivery⟧" in told(app) and "⟦in progress⟧" in told(app)
        assert "⟦In progress⟧" in "".join(section.title for section in rows_of(app)._lines.sections)


# Pictures


async def _settled(pilot: Pilot[None], *keys: str) -> None:
    await press(pilot, *keys)
    await pilot.pause(0.3)


@pytest.mark.parametrize("size", SIZES, ids=by_size)
def test_a_picture_of_the_filled_list(snap_compare: Any, demo: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(demo), terminal_size=size, run_before=lambda pilot: _settled(pilot, "j"))


@pytest.mark.parametrize("size", SIZES, ids=by_size)
def test_a_picture_of_a_customers(snap_compare: Any, demo: Member, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await pilot.pause()
        found = Customer.get(Customer.name == "Cerámicas Montalvo")
        pilot.app.screen.show_customer(found)
        await _settled(pilot)

    assert snap_compare(app_of(demo), terminal_size=size, run_before=before)


@pytest.mark.parametrize("size", SIZES, ids=by_size)
def test_a_picture_of_nothing(snap_compare: Any, ana: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(ana), terminal_size=size, run_before=_settled)


@pytest.mark.parametrize("size", SIZES, ids=by_size)
def test_a_picture_of_a_form_with_errors(snap_compare: Any, demo: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(demo), terminal_size=size, run_before=lambda pilot: _settled(pilot, "n", "ctrl+s"))


@pytest.mark.parametrize("size", SIZES, ids=by_size)
def test_a_picture_of_asking_how_satisfied_they_are(snap_compare: Any, demo: Member, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await pilot.pause()
        resolved = next(iter(complaints.shelves()[complaints.Shelf.RESOLVED]))
        pilot.app.screen.show(Ref("complaint", resolved))
        await _settled(pilot, "space", "4")
        assert pilot.app.screen.query(Closing)

    assert snap_compare(app_of(demo), terminal_size=size, run_before=before)


@pytest.mark.parametrize("size", SIZES, ids=by_size)
def test_a_picture_of_hostile_texts(snap_compare: Any, hostile: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(hostile), terminal_size=size, run_before=_settled)
