"""What a customer and a contact can be."""

from __future__ import annotations

from enum import StrEnum


class CustomerKind(StrEnum):
    """How far the relation is."""

    PROSPECT = "prospect"
    CUSTOMER = "customer"
    DORMANT = "dormant"
    LOST = "lost"


class ValueClass(StrEnum):
    """How much a customer is worth to us."""

    A = "A"
    B = "B"
    C = "C"


class Need(StrEnum):
    """How clearly the customer needs something from us."""

    URGENT = "urgent"
    CLEAR = "clear"
    VAGUE = "vague"
    NONE = "none"


class ContactRole(StrEnum):
    """The part a contact plays in the decision."""

    DECISION_MAKER = "decision_maker"
    INFLUENCER = "influencer"
    EVALUATOR = "evaluator"
    USER = "user"
    GATEKEEPER = "gatekeeper"
