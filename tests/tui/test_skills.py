"""The matrix of skills: the cursor walks the cells, a key rates, a gap becomes a plan; and how it looks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from pilots import press, said, told, typed
from sizes import by_size

from store import team, training
from store.records import Ref
from store.team import Member, Skill
from store.training import NewStep
from tui.app import HuddleApp
from tui.screens.training.matrix import SkillMatrix, written
from tui.screens.training.skills import Skills
from tui.widgets.form import Form

DAY = date(2026, 11, 23)  # the Monday at which the clock stands
SMALL, LARGE = (80, 24), (120, 40)


@pytest.fixture
def skills(ana: Member, li: Member, wang: Member) -> list[Skill]:
    """Two skills; Li's position needs Price talks on 3, Wang is on 4."""
    found = [team.add_skill(ana, "Discovery"), team.add_skill(ana, "Price talks", "Gives nothing for nothing")]
    place = team.add_position(ana, "Key accounts", needs={found[1].id: 3})
    team.assign(ana, place, li, DAY)
    training.set_level(ana, wang, found[1], 4, note="Kessler's framework contract")
    return found


def app_of(member: Member, start: str = "skills") -> HuddleApp:
    return HuddleApp(member, start=start)


def matrix(app: HuddleApp) -> SkillMatrix:
    return next(screen for screen in app.screen_stack if isinstance(screen, Skills)).matrix


async def test_v_on_training_opens_the_matrix_and_q_leads_back(ana: Member, skills: list[Skill]) -> None:
    app = app_of(ana, "training")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "v")
        assert isinstance(app.screen, Skills)
        await press(pilot, "q")
        assert app.screen.NAME == "training"  # type: ignore[attr-defined]


async def test_the_cursor_walks_the_cells_and_enter_shows_the_history(ana: Member, skills: list[Skill]) -> None:
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "j", "right")
        person, skill = matrix(app).person, matrix(app).skill
        assert person is not None and skill is not None
        assert (person.name, skill.name) == ("Li", "Price talks")
        await press(pilot, "j", "enter")
        assert "Level 4 teaches others" in told(app)
        assert "Kessler's framework contract" in told(app)
        await press(pilot, "q")
        assert matrix(app).has_focus
        await press(pilot, "G", "right", "right", "down")
        assert matrix(app).place == (2, 1), "it stops at the edges"


async def test_r_rates_the_cell_and_u_takes_it_back(ana: Member, li: Member, skills: list[Skill]) -> None:
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "j", "right", "r", "2", "tab", "tab", *typed("seen"), "ctrl+s")
        assert training.matrix(DAY).cells[li.id, skills[1].id].level == 2
        assert "Level 2" in said(app)
        await press(pilot, "u")
        assert training.matrix(DAY).cells[li.id, skills[1].id].level is None


async def test_a_day_to_come_is_refused_beside_it(ana: Member, skills: list[Skill]) -> None:
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "r", "2", "tab", *typed("tomorrow"), "ctrl+s")
        assert isinstance(app.screen, Form)
        assert "not come yet" in app.screen.row("day").caption.error


async def test_b_plans_what_teaches_the_gap_because_of_the_skill(ana: Member, li: Member, skills: list[Skill]) -> None:
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "b")
        assert "No position of this person needs it" in said(app)
        await press(pilot, "j", "right", "b")
        assert "No programme teaches Price talks" in said(app)
        training.add_programme(ana, "Basics", steps=[NewStep("x", skill=skills[1].id, level=1)])
        training.add_programme(ana, "Masters", steps=[NewStep("x", skill=skills[1].id, level=3)])
        await press(pilot, "b")
        assert isinstance(app.screen, Form)
        await press(pilot, "ctrl+s")
        (number,) = training.plans(li.id, DAY).buckets[training.Bucket.ACTIVE]
        row = training.listed([number], DAY)[number]
        assert (row.title, row.because_of) == ("Masters", Ref("skill", skills[1].id))
        await pilot.pause(0.2)
        await press(pilot, "enter")
        assert "Learning Masters: x → 3" in told(app)


async def test_skills_are_named_moved_renamed_and_removed(ana: Member, li: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        for name in ("Demos", "Offers"):
            await press(pilot, "n", *typed(name), "ctrl+s")
        assert matrix(app).skill is not None and matrix(app).skill.name == "Offers"  # type: ignore[union-attr]
        await press(pilot, "K")
        assert [skill.name for skill in team.skills()] == ["Offers", "Demos"]
        await press(pilot, "K")
        assert "at the end" in said(app)
        await press(pilot, "e", *typed(" 2"), "ctrl+s")
        assert [skill.name for skill in team.skills()] == ["Offers 2", "Demos"]
        await press(pilot, "n", *typed("Demos"), "ctrl+s")
        assert isinstance(app.screen, Form)
        assert "taken already" in app.screen.row("name").caption.error
        await press(pilot, "escape", "y", "x", "y")
        assert [skill.name for skill in team.skills()] == ["Demos"]


async def test_a_rep_reads_and_is_told_that_the_lead_writes(li: Member, skills: list[Skill]) -> None:
    app = app_of(li)
    async with app.run_test(size=SMALL) as pilot:
        for key in ("r", "n", "e", "x", "K"):
            await press(pilot, key)
            assert isinstance(app.screen, Skills), key
            assert "Only the lead" in said(app), key


def test_a_cell_says_by_a_glyph_what_its_colour_says() -> None:
    cell = training.Cell
    assert written(cell(None, 0)) == ("·", "muted")
    assert written(cell(2, 0)) == ("2", "")
    assert written(cell(3, 3)) == ("✓3/3", "good")
    assert written(cell(2, 3)) == ("▼2/3", "warning")
    assert written(cell(None, 3)) == ("▼0/3", "bad")
    assert written(cell(3, 3, expired=True)) == ("✕3/3", "bad")
    assert written(cell(3, 0, expired=True)) == ("✕3", "warning")


async def test_more_skills_than_fit_scroll_with_the_cursor(ana: Member, li: Member) -> None:
    for number in range(20):
        team.add_skill(ana, f"Skill {number}")
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, *["right"] * 19)
        assert matrix(app).skill is not None and matrix(app).skill.name == "Skill 19"  # type: ignore[union-attr]
        shown = "\n".join(strip.text for strip in matrix(app).strips())
        assert "19" in shown and "Skill\n" not in shown
        assert "‹" in shown
        await press(pilot, "g")
        shown = "\n".join(strip.text for strip in matrix(app).strips())
        assert "›" in shown and "‹" not in shown


# How it looks


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=by_size)
def test_looks_filled(snap_compare: Any, demo: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(demo), terminal_size=size, press=["j", "right", "wait:300"])


def test_looks_at_the_history_of_a_cell(snap_compare: Any, demo: Member) -> None:
    assert snap_compare(app_of(demo), terminal_size=SMALL, press=["j", "right", "wait:200", "enter", "wait:300"])


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=by_size)
def test_looks_empty(snap_compare: Any, ana: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(ana), terminal_size=size)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=by_size)
def test_looks_hostile(snap_compare: Any, ana: Member, size: tuple[int, int]) -> None:
    bob = team.add_member(ana, "[red]Bob\x1b[31m", "bob")
    names = (
        "[@click=app.quit]x[/] \u202eevil",
        "深圳市前海自动化精密机械制造有限公司",
        "Donaudampfschiff" * 3,
        "e\u0301\u0302\u0303\u0304\u0305",
    )
    found = [team.add_skill(ana, name, "\x1b]52;c;eA==\x07 " + name) for name in names]
    place = team.add_position(ana, "[/b]", needs={found[0].id: 4, found[1].id: 1})
    team.assign(ana, place, bob, DAY)
    training.set_level(ana, bob, found[0], 2, day=DAY - timedelta(days=3), note="[bold]" + "y" * 200)
    assert snap_compare(app_of(ana), terminal_size=size, press=["wait:300"])
