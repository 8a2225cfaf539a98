"""Merging the selected customer with another one that is the same: choose it, choose between the two, confirm."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from store import customers, merging
from store.customers import Customer
from store.errors import N_, NN_, Problem
from tui import format
from tui.i18n import _, ngettext
from tui.screens.customers import forms
from tui.widgets.confirm import Confirm
from tui.widgets.form import Field, Form
from tui.widgets.picker import Hit, Pick

if TYPE_CHECKING:
    from tui.screens.customers import Customers

MOVED: Mapping[str, tuple[str, str]] = {
    "contact": NN_("{n} person", "{n} people"),
    "follow_up": NN_("{n} follow-up", "{n} follow-ups"),
    "note": NN_("{n} note", "{n} notes"),
    "deal": NN_("{n} deal", "{n} deals"),
    "booking": NN_("{n} booking", "{n} bookings"),
    "complaint": NN_("{n} complaint", "{n} complaints"),
    "satisfaction": NN_("{n} answer about satisfaction", "{n} answers about satisfaction"),
    "topic": NN_("{n} topic", "{n} topics"),
    "action_item": NN_("{n} action item", "{n} action items"),
    "risk": NN_("{n} risk", "{n} risks"),
    "signal": NN_("{n} signal", "{n} signals"),
}
OTHERS = NN_("{n} other record", "{n} other records")


def ask(screen: Customers, keep: Customer) -> None:
    """Ask which customer is the same as this one, which stays."""

    def find(text: str) -> Sequence[Hit]:
        if not text:
            likely = customers.similar(keep.name, keep.phone, keep.email, but=keep.id, limit=8)
            return [(one.id, one.name, _("may be the same")) for one in likely]
        return [hit for hit in customers.by_name(text, 9) if hit[0] != keep.id][:8]

    def chosen(number: Hashable) -> None:
        try:
            _choose(screen, Customer.load(keep.id), Customer.load(int(str(number))))
        except Problem as problem:
            screen.refuse(problem)

    title = _("Which customer is the same as {name}?").format(name=keep.name)
    screen.ask(Pick(title, find), chosen)


def _choose(screen: Customers, keep: Customer, gone: Customer) -> None:
    """Where both say something else, ask which holds."""
    names = merging.different(keep, gone)
    if not names:
        _confirm(screen, keep, gone, {})
        return
    described = {field.name: field for field in forms.customer_fields(keep, screen.me)}
    fields = [
        Field(
            name,
            described[name].label,
            "choice",
            False,
            options=[(False, _words(described[name], keep)), (True, _words(described[name], gone))],
        )
        for name in names
        if name in described
    ]

    def chosen(values: dict[str, Any]) -> None:
        _confirm(screen, keep, gone, {name: gone.__data__.get(name) for name, theirs in values.items() if theirs})

    about = _("{gone} is merged into {keep}. What holds where they differ?").format(gone=gone.name, keep=keep.name)
    form: Form[dict[str, Any]] = Form(_("Merge"), fields, lambda values: values, N_("Go on"), about=about)
    screen.ask(form, chosen)


def _words(field: Field, customer: Customer) -> str:
    value = customer.__data__.get(field.name)
    found = next((words for option, words in field.options if option == value), None)
    return found if found is not None else str(value)


def _confirm(screen: Customers, keep: Customer, gone: Customer, choices: Mapping[str, Any]) -> None:
    def merge(_yes: bool) -> None:
        said = _("{gone} is part of {keep} now · u undo").format(gone=gone.name, keep=keep.name)
        if screen.perform(merging.merge, keep, gone, choices, said=said) is not None:
            screen.show(keep.ref)

    moving = moved(merging.hanging(gone))
    detail = _("{what} move to {keep}.").format(what=moving, keep=keep.name) if moving else ""
    question = _("Merge {gone} into {keep}?").format(gone=gone.name, keep=keep.name)
    detail = f"{detail} {_('One undo takes it back.')}".strip()
    screen.ask(Confirm(question, title=_("Merge"), detail=detail, yes=_("Merge"), no=_("Keep both")), merge)


def moved(counts: Mapping[str, int]) -> str:
    """``2 people, 5 follow-ups, 1 other record``."""
    known = [(MOVED[kind], n) for kind, n in counts.items() if kind in MOVED]
    others = sum(n for kind, n in counts.items() if kind not in MOVED)
    parts = [*known, *([(OTHERS, others)] if others else [])]
    return format.listed(ngettext(*words, n).format(n=format.number(n)) for words, n in parts)
