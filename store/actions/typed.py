"""One line makes an action item: ``send price list @li fri``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from store import quickentry
from store.errors import N_, Reason
from store.quickentry import Person
from store.team import Member

NOT_THE_TITLE = ("day", "owner", "owner_unknown")


class Reading(NamedTuple):
    """How a line is read; ``trouble`` says what keeps it from becoming an action item."""

    title: str
    owner: Person | None
    due_on: date
    trouble: Reason | None = None


def read(line: str, actor: Member, people: Sequence[Member], day: date, due_on: date) -> Reading:
    """Read ``send price list @li fri``: ``@name`` is who, the day is when, every other word is what.

    ``people`` are who may be named, ``day`` is today and ``due_on`` the day when none is named. Days and names
    are read as quick entry reads them; a "quoted run" is never interpreted.
    """
    found = quickentry.read(
        line,
        today=day,
        members=[quickentry.Person(p.id, p.name, p.login) for p in people],
        find_customer=lambda words: (),
        me=actor.id,
    )
    title = " ".join(text for role, text in found.parts if role not in NOT_THE_TITLE)
    trouble = None
    if found.owner is None:
        trouble = Reason(N_("Nobody here is called {name}."), {"name": found.owner_unknown or actor.name})
    elif not title:
        trouble = Reason(N_("Say what is to be done."), {})
    said_day = any(role == "day" for role, _text in found.parts)
    return Reading(title, found.owner, (found.due_on or due_on) if said_day else due_on, trouble)
