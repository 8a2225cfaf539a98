"""The strip on top of the deals: the forecast of the month and of the quarter, and how well we close."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rich.segment import Segment
from textual.strip import Strip

from store import deals, pipeline
from store.calendar import Period, PeriodKind, period_of
from store.deals import Coverage, Forecast, TrackRecord
from store.errors import N_
from tui import format
from tui.format import Tone
from tui.i18n import _
from tui.widgets.pane import Pane
from tui.widgets.rows import Cell, Span, fitted

LABEL, FIGURES = 10, (8, 8, 10, 8, 8, 10)  # cells of the first column and of the others, at the least
TABLE = LABEL + sum(FIGURES)
BARS_FROM, FACTS_FROM = TABLE + 24, TABLE + 53  # cells from which bars, and how well we close, stand beside it
FACTS = 32
HEADS = (N_("won"), N_("commit"), N_("weighted"), N_("best"), N_("target"), N_("coverage"))


@dataclass(frozen=True)
class Outlook:
    """What the strip shows: a forecast for each period with its coverage, and the record of the last year."""

    periods: Sequence[tuple[Period, Forecast, Coverage | None]]
    record: TrackRecord


def ask(day: date, fiscal_month: int, owner: int | None) -> Outlook:
    """The month and the quarter that hold a day, for a member or for everyone."""
    found = []
    for kind in (PeriodKind.MONTH, PeriodKind.QUARTER):
        period = period_of(day, kind, fiscal_month)
        forecast = deals.forecast(period.first, period.last, day, owner)
        found.append((period, forecast, pipeline.coverage(forecast, owner)))
    return Outlook(found, deals.last_year(day, owner))


def period_words(period: Period) -> str:
    """``Nov 2026``, ``Q4 2026`` (by the calendar's months, ``Nov–Jan`` where the fiscal quarter is another)."""
    if period.kind is PeriodKind.MONTH:
        return format.month(period.first, LABEL - 1)
    if period.kind is PeriodKind.YEAR:
        return str(period.first.year)
    if period.first.month % 3 == 1:
        return _("Q{number} {year}").format(number=period.first.month // 3 + 1, year=period.first.year)
    return "–".join(_(format.MONTHS[day.month - 1]) for day in (period.first, period.last))


def apart(forecast: Forecast, currency: str) -> str:
    """What no period can count: ``✕ 3 past their date, 123 k · 1 without a date, 14 k``; "" for nothing."""
    parts = []
    for heap, words in ((forecast.past, _("✕ {n} past date {sum}")), (forecast.undated, _("{n} without a date {sum}"))):
        if heap.count:
            parts.append(words.format(n=heap.count, sum=format.money(heap.sum, currency, short=True)))
    return " · ".join(parts)


def record_words(record: TrackRecord, currency: str) -> list[str]:
    """Win rate, cycle and velocity with their population; "not enough data" where it is too small."""
    closed = record.closed
    if record.win_rate is None:
        rate = _("win rate: not enough data ({n})").format(n=closed)
    else:
        rate = _("win rate {share} of {n} closed, 12 m").format(share=format.percent(record.win_rate), n=closed)
    if record.mean_cycle is None or record.median_cycle is None:
        return [rate, _("cycle: not enough data ({n})").format(n=record.won)]
    mean, median = format.number(record.mean_cycle), format.number(record.median_cycle)
    words = [rate, _("cycle {mean} d, median {median}, {n} won").format(mean=mean, median=median, n=record.won)]
    if record.velocity is not None:
        velocity = format.money(round(record.velocity), currency, short=True)
        words.append(_("velocity {amount} a day").format(amount=velocity))
    return words


class OutlookStrip(Pane):
    """Three lines: the heads, the month, the quarter; wide terminals see bars and how well we close beside them."""

    DEFAULT_CSS = "OutlookStrip { height: 5; overflow-y: hidden; }"

    def __init__(self) -> None:
        super().__init__(N_("Forecast"), (), None, None)
        self.outlook: Outlook | None = None
        self.currency = ""

    def show(self, outlook: Outlook, currency: str) -> None:
        """Draw this; only lines that differ."""
        shown = self.strips()
        self.outlook, self.currency = outlook, currency
        told = apart(outlook.periods[-1][1], currency)
        self.name_frame(f" · {told}" if told else "")
        self.refresh_different(shown)

    def render_line(self, y: int) -> Strip:
        """One line of the table, with its bar and its fact."""
        width = self.size.width
        if self.outlook is None or y > 2:
            return Strip.blank(width, self.rich_style)
        cells, spare = self._cells(y), 0 if width >= BARS_FROM else (width - TABLE - 1) // len(FIGURES)
        segments = [Segment(" ", self.tones[""]), *self._put(cells[0], LABEL - 1, left=True)]
        for cell, least in zip(cells[1:], FIGURES, strict=True):
            segments += self._put(cell, least + spare)
        facts = FACTS if width >= FACTS_FROM else 0
        if width >= BARS_FROM:
            segments += [Segment("  ", self.tones[""]), *self._bar(y, width - TABLE - facts - 3)]
        if facts:
            words = record_words(self.outlook.record, self.currency)
            fact = words[y] if y < len(words) else ""
            segments += [Segment(" ", self.tones[""]), *self._put((fact, "muted"), FACTS, left=True)]
        return Strip(segments).adjust_cell_length(width, self.rich_style).simplify()

    def _put(self, cell: Cell, width: int, left: bool = False) -> list[Segment]:
        return fitted(cell, width, "left" if left else "right", self.tones)

    def _cells(self, y: int) -> list[Span]:
        assert self.outlook is not None
        if y == 0:
            return [("", ""), *((_(word), "muted") for word in HEADS)]
        period, forecast, coverage = self.outlook.periods[y - 1]
        figures = (forecast.won, forecast.commit, forecast.weighted, forecast.best)
        tones: tuple[Tone, ...] = ("good", "accent", "", "muted")
        cells: list[Span] = [(period_words(period), "bold")]
        cells += [(self._money(value), tone) for value, tone in zip(figures, tones, strict=True)]
        return [*cells, (self._money(coverage.target) if coverage else format.NONE, ""), covered(coverage)]

    def _money(self, value: int) -> str:
        return format.money(value, self.currency, short=True)

    def _bar(self, y: int, width: int) -> list[Segment]:
        """Won, then what commit and best add, against the target."""
        if self.outlook is None or y == 0:
            return self._put(self._legend(), width, left=True)
        _period, forecast, coverage = self.outlook.periods[y - 1]
        target = coverage.target if coverage else 0
        return self._put(tuple(stacked(forecast, target, width)) or ("", ""), width, left=True)

    @staticmethod
    def _legend() -> Cell:
        lines: tuple[Span, ...] = (("━ ", "good"), ("━ ", "accent"), ("─ ", "muted"))
        spans: list[Span] = []
        for line, word in zip(lines, (_("won"), _("commit"), _("best")), strict=True):
            spans += [line, (word, "muted"), (" ", "")]
        return tuple(spans[:-1])


def covered(coverage: Coverage | None) -> Span:
    """How often what is left of the target is in the pipeline: ``2.4×``; below once it is a warning."""
    if coverage is None:
        return format.NONE, "muted"
    if coverage.times is None:
        return _("✓ reached"), "good"
    words = f"{format.number(coverage.times, 1)}×"
    return (words, "") if coverage.times >= 1 else (f"▲ {words}", "warning")


def stacked(forecast: Forecast, target: int, width: int) -> list[Span]:
    """A bar of won, commit and best in ``width`` cells, with a mark where the target is; empty without either."""
    most = max(forecast.best, target)
    if not most or width < 1:
        return []
    won, commit, best = (round(value * width / most) for value in (forecast.won, forecast.commit, forecast.best))
    pieces: tuple[tuple[Span, int], ...] = (
        (("━", "good"), won),
        (("━", "accent"), commit - won),
        (("─", "muted"), best - commit),
    )
    cells = [span for span, count in pieces for _cell in range(count)]
    cells += [(" ", "")] * (width - len(cells))
    if target:
        cells[min(int(target * width / most), width - 1)] = ("┃", "bold")
    return cells
