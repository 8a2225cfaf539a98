"""Care: how much a customer is worth to us, whom to contact when, and the days on which to think of somebody.

The value class follows the revenue of 12 months, RFM the bookings of 24; both are computed columns of the customer,
and a class that was set by hand is kept. The cadence plans a visit for every customer without a next step, an
interval after the last real contact; a care day plans a follow-up ahead of it every year. ``run`` does all of it
once a team day, and running it again changes nothing.
"""

from typing import TYPE_CHECKING

from store.late import late

if TYPE_CHECKING:
    from store.care.cadence import Waiting, plan_visits, waiting, way
    from store.care.classes import CLASS_MONTHS, ClassShare, Step, cumulated, curve, shares, window
    from store.care.daily import Ran, make_dormant, recompute, run
    from store.care.days import (
        Coming,
        MonthDay,
        add_contact,
        coming,
        days_of,
        days_of_customer,
        due_on,
        edit_contact,
        in_year,
        parse_month_day,
        plan_care,
    )
    from store.care.kinds import OCCASION, Occasion, Told
    from store.care.placing import HORIZON, MOST_A_DAY, TOLERANCE, Away, Diary, Place
    from store.care.questions import (
        DORMANT_MONTHS,
        LOAD_DAYS,
        Cell,
        Grid,
        Judged,
        Load,
        Loads,
        Revenue,
        Segments,
        bought,
        count_falling_asleep,
        count_kept,
        falling_asleep,
        grid,
        in_cell,
        in_segment,
        judged,
        load,
        revenue,
        revenue_by_customer,
        segments,
    )
    from store.care.records import CareDay
    from store.care.rfm import (
        FEWEST_FOR_QUINTILES,
        RFM_MONTHS,
        SEGMENTS,
        Bought,
        Scores,
        Segment,
        by_quintiles,
        by_thresholds,
        quintile,
        scores,
        segment,
    )
    from store.care.when import due
else:
    __getattr__ = late(
        __name__,
        cadence="Waiting plan_visits waiting way",
        classes="CLASS_MONTHS ClassShare Step cumulated curve shares window",
        daily="Ran make_dormant recompute run",
        days=(
            "Coming MonthDay add_contact coming days_of days_of_customer due_on edit_contact in_year "
            "parse_month_day plan_care"
        ),
        placing="Away Diary HORIZON MOST_A_DAY Place TOLERANCE",
        questions=(
            "Cell DORMANT_MONTHS Grid Judged LOAD_DAYS Load Loads Revenue Segments bought count_falling_asleep "
            "count_kept falling_asleep grid in_cell in_segment judged load revenue revenue_by_customer segments"
        ),
        kinds="OCCASION Occasion Told",
        records="CareDay",
        rfm=(
            "Bought FEWEST_FOR_QUINTILES RFM_MONTHS SEGMENTS Scores Segment by_quintiles by_thresholds quintile "
            "scores segment"
        ),
        when="due",
    )
