"""What revenue says about customers: the value class and its curve. Pure functions."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from store.customers import ValueClass

CLASS_MONTHS = 12
A_BELOW, B_BELOW = 80, 95  # percent of all revenue that larger customers bring


def window(day: date, months: int) -> tuple[date, date]:
    """The last so many months up to a day, as first and last day: 12 up to 23 Nov 2026 begin on 24 Nov 2025.

    Where the earlier month is shorter they begin on the first of the next: 12 up to 29 Feb 2028 begin on 1 Mar 2027.
    """
    serial = day.year * 12 + day.month - 1 - months
    year, month = serial // 12, serial % 12 + 1
    before = date(year, month, min(day.day, monthrange(year, month)[1]))
    return before + timedelta(days=1), day


class Step(NamedTuple):
    """One customer on the curve, the largest first; ``before`` is what larger ones bring, in minor units."""

    customer: int
    revenue: int
    before: int
    value_class: ValueClass


def curve(revenue: Mapping[int, int]) -> list[Step]:
    """Customers by revenue with the class it gives them; those without any, or with less than none, are left out.

    A while the share of all revenue *before* a customer is under 80 %, B under 95 %, else C; so the largest is
    always an A. Equal revenue gives equal class: that of the first of them. (ABC analysis after Pareto; Dickie 1951.
    The shares are the team's own curve, 20 % of the customers needn't bring 80 %.)
    """
    buyers = sorted(((amount, customer) for customer, amount in revenue.items() if amount > 0), reverse=True)
    total = sum(amount for amount, _ in buyers)
    steps: list[Step] = []
    before = 0
    for amount, customer in buyers:
        same = bool(steps) and steps[-1].revenue == amount
        found = steps[-1].value_class if same else _class(before, total)
        steps.append(Step(customer, amount, before, found))
        before += amount
    return steps


def _class(before: int, total: int) -> ValueClass:
    if before * 100 < A_BELOW * total:
        return ValueClass.A
    return ValueClass.B if before * 100 < B_BELOW * total else ValueClass.C


class ClassShare(NamedTuple):
    """How many customers are in a class and what they bring together, in minor units."""

    customers: int
    revenue: int


def shares(steps: Iterable[Step]) -> dict[ValueClass, ClassShare]:
    """Each class with its customers and their revenue."""
    found = {value: [0, 0] for value in ValueClass}
    for step in steps:
        found[step.value_class][0] += 1
        found[step.value_class][1] += step.revenue
    return {value: ClassShare(count, amount) for value, (count, amount) in found.items()}


def cumulated(steps: list[Step], points: int) -> list[float]:
    """The curve at so many points from left to right: the share of revenue, 0 to 1, that the largest 1/n, 2/n … of
    the customers bring (interpolated within a customer). Empty without revenue."""
    if not steps or points < 1:
        return []
    total = steps[-1].before + steps[-1].revenue
    found = []
    for point in range(1, points + 1):
        whole, part = divmod(len(steps) * point, points)
        amount: float = total
        if whole < len(steps):
            amount = steps[whole].before + steps[whole].revenue * part / points
        found.append(amount / total)
    return found
