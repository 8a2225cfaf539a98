"""The plain commands about what could hurt: the register of risks, and the signals with their rules."""

from __future__ import annotations

from datetime import date

import click

from store import risks, signals, team
from store.risks import RiskRow
from store.signals import RuleRow, SignalRow, Status
from tui import format
from tui.commands.core import named
from tui.commands.speaking import command, json_text
from tui.i18n import _
from tui.options import Options
from tui.signal_vocabulary import RULE, beyond, says

LEVEL = {None: "?", risks.Level.LOW: "●", risks.Level.MEDIUM: "◆", risks.Level.HIGH: "▲", risks.Level.CRITICAL: "✕"}
GRADE = {signals.Grade.WARN: "▲", signals.Grade.ALARM: "✕"}


@command("risks")
@click.option("--member", metavar="NAME", help="Whose risks; everyone's without it.")
@click.option("--all", "over", is_flag=True, help="Also those that happened or were closed.")
@click.option("--json", "as_json", is_flag=True, help="As a list of objects, money in minor units.")
@click.pass_obj
def risks_command(options: Options, member: str | None, over: bool, as_json: bool) -> None:
    """List the risks, the unrated ones first and then the worst, with what is wrong with each in the register."""
    options.actor()
    owner = named(member).id if member else None
    shelves = risks.register(owner)
    ended = (risks.Shelf.OCCURRED, risks.Shelf.CLOSED)
    numbers = [number for shelf, found in shelves.items() if over or shelf not in ended for number in found]
    read, day = risks.listed(numbers), team.today()
    if as_json:
        found = [_risk_object(read[number], day) for number in numbers]
        click.echo(json_text(found))
        return
    currency = team.team().currency
    for number in numbers:
        click.echo(_risk_line(read[number], day, currency))


def _risk_object(row: RiskRow, day: date) -> dict[str, object]:
    return {
        "id": row.id,
        "title": row.title,
        "category": row.category.value,
        "owner": row.owner or None,
        "status": row.status.value,
        "probability": row.probability,
        "impact": row.impact,
        "score": row.score,
        "level": row.level.name.lower() if row.level else None,
        "inherent": row.inherent,
        "residual": row.residual,
        "money": row.money,
        "response": row.response.value if row.response else None,
        "action_items": row.items,
        "action_items_done": row.items_done,
        "accepted_until": _iso(row.accepted_until),
        "next_review_on": _iso(row.next_review_on),
        "to_mend": [one.flaw.value for one in row.lint(day)],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _risk_line(row: RiskRow, day: date, currency: str) -> str:
    score = f"{LEVEL[row.level]} {row.score or '':>2}"
    money = "" if row.money is None else format.money(row.money, currency)
    when = format.due(row.next_review_on, day)[0] if row.live else format.word(row.status)
    told = " ".join(format.reason(one.why) for one in row.lint(day))
    cells = ((str(row.id), 4), (score, 4), (row.title, 44), (row.owner, 14))
    line = "  ".join(format.fit(format.plain(text), width) for text, width in cells)
    return f"{line}  {format.fit(money, 12, 'right')}  {format.fit(when, 14)}  {format.plain(told)}".rstrip()


@command("signals")
@click.option("--member", metavar="NAME", help="Those about what somebody looks after; everyone's without it.")
@click.option("--all", "every", is_flag=True, help="Also those that were linked to a risk or dismissed.")
@click.option("--rules", is_flag=True, help="The rules with their figures now instead.")
@click.option("--json", "as_json", is_flag=True, help="As a list of objects, values in thousandths.")
@click.pass_obj
def signals_command(options: Options, member: str | None, every: bool, rules: bool, as_json: bool) -> None:
    """List what the team's own records warn of; the rules are asked first, unless somebody did so today."""
    options.actor()
    owner = named(member).id if member else None
    day = team.today()
    if signals.due(day):
        signals.run(day)
    if rules:
        _tell_rules(as_json)
        return
    statuses = (Status.NEW, Status.LINKED, Status.DISMISSED) if every else (Status.NEW,)
    numbers = [number for status in statuses for number in signals.standing(status, owner)]
    read = signals.listed(numbers)
    if as_json:
        found = [_signal_object(read[number]) for number in numbers]
        click.echo(json_text(found))
        return
    for number in numbers:
        click.echo(_signal_line(read[number], day))


def _tell_rules(as_json: bool) -> None:
    found = signals.readings().values()
    if as_json:
        click.echo(json_text([_rule_object(row) for row in found]))
        return
    for row in found:
        mark = "▲" if row.fires else "·" if row.lack is not None else "●"
        cells = ((mark, 1), (_(RULE[row.rule][0]), 26), (beyond(row), 12))
        line = "  ".join(format.fit(text, width) for text, width in cells)
        click.echo(f"{line}  {says(row)}".rstrip())


def _signal_object(row: SignalRow) -> dict[str, object]:
    return {
        "id": row.id,
        "rule": row.rule.value,
        "grade": row.grade.name.lower(),
        "status": row.status.value,
        "subject": str(row.subject),
        "who": row.who,
        "owner": row.owner or None,
        "value": row.value,
        "threshold": row.threshold,
        "population": row.population,
        "since": row.opened_on.isoformat(),
        "money": row.money,
        "risk": row.risk_id,
        "why": row.why or None,
        "quiet_until": _iso(row.quiet_until),
    }


def _rule_object(row: RuleRow) -> dict[str, object]:
    return {
        "rule": row.rule.value,
        "asked_on": _iso(row.asked_on),
        "value": row.value,
        "threshold": row.threshold,
        "population": row.population,
        "beyond": row.bad,
        "whose": row.who or None,
        "lack": row.lack.value if row.lack else None,
    }


def _signal_line(row: SignalRow, day: date) -> str:
    since = format.day(row.opened_on, day, short=True)
    cells = ((str(row.id), 4), (GRADE[row.grade], 1), (row.who, 44), (row.owner, 14), (since, 10))
    line = "  ".join(format.fit(format.plain(text), width) for text, width in cells)
    told = format.plain(format.reason(row.says))
    return f"{line}  {told}" + (f"  ({format.word(row.status)})" if row.status is not Status.NEW else "")


PLAIN: tuple[click.Command, ...] = (risks_command, signals_command)
