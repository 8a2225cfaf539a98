"""The scales of a risk, what follows from them, and the lint of the register: pure, no database.

Probability and impact are 1 to 5; their product is the score, 1 to 25 (the 5×5 matrix in common use with
ISO 31000; the bounds of the levels are this product's own). A risk that isn't rated has neither score nor
level: it is "?", which is neither 0 nor 25.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import IntEnum, StrEnum
from typing import NamedTuple

from store.calendar import WorkCalendar
from store.errors import N_, Reason


class Category(StrEnum):
    """Where a risk comes from."""

    MARKET = "market"
    CUSTOMER = "customer"
    TEAM = "team"


class Response(StrEnum):
    """What we do about a risk: make it less probable, make it hurt less, let somebody else bear it, live with it."""

    PREVENT = "prevent"
    CONTROL = "control"
    TRANSFER = "transfer"
    ACCEPT = "accept"


class Status(StrEnum):
    """Where a risk stands; the first three are live: they are rated and reviewed."""

    OPEN = "open"
    TREATING = "treating"
    ACCEPTED = "accepted"
    OCCURRED = "occurred"
    CLOSED = "closed"


LIVE = (Status.OPEN, Status.TREATING, Status.ACCEPTED)


class RatingKind(StrEnum):
    """What a rating is about: as things would be without any response, as they are now, as they will be once the
    response works."""

    INHERENT = "inherent"
    NOW = "now"
    RESIDUAL = "residual"


class Level(IntEnum):
    """How bad a score is."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4


SCALE = range(1, 6)
FIRST_SCORE = {Level.CRITICAL: 20, Level.HIGH: 10, Level.MEDIUM: 5, Level.LOW: 1}
REVIEW_DAYS = {Level.LOW: 90, Level.MEDIUM: 30, Level.HIGH: 14, Level.CRITICAL: 7}
UNRATED_REVIEW_DAYS = 7  # a risk that nobody has rated is looked at as soon as a critical one

# Each grade in a word, and as its share: the chance that it happens this quarter, and the share of the
# quarter's target that it would cost.
PROBABILITY = {
    1: (N_("rare"), N_("under 10 %")),
    2: (N_("unlikely"), N_("10 to 30 %")),
    3: (N_("possible"), N_("30 to 50 %")),
    4: (N_("likely"), N_("50 to 80 %")),
    5: (N_("almost certain"), N_("over 80 %")),
}
IMPACT = {
    1: (N_("negligible"), N_("under 1 %")),
    2: (N_("small"), N_("1 to 3 %")),
    3: (N_("noticeable"), N_("3 to 10 %")),
    4: (N_("serious"), N_("10 to 20 %")),
    5: (N_("severe"), N_("over 20 %")),
}


def score(probability: int | None, impact: int | None) -> int | None:
    """Probability × impact, 1 to 25; None while one of them isn't rated."""
    return None if probability is None or impact is None else probability * impact


def level(points: int | None) -> Level | None:
    """The level of a score: 1-4 low, 5-9 medium, 10-16 high, 20-25 critical; None when not rated.

    17 to 19 are no products of two numbers from 1 to 5; as numbers they count as high.
    """
    if points is None:
        return None
    return next(found for found, first in FIRST_SCORE.items() if points >= first)


def next_review(day: date, rated: Level | None, calendar: WorkCalendar, meeting_weekday: int | None = None) -> date:
    """When a risk reviewed on ``day`` is reviewed again: 90, 30, 14 or 7 days later by its level.

    It falls on the last meeting day on or before that: on ``meeting_weekday`` (0 is Monday) when the team meets
    weekly, otherwise, or when none of those days is worked, on the last working day. Always after ``day``.
    """
    latest = day + timedelta(days=REVIEW_DAYS[rated] if rated else UNRATED_REVIEW_DAYS)
    if meeting_weekday is not None:
        meeting = latest - timedelta(days=(latest.weekday() - meeting_weekday) % 7)
        while meeting > day:
            if calendar.is_working(meeting):
                return meeting
            meeting -= timedelta(days=7)
    worked = calendar.on_or_before(latest)
    return worked if worked > day else calendar.add(day, 1)


class Flaw(StrEnum):
    """What can be wrong with a live risk in the register, the worst first."""

    NOT_RATED = "not_rated"
    RESIDUAL_ABOVE = "residual_above"
    NO_REVIEW = "no_review"
    REVIEW_OVERDUE = "review_overdue"
    NO_END = "no_end"
    ACCEPTANCE_OVER = "acceptance_over"
    NO_PLAN_DAY = "no_plan_day"
    PLAN_OVER = "plan_over"
    PLAN_DONE = "plan_done"


class Lint(NamedTuple):
    """One flaw with what is wrong in a sentence."""

    flaw: Flaw
    why: Reason


class State(NamedTuple):
    """What the lint looks at: the scores, the response and the days of one risk; ``items`` are the action items of its
    plan, of which ``done`` are done and the last is due on ``items_due``."""

    status: Status
    now: int | None
    residual: int | None
    response: Response | None
    plan: str
    plan_due_on: date | None
    accepted_until: date | None
    next_review_on: date | None
    items: int = 0
    done: int = 0
    items_due: date | None = None


def lint(risk: State, day: date) -> list[Lint]:
    """What is wrong with a live risk in the register on this day, worst first; nothing for one that is over.

    After CISO Assistant's quality check: not rated, review overdue, residual above current, accepted without an
    end or past it, a plan without a date or past it, and a plan that is done while the rating is what it was before.
    """
    if risk.status not in LIVE:
        return []
    return [*_lint_rating(risk), *_lint_review(risk, day), *_lint_response(risk, day)]


def _lint_rating(risk: State) -> list[Lint]:
    if risk.now is None:
        return [Lint(Flaw.NOT_RATED, Reason(N_("Not rated yet.")))]
    if risk.residual is not None and risk.residual > risk.now:
        values = {"residual": risk.residual, "now": risk.now}
        words = N_("Rated {residual} after the response, but only {now} now: one of them is wrong.")
        return [Lint(Flaw.RESIDUAL_ABOVE, Reason(words, values))]
    return []


def _lint_review(risk: State, day: date) -> list[Lint]:
    if risk.next_review_on is None:
        return [Lint(Flaw.NO_REVIEW, Reason(N_("No day for the next review.")))]
    if risk.next_review_on < day:
        why = Reason(N_("Its review was due on {day}."), {"day": risk.next_review_on})
        return [Lint(Flaw.REVIEW_OVERDUE, why)]
    return []


def _lint_response(risk: State, day: date) -> list[Lint]:
    if risk.response is Response.ACCEPT:
        if risk.accepted_until is None:
            return [Lint(Flaw.NO_END, Reason(N_("Accepted without an end.")))]
        if risk.accepted_until < day:
            why = Reason(N_("It was accepted until {day}: decide again."), {"day": risk.accepted_until})
            return [Lint(Flaw.ACCEPTANCE_OVER, why)]
        return []
    return _lint_plan(risk, day) if risk.plan or risk.items else []


def _lint_plan(risk: State, day: date) -> list[Lint]:
    """A plan has a day of its own, or that of the last of its action items."""
    due = risk.plan_due_on or risk.items_due
    if risk.items and risk.done == risk.items:
        above = risk.now is not None and risk.residual is not None and risk.now > risk.residual
        why = Reason(N_("Its plan is done: rate it as it is now."))
        return [Lint(Flaw.PLAN_DONE, why)] if above else []
    if due is None:
        return [Lint(Flaw.NO_PLAN_DAY, Reason(N_("A plan without a date.")))]
    if due < day:
        return [Lint(Flaw.PLAN_OVER, Reason(N_("The plan was to work by {day}."), {"day": due}))]
    return []
