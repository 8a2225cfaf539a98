"""The head of a running meeting: each section with its time, and the whole meeting's.

It draws its own frame, because a border that changes would have the whole pane drawn again: of a second that passed,
only the cells that differ are sent. The one who leads sees seconds, everybody else whole minutes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from store.errors import N_, NP_
from store.meetings import Section, SectionKind, Stage, Standing
from tui import format
from tui.format import Tone
from tui.i18n import _
from tui.widgets.drawn import Drawn
from tui.widgets.rows import Span

SHORT: Mapping[SectionKind, str] = {
    SectionKind.WINS: N_("Wins"),
    SectionKind.SCORECARD: N_("Numbers"),
    SectionKind.GOALS: N_("Goals"),
    SectionKind.ACTIONS: N_("Actions"),
    SectionKind.CUSTOMERS: N_("Customers"),
    SectionKind.RISKS: N_("Risks"),
    SectionKind.SOLVE: N_("Solve"),
    SectionKind.LEARN: N_("Learn"),
    SectionKind.CLOSE: NP_("section of the meeting", "Close"),
}
NAME_CELLS = 14
LEAST_GAP, GAP = 1, 2  # cells between two sections, in columns and one after the other
WIDEST_GAP = 3
MINUTE = 60
GLYPH = {Stage.DONE: "✓", Stage.NOW: "▶", Stage.AHEAD: " "}
Piece = tuple[Span, ...]


class Look(NamedTuple):
    """What the head shows. ``left`` stands in the upper border, ``remark`` in the lower one; times are seconds.

    ``shown`` is the section that somebody who moves freely is looking at, else None.
    """

    left: str
    sections: Sequence[Section]
    standings: Sequence[Standing]
    elapsed: float
    minutes: int
    exact: bool
    remark: Span = ("", "")
    shown: int | None = None


def short_title(section: Section) -> str:
    """A section's title in a word or two."""
    return format.cut(format.plain(section.title) or _(SHORT.get(section.kind, "")), NAME_CELLS)


def time_words(seconds: float, exact: bool) -> str:
    """``3:20``, or ``3`` for those who don't lead."""
    return format.elapsed(seconds) if exact else str(int(seconds) // MINUTE)


def planned_words(seconds: float, exact: bool) -> str:
    """Whole minutes as such, ``22:20`` where seconds are left of it."""
    return format.elapsed(seconds) if exact and seconds % MINUTE else str(int(seconds) // MINUTE)


def piece(section: Section, standing: Standing, exact: bool, shown: bool) -> Piece:
    """One section: ``✓ Wins 2:10``, ``▶ Goals 3:20/5``, ``Solve 23 → 22:20``, and what it takes beyond its minutes."""
    now = standing.stage is Stage.NOW
    tone: Tone = "accent" if now else "good" if standing.stage is Stage.DONE else "muted"
    name: Tone = "bold" if now or shown else "" if standing.stage is Stage.DONE else "muted"
    spans: list[Span] = [(GLYPH[standing.stage] + " ", tone), (short_title(section), name)]
    if shown:
        spans[0] = ("› ", "accent")
    own, allotted = planned_words(standing.planned, exact), planned_words(standing.allotted, exact)
    if standing.stage is Stage.AHEAD:
        changed = own != allotted
        spans.append((f" {own} → {allotted}" if changed else f" {own}", "warning" if changed else "muted"))
        return tuple(spans)
    spans.append((" " + time_words(standing.spent, exact), name))
    if now:
        spans.append((f"/{allotted}", "muted"))
    if standing.over >= (1 if exact else MINUTE):
        spans.append((" +" + time_words(standing.over, exact), "bad" if now else "warning"))
    return tuple(spans)


def width_of(spans: Piece) -> int:
    """The cells of a piece."""
    return sum(format.cell_width(text) for text, _tone in spans)


Line = list[tuple[int, int]]  # which piece stands there, and at which cell it begins


def placed(pieces: Sequence[Piece], width: int) -> list[Line]:
    """The pieces in as few lines as they fit into: in columns where there is room, else one after the other."""
    wide = [width_of(one) for one in pieces]
    for count in range(1, len(pieces) + 1):
        per = -(-len(pieces) // count)
        columns = [max(wide[n::per]) for n in range(per)]
        if sum(columns) + LEAST_GAP * (per - 1) <= width or per == 1:
            gap = min((width - sum(columns)) // max(per - 1, 1), WIDEST_GAP)
            starts = [sum(columns[:n]) + n * gap for n in range(per)]
            return [
                [(n, starts[n - first]) for n in range(first, min(first + per, len(pieces)))]
                for first in range(0, len(pieces), per)
            ]
        flowing = _flowing(wide, width)
        if len(flowing) <= count:
            return flowing
    return []


def _flowing(wide: Sequence[int], width: int) -> list[Line]:
    """As many in each line as fit."""
    lines: list[Line] = [[]]
    used = 0
    for number, cells in enumerate(wide):
        if lines[-1] and used + GAP + cells > width:
            lines.append([])
            used = 0
        at = used + (GAP if lines[-1] else 0)
        lines[-1].append((number, at))
        used = at + cells
    return lines


def laid_out(pieces: Sequence[Piece], width: int) -> list[Piece]:
    """The lines of the pieces, each piece where it is placed."""
    lines = []
    for line in placed(pieces, width):
        spans: list[Span] = []
        used = 0
        for number, at in line:
            blank: Piece = ((" " * (at - used), ""),) if at > used else ()
            spans += [*blank, *pieces[number]]
            used = at + width_of(pieces[number])
        lines.append(tuple(spans))
    return lines


class StageHead(Drawn):
    """Draws a Look; ``show()`` has only the cells drawn again that differ. A click on a section posts ``Wanted``."""

    class Wanted(Message):
        """Somebody clicked on a section."""

        def __init__(self, section: int) -> None:
            super().__init__()
            self.section = section

    def __init__(self) -> None:
        super().__init__()
        self.look: Look | None = None

    def show(self, look: Look) -> None:
        """Show this; nothing is drawn where it looks the same."""
        self.look = look
        self.redraw()

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return len(self.draw(width, 0)) if self.look is not None and width else 4

    def draw(self, width: int, height: int) -> list[Strip]:
        """The frame, and the sections in it."""
        look = self.look
        if look is None or width < 12:
            return []
        inner = width - 4
        body = [self._inside(spans, inner) for spans in laid_out(self._pieces(look), inner)]
        whole = time_words(look.elapsed, look.exact)
        total = f"{whole}/{look.minutes}" if look.exact else _("{n} of {all} min").format(n=whole, all=look.minutes)
        top = self._edge("╭", "╮", (look.left, "bold"), (total, "bold"), width)
        return [top, *body, self._edge("╰", "╯", look.remark, ("", ""), width)]

    def _pieces(self, look: Look) -> list[Piece]:
        return [
            piece(section, standing, look.exact, section.id == look.shown)
            for section, standing in zip(look.sections, look.standings, strict=True)
        ]

    def on_click(self, event: events.Click) -> None:
        """Go to the section under the mouse."""
        if self.look is None:
            return
        pieces = self._pieces(self.look)
        lines = placed(pieces, self.size.width - 4)
        line = lines[event.y - 1] if 0 < event.y <= len(lines) else []
        for number, at in line:
            if at <= event.x - 2 < at + width_of(pieces[number]):
                self.post_message(self.Wanted(self.look.sections[number].id))

    def _inside(self, spans: Piece, inner: int) -> Strip:
        frame = self.tone("frame")
        segments, room = [Segment("│ ", frame)], inner
        for text, tone in spans:
            shown = format.cut(text, room)
            segments.append(Segment(shown, self.tone(tone)))
            room -= format.cell_width(shown)
        segments += [Segment(" " * room, self.tone("")), Segment(" │", frame)]
        return Strip(segments, inner + 4)

    def _edge(self, first: str, last: str, left: Span, right: Span, width: int) -> Strip:
        """A border with words at its left and right end."""
        frame = self.tone("frame")
        room = width - 4
        end = f" {right[0]} " if right[0] else ""
        words = format.cut(format.plain(left[0]), room - format.cell_width(end) - 3)
        begin = f" {words} " if words else ""
        line = "─" * (room - format.cell_width(begin) - format.cell_width(end))
        segments = [
            Segment(first + "─", frame),
            Segment(begin, self.tone(left[1])),
            Segment(line, frame),
            Segment(end, self.tone(right[1])),
            Segment("─" + last, frame),
        ]
        return Strip([segment for segment in segments if segment.text], width)
