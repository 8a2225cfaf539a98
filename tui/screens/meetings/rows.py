"""The rows of the agenda: a heading per section, and under it the records themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from store.agenda import Agenda, Part
from store.errors import N_, Reason
from store.followups import Kind
from store.goals import Figure
from store.meetings import USUAL_TITLE, Section, SectionKind
from store.records import Line
from tui import format
from tui.format import Tone
from tui.i18n import _
from tui.vocabulary import KIND
from tui.widgets.record_list import Cell, Key, Span

KIND_CELLS = 9
CONTACTS = frozenset(kind.value for kind in Kind)
PACE = N_("pace {pace}")  # the second half of a goal's state, translated by itself
SIGNS: Mapping[str, str] = {"good": "✓", "warning": "▲", "bad": "✕"}

# What an empty section says, and the tone of it.
NOTHING: Mapping[SectionKind, tuple[str, Tone]] = {
    SectionKind.WINS: (N_("nothing yet: n adds a headline"), "muted"),
    SectionKind.SCORECARD: (N_("the team has no goal that runs"), "muted"),
    SectionKind.GOALS: (N_("● nobody is off pace"), "good"),
    SectionKind.ACTIONS: (N_("none yet: t adds one"), "muted"),
    SectionKind.CUSTOMERS: (N_("● nobody forgotten"), "good"),
    SectionKind.RISKS: (N_("● no review is due"), "good"),
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


def title_of(section: Section) -> str:
    """A section's own title, else the usual one of its kind."""
    return section.title or _(USUAL_TITLE.get(section.kind, ""))


def kind_word(line: Line) -> str:
    """What a line is, in a word: Call, Topic, Goal."""
    return _(KIND[Kind(line.what)] if line.what in CONTACTS else line.what) if line.what else ""


def words(text: str | Reason) -> str:
    """Text of people as it is, sentences of ours translated."""
    if isinstance(text, str):
        return text
    short = {name: format.figure(v, short=True) if isinstance(v, Figure) else v for name, v in text.values.items()}
    return format.reason(Reason(text.msgid, short))


def lead_of(line: Line) -> str:
    """Who or what stands first in a row: for an action item who does it; nobody for a goal of the whole team."""
    if line.ref.kind == "action_item" or (line.ref.kind == "goal" and not line.owner):
        return line.owner
    return line.who


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


def main_cell(row: Row) -> Cell:
    """A section's title with its count; or what the record is, whose, and what it is about."""
    if isinstance(row, Head):
        return _head_cell(row.part)
    line = row.line
    kind = (format.fit(kind_word(line), KIND_CELLS) + " ", "muted")
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
    line = row.line
    if line.state is not None:
        return signed(_state(line)[0], line.tone)
    if line.ref.kind == "topic":
        return (_("since {day}").format(day=format.day(line.day, today, short=True)) if line.day else "", "muted")
    return format.due(line.day, today, short=True) if line.day else (line.owner, "muted")


def more_cell(row: Row) -> Cell:
    """What a state says besides, such as the pace."""
    return ("", "") if isinstance(row, Head) else (_state(row.line)[1], "muted")


def _state(line: Line) -> tuple[str, str]:
    """The state in a word, and what it says besides; each is a sentence of its own to be translated."""
    if line.state is None:
        return "", ""
    first, _dot, rest = line.state.msgid.partition(" · ")
    values = line.state.values
    return format.reason(Reason(first, values)), format.reason(Reason(rest, values)) if rest else ""


def signed(text: str, tone: str) -> Cell:
    """A state with a sign before it, so that its colour doesn't speak alone."""
    sign = SIGNS.get(tone, "")
    has_one = any(mark in text for mark in "✓▲✕●■○")
    known: Mapping[str, Tone] = {"good": "good", "warning": "warning", "bad": "bad", "muted": "muted"}
    return (text if has_one or not sign or not text else f"{sign} {text}", known.get(tone, ""))


def minutes_words(minutes: int) -> str:
    """``23 min``."""
    return _("{n} min").format(n=minutes)


def as_text(found: Agenda, today: date) -> str:
    """The agenda as plain text, to be pasted into a message."""
    one = found.meeting
    head = f"{one.title} · {format.weekday(one.day)} · {format.clock(one.at)} · {minutes_words(one.minutes)}"
    lines = [head]
    for part in found.parts:
        if part.left_out:
            continue
        lines += ["", f"{title_of(part.section)} ({minutes_words(part.minutes)})"]
        lines += [f"  {line}" for line in part.section.body.splitlines()]
        lines += [_as_text(Item(part, line), today) for line in part.lines]
    return "\n".join(format.plain(line) for line in lines) + "\n"


def _as_text(row: Item, today: date) -> str:
    state = state_cell(row, today)[0]
    parts: Sequence[str] = (lead_of(row.line), words(row.line.text), state if isinstance(state, str) else "")
    return "  - " + " · ".join(part for part in parts if part)
