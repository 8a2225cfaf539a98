"""What happened with a customer, newest first: a union of what the domains keep, never a copy of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from typing import NamedTuple

from store import complaints, deals, followups, notes, team
from store.calendar import utc_of
from store.complaints import Scale, satisfaction, scales
from store.database import rows
from store.deals import StageType
from store.errors import N_, Reason
from store.followups import Kind, Outcome
from store.history import history
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


class Counts(NamedTuple):
    """How many people, deals and complaints a customer has, closed ones too."""

    people: int
    deals: int
    complaints: int


def counts(customer: int) -> Counts:
    """How many of each there are to look at."""
    of = "(SELECT count(*) FROM {} WHERE customer_id = ?1 AND deleted_at IS NULL)"
    found = rows(f"SELECT {', '.join(of.format(table) for table in ('contact', 'deal', 'complaint'))}", (customer,))
    return Counts(*found[0])


def of_customer(customer: int, limit: int = 30) -> list[Event]:
    """The latest contacts with a customer, notes about it, its deals' stages, its complaints, how satisfied it was,
    who looked after it and what was changed about it."""
    contacts = [
        Event(row.done_at, row.owner, row.note or row.subject, row.kind, row.outcome)
        for row in followups.of_customer(customer, limit)
        if row.done_at is not None
    ]
    written = [Event(note.at, note.author, note.body) for note in notes.about(Ref("customer", customer), limit)]
    found = [*contacts, *written, *_complaints(customer, limit), *_answers(customer, limit)]
    found += [*_stages(customer, limit), *_edits(customer, limit)]
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
STAGED = {
    StageType.OPEN: (N_("▶ {stage}"), ""),
    StageType.WON: (N_("✓ {stage}"), "good"),
    StageType.LOST: (N_("✕ {stage}"), "bad"),
}


def _stages(customer: int, limit: int) -> Iterator[Event]:
    """Each change of stage of its deals."""
    for moved in deals.moves_of_customer(customer, limit):
        words, tone = STAGED[moved.type]
        stage = Reason(moved.after) if moved.after in deals.DEFAULT_STAGES else moved.after
        yield Event(moved.at, moved.by, moved.deal, what=Reason(words, {"stage": stage}), tone=tone)


def _edits(customer: int, limit: int) -> Iterator[Event]:
    """Who looked after it, and what was changed about it; its beginning is no edit."""
    names = team.names()
    for past in history(Ref("customer", customer), limit):
        if any(before is None for before, _after in past.fields.values()) and "name" in past.fields:
            continue
        by = names.get(past.by, "Huddle")
        if "owner_id" in past.fields or "owner" in past.fields:
            _before, after = past.fields.get("owner_id") or past.fields["owner"]
            yield Event(past.at, by, names.get(after, "") if after else "", what=Reason(HANDED_OVER))
        elif past.fields.keys() & FIELDS.keys():
            fields = [Reason(FIELDS[name]) for name in FIELDS if name in past.fields]
            yield Event(past.at, by, "", what=Reason(EDITED, {"name": by, "fields": fields}))


HANDED_OVER, EDITED = N_("→ new owner"), N_("{name} changed: {fields}")
FIELDS = {
    "name": N_("name"),
    "code": N_("code"),
    "kind": N_("kind"),
    "industry": N_("industry"),
    "source": N_("source"),
    "city": N_("city"),
    "address": N_("address"),
    "website": N_("website"),
    "phone": N_("phone"),
    "email": N_("e-mail"),
    "tags": N_("tags"),
    "notes": N_("notes"),
    "do_not_call": N_("may be called"),
    "value_class": N_("class"),
    "need": N_("need"),
    "purchasing_power": N_("purchasing power"),
    "loyalty": N_("loyalty"),
}
GLYPH = {1: ("▲", "good"), 0: ("●", "warning"), -1: ("✕", "bad")}
SATISFIED = {Scale.CSAT: N_("{glyph} satisfied {score}/5"), Scale.NPS: N_("{glyph} would recommend us {score}/10")}


def _answers(customer: int, limit: int) -> Iterator[Event]:
    """What the customer answered, at the end of its day so that it stands above what it is about."""
    zone = team.team().timezone
    for row in satisfaction.latest(customer, limit):
        glyph, tone = GLYPH[scales.mood(row.scale, row.score)]
        at = min(utc_of(row.day, time(23, 59), zone), max(row.at, utc_of(row.day, time(), zone)))
        what = Reason(SATISFIED[row.scale], {"glyph": glyph, "score": row.score})
        yield Event(at, row.by, row.note or row.about_label, what=what, tone=tone)
