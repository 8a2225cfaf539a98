"""Quick entry meets the store: whom and which customer a line names, and what entering it writes."""

from __future__ import annotations

from datetime import date, time

import pytest

from store import customers, deals, entry, followups, team
from store.calendar import clock, now
from store.changes import undo
from store.customers import Customer
from store.deals import Deal
from store.errors import Denied, Invalid
from store.followups import FollowUp, Kind, Origin, Outcome, Priority, Status
from store.team import Member

MONDAY = date(2026, 11, 23)


def entered(actor: Member, line: str) -> FollowUp:
    return entry.enter(actor, entry.read(actor, line))


@pytest.mark.parametrize("pasted", ["x" * 60_000, "字" * 60_000, "%" * 60_000], ids=["latin", "chinese", "signs"])
def test_a_whole_book_that_is_pasted_is_no_fault_of_the_file(ana: Member, pasted: str) -> None:
    deals.add(ana, customers.add(ana, "Northwind"), "Renewal")
    assert entry.read(ana, f"call {pasted} fri").customer is None
    assert deals.by_name(pasted) == [] == deals.named(pasted, None)


def test_a_line_becomes_the_follow_up_that_it_says(ana: Member, li: Member) -> None:
    northwind = customers.add(ana, "Northwind Traders")
    made = FollowUp.load(entered(ana, "visit northwind renewal terms fri 10:00 @li !high").id)
    assert (made.customer_id, made.kind, made.subject) == (northwind.id, Kind.VISIT, "renewal terms")
    assert (made.due_on, made.due_time) == (date(2026, 11, 27), time(10))
    assert (made.owner_id, made.priority, made.status) == (li.id, Priority.HIGH, Status.PLANNED)


def test_without_a_day_it_is_for_today_and_without_an_owner_it_is_mine(li: Member) -> None:
    made = entered(li, "call - price list")
    assert (made.due_on, made.owner_id, made.customer_id) == (MONDAY, li.id, None)


def test_today_is_the_teams_day_and_not_the_machines(ana: Member) -> None:
    team.edit_team(ana, team.team(), timezone="Pacific/Auckland")
    assert entered(ana, "call - x today").due_on == MONDAY, "22:00 in Auckland is still Monday"
    with clock(now().replace(hour=13)):
        assert entered(ana, "call - x today").due_on == date(2026, 11, 24)


def test_a_contact_that_just_happened_is_logged_as_done(ana: Member) -> None:
    northwind = customers.add(ana, "Northwind")
    made = FollowUp.load(entered(ana, "done call northwind wants the terms").id)
    assert (made.status, made.origin, made.outcome) == (Status.DONE, Origin.LOGGED, Outcome.CONNECTED)
    assert (made.customer_id, made.done_at) == (northwind.id, now())
    assert followups.count_planned(ana.id) == 0


def test_the_nearest_customers_are_offered_and_none_is_taken_by_itself(ana: Member) -> None:
    for name in ("Northwind Traders", "Northwind Hotels", "Fabrikam"):
        customers.add(ana, name)
    found = entry.read(ana, "call northwind terms fri")
    assert found.customer is None
    assert [match.name for match in found.nearest] == ["Northwind Hotels", "Northwind Traders"]


def test_a_removed_customer_is_not_found(ana: Member) -> None:
    customers.remove(ana, customers.add(ana, "Northwind"))
    assert entry.read(ana, "call northwind terms fri").customer is None


def test_somebody_who_has_left_is_nobody_here(ana: Member, li: Member) -> None:
    team.edit_member(ana, li, joined_on=date(2026, 1, 1))
    team.leave(ana, Member.load(li.id), date(2026, 11, 20))
    found = entry.read(ana, "call - terms fri @li")
    assert (found.owner, found.owner_unknown) == (None, "li")


def test_what_is_entered_can_be_undone_and_a_viewer_enters_nothing(ana: Member, viewer: Member) -> None:
    entered(ana, "call - x fri")
    undo(ana)
    assert followups.count_planned(ana.id) == 0
    with pytest.raises(Denied):
        entered(viewer, "call - x fri")


def test_a_next_step_takes_what_it_does_not_say_from_the_contact_before(ana: Member) -> None:
    step = entry.read_step("fri 10:00", Kind.VISIT, "renewal")
    assert step is not None
    assert (step.due_on, step.kind, step.subject, step.due_time) == (
        date(2026, 11, 27),
        Kind.VISIT,
        "renewal",
        time(10),
    )
    said = entry.read_step("call fri sign", Kind.VISIT, "renewal")
    assert said is not None
    assert (said.kind, said.subject) == (Kind.CALL, "sign")


def test_a_next_step_needs_a_day_and_an_empty_line_is_none(ana: Member) -> None:
    assert entry.read_step("  ", Kind.CALL, "x") is None
    with pytest.raises(Invalid) as refused:
        entry.read_step("sometime", Kind.CALL, "x")
    assert list(refused.value.fields) == ["next_step"]


# #deal


@pytest.fixture
def northwind(ana: Member) -> Customer:
    return customers.add(ana, "Northwind Traders", owner=ana)


@pytest.fixture
def pumps(ana: Member, northwind: Customer) -> Deal:
    return deals.add(ana, northwind, "Pumps for plant 2", amount=9_000_00)


@pytest.mark.parametrize(
    "line",
    [
        "call Northwind #pumps fri",
        "call Northwind #deal fri",
        "call Northwind #商机 周五",
        "call #pumps-for-plant-2 fri",
        "call fri #plant_2",
        "done call Northwind #PUMPS they sign",
    ],
)
def test_a_tag_that_names_a_deal_is_that_deal_and_its_customer(ana: Member, pumps: Deal, line: str) -> None:
    reading = entry.read(ana, line)
    assert reading.deal is not None and (reading.deal.id, reading.tags) == (pumps.id, ())
    made = entry.enter(ana, reading)
    assert (made.deal_id, made.customer_id) == (pumps.id, pumps.customer_id)
    assert "#" not in made.subject


def test_where_several_deals_fit_the_nearest_are_offered_and_none_is_guessed(
    ana: Member, northwind: Customer, pumps: Deal
) -> None:
    other = deals.add(ana, customers.add(ana, "Acme"), "Pumps again", amount=1)
    reading = entry.read(ana, "call #pumps fri")
    assert (reading.deal, [one.id for one in reading.deals]) == (None, [pumps.id, other.id])
    with pytest.raises(Invalid, match="Pumps for plant 2 \\(Northwind Traders"):
        entry.enter(ana, reading)
    chosen = reading.of_deal(reading.deals[1])
    assert (chosen.customer, chosen.tags) == (reading.deals[1].customer, ())
    assert entry.enter(ana, chosen).deal_id == other.id
    named = entry.read(ana, "call Northwind #pumps fri")
    assert named.deal is not None and named.deal.id == pumps.id, "of one customer only one fits"


def test_a_tag_that_names_no_open_deal_stays_a_tag(ana: Member, northwind: Customer, pumps: Deal) -> None:
    deals.lose(ana, pumps, deals.LostReason.PRICE)
    for tag in ("#pumps", "#fair", "#deal"):
        made = entry.enter(ana, entry.read(ana, f"call Northwind {tag} fri"))
        assert (made.deal_id, made.subject) == (None, tag)
    assert entry.read(ana, "call - #fair").deals == ()
