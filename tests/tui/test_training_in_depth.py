"""Training beyond ticking: offers, sending back, scores, evidence that is picked, renewals, plans because of a deal."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pilots import press, rows_of, said, told, typed
from sizes import by_size

from store import customers, deals, team, training
from store.calendar import clock
from store.records import Ref
from store.team import Member
from store.training import Bucket, NewStep, Programme, ProgrammeStep, StepKind, StepStatus, TrainingPlan, TrainingStep
from tui import newday
from tui.app import HuddleApp
from tui.screens.training import Training
from tui.screens.training.offered import Offered
from tui.screens.training.panes import Ticking
from tui.widgets.form import Form

DAY = date(2026, 11, 23)  # the Monday at which the clock stands
SMALL, LARGE = (80, 24), (120, 40)
STEPS = (
    NewStep("Read", minutes=30),
    NewStep("Quiz", StepKind.QUIZ, 1, pass_score=80, valid_days=90),
    NewStep("Write an offer", StepKind.PRACTISE, 3, needs_sign_off=True),
)


@pytest.fixture
def programme(ana: Member) -> Programme:
    return training.add_programme(ana, "Objections", steps=STEPS)


@pytest.fixture
def plan(ana: Member, li: Member, wang: Member, programme: Programme) -> TrainingPlan:
    """Li begins on Monday; Wang coaches."""
    return training.plan(ana, li, programme, DAY, coach=wang)


@pytest.fixture
def changed(ana: Member, li: Member, programme: Programme, plan: TrainingPlan) -> TrainingPlan:
    """Since then the programme has another title, a step more and one less, and Li is away."""
    numbers = {row.title: row.id for row in training.programme_steps(programme.id)}
    training.edit_step(ana, ProgrammeStep.load(numbers["Read"]), title="Read twice", minutes=60)
    training.remove_step(ana, ProgrammeStep.load(numbers["Quiz"]))
    training.add_step(ana, programme, NewStep("Ask three customers", StepKind.PRACTISE, 5))
    team.add_absence(ana, li, DAY + timedelta(days=3), DAY + timedelta(days=3))
    return plan


def app_of(member: Member, start: str = "training") -> HuddleApp:
    return HuddleApp(member, start=start)


def statuses(plan: TrainingPlan) -> dict[str, StepStatus]:
    return {row.title: row.status for row in training.steps(plan.id)}


def step(plan: TrainingPlan, title: str) -> TrainingStep:
    return TrainingStep.load(next(row.id for row in training.steps(plan.id) if row.title == title))


# Offers


async def test_a_shows_what_differs_space_takes_one_x_keeps_ours_and_A_takes_the_rest(
    ana: Member, changed: TrainingPlan
) -> None:
    app = app_of(ana)
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause(0.2)
        assert "◆ 4 differences · a shows them" in told(app)
        await press(pilot, "a")
        assert isinstance(app.screen, Offered)
        assert "Minutes 30 → 60" in told(app)
        await press(pilot, "x")
        await press(pilot, "space")
        assert set(statuses(changed)) == {"Read", "Write an offer"}
        assert rows_of(app).count == 2
        await press(pilot, "A")
        assert set(statuses(changed)) == {"Read", "Write an offer", "Ask three customers"}
        assert rows_of(app).count == 0
        await press(pilot, "u")
        assert rows_of(app).count == 2
        await press(pilot, "q")
        assert isinstance(app.screen, Training)


async def test_a_day_is_kept_by_postponing_and_not_by_x(ana: Member, li: Member, plan: TrainingPlan) -> None:
    team.add_absence(ana, li, DAY, DAY)
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "a", "x")
        assert "postponing the step by hand" in said(app)
        await press(pilot, "A")
        assert [row.due_on.day for row in training.steps(plan.id)] == [24, 25, 27]


async def test_a_rep_sees_what_is_offered_and_the_lead_decides(li: Member, changed: TrainingPlan) -> None:
    app = app_of(li)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "a", "space")
        assert "Only the lead" in said(app)
        assert len(training.offers(TrainingPlan.load(changed.id))) == 4


async def test_the_list_says_that_something_is_offered(ana: Member, li: Member, programme: Programme) -> None:
    training.plan(ana, li, programme, DAY + timedelta(days=7))
    training.add_step(ana, programme, NewStep("More", day_offset=9))
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert any("◆ 1 offered" in strip.text for strip in rows_of(app).strips())


# Scores, evidence, sending back


async def test_a_score_below_the_mark_opens_the_next_attempt(li: Member, plan: TrainingPlan) -> None:
    app = app_of(li)
    async with app.run_test(size=LARGE) as pilot:
        await press(pilot, "enter", "j", "space")
        panel = app.screen.query_one(Ticking)
        await press(pilot, *typed("abc"), "enter")
        assert "0 to 100" in panel.remark.words.plain
        await press(pilot, *["backspace"] * 3, *typed("60"), "enter")
        assert "attempt 2 is next" in said(app)
        assert statuses(plan)["Quiz"] is StepStatus.OPEN
        await pilot.pause(0.2)
        assert "Attempt 1 today · 60 of 100" in told(app)
        await press(pilot, "space", *typed("85"), "enter")
        assert statuses(plan)["Quiz"] is StepStatus.DONE
        await pilot.pause(0.2)
        assert "Valid through 21 Feb 2027" in told(app)


async def test_a_deal_is_picked_as_evidence_and_a_name_that_nothing_bears_is_refused(
    ana: Member, li: Member, plan: TrainingPlan
) -> None:
    customer = customers.add(ana, "Northwind Traders")
    app = app_of(li)
    async with app.run_test(size=LARGE) as pilot:
        await press(pilot, "enter", "j", "j", "space", "tab", *typed("zzz"), "enter")
        panel = app.screen.query_one(Ticking)
        assert "No deal and no customer" in panel.remark.words.plain
        await press(pilot, *["backspace"] * 3, *typed("north"), "enter", "enter")
        row = training.steps(plan.id)[2]
        assert (row.status, row.proof, row.evidence) == (StepStatus.WAITING, Ref("customer", customer.id), "")
        await pilot.pause(0.2)
        assert "Seen at customer · Northwind Traders" in told(app)


async def test_the_coach_sends_back_what_is_not_good_enough_and_says_why(
    wang: Member, li: Member, plan: TrainingPlan
) -> None:
    training.tick(li, step(plan, "Write an offer"), "draft.pdf")
    app = app_of(wang)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "less_than_sign", "ctrl+s")
        assert isinstance(app.screen, Form)
        await press(pilot, *typed("No date"), "ctrl+s")
        assert "Sent back" in said(app)
        assert statuses(plan)["Write an offer"] is StepStatus.OPEN
        assert training.attempts(step(plan, "Write an offer").id)[0].why == "No date"
        await press(pilot, "less_than_sign")
        assert "Nothing waits" in said(app)


async def test_a_step_of_a_programme_is_written_with_skill_level_validity_and_score(
    ana: Member, programme: Programme
) -> None:
    skill = team.add_skill(ana, "Negotiation")
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "enter", "n", *typed("Test"))
        form = app.screen
        assert isinstance(form, Form)
        form.row("skill").editor.value = skill.id
        for name, text in (("valid_days", "0"), ("pass_score", "120")):
            form.row(name).editor.value = text
        await press(pilot, "ctrl+s")
        assert "go together" in form.row("level").caption.error
        assert "from 1 to 3650" in form.row("valid_days").caption.error
        assert "from 1 to 100" in form.row("pass_score").caption.error
        form.row("level").editor.value = 3
        form.row("valid_days").editor.value = "180"
        form.row("pass_score").editor.value = "80"
        await press(pilot, "ctrl+s")
        row = next(row for row in training.programme_steps(programme.id) if row.title == "Test")
        assert (row.skill, row.level, row.valid_days, row.pass_score) == ("Negotiation", 3, 180, 80)


# The turn of the day


async def test_what_expires_is_planned_anew_by_the_first_program_of_the_day_and_shows(
    ana: Member, li: Member, plan: TrainingPlan
) -> None:
    training.tick(li, step(plan, "Quiz"), score=90)
    later = datetime(2027, 2, 1, 9, tzinfo=UTC)
    with clock(later):
        app = HuddleApp(li, start="training", daily=newday.begin)
        async with app.run_test(size=LARGE) as pilot:
            await pilot.pause()
            await pilot.pause()
            assert [row.renews for row in training.steps(plan.id)].count(True) == 1
        app = HuddleApp(li, start="training", daily=newday.begin)
        async with app.run_test(size=LARGE) as pilot:
            await pilot.pause()
            assert [row.renews for row in training.steps(plan.id)].count(True) == 1


# Because of something


async def test_a_plan_is_raised_from_a_deal_by_the_palette_for_whose_it_is(
    ana: Member, li: Member, wang: Member, programme: Programme
) -> None:
    customer = customers.add(ana, "Northwind Traders", owner=li)
    deal = deals.add(ana, customer, "Sensors", owner=li)
    app = app_of(ana, "deals")
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        app.open(deal.ref)  # type: ignore[attr-defined]
        await pilot.pause()
        await press(pilot, "ctrl+p", *typed("plan training"), "enter")
        await pilot.pause()
        assert isinstance(app.screen, Form)
        assert app.screen.row("member").read() == li.id
        assert app.screen.row("because_of").read() == deal.ref
        await press(pilot, "ctrl+s")
        (number,) = training.plans(li.id, DAY).buckets[Bucket.ACTIVE]
        assert training.listed([number], DAY)[number].because_of == deal.ref


async def test_a_done_plan_shows_the_numbers_before_and_after_or_that_it_is_too_early(demo: Member) -> None:
    app = app_of(demo)
    async with app.run_test(size=LARGE) as pilot:
        await press(pilot, "m", "m")
        done = training.plans(None, DAY).buckets[Bucket.DONE]
        number = next(n for n, row in training.listed(done, DAY).items() if row.because_of is not None)
        app.open(Ref("training_plan", number))  # type: ignore[attr-defined]
        await pilot.pause(0.3)
        assert "Compared 90 days before and after" in told(app)
        assert "Complaints 1 → 0" in told(app)
        assert "not enough data (" in told(app)


# How it looks


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=by_size)
def test_looks_offered(snap_compare: Any, ana: Member, changed: TrainingPlan, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(ana), terminal_size=size, press=["a", "wait:300"])


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=by_size)
def test_looks_a_step_that_is_refused(
    snap_compare: Any, ana: Member, programme: Programme, size: tuple[int, int]
) -> None:
    press_ = ["enter", "wait:200", "n", "wait:200", "x", *["tab"] * 8, "0", "tab", "0", "ctrl+s", "wait:200"]
    assert snap_compare(app_of(ana), terminal_size=size, press=press_)
