"""How bookings and payments read: their words, and their lines in the detail of a customer and of a deal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from store import care, deals, team
from store.deals import Booked, BookingKind
from store.errors import N_
from tui import format
from tui.format import Tone
from tui.i18n import _
from tui.widgets.detail import Line, blank, line

BOOKING: Mapping[BookingKind, str] = {BookingKind.BOOKING: N_("booked"), BookingKind.PAYMENT: N_("paid")}
MOST = 6  # in the detail


def revenue(day: date, *, customer: int | None = None, deal: int | None = None) -> int:
    """What was booked in the last 12 months for a customer or in a deal, in minor units."""
    return deals.revenue(*care.window(day, care.CLASS_MONTHS), customer=customer, deal=deal)


def customer_lines(customer: int) -> list[Line]:
    """A customer's latest bookings, each with its deal; nothing where there are none."""
    found = deals.bookings(customer=customer, limit=MOST)
    if not found:
        return []
    day = team.today()
    return booking_lines(found, revenue(day, customer=customer), day, team.team().currency, named=True)


def booking_lines(found: Sequence[Booked], year: int, day: date, currency: str, *, named: bool = False) -> list[Line]:
    """The latest bookings below what was booked in 12 months (``year``), with their deals where those are ``named``;
    nothing where there are none."""
    if not found:
        return []
    lines = [blank(), Line(((_("Bookings"), "muted"),), right=(year_words(year, currency), "muted"), strong=True)]
    for one in found[:MOST]:
        when = format.fit(format.day(one.day, day, short=True), 10)
        amount = (format.money(one.amount, currency), tone_of(one))
        lines.append(
            line((when, "muted"), (f"{_(BOOKING[one.kind])}  ", ""), (about(one, named), "muted"), right=amount)
        )
    return lines


def year_words(year: int, currency: str) -> str:
    """``€ 48,000 in 12 months``."""
    return _("{amount} in 12 months").format(amount=format.money(year, currency))


def about(one: Booked, named: bool) -> str:
    """What a booking is for, its deal where that is ``named``, and who is credited."""
    return " · ".join(text for text in (one.note, one.deal if named else "", one.owner) if text)


def tone_of(one: Booked) -> Tone:
    """Revenue is good, what was taken back is bad; a payment is neither."""
    if one.kind is BookingKind.PAYMENT:
        return ""
    return "bad" if one.amount < 0 else "good"
