"""The two scales on which customers answer, and what an answer says; see ``satisfaction``."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Scale(StrEnum):
    """The question that was asked."""

    CSAT = "csat"
    NPS = "nps"


CSAT, NPS = range(1, 6), range(11)
SCORES: Mapping[Scale, range] = {Scale.CSAT: CSAT, Scale.NPS: NPS}
SATISFIED, UNHAPPY = 4, 2  # CSAT: this and more is satisfied; this and less is not
PROMOTES, DETRACTS = 9, 6  # NPS: this and more recommends us; this and less warns others
ENOUGH = 3  # answers; fewer say nothing
LATEST = 5  # answers that the trend compares with as many before


def mood(scale: Scale, score: int) -> int:
    """1 for a satisfied customer (or a promoter), -1 for an unhappy one (1 or 2; a detractor), else 0."""
    happy, unhappy = (SATISFIED, UNHAPPY) if scale is Scale.CSAT else (PROMOTES, DETRACTS)
    return (score >= happy) - (score <= unhappy)
