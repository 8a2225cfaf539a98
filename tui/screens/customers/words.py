"""What stands in the columns of the list of customers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from store.customers import CustomerKind, CustomerRow, Need
from store.errors import N_
from tui import format
from tui.format import Tone
from tui.i18n import _
from tui.vocabulary import CUSTOMER
from tui.widgets.record_list import Cell

NEED: Mapping[Need, str] = {
    Need.URGENT: N_("▲ urgent"),
    Need.CLEAR: N_("clear"),
    Need.VAGUE: N_("vague"),
    Need.NONE: N_("none yet"),
}
KIND_TONE: Mapping[CustomerKind, Tone] = {CustomerKind.PROSPECT: "accent", CustomerKind.CUSTOMER: ""}
LONG_AGO = 100  # days from which the month says more than a count of days


def class_cell(row: CustomerRow) -> Cell:
    """The value class; "—" while nobody has judged."""
    return (row.value_class or "—", "bold" if row.value_class == "A" else "muted")


def name_cell(row: CustomerRow) -> Cell:
    """Who it is."""
    return (row.name, "bold")


def kind_cell(row: CustomerRow) -> Cell:
    """How far the relation is."""
    return (_(CUSTOMER[row.kind]), KIND_TONE.get(row.kind, "muted"))


def need_cell(row: CustomerRow) -> Cell:
    """How clearly they need something."""
    return (_(NEED[row.need]), "warning" if row.need is Need.URGENT else "muted")


def city_cell(row: CustomerRow) -> Cell:
    """Where they are."""
    return (row.city, "muted")


def owner_cell(row: CustomerRow) -> Cell:
    """Whose it is."""
    return (row.owner, "muted") if row.owner_id else (_("nobody"), "warning")


def last_cell(row: CustomerRow, today: date) -> Cell:
    """How long ago the last real contact was."""
    return (ago(row.last_contact_on, today), "muted")


def next_cell(row: CustomerRow, today: date) -> Cell:
    """When the next step is due; an A or B customer without one is marked."""
    if row.next_due_on is not None:
        return format.due(row.next_due_on, today, short=True)
    if row.value_class in ("A", "B") and row.kind is not CustomerKind.LOST:
        return (_("▲ none"), "warning")
    return (format.NONE, "muted")


def ago(day: date | None, today: date) -> str:
    """``today``, ``12 d ago``, after a hundred days ``Mar 2026``; ``–`` for never."""
    if day is None or (today - day).days <= 1:
        return format.day(day, today, short=True)
    away = (today - day).days
    return _("{count} d ago").format(count=away) if away < LONG_AGO else format.day(day, today, short=True)
