"""The only way to write. Three doors:

- ``change(actor, verb, record)``: checks access, opens one IMMEDIATE transaction, and writes one Change with
  one ChangeEntry per record touched; the search index follows; ``undo()`` takes it back.
- ``draft()``: unfinished typing, leases, presence, a section's clock: no history, no undo.
- ``derive()``: computed columns: no history, and ``version`` stays, so that no open form conflicts.

A verb calls no verb. When the transaction fails, the records in memory are as they were before.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from peewee import AutoField, ForeignKeyField, IntegerField, IntegrityError, Model, TextField

from store import access, batches, words
from store.calendar import now
from store.database import database, rows, watch, write_many
from store.errors import N_, Conflict, Invalid, NotFound, Reason
from store.reading import is_reading
from store.records import Instant, Record, Ref, kind_of, model_of

if TYPE_CHECKING:
    from store.team import Member

R = TypeVar("R", bound=Record)

SESSION = os.urandom(8).hex()  # this process; `u` takes back only what it did itself


class Change(Model):
    """One act of one person: the head of its entries."""

    id = AutoField()
    at = Instant()
    by = IntegerField()
    session = TextField()
    verb = TextField()
    kind = TextField()
    record = IntegerField()
    title = TextField()
    undoes = IntegerField(null=True)

    class Meta:
        database = database
        table_name = "change"


class ChangeEntry(Model):
    """What one change did to one record: its values before and after, as stored, as JSON objects."""

    id = AutoField()
    change_id: int
    change = ForeignKeyField(Change, lazy_load=False)
    kind = TextField()
    record = IntegerField()
    before = TextField(null=True)
    after = TextField(null=True)

    class Meta:
        database = database
        table_name = "change_entry"


def _stored(record: Record) -> dict[str, Any]:
    fields = record._meta.sorted_fields
    return {f.name: f.db_value(record.__data__.get(f.name)) for f in fields if f.name not in record.DERIVED}


class _Writer:
    """What a verb writes with, inside its one transaction."""

    def __init__(self, actor: Member, verb: str) -> None:
        self.actor = actor
        self.verb = verb
        self.at = now()
        self.title = ""  # what the change is about, when no record's title says it
        self.batches: list[batches.Batch] = []
        self.entries: list[tuple[Record, dict[str, Any] | None, dict[str, Any] | None]] = []
        self._former: list[tuple[Record, dict[str, Any]]] = []

    def add(self, model: type[R], **values: object) -> R:
        """Write a new record. Raises Invalid when a unique value is taken."""
        _known_fields(model, values)
        record = model(
            **values,
            created_at=self.at,
            created_by=self.actor.id,
            updated_at=self.at,
            updated_by=self.actor.id,
        )
        _insert(record)
        self.entries.append((record, None, _stored(record)))
        words.index(record)
        return record

    def add_many(
        self, model: type[Record], names: Sequence[str], values: Sequence[Sequence[object]], *, told: bool = True
    ) -> range:
        """Write new records in one go: rows of values in the order of ``names``, as SQLite keeps them (an owner's id,
        a day's text); returns their ids in that order. ``told`` says whether the history tells the values.
        Raises Invalid when a unique value is taken."""
        _known_fields(model, dict.fromkeys(names))
        if not values:
            return range(0)
        batch = batches.insert(model, names, values, self.at, self.actor.id, told)
        self.batches.append(batch)
        return batch.ids

    def update(self, record: Record, **values: object) -> None:
        """Write these values. Raises Conflict when somebody changed the record since it was read."""
        _known_fields(type(record), values)
        before = _stored(record)
        mine = {
            name: record._meta.fields[name].db_value(_plain(value))
            for name, value in values.items()
            if record._meta.fields[name].db_value(_plain(value)) != before[name]
        }
        if not mine:
            return
        self._former.append((record, dict(record.__data__)))
        model = type(record)
        stamped = {"version": record.version + 1, "updated_at": self.at, "updated_by": self.actor.id}
        written = (
            model.update({**{n: values[n] for n in mine}, **stamped})
            .where((model.id == record.id) & (model.version == record.version))
            .execute()
        )
        if not written:
            raise _conflict(record, mine)
        for name, value in {**{n: values[n] for n in mine}, **stamped}.items():
            setattr(record, name, value)
        self.entries.append((record, {n: before[n] for n in mine}, mine))
        words.index(record)

    def remove(self, record: Record) -> None:
        """Mark the record as removed; nothing is ever deleted. Raises Conflict as ``update`` does."""
        self.update(record, deleted_at=self.at)

    def put_back(self) -> None:
        """Give the records in memory the values they had before this change."""
        for record, data in reversed(self._former):
            record.__data__.clear()
            record.__data__.update(data)


def _plain(value: object) -> object:
    return value.id if isinstance(value, Record) else value


def _known_fields(model: type[Record], values: dict[str, object]) -> None:
    unknown = set(values) - set(model._meta.fields)
    if unknown:
        raise TypeError(f"{model.__name__} has no field {', '.join(sorted(unknown))}")


def _insert(record: Record) -> None:
    """Write a new record as it is; Peewee would put the same statement together each time."""
    fields = [field for field in record._meta.sorted_fields if field.name != "id"]
    columns = ", ".join(f'"{field.column_name}"' for field in fields)
    marks = ", ".join("?" * len(fields))
    values = [field.db_value(record.__data__.get(field.name)) for field in fields]
    done = database.execute_sql(f"INSERT INTO {kind_of(type(record))} ({columns}) VALUES ({marks})", values)
    record.id = done.lastrowid


def _conflict(record: Record, mine: dict[str, Any]) -> Conflict:
    theirs = type(record).get_or_none(type(record).id == record.id)
    if theirs is None:
        return Conflict(Reason(N_("This record is gone; somebody may have removed it."), {}), mine)
    found = rows("SELECT name FROM member WHERE id = ?", (theirs.updated_by,))
    by = str(found[0][0]) if found else "Huddle"
    if theirs.deleted_at is not None:
        reason = Reason(N_("{name} removed this meanwhile."), {"name": by, "at": theirs.updated_at})
    else:
        reason = Reason(N_("{name} changed this meanwhile. Look at it again."), {"name": by, "at": theirs.updated_at})
    return Conflict(reason, mine, _stored(theirs), by, theirs.updated_at)


@contextmanager
def change(actor: Member, verb: str, record: Record | type[Record], *, owner: int | None = None) -> Iterator[_Writer]:
    """Open the one transaction of a verb; ``record`` is what the verb is about, or its model when it adds one.

    Raises Denied before anything is written; Conflict and Invalid from the writes; Unavailable from the file.
    """
    access.allow(actor, verb, record, owner)
    _refuse_while_reading()
    if database.in_transaction():
        raise RuntimeError("a verb calls no verb")
    writer = _Writer(actor, verb)
    head: Change | None = None
    try:
        with database.atomic():
            yield writer
            head = _write_history(writer, record)
    except IntegrityError as error:
        writer.put_back()
        raise _broken_rule(error) from error
    except BaseException:
        writer.put_back()
        raise
    if head is not None:
        watch.own_change(head.id)


def _write_history(writer: _Writer, record: Record | type[Record]) -> Change | None:
    if isinstance(record, Record) and record.id and writer.entries:
        head = _write_head(writer, record.ref, record.title_of_record)
    elif writer.entries:
        first = writer.entries[0][0]
        head = _write_head(writer, first.ref, first.title_of_record)
    elif writer.batches:
        batch = writer.batches[0]
        head = _write_head(writer, Ref(kind_of(batch.model), batch.first), "")
    else:
        return None
    _write_entries(writer, head)
    for batch in writer.batches:
        batches.note(batch, head.id)
    return head


def _write_head(writer: _Writer, about: Ref, title: str, undoes: int | None = None) -> Change:
    head = Change(
        at=writer.at,
        by=writer.actor.id,
        session=SESSION,
        verb=writer.verb,
        kind=about.kind,
        record=about.id,
        title=writer.title or title,
        undoes=undoes,
    )
    values = (Change.at.db_value(head.at), head.by, SESSION, head.verb, head.kind, head.record, head.title, undoes)
    done = database.execute_sql(
        "INSERT INTO change (at, by, session, verb, kind, record, title, undoes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        values,
    )
    head.id = done.lastrowid
    return head


def _write_entries(writer: _Writer, head: Change) -> None:
    write_many(
        "INSERT INTO change_entry (change_id, kind, record, before, after) VALUES (?, ?, ?, ?, ?)",
        [
            (head.id, kind_of(type(touched)), touched.id, _json(before), _json(after))
            for touched, before, after in writer.entries
        ],
    )


def _json(values: dict[str, Any] | None) -> str | None:
    return None if values is None else json.dumps(values, ensure_ascii=False)


def _broken_rule(error: IntegrityError) -> Invalid | NotFound:
    """SQLite names the columns of a broken UNIQUE (``member.login``); say it of that field."""
    text = str(error)
    if "UNIQUE" in text:
        field = text.rpartition(".")[2].strip()
        return Invalid({field: Reason(N_("This is taken already; choose another."), {})})
    if "FOREIGN KEY" in text:
        return NotFound(Reason(N_("What this points to is gone; choose again."), {}))
    field = text.rpartition(".")[2].strip()
    if "NOT NULL" in text:
        return Invalid({field: Reason(N_("This can't be left empty."), {})})
    return Invalid({field: Reason(N_("This value doesn't fit here."), {})})


@contextmanager
def session(name: str) -> Iterator[None]:
    """Write as another session, so that ``u`` takes back nothing of it here: what loads data or imports it."""
    global SESSION
    former, SESSION = SESSION, name
    try:
        yield
    finally:
        SESSION = former


def _refuse_while_reading() -> None:
    if is_reading():
        raise RuntimeError("nothing is written while a screen is being filled")


@contextmanager
def draft() -> Iterator[None]:
    """One transaction for unfinished typing, leases, presence, a section's clock: no history, no undo."""
    _refuse_while_reading()
    with database.atomic():
        yield


@contextmanager
def derive() -> Iterator[None]:
    """One transaction for computed columns: no history, ``version`` stays."""
    _refuse_while_reading()
    with database.atomic():
        yield


def write_derived(record: Record, **values: object) -> None:
    """Write computed columns of one record, inside ``derive()`` or a change."""
    model = type(record)
    assert set(values) <= set(model.DERIVED), "only computed columns are derived"
    model.update(values).where(model.id == record.id).execute()
    for name, value in values.items():
        setattr(record, name, value)


# Undo


def last_change(actor: Member) -> Change | None:
    """My latest change of this session that is neither an undo nor undone: what ``u`` takes back."""
    undone = Change.select(Change.undoes).where(Change.undoes.is_null(False))
    found: Change | None = (
        Change.select()
        .where(
            Change.by == actor.id,
            Change.session == SESSION,
            Change.undoes.is_null(),
            Change.id.not_in(undone),
        )
        .order_by(Change.id.desc())
        .first()
    )
    return found


def undo(actor: Member, found: Change | None = None) -> Change:
    """Take back my latest change of this session; pressed again, the one before. Or take back this one of mine.

    Raises NotFound when there is none, and Conflict where a later change of one of its records is neither an
    undo nor undone itself: that one is somebody's work, which an undo may not run over.
    """
    found = found or last_change(actor)
    if found is None:
        raise NotFound(Reason(N_("There is nothing of yours to undo in this session."), {}))
    _refuse_while_reading()
    writer = _Writer(actor, N_("undone"))
    try:
        with database.atomic():
            _refuse_over_later_work(found)
            head = _write_head(writer, Ref(found.kind, found.record), found.title, undoes=found.id)
            batches.take_back(found.id, head.id, writer.at, actor.id)
            _restore(found, writer)
            for record in [touched for touched, _, _ in writer.entries]:
                record.came_back(writer, found.at)
            _write_entries(writer, head)
    except IntegrityError as error:
        raise _broken_rule(error) from error
    watch.own_change(head.id)
    return found


def _restore(found: Change, writer: _Writer) -> None:
    """Give what the change has updated its former values, the last one first."""
    entries = (
        ChangeEntry.select()
        .where(ChangeEntry.change == found.id, ChangeEntry.before.is_null(False))
        .order_by(ChangeEntry.id.desc())
    )
    for entry in list(entries):
        model = model_of(entry.kind)
        record = model.get(model.id == entry.record)
        before = _stored(record)
        restored = json.loads(entry.before or "{}")
        stamped = {
            "version": record.version + 1,
            "updated_at": model.updated_at.db_value(writer.at),
            "updated_by": writer.actor.id,
        }
        values = {n: model._meta.fields[n].python_value(v) for n, v in {**restored, **stamped}.items()}
        model.update(values).where(model.id == record.id).execute()
        for name, value in values.items():
            setattr(record, name, value)
        writer.entries.append((record, {n: before[n] for n in restored}, restored))
        words.index(record)


def _refuse_over_later_work(found: Change) -> None:
    later = rows(
        "SELECT coalesce((SELECT name FROM member WHERE id = c.by), 'Huddle'), c.at"
        " FROM change_entry mine"
        " JOIN change_entry e ON e.kind = mine.kind AND e.record = mine.record AND e.id > mine.id"
        "  AND e.change_id != mine.change_id"
        " JOIN change c ON c.id = e.change_id"
        " WHERE mine.change_id = ? AND c.undoes IS NULL AND NOT EXISTS (SELECT 1 FROM change u WHERE u.undoes = c.id)"
        " ORDER BY c.id DESC LIMIT 1",
        (found.id,),
    )
    for by, at in later:
        raise Conflict(
            Reason(N_("{name} changed this after you; undo would run over it."), {"name": by}),
            by=by,
            at=datetime.fromisoformat(at),
        )
