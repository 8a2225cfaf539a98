"""What stands in the columns of the list of complaints and of answers about satisfaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from store.calendar import local
from store.complaints import ComplaintRow, Scale, Shelf, Status, scales
from store.complaints.satisfaction import AnswerRow
from store.errors import N_
from tui import format
from tui.complaint_cards import CATEGORY, END, MOOD, QUESTION, SCALE, SIGN, deadline_words, score_words
from tui.format import Tone
from tui.i18n import _
from tui.widgets.record_list import Cell

Row = ComplaintRow | AnswerRow
SHELF: Mapping[Shelf, str] = {
    Shelf.OVERDUE: N_("✕ Overdue"),
    Shelf.NEW: N_("New: answer them"),
    Shelf.IN_PROGRESS: N_("In progress"),
    Shelf.WAITING: N_("Waiting"),
    Shelf.RESOLVED: N_("Resolved: ask how satisfied they are"),
    Shelf.CLOSED: N_("Closed"),
}
SHELF_TONE: Mapping[Shelf, Tone] = {Shelf.OVERDUE: "bad", Shelf.NEW: "accent", Shelf.RESOLVED: "good"}


def number_cell(row: Row) -> Cell:
    """The number by which people call it."""
    return (f"#{row.number}" if isinstance(row, ComplaintRow) else "", "muted")


def sign_cell(row: Row) -> Cell:
    """✕ urgent, ▲ high, ▽ low; the mood of an answer."""
    if isinstance(row, AnswerRow):
        return MOOD[scales.mood(row.scale, row.score)]
    sign, tone = SIGN[row.severity]
    return (sign, tone if row.open else "muted")


def customer_cell(row: Row) -> Cell:
    """Whose it is."""
    return (row.customer, "bold" if isinstance(row, AnswerRow) or row.open else "muted")


def subject_cell(row: Row) -> Cell:
    """What is wrong; what they said, or were asked."""
    if isinstance(row, AnswerRow):
        told = row.note or row.about_label
        return (told or _(QUESTION[row.scale]), "" if told else "muted")
    return (row.subject, "" if row.open else "muted")


def category_cell(row: Row) -> Cell:
    """What it is about; on which scale they answered."""
    return (SCALE[row.scale] if isinstance(row, AnswerRow) else _(CATEGORY[row.category]), "muted")


def owner_cell(row: Row) -> Cell:
    """Whose it is to deal with; who asked."""
    if isinstance(row, AnswerRow):
        return (row.by, "muted")
    return (row.owner, "muted") if row.owner_id else (_("nobody"), "warning")


def class_cell(row: Row) -> Cell:
    """The customer's value class."""
    return (row.value_class if isinstance(row, ComplaintRow) else "", "muted")


def step_cell(row: Row, day: date) -> Cell:
    """What comes next: answer, resolve, ask; of an answer its day."""
    if isinstance(row, AnswerRow):
        return (format.day(row.day, day, short=True, cells=END), "muted")
    if row.status is Status.CLOSED:
        return ("", "")
    if row.status is Status.RESOLVED:
        return (_("ask"), "muted")
    return (_("resolve") if row.answered else _("answer"), "muted")


def end_cell(row: Row, at: datetime, zone: str) -> Cell:
    """Until when; how satisfied they were."""
    if isinstance(row, AnswerRow):
        return (score_words(row.scale, row.score), MOOD[scales.mood(row.scale, row.score)][1])
    if row.deadline is not None:
        return deadline_words(row.deadline, at, zone)
    if row.status is Status.CLOSED and row.satisfaction is not None:
        return (score_words(Scale.CSAT, row.satisfaction), MOOD[scales.mood(Scale.CSAT, row.satisfaction)][1])
    over = row.closed_at or row.resolved_at
    if over is None:
        return ("", "muted")
    on = format.day(local(over, zone).date(), local(at, zone).date(), short=True, cells=END - 2)
    return (f"✓ {on}", "muted")
