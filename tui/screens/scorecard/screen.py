"""The screen of the scorecard: each number's weeks in its row, everything about it beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual.app import ComposeResult

from store import scorecard, team
from store.errors import N_, NP_, Problem
from store.records import Ref
from store.scorecard import ENTERED, FEWEST, WEEKS, Measurable, ScoreRow
from tui import keys
from tui.i18n import _
from tui.rights import refusal
from tui.screens.scorecard import forms, words
from tui.screens.side import SideScreen
from tui.widgets.confirm import Confirm
from tui.widgets.detail import Detail, Line
from tui.widgets.list_detail import ListDetail
from tui.widgets.record_list import Column, RecordList, Section

VERBS = {"edit": "edited", "remove": "removed", "earlier": "moved", "later": "moved"}


class Scorecard(SideScreen):
    """The weekly numbers in the order in which the meeting looks at them."""

    NAME = "scorecard"
    UNDER = "goals"
    TITLE_ = N_("Scorecard")
    ANSWERS = N_("Was the week good? Five to fifteen numbers, each with an owner and a bound.")
    MINE = False
    FOOTER = ("done", "new", "edit", "topic", "filter")
    BINDINGS = keys.bind(
        *("new", "edit", "remove", "earlier", "later", "check_in"),
        done=(N_("Figure"), N_("Enter the figure of a week")),
    )

    def body(self) -> ComposeResult:
        columns = (
            Column[ScoreRow]("", 0, words.title_cell),
            Column[ScoreRow](N_("Owner"), 9, words.owner_cell, least=76),
            Column[ScoreRow](N_("13 weeks"), WEEKS, words.chart_cell),
            Column[ScoreRow](NP_("weekly number", "Bound"), 8, words.bound_cell, "right"),
            Column[ScoreRow](N_("Last"), 7, words.last_cell, "right"),
            Column[ScoreRow](N_("So far"), 7, words.now_cell, "right", least=92),
            Column[ScoreRow]("", 11, words.state_cell),
        )
        numbers = RecordList(
            columns,
            title=N_("Scorecard"),
            empty=(
                N_("No weekly numbers yet: five to fifteen tell if a week was good."),
                "n",
                N_("adds one"),
            ),
            hint=("remove", "earlier", "later", "list.open"),
        )
        yield ListDetail(numbers, Detail(N_("Number"), hint=("edit",)), self.lines)

    @property
    def rows(self) -> RecordList:
        """The list of numbers."""
        return self.query_one(RecordList)

    def fill(self) -> None:
        """Ask for the whole scorecard: it is short."""
        self.day = team.today()
        found = {row.id: row for row in scorecard.card()}
        wanted = self.filter_text.casefold()
        shown = [
            row.id
            for row in found.values()
            if (not self.mine or row.owner_id == self.me.id) and wanted in f"{row.title} {row.owner}".casefold()
        ]

        def read(numbers: Sequence[Any]) -> Mapping[Any, ScoreRow]:
            return {number: found[number] for number in numbers if number in found}

        self.rows.fill([Section(_few(len(found)), shown)], read)

    def lines(self, rows: RecordList) -> Sequence[Line]:
        """Everything about the number under the cursor."""
        row = rows.row
        return words.card(row, self.day) if isinstance(row, ScoreRow) else []

    @property
    def row(self) -> ScoreRow | None:
        """The number under the cursor."""
        found = self.rows.row
        return found if isinstance(found, ScoreRow) else None

    def subject(self) -> Ref | None:
        """The number under the cursor."""
        return Ref("measurable", self.row.id) if self.row is not None else None

    def why_not(self, action: str) -> str | None:
        """Nothing is selected, it is counted, or it isn't the actor's."""
        if action == "new":
            return refusal(self.me, "added", Measurable, self.me.id)
        if action not in (*VERBS, "done", "check_in"):
            return None
        row = self.row
        if row is None:
            return _("Select a number first; n adds one.")
        if action in VERBS:
            return refusal(self.me, VERBS[action], Measurable, row.owner_id)
        if not row.typed:
            return _("This number is counted from the records; nobody types it in.")
        return refusal(self.me, ENTERED, Measurable, row.owner_id)

    def _record(self) -> Measurable | None:
        """The number under the cursor as it is stored now; None, and said so, when it is gone."""
        try:
            return Measurable.load(self.row.id) if self.row is not None else None
        except Problem as problem:
            self.refuse(problem)
            return None

    # What the keys do

    def action_done(self) -> None:
        """Enter the figure of a week."""
        row, record = self.row, self._record()
        if row is not None and record is not None:
            self.ask(forms.figure(self.me, row, record), lambda _made: self.done(_("Entered · u undo")))

    def action_check_in(self) -> None:
        """The same by its own key."""
        self.action_done()

    def action_new(self) -> None:
        """Add a number."""
        self.ask(forms.number(self.me, None), self._added)

    def _added(self, made: Measurable) -> None:
        self.done(_("Added · u undo"))
        self.show(made.ref)

    def action_edit(self) -> None:
        """Change the selected number."""
        record = self._record()
        if record is not None:
            self.ask(forms.number(self.me, record), lambda _made: self.done(_("Saved · u undo")))

    def action_remove(self) -> None:
        """Take the selected number off the scorecard."""
        record = self._record()
        if record is None:
            return
        question = _("Take “{title}” off the scorecard?").format(title=record.title)
        ask = Confirm(question, detail=_("Its figures are kept."))
        self.ask(ask, lambda _yes: self.perform(scorecard.remove, record, said=_("Removed · u undo")))

    def action_earlier(self) -> None:
        """Move the selected number up."""
        self._move(-1)

    def action_later(self) -> None:
        """Move the selected number down."""
        self._move(1)

    def _move(self, by: int) -> None:
        record = self._record()
        if record is not None:
            self.perform(scorecard.move, record, by)


def _few(count: int) -> str:
    """A heading that says how many are missing to a scorecard that tells something; "" with enough, or with none."""
    if not 0 < count < FEWEST:
        return ""
    few = _("{count} of at least {least}: add those that tell whether the week was good")
    return few.format(count=count, least=FEWEST)
