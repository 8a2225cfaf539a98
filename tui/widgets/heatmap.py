"""The 5×5 heat map: probability upwards, impact to the right, each risk's number in its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.widget import Widget

from store.errors import N_
from store.risks import IMPACT, PROBABILITY, SCALE, Level, level
from tui.format import Tone, cell_width, cut, fit, plain
from tui.i18n import _

Cells = Mapping[tuple[int, int], Sequence[int]]
Style = str
Part = tuple[str, Style]
Words = list[tuple[str, int | None]]  # a number as it is written, and the risk it is; None for "+3"

GLYPH = {None: "?", Level.LOW: "●", Level.MEDIUM: "◆", Level.HIGH: "▲", Level.CRITICAL: "✕"}
LEVEL = {
    None: N_("not rated"),
    Level.LOW: N_("low"),
    Level.MEDIUM: N_("medium"),
    Level.HIGH: N_("high"),
    Level.CRITICAL: N_("critical"),
}
TONE: Mapping[Level | None, Tone] = {
    None: "accent",
    Level.LOW: "good",
    Level.MEDIUM: "",
    Level.HIGH: "warning",
    Level.CRITICAL: "bad",
}
CURSOR = "bold $block-cursor-foreground on $block-cursor-background"
GROUND = {
    Level.LOW: "$success 16%",
    Level.MEDIUM: "$warning 16%",
    Level.HIGH: "$warning 42%",
    Level.CRITICAL: "$error 48%",
}
AXIS = "$foreground 70%"
GAP = 1  # cells between two columns of the map
WORDS_FROM = 66  # columns from which the scales are written in words
TALLEST = 3  # rows of one cell; from two rows on the last one is half empty, which parts the cells


class HeatMap(Widget, can_focus=True):
    """Shows numbers of risks by (probability, impact) and marks the one under the cursor.

    The arrows walk from risk to risk: within a cell, then to the nearest cell that holds one.
    """

    DEFAULT_CSS = """
    HeatMap { height: 1fr; border: round $border-blurred; padding: 0 1; border-title-color: $foreground;
        border-title-style: bold; }
    HeatMap:focus { border: round $border; }
    """
    BINDINGS = [
        Binding("right", "walk(1, 0)", show=False),
        Binding("left", "walk(-1, 0)", show=False),
        Binding("up,k", "walk(0, 1)", show=False),
        Binding("down,j", "walk(0, -1)", show=False),
        Binding("enter", "choose", show=False),
    ]

    class Highlighted(Message):
        """The cursor went to another risk."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    class Chosen(Message):
        """Enter, or a click on the risk under the cursor."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.cells: Cells = {}
        self.number: int | None = None
        self.caption = ""
        self._drawn: list[Content] = []

    # What it shows

    def show(self, cells: Cells, number: int | None, caption: str = "") -> None:
        """Show these risks, with the cursor on this one; where there is room, ``caption`` names it under the map."""
        self.cells, self.number, self.caption = cells, number, caption
        self._redraw()

    def mark(self, number: int | None, caption: str = "") -> None:
        """Put the cursor on this risk; on none when it isn't on the map."""
        self.number, self.caption = number, caption
        self._redraw()

    def _redraw(self) -> None:
        """Repaint the lines that differ: a whole repaint costs bytes on a slow line."""
        if not self.is_attached or self.size.width < 1:
            return
        new = self._lines()
        if len(new) != len(self._drawn):
            self.refresh()
            return
        differ = [y for y, (old, line) in enumerate(zip(self._drawn, new, strict=True)) if not old.is_same(line)]
        if differ:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in differ))

    def render(self) -> Content:
        self._drawn = self._lines()
        return Content("\n").join(self._drawn)

    # How it is drawn

    @property
    def wide(self) -> bool:
        """Whether the scales are written in words."""
        return self.size.width >= WORDS_FROM

    @property
    def _axis_width(self) -> int:
        if not self.wide:
            return 2
        return max(cell_width(_(word)) for word, _share in PROBABILITY.values()) + 3

    @property
    def _cell_width(self) -> int:
        return max((self.size.width - self._axis_width) // len(SCALE) - GAP, 2)

    @property
    def _cell_height(self) -> int:
        rows = self.size.height - 4  # the axis below in two lines, its title, the legend
        return min(max(rows // len(SCALE), 1), TALLEST)

    @property
    def _number_rows(self) -> int:
        return max(self._cell_height - 1, 1)

    def _lines(self) -> list[Content]:
        lines: list[Content] = []
        for probability in reversed(SCALE):
            for row in range(self._cell_height):
                parts = [self._axis(probability, row)]
                for impact in SCALE:
                    parts += [*self._cell(probability, impact, row), (" " * GAP, "")]
                lines.append(Content.assemble(*parts))
        return [*lines, *self._below()]

    def _axis(self, probability: int, row: int) -> Part:
        if row != (self._number_rows - 1) // 2:
            return " " * self._axis_width, ""
        if not self.wide:
            return f"{probability} ", AXIS
        return fit(_(PROBABILITY[probability][0]), self._axis_width - 3, "right") + f" {probability} ", AXIS

    def _below(self) -> list[Content]:
        width, lead = self._cell_width, " " * self._axis_width
        numbers = "".join(fit(str(impact), width, "center") + " " * GAP for impact in SCALE)
        lines = [Content.assemble((lead + numbers, AXIS))]
        if self.wide:
            words = "".join(fit(_(IMPACT[impact][0]), width, "center") + " " * GAP for impact in SCALE)
            lines.append(Content.assemble((lead + words, AXIS)))
        else:
            lines.append(Content.assemble((lead + _("impact →   ↑ probability"), AXIS)))
        if len(lines) + 1 + self._cell_height * len(SCALE) < self.size.height:
            lines.append(self._caption())
        return [line.truncate(self.size.width) for line in (*lines, self._legend())]

    def _caption(self) -> Content:
        """Which risk has the cursor; not in a small map, which stands beside the list."""
        if not self.wide or self.number is None:
            return Content("")
        lead = " " * self._axis_width
        title = cut(plain(self.caption), self.size.width - self._axis_width - 5)
        return Content.assemble((lead, ""), (f" {self.number} ", CURSOR), (f" {title}", "bold"))

    def _legend(self) -> Content:
        parts: list[Part] = []
        for one in reversed(Level):
            parts += [(f" {GLYPH[one]} ", f"$foreground on {GROUND[one]}"), (f" {_(LEVEL[one])} ", AXIS)]
        lead = self._axis_width
        fits = lead + sum(cell_width(text) for text, _style in parts) <= self.size.width
        return Content.assemble((" " * lead if fits else "", ""), *parts)

    def _cell(self, probability: int, impact: int, row: int) -> list[Part]:
        width, found = self._cell_width, level(probability * impact)
        assert found is not None, "both are numbers"
        if row >= self._number_rows:
            return [("▀" * width, GROUND[found])]
        ground = f"on {GROUND[found]}"
        lines = self._written((probability, impact))
        parts: list[Part] = [(" ", ground)]
        used = 1
        for text, number in lines[row] if row < len(lines) else ():
            parts += [(text, CURSOR if number is not None and number == self.number else f"bold $foreground {ground}")]
            parts += [(" ", ground)]
            used += cell_width(text) + 1
        rest = width - used
        glyph = f"{GLYPH[found]} " if row == 0 and rest > 1 else ""
        return [*parts, (fit(glyph, rest, "right"), f"$foreground 60% {ground}")]

    def _written(self, place: tuple[int, int]) -> list[Words]:
        """The numbers of a cell as they stand in it."""
        numbers, room = self.cells.get(place, ()), (self._cell_width - 2, self._number_rows)
        lines = _wrapped(numbers, *room)
        here = self.number
        if here is not None and here in numbers and all(one != here for line in lines for _text, one in line):
            lines = _wrapped([here, *(one for one in numbers if one != here)], *room)
        return lines

    # Walking

    def _at(self) -> tuple[int, int] | None:
        return next((place for place, numbers in self.cells.items() if self.number in numbers), None)

    def action_walk(self, right: int, up: int) -> None:
        """To the next risk of this cell, else to the nearest cell in that direction that holds one."""
        here = self._at()
        if here is None:
            self._go_to(next((numbers[0] for numbers in self.cells.values() if numbers), None))
            return
        step = right or -up
        numbers, at = self.cells[here], self.cells[here].index(self.number or 0) + step
        if 0 <= at < len(numbers):
            self._go_to(numbers[at])
            return
        there = _nearest(here, right, up, [place for place, held in self.cells.items() if held])
        if there is not None:
            self._go_to(self.cells[there][0 if step > 0 else -1])

    def _go_to(self, number: int | None) -> None:
        if number is not None and number != self.number:
            self.mark(number)
            self.post_message(self.Highlighted(number))

    def action_choose(self) -> None:
        """Open the risk under the cursor."""
        if self.number is not None and self._at() is not None:
            self.post_message(self.Chosen(self.number))

    def on_click(self, event: events.Click) -> None:
        at = event.get_content_offset(self)
        if at is None or at.x < self._axis_width or at.y >= self._cell_height * len(SCALE):
            return
        column, x = divmod(at.x - self._axis_width, self._cell_width + GAP)
        row, y = divmod(at.y, self._cell_height)
        place = (len(SCALE) - row, column + 1)
        hit = _number_at(self._written(place), x - 1, y)
        if hit is not None and hit == self.number:
            self.action_choose()
        else:
            self._go_to(hit)


def _wrapped(numbers: Sequence[int], width: int, height: int) -> list[Words]:
    """The numbers in at most ``height`` lines of at most ``width`` cells; what is left over is counted: ``+3``."""
    lines: list[Words] = []
    rest = list(numbers)
    while rest or not lines:
        line, room = list[tuple[str, int | None]](), width
        counted = len(lines) == height - 1 and len(" ".join(map(str, rest))) > width
        while rest:
            text = str(rest[0])
            behind = len(f" +{len(rest) - 1}") if counted else 0
            if len(text) + behind > room:
                break
            line.append((text, rest.pop(0)))
            room -= len(text) + 1
        lines.append(line)
        if rest and len(lines) == height:
            line.append((f"+{len(rest)}", None))
            break
    return lines


def _number_at(lines: Sequence[Words], x: int, y: int) -> int | None:
    """The number that stands at this place of a cell."""
    at = 0
    for text, number in lines[y] if y < len(lines) else ():
        if at <= x < at + len(text):
            return number
        at += len(text) + 1
    return None


def _nearest(here: tuple[int, int], right: int, up: int, places: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The nearest of these places in a direction; straight ahead before aside."""
    ahead = []
    for probability, impact in places:
        rise, run = probability - here[0], impact - here[1]
        forward, aside = (run * right, abs(rise)) if right else (rise * up, abs(run))
        if forward > 0:
            ahead.append((forward + 2 * aside, aside, (probability, impact)))
    return min(ahead)[2] if ahead else None
