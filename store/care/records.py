"""What is kept about caring for people: the days on which to think of somebody."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from store.care.kinds import Occasion
from store.customers import Contact
from store.records import Choice, Record


class CareDay(Record):
    """A day of a contact that comes every year; ``label`` is what people call it ("Birthday", "Diwali", 生日).

    29 February is kept on 28 February in years without one.
    """

    contact_id: int
    contact = ForeignKeyField(Contact, lazy_load=False)
    occasion = Choice(Occasion)
    label = TextField()
    month = IntegerField()
    day = IntegerField()

    @property
    def title_of_record(self) -> str:
        return self.label
