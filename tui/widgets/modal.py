"""Screens that close themselves, and nothing else."""

from __future__ import annotations

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen

T = TypeVar("T")


class OnTop(Screen[T]):
    """A key that was typed before this screen was gone closes it a second time; that isn't the screen under it."""

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Close this screen with an answer, unless it isn't on top any more."""
        return super().dismiss(result) if self.is_active else AwaitComplete()


class Modal(OnTop[T], ModalScreen[T]):
    """A question, a form or a list over a screen; it closes with its answer."""
