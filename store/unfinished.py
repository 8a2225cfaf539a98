"""What a member was typing when the line dropped, and where: kept by session, and offered back at the next start.

It is the member's own: nobody else reads it, and it stands in no history, export or search. A session writes only its
own row, so that two sessions of one member don't run over each other's text. What was typed is kept until it is saved,
taken up or thrown away; the mere place for a short while.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from store import changes
from store.calendar import now
from store.changes import draft
from store.database import database, impatient, rows
from store.records import Instant, Ref

if TYPE_CHECKING:
    from store.team import Member

PLACE_KEPT = timedelta(hours=2)  # in which a dropped session is gone on with where it was; later the day begins anew

Words = str | list[str]
_AT = Instant()


class Step(NamedTuple):
    """How something was opened: the action that was run on a screen, or ``on`` a widget of it, with a row's ``key``."""

    screen: str
    key: str
    action: str
    on: str


class Typed(NamedTuple):
    """What stands in a form, a panel or a line: each field that was typed in, as it began and as it is now.

    ``what`` are its words for people, ``about`` names the record it belongs to, ``kind`` says what it is, ``steps`` how
    it was opened.
    """

    what: str
    about: str
    kind: str
    fields: Mapping[str, tuple[Words, Words]]
    steps: tuple[Step, ...] = ()


class Left(NamedTuple):
    """Where a session of a member was, and what was being typed there."""

    session: str
    at: datetime
    screen: str
    record: Ref | None
    typed: Typed | None

    @property
    def fresh(self) -> bool:
        """Whether it was there a short while ago. A clock that was set back makes nothing old."""
        return now() - self.at < PLACE_KEPT


def left(actor: Member) -> list[Left]:
    """What the other sessions of this member have left, the last written first: texts before mere places."""
    found = rows(
        "SELECT session, at, screen, record, typed FROM unfinished WHERE member_id = ? AND session != ?"
        " ORDER BY typed IS NULL, rowid DESC",  # not by the time: a clock may be set back
        (actor.id, changes.SESSION),
    )
    return [
        Left(session, datetime.fromisoformat(at), screen, Ref.parse(record) if record else None, _read(typed))
        for session, at, screen, record, typed in found
    ]


def keep(actor: Member, screen: str, record: Ref | None, typed: Typed | None) -> None:
    """Keep where this session is and what is being typed, as a draft. Raises Unavailable, at once when it is busy."""
    text = None if typed is None else json.dumps(typed, ensure_ascii=False)
    values = (changes.SESSION, actor.id, _AT.db_value(now()), screen, str(record) if record else None, text)
    with impatient(), draft():
        database.execute_sql("DELETE FROM unfinished WHERE member_id = ? AND typed IS NULL", (actor.id,))
        database.execute_sql(
            "INSERT OR REPLACE INTO unfinished (session, member_id, at, screen, record, typed)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            values,
        )


def forget(actor: Member) -> None:
    """Leave in order: nothing is gone on with. What other sessions were typing stays. Raises Unavailable."""
    with impatient(), draft():
        database.execute_sql(
            "DELETE FROM unfinished WHERE session = ? OR (member_id = ? AND typed IS NULL)", (changes.SESSION, actor.id)
        )


def throw_away(actor: Member, one: Left) -> None:
    """Drop what was left: it was taken up here, or nobody wants it. Raises Unavailable."""
    with draft():
        database.execute_sql("DELETE FROM unfinished WHERE session = ? AND member_id = ?", (one.session, actor.id))


def _read(text: str | None) -> Typed | None:
    if text is None:
        return None
    what, about, kind, fields, steps = json.loads(text)
    read = {name: (before, after) for name, (before, after) in fields.items()}
    return Typed(what, about, kind, read, tuple(Step(*step) for step in steps))
