"""Goals in words: states, periods, figures, and the cells of the list. Pure functions."""

from __future__ import annotations

from math import isinf

from store.calendar import Period, PeriodKind, period_of
from store.errors import N_
from store.figures import THOUSANDTHS
from store.goals import Answer, Aspect, Direction, GoalRow, Lamp, Metric, Shape, State, Status, Sum, Unit
from tui import format
from tui.format import Tone
from tui.i18n import _, ngettext
from tui.widgets.charts import bar
from tui.widgets.rows import Cell, Span

STATE: dict[State, tuple[str, Tone]] = {
    State.ON_TRACK: (N_("● on track"), "good"),
    State.AT_RISK: (N_("▲ at risk"), "warning"),
    State.OFF_TRACK: (N_("✕ off track"), "bad"),
    State.TOO_EARLY: (N_("· too early"), "muted"),
    State.NO_DATA: (N_("· no figure"), "muted"),
    State.ENDED: (N_("■ ended"), "warning"),
}
STATUS: dict[Status, tuple[str, Tone]] = {
    Status.DRAFT: (N_("○ draft"), "muted"),
    Status.PROPOSED: (N_("◇ proposed"), "accent"),
    Status.ACTIVE: (N_("● active"), ""),
    Status.ACHIEVED: (N_("✓ achieved"), "good"),
    Status.MISSED: (N_("✕ missed"), "bad"),
    Status.DROPPED: (N_("– dropped"), "muted"),
    Status.TRANSFERRED: (N_("→ handed on"), "muted"),
}
ANSWER: dict[Answer, tuple[str, Tone]] = {
    Answer.ACCEPTED: (N_("◇ accepted"), "good"),
    Answer.COUNTERED: (N_("◇ countered"), "warning"),
}
COMPUTED: dict[State, str] = {
    State.ON_TRACK: N_("on track"),
    State.AT_RISK: N_("at risk"),
    State.OFF_TRACK: N_("off track"),
}
LAMP: dict[Lamp, tuple[str, Tone]] = {
    Lamp.GREEN: ("●", "good"),
    Lamp.AMBER: ("▲", "warning"),
    Lamp.RED: ("✕", "bad"),
    Lamp.GREY: ("·", "muted"),
}
ASPECT: dict[Aspect, str] = {
    Aspect.SPECIFIC: N_("Specific"),
    Aspect.MEASURABLE: N_("Measurable"),
    Aspect.ACHIEVABLE: N_("Achievable"),
    Aspect.RELEVANT: N_("Relevant"),
    Aspect.TIME_BOUND: N_("Time-bound"),
}
METRIC: dict[Metric, str] = {
    Metric.TYPED: N_("typed in"),
    Metric.REVENUE: N_("revenue"),
    Metric.DEALS_WON: N_("deals won"),
    Metric.FOLLOWUPS_DONE: N_("follow-ups done"),
    Metric.ON_TIME_RATE: N_("on-time rate"),
    Metric.NEW_CUSTOMERS: N_("new customers"),
    Metric.SATISFACTION: N_("satisfaction"),
}
UNIT: dict[Unit, str] = {Unit.NUMBER: N_("number"), Unit.MONEY: N_("money"), Unit.PERCENT: N_("per cent")}
BAR = 8  # cells of a row's bar
MANY = 9.995  # times the target: its per cents need five cells
INDENT = "  "
A_DAY = N_("{amount} a working day · {days} left")


def state(row: GoalRow) -> Span:
    """What the figures say of a goal that runs, else how far the promise is; with its glyph."""
    found = row.state
    if row.status is Status.PROPOSED and row.answer is not None:
        words, tone = ANSWER[row.answer]
    else:
        words, tone = STATE[found] if found is not None else STATUS[row.status]
    return _(words), tone


def owner(row: GoalRow) -> Span:
    """Whose goal it is."""
    return (_("Team") if row.is_team else row.owner), "muted"


def title(row: GoalRow, depth: int) -> Cell:
    """The title under its parent's."""
    return (INDENT * depth, ""), (row.title, "bold" if row.status is Status.ACTIVE else "")


def share(row: GoalRow) -> Span:
    """Progress in per cent, as it is: −20%, 140%; from ten times on 10×."""
    found = row.standing.progress
    if found is not None and abs(found) >= MANY:
        return f"{max(min(int(found), 999), -99)}×", ""
    return format.percent(found), "muted" if found is None else ""


def progress(row: GoalRow, width: int = BAR) -> Cell:
    """The bar of progress, and a mark where it should be by working days."""
    if row.standing.progress is None:
        return " " * width, "muted"
    tone: Tone = STATE[row.state][1] if row.state is not None else STATUS[row.status][1]
    mark = row.standing.expected if row.status is Status.ACTIVE and row.state is not State.ENDED else None
    return tuple(bar(row.standing.progress, width, mark, "accent" if tone == "muted" else tone))


def confidence(row: GoalRow) -> Span:
    """The stated confidence; in warning when it says the opposite of the figures."""
    if row.confidence is None:
        return "", "muted"
    return f"{row.confidence}/10", "warning" if row.gap is not None else "muted"


def gap(row: GoalRow) -> str:
    """``says 8, computed off track``; "" where the stated confidence and the figures agree."""
    if row.gap is None or row.state is None:
        return ""
    return _("says {confidence}, computed {state}").format(confidence=row.confidence, state=_(COMPUTED[row.state]))


def so_far(row: GoalRow) -> Span:
    """Current and target, short: 930 k / 2.00 M."""
    return f"{brief(row, row.current)} / {brief(row, row.plan.target)}", ""


def brief(row: GoalRow, amount: float | None) -> str:
    """A figure of a goal in few cells; a satisfaction keeps its hundredths, between which it moves."""
    return format.figure(row.value(amount), row.metric is not Metric.SATISFACTION)


def short_period(row: GoalRow, fiscal_month: int) -> Span:
    """2026, Q4, Nov: what fits into a column; of a goal that runs over a part of its period, that period."""
    last, kind = row.period.last, row.period.kind
    if kind is PeriodKind.MONTH:
        return _(format.MONTHS[last.month - 1]), "muted"
    whole = period_of(last, kind, fiscal_month)
    if kind is PeriodKind.YEAR:
        return str(whole.first.year), "muted"
    return _("Q{quarter}").format(quarter=_quarter(whole, fiscal_month)), "muted"


def period(found: Period, fiscal_month: int) -> str:
    """``2026``, ``Q4 2026``, ``Nov 2026``; in a fiscal year that begins in April ``2026/27``; else its days."""
    if found != period_of(found.first, found.kind, fiscal_month):
        return format.span(found.first, found.last)
    if found.kind is PeriodKind.MONTH:
        return format.month(found.first)
    begins = found.first.year - (found.first.month < fiscal_month)
    year = str(begins) if fiscal_month == 1 else f"{begins}/{(begins + 1) % 100:02}"
    if found.kind is PeriodKind.YEAR:
        return year
    return _("Q{quarter} {year}").format(quarter=_quarter(found, fiscal_month), year=year)


def _quarter(found: Period, fiscal_month: int) -> int:
    return (found.first.month - fiscal_month) % 12 // 3 + 1


def pace(row: GoalRow) -> str:
    """The pace with two decimals; a dash while it can't be said."""
    speed = row.standing.pace
    return format.NONE if speed is None or isinf(speed) else f"{speed:.2f}"


def promise(row: GoalRow) -> str:
    """``€ 930,000 of € 2,000,000``, ``7, from 10 to 0``, ``3 of at most 10``, ``4.3, from 4.1 to 4.5 · 12 answers``."""
    now, target = format.figure(row.value(row.current)), format.figure(row.value(row.plan.target))
    if row.plan.is_limit:
        return _("{now} of at most {target}").format(now=now, target=target)
    if row.plan.shape is Shape.LEVEL:
        start = format.figure(row.value(row.plan.start))
        words = _("{now}, from {start} to {target}").format(now=now, start=start, target=target)
        if row.answers is None:
            return words
        said = ngettext("{count} answer", "{count} answers", row.answers).format(count=row.answers)
        return f"{words} · {said}"
    return _("{now} of {target}").format(now=now, target=target)


def required(row: GoalRow) -> str:
    """What every working day that is left must bring; in all, where that is less than one a day."""
    per_day, left = row.standing.required, row.standing.days_left
    if per_day is None or row.status is not Status.ACTIVE:
        return ""
    if not per_day:
        return _("nothing is left of it") if row.plan.is_limit else _("reached")
    if row.unit is not Unit.MONEY and abs(per_day) < THOUSANDTHS:
        amount = format.figure(row.value(per_day * left))
        words = ngettext("{amount} in {days} working day", "{amount} in {days} working days", left)
        return words.format(amount=amount, days=left)
    unit = 100 if row.unit is Unit.MONEY else THOUSANDTHS // 10
    words = _("may use {amount} a working day · {days} left") if row.plan.is_limit else _(A_DAY)
    return words.format(amount=format.figure(row.value(round(per_day / unit) * unit)), days=left)


def heading_for(row: GoalRow) -> str:
    """Where it ends at this rate; "" before 15 % of the period."""
    if row.standing.projection is None or row.state in (None, State.ENDED):
        return ""
    words = _("{amount} at this rate")
    return words.format(amount=brief(row, row.standing.projection))


def allocated(row: GoalRow, found: Sum) -> str:
    """``620 k of 640 k, 20 k open``: what the parts promise against the whole, and what nobody has."""
    target, whole = (brief(row, amount) for amount in (found.target, found.whole))
    left = brief(row, abs(found.unallocated))
    if not found.unallocated:
        return _("{target} of {whole}, all allocated").format(target=target, whole=whole)
    words = _("{target} of {whole}, {left} open") if found.unallocated > 0 else _("{target} of {whole}, {left} over")
    return words.format(target=target, whole=whole, left=left)


def present(row: GoalRow) -> str:
    """``45 of 66 working days`` that the owner belongs to the team; "" when it is all of them."""
    if row.owner_id is None or row.presence.whole:
        return ""
    return _("{present} of {days} working days").format(present=row.presence.present, days=row.presence.days)


SHAPE: dict[tuple[Shape, Direction], str] = {
    (Shape.SUM, Direction.UP): N_("adds up from 0"),
    (Shape.LEVEL, Direction.UP): N_("level, from start to target"),
    (Shape.SUM, Direction.DOWN): N_("must stay under"),
}
