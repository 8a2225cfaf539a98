"""Many new records of one kind in one statement: how ``changes.py`` writes an import, and how it is taken back.

One record at a time costs a third of a millisecond; a hundred thousand of them, with their history and their words
in the search, are written here in a few statements. Only ``changes.py`` calls this, inside its transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from store import words
from store.database import database, rows, write_many
from store.records import Record, kind_of, model_of


class Batch(NamedTuple):
    """New records of one model with ids from ``first`` to ``last``; ``names`` are the fields that the history tells."""

    model: type[Record]
    first: int
    last: int
    names: tuple[str, ...]

    @property
    def ids(self) -> range:
        """The ids of the new records, in the order of their values."""
        return range(self.first, self.last + 1)


def insert(
    model: type[Record], names: Sequence[str], values: Sequence[Sequence[object]], at: datetime, by: int, told: bool
) -> Batch:
    """Write new records and their words. ``values`` are rows in the order of ``names``, as SQLite keeps them; the
    other fields get their defaults. Raises IntegrityError, Unavailable."""
    fields, table = model._meta.fields, kind_of(model)
    first = int(rows(f"SELECT coalesce(max(id), 0) + 1 FROM {table}")[0][0])
    stamped = {"version": 1, "created_at": at, "created_by": by, "updated_at": at, "updated_by": by}
    fixed = {
        name: _literal(field.db_value(stamped.get(name, field.default)))
        for name, field in fields.items()
        if name not in (*names, "id", *model.DERIVED)
    }
    columns = ", ".join(_column(model, name) for name in (*names, *fixed))
    marks = ", ".join([*"?" * len(names), *fixed.values()])
    write_many(f"INSERT INTO {table} ({columns}) VALUES ({marks})", values)
    batch = Batch(model, first, first + len(values) - 1, tuple(names) if told else ())
    words.index_many(model, batch.first, batch.last)
    return batch


def note(batch: Batch, change: int) -> None:
    """Write an entry of the history for each record of the batch."""
    table = kind_of(batch.model)
    pairs = ", ".join(f"'{name}', {_column(batch.model, name)}" for name in batch.names)
    database.execute_sql(
        f"INSERT INTO change_entry (change_id, kind, record, after) SELECT ?, ?, id, json_object({pairs})"
        f" FROM {table} WHERE id BETWEEN ? AND ?",
        (change, table, batch.first, batch.last),
    )


def take_back(change: int, undo: int, at: datetime, by: int) -> None:
    """Mark everything that a change has added as removed, with its entries for the change that undoes it."""
    added = "SELECT record FROM change_entry WHERE change_id = ? AND kind = ? AND before IS NULL"
    stamp = Record.deleted_at.db_value(at)
    for (kind,) in rows("SELECT DISTINCT kind FROM change_entry WHERE change_id = ? AND before IS NULL", (change,)):
        model_of(kind)  # what this Huddle doesn't know it doesn't touch
        database.execute_sql(
            f"UPDATE {kind} SET deleted_at = ?, updated_at = ?, updated_by = ?, version = version + 1"
            f" WHERE id IN ({added})",
            (stamp, stamp, by, change, kind),
        )
        words.drop_many(kind, added, (change, kind))
    database.execute_sql(
        "INSERT INTO change_entry (change_id, kind, record, before, after)"
        " SELECT ?, kind, record, json_object('deleted_at', NULL), json_object('deleted_at', ?)"
        " FROM change_entry WHERE change_id = ? AND before IS NULL ORDER BY id DESC",
        (undo, stamp, change),
    )


def _column(model: type[Record], name: str) -> str:
    return f'"{model._meta.fields[name].column_name}"'


def _literal(value: Any) -> str:
    """A default or a stamp in SQL: bound once for all rows instead of once for each."""
    if value is None:
        return "NULL"
    return str(int(value)) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"
