"""What stands in place of a screen while the terminal is too small for it."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from tui.i18n import _


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
