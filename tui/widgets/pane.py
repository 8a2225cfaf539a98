"""A frame with a title, its keys in the bottom border, and lines of text in tones: the base of list and detail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.style import Style
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.content import Content
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui import keys
from tui.format import Tone, plain
from tui.i18n import _
from tui.widgets.keybar import key_display
from tui.widgets.rows import TONES

INKS: Mapping[Tone, tuple[str, float]] = {  # the theme's variable of a tone, and how much of it covers the ground
    "muted": ("foreground", 0.6),
    "accent": ("accent", 1),
    "good": ("success", 1),
    "warning": ("warning", 1),
    "bad": ("error", 1),
}
MOVES = ("list.down", "list.up", "list.first", "list.last", "list.page_down", "list.page_up")


def quiet(*ids: str) -> list[BindingType]:
    """Bindings that take no place in the footer."""
    return [Binding(key.keys, key.action, key.words, show=False, id=key.id) for key in map(keys.KEYS.__getitem__, ids)]


class Pane(ScrollView, inherit_bindings=False):
    """Draws by the line; only lines that look different are drawn again.

    ``title`` is an N_() word; ``hint`` names the ids of the keys in the bottom border.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Pane {
        border: round $border-blurred;
        border-title-color: $foreground;
        border-title-style: bold;
        border-subtitle-color: $foreground 60%;
        border-subtitle-align: left;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        scrollbar-color: $panel;
        scrollbar-color-hover: $border-blurred;
        scrollbar-color-active: $primary;
        scrollbar-background: $surface;
        scrollbar-background-hover: $surface;
        scrollbar-background-active: $surface;
        background: $surface;
        color: $foreground;

        &:focus { border: round $border; }
    }
    """

    def __init__(self, title: str, hint: Sequence[str], id: str | None, classes: str | None) -> None:
        super().__init__(id=id, classes=classes)
        self.title = title
        self.named = ""  # a title that is translated already, instead
        self.hint = hint
        self._tones: dict[Tone, Style] = {}

    @property
    def tones(self) -> Mapping[Tone, Style]:
        """The style of each tone in this theme."""
        if not self._tones:
            self._tones = {tone: self._ink(tone) for tone in TONES}
        return self._tones

    def _ink(self, tone: Tone) -> Style:
        # not by component classes: Textual computes each of them anew whenever anything about the pane's looks changes
        if tone not in INKS:
            return self.rich_style + Style(bold=tone == "bold" or None)
        variable, share = INKS[tone]
        ink = Color.parse(self.app.theme_variables[variable]).multiply_alpha(share)
        return self.rich_style + Style(color=(self.background_colors[1] + ink).rich_color)

    def notify_style_update(self) -> None:
        """Forget the colours."""
        super().notify_style_update()
        self._tones = {}

    def name_frame(self, counted: str = "") -> None:
        """Write the title and the keys; set only when they differ, because that draws the whole pane again."""
        words = self.named or _(self.title)
        title = plain(words) + counted if words else ""
        if title != _text(self.border_title):
            self.border_title = Content(title)
        hint = " · ".join(self._key(id) for id in self.hint)
        if hint != _text(self.border_subtitle):
            self.border_subtitle = Content(hint)

    def _key(self, id: str) -> str:
        """A key and its word, as the user has it: ``s snooze``."""
        chosen: Mapping[str, str] = getattr(getattr(self.app, "config", None), "keys", {})
        key = chosen.get(id, keys.KEYS[id].keys).split(",")[0]
        return f"{key_display(key)} {_(keys.KEYS[id].words).lower()}"

    @property
    def line_width(self) -> int:
        """The cells of a line: what the frame and the scrollbar leave."""
        return self.size.width - self.scrollbar_size_vertical

    def strips(self) -> list[Strip]:
        """The lines in view as they look now; none before there is room for them."""
        if not self.is_mounted or not self.size:
            return []
        return [self.render_line(y) for y in range(self.size.height)]

    def refresh_different(self, before: Sequence[Strip]) -> None:
        """Draw again the lines in view that look different from what they were, but not the scrollbar beside them."""
        now = self.strips()
        if not now or len(now) != len(before):
            self.refresh()
            return
        different = [
            Region(0, y, self.line_width, 1)
            for y, pair in enumerate(zip(before, now, strict=True))
            if pair[0] != pair[1]
        ]
        if different:
            self.refresh(*different)

    def on_mount(self) -> None:
        self.name_frame()


def _text(title: str | Content | None) -> str:
    return title.plain if isinstance(title, Content) else title or ""
