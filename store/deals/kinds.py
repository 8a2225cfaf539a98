"""What a stage, a deal and a booking can be."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from store.errors import N_


class StageType(StrEnum):
    """What a stage means to the numbers, whatever it is called."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


class LostReason(StrEnum):
    """Why a deal was lost; ``other`` needs a note."""

    PRICE = "price"
    COMPETITOR = "competitor"
    NO_BUDGET = "no_budget"
    NO_DECISION = "no_decision"
    NO_FIT = "no_fit"
    SILENCE = "silence"
    OTHER = "other"


LOST: Mapping[LostReason, str] = {
    LostReason.PRICE: N_("price"),
    LostReason.COMPETITOR: N_("competitor"),
    LostReason.NO_BUDGET: N_("no budget"),
    LostReason.NO_DECISION: N_("no decision"),
    LostReason.NO_FIT: N_("no fit"),
    LostReason.SILENCE: N_("went silent"),
    LostReason.OTHER: N_("other"),
}


class BookingKind(StrEnum):
    """Revenue is what was booked; a payment is money that came in for it."""

    BOOKING = "booking"
    PAYMENT = "payment"


# The stages that every file begins with, and what must be true to leave them, as words that can be translated.
DEFAULT_STAGES = (
    *(N_("First contact"), N_("Needs confirmed"), N_("Proposal"), N_("Negotiation"), N_("Won"), N_("Lost")),
    N_("We know who decides, and they want to talk."),
    N_("The need, the budget and the date are written down and agreed."),
    N_("They have our proposal and have named who compares it with what."),
    N_("Price, terms and the day of signing are agreed."),
)

# In SQL, of the deal d.
IS_OPEN = "d.closed_on IS NULL AND d.deleted_at IS NULL"
IS_CLOSED = "d.closed_on IS NOT NULL AND d.deleted_at IS NULL"
