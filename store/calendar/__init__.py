"""Days and times: the one clock, working days, periods, recurrences, and "next fri" read as a date.

Nothing here knows the database. An instant is an aware datetime in UTC; a day is a plain date in the team's
time zone; what is a working day is asked of a WorkCalendar, which the team's settings make.
"""

from typing import TYPE_CHECKING

from store.calendar.clock import NOW_VARIABLE, clock, local, now, today, utc_of, zone_info
from store.calendar.workdays import (
    Period,
    PeriodKind,
    Recurrence,
    WorkCalendar,
    next_period,
    occurrences,
    period_of,
    previous_period,
)
from store.late import late

if TYPE_CHECKING:
    from store.calendar.typed import day_at, half_width, parse_day, parse_time, time_at
else:
    __getattr__ = late(__name__, typed="day_at half_width parse_day parse_time time_at")
