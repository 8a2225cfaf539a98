"""The screen of the complaints: answer, resolve, close; the answers of customers about their satisfaction below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from textual.app import ComposeResult

from store import complaints, customers, followups, team
from store.calendar import now
from store.complaints import Complaint, ComplaintRow, Satisfaction, Severity, Status, satisfaction
from store.complaints.satisfaction import AnswerRow
from store.customers import Customer
from store.errors import N_, Problem
from store.followups import FollowUp, FollowUpRow, Kind, Origin
from store.records import Ref
from tui import format, keys
from tui.complaint_cards import END, answer_card, complaint_card, customer_words, score_words, team_words
from tui.i18n import _
from tui.rights import refusal
from tui.screens import asking
from tui.screens.complaint_keys import ComplaintKeys, step_words
from tui.screens.complaints import cells, forms
from tui.screens.complaints.cells import Row
from tui.screens.followup_keys import checked
from tui.widgets.confirm import Confirm
from tui.widgets.detail import Detail, Line
from tui.widgets.form import Field, Form
from tui.widgets.list_detail import ListDetail
from tui.widgets.record_list import Cell, Column, RecordList, Section

YEAR = timedelta(days=365)  # whose answers are listed
ANSWER = "satisfaction"
ON_A_COMPLAINT = ("done", "edit", "wait", "reopen", "owner", "note", "followup")
VERBS = {"edit": "edited", "wait": "put on hold", "reopen": "reopened", "owner": "reassigned", "remove": "removed"}


class Complaints(ComplaintKeys):
    """Every complaint on its shelf, or those of one customer, and how satisfied they are."""

    NAME = "complaints"
    TITLE_ = N_("Complaints")
    ANSWERS = N_("Who is unhappy, what was promised, and are they satisfied in the end?")
    FOOTER = ("done", "new", "wait", "followup", "satisfaction")
    BINDINGS = keys.bind(
        *("new", "edit", "wait", "reopen", "owner", "note", "followup", "satisfaction", "remove", "log", "copy"),
        done=N_("Answer"),
    )

    def __init__(self) -> None:
        super().__init__()
        self.customer: Customer | None = None  # whose complaints are shown; None: everybody's

    def body(self) -> ComposeResult:
        found = RecordList(
            self.columns(),
            title=N_("Complaints"),
            empty=(N_("No complaints, and no answers about satisfaction."), "n", N_("writes a complaint down")),
            hint=("edit", "reopen", "owner", "note", "list.open"),
            counted=False,
        )
        yield ListDetail(found, Detail(N_("Complaint")), self.lines)

    def columns(self) -> list[Column[Row]]:
        """The customer has a column while everybody's are shown, the owner while everyone's are."""
        whole = self.customer is None
        return [
            Column("", 4, cells.number_cell, "right"),
            Column("", 1, cells.sign_cell),
            *([Column("", 0, cells.customer_cell, share=4)] if whole else []),
            Column("", 0, cells.subject_cell, share=6, least=44),
            Column("", 8, cells.category_cell, least=92),
            *([] if self.mine and whole else [Column[Row]("", 9, cells.owner_cell, least=64)]),
            *([Column("", 1, cells.class_cell, least=60)] if whole else []),
            Column("", END, self._step_cell, least=54),
            Column("", END, self._end_cell, "right"),
        ]

    def _step_cell(self, row: Row) -> Cell:
        return cells.step_cell(row, self.day)

    def _end_cell(self, row: Row) -> Cell:
        return cells.end_cell(row, self.at, self.zone)

    @property
    def rows(self) -> RecordList:
        """The list of complaints and answers."""
        return self.query_one(RecordList)

    def fill(self) -> None:
        """Ask for the shelves; the list reads the rows in view."""
        self.day, self.at, self.zone = team.today(), now(), team.team().timezone
        customer = self.customer.id if self.customer is not None else None
        owner = self.me.id if self.mine and customer is None else None
        found = complaints.shelves(owner, self.filter_text, customer=customer)
        sections = [
            Section(_(cells.SHELF[shelf]), numbers, cells.SHELF_TONE.get(shelf, "muted"))
            for shelf, numbers in found.items()
        ]
        sections.append(self._answers(owner, customer))
        self.rows.set_title(
            _("Complaints of {name}").format(name=self.customer.name) if self.customer is not None else ""
        )
        self.rows.fill(sections, self.read, self.columns())

    def _answers(self, owner: int | None, customer: int | None) -> Section:
        since = date.min if customer is not None else self.day - YEAR
        numbers = satisfaction.ids(since, owner, customer, self.filter_text)
        if customer is not None:
            title = customer_words(satisfaction.of_customer(customer))
        else:
            title = team_words(satisfaction.of_team(since, owner))
        return Section(title, [(ANSWER, number) for number in numbers])

    @staticmethod
    def read(wanted: Sequence[Any]) -> Mapping[Any, Row]:
        """The rows in view: complaints by their id, answers by (satisfaction, id)."""
        found: dict[Any, Row] = {**complaints.listed([key for key in wanted if isinstance(key, int)])}
        answers = satisfaction.listed([key[1] for key in wanted if isinstance(key, tuple)])
        return found | {(ANSWER, number): row for number, row in answers.items()}

    def lines(self, found: RecordList) -> Sequence[Line]:
        """Everything about the complaint or the answer under the cursor."""
        row = found.row
        if isinstance(row, AnswerRow):
            return answer_card(row)
        return complaint_card(row.id) if isinstance(row, ComplaintRow) else []

    # Whose are shown, and the way back

    def subject(self) -> Ref | None:
        """The complaint under the cursor."""
        row = self.row
        return Ref("complaint", row.id) if row is not None else None

    def show(self, ref: Ref) -> None:
        """Put the cursor on a complaint or an answer, among everybody's where it needs that."""
        key = ref.id if ref.kind == "complaint" else (ANSWER, ref.id)
        if self.customer is not None and not self.rows.move_to(key):
            self.show_customer(None)
        if not self.rows.move_to(key) and (self.mine or self.filter_text):
            self.mine = False
            self.set_filter("")
            self.refill()
            self.rows.move_to(key)

    def show_customer(self, customer: Customer | None) -> None:
        """Show one customer's complaints and answers, or everybody's."""
        self.customer = customer
        self.set_filter("")
        self.refill()
        self.rows.action_cursor_first()

    @property
    def something_open(self) -> bool:
        """Always: Back leads to the screen before."""
        return True

    def action_back(self) -> None:
        """Close the detail, else clear the filter, else return to the screen before."""
        if super().something_open:
            super().action_back()
        else:
            former = self.huddle.came_from
            self.app.switch_mode(former if former != self.NAME else "customers")
            if self.customer is not None:
                self.show_customer(None)

    def action_mine(self) -> None:
        """Only mine, or everyone's; of one customer's, everybody's."""
        if self.customer is None:
            super().action_mine()
            return
        self.mine = False
        self.show_customer(None)
        self.say(_("Everyone's"))

    # What is selected

    @property
    def row(self) -> ComplaintRow | None:
        """The complaint under the cursor."""
        found = self.rows.row
        return found if isinstance(found, ComplaintRow) else None

    @property
    def answer(self) -> AnswerRow | None:
        """The answer under the cursor."""
        found = self.rows.row
        return found if isinstance(found, AnswerRow) else None

    def selected(self) -> FollowUpRow | None:
        return None

    def selected_customer(self) -> int | None:
        found = self.rows.row
        if found is not None:
            return int(found.customer_id)
        return self.customer.id if self.customer is not None else None

    def selected_list(self) -> RecordList:
        return self.rows

    def relabel(self, id: str) -> str | None:
        row = self.row
        if id == "done" and row is not None:
            return step_words(row.status, row.answered)
        if id == "wait" and row is not None and row.status is Status.WAITING:
            return N_("Go on")
        if id == "mine" and self.customer is not None:
            return N_("Everyone")
        return super().relabel(id)

    def why_not(self, action: str) -> str | None:
        """Nothing is selected, it is over, it isn't yet, or it is a colleague's."""
        if action in ("satisfaction", "copy", "log") and self.selected_customer() is None:
            return _("Select a complaint or an answer first; on Customers, r asks any customer.")
        if action == "new":
            return refusal(self.me, "added", Complaint)
        if action == "remove" and (answer := self.answer) is not None:
            return refusal(self.me, "removed", Satisfaction.load(answer.id))
        if action not in (*ON_A_COMPLAINT, "remove"):
            return None
        row = self.row
        if row is None:
            return _("Select a complaint first; n writes one down.")
        return self._why_not_now(action, row) or self._why_not_theirs(action, row)

    @staticmethod
    def _why_not_now(action: str, row: ComplaintRow) -> str | None:
        if action == "wait" and not row.open:
            return _("This complaint is resolved; it waits for nothing.")
        if action == "wait" and not row.answered:
            return _("Answer them first; then it may wait.")
        if action == "reopen" and row.open:
            return _("This complaint is open already.")
        return None

    def _why_not_theirs(self, action: str, row: ComplaintRow) -> str | None:
        if action == "done":
            return self.why_no_step(row.status, row.owner_id)
        verb = VERBS.get(action)
        return refusal(self.me, verb, Complaint, row.owner_id) if verb else None

    def _record(self) -> Complaint | None:
        """The complaint under the cursor as it is stored now; None, and said so, when it is gone."""
        row = self.row
        try:
            return Complaint.load(row.id) if row is not None else None
        except Problem as problem:
            self.refuse(problem)
            return None

    # What the keys do

    def action_done(self) -> None:
        """Answer, resolve or close it, whichever comes next."""
        if (row := self.row) is not None:
            self.next_step(self.rows, row.id)

    def action_new(self) -> None:
        """Write a complaint down."""
        customer = self.customer

        def save(values: dict[str, Any]) -> Complaint:
            return complaints.add(self.me, values.pop("customer", customer), values.pop("subject"), **values)

        title = _("New complaint of {name}").format(name=customer.name) if customer else _("New complaint")
        self.ask(Form(title, forms.new_fields(customer), save), self._written_down)

    def _written_down(self, made: Complaint) -> None:
        by = format.moment(made.respond_by, self.zone, self.day)
        self.done(_("Complaint {number} · answer by {moment} · u undo").format(number=made.number, moment=by))
        self.show(made.ref)

    def action_edit(self) -> None:
        """Change what it says."""
        record = self._record()
        if record is not None:
            customer = Customer.load(record.customer_id)
            save = forms.saver(complaints.edit, self.me, record)
            title = _("Complaint {number}").format(number=record.number)
            form = Form(title, lambda it: forms.said_fields(it, customer), save, record=record)
            self.ask(form, lambda _made: self.done(_("Saved · u undo")))

    def action_wait(self) -> None:
        """Say for what it waits; go on with one that waits."""
        record = self._record()
        if record is None:
            return
        if record.status is Status.WAITING:
            self.perform(complaints.resume, record, said=_("In progress again · u undo"))
            return
        field = Field("waiting_for", _("It waits for"), required=True, hint=_("their sample, our workshop…"))
        save = forms.saver(complaints.wait, self.me, record)
        form = Form(record.title_of_record, lambda _it: [field], save, record=record)
        self.ask(form, lambda _made: self.done(_("It waits · s goes on with it · u undo")))

    def action_reopen(self) -> None:
        """Work on a resolved or closed one again."""
        record = self._record()
        if record is not None:
            field = Field("why", _("Why is it open again?"), "long", required=True)
            save = forms.saver(complaints.reopen, self.me, record)
            form = Form(record.title_of_record, lambda _it: [field], save, record=record)
            self.ask(form, lambda _made: self.done(_("Open again · u undo")))

    def action_owner(self) -> None:
        """Give it to somebody else."""
        if (record := self._record()) is not None:
            title = record.title_of_record
            asking.owner(self, title, record, lambda who: complaints.reassign(self.me, record, who))

    def action_note(self) -> None:
        """Write a note about the complaint."""
        record = self._record()
        if record is not None:
            asking.note(self, record.ref)

    def action_followup(self) -> None:
        """Plan a follow-up about it."""
        record = self._record()
        if record is None:
            return
        subject = _("Complaint {title}").format(title=record.title_of_record)
        named = {"subject": subject, "priority": 1 if record.severity <= Severity.HIGH else 2}
        fields = [
            replace(field, value=named.get(field.name, field.value))
            for field in self._fields(customer=record.customer_id, kind=Kind.CALL)
            if field.name not in ("customer", "deal")
        ]

        def save(values: dict[str, object]) -> FollowUp:
            due_on, rest = checked(values)
            return followups.add(self.me, due_on, complaint=record, origin=Origin.COMPLAINT, **rest)

        self.ask(Form(_("New follow-up"), fields, save, N_("Plan it")), self._planned)

    def _planned(self, made: FollowUp) -> None:
        self.done(_("Planned for {day} · u undo").format(day=format.weekday(made.due_on)))

    def action_satisfaction(self) -> None:
        """Write down how satisfied the customer is."""
        number = self.selected_customer()
        if number is not None:
            about = Ref("complaint", self.row.id) if self.row is not None else None
            forms.ask_satisfaction(self, Customer.load(number), about)

    def action_log(self) -> None:
        """Log a contact that just happened, by quick entry."""
        from tui.screens import entering

        number = self.selected_customer()
        name = customers.name_of(number) if number is not None else ""
        self.open_quick_entry(entering.line(Kind.CALL, name, done=True))

    def action_remove(self) -> None:
        """Take the complaint or the answer out, after asking."""
        answer, detail = self.answer, _("It can be undone with u.")
        if answer is not None:
            record, verb, title = Satisfaction.load(answer.id), satisfaction.remove, _("Remove this answer?")
            self._ask_to_remove(
                f"{answer.customer} · {score_words(answer.scale, answer.score)}", title, detail, verb, record
            )
        elif (complaint := self._record()) is not None:
            title = _("Remove this complaint?")
            self._ask_to_remove(complaint.title_of_record, title, detail, complaints.remove, complaint)

    def _ask_to_remove(self, name: str, title: str, detail: str, verb: Callable[..., None], record: object) -> None:
        def remove(_yes: bool) -> None:
            self.perform(verb, record, said=_("Removed · u undo"))

        self.ask(Confirm(name, title=title, detail=detail), remove)
