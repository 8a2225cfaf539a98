"""The panes of the screen: plans and programmes left; right the steps of one, and what there is to say about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from store.records import Ref
from store.training import PlanRow, ProgrammeRow
from tui.format import cut, plain
from tui.i18n import _
from tui.widgets.detail import Detail, Line
from tui.widgets.fields import Line as LineInput
from tui.widgets.list_detail import REST, ListDetail
from tui.widgets.panel import Caption, Panel
from tui.widgets.picker import Find, Picker
from tui.widgets.record_list import RecordList


class Side(Widget):
    """The steps over the detail; what the list of steps says stays here and is told as Moved and Opened."""

    DEFAULT_CSS = "Side { layout: vertical; }"

    class Moved(Message):
        """The cursor rests on another step, or the keys came or went."""

    class Opened(Message):
        """Somebody wants to see or write more about the step under the cursor."""

    def __init__(self, steps: RecordList, detail: Detail) -> None:
        super().__init__(classes="right")
        self.steps = steps
        self.detail = detail
        self._rest: Timer | None = None

    def compose(self) -> ComposeResult:
        yield self.steps
        yield self.detail

    @on(RecordList.Highlighted)
    def _rest_then_tell(self, event: RecordList.Highlighted) -> None:
        event.stop()
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST, self._tell)

    def _tell(self) -> None:
        self.post_message(self.Moved())

    @on(RecordList.Chosen)
    def _chosen(self, event: RecordList.Chosen) -> None:
        event.stop()
        self.post_message(self.Opened())

    def on_descendant_focus(self) -> None:
        self._tell()

    def on_descendant_blur(self) -> None:
        self._tell()


class PlansAndSteps(ListDetail):
    """A list with two panes beside it: ``fill_steps`` fills the steps of the row under the list's cursor."""

    DEFAULT_CSS = """
    PlansAndSteps > .right { width: 2fr; height: 1fr; }
    PlansAndSteps > .right > RecordList { height: 3fr; }
    PlansAndSteps > .right > Detail { height: 2fr; }
    PlansAndSteps.-one > .right { display: none; }
    PlansAndSteps.-one.-open > .right { display: block; width: 1fr; }
    """

    def __init__(
        self,
        plans: RecordList,
        steps: RecordList,
        detail: Detail,
        lines: Callable[[RecordList], Sequence[Line]],
        fill_steps: Callable[[PlanRow | ProgrammeRow | None], None],
    ) -> None:
        super().__init__(plans, detail, lines)
        self.plans = plans
        self.steps = steps
        self.fill_steps = fill_steps

    def compose(self) -> ComposeResult:
        yield self.plans
        yield Side(self.steps, self.detail)

    @property
    def opened(self) -> bool:
        """Whether the keys are on the right."""
        return self.has_class("-open") or self.steps.has_focus or self.detail.has_focus

    def open(self) -> None:
        """Give the keys to the steps; in a narrow terminal they take the list's place."""
        self.add_class("-open")
        self.follow()
        self.steps.focus()

    def follow(self) -> None:
        """Show the steps and the detail of the row under the cursor now."""
        if not self.narrow or self.has_class("-open"):
            self.fill_steps(self.plans.row)
        super().follow()

    @on(Side.Moved)
    def _describe(self) -> None:
        self.describe()  # not follow(), which would forget that the list's own cursor has just moved on
        self.screen.refresh_bindings()


class Named(Widget):
    """The step that a panel is about, where its row doesn't say it."""

    DEFAULT_CSS = "Named { height: 1; }"

    def __init__(self, name: str) -> None:
        super().__init__()
        self.step_name = name

    def render(self) -> Content:
        return Content.styled(cut(plain(self.step_name), self.size.width), "bold")


class Ticking(Panel):
    """By what one sees that a step is done: a text, a deal or customer, and a score where one is asked.

    ``name`` says which step, where the row doesn't. The matches of the picker lie over the rows below.
    """

    class Given(Message):
        """The evidence as it was typed, the record that shows it, and the score as it was typed."""

        def __init__(self, panel: Ticking, evidence: str, proof: Ref | None, score: str) -> None:
            super().__init__()
            self.panel = panel
            self.evidence = evidence
            self.proof = proof
            self.score = score

    def __init__(
        self, rows: RecordList, target: int, evidence: str, hint: str, name: str, find: Find, pass_score: int | None
    ) -> None:
        super().__init__(rows, target)
        self.HEIGHT = 2 + bool(name) + (pass_score is not None)
        self.step_name = name
        self.pass_score = pass_score
        self.evidence = LineInput(evidence, placeholder=hint, select_on_focus=False)
        self.proof = Picker(find, placeholder=_("a deal or a customer (may stay empty)"), most=4)
        self.score = LineInput(placeholder=_("0 to 100; {n} passes").format(n=pass_score or 0))
        self.evidence.cursor_blink = self.score.cursor_blink = False

    def compose(self) -> ComposeResult:
        if self.step_name:
            yield Caption(_("Step"))
            yield Named(self.step_name)
        if self.pass_score is not None:
            yield Caption(_("Score"))
            yield self.score
        yield Caption(_("Evidence"))
        yield self.evidence
        yield Caption(_("Seen at"))
        yield self.proof
        yield self.remark

    def on_mount(self) -> None:
        (self.evidence if self.pass_score is None else self.score).focus()

    def action_give(self) -> None:
        """Take the match that is marked; else tick with what stands here."""
        if self.proof.search.has_focus and self.proof.matches.hits and self.proof.value is None:
            self.proof.take()
            return
        self.proof.settle()
        if self.proof.value is None and self.proof.text.strip():
            self.refuse(_("No deal and no customer is called that; choose one, or leave it empty."))
            self.proof.search.focus()
            return
        proof = self.proof.value if isinstance(self.proof.value, Ref) else None
        self.give(self.Given(self, self.evidence.value, proof, self.score.value))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
