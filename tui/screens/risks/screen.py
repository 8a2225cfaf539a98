"""The screen of the risks: the register with its heat map; rate, respond, review."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import on
from textual.app import ComposeResult

from store import notes, risks, team
from store.errors import N_, Problem
from store.records import Ref
from store.risks import RatingKind, Risk, RiskRow
from tui import format, keys
from tui.i18n import _
from tui.rights import refusal
from tui.screens.base import HuddleScreen
from tui.screens.risks import forms, words
from tui.screens.risks.board import RiskBoard
from tui.screens.risks.forms import Answered, Respond
from tui.widgets.confirm import Confirm
from tui.widgets.detail import Detail, Line
from tui.widgets.form import Field, Form
from tui.widgets.heatmap import HeatMap
from tui.widgets.panel import Snoozing
from tui.widgets.rating import Rate
from tui.widgets.record_list import Cell, Column, RecordList, Section

ON_A_ROW = ("done", "rate", "respond", "snooze", "owner", "note", "edit", "remove")
RIGHTS = {  # the verb of each key
    "done": "reviewed",
    "rate": "rated",
    "respond": "responded",
    "snooze": "postponed",
    "owner": "reassigned",
    "edit": "edited",
    "remove": "removed",
}
ON_A_LIVE_ROW = ("done", "rate", "snooze")


def meeting_weekday() -> int | None:
    """The weekday on which the team meets (0 is Monday); None when it doesn't meet weekly."""
    from store import meetings
    from store.meetings import Every

    series = meetings.series()
    return series.weekday if series is not None and series.every is Every.WEEK else None


class Risks(HuddleScreen):
    """The register by level, the heat map, and the risk under the cursor."""

    NAME = "risks"
    TITLE_ = N_("Risks")
    ANSWERS = N_("What could hurt us, and what do we do about it?")
    FOOTER = ("done", "rate", "respond", "pane.next", "new")
    BINDINGS = keys.bind("rate", "respond", "snooze", "new", "edit", "note", "owner", "remove", done=N_("Reviewed"))

    def body(self) -> ComposeResult:
        columns: tuple[Column[RiskRow], ...] = (
            Column("", 3, words.number_cell, "right"),
            Column("", 4, words.score_cell),
            Column("", 1, words.trend_cell),
            Column("", 0, words.title_cell),
            Column("", 1, lambda row: words.lint_cell(row, self.day)),
            Column("", 8, words.category_cell, least=88),
            Column("", 8, self.owner_cell, least=76),
            Column("", 6, lambda row: words.money_cell(row, self.currency), "right", least=58),
            Column("", 9, lambda row: words.review_cell(row, self.day), "right"),
        )
        rows = RecordList(
            columns,
            title=N_("Register"),
            empty=(N_("No risk is written down yet."), "n", N_("adds one")),
            hint=("rate", "respond", "snooze", "note", "list.open"),
        )
        heat_map = HeatMap()
        heat_map.border_title = _("Heat map")
        yield RiskBoard(rows, heat_map, Detail(N_("Risk")), self.lines)

    @property
    def rows(self) -> RecordList:
        """The register."""
        return self.query_one(RecordList)

    @property
    def board(self) -> RiskBoard:
        """Register, map and detail."""
        return self.query_one(RiskBoard)

    def fill(self) -> None:
        """Ask for the register and the map; the list reads the rows in view."""
        self.day, self.currency = team.today(), team.team().currency
        owner = self.me.id if self.mine else None
        found = risks.register(owner, self.filter_text)
        sections = [
            Section(_(words.SHELF[shelf]), numbers, words.SHELF_TONE.get(shelf, "muted"))
            for shelf, numbers in found.items()
        ]
        self.rows.fill(sections, risks.listed)
        self.board.show_cells(risks.heat_map(owner, self.filter_text))

    def lines(self, rows: RecordList) -> Sequence[Line]:
        """What the detail says about the row under the cursor."""
        number = rows.key
        if not isinstance(number, int):
            return []
        return words.card(risks.detail(number), notes.about(Ref("risk", number)), self.day, self.currency)

    def owner_cell(self, row: RiskRow) -> Cell:
        """Whose it is, while everyone's are shown."""
        return ("" if self.mine else row.owner, "muted")

    def subject(self) -> Ref | None:
        """The risk under the cursor."""
        row = self.row
        return Ref("risk", row.id) if row is not None else None

    def show(self, ref: Ref) -> None:
        """Put the cursor on a risk, showing everyone's where it needs that."""
        if not self.rows.move_to(ref.id) and (self.mine or self.filter_text):
            self.mine = False
            self.set_filter("")
            self.refill()
            self.rows.move_to(ref.id)
        self.board.follow()

    # What can be done now

    @property
    def row(self) -> RiskRow | None:
        """The risk under the cursor."""
        found = self.rows.row
        return found if isinstance(found, RiskRow) else None

    def why_not(self, action: str) -> str | None:
        """Nothing is selected, it is over, nobody has rated it, or it is a colleague's."""
        if action == "new":
            return refusal(self.me, "added", Risk, self.me.id)
        if action not in ON_A_ROW:
            return None
        row = self.row
        if row is None:
            return _("There is no risk here; n adds one.")
        if action in ON_A_LIVE_ROW and not row.live:
            return _("This risk is over; a opens it again.")
        if action == "done" and row.score is None:
            return _("Nobody has rated it yet; r does.")
        return refusal(self.me, RIGHTS[action], Risk, row.owner_id) if action in RIGHTS else None

    def relabel(self, id: str) -> str | None:
        if id == "pane.next":
            return N_("Register") if self.board.map_shown else N_("Map")
        return super().relabel(id)

    def _record(self) -> Risk | None:
        """The risk under the cursor as it is stored now; None, and said so, when it is gone."""
        row = self.row
        if row is None:
            return None
        try:
            return Risk.load(row.id)
        except Problem as problem:
            self.refuse(problem)
            return None

    def action_next_pane(self) -> None:
        """Register, map, detail, register; in a narrow terminal the register and the map."""
        board = self.board
        if self.rows.has_focus:
            board.show_map()
        elif board.map.has_focus and not board.narrow:
            board.open()
        else:
            board.close()
        self.refresh_bindings()

    # What the keys do

    def action_done(self) -> None:
        """It was looked at and stands as it is."""
        if (record := self._record()) is not None:
            said = _("Reviewed · next review {day} · u undo")
            self.perform(
                risks.review,
                record,
                meeting_weekday=meeting_weekday(),
                said=lambda risk: said.format(day=format.day(risk.next_review_on)),
            )

    def action_rate(self) -> None:
        """Rate probability and impact in words."""
        record = self._record()
        if record is None:
            return

        def save(kind: RatingKind, probability: int, impact: int, why: str) -> Risk:
            return risks.rate(self.me, record, probability, impact, why, kind=kind, meeting_weekday=meeting_weekday())

        before = {
            RatingKind.NOW: (record.probability, record.impact),
            RatingKind.RESIDUAL: (record.residual_probability, record.residual_impact),
        }
        self.ask(Rate(_("Rate · {title}").format(title=record.title), before, save), self._rated)

    def _rated(self, risk: Risk) -> None:
        self.done(words.rated_words(risks.score(risk.probability, risk.impact), risk.next_review_on))

    def action_respond(self) -> None:
        """Say what we do about it: prevent, control, transfer, accept; it happened; close it."""
        if (record := self._record()) is not None:
            self.ask(Respond(self.me, record, meeting_weekday()), self._answered)

    def _answered(self, done: Answered) -> None:
        answer = _(forms.ANSWERS[done.answer][0])
        self.done(_("Response: {answer} · u undo").format(answer=answer))

    def action_new(self) -> None:
        """Put a risk into the register."""

        def save(values: dict[str, Any]) -> Risk:
            return risks.add(self.me, meeting_weekday=meeting_weekday(), **forms.read(values))

        self.ask(Form(_("New risk"), forms.fields(self.me.id), save), self._added)

    def _added(self, risk: Risk) -> None:
        self.done(_("Added · r rates it · u undo"))
        self.show(risk.ref)

    def action_edit(self) -> None:
        """Change what the risk says."""
        record = self._record()
        if record is None:
            return

        def save(values: dict[str, Any]) -> Risk:
            return risks.edit(self.me, record, **forms.read(values))

        form = Form(_("Edit risk {number}").format(number=record.id), forms.fields(None, record), save)
        self.ask(form, lambda _risk: self.done(_("Saved · u undo")))

    def action_owner(self) -> None:
        """Give it to somebody else."""
        record = self._record()
        if record is None:
            return
        field = Field("owner", record.title, "choice", record.owner_id, options=forms.people())

        def save(values: dict[str, Any]) -> Risk:
            return risks.reassign(self.me, record, forms.member_of(values["owner"]))

        form = Form(_("Who takes it?"), [field], save, N_("Give"))
        self.ask(form, lambda _risk: self.done(_("Handed over · u undo")))

    def action_note(self) -> None:
        """Write a note about it."""
        record = self._record()
        if record is None:
            return

        def save(values: dict[str, Any]) -> notes.Note:
            return notes.write(self.me, record.ref, values["body"])

        field = Field("body", _("Note"), "long", required=True)
        self.ask(Form(_("New note"), [field], save), lambda _note: self.done(_("Noted · u undo")))

    def action_remove(self) -> None:
        """Take it out of the register, after asking."""
        record = self._record()
        if record is None:
            return

        def remove(yes: bool) -> None:
            if yes:
                self.perform(risks.remove, record, said=_("Removed · u undo"))

        question = Confirm(record.title, title=_("Remove this risk?"), detail=_("It can be undone with u."))
        self.ask(question, remove)

    # Postponing, in a panel under the row

    def action_snooze(self) -> None:
        """Put the next review off."""
        record = self._record()
        if record is not None:
            self.board.close()
            self.mount(Snoozing(self.rows, record.id, forms.postponed_to(self.day), self.day))

    @on(Snoozing.Given)
    def _postpone(self, event: Snoozing.Given) -> None:
        try:
            risks.postpone(self.me, Risk.load(event.panel.target), event.day)
        except Problem as problem:
            event.panel.refuse(format.reason(problem.reason))
            return
        event.panel.action_close()
        self.done(_("Review postponed to {day} · u undo").format(day=format.weekday(event.day)))
