"""Goals on the screen: every key by pilot, the words of a row, and how it looks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from pilots import press, rows_of, said, typed

from store import followups, goals, notes
from store.database import database
from store.followups import Kind, Outcome
from store.goals import Direction, Goal, Metric, PeriodKind, Shape, Status, Unit, period_of
from store.records import Ref
from store.team import Member
from tui import goal_words as words
from tui.app import HuddleApp
from tui.screens.goals import Goals, forms
from tui.widgets.confirm import Confirm
from tui.widgets.detail import Detail
from tui.widgets.form import Form
from tui.widgets.keybar import KeyBar
from tui.widgets.record_list import RecordList

DAY = date(2026, 11, 23)
QUARTER = period_of(DAY, PeriodKind.QUARTER)
MONTH = period_of(DAY, PeriodKind.MONTH)
SMALL, LARGE = (80, 24), (120, 40)
both = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])


def app_of(member: Member) -> HuddleApp:
    return HuddleApp(member, start="goals")


def footer(app: HuddleApp) -> str:
    return app.screen.query_one(KeyBar).render().plain


def detail(app: HuddleApp) -> str:
    return "\n".join(
        " ".join([entry.label, *(text for text, _tone in entry.spans), entry.right[0]])
        for entry in app.screen.query_one(Detail).lines
    )


def shown(rows: RecordList) -> str:
    return "\n".join(rows.render_line(y).text for y in range(rows.size.height))


def errors(app: HuddleApp) -> dict[str, str]:
    assert isinstance(app.screen, Form)
    return {row.field.name: row.caption.error for row in app.screen.rows if row.caption.error}


@pytest.fixture
def add(ana: Member) -> Callable[..., Goal]:
    def make(title: str = "Revenue", owner: Member | None = None, **values: Any) -> Goal:
        told = {"why": "It pays us.", "source": "the accounts"}  # so that no light is red
        given = {"period": QUARTER, "target": 52_000_000, "unit": Unit.MONEY, **told, **values}
        return goals.add(ana, title, owner=owner, **given)

    return make


# Keys


@pytest.mark.parametrize("key", ["space", "p"])
async def test_a_check_in_is_written_and_undone(ana: Member, add: Callable[..., Goal], key: str) -> None:
    goal = add()
    goals.check_in(ana, goal, 20_000_000, confidence=6, day=date(2026, 11, 16))
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, key)
        form = app.screen
        assert isinstance(form, Form)
        assert form.row("value").field.hint == "last: € 200,000, Mon 16 Nov"
        await press(pilot, *typed("312.5k"), "tab", "8", "tab", "tab", *typed("Two signed"), "ctrl+s")
        assert said(app) == "Checked in · ● on track · u undo"
        assert rows_of(app).row.current == 31_250_000
        await press(pilot, "u")
        assert rows_of(app).row.current == 20_000_000
        await press(pilot, key, *typed("1"), "ctrl+s")
    assert [(c.value, c.confidence, c.note) for c in goals.check_ins(goal.id)] == [
        (100, 6, ""),
        (20_000_000, 6, ""),
    ]


async def test_a_wrong_check_in_says_so_beside_its_field_and_keeps_what_was_typed(
    ana: Member, add: Callable[..., Goal]
) -> None:
    goal = add()
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "space", "ctrl+s")
        assert errors(app) == {"value": "this can't be left empty"}
        await press(pilot, *typed("a lot"), "ctrl+s")
        assert errors(app) == {"value": "Write a figure such as 520,000, 12.5 or 140k."}
        assert isinstance(app.screen, Form)
        assert app.screen.row("value").raw() == "a lot"
        await press(pilot, "escape", "y")
        assert isinstance(app.screen, Goals)
    assert goals.check_ins(goal.id) == []


async def test_a_counted_goal_asks_for_no_figure(ana: Member, add: Callable[..., Goal]) -> None:
    goal = add("Calls", metric=Metric.FOLLOWUPS_DONE, target=40_000)
    followups.log(ana, Kind.CALL, Outcome.CONNECTED, subject="done")
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "space")
        assert isinstance(app.screen, Form)
        assert [field.name for field in app.screen.fields] == ["confidence", "note"]
        assert app.screen.heading == "Check in: Calls · 1"
        await press(pilot, "4", "ctrl+s")
    found = goals.check_ins(goal.id)[0]
    assert (found.value, found.confidence) == (1_000, 4)


async def test_n_adds_a_goal_below_the_teams(ana: Member, add: Callable[..., Goal]) -> None:
    top = add("Revenue of the quarter")
    app = app_of(ana)
    async with app.run_test(size=LARGE) as pilot:
        await press(pilot, "n", *typed("Own revenue"), "tab", *typed("150k"), "ctrl+s")
        assert said(app) == "Added · u undo"
        row = rows_of(app).row
        assert (row.title, row.parent_id, row.plan.target, row.unit) == ("Own revenue", top.id, 15_000_000, Unit.MONEY)
        assert (row.owner_id, row.status, row.period) == (ana.id, Status.ACTIVE, QUARTER)
        assert words.title(row, 1)[0] == ("  ", "")
        await press(pilot, "u")
    assert [branch.id for branch in goals.tree(None, DAY)] == [top.id]


async def test_a_reps_goal_is_proposed_and_the_lead_accepts_it(ana: Member, li: Member) -> None:
    app = app_of(li)
    async with app.run_test(size=SMALL) as pilot:
        assert "n adds what the team wants to reach" in shown(rows_of(app))
        await press(pilot, "n", *typed("New customers"), "tab", "9", "ctrl+s")
        assert said(app) == "Proposed to the lead · u undo"
        await press(pilot, "a")
        assert said(app) == "It waits for the lead to accept it."
        made = rows_of(app).row
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        assert "a Activate" in footer(app)
        await press(pilot, "a")
        assert isinstance(app.screen, Form)
        assert "✕ Typed in, and nobody says from where" in app.screen.about
        await press(pilot, "ctrl+s")
        assert set(errors(app)) == {"reason"}
        await press(pilot, *typed("She counts them"), "ctrl+s")
        assert said(app) == "It is active now · u undo"
        assert "a Close" in footer(app)
        await pilot.pause(0.2)
    found = Goal.load(made.id)
    assert (found.status, found.despite, found.activated_by) == (Status.ACTIVE, "She counts them", ana.id)


async def test_a_draft_is_proposed_by_its_owner_and_activated_by_the_lead(ana: Member, li: Member) -> None:
    told = {"why": "They ask us to come.", "source": "calendar"}
    goal = goals.add(li, "Visits to plants", owner=li, period=QUARTER, target=5_000, status=Status.DRAFT, **told)
    app = app_of(li)
    async with app.run_test(size=SMALL) as pilot:
        assert "a Propose" in footer(app)
        await press(pilot, "a")
    assert Goal.load(goal.id).status is Status.PROPOSED
    goals.remove(ana, Goal.load(goal.id))
    goals.add(ana, "Visits to plants", owner=li, period=QUARTER, target=5_000, status=Status.DRAFT, **told)
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        assert "a Activate" in footer(app)
        await press(pilot, "a")
        assert rows_of(app).row.status is Status.ACTIVE


@pytest.mark.parametrize(
    ("typed_in", "fields"),
    [
        ((), {"title", "target"}),
        (("title", "x"), {"target"}),
        (("title", "x", "target", "0"), {"target"}),
        (("title", "x", "target", "5", "weight", "0"), {"weight"}),
        (("title", "x", "target", "5", "weight", "1.5"), {"weight"}),
        (("title", "x", "target", "5", "start", "3"), {"start"}),
        (("title", "x", "target", "five", "start", "three"), {"target", "start"}),
    ],
)
async def test_what_makes_no_goal_is_refused_beside_its_field(
    ana: Member, typed_in: tuple[str, ...], fields: set[str]
) -> None:
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "n")
        assert isinstance(app.screen, Form)
        for name, text in zip(typed_in[::2], typed_in[1::2], strict=True):
            app.screen.row(name).editor.value = text
        await press(pilot, "ctrl+s")
        assert set(errors(app)) == fields


async def test_e_changes_a_goal_and_another_target_says_why(ana: Member, add: Callable[..., Goal]) -> None:
    goal = add()
    app = app_of(ana)
    async with app.run_test(size=LARGE) as pilot:
        await press(pilot, "e")
        assert isinstance(app.screen, Form)
        assert app.screen.row("target").raw() == "520000"
        app.screen.row("target").editor.value = "500,000"
        await press(pilot, "ctrl+s")
        assert set(errors(app)) == {"reason"}
        app.screen.row("reason").editor.value = "One order moved to January"
        await press(pilot, "ctrl+s")
        assert said(app) == "Saved · u undo"
        await pilot.pause(0.2)
        assert "520 k → 500 k" in detail(app)
        assert "One order moved to January" in detail(app)
    assert Goal.load(goal.id).target == 50_000_000


async def test_somebody_elses_edit_meanwhile_is_said_and_nothing_is_lost(
    ana: Member, li: Member, add: Callable[..., Goal]
) -> None:
    goal = add(owner=li)
    app = app_of(ana)
    async with app.run_test(size=LARGE) as pilot:
        await press(pilot, "e")
        assert isinstance(app.screen, Form)
        goals.edit(li, Goal.load(goal.id), why="Because.")
        app.screen.row("title").editor.value = "Sales"
        app.tell_changed()
        await pilot.pause()
        assert app.screen.trouble.text == "Li changed this meanwhile. Taken over: Why it matters."
        assert app.screen.row("title").raw() == "Sales"
        await press(pilot, "ctrl+s")
    assert (Goal.load(goal.id).title, Goal.load(goal.id).why) == ("Sales", "Because.")


async def test_a_rep_edits_the_own_goal_without_its_target(li: Member, add: Callable[..., Goal]) -> None:
    add(owner=li)
    app = app_of(li)
    async with app.run_test(size=LARGE) as pilot:
        await press(pilot, "e")
        assert isinstance(app.screen, Form)
        assert not {"target", "reason"} & {field.name for field in app.screen.fields}


async def test_x_asks_names_the_goal_and_can_be_undone(ana: Member, add: Callable[..., Goal]) -> None:
    goal = add("Revenue [/b]")
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "x")
        assert isinstance(app.screen, Confirm)
        assert app.screen.question == "Revenue [/b]"
        await press(pilot, "enter")
        assert rows_of(app).count == 1
        await press(pilot, "x", "y")
        assert (rows_of(app).count, said(app)) == (0, "Removed · u undo")
        await press(pilot, "u")
        assert rows_of(app).key == goal.id


async def test_a_closes_a_goal_with_a_word_and_opens_it_again(ana: Member, add: Callable[..., Goal]) -> None:
    goal = add()
    app = app_of(ana)
    async with app.run_test(size=LARGE) as pilot:
        await press(pilot, "a")
        assert isinstance(app.screen, Form)
        assert app.screen.row("status").read() is Status.MISSED
        await press(pilot, "d", "tab", *typed("The fair was called off"), "ctrl+s")
        assert said(app) == "Closed · u undo"
        await press(pilot, "space")
        assert said(app) == "Only an active goal takes check-ins."
        await pilot.pause(0.2)
        assert "The fair was called off" in detail(app)
        assert "a Reopen" in footer(app)
        await press(pilot, "a")
    assert Goal.load(goal.id).status is Status.ACTIVE


async def test_c_writes_a_note_that_stands_in_the_detail(ana: Member, add: Callable[..., Goal]) -> None:
    goal = add()
    app = app_of(ana)
    async with app.run_test(size=LARGE) as pilot:
        await press(pilot, "c", *typed("Ask the bank"), "ctrl+s")
        await pilot.pause(0.2)
        assert "Ask the bank" in detail(app)
    assert notes.about(goal.ref)[0].body == "Ask the bank"


async def test_m_and_the_filter_show_fewer_and_keep_the_tree(ana: Member, li: Member, add: Callable[..., Goal]) -> None:
    top = add("Revenue of the quarter")
    add("Own revenue", ana, parent=top)
    add("Calls", li, parent=top)
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        assert (rows_of(app).count, len(rows_of(app).columns)) == (3, 8)
        await press(pilot, "m")
        assert (rows_of(app).row.title, rows_of(app).count, len(rows_of(app).columns)) == ("Own revenue", 1, 7)
        await press(pilot, "m", "slash", *typed("reven"), "enter")
        assert (rows_of(app).count, app.screen.depths) == (2, dict(zip((1, 2), (0, 1), strict=True)))
        await press(pilot, "escape")
        assert rows_of(app).count == 3


async def test_enter_opens_the_detail_where_only_one_pane_fits(ana: Member, add: Callable[..., Goal]) -> None:
    add(why="It pays the support desk.")
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        assert not app.screen.query_one(Detail).display
        await press(pilot, "enter")
        assert app.screen.query_one(Detail).display
        assert "It pays the support desk." in detail(app)
        await press(pilot, "q")
        assert rows_of(app).has_focus


async def test_what_cant_be_done_is_greyed_and_says_why(viewer: Member, li: Member, add: Callable[..., Goal]) -> None:
    app = app_of(viewer)
    async with app.run_test(size=SMALL) as pilot:
        for key, words_ in (("n", "change nothing"), ("space", "Select a goal first"), ("e", "Select a goal first")):
            await press(pilot, key)
            assert words_ in said(app)
    add()
    app = app_of(li)
    async with app.run_test(size=SMALL) as pilot:
        for key in ("space", "e", "x"):
            await press(pilot, key)
            assert "belongs to somebody else" in said(app)
        await press(pilot, "a")
        assert said(app) == "Only the lead, or for closing its owner, may do that."


async def test_it_shows_a_goal_from_elsewhere_whatever_was_filtered(
    ana: Member, li: Member, add: Callable[..., Goal]
) -> None:
    add("Mine", ana)
    goal = add("Theirs", li)
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "m", "slash", *typed("mine"), "enter")
        app.open(Ref("goal", goal.id))
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert (rows_of(app).key, app.screen.mine, app.screen.filter_text) == (goal.id, False, "")


async def test_the_screen_asks_a_small_number_of_queries_for_any_number_of_goals(
    ana: Member, add: Callable[..., Goal]
) -> None:
    async def cost() -> int:
        asked: list[str] = []
        app = app_of(ana)
        database.connection().set_trace_callback(asked.append)
        async with app.run_test(size=LARGE) as pilot:
            await pilot.pause(0.2)
        database.connection().set_trace_callback(None)
        return len(asked)

    top = add()
    few = await cost()
    for number in range(20):
        add(f"Goal {number}", parent=top)
    assert await cost() <= few + 1
    assert few < 45


# Words


def row_of(ana: Member, goal: Goal) -> goals.GoalRow:
    return goals.listed([goal.id], DAY)[goal.id]


def text(cell: Any) -> str:
    return cell[0] if isinstance(cell[0], str) else "".join(span for span, _tone in cell)


def test_a_row_says_how_far_it_is_and_where_it_should_be(ana: Member, add: Callable[..., Goal]) -> None:
    goal = add()
    goals.check_in(ana, goal, 14_000_000, confidence=8)
    row = row_of(ana, goal)
    assert text(words.progress(row)) == "━━──┃───"
    assert words.share(row) == ("27%", "")
    assert words.state(row) == ("✕ off track", "bad")
    assert words.confidence(row) == ("8/10", "warning")  # it says the opposite of the figures
    assert words.so_far(row) == ("140 k / 520 k", "")
    assert words.promise(row) == "€ 140,000 of € 520,000"
    assert words.required(row) == "€ 13,103 a working day · 29 left"
    assert words.heading_for(row) == "250 k at this rate"


def test_little_is_required_in_all_and_not_in_hundredths_a_day(ana: Member, add: Callable[..., Goal]) -> None:
    few = add("Customers", target=9_000, unit=Unit.NUMBER)
    goals.check_in(ana, few, 3_000)
    assert words.required(row_of(ana, few)) == "6 in 29 working days"
    falling = add("Complaints open", shape=Shape.LEVEL, start=10_000, target=0, unit=Unit.NUMBER)
    goals.check_in(ana, falling, 7_000)
    assert words.required(row_of(ana, falling)) == "-7 in 29 working days"
    assert words.promise(row_of(ana, falling)) == "7, from 10 to 0"
    many = add("Calls", target=300_000, unit=Unit.NUMBER)
    assert words.required(row_of(ana, many)) == "10.3 a working day · 29 left"


def test_a_limit_says_what_may_still_be_used(ana: Member, add: Callable[..., Goal]) -> None:
    goal = add("Discounts", target=10_000, unit=Unit.NUMBER, direction=Direction.DOWN)
    assert words.pace(row_of(ana, goal)) == "–"
    goals.check_in(ana, goal, 12_000)
    row = row_of(ana, goal)
    assert (words.promise(row), words.required(row)) == ("12 of at most 10", "nothing is left of it")


@pytest.mark.parametrize(
    ("value", "shown"), [(140_000, "140%"), (-20_000, "-20%"), (999_000, "999%"), (1_048_000, "10×")]
)
def test_progress_is_shown_as_it_is(ana: Member, add: Callable[..., Goal], value: int, shown: str) -> None:
    goal = add(target=100_000, unit=Unit.NUMBER)
    goals.check_in(ana, goal, value)
    assert words.share(row_of(ana, goal))[0] == shown


@pytest.mark.parametrize(
    ("kind", "fiscal_month", "name"),
    [
        (PeriodKind.YEAR, 1, "2026"),
        (PeriodKind.QUARTER, 1, "Q4 2026"),
        (PeriodKind.MONTH, 1, "Nov 2026"),
        (PeriodKind.YEAR, 4, "2026/27"),
        (PeriodKind.QUARTER, 4, "Q3 2026/27"),
        (PeriodKind.QUARTER, 12, "Q4 2025/26"),
    ],
)
def test_a_period_bears_its_name(kind: PeriodKind, fiscal_month: int, name: str) -> None:
    assert words.period(period_of(DAY, kind, fiscal_month), fiscal_month) == name


def test_a_period_of_other_days_says_them() -> None:
    part = goals.Period(PeriodKind.QUARTER, date(2026, 11, 2), date(2026, 12, 31))
    assert words.period(part, 1) == "2 Nov – 31 Dec"
    assert forms.periods(part, 1, DAY)[0] == (part, "2 Nov – 31 Dec")


# How it looks


@both
def test_it_looks_right_filled(snap_compare: Any, demo: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(demo), terminal_size=size, press=[*"jjjj", "wait:300"])


def test_the_detail_looks_right_alone(snap_compare: Any, demo: Member) -> None:
    assert snap_compare(app_of(demo), terminal_size=SMALL, press=["enter", "wait:300"])


@both
def test_it_looks_right_empty(snap_compare: Any, ana: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(ana), terminal_size=size)


@both
def test_a_refused_form_looks_right(snap_compare: Any, demo: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(demo), terminal_size=size, press=["n", "wait:200", "ctrl+s", "wait:200"])


@both
def test_checking_in_looks_right(snap_compare: Any, demo: Member, size: tuple[int, int]) -> None:
    press = ["space", "wait:200", *"2 x", "ctrl+s", "wait:200"]
    assert snap_compare(app_of(demo), terminal_size=size, press=["space" if k == " " else k for k in press])


@both
def test_hostile_text_looks_harmless(snap_compare: Any, hostile: Member, size: tuple[int, int]) -> None:
    keys = ["wait:300"] if size == LARGE else ["enter", "wait:300"]
    assert snap_compare(app_of(hostile), terminal_size=size, press=keys)
