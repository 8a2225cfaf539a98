"""What the keys of the risks do with the risk or signal under the cursor; each calls one verb of the store."""

from __future__ import annotations

from functools import partial
from typing import Any

from textual import on

from store import notes, risks, team
from store.errors import N_, Problem
from store.risks import RatingKind, Risk, RiskRow
from store.signals import Signal, SignalRow, Status
from tui import format
from tui.i18n import _
from tui.rights import refusal
from tui.screens import asking
from tui.screens.base import HuddleScreen
from tui.screens.risks import forms, words
from tui.screens.risks.board import RiskBoard
from tui.screens.risks.deciding import DISMISS, LINK, PROMOTE, Decide
from tui.screens.risks.forms import Answered, Respond
from tui.widgets.form import Form
from tui.widgets.panel import Snoozing
from tui.widgets.rating import Rate
from tui.widgets.record_list import RecordList

ON_A_ROW = ("done", "rate", "respond", "snooze", "owner", "note", "edit", "remove", "happened")
RIGHTS = {  # the verb of each key
    "done": "reviewed",
    "rate": "rated",
    "respond": "responded",
    "snooze": "postponed",
    "happened": "occurred",
    "owner": "reassigned",
    "edit": "edited",
    "remove": "removed",
}
ON_A_LIVE_ROW = ("done", "rate", "snooze", "happened")
DECIDED = {
    PROMOTE: N_("In the register, linked to its signal · u undo"),
    LINK: N_("Linked · u undo"),
    DISMISS: N_("Dismissed · u undo"),
}


def meeting_weekday() -> int | None:
    """The weekday on which the team meets (0 is Monday); None when it doesn't meet weekly."""
    from store import meetings
    from store.meetings import Every

    series = meetings.series()
    return series.weekday if series is not None and series.every is Every.WEEK else None


def series() -> int | None:
    """The series whose next meeting talks about what happened; None while there is none."""
    from store import meetings

    found = meetings.series()
    return found.id if found is not None else None


class RiskKeys(HuddleScreen):
    """A screen with the list of the risks and signals; it says whether a key can be used, and what it does."""

    @property
    def rows(self) -> RecordList:
        """The list."""
        return self.query_one(RecordList)

    @property
    def board(self) -> RiskBoard:
        """List, map and detail."""
        return self.query_one(RiskBoard)

    # What can be done now

    @property
    def row(self) -> RiskRow | None:
        """The risk under the cursor."""
        found = self.rows.row
        return found if isinstance(found, RiskRow) else None

    @property
    def signal(self) -> SignalRow | None:
        """The signal under the cursor."""
        found = self.rows.row
        return found if isinstance(found, SignalRow) else None

    def why_not(self, action: str) -> str | None:
        """Nothing is selected, it is over, nobody has rated it, it is a signal, or it is a colleague's."""
        if action == "new":
            return refusal(self.me, "added", Risk, self.me.id)
        if action not in ON_A_ROW:
            return None
        if self.signal is not None:
            return self._against_signal(action, self.signal)
        row = self.row
        if row is None:
            return _("There is no risk here; n adds one.")
        if action in ON_A_LIVE_ROW and not row.live:
            return _("This risk is over; a opens it again.")
        if action == "done" and row.score is None:
            return _("Nobody has rated it yet; r does.")
        return refusal(self.me, RIGHTS[action], Risk, row.owner_id) if action in RIGHTS else None

    def _against_signal(self, action: str, row: SignalRow) -> str | None:
        if action == "note":
            return refusal(self.me, "added", notes.Note, self.me.id)
        if action not in ("respond", "remove"):
            return _("Still a signal: a makes a risk of it, links it to one, or dismisses it.")
        if row.status is Status.CLEARED:
            return _("This signal is cleared: its figure is good again.")
        return refusal(self.me, "dismissed", Signal, None)

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
            RatingKind.INHERENT: (record.inherent_probability, record.inherent_impact),
            RatingKind.NOW: (record.probability, record.impact),
            RatingKind.RESIDUAL: (record.residual_probability, record.residual_impact),
        }
        self.ask(Rate(_("Rate · {title}").format(title=record.title), before, save), self._rated)

    def _rated(self, risk: Risk) -> None:
        self.done(words.rated_words(risks.score(risk.probability, risk.impact), risk.next_review_on))

    def action_respond(self) -> None:
        """Say what we do about it: prevent, control, transfer, accept; it happened; close it. Decide about a signal."""
        if self.signal is not None:
            self._decide(self.signal, PROMOTE if self.signal.risk_id is None else LINK)
        elif (record := self._record()) is not None:
            self.ask(Respond(self.me, record, meeting_weekday(), series()), self._answered)

    def _decide(self, row: SignalRow, answer: str) -> None:
        try:
            record = Signal.load(row.id)
        except Problem as problem:
            self.refuse(problem)
            return
        self.ask(Decide(self.me, record, row, meeting_weekday(), answer), self._decided)

    def _decided(self, done: Answered) -> None:
        self.done(_(DECIDED[done.answer]))

    def action_happened(self) -> None:
        """It happened: a fact now, and a topic for the meeting; what was to be done then is said."""
        record = self._record()
        if record is None:
            return
        number = series()
        told = [_("Happened"), _("topic raised") if number is not None else _("no meeting to raise it in")]
        if record.contingency:
            told.append(format.plain(record.contingency))
        self.perform(risks.occur, record, series=number, said=" · ".join([*told, _("u undo")]))

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

        title = _("Edit risk {number}").format(number=record.id)
        form = Form(title, partial(forms.fields, None), save, record=record)
        self.ask(form, lambda _risk: self.done(_("Saved · u undo")))

    def action_owner(self) -> None:
        """Give it to somebody else."""
        if (record := self._record()) is not None:
            asking.owner(self, record.title, record, lambda who: risks.reassign(self.me, record, who))

    def action_note(self) -> None:
        """Write a note about the risk or signal."""
        if (subject := self.subject()) is not None:
            asking.note(self, subject)

    def action_remove(self) -> None:
        """Take it out of the register, after asking; of a signal, dismiss it with a reason."""
        if self.signal is not None:
            self._decide(self.signal, DISMISS)
        elif (record := self._record()) is not None:
            asking.removal(self, record.title, _("Remove this risk?"), risks.remove, record)

    # Postponing, in a panel under the row

    def action_snooze(self) -> None:
        """Put the next review off."""
        record = self._record()
        if record is not None:
            self.board.close()
            day = team.today()
            self.mount(Snoozing(self.rows, record.id, forms.postponed_to(day), day))

    @on(Snoozing.Given)
    def _postpone(self, event: Snoozing.Given) -> None:
        try:
            risks.postpone(self.me, Risk.load(event.panel.target), event.day)
        except Problem as problem:
            event.panel.refuse(format.reason(problem.reason))
            return
        event.panel.action_close()
        self.done(_("Review postponed to {day} · u undo").format(day=format.weekday(event.day)))
