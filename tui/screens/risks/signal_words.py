"""How signals and their rules read: cells and cards. Pure but for the clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from store.errors import N_
from store.figures import THOUSANDTHS
from store.signals import Grade, Lack, Rule, RuleRow, SignalRow, Status, figure
from tui import format
from tui.format import Tone
from tui.i18n import _
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
RULE: Mapping[Rule, tuple[str, str]] = {  # its name, and what it looks at from where on
    Rule.CONCENTRATION: (
        N_("Largest customer"),
        N_(
            "The largest customer's share of the revenue of 12 months. Warns from 10 %, alarms from 20 %;"
            " from 20 buying customers on."
        ),
    ),
    Rule.COVERAGE: (
        N_("Pipeline coverage"),
        N_(
            "Open deals expected in the period ÷ what is left of its revenue target. Warns below 1 ÷ win rate of 12"
            " months, alarms below 0.7 of that; from 10 closed deals on."
        ),
    ),
    Rule.PACE: (
        N_("Pace of goals"),
        N_(
            "Progress ÷ the share of the period's working days that is over, of every active goal. Warns below 0.9,"
            " alarms below 0.7; not before 15 % of the period and three working days."
        ),
    ),
    Rule.SILENT: (
        N_("Silent A customers"),
        N_(
            "Days since the last real contact ÷ the visit interval, where nothing is planned within 7 days. Warns"
            " beyond 1.5, alarms beyond 2."
        ),
    ),
    Rule.STALLED: (
        N_("Stalled deals"),
        N_(
            "Days without a contact, where none is planned within the limit of the stage. Warns beyond the limit,"
            " alarms beyond twice the limit."
        ),
    ),
    Rule.SLIPPED: (
        N_("Slipped dates"),
        N_("How often the expected close of an open deal was moved later. Warns from 2 times on, alarms from 3."),
    ),
    Rule.REP_SHARE: (
        N_("One rep's share"),
        N_(
            "What one rep owns of the open pipeline. Warns beyond min(60 %, max(25 %, 2 ÷ reps)), alarms beyond 1.5"
            " times that, at most 80 %; from three reps on."
        ),
    ),
    Rule.COMPLAINTS: (
        N_("Complaints of A customers"),
        N_("Days since a complaint was opened that is still open. Warns from 3 on, alarms from 7."),
    ),
    Rule.SATISFACTION: (
        N_("Falling satisfaction"),
        N_(
            "Mean of the five answers before − mean of the last five, of 1 to 5, last 12 months. Warns from 0.5 on,"
            " alarms from 1.0; from 8 answers on."
        ),
    ),
    Rule.OVERDUE: (
        N_("Overdue follow-ups"),
        N_("Follow-ups of one rep that were due before today. Warns from 5 on, alarms from 15."),
    ),
    Rule.TRAINING: (
        N_("Mandatory training"),
        N_("Days by which the oldest open mandatory step of a plan is late. Warns from 1 on, alarms from 14."),
    ),
}
SHORT: Mapping[Rule, str] = {
    Rule.CONCENTRATION: N_("large share"),
    Rule.COVERAGE: N_("thin pipeline"),
    Rule.PACE: N_("behind pace"),
    Rule.SILENT: N_("silent"),
    Rule.STALLED: N_("stalled"),
    Rule.SLIPPED: N_("slipped"),
    Rule.REP_SHARE: N_("one rep's share"),
    Rule.COMPLAINTS: N_("complaint"),
    Rule.SATISFACTION: N_("less satisfied"),
    Rule.OVERDUE: N_("overdue"),
    Rule.TRAINING: N_("training late"),
}
OUT_OF: Mapping[Rule, str] = {
    Rule.CONCENTRATION: N_("{n} buying customers"),
    Rule.COVERAGE: N_("{n} closed deals"),
    Rule.PACE: N_("{n} goals"),
    Rule.SILENT: N_("{n} A customers"),
    Rule.STALLED: N_("{n} open deals"),
    Rule.SLIPPED: N_("{n} open deals"),
    Rule.REP_SHARE: N_("{n} reps"),
    Rule.COMPLAINTS: N_("{n} open complaints"),
    Rule.SATISFACTION: N_("{n} answers"),
    Rule.OVERDUE: N_("{n} people"),
    Rule.TRAINING: N_("{n} open steps"),
}
LACK: Mapping[Lack, str] = {
    Lack.FEW_BUYERS: N_("not enough data: 20 buying customers are needed"),
    Lack.NO_TARGET: N_("not enough data: the team has no active revenue goal"),
    Lack.REACHED: N_("the target is reached"),
    Lack.FEW_CLOSED: N_("not enough data: 10 closed deals are needed"),
    Lack.NO_GOAL: N_("not enough data: no active goal runs for long enough"),
    Lack.NO_A_CUSTOMER: N_("not enough data: there is no A customer"),
    Lack.NO_DEAL: N_("not enough data: no deal is open"),
    Lack.FEW_REPS: N_("not enough data: three reps are needed"),
    Lack.NO_COMPLAINT: N_("no complaint of an A customer is open"),
    Lack.FEW_ANSWERS: N_("not enough data: 8 answers in 12 months are needed"),
    Lack.NO_TRAINING: N_("not enough data: no mandatory step is open"),
}
TIMES = (Rule.COVERAGE, Rule.SILENT)
DAYS = (Rule.STALLED, Rule.COMPLAINTS, Rule.TRAINING)
BELOW = (Rule.COVERAGE, Rule.PACE)  # rules that fire below their bound


def amount(rule: Rule, value: int) -> str:
    """A value of a rule in short: ``42%``, ``2.3×``, ``18 d``, ``0.84``."""
    said = format.figure(figure(rule, value))
    if rule in TIMES:
        return f"{said}×"
    return _("{n} d").format(n=value // THOUSANDTHS) if rule in DAYS else said


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
    return (_("new"), "accent") if days <= 0 else (_("{n} d").format(n=days), "muted")


def _until(quiet: date, day: date) -> str:
    return _("to {day}").format(day=format.day(quiet, day, short=True))


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
    if row.asked_on is None:
        return _("not asked yet: R asks it now"), "muted"
    if row.lack is not None:
        return _(LACK[row.lack]), "muted"
    if row.value is None:
        return _("none"), "good"
    words = _("{value} · below {bound}") if row.rule in BELOW else _("{value} · bound {bound}")
    told = words.format(value=amount(row.rule, row.value), bound=amount(row.rule, row.threshold))
    return told, "warning" if row.fires else ""


def rule_bad_cell(row: RuleRow) -> Cell:
    """How many of how many are beyond the bound."""
    if row.asked_on is None:
        return "", ""
    values = {"bad": format.number(row.bad), "n": format.number(row.population)}
    return _("{bad} of {n}").format(**values), "warning" if row.bad else "muted"


# Cards


def card(row: SignalRow, day: date, currency: str) -> list[Line]:
    """Everything about a signal: whom, what, since when, how it was measured, what was decided."""
    glyph, tone = GLYPH[row.grade]
    lines = [
        Line(((row.who, "bold"),), wraps=True),
        line((f"{glyph} {_(GRADE[row.grade])}", tone), right=(_(RULE[row.rule][0]), "muted")),
        text(format.reason(row.says)),
        blank(),
        fact(_("Since"), format.day(row.opened_on, day)),
        fact(_("Value"), amount(row.rule, row.value), tone),
        fact(_("Bound"), amount(row.rule, row.threshold)),
        fact(_("Out of"), _(OUT_OF[row.rule]).format(n=format.number(row.population))),
    ]
    if row.owner:
        lines.append(fact(_("Owner"), row.owner))
    if row.money is not None:
        lines.append(fact(_("Money"), format.money(row.money, currency)))
    if row.good and row.status is not Status.CLEARED:
        lines.append(line((_("● good today; a second such day clears it"), "good")))
    return [*lines, *_decision(row, day), blank(), heading(_("How it is measured")), text(_(RULE[row.rule][1]))]


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
            lines.append(fact(_("Whose"), row.who))
    if row.threshold:
        lines.append(fact(_("Bound"), amount(row.rule, row.threshold)))
    lines.append(fact(_("Out of"), _(OUT_OF[row.rule]).format(n=format.number(row.population))))
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
