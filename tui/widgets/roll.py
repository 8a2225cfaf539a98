"""A roll of people with one value each: who is here, or how they rate; one line a person, all in one field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.format import cell_width, fit, plain

NAME_CELLS = 22
Options = Sequence[tuple[object, str]]


class Roll(ScrollView, can_focus=True):
    """Up and down change the person, left, right and space the value; a letter or digit that begins an option takes it
    and goes on to the next person. ``keys`` are further characters for an option, such as 0 for ten.
    """

    ALLOW_SELECT = False
    BINDINGS = [
        Binding("up,k", "person(-1)", show=False),
        Binding("down,j", "person(1)", show=False),
        Binding("left", "change(-1)", show=False),
        Binding("right,space", "change(1)", show=False),
        Binding("home", "person(-1000)", show=False),
        Binding("end", "person(1000)", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"roll--name", "roll--here", "roll--muted", "roll--chosen", "roll--marked"}
    DEFAULT_CSS = """
    Roll {
        height: auto; max-height: 12; background: $surface; scrollbar-size-vertical: 1;
        & > .roll--name { color: $foreground; }
        & > .roll--here { color: $primary; text-style: bold; }
        & > .roll--muted { color: $foreground 55%; }
        & > .roll--chosen { background: $panel; text-style: bold; }
        & > .roll--marked { color: $block-cursor-foreground; background: $block-cursor-background; text-style: bold; }
    }
    """

    def __init__(
        self,
        people: Sequence[tuple[int, str]],
        options: Options,
        values: Mapping[int, object],
        *,
        keys: Mapping[str, object] | None = None,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.people = people
        self.options = options
        self.values = dict(values)
        self.keys = keys or {}
        self.at = 0
        self.virtual_size = Size(0, len(people))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.people)

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Letters and digits belong to the roll while it has the focus."""
        return character is not None and character.isprintable()

    def action_person(self, step: int) -> None:
        """Another person."""
        self.at = min(max(self.at + step, 0), max(len(self.people) - 1, 0))
        self.scroll_to(y=min(max(self.at - self.size.height // 2, 0), self.max_scroll_y), animate=False)
        self.refresh()

    def action_change(self, step: int) -> None:
        """The next or former option, round and round."""
        if self.people:
            options = [value for value, _words in self.options]
            now = self._chosen(self.people[self.at][0])
            self._take(options[(now + step) % len(options)])

    def on_key(self, event: events.Key) -> None:
        typed = (event.character or "").casefold()
        if not typed.strip() or typed in ("j", "k") or not self.people:
            return
        option = self.keys.get(typed)
        if option is None:
            option = next((value for value, words in self.options if words.casefold().startswith(typed)), None)
        if option is not None:
            event.stop()
            self._take(option)
            self.action_person(1)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        row = (offset.y if offset is not None else 0) + self.scroll_offset.y
        if offset is None or row >= len(self.people):
            return
        self.at, x = row, NAME_CELLS
        for value, words in self.options:
            wide = cell_width(words) + 2
            if x <= offset.x < x + wide:
                self._take(value)
            x += wide
        self.refresh()

    def _take(self, value: object) -> None:
        self.values[self.people[self.at][0]] = value
        self.refresh()

    def _chosen(self, person: int) -> int:
        return next((n for n, (value, _w) in enumerate(self.options) if value == self.values.get(person)), 0)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One person."""
        row = y + self.scroll_offset.y
        width = self.size.width
        if row >= len(self.people):
            return Strip.blank(width, self.rich_style)
        number, name = self.people[row]
        here = row == self.at and self.has_focus
        caret = "▌" if here else " "
        segments = [Segment(caret + fit(plain(name), NAME_CELLS - 2) + " ", self._style("here" if here else "name"))]
        chosen = self._chosen(number)
        for n, (_value, words) in enumerate(self.options):
            look = ("marked" if here else "chosen") if n == chosen else "muted"
            segments.append(Segment(f" {words} ", self._style(look)))
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"roll--{name}")
