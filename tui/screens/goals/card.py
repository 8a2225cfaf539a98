"""What the detail pane says about a goal; its title, which follows the cursor, comes first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from store.goals import Checked, Detail, GoalRow, Metric, Revised, State, Status
from store.notes import Written
from tui import format
from tui.i18n import _, ngettext
from tui.screens.goals import words
from tui.widgets.charts import spark
from tui.widgets.detail import Line, blank, fact, heading, line, name, text
from tui.widgets.rows import Span

WIDE_BAR = 24
TREND = 26  # cells of the trend, from the first to the last day of the period


def goal_card(found: Detail, today: date, fiscal_month: int) -> list[Line]:
    """Everything about a goal."""
    row = found.row
    lines = [
        name(row.title, right=words.state(row)),
        line(words.owner(row), (f" · {_period(row, fiscal_month)}", "muted")),
        blank(),
        line(*words.progress(row, WIDE_BAR), (f"  {format.percent(row.standing.progress)}", "bold")),
    ]
    lines += [fact(label, value) for label, value in _facts(found, today) if value]
    lines += _trend(found, today)
    if row.why:
        lines += [blank(), heading(_("Why it matters")), text(row.why)]
    for title, entries in (
        (_("Check-ins"), [entry for c in found.check_ins for entry in _check_in(row, c, today)]),
        (_("Target revised"), [entry for r in found.revisions for entry in _revision(row, r, today)]),
        (_("Notes"), [entry for note in found.notes for entry in _note(note, today)]),
    ):
        lines += [blank(), heading(title), *entries] if entries else []
    if not found.check_ins and row.metric is Metric.TYPED and row.status is Status.ACTIVE:
        lines += [blank(), line((_("No check-in yet: space enters the figure so far."), "muted"))]
    return lines


def _period(row: GoalRow, fiscal_month: int) -> str:
    days = format.span(row.period.first, row.period.last)
    name = words.period(row.period, fiscal_month)
    return name if name == days else f"{name} · {days}"


def _facts(found: Detail, today: date) -> Iterator[tuple[str, str]]:
    row = found.row
    runs = row.status is Status.ACTIVE
    yield _("So far"), words.promise(row)
    if row.metric is not Metric.TYPED:
        yield _("Counted"), _(words.METRIC[row.metric])
    if runs and row.state is not State.ENDED:
        yield _("Expected"), _("{share} by working days").format(share=format.percent(row.standing.expected))
        yield _("Pace"), words.pace(row)
        yield _("Required"), words.required(row)
        yield _("Heading for"), words.heading_for(row)
    if row.confidence is not None and row.checked_on is not None:
        yield _("Confidence"), f"{row.confidence}/10"
    yield _("Part of"), found.parent
    if row.parent_id is not None and row.weight != 1:
        yield _("Weight"), format.number(row.weight)
    if found.parts.many:
        many = ngettext("{count} goal", "{count} goals", found.parts.many).format(count=found.parts.many)
        yield _("Below it"), f"{many} · {format.percent(found.parts.progress)}"


def _trend(found: Detail, today: date) -> list[Line]:
    """The figure over the period, held until the next one is known; the days to come are left blank."""
    row, known = found.row, found.trend
    if len(known) < 3:
        return []
    first, last = row.period.first, row.period.last
    step = ((last - first).days + 1) / TREND
    spans = [(timedelta(int(step * at)), timedelta(int(step * (at + 1)) - 1)) for at in range(TREND)]
    values = [_held(known, first + until) if first + begin <= today else None for begin, until in spans]
    end = format.figure(row.value(known[-1][1]), True)
    return [Line(((spark(values, TREND).rstrip(), "accent"), (f" {end}", "")), label=_("Trend"))]


def _held(known: tuple[tuple[date, int], ...], day: date) -> int:
    return [value for on, value in known if on <= day or on == known[0][0]][-1]


def _check_in(row: GoalRow, found: Checked, today: date) -> list[Line]:
    said, tone = words.STATE[found.state]
    spans: tuple[Span, ...] = (
        (format.fit(format.day(found.day, today, short=True), 10), "muted"),
        (format.fit(format.figure(row.value(found.value), True), 7, "right") + "  ", "bold"),
        (_(said), tone),
        ("" if found.note else f"  {found.by}", "muted"),
    )
    right = f"{found.confidence}/10" if found.confidence is not None else ""
    lines = [Line(spans, right=(right, "muted"))]
    return [*lines, text(f"{found.by}: {found.note}", "muted")] if found.note else lines


def _revision(row: GoalRow, found: Revised, today: date) -> list[Line]:
    old, new = (format.figure(row.value(value), True) for value in (found.old, found.new))
    day = format.fit(format.day(found.from_day, today, short=True), 10)
    return [Line(((day, "muted"), (f"{old} → {new}", "bold")), right=(found.by, "muted")), text(found.reason, "muted")]


def _note(found: Written, today: date) -> list[Line]:
    day = format.day(found.at.date(), today, short=True)
    return [line((day, "muted"), right=(found.author, "muted")), text(found.body)]
