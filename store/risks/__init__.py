"""Risks: what could hurt the team, how much, and what is done about it.

A risk is cause → event → effect, and its title names the event. It is rated by probability × impact, now and
once the response works; every rating is kept with its reason. Each is reviewed in 90, 30, 14 or 7 days by the
level of its current rating, on the meeting's day: the meetings stand above this domain, so whoever calls says
which weekday that is, and without one it is the last working day. Accepting a risk needs a last day, a name
and a reason.
"""

from typing import TYPE_CHECKING

from store.late import late

if TYPE_CHECKING:
    from store.risks.questions import (
        Queue,
        Rated,
        RiskDetail,
        RiskRow,
        Shelf,
        by_title,
        count_due,
        detail,
        due_for,
        flawed,
        for_meeting,
        heat_map,
        listed,
        queue,
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
        Flaw,
        Level,
        Lint,
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
        lapse,
        occur,
        postpone,
        prepared,
        rate,
        reassign,
        remove,
        reopen,
        respond,
        review,
    )
else:
    __getattr__ = late(
        __name__,
        questions=(
            "Queue Rated RiskDetail RiskRow Shelf by_title count_due detail due_for flawed for_meeting heat_map "
            "listed queue ratings register reviews_due"
        ),
        records="Risk RiskRating",
        scales=(
            "Category Flaw IMPACT LIVE Level Lint PROBABILITY REVIEW_DAYS RatingKind Response SCALE State Status "
            "level lint next_review score"
        ),
        verbs="add close edit lapse occur postpone prepared rate reassign remove reopen respond review",
    )
