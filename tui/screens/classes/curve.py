"""The curve of revenue: what share the largest customers bring together, and what the classes are worth."""

from __future__ import annotations

from textual.strip import Strip

from store import care
from store.care import Revenue, Step
from store.customers import ValueClass
from store.errors import N_
from tui import format
from tui.format import Tone, fit
from tui.i18n import _, ngettext
from tui.screens.classes.words import CLASS_TONE
from tui.widgets.pane import Pane
from tui.widgets.rows import Span, fitted

HEIGHTS = " ▁▂▃▄▅▆▇█"
LEGEND = len(ValueClass)  # lines under the curve
AXIS = 5  # cells of "100% "


class Curve(Pane, can_focus=False):
    """Draws the cumulated share of 12 months' revenue over the customers, the largest first, in the colours of
    their classes; under it how many each class has and what they bring."""

    DEFAULT_CSS = "Curve { overflow-y: hidden; }"

    def __init__(self) -> None:
        super().__init__(N_("Revenue of 12 months"), (), None, None)
        self.found: Revenue | None = None
        self.currency = ""

    def show(self, found: Revenue, currency: str) -> None:
        """Draw this; only lines that differ are drawn again."""
        before = self.strips()
        self.found, self.currency = found, currency
        self.name_frame(f" · {format.money(found.total, currency)}")
        self.refresh_different(before)

    @property
    def _rows(self) -> int:
        """The lines of the curve itself: what the legend and the line of the population leave."""
        return max(self.size.height - LEGEND - 1, 0)

    def render_line(self, y: int) -> Strip:
        """A line of the curve, of the legend, or whom the curve is about."""
        width = self.line_width
        found = self.found
        if found is None:
            return Strip.blank(width, self.rich_style)
        if not found.steps:
            text = _("Nothing booked in 12 months.") if y == self.size.height // 2 else ""
            return self._line(((fit(text, width, "center"), "muted"),))
        if y < self._rows:
            return self._line(self._of_curve(y, found))
        if y == self._rows:
            return self._line(((" " + self._population(found), "muted"),))
        place = y - self._rows - 1
        if place < LEGEND:
            return self._line(self._of_legend(list(ValueClass)[place], found))
        return Strip.blank(width, self.rich_style)

    def _line(self, spans: tuple[Span, ...]) -> Strip:
        return Strip(fitted(spans, self.line_width, "left", self.tones), self.line_width).simplify()

    def _of_curve(self, y: int, found: Revenue) -> tuple[Span, ...]:
        steps = list(found.steps)
        columns = max(self.line_width - AXIS - 1, 1)
        label = {0: "100%", self._rows - 1: "0%"}.get(y, "")
        spans: list[Span] = [(fit(label, AXIS - 1, "right") + " ", "muted")]
        below = (self._rows - 1 - y) * 8
        for column, share in enumerate(care.cumulated(steps, columns)):
            full = round(share * self._rows * 8)
            height = min(max(full - below, 0), 8)
            tone = CLASS_TONE[_class_at(steps, column, columns)]
            spans.append((HEIGHTS[height], tone))
        return tuple(_joined(spans))

    def _population(self, found: Revenue) -> str:
        bought = ngettext("{n} of {all} customer bought", "{n} of {all} customers bought", found.customers)
        return bought.format(n=len(found.steps), all=found.customers)

    def _of_legend(self, value: ValueClass, found: Revenue) -> tuple[Span, ...]:
        share = found.shares[value]
        count = ngettext("{n} customer", "{n} customers", share.customers).format(n=share.customers)
        part = format.percent(share.revenue / found.total) if found.total else format.NONE
        return (
            (f" █ {value.value} ", CLASS_TONE[value]),
            (fit(count, 14), ""),
            (fit(part, 5, "right"), "bold"),
            ("  " + format.money(share.revenue, self.currency, short=True), "muted"),
        )


def _class_at(steps: list[Step], column: int, columns: int) -> ValueClass:
    """The class of the customer whose revenue a column shows."""
    return steps[min(len(steps) * (2 * column + 1) // (2 * columns), len(steps) - 1)].value_class


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[tuple[str, Tone]] = []
    for text, tone in spans:
        if joined and joined[-1][1] == tone:
            joined[-1] = (joined[-1][0] + text, tone)
        else:
            joined.append((text, tone))
    return joined
