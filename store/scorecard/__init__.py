"""The scorecard: five to fifteen weekly numbers of the team, each with an owner and a bound.

A number is counted from the team's records or typed in, week by week from Monday to Sunday. A week is red when it has
ended on the wrong side of the bound (an upper bound is red as soon as it is passed); a missing figure is neither red
nor green. Three red weeks in a row raise a topic for the meeting by themselves, once for each such row.
"""

from store.scorecard.questions import ScoreRow, card, due_for, for_meeting, to_raise
from store.scorecard.records import Bound, Measurable, Reach, WeeklyFigure
from store.scorecard.verbs import ENTERED, FEWEST, MOST, add, edit, enter, move, raise_red, remove, unit_of
from store.scorecard.weeks import STREAK, WEEK, WEEKS, State, monday, state_of, streak, weeks_to

__all__ = [
    "ENTERED",
    "FEWEST",
    "MOST",
    "STREAK",
    "WEEK",
    "WEEKS",
    "Bound",
    "Measurable",
    "Reach",
    "ScoreRow",
    "State",
    "WeeklyFigure",
    "add",
    "card",
    "due_for",
    "edit",
    "enter",
    "for_meeting",
    "monday",
    "move",
    "raise_red",
    "remove",
    "state_of",
    "streak",
    "to_raise",
    "unit_of",
    "weeks_to",
]
