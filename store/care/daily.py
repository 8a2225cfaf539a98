"""What is done once a team day by whichever program comes first: classes computed, care and visits planned."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from store import team
from store.care.cadence import plan_visits
from store.care.classes import curve
from store.care.days import plan_care
from store.care.kinds import Told, told_nobody
from store.care.questions import bought, revenue_by_customer
from store.care.rfm import Scores, scores, segment
from store.changes import change, derive, write_derived
from store.customers import Customer, CustomerKind
from store.database import rows, write_many
from store.errors import N_
from store.team import Member

BATCH = 1_000  # customers written in one transaction
COMPUTING = N_("Computing classes")


class Ran(NamedTuple):
    """What a run has done: customers whose computed values differ now, visits and care follow-ups planned."""

    classes: int
    visits: int
    care: int


def run(day: date, told: Told = told_nobody) -> Ran:
    """Do this team day's run; a second one on the same day, or at the same time, changes nothing more.

    Classes come first, because the intervals follow them. It is marked as done at the end, so that a program that
    was killed meanwhile leaves the rest to the next one. ``told`` may raise to stop it. Raises Unavailable.
    """
    classes = recompute(day, told)
    care = plan_care()
    visits = plan_visits(told=told)
    with derive():
        write_derived(team.team(), care_run_on=day)
    return Ran(classes, visits, care)


Values = tuple[str | None, int | None, int | None, int | None, str | None]
_FIELDS = "value_class_computed, rfm_r, rfm_f, rfm_m, segment"


def recompute(day: date, told: Told = told_nobody) -> int:
    """Compute the value class and the RFM scores of all customers as of this day; how many differ now.

    Only those are written, in transactions of at most 1,000; ``version`` stays, and a class that was set by hand is
    kept. Raises Unavailable.
    """
    told(COMPUTING, 0, 0)
    differing = _differing(day)
    for first in range(0, len(differing), BATCH):
        batch = differing[first : first + BATCH]
        with derive():
            write_many(
                "UPDATE customer SET value_class_computed = ?1, rfm_r = ?2, rfm_f = ?3, rfm_m = ?4, segment = ?5,"
                " computed_on = ?6,"
                " value_class = CASE WHEN value_class_set_by_hand THEN value_class ELSE ?1 END WHERE id = ?7",
                [(*values, day.isoformat(), number) for number, values in batch],
            )
        told(COMPUTING, first + len(batch), len(differing))
    return len(differing)


def _differing(day: date) -> list[tuple[int, Values]]:
    """The customers whose values aren't what they should be, with those."""
    classes = {step.customer: step.value_class for step in curve(revenue_by_customer(day))}
    found = scores(bought(day))
    differing: list[tuple[int, Values]] = []
    for number, value, by_hand, *stored in rows(
        f"SELECT id, value_class, value_class_set_by_hand, {_FIELDS} FROM customer WHERE deleted_at IS NULL"
    ):
        computed = classes[number].value if number in classes else None
        wanted: Values = (computed, *_score_values(found.get(number)))
        if tuple(stored) != wanted or (not by_hand and value != computed):
            differing.append((number, wanted))
    return differing


def _score_values(found: Scores | None) -> tuple[int | None, int | None, int | None, str | None]:
    return (None, None, None, None) if found is None else (*found, segment(found).value)


# Verbs


def make_dormant(actor: Member, customer: Customer) -> Customer:
    """Say that a customer sleeps, as was proposed. Raises Denied, Conflict."""
    with change(actor, N_("made dormant"), customer) as it:
        it.update(customer, kind=CustomerKind.DORMANT)
    return customer
