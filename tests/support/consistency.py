"""Whether a file is whole: SQLite's own checks, every record as its history tells it, its words in the search."""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import store
from store.checking import examine
from store.database import close_store, open_store, rows
from store.history import STAMPS
from store.records import Record, kind_of

WITHOUT = ("stage", "section_visit")  # the first stages come with the file; where a meeting is, is a draft
COMPUTED = (  # outside of the history: each night, unless it was set by hand; and by the clock of a running meeting
    ("customer", "value_class"),
    ("meeting", "status"),
    ("section_visit", "left_at"),
)


def faults(path: Path) -> list[str]:
    """What is wrong with a file that nobody has open, in words; nothing when all is well."""
    found = [f"{which}: {what}" for which, what in examine(path)]
    if found:
        return found
    for module in pkgutil.walk_packages(store.__path__, "store."):
        if ".migrations" not in module.name:
            importlib.import_module(module.name)
    open_store(path)
    try:
        return [fault for model in Record.__subclasses__() for fault in (*_untold(model), *_unfound(model))]
    finally:
        close_store()


def _untold(model: type[Record]) -> Iterator[str]:
    """Records that aren't what their history, told from its beginning, makes of them."""
    kind = kind_of(model)
    told: dict[int, dict[str, Any]] = {}
    for number, after in rows("SELECT record, after FROM change_entry WHERE kind = ? ORDER BY id", (kind,)):
        told.setdefault(number, {}).update(json.loads(after or "{}"))
    fields = [
        f
        for f in model._meta.sorted_fields
        if f.name not in (*STAMPS, *model.DERIVED) and (kind, f.name) not in COMPUTED
    ]
    names = [field.name for field in fields]
    columns = ", ".join(f'"{field.column_name}"' for field in fields)
    there = rows(f"SELECT id, {columns} FROM {kind}")
    for number, *values in there:
        if number not in told:
            if kind not in WITHOUT and not (kind == "meeting_note" and not values[names.index("body")]):
                yield f"{kind} {number} has no history"
            continue
        for field, value in zip(fields, values, strict=True):
            # a batch doesn't tell what has its default, nor a migration what it has filled in
            if field.name in told[number] and told[number][field.name] != value:
                yield f"{kind} {number}: {field.name} is {value!r}, its history says {told[number][field.name]!r}"
    for number in told.keys() - {number for number, *_ in there}:
        yield f"{kind} {number} is told in the history and isn't there"


def _unfound(model: type[Record]) -> Iterator[str]:
    """Records that the search doesn't find, or finds although they were removed, or by an older title."""
    if not model.SEARCHED:
        return
    kind = kind_of(model)
    listed = dict(rows("SELECT record, title FROM search_entry WHERE kind = ?", (kind,)))
    kept = {record.id: record.title_of_record for record in model.select().where(model.kept())}
    if listed != kept:
        yield f"{kind}: the search lists {listed.items() ^ kept.items()}"
    words = rows(
        "SELECT count(*) FROM search_entry s JOIN search_words w ON w.rowid = s.id WHERE s.kind = ? AND w.kind = ?",
        (kind, kind),
    )
    if words != [(len(kept),)]:
        yield f"{kind}: the search keeps the words of {words[0][0]} of {len(kept)}"
