"""What the keys do to a follow-up, wherever it stands: on Follow-ups and on Today.

Forms and panels are imported when one opens, so that the first screen is there sooner.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from store import customers, followups, team
from store.errors import N_, Conflict, Invalid, Problem, Reason
from store.followups import FollowUpRow, Kind, Outcome, Status
from store.records import Ref
from tui import format
from tui.i18n import _
from tui.rights import refusal
from tui.screens.base import HuddleScreen
from tui.vocabulary import KIND, PRIORITY, options

if TYPE_CHECKING:
    from store.followups import FollowUp
    from tui.widgets.form import Field
    from tui.widgets.panel import Completing, Panel, Snoozing
    from tui.widgets.record_list import RecordList

FOLLOW_UP = "follow_up"  # the kind of these records
RIGHTS = {  # the verb of each key
    "done": "completed",
    "snooze": "snoozed",
    "owner": "reassigned",
    "edit": "edited",
    "remove": "removed",
}
SNOOZES = (3, 7, 14)  # calendar days, beside the next working day


class FollowUpKeys(HuddleScreen):
    """A screen whose rows are follow-ups, or have one: it says which one is selected and in which list."""

    def selected(self) -> FollowUpRow | None:
        """The follow-up under the cursor."""
        raise NotImplementedError

    def selected_customer(self) -> int | None:
        """The customer of the row under the cursor."""
        row = self.selected()
        return row.customer_id if row else None

    def selected_deal(self) -> int | None:
        """The deal that the row under the cursor is about."""
        row = self.selected()
        return row.deal_id if row else None

    def selected_list(self) -> RecordList:
        """The list with the cursor."""
        raise NotImplementedError

    def why_not(self, action: str) -> str | None:
        """Nothing is selected, it is done already, or it is a colleague's."""
        if action in RIGHTS:
            row = self.selected()
            if row is None:
                return _("Select a follow-up first; n adds one.")
            if action in ("done", "snooze") and row.status is not Status.PLANNED:
                return _("This one is done already; < takes it back.")
            return refusal(self.me, RIGHTS[action], FOLLOW_UP, row.owner_id)
        if action == "reopen":
            return self._why_not_back(self.selected())
        if action in ("new", "log"):
            return refusal(self.me, "added", FOLLOW_UP, self.me.id)
        if action == "note" and self.selected_customer() is None:
            return _("There is no customer here to write a note about.")
        if action == "copy" and self.selected_customer() is None:
            return _("There is no customer here whose phone number could be copied.")
        return None

    def _why_not_back(self, row: FollowUpRow | None) -> str | None:
        if row is None or row.status is not Status.DONE:
            return _("This is not done yet; space completes it.")
        return None

    # Panels under the row

    def action_done(self) -> None:
        """Complete the selected follow-up."""
        from tui.widgets.panel import Completing

        row = self.selected()
        if row is not None:
            silent = followups.no_answers_in_a_row(row.customer_id) if row.customer_id else 0
            self.mount(Completing(self.selected_list(), row.id, self._suggester(row, silent), reminder(silent)))

    def _suggester(self, row: FollowUpRow, silent: int) -> Callable[[Outcome], str]:
        customer = customers.Customer.load(row.customer_id) if row.customer_id else None
        calendar, day = team.work_calendar(), team.today()

        def suggest(outcome: Outcome) -> str:
            step = followups.suggest_next(customer, row.kind, row.subject, outcome, day, calendar, silent)
            return f"{_(KIND[step.kind])} {format.weekday(step.due_on)}".lower() if step else ""

        return suggest

    def on_completing_given(self, event: Completing.Given) -> None:
        """Complete it with what the panel says; a refusal is said in the panel."""
        from store import entry

        panel = event.panel
        if panel.too_late:
            self._write_beside(panel)
            return
        try:
            record = followups.FollowUp.load(panel.target)
            step = entry.read_step(event.next_step, record.kind, record.subject)
            none = event.next_step.strip().lower() in entry.NOTHING
            followups.complete(self.me, record, event.outcome, event.note, step, nothing_follows=none)
        except Problem as problem:
            self._refuse_completing(panel, problem)
            return
        if step is None:
            said = _("Done · u undo")
        else:
            words = _("Done · next {kind} {day} · u undo")
            said = words.format(kind=_(KIND[step.kind]).lower(), day=format.weekday(step.due_on))
        self._go_on(panel, said)

    def _go_on(self, panel: Panel, said: str) -> None:
        """Close the panel and tell the outcome; the cursor goes to the next row, and not after the one that is done."""
        rows = panel.rows
        following = rows.following if panel.target == rows.key or Ref("follow_up", panel.target) == rows.key else None
        panel.action_close()
        self.done(said)
        if following is not None:
            rows.move_to(following)

    def _refuse_completing(self, panel: Completing, problem: Problem) -> None:
        """Say it in the panel; where somebody else was faster, offer to keep what was typed beside theirs."""
        words = format.reason(problem.reason)
        found = followups.FollowUp.get_or_none(followups.FollowUp.id == panel.target)
        if isinstance(problem, Conflict) and found is not None and found.status is Status.DONE:
            panel.too_late = bool(panel.typed)
            words += " " + (_("Enter keeps what you typed as a note.") if panel.too_late else _("Esc closes this."))
        elif isinstance(problem, Invalid) and "next_step" in problem.fields:
            words += " " + _("Write a next step, or - for none.")
        panel.refuse(words)

    def _write_beside(self, panel: Completing) -> None:
        """Keep what was typed as a note: about the customer, or without one about the follow-up itself."""
        from store import notes

        found = followups.FollowUp.get_or_none(followups.FollowUp.id == panel.target)
        customer = found.customer_id if found is not None else None
        about = Ref("customer", customer) if customer is not None else Ref("follow_up", panel.target)
        try:
            notes.write(self.me, about, panel.typed)
        except Problem as problem:
            panel.refuse(format.reason(problem.reason))
            return
        panel.action_close()
        self.done(_("Your note is kept · u undo"))

    def action_reopen(self) -> None:
        """Take back that the selected follow-up was done."""
        row = self.selected()
        if row is not None:
            self.perform(lambda me: followups.take_back(me, followups.FollowUp.load(row.id)), said=_("Taken back"))

    def action_snooze(self) -> None:
        """Put the selected follow-up off."""
        from tui.widgets.panel import Snoozing

        row = self.selected()
        if row is not None:
            calendar, day = team.work_calendar(), team.today()
            days = [calendar.add(day, 1), *(calendar.on_or_after(day + timedelta(days=n)) for n in SNOOZES)]
            self.mount(Snoozing(self.selected_list(), row.id, days, day))

    def on_snoozing_given(self, event: Snoozing.Given) -> None:
        """Put it off until the chosen or typed day."""
        try:
            followups.snooze(self.me, followups.FollowUp.load(event.panel.target), event.day)
        except Problem as problem:
            event.panel.refuse(format.reason(problem.reason))
            return
        self._go_on(event.panel, _("Snoozed until {day} · u undo").format(day=format.weekday(event.day)))

    # Forms

    def action_log(self) -> None:
        """Log a contact that just happened, by quick entry."""
        from tui.screens import entering

        row = self.selected()
        kind, name = (row.kind, row.customer or "") if row else (Kind.CALL, "")
        self.open_quick_entry(entering.line(kind, name, done=True))

    def action_new(self) -> None:
        """Plan a follow-up."""
        from tui.widgets.form import Form

        row = self.selected()
        customer = self.selected_customer()
        name = customers.name_of(customer) if customer else ""
        kind = row.kind if row else Kind.CALL
        fields = self._fields(customer=customer, shown=name, kind=kind, deal=self.selected_deal())
        self.ask(Form(_("New follow-up"), fields, self._add, N_("Plan it")), self._added)

    def _fields(
        self,
        *,
        customer: int | None = None,
        shown: str = "",
        kind: Kind = Kind.CALL,
        deal: int | None = None,
        record: FollowUp | None = None,
    ) -> list[Field]:
        from store import deals
        from store.records import label
        from tui.widgets.form import Field

        day = team.today()
        people: list[tuple[object, str]] = [(None, _("nobody")), *((m.id, m.name) for m in team.members())]
        at = format.clock(record.due_time) if record and record.due_time else ""
        return [
            Field("customer", _("Customer"), "record", customer, find=find_customer, shown=shown),
            Field("kind", _("Kind"), "choice", record.kind if record else kind, options=options(KIND)),
            Field("subject", _("Subject"), value=record.subject if record else ""),
            Field("due_on", _("Due"), "day", record.due_on if record else day, required=True, today=day, warn=over),
            Field("due_time", _("Time"), value=at, hint="10:00"),
            Field("priority", _("Priority"), "choice", record.priority if record else 2, options=options(PRIORITY)),
            Field("owner", _("Owner"), "choice", record.owner_id if record else self.me.id, options=people),
            Field(
                "deal", _("Deal"), "record", deal, find=deals.by_name, shown=label(Ref("deal", deal)) if deal else ""
            ),
        ]

    def _add(self, values: dict[str, object]) -> FollowUp:
        due_on, rest = checked(values)
        return followups.add(self.me, due_on, **rest)

    def _added(self, made: FollowUp) -> None:
        self.done(_("Planned for {day} · u undo").format(day=format.weekday(made.due_on)))
        self.show(made.ref)

    def action_edit(self) -> None:
        """Change the selected follow-up."""
        from tui.widgets.form import Form

        row = self.selected()
        if row is None:
            return
        record = followups.FollowUp.load(row.id)

        def fields(it: FollowUp) -> list[Field]:
            shown = customers.name_of(it.customer_id) if it.customer_id else ""
            return self._fields(customer=it.customer_id, shown=shown, deal=it.deal_id, record=it)

        def save(values: dict[str, object]) -> FollowUp:
            due_on, rest = checked(values)
            return followups.edit(self.me, record, due_on=due_on, **rest)

        form = Form(_("Edit follow-up"), fields, save, record=record)
        self.ask(form, lambda _made: self.done(_("Saved · u undo")))

    def action_owner(self) -> None:
        """Give the selected follow-up to somebody else."""
        from tui.screens import asking

        if (row := self.selected()) is not None:
            record = followups.FollowUp.load(row.id)
            asking.owner(self, _("Owner"), record, lambda who: followups.reassign(self.me, record, who))

    def action_note(self) -> None:
        """Write a note about the customer of the row."""
        from tui.screens import asking

        customer = self.selected_customer()
        if customer is not None:
            asking.note(self, Ref("customer", customer))

    def action_remove(self) -> None:
        """Take the selected follow-up out, after asking."""
        from tui.widgets.confirm import Confirm

        row = self.selected()
        if row is None:
            return
        record = followups.FollowUp.load(row.id)
        name = " · ".join(part for part in (_(KIND[row.kind]), row.customer, row.subject) if part)

        def remove(_yes: bool) -> None:
            if _yes:
                self.perform(followups.remove, record, said=_("Removed · u undo"))

        self.ask(Confirm(name, title=_("Remove this follow-up?"), detail=_("It can be undone with u.")), remove)

    def action_copy(self) -> None:
        """Copy the customer's phone number to the terminal's clipboard."""
        customer = self.selected_customer()
        number = customers.phone_of(customer) if customer is not None else ""
        if not number:
            self.complain(_("No phone number is known here."))
            return
        self.app.copy_to_clipboard(number)
        self.say(_("Copied {text}").format(text=format.plain(number)))


def reminder(silent: int) -> Callable[[Outcome], str]:
    """What should be thought of when this outcome is chosen, after so many contacts without an answer."""

    def remind(outcome: Outcome) -> str:
        count = silent + 1 if outcome is Outcome.NO_ANSWER else silent
        if count >= followups.SILENT:
            return _("▲ {n} times in a row without an answer: try another channel.").format(n=count)
        return ""

    return remind


def find_customer(text: str) -> list[tuple[int, str, str]]:
    """Customers for a picker, with their city as the hint."""
    return customers.by_name(text)


def over(text: str) -> str:
    """What should be known about a day that is over: it is allowed, and overdue at once."""
    from store.calendar import parse_day

    day = parse_day(text, team.today())
    return _("over already: overdue at once") if day is not None and day < team.today() else ""


def checked(values: dict[str, object]) -> tuple[date, dict[str, Any]]:
    from store.calendar import parse_time
    from tui.screens.asking import member_of

    rest: dict[str, Any] = dict(values)
    due_on = rest.pop("due_on")
    assert isinstance(due_on, date), "the form requires a day"
    at = str(rest["due_time"] or "")
    found = parse_time(at) if at else None
    if at and found is None:
        raise Invalid({"due_time": Reason(N_("Write a time such as 10:00."))})
    return due_on, {**rest, "due_time": found, "owner": member_of(rest["owner"])}
