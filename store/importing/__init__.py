"""Customers, follow-ups and bookings from the file of a spreadsheet or of another system.

``plan()`` says what each row would do and writes nothing; ``run()`` writes what was planned as one change with one
undo, and puts the rows that can't be taken into a file beside the first, each with its line and the reason. The same
file again changes nothing: a record is recognised by the key of its row (ExternalRef), a customer by name and phone.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from store import access, changes
from store.changes import Change, change
from store.database import roomy
from store.errors import N_, NotFound, Reason, Unavailable
from store.importing.bookings import Bookings
from store.importing.customers import Customers
from store.importing.followups import FollowUps
from store.importing.planning import Act, Plan, PlannedRow, Subject, make, stale
from store.importing.reading import read, without_collection
from store.importing.refs import ExternalRef
from store.team import Member

__all__ = ["SUBJECTS", "Act", "ExternalRef", "Outcome", "Plan", "PlannedRow", "Subject", "last", "plan", "run", "undo"]

SUBJECTS: Mapping[str, Subject] = {subject.NAME: subject for subject in (Customers(), FollowUps(), Bookings())}
SOURCE = "file"  # which system the keys of a file belong to, when nobody says
VERB = N_("imported")


@dataclass(frozen=True)
class Outcome:
    """How many rows did what, and the file with the rejected ones."""

    counts: Mapping[Act, int]
    rejected: Path | None = None


def plan(actor: Member, subject: str, path: Path, *, day_first: bool | None = None, source: str = SOURCE) -> Plan:
    """What the rows of a file would do. Raises Denied, Unavailable (no such file), Invalid: a file that is no table,
    a missing heading (field ""), or days that can be read two ways (field "day_first")."""
    access.allow(actor, VERB, SUBJECTS[subject].MODEL, actor.id)
    sheet = read(path)
    with without_collection():
        return make(actor, SUBJECTS[subject], path, sheet, source, day_first)


def run(actor: Member, planned: Plan, progress: Callable[[int, int], None] | None = None) -> Outcome:
    """Write what was planned; ``progress`` is told how many rows of how many are written.

    It is planned again when somebody has changed something since. Raises Denied, Invalid, Conflict, Unavailable.
    """
    done = 0

    def tick(count: int) -> None:
        nonlocal done
        done += count
        if progress is not None:
            progress(done, total)

    with without_collection(), roomy(), change(actor, VERB, planned.subject.MODEL, owner=actor.id) as it:
        if stale(planned):
            planned = make(actor, planned.subject, planned.path, planned.sheet, planned.source, planned.day_first)
        total = planned.counts[Act.CREATE] + planned.counts[Act.UPDATE]
        it.title = planned.path.name
        planned.subject.write(it, planned, tick)
    return Outcome(planned.counts, _reject(planned))


def last(actor: Member) -> Change | None:
    """My latest import of any session that isn't undone."""
    undone = Change.select(Change.undoes).where(Change.undoes.is_null(False))
    found: Change | None = (
        Change.select()
        .where(Change.by == actor.id, Change.verb == VERB, Change.undoes.is_null(), Change.id.not_in(undone))
        .order_by(Change.id.desc())
        .first()
    )
    return found


def undo(actor: Member) -> Change:
    """Take back my latest import. Raises NotFound when there is none, Conflict over later work on its records."""
    found = last(actor)
    if found is None:
        raise NotFound(Reason(N_("You have imported nothing that could be undone.")))
    return changes.undo(actor, found)


def _reject(planned: Plan) -> Path | None:
    """Write the rows that can't be taken beside the file; text that a spreadsheet would evaluate is guarded."""
    wrong = planned.of(Act.ERROR)
    if not wrong:
        return None
    path = _free(planned.path)
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            out = csv.writer(file, delimiter=planned.sheet.delimiter)
            out.writerow([*map(_guarded, planned.sheet.headers), "Line", "Reason"])
            for index in wrong:
                row = planned.row(index)
                out.writerow([*map(_guarded, planned.sheet.rows[index]), row.line, _guarded(str(row.why or ""))])
    except OSError as error:
        values = {"file": str(path), "error": error.strerror or str(error)}
        raise Unavailable(
            Reason(N_("The import is done, but the rejected rows can't be written to {file}: {error}."), values)
        ) from error
    return path


def _free(path: Path) -> Path:
    """A name beside the file that isn't taken: nobody's half-mended rows are written over."""
    names = (f"{path.stem}-rejected{n}.csv" for n in ("", *(f"-{n}" for n in range(2, 10_000))))
    return next(found for name in names if not (found := path.with_name(name)).exists())


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") else cell
