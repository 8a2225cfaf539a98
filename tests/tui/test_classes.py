"""The classes screen by its keys, the run of the day, and care days in the form of a contact."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from pilots import press, said, typed
from sizes import by_size
from textual.pilot import Pilot

from store import care, customers, deals, followups
from store.calendar import clock
from store.care import Occasion, Segment
from store.customers import Customer, CustomerKind, Need, ValueClass
from store.followups import FollowUp, Origin
from store.team import Member
from tui import i18n, newday
from tui.app import HuddleApp
from tui.screens.classes import Classes
from tui.screens.classes.curve import Curve
from tui.screens.classes.grid import NeedGrid
from tui.screens.customers import Customers
from tui.screens.load import LoadChart
from tui.widgets.detail import Detail
from tui.widgets.form import Form
from tui.widgets.record_list import RecordList

DAY = date(2026, 11, 23)
NARROW, WIDE = (80, 24), (120, 40)
SIZES = [NARROW, WIDE]


def app_of(member: Member, start: str = "classes") -> HuddleApp:
    return HuddleApp(member, start=start)


def lines_of(pane: RecordList | NeedGrid | Curve) -> list[str]:
    return [strip.text.rstrip() for strip in pane.strips()]


def classes(app: HuddleApp) -> Classes:
    assert isinstance(app.screen, Classes)
    return app.screen


async def rest(pilot: Pilot[None]) -> None:
    """Until what stands beside has followed the cursor."""
    await pilot.pause(0.2)


@pytest.fixture
def buyers(ana: Member) -> list[Customer]:
    """Three customers who bought, the first one half a year ago, and a prospect with an urgent need."""
    found = [customers.add(ana, name, owner=ana) for name in ("Big", "Middle", "Small")]
    for one, amount, days in zip(found, (900_00, 80_00, 20_00), (150, 20, 20), strict=True):
        deals.book(ana, one, amount, DAY - timedelta(days=days))
    customers.add(ana, "Urgent", owner=ana, need=Need.URGENT, value_class=ValueClass.A)
    care.recompute(DAY)
    return found


# Grid, curve and segments


async def test_the_grid_counts_by_need_and_class(ana: Member, buyers: list[Customer]) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW):
        header, urgent, *_middle, none, sums = lines_of(classes(app).grid)[:6]
        assert header.split() == ["A", "B", "C", "—", "all"]
        assert urgent.split() == ["urgent", "1", "0", "0", "0", "1"]
        assert none.split() == ["none", "yet", "1", "1", "1", "0", "3"]
        assert sums.split() == ["all", "2", "1", "1", "0", "4"]
        assert "1 by hand ✎" in str(classes(app).grid.border_title)


async def test_the_curve_says_what_each_class_brings_and_of_how_many(ana: Member, buyers: list[Customer]) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW):
        curve = classes(app).query_one(Curve)
        text = "\n".join(lines_of(curve))
        assert "3 of 4 customers bought" in text
        assert "A 1 customer      90%  900" in text
        assert "B 1 customer       8%" in text
        assert "C 1 customer       2%" in text
        assert "€ 1,000" in str(curve.border_title)


async def test_the_segments_say_their_population_and_how_they_were_scored(ana: Member, buyers: list[Customer]) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW):
        assert lines_of(classes(app).segments)[0].strip() == "3 bought in 24 months · thresholds (under 25)"
        for n in range(22):
            deals.book(ana, customers.add(ana, f"Buyer {n}"), 10_00)
        care.recompute(DAY)
        app.tell_changed()
        assert lines_of(classes(app).segments)[0].strip() == "25 bought in 24 months · quintiles"


async def test_without_any_customer_every_pane_says_so(ana: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW):
        assert "Nothing booked in 12 months." in "\n".join(lines_of(classes(app).query_one(Curve)))
        assert "Nobody has bought anything yet." in "\n".join(lines_of(classes(app).segments))


async def test_enter_lists_who_is_in_a_cell_and_q_returns_to_it(ana: Member, buyers: list[Customer]) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "enter")
        screen = classes(app)
        assert screen.who.has_focus
        assert not screen.grid.display or not screen.grid.region
        assert lines_of(screen.who)[1].split()[:2] == ["▌", "A✎"]
        await press(pilot, "q")
        assert screen.grid.has_focus
        await press(pilot, "q")
        assert isinstance(app.screen, Customers)


async def test_arrows_and_letters_walk_over_the_grid_and_stop_at_its_edges(ana: Member, buyers: list[Customer]) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "right", "l", "down", "j", "j", "j")
        assert classes(app).grid.cell == (Need.NONE, ValueClass.C)
        await press(pilot, "g", "left", "k")
        assert classes(app).grid.cell == (Need.URGENT, ValueClass.A)
        await press(pilot, "G")
        assert classes(app).grid.cell == (Need.NONE, None)


async def test_a_wide_terminal_lists_them_beside_as_the_cursor_moves(ana: Member, buyers: list[Customer]) -> None:
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "down", "down", "down")
        await rest(pilot)
        assert [row.split()[1] for row in lines_of(classes(app).who)[1:2]] == ["A"]
        assert "Big" in lines_of(classes(app).who)[1]
        assert str(classes(app).who.border_title) == "A · no need yet · 1"


async def test_enter_on_a_customer_opens_it_on_its_own_screen(ana: Member, buyers: list[Customer]) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "G", "left", "enter", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, Customers)
        assert app.screen.query_one(RecordList).key == buyers[2].id


async def test_enter_on_a_segment_lists_who_is_in_it(ana: Member, buyers: list[Customer]) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "tab")
        classes(app).segments.move_to(Segment.NEW)
        await press(pilot, "enter")
        assert {"Middle", "Small"} == {word for line in lines_of(classes(app).who) for word in line.split()} & {
            "Big",
            "Middle",
            "Small",
        }
        await press(pilot, "escape")
        assert classes(app).segments.has_focus


async def test_a_class_set_by_hand_says_what_is_computed(ana: Member, buyers: list[Customer]) -> None:
    customers.edit(ana, Customer.load(buyers[0].id), value_class=ValueClass.C)
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "G", "left", "enter")
        assert "computed A" in "\n".join(lines_of(classes(app).who))


async def test_mine_narrows_grid_and_segments_and_leaves_the_curve(ana: Member, li: Member) -> None:
    for owner in (ana, li):
        deals.book(ana, customers.add(ana, f"Of {owner.name}", owner=owner), 100_00)
    care.recompute(DAY)
    app = app_of(li)
    async with app.run_test(size=NARROW) as pilot:
        assert classes(app).grid.found.total == 1
        assert len(classes(app).query_one(Curve).found.steps) == 2  # type: ignore[union-attr]  # filled
        await press(pilot, "m")
        assert classes(app).grid.found.total == 2


# Dormant, and computing again


async def test_a_customer_who_fell_asleep_is_proposed_and_a_makes_it_dormant(ana: Member) -> None:
    with clock(datetime(2025, 1, 10, 9, tzinfo=UTC)):
        one = customers.add(ana, "Sleeper", owner=ana)
        deals.book(ana, one, 100_00)
    care.recompute(DAY)
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "a")
        assert said(app) == "Nobody is proposed as dormant here."
        await press(pilot, "tab", "G", "enter", "a")
        assert said(app) == "Sleeper is dormant · u undo"
        assert Customer.load(one.id).kind is CustomerKind.DORMANT
        await press(pilot, "u")
    assert Customer.load(one.id).kind is CustomerKind.CUSTOMER


async def test_a_rep_cannot_say_it_of_a_colleagues_customer(ana: Member, li: Member) -> None:
    with clock(datetime(2025, 1, 10, 9, tzinfo=UTC)):
        deals.book(ana, customers.add(ana, "Sleeper", owner=ana), 100_00)
    app = app_of(li)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "m", "tab", "G", "enter", "a")
        assert "colleague" in said(app)


async def test_shift_r_computes_and_plans_and_says_what_came_of_it(ana: Member) -> None:
    deals.book(ana, customers.add(ana, "Big", owner=ana), 900_00)
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "R")
        assert said(app) == "Computed · 1 customer differs · 1 follow-up planned"
        assert classes(app).grid.found.cells == {(Need.NONE, ValueClass.A): 1}


async def test_v_on_customers_opens_it(ana: Member, buyers: list[Customer]) -> None:
    app = app_of(ana, "customers")
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "v")
        assert isinstance(app.screen, Classes)
        await press(pilot, "q")
        assert isinstance(app.screen, Customers)


async def test_the_palette_knows_it(ana: Member) -> None:
    app = app_of(ana, "today")
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "ctrl+p", *"classes", "enter")
        await pilot.pause()
        assert isinstance(app.screen, Classes)


# Once a day, after the first paint


async def test_the_first_program_of_the_day_plans_and_its_screen_shows_it(ana: Member) -> None:
    with clock(datetime(2026, 11, 2, 9, tzinfo=UTC)):
        customers.add(ana, "Northwind", owner=ana, value_class=ValueClass.A)
    app = HuddleApp(ana, start="followups", daily=newday.begin)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        text = "\n".join(lines_of(app.screen.query_one(RecordList)))
        assert "Northwind" in text
        assert "regular contact" in text
    assert not care.due(DAY)


async def test_the_turn_of_the_day_is_seen_while_the_program_is_open(ana: Member) -> None:
    app = HuddleApp(ana, start="followups", daily=newday.begin)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        with clock(datetime(2026, 11, 23, 23, 5, tzinfo=UTC)):  # 00:05 in Madrid
            customers.add(ana, "Northwind", owner=ana)
            app.look()
            await pilot.pause()
            assert not care.due(DAY + timedelta(days=1))
    assert FollowUp.select().where(FollowUp.origin == Origin.CADENCE).count() == 1


async def test_a_large_team_is_computed_beside_the_screen(
    ana: Member, buyers: list[Customer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(newday, "BESIDE_FROM", 2)
    app = HuddleApp(ana, start="followups", daily=newday.begin)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "Big" in "\n".join(lines_of(app.screen.query_one(RecordList)))
    assert not care.due(DAY)


async def test_a_visit_that_came_late_says_since_when(ana: Member) -> None:
    with clock(datetime(2026, 3, 2, 9, tzinfo=UTC)):
        customers.add(ana, "Northwind", owner=ana, value_class=ValueClass.B)
    care.plan_visits()
    app = app_of(ana, "followups")
    async with app.run_test(size=(120, 40)) as pilot:
        await rest(pilot)
        detail = app.screen.query_one(Detail)
        text = "\n".join(span for line in detail.lines for span, _tone in line.spans)
        assert "regular contact, was wanted on 1 Apr 2026" in text


# Care days in the form of a contact


async def test_a_birthday_typed_in_the_contacts_form_is_kept(ana: Member) -> None:
    one = customers.add(ana, "Northwind", owner=ana)
    app = app_of(ana, "customers")
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "p", "n", *"Eva")
        app.screen.query_one("#field-birthday Line").focus()
        await press(pilot, *typed("3 Dec"))
        app.screen.query_one("#field-festival Line").focus()
        await press(pilot, *typed("Diwali 11-08"), "ctrl+s")
        assert not isinstance(app.screen, Form)
        await press(pilot, "q")
        await rest(pilot)
        text = "\n".join("".join(s for s, _t in line.spans) for line in app.screen.query_one(Detail).lines)
        assert "Birthday 3 Dec" in text
        assert "Diwali 8 Nov" in text
    (contact,) = customers.contacts(one.id)
    assert [(d.occasion, d.label, d.month, d.day) for d in care.days_of(contact.id)] == [
        (Occasion.FESTIVAL, "Diwali", 11, 8),
        (Occasion.BIRTHDAY, "Birthday", 12, 3),
    ]


async def test_what_is_no_day_is_refused_beside_its_field_and_kept(ana: Member) -> None:
    one = customers.add(ana, "Northwind", owner=ana)
    customers.add_contact(ana, one, "Eva")
    app = app_of(ana, "customers")
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "p", "e")
        app.screen.query_one("#field-birthday Line").focus()
        await press(pilot, *typed("31 Feb"), "ctrl+s")
        assert isinstance(app.screen, Form)
        errors = [caption.error for caption in app.screen.query("Caption") if getattr(caption, "error", "")]
        assert errors == ["Write a day such as 12-03 or 3 Dec, with its name before it."]
        assert app.screen.query_one("#field-birthday Line").value == "31 Feb"  # type: ignore[attr-defined]  # an Input


async def test_an_edit_of_a_contact_keeps_its_care_days(ana: Member) -> None:
    one = customers.add(ana, "Northwind", owner=ana)
    care.add_contact(ana, one, "Eva", {Occasion.FESTIVAL: ("Diwali", care.MonthDay(11, 8))})
    app = app_of(ana, "customers")
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "p", "e", *"x", "ctrl+s")
    (contact,) = customers.contacts(one.id)
    assert [(d.label, d.month, d.day) for d in care.days_of(contact.id)] == [("Diwali", 11, 8)]


# The customer's form


async def test_saving_the_form_unchanged_sets_no_class_by_hand(ana: Member, buyers: list[Customer]) -> None:
    app = app_of(ana, "customers")
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "e", *"x", "ctrl+s")
    found = Customer.load(buyers[0].id)
    assert (found.value_class, found.value_class_set_by_hand) == (ValueClass.A, 0)


async def test_half_a_day_between_visits_is_refused_beside_its_field(ana: Member, buyers: list[Customer]) -> None:
    app = app_of(ana, "customers")
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "e")
        app.screen.query_one("#field-visit_interval_days Line").focus()
        await press(pilot, *"2.5", "ctrl+s")
        errors = [caption.error for caption in app.screen.query("Caption") if getattr(caption, "error", "")]
        assert errors == ["Write whole days."]
        await press(pilot, "backspace", "backspace", "ctrl+s")
    assert Customer.load(buyers[0].id).visit_interval_days == 2


# Pictures


@pytest.mark.parametrize("size", SIZES, ids=by_size)
def test_picture_demo(snap_compare: object, demo: Member, size: tuple[int, int]) -> None:
    care.recompute(DAY)
    assert snap_compare(app_of(demo), terminal_size=size)  # type: ignore[operator]  # a fixture


@pytest.mark.parametrize("size", SIZES, ids=by_size)
def test_picture_of_who_is_in_a_segment(snap_compare: object, demo: Member, size: tuple[int, int]) -> None:
    care.recompute(DAY)
    assert snap_compare(app_of(demo), press=("tab", "down", "down", "enter"), terminal_size=size)  # type: ignore[operator]


@pytest.mark.parametrize("size", SIZES, ids=by_size)
def test_picture_empty(snap_compare: object, ana: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(ana), terminal_size=size)  # type: ignore[operator]  # a fixture


@pytest.mark.parametrize("size", SIZES, ids=by_size)
def test_picture_hostile(snap_compare: object, hostile: Member, size: tuple[int, int]) -> None:
    care.recompute(DAY)
    assert snap_compare(app_of(hostile), press=("enter",), terminal_size=size)  # type: ignore[operator]  # a fixture


def test_picture_in_another_language(snap_compare: object, demo: Member) -> None:
    care.recompute(DAY)
    i18n.use("xx-brackets")
    assert snap_compare(app_of(demo), terminal_size=NARROW)  # type: ignore[operator]  # a fixture


# The load


async def test_shift_l_on_follow_ups_shows_everybodys_load_by_day(ana: Member, li: Member) -> None:
    for day in (DAY, DAY, DAY + timedelta(days=1), DAY - timedelta(days=4)):
        followups.add(ana, day, subject="Renewal")
    for _n in range(9):
        followups.add(li, DAY + timedelta(days=4), subject="Renewal")
    app = app_of(ana, "followups")
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "L")
        header, *people = lines_of(app.screen.query_one(RecordList))[:3]
        assert header.split()[:5] == ["Who", "Late", "Mo23", "Tu24", "We25"]
        assert people[0].split()[1:] == ["Ana", "✕", "1", "▂", "2", "▁", "1", *"––––––––"]
        assert people[1].split() == ["Li", *"––––", "█", "9", *"–––––"]
        await press(pilot, "q")
        assert not isinstance(app.screen, LoadChart)
        assert app.screen.query_one(RecordList).has_focus


@pytest.mark.parametrize("size", [(45, 20), *SIZES], ids=by_size)
def test_picture_of_the_load(snap_compare: object, demo: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(demo, "followups"), press=("L",), terminal_size=size)  # type: ignore[operator]
