"""The forms about customers and the people there: which fields, and how what was typed becomes values."""

from __future__ import annotations

from typing import Any

from store import team
from store.customers import Contact, Customer, CustomerKind, Need, ValueClass
from store.team import Member
from tui.i18n import _
from tui.vocabulary import CONTACT, CUSTOMER, NEED, options
from tui.widgets.form import Field

NOBODY_JUDGED = "—"


def people() -> list[tuple[object, str]]:
    """Everybody who can own something, and nobody."""
    return [(None, _("nobody")), *((member.id, member.name) for member in team.members())]


def customer_fields(record: Customer | None, me: Member) -> list[Field]:
    """All that is known about a customer; what a new one needs comes first."""
    it = record or Customer(owner=me.id, kind=CustomerKind.PROSPECT, need=Need.NONE)
    classes: list[tuple[object, str]] = [(None, NOBODY_JUDGED), *((value, value.value) for value in ValueClass)]
    marks: list[tuple[object, str]] = [(None, NOBODY_JUDGED), *((n, str(n)) for n in range(1, 6))]
    return [
        Field("name", _("Name"), value=it.name, required=True),
        Field("kind", _("Kind"), "choice", it.kind, options=options(CUSTOMER)),
        Field("value_class", _("Class: how much they are worth to us"), "choice", it.value_class, options=classes),
        Field("need", _("Need"), "choice", it.need, options=options(NEED)),
        Field("owner", _("Owner"), "choice", it.owner_id, options=people()),
        Field("phone", _("Phone"), value=it.phone),
        Field("email", _("E-mail"), value=it.email),
        Field("city", _("City"), value=it.city),
        Field("address", _("Address"), value=it.address),
        Field("website", _("Website"), value=it.website),
        Field("industry", _("Industry"), value=it.industry),
        Field("source", _("Source: how we met"), value=it.source),
        Field("purchasing_power", _("Purchasing power"), "choice", it.purchasing_power, options=marks),
        Field("loyalty", _("Loyalty"), "choice", it.loyalty, options=marks),
        Field("code", _("Code: their number in our books"), value=it.code),
        Field("tags", _("Tags"), value=it.tags),
        Field("do_not_call", _("Asked not to be called"), "yes", bool(it.do_not_call)),
        Field("notes", _("Notes"), "long", it.notes),
    ]


def customer_values(values: dict[str, object]) -> dict[str, Any]:
    """What the form answers, as the store keeps it."""
    return {**values, "do_not_call": int(bool(values["do_not_call"]))}


def contact_fields(record: Contact | None) -> list[Field]:
    """A person at a customer's."""
    it = record or Contact()
    return [
        Field("name", _("Name"), value=it.name, required=True),
        Field("title", _("Title"), value=it.title),
        Field("role", _("Part in the decision"), "choice", it.role, options=options(CONTACT, none=NOBODY_JUDGED)),
        Field("phone", _("Phone"), value=it.phone),
        Field("email", _("E-mail"), value=it.email),
        Field("wechat", _("WeChat"), value=it.wechat),
    ]
