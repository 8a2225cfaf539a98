"""The columns of a section while its meeting runs: what is the same in every row gives its room to what isn't."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

from store import goals
from store.meetings import SectionKind
from store.records import Line
from tui import format
from tui.agenda_text import kind_word, lead_of, words
from tui.screens.meetings.rows import Item, main_cell, more_cell, state_cell
from tui.widgets.record_list import Cell, Column

LEAD_CELLS = 12
OWNED = frozenset((SectionKind.CUSTOMERS, SectionKind.RISKS, SectionKind.LEARN, SectionKind.OWN))


def columns(
    kind: SectionKind, lines: Sequence[Line], day: date, stars: Callable[[Item], int]
) -> Sequence[Column[Item]]:
    """The columns for these lines; goals bring their figures, topics my ``stars``."""
    alike = len({kind_word(line) for line in lines}) <= 1
    found: list[Column[Item]] = [Column("", 0, _plain_cell if alike else main_cell)]
    if kind in OWNED:
        found.append(Column("", 12, _owner_cell, least=70))
    if kind is SectionKind.GOALS:
        found += [
            Column("", 19, partial(_figures_cell, _figures(lines, day)), "right", least=60),
            Column("", 10, more_cell, "right", least=76),
        ]
    if kind is SectionKind.SOLVE:
        found.append(Column("", 3, lambda row: ("★" * stars(row), "accent"), "right"))
    short = kind in (SectionKind.GOALS, SectionKind.SCORECARD)
    found.append(Column("", 12 if short else 15, lambda row: state_cell(row, day), "right"))
    return found


def _plain_cell(row: Item) -> Cell:
    """Who or what, and what it is about; the kind of record goes without saying."""
    lead, text = lead_of(row.line), words(row.line.text)
    if not lead:
        return (text, "bold")
    return ((format.fit(format.plain(lead), LEAD_CELLS) if len(lead) < LEAD_CELLS else lead, "bold"), ("  " + text, ""))


def _owner_cell(row: Item) -> Cell:
    return ("", "") if lead_of(row.line) == row.line.owner else (row.line.owner, "muted")


def _figures(lines: Sequence[Line], day: date) -> Mapping[int, str]:
    """The figures of goals: ``140 k / 520 k``."""
    found = goals.listed([line.ref.id for line in lines if line.ref.kind == "goal"], day)
    return {
        number: " / ".join(format.figure(row.value(amount), short=True) for amount in (row.current, row.plan.target))
        for number, row in found.items()
    }


def _figures_cell(figures: Mapping[int, str], row: Item) -> Cell:
    return (figures.get(row.line.ref.id, ""), "")
