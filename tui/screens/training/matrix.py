"""The matrix of people and skills: a level in each cell, what is missing for the position, and a cursor on one."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from store.errors import N_
from store.team import LEVEL, LEVELS, Member, Skill
from store.training import Cell, Matrix
from tui import keys
from tui.format import Tone, cell_width, cut, fit, plain, wrap
from tui.i18n import _
from tui.widgets.pane import Pane, quiet

NAMES = 16  # cells of a person's name
LEAST, MOST = 8, 14  # cells of a column
HEADER = 3  # lines that the names of the skills may take
GAP = 1


def written(cell: Cell) -> tuple[str, Tone]:
    """A cell in words: ``2`` a level, ``▼1/3`` one that is below what is needed, ``✕3`` expired, ``·`` nothing."""
    level = "·" if cell.level is None else str(cell.level)
    expired = "✕" if cell.expired else ""
    if not cell.need:
        return f"{expired}{level}", "warning" if cell.expired else "muted" if cell.level is None else ""
    if not cell.gap:
        return f"✓{level}/{cell.need}", "good"
    mark = expired or "▼"
    return f"{mark}{level if cell.level is not None else 0}/{cell.need}", "bad" if cell.gap > 1 else "warning"


def _head(name: str, room: int) -> list[str]:
    """The name of a skill in at most three lines, broken between words; a word that is too long is cut."""
    lines: list[str] = []
    for word in plain(name).split():
        if lines and cell_width(f"{lines[-1]} {word}") <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(cut(word, room))
    return [*lines[: HEADER - 1], cut(" ".join(lines[HEADER - 1 :]), room)] if len(lines) > HEADER else lines


class SkillMatrix(Pane, can_focus=True):
    """Draws who is on which level; the arrows walk the cells, and the columns scroll with the cursor.

    Posts ``Highlighted`` when the cursor is on another cell and ``Chosen`` at Enter or a click on the cell under it.
    """

    BINDINGS = [
        *quiet("list.down", "list.up", "list.first", "list.last"),
        Binding("left", "lane(-1)", show=False),  # h is the history here, too
        Binding("right", "lane(1)", show=False),
        *keys.bind("list.open"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"skill-matrix--cursor", "skill-matrix--blurred"}
    DEFAULT_CSS = """
    SkillMatrix > .skill-matrix--blurred { background: $panel; text-style: bold underline; }
    SkillMatrix > .skill-matrix--cursor {
        color: $block-cursor-foreground; background: $block-cursor-background; text-style: bold;
    }
    """

    class Highlighted(Message):
        """The cursor is on another cell."""

    class Chosen(Message):
        """Somebody wants to see the history of the cell."""

    def __init__(self) -> None:
        super().__init__(N_("Skills"), ("rate", "begin", "list.open"), None, None)
        self.found = Matrix((), (), {})
        self.empty: tuple[str, ...] = ("",)
        self.place = (0, 0)  # row and column of the cursor
        self.first = 0  # the first column in view
        self._laid_out: tuple[Matrix, int] | None = None
        self._heads_of: list[list[str]] = []

    # What is under the cursor

    @property
    def person(self) -> Member | None:
        """Whose row the cursor is in."""
        people = self.found.people
        return people[self.place[0]] if self.place[0] < len(people) else None

    @property
    def skill(self) -> Skill | None:
        """Which column the cursor is in."""
        skills = self.found.skills
        return skills[self.place[1]] if self.place[1] < len(skills) else None

    @property
    def cell(self) -> Cell | None:
        """The cell under the cursor; None where there are no people or no skills."""
        person, skill = self.person, self.skill
        return self.found.cells[person.id, skill.id] if person is not None and skill is not None else None

    def show(self, found: Matrix) -> None:
        """Draw these; the cursor stays on its person and skill."""
        person, skill = self.person, self.skill
        before = self.strips()
        self.found = found
        row = next((n for n, one in enumerate(found.people) if person and one.id == person.id), self.place[0])
        column = next((n for n, one in enumerate(found.skills) if skill and one.id == skill.id), self.place[1])
        self.place = (min(row, max(len(found.people) - 1, 0)), min(column, max(len(found.skills) - 1, 0)))
        self._keep_in_view()
        self._resize_lines()
        gaps = _("{n} below what is needed").format(n=found.gaps)
        self.name_frame(f" · {gaps}" if found.gaps else "")
        self.refresh_different(before)

    def move_to(self, member: int | None = None, skill: int | None = None) -> None:
        """Put the cursor on this person, on this skill."""
        row = next((n for n, one in enumerate(self.found.people) if one.id == member), self.place[0])
        column = next((n for n, one in enumerate(self.found.skills) if one.id == skill), self.place[1])
        self._go(row, column)

    # The cursor

    def _go(self, row: int, column: int) -> None:
        rows, columns = len(self.found.people), len(self.found.skills)
        place = (min(max(row, 0), max(rows - 1, 0)), min(max(column, 0), max(columns - 1, 0)))
        if place == self.place:
            return
        before, first = self.place, self.first
        self.place = place
        self._keep_in_view()
        if self.first != first:
            self.refresh()
        else:
            if place[1] != before[1]:
                self.refresh_lines(0, self._header)
            for line in {before[0], place[0]}:
                self.refresh_lines(self._header + line)
        self.post_message(self.Highlighted())

    def _keep_in_view(self) -> None:
        shown = self._columns
        self.first = min(max(self.first, self.place[1] - shown + 1), self.place[1])
        self.first = max(min(self.first, len(self.found.skills) - shown), 0)
        line = self.place[0] + self._header
        top = self.scroll_offset.y
        if self.size.height and not top <= line < top + self.size.height:
            self.scroll_to(y=max(line - self.size.height + 1, 0) if line >= top else self.place[0], animate=False)

    def action_cursor_down(self) -> None:
        self._go(self.place[0] + 1, self.place[1])

    def action_cursor_up(self) -> None:
        self._go(self.place[0] - 1, self.place[1])

    def action_cursor_first(self) -> None:
        self._go(0, 0)

    def action_cursor_last(self) -> None:
        self._go(len(self.found.people) - 1, len(self.found.skills) - 1)

    def action_lane(self, step: int) -> None:
        """To the next skill."""
        self._go(self.place[0], self.place[1] + step)

    def action_choose(self) -> None:
        """Show the history of the cell."""
        if self.cell is not None:
            self.post_message(self.Chosen())

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_resize(self) -> None:
        self._keep_in_view()
        self._resize_lines()
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        at = event.get_content_offset(self)
        if at is None or at.x < NAMES:
            return
        row, column = at.y + self.scroll_offset.y - self._header, self.first + (at.x - NAMES) // self._wide
        if 0 <= row < len(self.found.people) and 0 <= column < len(self.found.skills):
            if (row, column) == self.place:
                self.action_choose()
            else:
                self._go(row, column)

    # Drawing

    @property
    def _wide(self) -> int:
        """The cells of a column."""
        room = max(self.line_width - NAMES, LEAST)
        return min(max(room // max(len(self.found.skills), 1), LEAST), MOST)

    @property
    def _columns(self) -> int:
        """How many columns are in view."""
        return max((self.line_width - NAMES) // self._wide, 1)

    def _titles(self) -> list[list[str]]:
        laid_out = (self.found, self.line_width)
        if self._laid_out != laid_out:
            room = self._wide - GAP
            self._laid_out, self._heads_of = laid_out, [_head(skill.name, room) for skill in self.found.skills]
        return self._heads_of

    @property
    def _header(self) -> int:
        return max((len(title) for title in self._titles()), default=1)

    def _resize_lines(self) -> None:
        height = self._header + len(self.found.people) + 2 + len(self._legend()) if self.found.skills else 0
        if height != self.virtual_size.height:
            self.virtual_size = Size(0, height)

    def render_line(self, y: int) -> Strip:
        """A line of the heads, a person with the levels, or how many of each skill reach what they need."""
        width = self.line_width
        line = y + self.scroll_offset.y
        if not self.found.skills or not self.found.people:
            return self._empty_strip(y, width)
        people = len(self.found.people)
        if line < self._header:
            segments = self._heads(line)
        elif line < self._header + people:
            segments = self._levels(line - self._header)
        elif line == self._header + people:
            segments = self._sums()
        else:
            legend, at = self._legend(), line - self._header - people - 2
            if not 0 <= at < len(legend):
                return Strip.blank(width, self.rich_style)
            segments = [Segment(f" {legend[at]}", self.tones["muted"])]
        return Strip(segments).adjust_cell_length(width, self.rich_style).simplify()

    def _empty_strip(self, y: int, width: int) -> Strip:
        at = y - max(self.size.height // 2 - 1, 0)
        words = [(_(self.empty[0]), "muted")] if at == 0 else []
        if at == 1 and len(self.empty) > 2:
            words = [(self.empty[1], "accent"), (" " + _(self.empty[2]), "muted")]
        used = sum(cell_width(text) for text, _tone in words)
        segments = [Segment(" " * max((width - used) // 2, 0), self.tones[""])]
        segments += [Segment(text, self.tones[tone]) for text, tone in words]  # type: ignore[index]  # tones
        return Strip(segments).adjust_cell_length(width, self.rich_style).simplify()

    def _shown(self) -> range:
        return range(self.first, min(self.first + self._columns, len(self.found.skills)))

    def _heads(self, line: int) -> list[Segment]:
        titles, room = self._titles(), self._wide - GAP
        left = "‹ " if self.first and line == 0 else ""
        more = self.first + self._columns < len(self.found.skills)
        segments = [Segment(fit(left, NAMES, "right"), self.tones["accent"])]
        for column in self._shown():
            title = [""] * (self._header - len(titles[column])) + titles[column]
            style = self.tones["bold" if column == self.place[1] else "muted"]
            segments.append(Segment(fit(title[line], room) + " " * GAP, style))
        if more and line == 0:
            segments.append(Segment("›", self.tones["accent"]))
        return segments

    def _levels(self, row: int) -> list[Segment]:
        person, room = self.found.people[row], self._wide - GAP
        here = row == self.place[0]
        name = fit(" " + plain(person.name), NAMES - 1) + " "
        segments = [Segment(name, self.tones["bold" if here else ""])]
        for column in self._shown():
            text, tone = written(self.found.cells[person.id, self.found.skills[column].id])
            segments += [
                Segment(fit(f" {text}", room), self._style(row, column, tone)),
                Segment(" " * GAP, self.tones[""]),
            ]
        return segments

    def _style(self, row: int, column: int, tone: Tone) -> Style:
        if (row, column) == self.place:
            return self.get_component_rich_style("skill-matrix--cursor" if self.has_focus else "skill-matrix--blurred")
        return self.tones[tone]

    def _legend(self) -> list[str]:
        """What the levels and the marks mean."""
        levels = "  ".join(f"{level} {_(LEVEL[level])}" for level in LEVELS)
        marks = _("▼ below what is needed  ✓ as needed  ✕ expired  · nobody has said")
        room = max(self.line_width - 2, 10)
        return [*wrap(levels, room), *wrap(marks, room)]

    def _sums(self) -> list[Segment]:
        """Of those who need a skill, how many have it."""
        style, room = self.tones["muted"], self._wide - GAP
        segments = [Segment(fit(" " + _("as needed"), NAMES - 1) + " ", style)]
        for column in self._shown():
            skill = self.found.skills[column].id
            cells = [self.found.cells[person.id, skill] for person in self.found.people]
            needing = [cell for cell in cells if cell.need]
            text = f"{sum(not cell.gap for cell in needing)}/{len(needing)}" if needing else "–"
            segments.append(Segment(fit(f"  {text}", room) + " " * GAP, style))
        return segments
