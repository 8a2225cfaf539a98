"""The people at one customer's, in a list of their own over the screen: add, edit, remove, say who comes first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual import on

from store import care, customers
from store.customers import Contact, Customer
from store.errors import N_
from tui import format, keys
from tui.i18n import _
from tui.rights import refusal
from tui.screens.base import HuddleScreen
from tui.screens.customers import forms
from tui.screens.shortlist import ShortList
from tui.vocabulary import CONTACT
from tui.widgets.confirm import Confirm
from tui.widgets.form import Form
from tui.widgets.record_list import Cell, Column, RecordList
from tui.widgets.status import Status


def _name(contact: Contact) -> Cell:
    return (("● ", "accent") if contact.primary else ("  ", ""), (contact.name, "bold"))


def _part(contact: Contact) -> Cell:
    part = _(CONTACT[contact.role]) if contact.role else ""
    return (format.remarks(contact.title, part), "muted")


def _reach(contact: Contact) -> Cell:
    return (contact.phone or contact.email or contact.wechat, "")


class People(ShortList):
    """The contacts of a customer."""

    KIND = "contact"
    FOOTER = ("new", "edit", "done", "remove", "undo", "back")
    BINDINGS = keys.bind(*("new", "edit", "remove", "copy", "undo", "back", "quit"), done=N_("Main contact"))
    ON_A_ROW = ("done", "edit", "remove", "copy")
    WRITES = ("new", "done", "edit", "remove")
    EMPTY = (N_("Nobody is known there yet."), "n", N_("adds the first person"))

    def __init__(self, screen: HuddleScreen, customer: Customer) -> None:
        super().__init__(screen)
        self.customer = customer

    def heading(self) -> str:
        return _("People at {name}").format(name=self.customer.name)

    def columns(self) -> Sequence[Column[Contact]]:
        return (
            Column("", 0, _name, share=4),
            Column("", 0, _part, share=4),
            Column("", 18, _reach, "right"),
        )

    def read(self) -> Mapping[int, Contact]:
        return {contact.id: contact for contact in customers.contacts(self.customer.id)}

    @property
    def selected(self) -> Contact | None:
        """The person under the cursor."""
        found = self.rows.row
        return found if isinstance(found, Contact) else None

    # What can be done now

    def why_not(self, action: str) -> str | None:
        """Nobody is selected, or the customer is a colleague's."""
        if action in self.WRITES and (why := refusal(self.below.me, "edited", self.customer)):
            return why
        if action in self.ON_A_ROW and self.selected is None:
            return _("Nobody is known there yet; n adds the first person.")
        if action == "done" and self.selected is not None and self.selected.primary:
            return _("This is the main contact already.")
        return None

    # What the keys do

    def action_new(self) -> None:
        """Add somebody."""

        def save(values: dict[str, Any]) -> Contact:
            own, days = forms.contact_values(values)
            return care.add_contact(self.below.me, self.customer, days=days, **own)

        def added(made: Contact | None) -> None:
            if made is not None:
                self.done(_("Added · u undo"))
                self.rows.move_to(made.id)

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
                self.done(_("Saved · u undo"))

        self.app.push_screen(Form(_("Edit contact"), forms.contact_fields, save, record=contact), saved)

    def action_done(self) -> None:
        """Make this person the one to ask for."""
        contact = self.selected
        if contact is not None:
            self.write(customers.edit_contact, contact, primary=1, said=_("Main contact · u undo"))

    def action_remove(self) -> None:
        """Take this person out, after asking."""
        contact = self.selected
        if contact is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.write(customers.remove_contact, contact, said=_("Removed · u undo"))

        question = Confirm(contact.name, title=_("Remove this contact?"), detail=_("It can be undone with u."))
        self.app.push_screen(question, answered)

    def action_copy(self) -> None:
        """Copy this person's number, else their address."""
        contact = self.selected
        text = str(_reach(contact)[0]) if contact is not None else ""
        if not text:
            self.complain(_("No phone number is known here."))
            return
        self.app.copy_to_clipboard(text)
        self.query_one(Status).say(_("Copied {text}").format(text=format.plain(text)), "good")
