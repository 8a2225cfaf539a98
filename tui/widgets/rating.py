"""Rating a risk: two scales in words, which take the digits 1 to 5 while they have the focus, and a why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from store.errors import N_, NP_, Invalid, Problem
from store.risks import IMPACT, PROBABILITY, SCALE, RatingKind, level, score
from tui.format import cell_width, fit, plain, reason
from tui.i18n import _
from tui.widgets.box import Box
from tui.widgets.choice import CHOSEN, CHOSEN_ELSEWHERE, Choice
from tui.widgets.fields import Caption, Line
from tui.widgets.form import Trouble
from tui.widgets.heatmap import GLYPH, LEVEL
from tui.widgets.keybar import KeyBar
from tui.widgets.modal import Modal
from tui.widgets.written import Written

T = TypeVar("T")
Grades = Mapping[int, tuple[str, str]]  # grade → its word and its share, both N_
Pair = tuple[int | None, int | None]  # probability and impact
STYLE = {"": "$foreground", "accent": "$primary", "good": "$success", "warning": "$warning", "bad": "$error"}


class Scale(Widget, can_focus=True):
    """Five grades in words, the highest on top; a digit takes its grade and goes on."""

    DEFAULT_CSS = """
    Scale { height: 5; width: 1fr; }
    Scale:focus { background: $panel 50%; }
    """
    BINDINGS = [
        Binding("up,k", "move(1)", show=False),
        Binding("down,j", "move(-1)", show=False),
        *(Binding(str(grade), f"take({grade})", show=False) for grade in SCALE),
    ]

    class Taken(Message):
        """A grade was chosen; ``by_digit`` when the next scale may have the focus."""

        def __init__(self, scale: Scale, by_digit: bool) -> None:
            super().__init__()
            self.scale = scale
            self.by_digit = by_digit

        @property
        def control(self) -> Scale:
            """The scale."""
            return self.scale

    def __init__(self, grades: Grades, grade: int | None, *, id: str) -> None:
        super().__init__(id=id)
        self.grades = grades
        self.grade = grade

    def show(self, grade: int | None) -> None:
        """Show this grade, or none."""
        self.grade = grade
        self.refresh()

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Digits belong to the scale while it has the focus."""
        return character is not None and character.isdigit()

    def action_move(self, step: int) -> None:
        """One grade up or down; from nothing, to the middle."""
        grade = 3 if self.grade is None else min(max(self.grade + step, SCALE.start), SCALE.stop - 1)
        self._take(grade, False)

    def action_take(self, grade: int) -> None:
        """Take this grade and go on."""
        self._take(grade, True)

    def _take(self, grade: int, by_digit: bool) -> None:
        self.show(grade)
        self.post_message(self.Taken(self, by_digit))

    def on_click(self, event: events.Click) -> None:
        if 0 <= event.y < len(SCALE):
            self._take(SCALE.stop - 1 - event.y, False)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def render(self) -> Content:
        return Content("\n").join(self._line(grade) for grade in reversed(SCALE))

    def _line(self, grade: int) -> Content:
        word, share = map(_, self.grades[grade])
        width = max(self.size.width, 12)
        left = fit(f"{'▌' if grade == self.grade else ' '}{grade} {word}", max(width - cell_width(share) - 2, 8))
        if grade == self.grade:
            return Content.styled(f"{left} {share} ", CHOSEN if self.has_focus else CHOSEN_ELSEWHERE)
        return Content.assemble((left, "$foreground"), (f" {share} ", "$foreground 55%"))


class Outcome(Widget):
    """What the two grades make: the score, its level, and what to think of."""

    DEFAULT_CSS = "Outcome { height: 1; margin: 1 0; }"

    def __init__(self) -> None:
        super().__init__()
        self.content = Content("")

    def show(self, pair: Pair, remark: str) -> None:
        """Show the score of these grades."""
        from tui.widgets.heatmap import TONE

        points = score(*pair)
        found = level(points)
        if points is None:
            self.content = Content.styled(_("? not rated"), "$foreground 70%")
        else:
            style = f"bold {STYLE[TONE[found]]}"
            product = f"{pair[0]} × {pair[1]} = {points}   "
            self.content = Content.assemble((product, "bold"), (f"{GLYPH[found]} {_(LEVEL[found])}", style))
        if remark:
            self.content += Content.styled(f"   {remark}", "$warning")
        self.refresh()

    def render(self) -> Content:
        return self.content


class Rate(Written, Modal[T | None], Generic[T]):
    """Asks for probability, impact and why; answers what ``save`` returned, or None when it was cancelled.

    ``before`` are the grades so far by kind. ``save`` gets (kind, probability, impact, why); a grade that
    wasn't given is 0, which the store refuses.
    """

    BINDINGS = [
        Binding("enter,ctrl+s", "save", N_("Save"), priority=True),
        Binding("tab", "app.focus_next", NP_("field", "Next")),
        Binding("shift+tab", "app.focus_previous", show=False),
        Binding("right", "side(1)", show=False),
        Binding("left", "side(-1)", show=False),
        Binding("escape", "leave", N_("Cancel")),
    ]
    DEFAULT_CSS = """
    Rate { align: center middle; background: $background 60%; }
    Rate > Box { width: 76; }
    Rate Horizontal, Rate Vertical { height: auto; }
    Rate .side { width: 1fr; }
    Rate #scales { margin-top: 1; }
    Rate #probability-side { margin-right: 2; }
    Rate KeyBar { margin-top: 1; }
    """
    AUTO_FOCUS = "#probability"

    def __init__(
        self, title: str, before: Mapping[RatingKind, Pair], save: Callable[[RatingKind, int, int, str], T]
    ) -> None:
        super().__init__()
        self.heading = title
        self.before = before
        self.save = save
        now = before[RatingKind.NOW]
        kinds: list[tuple[object, str]] = [
            (RatingKind.INHERENT, _("without any response")),
            (RatingKind.NOW, _("as it is now")),
            (RatingKind.RESIDUAL, _("after the response")),
        ]
        self.kind = Choice(kinds, RatingKind.NOW)
        self.probability = Scale(PROBABILITY, now[0], id="probability")
        self.impact = Scale(IMPACT, now[1], id="impact")
        self.captions = {
            "probability": Caption(_("Probability, this quarter"), False),
            "impact": Caption(_("Impact, of the quarter's target"), False),
            "why": Caption(_("Why"), False),
        }
        self.outcome = Outcome()
        self.why = Line(placeholder=_("what has changed (may stay empty)"), select_on_focus=False, id="why")
        self.why.cursor_blink = False
        self.trouble = Trouble()

    def compose(self) -> ComposeResult:
        with Box(self.heading):
            yield self.kind
            with Horizontal(id="scales"):
                for scale in (self.probability, self.impact):
                    with Vertical(classes="side", id=f"{scale.id}-side"):
                        yield self.captions[str(scale.id)]
                        yield scale
            yield self.outcome
            yield self.captions["why"]
            yield self.why
            yield self.trouble
            yield KeyBar()

    def on_mount(self) -> None:
        self.begin()
        self._show_outcome()

    @property
    def called(self) -> str:
        """Its title."""
        return plain(self.heading)

    @property
    def pair(self) -> Pair:
        """The grades that are chosen."""
        return self.probability.grade, self.impact.grade

    def _show_outcome(self) -> None:
        now, points = score(*self.before[RatingKind.NOW]), score(*self.pair)
        residual = self.kind.value is RatingKind.RESIDUAL
        above = residual and now is not None and points is not None and points > now
        remark = _("above the {now} of now").format(now=now) if above else ""
        self.outcome.show(self.pair, remark)

    @on(Choice.Changed)
    def _other_kind(self) -> None:
        probability, impact = self.before[RatingKind(str(self.kind.value))]
        self.probability.show(probability)
        self.impact.show(impact)
        self._show_outcome()

    @on(Scale.Taken)
    def _taken(self, event: Scale.Taken) -> None:
        self.captions[str(event.scale.id)].tell()
        self._show_outcome()
        if event.by_digit:
            (self.impact if event.scale is self.probability else self.why).focus()

    @on(Input.Changed)
    def _typed(self) -> None:
        self.captions["why"].tell()

    def action_side(self, step: int) -> None:
        """The scale on the other side."""
        (self.impact if step > 0 else self.probability).focus()

    def action_save(self) -> None:
        """Save; what the store refuses stands beside its scale."""
        probability, impact = self.pair
        try:
            result = self.save(RatingKind(str(self.kind.value)), probability or 0, impact or 0, self.why.value)
        except Invalid as invalid:
            errors = {name: reason(why) for name, why in invalid.fields.items()}
            for name, caption in self.captions.items():
                caption.tell(error=errors.pop(name, ""))
            self.trouble.say(" ".join(errors.values()))
        except Problem as problem:
            self.trouble.say(reason(problem.reason))
        else:
            self.dismiss(result)

    def action_leave(self) -> None:
        """Close without rating."""
        self.dismiss(None)
