"""What Today asks about reviews, as lines. The meeting asks nothing: it is everybody's."""

from __future__ import annotations

from datetime import date
from functools import partial

from store.calendar import PeriodKind
from store.database import rows
from store.errors import N_, Reason
from store.records import Line, Part, Ref
from store.reviews.kinds import Status, period_name
from store.reviews.rules import WITH_BOTH
from store.team import Member

WAITS = (
    "SELECT r.id, c.kind, c.first_day, c.due_on, r.member_id, m.name, l.name, r.status, r.handed_in_at IS NOT NULL,"
    " r.shared_at IS NOT NULL, r.member_signed_at IS NOT NULL, r.reviewer_signed_at IS NOT NULL FROM review r"
    " JOIN review_cycle c ON c.id = r.cycle_id JOIN member m ON m.id = r.member_id"
    " JOIN member l ON l.id = r.reviewer_id"
    " WHERE {column} = ? AND r.status != 'closed' AND r.deleted_at IS NULL ORDER BY c.due_on, m.name, r.id"
)
TO_SIGN = N_("✎ sign it")


def due_for(member: Member, day: date) -> list[Line]:
    """A member's lines on Today: their self review, what they have to write or to share, and what waits for their
    signature. Nobody sees those of others."""
    own = [_own(*values) for values in rows(WAITS.format(column="r.member_id"), (member.id,))]
    led = [_led(*values) for values in rows(WAITS.format(column="r.reviewer_id"), (member.id,))]
    return [line for line in (*own, *led) if line is not None]


def _own(
    number: int, kind: str, first: str, due_on: str, _member: int, _name: str, lead: str, status: str, *done: int
) -> Line | None:
    handed_in, shared, signed, _by_lead = done
    line = partial(_line, number, kind, first, due_on, lead)
    if Status(status) in WITH_BOTH and not signed:
        return line(N_("your review of {period}"), TO_SIGN, Part.REVIEW)
    if not handed_in and not shared:
        return line(N_("your self review of {period}"), None, Part.DO)
    return None


def _led(
    number: int, kind: str, first: str, due_on: str, _member: int, name: str, _lead: str, status: str, *done: int
) -> Line | None:
    _handed_in, _shared, _signed, by_lead = done
    line = partial(_line, number, kind, first, due_on, name)
    if status == Status.DISPUTED:
        return line(N_("review of {period}"), N_("✕ disputed"), Part.DO, "bad")
    if status == Status.DRAFTED:
        return line(N_("review of {period}"), N_("▶ share it"), Part.DO)
    if Status(status) in WITH_BOTH:
        return None if by_lead else line(N_("review of {period}"), TO_SIGN, Part.REVIEW)
    return line(N_("review of {period}"), None, Part.DO)


def _line(
    number: int, kind: str, first: str, due_on: str, who: str, words: str, state: str | None, part: Part, tone: str = ""
) -> Line:
    text = Reason(words, {"period": period_name(PeriodKind(kind), date.fromisoformat(first))})
    said = Reason(state) if state is not None else None
    due = date.fromisoformat(due_on)
    return Line(Ref("review", number), N_("Review"), who, text, due, state=said, tone=tone or "accent", part=part)
