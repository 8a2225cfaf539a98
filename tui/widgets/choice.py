"""One value of a few, or some of a few, in one line."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from store.calendar import half_width
from store.pinyin import begins
from tui.format import cell_width, cut, plain

CHOSEN = "bold $block-cursor-foreground on $block-cursor-background"
CHOSEN_ELSEWHERE = "bold on $panel"


class Choice(Widget, can_focus=True):
    """One of a few: all of them are shown when they fit, else the chosen one between ‹ ›.

    Left, right and space change the value; a letter jumps to the next option that begins with it, or with a Chinese
    character that is spelled with it.
    """

    DEFAULT_CSS = "Choice { height: 1; width: 1fr; }"
    BINDINGS = [
        Binding("left", "change(-1)", show=False),
        Binding("right", "change(1)", show=False),
        Binding("space", "change(1)", show=False),
    ]

    class Changed(Message):
        """Another value was chosen."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

        @property
        def control(self) -> Choice:
            """The choice."""
            return self.choice

    def __init__(self, options: Sequence[tuple[object, str]], value: object = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.options = [(option, plain(words)) for option, words in options]
        self.index = next((n for n, (option, _words) in enumerate(self.options) if option == value), 0)

    @property
    def value(self) -> object:
        """The value that is chosen; None without options."""
        return self.options[self.index][0] if self.options else None

    @value.setter
    def value(self, value: object) -> None:
        self._take(next((n for n, (option, _words) in enumerate(self.options) if option == value), self.index))

    def offer(self, options: Sequence[tuple[object, str]], value: object) -> None:
        """Offer these from now on, with this value chosen."""
        self.options = [(option, plain(words)) for option, words in options]
        self.index = min(self.index, max(len(options) - 1, 0))
        self.value = value
        self.refresh()

    def _take(self, index: int) -> None:
        if index != self.index:
            self.index = index
            self.refresh()
            self.post_message(self.Changed(self))

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Letters and digits belong to the choice while it has the focus."""
        return character is not None and character.isprintable()

    def action_change(self, step: int) -> None:
        """The option before or after, round and round."""
        if self.options:
            self._take((self.index + step) % len(self.options))

    def on_key(self, event: events.Key) -> None:
        if event.character is None or not event.character.isprintable() or event.key == "space":
            return
        event.stop()
        wanted = half_width(event.character).casefold()
        order = [*range(self.index + 1, len(self.options)), *range(self.index + 1)]
        hit = next((n for n in order if begins(self.options[n][1], wanted)), None)
        if hit is not None:
            self._take(hit)

    def on_click(self, event: events.Click) -> None:
        for number, (start, end) in enumerate(self._spans()):
            if start <= event.x < end:
                self._take(number)
                return
        if not self._all_fit():
            self.action_change(-1 if event.x < 2 else 1)

    def _spans(self) -> list[tuple[int, int]]:
        """From which cell to which each option stands; nothing when they don't all fit."""
        if not self._all_fit():
            return []
        at, spans = 0, []
        for _value, words in self.options:
            spans.append((at, at + cell_width(words) + 2))
            at = spans[-1][1]
        return spans

    def _all_fit(self) -> bool:
        return sum(cell_width(words) + 2 for _value, words in self.options) <= self.size.width

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def render(self) -> Content:
        chosen = CHOSEN if self.has_focus else CHOSEN_ELSEWHERE
        if not self.options:
            return Content("—")
        if self._all_fit():
            parts = [
                (f" {words} ", chosen if number == self.index else "$foreground 55%")
                for number, (_value, words) in enumerate(self.options)
            ]
            return Content.assemble(*parts)
        words = cut(self.options[self.index][1], max(self.size.width - 6, 4))
        return Content.assemble(("‹ ", "bold $primary"), (f" {words} ", chosen), (" ›", "bold $primary"))


class Several(Choice, inherit_bindings=False):
    """Some of a few, such as the days of a week: left and right move, space takes or leaves, a letter jumps."""

    DEFAULT_CSS = "Several { height: auto; }"
    BINDINGS = [
        Binding("left", "change(-1)", show=False),
        Binding("right", "change(1)", show=False),
        Binding("space", "mark", show=False),
    ]

    def __init__(
        self, options: Sequence[tuple[object, str]], value: Sequence[object] = (), *, id: str | None = None
    ) -> None:
        super().__init__(options, id=id)
        self.taken = {n for n, (option, _words) in enumerate(options) if option in value}

    @property
    def value(self) -> object:
        """The values that are taken, as a tuple in the order of the options."""
        return tuple(option for n, (option, _words) in enumerate(self.options) if n in self.taken)

    @value.setter
    def value(self, value: object) -> None:
        assert isinstance(value, tuple), "several values are a tuple"
        self.taken = {n for n, (option, _words) in enumerate(self.options) if option in value}
        self.refresh()

    def action_mark(self) -> None:
        """Take the option under the mark, or leave it."""
        self.taken ^= {self.index}
        self.refresh()
        self.post_message(self.Changed(self))

    def on_click(self, event: events.Click) -> None:
        at = 0
        for number in range(len(self.options)):
            end = at + cell_width(self._words(number))
            if at <= event.x < end:
                self._take(number)
                self.action_mark()
                return
            at = end + 1

    def _words(self, number: int) -> str:
        return f"{'✓' if number in self.taken else ' '}{self.options[number][1]} "

    def render(self) -> Content:
        parts: list[tuple[str, str]] = []
        for number in range(len(self.options)):
            style = "bold" if number in self.taken else "$foreground 55%"
            if number == self.index and self.has_focus:
                style = CHOSEN
            parts += [(self._words(number), style), (" ", "")]
        return Content.assemble(*parts[:-1])
