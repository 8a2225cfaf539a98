"""The tabs of a customer: what happened, what is known, its people, deals and complaints; and the pane with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from textual import events
from textual.binding import Binding
from textual.message import Message

from store import complaints, customers, deals, followups, pipeline, team, timeline
from store.calendar import now
from store.complaints import ComplaintDetail
from store.customers import Customer
from store.deals import StageType
from store.errors import N_
from store.pipeline import Card
from tui import booking_cards, cards, format
from tui.complaint_cards import SIGN, STATUS, deadline_words, open_lines, satisfaction_lines
from tui.format import Tone, cell_width
from tui.i18n import _
from tui.screens.deals.words import TONE, TYPE, amount_words, flag_words
from tui.vocabulary import stage_words
from tui.widgets.detail import Detail, Line, blank, line, name

MOST = 100  # events of the timeline


class Tab(StrEnum):
    """The tabs, in their order."""

    TIMELINE = "timeline"
    FACTS = "facts"
    PEOPLE = "people"
    DEALS = "deals"
    COMPLAINTS = "complaints"


WORDS: Mapping[Tab, str] = {
    Tab.TIMELINE: N_("Story"),
    Tab.FACTS: N_("Facts"),
    Tab.PEOPLE: N_("People"),
    Tab.DEALS: N_("Deals"),
    Tab.COMPLAINTS: N_("Complaints"),
}
CHOSEN, LINE_OF_TABS = "▸", 1  # the sign before the chosen one; the line in which they stand


class TabbedDetail(Detail):
    """A detail whose second line are tabs: a click chooses one, Enter opens what it lists."""

    BINDINGS = [Binding("enter", "open", show=False)]

    class Wanted(Message):
        """A tab was clicked."""

        def __init__(self, tab: Tab) -> None:
            super().__init__()
            self.tab = tab

    class Opened(Message):
        """Enter was pressed."""

    def on_click(self, event: events.Click) -> None:
        """Choose the tab under the mouse."""
        spot = event.get_content_offset(self)
        if spot is None or spot.y + self.scroll_offset.y != LINE_OF_TABS or len(self.lines) <= LINE_OF_TABS:
            return
        at = 1
        for tab, (words, _tone) in zip(Tab, self.lines[LINE_OF_TABS].spans, strict=False):
            if at <= spot.x < at + cell_width(words):
                self.post_message(self.Wanted(tab))
            at += cell_width(words)

    def action_open(self) -> None:
        self.post_message(self.Opened())


def tab_lines(number: int, tab: Tab) -> list[Line]:
    """A customer's name, its tabs, and what the chosen one tells; nothing when the customer is gone."""
    record = Customer.get_or_none(Customer.id == number)
    if record is None:
        return []
    return [name(record.name), _tabs(number, tab), blank(), *TELLS[tab](record)]


def _tabs(number: int, chosen: Tab) -> Line:
    """``▸Timeline  Facts  People 2``: the chosen one marked, with how many there are."""
    found = timeline.counts(number)
    counts = {Tab.PEOPLE: found.people, Tab.DEALS: found.deals, Tab.COMPLAINTS: found.complaints}
    spans = []
    for tab, words in WORDS.items():
        count = f"·{counts[tab]}" if counts.get(tab) else ""
        mark = CHOSEN if tab is chosen else " "
        spans.append((f"{mark}{_(words)}{count}", "accent" if tab is chosen else "muted"))
    return line(*spans)  # type: ignore[arg-type]  # tones


# What each tab tells


def _timeline(record: Customer) -> list[Line]:
    """Whom to talk to, what is wrong, how they feel, what is planned, and all that happened, the newest first."""
    people = customers.contacts(record.id)
    return [
        *cards.head(record),
        *(cards.person(people[0]) if people else []),
        *open_lines(complaints.open_of(record.id)),
        *satisfaction_lines(record.id, limit=0),
        *cards.planned(record.id),
        *cards.happened(record.id, MOST),
    ]


def _facts(record: Customer) -> list[Line]:
    """What is known about it, what it booked, how satisfied it is."""
    return [
        *cards.facts(record)[1:],
        *booking_cards.customer_lines(record.id),
        *satisfaction_lines(record.id),
    ]


def _people(record: Customer) -> list[Line]:
    """Everybody there, the main contact first."""
    people = cards.people(customers.contacts(record.id))
    return [*people[2:], blank(), _opens(_("adds and changes them"))] if people else [_none(_("nobody yet"), "p")]


def _opens(words: str) -> Line:
    return line(("⏎ ", "accent"), (words, "muted"))


def _none(words: str, key: str) -> Line:
    return line((f"{words}  ", "muted"), (key, "accent"), (" " + _("adds one"), "muted"))


def _deals(record: Customer) -> list[Line]:
    """Its deals, open ones first, each with its stage, what is wrong with it, and what is planned."""
    found = [row.id for row in deals.of_customer(record.id)]
    if not found:
        return [_none(_("no deal yet"), "⏎")]
    day, currency = team.today(), team.team().currency
    by_id = pipeline.cards(found, day)
    lines: list[Line] = []
    for number in found:
        lines += _deal(by_id[number], day, currency)
    return [*lines, _opens(_("opens them in the pipeline"))]


def _deal(card: Card, day: date, currency: str) -> list[Line]:
    row = card.row
    glyph, tone = TYPE[row.type]
    when = format.due(row.expected_close_on, day)[0] if row.open else format.day(row.closed_on, day)
    percent = f" {row.probability}%" if row.open else ""
    lines = [
        line(
            (f"{glyph} ", tone),
            (row.name, "bold" if row.open else "muted"),
            right=(amount_words(row.amount, currency), "" if row.type is not StageType.LOST else "muted"),
        ),
        line(("  ", ""), (f"{stage_words(row.stage)}{percent}", "muted"), right=(when, "muted")),
    ]
    lines += [line(("  ", ""), (flag_words(flag), TONE[flag.flag])) for flag in card.flags]
    if row.open and row.next_step:
        lines.append(line(("  → ", "accent"), (row.next_step, "")))
    return [*lines, blank()]


def _complaints(record: Customer) -> list[Line]:
    """Its complaints, the newest first, with where each stands, and how satisfied it is."""
    found = complaints.of_customer(record.id)
    lines: list[Line] = [] if found else [_none(_("no complaint yet"), "C")]
    for one in found:
        lines += _complaint(one)
    opens = [_opens(_("opens them, with what can be done"))] if found else []
    return [*lines, *opens, *satisfaction_lines(record.id)]


def _complaint(one: ComplaintDetail) -> list[Line]:
    row, day, zone = one.row, team.today(), team.team().timezone
    sign, tone = SIGN[row.severity]
    end: tuple[str, Tone] = (format.moment(row.opened_at, zone, day), "muted")
    if row.deadline is not None and row.open:
        end = deadline_words(row.deadline, now(), zone)
    work = [planned for planned in followups.of_complaint(row.id) if planned.done_at is None]
    lines = [
        line((f"#{row.number} ", "muted"), (f"{sign} " if sign else "", tone), (row.subject, "bold"), right=end),
        line(("   ", ""), (_(STATUS[row.status]), "muted")),
    ]
    for planned in work:
        when, colour = format.due(planned.due_on, day, short=True)
        lines.append(line(("   → ", "accent"), (f"{when}  ", colour), (planned.subject, "")))
    return [*lines, blank()]


TELLS: Mapping[Tab, Callable[[Customer], Sequence[Line]]] = {
    Tab.TIMELINE: _timeline,
    Tab.FACTS: _facts,
    Tab.PEOPLE: _people,
    Tab.DEALS: _deals,
    Tab.COMPLAINTS: _complaints,
}
