"""What the detail says about a row of the agenda: the record behind it, in full."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from store import actions, agenda, followups, meetings, minutes, notes, records, team, topics
from store.actions import ActionRow, ActionStatus
from store.errors import N_, NP_, NotFound
from store.meetings import MeetingStatus, Occasion, Presence, SectionKind, Tally, UpdateRow
from store.records import Ref
from store.topics import TopicRow, TopicStatus
from tui import format
from tui.agenda_text import kind_word, lead_of, minutes_words, signed, title_of, words
from tui.format import Tone
from tui.i18n import _, ngettext, pgettext
from tui.minutes import ANSWERS
from tui.screens.meetings.kept import lines_of as minutes_lines
from tui.screens.meetings.rows import Head, Item, Row
from tui.widgets.detail import Line, blank, fact, heading, line, name, text
from tui.widgets.record_list import Span

TOPIC: Mapping[TopicStatus, tuple[str, Tone]] = {
    TopicStatus.OPEN: (NP_("topic", "open"), ""),
    TopicStatus.DISCUSSED: (N_("▲ discussed, no decision yet"), "warning"),
    TopicStatus.SOLVED: (N_("✓ solved"), "good"),
    TopicStatus.PARKED: (N_("parked for later"), "muted"),
    TopicStatus.DROPPED: (N_("dropped"), "muted"),
}
PRESENCE: Mapping[Presence, str] = {
    Presence.PRESENT: N_("here"),
    Presence.LATE: N_("late"),
    Presence.ABSENT: N_("absent"),
    Presence.EXCUSED: N_("excused"),
}
ABOUT: Mapping[SectionKind, str] = {
    SectionKind.WINS: N_("What went well, what is new: wins of the team, news from customers, from the team."),
    SectionKind.SCORECARD: N_("The team's goals with their figures. Report only; what is off goes to Solve with i."),
    SectionKind.GOALS: N_("Goals that run slower than their working days, the slowest first. i makes it a topic."),
    SectionKind.ACTIONS: N_("What was agreed and is due by this meeting, and what was done since the last one."),
    SectionKind.CUSTOMERS: N_(
        "A customers with an overdue follow-up or without a contact, and what was put off again and again."
    ),
    SectionKind.RISKS: N_("Risks that are due to be reviewed, and those that happened."),
    SectionKind.SOLVE: N_("Topics from the top: problem, discussion, decision, action items. The rest comes back."),
    SectionKind.LEARN: N_("Training that is late or finished; practise a role play, look at a lost deal."),
    SectionKind.CLOSE: N_("Read back what was agreed, and let everybody rate the meeting from 1 to 10."),
    SectionKind.OWN: "",
}


def card(row: Row, votes: Mapping[int, Tally]) -> list[Line]:
    """The record behind a row; ``votes`` are those on topics."""
    if isinstance(row, Head):
        return section_card(row)
    ref = row.line.ref
    if ref.kind == "topic":
        found = topics.listed([ref.id]).get(ref.id)
        return topic_card(found, votes.get(ref.id)) if found else []
    if ref.kind == "weekly_update":
        update = meetings.update_row(ref.id)
        return update_card(update) if update else []
    if ref.kind == "member":
        return missing_card(row)
    if ref.kind == "action_item":
        item = actions.listed([ref.id]).get(ref.id)
        return action_card(item) if item else []
    if ref.kind == "headline":
        return headline_card(ref.id, kind_word(row.line))
    if ref.kind in ("follow_up", "customer"):
        return _customer(ref)
    if ref.kind == "signal":
        return [*_signal(ref), *_raised(ref)]
    return [*line_card(row), *_raised(ref), *note_lines(ref)]


def _signal(ref: Ref) -> list[Line]:
    """What the records warn of, and how it was measured; it is decided on the Risks screen."""
    from store import signals
    from tui.screens.risks import signal_words

    found = signals.listed([ref.id]).get(ref.id)
    return signal_words.card(found, team.today(), team.team().currency) if found else []


def section_card(row: Head) -> list[Line]:
    """What a section is for."""
    section = row.section
    lines = [name(title_of(section), (minutes_words(row.part.minutes), "muted"))]
    if row.part.left_out:
        lines.append(line((_("▲ left out this time; z takes it in again"), "warning")))
    if section.body:
        lines += [blank(), text(section.body)]
    if ABOUT[section.kind]:
        lines += [blank(), text(_(ABOUT[section.kind]), "muted")]
    return lines


def update_card(row: UpdateRow) -> list[Line]:
    """A weekly update in full; of the support needed, what is a topic already."""
    lines = [name(row.name, (_("week of {day}").format(day=format.month_day(row.week.month, row.week.day)), "muted"))]
    if row.entered_by:
        words_ = _("by {who} for {whom}")
        lines.append(line((words_.format(who=row.entered_by, whom=row.name), "muted")))
    if row.confidence is not None:
        lines.append(fact(_("Confidence"), _("{n} of 10").format(n=row.confidence)))
    for field, title in ANSWERS[:2]:
        if body := getattr(row, field):
            lines += [blank(), heading(_(title)), text(body)]
    if row.wanted:
        lines += [blank(), heading(_(ANSWERS[2][1]))]
        waiting = meetings.not_raised(row)
        lines += [fact(_("i raises it") if one in waiting else _("✓ topic"), one) for one in row.wanted]
    return lines


def missing_card(row: Item) -> list[Line]:
    """Whose weekly update is missing, and how it gets there."""
    return [
        name(row.line.who),
        line((_("▲ no weekly update yet"), "warning")),
        blank(),
        text(
            _("space writes it: progress, problems, support needed, confidence. The lead may enter it for them."),
            "muted",
        ),
    ]


def vote_lines(given: Tally) -> list[Line]:
    """Who gave a topic how many stars, the most first."""
    names = team.names()
    voted = sorted(((stars, names.get(member, "")) for member, stars in given.by.items() if stars), reverse=True)
    return [line(("★" * stars + " " * (4 - stars), "accent"), (who, "")) for stars, who in voted]


def topic_card(row: TopicRow, given: Tally | None = None) -> list[Line]:
    """A topic: why, who raised it and from what, its votes, what came of it."""
    word, tone = TOPIC[row.status]
    lines = [
        name(row.title),
        line((_(word), tone)),
        fact(_("Raised"), format.remarks(row.raised_by, format.day(row.raised_on, team.today()))),
    ]
    if row.origin is not None:
        lines.append(fact(_("About"), label(row.origin)))
    for title, body in ((_("Why"), row.why), (_("Real problem"), row.problem), (_("Decision"), row.decision)):
        if body:
            lines += [blank(), heading(title), text(body)]
    if given is not None and given.stars:
        lines += [blank(), heading(_("Votes")), *vote_lines(given)]
    agreed = actions.of_topic(row.id)
    if agreed:
        lines += [blank(), heading(_("Action items"))]
        lines += [action_line(item, team.today()) for item in agreed]
    return [*lines, *note_lines(Ref("topic", row.id))]


def action_card(row: ActionRow) -> list[Line]:
    """An action item: who, until when, what it came from."""
    day: tuple[str, Tone] = format.due(row.due_on, team.today())
    if row.status is not ActionStatus.OPEN:
        day = (format.day(row.due_on, team.today()), "")
    lines = [name(row.title), fact(_("Owner"), row.owner), fact(_("Due"), *day)]
    if row.status is ActionStatus.DONE and row.done_at:
        done = format.moment(row.done_at, team.team().timezone, team.today())
        lines.append(fact(_("Done"), f"✓ {done}", "good"))
    if row.status is ActionStatus.DROPPED:
        lines.append(line((_("dropped"), "muted")))
    if row.carried_count:
        times = ngettext("{n} meeting", "{n} meetings", row.carried_count).format(n=row.carried_count)
        lines.append(fact(_("Carried"), times, "bad" if row.carried_count > 1 else ""))
    if row.topic:
        lines.append(fact(_("Topic"), row.topic))
    if row.origin is not None:
        lines.append(fact(_("About"), label(row.origin)))
    return [*lines, *note_lines(Ref("action_item", row.id))]


def headline_card(number: int, kind: str) -> list[Line]:
    """A headline in full."""
    row = meetings.headlines_listed([number]).get(number)
    if row is None:
        return []
    lines = [text(row.text, "bold"), line((kind, "accent")), fact(pgettext("person", "From"), row.by)]
    if row.link is not None:
        lines.append(fact(_("About"), label(row.link)))
    return lines


def line_card(row: Item) -> list[Line]:
    """Any other record, as far as its line tells."""
    found = row.line
    lead = lead_of(found)
    lines = [name(lead or words(found.text)), line((kind_word(found), "accent"))]
    if lead:
        lines.append(text(words(found.text)))
    if found.owner and found.owner != lead:
        lines.append(fact(_("Owner"), found.owner))
    if found.state is not None:
        said, tone = _span(signed(format.reason(found.state), found.tone))
        lines.append(line((said, tone)))
    if found.day is not None:
        lines.append(fact(_("Day"), *format.due(found.day, team.today())))
    return lines


def _span(cell: object) -> Span:
    assert isinstance(cell, tuple)
    return cell[0], cell[1]


def _customer(ref: Ref) -> list[Line]:
    from tui.cards import customer_card, followup_card

    if ref.kind == "customer":
        return customer_card(ref.id)
    row = followups.listed([ref.id]).get(ref.id)
    return followup_card(row) if row else []


def _raised(ref: Ref) -> list[Line]:
    found = topics.about(ref)
    if not found:
        return []
    lines = [blank(), heading(_("Topics"))]
    for row in found:
        word, tone = TOPIC[row.status]
        lines.append(line((f"{_(word)}  ", tone or "muted"), (row.title, "")))
    return lines


def note_lines(ref: Ref) -> list[Line]:
    """The notes about a record, newest first."""
    found = notes.about(ref)
    if not found:
        return []
    zone, today = team.team().timezone, team.today()
    lines = [blank(), heading(_("Notes"))]
    for note in found:
        lines.append(line((f"{format.moment(note.at, zone, today)}  ", "muted"), (note.author, "bold")))
        lines.append(text(note.body))
    return lines


def action_line(row: ActionRow, today: date) -> Line:
    """An action item in one line."""
    if row.status is ActionStatus.DONE:
        end: Span = (_("✓ done"), "good")
    elif row.status is ActionStatus.DROPPED:
        end = (_("dropped"), "muted")
    else:
        end = format.due(row.due_on, today, short=True)
    return line((f"{row.owner}  ", "bold"), (row.title, ""), right=end)


def label(ref: Ref) -> str:
    """What people call a linked record, or "" when its kind isn't known here."""
    try:
        return records.label(ref)
    except NotFound:
        return ""


# Meetings


def occasion_state(one: Occasion) -> Span:
    """Where a meeting stands, with a sign."""
    if one.status in meetings.LIVE:
        return (_("‖ paused") if one.status is MeetingStatus.SUSPENDED else _("▶ running")), "accent"
    if one.status is MeetingStatus.SKIPPED:
        return _("○ skipped"), "muted"
    if one.status is MeetingStatus.CLOSED:
        taken = meetings.minutes_held(one)
        return (_("✓ held, {n} min").format(n=taken) if taken else _("✓ held")), "good"
    if meetings.is_over(one):
        return _("? held or not"), "warning"
    if one.is_holiday:
        return _("▲ holiday"), "warning"
    return _("● planned"), ""


def occasion_card(one: Occasion) -> list[Line]:
    """One meeting: what is known before, and what is left of it afterwards."""
    lines = [
        name(format.day(one.day, team.today())),
        line(occasion_state(one)),
        fact(_("Time"), f"{format.clock(one.at)} · {minutes_words(one.minutes)} · {one.timezone}"),
        fact(_("Leads"), one.leader),
    ]
    if one.moved:
        lines.append(fact(_("Moved from"), format.weekday(one.occurrence)))
    if one.is_holiday:
        lines.append(fact(_("Holiday"), one.holiday or _("yes"), "warning"))
    if one.why:
        lines.append(fact(_("Why"), one.why))
    if one.status is MeetingStatus.SKIPPED or not meetings.has_begun(one):
        return lines
    kept = minutes.frozen(one.meeting) if one.meeting is not None else None
    if kept is not None:
        return [*lines[:2], *minutes_lines(kept)[1:]]
    return [*lines, *_left_of(agenda.held(one))]


def _left_of(held: agenda.Held) -> list[Line]:
    today = team.today()
    lines: list[Line] = []
    if held.seats:
        here = [s.name for s in held.seats if s.presence is Presence.PRESENT]
        others = [f"{s.name} ({_(PRESENCE[s.presence])})" for s in held.seats if s.presence is not Presence.PRESENT]
        lines.append(fact(_("There"), format.listed([*here, *others])))
    if held.rating is not None:
        lines.append(fact(_("Rating"), _("{mean} of 10").format(mean=format.number(held.rating, 1))))
    if held.headlines:
        lines += [blank(), heading(_("Headlines"))]
        lines += [line((row.text, ""), right=(row.by, "muted")) for row in held.headlines]
    if held.topics:
        lines += [blank(), heading(_("Topics"))]
        for row in held.topics:
            lines.append(line((row.title, "bold"), right=(_(TOPIC[row.status][0]), TOPIC[row.status][1])))
            if row.decision:
                lines.append(text("→ " + row.decision))
    if held.actions:
        lines += [blank(), heading(_("Action items"))]
        lines += [action_line(item, today) for item in held.actions]
    if held.notes:
        lines += [blank(), heading(_("Notes"))]
        for note in held.notes:
            lines += [line((note.author, "bold")), text(note.body)]
    return lines
