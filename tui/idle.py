"""Leaving by itself: a session in which nobody presses a key is asked whether somebody is there, then closed.

On a host it would stay for days otherwise, with its memory, and with everything the member may do open to whoever
passes by. It costs no timer of its own and sends no byte until it asks.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.app import HuddleApp

MINUTES = 60  # without a key over SSH, where the config file says nothing; elsewhere a session stays
GRACE = 60.0  # seconds in which a key keeps the session after it was asked


class Idle:
    """When a key was pressed last, and after how many minutes without one it is asked; 0 for never."""

    def __init__(self, minutes: float) -> None:
        self.minutes = minutes
        self.last = monotonic()
        self.asked_at: float | None = None
        self.left = False  # whether the session was closed because nobody was there

    def stir(self) -> None:
        """Somebody is there."""
        self.last = monotonic()
        self.asked_at = None

    def look(self, app: HuddleApp) -> None:
        """Ask, or close, when it is time to; called every second."""
        if not self.minutes:
            return
        at = monotonic()
        if self.asked_at is not None:
            if at - self.asked_at >= GRACE:
                self.left = True
                app.exit()
        elif at - self.last >= self.minutes * 60:
            from tui.screens.stillthere import StillThere

            self.asked_at = at
            app.push_screen(StillThere(self.minutes))
