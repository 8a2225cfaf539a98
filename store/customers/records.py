"""What a customer is, and the people to talk to there."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from store.customers.kinds import ContactRole, CustomerKind, Need, ValueClass
from store.records import Choice, Day, Record
from store.team import Member


class Customer(Record):
    """A company or person we sell to, or would like to.

    ``value_class`` is what holds: ``value_class_computed``, unless it was set by hand. ``segment`` names the scores
    ``rfm_r``, ``rfm_f`` and ``rfm_m`` (a value of ``care.Segment``); ``computed_on`` is the day since which the
    computed values hold. ``visit_interval_days`` is this customer's own, None takes that of ``visit_interval``.
    """

    name = TextField()
    code = TextField(default="")
    kind = Choice(CustomerKind, default=CustomerKind.PROSPECT)
    industry = TextField(default="")
    source = TextField(default="")
    city = TextField(default="")
    address = TextField(default="")
    website = TextField(default="")
    phone = TextField(default="")
    email = TextField(default="")
    owner_id: int | None
    owner = ForeignKeyField(Member, null=True, lazy_load=False)
    tags = TextField(default="")
    notes = TextField(default="")
    do_not_call = IntegerField(default=0)
    value_class = Choice(ValueClass, null=True)
    need = Choice(Need, default=Need.NONE)
    purchasing_power = IntegerField(null=True)
    loyalty = IntegerField(null=True)
    visit_interval_days = IntegerField(null=True)
    value_class_set_by_hand = IntegerField(default=0)
    value_class_computed = Choice(ValueClass, null=True)
    rfm_r = IntegerField(null=True)
    rfm_f = IntegerField(null=True)
    rfm_m = IntegerField(null=True)
    segment = TextField(null=True)
    computed_on = Day(null=True)
    OWNER = "owner"
    SEARCHED = ("name", "code", "city", "phone", "email", "tags", "notes")
    SPELLED = True
    DERIVED = ("value_class_computed", "rfm_r", "rfm_f", "rfm_m", "segment", "computed_on")


class Contact(Record):
    """A person at a customer's."""

    customer_id: int
    customer = ForeignKeyField(Customer, lazy_load=False)
    name = TextField()
    title = TextField(default="")
    role = Choice(ContactRole, null=True)
    primary = IntegerField(default=0)
    phone = TextField(default="")
    email = TextField(default="")
    wechat = TextField(default="")
    SEARCHED = ("name", "title", "phone", "email", "wechat")
    SPELLED = True
