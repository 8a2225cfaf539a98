"""Splitting, answering, handing over, acknowledging by keys; the burn-up; the plain command."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from pilots import press, rows_of, said, told, typed
from textual.widgets import Input

from store import goals, team
from store.database import database
from store.goals import Goal, PeriodKind, Shape, Status, Unit, next_period, period_of
from store.team import Member
from tui.app import HuddleApp
from tui.cli import main
from tui.screens.goals.card import goal_card
from tui.screens.goals.splitting import SplitForm
from tui.widgets.burnup import burn_up, scale_of
from tui.widgets.form import Form

DAY = date(2026, 11, 23)
QUARTER = period_of(DAY, PeriodKind.QUARTER)
NEXT = next_period(QUARTER)
SMALL, LARGE = (80, 24), (120, 40)
EUROS = 100
TOLD: dict[str, Any] = {"why": "It pays us.", "source": "the accounts", "unit": Unit.MONEY}
both = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])


def app_of(member: Member) -> HuddleApp:
    return HuddleApp(member, start="goals")


def form_of(app: HuddleApp) -> Form[Any]:
    assert isinstance(app.screen, Form)
    return app.screen


def errors(app: HuddleApp) -> dict[str, str]:
    return {row.field.name: row.caption.error for row in form_of(app).rows if row.caption.error}


@pytest.fixture
def whole(ana: Member) -> Goal:
    """The team's € 100,000 of the next quarter, a draft."""
    given = {"period": NEXT, "target": 100_000 * EUROS, "status": Status.DRAFT, **TOLD}
    return goals.add(ana, "Revenue of the quarter", owner=None, **given)


@pytest.fixture
def part(ana: Member, li: Member, whole: Goal) -> Goal:
    """Of it € 60,000, proposed to Li."""
    return goals.split(ana, whole, {(li.id, None): 60_000 * EUROS})[0]


# Splitting


async def test_a_split_is_seen_before_it_is_written_and_sums_exactly(
    ana: Member, li: Member, wang: Member, whole: Goal
) -> None:
    app = app_of(ana)
    async with app.run_test(size=LARGE) as pilot:
        await press(pilot, "S")
        form = form_of(app)
        assert isinstance(form, SplitForm)
        shares = {row.field.label: row.raw() for row in form.rows[1:]}
        assert shares == {"Ana": "33400", "Li": "33300", "王芳": "33300"}
        assert _about(form) == "€ 100,000 of € 100,000 allocated: it sums up exactly"
        await press(pilot, "tab", "tab", *typed("25k"))
        assert _about(form) == "€ 91,700 of € 100,000 allocated, € 8,300 unallocated"
        await press(pilot, "tab", *typed("a lot"), "ctrl+s")
        assert set(errors(app)) == {f"part-{wang.id}-0"}
        assert Goal.select().where(Goal.parent == whole.id).count() == 0
        await press(pilot, "up", "up", "up", "left", "right")  # another rule and back fills all in again
        assert _about(form) == "€ 100,000 of € 100,000 allocated: it sums up exactly"
        await press(pilot, "ctrl+s")
        assert said(app) == "3 parts proposed · u undo"
        assert rows_of(app).count == 4
        await press(pilot, "u")
        assert rows_of(app).count == 1


def _about(form: SplitForm) -> str:
    from tui.widgets.form import About

    return form.query_one(About).text.splitlines()[0]


async def test_a_goal_is_split_over_groups_or_people(ana: Member, li: Member, whole: Goal) -> None:
    team.add_group(ana, "China", [li.id])
    app = app_of(ana)
    async with app.run_test(size=LARGE) as pilot:
        await press(pilot, "S")
        form = form_of(app)
        shown = [row.field.label for row in form.rows if row.display]
        assert shown == ["Over", "Divided", "China"]
        await press(pilot, "left")
        assert [row.field.label for row in form.rows if row.display] == ["Over", "Divided", "Ana", "Li"]
        await press(pilot, "tab", "right", "right", "tab", "tab")
        assert isinstance(app.focused, Input) and app.focused.value == "50000", "by hand keeps what stands there"
        await press(pilot, *typed("70k"), "ctrl+s")
        assert said(app) == "2 parts proposed · u undo"
    assert sorted(g.target for g in Goal.select().where(Goal.parent == whole.id)) == [50_000 * EUROS, 70_000 * EUROS]


async def test_what_cant_be_split_or_handed_over_is_greyed_and_says_why(ana: Member, li: Member, part: Goal) -> None:
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "o")
        assert said(app) == "Only a member's goal that runs is handed over; e changes whose it is."
        await press(pilot, "w")
        assert said(app) == "No check-in of anybody else waits here."
        await press(pilot, "j", "S")
        assert said(app) == "The team's or a group's open goal can be split."
    app = app_of(li)
    async with app.run_test(size=SMALL) as pilot:
        for key in ("S", "o", "w"):
            await press(pilot, key)
            assert said(app) == "Only the lead may do that."


# Answering


async def test_its_owner_answers_with_another_figure_and_the_lead_takes_it(ana: Member, li: Member, part: Goal) -> None:
    app = app_of(li)
    async with app.run_test(size=LARGE) as pilot:
        await press(pilot, "j", "a")
        assert "€ 60,000 is proposed to you." in form_of(app).about
        await press(pilot, "right", "tab", *typed("50k"), "ctrl+s")
        assert errors(app) == {"why": "Say why it should be another figure."}
        await press(pilot, *typed("Two slip into April"), "ctrl+s")
        assert said(app) == "Answered · u undo"
        await press(pilot, "a")
        assert said(app) == "It waits for the lead to accept it."
    app = app_of(ana)
    async with app.run_test(size=LARGE) as pilot:
        await press(pilot, "j", "a")
        assert "Li says: Two slip into April" in form_of(app).about
        await press(pilot, "ctrl+s")
        assert said(app) == "It is active now · u undo"
    found = Goal.load(part.id)
    assert (found.status, found.target) == (Status.ACTIVE, 50_000 * EUROS)


async def test_its_owner_accepts_with_one_key_and_saving(ana: Member, li: Member, part: Goal) -> None:
    app = app_of(li)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "j", "a", "ctrl+s")
        assert said(app) == "Accepted · the lead activates it · u undo"
        assert rows_of(app).row.answer is goals.Answer.ACCEPTED
        await press(pilot, "u")
        assert rows_of(app).row.answer is None


async def test_another_member_is_told_for_whom_it_waits(ana: Member, wang: Member, part: Goal) -> None:
    app = app_of(wang)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "j", "a")
        assert said(app) == "It waits for Li to answer."


# Handing over, acknowledging, the gap


@pytest.fixture
def running(ana: Member, li: Member) -> Goal:
    """Li's € 60,000 of the quarter that runs."""
    return goals.add(ana, "Own revenue", owner=li, period=QUARTER, target=60_000 * EUROS, **TOLD)


async def test_a_goal_is_handed_over_and_the_cursor_goes_with_it(
    ana: Member, li: Member, wang: Member, running: Goal
) -> None:
    goals.check_in(li, running, 22_000 * EUROS)
    app = app_of(ana)
    async with app.run_test(size=LARGE) as pilot:
        await press(pilot, "w")
        assert said(app) == "Acknowledged · u undo"
        await press(pilot, "o")
        assert "€ 22,000 stay with Li; the successor's goal begins today with € 38,000." in form_of(app).about
        form_of(app).row("to").editor.value = wang.id  # type: ignore[attr-defined]  # a choice
        await press(pilot, "ctrl+s")
        assert said(app) == "Handed over · u undo"
        assert (rows_of(app).row.owner, rows_of(app).row.plan.target) == ("王芳", 38_000 * EUROS)
        await press(pilot, "u")
        assert rows_of(app).row.id == running.id


async def test_somebody_who_leaves_without_a_successor_has_a_share_of_the_target(
    ana: Member, li: Member, running: Goal
) -> None:
    team.leave(ana, li, date(2026, 12, 4))
    app = app_of(ana)
    async with app.run_test(size=LARGE) as pilot:
        await press(pilot, "o")
        assert form_of(app).row("to").field.options[-1][1] == "nobody: prorate to 47 of 66 working days"
        form_of(app).row("to").editor.value = 0  # type: ignore[attr-defined]  # a choice
        await press(pilot, "ctrl+s")
        assert said(app) == "Prorated · u undo"
    assert Goal.load(running.id).last_day == date(2026, 12, 4)


async def test_a_confidence_that_gainsays_the_figures_is_said_at_once(ana: Member, li: Member, running: Goal) -> None:
    app = app_of(li)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "space", *typed("10k"), "tab", "8", "ctrl+s")
        assert said(app) == "Checked in · ✕ off track · says 8, computed off track · u undo"


# The burn-up


def text(lines: list[Any]) -> list[str]:
    return ["".join(part for part, _tone in line) for line in lines]


def test_a_burn_up_shows_what_was_reached_the_line_the_target_and_today() -> None:
    plan, targets = [(0.0, 0.0), (1.0, 1.0)], [(0.0, 1.0)]
    found = text(burn_up([(0.0, 0.0), (0.5, 0.25)], plan, targets, 0.5, (14, 4), "good", [(1.0, "8 k"), (0.0, "0")]))
    assert found == [
        "8 k ┄┄┄┄┄┄┄▁─▔",
        "        ┊▁▔   ",
        "       ─▔     ",
        "0   ▁─▔▅▇     ",
    ]


def test_a_bend_of_the_line_and_of_the_target_is_seen() -> None:
    plan, targets = [(0.0, 0.0), (0.5, 0.25), (1.0, 1.0)], [(0.0, 0.5), (0.5, 1.0)]
    assert text(burn_up([], plan, targets, None, (10, 4), "good")) == [
        "     ┄┄┄─▔",
        "┄┄┄┄┄  ▔  ",
        "     ─▔   ",
        "▁▁─▔▔     ",
    ]


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (200, 1)])
def test_a_burn_up_fits_into_any_room(size: tuple[int, int]) -> None:
    rows = text(burn_up([(0.0, 2.0), (1.0, -1.0)], [(0.0, 0.0), (1.0, 1.0)], [(0.0, 1.0)], 1.5, size, "bad"))
    assert len(rows) == size[1]
    assert {len(row) for row in rows} == {size[0]}


def test_a_scale_holds_every_value_and_one_value_alone() -> None:
    assert [scale_of([5, 10, 0]).place(value) for value in (0, 5, 10, 99)] == [0, 0.5, 1, 1]
    assert scale_of([3, 3]).place(3) == 0


def test_the_values_of_the_last_weeks_stand_under_the_chart(ana: Member, running: Goal) -> None:
    goals.check_in(ana, running, 10_000 * EUROS, day=date(2026, 11, 11))
    goals.check_in(ana, running, 22_000 * EUROS)
    lines = goal_card(goals.detail(running.id, DAY), DAY, 1, 43)
    table = ["".join(part for part, _tone in line.spans).split() for line in lines]
    assert ["Until", "8", "Nov", "15", "Nov", "22", "Nov", "today"] in table
    assert ["Reached", "0", "10", "k", "22", "k", "22", "k"] not in table
    assert ["Reached", "0", "10", "k", "10", "k", "22", "k"] in table


def test_a_goal_that_has_not_begun_has_no_chart(ana: Member, whole: Goal) -> None:
    lines = goal_card(goals.detail(whole.id, DAY), DAY, 1)
    assert not [line for line in lines if line.spans and line.spans[0][0] == "Burn-up"]


# The plain command


@pytest.fixture
def run(ana: Member, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    path = str(database.database)

    def invoke(*arguments: str) -> str:
        done = CliRunner().invoke(main, ["--db", path, "--as", "ana", "goals", *arguments], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    return invoke


def test_huddle_goals_lists_the_tree_and_tells_all_as_json(
    ana: Member, li: Member, running: Goal, whole: Goal, part: Goal, run: Callable[..., str]
) -> None:
    goals.check_in(li, running, 10_000 * EUROS, confidence=8)
    lines = run().splitlines()
    assert "10 k / 60 k" in lines[0] and "✕ off track" in lines[0] and "says 8, computed off track" in lines[0]
    assert lines[2].startswith("  Revenue of the quarter") and "◇ proposed" in lines[2]
    found = json.loads(run("--json", "--member", "Li"))
    assert [one["id"] for one in found] == [running.id, part.id]
    assert (found[0]["current"], found[0]["target"], found[0]["state"]) == (10_000 * EUROS, 60_000 * EUROS, "off_track")
    assert found[0]["gap"] == "bold"
    assert found[0]["pace"] == pytest.approx(10 / 60 / (37 / 66), abs=0.001)


# How it looks


@both
def test_a_split_looks_right(snap_compare: Any, demo: Member, size: tuple[int, int]) -> None:
    # the next quarter's goal, over people: three have a part already, one is new
    assert snap_compare(app_of(demo), terminal_size=size, press=[*"j" * 18, "S", "left", "wait:100"])


@both
def test_what_is_asked_before_a_countered_goal_begins_looks_right(
    snap_compare: Any, demo: Member, size: tuple[int, int]
) -> None:
    assert snap_compare(app_of(demo), terminal_size=size, press=[*"j" * 21, "a", "wait:100"])


def test_an_answer_in_error_looks_right(snap_compare: Any, demo: Member) -> None:
    wang = next(member for member in team.members() if member.login == "marta")
    press_ = [*"j" * 20, "a", "right", "tab", *"90k", "ctrl+s", "wait:100"]
    assert snap_compare(app_of(wang), terminal_size=SMALL, press=press_)


@pytest.mark.parametrize("row", ["revised", "falling"])
def test_a_revised_and_a_falling_line_look_right(snap_compare: Any, ana: Member, li: Member, row: str) -> None:
    common: dict[str, Any] = {"period": QUARTER, "why": "They stay.", "source": "the list"}
    goal = goals.add(ana, "New customers of the quarter", owner=None, target=60_000, **common)
    for weeks, value in ((6, 6_000), (4, 20_000), (2, 34_000), (0, 41_000)):
        goals.check_in(ana, goal, value, confidence=6, day=DAY - timedelta(weeks=weeks))
    goals.revise_target(ana, goal, 90_000, "A second fair.", DAY - timedelta(weeks=3))
    falling: dict[str, Any] = {"shape": Shape.LEVEL, "start": 8_000, "target": 2_000}
    level = goals.add(ana, "Days to the first answer", owner=li, **falling, **common)
    goals.check_in(ana, level, 5_000)
    assert snap_compare(app_of(ana), terminal_size=LARGE, press=[*["j"] * (row == "falling"), "wait:200"])


async def test_the_history_names_who_proposed_and_who_answered(ana: Member, li: Member, part: Goal) -> None:
    goals.counter(li, part, 50_000 * EUROS, "Two slip into April")
    app = app_of(ana)
    async with app.run_test(size=LARGE) as pilot:
        await press(pilot, "j", "h")
        await pilot.pause(0.2)
        assert "Answered by – → Li" in told(app).splitlines()
        assert "Target offered instead – → € 50,000" in told(app).splitlines()
