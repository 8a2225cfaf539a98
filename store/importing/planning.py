"""What an import would do with each row of a file, before anything is written.

A row creates a record, updates one, is skipped (it changes nothing), or is an error with its reason. An empty cell
never empties a field. A Subject knows one kind of file: its headings, how its cells are read, which record a row is
about, and how the rows are written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar

from store import access, team
from store.calendar import WorkCalendar
from store.database import rows
from store.errors import N_, Invalid, Reason
from store.importing import reading, refs, values
from store.importing.reading import Sheet
from store.importing.values import Read, Wrong
from store.records import Record, kind_of
from store.team import Member

CHUNK = 5_000  # rows that are written between two ticks of the progress
Tick = Callable[[int], None]  # called with the number of rows that were dealt with since the last call
Change = tuple[object, object]  # before, after


class Act(StrEnum):
    """What becomes of a row."""

    CREATE = "create"
    UPDATE = "update"
    SKIP = "skip"
    ERROR = "error"


@dataclass(frozen=True)
class PlannedRow:
    """One row of the preview; ``changes`` are an update's fields with what they held and will hold."""

    line: int
    act: Act
    title: str
    why: Reason | None
    changes: Mapping[str, Change]


@dataclass
class Update:
    """The record that a row changes, by id, its fields before and after, and what follows ``also``."""

    record: int
    changes: dict[str, Change] = field(default_factory=dict)
    also: dict[str, object] = field(default_factory=dict)


@dataclass
class Plan:
    """What is known about each row, by its index; ``values`` are the columns by field, as SQLite keeps them."""

    subject: Subject
    path: Path
    sheet: Sheet
    source: str
    day_first: bool
    values: dict[str, list[Any]]
    headers: dict[str, str]
    unread: list[str]
    wrong: Wrong
    as_of: int
    keys: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    updates: dict[int, Update] = field(default_factory=dict)

    @property
    def counts(self) -> dict[Act, int]:
        """How many rows there are of each kind."""
        found = Counter(self.acts)
        return {act: found[act] for act in Act}

    def row(self, index: int) -> PlannedRow:
        """What becomes of one row."""
        update = self.updates.get(index)
        return PlannedRow(
            self.sheet.lines[index],
            self.acts[index],
            self.titles[index],
            self.wrong.get(index),
            update.changes if update else {},
        )

    def of(self, act: Act) -> list[int]:
        """The indexes of the rows of this kind."""
        return [index for index, found in enumerate(self.acts) if found is act]

    def column(self, name: str) -> list[Any]:
        """The values of a field; None for each row when the file doesn't have it."""
        return self.values.get(name) or [None] * len(self.sheet.rows)


@dataclass(frozen=True)
class Context:
    """Who imports, and what reading cells needs to know about the team."""

    actor: Member
    calendar: WorkCalendar
    currency: str
    people: Sequence[tuple[int, str, str]]


class Subject:
    """One kind of file. ``ALIASES`` are the headings of each field (separated by ``|``), which its own name is, too;
    ``NEEDED`` are sets of fields of which the file must have one each."""

    NAME: ClassVar[str]
    MODEL: ClassVar[type[Record]]
    ALIASES: ClassVar[Mapping[str, str]]
    NEEDED: ClassVar[Sequence[tuple[str, ...]]]
    DAYS: ClassVar[tuple[str, ...]] = ()
    AMOUNTS: ClassVar[tuple[str, ...]] = ()

    def readers(self, context: Context) -> Mapping[str, Read]:
        """How the cells of each field are read, but for days and amounts."""
        raise NotImplementedError

    def judge(self, plan: Plan, context: Context) -> None:
        """Fill ``titles``, ``keys``, ``acts`` and ``updates``; add to ``wrong``."""
        raise NotImplementedError

    def write(self, it: Any, plan: Plan, tick: Tick) -> None:
        """Write what was planned, inside the one change ``it``."""
        raise NotImplementedError


def context_of(actor: Member) -> Context:
    """The team as an import needs to know it."""
    people = [(member.id, member.name, member.login) for member in team.members()]
    return Context(actor, team.work_calendar(), team.team().currency, people)


def make(actor: Member, subject: Subject, path: Path, sheet: Sheet, source: str, day_first: bool | None = None) -> Plan:
    """Plan what the rows would do. Raises Invalid: a heading that is missing (""), or days whose order nobody can
    tell (``day_first``)."""
    context = context_of(actor)
    where = reading.matched(sheet.headers, subject.ALIASES)
    _needed(subject, where, sheet, path)
    cells = reading.columns(sheet, where)
    order = values.order_of(cells[name] for name in subject.DAYS if name in cells)
    if day_first is None and order is None:
        raise Invalid({"day_first": _unclear(cells, subject)})
    headers = {name: sheet.headers[indexes[0]] for name, indexes in where.items()}
    taken = {index for indexes in where.values() for index in indexes}
    unread = [name for index, name in enumerate(sheet.headers) if name and index not in taken]
    decided = bool(order if day_first is None else day_first)
    wrong: Wrong = {index: Reason(N_("more cells than there are headings")) for index in sheet.ragged}
    read = _read(subject, context, cells, headers, decided, wrong)
    plan = Plan(subject, path, sheet, source, decided, read, headers, unread, wrong, _last_change())
    plan.seen = [refs.fingerprint(row) for row in sheet.rows]
    plan.acts = [Act.CREATE] * len(sheet.rows)
    subject.judge(plan, context)
    for index in plan.wrong:
        if plan.acts[index] is not Act.SKIP:
            plan.acts[index] = Act.ERROR
            plan.updates.pop(index, None)
    return plan


def stale(plan: Plan) -> bool:
    """Whether somebody has changed something since the plan was made."""
    return plan.as_of != _last_change()


def _last_change() -> int:
    return int(rows("SELECT coalesce(max(id), 0) FROM change")[0][0])


def _needed(subject: Subject, where: Mapping[str, object], sheet: Sheet, path: Path) -> None:
    for names in subject.NEEDED:
        if not any(name in where for name in names):
            told = {"file": path.name, "names": " / ".join(names), "found": list(filter(None, sheet.headers))}
            words = N_("{file} has no column for {names}; its headings are: {found}.")
            raise Invalid({"": Reason(words, told)})


def _unclear(cells: Mapping[str, Sequence[str]], subject: Subject) -> Reason:
    example = next(
        (cell for name in subject.DAYS for cell in cells.get(name, ()) if values.order_of([[cell]]) is None), ""
    )
    words = N_("Is {text} day/month or month/day? Say --day-first or --month-first.")
    return Reason(words, {"text": example or "03/04"})


def _read(
    subject: Subject,
    context: Context,
    cells: Mapping[str, Sequence[str]],
    headers: Mapping[str, str],
    day_first: bool,
    wrong: Wrong,
) -> dict[str, list[Any]]:
    from store.calendar import local, now

    readers = dict(subject.readers(context))
    today = local(now(), context.calendar.zone).date()
    readers |= dict.fromkeys(subject.DAYS, values.day(day_first, today))
    for name in subject.AMOUNTS:
        readers[name] = values.amount(context.currency, values.decimal_mark(cells.get(name, ())))
    return {name: values.read_each(cells[name], headers[name], readers[name], wrong) for name in cells}


# What the subjects share


def allowed(context: Context, model: type[Record], owners: Iterable[int | None]) -> dict[int | None, bool]:
    """Whether the actor may write records of these owners."""
    return {owner: access.may(context.actor, "imported", model, owner) for owner in set(owners)}


COLLEAGUES = N_("this belongs to a colleague; its owner or the lead may change it")


def recognise(plan: Plan, kind: str) -> dict[int, int]:
    """The rows whose key is known, with the id of their record; those that are unchanged are skipped at once."""
    known = refs.known(plan.source, kind)
    if not known:
        return {}
    found = {}
    for index, key in enumerate(plan.keys):
        ref = known.get(key)
        if ref is None:
            continue
        if ref[1] == plan.seen[index]:
            plan.acts[index] = Act.SKIP
            plan.wrong.pop(index, None)
        else:
            found[index] = ref[0]
    return found


def stored(model: type[Record], ids: Iterable[int], names: Sequence[str]) -> dict[int, tuple[Any, ...]]:
    """These fields of the records that are kept, as SQLite keeps them, by id."""
    columns = ", ".join(f'"{model._meta.fields[name].column_name}"' for name in names)
    wanted, found = sorted(set(ids)), {}
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        marks = ",".join("?" * len(part))
        sql = f"SELECT id, {columns} FROM {kind_of(model)} WHERE deleted_at IS NULL AND id IN ({marks})"
        found.update({row[0]: row[1:] for row in rows(sql, part)})
    return found


def compare(plan: Plan, index: int, record: int, names: Sequence[str], held: Sequence[Any]) -> None:
    """Plan an update of what the row says otherwise than the record, or skip it when that is nothing."""
    changes = {
        name: (old, new)
        for name, old in zip(names, held, strict=True)
        if (column := plan.values.get(name)) and (new := column[index]) is not None and new != old
    }
    plan.acts[index] = Act.UPDATE if changes else Act.SKIP
    if changes:
        plan.updates[index] = Update(record, changes)


def filled(plan: Plan, model: type[Record], names: Iterable[str]) -> dict[str, list[Any]]:
    """The columns of these fields that the file has, with the default where a cell is empty."""
    found = {}
    for name in names:
        if name in plan.values:
            field = model._meta.fields[name]
            default = field.db_value(field.default)
            column = plan.values[name]
            found[name] = column if default is None else [default if v is None else v for v in column]
    return found


def chunks(indexes: Sequence[int]) -> Iterable[Sequence[int]]:
    """Parts of at most ``CHUNK`` rows."""
    return (indexes[start : start + CHUNK] for start in range(0, len(indexes), CHUNK))


def refer(it: Any, plan: Plan, kind: str, indexes: Sequence[int], ids: Sequence[int]) -> None:
    """Remember by which keys these new records are known."""
    made = [
        (f"{kind}:{number}", plan.source, kind, plan.keys[index], plan.seen[index])
        for index, number in zip(indexes, ids, strict=True)
    ]
    it.add_many(refs.ExternalRef, refs.NAMES, made, told=False)


def write_updates(
    it: Any, plan: Plan, model: type[Record], tick: Tick, also: Callable[[int], None] | None = None
) -> None:
    """Write the changed fields of the model, and what the row looked like; ``also`` writes what hangs on a row."""
    kind = kind_of(model)
    for part in chunks(list(plan.updates)):
        found = {r.id: r for r in _records(model, [plan.updates[index].record for index in part])}
        about = {plan.keys[index]: index for index in part}
        for index in part:
            update = plan.updates[index]
            fields = {name: after for name, (_before, after) in update.changes.items() if name in model._meta.fields}
            fields |= update.also
            it.update(found[update.record], **{n: model._meta.fields[n].python_value(v) for n, v in fields.items()})
            if also is not None:
                also(index)
        for ref in _refs_of(plan, kind, list(about)):
            it.update(ref, seen=plan.seen[about.pop(ref.key)])
        refer(it, plan, kind, list(about.values()), [plan.updates[index].record for index in about.values()])
        tick(len(part))


def _records(model: Any, ids: Sequence[int]) -> list[Any]:
    return [
        r for start in range(0, len(ids), 500) for r in model.select().where(model.id.in_(ids[start : start + 500]))
    ]


def _refs_of(plan: Plan, kind: str, keys: Sequence[str]) -> list[refs.ExternalRef]:
    model = refs.ExternalRef
    found: list[refs.ExternalRef] = []
    for start in range(0, len(keys), 500):
        found += list(
            model.select().where(
                model.source == plan.source, model.kind == kind, model.key.in_(keys[start : start + 500]), model.kept()
            )
        )
    return found
