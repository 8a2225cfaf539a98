"""Training: who learns what by when; plans with their steps, and the programmes that they are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual import on
from textual.app import ComposeResult

from store import notes, team, training
from store.access import may, may_read
from store.errors import N_, Problem
from store.records import Ref
from store.training import PlanRow, PlanStatus, Programme, ProgrammeRow, StepRow, TrainingPlan, TrainingStep
from tui import format, keys
from tui.i18n import _, ngettext
from tui.screens.training import words
from tui.screens.training.acts import TrainingKeys
from tui.screens.training.panes import PlansAndSteps, Side
from tui.screens.training.words import AnyRow, AnyStep
from tui.widgets.detail import Detail, Line, blank, fact, heading, name, text
from tui.widgets.record_list import Column, Key, RecordList, Section

PLAN, PROGRAMME = "plan", "programme"
STEP_KEYS, PROGRAMME_KEYS = ("done", "snooze", "edit"), ("new", "edit", "remove", "later")
NOTES = 3  # how many notes about a plan the detail shows


class Training(TrainingKeys):
    """Plans by what is due, programmes under them; the steps of the selected one beside or after Enter."""

    NAME = "training"
    TITLE_ = N_("Training")
    ANSWERS = N_("Who learns what by when?")
    FOOTER = ("done", "new", "begin", "role_play", "skills")
    BINDINGS = keys.bind(
        *("edit", "note", "remove", "earlier", "later", "role_play", "role_plays", "skills", "offered"),
        done=N_("Tick"),
        snooze=N_("Postpone"),
        new=N_("New plan"),
        begin=N_("Begin"),
        owner=N_("Coach"),
        reopen=(N_("Send back"), N_("Don't sign what waits: say what is missing")),
    )

    steps_of: Key | None = None  # the plan or programme whose steps are shown

    def body(self) -> ComposeResult:
        rows = RecordList(
            (
                Column[AnyRow]("", 14, words.who),
                Column("", 0, words.what, share=4),
                Column("", 11, words.progress),
                Column("", 0, words.coming, share=3, least=74),
                Column("", words.STATE, self.state_cell, "right"),
            ),
            title=N_("Training"),
            hint=("list.open", "snooze", "offered", "edit", "note", "remove"),
            counted=False,
            id="plans",
        )
        steps = RecordList(
            (
                Column[AnyStep]("", 1, lambda step: words.tick(step, self.today)),
                Column("", 0, words.title),
                Column("", 10, words.kind, least=60),
                Column("", words.STATE, lambda step: words.due(step, self.today), "right"),
            ),
            title=N_("Steps"),
            counted=False,
            id="steps",
        )
        yield PlansAndSteps(rows, steps, Detail(N_("About"), id="about"), self.lines, self.fill_steps)

    # Filling

    def fill(self) -> None:
        """Ask for the plans and the programmes; the list reads the rows in view."""
        self.today = team.today()
        self.zone = team.team().timezone
        found = training.plans(self.me.id if self.mine else None, self.today, self.filter_text)
        self.programmes = {row.id: row for row in training.programmes(self.filter_text)}
        sections = [
            Section(_(words.BUCKET[b]), [(PLAN, n) for n in ids], words.BUCKET_TONE.get(b, "muted"))
            for b, ids in found.buckets.items()
        ]
        sections.append(Section(_("Programmes"), [(PROGRAMME, n) for n in self.programmes], "accent"))
        self.plans.empty = self._nothing()
        self.plans.fill(sections, self.read)

    def _nothing(self) -> tuple[str, str, str] | tuple[str]:
        if self.filter_text:
            return (N_("No plan and no programme is called that."),)
        if may(self.me, "added", Programme):
            return N_("There is no training yet."), "n", N_("writes the first programme, b begins a plan from it")
        return (N_("There is no training yet; the lead writes the programmes."),)

    def read(self, wanted: Sequence[Any]) -> Mapping[Key, AnyRow]:
        """The rows in view, by (plan or programme, id)."""
        plans = training.listed([number for kind, number in wanted if kind == PLAN], self.today)
        found: dict[Key, AnyRow] = {(PLAN, number): row for number, row in plans.items()}
        for kind, number in wanted:
            if kind == PROGRAMME and number in self.programmes:
                found[kind, number] = self.programmes[number]
        return found

    def state_cell(self, row: AnyRow) -> words.Cell:
        """When the next step is due, or what waits for me."""
        return words.state(row, self.today, isinstance(row, PlanRow) and training.may_sign(self.me, row))

    def fill_steps(self, row: AnyRow | None) -> None:
        """Show the steps of this plan or programme under its name."""
        found: Mapping[Key, AnyStep] = {}
        title = ""
        self.steps.empty, self.steps.hint = ("",), ()
        if isinstance(row, PlanRow):
            self.steps.hint = STEP_KEYS
            found = {step.id: step for step in training.steps(row.id)}
            title = format.labelled(row.member, row.title)
        elif row is not None:
            found = {-step.id: step for step in training.programme_steps(row.id)}
            title = row.title
            self.steps.empty = (N_("This programme has no steps yet."), "n", N_("adds one"))
            self.steps.hint = PROGRAMME_KEYS
        self.steps.name_frame()
        self.steps.fill([Section(title, list(found))], lambda wanted: {key: found[key] for key in wanted})
        if self.plans.key != self.steps_of:
            self.steps_of = self.plans.key
            self._begin_with_what_is_next(row, found)

    def _begin_with_what_is_next(self, row: AnyRow | None, found: Mapping[Key, AnyStep]) -> None:
        """Put the cursor of the steps on what waits for me, else on what is next."""
        if isinstance(row, PlanRow):
            step = self.next_of(row, [step for step in found.values() if isinstance(step, StepRow)])
            if step is not None:
                self.steps.move_to(step.id)
                return
        if found:
            self.steps.move_to(next(iter(found)))

    # The detail

    def lines(self, _rows: RecordList) -> Sequence[Line]:
        """What there is to say about the step, plan or programme under the cursor."""
        step, row = self.step, self.row
        if step is not None:
            facts = words.about_step(step, self.today, self.zone)
            if isinstance(step, StepRow) and step.attempt > 1:
                facts += words.about_attempts(training.attempts(step.id), self.today)
            return [text(step.title, "bold"), *(fact(*f) for f in facts)]
        if isinstance(row, PlanRow):
            return self._about_plan(row)
        if row is not None:
            return [name(row.title), *(fact(*f) for f in words.about_programme(row))]
        return []

    def _about_plan(self, row: PlanRow) -> list[Line]:
        lines = [name(row.member), *(fact(*f) for f in words.about_plan(row))]
        if row.because_of is not None and may_read(self.me, row.because_of):
            lines.append(fact(_("Because"), words.linked(row.because_of)))
            if row.status is PlanStatus.DONE and row.ended_on is not None:
                found = training.effect(row.member_id, row.day_0, row.ended_on, row.because_of, self.today)
                lines += [fact(*f) for f in words.about_effect(found)]
        if row.status is PlanStatus.ACTIVE:
            lines += self._offered(row)
        for note in notes.about(Ref("training_plan", row.id), NOTES):
            when = format.moment(note.at, self.zone, self.today)
            lines += [blank(), heading(f"{when} · {note.author}"), text(note.body)]
        return lines

    @staticmethod
    def _offered(row: PlanRow) -> list[Line]:
        """How much the plan is offered, days off included, and the key that shows it."""
        try:
            count = len(training.offers(TrainingPlan.load(row.id)))
        except Problem:
            return []
        if not count:
            return []
        words_ = ngettext("◆ {n} difference · a shows it", "◆ {n} differences · a shows them", count)
        return [fact(_("Offered"), words_.format(n=count), "accent")]

    # Going to a record

    def subject(self) -> Ref | None:
        """The plan under the cursor."""
        row = self.row
        return Ref("training_plan", row.id) if isinstance(row, PlanRow) else None

    def record(self) -> Ref | None:
        """The step, plan or programme under the cursor."""
        step, row = self.step, self.row
        if step is not None:
            return Ref("training_step" if isinstance(step, StepRow) else "programme_step", step.id)
        return Ref("programme", row.id) if isinstance(row, ProgrammeRow) else self.subject()

    def show(self, ref: Ref) -> None:
        """Put the cursor on a plan, a programme, or a step of a plan."""
        kind, number = (PROGRAMME if ref.kind == "programme" else PLAN), ref.id
        step = TrainingStep.get_or_none(TrainingStep.id == ref.id) if ref.kind == "training_step" else None
        if step is not None:
            number = step.plan_id
        if not self.plans.move_to((kind, number)):
            self.mine = False
            self.set_filter("")
            self.refill()
            self.plans.move_to((kind, number))
        self.pair.follow()
        if step is not None:
            self.pair.open()
            self.steps.move_to(step.id)

    @on(Side.Opened)
    def _step_opened(self) -> None:
        self.action_edit()
