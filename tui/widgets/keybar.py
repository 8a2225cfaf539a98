"""Our footer: the keys that work now, in one line, translated when it is drawn."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from tui.format import cell_width
from tui.i18n import _
from tui.keys import KEYS, character

MOST = 7
PALETTE_FROM = 100  # columns
Item = tuple[str, str, str, bool]  # key, its display, its words, whether it works now
LAST = ("help", "quit")
ORDER = {id: number for number, id in enumerate(KEYS)}

DISPLAY = {
    "enter": "⏎",
    "escape": "esc",
    "tab": "tab",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "delete": "Del",
    "backspace": "⌫",
}


def key_display(key: str) -> str:
    """How a key is written for people: ``⏎``, ``^S``, ``?``."""
    *modifiers, base = key.split("+") if len(key) > 1 else [key]
    text = _("space") if base == "space" else DISPLAY.get(base) or character(base) or base
    if "ctrl" in modifiers:
        return f"^{text.upper()}"
    return f"⇧{text}" if "shift" in modifiers else text


class KeyBar(Widget):
    """At most seven keys of the screen (or of what has the focus), Help always among a screen's."""

    DEFAULT_CSS = "KeyBar { height: 1; padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._drawn: Sequence[Item] = ()

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_updated)

    def _bindings_updated(self, _screen: Screen[object]) -> None:
        if self.items() != self._drawn:
            self.refresh()

    def items(self) -> list[Item]:
        """What is drawn: the ids of the screen's footer in their order, else everything shown; Help and Quit last."""
        screen = self.screen
        footer: Sequence[str] | None = getattr(screen, "FOOTER", None)
        if callable(now := getattr(screen, "footer", None)):
            footer = now()
        typing = footer is not None and bool(getattr(screen, "typing", False))
        relabel = getattr(screen, "relabel", None)
        found: dict[str, Item] = {}
        for key, active in screen.active_bindings.items():
            binding = active.binding
            name = binding.id or binding.action
            if not binding.show or (typing and active.node in (screen, self.app)):
                continue
            if name in found and (name not in KEYS or not _shown_first(name, key)):
                continue
            words = (relabel(binding.id) if relabel and binding.id else None) or binding.description
            found[name] = (key, key_display(key), _(words), active.enabled)
        if footer is None or typing:
            return [found[name] for name in sorted(found, key=lambda name: ORDER.get(name, 0))][:MOST]
        wanted = [name for name in footer if name in found and name not in LAST]
        last = [name for name in LAST if name in found]
        return [found[name] for name in (*wanted[: MOST - len(last)], *last)]

    def _parts(self, width: int) -> list[tuple[Item, int]]:
        """The items that fit, with the cell where each begins; those before Help give way first."""
        items = list(self._drawn)
        while items and sum(_width(item) + 2 for item in items) - 2 > width and len(items) > 1:
            items.pop(max(len(items) - 1 - len(LAST), 0))
        placed, at = [], 0
        for item in items:
            placed.append((item, at))
            at += _width(item) + 2
        return placed

    def render(self) -> Content:
        self._drawn = self.items()
        width = self.size.width
        parts: list[tuple[str, str]] = []
        for number, ((_key, shown, words, enabled), _at) in enumerate(self._parts(width)):
            key, text = ("bold $primary", "$foreground 75%") if enabled else ("$foreground 35%",) * 2
            parts += [("  " if number else "", ""), (shown, key), (" " + words, text)]
        palette = [("^P", "bold $primary"), (" " + _("palette"), "$foreground 75%")]
        if self.app.size.width >= PALETTE_FROM and hasattr(self.screen, "action_palette"):
            gap = width - sum(cell_width(text) for text, _style in (*parts, *palette))
            if gap >= 3:
                parts += [(" " * gap, ""), *palette]
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        for (key, shown, words, enabled), at in self._parts(self.size.width):
            if enabled and at <= event.x - self.styles.padding.left < at + _width((key, shown, words, enabled)):
                self.app.simulate_key(key)


def _shown_first(id: str, key: str) -> bool:
    """Whether this key of an action is the one to show, among several."""
    first = KEYS[id].first
    return key == first or character(key) == first


def _width(item: Item) -> int:
    return cell_width(item[1]) + 1 + cell_width(item[2])
