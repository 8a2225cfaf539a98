"""The stages of the pipeline, in a list of their own: add, change, move, retire."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual import on

from store import deals
from store.deals import Stage, StageType
from store.errors import N_, Problem
from store.team import Member
from tui import format, keys
from tui.i18n import _
from tui.rights import refusal
from tui.screens.deals.forms import Depending
from tui.screens.deals.words import TYPE
from tui.screens.shortlist import ShortList
from tui.vocabulary import stage_words
from tui.widgets.confirm import Confirm
from tui.widgets.form import Field
from tui.widgets.record_list import Cell, Column, RecordList

TYPES: Mapping[StageType, str] = {
    StageType.OPEN: N_("open: deals are worked on in it"),
    StageType.WON: N_("won"),
    StageType.LOST: N_("lost"),
}
OF_AN_OPEN_ONE = ("probability", "stalled_after", "exit_criteria")


class StageForm(Depending[Stage]):
    """What is asked about a stage: of an open one how likely it is, when it is stalled and what must be true."""

    def __init__(self, actor: Member, stage: Stage | None, after: Stage | None = None) -> None:
        self.actor = actor
        self.stage = stage
        self.after = after
        title = _("Edit stage") if stage else _("New stage")
        super().__init__(title, self._fields, self._save, first="name", record=stage)

    def _fields(self, stage: Stage | None) -> list[Field]:
        it = stage or Stage(name="", type=StageType.OPEN, probability=None)
        types = [(kind, _(words)) for kind, words in TYPES.items()]
        return [
            Field("type", _("What it means"), "choice", it.type, options=types),
            Field("name", _("Name"), value=stage_words(it.name), required=True),
            Field("probability", _("How likely a deal in it is won, in %"), "number", it.probability, required=True),
            Field(
                "stalled_after", _("Stalled after days without contact"), "number", it.stalled_after, hint=_("never")
            ),
            Field("exit_criteria", _("What must be true to go on"), "long", stage_words(it.exit_criteria)),
        ]

    def needed(self) -> Sequence[str]:
        kind = self.every_row[0].read()
        return ("type", "name", *(OF_AN_OPEN_ONE if kind is StageType.OPEN else ()))

    def _save(self, values: dict[str, Any]) -> Stage:
        for name in ("probability", "stalled_after"):
            if (number := values.get(name)) is not None and number == int(number):
                values[name] = int(number)
        if self.stage is None:
            after = self.after if self.after is not None and self.after.type is values["type"] else None
            after = after or next(iter(reversed(deals.stages_of(values["type"]))), None)
            return deals.add_stage(self.actor, values.pop("name"), after=after, **values)
        return deals.edit_stage(self.actor, self.stage, **self._changed(self.stage, values))

    @staticmethod
    def _changed(stage: Stage, values: dict[str, Any]) -> dict[str, Any]:
        """What was typed over; a translated word that stands as it was is no other word."""
        kept = ("name", "exit_criteria")
        return {
            name: value
            for name, value in values.items()
            if name not in kept or value.strip() != stage_words(getattr(stage, name))
        }


class Stages(ShortList):
    """The stages in their order, with how many deals stand in each."""

    KIND = "stage"
    FOOTER = ("new", "edit", "earlier", "later", "remove", "undo", "back")
    BINDINGS = keys.bind(
        *("edit", "undo", "back", "quit"),
        new=(N_("New"), N_("Add a stage behind the selected one")),
        earlier=(N_("Up"), N_("Move the stage up")),
        later=(N_("Down"), N_("Move the stage down")),
        remove=(N_("Retire"), N_("Retire a stage that holds no deal (asks; undoable)")),
    )
    ON_A_ROW = ("edit", "earlier", "later", "remove")
    WRITES = ("new", *ON_A_ROW)
    EMPTY = (N_("There is no stage."), "n", N_("adds one"))

    def heading(self) -> str:
        return _("Stages of the pipeline")

    def columns(self) -> Sequence[Column[Stage]]:
        return (
            Column("", 2, lambda stage: TYPE[stage.type]),
            Column(N_("Stage"), 0, lambda stage: (stage_words(stage.name), "bold"), share=3),
            Column(N_("Likely"), 6, lambda stage: (f"{stage.probability}%", ""), "right"),
            Column(N_("Stalled"), 8, self._stalled, "right"),
            Column(N_("Deals"), 5, self._held, "right"),
            Column(N_("To go on"), 0, lambda stage: (stage_words(stage.exit_criteria), "muted"), share=4),
        )

    @staticmethod
    def _stalled(stage: Stage) -> Cell:
        if stage.type is not StageType.OPEN:
            return "", ""
        return (_("{n} d").format(n=stage.stalled_after), "") if stage.stalled_after else (_("never"), "muted")

    def _held(self, stage: Stage) -> Cell:
        return str(self.held.get(stage.id, 0)), "muted"

    def read(self) -> Mapping[int, Stage]:
        self.held = deals.deals_in()
        return {stage.id: stage for stage in deals.stages()}

    @property
    def selected(self) -> Stage | None:
        """The stage under the cursor."""
        found = self.rows.row
        return found if isinstance(found, Stage) else None

    # What can be done now

    def why_not(self, action: str) -> str | None:
        """Only the lead changes the pipeline; what stays, and what stands at its end already."""
        if why := refusal(self.below.me, "edited", Stage):
            return why
        stage = self.selected
        if action == "new" or stage is None:
            return None
        if action == "remove" and (reason := deals.why_it_stays(stage)):
            return format.reason(reason)
        if action in ("earlier", "later"):
            alike = [one.id for one in self.found.values() if one.type is stage.type]
            if stage.id == alike[0 if action == "earlier" else -1]:
                return _("Open stages come first, then won, then lost.")
        return None

    # What the keys do

    def action_new(self) -> None:
        """Add a stage behind the selected one."""
        self._ask(None, _("Added · u undo"))

    @on(RecordList.Chosen)
    def action_edit(self) -> None:
        """Change what a stage is called and means."""
        if self.selected is None or self.why_not("edit"):
            return
        try:
            self._ask(Stage.load(self.selected.id), _("Saved · u undo"))
        except Problem as problem:
            self.complain(format.reason(problem.reason))
            self.fill()

    def _ask(self, stage: Stage | None, said: str) -> None:
        def saved(made: Stage | None) -> None:
            if made is not None:
                self.done(said)
                self.rows.move_to(made.id)

        self.app.push_screen(StageForm(self.below.me, stage, self.selected), saved)

    def action_earlier(self) -> None:
        """Move the stage up among those of its type."""
        self._shift(-1)

    def action_later(self) -> None:
        """Move the stage down among those of its type."""
        self._shift(1)

    def _shift(self, by: int) -> None:
        stage = self.selected
        if stage is not None:
            self.write(deals.shift_stage, stage, by, said=_("Moved · u undo"))
            self.rows.move_to(stage.id)

    def action_remove(self) -> None:
        """Retire a stage, after asking."""
        stage = self.selected
        if stage is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.write(deals.remove_stage, stage, said=_("Retired · u undo"))

        detail = _("The history of its deals stays. It can be undone with u.")
        self.app.push_screen(Confirm(stage_words(stage.name), title=_("Retire this stage?"), detail=detail), answered)
