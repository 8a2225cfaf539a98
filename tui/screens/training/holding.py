"""Holding a role play: who plays what, then the clock, the scores, what was heard, and what to practise next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from store import team, training
from store.access import Role
from store.calendar import parse_day
from store.errors import N_, NP_, Invalid, Problem
from store.team import Member
from store.training import Dimension, RolePlay, TrainingStep, passed
from tui.format import cut, day, plain, reason, wrap
from tui.i18n import _
from tui.keys import bind
from tui.screens.training.scorecard import Clock, Scorecard, Verdict
from tui.widgets.box import Box
from tui.widgets.confirm import Confirm
from tui.widgets.fields import Caption, Line
from tui.widgets.form import Field, Form, Trouble
from tui.widgets.keybar import KeyBar
from tui.widgets.modal import Modal
from tui.widgets.written import Written

SCENARIO_ROWS = 2
FRAME_ROWS = 3  # border and key bar


@dataclass(frozen=True)
class Play:
    """Who plays what; ``planned`` is the role play that was planned, ``step`` the step that it decides."""

    rep: Member
    scenario: str
    counterpart: Member | None
    assessor: Member
    planned: RolePlay | None = None
    step: TrainingStep | None = None


def _people(but: Sequence[int] = ()) -> list[tuple[object, str]]:
    return [(member.id, member.name) for member in team.members() if member.id not in but]


def who_plays(
    me: Member, rep: int | None, scenario: str, planned: RolePlay | None = None, step: TrainingStep | None = None
) -> Form[Play]:
    """Who plays, against whom, and what; I score, unless I say somebody else does."""
    scorers: list[tuple[object, str]] = [(m.id, m.name) for m in team.members() if m.role is not Role.VIEWER]
    counterpart = planned.counterpart_id if planned is not None else me.id
    who = Field("rep", _("Who plays themselves"), "choice", rep, options=_people((me.id,)))
    fields = [
        Field("scenario", _("Scenario: who the customer is, and what they want"), value=scenario, required=True),
        *([] if planned is not None else [who]),
        Field(
            "counterpart", _("Who plays the customer"), "choice", counterpart, options=[(None, _("nobody")), *_people()]
        ),
        Field("assessor", _("Who scores"), "choice", me.id, options=scorers),
    ]

    def save(values: dict[str, Any]) -> Play:
        counterpart = Member.load(values["counterpart"]) if values["counterpart"] is not None else None
        player, assessor = Member.load(int(values.get("rep", rep or 0))), Member.load(values["assessor"])
        training.check_people(player, values["scenario"], counterpart, assessor)
        fits = step is not None and step.member_id == player.id
        return Play(player, values["scenario"], counterpart, assessor, planned, step if fits else None)

    return Form(_("Role play"), fields, save, N_("Begin"))


def planning(me: Member, rep: int | None = None) -> Form[RolePlay]:
    """A role play for a later day."""
    today = team.today()
    people = _people()
    fields = [
        Field("scenario", _("Scenario: who the customer is, and what they want"), required=True),
        Field("rep", _("Who plays themselves"), "choice", rep if rep is not None else me.id, options=people),
        Field("counterpart", _("Who plays the customer"), "choice", None, options=[(None, _("nobody yet")), *people]),
        Field("due_on", _("When"), "day", team.work_calendar().add(today, 1), required=True, today=today),
    ]

    def save(values: dict[str, Any]) -> RolePlay:
        counterpart = Member.load(values["counterpart"]) if values["counterpart"] is not None else None
        who = Member.load(values["rep"])
        return training.plan_role_play(me, who, values["scenario"], values["due_on"], counterpart=counterpart)

    return Form(_("Plan a role play"), fields, save, N_("Plan it"))


class Played(Widget):
    """What is played, and by whom."""

    DEFAULT_CSS = "Played { height: auto; }"

    def __init__(self, play: Play) -> None:
        super().__init__()
        self.play = play

    def render(self) -> Content:
        play = self.play
        width = max(self.size.width, 10)
        lines = wrap(play.scenario, width)
        if len(lines) > SCENARIO_ROWS:
            lines = [*lines[: SCENARIO_ROWS - 1], cut(" ".join(lines[SCENARIO_ROWS - 1 :]), width)]
        words = [_("{name} scores").format(name=plain(play.assessor.name))]
        if play.counterpart is not None:
            words.insert(0, _("{name} is the customer").format(name=plain(play.counterpart.name)))
        who = cut(" · ".join(words), width)
        return Content.assemble(("\n".join(lines), "bold"), ("\n" + who, "$foreground 70%"))


class Holding(Written, Modal[RolePlay | None]):
    """Asks for the scores of a role play while its clock runs; answers the role play as it was kept, or None."""

    BINDINGS = [
        *bind("form.save", "form.cancel"),
        Binding("tab", "app.focus_next", NP_("field", "Next")),
        Binding("shift+tab", "app.focus_previous", show=False),
    ]
    DEFAULT_CSS = """
    Holding { align: center middle; background: $background 60%; }
    Holding > Box { width: 78; }
    Holding VerticalScroll { height: auto; }
    Holding Scorecard { margin-top: 1; }
    Holding Caption { margin-top: 0; }
    Holding #retry.-none { display: none; }
    Holding #retry { height: auto; }
    """
    AUTO_FOCUS = "Scorecard"

    def __init__(self, me: Member, play: Play) -> None:
        super().__init__()
        self.me = me
        self.play = play
        self.day = team.today()
        self.clock = Clock()
        self.card = Scorecard()
        self.verdict = Verdict()
        self.note = Line(placeholder=_("what was said, in a word (may stay empty)"), select_on_focus=False)
        self.focus_on = Line(placeholder=_("the one thing to practise"), select_on_focus=False)
        self.retry_on = Line(training.retry_day(self.day).isoformat(), select_on_focus=True)
        for line in (self.note, self.focus_on, self.retry_on):
            line.cursor_blink = False
        self.captions = {
            "note": Caption(_("What was heard"), False),
            "next_focus": Caption(_("Next focus"), False),
            "retry_on": Caption(_("Once more on"), True),
        }
        self.retry = Widget(id="retry", classes="-none")
        self.trouble = Trouble()

    def compose(self) -> ComposeResult:
        with Box(self.called):
            with VerticalScroll(can_focus=False):
                yield Played(self.play)
                yield self.clock
                yield self.card
                yield self.verdict
                yield self.captions["note"]
                yield self.note
                yield self.captions["next_focus"]
                yield self.focus_on
                with self.retry:
                    yield self.captions["retry_on"]
                    yield self.retry_on
            yield self.trouble
            yield KeyBar()

    def on_resize(self, event: events.Resize) -> None:
        self.query_one(VerticalScroll).styles.max_height = max(event.size.height - FRAME_ROWS, 4)

    def on_mount(self) -> None:
        self.begin()
        self.verdict.show(self.card.scores)
        self._read_day()

    @property
    def called(self) -> str:
        """Its title."""
        return _("Role play · {name}").format(name=self.play.rep.name)

    @on(Scorecard.ClockWanted)
    def _toggle_clock(self) -> None:
        self.clock.toggle()

    @on(Scorecard.Changed)
    def _scored(self, event: Scorecard.Changed) -> None:
        scores = self.card.scores
        self.verdict.show(scores)
        complete = len(scores) == len(Dimension)
        failed = complete and not passed(scores)
        self.retry.set_class(not failed, "-none")
        if self.captions["next_focus"].required is not failed:
            self.captions["next_focus"].required = failed
            self.captions["next_focus"].refresh()
        if event.done:
            (self.focus_on if failed else self.note).focus()

    @on(Input.Changed)
    def _typed(self) -> None:
        self.captions["next_focus"].tell()
        self._read_day()

    @on(Input.Submitted)
    def _go_on(self) -> None:
        self.focus_next()

    def _read_day(self, error: str = "") -> None:
        found = parse_day(self.retry_on.value, self.day) if self.retry_on.value.strip() else None
        note = f"→ {day(found, self.day)}" if isinstance(found, date) else "→ ?"
        self.captions["retry_on"].tell(note, error)

    def action_save(self) -> None:
        """Keep it; what the store refuses stands beside what is wrong."""
        found = parse_day(self.retry_on.value, self.day)
        if "-none" not in self.retry.classes and not isinstance(found, date):
            self._read_day(_("not a day I know: today, fri, +3d, 30 Nov"))
            self.retry_on.focus()
            return
        play = self.play
        try:
            made = training.hold(
                self.me,
                play.rep,
                play.scenario,
                self.card.scores,
                counterpart=play.counterpart,
                assessor=play.assessor,
                step=play.step,
                planned=play.planned,
                seconds=self.clock.seconds,
                note=self.note.value,
                next_focus=self.focus_on.value,
                retry_on=found if isinstance(found, date) else None,
            )
        except Invalid as invalid:
            self._refuse({name: reason(why) for name, why in invalid.fields.items()})
        except Problem as problem:
            self.trouble.say(reason(problem.reason))
        else:
            self.dismiss(made)

    def _refuse(self, errors: Mapping[str, str]) -> None:
        scores = {name: why for name, why in errors.items() if name in {one.value for one in Dimension}}
        self.card.refuse(scores)
        for name, caption in self.captions.items():
            caption.tell(error=errors.get(name, ""))
        self._read_day(errors.get("retry_on", ""))
        if not scores and "next_focus" in errors:
            self.focus_on.focus()
        elif not scores and "retry_on" in errors:
            self.retry_on.focus()
        rest = [why for name, why in errors.items() if name not in self.captions and name not in scores]
        self.trouble.say(" ".join([*dict.fromkeys(scores.values()), *rest]))

    def action_cancel(self) -> None:
        """Close without keeping it; what was scored or typed is asked about first."""
        if not (self.card.scores or self.clock.seconds or self.note.value or self.focus_on.value):
            self.dismiss(None)
            return
        question = Confirm(_("Discard what you scored?"), yes=_("Discard"), no=_("Go on"), title=self.play.rep.name)
        self.app.push_screen(question, self._discard)

    def _discard(self, yes: bool | None) -> None:
        if yes:
            self.dismiss(None)
