"""The one clock, and what it shows on a wall somewhere."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

NOW_VARIABLE = "HUDDLE_NOW"

_clocks: list[Callable[[], datetime]] = []


def now() -> datetime:
    """The present instant, aware, in UTC: from `clock()`, else from HUDDLE_NOW, else from the system.

    HUDDLE_NOW holds an ISO instant, or ``@`` and the name of a file that does: a clock that several programs share
    and a test moves on. Raises ValueError when there is none.
    """
    if _clocks:
        return _clocks[-1]()
    frozen = os.environ.get(NOW_VARIABLE)
    return _read_instant(_told(frozen)) if frozen else datetime.now(UTC)


def _told(text: str) -> str:
    if not text.startswith("@"):
        return text
    try:
        with open(text[1:], encoding="ascii") as file:
            return file.read().strip()
    except OSError as error:
        raise ValueError(f"{NOW_VARIABLE} names a file that can't be read: {text[1:]}") from error


@contextmanager
def clock(at: datetime | Callable[[], datetime]) -> Iterator[None]:
    """Set the clock to an aware instant, or to whatever a function answers, until the block ends."""
    _clocks.append(at if callable(at) else _standing(at))
    try:
        yield
    finally:
        _clocks.pop()


def _standing(at: datetime) -> Callable[[], datetime]:
    instant = aware(at).astimezone(UTC)
    return lambda: instant


def _read_instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{NOW_VARIABLE} is no instant such as 2026-11-23T09:00:00Z: {text!r}") from error
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def aware(instant: datetime) -> datetime:
    """The instant as it is. Raises ValueError for one without a time zone."""
    if instant.tzinfo is None:
        raise ValueError(f"An instant needs its time zone: {instant}")
    return instant


def zone_info(zone: str) -> tzinfo:
    """The rules of an IANA time zone. Raises ValueError when there is none of that name."""
    if zone == "UTC":  # works on systems without the time zone database, too
        return UTC
    try:
        return ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"There is no time zone {zone!r}: use a name such as Europe/Berlin") from error


def today(zone: str) -> date:
    """The day it is now in a time zone."""
    return local(now(), zone).date()


def local(instant: datetime, zone: str) -> datetime:
    """An aware instant as the wall shows it in a time zone. Raises ValueError for a naive one."""
    return aware(instant).astimezone(zone_info(zone))


def utc_of(day: date, at: time, zone: str) -> datetime:
    """The instant at which the wall in a time zone shows this day and time.

    When the clocks go back, the first of the two; when they go forward, a time that doesn't exist is moved
    forward by the gap (02:30 is 03:30). Both are what fold=0 means in PEP 495.
    """
    wall = datetime.combine(day, at.replace(fold=0, tzinfo=None), tzinfo=zone_info(zone))
    return wall.astimezone(UTC)
