"""Follow-ups: whom to call, visit or answer, in the order in which they are worked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from textual.app import ComposeResult

from store import customers, deals, followups, team
from store.errors import N_
from store.followups import Bucket, FollowUp, FollowUpRow, Priority, Status
from store.records import Ref
from tui import format, keys
from tui.cards import RESULT, customer_card, followup_card, subject_of
from tui.format import Tone
from tui.i18n import _
from tui.screens.followup_keys import FollowUpKeys
from tui.vocabulary import BUCKET, CLASS_WIDTH, KIND, OUTCOME
from tui.widgets.detail import Detail, Line
from tui.widgets.list_detail import ListDetail
from tui.widgets.record_list import Cell, Column, Key, RecordList, Section

TONES: Mapping[Bucket, Tone] = {
    Bucket.OVERDUE: "bad",
    Bucket.TODAY: "accent",
    Bucket.NO_NEXT_STEP: "warning",
    Bucket.DONE: "good",
}
CUSTOMER, DEAL = "customer", "deal"


class Waiting(NamedTuple):
    """A customer, or an open deal (``deal`` is its name) of one, without a next step, as a row among the follow-ups."""

    id: int
    name: str
    value_class: str
    owner: str
    deal: str = ""


QueueRow = FollowUpRow | Waiting


def kind_cell(row: QueueRow) -> Cell:
    """How we get in touch."""
    return ("", "") if isinstance(row, Waiting) else (_(KIND[row.kind]), "muted")


def who_cell(row: QueueRow) -> Cell:
    """The customer's name; without one, what it is about."""
    return (row.name if isinstance(row, Waiting) else row.customer or row.subject, "bold")


def subject_cell(row: QueueRow) -> Cell:
    """What it is about."""
    if isinstance(row, Waiting):
        return (row.deal or _("no next step planned"), "" if row.deal else "warning")
    return subject_of(row) if row.customer else ("", "")


def owner_cell(row: QueueRow) -> Cell:
    """Whose it is."""
    return (row.owner, "muted")


def priority_cell(row: QueueRow) -> Cell:
    """▲ for high, ▽ for low."""
    if isinstance(row, Waiting) or row.priority is Priority.NORMAL:
        return ("", "")
    return ("▲", "warning") if row.priority is Priority.HIGH else ("▽", "muted")


def class_cell(row: QueueRow) -> Cell:
    """The customer's value class."""
    return (row.value_class, "muted")


def due_cell(row: QueueRow, today: date) -> Cell:
    """When it is due; what is due today at a time says the time, what is done says what came of it."""
    if isinstance(row, Waiting):
        return ("", "")
    if row.outcome is not None:
        return (_(OUTCOME[row.outcome]), RESULT[row.outcome][1] or "muted")
    if row.due_on == today and row.due_time is not None:
        return (f"{format.NOW} {format.clock(row.due_time)}", "accent")
    return format.due(row.due_on, today, short=True)


class FollowUps(FollowUpKeys):
    """The queue in its buckets, with the customer beside it."""

    NAME = "followups"
    TITLE_ = N_("Follow-ups")
    ANSWERS = N_("Whom do we call, visit, answer?")
    LEAST = (40, 12)
    FOOTER = ("done", "snooze", "new", "quick_entry", "filter")
    BINDINGS = keys.bind(
        *("done", "snooze", "new", "edit", "log", "note", "owner", "remove", "copy", "load"),
        reopen=(N_("Take back"), N_("Take back that it was done: it is planned again")),
    )

    def body(self) -> ComposeResult:
        rows = RecordList(
            self.columns(),
            title=N_("Follow-ups"),
            empty=(N_("Nothing is planned."), "n", N_("plans a follow-up, + does it in one line")),
            hint=("done", "snooze", "note", "list.open"),
        )
        yield ListDetail(rows, Detail(N_("Customer")), self.lines)

    def footer(self) -> Sequence[str]:
        """What is done already can be taken back."""
        row = self.selected()
        done = row is not None and row.status is Status.DONE
        return ("reopen", "log", *self.FOOTER[2:]) if done else self.FOOTER

    def columns(self) -> list[Column[QueueRow]]:
        """The owner has a column while everyone's are shown."""
        return [
            Column("", 7, kind_cell, least=44),
            Column("", 0, who_cell, share=5),
            Column("", 0, subject_cell, share=5, least=54),
            *([] if self.mine else [Column("", 8, owner_cell, least=50)]),
            Column("", 1, priority_cell),
            Column("", CLASS_WIDTH, class_cell, least=44),
            Column("", 9, lambda row: due_cell(row, self.day), "right"),
        ]

    def fill(self) -> None:
        """Ask for the queue; the list reads the rows in view."""
        self.day = team.today()
        found = followups.queue(self.me.id if self.mine else None, self.day, self.filter_text)
        buckets: dict[Bucket, Sequence[Key]] = {
            **found.buckets,
            Bucket.NO_NEXT_STEP: found.no_next_step,
            Bucket.DONE: found.done,
        }
        more = {Bucket.OVERDUE: found.overdue_in_all - len(found.buckets[Bucket.OVERDUE])}
        sections = [
            Section(_(BUCKET[b]), numbers, TONES.get(b, "muted"), more=more.get(b, 0)) for b, numbers in buckets.items()
        ]
        self.query_one(RecordList).fill(sections, self.read, self.columns())

    def read(self, wanted: Sequence[Any]) -> Mapping[Any, QueueRow]:
        """The rows in view: follow-ups by their id, waiting customers and deals by (kind, id)."""
        found: dict[Any, QueueRow] = {**followups.listed([key for key in wanted if isinstance(key, int)])}
        waiting = [key for key in wanted if isinstance(key, tuple)]
        for row in customers.listed([number for kind, number in waiting if kind == CUSTOMER]).values():
            found[(CUSTOMER, row.id)] = Waiting(row.id, row.name, row.value_class, row.owner)
        for deal in deals.listed([number for kind, number in waiting if kind == DEAL]).values():
            found[(DEAL, deal.id)] = Waiting(deal.customer_id, deal.customer, deal.value_class, deal.owner, deal.name)
        return found

    def lines(self, rows: RecordList) -> Sequence[Line]:
        """What the detail says about the row under the cursor."""
        row = rows.row
        if isinstance(row, Waiting):
            return customer_card(row.id)
        return followup_card(row) if row is not None else []

    def action_load(self) -> None:
        """How much everybody has on the next ten working days."""
        from tui.screens.load import LoadChart

        self.app.push_screen(LoadChart())

    def selected(self) -> FollowUpRow | None:
        row = self.query_one(RecordList).row
        return row if isinstance(row, FollowUpRow) else None

    def selected_customer(self) -> int | None:
        row = self.query_one(RecordList).row
        return row.id if isinstance(row, Waiting) else row.customer_id if row is not None else None

    def selected_deal(self) -> int | None:
        key = self.query_one(RecordList).key
        return key[1] if isinstance(key, tuple) and key[0] == DEAL else super().selected_deal()

    def selected_list(self) -> RecordList:
        return self.query_one(RecordList)

    def subject(self) -> Ref | None:
        """The follow-up under the cursor, or the customer or deal that has no next step."""
        key = self.query_one(RecordList).key
        return Ref(*key) if isinstance(key, tuple) else Ref("follow_up", key) if isinstance(key, int) else None

    def show(self, ref: Ref) -> None:
        """Put the cursor on a follow-up, showing everyone's where it needs that."""
        record = FollowUp.get_or_none(FollowUp.id == ref.id)
        if record is not None and record.owner_id != self.me.id and self.mine:
            self.mine = False
            self.refill()
        self.query_one(RecordList).move_to(ref.id)
