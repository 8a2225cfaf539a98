"""The classes screen: the grid, the curve, the segments, and the customers of what is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container
from textual.timer import Timer

from store import care, team
from store.care import Cell, Judged, Segment
from store.customers import Customer
from store.errors import N_, Problem
from store.records import Ref
from tui import format, keys
from tui.i18n import _, ngettext
from tui.rights import refusal
from tui.screens.base import WIDE, HuddleScreen
from tui.screens.classes import words
from tui.screens.classes.curve import Curve
from tui.screens.classes.grid import NeedGrid
from tui.screens.classes.words import Heap
from tui.vocabulary import NEED
from tui.widgets.list_detail import REST
from tui.widgets.record_list import Column, RecordList, Section
from tui.widgets.saying import said

DORMANT = "dormant"
Chosen = Cell | Segment | str  # a cell of the grid, a segment, or DORMANT


class Classes(HuddleScreen):
    """Who is worth what to us: grid and curve above, segments below; who is in them beside or over them."""

    NAME = "classes"
    TITLE_ = N_("Classes")
    ANSWERS = N_("Who is worth how much to us, and who is slipping away?")
    FOOTER = ("list.open", "pane.next", "recompute", "respond")
    FILTERS = False
    AUTO_FOCUS = "NeedGrid"
    BINDINGS = keys.bind("recompute", respond=N_("Make dormant"))
    DEFAULT_CSS = """
    Classes #classes { layout: grid; grid-size: 2; grid-columns: 1fr 1fr; grid-rows: 9 1fr; height: 1fr; }
    Classes #segments { column-span: 2; }
    Classes #who { display: none; }
    Classes.-open #classes { layout: vertical; }
    Classes.-open #classes > * { display: none; }
    Classes.-open #classes > #who { display: block; height: 1fr; }
    Classes.-beside #classes { grid-rows: 13 1fr; }
    Classes.-beside #segments { column-span: 1; }
    Classes.-beside #who { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.chosen: Chosen = (words.NEEDS[0], words.CLASSES[0])
        self._rest: Timer | None = None

    def body(self) -> ComposeResult:
        segments: tuple[Column[Heap], ...] = (
            Column("", 0, words.name_cell, share=2),
            Column("", 0, words.meaning_cell, share=3, least=70),
            Column("", words.BAR, words.bar_cell),
            Column("", 6, words.count_cell, "right"),
            Column("", 4, words.share_cell, "right"),
        )
        who: tuple[Column[Judged], ...] = (
            Column("", 2, words.class_cell),
            Column(N_("Name"), 0, words.who_cell, share=3),
            Column("", 10, words.computed_cell, least=70),
            Column(N_("R-F-M"), 5, words.scores_cell),
            Column(N_("Owner"), 9, words.owner_cell, least=62),
            Column(N_("12 months"), 9, lambda row: (format.money(row.revenue, self.currency, short=True), ""), "right"),
        )
        with Container(id="classes"):
            yield NeedGrid()
            yield Curve()
            yield RecordList(
                segments,
                title=N_("Segments"),
                empty=(N_("Nobody has bought anything yet."),),
                counted=False,
                id="segments",
            )
            yield RecordList(who, title=N_("Customers"), empty=(N_("Nobody is here."),), hint=("list.open",), id="who")

    @property
    def grid(self) -> NeedGrid:
        """Need × value."""
        return self.query_one(NeedGrid)

    @property
    def segments(self) -> RecordList:
        """The segments, and who is proposed as dormant."""
        return self.query_one("#segments", RecordList)

    @property
    def who(self) -> RecordList:
        """The customers of what is chosen."""
        return self.query_one("#who", RecordList)

    # Filling

    def fill(self) -> None:
        """Ask for the counts, the curve, and who is in what is chosen."""
        self.day, self.currency = team.today(), team.team().currency
        owner = self.me.id if self.mine else None
        self.grid.show(care.grid(owner))
        self.query_one(Curve).show(care.revenue(self.day), self.currency)
        self._fill_segments(owner)
        self._fill_who()

    def _fill_segments(self, owner: int | None) -> None:
        found = care.segments(owner)
        sleeping = care.count_falling_asleep(self.day, owner)
        heaps: dict[Any, Heap] = {segment: words.heap_of(segment, found) for segment in Segment}
        heaps[DORMANT] = Heap(None, _("Dormant?"), _("customers without a booking for a year"), sleeping, 0.0)
        sections = [
            Section(words.population(found), list(Segment) if found.buyers else [], counted=False),
            Section(_("To decide"), [DORMANT] if sleeping else [], "warning", counted=False),
        ]

        def read(wanted: Sequence[Any]) -> Mapping[Any, Heap]:
            return {key: heaps[key] for key in wanted}

        self.segments.fill(sections, read)

    def _fill_who(self) -> None:
        if not self.who.display:
            return
        owner = self.me.id if self.mine else None
        self.who.set_title(self._title())
        day = self.day

        def read(wanted: Sequence[int]) -> Mapping[int, Judged]:
            return care.judged(wanted, day)

        self.who.fill([Section("", self._numbers(owner))], read)

    def _numbers(self, owner: int | None) -> list[int]:
        if isinstance(self.chosen, tuple):
            return care.in_cell(self.chosen, owner)
        if isinstance(self.chosen, Segment):
            return care.in_segment(self.chosen, owner)
        return care.falling_asleep(self.day, owner)

    def _title(self) -> str:
        if isinstance(self.chosen, tuple):
            need, value = self.chosen
            return f"{value.value if value else words.NONE} · {_(NEED[need])}"
        return _(words.SEGMENT[self.chosen]) if isinstance(self.chosen, Segment) else _("Dormant?")

    # What is chosen

    @on(NeedGrid.Highlighted)
    def _other_cell(self, event: NeedGrid.Highlighted) -> None:
        self._choose_soon(event.grid.cell)

    @on(RecordList.Highlighted, "#segments")
    def _other_segment(self, event: RecordList.Highlighted) -> None:
        if self.segments.has_focus and event.key is not None:
            self._choose_soon(_as_chosen(event.key))

    def on_descendant_focus(self) -> None:
        """Who stands beside follows the pane with the keys."""
        if self.grid.has_focus:
            self._choose_soon(self.grid.cell)
        elif self.segments.has_focus and self.segments.key is not None:
            self._choose_soon(_as_chosen(self.segments.key))

    def _choose_soon(self, chosen: Chosen) -> None:
        """Show who is in it once the cursor rests."""
        if chosen == self.chosen:
            return
        self.chosen = chosen
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST, self._rested)

    def _rested(self) -> None:
        self._fill_who()
        self.refresh_bindings()

    @on(NeedGrid.Chosen)
    def _open_cell(self, event: NeedGrid.Chosen) -> None:
        self._open(event.grid.cell)

    @on(RecordList.Chosen, "#segments")
    def _open_segment(self, event: RecordList.Chosen) -> None:
        self._open(_as_chosen(event.key))

    def _open(self, chosen: Chosen) -> None:
        """Give the keys to the customers of it; in a narrow terminal they take the place of the rest."""
        self.chosen = chosen
        self._came_from_grid = self.grid.has_focus
        self.set_class(not self.has_class("-beside"), "-open")
        self._fill_who()
        self.who.focus()
        self.refresh_bindings()

    @on(RecordList.Chosen, "#who")
    def _open_customer(self, event: RecordList.Chosen) -> None:
        if isinstance(event.key, int):
            self.huddle.open(Ref("customer", event.key))

    _came_from_grid = True

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        beside = event.size.width >= WIDE
        if beside is not self.has_class("-beside"):
            self.set_class(beside, "-beside")
            self.set_class(not beside and self.who.has_focus, "-open")
            with said(self):
                self._fill_who()

    # Leaving

    @property
    def something_open(self) -> bool:
        """Always: Back leads to the screen this was opened from."""
        return True

    def action_back(self) -> None:
        """From the customers to what they belong to, and from there to the screen before."""
        if self.who.has_focus or self.has_class("-open"):
            self.remove_class("-open")
            (self.grid if self._came_from_grid else self.segments).focus()
            self.refresh_bindings()
        else:
            former = self.huddle.came_from
            self.action_go(former if former != self.NAME else "customers")

    def record(self) -> Ref | None:
        """The customer under the cursor."""
        row = self.who.row if self.who.display and self.who.has_focus else None
        return Ref("customer", row.id) if isinstance(row, Judged) else None

    # What can be done

    def why_not(self, action: str) -> str | None:
        """Only those who are proposed as dormant, and only their owner or the lead."""
        if action != "respond":
            return None
        row = self.who.row if self.chosen == DORMANT and self.who.display else None
        if not isinstance(row, Judged):
            return _("Nobody is proposed as dormant here.")
        return refusal(self.me, "made dormant", Customer, row.owner_id)

    def action_respond(self) -> None:
        """Say that the selected customer sleeps."""
        row = self.who.row
        if isinstance(row, Judged):
            try:
                record = Customer.load(row.id)
            except Problem as problem:
                self.refuse(problem)
                return
            self.perform(
                care.make_dormant, record, said=_("{name} is dormant · u undo").format(name=format.plain(row.name))
            )

    def action_recompute(self) -> None:
        """Compute classes and segments again, and plan what is due."""
        from tui import newday

        newday.start(self.huddle, team.today(), self._ran)

    def _ran(self, ran: care.Ran) -> None:
        differ = ngettext("{n} customer differs", "{n} customers differ", ran.classes).format(n=ran.classes)
        planned = ran.visits + ran.care
        visits = ngettext("{n} follow-up planned", "{n} follow-ups planned", planned).format(n=planned)
        self.done(" · ".join((_("Computed"), differ, visits)))


def _as_chosen(key: object) -> Chosen:
    return key if isinstance(key, Segment) else DORMANT
