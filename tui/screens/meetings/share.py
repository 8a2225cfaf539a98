"""The view to share with the room: the section, the time it has left and the row that is talked about, in big letters.

Reviews, pay and what waits for somebody personally aren't shown; the keys are those of the meeting.
"""

from __future__ import annotations

from typing import NamedTuple

from textual.strip import Strip

from tui import format
from tui.format import Tone
from tui.i18n import _
from tui.widgets.drawn import Drawn
from tui.widgets.letters import big
from tui.widgets.pane import quiet
from tui.widgets.record_list import RecordList
from tui.widgets.rows import Span

PRIVATE = frozenset(
    ("review", "assessment", "review_cycle", "payout", "bonus", "commission")
)  # kinds that two people see


class Shared(NamedTuple):
    """What the room sees; ``left`` is seconds, below zero when the section takes too long."""

    meeting: str
    section: str
    left: float
    exact: bool
    suspended: bool
    what: str = ""
    lead: str = ""
    text: str = ""
    state: Span = ("", "")
    place: str = ""  # which row of how many


class ShareView(Drawn, can_focus=True):
    """Draws it; up and down move through the rows of ``rows``, which lies hidden under it."""

    BINDINGS = quiet("list.down", "list.up", "list.first", "list.last")
    DEFAULT_CSS = "ShareView { height: 1fr; display: none; background: $surface; padding: 0 2; }"

    def __init__(self, rows: RecordList) -> None:
        super().__init__()
        self.rows = rows
        self.shared: Shared | None = None

    def show(self, shared: Shared) -> None:
        """Show this; only what differs is drawn."""
        self.shared = shared
        self.redraw()

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return 16

    def action_cursor_down(self) -> None:
        self.rows.action_cursor_down()

    def action_cursor_up(self) -> None:
        self.rows.action_cursor_up()

    def action_cursor_first(self) -> None:
        self.rows.action_cursor_first()

    def action_cursor_last(self) -> None:
        self.rows.action_cursor_last()

    def draw(self, width: int, height: int) -> list[Strip]:
        """The three of them, one under the other, in the middle."""
        shared = self.shared
        if shared is None or width < 10 or not height:
            return []
        blank = self.centred((), width)
        body = [self.centred(((format.plain(shared.meeting), "muted"),), width), blank]
        body += self._big(shared.section, width, "accent", 2)
        body += [blank, *self._clock(shared, width), blank]
        below = self._row(shared, width, max(height - len(body), 1))
        lines = [*body, *below]
        spare = max(height - len(lines), 0)
        lines = [*[blank] * (spare // 2), *lines]
        return [*lines, *[blank] * max(height - len(lines), 0)][:height]

    def _big(self, text: str, width: int, tone: Tone, most: int) -> list[Strip]:
        return [self.centred(((line, tone),), width) for line in big(format.plain(text), width, most)]

    def _clock(self, shared: Shared, width: int) -> list[Strip]:
        if shared.suspended:
            return self._big(_("Pause"), width, "warning", 1)
        over = shared.left < 0
        seconds = abs(shared.left)
        words = format.elapsed(seconds) if shared.exact else _("{n} min").format(n=int(seconds) // 60)
        return self._big(("+" if over else "") + words, width, "bad" if over else "bold", 1)

    def _row(self, shared: Shared, width: int, room: int) -> list[Strip]:
        """The row in big letters when there is room for them, with what it is above and how it stands under it."""
        if not shared.text and not shared.lead:
            return [self.centred(((format.cut(shared.place, width), "muted"),), width)]
        head = [part for part in (shared.what, shared.place) if part]
        above = self.centred(((format.cut(" · ".join(head), width), "muted"),), width)
        under = (
            [self.centred(((format.cut(shared.state[0], width), shared.state[1]),), width)] if shared.state[0] else []
        )
        loud = shared.lead or shared.text
        large = self._big(loud, width, "bold", 3)
        if len(large) > room - 3 - len(under):
            large = [self.centred(((line, "bold"),), width) for line in format.wrap(loud, width)]
        rest = format.wrap(shared.text, width) if shared.lead else []
        small = [self.centred(((line, ""),), width) for line in rest]
        return [above, *large, *small, *under][:room]
