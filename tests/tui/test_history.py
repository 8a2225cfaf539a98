"""History on the screen: `h` on every record, in words, from → to; and nothing without a word for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pilots import press, rows_of, said, told, typed
from sizes import by_size
from textual.app import App
from textual.pilot import Pilot

from store import customers, deals, followups, history, team
from store.calendar import clock
from store.changes import undo
from store.customers import Customer
from store.followups import NextStep, Outcome
from store.records import Record, Ref, kind_of, models
from store.team import Member
from tui import i18n
from tui.app import HuddleApp
from tui.screens import SCREENS
from tui.screens.base import HuddleScreen
from tui.screens.customers.contacts import People
from tui.screens.history.fields import FIELDS, KINDS, OF_A_KIND, UNTOLD
from tui.screens.history.screen import History
from tui.widgets.board import Board

SMALL, LARGE = (80, 24), (120, 40)


def screen_of(app: App[None]) -> HuddleScreen:
    assert isinstance(app.screen, HuddleScreen)
    return app.screen


def row(app: HuddleApp) -> str:
    """The row under the cursor as it would be read with all the room of the world."""
    rows = rows_of(app)
    cells = [column.cell(rows.row) for column in rows.columns]
    spans = [(cell,) if isinstance(cell[0], str) else cell for cell in cells]
    return "|".join("".join(text for text, _tone in part) for part in spans)


@pytest.fixture
def northwind(ana: Member, li: Member) -> Customer:
    made = customers.add(ana, "Northwind", owner=ana, city="Porto")
    with clock(datetime(2026, 11, 23, 9, 30, tzinfo=UTC)):
        customers.edit(ana, made, city="Lisbon", do_not_call=True)
    with clock(datetime(2026, 11, 23, 9, 45, tzinfo=UTC)):
        return customers.hand_over(ana, made, li)


async def test_h_tells_who_changed_what_and_q_leads_back_to_the_record(ana: Member, northwind: Customer) -> None:
    app = HuddleApp(ana, start="customers")
    async with app.run_test(size=LARGE) as pilot:
        await press(pilot, "h")
        assert isinstance(app.screen, History)
        assert row(app) == "10:45|Ana|handed over  owner Ana → Li"
        await pilot.press("j")
        await pilot.pause(0.2)
        assert row(app) == "10:30|Ana|edited  city Porto → Lisbon · asked not to be called no → yes"
        assert "City Porto → Lisbon" in told(app) and "When Mon 23 Nov 10:30" in told(app)
        await pilot.press("j")
        await pilot.pause(0.2)
        assert row(app).startswith("10:00|Ana|added  kind prospect · city Porto · owner Ana")
        assert "Owner Ana" in told(app)
        await press(pilot, "q")
        assert screen_of(app).subject() == northwind.ref


async def test_u_takes_a_change_back_in_its_history_which_tells_that_too(ana: Member, northwind: Customer) -> None:
    app = HuddleApp(ana, start="customers")
    async with app.run_test(size=LARGE) as pilot:
        await press(pilot, "h", "g", "u")
        rows = rows_of(app)
        assert rows.count == 4
        await pilot.press("g")
        assert row(app) == "10:00|Ana|undone  owner Li → Ana"
        await pilot.press("j")
        await pilot.pause(0.2)
        assert "undone later" in told(app)
    assert Customer.load(northwind.id).owner_id == ana.id


async def test_what_a_colleague_changes_meanwhile_appears_and_m_leaves_it_out(
    ana: Member, li: Member, northwind: Customer
) -> None:
    app = HuddleApp(ana, start="customers")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "h")
        customers.edit(li, Customer.load(northwind.id), city="Faro")
        app.tell_changed()
        await pilot.pause()
        await pilot.press("g")
        assert row(app) == "10:00|Li|edited  city Lisbon → Faro"
        await press(pilot, "m")
        assert rows_of(app).count == 3
        await press(pilot, "enter")
        assert screen_of(app).list_detail is not None and screen_of(app).list_detail.opened  # type: ignore[union-attr]
        await press(pilot, "escape", "escape")
        assert not isinstance(app.screen, History)


@pytest.mark.parametrize("name", [place.name for place in SCREENS])
async def test_h_tells_the_history_of_the_selected_record_on_every_screen(demo: Member, name: str) -> None:
    """On a board `h` is "left" and `H` the history; on the agenda `h` lists the meetings and the palette has it."""
    app = HuddleApp(demo, start=name)
    async with app.run_test(size=LARGE) as pilot:
        await pilot.pause()
        if name == "meeting":
            await press(pilot, "j", "ctrl+p", *typed("history of what"), "enter")
        elif name == "classes":
            await press(pilot, "enter", "h")
        else:
            await press(pilot, "H" if app.screen.query(Board) else "h")
        assert isinstance(app.screen, History), name
        assert app.screen.about is not None and app.screen.about.kind in KINDS
        assert rows_of(app).count
        assert name == app.screen.NAME
        await press(pilot, "q")
        assert name == screen_of(app).NAME and not isinstance(app.screen, History)


async def test_a_row_without_a_record_says_so(ana: Member) -> None:
    app = HuddleApp(ana, start="customers")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "h")
        assert "Select a row first" in said(app)


async def test_people_of_a_customer_have_a_history_too(ana: Member, northwind: Customer) -> None:
    customers.add_contact(ana, northwind, "Rosa", title="Buyer")
    app = HuddleApp(ana, start="customers")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "p")
        await press(pilot, "h")
        assert isinstance(app.screen, History)
        assert "position Buyer" in row(app)
        await press(pilot, "q")
        assert isinstance(app.screen, People)


async def test_the_palette_has_the_history_of_the_whole_team_in_pages(demo: Member) -> None:
    app = HuddleApp(demo, start="followups")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "ctrl+p", *typed("whole team"), "enter")
        rows = rows_of(app)
        assert rows.count == len(history.of_team(demo)) > 500
        first = rows.key
        await press(pilot, "pagedown", "pagedown")
        assert isinstance(first, int) and isinstance(rows.key, int) and rows.key < first - 30
        await press(pilot, "6")
        assert screen_of(app).NAME == "deals"


async def test_a_long_history_reads_only_the_rows_in_view(demo: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    real: Callable[..., dict[int, history.Act]] = history.read

    def read(me: Member, numbers: list[int], ref: Ref | None = None) -> dict[int, history.Act]:
        asked.append(len(numbers))
        return real(me, numbers, ref)

    monkeypatch.setattr(history, "read", read)
    app = HuddleApp(demo, start="today")
    async with app.run_test(size=SMALL) as pilot:
        screen_of(app).open_history(None)
        await pilot.pause()
        await press(pilot, "G")
    assert asked and max(asked) < 100


# Words


def kinds() -> list[type[Record]]:
    return [model for model in models() if model.__module__.startswith("store.")]


def test_every_record_and_every_field_has_a_word() -> None:
    for place in SCREENS:
        place.load()
    missing = [kind_of(model) for model in kinds() if kind_of(model) not in KINDS]
    for model in kinds():
        told = set(model._meta.fields) - UNTOLD - set(model.DERIVED)
        missing += [
            f"{kind_of(model)}.{name}"
            for name in told
            if name not in FIELDS and (kind_of(model), name) not in OF_A_KIND
        ]
    assert missing == [], f"words are missing in tui/screens/history/fields.py: {sorted(missing)}"


def test_no_word_is_left_of_a_field_that_is_gone() -> None:
    for place in SCREENS:
        place.load()
    there = {(kind_of(model), name) for model in kinds() for name in model._meta.fields}
    assert set(FIELDS) - {name for _kind, name in there} == set()
    assert set(OF_A_KIND) - there == set()
    assert set(KINDS) - {kind for kind, _name in there} == set()


def test_a_stage_that_every_file_begins_with_is_told_in_the_language_that_is_spoken(
    ana: Member, northwind: Customer
) -> None:
    from tui.screens.history.words import Names, what_cell

    i18n.use(i18n.BRACKETS)
    deal = deals.add(ana, northwind, "Sensors")
    deals.move(ana, deal, deals.open_stages()[1])
    act = history.read(ana, history.of_record(ana, deal.ref)[:1]).popitem()[1]
    cell = what_cell(act, Names.of(ana, [act.told]), deal.ref)
    assert "⟦First contact⟧ → ⟦Needs confirmed⟧" in "".join(text for text, _tone in cell)


@pytest.mark.usefixtures("demo")
def test_every_change_of_the_demo_can_be_told() -> None:
    from tui.screens.history.telling import Names
    from tui.screens.history.words import card, what_cell

    me = next(member for member in team.members() if member.role == "lead")
    numbers = history.of_team(me)
    for act in history.read(me, numbers).values():
        others = history.others(me, act)
        names = Names.of(me, [act.told, *others])
        assert what_cell(act, names, None)
        assert len(card(act, others, names)) > 5


# How it looks


async def look(pilot: Pilot[None], ref: Ref | None, *keys: str) -> None:
    """Open a history over the screen and press these keys in it."""
    await pilot.pause()
    screen_of(pilot.app).open_history(ref)
    await pilot.pause(0.2)
    await pilot.press(*keys)
    await pilot.pause(0.2)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=by_size)
def test_looks_of_a_record(snap_compare: Any, demo: Member, size: tuple[int, int]) -> None:
    record = customers.hand_over(demo, Customer.load(1), next(m for m in team.members() if m.id != demo.id))
    customers.edit(demo, record, phone="+34 964 000 141", city="Vila-real", need="urgent", loyalty=5)
    app = HuddleApp(demo, start="customers")
    assert snap_compare(app, terminal_size=size, run_before=lambda pilot: look(pilot, record.ref))


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=by_size)
def test_looks_of_the_team(
    snap_compare: Any, ana: Member, li: Member, wang: Member, northwind: Customer, size: tuple[int, int]
) -> None:
    customers.add_contact(li, northwind, "王五", title="采购总监", primary=1)
    planned = followups.add(wang, date(2026, 11, 24), subject="Renewal terms")
    followups.complete(wang, planned, Outcome.ADVANCED, "Wants three years", NextStep(date(2026, 12, 1)))
    team.add_absence(ana, wang, date(2026, 12, 24), date(2026, 12, 31), li)
    customers.edit(team.SYSTEM, Customer.load(northwind.id), kind="dormant")
    customers.edit(li, Customer.load(northwind.id), tags="wind, Porto")
    undo(li)
    app = HuddleApp(ana, start="today")
    assert snap_compare(app, terminal_size=size, run_before=lambda pilot: look(pilot, None, *"jjjj"))


def test_looks_hostile(snap_compare: Any, ana: Member, northwind: Customer) -> None:
    team.edit_member(ana, ana, name="Ana [/b]")
    for name in ("[/b] [@click=app.quit]x[/]", "深圳市" * 20, "\x1b]52;c;cm0=\x07 \u202etxt.exe", "a\u0301\u0302" * 30):
        customers.edit(ana, northwind, name=name, notes=f"{name}\n\t{name}")
    app = HuddleApp(ana, start="today")
    assert snap_compare(app, terminal_size=LARGE, run_before=lambda pilot: look(pilot, northwind.ref, "j", "enter"))


def test_looks_empty(snap_compare: Any, ana: Member) -> None:
    """Nobody has changed a record that is named nowhere."""
    app = HuddleApp(ana, start="today")
    assert snap_compare(app, terminal_size=SMALL, run_before=lambda pilot: look(pilot, Ref("customer", 99_999)))
