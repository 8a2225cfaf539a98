"""Why somebody may not do something, in words, before they try."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.access import allow
from store.errors import Denied
from tui import format

if TYPE_CHECKING:
    from store.records import Record
    from store.team import Member


def refusal(actor: Member, verb: str, record: Record | type[Record] | str, owner: int | None = None) -> str | None:
    """The reason, translated, why ``actor`` may not do this verb; None when they may. See ``access.allow``."""
    try:
        allow(actor, verb, record, owner)
    except Denied as denied:
        return format.reason(denied.reason)
    return None
