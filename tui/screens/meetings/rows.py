"""The rows of the agenda: a heading per section, and under it the records themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from store.agenda import Agenda, Part
from store.errors import N_
from store.meetings import Section, SectionKind
from store.records import Line
from tui import format
from tui.agenda_text import end_of, kind_word, lead_of, minutes_words, state_of, title_of, words
from tui.format import Tone
from tui.i18n import _
from tui.widgets.record_list import Cell, Key, Span

KIND_CELLS = 9
PACE = N_("pace {pace}")  # the second half of a goal's state, translated by itself

# What an empty section says, and the tone of it.
NOTHING: Mapping[SectionKind, tuple[str, Tone]] = {
    SectionKind.WINS: (N_("nothing yet: n adds a headline"), "muted"),
    SectionKind.SCORECARD: (N_("no weekly number yet: 3 v adds one"), "muted"),
    SectionKind.GOALS: (N_("● nobody is off pace"), "good"),
    SectionKind.ACTIONS: (N_("none yet: t adds one"), "muted"),
    SectionKind.CUSTOMERS: (N_("● nobody forgotten"), "good"),
    SectionKind.RISKS: (N_("● no signal waits, no review is due"), "good"),
    SectionKind.SOLVE: (N_("nothing waits: i raises a topic"), "muted"),
    SectionKind.LEARN: (N_("nothing is late: practise a role play"), "muted"),
    SectionKind.CLOSE: (N_("read back what was agreed, rate"), "muted"),
    SectionKind.OWN: (N_("e writes what belongs here"), "muted"),
}


class Head(NamedTuple):
    """The heading of a section."""

    part: Part

    @property
    def section(self) -> Section:
        """The section."""
        return self.part.section


class Item(NamedTuple):
    """One record in a section."""

    part: Part
    line: Line

    @property
    def section(self) -> Section:
        """The section."""
        return self.part.section


Row = Head | Item


def rows_of(found: Agenda, text: str = "") -> dict[Key, Row]:
    """The rows in their order, by key; with a filter the lines that contain it, and their headings."""
    wanted = text.strip().casefold()
    rows: dict[Key, Row] = {}
    for part in found.parts:
        lines = [line for line in part.lines if not wanted or wanted in _searched(line)]
        if wanted and not lines and wanted not in title_of(part.section).casefold():
            continue
        rows[head_key(part.section)] = Head(part)
        for line in lines:
            rows[(part.section.id, line.ref.kind, line.ref.id)] = Item(part, line)
    return rows


def _searched(line: Line) -> str:
    return "\n".join((line.who, words(line.text), line.owner, kind_word(line))).casefold()


def head_key(section: Section) -> Key:
    """The key of a section's heading."""
    return (section.id, "section", section.id)


def main_cell(row: Row, mine: int = 0) -> Cell:
    """A section's title with its count; or what the record is with my stars, whose, and what it is about."""
    if isinstance(row, Head):
        return _head_cell(row.part)
    line = row.line
    kind = (format.fit(f"{kind_word(line)} {'★' * mine}", KIND_CELLS) + " ", "muted")
    lead, text = lead_of(line), words(line.text)
    if not lead:
        return (_span(kind), (text, "bold"))
    return (_span(kind), (lead, "bold"), ("  " + text, ""))


def _span(span: tuple[str, str]) -> Span:
    return (format.plain(span[0]), "muted")


def _head_cell(part: Part) -> Cell:
    title = title_of(part.section)
    if part.left_out:
        return ((title, "muted"), ("  " + _("left out this time"), "warning"))
    if part.lines:
        return ((title, "accent"), (f" · {len(part.lines)}", "muted"))
    said, tone = _(NOTHING[part.section.kind][0]), NOTHING[part.section.kind][1]
    if part.section.kind is SectionKind.OWN and part.section.body:
        said, tone = part.section.body.splitlines()[0], ""
    return ((title, "accent"), ("  " + said, tone))


def state_cell(row: Row, today: date) -> Cell:
    """A section's minutes; a record's state, else its day."""
    if isinstance(row, Head):
        return ("" if row.part.left_out else minutes_words(row.part.minutes), "muted")
    return end_of(row.line, today)


def more_cell(row: Row) -> Cell:
    """What a state says besides, such as the pace."""
    return ("", "") if isinstance(row, Head) else (state_of(row.line)[1], "muted")
