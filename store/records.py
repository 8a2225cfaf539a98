"""Record, the base of every table, and the fields the domain needs.

A day is a DATE, never midnight UTC; an instant is UTC; money is an integer of minor units in the team's
currency; an enumeration is stored by value; a link to "any record" is one field, ``Ref(kind, id)``.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from datetime import UTC, date, datetime, time
from enum import IntEnum, StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple, Self, TypeVar, overload

from peewee import AutoField, Field, IntegerField, Model

from store.database import database
from store.errors import N_, NotFound, Reason

E_ = TypeVar("E_")
K = TypeVar("K", bound=StrEnum)
N = TypeVar("N", bound=IntEnum)


class Ref(NamedTuple):
    """A link to any record: the kind is its table's name."""

    kind: str
    id: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> Ref:
        """The Ref that ``str()`` wrote."""
        kind, _, number = text.partition(":")
        return cls(kind, int(number))


if TYPE_CHECKING:
    Typed = Field
else:

    class Typed(Field):
        """Peewee's Field, which is generic for the type checker only."""

        def __class_getitem__(cls, _: object) -> type:
            return cls


class _Shared:
    """A field that every kind of record has: Peewee copies it deeply for each of them, although it holds nothing but
    names and numbers, and that was an eighth of the time that importing the store takes."""

    def __deepcopy__(self, _memo: object) -> Self:
        return copy(self)


class _Number(_Shared, IntegerField):
    """A whole number that every record has."""


class _TextField(_Shared, Typed[E_]):
    """A value kept as TEXT, with a way there (``adapt_in``) and back (``adapt_out``)."""

    field_type = "TEXT"

    def db_value(self, value: Any) -> Any:
        return None if value is None else self.adapt_in(value)

    def python_value(self, value: Any) -> Any:
        return self.adapt_out(value) if isinstance(value, str) else value

    def adapt_in(self, value: Any) -> str:
        return str(value)

    def adapt_out(self, value: str) -> Any:
        return value


class Day(_TextField[E_]):
    """A calendar day, stored as ``2026-11-23``."""

    if TYPE_CHECKING:

        @overload
        def __new__(cls, *, null: Literal[True], **options: Any) -> Day[date | None]: ...
        @overload
        def __new__(cls, *, null: Literal[False] = ..., **options: Any) -> Day[date]: ...
        def __new__(cls, **options: Any) -> Any: ...

    def adapt_in(self, value: date | str) -> str:
        return value if isinstance(value, str) else value.isoformat()[:10]

    def adapt_out(self, value: str) -> date:
        return date.fromisoformat(value)


class TimeOfDay(_TextField[E_]):
    """A wall time to the minute, stored as ``09:30``."""

    if TYPE_CHECKING:

        @overload
        def __new__(cls, *, null: Literal[True], **options: Any) -> TimeOfDay[time | None]: ...
        @overload
        def __new__(cls, *, null: Literal[False] = ..., **options: Any) -> TimeOfDay[time]: ...
        def __new__(cls, **options: Any) -> Any: ...

    def adapt_in(self, value: time | str) -> str:
        return value if isinstance(value, str) else value.strftime("%H:%M")

    def adapt_out(self, value: str) -> time:
        return time.fromisoformat(value)


class Instant(_TextField[E_]):
    """A moment in UTC to the microsecond, stored so that text order is time order."""

    if TYPE_CHECKING:

        @overload
        def __new__(cls, *, null: Literal[True], **options: Any) -> Instant[datetime | None]: ...
        @overload
        def __new__(cls, *, null: Literal[False] = ..., **options: Any) -> Instant[datetime]: ...
        def __new__(cls, **options: Any) -> Any: ...

    def adapt_in(self, value: datetime | str) -> str:
        if isinstance(value, str):
            return value
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def adapt_out(self, value: str) -> datetime:
        return datetime.fromisoformat(value)


class RefField(_TextField[E_]):
    """A link to any record, stored as ``kind:id``."""

    if TYPE_CHECKING:

        @overload
        def __new__(cls, *, null: Literal[True], **options: Any) -> RefField[Ref | None]: ...
        @overload
        def __new__(cls, *, null: Literal[False] = ..., **options: Any) -> RefField[Ref]: ...
        def __new__(cls, **options: Any) -> Any: ...

    def adapt_out(self, value: str) -> Ref:
        return Ref.parse(value)


class Money(Typed[E_]):
    """An amount in minor units (cents) of the team's currency."""

    field_type = "INTEGER"

    if TYPE_CHECKING:

        @overload
        def __new__(cls, *, null: Literal[True], **options: Any) -> Money[int | None]: ...
        @overload
        def __new__(cls, *, null: Literal[False] = ..., **options: Any) -> Money[int]: ...
        def __new__(cls, **options: Any) -> Any: ...


class Choice(_TextField[E_]):
    """One value of an enumeration, stored by value."""

    kind: type[StrEnum]

    if TYPE_CHECKING:

        @overload
        def __new__(cls, kind: type[K], *, null: Literal[True], **options: Any) -> Choice[K | None]: ...
        @overload
        def __new__(cls, kind: type[K], *, null: Literal[False] = ..., **options: Any) -> Choice[K]: ...
        def __new__(cls, kind: Any, **options: Any) -> Any: ...

    else:

        def __init__(self, kind: type[StrEnum], **options: Any) -> None:
            self.kind = kind
            super().__init__(**options)

    def adapt_in(self, value: Any) -> str:
        return str(self.kind(value).value)

    def adapt_out(self, value: str) -> Any:
        return self.kind(value)


class Rank(Typed[E_]):
    """One value of an enumeration whose order matters, stored as its number so that an index can sort by it."""

    field_type = "INTEGER"
    kind: type[IntEnum]

    if TYPE_CHECKING:

        def __new__(cls, kind: type[N], **options: Any) -> Rank[N]: ...

    else:

        def __init__(self, kind: type[IntEnum], **options: Any) -> None:
            self.kind = kind
            super().__init__(**options)

    def db_value(self, value: Any) -> Any:
        return None if value is None else int(value)

    def python_value(self, value: Any) -> Any:
        return None if value is None else self.kind(value)


class Record(Model):
    """What every record carries. Written only through ``changes.py``."""

    id = AutoField()
    version = _Number(default=1)
    created_at = Instant()
    created_by = _Number()
    updated_at = Instant()
    updated_by = _Number()
    deleted_at = Instant(null=True)

    OWNER: ClassVar[str] = ""  # the field that holds whose record it is; "" is the team's
    SEARCHED: ClassVar[tuple[str, ...]] = ()  # the fields that search looks into; the first is the title
    SPELLED: ClassVar[bool] = False  # whether its first field, when it is Chinese, is also found by its pinyin
    TITLE_SQL: ClassVar[str] = ""  # ``title_of_record`` in SQL, of the table as t, where it isn't that field
    DERIVED: ClassVar[tuple[str, ...]] = ()  # computed columns that only derive() writes

    class Meta:
        database = database
        legacy_table_names = False
        strict_tables = True

    @property
    def ref(self) -> Ref:
        """The link to this record."""
        return Ref(kind_of(type(self)), self.id)

    @property
    def owner_of_record(self) -> int | None:
        """The member this record belongs to; None when it is nobody's or the team's."""
        return self.__data__.get(self.OWNER) if self.OWNER else None

    @property
    def title_of_record(self) -> str:
        """What people call this record, for history and links; text of people, to be shown literally."""
        return str(self.__data__.get(self.SEARCHED[0], "")) if self.SEARCHED else ""

    def came_back(self, it: Any, since: datetime) -> None:
        """An undo has given this record the values it had before ``since``; ``it`` writes what follows from that."""

    def fresh(self) -> Self | None:
        """The record as it is stored now; None when it is gone."""
        return type(self).first_of("WHERE id = ? AND deleted_at IS NULL", self.id)

    def become(self, fresh: Record) -> None:
        """Have the values, and the version, of the record as it was read again."""
        self.__rel__.clear()
        self.__data__.clear()
        self.__data__.update(fresh.__data__)

    @classmethod
    def kept(cls) -> Any:
        """The condition that holds for records that are not removed."""
        return cls.deleted_at.is_null()

    @classmethod
    def first_of(cls, condition: str, *params: object) -> Self | None:
        """The first record of a condition in SQL; Peewee would put the statement together anew each time."""
        found: Iterable[Self] = cls.raw(f"SELECT * FROM {kind_of(cls)} {condition} LIMIT 1", *params)
        return next(iter(found), None)

    @classmethod
    def load(cls, number: int) -> Self:
        """The record with this id as it is now. Raises NotFound when it is missing or removed."""
        found = cls.first_of("WHERE id = ? AND deleted_at IS NULL", number)
        if found is None:
            raise NotFound(Reason(N_("This record is gone; somebody may have removed it."), {}))
        return found


def kind_of(model: type[Model]) -> str:
    """The kind that a Ref to such a record carries: its table's name."""
    return str(model._meta.table_name)


# The modules that hold records: each is imported when a record of it is asked for, and all of them by ``models()``.
HOMES = (
    *("notes", "topics", "importing.refs", "team.group", "team.position", "team.records", "team.skill"),
    *("actions.records", "care.records", "complaints.records", "complaints.satisfaction", "customers.records"),
    *("deals.records", "followups.records", "goals.records", "meetings.records", "meetings.update", "meetings.votes"),
    *("reviews.records", "risks.records", "scorecard.records", "signals.records", "training.records"),
)


def models() -> list[type[Record]]:
    """The model of every kind of record."""
    for home in HOMES:
        import_module(f"store.{home}")
    return Record.__subclasses__()


def model_of(kind: str) -> type[Record]:
    """The model of a kind. Raises NotFound for a kind that this Huddle doesn't know."""
    for among in (Record.__subclasses__, models):  # mostly it is there already
        for model in among():
            if kind_of(model) == kind:
                return model
    raise NotFound(Reason(N_("There are no records of the kind {kind}."), {"kind": kind}))


def label(ref: Ref) -> str:
    """What people call the linked record, removed or not; "" when it never existed."""
    found = model_of(ref.kind).get_or_none(model_of(ref.kind).id == ref.id)
    return found.title_of_record if found is not None else ""


class Part(StrEnum):
    """Where a line stands on Today."""

    DO = "do"
    REVIEW = "review"
    COMING = "coming"


LEADS = -1_000  # the urgency of a line that stands before those of every domain: a broken promise to a customer


class Line(NamedTuple):
    """One row of Today or of a section of the meeting, in the same shape for every domain.

    ``what`` is a word to be translated (Call, Tick, Goal); ``text`` is text of people or a Reason; ``state``
    is a Reason that is shown at the right end instead of the day, with its ``tone`` (good, warning, bad).
    ``urgency`` is the domain's own order, the least first; ``LEADS`` goes before the lines of every domain.
    """

    ref: Ref
    what: str
    who: str
    text: str | Reason
    day: date | None = None
    at: time | None = None
    owner: str = ""
    value_class: str = ""
    amount: int | None = None
    state: Reason | None = None
    tone: str = ""
    part: Part = Part.DO
    customer: int | None = None
    urgency: int = 0
