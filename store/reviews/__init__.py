"""Reviews: how somebody did in a year, quarter or month, written by two people side by side, and read by them only.

A cycle names what is rated, with weights that add up to 100, and gives everybody a review. The member's self review
and the lead's draft don't wait for each other: each side rates 1 to 5 beside the figures from the records and sees the
other's once it is given (handed in; shared). A shared review is signed by both, which closes and locks it, or disputed;
then its lead writes it anew, and what it said is kept. The score is Σ w·s / Σ w over what was rated.
"""

from typing import TYPE_CHECKING

from store.late import late

if TYPE_CHECKING:
    from store.reviews.due import due_for
    from store.reviews.evidence import Evidence
    from store.reviews.kinds import SCORES, WHOLE, Side, Source, Status, Weighted, period_name, weighted
    from store.reviews.questions import (
        CriterionRow,
        CycleRow,
        Detail,
        ReviewRow,
        Words,
        cycles,
        detail,
        led_by,
        listed,
        started,
    )
    from store.reviews.records import Assessment, Review, ReviewCriterion, ReviewCycle, ReviewScore
    from store.reviews.rules import MOST_CRITERIA, Act, NewCriterion, next_act, refusal
    from store.reviews.verbs import (
        SIGNED_WITHIN,
        USUAL,
        Rated,
        dispute,
        hand_in,
        remove,
        reopen,
        share,
        sign,
        start,
        write,
    )
else:
    __getattr__ = late(
        __name__,
        due="due_for",
        evidence="Evidence",
        questions="CriterionRow CycleRow Detail ReviewRow Words cycles detail led_by listed started",
        kinds="SCORES Side Source Status WHOLE Weighted period_name weighted",
        records="Assessment Review ReviewCriterion ReviewCycle ReviewScore",
        rules="Act MOST_CRITERIA NewCriterion next_act refusal",
        verbs="Rated SIGNED_WITHIN USUAL dispute hand_in remove reopen share sign start write",
    )
