"""Merging: nothing that hung on either customer is lost, and one undo parts them again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from store import actions, changes, customers, deals, followups, importing, meetings, merging, notes, search, topics
from store.calendar import clock
from store.changes import change
from store.complaints import satisfaction
from store.customers import Contact, Customer, CustomerKind, ValueClass
from store.database import rows
from store.deals.records import Booking, Deal
from store.errors import Conflict, Denied, Invalid
from store.followups import FollowUp, Kind, Origin, Outcome
from store.importing import ExternalRef
from store.notes import Note
from store.records import Ref
from store.team import Member

DAY = date(2026, 11, 30)
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def pair(ana: Member) -> tuple[Customer, Customer]:
    """The customer that stays, and the one that is the same."""
    keep = customers.add(ana, "Northwind", phone="1", tags="retail, north", notes="Long ago")
    gone = customers.add(ana, "Northwind S.L.", phone="2", city="Jaén", tags="North，key", notes="Eva knows")
    return keep, gone


def everything(ana: Member, gone: Customer) -> None:
    """One of each kind that hangs on a customer."""
    customers.add_contact(ana, gone, "Eva")
    followups.add(ana, DAY, subject="Terms", customer=gone)
    followups.log(ana, Kind.CALL, Outcome.CONNECTED, customer=gone)
    notes.write(ana, gone.ref, "Wants three years")
    deal = deals.add(ana, gone, "Renewal")
    deals.win(ana, deal, 100_00)
    topics.raise_topic(ana, meetings.set_up(ana, "Weekly").id, "Why so late?", origin=gone.ref)
    actions.add(ana, "Send the offer", ana, DAY, origin=gone.ref)
    with change(ana, "added", ExternalRef) as it:
        it.add(ExternalRef, about=gone.ref, source="file", kind="customer", key="K1", seen="")


def test_every_field_that_points_to_a_customer_is_known_here(ana: Member) -> None:
    """A new domain that isn't imported by merging would leave its records behind."""
    known = {(model._meta.table_name, model._meta.fields[name].column_name) for model, name in merging.links()}
    for (table,) in rows("SELECT name FROM sqlite_master WHERE type = 'table'"):
        for row in rows(f'PRAGMA foreign_key_list("{table}")'):
            if row[2] == "customer":
                assert (table, row[3]) in known, table


def test_everything_moves_and_one_undo_brings_it_all_back(ana: Member, pair: tuple[Customer, Customer]) -> None:
    keep, gone = pair
    everything(ana, gone)
    moving = merging.hanging(gone)
    counts = {"contact": 1, "follow_up": 2, "note": 1, "deal": 1, "booking": 1, "topic": 1, "action_item": 1}
    assert moving == {**counts, "external_ref": 1}
    merging.merge(ana, keep, Customer.load(gone.id))
    assert customers.ids() == [keep.id] and merging.hanging(gone) == {}
    assert merging.hanging(keep) == moving
    assert [note.body for note in notes.about(keep.ref)] == ["Wants three years"]
    assert [hit.title for hit in search.find("northwind", kind="customer")] == ["Northwind"]
    changes.undo(ana)
    assert merging.hanging(keep) == {} and merging.hanging(gone) == moving
    assert Customer.load(keep.id).phone == "1" and Customer.load(gone.id).city == "Jaén"
    assert rows("PRAGMA foreign_key_check") == []


def test_what_the_first_does_not_say_the_second_does(ana: Member, pair: tuple[Customer, Customer]) -> None:
    keep, gone = pair
    customers.edit(ana, gone, kind=CustomerKind.CUSTOMER, value_class=ValueClass.B)
    assert merging.different(keep, gone) == ["name", "kind", "phone"]
    merging.merge(ana, keep, gone, {"phone": "2"})
    merged = Customer.load(keep.id)
    assert (merged.name, merged.city, merged.phone, merged.kind) == ("Northwind", "Jaén", "2", CustomerKind.CUSTOMER)
    assert (merged.value_class, merged.value_class_set_by_hand) == (ValueClass.B, 1)
    assert merged.tags == "retail, north, key" and merged.notes == "Long ago\n\nEva knows"


def test_one_main_contact_remains(ana: Member, pair: tuple[Customer, Customer]) -> None:
    keep, gone = pair
    customers.add_contact(ana, keep, "王芳")
    customers.add_contact(ana, gone, "Eva")
    merging.merge(ana, keep, gone)
    assert [(c.name, c.primary) for c in customers.contacts(keep.id)] == [("王芳", 1), ("Eva", 0)]
    changes.undo(ana)
    assert [c.primary for c in Contact.select().order_by(Contact.id)] == [1, 1]


def test_the_seconds_main_contact_stays_one_where_the_first_has_none(
    ana: Member, pair: tuple[Customer, Customer]
) -> None:
    keep, gone = pair
    customers.add_contact(ana, gone, "Eva")
    merging.merge(ana, keep, gone)
    assert [(c.name, c.primary) for c in customers.contacts(keep.id)] == [("Eva", 1)]


def test_a_planned_visit_of_both_is_one(ana: Member, pair: tuple[Customer, Customer]) -> None:
    keep, gone = pair
    with clock(MONDAY - timedelta(days=3)):
        followups.add(ana, DAY, subject="Terms", customer=keep)
        visit = followups.add(ana, DAY, customer=gone, origin=Origin.CADENCE)
        asked = followups.add(ana, DAY, subject="Asked for", customer=gone)
    merging.merge(ana, keep, gone)
    kept = [f.subject for f in FollowUp.select().where(FollowUp.kept()).order_by(FollowUp.id)]
    assert kept == ["Terms", asked.subject]
    changes.undo(ana)
    assert FollowUp.load(visit.id).customer_id == gone.id


def test_a_record_that_points_twice_moves_once(ana: Member, pair: tuple[Customer, Customer]) -> None:
    keep, gone = pair
    model = satisfaction.Satisfaction
    with change(ana, "added", model) as it:
        scale = next(iter(model._meta.fields["scale"].kind)) if "scale" in model._meta.fields else None
        it.add(model, customer=gone, score=4, day=DAY, about=gone.ref, **({"scale": scale} if scale else {}))
    merging.merge(ana, keep, gone)
    moved = model.get()
    assert (moved.customer_id, moved.about) == (keep.id, keep.ref)


def test_revenue_and_deals_are_those_of_the_one_that_stays(ana: Member, pair: tuple[Customer, Customer]) -> None:
    keep, gone = pair
    everything(ana, gone)
    merging.merge(ana, keep, Customer.load(gone.id))
    assert {b.customer_id for b in Booking.select()} == {keep.id} == {d.customer_id for d in Deal.select()}


def test_the_file_that_brought_the_second_knows_the_first(ana: Member, tmp_path: Path) -> None:
    keep = customers.add(ana, "Northwind")
    path = tmp_path / "a.csv"
    path.write_text("id,name\nK1,Nordwind\n", encoding="utf-8")
    importing.run(ana, importing.plan(ana, "customers", path))
    merging.merge(ana, keep, Customer.get(Customer.name == "Nordwind"))
    path.write_text("id,name,city\nK1,,Jaén\nK1,Northwind,Jaén\n", encoding="utf-8")
    path.write_text("id,name,city\nK1,Northwind,Jaén\n", encoding="utf-8")
    importing.run(ana, importing.plan(ana, "customers", path))
    assert Customer.load(keep.id).city == "Jaén" and customers.ids() == [keep.id]


def test_only_the_lead_or_who_has_both_merges(ana: Member, li: Member, viewer: Member) -> None:
    his, nobodys, hers = (customers.add(ana, name, owner=owner) for name, owner in (("A", li), ("B", None), ("C", ana)))
    for keep, gone in ((his, hers), (hers, his)):
        with pytest.raises(Denied):
            merging.merge(li, keep, gone)
    with pytest.raises(Denied):
        merging.merge(viewer, his, nobodys)
    assert len(customers.ids()) == 3
    merging.merge(li, his, nobodys)
    assert customers.ids() == [his.id, hers.id]


def test_a_customer_is_not_merged_with_itself(ana: Member, pair: tuple[Customer, Customer]) -> None:
    with pytest.raises(Invalid, match="another customer"):
        merging.merge(ana, pair[0], pair[0])


def test_work_done_meanwhile_is_not_run_over(ana: Member, li: Member, pair: tuple[Customer, Customer]) -> None:
    keep, gone = pair
    customers.edit(li, Customer.load(keep.id), city="Madrid")
    with pytest.raises(Conflict, match="Li changed this meanwhile"):
        merging.merge(ana, keep, gone)
    assert len(customers.ids()) == 2
    merging.merge(ana, Customer.load(keep.id), gone)
    notes.write(li, Ref("customer", keep.id), "New")
    changes.undo(ana)
    assert Note.select().where(Note.kept()).count() == 1
