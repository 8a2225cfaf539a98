"""The widgets of a role play: a clock that is started by key, and the four scores beside what one hears."""

from __future__ import annotations

from collections.abc import Mapping
from time import monotonic

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

from store.errors import N_
from store.training import ANCHORS, CRITICAL, DIMENSION, GRADES, Dimension, passed, too_low, total
from store.training.scoring import WEIGHTS
from tui.format import cut, fit, listed
from tui.i18n import _
from tui.widgets.choice import CHOSEN, CHOSEN_ELSEWHERE

NAMES = 17  # cells of a dimension's name with its weight
SCALE = 16  # cells of the five grades
GAP = 2


class Clock(Widget):
    """How long it takes, as ``04:37``; runs only between two presses, and draws once a second only while it runs."""

    DEFAULT_CSS = "Clock { height: 1; width: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.stored = 0.0  # seconds of the spans that are over
        self.since: float | None = None
        self._tick: Timer | None = None

    @property
    def running(self) -> bool:
        """Whether it runs."""
        return self.since is not None

    @property
    def seconds(self) -> int:
        """Whole seconds so far."""
        return int(self.stored + (monotonic() - self.since if self.since is not None else 0.0))

    def toggle(self) -> None:
        """Start, or stop; started again, it goes on."""
        if self.since is None:
            self.since = monotonic()
            self._tick = self.set_interval(1.0, self.refresh)
        else:
            self.stored += monotonic() - self.since
            self.since = None
            if self._tick is not None:
                self._tick.stop()
        self.refresh()

    def render(self) -> Content:
        minutes, seconds = divmod(self.seconds, 60)
        face = f"{minutes:02}:{seconds:02}"
        if self.running:
            return Content.assemble(
                (f"▶ {face}", "bold $accent"), ("  " + _("space stops the clock"), "$foreground 60%")
            )
        words = _("space starts the clock") if not self.seconds else _("space goes on")
        return Content.assemble((f"■ {face}", "bold"), (f"  {words}", "$foreground 60%"))


class Scorecard(Widget, can_focus=True):
    """Four dimensions with their grades, and what each grade of the selected one sounds like.

    A digit gives the grade and goes on to the next dimension, the arrows walk and change.
    """

    DEFAULT_CSS = "Scorecard { height: 5; width: 1fr; }"
    BINDINGS = [
        Binding("up,k", "walk(-1)", show=False),
        Binding("down,j", "walk(1)", show=False),
        Binding("left,h", "change(-1)", show=False),
        Binding("right,l", "change(1)", show=False),
        Binding("space", "clock", N_("Clock"), id="play.clock"),
        *(Binding(str(grade), f"give({grade})", N_("Score") if grade == 1 else "", show=False) for grade in GRADES),
    ]

    class Changed(Message):
        """A grade was given."""

        def __init__(self, done: bool) -> None:
            super().__init__()
            self.done = done

    class ClockWanted(Message):
        """Start or stop the clock."""

    def __init__(self) -> None:
        super().__init__()
        self.scores: dict[Dimension, int] = {}
        self.at = 0
        self.errors: Mapping[str, str] = {}

    @property
    def dimension(self) -> Dimension:
        """The one under the cursor."""
        return list(Dimension)[self.at]

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Letters and digits belong to the card while it has the focus."""
        return character is not None and character.isprintable()

    def refuse(self, errors: Mapping[str, str]) -> None:
        """Mark the dimensions that are wrong."""
        self.errors = errors
        for number, dimension in enumerate(Dimension):
            if dimension.value in errors:
                self.at = number
                self.focus()
                break
        self.refresh()

    def action_walk(self, step: int) -> None:
        """The dimension above or below."""
        self.at = min(max(self.at + step, 0), len(Dimension) - 1)
        self.refresh()

    def action_change(self, step: int) -> None:
        """One grade more or less; from nothing, the middle."""
        grade = self.scores.get(self.dimension)
        self._give(3 if grade is None else min(max(grade + step, GRADES[0]), GRADES[-1]))

    def action_give(self, grade: int) -> None:
        """Give this grade, and go on to the next dimension."""
        last = self.at == len(Dimension) - 1
        self._give(grade, done=last)
        self.action_walk(1)

    def action_clock(self) -> None:
        """Start or stop the clock."""
        self.post_message(self.ClockWanted())

    def _give(self, grade: int, done: bool = False) -> None:
        self.scores[self.dimension] = grade
        self.errors = {name: why for name, why in self.errors.items() if name != self.dimension.value}
        self.refresh()
        self.post_message(self.Changed(done))

    def on_click(self, event: events.Click) -> None:
        self.focus()
        if not 0 <= event.y < len(Dimension):
            return
        self.at = event.y
        grade = (event.x - NAMES) // 3 + 1
        if event.x >= NAMES and grade in GRADES:
            self._give(grade)
        self.refresh()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def render(self) -> Content:
        lines = []
        for number, grade in enumerate(GRADES):
            left = self._dimension(number) if number < len(Dimension) else Content(" " * (NAMES + SCALE))
            lines.append(left + Content(" " * GAP) + self._anchor(grade))
        return Content("\n").join(lines)

    def _dimension(self, number: int) -> Content:
        dimension = list(Dimension)[number]
        here = number == self.at
        weight = f"×{WEIGHTS[dimension]}{'!' if dimension in CRITICAL else ' '}"
        name = fit(("▌" if here else " ") + _(DIMENSION[dimension]), NAMES - 4) + weight + " "
        wrong = dimension.value in self.errors
        parts: list[tuple[str, str]] = [(name, "bold $error" if wrong else "bold" if here else "$foreground 75%")]
        given = self.scores.get(dimension)
        for grade in GRADES:
            style = "$foreground 50%"
            if grade == given:
                style = CHOSEN if here and self.has_focus else CHOSEN_ELSEWHERE
            parts.append((f" {grade} ", style))
        parts.append(("✕" if wrong else " ", "bold $error"))
        return Content.assemble(*parts)

    def _anchor(self, grade: int) -> Content:
        dimension = self.dimension
        room = max(self.size.width - NAMES - SCALE - GAP - 2, 8)
        words = cut(_(ANCHORS[dimension][grade - 1]), room)
        chosen = self.scores.get(dimension) == grade
        return Content.styled(f"{grade} {words}", "bold $accent" if chosen else "$foreground 70%")


class Verdict(Widget):
    """What the scores make: the total, passed or not, and why not."""

    DEFAULT_CSS = "Verdict { height: 1; margin: 1 0 0 0; }"

    def __init__(self) -> None:
        super().__init__()
        self.content = Content("")

    def show(self, scores: Mapping[Dimension, int]) -> None:
        """Show these; which ones are missing."""
        missing = [_(DIMENSION[one]) for one in Dimension if one not in scores]
        if missing:
            words = _("still to score: {names}").format(names=listed(missing))
            self.content = Content.styled(words, "$foreground 60%")
        else:
            points = Content.styled(_("{n} of 100").format(n=total(scores)) + "   ", "bold")
            if passed(scores):
                self.content = points + Content.styled(_("● passed"), "bold $success")
            else:
                low = listed(_(DIMENSION[one]) for one in too_low(scores))
                why = _("{names} under 3").format(names=low) if low else _("70 passes")
                self.content = points + Content.styled(_("✕ not yet") + f" · {why}", "bold $error")
        self.refresh()

    def render(self) -> Content:
        return self.content
