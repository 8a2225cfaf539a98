"""Training on the screen: every key by pilot, and how it looks filled, empty, refused and with hostile names."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from store import notes, team, training
from store.calendar import clock
from store.records import Part, Ref
from store.team import Member
from store.training import (
    Bucket,
    NewStep,
    PlanStatus,
    Programme,
    ProgrammeKind,
    StepKind,
    StepStatus,
    TrainingPlan,
    TrainingStep,
)
from tui import i18n
from tui.app import HuddleApp
from tui.screens.training import Training, words
from tui.screens.training.panes import Ticking
from tui.widgets.confirm import Confirm
from tui.widgets.form import Form
from tui.widgets.keybar import KeyBar
from tui.widgets.panel import Snoozing
from tui.widgets.status import Status

DAY = date(2026, 11, 23)  # the Monday at which the clock stands
SMALL, LARGE = (80, 24), (120, 40)
STEPS = (
    NewStep("Read: what a standstill costs", minutes=45),
    NewStep("Watch a talk with purchasing", StepKind.WATCH, 2, 50),
    NewStep("Role play: too dear", StepKind.ROLE_PLAY, 5, 30, needs_sign_off=True),
    NewStep("Ask three customers", StepKind.PRACTISE, 9, 90, mandatory=False),
)


@pytest.fixture
def objections(ana: Member) -> Programme:
    return training.add_programme(ana, "Price objections", what_for="Fewer discounts.", steps=STEPS)


@pytest.fixture
def plan(ana: Member, li: Member, wang: Member, objections: Programme) -> TrainingPlan:
    """Li begins on Monday; Wang coaches."""
    return training.plan(ana, li, objections, DAY, coach=wang)


@pytest.fixture
def full(ana: Member, li: Member, wang: Member, objections: Programme) -> TrainingPlan:
    """Plans in every state: Li's is late with a step to be signed, Wang's fresh, one done, one stopped."""
    first = training.add_programme(
        ana,
        "First four weeks",
        ProgrammeKind.ONBOARDING,
        "Somebody new runs a first call alone.",
        [
            NewStep("Our sensors in one afternoon", minutes=120),
            NewStep("Listen to five calls", StepKind.SHADOW, 2, 150),
        ],
    )
    product = training.add_programme(
        ana, "产品更新", ProgrammeKind.REGULAR, steps=[NewStep("新网关说明书", minutes=20)]
    )
    with clock(datetime(2026, 11, 11, 9, tzinfo=UTC)):
        for person in (li, wang):
            team.edit_member(ana, person, joined_on=date(2026, 11, 2))
        late = training.plan(ana, li, objections, date(2026, 11, 11), coach=wang)
        number = training.steps(late.id)[0].id
        training.tick(li, TrainingStep.load(number), "Read, marked three cases.")
        done = training.plan(ana, wang, product, date(2026, 11, 11), coach=ana)
        training.tick(wang, TrainingStep.load(training.steps(done.id)[0].id), "已读")
        training.stop(ana, training.plan(ana, li, product, date(2026, 11, 11)))
    role_play = next(step for step in training.steps(late.id) if step.needs_sign_off)
    training.tick(li, TrainingStep.load(role_play.id), "Recorded, in the shared folder")
    training.plan(ana, wang, first, DAY, coach=ana)
    notes.write(ana, Ref("training_plan", late.id), "Practise the pause after the price.")
    return late


def app_of(member: Member) -> HuddleApp:
    return HuddleApp(member, start="training")


def screen_of(app: HuddleApp) -> Training:
    return next(screen for screen in app.screen_stack if isinstance(screen, Training))


def status(app: HuddleApp) -> str:
    return screen_of(app).query_one(Status).render().plain


def footer(app: HuddleApp) -> str:
    return app.screen.query_one(KeyBar).render().plain


def statuses(plan: TrainingPlan) -> list[str]:
    return [step.status.value for step in training.steps(plan.id)]


def caption(app: HuddleApp, field: str) -> str:
    assert isinstance(app.screen, Form)
    return app.screen.row(field).caption.error


# Ticking and signing


async def test_space_on_a_plan_ticks_its_next_step_and_u_takes_it_back(li: Member, plan: TrainingPlan) -> None:
    app = app_of(li)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("space")
        assert statuses(plan)[0] == "done"
        assert "Ticked: Read: what a standstill costs · u undo" in status(app)
        await pilot.press("u")
        assert statuses(plan)[0] == "open"


async def test_enter_opens_the_steps_where_space_ticks_and_unticks_the_selected_one(
    li: Member, plan: TrainingPlan
) -> None:
    app = app_of(li)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("j", "space")
        assert statuses(plan) == ["open", "done", "open", "open"]
        await pilot.pause(0.2)
        assert "Untick" in footer(app)
        await pilot.press("space")
        assert statuses(plan)[1] == "open"
        await pilot.press("q")
        await pilot.pause()
        assert screen_of(app).plans.has_focus


async def test_a_step_that_somebody_signs_asks_for_evidence_and_keeps_what_was_typed_when_it_is_refused(
    li: Member, plan: TrainingPlan
) -> None:
    app = app_of(li)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("j", "j", "space")
        await pilot.pause()
        panel = app.screen.query_one(Ticking)
        await pilot.press("enter")
        await pilot.pause()
        assert statuses(plan)[2] == "open"
        assert "one can see it" in panel.remark.words.plain
        await pilot.press(*"It went well", "enter")
        await pilot.pause()
        step = training.steps(plan.id)[2]
        assert (step.status, step.evidence) == (StepStatus.WAITING, "It went well")
        assert not app.screen.query(Ticking)
        assert screen_of(app).steps.has_focus


async def test_the_list_makes_room_for_a_reason_of_several_lines(li: Member, plan: TrainingPlan) -> None:
    app = app_of(li)
    async with app.run_test(size=LARGE) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("j", "j", "space")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        steps = screen_of(app).steps
        below = steps.region.y + steps.cursor_line_offset + 1 + app.screen.query_one(Ticking).outer_size.height
        last = "".join(segment.text for segment in steps.render_line(below - steps.content_region.y))
        assert "Ask three customers" in last


async def test_escape_leaves_the_panel_and_changes_nothing(li: Member, plan: TrainingPlan) -> None:
    training.tick(li, TrainingStep.load(training.steps(plan.id)[0].id))
    training.tick(li, TrainingStep.load(training.steps(plan.id)[1].id))
    app = app_of(li)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("space")
        await pilot.pause()
        assert app.screen.query_one(Ticking).step_name == "Role play: too dear"
        await pilot.press(*"half a", "escape")
        await pilot.pause()
        assert statuses(plan)[2] == "open"
        assert screen_of(app).plans.has_focus


async def test_the_coach_signs_with_space_what_waits(li: Member, wang: Member, plan: TrainingPlan) -> None:
    training.tick(li, TrainingStep.load(training.steps(plan.id)[2].id), "Recorded")
    app = app_of(wang)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause(0.2)
        assert "Sign" in footer(app)
        await pilot.press("space")
        assert statuses(plan)[2] == "done"
        assert "Signed: Role play: too dear" in status(app)


async def test_the_coach_signs_what_they_saw_with_a_word_of_evidence(wang: Member, plan: TrainingPlan) -> None:
    app = app_of(wang)
    async with app.run_test(size=LARGE) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("j", "j", "space")
        await pilot.pause()
        await pilot.press(*"Seen", "enter")
        await pilot.pause()
        step = training.steps(plan.id)[2]
        assert (step.status, step.signed_by, step.evidence) == (StepStatus.DONE, "王芳", "Seen")


async def test_a_colleague_is_told_why_the_key_is_grey(ana: Member, plan: TrainingPlan) -> None:
    app = app_of(team.add_member(ana, "Tom", "tom"))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("m")
        await pilot.pause()
        await pilot.press("g", "space")
        assert "somebody else's training" in status(app)
        assert set(statuses(plan)) == {"open"}


# Postponing


async def test_s_postpones_the_next_step_to_the_next_working_day_by_default(li: Member, plan: TrainingPlan) -> None:
    app = app_of(li)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("s")
        await pilot.pause()
        assert app.screen.query_one(Snoozing)
        await pilot.press("enter")
        await pilot.pause()
        assert training.steps(plan.id)[0].due_on == date(2026, 11, 24)
        assert "Postponed to Tue 24 Nov" in status(app)


@pytest.mark.parametrize(("typed", "why"), [("nonsense", "no day I know"), ("20 Nov 2026", "That day is over")])
async def test_a_day_that_can_not_be_is_refused_in_the_panel(
    li: Member, plan: TrainingPlan, typed: str, why: str
) -> None:
    app = app_of(li)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("s")
        await pilot.pause()
        await pilot.press("tab", *typed, "enter")
        await pilot.pause()
        panel = app.screen.query_one(Snoozing)
        assert why in panel.remark.words.plain
        assert panel.other.value == typed
        assert training.steps(plan.id)[0].due_on == DAY


# Plans


async def test_n_plans_with_what_is_offered_and_puts_the_cursor_there(
    ana: Member, wang: Member, plan: TrainingPlan
) -> None:
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("n")
        await pilot.pause()
        assert isinstance(app.screen, Form)
        app.screen.row("member").editor.value = wang.id
        await pilot.press("ctrl+s")
        await pilot.pause()
        row = screen_of(app).row
        assert (row.member, row.title, row.day_0, row.coach) == ("王芳", "Price objections", DAY, "Ana")
        assert "Planned from Mon 23 Nov on" in status(app)


async def test_a_refused_plan_says_why_beside_the_field_and_keeps_the_rest(ana: Member, plan: TrainingPlan) -> None:
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("n")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "already" in caption(app, "programme")
        await pilot.press("tab", *[*["backspace"] * 10, *"1 Jan 2020"], "ctrl+s")
        await pilot.pause()
        assert isinstance(app.screen, Form)
        assert app.screen.row("day_0").raw() == "1 Jan 2020"


async def test_b_begins_a_plan_from_the_selected_programme(ana: Member, li: Member, objections: Programme) -> None:
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("b")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert screen_of(app).row.member == "Li", "the newest member is offered"


async def test_a_rep_plans_only_for_themselves(li: Member, objections: Programme) -> None:
    app = app_of(li)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("b")
        await pilot.pause()
        assert isinstance(app.screen, Form)
        assert [name for _, name in app.screen.row("member").editor.options] == ["Li"]
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert screen_of(app).row.member == "Li"


async def test_e_and_o_change_day_0_and_the_coach(ana: Member, plan: TrainingPlan) -> None:
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("e")
        await pilot.pause()
        await pilot.press(*["backspace"] * 10, *"30 Nov", "ctrl+s")
        await pilot.pause()
        assert training.steps(plan.id)[0].due_on == date(2026, 11, 30)
        await pilot.press("o")
        await pilot.pause()
        assert isinstance(app.screen, Form)
        app.screen.row("coach").editor.value = ana.id
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert TrainingPlan.load(plan.id).coach_id == ana.id


async def test_e_on_a_step_writes_its_evidence(li: Member, plan: TrainingPlan) -> None:
    app = app_of(li)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("e")
        await pilot.pause()
        await pilot.press(*"See file", "ctrl+s")
        await pilot.pause()
        assert training.steps(plan.id)[0].evidence == "See file"
        assert statuses(plan)[0] == "open"


async def test_c_writes_a_note_that_the_detail_shows(ana: Member, plan: TrainingPlan) -> None:
    app = app_of(ana)
    async with app.run_test(size=LARGE) as pilot:
        await pilot.press("c")
        await pilot.pause()
        await pilot.press(*"Bold start", "ctrl+s")
        await pilot.pause()
        spans = [text for line in screen_of(app).pair.detail.lines for text, _tone in line.spans]
        assert "Bold start" in spans


async def test_x_takes_out_a_plan_on_which_nothing_was_done_after_asking(ana: Member, plan: TrainingPlan) -> None:
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("x")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        assert app.screen.question == "Li: Price objections"
        await pilot.press("enter")
        await pilot.pause()
        assert len(training.steps(plan.id)) == 4, "the safe answer has the focus"
        await pilot.press("x")
        await pilot.pause()
        await pilot.press("y")
        await pilot.pause()
        assert training.steps(plan.id) == []
        await pilot.press("u")
        assert len(training.steps(plan.id)) == 4


async def test_x_stops_a_plan_on_which_something_was_done_and_b_begins_it_again(
    ana: Member, li: Member, plan: TrainingPlan
) -> None:
    training.tick(li, TrainingStep.load(training.steps(plan.id)[0].id))
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("x")
        await pilot.pause()
        await pilot.press("y")
        await pilot.pause()
        assert TrainingPlan.load(plan.id).status is PlanStatus.STOPPED
        await pilot.press("space")
        assert "b begins it again" in status(app)
        await pilot.press("b")
        await pilot.pause()
        assert TrainingPlan.load(plan.id).status is PlanStatus.ACTIVE


# Programmes


async def test_n_writes_the_first_programme_then_its_steps(ana: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("n")
        await pilot.pause()
        await pilot.press(*"Demo day", "ctrl+s")
        await pilot.pause()
        (row,) = training.programmes()
        assert row.title == "Demo day"
        await pilot.pause()
        assert screen_of(app).steps.has_focus
        await pilot.press("n")
        await pilot.pause()
        await pilot.press(*"Show it", "tab", "w", "tab", "backspace", "3", "ctrl+s")
        await pilot.pause()
        (step,) = training.programme_steps(row.id)
        assert (step.title, step.kind, step.day_offset) == ("Show it", StepKind.WATCH, 3)


async def test_half_a_day_is_no_day(ana: Member, objections: Programme) -> None:
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("e")
        await pilot.pause()
        await pilot.press("tab", "tab", "backspace", *"1.5", "ctrl+s")
        await pilot.pause()
        assert caption(app, "day_offset") == "Write a whole number."


async def test_steps_of_a_programme_are_moved_edited_and_removed(ana: Member, objections: Programme) -> None:
    training.add_step(ana, objections, NewStep("Second"))
    app = app_of(ana)
    async with app.run_test(size=LARGE) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("J")
        await pilot.pause()
        assert [s.title for s in training.programme_steps(objections.id)][:2] == ["Second", STEPS[0].title]
        await pilot.press("J")
        await pilot.pause()
        moved = [(s.title, s.day_offset) for s in training.programme_steps(objections.id)][:3]
        assert moved == [("Second", 0), (STEPS[1].title, 0), (STEPS[0].title, 2)]
        await pilot.press("K")
        await pilot.pause()
        await pilot.press("K")
        await pilot.pause()
        assert training.programme_steps(objections.id)[0].title == STEPS[0].title
        await pilot.press("K")
        assert "first or the last" in status(app)
        await pilot.press("x")
        await pilot.pause()
        await pilot.press("y")
        await pilot.pause()
        assert training.programme_steps(objections.id)[0].title == "Second"


async def test_a_programme_is_edited_and_removed_from_the_list(ana: Member, objections: Programme) -> None:
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("e")
        await pilot.pause()
        await pilot.press(*" 2", "ctrl+s")
        await pilot.pause()
        assert training.programmes()[0].title == "Price objections 2"
        await pilot.press("x")
        await pilot.pause()
        await pilot.press("y")
        await pilot.pause()
        assert training.programmes() == []


async def test_a_rep_is_told_that_only_the_lead_writes_programmes(li: Member, objections: Programme) -> None:
    app = app_of(li)
    async with app.run_test(size=SMALL) as pilot:
        for key in ("n", "e", "x"):
            await pilot.press("g", key)
            await pilot.pause()
            assert "Only the lead" in status(app), key
        await pilot.press("space")
        assert "steps of a programme are not ticked" in status(app)


# The list


async def test_the_filter_and_mine_leave_out_what_they_should(ana: Member, li: Member, full: TrainingPlan) -> None:
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert screen_of(app).plans.count == 7
        await pilot.press("m")
        await pilot.pause()
        assert screen_of(app).plans.count == 5, "Ana coaches two of Wang's; three programmes"
        await pilot.press("m", "slash", *"object", "enter")
        await pilot.pause()
        assert screen_of(app).plans.count == 2


async def test_an_empty_list_names_the_key_only_to_those_who_may_use_it(li: Member) -> None:
    app = app_of(li)
    async with app.run_test(size=SMALL) as pilot:
        assert screen_of(app).plans.empty == ("There is no training yet; the lead writes the programmes.",)
        await pilot.press("slash", "x")
        await pilot.pause()
        assert screen_of(app).plans.empty == ("No plan and no programme is called that.",)


async def test_a_step_on_today_leads_to_its_plan_with_the_cursor_on_the_step(
    ana: Member, wang: Member, full: TrainingPlan
) -> None:
    line = next(line for line in training.due_for(wang, DAY) if line.part is Part.REVIEW)
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        screen_of(app).show(line.ref)
        await pilot.pause()
        assert screen_of(app).row.id == full.id
        assert screen_of(app).steps.key == line.ref.id


async def test_changes_of_others_show_and_the_cursor_stays(ana: Member, li: Member, full: TrainingPlan) -> None:
    app = app_of(ana)
    async with app.run_test(size=LARGE) as pilot:
        await pilot.press("j")
        before = screen_of(app).plans.key
        training.stop(ana, TrainingPlan.load(full.id))
        app.tell_changed()
        await pilot.pause()
        assert screen_of(app).plans.key == before


async def test_a_viewer_reads_everything_and_every_writing_key_says_no(viewer: Member, full: TrainingPlan) -> None:
    app = app_of(viewer)
    changes = len(training.plans(None, DAY).buckets[Bucket.ACTIVE])
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("m")
        await pilot.pause()
        for key in ("space", "s", "n", "e", "o", "x", "b"):
            await pilot.press("g", key)
            await pilot.pause()
            assert app.screen is screen_of(app), key
            assert status(app).startswith("✕"), key
    assert len(training.plans(None, DAY).buckets[Bucket.ACTIVE]) == changes


async def test_every_word_is_translated(ana: Member, full: TrainingPlan) -> None:
    i18n.use("xx-brackets")
    try:
        step = training.steps(full.id)[0]
        row = training.listed([full.id], DAY)[full.id]
        programme = training.programmes()[0]
        own = [words.state(row, DAY, True), words.kind(step), words.due(step, DAY), words.progress(programme)]
        assert all("⟦" in text for text, _tone in own)
        for label, _text in [*words.about_plan(row), *words.about_programme(programme)]:
            assert label.startswith("⟦")
        for label, _text in words.about_step(step, DAY, "Europe/Madrid"):
            assert label.startswith("⟦")
    finally:
        i18n.use("en")


# How it looks


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
def test_it_looks_right_filled(snap_compare, demo: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(demo), terminal_size=size)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
def test_the_steps_look_right(snap_compare, demo: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(demo), terminal_size=size, press=["enter", "wait:300", "j", "wait:300"])


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
def test_ticking_with_evidence_looks_right(snap_compare, li: Member, plan: TrainingPlan, size: tuple[int, int]) -> None:
    press = ["enter", "wait:300", "j", "j", "space", "wait:200", "enter", "wait:200"]
    assert snap_compare(app_of(li), terminal_size=size, press=press)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
def test_it_looks_right_empty(snap_compare, ana: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(ana), terminal_size=size)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
def test_a_refused_form_looks_right(snap_compare, ana: Member, plan: TrainingPlan, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(ana), terminal_size=size, press=["n", "wait:200", "ctrl+s", "wait:200"])


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
def test_hostile_names_look_harmless(snap_compare, ana: Member, size: tuple[int, int]) -> None:
    bob = team.add_member(ana, "[red]Bob\x1b[31m", "bob")
    hostile = "[@click=app.quit]x[/] \u202eevil\x07"
    steps = [
        NewStep("[/b]"),
        NewStep("深圳市前海自动化精密机械制造有限公司" * 8, StepKind.WATCH, 1, needs_sign_off=True),
        NewStep("Tab\there\nand a new line", StepKind.QUIZ, 2),
        NewStep("e\u0301\u0302\u0303\u0304\u0305\u0306 " + "x" * 300, StepKind.PRACTISE, 2),
    ]
    programme = training.add_programme(ana, hostile, what_for=hostile * 9, steps=steps)
    made = training.plan(ana, bob, programme, DAY, ana)
    training.tick(bob, TrainingStep.load(training.steps(made.id)[1].id), "\x1b]52;c;eA==\x07 [bold]" + "y" * 500)
    assert snap_compare(app_of(ana), terminal_size=size, press=["enter", "wait:300"])


async def test_the_steps_follow_the_cursor_however_fast_it_moves(demo: Member) -> None:
    app = HuddleApp(demo, start="training")
    async with app.run_test(size=(120, 40)) as pilot:
        for gap in (0.02, 0.14, 0.2):
            await pilot.press("g")
            await pilot.pause(0.6)
            await pilot.press("j")
            await pilot.pause(gap)
            await pilot.press("j")
            await pilot.pause(0.6)
            screen = app.screen
            assert isinstance(screen, Training)
            assert screen.plans.key == screen.steps_of
