"""Headlines: what the team tells itself first, read and written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from store.access import refuse_in_public
from store.changes import change
from store.database import rows
from store.errors import N_, Invalid, Reason
from store.meetings.kinds import HeadlineKind
from store.meetings.occasions import local_today, next_meeting
from store.meetings.records import Headline, Series
from store.records import Line, Ref
from store.team import Member

LONGEST = 300  # characters


class HeadlineRow(NamedTuple):
    """One headline as a list or a detail shows it."""

    id: int
    kind: HeadlineKind
    text: str
    link: Ref | None
    day: date
    by: str


def headlines(series: int, after: date, until: date) -> list[HeadlineRow]:
    """What is told at the meeting on ``until`` when the one before was on ``after``; wins first."""
    found = rows(
        "SELECT h.id, h.kind, h.text, h.link, h.day, coalesce(m.name, '') FROM headline h"
        " LEFT JOIN member m ON m.id = h.created_by WHERE h.series_id = ? AND h.deleted_at IS NULL"
        " AND h.day > ? AND h.day <= ? ORDER BY instr('win customer team', h.kind), h.id",
        (series, after.isoformat(), until.isoformat()),
    )
    return [_row(values) for values in found]


def headlines_listed(numbers: Sequence[int]) -> dict[int, HeadlineRow]:
    """The rows of these headlines, by id."""
    marks = ",".join("?" * len(numbers))
    found = rows(
        "SELECT h.id, h.kind, h.text, h.link, h.day, coalesce(m.name, '') FROM headline h"
        f" LEFT JOIN member m ON m.id = h.created_by WHERE h.deleted_at IS NULL AND h.id IN ({marks})",
        numbers,
    )
    return {row.id: row for row in map(_row, found)}


def _row(values: tuple[Any, ...]) -> HeadlineRow:
    i, kind, text, link, day, by = values
    return HeadlineRow(i, HeadlineKind(kind), text, Ref.parse(link) if link else None, date.fromisoformat(day), by)


WHAT = {HeadlineKind.WIN: N_("Win"), HeadlineKind.CUSTOMER: N_("Customer"), HeadlineKind.TEAM: N_("Team")}


def headline_line(row: HeadlineRow) -> Line:
    """A headline as a row of the agenda."""
    return Line(ref=Ref("headline", row.id), what=WHAT[row.kind], who="", text=row.text, owner=row.by)


def add_headline(
    actor: Member, series: Series, kind: HeadlineKind, text: str, *, link: Ref | None = None, day: date | None = None
) -> Headline:
    """Add a headline for the meeting on ``day``, the next one unless another is named. Raises Denied, Invalid."""
    _valid(text)
    refuse_in_public(link, "text")
    coming = next_meeting(series) if day is None else None
    day = day or (coming.day if coming else local_today(series))
    with change(actor, N_("added"), Headline) as it:
        return it.add(Headline, series=series, kind=kind, text=text.strip(), link=link, day=day)


def edit_headline(actor: Member, headline: Headline, **values: Any) -> Headline:
    """Change a headline. Raises Denied, Invalid, Conflict."""
    _valid(values.get("text", headline.text))
    with change(actor, N_("edited"), headline) as it:
        it.update(headline, **values)
    return headline


def remove_headline(actor: Member, headline: Headline) -> None:
    """Take a headline out. Raises Denied, Conflict."""
    with change(actor, N_("removed"), headline) as it:
        it.remove(headline)


def _valid(text: str) -> None:
    if not text.strip():
        raise Invalid({"text": Reason(N_("Write what there is to tell."), {})})
    if len(text) > LONGEST:
        values = {"length": len(text), "most": LONGEST}
        raise Invalid({"text": Reason(N_("{length} characters; a headline holds at most {most}."), values)})
