"""The one list of records: sections of rows, of which only those in view are read and drawn.

A screen declares columns (how a row becomes text), gives the keys of all rows in order, and a function that
reads the rows of some keys. A hundred thousand keys cost nothing per key press: a line is found by bisection.
Text is literal, never markup, and every line is exactly as wide as the list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Literal, TypeAlias

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.strip import Strip

from store.errors import Problem
from tui import keys
from tui.format import Tone, cell_width, cut, plain
from tui.i18n import _
from tui.widgets import row_messages
from tui.widgets.pane import MOVES, Pane, quiet
from tui.widgets.rows import Cell, Column, Key, Lines, Section, Span, fitted, layout, row_segments, title_segments

__all__ = ["Cell", "Column", "Key", "RecordList", "Section", "Span", "Tone", "layout"]

Read = Callable[[Sequence[Any]], Mapping[Any, Any]]
Look = Literal["row", "cursor", "blurred"]


class RecordList(Pane, can_focus=True):
    """Rows under headings with a cursor that stays on its record when the data change.

    Rows can be marked by ``mark()``: ◆ stands where the caret does, and their count in the border. A marked row that is
    not listed any more is unmarked.

    ``title`` and ``empty`` (what is missing; then a key and what it does, once or more) are N_() words; ``hint`` names
    the ids of the keys in the bottom border. Posts ``Highlighted`` when the cursor is on another record,
    ``Chosen`` at Enter or a click on the selected row, and ``Failed`` when the rows can't be read.
    """

    BINDINGS = [*quiet(*MOVES), *keys.bind("list.open")]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *("record-list--cursor", "record-list--blurred", "record-list--caret"),
    }
    DEFAULT_CSS = """
    RecordList > .record-list--caret { color: $primary-lighten-3; }
    RecordList > .record-list--blurred { background: $panel; }
    RecordList > .record-list--cursor {
        color: $block-cursor-foreground;
        background: $block-cursor-background;
        text-style: $block-cursor-text-style;
    }
    """

    Highlighted: TypeAlias = row_messages.Highlighted
    Chosen: TypeAlias = row_messages.Chosen
    Failed: TypeAlias = row_messages.Failed

    def __init__(
        self,
        columns: Sequence[Column[Any]],
        *,
        title: str = "",
        empty: tuple[str, ...] = ("",),
        hint: Sequence[str] = (),
        counted: bool = True,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(title, hint, id, classes)
        self.columns = columns
        self.empty = empty
        self.counted = counted
        self._header = int(any(column.title for column in columns))
        self._lines = Lines(())
        self._read: Read | None = None
        self._rows: dict[Key, Any] = {}  # the window: what was read last
        self._drawn: dict[tuple[Key, Look], Strip] = {}
        self._layout: tuple[int, list[int]] = (0, [])  # a width of the list, and those of its columns
        self._looks: dict[Look, dict[Tone, Style]] = {}
        self._index = 0
        self._gap = 0
        self._filter = ""
        self._marked: dict[Key, None] = {}  # in the order in which they were marked
        self._fresh_focus = False

    # What a screen asks and tells

    @property
    def key(self) -> Key | None:
        """The key under the cursor; None in an empty list."""
        return self._lines.key(self._index) if self._lines.count else None

    @property
    def row(self) -> Any:
        """The row under the cursor; None in an empty list, or when it could not be read."""
        return self._row(self._index) if self._lines.count else None

    @property
    def following(self) -> Key | None:
        """The key of the row below the cursor; None under the last one."""
        return self._lines.key(self._index + 1) if self._index + 1 < self._lines.count else None

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self._lines.count

    @property
    def cursor_line_offset(self) -> int:
        """The y of the cursor's row in this widget, its frame counted."""
        return self.gutter.top + self._cursor_y - self.scroll_offset.y

    def fill(self, sections: Sequence[Section], read: Read, columns: Sequence[Column[Any]] | None = None) -> None:
        """Show these keys (in other columns, when they are given); the cursor stays on its record, or on its
        position when the record is gone. Only lines that look different are drawn again.
        """
        before, key, shown = self.key, self.key, self.strips()
        self._read = read
        if columns is not None:
            self.columns = columns
            self._layout = (0, [])
        self._rows = {}
        self._drawn = {}
        self._lines = Lines(sections)
        if self._marked:
            there = {self._lines.key(i) for i in range(self._lines.count)}
            self._marked = {key: None for key in self._marked if key in there}
        found = self._lines.index(key, self._index) if key is not None else 0
        self._index = min(self._index if found is None else found, max(self._lines.count - 1, 0))
        self._resize_lines()
        self.call_after_refresh(self._keep_in_view)
        self._name_frame()
        self.refresh_different(shown)
        if self.key != before or before is None:
            self.post_message(self.Highlighted(self, self.key))

    def reread(self) -> None:
        """Ask again for the rows in view, and draw those that differ."""
        shown = self.strips()
        self._rows = {}
        self._drawn = {}
        self.refresh_different(shown)

    def move_to(self, key: Key) -> bool:
        """Put the cursor on this key; whether it is there."""
        index = self._lines.index(key, self._index)
        if index is not None:
            self._move(index)
        return index is not None

    def gap(self, lines: int) -> None:
        """Leave this many empty lines under the cursor's row, for a panel that the screen lays over them."""
        if lines != self._gap:
            shown = self.strips()
            self._gap = lines
            self._resize_lines()
            self._keep_in_view()
            self.refresh_different(shown)

    def filtered_by(self, text: str) -> None:
        """Which filter hides rows, "" for none: an empty list then says so, and not that there is nothing."""
        if text != self._filter:
            self._filter = text
            if not self._lines.count:
                self.refresh()

    @property
    def marked(self) -> tuple[Key, ...]:
        """The keys of the marked rows, in the order of the list."""
        if not self._marked:
            return ()
        return tuple(key for i in range(self._lines.count) if (key := self._lines.key(i)) in self._marked)

    def mark(self, keys: Sequence[Key]) -> None:
        """Mark these rows; those of them that are all marked already are unmarked."""
        if all(key in self._marked for key in keys):
            others = set(keys)
            self._mark_only([key for key in self._marked if key not in others])
        else:
            self._mark_only([*self._marked, *keys])

    def mark_all(self) -> None:
        """Mark every row; when all are marked, none."""
        self.mark([self._lines.key(i) for i in range(self._lines.count)])

    def unmark(self) -> None:
        """Mark no row."""
        self._mark_only([])

    def _mark_only(self, keys: Sequence[Key]) -> None:
        shown = self.strips()
        self._marked = dict.fromkeys(keys)
        self._drawn = {}
        self._name_frame()
        self.refresh_different(shown)

    def set_title(self, title: str) -> None:
        """Another title, translated already or text of people, such as the name of a stage; "" is its own again."""
        self.named = title
        self._name_frame()

    # The cursor

    def action_cursor_down(self) -> None:
        self._move(self._index + 1)

    def action_cursor_up(self) -> None:
        self._move(self._index - 1)

    def action_cursor_first(self) -> None:
        self._move(0)
        self.scroll_to(y=0, animate=False)

    def action_cursor_last(self) -> None:
        self._move(self._lines.count - 1)

    def action_page_down(self) -> None:
        self._page(1)

    def action_page_up(self) -> None:
        self._page(-1)

    def action_choose(self) -> None:
        key = self.key
        if key is not None:
            self.post_message(self.Chosen(self, key))

    def _page(self, direction: int) -> None:
        if not self._lines.count:
            return
        step = max(self._height - 1, 1) * direction
        index = self._lines.index_near(self._lines.line(self._index) + step)
        top = self.scroll_offset.y
        self._move(index, scroll=False)
        self.scroll_to(y=top + step, animate=False)
        self._keep_in_view()

    def _move(self, index: int, scroll: bool = True) -> None:
        index = min(max(index, 0), self._lines.count - 1)
        if index < 0:
            return
        old, self._index = self._index, index
        if index != old:
            if self._gap:
                self.refresh()
            else:
                self.refresh_lines(self._lines.line(old) + self._header)
                self.refresh_lines(self._cursor_y)
            self.post_message(self.Highlighted(self, self.key))
        if scroll:
            self._keep_in_view()

    def _keep_in_view(self) -> None:
        """Scroll as little as is needed; the heading above a row comes with it."""
        if not self._lines.count or not self.size.height:
            return
        line = self._lines.line(self._index)
        first = line - 1 if line and self._lines.at(line - 1)[1] is None else line
        top = self.scroll_offset.y
        if first < top:
            self.scroll_to(y=first, animate=False)
        elif line + self._gap >= top + self._height:
            self.scroll_to(y=min(line + self._gap - self._height + 1, line), animate=False)

    # What is in view

    @property
    def _height(self) -> int:
        """How many lines of rows are in view."""
        return max((self.size.height or self.app.size.height) - self._header, 1)

    @property
    def _cursor_y(self) -> int:
        """The cursor's line among all lines that could be scrolled to."""
        return (self._lines.line(self._index) if self._lines.count else 0) + self._header

    def _resize_lines(self) -> None:
        height = self._lines.height + self._gap + self._header if self._lines.count else 0
        if height != self.virtual_size.height:
            self.virtual_size = Size(0, height)
            if self.styles.is_auto_height:
                self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """All lines, or the two that say that there are none."""
        return max(self.virtual_size.height, 2)

    def _row(self, index: int) -> Any:
        key = self._lines.key(index)
        if key not in self._rows:
            self._load(index)
        return self._rows.get(key)

    def _load(self, index: int) -> None:
        """Read the window: the rows in view and half as many on both sides, or those around ``index``."""
        height = self._height
        top = self.scroll_offset.y
        first, last = self._lines.index_near(top), self._lines.index_near(top + height)
        if not first <= index <= last:
            first, last = index, index
        margin = height // 2
        wanted = [
            self._lines.key(i) for i in range(max(first - margin, 0), min(last + margin, self._lines.count - 1) + 1)
        ]
        self._drawn = {}
        self._rows = dict.fromkeys(wanted)
        if self._read is None:
            return
        try:
            self._rows.update(self._read(wanted))
        except Problem as problem:
            self.post_message(self.Failed(self, problem))

    # Drawing

    def render_line(self, y: int) -> Strip:
        """One line of what is in view."""
        width = self.line_width
        if width != self._layout[0]:
            self._layout = (width, layout(self.columns, width))
            self._drawn = {}
        if y < self._header:
            return self._header_strip()
        if not self._lines.count:
            return self._empty_strip(y, width)
        line = y - self._header + self.scroll_offset.y
        if self._gap:
            cursor = self._lines.line(self._index)
            if cursor < line <= cursor + self._gap:
                return Strip.blank(width, self.rich_style)
            line -= self._gap if line > cursor else 0
        if line >= self._lines.height:
            return Strip.blank(width, self.rich_style)
        section, index = self._lines.at(line)
        if index is None:
            return self._heading_strip(section, width)
        return self._row_strip(index)

    def _row_strip(self, index: int) -> Strip:
        look: Look = "row"
        if index == self._index:
            look = "cursor" if self.has_focus or self._gap else "blurred"
        row = self._row(index)
        place = (self._lines.key(index), look)
        strip = self._drawn.get(place)
        if strip is None:
            strip = self._drawn[place] = self._draw(row, look, place[0] in self._marked)
        return strip

    def _draw(self, row: Any, look: Look, marked: bool) -> Strip:
        styles = self._styles(look)
        caret = Segment(" ", styles[""])
        if marked:
            caret = Segment("◆", styles["accent"])
        elif look != "row":
            colour = self.get_component_rich_style("record-list--caret").color
            caret = Segment("▌", styles[""] + Style(color=colour))
        segments = row_segments(self.columns, self._layout[1], row, self.line_width, styles)
        return Strip([caret, *segments], self.line_width).simplify()

    def _heading_strip(self, section: Section, width: int) -> Strip:
        count = f" · {len(section.keys) + section.more}" if section.counted else ""
        text = cut(f" {plain(section.title)}{count}", width)
        style = self.tones[section.tone] + Style(bold=True)
        return Strip([Segment(text, style)], cell_width(text)).adjust_cell_length(width, self.rich_style)

    def _header_strip(self) -> Strip:
        segments = title_segments(self.columns, self._layout[1], self.tones["muted"])
        return Strip(segments).adjust_cell_length(self.line_width, self.rich_style).simplify()

    def _empty_strip(self, y: int, width: int) -> Strip:
        """What is missing, and under it the key that adds it, in the middle of the list."""
        style = self.tones
        said = self._emptiness() if self._read is not None else []
        line = y - max((self.size.height - len(said)) // 2, 0)
        spans = said[line] if 0 <= line < len(said) else []
        gap = max((width - sum(cell_width(text) for text, _tone in spans)) // 2, 0)
        return Strip(fitted((("" + " " * gap, ""), *spans), width, "left", style), width).simplify()

    def _emptiness(self) -> list[list[Span]]:
        """The lines of an empty list."""
        if self._filter:
            words = _("Nothing here contains {text}.").format(text=plain(self._filter))
            return [[(words, "muted")], [("Esc", "accent"), (" " + _("clears the filter"), "muted")]]
        lines: list[list[Span]] = [[(_(self.empty[0]), "muted")]]
        for key, what in zip(self.empty[1::2], self.empty[2::2], strict=True):
            lines.append([(key, "accent"), (" " + _(what), "muted")])
        return lines

    def _styles(self, look: Look) -> Mapping[Tone, Style]:
        """The style of each tone in a row of this look; the loud row speaks in one colour."""
        if look == "row":
            return self.tones
        if look not in self._looks:
            style = self.get_component_rich_style(f"record-list--{look}")
            ground = Style(bgcolor=style.bgcolor)
            loud = look == "cursor"
            self._looks[look] = {tone: style if loud else own + ground for tone, own in self.tones.items()}
        return self._looks[look]

    def _name_frame(self) -> None:
        count = self._lines.count + sum(section.more for section in self._lines.sections)
        marked = f" · ◆ {len(self._marked)}" if self._marked else ""
        self.name_frame((f" · {count}" if self.counted else "") + marked)

    def notify_style_update(self) -> None:
        """Forget what was drawn in other colours."""
        super().notify_style_update()
        self._looks = {}
        self._drawn = {}

    # What happens to the list

    def on_resize(self) -> None:
        self._keep_in_view()

    def on_focus(self) -> None:
        self._fresh_focus = True

    def on_key(self) -> None:
        self._fresh_focus = False

    def on_click(self, event: events.Click) -> None:
        """Select the row; a click on the selected one (not the one that only gave the focus) chooses it."""
        fresh, self._fresh_focus = self._fresh_focus, False
        offset = event.get_content_offset(self)
        if offset is None or offset.y < self._header or not self._lines.count:
            return
        line = offset.y - self._header + self.scroll_offset.y
        cursor = self._lines.line(self._index)
        if self._gap and line > cursor:
            line -= self._gap
        if not cursor <= line < self._lines.height and line > cursor:
            return
        index = self._lines.at(line)[1]
        if index is None:
            return
        if index == self._index and (event.chain > 1 or not fresh):
            self.action_choose()
        else:
            self._move(index)
