"""Help for the screen one is on: what it answers, and its keys in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from store.errors import N_
from tui.format import cell_width, cut
from tui.i18n import _
from tui.keys import GROUPS, KEYS, character
from tui.widgets.box import Box
from tui.widgets.keybar import KeyBar, key_display
from tui.widgets.modal import Modal

if TYPE_CHECKING:
    from tui.screens.base import HuddleScreen

KEPT = N_("What you type is kept: after a dropped line, the next start offers it back.")
BOTH_FROM = 60  # cells from which the words of the footer stand beside the sentence
NO_ALIAS_FROM = 0x2E80  # characters of Chinese input methods are aliases; the help shows the plain key


class Help(Modal[None]):
    """The keys of one screen, grouped, drawn from the table of keys."""

    BINDINGS = [
        Binding("escape,q,question_mark,enter", "close", N_("Back"), id="help.close"),
        Binding("j,down", "scroll_text(1)", show=False),
        Binding("k,up", "scroll_text(-1)", show=False),
    ]
    DEFAULT_CSS = """
    Help { align: center middle; background: $background 60%; }
    Help > Box { width: 76; }
    Help VerticalScroll { height: auto; }
    """

    def __init__(self, screen: HuddleScreen) -> None:
        super().__init__()
        self.about = screen
        self.groups = _grouped(screen)

    def compose(self) -> ComposeResult:
        with Box(_("{title} · help").format(title=_(self.about.TITLE_))):
            with VerticalScroll():
                yield HelpText(_(self.about.ANSWERS), self.groups)
            yield KeyBar()

    def on_resize(self) -> None:
        self.query_one(VerticalScroll).styles.max_height = max(self.app.size.height - 3, 4)

    def action_close(self) -> None:
        """Back to the screen."""
        self.dismiss(None)

    def action_scroll_text(self, step: int) -> None:
        """One line up or down."""
        self.query_one(VerticalScroll).scroll_relative(y=step, animate=False)


Entry = tuple[str, str, str]  # keys, words, help


def _grouped(screen: HuddleScreen) -> list[tuple[str, list[Entry]]]:
    """The screen's keys by group; those that don't exist here are left out, the greyed ones aren't."""
    keys: dict[str, list[str]] = {}
    words: dict[str, tuple[str, str]] = {}
    for key, active in screen.active_bindings.items():
        id = active.binding.id
        if id in KEYS and (len(char := character(key) or key) > 1 or ord(char) < NO_ALIAS_FROM):
            keys.setdefault(id, []).append(key_display(key))
            words[id] = (active.binding.description, active.tooltip or KEYS[id].help)
    groups = []
    for group in GROUPS:
        entries = [(" ".join(keys[id]), *words[id]) for id in KEYS if id in keys and KEYS[id].group == group]
        if entries:
            groups.append((group, entries))
    return groups


class HelpText(Widget):
    """The text of the help; words are translated when they are drawn."""

    DEFAULT_CSS = "HelpText { height: auto; }"

    def __init__(self, answers: str, groups: list[tuple[str, list[Entry]]]) -> None:
        super().__init__()
        self.answers = answers
        self.groups = groups

    def render(self) -> Content:
        parts: list[tuple[str, str]] = [(self.answers, "italic $foreground 85%")] if self.answers else []
        for group, entries in self.groups:
            parts.append((("\n\n" if parts else "") + _(group), "bold $primary"))
            for keys, words, help in entries:
                parts.append((f"\n  {keys}" + " " * max(11 - cell_width(keys), 1), "bold"))
                label, text = _(words), _(help)
                if label in (text, "") or self.size.width < BOTH_FROM:
                    parts.append((cut(text, max(self.size.width - 13, 8)), "$foreground 85%"))
                else:
                    parts.append((label + " " * max(13 - cell_width(label), 1), ""))
                    parts.append((cut(text, self.size.width - 26), "$foreground 60%"))
        parts.append(("\n\n" + _(KEPT), "$foreground 60%"))
        return Content.assemble(*parts)
