"""The scorecard: five to fifteen weekly numbers of the team, each with an owner and a bound.

A number is counted from the team's records or typed in, week by week from Monday to Sunday. A week is red when it has
ended on the wrong side of the bound (an upper bound is red as soon as it is passed); a missing figure is neither red
nor green. Three red weeks in a row raise a topic for the meeting by themselves, once for each such row.
"""

from typing import TYPE_CHECKING

from store.late import late

if TYPE_CHECKING:
    from store.scorecard.due import due_for
    from store.scorecard.kinds import Bound, Reach
    from store.scorecard.questions import ScoreRow, card, for_meeting, to_raise
    from store.scorecard.records import Measurable, WeeklyFigure
    from store.scorecard.verbs import ENTERED, FEWEST, MOST, add, edit, enter, move, raise_red, remove, unit_of
    from store.scorecard.weeks import STREAK, WEEK, WEEKS, State, monday, state_of, streak, weeks_to
else:
    __getattr__ = late(
        __name__,
        questions="ScoreRow card for_meeting to_raise",
        kinds="Bound Reach",
        records="Measurable WeeklyFigure",
        verbs="ENTERED FEWEST MOST add edit enter move raise_red remove unit_of",
        weeks="STREAK State WEEK WEEKS monday state_of streak weeks_to",
        due="due_for",
    )
