"""One state of the file for several questions.

A screen asks a dozen domains, and most of them ask what day it is and when the team works. Inside ``reading()``
all of them see the file as it was at the first question, whatever others write meanwhile, so an answer marked
``once_a_reading`` is asked for once and can't be out of date. Outside, every question asks anew. An answer that takes
long is kept with the ``state()`` of the file, and is good for as long as that is the same.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, TypeVar

from store.database import database, rows

T = TypeVar("T")


class _Answers(threading.local):
    """What this thread's reading was answered so far; None outside of one. A thread has a connection of its own."""

    kept: dict[Callable[[], Any], Any] | None = None


_answers = _Answers()


@contextmanager
def reading() -> Iterator[None]:
    """See one state of the file until the block ends; nothing can be written meanwhile, nor awaited.

    Within another reading it is a part of that one; within a change it does nothing. Raises Unavailable.
    """
    if database.in_transaction():
        yield
        return
    with database.transaction("DEFERRED"):
        _answers.kept = {}
        try:
            yield
        finally:
            _answers.kept = None


def state() -> tuple[Hashable, ...]:
    """What stays the same while nothing is written to the open file, by this connection or by others.

    After a rollback it is another one without need. The newest change is in it for a file that was restored.
    """
    own = database.connection()  # type: ignore[no-untyped-call]  # untyped in the stubs
    seen = rows("SELECT data_version, (SELECT max(id) FROM change) FROM pragma_data_version")[0]
    return own, own.total_changes, *seen


def is_reading() -> bool:
    """Whether this is inside ``reading()``, where nothing may be written."""
    return _answers.kept is not None


def once_a_reading(question: Callable[[], T]) -> Callable[[], T]:
    """Ask this question once in a ``reading()``. Its answer is shared there, so nobody may change it."""

    @wraps(question)
    def asked() -> T:
        if _answers.kept is None:
            return question()
        if question not in _answers.kept:
            _answers.kept[question] = question()
        found: T = _answers.kept[question]
        return found

    return asked
