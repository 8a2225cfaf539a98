"""The words of the signals and their rules, for the screens and the plain commands; no Textual here."""

from __future__ import annotations

from collections.abc import Mapping

from store.errors import N_, NN_
from store.figures import THOUSANDTHS
from store.signals import Lack, Rule, RuleRow, figure
from tui import format
from tui.i18n import _, ngettext

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
            " alarms below 0.7; not before 15 per cent of the period and three working days."
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
OUT_OF: Mapping[Rule, tuple[str, str]] = {  # of one, of several
    Rule.CONCENTRATION: NN_("{n} buying customer", "{n} buying customers"),
    Rule.COVERAGE: NN_("{n} closed deal", "{n} closed deals"),
    Rule.PACE: NN_("{n} goal", "{n} goals"),
    Rule.SILENT: NN_("{n} A customer", "{n} A customers"),
    Rule.STALLED: NN_("{n} open deal", "{n} open deals"),
    Rule.SLIPPED: NN_("{n} open deal", "{n} open deals"),
    Rule.REP_SHARE: NN_("{n} rep", "{n} reps"),
    Rule.COMPLAINTS: NN_("{n} open complaint", "{n} open complaints"),
    Rule.SATISFACTION: NN_("{n} answer", "{n} answers"),
    Rule.OVERDUE: NN_("{n} person", "{n} people"),
    Rule.TRAINING: NN_("{n} open step", "{n} open steps"),
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


def says(row: RuleRow) -> str:
    """A rule's figure now and its bound; or why there is none."""
    if row.asked_on is None:
        return _("not asked yet: R asks it now")
    if row.lack is not None:
        return _(LACK[row.lack])
    if row.value is None:
        return _("none")
    words = _("{value} · below {bound}") if row.rule in BELOW else _("{value} · bound {bound}")
    return words.format(value=amount(row.rule, row.value), bound=amount(row.rule, row.threshold))


def beyond(row: RuleRow) -> str:
    """How many of how many are beyond the bound."""
    if row.asked_on is None:
        return ""
    return _("{bad} of {n}").format(bad=format.number(row.bad), n=format.number(row.population))


def out_of(rule: Rule, population: int) -> str:
    """Of how many a figure is: ``24 open deals``."""
    return ngettext(*OUT_OF[rule], population).format(n=format.number(population))
