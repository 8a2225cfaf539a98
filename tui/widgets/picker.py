"""Search as you type and choose one: as a field of a form, and as a modal of its own."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from tui.format import cell_width, cut, plain
from tui.i18n import _
from tui.keys import bind
from tui.widgets.box import Box
from tui.widgets.keybar import KeyBar
from tui.widgets.modal import Modal
from tui.widgets.saying import said

MOST = 8
Hit = tuple[Hashable, str, str]  # id, label, hint
Find = Callable[[str], Sequence[Hit]]


class Matches(Widget):
    """Up to eight hits under the search line, the best one chosen."""

    DEFAULT_CSS = "Matches { height: auto; }"

    def __init__(self, most: int = MOST) -> None:
        super().__init__()
        self.most = most
        self.hits: list[Hit] = []
        self.at = 0
        self.nothing = ""

    def show(self, hits: Sequence[Hit], nothing: str = "") -> None:
        """Show these; ``nothing`` is said when there are none."""
        tall = self._rows()
        self.hits, self.at, self.nothing = list(hits[: self.most]), 0, nothing
        self.refresh(layout=self._rows() != tall)

    def _rows(self) -> int:
        return len(self.hits) or (1 if self.nothing else 0)

    def move(self, step: int) -> None:
        """Choose the hit above or below."""
        if self.hits:
            self.at = (self.at + step) % len(self.hits)
            self.refresh()

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return self._rows()

    def render(self) -> Content:
        if not self.hits:
            return Content.styled(self.nothing, "$foreground 55%")
        lines = [self._line(number, hit) for number, hit in enumerate(self.hits)]
        return Content("\n").join(lines)

    def _line(self, number: int, hit: Hit) -> Content:
        width = self.size.width
        hint = cut(plain(hit[2]), width // 3)
        label = cut(plain(hit[1]), max(width - cell_width(hint) - 3, 4))
        gap = " " * max(width - cell_width(label) - cell_width(hint) - 2, 1)
        if number == self.at:
            chosen = "bold $block-cursor-foreground on $block-cursor-background"
            return Content.styled(f"▌{label}{gap}{hint} ", chosen)
        return Content.assemble((f" {label}{gap}", ""), (f"{hint} ", "$foreground 55%"))


class Search(Input):
    """The search line of a picker."""

    BINDINGS = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        *bind("form.choose"),
    ]
    DEFAULT_CSS = """
    Search, Search:focus { height: 1; border: none; padding: 0 1; background: $panel; }
    """

    def action_move(self, step: int) -> None:
        self._picker.move(step)

    def action_choose(self) -> None:
        self._picker.take()

    @property
    def _picker(self) -> Picker:
        found = self.parent
        assert isinstance(found, Picker)
        return found


class Picker(Widget):
    """A search line with its matches; ``value`` is the id that was chosen, or None.

    ``find`` answers a text with (id, label, hint); an empty text may be answered with what is likely.
    """

    DEFAULT_CSS = "Picker { height: auto; }"

    class Chosen(Message):
        """One was chosen with Enter or a click."""

        def __init__(self, picker: Picker) -> None:
            super().__init__()
            self.picker = picker

    def __init__(
        self,
        find: Find,
        value: Hashable | None = None,
        label: str = "",
        *,
        placeholder: str = "",
        always: bool = False,
        most: int = MOST,
    ) -> None:
        super().__init__()
        self.find = find
        self.value = value
        self.label = label
        self.always = always
        self.search = Search(
            plain(label), placeholder=placeholder or _("Type a part of the name"), select_on_focus=True
        )
        self.search.cursor_blink = False
        self.matches = Matches(most)

    @property
    def text(self) -> str:
        """What stands in the search line."""
        return self.search.value

    def compose(self) -> ComposeResult:
        yield self.search
        yield self.matches

    def on_mount(self) -> None:
        if self.always:
            self._look()

    def _look(self) -> None:
        hits: Sequence[Hit] = ()
        with said(self):
            hits = self.find(self.text.strip())
        self.matches.show(hits, _("Nothing is called that.") if self.text.strip() else "")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value == plain(self.label) and not self.always:
            return
        self.value, self.label = None, ""
        if self.search.has_focus or self.always:
            self._look()

    def move(self, step: int) -> None:
        """Choose the match above or below; opens the matches when they aren't."""
        if self.matches.hits:
            self.matches.move(step)
        else:
            self._look()

    def take(self) -> None:
        """Take the chosen match; without one, go on to the next field."""
        if self.matches.hits:
            self._choose(self.matches.hits[self.matches.at])
        elif not self.always:
            self.screen.focus_next()

    def settle(self) -> None:
        """On leaving: take the only match, or the one that bears exactly this name."""
        hits = self.matches.hits
        exact = [hit for hit in hits if hit[1].casefold() == self.text.strip().casefold()]
        if self.value is None and self.text.strip() and (len(exact) == 1 or len(hits) == 1):
            self._set((exact or hits)[0])
        self.matches.show([])

    def on_descendant_blur(self) -> None:
        if not self.always:
            self.settle()

    def on_click(self, event: events.Click) -> None:
        at = max(event.y - 1, 0)
        if event.widget is self.matches and at < len(self.matches.hits):
            self._choose(self.matches.hits[at])

    def put(self, value: Hashable | None, label: str) -> None:
        """Have this one chosen."""
        self._set((value, label, ""))
        self.matches.show([])

    def type(self, text: str) -> None:
        """Type a text, and take the one that is meant, where that is clear."""
        with self.search.prevent(Input.Changed):  # it would come after what is settled here
            self.value, self.label, self.search.value = None, "", plain(text)
        self.matches.show(self.find(text.strip()) if text.strip() else [])
        self.settle()

    def _choose(self, hit: Hit) -> None:
        self._set(hit)
        self.matches.show([])
        self.post_message(self.Chosen(self))

    def _set(self, hit: Hit) -> None:
        self.value, self.label = hit[0], hit[1]
        if not self.always:
            self.search.value = plain(hit[1])
            self.search.cursor_position = len(self.search.value)


class Pick(Modal[Hashable]):
    """A picker as a modal: answers the id that was chosen, or None."""

    BINDINGS = bind("form.cancel")
    DEFAULT_CSS = """
    Pick { align: center top; background: $background 60%; }
    Pick > Box { margin-top: 2; }
    Pick KeyBar { margin-top: 1; }
    """
    AUTO_FOCUS = "Search"

    def __init__(self, title: str, find: Find, *, placeholder: str = "", most: int = MOST) -> None:
        super().__init__()
        self.heading = title
        self.find = find
        self.placeholder = placeholder
        self.most = most

    def compose(self) -> ComposeResult:
        with Box(self.heading):
            yield Picker(self.find, placeholder=self.placeholder, always=True, most=self.most)
            yield KeyBar()

    @on(Picker.Chosen)
    def _chosen(self, event: Picker.Chosen) -> None:
        self.answer(event.picker.value)

    def answer(self, id: Hashable | None) -> None:
        """One was chosen."""
        self.dismiss(id)

    def action_cancel(self) -> None:
        """Close without an answer."""
        self.dismiss(None)
