"""What is kept about complaints."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from store.complaints.kinds import Category, Severity, Status
from store.customers import Contact, Customer
from store.records import Choice, Instant, Rank, Record
from store.team import Member


class Complaint(Record):
    """Something a customer is unhappy with.

    ``number`` is what people call it by; it counts up and is never given again. ``respond_by`` and ``resolve_by``
    are the promises, ``first_response_at`` (by ``responded_by``) and ``resolved_at`` (by ``resolved_by``) what came
    of them. ``satisfaction`` is 1-5, None when the customer was not asked yet or would not say.
    """

    number = IntegerField()
    customer_id: int
    customer = ForeignKeyField(Customer, lazy_load=False)
    contact_id: int | None
    contact = ForeignKeyField(Contact, null=True, lazy_load=False)
    owner_id: int | None
    owner = ForeignKeyField(Member, null=True, lazy_load=False)
    category = Choice(Category, default=Category.QUALITY)
    severity = Rank(Severity, default=Severity.NORMAL)
    status = Choice(Status, default=Status.NEW)
    subject = TextField()
    body = TextField(default="")
    opened_at = Instant()
    respond_by = Instant()
    first_response_at = Instant(null=True)
    responded_by_id: int | None
    responded_by = ForeignKeyField(Member, null=True, lazy_load=False)
    resolve_by = Instant()
    waiting_for = TextField(default="")
    root_cause = TextField(default="")
    resolution = TextField(default="")
    resolved_at = Instant(null=True)
    resolved_by_id: int | None
    resolved_by = ForeignKeyField(Member, null=True, lazy_load=False)
    reopened_at = Instant(null=True)
    closed_at = Instant(null=True)
    satisfaction = IntegerField(null=True)
    OWNER = "owner"
    SEARCHED = ("subject", "body", "root_cause", "resolution")

    @property
    def title_of_record(self) -> str:
        return f"{self.number} · {self.subject}"
