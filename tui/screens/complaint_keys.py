"""The next step of a complaint by the space bar, wherever it stands: answer it, resolve it, close it.

Forms and panels are imported when one opens, so that the first screen is there sooner.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from store import complaints
from store.complaints import OPEN, Status
from store.errors import N_, Problem
from tui import format
from tui.i18n import _
from tui.rights import refusal
from tui.screens.followup_keys import FollowUpKeys

if TYPE_CHECKING:
    from store.complaints import Complaint
    from tui.screens.complaints.panels import Answering, Closing
    from tui.widgets.panel import Panel
    from tui.widgets.record_list import RecordList

STEPS = {Status.NEW: "responded", Status.RESOLVED: "closed"}  # the verb of the next step; else it is resolved


def step_words(status: Status, answered: bool) -> str:
    """What the space bar does to a complaint in this state (N_)."""
    if status not in OPEN:
        return N_("Close")
    return N_("Resolve") if answered else N_("Answer")


class ComplaintKeys(FollowUpKeys):
    """A screen with complaints among its rows."""

    def why_no_step(self, status: Status, owner: int | None) -> str | None:
        """Why the next step can't be done: it is closed, or a colleague's."""
        if status is Status.CLOSED:
            return _("This complaint is closed; < opens it again.")
        return refusal(self.me, STEPS.get(status, "resolved"), "complaint", owner)

    def next_step(self, rows: RecordList, number: int) -> None:
        """Answer, resolve or close a complaint, whichever comes next; a panel opens under its row in ``rows``."""
        from tui.screens.complaints.panels import Answering, Closing

        try:
            record = complaints.Complaint.load(number)
        except Problem as problem:
            self.refuse(problem)
            return
        if record.status not in OPEN:
            self.mount(Closing(rows, number))
        elif record.first_response_at is not None:
            self._resolve(record)
        else:
            self.mount(Answering(rows, number))

    def on_answering_given(self, event: Answering.Given) -> None:
        """Write down that they were answered."""
        self._give(event.panel, lambda one: complaints.respond(self.me, one, event.note), _("Answered · u undo"))

    def on_closing_given(self, event: Closing.Given) -> None:
        """Close it with what they said about how it went."""
        from tui.complaint_cards import score_words

        said = score_words(complaints.Scale.CSAT, event.score) if event.score is not None else _("would not say")
        words = _("Closed · {satisfaction} · u undo").format(satisfaction=said)
        self._give(event.panel, lambda one: complaints.close(self.me, one, event.score, event.note), words)

    def _give(self, panel: Panel, verb: Callable[[Complaint], Complaint], said: str) -> None:
        """Do what the panel says; a refusal is said in the panel."""
        try:
            verb(complaints.Complaint.load(panel.target))
        except Problem as problem:
            panel.refuse(format.reason(problem.reason))
            return
        panel.action_close()
        self.done(said)

    def _resolve(self, record: Complaint) -> None:
        from tui.screens.complaints import forms
        from tui.widgets.form import Form

        save = forms.saver(complaints.resolve, self.me, record)
        form = Form(record.title_of_record, forms.solution_fields, save, N_("Resolve"), record=record)
        self.ask(form, lambda _made: self.done(_("Resolved · space closes it · u undo")))
