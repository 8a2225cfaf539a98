"""The question whether somebody is still there, before a session is closed; any key answers it."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget

from store import meetings
from store.errors import Unavailable
from tui.i18n import _, ngettext
from tui.widgets.box import Box


class StillThere(ModalScreen[None]):
    """Stays until a key is pressed, which does nothing else, or until the session is closed."""

    DEFAULT_CSS = """
    StillThere { align: center middle; background: $background 60%; }
    StillThere > Box { width: 64; padding: 1 2; border: round $warning; }
    """

    def __init__(self, minutes: float) -> None:
        super().__init__()
        self.minutes = minutes

    def compose(self) -> ComposeResult:
        with Box(_("Still there?")):
            yield Words(self.minutes)

    def on_key(self, event: events.Key) -> None:
        """Somebody is."""
        event.stop()
        event.prevent_default()
        self.dismiss()

    def on_click(self) -> None:
        """Somebody is, and has a mouse."""
        self.dismiss()


class Words(Widget):
    """What will happen, and what doesn't."""

    DEFAULT_CSS = "Words { width: 1fr; height: auto; }"

    def __init__(self, minutes: float) -> None:
        super().__init__()
        count = max(round(minutes), 1)
        words = ngettext(
            "No key was pressed for {n} minute, so Huddle closes in another one.",
            "No key was pressed for {n} minutes, so Huddle closes in another one.",
            count,
        )
        lines = [(words.format(n=count), "bold")]
        if _leads():
            lines.append(("\n" + _("The meeting that you lead runs on; somebody else can lead it then."), "$warning"))
        lines.append(("\n" + _("Any key keeps it open. What you are typing is kept for you."), "$foreground 70%"))
        self.words = Content.assemble(*lines)

    def render(self) -> Content:
        return self.words


def _leads() -> bool:
    try:
        return meetings.leads_here()
    except Unavailable:
        return False
