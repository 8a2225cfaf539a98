"""What a day of care can be, and who is told of long work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from store.errors import N_


class Occasion(StrEnum):
    """Why a day matters to somebody."""

    BIRTHDAY = "birthday"
    ANNIVERSARY = "anniversary"
    FESTIVAL = "festival"


OCCASION: Mapping[Occasion, str] = {
    Occasion.BIRTHDAY: N_("Birthday"),
    Occasion.ANNIVERSARY: N_("Anniversary"),
    Occasion.FESTIVAL: N_("Festival"),
}
Told = Callable[[str, int, int], None]
"""Is called while something takes long: what is being done, how many of it are, and of how many (0: not known yet)."""


def told_nobody(_what: str, _done: int, _of: int) -> None:
    """Nobody is waiting for it."""
