"""Goals: where we stand against what we promised, as a tree from the team to its people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual.app import ComposeResult

from store import goals, notes, team
from store.access import Role, may
from store.errors import N_, NotFound
from store.goals import CLOSED, Goal, GoalRow, Status
from store.goals.records import TEAM
from store.records import Ref
from tui import format, keys
from tui.i18n import _
from tui.screens.base import HuddleScreen
from tui.screens.goals import words
from tui.widgets.detail import Detail, Line
from tui.widgets.list_detail import ListDetail
from tui.widgets.record_list import Column, Key, RecordList, Section

VERB = {"done": "checked in on", "check_in": "checked in on", "edit": "edited", "remove": "removed"}


class Goals(HuddleScreen):
    """The tree of goals with the selected one beside it."""

    NAME = "goals"
    TITLE_ = N_("Goals")
    ANSWERS = N_("Where do we stand against what we promised?")
    MINE = False
    FOOTER = ("done", "respond", "new", "edit", "filter")
    BINDINGS = keys.bind(
        *("new", "edit", "note", "remove", "check_in"),
        done=(N_("Check in"), N_("Enter the latest value")),
        respond=(N_("Accept, close"), N_("Propose, accept, close or open it again")),
    )

    def __init__(self) -> None:
        super().__init__()
        self.depths: dict[Key, int] = {}

    def body(self) -> ComposeResult:
        rows = RecordList(
            self.columns(),
            title=N_("Goals"),
            empty=(N_("No goals yet."), "n", N_("adds what the team wants to reach")),
            hint=("note", "remove", "list.open"),
        )
        yield ListDetail(rows, Detail(N_("Goal"), hint=("note", "edit")), self.lines)

    def columns(self) -> list[Column[GoalRow]]:
        """The owner has a column while everyone's are shown."""
        return [
            Column("", 0, lambda row: words.title(row, self.depths.get(row.id, 0))),
            *([] if self.mine else [Column("", 8, words.owner, least=56)]),
            Column("", 4, words.short_period, least=76),
            Column("", 17, words.so_far, "right", least=96),
            Column("", words.BAR, words.progress, least=64),
            Column("", 4, words.share, "right"),
            Column("", 11, words.state),
            Column("", 5, words.confidence, "right", least=56),
        ]

    def fill(self) -> None:
        """Ask for the tree; the list reads the rows in view."""
        self.day = team.today()
        calendar = team.work_calendar()
        self.fiscal_month = team.team().fiscal_month
        whose = self.me.id if self.mine else None
        tree = goals.tree(whose, self.day, self.filter_text)
        self.depths = {branch.id: branch.depth for branch in tree}
        sections = [
            Section("", [branch.id for branch in tree]),
            Section(_("Closed"), goals.closed(whose, self.day, self.filter_text)),
        ]

        def read(wanted: Sequence[Any]) -> Mapping[Any, GoalRow]:
            return goals.listed(wanted, self.day, calendar)

        self.query_one(RecordList).fill(sections, read, self.columns())

    def lines(self, rows: RecordList) -> Sequence[Line]:
        """What the detail says about the goal under the cursor."""
        from tui.screens.goals.card import goal_card

        row = rows.row
        if row is None:
            return []
        try:
            found = goals.detail(row.id, self.day)
        except NotFound:
            return []  # removed this moment; the next look at the data takes the row away
        return goal_card(found, self.day, self.fiscal_month)

    def selected(self) -> GoalRow | None:
        """The goal under the cursor."""
        row = self.query_one(RecordList).row
        return row if isinstance(row, GoalRow) else None

    def subject(self) -> Ref | None:
        """The goal under the cursor."""
        row = self.selected()
        return Ref("goal", row.id) if row is not None else None

    def show(self, ref: Ref) -> None:
        """Put the cursor on a goal, showing everyone's where it needs that."""
        rows = self.query_one(RecordList)
        if not rows.move_to(ref.id) and (self.mine or self.filter_text):
            self.mine = False
            self.set_filter("")
            self.refill()
            rows.move_to(ref.id)

    # What can't be done now

    def why_not(self, action: str) -> str | None:
        """Nothing is selected, it doesn't run, or it isn't the actor's to change."""
        if action == "new":
            return _("You may look at everything and change nothing.") if self.me.role is Role.VIEWER else None
        if action not in ("done", "check_in", "edit", "remove", "note", "respond"):
            return None
        row = self.selected()
        if row is None:
            return _("Select a goal first; n adds one.")
        if action in ("done", "check_in") and row.status is not Status.ACTIVE:
            return _("Only an active goal takes check-ins.")
        if action == "respond":
            return self._why_no_answer(row)
        if action in VERB and not self._may(VERB[action], row):
            return _("This goal belongs to somebody else; its owner or the lead may change it.")
        return None

    def _may(self, verb: str, row: GoalRow) -> bool:
        return may(self.me, verb, Goal, TEAM if row.owner_id is None else row.owner_id)

    def _why_no_answer(self, row: GoalRow) -> str | None:
        verb = ANSWER[row.status][1]
        if self._may(verb, row) or (row.status is Status.DRAFT and self._may("proposed", row)):
            return None
        if row.status is Status.PROPOSED:
            return _("It waits for the lead to accept it.")
        return _("Only the lead, or for closing its owner, may do that.")

    def relabel(self, id: str) -> str | None:
        """``a`` is what the selected goal waits for: accept, propose, close, open again."""
        if id != "respond":
            return super().relabel(id)
        row = self.selected()
        if row is None:
            return N_("Close")
        if row.status is Status.DRAFT and not self._may("activated", row):
            return N_("Propose")
        return ANSWER[row.status][0]

    # Keys

    def action_done(self) -> None:
        """Check in: the figure so far, a confidence, a note."""
        from tui.screens.goals import forms

        if (found := self._load()) is not None:
            row, goal = found
            self.ask(forms.check_in(self.me, row, goal), self._checked_in)

    def action_check_in(self) -> None:
        """The same by its own key."""
        self.action_done()

    def _checked_in(self, made: goals.CheckIn) -> None:
        state = _(words.STATE[made.state][0])
        self.done(_("Checked in · {state} · u undo").format(state=state))

    def action_new(self) -> None:
        """Add a goal, below the selected one when that is the team's."""
        from tui.screens.goals import forms

        row = self.selected()
        above = row if row is not None and row.owner_id is None and row.status not in CLOSED else None
        self.ask(forms.new(self.me, above), self._added)

    def _added(self, made: Goal) -> None:
        proposed = made.status is Status.PROPOSED
        self.done(_("Proposed to the lead · u undo") if proposed else _("Added · u undo"))
        self.show(made.ref)

    def action_edit(self) -> None:
        """Change the selected goal, its target too."""
        from tui.screens.goals import forms

        if (found := self._load()) is not None:
            row, goal = found
            parent = goals.detail(row.id, self.day).parent
            self.ask(forms.edit(self.me, goal, parent), lambda _made: self.done(_("Saved · u undo")))

    def action_respond(self) -> None:
        """Do what the selected goal waits for: propose, accept, close, open again."""
        from tui.screens.goals import forms

        if (found := self._load()) is None:
            return
        row, goal = found
        if goal.status is Status.ACTIVE:
            self.ask(forms.close(self.me, row, goal), lambda _made: self.done(_("Closed · u undo")))
        elif goal.status is Status.PROPOSED:
            self.perform(goals.accept, goal, said=_("Accepted · u undo"))
        elif goal.status is Status.DRAFT and not self._may("activated", row):
            self.perform(goals.propose, goal, said=_("Proposed to the lead · u undo"))
        else:
            self.perform(goals.activate, goal, said=_("It is active now · u undo"))

    def action_note(self) -> None:
        """Write a note about the selected goal."""
        from tui.widgets.form import Field, Form

        row = self.selected()
        if row is None:
            return
        ref = Ref("goal", row.id)

        def save(values: dict[str, object]) -> notes.Note:
            return notes.write(self.me, ref, str(values["body"]))

        field = Field("body", _("Note"), "long", required=True)
        self.ask(Form(_("New note"), [field], save), lambda _made: self.done(_("Noted · u undo")))

    def action_remove(self) -> None:
        """Take the selected goal out, after asking."""
        from tui.widgets.confirm import Confirm

        if (found := self._load()) is None:
            return
        row, goal = found

        def answered(yes: bool) -> None:
            if yes:
                self.perform(goals.remove, goal, said=_("Removed · u undo"))

        detail = _("Goals below it stay. It can be undone with u.")
        self.ask(Confirm(format.plain(row.title), title=_("Remove this goal?"), detail=detail), answered)

    def _load(self) -> tuple[GoalRow, Goal] | None:
        """The selected goal as it is now, for a verb; a problem is said."""
        row = self.selected()
        if row is None:
            return None
        try:
            return row, Goal.load(row.id)
        except NotFound as problem:
            self.refuse(problem)
            return None


ANSWER: dict[Status, tuple[str, str]] = {  # the word of `a` and its verb, by what the goal is
    Status.DRAFT: (N_("Activate"), "activated"),
    Status.PROPOSED: (N_("Accept"), "accepted"),
    Status.ACTIVE: (N_("Close"), "closed"),
    **dict.fromkeys(CLOSED, (N_("Reopen"), "activated")),
}

__all__ = ["Goals"]
