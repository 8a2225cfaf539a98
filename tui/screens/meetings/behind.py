"""What lies behind the agenda: the list of meetings, their numbers, the agenda as text. Back leads to the agenda."""

from __future__ import annotations

from store.errors import N_
from tui.screens.base import HuddleScreen


class Behind(HuddleScreen):
    """A screen that was opened from the agenda, or from another one behind it."""

    NAME = "meeting"
    HAS_MINE = False
    FILTERS = False

    def relabel(self, id: str) -> str | None:
        """There is always something to go back to."""
        return N_("Back") if id == "quit" else super().relabel(id)

    def action_quit(self) -> None:
        """Back to where this was opened."""
        self.action_back()

    def action_back(self) -> None:
        """Close the detail, else go back."""
        pair = self.list_detail
        if pair is not None and pair.opened:
            pair.close()
        else:
            self.dismiss()

    def action_go(self, name: str) -> None:
        """Another screen, or the agenda under this one."""
        while isinstance(self.app.screen, Behind):
            self.app.pop_screen()
        if name != self.NAME:
            self.app.switch_mode(name)
