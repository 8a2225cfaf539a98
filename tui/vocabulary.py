"""The words for the values of the store's enumerations, marked here and translated where they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from store.access import Role
from store.customers import ContactRole, CustomerKind, Need
from store.deals import DEFAULT_STAGES
from store.errors import N_, NP_
from store.followups import WHAT, Bucket, Kind, Outcome, Priority, Status
from tui.i18n import _

KIND: Mapping[Kind, str] = WHAT
CLASS_WIDTH = 1  # cells of a customer's value class
OUTCOME: Mapping[str, str] = {
    Outcome.CONNECTED: N_("connected"),
    Outcome.NO_ANSWER: N_("no answer"),
    Outcome.ADVANCED: N_("advanced"),
    Outcome.NEUTRAL: N_("neutral"),
    Outcome.BLOCKED: N_("blocked"),
}
PRIORITY: Mapping[int, str] = {
    Priority.HIGH: N_("high"),
    Priority.NORMAL: N_("normal"),
    Priority.LOW: N_("low"),
}
STATUS: Mapping[str, str] = {
    Status.PLANNED: N_("planned"),
    Status.DONE: N_("done"),
    Status.CANCELLED: N_("cancelled"),
}
BUCKET: Mapping[str, str] = {
    Bucket.OVERDUE: N_("Overdue"),
    Bucket.TODAY: N_("Today"),
    Bucket.WEEK: N_("This week"),
    Bucket.LATER: N_("Later"),
    Bucket.NO_NEXT_STEP: N_("No next step"),
    Bucket.DONE: N_("Done this week"),
}
ROLE: Mapping[str, str] = {Role.LEAD: N_("lead"), Role.REP: N_("rep"), Role.VIEWER: N_("viewer")}
CUSTOMER: Mapping[str, str] = {
    CustomerKind.PROSPECT: N_("prospect"),
    CustomerKind.CUSTOMER: NP_("kind of customer", "customer"),
    CustomerKind.DORMANT: N_("dormant"),
    CustomerKind.LOST: NP_("kind of customer", "lost"),
}
NEED: Mapping[str, str] = {
    Need.URGENT: N_("urgent need"),
    Need.CLEAR: N_("clear need"),
    Need.VAGUE: N_("vague need"),
    Need.NONE: N_("no need yet"),
}
CONTACT: Mapping[str, str] = {
    ContactRole.DECISION_MAKER: N_("decides"),
    ContactRole.INFLUENCER: N_("influences"),
    ContactRole.EVALUATOR: N_("evaluates"),
    ContactRole.USER: N_("uses it"),
    ContactRole.GATEKEEPER: N_("keeps the gate"),
}
WEEKDAY = (N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"))
MONTH = (
    *(N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June")),
    *(N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December")),
)


def options(words: Mapping[Any, str], *, none: str = "") -> list[tuple[object, str]]:
    """The values with their translated words, for a choice; ``none`` is the word for no value at all."""
    found: list[tuple[object, str]] = [(value, _(word)) for value, word in words.items()]
    return [(None, _(none)), *found] if none else found


def word(words: Mapping[Any, str], value: Enum | None) -> str:
    """The translated word of a value; "—" for none."""
    return "—" if value is None else _(words[value])


def stage_words(name: str) -> str:
    """A stage's name: those that every file begins with are translated, others are the team's own."""
    return _(name) if name in DEFAULT_STAGES else name
