"""The forms about customers and the people there: which fields, and how what was typed becomes values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from store import care, customers, team
from store.care import OCCASION, CareDay, MonthDay, Occasion
from store.customers import Contact, Customer, CustomerKind, Need, ValueClass, visit_interval
from store.errors import N_, Invalid, Reason, Unavailable
from store.team import Member
from tui.format import listed
from tui.i18n import _, pgettext
from tui.vocabulary import CONTACT, CUSTOMER, NEED, options
from tui.widgets.form import Field

NOBODY_JUDGED = "—"
DAY_HINT = {
    Occasion.BIRTHDAY: N_("12-03 or 3 Dec"),
    Occasion.ANNIVERSARY: N_("Contract 05-20"),
    Occasion.FESTIVAL: N_("Diwali 11-08"),
}


def people() -> list[tuple[object, str]]:
    """Everybody who can own something, and nobody."""
    return [(None, _("nobody")), *((member.id, member.name) for member in team.members())]


def customer_fields(record: Customer | None, me: Member) -> list[Field]:
    """All that is known about a customer; what a new one needs comes first."""
    it = record or Customer(owner=me.id, kind=CustomerKind.PROSPECT, need=Need.NONE)
    classes: list[tuple[object, str]] = [(None, _computed(it)), *((value, value.value) for value in ValueClass)]
    by_hand = it.value_class if it.value_class_set_by_hand else None
    marks: list[tuple[object, str]] = [(None, NOBODY_JUDGED), *((n, str(n)) for n in range(1, 6))]
    return [
        Field("name", _("Name"), value=it.name, required=True, warn=_already("name", record)),
        Field("kind", _("Kind"), "choice", it.kind, options=options(CUSTOMER)),
        Field("value_class", _("Class: how much they are worth to us"), "choice", by_hand, options=classes),
        Field("need", _("Need"), "choice", it.need, options=options(NEED)),
        Field("owner", _("Owner"), "choice", it.owner_id, options=people()),
        Field("phone", _("Phone"), value=it.phone, warn=_already("phone", record)),
        Field("email", _("E-mail"), value=it.email, warn=_already("email", record)),
        Field("city", _("City"), value=it.city),
        Field("address", _("Address"), value=it.address),
        Field("website", _("Website"), value=it.website),
        Field("industry", _("Industry"), value=it.industry),
        Field("source", _("Source: how we met"), value=it.source),
        Field("purchasing_power", _("Purchasing power"), "choice", it.purchasing_power, options=marks),
        Field("loyalty", _("Loyalty"), "choice", it.loyalty, options=marks),
        Field(
            "visit_interval_days",
            _("Days between two visits"),
            "number",
            it.visit_interval_days,
            hint=_usual_interval(it),
        ),
        Field("code", _("Code: their number in our books"), value=it.code),
        Field("tags", _("Tags"), value=it.tags),
        Field("do_not_call", _("Asked not to be called"), "yes", bool(it.do_not_call)),
        Field("notes", _("Notes"), "long", it.notes),
    ]


def _already(name: str, record: Customer | None) -> Callable[[str], str]:
    """A warning while a name, a phone or an e-mail is typed that a customer has already."""

    def warn(typed: str) -> str:
        texts = {"name": "", "phone": "", "email": "", name: typed}
        try:
            found = customers.similar(texts["name"], texts["phone"], texts["email"], record.id if record else None)
        except Unavailable:
            return ""  # saving will say it
        return _("{name} may be the same").format(name=listed(one.name for one in found)) if found else ""

    return warn


def _computed(it: Customer) -> str:
    """What the class is when nobody sets it by hand."""
    found = it.value_class_computed
    return _("computed: {value}").format(value=found.value if found else NOBODY_JUDGED)


def _usual_interval(it: Customer) -> str:
    usual = Customer(kind=it.kind, need=it.need, value_class=it.value_class)
    return _("{n}, unless you say otherwise").format(n=visit_interval(usual))


def customer_values(values: dict[str, object]) -> dict[str, Any]:
    """What the form answers, as the store keeps it. Raises Invalid for half a day between two visits."""
    days = values["visit_interval_days"]
    if days is not None and not isinstance(days, int):
        raise Invalid({"visit_interval_days": Reason(N_("Write whole days."), {})})
    return {**values, "do_not_call": int(bool(values["do_not_call"]))}


def contact_fields(record: Contact | None) -> list[Field]:
    """A person at a customer's, with the days on which to think of them."""
    it = record or Contact()
    days = {day.occasion: day for day in care.days_of(it.id)} if record is not None else {}
    return [
        Field("name", pgettext("of a person", "Name"), value=it.name, required=True),
        Field("title", pgettext("of a person", "Title"), value=it.title),
        Field("role", _("Part in the decision"), "choice", it.role, options=options(CONTACT, none=NOBODY_JUDGED)),
        Field("phone", _("Phone"), value=it.phone),
        Field("email", _("E-mail"), value=it.email),
        Field("wechat", _("WeChat"), value=it.wechat),
        *(
            Field(occasion.value, _(word), value=_day_as_typed(days.get(occasion)), hint=_(DAY_HINT[occasion]))
            for occasion, word in OCCASION.items()
        ),
    ]


def _day_as_typed(day: CareDay | None) -> str:
    """``12-03``; with its name before it, where that says more than the occasion does."""
    if day is None:
        return ""
    named = "" if day.label == _(OCCASION[day.occasion]) else f"{day.label} "
    return f"{named}{day.month:02}-{day.day:02}"


def contact_values(values: dict[str, object]) -> tuple[dict[str, Any], dict[Occasion, tuple[str, MonthDay] | None]]:
    """What the form answers: the contact's own values, and its care days. Raises Invalid for what is no day."""
    own: dict[str, Any] = dict(values)
    days: dict[Occasion, tuple[str, MonthDay] | None] = {}
    wrong: dict[str, Reason] = {}
    for occasion in Occasion:
        typed = str(own.pop(occasion.value) or "")
        days[occasion] = _read_day(occasion, typed)
        if typed and days[occasion] is None:
            wrong[occasion.value] = Reason(N_("Write a day such as 12-03 or 3 Dec, with its name before it."), {})
    if wrong:
        raise Invalid(wrong)
    return own, days


def _read_day(occasion: Occasion, typed: str) -> tuple[str, MonthDay] | None:
    """A day with what it is called: the words before it, else the occasion."""
    parts = typed.split()
    for at in range(len(parts)):
        found = care.parse_month_day(" ".join(parts[at:]))
        if found is not None:
            return " ".join(parts[:at]) or _(OCCASION[occasion]), found
    return None
