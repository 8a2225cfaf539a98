"""Marked customers, merging two, and the warning while a duplicate is typed: keys in, store and screen out."""

from __future__ import annotations

import pytest
from pilots import press, rows_of, said, typed

from store import changes, customers, notes
from store.customers import Customer, ValueClass
from store.team import Member
from tui.app import HuddleApp
from tui.format import cell_width
from tui.widgets.confirm import Confirm, Question
from tui.widgets.form import Form
from tui.widgets.picker import Pick


def app_of(member: Member) -> HuddleApp:
    return HuddleApp(member, start="customers")


@pytest.fixture
def four(ana: Member) -> list[int]:
    """Four customers of the lead's: two of class B, one of A, one that nobody has judged."""
    values = {"Alpine": ValueClass.B, "Bravo": ValueClass.B, "Coda": ValueClass.A, "Delta": None}
    return [customers.add(ana, name, owner=ana, value_class=value).id for name, value in values.items()]


# Marks


async def test_marks_are_seen_counted_and_cleared(ana: Member, four: list[int]) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "M", "M")
        rows = rows_of(app)
        assert rows.marked == tuple(four[:2]) and rows.key == four[2]
        lines = [strip.text for strip in rows.strips()]
        assert [line[0] for line in lines[1:5]] == ["◆", "◆", "▌", " "]
        assert {cell_width(line) for line in lines} == {78}
        assert str(rows.border_title) == "Customers · 4 · ◆ 2"
        assert said(app) == "2 marked · o hands over · e changes a field"
        await press(pilot, "k", "M")
        assert rows.marked == (four[0],)
        await press(pilot, "escape")
        assert rows.marked == () and str(rows.border_title) == "Customers · 4"


async def test_q_clears_marks_before_it_leaves(ana: Member, four: list[int]) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "A", "q")
        assert app.is_running and rows_of(app).marked == ()
        await press(pilot, "A", "A")
        assert rows_of(app).marked == ()


async def test_a_row_that_is_not_listed_any_more_is_not_marked_unseen(ana: Member, four: list[int]) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "A", "/", *"alp", "enter")
        assert rows_of(app).marked == (four[0],)


async def test_all_marked_are_handed_over_by_one_act(ana: Member, li: Member, four: list[int]) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "M", "M", "o")
        assert isinstance(app.screen, Form)
        await press(pilot, "L", "ctrl+s")
        assert said(app) == "2 handed over · u undo"
        assert [Customer.load(n).owner_id for n in four] == [li.id, li.id, ana.id, ana.id]
        assert rows_of(app).marked == ()
        await press(pilot, "u")
        assert {Customer.load(n).owner_id for n in four} == {ana.id}


async def test_one_field_of_all_marked_is_previewed_and_changed_by_one_act(ana: Member, four: list[int]) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "A", "e")
        assert isinstance(app.screen, Pick)
        await press(pilot, *"class", "enter")
        await press(pilot, "A", "ctrl+s")
        assert isinstance(app.screen, Confirm)
        assert app.screen.query_one(Question).question == "4 customers: Class B → A (2), — → A (1)"
        await press(pilot, "y")
        assert said(app) == "3 changed · u undo"
        assert {Customer.load(n).value_class for n in four} == {ValueClass.A}
        changes.undo(ana)
        assert customers.held(four, "value_class") == {"B": 2, "A": 1, None: 1}


async def test_a_preview_that_is_declined_changes_nothing_and_keeps_the_marks(ana: Member, four: list[int]) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "M", "e", *"city", "enter")
        await press(pilot, *"Soria", "ctrl+s", "n")
        assert Customer.load(four[0]).city == "" and rows_of(app).marked == (four[0],)


async def test_the_store_refuses_what_is_not_mine_among_the_marked(ana: Member, li: Member, four: list[int]) -> None:
    customers.add(li, "Echo", owner=li)
    app = app_of(li)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "m", "A", "e", *"city", "enter")
        await press(pilot, *"Soria", "ctrl+s", "y")
        assert "belongs to a colleague" in said(app)
        assert customers.held([*four, four[-1] + 1], "city") == {"": 5}
        assert len(rows_of(app).marked) == 5


# Merging


async def test_merging_names_both_and_what_moves_and_can_be_undone(ana: Member) -> None:
    keep = customers.add(ana, "Northwind", phone="1", owner=ana)
    gone = customers.add(ana, "Northwind SL", phone="2", owner=ana)
    notes.write(ana, gone.ref, "Wants three years")
    customers.add_contact(ana, gone, "Eva")
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "D", "enter")
        assert isinstance(app.screen, Form)
        await press(pilot, "down", "right", "ctrl+s")
        assert isinstance(app.screen, Confirm)
        question = app.screen.query_one(Question)
        assert question.question == "Merge Northwind SL into Northwind?"
        assert question.detail == "1 person, 1 note move to Northwind. One undo takes it back."
        await press(pilot, "y")
        assert said(app) == "Northwind SL is part of Northwind now · u undo"
        merged = Customer.load(keep.id)
        assert (merged.name, merged.phone) == ("Northwind", "2") and customers.ids() == [keep.id]
        await press(pilot, "u")
        assert customers.ids() == [keep.id, gone.id] and len(customers.contacts(gone.id)) == 1


async def test_merging_into_a_colleagues_customer_is_greyed(ana: Member, li: Member, four: list[int]) -> None:
    app = app_of(li)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "m", "D")
        assert "belongs to a colleague" in said(app)


# The warning


async def test_a_duplicate_is_warned_about_while_it_is_typed_and_can_be_saved(ana: Member) -> None:
    customers.add(ana, "Northwind S.L.", phone="+34 600 123 456")
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n", *typed("northwind"))
        assert isinstance(app.screen, Form)
        name, phone = app.screen.row("name").caption, app.screen.row("phone").caption
        assert (name.warning, phone.warning) == ("Northwind S.L. may be the same", "")
        app.screen.row("phone").take_focus()
        await press(pilot, *typed("600123456"))
        assert phone.warning == "Northwind S.L. may be the same"
        await press(pilot, "backspace")
        assert phone.warning == ""
        await press(pilot, "ctrl+s")
        assert len(customers.ids()) == 2


async def test_a_customer_is_not_its_own_duplicate(ana: Member) -> None:
    customers.add(ana, "Northwind", owner=ana)
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "e", "end", "space", *typed("sl"))
        assert isinstance(app.screen, Form)
        assert app.screen.row("name").caption.warning == ""
