"""What is kept about deals: the stages of the pipeline, the deals, every change of stage, and what was booked."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from store.customers import Customer
from store.deals.kinds import BookingKind, LostReason, StageType
from store.records import Choice, Day, Money, Record
from store.team import Member


class Stage(Record):
    """One step of the pipeline. ``stalled_after`` days without a contact a deal in it is stalled; None is never."""

    name = TextField()
    position = IntegerField()
    type = Choice(StageType, default=StageType.OPEN)
    probability = IntegerField()
    stalled_after = IntegerField(null=True)
    exit_criteria = TextField(default="")

    @property
    def title_of_record(self) -> str:
        return self.name


class Deal(Record):
    """Something a customer may buy.

    ``probability`` (percent) is set by hand, None takes the stage's. ``slip_count`` counts how often the expected
    close was moved later. ``closed_on`` is set while the deal is won or lost, and only then. An ``amount`` of 0 is
    not known yet.
    """

    customer_id: int
    customer = ForeignKeyField(Customer, lazy_load=False)
    name = TextField()
    owner_id: int | None
    owner = ForeignKeyField(Member, null=True, lazy_load=False)
    stage_id: int
    stage = ForeignKeyField(Stage, lazy_load=False)
    stage_entered_on = Day()
    amount = Money(default=0)
    probability = IntegerField(null=True)
    expected_close_on = Day(null=True)
    slip_count = IntegerField(default=0)
    closed_on = Day(null=True)
    lost_reason = Choice(LostReason, null=True)
    lost_note = TextField(default="")
    competitor = TextField(default="")
    next_step = TextField(default="")
    source = TextField(default="")
    OWNER = "owner"
    SEARCHED = ("name", "competitor", "next_step", "source")


class StageChange(Record):
    """A deal went from one stage (None: it is new) to another on a day, with what it was worth at that moment.

    The author is ``created_by``. ``reason`` and ``note`` say why it was lost or opened again.
    """

    deal_id: int
    deal = ForeignKeyField(Deal, lazy_load=False)
    from_stage_id: int | None
    from_stage = ForeignKeyField(Stage, null=True, lazy_load=False)
    to_stage_id: int
    to_stage = ForeignKeyField(Stage, lazy_load=False)
    day = Day()
    amount = Money()
    probability = IntegerField()
    expected_close_on = Day(null=True)
    reason = Choice(LostReason, null=True)
    note = TextField(default="")

    @property
    def title_of_record(self) -> str:
        return self.note or self.day.isoformat()


class Booking(Record):
    """Revenue or a payment of a customer on a day, credited to ``owner``; negative where a won deal was reopened."""

    customer_id: int
    customer = ForeignKeyField(Customer, lazy_load=False)
    deal_id: int | None
    deal = ForeignKeyField(Deal, null=True, lazy_load=False)
    owner_id: int | None
    owner = ForeignKeyField(Member, null=True, lazy_load=False)
    kind = Choice(BookingKind, default=BookingKind.BOOKING)
    day = Day()
    amount = Money()
    note = TextField(default="")
    OWNER = "owner"

    @property
    def title_of_record(self) -> str:
        return self.note or self.day.isoformat()
