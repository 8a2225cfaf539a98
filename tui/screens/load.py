"""How much everybody has to do: follow-ups per person and working day, as a small chart over Follow-ups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from textual import events, on
from textual.app import ComposeResult

from store import care, team
from store.care import MOST_A_DAY, Load, Loads
from store.errors import N_
from tui import format, keys
from tui.format import Tone
from tui.i18n import _
from tui.widgets.box import Box
from tui.widgets.charts import HEIGHTS
from tui.widgets.keybar import KeyBar
from tui.widgets.modal import Modal
from tui.widgets.record_list import Cell, Column, RecordList, Section

FRAME_ROWS = 3  # border, key bar
WEEKDAYS = (N_("Mo"), N_("Tu"), N_("We"), N_("Th"), N_("Fr"), N_("Sa"), N_("Su"))  # in two cells
DAY_WIDTH, BEFORE_DAYS = 4, 26  # cells of a day; of what stands before the first one
TIGHT = MOST_A_DAY * 3 // 4  # from here on the day is nearly full


def late_cell(row: Load) -> Cell:
    """What is overdue already."""
    return (f"{format.LATE} {row.overdue}", "bad") if row.overdue else ("", "")


def day_cell(count: int, most: int) -> Cell:
    """A count with its height against the largest: ``▅ 5``; more than eight are too many."""
    if not count:
        return (format.NONE, "muted")
    height = HEIGHTS[min(count * len(HEIGHTS) // (most + 1), len(HEIGHTS) - 1)]
    tone: Tone = "bad" if count > MOST_A_DAY else "warning" if count > TIGHT else ""
    return (f"{height} {count}", tone)


def day_words(day: date) -> str:
    """The head of a column: ``Mo23``."""
    return f"{_(WEEKDAYS[day.weekday()])}{day.day:>2}"


class LoadChart(Modal[None]):
    """A row for everybody, a column for each of the next ten working days; those that don't fit are left out."""

    FOOTER = ("back",)
    BINDINGS = keys.bind("back")
    DEFAULT_CSS = """
    LoadChart { align: center middle; background: $background 60%; }
    LoadChart > Box { width: 80; padding: 0; }
    LoadChart RecordList, LoadChart RecordList:focus { border: none; height: auto; min-height: 3; }
    LoadChart KeyBar { padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: Loads = care.load(team.today(), team.work_calendar())

    def compose(self) -> ComposeResult:
        with Box(_("Follow-ups on the next {n} working days").format(n=len(self.found.days))):
            yield RecordList(self.columns(), empty=(N_("Nobody works here yet."),))
            yield KeyBar()

    def columns(self) -> list[Column[Load]]:
        """Who, what is overdue, and a column for each day."""
        most = max([MOST_A_DAY, *(count for person in self.found.people for count in person.days)])
        return [
            Column(N_("Who"), 0, lambda row: (row.name, "bold")),
            Column(N_("Late"), 5, late_cell, "right"),
            *(self._day(at, day, most) for at, day in enumerate(self.found.days)),
        ]

    @staticmethod
    def _day(at: int, day: date, most: int) -> Column[Load]:
        least = BEFORE_DAYS + (DAY_WIDTH + 1) * (at + 1)
        return Column(
            day_words(day), DAY_WIDTH, lambda row: day_cell(row.days[at], most), "right", least=min(least, 76)
        )

    def on_mount(self) -> None:
        people = {person.member: person for person in self.found.people}

        def read(wanted: Sequence[Any]) -> Mapping[Any, Load]:
            return {number: people[number] for number in wanted}

        self.query_one(RecordList).fill([Section("", list(people))], read)

    def on_resize(self, event: events.Resize) -> None:
        self.query_one(RecordList).styles.max_height = max(event.size.height - FRAME_ROWS, 3)

    @on(RecordList.Chosen)
    def action_back(self) -> None:
        """Close."""
        self.dismiss(None)

    def key_q(self) -> None:
        """Close, as Esc does."""
        self.action_back()
