"""How deals read: their words, the cells of the list, the lines of a card and of the detail. Pure but for the clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from store.deals import LOST, DealDetail, DealRow, Moved, StageType
from store.followups import FollowUpRow
from store.notes import Written
from store.pipeline import Card, Flag, Flagged
from tui import format
from tui.booking_cards import booking_lines
from tui.cards import RESULT
from tui.format import Tone
from tui.i18n import _
from tui.vocabulary import KIND, OUTCOME, stage_words
from tui.widgets.board import CardLine
from tui.widgets.detail import Line, blank, fact, heading, line, text
from tui.widgets.record_list import Cell, Span

GLYPH: Mapping[Flag, str] = {Flag.PAST_DATE: "✕", Flag.STALLED: "▲", Flag.NO_NEXT_STEP: "▲", Flag.SLIPPED: "▲"}
TONE: Mapping[Flag, Tone] = {
    Flag.PAST_DATE: "bad",
    Flag.STALLED: "warning",
    Flag.NO_NEXT_STEP: "warning",
    Flag.SLIPPED: "warning",
}
TYPE: Mapping[StageType, tuple[str, Tone]] = {
    StageType.OPEN: ("●", "accent"),
    StageType.WON: ("✓", "good"),
    StageType.LOST: ("✕", "muted"),
}
WHEN = 9  # cells of the last column
MOST_MOVES = 12  # in the detail
MOST_CONTACTS = 8


def amount_words(minor: int, currency: str) -> str:
    """The amount in short; nothing while it isn't known."""
    return format.money(minor, currency, short=True) if minor else ""


def flag_words(flagged: Flagged) -> str:
    """``▲ stalled 12 d``; that the date is over is counted where the date stands."""
    words = _("past date") if flagged.flag is Flag.PAST_DATE else format.reason(flagged.words)
    return f"{GLYPH[flagged.flag]} {words}"


def flags_cell(card: Card) -> Span:
    """The worst flag, and how many more; why a closed deal was lost."""
    if card.row.lost_reason is not None:
        return _(LOST[card.row.lost_reason]), "muted"
    if not card.flags:
        return "", ""
    return flag_words(card.flags[0]) + _more(card), TONE[card.flags[0].flag]


def _more(card: Card) -> str:
    return f" +{len(card.flags) - 1}" if len(card.flags) > 1 else ""


def when_cell(card: Card, day: date) -> Span:
    """The expected close, late in days; the day on which a closed one was closed."""
    if not card.row.open:
        glyph, tone = TYPE[card.row.type]
        return f"{glyph} {format.day(card.row.closed_on, day, short=True, cells=WHEN - 2)}", tone
    return format.due(card.row.expected_close_on, day, short=True, cells=WHEN)


# The list


def customer_cell(card: Card) -> Cell:
    """Whose deal it is."""
    return card.row.customer, "bold" if card.row.type is not StageType.LOST else "muted"


def name_cell(card: Card) -> Cell:
    """What they may buy."""
    return card.row.name, "" if card.row.type is not StageType.LOST else "muted"


def owner_cell(card: Card) -> Cell:
    """Who looks after it."""
    return (card.row.owner, "muted") if card.row.owner else (_("nobody"), "warning")


def amount_cell(card: Card, currency: str) -> Cell:
    """What it is worth, in short."""
    tone: Tone = "good" if card.row.type is StageType.WON else "muted" if not card.row.open else ""
    return amount_words(card.row.amount, currency), tone


def probability_cell(card: Card) -> Cell:
    """How probable it is while it is open; ``!`` marks one that was set by hand."""
    if not card.row.open:
        return "", ""
    return f"{card.row.probability}%", "accent" if card.row.own else "muted"


# The board


def card_lines(card: Card, day: date, currency: str, everyone: bool) -> list[CardLine]:
    """The three lines of a card: who; what and how much; what is wrong, else whose it is and when."""
    row, lost = card.row, card.row.type is StageType.LOST
    return [
        CardLine((row.customer, "muted" if lost else "bold")),
        CardLine((row.name, "muted" if lost else ""), (amount_words(row.amount, currency), "muted" if lost else "")),
        _last_line(card, day, everyone),
    ]


def _last_line(card: Card, day: date, everyone: bool) -> CardLine:
    row = card.row
    if card.flags:
        late = card.flags[0].flag is Flag.PAST_DATE
        words = format.due(row.expected_close_on, day)[0] if late else flag_words(card.flags[0])
        return CardLine((words + _more(card), TONE[card.flags[0].flag]))
    if row.lost_reason is not None:
        return CardLine((_(LOST[row.lost_reason]), "muted"), when_cell(card, day))
    owner = (row.owner or _("nobody")) if everyone else ""
    parts = [owner, f"{row.probability}%" if row.own else ""]
    return CardLine((" · ".join(part for part in parts if part), "muted"), when_cell(card, day))


# The detail


def detail_lines(
    found: DealDetail,
    card: Card,
    planned: Sequence[FollowUpRow],
    done: Sequence[FollowUpRow],
    written: Sequence[Written],
    year: int,
    day: date,
    currency: str,
) -> list[Line]:
    """Everything about a deal: what is wrong, the facts, what is planned and happened, its stages and bookings.

    ``year`` is what it booked in 12 months, in minor units.
    """
    row = found.row
    return [
        Line(((row.name, "bold"),), wraps=True),
        line((row.customer, "accent"), (f"  {row.value_class}", "muted")),
        *_where(row, day),
        *(_wrong(one) for one in card.flags),
        blank(),
        *_facts(found, day, currency),
        *_planned(planned, row, day),
        *_happened(done, day),
        *_moves(found.moves, day, currency),
        *booking_lines(found.bookings, year, day, currency),
        *_notes(written, day),
    ]


def _where(row: DealRow, day: date) -> list[Line]:
    glyph, tone = TYPE[row.type]
    name = f"{glyph} {stage_words(row.stage)}"
    if not row.open:
        return [line((name, tone), right=(format.day(row.closed_on, day), "muted"))]
    since = _("for {days}").format(days=format.days((day - row.stage_entered_on).days))
    own = _(" by hand") if row.own else ""
    return [line((f"{name} · {row.probability}%{own}", tone), right=(since, "muted"))]


def _wrong(flagged: Flagged) -> Line:
    return text(f"{GLYPH[flagged.flag]} {format.reason(flagged.why)}", TONE[flagged.flag])


def _facts(found: DealDetail, day: date, currency: str) -> list[Line]:
    row = found.row
    lines = [fact(_("Amount"), format.money(row.amount, currency) if row.amount else _("not known yet"))]
    if row.open and row.amount:
        lines.append(fact(_("Weighted"), format.money(row.weighted, currency)))
    if row.open:
        words, tone = format.due(row.expected_close_on, day)
        lines.append(fact(_("Expected"), words if row.expected_close_on else _("no day set"), tone))
    if row.lost_reason is not None:
        why = format.labelled(_(LOST[row.lost_reason]), row.lost_note)
        lines.append(fact(_("Lost"), why))
    for label, words in (
        (_("Next step"), row.next_step),
        (_("Owner"), row.owner or _("nobody")),
        (_("Competitor"), row.competitor),
        (_("Source"), found.source),
        (_("Since"), format.day(found.added_on, day)),
        (_("To go on"), stage_words(found.exit_criteria) if row.open else ""),
    ):
        if words:
            lines.append(fact(label, words))
    return lines


def _planned(planned: Sequence[FollowUpRow], row: DealRow, day: date) -> list[Line]:
    if not planned:
        return []
    lines: list[Line] = [blank(), heading(_("Planned"))]
    for one in planned:
        when, tone = format.due(one.due_on, day, short=True)
        lines.append(line((format.fit(when, 10), tone), (f"{_(KIND[one.kind])}  ", "muted"), (one.subject, "")))
    return lines


def _happened(done: Sequence[FollowUpRow], day: date) -> list[Line]:
    if not done:
        return []
    lines: list[Line] = [blank(), heading(_("What happened"))]
    for one in done[:MOST_CONTACTS]:
        glyph, tone = RESULT[one.outcome] if one.outcome else ("●", "")
        when = format.day(one.done_at.date(), day, short=True) if one.done_at else ""
        result = f"  {_(OUTCOME[one.outcome])}" if one.outcome else ""
        lines.append(
            line(
                (format.fit(when, 10), "muted"),
                (f"{glyph} ", tone),
                (f"{_(KIND[one.kind])} ", ""),
                (one.note or one.subject, ""),
                (result, tone or "muted"),
            )
        )
    return lines


def _moves(moves: Sequence[Moved], day: date, currency: str) -> list[Line]:
    """The stages it went through, newest first, each with what it was worth then."""
    lines: list[Line] = [blank(), heading(_("Stages"))]
    for move in moves[:MOST_MOVES]:
        glyph, tone = TYPE[move.type]
        when = format.fit(format.day(move.day, day, short=True), 10)
        worth = amount_words(move.amount, currency)
        figures = f"{worth} · {move.probability}%" if worth and move.type is StageType.OPEN else worth
        lines.append(
            line((when, "muted"), (f"{glyph} ", tone), (stage_words(move.after), ""), right=(figures, "muted"))
        )
        reason = _(LOST[move.reason]) if move.reason is not None else ""
        told = format.labelled(reason, move.note)
        if told:
            lines.append(Line(((told, "muted"),), label=" " * 11, wraps=True))
    return lines


def _notes(written: Sequence[Written], day: date) -> list[Line]:
    if not written:
        return []
    lines: list[Line] = [blank(), heading(_("Notes"))]
    for note in written:
        when = format.fit(format.day(note.at.date(), day, short=True), 10)
        lines.append(line((when, "muted"), (note.author, "bold")))
        lines.append(text(note.body))
    return lines
