"""Signals by their keys on the Risks screen: seen, understood, decided, asked anew; and the views of the register."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from pilots import press, rows_of, typed
from textual.pilot import Pilot

from store import actions, changes, customers, deals, followups, meetings, risks, signals, topics
from store.access import Role
from store.calendar import clock
from store.customers import Customer, ValueClass
from store.followups import Kind
from store.risks import RatingKind, Response, Risk
from store.signals import Rule, Signal, Status
from store.team import Member, add_member
from store.today import badges
from tui import i18n, newday
from tui.app import HuddleApp
from tui.cli import main
from tui.screens.risks import Risks, chart
from tui.screens.risks.deciding import Decide
from tui.screens.risks.views import View
from tui.widgets.heatmap import HeatMap
from tui.widgets.status import Status as StatusRow

DAY = date(2026, 11, 23)
K = 1_000_00
NARROW, WIDE = (80, 24), (120, 40)
SIZES = [NARROW, WIDE]


def app_of(member: Member, start: str = "risks") -> HuddleApp:
    return HuddleApp(member, start=start)


def said(app: HuddleApp) -> str:
    return next(screen for screen in app.screen_stack if isinstance(screen, Risks)).query_one(StatusRow).text


def told(app: HuddleApp) -> str:
    detail = app.screen.query_one("Detail")
    return "\n".join(" ".join((line.label, *(text for text, _tone in line.spans))).strip() for line in detail.lines)


def shown(app: HuddleApp) -> str:
    return "\n".join(strip.text for strip in rows_of(app).strips())


def captions(app: HuddleApp) -> list[str]:
    return [caption.error for caption in app.screen.query("Caption") if getattr(caption, "error", "")]


async def rest(pilot: Pilot[None]) -> None:
    await pilot.pause(0.3)


@pytest.fixture
def northwind(ana: Member, li: Member) -> Customer:
    """An A customer of Li's that nobody talked to for a hundred days."""
    with clock(datetime(2026, 8, 15, 9, tzinfo=UTC)):
        return customers.add(ana, "Northwind", owner=li, value_class=ValueClass.A)


@pytest.fixture
def deal(li: Member, northwind: Customer) -> deals.Deal:
    """Its close was moved twice; a call is planned, so that nothing else is wrong."""
    made = deals.add(li, northwind, "Sensors", amount=5 * K, expected_close_on=DAY)
    for days in (5, 10):
        deals.edit(li, made, expected_close_on=DAY + timedelta(days=days))
    followups.add(li, DAY + timedelta(days=3), subject="Sensors", customer=northwind, owner=li, deal=made)
    return made


@pytest.fixture
def signal(deal: deals.Deal) -> Signal:
    """The one signal."""
    signals.evaluate(DAY)
    found: Signal = Signal.get()
    return found


# Seen and understood


@pytest.mark.parametrize("size", SIZES)
async def test_a_signal_stands_on_top_with_its_figure_and_enter_opens_what_it_is_about(
    ana: Member, signal: Signal, size: tuple[int, int]
) -> None:
    risks.add(ana, "Price war", probability=5, impact=5)
    app = app_of(ana)
    async with app.run_test(size=size) as pilot:
        await rest(pilot)
        lines = shown(app).splitlines()
        assert "Signals, waiting for a decision · 1" in lines[0]
        assert all(word in lines[1] for word in ("▲", "slipped", "Northwind · Sensors", "2", "new")), lines[1]
        if size == WIDE:
            assert all(
                words in told(app) for words in ("close moved later 2 times", "€ 5,000", "1 open deal", "from 3")
            )
        await press(pilot, "enter")
        if size == NARROW:  # its card first, which has no room beside the list
            await rest(pilot)
            assert "€ 5,000" in told(app) and "goes to Northwind · Sensors" in told(app)
            await press(pilot, "enter")
        await pilot.pause(0.2)
        assert type(app.screen).__name__ == "Deals"


async def test_the_rules_say_why_nothing_fires(ana: Member, signal: Signal) -> None:
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "v", "v", "v")
        assert app.screen.view is View.SIGNALS
        text = shown(app)
        for words in ("Largest customer", "not enough data", "Slipped dates", "2 · bound 2", "1 of 1"):
            assert words in text, words
        while rows_of(app).key != ("rule", Rule.CONCENTRATION.value):
            await press(pilot, "j")
        await rest(pilot)
        assert "20 buying customers are needed" in told(app)
        assert "from 20 buying customers on" in told(app)
        await press(pilot, "q")
        assert app.screen.view is View.REGISTER


async def test_rules_that_were_never_asked_are_asked_by_shift_r(ana: Member, deal: deals.Deal) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "v", "v", "v")
        assert "not asked yet: R asks it now" in shown(app)
        await press(pilot, "R")
        assert said(app) == "Asked · 1 signal waits"
        assert "Northwind · Sensors" in shown(app)
        await press(pilot, "R")
        assert said(app) == "Nothing has changed · 1 signal waits"


async def test_more_than_five_stand_in_their_own_view(ana: Member, li: Member, northwind: Customer) -> None:
    for number in range(7):
        made = deals.add(li, northwind, f"D{number}", amount=K, expected_close_on=DAY)
        for days in (5, 10):
            deals.edit(li, made, expected_close_on=DAY + timedelta(days=days))
    followups.add(li, DAY, subject="Call", customer=northwind, owner=li)
    signals.evaluate(DAY)
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        assert rows_of(app).count == 5
        assert "waiting for a decision · 7" in shown(app)
        await press(pilot, "v", "v", "v")
        assert rows_of(app).count == 7 + len(Rule)


async def test_the_filter_and_mine_narrow_signals_too(ana: Member, li: Member, signal: Signal) -> None:
    risks.add(ana, "Price war", probability=5, impact=5)
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "slash", *typed("sensors"), "enter")
        assert rows_of(app).count == 1
        await press(pilot, "escape", "m")
        assert "slipped" not in shown(app), "it is about Li's deal"
    app = app_of(li)
    async with app.run_test(size=NARROW):
        assert "slipped" in shown(app)


# Decided


async def test_a_makes_a_risk_filled_in_from_the_signal(ana: Member, signal: Signal) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "a")
        form = app.screen
        assert isinstance(form, Decide)
        assert form.row("title").raw() == "Northwind · Sensors never closes"
        assert form.row("money").raw() == "5000"
        await press(pilot, *["tab"] * 7, "4", "tab", "3", "ctrl+s")
        assert said(app) == "In the register, linked to its signal · u undo"
        assert "slipped" not in shown(app)
        (number,) = risks.register(None)[risks.Shelf.HIGH]
        found = risks.detail(number)
        assert (found.row.owner, found.about, found.row.money, found.cause) == (
            *("Li", signal.subject, 5 * K, "close moved later 2 times"),
        )
        await press(pilot, "u")
        assert "slipped" in shown(app)
    assert risks.by_title("never") == []


@pytest.mark.parametrize("typed_in", ["0", "6", "2.5"])
async def test_a_probability_that_is_no_grade_is_refused_beside_its_field(
    ana: Member, signal: Signal, typed_in: str
) -> None:
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "a", *["tab"] * 7, *typed_in.replace(".", "!").split("!")[0])
        if "." in typed_in:
            await press(pilot, "full_stop", "5")
        await press(pilot, "tab", "3", "ctrl+s")
        assert captions(app) == ["Rate it from 1 to 5."]
        await press(pilot, "escape", "y")
        await press(pilot, "n", *typed("Fire"), *["tab"] * 8, "6", "tab", "3", "ctrl+s")
        assert captions(app) == ["Rate it from 1 to 5."], "nor by n"
    assert Signal.load(signal.id).status is Status.NEW


async def test_l_links_it_to_a_risk_that_is_there_and_its_card_shows_it(ana: Member, signal: Signal) -> None:
    risk = risks.add(ana, "Sensors slip", probability=2, impact=2)
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "a", "l", "ctrl+s")
        assert captions(app) == ["this can't be left empty"]
        await press(pilot, *typed("slip"), "enter", "ctrl+s")
        assert said(app) == "Linked · u undo"
        await rest(pilot)
        assert rows_of(app).key == risk.id
        assert "Signals" in told(app) and "Northwind · Sensors" in told(app)
    assert Signal.load(signal.id).risk_id == risk.id


async def test_x_dismisses_it_with_a_reason_and_until_a_day(ana: Member, signal: Signal) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "x", "ctrl+s")
        assert captions(app) == ["Say why nothing is to be done."]
        await press(pilot, *typed("they call us"), "tab", *typed("yesterday"), "ctrl+s")
        assert captions(app) == ["That day is over; choose today or later."]
        await press(pilot, *["backspace"] * 9, *typed("30 nov"), "ctrl+s")
        assert said(app) == "Dismissed · u undo"
        await press(pilot, "v", "v", "v")
        assert "to Mon 30" in shown(app)
    found = Signal.load(signal.id)
    assert (found.status, found.quiet_until, found.why) == (Status.DISMISSED, date(2026, 11, 30), "they call us")


async def test_what_only_a_risk_can_is_greyed_on_a_signal_and_says_so(ana: Member, signal: Signal) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        for key in ("space", "r", "s", "o", "e", "H"):
            await press(pilot, key)
            assert said(app) == "Still a signal: a makes a risk of it, links it to one, or dismisses it.", key


async def test_c_notes_something_about_a_signal_and_u_takes_it_back(li: Member, signal: Signal) -> None:
    app = app_of(li)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "m") if not rows_of(app).count else None
        await press(pilot, "c", *typed("called twice"), "ctrl+s")
        await rest(pilot)
        assert "called twice" in told(app) and "Noted" in said(app)
        await press(pilot, "u")
        await rest(pilot)
        assert "called twice" not in told(app)


async def test_only_the_lead_decides_and_a_rep_is_told_so(li: Member, signal: Signal) -> None:
    app = app_of(li)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "a")
        assert said(app) == "Only the lead may change this."
    assert Signal.load(signal.id).status is Status.NEW


async def test_i_raises_a_topic_about_the_signal_that_leads_back_to_it(ana: Member, signal: Signal) -> None:
    series = meetings.set_up(ana, "Weekly", weekday=0)
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "i", *typed("why"), "ctrl+s")
        (topic,) = topics.waiting(series.id)
        assert (topic.title, topic.origin) == ("why", signal.ref)
        await press(pilot, "v")
        app.open(signal.ref)
        await pilot.pause(0.2)
        assert rows_of(app).key == ("signal", signal.id)


async def test_a_signal_that_was_cleared_meanwhile_is_found_among_the_signals(ana: Member, signal: Signal) -> None:
    deals.lose(ana, deals.Deal.load(signal.subject.id), deals.LostReason.PRICE)
    for days in (1, 2):
        signals.evaluate(DAY + timedelta(days=days))
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        app.open(signal.ref)
        await pilot.pause(0.2)
        assert rows_of(app).key == ("signal", signal.id)
        await press(pilot, "a")
        assert said(app) == "This signal is cleared: its figure is good again."


# Once a day


async def test_the_first_program_of_the_day_asks_the_rules_after_its_first_paint(ana: Member, deal: deals.Deal) -> None:
    app = HuddleApp(ana, start="risks", daily=newday.begin, badges=badges)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        assert "Northwind · Sensors" in shown(app)
        assert app.badges["risks"] == 1
        await press(pilot, "u")
        assert said(app) != "" and signals.standing(Status.NEW), "u takes nothing of Huddle's back"


async def test_a_large_team_is_asked_beside_the_screen(
    ana: Member, deal: deals.Deal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(newday, "BESIDE_FROM", 0)
    app = HuddleApp(ana, start="risks", daily=newday.begin)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "Northwind · Sensors" in shown(app)
    assert not signals.due(DAY)


async def test_the_turn_of_the_day_asks_them_while_the_program_is_open(ana: Member, deal: deals.Deal) -> None:
    app = HuddleApp(ana, start="risks", daily=newday.begin)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        with clock(datetime(2026, 11, 23, 23, 5, tzinfo=UTC)):  # 00:05 in Madrid
            app.look()
            await pilot.pause()
            assert not signals.due(DAY + timedelta(days=1))


# The views of the register


async def test_v_goes_from_the_register_to_the_reviews_and_to_what_is_to_mend(ana: Member) -> None:
    risks.add(ana, "Not rated yet")
    late = risks.add(ana, "Late", probability=3, impact=3)
    risks.respond(ana, late, Response.PREVENT, plan="something")
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "v")
        assert [word in shown(app) for word in ("Within 7 days · 1", "Later · 1")] == [True, True]
        await press(pilot, "v")
        lines = shown(app).splitlines()
        assert "Not rated yet." in lines[0] and "r rate" in lines[0]
        assert "A plan without a date." in lines[1] and "a respond" in lines[1]
        await press(pilot, "r", "2", "2", "enter")
        assert rows_of(app).count == 1
        await press(pilot, "a", "tab", "tab", *typed("15 dec"), "ctrl+s")
        assert "Nothing is wrong in the register." in shown(app)
        await press(pilot, "v", "v")
        assert app.screen.view is View.REGISTER


async def test_shift_v_shows_the_map_after_the_responses(ana: Member) -> None:
    war = risks.add(ana, "Price war", probability=4, impact=3)
    risks.rate(ana, war, 1, 2, kind=RatingKind.RESIDUAL)
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "V")
        heat_map = app.screen.query_one(HeatMap)
        assert heat_map.has_focus
        assert heat_map.cells == {(1, 2): [war.id]}
        await press(pilot, "V")
        assert heat_map.cells == {(4, 3): [war.id]}


async def test_enter_on_a_cell_with_several_lists_them_and_back_lists_all(ana: Member) -> None:
    two = [risks.add(ana, f"R{number}", probability=4, impact=3) for number in range(2)]
    risks.add(ana, "Elsewhere", probability=1, impact=1)
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "tab", "enter")
        assert rows_of(app).has_focus
        assert rows_of(app).count == len(two)
        assert "4 × 3 · likely × noticeable" in shown(app)
        await press(pilot, "q")
        assert rows_of(app).count == 3


async def test_shift_h_makes_it_a_fact_and_a_topic_and_shows_what_to_do_now(ana: Member) -> None:
    series = meetings.set_up(ana, "Weekly", weekday=0)
    risk = risks.add(ana, "Price war", probability=4, impact=3, contingency="Two years at a fixed price")
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "H")
        assert said(app) == "Happened · topic raised · Two years at a fixed price · u undo"
        await rest(pilot)
        assert "It happened: what we do now\nTwo years at a fixed price" in told(app)
        assert [topic.origin for topic in topics.waiting(series.id)] == [risk.ref]
        await press(pilot, "H")
        assert said(app) == "This risk is over; a opens it again."
        await press(pilot, "u")
        assert topics.waiting(series.id) == []


async def test_the_plan_of_a_response_becomes_action_items_whose_progress_is_shown(ana: Member, li: Member) -> None:
    risk = risks.add(ana, "Price war", probability=4, impact=3)
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "a", "p", "tab", *typed("compare"), "tab", *typed("15 dec"), "tab")
        await press(pilot, *typed("list of standstills "), "at", *typed("nobody"), "ctrl+s")
        assert captions(app) == ["Nobody here is called nobody."]
        await press(pilot, *["backspace"] * 6, *typed("li"), "enter", *typed("talk to the largest"), "ctrl+s")
        found = actions.of_origin(risk.ref)
        assert [(item.title, item.owner) for item in found] == [
            ("list of standstills", "Li"),
            ("talk to the largest", "Ana"),
        ]
        actions.finish(li, actions.ActionItem.load(found[0].id))
        app.tell_changed()
        await rest(pilot)
        assert "━━━━━ ─────" in told(app)
        assert "list of standstills" in told(app)


async def test_the_inherent_rating_stands_beside_now_and_after(ana: Member) -> None:
    risk = risks.add(ana, "Price war", probability=3, impact=3)
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "r", "shift+tab", "left", "tab", "5", "5", "enter")
        assert (Risk.load(risk.id).inherent_probability, Risk.load(risk.id).probability) == (5, 3)
        await rest(pilot)
        assert "inherent  ✕ 25  →  now  ◆ 9  →  residual  –" in told(app)


# The chart


def rated(day: date, points: tuple[int, int], kind: RatingKind = RatingKind.NOW) -> risks.Rated:
    return risks.Rated(kind, *points, day, "Ana", "")


def test_a_week_has_the_score_that_held_at_its_end() -> None:
    ratings = [rated(DAY - timedelta(days=8), (5, 4)), rated(DAY - timedelta(days=20), (2, 3))]
    assert chart.by_week(ratings, DAY)[-4:] == [None, 6, 20, 20]
    assert len(chart.by_week(ratings, DAY)) == chart.FEWEST
    old = [*ratings, rated(DAY - timedelta(days=2_000), (1, 1))]
    assert len(chart.by_week(old, DAY)) == chart.MOST
    assert chart.by_week(old, DAY)[0] == 1
    assert chart.by_week([rated(DAY, (5, 5), RatingKind.RESIDUAL)], DAY) == []


def test_one_rating_is_no_trend_and_the_highest_score_fills_the_chart() -> None:
    assert chart.lines([rated(DAY, (5, 5))], DAY) == []
    drawn = chart.lines([rated(DAY, (5, 5)), rated(DAY - timedelta(days=30), (1, 1))], DAY)
    last = ["".join(text for text, _tone in line.spans)[-1] for line in drawn[1:4]]
    assert last == ["█", "█", "█"]


# The plain commands


@pytest.fixture
def path(tmp_path: Path, signal: Signal) -> str:
    """The file of the test's team."""
    return str(tmp_path / "team.db")


def run(path: str, *arguments: str) -> str:
    result = CliRunner().invoke(main, ["--db", path, "--as", "ana", *arguments])
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    return str(result.stdout)


def test_the_commands_say_what_the_screen_says(ana: Member, path: str) -> None:
    risk = risks.add(ana, "Price war [/b]\x1b[31m", probability=4, impact=3, money=12 * K)
    (line,) = run(path, "signals").splitlines()
    assert all(words in line for words in ("▲", "Northwind · Sensors", "Li", "close moved later 2 times")), line
    assert run(path, "signals", "--member", "ana") == ""
    assert run(path, "signals", "--member", "Li") == f"{line}\n"
    (found,) = json.loads(run(path, "signals", "--json"))
    assert (found["rule"], found["grade"], found["value"], found["owner"]) == ("slipped", "warn", 2000, "Li")
    assert "not enough data: 20 buying customers are needed" in run(path, "signals", "--rules")
    assert len(json.loads(run(path, "signals", "--rules", "--json"))) == len(Rule)
    (line,) = run(path, "risks").splitlines()
    assert "▲ 12" in line and "€ 12,000" in line and "\x1b" not in line
    assert run(path, "risks", "--member", "li") == ""
    (found,) = json.loads(run(path, "risks", "--json"))
    assert (found["id"], found["score"], found["level"], found["money"]) == (risk.id, 12, "high", 12 * K)
    risks.occur(ana, Risk.load(risk.id))
    assert run(path, "risks") == ""
    assert "occurred" in run(path, "risks", "--all")


def test_a_name_that_nobody_has_is_refused_in_one_sentence(path: str) -> None:
    for command in ("risks", "signals"):
        result = CliRunner().invoke(main, ["--db", path, "--as", "ana", command, "--member", "zoe"])
        assert result.exit_code == 2
        assert result.stderr == "Nobody is called zoe. The logins are: ana, li.\n"


def test_the_command_asks_the_rules_when_nobody_has_today(ana: Member, path: str) -> None:
    with clock(datetime(2026, 11, 24, 9, tzinfo=UTC)):
        assert signals.due(date(2026, 11, 24))
        run(path, "signals")
        assert not signals.due(date(2026, 11, 24))
    assert changes.last_change(ana) is None or changes.last_change(ana).kind != "signal"


# How it looks


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("reviews", ["v", "wait:300"]),
        ("mend", ["v", "v", "wait:300"]),
        ("signals", ["v", "v", "v", "j", "wait:300"]),
        ("deciding", ["a"]),
        ("refused", ["x", "ctrl+s"]),
    ],
)
def test_looks(snap_compare, demo: Member, size: tuple[int, int], name: str, keys: list[str]) -> None:
    assert snap_compare(app_of(demo), terminal_size=size, press=keys)


def test_looks_at_a_rule(snap_compare, demo: Member) -> None:
    assert snap_compare(app_of(demo), terminal_size=WIDE, press=["v", "v", "v", *["j"] * 13, "wait:300"])


@pytest.mark.parametrize("size", SIZES)
def test_looks_never_asked(snap_compare, ana: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(ana), terminal_size=size, press=["v", "v", "v", "wait:300"])


@pytest.mark.parametrize("size", SIZES)
def test_looks_hostile(snap_compare, hostile: Member, size: tuple[int, int]) -> None:
    signals.evaluate(DAY)
    assert snap_compare(app_of(hostile), terminal_size=size, press=["v", "v", "v", "wait:300"])


def test_looks_after_the_responses(snap_compare, demo: Member) -> None:
    assert snap_compare(app_of(demo), terminal_size=WIDE, press=["V", *["j"] * 6, "wait:300"])


async def test_every_word_of_the_signals_is_translated(ana: Member, signal: Signal) -> None:
    i18n.use(i18n.BRACKETS)
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "v", "v", "v")
        await rest(pilot)
        for word in ("Since", "Value", "Bound", "Out of", "How it is measured"):
            assert f"⟦{word}⟧" in told(app)
        assert "⟦close moved later" in told(app)
        for line in shown(app).splitlines():
            assert "⟦" in line or not line.strip(), line


async def test_a_viewer_sees_signals_and_decides_nothing(ana: Member, signal: Signal) -> None:
    vera = add_member(ana, "Vera", "vera", Role.VIEWER)
    app = app_of(vera)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "m", "a")
        assert "change nothing" in said(app)


def test_kinds_of_contact_are_needed_for_the_silence(northwind: Customer, li: Member) -> None:
    followups.log(li, Kind.CALL, followups.Outcome.CONNECTED, customer=northwind, subject="Terms")
    assert signals.evaluate(DAY) == 0


async def test_the_meeting_shows_how_a_signal_was_measured_and_enter_leads_to_it(ana: Member, signal: Signal) -> None:
    meetings.set_up(ana, "Weekly", weekday=0)
    app = app_of(ana, "meeting")
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        for _row in range(rows_of(app).count):
            if "signal" in str(rows_of(app).key):
                break
            await press(pilot, "j")
        await rest(pilot)
        assert "How it is measured" in told(app) and "close moved later 2 times" in told(app)
        await press(pilot, "enter")
        await pilot.pause(0.2)
        assert isinstance(app.screen, Risks)
        assert rows_of(app).key == ("signal", signal.id)
