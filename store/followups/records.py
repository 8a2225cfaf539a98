"""What is kept about follow-ups."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from peewee import ForeignKeyField, IntegerField, TextField

from store.complaints import Complaint
from store.customers import Contact, Customer
from store.deals import Deal
from store.followups.kinds import Kind, Origin, Outcome, Priority, Status
from store.records import Choice, Day, Instant, Rank, Record, Ref, TimeOfDay, label
from store.team import Member


class FollowUp(Record):
    """One contact with a customer, planned or done; about one of its deals or complaints where it says so.

    Huddle itself plans those of origin ``cadence`` and ``care``. ``wanted_on`` is the day that a visit should have
    been on where it had to come later, and for care the day itself (the birthday); ``care_day_id`` names which.
    """

    customer_id: int | None
    customer = ForeignKeyField(Customer, null=True, lazy_load=False)
    contact_id: int | None
    contact = ForeignKeyField(Contact, null=True, lazy_load=False)
    kind = Choice(Kind, default=Kind.CALL)
    subject = TextField(default="")
    due_on = Day()
    due_time = TimeOfDay(null=True)
    original_due_on = Day()
    snooze_count = IntegerField(default=0)
    priority = Rank(Priority, default=Priority.NORMAL)
    owner_id: int | None
    owner = ForeignKeyField(Member, null=True, lazy_load=False)
    status = Choice(Status, default=Status.PLANNED)
    done_at = Instant(null=True)
    outcome = Choice(Outcome, null=True)
    note = TextField(default="")
    origin = Choice(Origin, default=Origin.MANUAL)
    deal_id: int | None
    deal = ForeignKeyField(Deal, null=True, lazy_load=False)
    complaint_id: int | None
    complaint = ForeignKeyField(Complaint, null=True, lazy_load=False)
    care_day_id = IntegerField(null=True)
    wanted_on = Day(null=True)
    OWNER = "owner"
    SEARCHED = ("subject",)
    TITLE_SQL = "coalesce(nullif(t.subject, ''), (SELECT c.name FROM customer c WHERE c.id = t.customer_id), '')"

    @property
    def title_of_record(self) -> str:
        """Its subject; without one, whom it is about."""
        return self.subject or (label(Ref("customer", self.customer_id)) if self.customer_id else "")

    def came_back(self, it: Any, since: datetime) -> None:
        """It is planned again: the visit that Huddle has planned in its place since then is withdrawn."""
        if self.status is not Status.PLANNED or self.deleted_at is not None or self.customer_id is None:
            return
        for visit in FollowUp.select().where(
            FollowUp.customer == self.customer_id,
            FollowUp.origin == Origin.CADENCE,
            FollowUp.status == Status.PLANNED,
            FollowUp.kept(),
            FollowUp.created_at >= since,
            FollowUp.id != self.id,
        ):
            it.update(visit, status=Status.CANCELLED, deleted_at=it.at)
