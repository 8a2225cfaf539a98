"""The people at one customer's, in a list of their own over the screen: add, edit, remove, say who comes first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.screen import ModalScreen

from store import care, changes, customers
from store.customers import Contact, Customer
from store.errors import N_, Problem
from tui import format, keys
from tui.i18n import _
from tui.rights import refusal
from tui.screens.base import HuddleScreen
from tui.screens.customers import forms
from tui.vocabulary import CONTACT
from tui.widgets.box import Box
from tui.widgets.confirm import Confirm
from tui.widgets.form import Form
from tui.widgets.keybar import KeyBar
from tui.widgets.record_list import Cell, Column, RecordList, Section
from tui.widgets.status import Status

T = TypeVar("T")
ON_A_ROW = ("done", "edit", "remove", "copy")
WRITES = ("new", "done", "edit", "remove")
FRAME_ROWS = 4  # border, status row, key bar


def _name(contact: Contact) -> Cell:
    return (("● ", "accent") if contact.primary else ("  ", ""), (contact.name, "bold"))


def _part(contact: Contact) -> Cell:
    part = _(CONTACT[contact.role]) if contact.role else ""
    return (", ".join(text for text in (contact.title, part) if text), "muted")


def _reach(contact: Contact) -> Cell:
    return (contact.phone or contact.email or contact.wechat, "")


class People(ModalScreen[None]):
    """The contacts of a customer. Every write is told to the screen below, which says it when this one closes."""

    FOOTER = ("new", "edit", "done", "remove", "undo", "back")
    BINDINGS = keys.bind(*("new", "edit", "remove", "copy", "undo", "back", "quit"), done=N_("Main contact"))
    DEFAULT_CSS = """
    People { align: center middle; background: $background 60%; }
    People > Box { width: 76; padding: 0; }
    People RecordList, People RecordList:focus { border: none; height: auto; min-height: 3; }
    People Status, People KeyBar { padding: 0 1; }
    """

    def __init__(self, screen: HuddleScreen, customer: Customer) -> None:
        super().__init__()
        self.below = screen
        self.customer = customer
        self.people: dict[int, Contact] = {}

    def compose(self) -> ComposeResult:
        columns = (
            Column[Contact]("", 0, _name, share=4),
            Column("", 0, _part, share=4),
            Column("", 18, _reach, "right"),
        )
        with Box(_("People at {name}").format(name=self.customer.name)):
            yield RecordList(columns, empty=(N_("Nobody is known there yet."), "n", N_("adds the first person")))
            yield Status()
            yield KeyBar()

    def on_mount(self) -> None:
        self.fill()

    def on_resize(self, event: events.Resize) -> None:
        self.query_one(RecordList).styles.max_height = max(event.size.height - FRAME_ROWS, 3)

    def fill(self) -> None:
        """Ask for the people again."""
        self.people = {contact.id: contact for contact in customers.contacts(self.customer.id)}
        self.query_one(RecordList).fill([Section("", list(self.people))], self._read)
        self.refresh_bindings()

    def _read(self, wanted: Sequence[Any]) -> Mapping[Any, Contact]:
        return {number: self.people[number] for number in wanted if number in self.people}

    @property
    def selected(self) -> Contact | None:
        """The person under the cursor."""
        found = self.query_one(RecordList).row
        return found if isinstance(found, Contact) else None

    # What can be done now

    def why_not(self, action: str) -> str | None:
        """Nobody is selected, or the customer is a colleague's."""
        if action in WRITES and (why := refusal(self.below.me, "edited", self.customer)):
            return why
        if action in ON_A_ROW and self.selected is None:
            return _("Nobody is known there yet; n adds the first person.")
        if action == "done" and self.selected is not None and self.selected.primary:
            return _("This is the main contact already.")
        return None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return None if action in (*WRITES, *ON_A_ROW) and self.why_not(action) else True

    def on_key(self, event: events.Key) -> None:
        active = self.active_bindings.get(event.key)
        if active is not None and not active.enabled and active.node is self:
            self.query_one(Status).say(self.why_not(active.binding.action) or "", "bad")
            event.stop()

    @on(RecordList.Highlighted)
    def _moved(self) -> None:
        self.refresh_bindings()

    # What the keys do

    def _write(self, verb: Callable[..., T], *args: object, said: str | Callable[[T], str], **values: object) -> None:
        try:
            result = verb(self.below.me, *args, **values)
        except Problem as problem:
            self.query_one(Status).say(format.reason(problem.reason), "bad")
            self.fill()
        else:
            self._done(said if isinstance(said, str) else said(result))

    def _done(self, said: str) -> None:
        self.query_one(Status).say(said, "good")
        self.below.done(said)
        self.fill()

    def action_new(self) -> None:
        """Add somebody."""

        def save(values: dict[str, Any]) -> Contact:
            own, days = forms.contact_values(values)
            return care.add_contact(self.below.me, self.customer, days=days, **own)

        def added(made: Contact | None) -> None:
            if made is not None:
                self._done(_("Added · u undo"))
                self.query_one(RecordList).move_to(made.id)

        self.app.push_screen(Form(_("New contact"), forms.contact_fields(None), save), added)

    @on(RecordList.Chosen)
    def action_edit(self) -> None:
        """Change what is known about this person."""
        contact = self.selected
        if contact is None or self.why_not("edit"):
            return

        def save(values: dict[str, Any]) -> Contact:
            own, days = forms.contact_values(values)
            return care.edit_contact(self.below.me, contact, days, **own)

        def saved(made: Contact | None) -> None:
            if made is not None:
                self._done(_("Saved · u undo"))

        self.app.push_screen(Form(_("Edit contact"), forms.contact_fields(contact), save), saved)

    def action_done(self) -> None:
        """Make this person the one to ask for."""
        contact = self.selected
        if contact is not None:
            self._write(customers.edit_contact, contact, primary=1, said=_("Main contact · u undo"))

    def action_remove(self) -> None:
        """Take this person out, after asking."""
        contact = self.selected
        if contact is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._write(customers.remove_contact, contact, said=_("Removed · u undo"))

        question = Confirm(contact.name, title=_("Remove this contact?"), detail=_("It can be undone with u."))
        self.app.push_screen(question, answered)

    def action_copy(self) -> None:
        """Copy this person's number, else their address."""
        contact = self.selected
        text = str(_reach(contact)[0]) if contact is not None else ""
        if not text:
            self.query_one(Status).say(_("No phone number is known here."), "bad")
            return
        self.app.copy_to_clipboard(text)
        self.query_one(Status).say(_("Copied {text}").format(text=format.plain(text)), "good")

    def action_undo(self) -> None:
        """Take back my last change."""
        self._write(changes.undo, said=lambda change: _("Undone: {title}").format(title=change.title))

    def action_back(self) -> None:
        """Close; the customer stays selected."""
        self.dismiss(None)

    def action_quit(self) -> None:
        """Close, as Esc does."""
        self.action_back()
