"""How a role play is scored: four things that are heard, each from 1 to 5 by what one hears."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from store.errors import N_

GRADES = range(1, 6)
PASS = 70  # of 100
LEAST_CRITICAL = 3  # of 5


class Dimension(StrEnum):
    """What is listened to."""

    DISCOVERY = "discovery"
    OBJECTIONS = "objections"
    STRUCTURE = "structure"
    NEXT_STEP = "next_step"


DIMENSION: Mapping[Dimension, str] = {
    Dimension.DISCOVERY: N_("Discovery"),
    Dimension.OBJECTIONS: N_("Objections"),
    Dimension.STRUCTURE: N_("Structure"),
    Dimension.NEXT_STEP: N_("Next step"),
}
WEIGHTS: Mapping[Dimension, int] = {
    Dimension.DISCOVERY: 3,
    Dimension.OBJECTIONS: 3,
    Dimension.STRUCTURE: 2,
    Dimension.NEXT_STEP: 2,
}
CRITICAL = (Dimension.DISCOVERY, Dimension.OBJECTIONS)
ANCHORS: Mapping[Dimension, tuple[str, str, str, str, str]] = {
    Dimension.DISCOVERY: (
        N_("pitches at once, asks nothing"),
        N_("asks closed questions from a list"),
        N_("finds the need, not what it costs"),
        N_("finds need, cost and who decides"),
        N_("the customer says the need in figures"),
    ),
    Dimension.OBJECTIONS: (
        N_("argues, or gives a discount at once"),
        N_("answers before the objection is out"),
        N_("listens, then answers from the brochure"),
        N_("asks what is behind it, answers that"),
        N_("the customer answers the objection"),
    ),
    Dimension.STRUCTURE: (
        N_("no beginning, no end, talks on"),
        N_("loses the thread, talks most"),
        N_("keeps an order, runs out of time"),
        N_("opens with the aim, sums up, in time"),
        N_("both know all the time where they are"),
    ),
    Dimension.NEXT_STEP: (
        N_("ends without one"),
        N_("“I'll send you something”"),
        N_("a step, without a day"),
        N_("a step with a day, by one side"),
        N_("a dated step that both promise"),
    ),
}

Scores = Mapping[Dimension, int]


def total(scores: Scores) -> int:
    """100 · Σ weight·score / (5 · Σ weight), rounded half up: 20 for all ones, 100 for all fives."""
    most = GRADES[-1] * sum(WEIGHTS.values())
    return (200 * _points(scores) + most) // (2 * most)


def passed(scores: Scores) -> bool:
    """At least 70 of 100, not rounded, and no critical score under 3."""
    enough = 100 * _points(scores) >= PASS * GRADES[-1] * sum(WEIGHTS.values())
    return enough and not too_low(scores)


def too_low(scores: Scores) -> list[Dimension]:
    """The critical scores under 3: whoever asks nothing, or gives in, doesn't pass by being well structured."""
    return [dimension for dimension in CRITICAL if scores[dimension] < LEAST_CRITICAL]


def _points(scores: Scores) -> int:
    return sum(weight * scores[dimension] for dimension, weight in WEIGHTS.items())
