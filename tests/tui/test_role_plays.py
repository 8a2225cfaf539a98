"""Role plays on the screen: the clock, the scores by keys, the retry that is planned, the trend; and how it looks."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from pilots import press, rows_of, said, told, typed
from sizes import by_size

from store import team, training
from store.team import Member
from store.training import Dimension, NewStep, RolePlay, StepKind, StepStatus, TrainingPlan
from tui import i18n
from tui.app import HuddleApp
from tui.screens.training import scorecard
from tui.screens.training.holding import Holding
from tui.screens.training.plays import RolePlays
from tui.screens.training.scorecard import Scorecard
from tui.widgets.confirm import Confirm
from tui.widgets.form import Form

DAY = date(2026, 11, 23)  # the Monday at which the clock stands
SMALL, LARGE = (80, 24), (120, 40)
GOOD = dict.fromkeys(Dimension, 4)
WEAK = {**GOOD, Dimension.OBJECTIONS: 2}


@pytest.fixture
def plan(ana: Member, li: Member, wang: Member) -> TrainingPlan:
    """Li plays on the first day; Wang coaches."""
    steps = [NewStep("Too dear", StepKind.ROLE_PLAY, 0, 30, needs_sign_off=True)]
    return training.plan(ana, li, training.add_programme(ana, "Objections", steps=steps), DAY, coach=wang)


def app_of(member: Member, start: str = "role_plays") -> HuddleApp:
    return HuddleApp(member, start=start)


def card(app: HuddleApp) -> Scorecard:
    return app.screen.query_one(Scorecard)


# Holding one


async def test_r_on_a_plan_holds_the_role_play_of_its_step_and_signs_it(
    wang: Member, li: Member, plan: TrainingPlan
) -> None:
    app = app_of(wang, "training")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "r")
        assert isinstance(app.screen, Form)
        assert app.screen.row("scenario").raw() == "Too dear"
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, Holding)
        await press(pilot, "4", "4", "4", "4", *typed("Calm"), "ctrl+s")
        assert "80 of 100, passed" in said(app)
        row = training.steps(plan.id)[0]
        assert (row.status, row.score, row.signed_by) == (StepStatus.DONE, 80, "王芳")
        (held,) = training.plays_of(li.id)
        assert (held.note, held.assessor, held.counterpart) == ("Calm", "王芳", "王芳")


async def test_a_failed_one_asks_what_to_practise_and_plans_its_retry_on_the_day_that_was_typed(
    wang: Member, li: Member, plan: TrainingPlan
) -> None:
    app = app_of(wang, "training")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "r")
        await press(pilot, "ctrl+s")
        await press(pilot, "4", "2", "4", "4")
        assert "Objections under 3" in app.screen.query_one(scorecard.Verdict).content.plain
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, Holding)
        assert "say what to practise" in app.screen.captions["next_focus"].error
        assert training.plays_of(li.id) == [], "what was scored is kept on the screen, not in the file"
        await press(pilot, *typed("Ask"), "tab", *typed("2 Dec"), "ctrl+s")
        assert "once more Wed 2 Dec" in said(app)
        retry = RolePlay.load(training.planned()[0])
        assert (retry.due_on, retry.rep_id) == (date(2026, 12, 2), li.id)
        row = training.steps(plan.id)[0]
        assert (row.attempt, row.due_on) == (2, date(2026, 12, 2))
        await press(pilot, "u")
        assert (training.planned(), training.steps(plan.id)[0].attempt) == ([], 1)


async def test_the_clock_runs_between_two_presses_of_space_and_its_time_is_kept(
    ana: Member, li: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(scorecard, "monotonic", lambda: now[0])
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "r", *typed("First call"), "ctrl+s")
        assert isinstance(app.screen, Holding)
        clock = app.screen.clock
        assert "00:00" in clock.render().plain and not clock.running
        await press(pilot, "space")
        now[0] += 277
        assert "▶ 04:37" in clock.render().plain
        await press(pilot, "space")
        now[0] += 1000
        assert "■ 04:37" in clock.render().plain
        await press(pilot, "space")
        now[0] += 3
        await press(pilot, "3", "4", "4", "3", "ctrl+s")
        (held,) = training.plays_of(li.id)
        assert held.seconds == 280


async def test_the_arrows_walk_and_change_the_scores_and_their_anchors_are_shown(ana: Member, li: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "r", *typed("First call"), "ctrl+s")
        assert "pitches at once" in card(app).render().plain
        await press(pilot, "down", "right", "right")
        assert card(app).scores == {Dimension.OBJECTIONS: 4}
        assert "gives a discount at once" in card(app).render().plain
        await press(pilot, "left", "k", "5")
        assert card(app).scores == {Dimension.OBJECTIONS: 3, Dimension.DISCOVERY: 5}
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, Holding)
        assert "Give a grade" in app.screen.trouble.text
        assert set(card(app).errors) == {"structure", "next_step"}


async def test_leaving_asks_before_scores_are_lost(ana: Member, li: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "r", *typed("First call"), "ctrl+s")
        await press(pilot, "3", "escape")
        assert isinstance(app.screen, Confirm)
        await press(pilot, "n")
        assert isinstance(app.screen, Holding) and card(app).scores
        await press(pilot, "escape", "y")
        assert training.held() == []


async def test_who_cant_play_is_refused_before_the_clock_starts(ana: Member, li: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "r", *typed("First call"))
        assert isinstance(app.screen, Form)
        app.screen.row("assessor").editor.value = li.id
        await press(pilot, "ctrl+s")
        assert "Somebody else" in app.screen.row("assessor").caption.error


async def test_a_role_play_takes_two(ana: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "r")
        assert "takes two" in said(app)


# The list


async def test_n_plans_one_s_puts_it_off_space_holds_it_and_x_takes_it_out(ana: Member, li: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "n", *typed("First call"))
        assert isinstance(app.screen, Form)
        app.screen.row("rep").editor.value = li.id
        await press(pilot, "ctrl+s")
        (number,) = training.planned()
        assert RolePlay.load(number).due_on == date(2026, 11, 24)
        await press(pilot, "s", "right", "enter")
        assert RolePlay.load(number).due_on == date(2026, 11, 26)
        await press(pilot, "space")
        await press(pilot, "ctrl+s")
        await press(pilot, "4", "4", "4", "4", "ctrl+s")
        assert (training.planned(), training.held()) == ([], [number])
        await press(pilot, "x", "y")
        assert training.held() == []
        await press(pilot, "u")
        assert training.held() == [number]


async def test_nobody_scores_their_own_and_a_viewer_writes_nothing(ana: Member, li: Member, viewer: Member) -> None:
    training.plan_role_play(ana, li, "First call", DAY)
    app = app_of(li)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "space")
        assert "Somebody else scores" in said(app)
    app = app_of(viewer)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "m")
        for key in ("space", "n", "r", "s", "x"):
            await press(pilot, key)
            assert isinstance(app.screen, RolePlays), key
            assert "look at everything" in said(app), key


async def test_the_detail_says_how_each_score_goes(ana: Member, li: Member) -> None:
    training.hold(ana, li, "Too dear", WEAK, next_focus="Ask first")
    again = RolePlay.load(training.planned()[0])
    app = app_of(ana)
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause(0.2)
        assert "Practise Ask first" in told(app), "what to practise stands at the one to come"
        training.hold(ana, li, "Too dear", {**GOOD, Dimension.OBJECTIONS: 5}, planned=again)
        app.tell_changed()
        await press(pilot, "g")
        await pilot.pause(0.2)
        assert "Objections ▂█" in told(app)
        assert "2 → 5" in told(app)
        assert "Total ▅▇" in told(app)
        await press(pilot, "slash", *typed("dear"), "enter")
        assert rows_of(app).count == 2


async def test_q_leads_back_to_the_plans(ana: Member, plan: TrainingPlan) -> None:
    app = app_of(ana, "training")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "R")
        assert isinstance(app.screen, RolePlays)
        await press(pilot, "q")
        assert app.screen.NAME == "training"  # type: ignore[attr-defined]


async def test_every_word_of_a_role_play_is_translated(ana: Member, li: Member) -> None:
    i18n.use(i18n.BRACKETS)
    app = app_of(ana)
    async with app.run_test(size=LARGE) as pilot:
        await press(pilot, "r", *typed("κλήση"), "ctrl+s", "3", "2", "4", "4")
        assert isinstance(app.screen, Holding)
        shown = [app.screen.clock.render().plain, app.screen.card.render().plain, app.screen.verdict.content.plain]
        bare, words = "", " ".join(shown)
        while bare != words:
            bare, words = words, re.sub(r"⟦[^⟦⟧]*⟧", "", words)
        assert re.findall(r"[a-z]{2,}", bare) == []


async def test_a_line_of_today_leads_to_the_role_play(ana: Member, li: Member) -> None:
    made = training.plan_role_play(ana, li, "First call", DAY, counterpart=ana)
    (line,) = training.due_for(li, DAY)
    assert (line.what, line.text, line.ref) == ("Play", "First call", made.ref)
    app = app_of(li, "today")
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        app.open(line.ref)
        await pilot.pause()
        assert isinstance(app.screen, RolePlays)
        assert rows_of(app).key == made.id


# How it looks


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=by_size)
def test_looks_filled(snap_compare: Any, demo: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(demo), terminal_size=size, press=["m", "m", "j", "j", "j", "wait:300"])


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=by_size)
def test_looks_empty(snap_compare: Any, ana: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(ana), terminal_size=size)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=by_size)
def test_looks_while_it_is_scored_and_refused(
    snap_compare: Any, wang: Member, plan: TrainingPlan, size: tuple[int, int]
) -> None:
    press_ = ["r", "wait:200", "ctrl+s", "wait:200", "4", "2", "4", "4", "wait:100", "ctrl+s", "wait:200"]
    assert snap_compare(app_of(wang, "training"), terminal_size=size, press=press_)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=by_size)
def test_looks_hostile(snap_compare: Any, ana: Member, size: tuple[int, int]) -> None:
    bob = team.add_member(ana, "[red]Bob\x1b[31m", "bob")
    hostile = "[@click=app.quit]x[/] \u202eevil\x07 " + "深圳市前海自动化精密机械制造有限公司" * 6
    training.hold(ana, bob, hostile, WEAK, next_focus=hostile, note="[/b]" + "y" * 300)
    press_ = ["j", "space", "wait:200", "k", "space", "wait:200", "ctrl+s", "wait:200", "3"]
    assert snap_compare(app_of(ana), terminal_size=size, press=press_)
