"""Deals by their keys: what is pressed, what is stored, what is shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pilots import press, typed
from sizes import by_size
from textual.pilot import Pilot

from store import customers, deals, followups, notes
from store.calendar import clock
from store.customers import Customer
from store.deals import BookingKind, Deal, LostReason
from store.records import Ref
from store.team import Member
from tui import i18n
from tui.app import HuddleApp
from tui.cli import main
from tui.screens.bookings import Bookings
from tui.screens.deals import Deals
from tui.screens.deals.forms import Decide
from tui.screens.deals.outlook import OutlookStrip, stacked
from tui.screens.deals.pair import DealPair
from tui.widgets.board import Board
from tui.widgets.confirm import Confirm
from tui.widgets.form import Form
from tui.widgets.record_list import RecordList
from tui.widgets.status import Status

DAY = date(2026, 11, 23)
NARROW, WIDE = (80, 24), (120, 40)
SIZES = [NARROW, WIDE]
K = 1_000_00


def app_of(member: Member) -> HuddleApp:
    return HuddleApp(member, start="deals")


def screen_of(app: HuddleApp) -> Deals:
    return next(screen for screen in app.screen_stack if isinstance(screen, Deals))


def board_of(app: HuddleApp) -> Board:
    return screen_of(app).query_one(Board)


def rows_of(app: HuddleApp) -> RecordList:
    return screen_of(app).query_one(RecordList)


def pair_of(app: HuddleApp) -> DealPair:
    return screen_of(app).query_one(DealPair)


def said(app: HuddleApp) -> str:
    return screen_of(app).query_one(Status).text


def told(app: HuddleApp) -> str:
    """What the detail says, as text."""
    lines = screen_of(app).query_one("Detail").lines
    return "\n".join(" ".join((line.label, *(text for text, _tone in line.spans))).strip() for line in lines)


def captions(app: HuddleApp) -> list[str]:
    return [caption.error for caption in app.screen.query("Caption") if getattr(caption, "error", "")]


def drawn(board: Board) -> str:
    return "\n".join(strip.text for strip in board.strips())


@pytest.fixture
def acme(ana: Member) -> Customer:
    return customers.add(ana, "Acme", owner=ana, phone="+34 600")


@pytest.fixture
def deal(ana: Member, acme: Customer) -> Deal:
    """48,000 in the first stage."""
    return deals.add(ana, acme, "Sensors", amount=48 * K, expected_close_on=DAY + timedelta(days=7))


@pytest.fixture
def late(ana: Member, acme: Customer) -> Deal:
    """In negotiation, four days past its date."""
    with clock(datetime(2026, 11, 18, 9, tzinfo=UTC)):
        return deals.add(
            ana, acme, "Pumps", amount=10 * K, expected_close_on=date(2026, 11, 19), stage=deals.stages()[3]
        )


# Moving


@pytest.mark.parametrize("size", SIZES, ids=by_size)
async def test_the_stage_keys_move_a_deal_and_the_cursor_goes_with_it(
    ana: Member, deal: Deal, late: Deal, size: tuple[int, int]
) -> None:
    app = app_of(ana)
    async with app.run_test(size=size) as pilot:
        await press(pilot, ">")
        assert said(app) == "Needs confirmed · 25% · u undo"
        await press(pilot, ">")
        assert (Deal.load(deal.id).stage_id, pair_of(app).key) == (deals.stages()[2].id, deal.id)
        await press(pilot, "<")
        assert said(app) == "Needs confirmed · 25% · u undo"
        await press(pilot, "u")
        assert Deal.load(deal.id).stage_id == deals.stages()[2].id


async def test_before_the_first_stage_there_is_none(ana: Member, deal: Deal) -> None:
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "<")
        assert said(app) == "This is the first stage; d says that it is lost."


async def test_chinese_brackets_move_too(ana: Member, deal: Deal) -> None:
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "》")
    assert Deal.load(deal.id).stage_id == deals.stages()[1].id


async def test_from_the_last_stage_it_is_won_for_an_amount_on_a_day(ana: Member, late: Deal) -> None:
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, ">")
        assert isinstance(app.screen, Decide)
        assert [row.field.name for row in app.screen.query("FieldRow") if row.display] == ["answer", "amount", "day"]
        await press(pilot, "tab", *["backspace"] * 5, *typed("9.5k"), "tab", *["backspace"] * 10, *typed("fri"))
        await press(pilot, "ctrl+s")
        assert captions(app) == ["That day has not come yet."]
        await press(pilot, *["backspace"] * 3, *typed("2026-11-20"), "ctrl+s")
        assert said(app) == "Won · € 9,500 booked · u undo"
        assert pair_of(app).key == late.id, "the cursor follows into the lane of what is won"
    record = Deal.load(late.id)
    assert (record.amount, record.closed_on, deals.revenue(DAY - timedelta(days=3), DAY)) == (
        *(9_500_00, date(2026, 11, 20)),
        9_500_00,
    )


async def test_losing_asks_why_and_other_needs_a_note(ana: Member, deal: Deal) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "d")
        assert app.screen.answer == "lost", "in the first stage nothing is won"
        assert [row.field.name for row in app.screen.query("FieldRow") if row.display] == [
            *("answer", "reason", "note", "competitor", "day"),
        ]
        await press(pilot, "tab", "o", "ctrl+s")
        assert captions(app) == ["Say why it was lost."]
        await press(pilot, *typed("they moved away"), "ctrl+s")
        assert said(app) == "Lost: other · u undo"
    record = Deal.load(deal.id)
    assert (record.lost_reason, record.lost_note) == (LostReason.OTHER, "they moved away")


async def test_a_negative_amount_is_refused_beside_its_field_and_kept(ana: Member, late: Deal) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "d", "tab", *["backspace"] * 5, *typed("-5"), "ctrl+s")
        assert captions(app) == ["An amount is not negative."]
        assert app.screen.row("amount").raw() == "-5"
    assert Deal.load(late.id).closed_on is None


@pytest.mark.parametrize("key", ["<", "d"])
async def test_a_won_deal_is_opened_again_in_the_stage_it_came_from(ana: Member, late: Deal, key: str) -> None:
    deals.win(ana, late)
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, ">")
        assert said(app) == "This deal is closed; < opens it again."
        await press(pilot, key, "tab", *typed("not signed after all"), "ctrl+s")
        assert said(app) == "Open again · u undo"
        assert "not signed after all" not in told(app), "the detail isn't open"
        await press(pilot, "enter")
        assert "not signed after all" in told(app)
        assert "-€ 10,000" in "".join(line.right[0] for line in screen_of(app).query_one("Detail").lines)
    assert deals.revenue(DAY, DAY) == 0
    assert deals.listed([late.id])[late.id].stage == "Negotiation"


async def test_a_colleagues_deal_is_not_a_reps_to_move(ana: Member, li: Member, deal: Deal) -> None:
    app = app_of(li)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "m", ">")
        assert said(app) == "This belongs to a colleague; its owner or the lead may change it."
    assert Deal.load(deal.id).version == deal.version


# Forms


async def test_n_writes_a_deal_down_and_puts_the_cursor_on_it(ana: Member, late: Deal) -> None:
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "n", *typed("acm"), "enter", *typed("Valves"), "tab", *typed("12k"), "tab", *typed("+4w"))
        await press(pilot, "tab", "right", "tab", "tab", *typed("Send the offer"), "tab", *typed("40"), "ctrl+s")
        assert said(app) == "Added · f plans the next step · u undo"
        row = screen_of(app).row
        assert (row.name, row.customer, row.amount, row.stage, row.owner, row.next_step, row.probability) == (
            *("Valves", "Acme", 12 * K, "Needs confirmed", "Ana", "Send the offer"),
            40,
        )
        assert row.expected_close_on == DAY + timedelta(weeks=4)


async def test_what_cannot_be_is_refused_beside_the_fields_and_the_rest_is_kept(ana: Member, deal: Deal) -> None:
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "n", "tab", *typed("Valves"), "tab", *typed("-3"), "tab", *typed("yesterday"), "ctrl+s")
        assert captions(app) == ["this can't be left empty"]
        await press(pilot, *typed("acm"), "enter", "tab", "tab", "tab", "tab", "tab", "tab", *typed("120"), "ctrl+s")
        assert captions(app) == [
            "An amount is not negative.",
            "That day is over; choose today or later.",
            "A probability is a whole number from 0 to 100.",
        ]
        assert isinstance(app.screen, Form) and app.screen.row("name").raw() == "Valves"
    assert deals.count_open(ana.id) == 1


async def test_e_edits_and_a_later_close_is_a_slip(ana: Member, deal: Deal) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "e", *typed(", hall 2"), "tab", "tab", *["backspace"] * 10, *typed("2026-12-24"), "ctrl+s")
        assert said(app) == "Saved · u undo"
    record = Deal.load(deal.id)
    assert (record.name, record.expected_close_on, record.slip_count, record.amount) == (
        *("Sensors, hall 2", date(2026, 12, 24), 1),
        48 * K,
    )


async def test_f_plans_a_follow_up_about_the_deal_and_the_flag_goes(ana: Member, deal: Deal) -> None:
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        assert "▲ no next step" in drawn(board_of(app))
        await press(pilot, "f", "v", "tab", *typed("Show it"), "tab", "tab", *typed("10:30"), "ctrl+s")
        assert said(app) == "Planned for Tue 24 Nov · u undo"
        assert "▲ no next step" not in drawn(board_of(app))
    (row,) = followups.planned_for_deal(deal.id)
    assert (row.kind, row.subject, row.due_on, row.deal_id, row.customer) == (
        *("visit", "Show it", DAY + timedelta(days=1), deal.id),
        "Acme",
    )


async def test_a_wrong_time_is_refused_beside_its_field(ana: Member, deal: Deal) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "f", "tab", "tab", "tab", *typed("soon"), "ctrl+s")
        assert captions(app) == ["Write a time such as 10:00."]
    assert followups.planned_for_deal(deal.id) == []


async def test_o_gives_it_to_somebody_else(ana: Member, li: Member, deal: Deal) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "o", "l", "ctrl+s")
        assert said(app) == "Handed over · u undo"
    assert Deal.load(deal.id).owner_id == li.id


async def test_c_writes_a_note_that_the_detail_shows(ana: Member, deal: Deal) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "c", *typed("asked the plant"), "ctrl+s", "enter")
        assert "asked the plant" in told(app)
    assert [note.body for note in notes.about(deal.ref)] == ["asked the plant"]


async def test_x_asks_and_names_it_and_u_brings_it_back(ana: Member, deal: Deal) -> None:
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "x")
        assert isinstance(app.screen, Confirm) and app.screen.question == "Sensors"
        await press(pilot, "escape")
        assert deals.count_open(ana.id) == 1
        await press(pilot, "x", "y")
        assert (said(app), deals.count_open(ana.id)) == ("Removed · u undo", 0)
        await press(pilot, "u")
        assert board_of(app).key == deal.id


async def test_a_won_deal_is_not_removed_with_its_revenue(ana: Member, deal: Deal) -> None:
    deals.win(ana, deal)
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "x", "y")
        assert said(app) == "This deal has booked revenue; open it again before removing it."


async def test_y_copies_the_customers_number(ana: Member, deal: Deal) -> None:
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "y")
        assert (said(app), app.clipboard) == ("Copied +34 600", "+34 600")


# Board and list


async def test_hjkl_and_arrows_walk_over_the_board_past_empty_lanes(ana: Member, acme: Customer) -> None:
    made = [deals.add(ana, acme, str(n), stage=deals.stages()[stage]) for n, stage in enumerate((0, 0, 2, 3, 3))]
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        seen = []
        for keys in ("j", "l", "l", "j", "h", "h", "k", "right", "left", "down", "G", "g"):
            await press(pilot, keys)
            seen.append(next(n for n, one in enumerate(made) if one.id == board_of(app).key))
    assert seen == [1, 2, 3, 4, 2, 0, 0, 2, 0, 1, 1, 0]


async def test_v_changes_between_board_and_list_and_keeps_the_deal(ana: Member, deal: Deal, late: Deal) -> None:
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "l")
        assert pair_of(app).on_board and board_of(app).key == late.id
        await press(pilot, "v")
        assert not pair_of(app).on_board and rows_of(app).key == late.id and rows_of(app).has_focus
        assert "Pumps" in told(app), "beside the list the detail stands where there is room"
        await press(pilot, "k", "v")
        assert pair_of(app).on_board and board_of(app).key == deal.id and board_of(app).has_focus


async def test_a_narrow_terminal_has_the_list_and_a_wide_one_the_board_again(ana: Member, deal: Deal) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        assert rows_of(app).has_focus
        await press(pilot, "v")
        assert said(app) == "The board needs 100 columns."
        await pilot.resize_terminal(*WIDE)
        await pilot.pause()
        assert pair_of(app).on_board and board_of(app).has_focus
        await pilot.resize_terminal(*NARROW)
        await pilot.pause()
        assert not pair_of(app).on_board and rows_of(app).has_focus


@pytest.mark.parametrize("size", SIZES, ids=by_size)
async def test_enter_opens_the_detail_and_q_and_escape_close_it(
    ana: Member, deal: Deal, late: Deal, size: tuple[int, int]
) -> None:
    app = app_of(ana)
    async with app.run_test(size=size) as pilot:
        for close in ("escape", "q"):
            await press(pilot, "enter")
            assert pair_of(app).detail.has_focus and "First contact" in told(app)
            await press(pilot, close)
            assert pair_of(app).shown.has_focus and not pair_of(app).opened


async def test_the_detail_beside_the_board_follows_after_a_move(ana: Member, deal: Deal) -> None:
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "enter", ">")
        assert "Needs confirmed · 25%" in told(app)


async def test_the_lanes_have_count_sum_and_weighted_sum(ana: Member, deal: Deal, late: Deal, acme: Customer) -> None:
    deals.add(ana, acme, "More", amount=2 * K)
    app = app_of(ana)
    async with app.run_test(size=WIDE):
        head = drawn(board_of(app)).splitlines()[:2]
        assert "First contact" in head[0] and head[0].split("│")[0].strip().endswith("2")
        assert head[1].split("│")[0].split() == ["50", "k", "≈", "5", "k"]


async def test_flags_are_told_in_words_on_the_board_in_the_list_and_with_the_reason_in_the_detail(
    ana: Member, late: Deal
) -> None:
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        assert "✕ 4 d late +1" in drawn(board_of(app))
        await press(pilot, "enter")
        assert "It was expected to close on 19 Nov 2026: win it, lose it, or set another day." in told(app)
        assert "No follow-up is planned." in told(app)
        await press(pilot, "escape", "v")
        assert "✕ past date +1" in "\n".join(strip.text for strip in rows_of(app).strips())


async def test_m_shows_only_mine_and_the_filter_looks_at_customer_and_name(ana: Member, li: Member, deal: Deal) -> None:
    theirs = deals.add(li, customers.add(ana, "华星科技"), "年度采购")
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        assert board_of(app).count == 2
        await press(pilot, "m")
        assert (board_of(app).count, board_of(app).key) == (1, deal.id)
        await press(pilot, "m", "/", *typed("华星"), "enter")
        assert (board_of(app).count, board_of(app).key) == (1, theirs.id)
        await press(pilot, "escape")
        assert board_of(app).count == 2


async def test_a_deal_closed_long_ago_is_found_from_elsewhere(ana: Member, li: Member, acme: Customer) -> None:
    with clock(datetime(2026, 2, 2, 9, tzinfo=UTC)):
        old = deals.win(ana, deals.add(li, acme, "Old", amount=K))
    app = app_of(li)
    async with app.run_test(size=WIDE) as pilot:
        assert board_of(app).count == 0
        app.open(Ref("deal", old.id))
        await pilot.pause()
        await pilot.pause()
        assert board_of(app).key == old.id


async def test_a_click_selects_a_card_and_another_one_opens_it(ana: Member, deal: Deal, late: Deal) -> None:
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.click(Board, offset=(64, 6))
        assert board_of(app).key == late.id
        await pilot.click(Board, offset=(64, 6))
        await pilot.pause()
        assert pair_of(app).detail.has_focus


async def test_a_lane_scrolls_and_says_how_many_are_below(ana: Member, acme: Customer) -> None:
    made = [deals.add(ana, acme, f"Deal {n:02}", amount=K) for n in range(20)]
    app = app_of(ana)
    async with app.run_test(size=(100, 24)) as pilot:
        assert "↓" in drawn(board_of(app)) and "Deal 19" not in drawn(board_of(app))
        await press(pilot, "G")
        assert board_of(app).key == made[-1].id
        assert "Deal 19" in drawn(board_of(app)) and "↓" not in drawn(board_of(app))
        await press(pilot, "pageup")
        assert board_of(app).key != made[-1].id


async def test_every_line_of_the_board_is_as_wide_as_the_board(hostile: Member) -> None:
    app = app_of(hostile)
    async with app.run_test(size=WIDE):
        board = board_of(app)
        assert {strip.cell_length for strip in board.strips()} == {board.size.width}
        assert "\x1b" not in app.export_screenshot()


async def test_a_key_asks_a_constant_number_of_questions(demo: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    from store.database import database

    app = app_of(demo)
    async with app.run_test(size=WIDE) as pilot:
        asked: list[str] = []
        execute = type(database).execute_sql

        def watched(self: Any, sql: str, params: Any = None) -> Any:
            asked.append(sql)
            return execute(self, sql, params)

        monkeypatch.setattr(type(database), "execute_sql", watched)
        screen_of(app).refill()
        assert len(asked) <= 22, asked
        asked.clear()
        await press(pilot, "j")
        assert [sql for sql in asked if "FROM deal" in sql] == [], "a cursor key asks nothing"


# Forecast


async def test_the_strip_tells_won_commit_weighted_best_and_what_stands_apart(
    ana: Member, deal: Deal, late: Deal, acme: Customer
) -> None:
    deals.win(ana, deals.add(ana, acme, "Won", amount=5 * K))
    deals.add(ana, acme, "Undated", amount=K)
    app = app_of(ana)
    async with app.run_test(size=NARROW):
        strip = screen_of(app).query_one(OutlookStrip)
        lines = [line.text.split() for line in strip.strips()]
        assert " ".join(lines[1]) == "Nov 2026 5 k 5 k 4.8 k 53 k – –"
        assert lines[2][:2] == ["Q4", "2026"]
        assert str(strip.border_title) == "Forecast · ✕ 1 past date 10 k · 1 without a date 1 k"


async def test_too_few_closed_deals_are_said_to_be_too_few(ana: Member, deal: Deal) -> None:
    app = app_of(ana)
    async with app.run_test(size=WIDE):
        text = "\n".join(line.text for line in screen_of(app).query_one(OutlookStrip).strips())
        assert "win rate: not enough data" in text and "cycle: not enough data" in text


def test_the_bar_of_a_forecast_marks_the_target_and_never_grows_too_wide() -> None:
    found = deals.Forecast(DAY, DAY, 50, 1, 30, deals.Heap(3, 100, 60), deals.Heap(), deals.Heap())
    cells = stacked(found, 300, 20)
    assert len(cells) == 20 and cells[-1] == ("┃", "bold")
    assert [tone for _text, tone in cells[:10]] == ["good"] * 3 + ["accent"] * 2 + ["muted"] * 5
    empty = deals.Forecast(DAY, DAY, 0, 0, 0, deals.Heap(), deals.Heap(), deals.Heap())
    assert stacked(empty, 0, 20) == []


# Plain commands


Run = Callable[..., Result]


@pytest.fixture
def huddle(tmp_path: Path, ana: Member) -> Run:
    """Runs a plain command as the lead on the file of the test."""

    def run(*words: str) -> Result:
        return CliRunner().invoke(main, ["--db", str(tmp_path / "team.db"), "--as", "ana", *words])

    return run


def test_deals_lists_the_open_ones_with_what_is_wrong(huddle: Run, ana: Member, deal: Deal, late: Deal) -> None:
    deals.lose(ana, deals.add(ana, customers.add(ana, "Beta"), "Gone"), LostReason.PRICE, "too dear")
    found = huddle("deals")
    assert found.exit_code == 0
    first, second = found.output.splitlines()
    assert "Sensors" in first and "€ 48,000" in first and "no next step" in first
    assert "Pumps" in second and "4 d past date" in second
    assert "price: too dear" in huddle("deals", "--stage", "lost").output
    found = json.loads(huddle("deals", "--json", "--stage", "negotiation").output)
    assert [(one["name"], one["amount"], one["flags"]) for one in found] == [
        ("Pumps", 10 * K, ["past_date", "no_next_step"])
    ]


def test_an_unknown_stage_is_refused_and_the_stages_are_named(huddle: Run) -> None:
    found = huddle("deals", "--stage", "pilot")
    assert found.exit_code == 2
    assert found.output == (
        "There is no stage pilot. The stages are: First contact, Needs confirmed, Proposal, Negotiation, Won, Lost.\n"
    )


def test_forecast_says_what_a_period_brings(huddle: Run, ana: Member, deal: Deal, late: Deal) -> None:
    found = huddle("forecast", "month")
    assert found.exit_code == 0
    words = dict(line.split("  ", 1) for line in found.output.splitlines())
    assert words["Best"].split() == ["€", "48,000"]
    assert words["Past their date"].split() == ["€", "10,000", "1", "deal"]
    assert "not enough data of 0 closed" in words["Win rate"]
    data = json.loads(huddle("forecast", "2026-Q4", "--json").output)
    assert (data["first"], data["last"], data["weighted"], data["past_date"]["count"], data["coverage"]) == (
        *("2026-10-01", "2026-12-31", 4_800_00, 1),
        None,
    )


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ([], "2026-10-01", "2026-12-31"),
        (["month"], "2026-11-01", "2026-11-30"),
        (["next", "month"], "2026-12-01", "2026-12-31"),
        (["last", "quarter"], "2026-07-01", "2026-09-30"),
        (["2027"], "2027-01-01", "2027-12-31"),
        (["2027-2"], "2027-02-01", "2027-02-28"),
        (["2026-q1"], "2026-01-01", "2026-03-31"),
        (["下季度"], "2027-01-01", "2027-03-31"),
        (["2026年第一季度"], "2026-01-01", "2026-03-31"),
    ],
)
def test_a_period_is_read_as_people_write_it(huddle: Run, words: list[str], first: str, last: str) -> None:
    data = json.loads(huddle("forecast", *words, "--json").output)
    assert (data["first"], data["last"]) == (first, last)


@pytest.mark.parametrize("words", [["soon"], ["2026-13"], ["2026-Q5"], ["next"], ["some", "month"]])
def test_what_is_no_period_is_refused(huddle: Run, words: list[str]) -> None:
    found = huddle("forecast", *words)
    assert found.exit_code == 2 and "is no period" in found.output


# Bookings and payments


@pytest.mark.parametrize("size", SIZES, ids=by_size)
async def test_b_books_in_the_deal_and_the_detail_sums_12_months(
    ana: Member, acme: Customer, deal: Deal, size: tuple[int, int]
) -> None:
    deals.book(ana, acme, 9 * K, DAY - timedelta(days=400), deal=deal)
    app = app_of(ana)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "b", *typed("12k"), "tab", *typed("First half"), "ctrl+s")
        assert said(app) == "Booked € 12,000 · u undo"
        made = deals.bookings(deal=deal.id)[0]
        assert (made.kind, made.day, made.amount, made.note) == (BookingKind.BOOKING, DAY, 12 * K, "First half")
        assert [one.deal for one in deals.bookings(customer=acme.id)] == ["Sensors", "Sensors"]
        await press(pilot, "enter")
        assert "First half · Ana" in told(app)
        rights = [line.right[0] for line in screen_of(app).query_one("Detail").lines]
        assert [text for text in rights if "€" in text] == ["€ 12,000 in 12 months", "€ 12,000", "€ 9,000"]


async def test_a_payment_is_no_revenue(ana: Member, deal: Deal) -> None:
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "b", *typed("500"), "up", "up", "p", "ctrl+s")
        assert said(app) == "Paid € 500 · u undo"
        assert [one.kind for one in deals.bookings(deal=deal.id)] == [BookingKind.PAYMENT]
        assert deals.revenue(DAY, DAY) == 0
        await press(pilot, "u")
        assert deals.bookings(deal=deal.id) == []


async def test_a_booking_of_nothing_or_of_tomorrow_is_refused_beside_its_field(ana: Member, deal: Deal) -> None:
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "b", "ctrl+s")
        assert captions(app) == ["this can't be left empty"]
        await press(pilot, "0", "up", *typed("+1d"), "ctrl+s")
        assert captions(app) == ["That day has not come yet.", "Say how much it is."]
        await press(pilot, "down", "up", *typed("today"), "down", *typed("-5"), "ctrl+s")
        assert captions(app) == ["An amount is not negative."]
        assert deals.bookings(deal=deal.id) == []


async def test_bookings_are_listed_and_a_wrong_one_is_removed(ana: Member, deal: Deal) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "B", "x")
        assert isinstance(app.screen, Bookings)
        assert app.screen.query_one(Status).text == "Nothing is booked yet; n adds a booking or a payment."
        await press(pilot, "n", *typed("700"), "ctrl+s")
        assert [strip.text.split() for strip in app.screen.rows.strips()[:2]] == [
            ["€", "700", "in", "12", "months"],
            ["▌", "today", "booked", "Ana", "€", "700"],
        ]
        await press(pilot, "x", "n")
        assert len(deals.bookings(deal=deal.id)) == 1
        await press(pilot, "x", "y")
        assert deals.bookings(deal=deal.id) == []
        await press(pilot, "u")
        assert len(deals.bookings(deal=deal.id)) == 1
        await press(pilot, "q")
        assert app.screen is screen_of(app)


async def test_what_winning_booked_is_not_removed_by_hand(ana: Member, deal: Deal) -> None:
    deals.win(ana, deal)
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "B", "x", "y")
        assert app.screen.query_one(Status).text == "This is a deal's revenue; open the deal again instead."
        assert len(deals.bookings(deal=deal.id)) == 1


async def test_a_rep_books_nothing_in_a_colleagues_deal(li: Member, deal: Deal) -> None:
    app = app_of(li)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "m", "b")
        assert said(app) == "This belongs to a colleague; its owner or the lead may change it."
        await press(pilot, "B", "n")
        assert isinstance(app.screen, Bookings)
        assert app.screen.query_one(Status).text == said(app)


# Every word


async def test_every_word_goes_through_the_catalogue(ana: Member, deal: Deal, late: Deal) -> None:
    i18n.use("xx-brackets")
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        text = drawn(board_of(app))
        assert "⟦Proposal⟧" in text
        await press(pilot, "enter")
        assert all(word in told(app) for word in ("⟦Amount⟧", "⟦Stages⟧", "⟦No follow-up is planned.⟧"))


# Pictures

SnapCompare = Callable[..., bool]


@pytest.mark.parametrize("size", SIZES, ids=by_size)
def test_looks_filled(demo: Member, snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(demo), terminal_size=size)


@pytest.mark.parametrize("size", SIZES, ids=by_size)
def test_looks_opened(demo: Member, snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(demo), terminal_size=size, press=["j", "enter"])


def test_looks_as_a_list(demo: Member, snap_compare: SnapCompare) -> None:
    async def settle(pilot: Pilot[None]) -> None:
        await pilot.press("v", "j")
        await pilot.pause(0.3)

    assert snap_compare(app_of(demo), terminal_size=WIDE, run_before=settle)


@pytest.mark.parametrize("size", SIZES, ids=by_size)
def test_looks_empty(ana: Member, snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(ana), terminal_size=size)


@pytest.mark.parametrize("size", SIZES, ids=by_size)
def test_looks_with_a_form_in_error(demo: Member, snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    keys = ["n", "tab", *typed("Valves"), "tab", *typed("-3"), "ctrl+s"]
    assert snap_compare(app_of(demo), terminal_size=size, press=keys)


@pytest.mark.parametrize("size", SIZES, ids=by_size)
def test_looks_losing(demo: Member, snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(demo), terminal_size=size, press=["d", "tab", "o", "ctrl+s"])


@pytest.mark.parametrize("size", SIZES, ids=by_size)
def test_looks_hostile(hostile: Member, snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(hostile), terminal_size=size)


async def test_a_rep_is_told_at_the_key_that_a_colleagues_customer_is_not_theirs_to_book(
    ana: Member, li: Member, acme: Customer
) -> None:
    deals.add(ana, acme, "Of nobody", owner=None)
    app = app_of(li)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "m", "b")
        assert said(app) == "This belongs to a colleague; its owner or the lead may change it."
        await press(pilot, "B", "n")
        assert not isinstance(app.screen, Form)


async def test_an_open_deal_with_a_typed_booking_says_what_to_remove_first(ana: Member, deal: Deal) -> None:
    deals.book(ana, Customer.load(deal.customer_id), 5 * K, deal=deal)
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "x", "y")
        assert said(app) == "Bookings were typed in for this deal; remove those before the deal."
