"""What a list of records consists of, without the widget: columns, sections, lines, and cells in their width."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, Literal, NamedTuple, TypeVar, cast

from rich.segment import Segment
from rich.style import Style

from tui.format import Tone, cell_width, cut, plain
from tui.i18n import _

Row = TypeVar("Row")
Key = int | str | tuple[Any, ...]
Span = tuple[str, Tone]
Cell = Span | tuple[Span, ...]  # literal text in one tone, or pieces of it each in its own

LEFT, RIGHT, BETWEEN = 2, 1, 1  # cells before the first column (caret), after the last, between two
_MISSING: Span = ("…", "muted")
TONES: tuple[Tone, ...] = ("", "bold", "muted", "accent", "good", "warning", "bad")


class Column(NamedTuple, Generic[Row]):
    """One column: ``width`` cells (0 takes its ``share`` of what is left), drawn from ``least`` cells of the list on.

    ``title`` is an N_() word for the line of headings, which is there when one column has a title.
    """

    title: str
    width: int
    cell: Callable[[Row], Cell]
    align: Literal["left", "right"] = "left"
    share: int = 1
    least: int = 0


class Section(NamedTuple):
    """Rows under one heading (already translated; "" for none); the list appends their count, if it is ``counted``.

    ``keys`` are unique in the whole list. A section without keys isn't drawn. ``more`` are counted without being
    listed.
    """

    title: str = ""
    keys: Sequence[Key] = ()
    tone: Tone = "muted"
    counted: bool = True
    more: int = 0


def layout(columns: Sequence[Column[Any]], width: int) -> list[int]:
    """The width of each column in a list of ``width`` cells, 0 for a column that isn't drawn.

    Fixed columns come first, from the left; what is left is shared out to the last cell.
    """
    room = width - LEFT - RIGHT
    there = [column for column in columns if width >= column.least]
    left = room - BETWEEN * (len(there) - 1) - sum(column.width for column in there)
    shares = sum(column.share for column in there if not column.width)
    widths, used = [], 0
    for column in columns:
        wanted = column.width
        if width < column.least:
            wanted = 0
        elif not column.width:
            wanted = max(left, 0) * column.share // max(shares, 1)
            left, shares = left - wanted, shares - column.share
        gap = BETWEEN if used else 0
        wanted = max(min(wanted, room - used - gap), 0)
        used += wanted + gap if wanted else 0
        widths.append(wanted)
    return widths


class Lines:
    """Which line shows what: each section is a heading (if it has one) and its rows."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self.sections = [section for section in sections if len(section.keys)]
        self.first_lines: list[int] = []
        self.first_indexes: list[int] = []
        line = index = 0
        for section in self.sections:
            self.first_lines.append(line)
            self.first_indexes.append(index)
            line += len(section.keys) + bool(section.title)
            index += len(section.keys)
        self.height = line
        self.count = index

    def key(self, index: int) -> Key:
        """The key of the row with this index."""
        at = bisect_right(self.first_indexes, index) - 1
        return self.sections[at].keys[index - self.first_indexes[at]]

    def line(self, index: int) -> int:
        """The line of the row with this index."""
        at = bisect_right(self.first_indexes, index) - 1
        return self.first_lines[at] + bool(self.sections[at].title) + index - self.first_indexes[at]

    def at(self, line: int) -> tuple[Section, int | None]:
        """The section of a line, and the index of its row; None for the heading."""
        at = bisect_right(self.first_lines, line) - 1
        section = self.sections[at]
        below = line - self.first_lines[at] - bool(section.title)
        return section, None if below < 0 else self.first_indexes[at] + below

    def index_near(self, line: int) -> int:
        """The index of the row on this line; of the row under it when the line is a heading."""
        line = min(max(line, 0), self.height - 1)
        index = self.at(line)[1]
        return cast(int, self.at(line + 1)[1]) if index is None else index

    def index(self, key: Key, guess: int) -> int | None:
        """The index of a key, looked for at ``guess`` first; None when it isn't there."""
        if guess < self.count and self.key(guess) == key:
            return guess
        for section, first in zip(self.sections, self.first_indexes, strict=True):
            if key in section.keys:
                return first + section.keys.index(key)
        return None


def fitted(cell: Cell, width: int, align: Literal["left", "right"], styles: Mapping[Tone, Style]) -> list[Segment]:
    """A cell in exactly ``width`` cells: what doesn't fit is cut with ``…``, the rest filled with blanks."""
    spans = (cell,) if isinstance(cell[0], str) else cell
    segments, room = [], width
    texts = [(plain(text), tone) for text, tone in spans]
    total = sum(cell_width(text) for text, _tone in texts)
    for text, tone in texts:
        shown = text if total <= width else cut(text, room)
        if shown:
            segments.append(Segment(shown, styles[tone]))
            room -= cell_width(shown)
        if shown != text:
            break
    blank = [Segment(" " * room, styles[""])] if room > 0 else []
    return [*blank, *segments] if align == "right" else [*segments, *blank]


def row_segments(
    columns: Sequence[Column[Any]], widths: Sequence[int], row: Any, width: int, styles: Mapping[Tone, Style]
) -> list[Segment]:
    """The cells of a row behind the caret's cell, to the last of ``width`` cells; ``…`` for a row that wasn't read."""
    base = styles[""]
    segments, used = [Segment(" " * (LEFT - 1), base)], LEFT
    for column, cells in zip(columns, widths, strict=True):
        if not cells:
            continue
        if used > LEFT:
            segments.append(Segment(" " * BETWEEN, base))
            used += BETWEEN
        segments += fitted(_MISSING if row is None else column.cell(row), cells, column.align, styles)
        used += cells
    return [*segments, Segment(" " * (width - used), base)]


def title_segments(columns: Sequence[Column[Any]], widths: Sequence[int], style: Style) -> list[Segment]:
    """The titles of the columns, each over its cells."""
    segments = [Segment(" " * LEFT, style)]
    for column, cells in zip(columns, widths, strict=True):
        if cells:
            segments += [Segment(" " * BETWEEN, style)] if len(segments) > 1 else []
            segments += fitted((_(column.title), ""), cells, column.align, {"": style})
    return segments
