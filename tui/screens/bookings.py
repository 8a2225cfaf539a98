"""Bookings and payments of a customer, or in one of its deals: one is typed in, all are listed, a wrong one removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from store import deals, team
from store.customers import Customer
from store.deals import Booked, Booking, BookingKind, Deal
from store.errors import N_, Problem
from store.team import Member
from tui import format, keys
from tui.booking_cards import BOOKING, about, revenue, tone_of, year_words
from tui.i18n import _
from tui.rights import refusal
from tui.screens.base import HuddleScreen
from tui.screens.shortlist import ShortList
from tui.widgets.confirm import Confirm
from tui.widgets.form import Field, Form
from tui.widgets.record_list import Column

KINDS: Mapping[BookingKind, str] = {
    BookingKind.BOOKING: N_("booking: revenue"),
    BookingKind.PAYMENT: N_("payment: money that came in"),
}


def ask(screen: HuddleScreen, customer: Customer, deal: Deal | None = None) -> None:
    """Ask for a booking or a payment and write it down."""
    screen.ask(form(screen.me, customer, deal), lambda made: screen.done(said(made)))


def form(actor: Member, customer: Customer, deal: Deal | None = None) -> Form[Booking]:
    """What is asked about a booking or a payment."""
    day, words = team.today(), [customer.name, *([deal.name] if deal is not None else [])]
    told = [" · ".join(words)]
    if deal is not None and deal.closed_on is None:
        told.append(_("Winning this deal books its amount by itself; what is booked here comes on top."))
    fields = [
        Field("kind", _("Kind"), "choice", options=[(kind, _(words)) for kind, words in KINDS.items()]),
        Field("day", _("Day"), "day", day, required=True, today=day),
        Field("amount", _("Amount"), "money", required=True, currency=team.team().currency, hint=_("12k")),
        Field("note", _("Note")),
    ]

    def save(values: dict[str, Any]) -> Booking:
        buyer = Customer.load(customer.id)  # their first booking writes to them, as they are by now
        return deals.book(actor, buyer, values.pop("amount"), values.pop("day"), deal=deal, **values)

    return Form(_("Booking or payment"), fields, save, about="\n".join(told), first="amount")


def said(made: Booking) -> str:
    """What is told after it: ``Booked € 1,200 · u undo``."""
    amount = format.money(made.amount, team.team().currency)
    words = _("Booked {amount} · u undo") if made.kind is BookingKind.BOOKING else _("Paid {amount} · u undo")
    return words.format(amount=amount)


def refused(actor: Member, customer: int | None, deal: int | None) -> str | None:
    """Why the actor may not book for this owner of the customer or of the deal; None when they may."""
    return refusal(actor, "booked", Booking, deal or customer or actor.id)


class Bookings(ShortList):
    """The bookings and payments of a customer, or in a deal."""

    KIND = "booking"
    FOOTER = ("new", "remove", "undo", "back")
    BINDINGS = keys.bind("new", "remove", "undo", "back", "quit")
    ON_A_ROW = ("remove",)
    WRITES = ("new",)
    EMPTY = (N_("Nothing is booked yet."), "n", N_("adds a booking or a payment"))

    def __init__(self, screen: HuddleScreen, customer: Customer, deal: Deal | None = None) -> None:
        super().__init__(screen)
        self.customer = customer
        self.deal = deal
        self.day, self.currency = team.today(), team.team().currency

    def heading(self) -> str:
        name = self.deal.name if self.deal is not None else self.customer.name
        return _("Bookings · {name}").format(name=name)

    def section(self) -> str:
        if not self.found:
            return ""
        deal = self.deal.id if self.deal is not None else None
        return year_words(revenue(self.day, customer=self.customer.id, deal=deal), self.currency)

    def columns(self) -> Sequence[Column[Booked]]:
        return (
            Column("", 10, self._day),
            Column("", 8, lambda one: (_(BOOKING[one.kind]), "")),
            Column("", 0, lambda one: (about(one, self.deal is None), "muted")),
            Column("", 14, lambda one: (format.money(one.amount, self.currency), tone_of(one)), "right"),
        )

    def _day(self, one: Booked) -> tuple[str, format.Tone]:
        return format.day(one.day, self.day, short=True), "muted"

    def read(self) -> Mapping[int, Booked]:
        if self.deal is not None:
            found = deals.bookings(deal=self.deal.id)
        else:
            found = deals.bookings(customer=self.customer.id)
        return {one.id: one for one in found}

    @property
    def selected(self) -> Booked | None:
        """The booking under the cursor."""
        found = self.rows.row
        return found if isinstance(found, Booked) else None

    def why_not(self, action: str) -> str | None:
        """Nothing is booked yet, or the customer is a colleague's."""
        owner = self.deal.owner_id if self.deal is not None else None
        if action == "new":
            return refused(self.below.me, self.customer.owner_id, owner)
        if action == "remove" and self.selected is None:
            return _("Nothing is booked yet; n adds a booking or a payment.")
        return None

    def action_new(self) -> None:
        """Write one down."""

        def added(made: Booking | None) -> None:
            if made is not None:
                self.done(said(made))
                self.rows.move_to(made.id)

        self.app.push_screen(form(self.below.me, self.customer, self.deal), added)

    def action_remove(self) -> None:
        """Take out one that was typed in by mistake, after asking."""
        try:
            record = Booking.load(self.selected.id) if self.selected is not None else None
        except Problem as problem:
            self.complain(format.reason(problem.reason))
            self.fill()
            return
        if record is None:
            return
        if why := refusal(self.below.me, "removed", record):
            self.complain(why)
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.write(deals.unbook, record, said=_("Removed · u undo"))

        amount, day = format.money(record.amount, self.currency), format.day(record.day, self.day)
        question = Confirm(f"{amount} · {day}", title=_("Remove this booking?"), detail=_("It can be undone with u."))
        self.app.push_screen(question, answered)
