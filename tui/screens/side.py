"""A screen that is reached from another one: Back leads there again."""

from __future__ import annotations

from typing import ClassVar

from store.records import Ref
from tui.screens.base import HuddleScreen
from tui.widgets.record_list import RecordList


class SideScreen(HuddleScreen):
    """Has no key of its own in the bar; ``UNDER`` is the screen it belongs to."""

    UNDER: ClassVar[str] = ""

    def show(self, ref: Ref) -> None:
        """Put the cursor on a record of the list, showing everyone's where it needs that."""
        rows = self.query_one(RecordList)
        if not rows.move_to(ref.id) and (self.mine or self.filter_text):
            self.mine = False
            self.set_filter("")
            self.refill()
            rows.move_to(ref.id)

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
