"""What can go wrong, as sentences that a screen can translate.

    Problem
      Invalid      a value breaks a rule; one Reason per field
      Denied       this member may not do that
      Conflict     somebody else changed the record meanwhile; both sides are kept
      NotFound     no such record, or it was removed
      Unavailable  the database can't be used now: locked, full, read-only
        Damaged    its file is broken

A Reason carries the English sentence and the values to put into it; who shows it translates it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple


def N_(msgid: str) -> str:
    """Mark a sentence for the translators and return it as it is."""
    return msgid


def NN_(one: str, many: str) -> tuple[str, str]:
    """Mark a text for one and for several, which are told apart by the count when they are drawn."""
    return one, many


class Reason(NamedTuple):
    """A translatable sentence with named places, such as ``Reason(N_("{days} days late"), {"days": 3})``."""

    msgid: str
    values: Mapping[str, object] = MappingProxyType({})

    def __str__(self) -> str:
        return self.msgid.format(**{name: _joined(value) for name, value in self.values.items()})


def _joined(value: object) -> object:
    """A list of values, such as names to choose from, in one text."""
    if not isinstance(value, list | tuple) or hasattr(value, "_fields"):  # a Reason or a Figure is a tuple, too
        return value
    return ", ".join(map(str, value))


class InContext(str):
    """A text of which the English words mean several things, with what tells them apart; as a value, the text alone."""

    context: str


def NP_(context: str, msgid: str) -> str:
    """Mark a text that another language says differently elsewhere: ``NP_("kind of customer", "lost")``.

    It is the English text wherever it is stored or compared, and ``_()`` finds its translation in this context.
    """
    text = InContext(msgid)
    text.context = context
    return text


class Problem(Exception):
    """Base of everything the store refuses; ``reason`` says why in words for people."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Invalid(Problem):
    """Values that break a rule: ``fields`` maps each field's name to its reason ("" for the whole)."""

    def __init__(self, fields: Mapping[str, Reason]) -> None:
        super().__init__(next(iter(fields.values())))
        self.fields = dict(fields)


class Denied(Problem):
    """The acting member has no right to this verb on this record."""


class Conflict(Problem):
    """The record was changed by somebody else after it was read.

    ``mine`` holds the values that were to be written, ``theirs`` what is stored now, ``by`` the name of who
    changed it and ``at`` when (UTC). ``record`` is there where somebody else has added meanwhile what was to be added.
    """

    def __init__(
        self,
        reason: Reason,
        mine: Mapping[str, object] | None = None,
        theirs: Mapping[str, object] | None = None,
        by: str = "",
        at: datetime | None = None,
        record: object = None,
    ) -> None:
        super().__init__(reason)
        self.record = record
        self.mine = dict(mine or {})
        self.theirs = dict(theirs or {})
        self.by = by
        self.at = at


class NotFound(Problem):
    """There is no such record (any more)."""


class Unavailable(Problem):
    """The database can't be used: missing, locked for too long, full, read-only, damaged or of another kind."""


class Damaged(Unavailable):
    """The file is Huddle's, and broken: it can be examined, and a backup restored in its place."""
