"""What the detail pane says about a customer and its follow-ups; the name that follows the cursor comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import complaints, customers, followups, team, timeline
from store.followups import FollowUpRow, Outcome
from tui import booking_cards, format
from tui.complaint_cards import open_lines, satisfaction_lines
from tui.format import Tone
from tui.i18n import _, ngettext
from tui.vocabulary import CONTACT, CUSTOMER, KIND, NEED, OUTCOME, PRIORITY, word
from tui.widgets.detail import Line, blank, fact, heading, line, name, text
from tui.widgets.rows import Span

if TYPE_CHECKING:
    from store.customers import Contact, Customer
    from store.timeline import Event

RESULT: dict[Outcome, tuple[str, Tone]] = {
    Outcome.CONNECTED: ("●", ""),
    Outcome.NO_ANSWER: ("○", "muted"),
    Outcome.ADVANCED: ("▲", "good"),
    Outcome.NEUTRAL: ("●", "muted"),
    Outcome.BLOCKED: ("✕", "bad"),
}


def customer_card(number: int) -> list[Line]:
    """Everything about a customer: facts, people, what is planned, bookings, what happened."""
    record = customers.Customer.get_or_none(customers.Customer.id == number)
    if record is None:
        return []
    return [
        *facts(record),
        *open_lines(complaints.open_of(number)),
        *people(customers.contacts(number)),
        *planned(number),
        *booking_cards.customer_lines(number),
        *satisfaction_lines(number, limit=0),
        *happened(number),
    ]


def subject_of(row: FollowUpRow) -> Span:
    """What a follow-up is about; one that Huddle has planned by itself is muted, and marked where it is late."""
    about = row.about
    if isinstance(about, str):
        return (about, "")
    return (format.reason(about), "warning" if row.wanted_on else "muted")


def followup_card(row: FollowUpRow) -> list[Line]:
    """A follow-up, and the customer behind it."""
    lines: list[Line] = []
    if row.customer_id is None:
        lines += [name(row.subject), line((_(KIND[row.kind]), "accent"))]
    else:
        record = customers.Customer.get_or_none(customers.Customer.id == row.customer_id)
        lines += [*(facts(record)[:3] if record is not None else []), blank()]
        lines.append(line((f"{_(KIND[row.kind])}  ", "accent"), (subject_of(row)[0], "bold")))
    day, tone = format.due(row.due_on, team.today())
    when = f"{day} {format.clock(row.due_time)}" if row.due_time else day
    lines.append(fact(_("Due"), when, tone))
    if row.priority.name != "NORMAL":
        lines.append(fact(_("Priority"), word(PRIORITY, row.priority), "warning"))
    if row.snooze_count:
        times = ngettext("{n} time", "{n} times", row.snooze_count)
        lines.append(fact(_("Snoozed"), times.format(n=row.snooze_count)))
    for label, about in (
        (_("Owner"), row.owner),
        (_("Deal"), row.deal),
        (_("Complaint"), row.complaint),
    ):
        if about:
            lines.append(fact(label, about))
    if row.note:
        lines += [blank(), text(row.note)]
    if row.customer_id is not None:
        lines += [*people(customers.contacts(row.customer_id)), *happened(row.customer_id)]
    return lines


def head(record: Customer) -> list[Line]:
    """The first things to know: how it is judged, what it is to us, whose it is, and whether it may be called."""
    lines = facts(record)
    warned = [line((_("✕ asked not to be called"), "bad"))] if record.do_not_call else []
    owner = team.names().get(record.owner_id or 0, _("nobody"))
    return [lines[1], line((_(CUSTOMER[record.kind]), ""), (f" · {owner}", "muted")), *warned]


def facts(record: Customer) -> list[Line]:
    """All that is known about a customer itself, its name first."""
    judged = [_(NEED[record.need])]
    if record.purchasing_power:
        judged.append(_("power {n}").format(n=record.purchasing_power))
    if record.loyalty:
        judged.append(_("loyalty {n}").format(n=record.loyalty))
    owner = team.names().get(record.owner_id or 0, _("nobody"))
    value = record.value_class.value if record.value_class else "—"
    lines = [
        name(record.name),
        line((f"{value} ", "accent"), (_by_hand(record), "muted"), ("· " + " · ".join(judged), "")),
        fact(_("Owner"), owner),
        fact(_("Kind"), _(CUSTOMER[record.kind])),
    ]
    if record.segment:
        from tui.screens.classes.words import scored  # only who has a segment needs its words

        lines.append(fact(_("Segment"), scored(record)))
    if record.visit_interval_days:
        lines.append(fact(_("Visits"), _("every {days}").format(days=format.days(record.visit_interval_days))))
    for label, found in (
        (_("Industry"), record.industry),
        (_("City"), record.city),
        (_("Source"), record.source),
        (_("Phone"), record.phone),
        (_("E-mail"), record.email),
        (_("Website"), record.website),
        (_("Address"), record.address),
        (_("Code"), record.code),
        (_("Tags"), record.tags),
    ):
        if found:
            lines.append(fact(label, found))
    if record.do_not_call:
        lines.append(line((_("✕ asked not to be called"), "bad")))
    if record.notes:
        lines += [blank(), text(record.notes)]
    return lines


def _by_hand(record: Customer) -> str:
    """The mark of a class that was set by hand, and what is computed where that is another."""
    if not record.value_class_set_by_hand:
        return ""
    computed = record.value_class_computed
    if computed is None or computed is record.value_class:
        return "✎ "
    return _("✎ computed {value} ").format(value=computed.value)


def person(contact: Contact) -> list[Line]:
    """Whom to talk to first: name, part, how to reach them, care days."""
    return [blank(), *people([contact])[2:]]


def people(contacts: list[Contact]) -> list[Line]:
    """The people at a customer's, with their care days."""
    if not contacts:
        return []
    from store import care

    days = care.days_of_customer(contacts[0].customer_id)
    lines = [blank(), heading(_("People"))]
    for contact in contacts:
        about = format.remarks(contact.title, _(CONTACT[contact.role]) if contact.role else "")
        lines.append(line((f"{contact.name}  ", "bold" if contact.primary else ""), (about, "muted")))
        reach = "  ".join(part for part in (contact.phone, contact.email, contact.wechat) if part)
        if reach:
            lines.append(line(("  " + reach, "")))
        for day in days.get(contact.id, ()):
            lines.append(line((f"  {day.label} ", "muted"), (format.month_day(day.month, day.day), "")))
    return lines


def planned(customer: int) -> list[Line]:
    """What is planned with a customer, or that nothing is."""
    today = team.today()
    lines: list[Line] = [blank(), heading(_("Planned"))]
    for row in followups.planned_for(customer):
        day, tone = format.due(row.due_on, today)
        lines.append(line((format.fit(day, 14), tone), (f"{_(KIND[row.kind])}  ", "muted"), subject_of(row)))
    return lines if len(lines) > 2 else [blank(), line((_("▲ no next step planned"), "warning"))]


def happened(customer: int, limit: int = 30) -> list[Line]:
    """What happened with a customer, the newest first."""
    lines: list[Line] = [blank(), heading(_("What happened"))]
    lines += [_event(event) for event in timeline.of_customer(customer, limit)]
    return lines if len(lines) > 2 else [*lines, line((_("nothing yet"), "muted"))]


def _event(event: Event) -> Line:
    day = format.fit(format.day(event.at.date(), short=True), 9)
    if event.what is not None:
        tone: Tone = event.tone if event.tone in ("good", "warning", "bad") else ""  # type: ignore[assignment]  # narrowed
        return line((f"{day}  ", "muted"), (f"{format.reason(event.what)}  ", tone), (event.text, ""))
    if event.kind is None:
        return line((f"{day}  ", "muted"), (format.lead_in(event.who), "bold"), (event.text, ""))
    glyph, tone = RESULT[event.outcome] if event.outcome else ("●", "")
    result = f"  {_(OUTCOME[event.outcome])}" if event.outcome else ""
    return line(
        (f"{day}  ", "muted"),
        (f"{glyph} ", tone),
        (f"{_(KIND[event.kind])} ", ""),
        (event.text, ""),
        (result, tone or "muted"),
    )
