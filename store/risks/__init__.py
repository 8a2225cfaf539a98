"""Risks: what could hurt the team, how much, and what is done about it.

A risk is cause → event → effect, and its title names the event. It is rated by probability × impact, now and
once the response works; every rating is kept with its reason. Each is reviewed in 90, 30, 14 or 7 days by the
level of its current rating, on the meeting's day: the meetings stand above this domain, so whoever calls says
which weekday that is, and without one it is the last working day. Accepting a risk needs a last day, a name
and a reason.
"""

from store.risks.questions import (
    Rated,
    RiskDetail,
    RiskRow,
    Shelf,
    count_due,
    detail,
    due_for,
    for_meeting,
    heat_map,
    listed,
    ratings,
    register,
    reviews_due,
)
from store.risks.records import Risk, RiskRating
from store.risks.scales import (
    IMPACT,
    LIVE,
    PROBABILITY,
    REVIEW_DAYS,
    SCALE,
    Category,
    Level,
    RatingKind,
    Response,
    State,
    Status,
    level,
    lint,
    next_review,
    score,
)
from store.risks.verbs import (
    add,
    close,
    edit,
    occur,
    postpone,
    rate,
    reassign,
    remove,
    reopen,
    respond,
    review,
)

__all__ = [
    "IMPACT",
    "LIVE",
    "PROBABILITY",
    "REVIEW_DAYS",
    "SCALE",
    "Category",
    "Level",
    "Rated",
    "RatingKind",
    "Response",
    "Risk",
    "RiskDetail",
    "RiskRating",
    "RiskRow",
    "Shelf",
    "State",
    "Status",
    "add",
    "close",
    "count_due",
    "detail",
    "due_for",
    "edit",
    "for_meeting",
    "heat_map",
    "level",
    "lint",
    "listed",
    "next_review",
    "occur",
    "postpone",
    "rate",
    "ratings",
    "reassign",
    "register",
    "remove",
    "reopen",
    "respond",
    "review",
    "reviews_due",
    "score",
]
