"""Deals: what customers may buy, how far each one is, and what it will bring.

A deal stands in a stage, whose type (open, won, lost) is what the numbers go by. Every change of stage is kept
with the amount, probability and expected close of that moment. Winning asks for amount and day and books revenue,
losing asks for the reason; opening again keeps the history and takes the booking back by a negative line of today.
Revenue is bookings by date. Whether a deal is stalled or has no next step needs its follow-ups, too: see
``store.pipeline``.
"""

from typing import TYPE_CHECKING

from store.late import late

if TYPE_CHECKING:
    from store.deals.columns import Column, board
    from store.deals.forecasting import (
        COMMIT,
        FEWEST_CLOSED,
        FEWEST_WON,
        LOOK_BACK,
        Conversion,
        Coverage,
        Forecast,
        Heap,
        TrackRecord,
        closed_between,
        conversion,
        coverage,
        forecast,
        last_year,
    )
    from store.deals.kinds import DEFAULT_STAGES, IS_OPEN, LOST, BookingKind, LostReason, StageType
    from store.deals.questions import (
        Booked,
        DealDetail,
        DealRow,
        Moved,
        bookings,
        by_name,
        containing_text,
        count_open,
        detail,
        having,
        listed,
        moves,
        moves_of_customer,
        named,
        of_customer,
        revenue,
        revenue_by_customer,
        revenue_by_day,
        weighted,
        won_by_day,
    )
    from store.deals.records import Booking, Deal, Stage, StageChange
    from store.deals.stage import (
        add_stage,
        deals_in,
        edit_stage,
        open_stages,
        remove_stage,
        shift_stage,
        stage_of,
        stages,
        stages_of,
        why_it_stays,
    )
    from store.deals.verbs import add, book, edit, lose, move, reassign, remove, reopen, unbook, win
else:
    __getattr__ = late(
        __name__,
        forecasting=(
            "COMMIT Conversion Coverage FEWEST_CLOSED FEWEST_WON Forecast Heap LOOK_BACK TrackRecord "
            "closed_between conversion coverage forecast last_year"
        ),
        columns="Column board",
        questions=(
            "Booked  DealDetail DealRow Moved bookings by_name containing_text count_open "
            "detail having listed moves moves_of_customer named of_customer revenue revenue_by_customer "
            "revenue_by_day weighted won_by_day"
        ),
        kinds="IS_OPEN BookingKind DEFAULT_STAGES LOST LostReason StageType",
        records="Booking Deal Stage StageChange",
        stage=(
            "add_stage deals_in edit_stage open_stages remove_stage shift_stage stage_of stages stages_of why_it_stays"
        ),
        verbs="add book edit lose move reassign remove reopen unbook win",
    )
