"""Quick entry: one line at the bottom, with its reading shown under it as it is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from store.errors import N_, Problem
from store.followups import Kind
from tui.format import day, plain, reason, word
from tui.i18n import _
from tui.keys import bind
from tui.widgets.prose import Prose
from tui.widgets.saying import said
from tui.widgets.status import LineLeft

if TYPE_CHECKING:
    from store.quickentry import Match, Reading

PRIORITY_WORDS = {"high": N_("▲ high"), "low": N_("▽ low")}
MUTED = "$foreground 55%"
Part = tuple[str, str]


class EntryLine(Input):
    """The line itself: Enter adds, Esc cancels, Tab chooses among the nearest customers, or deals."""

    BINDINGS = [
        *bind("entry.add", "entry.cancel", "entry.offer"),
        Binding("shift+tab,up", "offer(-1)", show=False),
    ]
    DEFAULT_CSS = """
    EntryLine, EntryLine:focus { height: 1; border: none; padding: 0; background: $panel 70%; }
    """

    @property
    def panel(self) -> QuickEntry:
        """The panel around it."""
        found = self.parent
        assert isinstance(found, QuickEntry)
        return found

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tab chooses only while something is offered; a line that is being taken away does nothing any more."""
        if self.parent is None:
            return False
        return bool(self.panel.offers) if action == "offer" else True

    def action_add(self) -> None:
        self.panel.add()

    def action_cancel(self) -> None:
        self.panel.leave()

    def action_offer(self, step: int) -> None:
        self.panel.offer(step)


class ReadingLine(Prose):
    """What the line was understood as, or why it can't be added."""

    DEFAULT_CSS = "ReadingLine { min-height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[Part] = []

    def show(self, parts: list[Part]) -> None:
        """Draw these parts."""
        if parts != self.parts:
            self.parts = parts
            self.refresh(layout=True)

    def prose(self) -> Content:
        return Content.assemble(*self.parts)


class QuickEntry(Widget):
    """``read`` reads the line; ``add`` writes a reading and answers what to say; a Problem is shown here.

    Posts ``LineLeft`` when it is done or cancelled.
    """

    DEFAULT_CSS = """
    QuickEntry {
        height: auto; border: round $border; padding: 0 1;
        border-title-color: $primary; border-subtitle-color: $foreground 60%; border-subtitle-align: left;
    }
    """

    def __init__(self, read: Callable[[str], Reading], add: Callable[[Reading], str], *, text: str = "") -> None:
        super().__init__()
        self.read = read
        self.write = add
        self.begun = text
        hint = _("call Northwind renewal terms fri 10:00 @ana !high")
        self.line = EntryLine(text, placeholder=hint, select_on_focus=False)
        self.line.cursor_blink = False
        self.shown = ReadingLine()
        self.left = False
        self.offers: Sequence[Match] = ()
        self.chosen = -1
        self.border_title = Content(_("Quick entry"))
        self.border_subtitle = Content(_("Enter adds · Esc cancels · today, fri, +3d · @owner · !high · #deal"))

    def compose(self) -> ComposeResult:
        yield self.line
        yield self.shown

    def on_mount(self) -> None:
        self.line.focus()
        self._show()

    @property
    def called(self) -> str:
        """What it is."""
        return _("Quick entry")

    @property
    def written(self) -> Mapping[str, tuple[str, str]]:
        """The line, once something was typed."""
        text = self.line.value
        return {"line": (self.begun, text)} if text.strip() and text != self.begun else {}

    def write_again(self, fields: Mapping[str, tuple[str, str]]) -> None:
        """Type the line again."""
        self.line.value = fields["line"][1]

    def reading(self) -> Reading:
        """The line as it reads now, about the offered customer or deal that was chosen."""
        found = self.read(self.line.value)
        if not 0 <= self.chosen < len(self.offers):
            return found
        match = self.offers[self.chosen]
        return found.of_deal(match) if found.deals else found.about(match)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.chosen = -1
        self._show()

    def offer(self, step: int) -> None:
        """Mark the next of the nearest; after the last one, none."""
        if self.offers:
            self.chosen = (self.chosen + 1 + step) % (len(self.offers) + 1) - 1
            self._show()

    def _show(self) -> None:
        if not self.line.value.strip():
            self.offers = ()
            self.shown.show([(_("What is to be done, with whom, when"), MUTED)])
        else:
            with said(self):
                found = self.read(self.line.value)
                self.offers = found.nearest or found.deals
                self.shown.show([*described(self.reading(), self.day), *self._offered()])
        self.screen.refresh_bindings()

    def day(self, reading: Reading) -> str:
        """The day of a reading, in words; what is planned without one is for today."""
        from store.team import today

        if reading.due_on is None and reading.log:
            return ""
        return day(reading.due_on or today(), today())

    def _offered(self) -> list[Part]:
        if not self.offers:
            return []
        parts: list[Part] = [("\n" + _("Tab chooses: "), MUTED)]
        for number, match in enumerate(self.offers):
            chosen = "bold $block-cursor-foreground on $block-cursor-background"
            name = f"{match.name} · {match.customer.name}" if match.customer is not None else match.name
            parts.append((f" {plain(name)} ", chosen if number == self.chosen else "bold"))
        return parts

    def add(self) -> None:
        """Write it; what is wrong is said in place of the reading, and the line stays."""
        if self.left or not self.line.value.strip():
            self.leave()
            return
        try:
            reading = self.reading()
            if wrong := unclear(reading):
                self._refuse(wrong)
                return
            done = self.write(reading)
        except Problem as problem:
            self._refuse(reason(problem.reason))
        else:
            self.leave(done)

    def leave(self, said: str = "") -> None:
        """Be done; whoever presses Enter again before the line is gone means the same."""
        if not self.left:
            self.left = True
            self.post_message(LineLeft(self, said))

    def _refuse(self, why: str) -> None:
        self.shown.show([("✕ " + why, "bold $error"), *self._offered()])


def unclear(reading: Reading) -> str:
    """What must be said before a reading can be added, or ""."""
    if reading.deals:
        return _("Which deal is meant? Tab chooses.")
    if reading.customer is None and not reading.no_customer:
        if reading.nearest:
            return _("Which customer is meant? Tab chooses; - after the kind means none.")
        return _("No customer is named there; - after the kind means none.")
    if reading.owner_unknown:
        return _("Nobody is called {name}.").format(name=plain(reading.owner_unknown))
    return ""


def described(reading: Reading, day_words: Callable[[Reading], str]) -> list[Part]:
    """A reading in words, its pieces parted by dots: kind, customer, subject, day and time, owner, priority."""
    pieces: list[list[Part]] = []
    if reading.log:
        pieces.append([(_("● happened"), "bold $success")])
    pieces.append([(word(Kind(reading.kind), capital=True), "bold $primary")])
    if reading.customer is not None:
        pieces.append([(plain(reading.customer.name), "bold")])
    elif reading.no_customer:
        pieces.append([(_("no customer"), MUTED)])
    if reading.deal is not None:
        pieces.append([("◆ " + plain(reading.deal.name), "bold $success")])
    if reading.subject:
        pieces.append([(plain(reading.subject), "")])
    when = " ".join(
        part for part in (day_words(reading), f"{reading.due_time:%H:%M}" if reading.due_time else "") if part
    )
    if when:
        pieces.append([(when, "bold")])
    if reading.owner is not None:
        pieces.append([(plain(reading.owner.name), "")])
    elif reading.owner_unknown:
        words = _("✕ nobody is called {name}").format(name=plain(reading.owner_unknown))
        pieces.append([(words, "bold $error")])
    if reading.priority in PRIORITY_WORDS:
        pieces.append([(_(PRIORITY_WORDS[reading.priority]), "bold $warning")])
    pieces += [[("#" + plain(tag), MUTED)] for tag in reading.tags]
    joined: list[Part] = []
    for number, piece in enumerate(pieces):
        joined += [(" · ", MUTED)] if number else []
        joined += piece
    return joined
