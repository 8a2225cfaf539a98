"""What a complaint can be, and how many working hours its two clocks give."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import IntEnum, StrEnum

from store.calendar import WorkCalendar


class Category(StrEnum):
    """What the customer complains about."""

    QUALITY = "quality"
    DELIVERY = "delivery"
    BILLING = "billing"
    SERVICE = "service"
    OTHER = "other"


class Severity(IntEnum):
    """How much it hurts the customer; the most severe comes first."""

    URGENT = 1
    HIGH = 2
    NORMAL = 3
    LOW = 4


class Status(StrEnum):
    """Where a complaint stands."""

    NEW = "new"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CLOSED = "closed"


OPEN = (Status.NEW, Status.IN_PROGRESS, Status.WAITING)
# Working hours within which the customer is answered, and helped.
HOURS: Mapping[Severity, tuple[int, int]] = {
    Severity.URGENT: (2, 8),
    Severity.HIGH: (4, 16),
    Severity.NORMAL: (8, 40),
    Severity.LOW: (16, 80),
}


def promises(severity: Severity, since: datetime, calendar: WorkCalendar) -> tuple[datetime, datetime]:
    """By when a complaint of this severity is answered and resolved: ``HOURS`` of working time after ``since``."""
    respond, resolve = HOURS[severity]
    return calendar.add_hours(since, respond), calendar.add_hours(since, resolve)
