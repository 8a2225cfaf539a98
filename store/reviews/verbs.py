"""What people do with reviews. Each verb is one change, with its history (which only the two people read) and undo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from store import team
from store.access import Role, allow
from store.calendar import Period
from store.changes import change
from store.database import rows
from store.errors import N_, Invalid, Reason
from store.reviews import evidence
from store.reviews.kinds import SCORES, Side, Source, Status
from store.reviews.records import Assessment, Review, ReviewCriterion, ReviewCycle, ReviewScore
from store.reviews.rules import Act, NewCriterion, obey, refuse_criteria, refuse_texts
from store.team import Member

USUAL = (
    NewCriterion(N_("Sales"), 50, Source.SALES),
    NewCriterion(N_("Satisfaction"), 30, Source.SATISFACTION),
    NewCriterion(N_("Efficiency"), 20, Source.EFFICIENCY),
)
SIGNED_WITHIN = 10  # working days from the start of a cycle


class Rated(NamedTuple):
    """A score of 1 to 5, None for not rated, and why."""

    score: int | None
    why: str = ""


# Cycles


def start(
    actor: Member, period: Period, criteria: Sequence[NewCriterion] = USUAL, due_on: date | None = None
) -> ReviewCycle:
    """Start the reviews of a period, one for everybody who was there in it and still is, as one change.

    The actor leads them; their own goes to another lead, and there is none without another. Raises Denied, and Invalid
    beside: period (has a cycle already, hasn't begun, nobody was there), weights, title_n, weight_n, due_on.
    """
    allow(actor, "started", ReviewCycle)
    due = due_on or team.work_calendar().add(team.today(), SIGNED_WITHIN)
    refuse_criteria(criteria)
    pairs = _pairs(actor, period)
    _refuse_period(period, due, pairs)
    with change(actor, N_("started"), ReviewCycle) as it:
        cycle = it.add(ReviewCycle, kind=period.kind, first_day=period.first, last_day=period.last, due_on=due)
        for position, one in enumerate(criteria):
            values = {"title": one.title.strip(), "weight": one.weight, "source": one.source}
            it.add(ReviewCriterion, cycle=cycle, position=position, **values)
        for member, reviewer in pairs:
            it.add(Review, cycle=cycle, member=member, reviewer=reviewer)
    return cycle


def _pairs(actor: Member, period: Period) -> list[tuple[Member, Member]]:
    """Who is reviewed by whom."""
    found: list[tuple[Member, Member]] = []
    staying = team.members()
    other = next((one for one in staying if one.role is Role.LEAD and one.id != actor.id), None)
    for member in staying:
        if member.role is Role.VIEWER or member.joined_on > period.last:
            continue
        reviewer = actor if member.id != actor.id else other
        if reviewer is not None:
            found.append((member, reviewer))
    return found


def _refuse_period(period: Period, due_on: date, pairs: Sequence[object]) -> None:
    wrong: dict[str, Reason] = {}
    taken = rows(
        "SELECT 1 FROM review_cycle WHERE kind = ? AND first_day = ? AND deleted_at IS NULL",
        (period.kind.value, period.first.isoformat()),
    )
    if taken:
        wrong["period"] = Reason(N_("The reviews of this period were started already."))
    elif period.first > team.today():
        wrong["period"] = Reason(N_("This period hasn't begun yet."))
    elif not pairs:
        wrong["period"] = Reason(N_("Nobody was there whom you could review; 9 adds people to the team."))
    if due_on < team.today():
        wrong["due_on"] = Reason(N_("That day is over."))
    if wrong:
        raise Invalid(wrong)


# Writing


def write(
    actor: Member, review: Review, scores: Mapping[int, Rated], strengths: str = "", gaps: str = ""
) -> Assessment:
    """Keep the actor's side: scores by criterion, strengths and gaps. Nobody else reads it before it is given.

    Raises Denied (not one of its two people), Invalid (handed in or shared already, score_<criterion> not 1 to 5, a
    text too long), Conflict.
    """
    obey(actor, Act.WRITE, Review.load(review.id))  # as it is now: a form may have been open while it was shared
    _refuse_scores(review, scores)
    refuse_texts({"strengths": strengths, "gaps": gaps} | {f"why_{n}": rated.why for n, rated in scores.items()})
    side = Side.SELF if actor.id == review.member_id else Side.LEAD
    draft = _draft(review, side)
    texts = {"strengths": strengths.strip(), "gaps": gaps.strip()}
    with change(actor, N_("wrote"), review) as it:
        if draft is None:
            draft = it.add(Assessment, review=review, author=actor, side=side, round=_rounds(review, side) + 1, **texts)
        else:
            it.update(draft, **texts)
        _rate(it, draft, scores)
        if side is Side.LEAD:
            it.update(review, status=Status.DRAFTED)
    return draft


def hand_in(actor: Member, review: Review) -> Review:
    """Give one's self review to who leads the review; it stays as it is. Raises Denied, Invalid, Conflict."""
    obey(actor, Act.HAND_IN, review)
    draft = _ready(review, Side.SELF)
    status = Status.SELF_DONE if review.status is Status.NOT_STARTED else review.status
    with change(actor, N_("handed in"), review) as it:
        it.update(review, status=status, handed_in_at=it.at)
        it.update(draft, given_at=it.at)
    return review


def share(actor: Member, review: Review) -> Review:
    """Show the lead's side to the member, with the figures as they are now. Raises Denied, Invalid, Conflict."""
    obey(actor, Act.SHARE, review)
    draft = _ready(review, Side.LEAD)
    cycle = ReviewCycle.load(review.cycle_id)
    figures = evidence.of_member(review.member_id, cycle.first_day, cycle.last_day)
    with change(actor, N_("shared"), review) as it:
        it.update(review, status=Status.SHARED, shared_at=it.at, figures=evidence.stored(figures))
        it.update(draft, given_at=it.at)
    return review


def sign(actor: Member, review: Review) -> Review:
    """Sign a shared review; once both have, it is closed. Raises Denied, Invalid, Conflict."""
    obey(actor, Act.SIGN, review)
    mine, other = "member_signed_at", review.reviewer_signed_at
    if actor.id == review.reviewer_id:
        mine, other = "reviewer_signed_at", review.member_signed_at
    with change(actor, N_("signed"), review) as it:
        ends = {"status": Status.SIGNED} if other is None else {"status": Status.CLOSED, "closed_at": it.at}
        it.update(review, **ends, **{mine: it.at})
    return review


def dispute(actor: Member, review: Review, why: str) -> Review:
    """Say what is wrong with a shared review; its lead writes it anew, and what it said so far is kept.

    Raises Denied, Invalid (why), Conflict.
    """
    obey(actor, Act.DISPUTE, review)
    _refuse_why(why, N_("Say what you see differently."))
    with change(actor, N_("disputed"), review) as it:
        it.update(review, status=Status.DISPUTED, **UNSIGNED)
        it.update(_given(review), ended_at=it.at, ended_by=actor, why=why.strip())
    return review


def reopen(actor: Member, review: Review, why: str) -> Review:
    """Write a closed review anew; the lead's side begins with what it said. Raises Denied, Invalid (why), Conflict."""
    obey(actor, Act.REOPEN, review)
    _refuse_why(why, N_("Say why it is opened again."))
    last = _given(review)
    with change(actor, N_("reopened"), review) as it:
        it.update(review, status=Status.DRAFTED, closed_at=None, **UNSIGNED)
        it.update(last, ended_at=it.at, ended_by=actor, why=why.strip())
        again = it.add(
            Assessment,
            review=review,
            author=actor,
            side=Side.LEAD,
            round=last.round + 1,
            strengths=last.strengths,
            gaps=last.gaps,
        )
        _rate(it, again, {one.criterion_id: Rated(one.score, one.why) for one in scores_of(last)})
    return review


def remove(actor: Member, review: Review) -> None:
    """Take a review that isn't closed out of its cycle. Raises Denied, Invalid, Conflict."""
    obey(actor, Act.REMOVE, review)
    with change(actor, N_("removed"), review) as it:
        it.remove(review)


UNSIGNED: dict[str, Any] = {"member_signed_at": None, "reviewer_signed_at": None}


def scores_of(assessment: Assessment) -> list[ReviewScore]:
    """What one side rated."""
    return list(ReviewScore.select().where(ReviewScore.assessment == assessment.id, ReviewScore.kept()))


def _rate(it: Any, draft: Assessment, scores: Mapping[int, Rated]) -> None:
    before = {one.criterion_id: one for one in scores_of(draft)}
    for criterion, rated in scores.items():
        values = {"score": rated.score, "why": rated.why.strip()}
        if criterion in before:
            it.update(before[criterion], **values)
        else:
            it.add(ReviewScore, assessment=draft, author=draft.author_id, criterion=criterion, **values)


def _sides(review: Review, side: Side) -> Iterable[Assessment]:
    found: Iterable[Assessment] = (
        Assessment.select()
        .where(Assessment.review == review.id, Assessment.side == side, Assessment.kept())
        .order_by(Assessment.round.desc())
    )
    return found


def _draft(review: Review, side: Side) -> Assessment | None:
    """What its author has written and not given yet; that of a lead who has left stays theirs."""
    author = review.member_id if side is Side.SELF else review.reviewer_id
    return next((one for one in _sides(review, side) if one.given_at is None and one.author_id == author), None)


def _given(review: Review) -> Assessment:
    """The lead's side that both look at."""
    return next(one for one in _sides(review, Side.LEAD) if one.given_at is not None)


def _rounds(review: Review, side: Side) -> int:
    return next((one.round for one in _sides(review, side)), 0)


def _ready(review: Review, side: Side) -> Assessment:
    draft = _draft(review, side)
    if draft is None or all(one.score is None for one in scores_of(draft)):
        raise Invalid({"status": Reason(N_("Rate at least one criterion first."))})
    return draft


def _refuse_scores(review: Review, scores: Mapping[int, Rated]) -> None:
    known = {
        number
        for (number,) in rows(
            "SELECT id FROM review_criterion WHERE cycle_id = ? AND deleted_at IS NULL", (review.cycle_id,)
        )
    }
    if unknown := set(scores) - known:
        raise TypeError(f"no criteria of this cycle: {sorted(unknown)}")
    wrong = {
        f"score_{number}": Reason(N_("Choose a number from 1 to 5."))
        for number, rated in scores.items()
        if rated.score is not None and rated.score not in SCORES
    }
    if wrong:
        raise Invalid(wrong)


def _refuse_why(why: str, words: str) -> None:
    if not why.strip():
        raise Invalid({"why": Reason(words)})
    refuse_texts({"why": why})
