"""The whole agenda as text, as ``huddle agenda`` prints it; ``y`` copies it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from store import meetings, team
from store.agenda import Agenda
from store.errors import N_
from tui import keys
from tui.agenda_text import as_text
from tui.i18n import _
from tui.screens.meetings.behind import Behind
from tui.widgets.detail import Detail, Line, blank, heading, name, text


class Preview(Behind):
    """Text that scrolls; it is the text of the moment at which it was opened."""

    TITLE_ = N_("Agenda as text")
    ANSWERS = N_("What would you paste into a message, so that everybody can prepare?")
    AUTO_FOCUS = "Detail"
    FOOTER = ("copy",)
    BINDINGS = keys.bind("copy")

    def __init__(self, found: Agenda) -> None:
        super().__init__()
        self.text = as_text(found, meetings.updates(found.meeting, found.since), team.today())

    def body(self) -> ComposeResult:
        yield Detail(N_("Agenda as text"), hint=("copy",))

    def fill(self) -> None:
        """Show the text, its headings set off."""
        self.query_one(Detail).show(lines_of(self.text))

    def action_copy(self) -> None:
        """Copy it to the terminal's clipboard."""
        self.app.copy_to_clipboard(self.text)
        self.say(_("The agenda is on your clipboard, as text"))


def lines_of(body: str) -> Sequence[Line]:
    """Markdown as lines of a detail: its headings set off, everything else as it is."""
    lines = []
    for one in body.splitlines():
        if one.startswith("# "):
            lines.append(name(one))
        elif one.startswith("#"):
            lines.append(heading(one))
        else:
            lines.append(text(one) if one else blank())
    return lines
