"""A list of ids of which a screen shows the beginning: that is read at once, the rest when somebody goes there.

Its length is counted, so that a scrollbar, a heading and the jump to the end are right from the start.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import overload

from store.database import rows
from store.errors import Unavailable

FIRST = 200  # ids that are read at once: more than any terminal has lines


class LongList(Sequence[int]):
    """The ids that a SELECT answers, in its order; ``first`` are those that are known, ``count`` is how many there are.

    When the file changes before the rest is read, the length stays until the list is asked for anew, as every change
    makes the screens do; an id that isn't there any more is 0, as is every one beyond the first while the file can't
    be read. The row of such an id can't be read either, and then it is said why.
    """

    def __init__(self, sql: str, values: Sequence[object], first: Sequence[int], count: int) -> None:
        self.asked = sql, values
        self._first = first
        self._all: Sequence[int] | None = None
        self._count = count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[int]: ...
    def __getitem__(self, at: int | slice) -> int | Sequence[int]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(self._count))]
        if not -self._count <= at < self._count:
            raise IndexError(at)
        at %= self._count
        if at < len(self._first):
            return self._first[at]
        found = self._whole()
        return found[at] if at < len(found) else 0

    def __contains__(self, number: object) -> bool:
        return number in self._first or number in self._whole()

    def index(self, number: int, start: int = 0, stop: int | None = None) -> int:
        """Where an id stands. Raises ValueError when it is none of them."""
        end = self._count if stop is None else stop
        return (self._first if number in self._first else self._whole()).index(number, start, end)

    def _whole(self) -> Sequence[int]:
        if self._all is None:
            try:
                self._all = _every(*self.asked)
            except Unavailable:
                return self._first
        return self._all


def _every(sql: str, values: Sequence[object]) -> list[int]:
    # one JSON text is read three times faster than a hundred thousand rows
    found: list[int] = json.loads(rows(f"SELECT json_group_array(id) FROM ({sql})", values)[0][0])
    return found


def numbers(sql: str, values: Sequence[object] = ()) -> Sequence[int]:
    """The ids that a SELECT answers in its first column, ``id``, in its order. An index should know that order.

    Its WHERE and its ORDER BY are of the outermost SELECT.
    """
    first = [number for number, *_order in rows(f"{sql} LIMIT {FIRST}", values)]
    if len(first) < FIRST:
        return first
    unordered = sql.rpartition(" ORDER BY ")[0]
    return continued(sql, values, first, int(rows(f"SELECT count(*) FROM ({unordered})", values)[0][0]))


def continued(sql: str, values: Sequence[object], first: Sequence[int], count: int) -> Sequence[int]:
    """The same, of which the first ones and the count are known already."""
    return LongList(sql, values, first, count) if count > len(first) else first
