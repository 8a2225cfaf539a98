"""Skills: who is on which level of what, since when and how one knows; the gaps against what the positions need."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.timer import Timer

from store import team, training
from store.errors import N_, Problem
from store.records import Ref
from store.team import LEVEL, LEVELS, Skill
from store.training import Entry, SkillLevel, Source, TrainingPlan
from tui import format, keys
from tui.i18n import _
from tui.rights import refusal
from tui.screens.side import SideScreen
from tui.screens.training import forms
from tui.screens.training.matrix import SkillMatrix
from tui.screens.training.words import linked
from tui.widgets.confirm import Confirm
from tui.widgets.detail import Detail, Line, blank, fact, heading, name, text
from tui.widgets.form import Field, Form
from tui.widgets.list_detail import REST, ListDetail

SOURCE: Mapping[str, str] = {
    Source.TYPED: N_("typed in"),
    Source.STEP: N_("training"),
    Source.ROLE_PLAY: N_("role play"),
}
OF_A_SKILL = ("edit", "remove", "earlier", "later")


class MatrixAndDetail(ListDetail):
    """The matrix, and the history of the cell under its cursor beside it."""

    DEFAULT_CSS = "MatrixAndDetail > .left { width: 2fr; } MatrixAndDetail > Detail { width: 1fr; }"

    def __init__(self, matrix: SkillMatrix, detail: Detail, about: Callable[[], Sequence[Line]]) -> None:
        super().__init__(matrix, detail, lambda _rows: about())
        self.about = about
        self._rest_of_cell: Timer | None = None

    def close(self) -> None:
        """Back to the matrix."""
        super().close()
        self.left.focus()

    def describe(self) -> None:
        """Show the cell under the cursor."""
        if not self.narrow or self.has_class("-open"):
            self.detail.show(list(self.about()))

    @on(SkillMatrix.Highlighted)
    def _rest_then_describe(self) -> None:
        if self._rest_of_cell is not None:
            self._rest_of_cell.stop()
        self._rest_of_cell = self.set_timer(REST, self._describe_now)

    def _describe_now(self) -> None:
        self.describe()
        self.screen.refresh_bindings()

    @on(SkillMatrix.Chosen)
    def _open_history(self) -> None:
        self.open()


class Skills(SideScreen):
    """The matrix; a cell is rated, its history read, and its gap answered with a plan."""

    NAME = "skills"
    UNDER = "training"
    TITLE_ = N_("Skills")
    ANSWERS = N_("Who can do what, and what is missing for their position?")
    FOOTER = ("rate", "begin", "list.open", "new", "undo")
    FILTERS = False
    HAS_MINE = False
    AUTO_FOCUS = "SkillMatrix"
    BINDINGS = keys.bind(
        *("earlier", "later"),
        rate=(N_("Rate"), N_("Set the level of the selected cell")),
        begin=(N_("Plan training"), N_("Begin a plan that closes the selected gap")),
        new=(N_("New skill"), N_("Add a skill to the matrix")),
        edit=(N_("Edit skill"), N_("Rename the selected skill, or say what it means")),
        remove=(N_("Remove"), N_("Remove the selected skill (asks; undoable)")),
    )

    def body(self) -> ComposeResult:
        yield MatrixAndDetail(SkillMatrix(), Detail(N_("History")), self.lines)

    @property
    def matrix(self) -> SkillMatrix:
        """People and skills."""
        return self.query_one(SkillMatrix)

    def focus_list(self) -> None:
        """Give the keys back to the matrix."""
        self.matrix.focus()

    def fill(self) -> None:
        """Ask for everything: a team is small."""
        self.day = team.today()
        if refusal(self.me, "added", Skill) is None:
            self.matrix.empty = (N_("No skill is named yet."), "n", N_("names the first one"))
        else:
            self.matrix.empty = (N_("No skill is named yet; the lead names them."),)
        self.matrix.show(training.matrix(self.day))

    # The detail

    def lines(self) -> Sequence[Line]:
        """The cell under the cursor: what counts, what is needed, and every entry, the one that counts first."""
        person, skill, cell = self.matrix.person, self.matrix.skill, self.matrix.cell
        if person is None or skill is None or cell is None:
            return []
        lines = [name(person.name), text(skill.name, "accent")]
        if skill.about:
            lines.append(text(skill.about, "muted"))
        lines.append(
            fact(_("Level"), _("nobody has said") if cell.level is None else f"{cell.level} {_(LEVEL[cell.level])}")
        )
        if cell.need:
            lines.append(fact(_("Needed"), f"{cell.need} {_(LEVEL[cell.need])}"))
        if cell.gap:
            words = _("✕ expired") if cell.expired else _("▼ {n} below").format(n=cell.gap)
            lines.append(fact(_("Gap"), words, "bad" if cell.gap > 1 else "warning"))
        held = [one for one in team.assignments() if one.member_id == person.id and one.on(self.day)]
        if held:
            lines.append(fact(_("Position"), format.listed(one.position for one in held)))
        for step in training.learning(person.id, skill.id):
            day = format.day(step.due_on, self.day)
            lines.append(
                fact(_("Learning"), format.labelled(step.plan, f"{step.step} → {step.level} · {day}"), "accent")
            )
        entries = training.entries(person.id, skill.id)
        if entries:
            lines += [blank(), heading(_("History"))]
        for entry in entries:
            lines += self._entry(entry)
        return lines

    def _entry(self, entry: Entry) -> list[Line]:
        source = f"{_(SOURCE[entry.source])} · {entry.by}"
        lines = [Line(((f"{entry.level} ", "bold"), (source, "")), right=(format.day(entry.day, self.day), "muted"))]
        if entry.about is not None:
            lines.append(text(f"  {linked(entry.about)}", "muted"))
        if entry.valid_until is not None:
            until = _("  through {day}").format(day=format.day(entry.valid_until, self.day))
            lines.append(text(until, "bad" if entry.valid_until < self.day else "muted"))
        if entry.note:
            lines.append(text(f"  {entry.note}", "muted"))
        return lines

    # Going there and back

    def subject(self) -> Ref | None:
        """Whose row the cursor is in: what is talked about is a person's training."""
        person = self.matrix.person
        return Ref("member", person.id) if person is not None and self.matrix.cell is not None else None

    def record(self) -> Ref | None:
        """The latest entry of the cell, else its skill: what has a history of its own."""
        skill, person = self.matrix.skill, self.matrix.person
        if skill is None or person is None:
            return None
        entries = training.entries(person.id, skill.id, 1)
        return Ref("skill_level", entries[0].id) if entries else Ref("skill", skill.id)

    def show(self, ref: Ref) -> None:
        """Put the cursor on a skill, or on the cell of one of its entries."""
        if ref.kind == "skill":
            self.matrix.move_to(skill=ref.id)
        elif ref.kind == "skill_level" and (entry := SkillLevel.get_or_none(SkillLevel.id == ref.id)) is not None:
            self.matrix.move_to(entry.member_id, entry.skill_id)

    # What can be done now

    def why_not(self, action: str) -> str | None:
        """There is no cell, no gap, nothing that teaches it, or it is the lead's to say."""
        if action == "new":
            return refusal(self.me, "added", Skill)
        if action not in ("rate", "begin", *OF_A_SKILL):
            return None
        skill, person = self.matrix.skill, self.matrix.person
        if skill is None or person is None:
            return _("There is no skill here yet; n names one.")
        if action in OF_A_SKILL:
            return refusal(self.me, "edited", Skill)
        if action == "rate":
            return refusal(self.me, "rated", SkillLevel, person.id)
        return self._why_not_begin()

    def _why_not_begin(self) -> str | None:
        cell, person = self.matrix.cell, self.matrix.person
        assert cell is not None and person is not None
        if not cell.gap:
            return _("Nothing is missing here.") if cell.need else _("No position of this person needs it.")
        return refusal(self.me, "planned", TrainingPlan, person.id)

    # What the keys do

    def action_begin(self) -> None:
        """Begin a plan from the programme that teaches what is missing."""
        person, skill, cell = self.matrix.person, self.matrix.skill, self.matrix.cell
        if person is None or skill is None or cell is None:
            return
        programme = training.teaching(skill.id, cell.need, person.id)
        if programme is None:
            self.complain(self._why_no_programme(person.id, skill))
            return
        found = [row for row in training.programmes() if row.steps]

        def planned(made: TrainingPlan) -> None:
            self.done(_("Planned from {day} on · u undo").format(day=format.weekday(made.day_0)))

        self.ask(forms.new_plan(self.me, found, programme, person.id, Ref("skill", skill.id)), planned)

    @staticmethod
    def _why_no_programme(member: int, skill: Skill) -> str:
        under_way = training.learning(member, skill.id)
        if under_way:
            return _("{plan} teaches it already.").format(plan=format.plain(under_way[0].plan))
        words = _("No programme teaches {skill}; on Training, a step of one can say that it does.")
        return words.format(skill=format.plain(skill.name))

    def action_rate(self) -> None:
        """Set the level of the cell."""
        person, skill, cell = self.matrix.person, self.matrix.skill, self.matrix.cell
        if person is None or skill is None or cell is None:
            return
        levels: list[tuple[object, str]] = [(n, f"{n} {_(LEVEL[n])}") for n in LEVELS]
        fields = [
            Field("level", skill.name, "choice", cell.level or 0, options=levels),
            Field("day", _("Since"), "day", self.day, required=True, today=self.day),
            Field("note", _("How one knows"), value="", hint=_("what was seen (may stay empty)")),
        ]

        def save(values: dict[str, Any]) -> SkillLevel:
            return training.set_level(self.me, person, skill, values["level"], day=values["day"], note=values["note"])

        about = " · ".join(f"{n} {_(LEVEL[n])}" for n in LEVELS)
        form = Form(person.name, fields, save, N_("Rate"), about=about)
        self.ask(form, lambda made: self.done(_("Level {n} · u undo").format(n=made.level)))

    def _skill_form(self, record: Skill | None) -> Form[Skill]:
        def fields(it: Skill | None) -> list[Field]:
            return [
                Field("name", _("Skill"), value=it.name if it else "", required=True),
                Field("about", _("What it means"), "long", it.about if it else ""),
            ]

        def save(values: dict[str, Any]) -> Skill:
            if record is None:
                return team.add_skill(self.me, values["name"], values["about"])
            return team.edit_skill(self.me, record, **values)

        return Form(_("Edit skill") if record else _("New skill"), fields, save, record=record)

    def action_new(self) -> None:
        """Name a skill."""

        def added(made: Skill) -> None:
            self.done(_("Added · u undo"))
            self.matrix.move_to(skill=made.id)

        self.ask(self._skill_form(None), added)

    def _record(self) -> Skill | None:
        """The skill under the cursor as it is stored now; None, and said so, when it is gone."""
        try:
            return Skill.load(self.matrix.skill.id) if self.matrix.skill is not None else None
        except Problem as problem:
            self.refuse(problem)
            return None

    def action_edit(self) -> None:
        """Rename the skill, or say what it means."""
        record = self._record()
        if record is not None:
            self.ask(self._skill_form(record), lambda _made: self.done(_("Saved · u undo")))

    def action_remove(self) -> None:
        """Take the skill out of the matrix, after asking."""
        record = self._record()
        if record is None:
            return

        def answered(yes: bool) -> None:
            if yes:
                self.perform(team.remove_skill, record, said=_("Removed · u undo"))

        detail = _("Positions need it no more; what people had is kept. It can be undone with u.")
        self.ask(Confirm(record.name, title=_("Remove this skill?"), detail=detail), answered)

    def action_earlier(self) -> None:
        """Move the column left."""
        self._move(-1)

    def action_later(self) -> None:
        """Move the column right."""
        self._move(1)

    def _move(self, by: int) -> None:
        record = self._record()
        if record is not None:
            self.perform(team.move_skill, record, by, said=_("Moved · u undo"))
