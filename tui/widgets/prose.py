"""Words on as many lines as they need, in cells: Textual breaks a line of Chinese only at its blanks."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from tui.format import plain, wrap


class Prose(Widget):
    """Draws ``prose()``; its height is that of its lines."""

    DEFAULT_CSS = "Prose { height: auto; }"

    def prose(self) -> Content:
        """What it says, of which a line may be longer than there is room."""
        raise NotImplementedError

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(broken(self.prose(), width).plain.split("\n"))

    def render(self) -> Content:
        return broken(self.prose(), self.size.width)


def broken(words: Content, cells: int) -> Content:
    """The words with a line's end wherever a line of so many cells is full."""
    text = words.plain
    if cells < 1 or plain(text, multiline=True) != text:
        return words
    lines, at = [], 0
    for line in wrap(text, cells):
        begins = text.index(line, at)
        at = begins + len(line)
        lines.append(words[begins:at])
    return Content("\n").join(lines)
