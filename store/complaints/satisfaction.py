"""Satisfaction: what customers answer when they are asked, on one of two scales, and what the answers say together.

CSAT asks "how satisfied are you?", 1-5; its figure is the share of 4 and 5. NPS asks "would you recommend us?",
0-10; its figure is the share of 9 and 10 less the share of 0 to 6. The trend is the mean of the last five answers
less the mean of the five before. Under three answers there is no figure, and never one without its count.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from peewee import ForeignKeyField, IntegerField, TextField

from store import team
from store.changes import change
from store.complaints.scales import (
    ENOUGH,
    LATEST,
    SCORES,
    Scale,
    mood,
)
from store.customers import Customer
from store.database import rows
from store.errors import N_, Invalid, NotFound, Reason
from store.records import Choice, Day, Record, Ref, RefField, model_of
from store.team import Member
from store.words import LIKE, containing

LONGEST_NOTE = 4_000  # characters
ABOUT = ("deal", "complaint")


class Satisfaction(Record):
    """One answer of a customer on a day, about a deal, a complaint, or us altogether; ``created_by`` asked."""

    customer_id: int
    customer = ForeignKeyField(Customer, lazy_load=False)
    scale = Choice(Scale, default=Scale.CSAT)
    score = IntegerField()
    day = Day()
    about = RefField(null=True)
    note = TextField(default="")
    OWNER = "created_by"

    @property
    def title_of_record(self) -> str:
        return f"{self.scale.value.upper()} {self.score}"


class Figures(NamedTuple):
    """What ``n`` answers on one scale say together; the rest is None where there are too few of them.

    ``share`` is the CSAT (0 to 1) or the NPS (-1 to 1); ``trend`` and ``mean`` are in points of the scale.
    """

    scale: Scale
    n: int
    mean: float | None = None
    share: float | None = None
    trend: float | None = None


def figures(scale: Scale, scores: Sequence[int]) -> Figures:
    """The figures of these scores, the newest first. See the module for the formulas."""
    n = len(scores)
    if n < ENOUGH:
        return Figures(scale, n)
    moods = [mood(scale, score) for score in scores]
    counted = [one > 0 for one in moods] if scale is Scale.CSAT else moods
    share = sum(counted) / n
    return Figures(scale, n, _mean(scores), share, _trend(scores))


def _mean(scores: Sequence[int]) -> float:
    return sum(scores) / len(scores)


def _trend(scores: Sequence[int]) -> float | None:
    """None while there are fewer than three answers before the last five."""
    before = scores[LATEST : 2 * LATEST]
    return _mean(scores[:LATEST]) - _mean(before) if len(before) >= ENOUGH else None


# Questions


def of_customer(customer: int) -> dict[Scale, Figures]:
    """The figures of all answers of a customer, by scale."""
    return _figures("s.customer_id = ?", (customer,))


def of_team(since: date, owner: int | None = None) -> dict[Scale, Figures]:
    """The figures of all answers since a day, by scale; of the customers of one member when one is named."""
    where, values = "s.day >= ?", list[object]([since.isoformat()])
    if owner is not None:
        where += " AND s.customer_id IN (SELECT id FROM customer WHERE owner_id = ?)"
        values.append(owner)
    return _figures(where, values)


def _figures(where: str, values: Sequence[object]) -> dict[Scale, Figures]:
    scores: dict[Scale, list[int]] = {scale: [] for scale in Scale}
    sql = f"SELECT s.scale, s.score FROM satisfaction s WHERE {where} AND s.deleted_at IS NULL"
    for scale, score in rows(f"{sql} ORDER BY s.day DESC, s.id DESC", values):
        scores[Scale(scale)].append(score)
    return {scale: figures(scale, found) for scale, found in scores.items()}


class AnswerRow(NamedTuple):
    """One answer as a list shows it: ``about_label`` in the words of people, ``by`` whom and ``at`` when it was
    written down."""

    id: int
    customer_id: int
    customer: str
    scale: Scale
    score: int
    day: date
    about: Ref | None
    about_label: str
    by: str
    note: str
    at: datetime


ROW = (
    "SELECT s.id, s.customer_id, coalesce(c.name, ''), s.scale, s.score, s.day, s.about,"
    " coalesce(k.number || ' · ' || k.subject, d.name, ''), coalesce(m.name, ''), s.note,"
    " s.created_at"
    " FROM satisfaction s LEFT JOIN customer c ON c.id = s.customer_id LEFT JOIN member m ON m.id = s.created_by"
    " LEFT JOIN complaint k ON k.id = iif(s.about LIKE 'complaint:%', CAST(substr(s.about, 11) AS INTEGER), NULL)"
    " LEFT JOIN deal d ON d.id = iif(s.about LIKE 'deal:%', CAST(substr(s.about, 6) AS INTEGER), NULL)"
)


def ids(since: date, owner: int | None = None, customer: int | None = None, text: str = "") -> list[int]:
    """The answers since a day, newest first: everyone's, of one member's customers, or of one customer."""
    where, values = "s.deleted_at IS NULL AND s.day >= ?", list[object]([since.isoformat()])
    for column, value in (("c.owner_id", owner), ("s.customer_id", customer)):
        if value is not None:
            where += f" AND {column} = ?"
            values.append(value)
    if text.strip():
        where += f" AND (c.name {LIKE} OR s.note {LIKE})"
        values += [containing(text)] * 2
    sql = f"SELECT s.id FROM satisfaction s LEFT JOIN customer c ON c.id = s.customer_id WHERE {where}"
    return [number for (number,) in rows(f"{sql} ORDER BY s.day DESC, s.id DESC LIMIT 200", values)]


def listed(numbers: Sequence[int]) -> dict[int, AnswerRow]:
    """The rows of these answers, by id."""
    if not numbers:
        return {}
    marks = ",".join("?" * len(numbers))
    return {row.id: row for row in map(_row, rows(f"{ROW} WHERE s.id IN ({marks})", numbers))}


def latest(customer: int, limit: int = 30) -> list[AnswerRow]:
    """The latest answers of a customer, newest first."""
    sql = f"{ROW} WHERE s.customer_id = ? AND s.deleted_at IS NULL ORDER BY s.day DESC, s.id DESC LIMIT ?"
    return [_row(values) for values in rows(sql, (customer, limit))]


def _row(values: tuple[Any, ...]) -> AnswerRow:
    i, cid, customer, scale, score, day, about, title, by, note, at = values
    ref = Ref.parse(about) if about else None
    on, written = date.fromisoformat(day), datetime.fromisoformat(at)
    return AnswerRow(i, cid, customer, Scale(scale), score, on, ref, title, by, note, written)


# Verbs


def record(
    actor: Member,
    customer: Customer,
    score: int,
    scale: Scale = Scale.CSAT,
    *,
    day: date | None = None,
    about: Ref | None = None,
    note: str = "",
) -> Satisfaction:
    """Write an answer of a customer down, of today unless told otherwise. Whoever may edit the customer may.

    Raises Denied, Invalid (no score of its scale, a day to come, about a record of another customer, a long note).
    """
    on, today = day or team.today(), team.today()
    wrong: dict[str, Reason] = {}
    if score not in SCORES[scale]:
        told = {"least": SCORES[scale][0], "most": SCORES[scale][-1]}
        wrong["score"] = Reason(N_("Choose a number from {least} to {most}."), told)
    if on > today:
        wrong["day"] = Reason(N_("That day has not come yet."))
    if about is not None and not _concerns(about, customer):
        wrong["about"] = Reason(N_("Choose a deal or a complaint of this customer."))
    if len(note) > LONGEST_NOTE:
        wrong["note"] = Reason(
            N_("{length} characters; at most {most} fit here."), {"length": len(note), "most": LONGEST_NOTE}
        )
    if wrong:
        raise Invalid(wrong)
    with change(actor, N_("added"), Satisfaction, owner=customer.owner_id) as it:
        return it.add(Satisfaction, customer=customer, scale=scale, score=score, day=on, about=about, note=note.strip())


def remove(actor: Member, answer: Satisfaction) -> None:
    """Take an answer out; who wrote it down or the lead may. Raises Denied, Conflict."""
    with change(actor, N_("removed"), answer) as it:
        it.remove(answer)


def _concerns(about: Ref, customer: Customer) -> bool:
    if about.kind not in ABOUT:
        return False
    try:
        found = model_of(about.kind).load(about.id)
    except NotFound:
        return False
    return bool(found.__data__.get("customer") == customer.id)
