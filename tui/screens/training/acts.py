"""What the keys do on Training: tick and sign, postpone, plan, write programmes, stop and remove."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeVar

from textual import on

from store import notes, team, training
from store.errors import N_, Problem
from store.records import Record, Ref
from store.training import (
    PlanRow,
    PlanStatus,
    Programme,
    ProgrammeRow,
    ProgrammeStep,
    ProgrammeStepRow,
    StepKind,
    StepRow,
    StepStatus,
    TrainingPlan,
    TrainingStep,
)
from tui import format
from tui.i18n import _, ngettext
from tui.reading import number
from tui.screens.base import HuddleScreen
from tui.screens.training import forms, offered, playing, refusals
from tui.screens.training.panes import PlansAndSteps, Ticking
from tui.widgets.confirm import Confirm
from tui.widgets.form import Field, Form
from tui.widgets.panel import Panel, Snoozing
from tui.widgets.record_list import RecordList

M = TypeVar("M", bound=Record)
POSTPONED = (3, 7, 14)  # calendar days, beside the next working day
TITLE = 40  # cells of a step's title in the status row


class TrainingKeys(HuddleScreen):
    """The verbs of the screen; what is selected is a plan or a programme, and with the keys on the right a step."""

    # What is selected

    @property
    def pair(self) -> PlansAndSteps:
        """The panes."""
        return self.query_one(PlansAndSteps)

    @property
    def plans(self) -> RecordList:
        """The list of plans and programmes."""
        return self.pair.plans

    @property
    def steps(self) -> RecordList:
        """The list of the steps of one of them."""
        return self.pair.steps

    @property
    def row(self) -> PlanRow | ProgrammeRow | None:
        """The plan or programme under the cursor."""
        found: PlanRow | ProgrammeRow | None = self.plans.row
        return found

    @property
    def step(self) -> StepRow | ProgrammeStepRow | None:
        """The step under the cursor, while the keys are on the right."""
        found: StepRow | ProgrammeStepRow | None = None
        if self.steps.has_focus or any(panel.rows is self.steps for panel in self.query(Panel)):
            found = self.steps.row
        return found

    def target(self) -> StepRow | None:
        """The step that a tick is about: the selected one; in the list of plans what waits for me, else the next."""
        step, row = self.step, self.row
        if isinstance(step, StepRow):
            return step
        if not isinstance(row, PlanRow):
            return None
        return self.next_of(row, training.steps(row.id))

    def next_of(self, row: PlanRow, found: Sequence[StepRow]) -> StepRow | None:
        """Of the steps of a plan, what waits for my signature, else what is next."""
        if training.may_sign(self.me, row):
            waiting = next((s for s in found if s.status is StepStatus.WAITING), None)
            if waiting is not None:
                return waiting
        return next((s for s in found if s.id == row.next_id), None)

    # Why not

    def why_not(self, action: str) -> str | None:
        """What is missing: something selected, an open step, the right to do it."""
        return refusals.why_not(self.me, self.row, self.step, action)

    def relabel(self, id: str) -> str | None:
        """What ticking and adding mean where the cursor is."""
        row, step = self.row, self.step
        if id == "done" and isinstance(row, PlanRow):
            waits = step.status is StepStatus.WAITING if isinstance(step, StepRow) else bool(row.waiting)
            if waits and training.may_sign(self.me, row):
                return N_("Sign")
            if isinstance(step, StepRow) and step.status is not StepStatus.OPEN:
                return N_("Untick")
        if id == "new" and not isinstance(row, PlanRow):
            return N_("New step") if row is not None and self.pair.opened else N_("New programme")
        return super().relabel(id)

    # Panels under the row

    @property
    def panel_list(self) -> RecordList:
        """The list whose row a panel lies under: the steps while they have the keys."""
        return self.steps if self.step is not None else self.plans

    # Ticking, signing, postponing

    def action_done(self) -> None:
        """Tick the step, sign it, or open it again; asks for evidence where there should be some."""
        step, row = self.target(), self.row
        if step is None or not isinstance(row, PlanRow):
            return
        signs = training.may_sign(self.me, row)
        asks = training.wants_evidence(step.kind, step.needs_sign_off) or step.pass_score is not None
        if step.status is StepStatus.OPEN and asks:
            name = "" if self.step is not None else step.title
            hint = _("what one sees it by: a text, a link, a path")
            self.mount(Ticking(self.panel_list, step.id, step.evidence, hint, name, forms.find_proof, step.pass_score))
        elif step.status is StepStatus.OPEN:
            self._write(training.tick, step, _("Ticked: {title} · u undo"))
        elif step.status is StepStatus.WAITING and signs:
            self._write(training.sign, step, _("Signed: {title} · u undo"))
        else:
            self._write(training.untick, step, _("Open again: {title} · u undo"))

    def _write(self, verb: Callable[..., TrainingStep], step: StepRow, said: str) -> None:
        try:
            record = TrainingStep.load(step.id)
        except Problem as problem:
            self.refuse(problem)
            return
        self.perform(verb, record, said=said.format(title=format.cut(step.title, TITLE)))

    @on(Ticking.Given)
    def _tick(self, event: Ticking.Given) -> None:
        row, score = self.row, number(event.score) if event.score.strip() else None
        if event.score.strip() and not isinstance(score, int):
            event.panel.refuse(_("A score is a number from 0 to 100."))
            return
        score = score if isinstance(score, int) else None
        try:
            step = TrainingStep.load(event.panel.target)
            if step.needs_sign_off and isinstance(row, PlanRow) and training.may_sign(self.me, row):
                training.sign(self.me, step, event.evidence, score, event.proof)
                said = _("Signed: {title} · u undo")
            else:
                training.tick(self.me, step, event.evidence, proof=event.proof, score=score)
                waits = _("Ticked, to be signed: {title} · u undo")
                said = waits if step.status is StepStatus.WAITING else _("Ticked: {title} · u undo")
            if step.status is StepStatus.OPEN:
                said = _("Not passed, attempt {n} is next: {title} · u undo").replace("{n}", str(step.attempt))
        except Problem as problem:
            event.panel.refuse(format.reason(problem.reason))
            return
        event.panel.action_close()
        self.done(said.format(title=format.cut(step.title, TITLE)))

    def action_snooze(self) -> None:
        """Give the step another day."""
        step = self.target()
        if step is None or step.status is not StepStatus.OPEN:
            return
        calendar, day = team.work_calendar(), team.today()
        days = [calendar.add(day, 1), *(calendar.on_or_after(day + timedelta(days=n)) for n in POSTPONED)]
        self.mount(Snoozing(self.panel_list, step.id, days, day))

    @on(Snoozing.Given)
    def _postpone(self, event: Snoozing.Given) -> None:
        try:
            step = training.postpone(self.me, TrainingStep.load(event.panel.target), event.day)
        except Problem as problem:
            event.panel.refuse(format.reason(problem.reason))
            return
        event.panel.action_close()
        said = _("Postponed to {day}: {title} · u undo")
        self.done(said.format(day=format.weekday(step.due_on), title=format.cut(step.title, TITLE)))

    # Planning and writing

    def action_new(self) -> None:
        """A new plan; where a programme is selected, a new programme; in its steps, a new step."""
        row = self.row
        if isinstance(row, PlanRow):
            self._plan(None)
        elif row is not None and self.pair.opened:
            step = self.step
            after = step if isinstance(step, ProgrammeStepRow) else None
            programme = row.id
            self._ask(
                lambda: forms.step(self.me, Programme.load(programme), after=after),
                _("Added · u undo"),
                self._to_step,
            )
        else:
            self._ask(lambda: forms.programme(self.me), _("Written; n adds its steps · u undo"), self._to_programme)

    # Role plays, skills, what is offered

    def action_role_play(self) -> None:
        """Hold a role play: of the selected step, else with whom the plan is for."""
        step, row = self.step or self.target(), self.row
        of_plan = isinstance(step, StepRow) and step.kind is StepKind.ROLE_PLAY and step.status is StepStatus.OPEN
        rep = row.member_id if isinstance(row, PlanRow) and row.member_id != self.me.id else None
        scenario = step.title if step is not None and step.kind is StepKind.ROLE_PLAY else ""
        playing.begin(self, rep, scenario, step=step.id if of_plan and step is not None else None)

    def action_role_plays(self) -> None:
        """Show the role plays."""
        self.action_go("role_plays")

    def action_skills(self) -> None:
        """Show the matrix."""
        self.action_go("skills")

    def action_offered(self) -> None:
        """Show what the plan is offered."""
        row = self.row
        if isinstance(row, PlanRow):
            offered.open_over(self, row.id, format.labelled(row.member, row.title))

    def action_reopen(self) -> None:
        """Send back what waits to be signed."""
        step = self.target()
        if step is not None:
            title = format.cut(step.title, TITLE)
            said = _("Sent back: {title} · u undo").format(title=title)
            self._ask(lambda: forms.send_back(self.me, TrainingStep.load(step.id)), said)

    def _to_step(self, made: ProgrammeStep) -> None:
        self.pair.follow()
        self.steps.move_to(-made.id)

    def _to_programme(self, made: Programme) -> None:
        self.show(made.ref)
        self.pair.open()

    def action_begin(self) -> None:
        """Begin a plan from the selected programme, or go on with a stopped plan."""
        row = self.row
        if isinstance(row, ProgrammeRow):
            self._plan(row.id)
        elif row is not None:
            self.perform(training.resume, TrainingPlan.load(row.id), said=_("Under way again · u undo"))

    def _plan(self, programme: int | None) -> None:
        found = [p for p in training.programmes() if p.steps]
        if not found:
            self.complain(_("A plan is made from a programme, and there is none with steps yet."))
            return
        row = self.row
        member = row.member_id if isinstance(row, PlanRow) else None
        self._ask(lambda: forms.new_plan(self.me, found, programme, member), "", self._planned)

    def _planned(self, made: TrainingPlan) -> None:
        self.done(_("Planned from {day} on · u undo").format(day=format.weekday(made.day_0)))
        self.show(made.ref)

    def action_edit(self) -> None:
        """Write evidence, or edit the plan, the programme, its step."""
        row, step = self.row, self.step
        saved = _("Saved · u undo")
        if isinstance(step, StepRow):
            self._ask(lambda: forms.evidence(self.me, TrainingStep.load(step.id)), saved)
        elif isinstance(step, ProgrammeStepRow) and row is not None:
            self._ask(
                lambda: forms.step(self.me, Programme.load(row.id), ProgrammeStep.load(step.id)), saved, self._to_step
            )
        elif isinstance(row, PlanRow):
            self._ask(lambda: forms.edit_plan(self.me, TrainingPlan.load(row.id)), saved)
        elif row is not None:
            self._ask(lambda: forms.programme(self.me, Programme.load(row.id)), saved)

    def action_owner(self) -> None:
        """Choose another coach."""
        row = self.row
        if isinstance(row, PlanRow):
            self._ask(lambda: forms.coach(self.me, TrainingPlan.load(row.id)), _("Handed over · u undo"))

    def action_note(self) -> None:
        """Write a note about the plan."""
        row = self.row
        if isinstance(row, PlanRow):
            ref = Ref("training_plan", row.id)
            field = Field("body", _("Note"), "long", required=True)
            form = Form(
                format.labelled(row.member, row.title),
                [field],
                lambda values: notes.write(self.me, ref, str(values["body"])),
            )
            self.ask(form, lambda _made: self.done(_("Noted · u undo")))

    def _ask(self, make: Callable[[], Form[M]], said: str, then: Callable[[M], None] | None = None) -> None:
        """Open a form (records are read now); tell that it was saved, and go on."""
        try:
            form = make()
        except Problem as problem:
            self.refuse(problem)
            return

        def saved(made: M) -> None:
            self.done(said)
            if then is not None:
                then(made)

        self.ask(form, saved)

    def action_earlier(self) -> None:
        """Let the step of a programme change places with the one before."""
        self._move(-1)

    def action_later(self) -> None:
        """Let the step of a programme change places with the one after."""
        self._move(1)

    def _move(self, by: int) -> None:
        step = self.step
        if isinstance(step, ProgrammeStepRow):
            self.perform(training.move_step, ProgrammeStep.load(step.id), by, said=_("Moved · u undo"))

    # Ending

    def action_remove(self) -> None:
        """Stop a plan on which something was done, or take out what is selected; asks first."""
        row, step = self.row, self.step
        undone = _("It can be undone with u.")
        if isinstance(step, ProgrammeStepRow):
            record: Record = ProgrammeStep.load(step.id)
            self._confirm(_("Remove this step?"), step.title, undone, training.remove_step, record)
        elif isinstance(row, ProgrammeRow):
            going = ngettext("{n} plan under way goes on.", "{n} plans under way go on.", row.active)
            detail = f"{going.format(n=row.active)} {undone}" if row.active else undone
            self._confirm(
                _("Remove this programme?"), row.title, detail, training.remove_programme, Programme.load(row.id)
            )
        elif isinstance(row, PlanRow):
            self._end(row, format.labelled(row.member, row.title), undone)

    def _end(self, row: PlanRow, who: str, undone: str) -> None:
        begun = any(step.status is not StepStatus.OPEN for step in training.steps(row.id))
        record = TrainingPlan.load(row.id)
        if row.status is PlanStatus.ACTIVE and begun:
            detail = _("What is done stays; b begins it again.")
            self._confirm(_("Stop this plan?"), who, detail, training.stop, record, _("Stop"))
        else:
            self._confirm(_("Remove this plan?"), who, undone, training.remove, record)

    def _confirm(
        self, title: str, thing: str, detail: str, verb: Callable[..., object], record: Record, yes: str = ""
    ) -> None:
        said = _("Stopped · u undo") if yes else _("Removed · u undo")

        def answered(sure: bool) -> None:
            if sure:
                self.perform(verb, record, said=said)

        self.ask(Confirm(thing, title=title, detail=detail, yes=yes), answered)
