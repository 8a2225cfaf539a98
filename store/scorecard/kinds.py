"""What a number of the scorecard can be."""

from __future__ import annotations

from enum import StrEnum


class Bound(StrEnum):
    """On which side of its threshold a week is good."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Reach(StrEnum):
    """Whose records a counted number counts."""

    TEAM = "team"
    OWNER = "owner"
