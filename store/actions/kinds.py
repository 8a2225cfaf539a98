"""What an action item can be."""

from __future__ import annotations

from enum import StrEnum


class ActionStatus(StrEnum):
    """Where an action item stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"
