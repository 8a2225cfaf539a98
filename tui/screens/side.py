"""A screen that is reached from another one: Back leads there again."""

from __future__ import annotations

from typing import ClassVar

from tui.screens.base import HuddleScreen


class SideScreen(HuddleScreen):
    """Has no key of its own in the bar; ``UNDER`` is the screen it belongs to."""

    UNDER: ClassVar[str] = ""

    @property
    def something_open(self) -> bool:
        """Always: Back leads to the screen before."""
        return True

    def action_back(self) -> None:
        """Close the detail, else clear the filter, else return to the screen before."""
        if super().something_open:
            super().action_back()
            return
        former = self.huddle.came_from
        self.action_go(former if former != self.NAME else self.UNDER)
