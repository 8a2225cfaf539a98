"""Acting on all marked customers: give them to somebody, or give one field of all of them the same value."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from store import customers, team
from tui import format
from tui.i18n import N_, _, ngettext
from tui.screens.asking import member_of
from tui.screens.customers import forms
from tui.widgets.confirm import Confirm
from tui.widgets.form import Field, Form
from tui.widgets.picker import Hit, Pick

if TYPE_CHECKING:
    from tui.screens.customers import Customers

FIELDS = (
    *("value_class", "kind", "need", "city", "industry", "source", "tags", "purchasing_power", "loyalty"),
    *("visit_interval_days", "do_not_call", "address", "website"),
)
MOST_SHOWN = 4  # former values that the preview names


def counted(numbers: Sequence[int]) -> str:
    """``12 customers``."""
    return ngettext("{n} customer", "{n} customers", len(numbers)).format(n=format.number(len(numbers)))


def hand_over(screen: Customers, numbers: Sequence[int]) -> None:
    """Ask who looks after the marked customers from now on; say first whose they are now."""
    field = Field("owner", _("Owner"), "choice", None, options=forms.people())
    names = team.names()
    whose = customers.held(numbers, "owner")
    about = format.listed(f"{format.plain(names.get(owner or 0, _('nobody')))} ({n})" for owner, n in whose.items())

    def save(values: dict[str, object]) -> int:
        return customers.hand_over_many(screen.me, numbers, member_of(values["owner"]))

    def given(count: int) -> None:
        words = ngettext("{n} handed over · u undo", "{n} handed over · u undo", count)
        screen.rows.unmark()
        screen.done(words.format(n=count))

    title = _("Hand over {what}").format(what=counted(numbers))
    about = _("Now with: {owners}").format(owners=about)
    screen.ask(Form(title, [field], save, N_("Give"), about=about), given)


def edit(screen: Customers, numbers: Sequence[int]) -> None:
    """Ask which field of the marked customers, then for its value, then show what that changes."""
    fields = {field.name: field for field in forms.customer_fields(None, screen.me) if field.name in FIELDS}
    hits: list[Hit] = [(name, fields[name].label, _held(fields[name], numbers)) for name in FIELDS if name in fields]

    def find(text: str) -> list[Hit]:
        wanted = text.casefold()
        return [hit for hit in hits if wanted in hit[1].casefold()]

    def chosen(name: Hashable) -> None:
        _ask_value(screen, numbers, _without_computed(fields[str(name)]))

    title = _("Which field of {what}?").format(what=counted(numbers))
    screen.ask(Pick(title, find, placeholder=_("Type a part of its name"), most=len(hits)), chosen)


def _without_computed(field: Field) -> Field:
    """The field with nothing in it yet; a class is set by hand here."""
    if field.name == "value_class":
        return replace(field, options=[(value, words) for value, words in field.options if value is not None])
    return replace(field, value=None, hint="") if field.kind not in ("choice", "yes") else field


def _ask_value(screen: Customers, numbers: Sequence[int], field: Field) -> None:
    def confirm(values: dict[str, Any]) -> None:
        value = values[field.name]
        changed = [(words, n) for held, words, n in _spread(field, numbers) if held != _stored(value)]
        if not changed:
            screen.complain(_("They all have that already."))
            return
        shown = format.listed(f"{words} → {_words(field, value)} ({n})" for words, n in changed[:MOST_SHOWN])
        rest = sum(n for _words_, n in changed[MOST_SHOWN:])
        more = " " + _("and {n} others").format(n=rest) if rest else ""
        question = format.labelled(counted(numbers), f"{_name(field)} {shown}{more}")
        sure = Confirm(question, title=_("Change them all?"), detail=_("One undo takes it back."), yes=_("Change"))
        screen.ask(sure, lambda _yes: write(value))

    def write(value: Any) -> None:
        stored = int(value) if isinstance(value, bool) else value

        def said(count: int) -> str:
            return ngettext("{n} changed · u undo", "{n} changed · u undo", count).format(n=count)

        if screen.perform(customers.edit_many, numbers, said=said, **{field.name: stored}) is not None:
            screen.rows.unmark()

    about = _("Now: {held}").format(held=_held(field, numbers))
    form: Form[dict[str, Any]] = Form(counted(numbers), [field], lambda values: values, N_("Preview"), about=about)
    screen.ask(form, confirm)


def _name(field: Field) -> str:
    """What a field is called, without what its caption explains behind a colon."""
    return re.split("[:：]", field.label, maxsplit=1)[0]


def _stored(value: object) -> object:
    return int(value) if isinstance(value, bool) else getattr(value, "value", value)


def _words(field: Field, value: object) -> str:
    """A value as the form shows it."""
    if field.kind == "yes":
        return _("Yes") if value else _("No")
    words = next((words for option, words in field.options if _stored(option) == _stored(value)), None)
    if words is not None and value is not None:
        return words
    return format.plain(str(value)) if value not in (None, "") else "—"


def _spread(field: Field, numbers: Sequence[int]) -> list[tuple[object, str, int]]:
    """What the customers hold in a field: the value, its words, and how many hold it; the most first."""
    return [(value, _words(field, value), n) for value, n in customers.held(numbers, field.name).items()]


def _held(field: Field, numbers: Sequence[int]) -> str:
    found = _spread(field, numbers)
    more = "…" if len(found) > MOST_SHOWN else ""
    return format.listed(f"{words} ({n})" for _value, words, n in found[:MOST_SHOWN]) + more
