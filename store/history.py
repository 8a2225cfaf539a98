"""What was done: the changes of one record, and those of the whole team, newest first, for people to read.

A change says who did what and when, which fields of its record it touched, from → to, and which other records it
touched with it. What somebody may not read (see ``access``) isn't there: no change of it, no line of it in another.
It is kept for as long as the file is: nothing takes a row of it away.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from store import access, changes
from store.database import rows
from store.errors import NotFound
from store.records import Instant, Ref, model_of

if TYPE_CHECKING:
    from store.team import Member

Fields = dict[str, tuple[Any, Any]]  # by the name of the field: before and after, as stored
STAMPS = frozenset(("id", "version", "created_at", "created_by", "updated_at", "updated_by"))
AT_ONCE = 500  # changes that are read in one go where all are wanted
WITH_IT = 30  # other records that the detail of a change names


class Past(NamedTuple):
    """One change of a record: when, who, which verb, and the fields it touched (before, after)."""

    at: datetime
    by: int
    verb: str
    fields: Fields


class Touched(NamedTuple):
    """A record that a change touched, with the fields that changed; ``added`` says that the change made it."""

    ref: Ref
    fields: Fields
    added: bool


class Act(NamedTuple):
    """One change, for people, named after the record ``about``. ``by`` is "" for what Huddle did by itself.

    ``told`` is what it did to the record that was asked about, else to the one that it is named after, else to the
    first one that it touched; ``others`` counts the further ones.
    """

    id: int
    at: datetime
    by: str
    verb: str
    about: Ref
    title: str
    is_undo: bool
    undone: bool
    told: Touched
    others: int


def history(ref: Ref, limit: int = 100) -> list[Past]:
    """What was done to a record, newest first, with the values as stored."""
    found = rows(
        "SELECT c.at, c.by, c.verb, e.before, e.after FROM change_entry e JOIN change c ON c.id = e.change_id"
        " WHERE e.kind = ? AND e.record = ? ORDER BY e.id DESC LIMIT ?",
        (ref.kind, ref.id, limit),
    )
    return [Past(datetime.fromisoformat(at), by, verb, _fields(old, new)) for at, by, verb, old, new in found]


def last_by(ref: Ref) -> str:
    """Who made the last change that touched a record or is named after it; "" for what Huddle did by itself."""
    found = rows(
        "SELECT coalesce(m.name, '') FROM change c LEFT JOIN member m ON m.id = c.by WHERE c.id = max("
        " coalesce((SELECT max(id) FROM change WHERE kind = ?1 AND record = ?2), 0),"
        " coalesce((SELECT max(change_id) FROM change_entry WHERE kind = ?1 AND record = ?2), 0))",
        ref,
    )
    return str(found[0][0]) if found else ""


def last_elsewhere(actor: Member, ref: Ref, since: int) -> int | None:
    """The last change after the change ``since`` that touched a record, made in another program."""
    found = rows(
        "SELECT max(c.id) FROM change c WHERE c.id > ?3 AND c.session != ?4"
        " AND (c.kind = ?1 AND c.record = ?2 OR EXISTS"
        " (SELECT 1 FROM change_entry e WHERE e.change_id = c.id AND e.kind = ?1 AND e.record = ?2))"
        f" AND NOT ({access.hidden(actor, 'c.kind', 'c.record')}) AND NOT ({access.hidden(actor, '?1', '?2')})",
        (*ref, since, changes.SESSION),
    )
    number: int | None = found[0][0]
    return number


def of_record(actor: Member, ref: Ref, *, mine: bool = False) -> list[int]:
    """The ids of the changes that touched a record or are named after it, newest first; ``mine``: what I did."""
    return _numbers(
        "WITH found AS (SELECT id AS n FROM change WHERE kind = ?1 AND record = ?2"
        " UNION SELECT change_id FROM change_entry WHERE kind = ?1 AND record = ?2)"
        " SELECT n FROM found CROSS JOIN change c ON c.id = n WHERE (?3 = 0 OR c.by = ?3)"
        f" AND NOT ({access.hidden(actor, '?1', '?2')}) AND NOT ({access.hidden(actor, 'c.kind', 'c.record')})"
        " ORDER BY n DESC",
        (*ref, actor.id if mine else 0),
    )


def of_team(actor: Member, *, mine: bool = False) -> list[int]:
    """The ids of all changes, newest first; ``mine``: what I did."""
    by = "by = ? AND " if mine else ""
    return _numbers(
        f"SELECT id AS n FROM change WHERE {by}NOT ({access.hidden(actor, 'kind', 'record')}) ORDER BY id DESC",
        (actor.id,) if mine else (),
    )


def chosen(actor: Member, ref: Ref | None = None, *, by: int | None = None, since: datetime | None = None) -> list[int]:
    """The ids of the changes of a record, or of all: those that a member did, those since a moment; newest first."""
    numbers = of_team(actor) if ref is None else of_record(actor, ref)
    return _numbers(
        "SELECT c.id AS n FROM json_each(?1) JOIN change c ON c.id = value"
        " WHERE (?2 IS NULL OR c.by = ?2) AND (?3 IS NULL OR c.at >= ?3) ORDER BY n DESC",
        (json.dumps(numbers), by, since and Instant().db_value(since)),
    )


def _numbers(sql: str, params: Sequence[object]) -> list[int]:
    found: list[int] = json.loads(rows(f"SELECT json_group_array(n) FROM ({sql})", params)[0][0])
    return found


def read(actor: Member, numbers: Sequence[int], ref: Ref | None = None) -> dict[int, Act]:
    """The changes of these ids: as what they did to ``ref``, or to the record that each is named after."""
    kind, record = ("c.kind", "c.record") if ref is None else ("?2", "?3")
    hidden = access.hidden(actor, "e.kind", "e.record")
    found = rows(
        "WITH chosen AS (SELECT c.*, coalesce("  # +: found by the record, of which there are few, not by the change
        f" (SELECT e.id FROM change_entry e WHERE e.kind = {kind} AND e.record = {record} AND +e.change_id = c.id),"
        f" (SELECT e.id FROM change_entry e WHERE e.change_id = c.id AND NOT ({hidden}) ORDER BY e.id LIMIT 1)"
        " ) AS told FROM change c WHERE c.id IN (SELECT value FROM json_each(?1)))"
        " SELECT c.id, c.at, coalesce(m.name, ''), c.verb, c.kind, c.record, c.title, c.undoes IS NOT NULL,"
        "  EXISTS (SELECT 1 FROM change u WHERE u.undoes = c.id), t.kind, t.record, t.before, t.after,"
        f"  (SELECT count(*) FROM change_entry e WHERE e.change_id = c.id AND e.id != c.told AND NOT ({hidden}))"
        " FROM chosen c LEFT JOIN member m ON m.id = c.by LEFT JOIN change_entry t ON t.id = c.told",
        (json.dumps(list(numbers)), *(ref or ())),
    )
    return {row[0]: _act(*row) for row in found}


def _act(
    number: int, at: str, by: str, verb: str, kind: str, record: int, title: str, is_undo: int, undone: int, *told: Any
) -> Act:
    of, touched, before, after, others = told
    about = Ref(kind, record)
    first = Touched(Ref(of, touched) if of else about, _fields(before, after), bool(of) and before is None)
    return Act(number, datetime.fromisoformat(at), by, verb, about, title, bool(is_undo), bool(undone), first, others)


def others(actor: Member, act: Act) -> list[Touched]:
    """What else a change touched beside ``act.told``: the first ``WITH_IT`` records, in their order."""
    found = rows(
        "SELECT e.kind, e.record, e.before, e.after FROM change_entry e WHERE e.change_id = ?"
        f" AND NOT (e.kind = ? AND e.record = ?) AND NOT ({access.hidden(actor, 'e.kind', 'e.record')})"
        " ORDER BY e.id LIMIT ?",
        (act.id, *act.told.ref, WITH_IT),
    )
    return [Touched(Ref(kind, record), _fields(old, new), old is None) for kind, record, old, new in found]


def everything(actor: Member, numbers: Sequence[int]) -> Iterator[list[tuple[Act, list[Touched]]]]:
    """These changes in their order, some at a time, each with all that it touched, as far as ``actor`` may read it."""
    for start in range(0, len(numbers), AT_ONCE):
        some = numbers[start : start + AT_ONCE]
        acts = read(actor, some)
        touched: dict[int, list[Touched]] = {}
        for change, kind, record, old, new in rows(
            "SELECT e.change_id, e.kind, e.record, e.before, e.after FROM change_entry e"
            " WHERE e.change_id IN (SELECT value FROM json_each(?))"
            f" AND NOT ({access.hidden(actor, 'e.kind', 'e.record')}) ORDER BY e.id",
            (json.dumps(list(some)),),
        ):
            touched.setdefault(change, []).append(Touched(Ref(kind, record), _fields(old, new), old is None))
        yield [(acts[number], touched.get(number, [])) for number in some if number in acts]


def titles(actor: Member, refs: Iterable[Ref]) -> dict[Ref, str]:
    """What people call these records, removed or not; those that ``actor`` may not read are left out.

    Asks once for each kind.
    """
    by_kind: dict[str, set[int]] = {}
    for ref in refs:
        by_kind.setdefault(ref.kind, set()).add(ref.id)
    found: dict[Ref, str] = {}
    for kind, numbers in by_kind.items():
        try:
            model = model_of(kind)
        except NotFound:
            continue  # a kind of a newer Huddle
        seen = {n for (n,) in rows(_readable(actor, kind), (kind, json.dumps(sorted(numbers))))}
        for record in model.select().where(model.id.in_(seen)):
            found[record.ref] = record.title_of_record
    return found


def _readable(actor: Member, kind: str) -> str:
    return f"SELECT value FROM (SELECT ? AS kind), json_each(?) WHERE NOT ({access.hidden(actor, 'kind', 'value')})"


def _fields(before: str | None, after: str | None) -> Fields:
    old: Mapping[str, Any] = json.loads(before) if before else {}
    new: Mapping[str, Any] = json.loads(after) if after else {}
    return {name: (old.get(name), new.get(name)) for name in new}
