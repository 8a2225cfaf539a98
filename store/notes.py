"""Notes about any record: who wrote what, newest first. A customer's timeline reads them, never copies them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from peewee import TextField

from store.access import refuse_in_public
from store.changes import change
from store.database import rows
from store.errors import N_, Invalid, Reason
from store.records import Record, Ref, RefField

if TYPE_CHECKING:
    from store.team import Member

LONGEST = 4_000  # characters; what is longer belongs in a document that the note names


class Note(Record):
    """What somebody wrote about a record; the author is ``created_by``."""

    about = RefField()
    body = TextField()
    OWNER = "created_by"

    @property
    def title_of_record(self) -> str:
        return self.body[:80]


class Written(NamedTuple):
    """A note with its author's name."""

    id: int
    at: datetime
    author: str
    body: str


def about(ref: Ref, limit: int = 50) -> list[Written]:
    """The notes about a record, newest first."""
    found = rows(
        "SELECT n.id, n.created_at, coalesce(m.name, ''), n.body FROM note n LEFT JOIN member m ON m.id = n.created_by"
        " WHERE n.about = ? AND n.deleted_at IS NULL ORDER BY n.id DESC LIMIT ?",
        (str(ref), limit),
    )
    return [Written(i, datetime.fromisoformat(at), author, body) for i, at, author, body in found]


def write(actor: Member, ref: Ref, body: str) -> Note:
    """Write a note about a record. Raises Denied, Invalid (empty, or longer than ``LONGEST`` characters)."""
    valid(body)
    refuse_in_public(ref, "body")
    with change(actor, N_("added"), Note) as it:
        return it.add(Note, about=ref, body=body.strip())


def valid(body: str) -> None:
    """Raises Invalid for an empty note, or one longer than ``LONGEST`` characters."""
    if not body.strip():
        raise Invalid({"body": Reason(N_("Write something first."), {})})
    if len(body) > LONGEST:
        values = {"length": len(body), "most": LONGEST}
        raise Invalid({"body": Reason(N_("{length} characters; a note holds at most {most}."), values)})


def remove(actor: Member, note: Note) -> None:
    """Take a note out; its author or the lead may. Raises Denied, Conflict."""
    with change(actor, N_("removed"), note) as it:
        it.remove(note)
