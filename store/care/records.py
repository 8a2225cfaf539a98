"""What is kept about caring for people: the days on which to think of somebody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from peewee import ForeignKeyField, IntegerField, TextField

from store.customers import Contact
from store.errors import N_
from store.records import Choice, Record


class Occasion(StrEnum):
    """Why a day matters to somebody."""

    BIRTHDAY = "birthday"
    ANNIVERSARY = "anniversary"
    FESTIVAL = "festival"


OCCASION: Mapping[Occasion, str] = {
    Occasion.BIRTHDAY: N_("Birthday"),
    Occasion.ANNIVERSARY: N_("Anniversary"),
    Occasion.FESTIVAL: N_("Festival"),
}


Told = Callable[[str, int, int], None]
"""Is called while something takes long: what is being done, how many of it are, and of how many (0: not known yet)."""


def told_nobody(_what: str, _done: int, _of: int) -> None:
    """Nobody is waiting for it."""


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
