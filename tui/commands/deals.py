"""The plain commands about deals: the pipeline by stage, and the forecast of a period."""

from __future__ import annotations

import json
import re
from datetime import date

import click

from store import deals, pipeline, team
from store.calendar import Period, PeriodKind, next_period, period_of, previous_period
from store.deals import LOST, Coverage, Forecast, Stage, StageType, TrackRecord
from store.errors import N_, Invalid, NotFound, Reason
from store.pipeline import Card
from tui import format
from tui.commands.speaking import command, json_text
from tui.i18n import _, ngettext
from tui.options import Options

CENTURY = 2000
NOT_A_PERIOD = N_("{text} is no period; write month, quarter, year, next quarter, 2026-11, 2026-Q4 or 2026.")


def _stage(name: str, stages: list[Stage]) -> Stage:
    """The stage of that name, translated or not, or the only one that begins so. Raises NotFound."""
    wanted = name.strip().casefold()
    names = [(stage, {stage.name.casefold(), _(stage.name).casefold()}) for stage in stages]
    whole = [stage for stage, known in names if wanted in known]
    begun = [stage for stage, known in names if wanted and any(one.startswith(wanted) for one in known)]
    if whole or len(begun) == 1:
        return (whole or begun)[0]
    values = {"name": name, "names": [_(stage.name) for stage in stages]}
    raise NotFound(Reason(N_("There is no stage {name}. The stages are: {names}."), values))


@command("deals")
@click.option("--stage", "name", metavar="NAME", help="Only the deals in this stage.")
@click.option("--mine", is_flag=True, help="Only yours.")
@click.option("--json", "as_json", is_flag=True, help="As a list of objects, amounts in minor units.")
@click.pass_obj
def deals_command(options: Options, name: str | None, mine: bool, as_json: bool) -> None:
    """List the open deals by stage, with what is wrong with each; won and lost ones with --stage."""
    actor = options.actor()
    day, stages = team.today(), deals.stages()
    wanted = _stage(name, stages) if name is not None else None
    since = day - deals.LOOK_BACK
    numbers = [
        number
        for column in deals.board(actor.id if mine else None, since)
        if (column.stage.id == wanted.id if wanted is not None else column.stage.type is StageType.OPEN)
        for number in column.keys
    ]
    found = pipeline.cards(numbers, day)
    cards = [found[number] for number in numbers]
    if as_json:
        click.echo(json_text([_as_object(card) for card in cards]))
        return
    currency = team.team().currency
    for card in cards:
        click.echo(_as_line(card, day, currency))


def _as_object(card: Card) -> dict[str, object]:
    row = card.row
    return {
        "id": row.id,
        "name": row.name,
        "customer": row.customer,
        "owner": row.owner or None,
        "stage": row.stage,
        "type": row.type.value,
        "amount": row.amount,
        "probability": row.probability,
        "expected_close_on": row.expected_close_on.isoformat() if row.expected_close_on else None,
        "closed_on": row.closed_on.isoformat() if row.closed_on else None,
        "lost_reason": row.lost_reason.value if row.lost_reason else None,
        "flags": [one.flag.value for one in card.flags],
    }


def _as_line(card: Card, day: date, currency: str) -> str:
    row = card.row
    when = format.due(row.expected_close_on, day)[0] if row.open else format.day(row.closed_on, day)
    amount = format.fit(format.money(row.amount, currency), 14, "right")
    cells = ((str(row.id), 5), (_(row.stage), 16), (row.customer, 26), (row.name, 30))
    told = format.listed(format.reason(one.words) for one in card.flags)
    if row.lost_reason is not None:
        told = format.labelled(_(LOST[row.lost_reason]), row.lost_note)
    line = "  ".join(format.fit(format.plain(text), width) for text, width in cells)
    return f"{line}  {amount}  {format.fit(when, 14)}  {format.plain(told)}".rstrip()


def parse_period(text: str, day: date, fiscal_month: int) -> Period:
    """A period as people write it: month, quarter, year (of ``day``), next or last one, 2026-11, 2026-Q4, 2026;
    本月, 下季度, 去年, 2026年11月, 2026年第四季度.

    Q1 is the first quarter of the fiscal year that begins in that calendar year. Raises Invalid.
    """
    words = _in_english(text.strip().casefold().replace("_", " ")).split()
    kinds = {kind.value: kind for kind in PeriodKind}
    if words and words[-1] in kinds and len(words) <= 2:
        period = period_of(day, kinds[words[-1]], fiscal_month)
        step = {"this": period, "next": next_period(period), "last": previous_period(period)}
        if len(words) == 1 or words[0] in step:
            return step[words[0]] if len(words) == 2 else period
    named = re.fullmatch(r"(\d{4})(?:-(?:q([1-4])|(\d{1,2})))?", "".join(words))
    if named is not None and (named[3] is None or 1 <= int(named[3]) <= 12) and int(named[1]) >= CENTURY:
        return _named(int(named[1]), named[2], named[3], fiscal_month)
    raise Invalid({"period": Reason(NOT_A_PERIOD, {"text": text})})


WHICH = dict.fromkeys("本这今", "this") | dict.fromkeys("下明", "next") | dict.fromkeys("上去", "last")
KINDS = {"月": "month", "季度": "quarter", "年": "year"}
_NEAR = re.compile(r"([本这今下明上去])?个?(月|季度|年)")
_IN_YEAR = re.compile(r"(\d{4})年(?:第?([1-4一二三四])季度|(\d{1,2})月)?")


def _in_english(text: str) -> str:
    """下季度 as ``next quarter``, 2026年第四季度 as ``2026-q4``; any other text as it is."""
    if near := _NEAR.fullmatch(text):
        return f"{WHICH.get(near[1], 'this')} {KINDS[near[2]]}"
    if found := _IN_YEAR.fullmatch(text):
        year, quarter, month = found.groups()
        if quarter:
            return f"{year}-q{max('一二三四'.find(quarter) + 1, 0) or quarter}"
        return f"{year}-{month}" if month else year
    return text


def _named(year: int, quarter: str | None, month: str | None, fiscal_month: int) -> Period:
    if month is not None:
        return period_of(date(year, int(month), 1), PeriodKind.MONTH)
    serial = fiscal_month - 1 + (3 * (int(quarter) - 1) if quarter else 0)
    begins = date(year + serial // 12, serial % 12 + 1, 1)
    return period_of(begins, PeriodKind.QUARTER if quarter else PeriodKind.YEAR, fiscal_month)


@command("forecast")
@click.argument("period", nargs=-1)
@click.option("--mine", is_flag=True, help="Only your deals.")
@click.option("--json", "as_json", is_flag=True, help="As an object, amounts in minor units.")
@click.pass_obj
def forecast_command(options: Options, period: tuple[str, ...], mine: bool, as_json: bool) -> None:
    """Say what a PERIOD will bring: month, quarter (without one), year, next quarter, 2026-11, 2026-Q4, 2026."""
    actor = options.actor()
    found, day = team.team(), team.today()
    wanted = parse_period(" ".join(period) or "quarter", day, found.fiscal_month)
    owner = actor.id if mine else None
    forecast = deals.forecast(wanted.first, wanted.last, day, owner)
    covered = pipeline.coverage(forecast, owner)
    record = deals.last_year(day, owner)
    if as_json:
        click.echo(json.dumps(_forecast_object(forecast, covered, record), indent=2))
        return
    for label, text in _forecast_lines(forecast, covered, record, found.currency):
        click.echo(f"{format.fit(label, 16)}  {text}")


def _forecast_object(forecast: Forecast, covered: Coverage | None, record: TrackRecord) -> dict[str, object]:
    heaps = {"expected": forecast.expected, "past_date": forecast.past, "undated": forecast.undated}
    return {
        "first": forecast.first.isoformat(),
        "last": forecast.last.isoformat(),
        "won": forecast.won,
        "won_count": forecast.won_count,
        "commit": forecast.commit,
        "weighted": forecast.weighted,
        "best": forecast.best,
        **{name: {"count": heap.count, "sum": heap.sum, "weighted": heap.weighted} for name, heap in heaps.items()},
        "target": covered.target if covered else None,
        "booked": covered.booked if covered else None,
        "coverage": covered.times if covered else None,
        "win_rate": record.win_rate,
        "closed": record.closed,
        "mean_cycle_days": record.mean_cycle,
        "median_cycle_days": record.median_cycle,
        "velocity_a_day": record.velocity,
    }


def _forecast_lines(
    forecast: Forecast, covered: Coverage | None, record: TrackRecord, currency: str
) -> list[tuple[str, str]]:
    def worth(amount: int, count: int | None = None) -> str:
        text = format.fit(format.money(amount, currency), 16, "right")
        return text if count is None else f"{text}  {_counted(count)}"

    lines = [
        (_("Period"), f"{forecast.first} – {forecast.last}"),
        (_("Won"), worth(forecast.won, forecast.won_count)),
        (_("Commit"), worth(forecast.commit)),
        (_("Weighted"), worth(forecast.weighted, forecast.expected.count)),
        (_("Best"), worth(forecast.best)),
        (_("Past their date"), worth(forecast.past.sum, forecast.past.count)),
        (_("Without a date"), worth(forecast.undated.sum, forecast.undated.count)),
    ]
    if covered is not None:
        lines += [(_("Target"), worth(covered.target)), (_("Still to book"), worth(covered.left)), _covered(covered)]
    return [*lines, *_record_lines(record)]


def _counted(count: int) -> str:
    return ngettext("{n} deal", "{n} deals", count).format(n=count)


def _covered(covered: Coverage) -> tuple[str, str]:
    if covered.times is None:
        return _("Coverage"), _("the target is reached")
    times = format.number(covered.times, 1)
    return _("Coverage"), _("{times} times what is left is expected").format(times=times)


def _record_lines(record: TrackRecord) -> list[tuple[str, str]]:
    little = _("not enough data")
    rate = little if record.win_rate is None else format.percent(record.win_rate)
    words = _("{rate} of {n} closed, last 12 months").format(rate=rate, n=record.closed)
    cycle = little
    if record.mean_cycle is not None and record.median_cycle is not None:
        cycle = _("{mean} days, median {median}").format(
            mean=format.number(record.mean_cycle), median=format.number(record.median_cycle)
        )
    return [
        (_("Win rate"), words),
        (_("Cycle"), _("{cycle} of {n} won").format(cycle=cycle, n=record.won)),
    ]


PLAIN: tuple[click.Command, ...] = (deals_command, forecast_command)
