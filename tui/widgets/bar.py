"""The bar on top: the screens that exist, what waits on each, and who is acting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui.format import cell_width, cut, plain
from tui.i18n import _
from tui.screens import Place

BRAND_FROM = 140  # columns from which the program's name and the date stand in the bar
LONGEST_NAME = 16
MUTED = "$foreground 60%"
Part = tuple[str, str]  # text and style


class Bar(Widget):
    """One line in the longest form that fits; a click on a screen's name posts ``Bar.Wanted``."""

    DEFAULT_CSS = "Bar { height: 1; }"

    class Wanted(Message):
        """Somebody clicked on the name of a screen."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, places: Sequence[Place], current: str, member: str, *, demo: bool = False) -> None:
        super().__init__()
        self.places = places
        self.current = current
        self.member = member
        self.demo = demo
        self.date = ""
        self.badges: Mapping[str, int] = {}

    def show(self, badges: Mapping[str, int], date: str = "") -> None:
        """Show these counts and this (already written) date; repaints only when they differ."""
        if (badges, date) != (self.badges, self.date):
            self.badges, self.date = dict(badges), date
            self.refresh()

    def _tabs(self, long: bool, only: str = "") -> list[tuple[str, list[Part]]]:
        """Each screen's name and the parts of its tab."""
        tabs = []
        for place in self.places:
            if only and place.name != only:
                continue
            here = place.name == self.current
            style = "bold $block-cursor-foreground on $block-cursor-background" if here else "$foreground 75%"
            count = self.badges.get(place.name, 0)
            name = f"{place.key} {_(place.title)}" if long else f"{place.key}{_(place.short)}"
            badge = style if here else "bold $warning"
            parts = [(name, style), (f"·{count}" if count else "", badge)]
            if long:
                parts = [(" ", style), *parts, (" ", style)]
            tabs.append((place.name, parts))
        return tabs

    def _right(self, date: bool, name: bool) -> list[Part]:
        parts: list[Part] = []
        if date and self.date:
            parts += [(self.date, MUTED), ("   ", "")]
        if self.demo:
            parts += [(" " + _("DEMO") + " ", "bold $background on $warning"), (" ", "")]
        if name:
            parts += [(cut(plain(self.member), LONGEST_NAME), "bold $foreground 85%"), (" ", "")]
        return parts

    def _line(self, width: int) -> tuple[list[Part], list[tuple[int, int, str]]]:
        """The parts of the bar, and from which cell to which each screen's name stands."""
        forms = [(True, ""), (False, ""), (True, self.current)]
        rights = [self._right(width >= BRAND_FROM, True), self._right(False, True), self._right(False, False)]
        for long, only in forms:
            for right in rights[:2] if long and not only else rights:
                brand = [(f" {_('Huddle')} ", "bold $primary")] if width >= BRAND_FROM and long else []
                left, spans = self._laid_out(brand, self._tabs(long, only), long)
                gap = width - _width(left) - _width(right)
                if gap >= 1 or (only and right is rights[-1]):
                    return [*left, (" " * max(gap, 1), ""), *right], spans
        return [], []

    @staticmethod
    def _laid_out(
        brand: list[Part], tabs: list[tuple[str, list[Part]]], long: bool
    ) -> tuple[list[Part], list[tuple[int, int, str]]]:
        parts: list[Part] = [*brand, (" ", "")]
        spans = []
        for number, (name, tab) in enumerate(tabs):
            if number and not long:
                parts.append((" ", ""))
            start = _width(parts)
            parts += tab
            spans.append((start, _width(parts), name))
        return parts, spans

    def render(self) -> Content:
        return Content.assemble(*self._line(self.size.width)[0])

    def on_click(self, event: events.Click) -> None:
        for start, end, name in self._line(self.size.width)[1]:
            if start <= event.x < end:
                self.post_message(self.Wanted(name))


def _width(parts: Sequence[Part]) -> int:
    return sum(cell_width(text) for text, _style in parts)
