"""Customers: who they are, what happened with them, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import on
from textual.app import ComposeResult

from store import customers, deals, followups, team
from store.complaints import Satisfaction
from store.customers import Contact, Customer, CustomerRow
from store.errors import N_, Problem
from store.followups import FollowUpRow, Kind
from store.records import Ref
from tui import keys
from tui.i18n import _, ngettext
from tui.rights import refusal
from tui.screens import bookings
from tui.screens.asking import member_of
from tui.screens.customers import forms, many, merge, words
from tui.screens.customers.contacts import People
from tui.screens.customers.tabs import Tab, TabbedDetail, tab_lines
from tui.screens.followup_keys import FollowUpKeys
from tui.typeahead import OPENING
from tui.widgets.confirm import Confirm
from tui.widgets.detail import Line
from tui.widgets.form import Field, Form
from tui.widgets.list_detail import ListDetail
from tui.widgets.record_list import Column, RecordList, Section

ON_A_ROW = (
    *("edit", "owner", "remove", "people", "note", "followup", "copy"),
    *("complaints", "satisfaction", "book", "bookings"),
)
ON_ROWS = ("mark", "mark_all", "merge")
VERB = {"edit": "edited", "owner": "handed over", "remove": "removed", "merge": "merged"}


class Customers(FollowUpKeys):
    """The customers by name, with everything about the selected one beside the list."""

    NAME = "customers"
    TITLE_ = N_("Customers")
    ANSWERS = N_("Who are they, what happened, what comes next?")
    FOOTER = ("new", "edit", "people", "followup", "complaints")
    BINDINGS = keys.bind(
        *("new", "edit", "people", "followup", "complaints", "satisfaction", "book", "bookings"),
        *("log", "note", "owner", "remove", "copy", "classes", "mark", "mark_all", "merge"),
        *("previous_tab", "next_tab"),
    )

    def __init__(self) -> None:
        super().__init__()
        self.tab = Tab.TIMELINE

    def body(self) -> ComposeResult:
        rows = RecordList(
            self.columns(),
            title=N_("Customers"),
            empty=(N_("No customer is here yet."), "n", N_("adds one")),
            hint=("log", "note", "owner", "classes", "list.open"),
        )
        detail = TabbedDetail(N_("Customer"), hint=("previous_tab", "next_tab"))
        yield ListDetail(rows, detail, self.lines)

    def columns(self) -> list[Column[CustomerRow]]:
        """The owner has a column while everyone's are shown."""
        return [
            Column("", 1, words.class_cell),
            Column(N_("Name"), 0, words.name_cell, share=5),
            Column(N_("Kind"), 8, words.kind_cell),
            Column(N_("Need"), 8, words.need_cell, least=86),
            Column(N_("City"), 0, words.city_cell, share=2, least=72),
            *([] if self.mine else [Column[CustomerRow](N_("Owner"), 9, words.owner_cell, least=66)]),
            Column(N_("Contact"), 8, lambda row: words.last_cell(row, self.day), "right"),
            Column(N_("Next step"), 9, lambda row: words.next_cell(row, self.day), "right"),
        ]

    @property
    def rows(self) -> RecordList:
        """The list of customers."""
        return self.query_one(RecordList)

    def fill(self) -> None:
        """Ask for the customers by name; the list reads the rows in view."""
        self.day = team.today()
        found = customers.ids(self.me.id if self.mine else None, self.filter_text)
        self.rows.fill([Section("", found)], customers.listed, self.columns())

    def lines(self, rows: RecordList) -> Sequence[Line]:
        """What the chosen tab tells about the customer under the cursor."""
        return tab_lines(rows.key, self.tab) if isinstance(rows.key, int) else []

    def subject(self) -> Ref | None:
        """The customer under the cursor."""
        row = self.row
        return Ref("customer", row.id) if row is not None else None

    def show(self, ref: Ref) -> None:
        """Put the cursor on a customer, or on that of a contact; everyone's are shown where it needs that."""
        number = ref.id
        if ref.kind == "contact":
            number = Contact.load(ref.id).customer_id
        elif ref.kind != "customer":
            return
        if not self.rows.move_to(number) and (self.mine or self.filter_text):
            self.mine = False
            self.set_filter("")
            self.refill()
            self.rows.move_to(number)

    # What is selected

    @property
    def row(self) -> CustomerRow | None:
        """The customer under the cursor."""
        found = self.rows.row
        return found if isinstance(found, CustomerRow) else None

    def selected(self) -> FollowUpRow | None:
        return None

    def selected_customer(self) -> int | None:
        return self.row.id if self.row is not None else None

    def selected_list(self) -> RecordList:
        return self.rows

    def why_not(self, action: str) -> str | None:
        """Nothing is selected, or it is a colleague's."""
        row = self.row
        if action == "new":
            return refusal(self.me, "added", Customer, self.me.id)
        if action in (*ON_A_ROW, *ON_ROWS, "previous_tab", "next_tab") and row is None:
            return _("Select a customer first; n adds one.")
        if action in ("edit", "owner") and self.rows.marked:
            return None  # the store says whose they are
        if action in VERB and row is not None:
            return refusal(self.me, VERB[action], Customer, row.owner_id)
        if action == "satisfaction" and row is not None:
            return refusal(self.me, "added", Satisfaction, row.owner_id)
        if action == "book" and row is not None:
            return bookings.refused(self.me, row.owner_id, None)
        return None

    # What the keys do

    def action_new(self) -> None:
        """Add a customer."""

        def save(values: dict[str, object]) -> Customer:
            return customers.add(self.me, **forms.customer_values(self._with_owner(values)))

        def added(made: Customer) -> None:
            self.done(_("Added · u undo"))
            self.show(made.ref)

        self.ask(Form(_("New customer"), forms.customer_fields(None, self.me), save), added)

    def action_edit(self) -> None:
        """Change what is known about the selected customer, or one field of all marked ones."""
        if marked := self.marked:
            many.edit(self, marked)
            return
        record = self._record()
        if record is None:
            return

        def save(values: dict[str, object]) -> Customer:
            return customers.edit(self.me, record, **forms.customer_values(self._with_owner(values)))

        form = Form(_("Edit customer"), lambda it: forms.customer_fields(it, self.me), save, record=record)
        self.ask(form, lambda _made: self.done(_("Saved · u undo")))

    def action_owner(self) -> None:
        """Give the selected customer, or all marked ones, to somebody else."""
        if marked := self.marked:
            many.hand_over(self, marked)
            return
        record = self._record()
        if record is None:
            return

        def fields(it: Customer) -> list[Field]:
            return [Field("owner", _("Owner"), "choice", it.owner_id, options=forms.people())]

        def save(values: dict[str, object]) -> Customer:
            return customers.hand_over(self.me, record, member_of(values["owner"]))

        about = _("Who looks after them from now on?")
        form = Form(record.name, fields, save, N_("Give"), about=about, record=record)
        self.ask(form, lambda _made: self.done(_("Handed over · u undo")))

    def action_remove(self) -> None:
        """Take the selected customer out, after asking."""
        record = self._record()
        if record is None:
            return
        planned = len(followups.planned_for(record.id))
        detail = _("Its contacts go with it. It can be undone with u.")
        if planned:
            words = ngettext(
                "{n} planned follow-up stays in the queue.", "{n} planned follow-ups stay in the queue.", planned
            )
            detail = f"{words.format(n=planned)} {detail}"

        def remove(_yes: bool) -> None:
            self.perform(customers.remove, record, said=_("Removed · u undo"))

        self.ask(Confirm(record.name, title=_("Remove this customer?"), detail=detail), remove)

    def action_people(self) -> None:
        """The contacts of the selected customer, in a list of their own."""
        record = self._record()
        if record is not None:
            self.ask(People(self, record))

    # The tabs

    def action_next_tab(self) -> None:
        """The next tab; in a narrow terminal the customer is opened first."""
        self._turn(1)

    def action_previous_tab(self) -> None:
        """The tab before."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        pair = self.list_detail
        if pair is not None and pair.narrow and not pair.opened:
            pair.open()
            return
        tabs = list(Tab)
        self._choose(tabs[(tabs.index(self.tab) + by) % len(tabs)])

    @on(TabbedDetail.Wanted)
    def _clicked(self, event: TabbedDetail.Wanted) -> None:
        self._choose(event.tab)

    def _choose(self, tab: Tab) -> None:
        self.tab = tab
        if (pair := self.list_detail) is not None:
            pair.detail.scroll_to(y=0, animate=False)
            pair.describe()

    @on(TabbedDetail.Opened)
    def _open_what_is_listed(self) -> None:
        """Enter in the detail opens what the tab lists, where it can be changed."""
        row = self.row
        if row is None:
            return
        if self.tab is Tab.COMPLAINTS:
            self.action_complaints()
        elif self.tab is Tab.DEALS:
            self._open_deals(row)
        elif self.tab is Tab.PEOPLE:
            self.action_people()
        elif self.tab is Tab.FACTS and self.why_not("edit") is None:
            self.action_edit()

    def _open_deals(self, row: CustomerRow) -> None:
        """Go to its first deal in the pipeline; write the first one down where there is none."""
        from tui.screens.deals import forms as deal_forms

        if found := deals.of_customer(row.id, 1):
            self.huddle.open(Ref("deal", found[0].id))
            return

        def save(values: dict[str, Any]) -> deals.Deal:
            return deals.add(self.me, **deal_forms.read(values))

        form = Form(_("New deal"), deal_forms.fields(self.me, customer=row.id), save, first="name")
        self.ask(form, lambda _made: self.done(_("Added · u undo")))

    def action_book(self) -> None:
        """Write down a booking or a payment of the selected customer."""
        if (record := self._record()) is not None:
            bookings.ask(self, record)

    def action_bookings(self) -> None:
        """The bookings and payments of the selected customer, in a list of their own."""
        if (record := self._record()) is not None:
            self.ask(bookings.Bookings(self, record))

    @property
    def marked(self) -> list[int]:
        """The ids of the marked customers."""
        return [key for key in self.rows.marked if isinstance(key, int)]

    def action_mark(self) -> None:
        """Mark the selected customer, or unmark it, and go on to the next."""
        if (key := self.rows.key) is not None:
            self.rows.mark([key])
            self.rows.action_cursor_down()
            self._say_marked()

    def action_mark_all(self) -> None:
        """Mark all customers that are listed, or none."""
        self.rows.mark_all()
        self._say_marked()

    def _say_marked(self) -> None:
        count = len(self.rows.marked)
        words = ngettext(
            "{n} marked · o hands over · e changes a field", "{n} marked · o hands over · e changes a field", count
        )
        self.say(words.format(n=count) if count else _("None is marked"))
        self.refresh_bindings()

    @property
    def something_open(self) -> bool:
        """Marks are open, too: Back clears them first."""
        return bool(self.rows.marked) or super().something_open

    def action_back(self) -> None:
        """Unmark, else close the detail, else clear the filter."""
        pair = self.list_detail
        if self.rows.marked and not (pair is not None and pair.opened):
            self.rows.unmark()
            self.say(_("None is marked"))
            self.refresh_bindings()
        else:
            super().action_back()

    def action_merge(self) -> None:
        """Merge another customer that is the same into the selected one."""
        record = self._record()
        if record is not None:
            merge.ask(self, record)

    def action_classes(self) -> None:
        """Who is worth what to us."""
        self.action_go("classes")

    def action_followup(self) -> None:
        """Plan a follow-up with the selected customer."""
        super().action_new()

    def action_log(self) -> None:
        """Log a contact that just happened, by quick entry."""
        from tui.screens import entering

        name = self.row.name if self.row is not None else ""
        self.open_quick_entry(entering.line(Kind.CALL, name, done=True))

    def action_complaints(self) -> None:
        """What the selected customer complains about, and how satisfied it is."""
        record = self._record()
        if record is not None:
            self.app.run_worker(self._complaints(record), exclusive=True, group=OPENING)

    async def _complaints(self, record: Customer) -> None:
        from tui.screens.complaints import Complaints

        await self.app.switch_mode("complaints")
        if isinstance(self.app.screen, Complaints):
            self.app.screen.show_customer(record)

    def action_satisfaction(self) -> None:
        """Write down how satisfied the selected customer is."""
        from tui.screens.complaints.forms import ask_satisfaction

        record = self._record()
        if record is not None:
            ask_satisfaction(self, record)

    def _record(self) -> Customer | None:
        number = self.selected_customer()
        try:
            return Customer.load(number) if number is not None else None
        except Problem as problem:
            self.refuse(problem)
            return None

    def _with_owner(self, values: dict[str, object]) -> dict[str, Any]:
        return {**values, "owner": member_of(values["owner"])}
