"""What a widget does when it can't ask the store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from textual.widget import Widget

from store.errors import Problem

if TYPE_CHECKING:
    from tui.app import HuddleApp


@contextmanager
def said(widget: Widget) -> Iterator[None]:
    """What the store refuses within it is said in the status row, and what was shown stays; it isn't raised.

    For what a widget asks by itself, at a key that is typed or a row that is reached; a key's action is seen to by
    the application.
    """
    try:
        yield
    except Problem as problem:
        cast("HuddleApp", widget.app).complain(problem)
