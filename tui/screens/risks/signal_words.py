"""How signals and their rules read: cells and cards. Pure but for the clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from store.errors import N_
from store.notes import Written
from store.signals import Grade, RuleRow, SignalRow, Status
from tui import format
from tui.format import Tone
from tui.i18n import _, pgettext
from tui.signal_vocabulary import LACK, RULE, SHORT, amount, beyond, out_of, says
from tui.widgets.detail import Line, blank, fact, heading, line, text
from tui.widgets.record_list import Cell

GLYPH: Mapping[Grade, tuple[str, Tone]] = {Grade.WARN: ("▲", "warning"), Grade.ALARM: ("✕", "bad")}
GRADE: Mapping[Grade, str] = {Grade.WARN: N_("warning"), Grade.ALARM: N_("alarm")}
STATUS: Mapping[Status, str] = {
    Status.NEW: N_("waits for a decision"),
    Status.LINKED: N_("linked to a risk"),
    Status.DISMISSED: N_("dismissed"),
    Status.CLEARED: N_("cleared: the figure is good again"),
}
SECTION: Mapping[Status, tuple[str, Tone]] = {
    Status.NEW: (N_("▲ Signals, waiting for a decision"), "warning"),
    Status.LINKED: (N_("Linked to a risk"), "muted"),
    Status.DISMISSED: (N_("Dismissed"), "muted"),
    Status.CLEARED: (N_("Cleared"), "muted"),
}


# Cells


def glyph_cell(row: SignalRow) -> Cell:
    """``✕`` for an alarm, ``▲`` for a warning."""
    glyph, tone = GLYPH[row.grade]
    return glyph, tone if row.status is Status.NEW else "muted"


def who_cell(row: SignalRow) -> Cell:
    """Whom it is about."""
    return row.who, "bold" if row.status is Status.NEW else ""


def says_cell(row: SignalRow) -> Cell:
    """What is wrong."""
    return format.reason(row.says), ""


def short_cell(row: SignalRow) -> Cell:
    """What is wrong in a word, and with whom, in the one cell that the register has for it."""
    return ((f"{_(SHORT[row.rule])}  ", GLYPH[row.grade][1]), (row.who, "bold"))


def amount_cell(row: SignalRow) -> Cell:
    """How much it is."""
    return amount(row.rule, row.value), ""


def category_cell(row: SignalRow) -> Cell:
    """That it is a signal yet, and no risk."""
    return _("signal"), "muted"


def since_cell(row: SignalRow, day: date) -> Cell:
    """How long it stands; a dismissed one until when it is quiet."""
    if row.status is Status.DISMISSED:
        return (_("quiet"), "muted") if row.quiet_until is None else (_until(row.quiet_until, day), "muted")
    days = (day - row.opened_on).days
    return (pgettext("signal", "new"), "accent") if days <= 0 else (_("{n} d").format(n=days), "muted")


def _until(quiet: date, day: date) -> str:
    return _("to {day}").format(day=format.day(quiet, day, short=True, cells=6))


def rule_glyph_cell(row: RuleRow) -> Cell:
    """Whether a rule fires, is good, or can't say anything."""
    if row.fires:
        return "▲", "warning"
    return ("·", "muted") if row.asked_on is None or row.lack is not None else ("●", "good")


def rule_name_cell(row: RuleRow) -> Cell:
    """What it is called."""
    return _(RULE[row.rule][0]), "bold" if row.fires else ""


def rule_says_cell(row: RuleRow) -> Cell:
    """Its figure now and its bound; or why there is none."""
    if row.asked_on is None or row.lack is not None:
        return says(row), "muted"
    return says(row), "warning" if row.fires else "good" if row.value is None else ""


def rule_bad_cell(row: RuleRow) -> Cell:
    """How many of how many are beyond the bound."""
    return beyond(row), "warning" if row.bad else "muted"


# Cards


def card(row: SignalRow, day: date, currency: str, written: Sequence[Written] = (), opening: str = "") -> list[Line]:
    """Everything about a signal: whom, what, since when, how it was measured, what was decided, what was noted.

    ``opening`` says which key leads to whom it is about.
    """
    glyph, tone = GLYPH[row.grade]
    lines = [
        Line(((row.who, "bold"),), wraps=True),
        line((f"{glyph} {_(GRADE[row.grade])}", tone), right=(_(RULE[row.rule][0]), "muted")),
        text(format.reason(row.says)),
        blank(),
        fact(_("Since"), format.day(row.opened_on, day)),
        fact(_("Value"), amount(row.rule, row.value), tone),
        fact(_("Bound"), amount(row.rule, row.threshold)),
        fact(_("Out of"), out_of(row.rule, row.population)),
    ]
    if row.owner:
        lines.append(fact(_("Owner"), row.owner))
    if row.money is not None:
        lines.append(fact(_("Money"), format.money(row.money, currency)))
    if row.good and row.status is not Status.CLEARED:
        lines.append(line((_("● good today; a second such day clears it"), "good")))
    if opening:
        lines.append(line((opening, "accent")))
    measured = [blank(), heading(_("How it is measured")), text(_(RULE[row.rule][1]))]
    return [*lines, *_decision(row, day), *note_lines(written, day), *measured]


def _decision(row: SignalRow, day: date) -> list[Line]:
    lines = [blank(), fact(_("Status"), _(STATUS[row.status]))]
    if row.status is Status.NEW and row.decided_on is not None:
        lines.append(line((_("▲ dismissed before, and back: worse, or its time is over"), "warning")))
    if row.risk:
        lines.append(fact(_("Risk"), f"{row.risk_id} · {row.risk}"))
    if row.decided_on is not None:
        words = _("{day}, by {name}").format(day=format.day(row.decided_on, day), name=row.decided_by)
        lines.append(fact(_("Decided"), words))
    if row.why:
        lines.append(fact(_("Because"), row.why))
    if row.quiet_until is not None:
        lines.append(fact(_("Quiet until"), format.day(row.quiet_until, day)))
    return lines


def rule_card(row: RuleRow, day: date) -> list[Line]:
    """What a rule looks at, what it said last, and why nothing fires."""
    lines = [Line(((_(RULE[row.rule][0]), "bold"),), wraps=True), text(_(RULE[row.rule][1])), blank()]
    if row.asked_on is None:
        return [*lines, text(_("It was not asked yet. It is once a day; R asks all rules now."))]
    lines.append(fact(_("Asked"), format.day(row.asked_on, day)))
    if row.lack is not None:
        lines.append(fact(_("Says"), _(LACK[row.lack])))
    if row.value is not None:
        lines.append(fact(_("Value"), amount(row.rule, row.value), "warning" if row.fires else "good"))
        if row.who:
            lines.append(fact(pgettext("signal", "Whose"), row.who))
    if row.threshold:
        lines.append(fact(_("Bound"), amount(row.rule, row.threshold)))
    lines.append(fact(_("Out of"), out_of(row.rule, row.population)))
    lines.append(fact(_("Beyond it"), str(row.bad), "warning" if row.bad else "good"))
    return lines


def linked_lines(found: Sequence[SignalRow], day: date) -> list[Line]:
    """The signals behind a risk, in its card."""
    if not found:
        return []
    lines = [blank(), heading(_("Signals"))]
    for row in found:
        glyph, tone = GLYPH[row.grade]
        over = row.status is Status.CLEARED
        end = _("cleared") if over else format.day(row.opened_on, day, short=True)
        lines.append(
            line(("● " if over else f"{glyph} ", "good" if over else tone), (row.who, ""), right=(end, "muted"))
        )
        lines.append(Line(((format.reason(row.says), "muted"),), label=" ", wraps=True))
    return lines


def note_lines(written: Sequence[Written], day: date) -> list[Line]:
    """What was noted about a risk or a signal, the newest first."""
    if not written:
        return []
    lines = [blank(), heading(_("Notes"))]
    for note in written:
        lines.append(
            line((format.fit(format.day(note.at.date(), day, short=True), 10), "muted"), (note.author, "bold"))
        )
        lines.append(text(note.body))
    return lines
