"""What a signal can be: its rules, grades and states."""

from __future__ import annotations

from enum import IntEnum, StrEnum

from store.figures import Unit
from store.risks import Category


class Rule(StrEnum):
    """What is watched, in the order in which it is listed."""

    CONCENTRATION = "concentration"
    COVERAGE = "coverage"
    PACE = "pace"
    SILENT = "silent"
    STALLED = "stalled"
    SLIPPED = "slipped"
    REP_SHARE = "rep_share"
    COMPLAINTS = "complaints"
    SATISFACTION = "satisfaction"
    OVERDUE = "overdue"
    TRAINING = "training"


UNIT = {Rule.CONCENTRATION: Unit.PERCENT, Rule.REP_SHARE: Unit.PERCENT}  # of a rule's value; the others are numbers
CATEGORY = {  # of a risk that is made of a signal
    Rule.CONCENTRATION: Category.MARKET,
    Rule.COVERAGE: Category.MARKET,
    Rule.PACE: Category.TEAM,
    Rule.REP_SHARE: Category.TEAM,
    Rule.OVERDUE: Category.TEAM,
    Rule.TRAINING: Category.TEAM,
}  # the others come from a customer


class Grade(IntEnum):
    """How bad a figure is."""

    WARN = 1
    ALARM = 2


class Status(StrEnum):
    """Where a signal stands. All but cleared ones are standing: their figure is looked at every team day."""

    NEW = "new"
    LINKED = "linked"
    DISMISSED = "dismissed"
    CLEARED = "cleared"
