"""Positions on the Team screen: written, assigned, edited and removed by keys; and how they look."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pilots import press, rows_of, said, told, typed
from sizes import by_size

from store import team
from store.team import Member, Position, Skill
from tui.app import HuddleApp
from tui.screens.team.positions import Holders
from tui.widgets.form import Form

DAY = date(2026, 11, 23)  # the Monday at which the clock stands
SMALL, LARGE = (80, 24), (120, 40)


@pytest.fixture
def negotiation(ana: Member) -> Skill:
    return team.add_skill(ana, "Negotiation")


@pytest.fixture
def closer(ana: Member, negotiation: Skill) -> Position:
    return team.add_position(ana, "Key accounts", duties="A customers", needs={negotiation.id: 3})


def app_of(member: Member) -> HuddleApp:
    return HuddleApp(member, start="team")


async def to_positions(app: HuddleApp, pilot: Any, number: int = 0) -> None:
    """Put the cursor on a position; on the row that says that there is none."""
    await pilot.pause()
    assert rows_of(app).move_to(("position", number))
    await pilot.pause(0.2)


async def test_n_writes_a_position_with_what_it_needs(ana: Member, negotiation: Skill) -> None:
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await to_positions(app, pilot)
        await press(pilot, "n", "ctrl+s")
        assert isinstance(app.screen, Form)
        assert app.screen.row("title").caption.error
        await press(pilot, *typed("Trainer"))
        app.screen.row(f"need-{negotiation.id}").editor.value = 4
        await press(pilot, "ctrl+s")
        (place,) = team.positions()
        assert (place.position.title, place.needs) == ("Trainer", ((negotiation.id, "Negotiation", 4),))


async def test_p_assigns_somebody_with_a_backup_and_why_and_changes_it(
    ana: Member, li: Member, wang: Member, closer: Position
) -> None:
    team.edit_member(ana, li, strengths="Technical depth")
    app = app_of(ana)
    async with app.run_test(size=LARGE) as pilot:
        await to_positions(app, pilot, closer.id)
        await press(pilot, "p")
        assert isinstance(app.screen, Holders)
        await press(pilot, "n")
        form = app.screen
        assert isinstance(form, Form)
        form.row("member").editor.value = li.id
        form.row("backup").editor.value = li.id
        await pilot.pause()
        assert form.row("why").caption.note == "Technical depth"
        await press(pilot, "ctrl+s")
        assert "Somebody else" in form.row("backup").caption.error
        form.row("backup").editor.value = wang.id
        await press(pilot, "ctrl+s")
        assert "Assigned" in said(app)
        (held,) = team.positions()[0].held
        assert (held.member, held.backup, held.first_day) == ("Li", "王芳", DAY)
        await press(pilot, "e", "tab", *typed("30 Nov"), "ctrl+s")
        assert team.positions()[0].held[0].last_day == date(2026, 11, 30)
        await press(pilot, "x", "y")
        assert team.positions()[0].held == ()
        await press(pilot, "u", "q")
        await pilot.pause(0.2)
        assert "Negotiation 3 does it alone" in told(app)
        assert "backup 王芳" in told(app)


async def test_e_edits_and_x_removes_after_asking(ana: Member, closer: Position) -> None:
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await to_positions(app, pilot, closer.id)
        await press(pilot, "e", *typed(" 2"), "ctrl+s")
        assert (Position.load(closer.id).title, Position.load(closer.id).edition) == ("Key accounts 2", 2)
        await press(pilot, "x", "y")
        assert team.positions() == []


async def test_somebody_who_leaves_holds_nothing_after_the_last_day(
    ana: Member, li: Member, closer: Position, negotiation: Skill
) -> None:
    team.assign(ana, closer, li, DAY)
    team.leave(ana, li, DAY)
    assert team.needed(DAY) == {(li.id, negotiation.id): 3}
    assert team.needed(date(2026, 11, 24)) == {}
    assert team.positions()[0].held[0].last_day == DAY


async def test_a_rep_reads_positions_and_is_told_who_writes(li: Member, closer: Position) -> None:
    app = app_of(li)
    async with app.run_test(size=SMALL) as pilot:
        await to_positions(app, pilot, closer.id)
        for key in ("n", "e", "x"):
            await press(pilot, key)
            assert "Only the lead" in said(app), key
        await press(pilot, "p", "n")
        assert isinstance(app.screen, Holders)
        assert "Only the lead" in said(app)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=by_size)
def test_looks_at_who_holds_it(snap_compare: Any, ana: Member, li: Member, size: tuple[int, int]) -> None:
    place = team.add_position(ana, "[/b] 大客户经理", duties="[@click=app.quit]x[/] \u202eevil\x07" + "y" * 200)
    team.assign(ana, place, li, DAY, backup=ana, why="[red]" + "深圳市前海" * 20)
    assert snap_compare(app_of(ana), terminal_size=size, press=["j", "j", "j", "wait:200", "p", "wait:300"])
