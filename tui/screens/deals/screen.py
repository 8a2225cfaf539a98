"""The screen of the deals: forecast, board or list, detail; move, decide, plan what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from textual import events, on
from textual.app import ComposeResult

from store import customers, deals, followups, notes, pipeline, team
from store.calendar import PeriodKind, period_of
from store.customers import Customer
from store.deals import Column as StageColumn
from store.deals import Deal, StageType
from store.errors import N_, NP_, Problem
from store.pipeline import Card
from store.records import Ref
from tui import booking_cards, format, keys
from tui.format import Tone
from tui.i18n import _
from tui.screens import asking, bookings
from tui.screens.base import WIDE, HuddleScreen
from tui.screens.deals import forms, outlook, words
from tui.screens.deals.forms import LOSE, WON, Decide, Decided
from tui.screens.deals.outlook import OutlookStrip
from tui.screens.deals.pair import DealPair
from tui.screens.deals.stages import Stages
from tui.vocabulary import stage_words
from tui.widgets.board import Board, Lane
from tui.widgets.detail import Detail, Line
from tui.widgets.form import Form
from tui.widgets.record_list import Column, RecordList, Section

ON_A_ROW = ("next", "previous", "decision", "followup", "owner", "note", "edit", "remove", "copy", "book", "bookings")
CLOSED_FOR = timedelta(days=30)  # closed deals stay in view so long, and in the quarter in which they were closed
LANE_TONE: Mapping[StageType, Tone] = {StageType.OPEN: "bold", StageType.WON: "good", StageType.LOST: "muted"}
SECTION_TONE: Mapping[StageType, Tone] = {**LANE_TONE, StageType.OPEN: "accent"}
EMPTY = (N_("No deal is written down yet."), "n", N_("adds one"))


class Deals(HuddleScreen):
    """The pipeline by stage with its sums, the forecast above it, and the deal under the cursor."""

    NAME = "deals"
    TITLE_ = N_("Deals")
    ANSWERS = N_("What is about to close, what is stuck?")
    FOOTER = ("next", "decision", "followup", "new", "view")
    AUTO_FOCUS = ""
    BINDINGS = keys.bind(
        *("next", "followup", "new", "edit", "owner", "note", "remove", "copy", "view", "book", "bookings", "stages"),
        previous=NP_("section or stage", "Back"),
        decision=N_("Won or lost"),
    )
    wants_list = False
    outlook_beside = ""  # the filter beside which the forecast was asked
    shown_since: date | None = None  # the oldest closed deal that somebody asked for

    def body(self) -> ComposeResult:
        rows = RecordList(
            self.columns(),
            title=N_("Deals"),
            empty=EMPTY,
            hint=("previous", "next", "owner", "note", "edit", "list.open"),
        )
        board = Board(
            lambda card: words.card_lines(card, self.day, self.currency, not self.mine),
            title=N_("Deals"),
            empty=EMPTY,
            hint=("previous", "next", "owner", "note", "edit", "list.open"),
        )
        yield OutlookStrip()
        yield DealPair(board, rows, Detail(N_("Deal")), self.lines)

    def columns(self) -> list[Column[Card]]:
        """The owner has a column while everyone's are shown and there is room."""
        return [
            Column("", 0, words.customer_cell, share=5),
            Column("", 0, words.name_cell, share=5, least=64),
            *([] if self.mine else [Column("", 8, words.owner_cell, least=84)]),
            Column("", 18, words.flags_cell),
            Column("", 7, lambda card: words.amount_cell(card, self.currency), "right"),
            Column("", 4, words.probability_cell, "right", least=90),
            Column("", words.WHEN, lambda card: words.when_cell(card, self.day), "right"),
        ]

    @property
    def pair(self) -> DealPair:
        """Board, list and detail."""
        return self.query_one(DealPair)

    def on_mount(self) -> None:
        self._choose_view(self.app.size.width)
        self.focus_list()

    def fill(self) -> None:
        """Ask for the forecast and the deals by stage; the cards in view are read when they are drawn."""
        found = team.team()
        self.day, self.currency = team.today(), found.currency
        self.closed_since = self._closed_since(found.fiscal_month)
        owner = self.me.id if self.mine else None
        if self.outlook_beside == self.filter_text:  # which is not what is typed now: it doesn't change the forecast
            self.query_one(OutlookStrip).show(outlook.ask(self.day, found.fiscal_month, owner), self.currency)
        self.outlook_beside = self.filter_text
        columns = deals.board(owner, self.closed_since, self.filter_text)
        self.stages = [column.stage for column in columns]
        self._show(columns)

    def _closed_since(self, fiscal_month: int) -> date:
        first = period_of(self.day, PeriodKind.QUARTER, fiscal_month).first
        return min(first, self.day - CLOSED_FOR, self.shown_since or first)

    def _show(self, columns: Sequence[StageColumn]) -> None:
        def read(numbers: Sequence[Any]) -> dict[int, Card]:
            return pipeline.cards(numbers, self.day)

        count = sum(column.count for column in columns if column.stage.type is StageType.OPEN)
        since = format.day(self.closed_since, self.day, short=True)
        told = _(" · {n} open · sum and ≈ weighted · closed since {day}").format(n=count, day=since)
        self.pair.board.fill([self._lane(column) for column in columns], read, told)
        sections = [
            Section(self._heading(column), column.keys, SECTION_TONE[column.stage.type], counted=False)
            for column in columns
        ]
        self.pair.rows.fill(sections, read, self.columns())

    def _figures(self, column: StageColumn) -> tuple[str, str]:
        total = format.money(column.sum, self.currency, short=True)
        if column.stage.type is not StageType.OPEN:
            return total, ""
        return total, f"≈ {format.money(column.weighted, self.currency, short=True)}"

    def _lane(self, column: StageColumn) -> Lane:
        tone = LANE_TONE[column.stage.type]
        return Lane(stage_words(column.stage.name), self._figures(column), column.keys, tone)

    def _heading(self, column: StageColumn) -> str:
        stage, figures = column.stage, "  ".join(self._figures(column))
        percent = f" {stage.probability}%" if stage.type is StageType.OPEN else ""
        return f"{stage_words(stage.name)}{percent} · {column.count}   {figures}"

    def lines(self, _rows: RecordList) -> Sequence[Line]:
        """What the detail says about the deal under the cursor."""
        number = self.pair.key
        if not isinstance(number, int):
            return []
        found = deals.detail(number)
        card = pipeline.cards([number], self.day)[number]
        planned, done = followups.planned_for_deal(number), followups.of_deal(number)
        written = notes.about(Ref("deal", number))
        year = booking_cards.revenue(self.day, deal=number)
        return words.detail_lines(found, card, planned, done, written, year, self.day, self.currency)

    def subject(self) -> Ref | None:
        """The deal under the cursor."""
        row = self.row
        return Ref("deal", row.id) if row is not None else None

    def show(self, ref: Ref) -> None:
        """Put the cursor on a deal, showing everyone's, and those closed since then, where it needs that."""
        if not self.pair.move_to(ref.id):
            record = Deal.get_or_none(Deal.id == ref.id, Deal.kept())
            if record is None:
                return
            self.shown_since = record.closed_on or self.day
            self.mine = self.mine and record.owner_id == self.me.id
            self.set_filter("")
            self.refill()
            self.pair.move_to(ref.id)
        self.pair.follow()

    # Board or list

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self._choose_view(event.size.width)

    def _choose_view(self, width: int) -> None:
        """The board where it has room, unless the list is wanted."""
        board, pair = width >= WIDE and not self.wants_list, self.pair
        if board is not pair.on_board:
            had_focus = pair.shown.has_focus
            pair.show_board(board)
            if had_focus:
                self.call_after_refresh(pair.shown.focus)

    def focus_list(self) -> None:
        """Give the keys back to the board or the list."""
        self.pair.shown.focus()

    def action_view(self) -> None:
        """Board or list."""
        self.wants_list = not self.wants_list
        self.pair.remove_class("-open")
        self._choose_view(self.size.width)
        self.call_after_refresh(self.pair.shown.focus)
        self.refresh_bindings()

    def footer(self) -> Sequence[str]:
        """Where the board has no room, its key gives its place to another."""
        return self.FOOTER if self.size.width >= WIDE else (*self.FOOTER[:-1], "edit")

    def relabel(self, id: str) -> str | None:
        if id == "view":
            return N_("List") if self.pair.on_board else N_("Board")
        row = self.row
        if id in ("next", "previous") and row is not None:
            if not row.open:
                return N_("Open again") if id == "previous" else None
            to = forms.next_stage(self.stages, row.stage_id, 1 if id == "next" else -1)
            if to is not None and to.type is StageType.OPEN:
                return to.name
            return NP_("a deal", "Win") if to is not None else None
        return super().relabel(id)

    # What can be done now

    @property
    def card(self) -> Card | None:
        """The deal under the cursor with what is wrong with it."""
        found = self.pair.board.row if self.pair.on_board else self.pair.rows.row
        return found if isinstance(found, Card) else None

    @property
    def row(self) -> deals.DealRow | None:
        """The deal under the cursor."""
        card = self.card
        return card.row if card is not None else None

    def why_not(self, action: str) -> str | None:
        """Nothing is selected, it is closed, or it stands at the end."""
        if action == "view" and self.size.width < WIDE:
            return _("The board needs {columns} columns.").format(columns=WIDE)
        if action not in ON_A_ROW:
            return None
        row = self.row
        if row is None:
            return _("There is no deal here; n adds one.")
        if action == "next" and not row.open:
            return _("This deal is closed; < opens it again.")
        if action == "previous" and row.open and row.stage_id == self.stages[0].id:
            return _("This is the first stage; d says that it is lost.")
        if action == "followup" and not row.open:
            return _("This deal is closed; < opens it again.")
        if action == "book":
            owner = row.owner_id or customers.owner_of(row.customer_id)
            return bookings.refused(self.me, owner, None)
        return None

    def _record(self) -> Deal | None:
        """The deal under the cursor as it is stored now; None, and said so, when it is gone."""
        number = self.pair.key
        if not isinstance(number, int):
            return None
        try:
            return Deal.load(number)
        except Problem as problem:
            self.refuse(problem)
            return None

    # Moving and deciding

    def action_next(self) -> None:
        """To the next stage; from the last open one it is won, which asks for amount and day."""
        self._step(1)

    def action_previous(self) -> None:
        """To the stage before; a closed deal is opened again."""
        self._step(-1)

    def _step(self, step: int) -> None:
        record = self._record()
        if record is None:
            return
        to = forms.next_stage(self.stages, record.stage_id, step)
        if record.closed_on is not None or to is None or to.type is not StageType.OPEN:
            self._decide(record, WON)
            return

        def said(deal: Deal) -> str:
            parts = {"stage": stage_words(to.name), "percent": to.probability}
            return _("{stage} · {percent}% · u undo").format(**parts)

        if self.perform(deals.move, record, to, said=said) is not None:
            self.show(record.ref)

    def action_decision(self) -> None:
        """Say that it is won or lost; a closed deal is opened again."""
        if (record := self._record()) is not None:
            self._decide(record, LOSE if record.stage_id == self.stages[0].id else WON)

    def _decide(self, record: Deal, answer: str) -> None:
        self.ask(Decide(self.me, record, answer), self._decided)

    def _decided(self, found: Decided) -> None:
        self.done(forms.decided_words(found, self.currency))
        self.show(found.deal.ref)

    # Forms

    def action_new(self) -> None:
        """Write a deal down."""

        def save(values: dict[str, Any]) -> Deal:
            return deals.add(self.me, **forms.read(values))

        self.ask(Form(_("New deal"), forms.fields(self.me), save), self._added)

    def _added(self, deal: Deal) -> None:
        self.done(_("Added · f plans the next step · u undo"))
        self.show(deal.ref)

    def action_edit(self) -> None:
        """Change what is known about it."""
        record = self._record()
        if record is None:
            return

        def save(values: dict[str, Any]) -> Deal:
            return deals.edit(self.me, record, **forms.read(values))

        form = Form(_("Edit deal"), partial(forms.fields, self.me), save, first="name", record=record)
        self.ask(form, lambda _deal: self.done(_("Saved · u undo")))

    def action_followup(self) -> None:
        """Plan the next follow-up about it."""
        record = self._record()
        if record is None:
            return

        def save(values: dict[str, Any]) -> followups.FollowUp:
            return forms.plan_followup(self.me, record, values)

        def planned(made: followups.FollowUp) -> None:
            self.done(_("Planned for {day} · u undo").format(day=format.weekday(made.due_on)))

        self.ask(Form(record.name, forms.followup_fields(record, self.me), save, N_("Plan it")), planned)

    def action_owner(self) -> None:
        """Give it to somebody else."""
        if (record := self._record()) is not None:
            asking.owner(self, record.name, record, lambda who: deals.reassign(self.me, record, who))

    def action_note(self) -> None:
        """Write a note about it."""
        if (record := self._record()) is not None:
            asking.note(self, record.ref)

    def action_book(self) -> None:
        """Write down a booking or a payment in it."""
        if (record := self._record()) is not None:
            bookings.ask(self, Customer.load(record.customer_id), record)

    def action_bookings(self) -> None:
        """The bookings and payments in it, in a list of their own."""
        if (record := self._record()) is not None:
            self.ask(bookings.Bookings(self, Customer.load(record.customer_id), record))

    def action_stages(self) -> None:
        """The stages of the pipeline, in a list of their own."""
        self.ask(Stages(self))

    def action_remove(self) -> None:
        """Take it out, after asking."""
        if (record := self._record()) is not None:
            asking.removal(self, record.name, _("Remove this deal?"), deals.remove, record)

    def action_copy(self) -> None:
        """Copy the customer's phone number to the terminal's clipboard."""
        row = self.row
        number = customers.phone_of(row.customer_id) if row is not None else ""
        if not number:
            self.complain(_("No phone number is known here."))
            return
        self.app.copy_to_clipboard(number)
        self.say(_("Copied {text}").format(text=format.plain(number)))

    @on(Board.Failed)
    def _failed(self, event: Board.Failed) -> None:
        self.refuse(event.problem)

    @on(Board.Highlighted)
    @on(RecordList.Highlighted)
    def _moved(self) -> None:
        self.refresh_bindings()
