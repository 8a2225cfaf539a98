"""Customers by its keys: what is pressed, what is stored, what is shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from pilots import lines_of, press, rows_of, said, typed

from store import complaints, customers, deals, followups, notes
from store.customers import Contact, Customer, CustomerKind, Need, ValueClass
from store.followups import FollowUp, Kind, Origin, Outcome
from store.team import Member
from tui import i18n
from tui.app import HuddleApp
from tui.screens.bookings import Bookings
from tui.screens.customers import Customers
from tui.screens.customers.contacts import People
from tui.screens.customers.words import ago
from tui.widgets.confirm import Confirm
from tui.widgets.detail import Detail
from tui.widgets.form import About, Form
from tui.widgets.keybar import KeyBar
from tui.widgets.list_detail import ListDetail
from tui.widgets.quickentry import QuickEntry

DAY = date(2026, 11, 23)
SIZES = [(80, 24), (120, 40)]


def app_of(member: Member) -> HuddleApp:
    return HuddleApp(member, start="customers")


def detail_of(app: HuddleApp) -> str:
    lines = app.screen.query_one(Detail).lines
    return "\n".join(" ".join((entry.label, *(text for text, _tone in entry.spans))) for entry in lines)


@pytest.fixture
def northwind(ana: Member) -> Customer:
    """An A customer of the lead's, with a phone number and nothing planned."""
    return customers.add(ana, "Northwind", value_class=ValueClass.A, owner=ana, phone="+34 600 000 000", city="Jaén")


# The list


async def test_a_row_says_class_kind_city_owner_last_contact_and_next_step(ana: Member, northwind: Customer) -> None:
    followups.log(ana, Kind.CALL, Outcome.CONNECTED, customer=northwind)
    app = app_of(ana)
    async with app.run_test(size=(80, 24)):
        header, row = lines_of(app)[:2]
        assert header.split() == ["Name", "Kind", "City", "Owner", "Contact", "Next", "step"]
        assert [w for w in ("A Northwind", "prospect", "Jaén", "Ana", "today", "▲ none") if w not in row] == []
        assert "need" not in header.lower()


async def test_a_wide_terminal_without_the_detail_says_the_need_too(ana: Member, northwind: Customer) -> None:
    customers.edit(ana, northwind, need=Need.URGENT)
    app = app_of(ana)
    async with app.run_test(size=(160, 24)):
        assert "▲ urgent" in lines_of(app)[1]


async def test_only_a_and_b_customers_that_are_not_lost_must_have_a_next_step(ana: Member) -> None:
    customers.add(ana, "1 B", value_class=ValueClass.B)
    customers.add(ana, "2 C", value_class=ValueClass.C)
    customers.add(ana, "3 none")
    customers.add(ana, "4 lost", value_class=ValueClass.A, kind=CustomerKind.LOST)
    late = customers.add(ana, "5 late", value_class=ValueClass.A)
    followups.add(ana, DAY - timedelta(days=3), customer=late)
    app = app_of(ana)
    async with app.run_test(size=(80, 24)):
        assert [line[-6:].strip() for line in lines_of(app)[1:6]] == ["▲ none", "–", "–", "–", "✕ 3 d"]


async def test_mine_shows_mine_and_nobodys_without_the_owner(ana: Member, li: Member) -> None:
    for name, owner in (("Hers", ana), ("His", li), ("Nobody's", None)):
        customers.add(ana, name, owner=owner)
    app = app_of(li)
    async with app.run_test(size=(80, 24)) as pilot:
        assert rows_of(app).count == 2
        assert "Owner" not in lines_of(app)[0]
        await press(pilot, "m")
        assert rows_of(app).count == 3
        assert "Owner" in lines_of(app)[0]
        assert said(app) == "Everyone's"


async def test_the_filter_looks_in_names_cities_and_the_people_there(ana: Member, northwind: Customer) -> None:
    customers.add_contact(ana, customers.add(ana, "Fabrikam"), "王芳")
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "/", *"王芳", "enter")
        assert rows_of(app).count == 1
        assert "Fabrikam" in lines_of(app)[1]
        await press(pilot, "escape")
        assert rows_of(app).count == 2


async def test_enter_opens_everything_about_it_and_q_returns(ana: Member, northwind: Customer) -> None:
    notes.write(ana, northwind.ref, "Wants three years")
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "enter")
        assert app.screen.query_one(ListDetail).opened
        assert "Wants three years" in detail_of(app)
        assert "▲ no next step planned" in detail_of(app)
        await press(pilot, "q")
        assert not app.screen.query_one(ListDetail).opened
        assert rows_of(app).has_focus


async def test_the_detail_follows_the_cursor_in_a_wide_terminal(ana: Member, northwind: Customer) -> None:
    customers.add(ana, "Alpine")
    app = app_of(ana)
    async with app.run_test(size=(120, 40)) as pilot:
        assert detail_of(app).strip().startswith("Alpine")
        await press(pilot, "j")
        await pilot.pause(0.2)
        assert detail_of(app).strip().startswith("Northwind")


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "yesterday"), (2, "2 d ago"), (99, "99 d ago"), (100, "15 Aug"), (400, "Oct 2025")],
)
def test_how_long_ago(days: int, words: str) -> None:
    assert ago(DAY - timedelta(days=days), DAY) == words
    assert ago(None, DAY) == "–"


# New, edit, owner, remove


async def test_n_adds_a_customer_of_mine_and_goes_there(ana: Member, northwind: Customer) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n", *typed("Zeta Works"), "tab", "c", "tab", "b", "tab", "u", "ctrl+s")
        made = Customer.get(Customer.name == "Zeta Works")
        assert (made.kind, made.value_class, made.need, made.owner_id) == (
            CustomerKind.CUSTOMER,
            ValueClass.B,
            Need.URGENT,
            ana.id,
        )
        assert (made.purchasing_power, made.loyalty, made.do_not_call) == (None, None, 0)
        assert rows_of(app).key == made.id
        assert said(app) == "Added · u undo"
        await press(pilot, "u")
        assert rows_of(app).count == 1


async def test_a_form_refuses_beside_the_fields_and_keeps_what_was_typed(ana: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n", "ctrl+s")
        form = app.screen
        assert isinstance(form, Form)
        assert form.row("name").caption.error
        form.row("email").take_focus()
        await press(pilot, *"nowhere")
        form.row("name").take_focus()
        await press(pilot, *"Zeta", "ctrl+s")
        assert form.row("email").caption.error == "An e-mail address has an @."
        assert form.row("email").raw() == "nowhere"
        assert customers.ids() == []


async def test_e_edits_every_field(ana: Member, northwind: Customer) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "e", "end", *" SA")
        form = app.screen
        assert isinstance(form, Form)
        for name, keys in {
            "purchasing_power": ["4"],
            "loyalty": ["2"],
            "do_not_call": ["y"],
            "industry": [*"Wine"],
            "source": [*"Fair"],
            "code": [*"N1"],
            "tags": [*"food"],
            "address": [*"Road"],
            "website": [*"n.example"],
            "notes": [*"One", "enter", *"two"],
        }.items():
            form.row(name).take_focus()
            await press(pilot, *keys)
        await press(pilot, "ctrl+s")
        it = Customer.load(northwind.id)
        assert (it.name, it.purchasing_power, it.loyalty, it.do_not_call) == ("Northwind SA", 4, 2, 1)
        assert (it.industry, it.source, it.code, it.tags) == ("Wine", "Fair", "N1", "food")
        assert (it.address, it.website, it.notes, it.owner_id) == ("Road", "n.example", "One\ntwo", ana.id)
        assert said(app) == "Saved · u undo"


async def test_a_form_opened_before_somebody_elses_change_does_not_run_over_it(
    ana: Member, li: Member, northwind: Customer
) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "e", "end", *" SA")
        customers.edit(ana, Customer.load(northwind.id), city="Madrid")
        await press(pilot, "ctrl+s")
        assert said(app) == "Saved · u undo"
    found = Customer.load(northwind.id)
    assert (found.name, found.city) == ("Northwind SA", "Madrid"), "the other's change isn't run over"


async def test_o_hands_it_over(ana: Member, li: Member, northwind: Customer) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "o")
        assert app.screen.query_one(About)
        await press(pilot, "l", "ctrl+s")
        assert Customer.load(northwind.id).owner_id == li.id
        assert "Li" in lines_of(app)[1]
        assert said(app) == "Handed over · u undo"


async def test_x_asks_by_name_says_what_stays_and_removes(ana: Member, northwind: Customer) -> None:
    followups.add(ana, DAY, customer=northwind)
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "x")
        question = app.screen
        assert isinstance(question, Confirm)
        assert question.question == "Northwind"
        assert question.detail.startswith("1 planned follow-up stays")
        await press(pilot, "enter")  # the safe answer has the focus
        assert rows_of(app).count == 1
        await press(pilot, "x", "y")
        assert rows_of(app).count == 0
        await press(pilot, "u")
        assert rows_of(app).count == 1


async def test_a_row_that_is_gone_meanwhile_is_said_and_taken_out(ana: Member, northwind: Customer) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        customers.remove(ana, Customer.load(northwind.id))
        await press(pilot, "e")
        assert isinstance(app.screen, Customers)
        assert said(app)
        assert rows_of(app).count == 0


async def test_a_rep_is_told_why_a_colleagues_customer_is_not_theirs(li: Member, northwind: Customer) -> None:
    app = app_of(li)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "m")
        for key in ("e", "o", "x"):
            await press(pilot, "escape", key)
            assert isinstance(app.screen, Customers), key
            assert said(app) == "This belongs to a colleague; its owner or the lead may change it."
        await press(pilot, "c", *"Hello", "ctrl+s")
        assert [note.body for note in notes.about(northwind.ref)] == ["Hello"]


async def test_a_viewer_adds_nothing(viewer: Member, northwind: Customer) -> None:
    app = app_of(viewer)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n")
        assert isinstance(app.screen, Customers)
        assert "change nothing" in said(app)


async def test_without_a_customer_the_keys_say_what_to_do(ana: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        shown = "\n".join(lines_of(app))
        assert "No customer is here yet." in shown
        assert "n adds one" in shown
        for key in ("e", "o", "x", "p", "c", "f", "y"):
            await press(pilot, key)
            assert isinstance(app.screen, Customers), key
            assert said(app) == "Select a customer first; n adds one."


# Follow-ups, log, note, copy


async def test_f_plans_a_follow_up_with_this_customer(ana: Member, northwind: Customer) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "f", "tab", "tab", *"Terms", "tab", "ctrl+u", *"fri", "ctrl+s")
        made = FollowUp.get(FollowUp.subject == "Terms")
        assert (made.customer_id, made.due_on, made.owner_id) == (northwind.id, date(2026, 11, 27), ana.id)
        assert said(app) == "Planned for Fri 27 Nov · u undo"
        assert "Fri 27" in lines_of(app)[1]
        assert rows_of(app).key == northwind.id


async def test_l_logs_a_contact_with_this_customer(ana: Member, northwind: Customer) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "l")
        assert app.screen.query_one(QuickEntry)
        await press(pilot, *typed("he will sign"), "enter")
        assert [row.subject for row in followups.of_customer(northwind.id)] == ["he will sign"]
        assert "today" in lines_of(app)[1]


async def test_c_notes_and_y_copies_the_number_to_call(ana: Member, northwind: Customer) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "c", *typed("Out until May"), "ctrl+s")
        assert [note.body for note in notes.about(northwind.ref)] == ["Out until May"]
        await press(pilot, "y")
        assert app.clipboard == "+34 600 000 000"
        assert said(app) == "Copied +34 600 000 000"


async def test_the_palette_opens_a_customer_and_a_contact(ana: Member, li: Member, northwind: Customer) -> None:
    person = customers.add_contact(ana, customers.add(ana, "Alpine"), "Maria")
    app = app_of(li)
    async with app.run_test(size=(80, 24)) as pilot:
        for ref, key in ((northwind.ref, northwind.id), (person.ref, person.customer_id)):
            app.open(ref)
            await app.workers.wait_for_complete()
            await pilot.pause()
            assert rows_of(app).key == key
        assert app.screen.mine is False


# The people there


async def test_p_adds_people_and_the_first_is_the_main_one(ana: Member, northwind: Customer) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "p")
        assert isinstance(app.screen, People)
        assert "Nobody is known there yet." in "\n".join(lines_of(app))
        await press(pilot, "n", *"Maria", "tab", *"Buyer", "tab", "d", "tab", *"123", "ctrl+s")
        await press(pilot, "n", *"Pedro", "ctrl+s")
        found = customers.contacts(northwind.id)
        assert [(c.name, c.primary, c.title, c.phone) for c in found] == [
            ("Maria", 1, "Buyer", "123"),
            ("Pedro", 0, "", ""),
        ]
        assert rows_of(app).key == found[1].id
        assert "● Maria" in lines_of(app)[0]
        assert "Buyer, decides" in lines_of(app)[0]
        await press(pilot, "space")
        assert [c.name for c in customers.contacts(northwind.id) if c.primary] == ["Pedro"]
        await press(pilot, "u", "q")
        assert isinstance(app.screen, Customers)
        assert [c.name for c in customers.contacts(northwind.id) if c.primary] == ["Maria"]


async def test_people_are_edited_removed_and_copied(ana: Member, northwind: Customer) -> None:
    maria = customers.add_contact(ana, northwind, "Maria", phone="123")
    app = app_of(ana)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "p", "y")
        assert app.clipboard == "123"
        await press(pilot, "enter", "end", *" L", "ctrl+s")
        assert Contact.load(maria.id).name == "Maria L"
        await press(pilot, "e", "end", *"opez", "ctrl+s")
        assert Contact.load(maria.id).name == "Maria Lopez"
        await press(pilot, "x")
        assert isinstance(app.screen, Confirm)
        await press(pilot, "y")
        assert customers.contacts(northwind.id) == []
        await press(pilot, "u")
        assert [c.name for c in customers.contacts(northwind.id)] == ["Maria Lopez"]
        await press(pilot, "escape")
        assert "Maria Lopez" in detail_of(app)


async def test_q_closes_the_people_and_not_huddle(ana: Member, northwind: Customer) -> None:
    customers.add_contact(ana, northwind, "Maria")
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "p", "q")
        assert isinstance(app.screen, Customers)
        await pilot.pause()
        assert app.is_running and app.return_code is None
        assert rows_of(app).has_focus


async def test_a_wrong_contact_is_refused_in_its_form(ana: Member, northwind: Customer) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "p", "n", "ctrl+s")
        form = app.screen
        assert isinstance(form, Form)
        assert form.row("name").caption.error
        assert customers.contacts(northwind.id) == []


async def test_a_rep_reads_a_colleagues_people_and_is_told_why_no_more(li: Member, northwind: Customer) -> None:
    customers.add_contact(Member.load(northwind.owner_id or 0), northwind, "Maria", phone="123")
    app = app_of(li)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "m", "p", "n")
        assert isinstance(app.screen, People)
        assert said(app) == "This belongs to a colleague; its owner or the lead may change it."
        await press(pilot, "enter")
        assert isinstance(app.screen, People)


async def test_undo_among_the_people_says_what_it_took_back_and_when_nothing_is_left(
    ana: Member, northwind: Customer
) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "p", "n", *"Maria", "ctrl+s", "u")
        assert said(app) == "Undone: Northwind"
        assert customers.contacts(northwind.id) == []
        await press(pilot, "u", "u")
        assert "nothing of yours to undo" in said(app)


# Bookings and payments


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)
async def test_the_tabs_tell_of_people_deals_and_complaints_and_open_them(
    ana: Member, northwind: Customer, size: tuple[int, int]
) -> None:
    customers.add_contact(ana, northwind, name="Ben Ortiz", title="Buyer")
    customers.add_contact(ana, northwind, name="Eva Sol")
    deals.add(ana, northwind, "Sensors", amount=1_000_00, next_step="send the offer")
    broken = complaints.add(ana, northwind, "Two of ten sensors are dead")
    followups.add(ana, DAY, complaint=broken, subject="Bring new ones", origin=Origin.COMPLAINT)
    app = app_of(ana)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "enter")
        tabs = "▸Story Facts People·2 Deals·1 Complaints·1"
        assert tabs in detail_of(app).replace("  ", " ")
        assert "Two of ten sensors" in detail_of(app), "what is wrong stands in the story, too"
        await press(pilot, ">", ">")
        assert "Ben Ortiz" in detail_of(app) and "▸People·2" in detail_of(app)
        await press(pilot, ">")
        assert all(words in detail_of(app) for words in ("Sensors", "First contact 10%", "send the offer"))
        await press(pilot, "》")
        assert all(words in detail_of(app) for words in ("#1", "Two of ten", "Bring new ones"))
        await press(pilot, "<", "<", "enter")
        assert isinstance(app.screen, People)
        await press(pilot, "q", ">", "enter")
        assert app.current_mode == "deals"


async def test_a_click_chooses_a_tab_and_the_cursor_keeps_it(ana: Member, northwind: Customer) -> None:
    customers.add(ana, "Zenith", owner=ana)
    app = app_of(ana)
    async with app.run_test(size=(120, 40)) as pilot:
        detail = app.screen.query_one(Detail)
        at = "▸Story Facts People".index("People") + 2  # frame and blank
        await pilot.click(detail, offset=(at, 2))
        await pilot.pause()
        assert "▸People" in detail_of(app)
        await press(pilot, "q", "j")
        await pilot.pause(0.2)
        assert "Zenith" in detail_of(app) and "nobody yet" in detail_of(app)


async def test_a_customers_first_deal_is_written_down_from_its_tab(ana: Member, northwind: Customer) -> None:
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "enter", ">", ">", ">", "enter", *"Pumps", "ctrl+s")
    assert [row.name for row in deals.of_customer(northwind.id)] == ["Pumps"]


async def test_b_books_for_the_customer_and_its_card_sums_12_months(ana: Member, northwind: Customer) -> None:
    sensors = deals.add(ana, northwind, "Sensors")
    deals.book(ana, northwind, 3_000_00, DAY - timedelta(days=30), deal=sensors)
    app = app_of(ana)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "b", *"1.2k", "ctrl+s")
        assert said(app) == "Booked € 1,200 · u undo"
        assert [(one.amount, one.deal) for one in deals.bookings(customer=northwind.id)] == [
            (1_200_00, ""),
            (3_000_00, "Sensors"),
        ]
        assert Customer.load(northwind.id).kind is CustomerKind.CUSTOMER
        await press(pilot, "enter", ">")
        rights = [line.right[0] for line in app.screen.query_one(Detail).lines]
        assert [text for text in rights if "€" in text] == ["€ 4,200 in 12 months", "€ 1,200", "€ 3,000"]
        assert "Sensors · Ana" in detail_of(app)


async def test_a_customers_bookings_are_listed_and_a_wrong_one_is_removed(ana: Member, northwind: Customer) -> None:
    deals.book(ana, northwind, 3_000_00, note="spare parts")
    app = app_of(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "B")
        assert isinstance(app.screen, Bookings)
        assert "spare parts · Ana" in lines_of(app)[1]
        await press(pilot, "x")
        assert isinstance(app.screen, Confirm)
        await press(pilot, "y")
        assert deals.bookings(customer=northwind.id) == []
        assert "Nothing is booked yet." in "\n".join(lines_of(app))


async def test_a_rep_books_nothing_for_a_colleagues_customer(li: Member, northwind: Customer) -> None:
    app = app_of(li)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "m", "b")
        assert said(app) == "This belongs to a colleague; its owner or the lead may change it."


# Words and pictures


async def test_every_word_of_ours_goes_through_the_catalogue(ana: Member, northwind: Customer) -> None:
    i18n.use(i18n.BRACKETS)
    app = app_of(ana)
    async with app.run_test(size=(160, 40)) as pilot:
        assert all(word.startswith("⟦") for word in ("⟦Name⟧",) if word in lines_of(app)[0])
        assert "⟦▲ none⟧" in lines_of(app)[1] or "⟦▲ none" in lines_of(app)[1]
        await press(pilot, "p")
        assert "⟦Nobody is known there yet.⟧" in "\n".join(lines_of(app))
        assert "⟦Main contact⟧" in app.screen.query_one(KeyBar).render().plain


@pytest.mark.parametrize("size", SIZES)
def test_picture_filled(snap_compare: Callable[..., bool], demo: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(demo), terminal_size=size, press=["j", "j", "wait:200"])


@pytest.mark.parametrize("size", SIZES)
def test_picture_empty(snap_compare: Callable[..., bool], ana: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(ana), terminal_size=size)


@pytest.mark.parametrize("size", SIZES)
def test_picture_form_with_errors(snap_compare: Callable[..., bool], demo: Member, size: tuple[int, int]) -> None:
    keys = ["n", "ctrl+s"]
    assert snap_compare(app_of(demo), terminal_size=size, press=keys)


@pytest.mark.parametrize("size", SIZES)
def test_picture_people(snap_compare: Callable[..., bool], demo: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(demo), terminal_size=size, press=["j", "j", "p"])


@pytest.mark.parametrize("size", SIZES)
def test_picture_hostile(snap_compare: Callable[..., bool], hostile: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(hostile), terminal_size=size, press=["wait:200"])


@pytest.mark.parametrize("tab", [2, 3, 4], ids=["people", "deals", "complaints"])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_picture_tabs(snap_compare: Callable[..., bool], demo: Member, size: tuple[int, int], tab: int) -> None:
    keys = [*"jjjjjjjjjjj", "enter", *[">"] * tab, "wait:200"]
    assert snap_compare(app_of(demo), terminal_size=size, press=keys)


@pytest.mark.parametrize("size", SIZES)
def test_picture_hostile_detail(snap_compare: Callable[..., bool], hostile: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(hostile), terminal_size=size, press=["j", "enter", "wait:200"])
