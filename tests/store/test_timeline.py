"""What happened with a customer: contacts and notes in one line of time."""

from __future__ import annotations

from datetime import UTC, datetime

from store import customers, deals, followups, notes, timeline
from store.calendar import clock
from store.customers import Customer
from store.errors import Reason
from store.followups import Kind, Outcome
from store.team import Member


def test_contacts_and_notes_stand_in_the_order_of_time(ana: Member, li: Member) -> None:
    customer = customers.add(ana, "Northwind")
    for hour, act in ((8, "call"), (9, "note"), (10, "visit")):
        with clock(datetime(2026, 11, 23, hour, tzinfo=UTC)):
            if act == "note":
                notes.write(li, customer.ref, "likes tea")
            else:
                followups.log(ana, Kind(act), Outcome.ADVANCED, customer=customer, note=f"a {act}")
    found = [(event.who, event.text, event.kind) for event in timeline.of_customer(customer.id)]
    assert found == [("Ana", "a visit", Kind.VISIT), ("Li", "likes tea", None), ("Ana", "a call", Kind.CALL)]
    assert len(timeline.of_customer(customer.id, limit=2)) == 2


def test_what_is_only_planned_has_not_happened(ana: Member) -> None:
    customer = customers.add(ana, "Northwind")
    followups.add(ana, datetime(2026, 11, 23).date(), customer=customer)
    assert timeline.of_customer(customer.id) == []


def test_a_new_owner_an_edit_and_a_stage_are_told_with_who_did_it(ana: Member, li: Member) -> None:
    with clock(datetime(2026, 11, 20, 8, tzinfo=UTC)):
        customer = customers.add(ana, "Northwind", owner=ana)
    with clock(datetime(2026, 11, 20, 9, tzinfo=UTC)):
        customers.hand_over(ana, customer, li)
    with clock(datetime(2026, 11, 20, 10, tzinfo=UTC)):
        customers.edit(li, Customer.load(customer.id), city="Zaragoza", phone="12")
    with clock(datetime(2026, 11, 20, 11, tzinfo=UTC)):
        deals.add(li, customer, "Sensors", amount=100_00)
    found = [(event.who, event.what, event.text) for event in timeline.of_customer(customer.id)]
    changed = Reason(timeline.EDITED, {"name": "Li", "fields": [Reason("city"), Reason("phone")]})
    assert found == [
        ("Li", Reason("▶ {stage}", {"stage": Reason("First contact")}), "Sensors"),
        ("Li", changed, ""),
        ("Ana", Reason(timeline.HANDED_OVER), "Li"),
    ]
