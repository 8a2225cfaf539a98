"""What happened with a customer, newest first: a union of what the domains keep, never a copy of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from typing import NamedTuple

from store import complaints, followups, notes, team
from store.calendar import utc_of
from store.complaints import Scale, satisfaction
from store.errors import N_, Reason
from store.followups import Kind, Outcome
from store.records import Ref


class Event(NamedTuple):
    """One thing that happened: a contact (with its kind and outcome), a note (without), or what ``what`` says.

    ``what`` stands before the text, in its ``tone`` (good, warning, bad).
    """

    at: datetime
    who: str
    text: str
    kind: Kind | None = None
    outcome: Outcome | None = None
    what: Reason | None = None
    tone: str = ""


def of_customer(customer: int, limit: int = 30) -> list[Event]:
    """The latest contacts with a customer, notes about it, its complaints and how satisfied it was."""
    contacts = [
        Event(row.done_at, row.owner, row.note or row.subject, row.kind, row.outcome)
        for row in followups.of_customer(customer, limit)
        if row.done_at is not None
    ]
    written = [Event(note.at, note.author, note.body) for note in notes.about(Ref("customer", customer), limit)]
    found = [*contacts, *written, *_complaints(customer, limit), *_answers(customer, limit)]
    return sorted(found, key=lambda event: event.at, reverse=True)[:limit]


def _complaints(customer: int, limit: int) -> Iterator[Event]:
    """When each complaint came in, was answered and was resolved; its closing is an answer about satisfaction."""
    for one in complaints.of_customer(customer, limit):
        row, number = one.row, {"number": one.row.number}
        yield Event(row.opened_at, one.opened_by, row.subject, what=Reason(OPENED, number), tone="bad")
        if row.first_response_at is not None:
            yield Event(row.first_response_at, one.responded_by, row.subject, what=Reason(ANSWERED, number))
        if row.resolved_at is not None:
            yield Event(
                row.resolved_at,
                one.resolved_by,
                one.resolution or row.subject,
                what=Reason(RESOLVED, number),
                tone="good",
            )


OPENED, ANSWERED, RESOLVED = (
    N_("✕ complaint {number}"),
    N_("● complaint {number} answered"),
    N_("✓ complaint {number} resolved"),
)
GLYPH = {1: ("▲", "good"), 0: ("●", "warning"), -1: ("✕", "bad")}
SATISFIED = {Scale.CSAT: N_("{glyph} satisfied {score}/5"), Scale.NPS: N_("{glyph} would recommend us {score}/10")}


def _answers(customer: int, limit: int) -> Iterator[Event]:
    """What the customer answered, at the end of its day so that it stands above what it is about."""
    zone = team.team().timezone
    for row in satisfaction.latest(customer, limit):
        glyph, tone = GLYPH[satisfaction.mood(row.scale, row.score)]
        at = min(utc_of(row.day, time(23, 59), zone), max(row.at, utc_of(row.day, time(), zone)))
        what = Reason(SATISFIED[row.scale], {"glyph": glyph, "score": row.score})
        yield Event(at, row.by, row.note or row.about_label, what=what, tone=tone)
