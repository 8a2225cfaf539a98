"""What stands in place of a screen while the terminal is too small for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from tui.i18n import _

if TYPE_CHECKING:
    from tui.screens.base import HuddleScreen


class TooSmall(Widget):
    """Names the room that the screen needs and what still works."""

    DEFAULT_CSS = """
    TooSmall { height: 1fr; padding: 1 2; align: center middle; content-align: center middle; }
    """

    def __init__(self, title: str, least: tuple[int, int]) -> None:
        super().__init__()
        self.title = title
        self.least = least

    def render(self) -> Content:
        columns, rows = self.least
        needs = _("{title} needs {columns} × {rows} characters.").format(
            title=_(self.title), columns=columns, rows=rows
        )
        has = _("This terminal has {columns} × {rows}.").format(columns=self.app.size.width, rows=self.app.size.height)
        return Content.assemble(
            ("▲ ", "$warning"),
            (needs, "bold"),
            ("\n" + has + "\n\n", "$foreground 70%"),
            (_("Make the window larger, or press 1 for Today, q to leave."), "$foreground 70%"),
        )


def cover(screen: HuddleScreen, size: Size) -> bool:
    """Cover a screen that needs more room than there is, or show it again; whether that changed."""
    small = size.width < screen.LEAST[0] or size.height < screen.LEAST[1]
    if small is screen.has_class("-too-small") or not screen.is_attached:
        return False  # as before, or the program is leaving, and nothing can be mounted
    screen.set_class(small, "-too-small")
    if small:
        screen.mount(TooSmall(screen.TITLE_, screen.LEAST), before=screen.query_one("Status"))
    else:
        screen.query(TooSmall).remove()
    screen.refresh_bindings()
    return True
