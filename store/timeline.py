"""What happened with a customer, newest first: a union of what the domains keep, never a copy of it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from store import followups, notes
from store.followups import Kind, Outcome
from store.records import Ref


class Event(NamedTuple):
    """One thing that happened: a contact (with its kind and outcome) or a note (without)."""

    at: datetime
    who: str
    text: str
    kind: Kind | None = None
    outcome: Outcome | None = None


def of_customer(customer: int, limit: int = 30) -> list[Event]:
    """The latest contacts with a customer and notes about it."""
    contacts = [
        Event(row.done_at, row.owner, row.note or row.subject, row.kind, row.outcome)
        for row in followups.of_customer(customer, limit)
        if row.done_at is not None
    ]
    written = [Event(note.at, note.author, note.body) for note in notes.about(Ref("customer", customer), limit)]
    return sorted([*contacts, *written], key=lambda event: event.at, reverse=True)[:limit]
