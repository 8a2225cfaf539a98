"""Goals: where we stand against what we promised, as a tree from the team to its people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual import events
from textual.app import ComposeResult

from store import goals, team
from store.access import Role, may
from store.errors import N_, NotFound
from store.goals import CLOSED, Goal, GoalRow, Status, Turn
from store.goals.kinds import TEAM
from store.records import Ref
from tui import format, keys
from tui import goal_words as words
from tui.i18n import _, pgettext
from tui.screens import asking
from tui.screens.base import HuddleScreen
from tui.widgets.detail import Detail, Line
from tui.widgets.list_detail import ListDetail
from tui.widgets.record_list import Column, Key, RecordList, Section

VERB = {"edit": "edited", "remove": "removed", "owner": "transferred", "split": "split", "acknowledge": "acknowledged"}
ON_A_ROW = {*VERB, "done", "check_in", "note", "respond"}
LEAST_CHART, WIDEST_CHART = 24, 76  # cells
FRAME, BLANKS = 4, 2  # cells of a pane's frame and its scrollbar, and of the blanks on both sides of a line


class Goals(HuddleScreen):
    """The tree of goals with the selected one beside it."""

    NAME = "goals"
    TITLE_ = N_("Goals")
    ANSWERS = N_("Where do we stand against what we promised?")
    MINE = False
    FOOTER = ("done", "respond", "new", "edit", "filter")
    BINDINGS = keys.bind(
        *("new", "edit", "note", "remove", "check_in", "split", "scorecard", "reviews", "acknowledge"),
        done=(N_("Check in"), N_("Enter the latest value")),
        respond=(N_("Accept, close"), N_("Propose, answer, activate, close or open it again")),
        owner=(N_("Hand over"), N_("Hand it to a successor, who goes on with what is left")),
    )

    def __init__(self) -> None:
        super().__init__()
        self.depths: dict[Key, int] = {}
        self.fiscal_month = 1

    def body(self) -> ComposeResult:
        rows = RecordList(
            self.columns(),
            title=N_("Goals"),
            empty=(N_("No goals yet."), "n", N_("adds what the team wants to reach")),
            hint=("scorecard", "reviews", "split", "acknowledge", "list.open"),
        )
        yield ListDetail(rows, Detail(N_("Goal"), hint=("note", "edit")), self.lines)

    def columns(self) -> list[Column[GoalRow]]:
        """The owner has a column while everyone's are shown."""
        return [
            Column("", 0, lambda row: words.title(row, self.depths.get(row.id, 0))),
            *([] if self.mine else [Column("", 8, words.owner, least=56)]),
            Column("", 4, lambda row: words.short_period(row, self.fiscal_month), least=76),
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
            Section(pgettext("goals", "Closed"), goals.closed(whose, self.day, self.filter_text)),
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
        return goal_card(found, self.day, self.fiscal_month, self.chart_width)

    @property
    def chart_width(self) -> int:
        """The cells of a line in the detail; so many that the curve is still seen as one."""
        pane = self.query_one(Detail)
        room = pane.line_width if pane.size.width else self.app.size.width - FRAME  # it opens over the whole width
        return min(max(room - BLANKS, LEAST_CHART), WIDEST_CHART)

    def on_resize(self, _event: events.Resize) -> None:
        """The chart is as wide as the detail; the frame's own handler is called besides."""
        self.call_after_refresh(self._draw_again, self.chart_width)

    def _draw_again(self, before: int) -> None:
        if (pair := self.list_detail) is not None and self.chart_width != before:
            pair.describe()

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
        if action not in ON_A_ROW:
            return None
        row = self.selected()
        if row is None:
            return _("Select a goal first; n adds one.")
        if action in ("done", "check_in"):
            return self._why_no_check_in(row)
        if action == "respond":
            return self._why_no_answer(row)
        if action in VERB and not self._may(VERB[action], row):
            if action in ("owner", "split", "acknowledge"):
                return _("Only the lead may do that.")
            return _("This goal belongs to somebody else; its owner or the lead may change it.")
        return self._why_not_now(action, row)

    def _why_no_check_in(self, row: GoalRow) -> str | None:
        if row.status is not Status.ACTIVE:
            return _("Only an active goal takes check-ins.")
        if not goals.may_check_in(self.me, row):
            return _("This goal belongs to somebody else; its owner or the lead may change it.")
        return None

    def _why_not_now(self, action: str, row: GoalRow) -> str | None:
        """What the goal itself has against it."""
        if action == "owner":
            if row.status is not Status.ACTIVE or row.owner_id is None:
                return _("Only a member's goal that runs is handed over; e changes whose it is.")
            why = goals.why_no_successor(row, self.day)
            return format.reason(why) if why is not None else None
        if action == "split" and (row.owner_id is not None or row.status in CLOSED):
            return _("The team's or a group's open goal can be split.")
        return None

    def _may(self, verb: str, row: GoalRow) -> bool:
        return may(self.me, verb, Goal, TEAM if row.owner_id is None else row.owner_id)

    def _answers(self, row: GoalRow) -> bool:
        """Whether a proposal waits for my own word as its owner."""
        return row.turn is Turn.OWNER and row.owner_id == self.me.id

    def _why_no_answer(self, row: GoalRow) -> str | None:
        if row.status is Status.TRANSFERRED:
            return _("It was handed over; its successor's goal goes on.")
        if self._answers(row) or self._may(ANSWER[row.status][1], row):
            return None
        if row.status is Status.DRAFT and self._may("proposed", row):
            return None
        if row.turn is Turn.OWNER:
            return _("It waits for {name} to answer.").format(name=format.plain(row.owner))
        if row.status is Status.PROPOSED:
            return _("It waits for the lead to accept it.")
        return _("Only the lead, or for closing its owner, may do that.")

    def relabel(self, id: str) -> str | None:
        """``a`` is what the selected goal waits for: answer, accept, propose, close, open again."""
        if id != "respond":
            return super().relabel(id)
        row = self.selected()
        if row is None:
            return N_("Close")
        if self._answers(row):
            return N_("Answer")
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
        """Say what the figures say, and where that isn't what was said."""
        found = goals.listed([made.goal_id], self.day).get(made.goal_id)
        parts = [_("Checked in"), _(words.STATE[made.state][0])]
        parts += [words.gap(found)] if found is not None and words.gap(found) else []
        self.done(" · ".join([*parts, _("u undo")]))

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
            self.ask(forms.edit(self.me, found[1]), lambda _made: self.done(_("Saved · u undo")))

    def action_respond(self) -> None:
        """Do what the selected goal waits for: propose, answer, activate, close, open again."""
        from tui.screens.goals import agreeing, forms

        if (found := self._load()) is None:
            return
        row, goal = found
        if goal.status is Status.ACTIVE:
            self.ask(forms.close(self.me, row, goal), lambda _made: self.done(_("Closed · u undo")))
        elif self._answers(row):
            self.ask(agreeing.answer(self.me, row, goal), self._answered)
        elif goal.status is Status.DRAFT and not self._may("activated", row):
            self.perform(goals.propose, goal, said=_("Proposed to the lead · u undo"))
        else:
            self._begin(row, goal)

    def _answered(self, made: Goal) -> None:
        accepted = made.answer is goals.Answer.ACCEPTED
        self.done(_("Accepted · the lead activates it · u undo") if accepted else _("Answered · u undo"))

    def _begin(self, row: GoalRow, goal: Goal) -> None:
        """Activate it; a figure that was offered, or a red light, is asked about first."""
        from tui.screens.goals import agreeing

        closed = goal.status in CLOSED
        try:
            found = goals.detail(row.id, self.day)
        except NotFound as problem:
            self.refuse(problem)
            return
        if not closed and agreeing.needs_a_word(found):
            self.ask(agreeing.begin(self.me, found, goal), lambda _made: self.done(_("It is active now · u undo")))
        elif goal.status is Status.PROPOSED:
            self.perform(goals.accept, goal, said=_("Accepted · u undo"))
        else:
            self.perform(goals.activate, goal, said=_("It is active now · u undo"))

    def action_split(self) -> None:
        """Propose parts of the selected goal to people or groups."""
        from tui.screens.goals import splitting

        if (found := self._load()) is None:
            return
        row, goal = found
        form = splitting.SplitForm(self.me, row, goal, splitting.proposals(row, self.day))
        self.ask(form, lambda made: self.done(splitting.proposed(made)))

    def action_owner(self) -> None:
        """Hand the selected goal to a successor."""
        from tui.screens.goals import agreeing

        if (found := self._load()) is not None:
            row, goal = found
            self.ask(agreeing.hand_over(self.me, row, goal), self._handed)

    def _handed(self, made: Goal) -> None:
        self.done(_("Handed over · u undo") if made.former_id is not None else _("Prorated · u undo"))
        self.show(made.ref)

    def action_scorecard(self) -> None:
        """The weekly numbers."""
        self.action_go("scorecard")

    def action_reviews(self) -> None:
        """How somebody did, between two people."""
        self.action_go("reviews")

    def action_acknowledge(self) -> None:
        """Acknowledge what others checked in."""
        if (found := self._load()) is not None:
            self.perform(goals.acknowledge, found[1], said=_("Acknowledged · u undo"))

    def action_note(self) -> None:
        """Write a note about the selected goal."""
        if (row := self.selected()) is not None:
            asking.note(self, Ref("goal", row.id))

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
    Status.PROPOSED: (N_("Activate"), "accepted"),
    Status.ACTIVE: (N_("Close"), "closed"),
    **dict.fromkeys(CLOSED, (N_("Reopen"), "activated")),
}

__all__ = ["Goals"]
