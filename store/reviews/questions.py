"""Reading reviews. Whoever asks says who they are, and gets what they may read: their own, and those that they lead.

The other side's scores and words are there once they were given: the self review when it is handed in, the lead's when
it is shared, and of a draft that follows a dispute only what was shared before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from store.calendar import Period, PeriodKind
from store.database import rows
from store.errors import N_, Denied, NotFound, Reason
from store.records import Ref
from store.reviews import evidence
from store.reviews.evidence import Evidence
from store.reviews.kinds import Side, Source, Status, Weighted, weighted
from store.reviews.records import Review
from store.reviews.rules import NOT_YOURS
from store.team import Member
from store.words import LIKE, containing

READABLE = (
    "r.id IN (SELECT id FROM review WHERE member_id = ? AND deleted_at IS NULL"
    " UNION ALL SELECT id FROM review WHERE reviewer_id = ? AND deleted_at IS NULL)"
)


class CycleRow(NamedTuple):
    """A cycle, and the ids of its reviews that one may read: one's own first, then by name."""

    id: int
    period: Period
    due_on: date
    reviews: list[int]


def cycles(actor: Member, *, mine: bool = False, text: str = "") -> list[CycleRow]:
    """The cycles in which the actor has a part, the latest period first; ``mine``: only where they are reviewed.

    ``text`` is looked for in the names of both people.
    """
    where, values = READABLE, [actor.id, actor.id]
    if mine:
        where, values = "r.deleted_at IS NULL AND r.member_id = ?", [actor.id]
    params: list[object] = list(values)
    if text.strip():
        where += f" AND (m.name {LIKE} OR l.name {LIKE})"
        params += [containing(text)] * 2
    found = rows(
        "SELECT c.id, c.kind, c.first_day, c.last_day, c.due_on, r.id FROM review r"
        " JOIN review_cycle c ON c.id = r.cycle_id JOIN member m ON m.id = r.member_id"
        f" JOIN member l ON l.id = r.reviewer_id WHERE {where}"
        " ORDER BY c.last_day DESC, c.first_day DESC, c.id, r.member_id != ?, m.name, r.id",
        (*params, actor.id),
    )
    listed: dict[int, CycleRow] = {}
    for number, kind, first, last, due_on, review in found:
        period = Period(PeriodKind(kind), _day(first), _day(last))
        listed.setdefault(number, CycleRow(number, period, _day(due_on), [])).reviews.append(review)
    return list(listed.values())


def led_by(member: Member) -> list[Review]:
    """The open reviews that a member leads, as they are written now: what somebody else leads when they leave."""
    where = (Review.reviewer == member.id, Review.status != Status.CLOSED, Review.kept())
    return list(Review.select().where(*where).order_by(Review.id))


def started() -> set[Period]:
    """The periods whose reviews were started, which everybody may know."""
    found = rows("SELECT kind, first_day, last_day FROM review_cycle WHERE deleted_at IS NULL")
    return {Period(PeriodKind(kind), _day(first), _day(last)) for kind, first, last in found}


class ReviewRow(NamedTuple):
    """One review as a list shows it to one of its people; a side they may not see yet is None.

    ``written``: whoever asks has rated something on their own side.
    """

    id: int
    period: Period
    due_on: date
    member_id: int
    member: str
    reviewer_id: int
    reviewer: str
    status: Status
    handed_in_at: datetime | None
    shared_at: datetime | None
    member_signed_at: datetime | None
    reviewer_signed_at: datetime | None
    closed_at: datetime | None
    self_score: Weighted | None
    lead_score: Weighted | None
    written: bool


ROW = (
    "SELECT r.id, c.kind, c.first_day, c.last_day, c.due_on, r.member_id, m.name, r.reviewer_id, l.name, r.status,"
    " r.handed_in_at, r.shared_at, r.member_signed_at, r.reviewer_signed_at, r.closed_at, c.id, r.figures"
    " FROM review r JOIN review_cycle c ON c.id = r.cycle_id JOIN member m ON m.id = r.member_id"
    " JOIN member l ON l.id = r.reviewer_id"
)


def listed(actor: Member, numbers: Sequence[int]) -> dict[int, ReviewRow]:
    """The rows of these reviews by id; those that the actor may not read are left out."""
    if not numbers:
        return {}
    marks = ",".join("?" * len(numbers))
    found = rows(f"{ROW} WHERE r.id IN ({marks}) AND {READABLE}", (*numbers, actor.id, actor.id))
    sides = _sides(actor, [values[0] for values in found])
    criteria = _criteria({values[15] for values in found})
    return {values[0]: _row(actor, values, criteria[values[15]], sides.get(values[0], {})) for values in found}


class Words(NamedTuple):
    """What one side says of a review, with its scores and their reasons by criterion. ``given`` is None of a draft.

    A side that was disputed, or opened again, says when, by whom and why.
    """

    round: int
    scores: Mapping[int, tuple[int | None, str]]
    strengths: str
    gaps: str
    given_at: datetime | None
    ended_at: datetime | None
    ended_by: str
    why: str


class CriterionRow(NamedTuple):
    """What is rated, its share of 100, and which records speak for it."""

    id: int
    title: str
    weight: int
    source: Source


class Detail(NamedTuple):
    """A review for one of its people: both sides as far as they may see them, earlier rounds, and the figures.

    ``frozen`` figures are those of the day on which it was shared; ``plans`` are the trainings planned because of it.
    """

    row: ReviewRow
    criteria: list[CriterionRow]
    self_words: Words | None
    lead_words: Words | None
    earlier: list[Words]
    evidence: Evidence
    frozen: bool
    plans: list[str]

    def score(self, words: Words) -> Weighted:
        """The weighted score of one side."""
        return _score(self.criteria, words)


def detail(actor: Member, number: int) -> Detail:
    """A review for one of its people. Raises NotFound, Denied."""
    found = rows(f"{ROW} WHERE r.id = ? AND r.deleted_at IS NULL", (number,))
    if not found:
        raise NotFound(Reason(N_("This record is gone; somebody may have removed it.")))
    values = found[0]
    if actor.id not in (values[5], values[7]):
        raise Denied(Reason(NOT_YOURS))
    criteria = _criteria({values[15]})[values[15]]
    sides = _sides(actor, [number]).get(number, {})
    row, text = _row(actor, values, criteria, sides), values[16]
    frozen = bool(text) and row.status in (Status.SHARED, Status.SIGNED, Status.CLOSED)
    figures = evidence.read(text) if frozen else evidence.of_member(row.member_id, row.period.first, row.period.last)
    own, lead = sides.get(Side.SELF, []), sides.get(Side.LEAD, [])
    return Detail(row, criteria, next(iter(own), None), next(iter(lead), None), lead[1:], figures, frozen, _plans(row))


def _plans(row: ReviewRow) -> list[str]:
    found = rows(
        "SELECT title FROM training_plan WHERE member_id = ? AND because_of = ? AND deleted_at IS NULL ORDER BY id",
        (row.member_id, str(Ref("review", row.id))),
    )
    return [title for (title,) in found]


def _row(
    actor: Member, values: tuple[Any, ...], criteria: Sequence[CriterionRow], sides: Mapping[Side, list[Words]]
) -> ReviewRow:
    number, kind, first, last, due_on, member, name, reviewer, by, status = values[:10]
    handed_in, shared, by_member, by_reviewer, closed = map(_moment, values[10:15])
    own, lead = (_score(criteria, sides[side][0]) if sides.get(side) else None for side in (Side.SELF, Side.LEAD))
    mine = sides.get(Side.SELF if actor.id == member else Side.LEAD)
    return ReviewRow(
        id=number,
        period=Period(PeriodKind(kind), _day(first), _day(last)),
        due_on=_day(due_on),
        member_id=member,
        member=name,
        reviewer_id=reviewer,
        reviewer=by,
        status=Status(status),
        handed_in_at=handed_in,
        shared_at=shared,
        member_signed_at=by_member,
        reviewer_signed_at=by_reviewer,
        closed_at=closed,
        self_score=own,
        lead_score=lead,
        written=any(score is not None for score, _why in mine[0].scores.values()) if mine else False,
    )


def _score(criteria: Sequence[CriterionRow], words: Words) -> Weighted:
    return weighted((one.weight, words.scores.get(one.id, (None, ""))[0]) for one in criteria)


def _criteria(numbers: set[int]) -> dict[int, list[CriterionRow]]:
    found: dict[int, list[CriterionRow]] = {number: [] for number in numbers}
    marks = ",".join("?" * len(numbers))
    for cycle, number, title, weight, source in rows(
        "SELECT cycle_id, id, title, weight, source FROM review_criterion"
        f" WHERE cycle_id IN ({marks}) AND deleted_at IS NULL ORDER BY cycle_id, position",
        tuple(numbers),
    ):
        found[cycle].append(CriterionRow(number, title, weight, Source(source)))
    return found


def _sides(actor: Member, numbers: Sequence[int]) -> dict[int, dict[Side, list[Words]]]:
    """What the actor may see of these reviews' sides, the latest round first: one's own, and what was given."""
    marks = ",".join("?" * len(numbers))
    said = rows(
        "SELECT a.id, a.review_id, a.side, a.round, a.strengths, a.gaps, a.given_at, a.ended_at, coalesce(m.name, ''),"
        f" a.why FROM assessment a LEFT JOIN member m ON m.id = a.ended_by_id WHERE a.review_id IN ({marks})"
        " AND (a.author_id = ? OR a.given_at IS NOT NULL) AND a.deleted_at IS NULL ORDER BY a.round DESC",
        (*numbers, actor.id),
    )
    marks = ",".join("?" * len(said))
    scores: dict[int, dict[int, tuple[int | None, str]]] = {}
    for assessment, criterion, score, why in rows(
        "SELECT assessment_id, criterion_id, score, why FROM review_score"
        f" WHERE assessment_id IN ({marks}) AND deleted_at IS NULL",
        [values[0] for values in said],
    ):
        scores.setdefault(assessment, {})[criterion] = (score, why)
    found: dict[int, dict[Side, list[Words]]] = {}
    for number, review, side, turn, strengths, gaps, given_at, ended_at, by, why in said:
        words = Words(turn, scores.get(number, {}), strengths, gaps, _moment(given_at), _moment(ended_at), by, why)
        found.setdefault(review, {}).setdefault(Side(side), []).append(words)
    return found


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
