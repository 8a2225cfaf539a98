"""A change in words without a screen: what each stored value stands for, and the fields that changed from → to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from peewee import Field, ForeignKeyField

from store import history, team
from store.errors import NotFound
from store.figures import Figure, Unit
from store.goals.records import Amount
from store.goals.units import units_of
from store.history import Act, Touched
from store.records import Choice, Day, Instant, Money, Rank, Ref, RefField, kind_of, model_of
from store.team import Member
from tui import format
from tui.i18n import _
from tui.screens.history.fields import FIELDS, KINDS, OF_A_KIND, UNTOLD, VERBS, YES_OR_NO
from tui.vocabulary import MONTH, WEEKDAY, stage_words

ARROW = " → "


class Names(NamedTuple):
    """What the stored values of some changes stand for: titles of the records they link to, units, the team's ways."""

    titles: Mapping[Ref, str]
    units: Mapping[Ref, Unit]
    currency: str
    zone: str
    today: date

    @classmethod
    def of(cls, me: Member, touched: Sequence[Touched]) -> Names:
        """Ask what these changes need, once for each kind of record."""
        found = team.team()
        links = {link for one in touched for link in _links(one)}
        titles = {
            ref: stage_words(title) if ref.kind == "stage" else title
            for ref, title in history.titles(me, links | {one.ref for one in touched}).items()
        }
        return cls(titles, units_of(one.ref for one in touched), found.currency, found.timezone, team.today())


def kind(of: str) -> str:
    """What kind of record it is, in a word."""
    return _(KINDS[of]) if of in KINDS else format.plain(of)


def did(act: Act) -> str:
    """What was done, in a word."""
    return _(VERBS.get(act.verb, act.verb))


def title_words(title: str, names: Names) -> str:
    """What people call a record; one that is called by its day, by that day in words."""
    try:
        return format.day(date.fromisoformat(title), names.today)
    except ValueError:
        return title


# Fields and values


def changes(touched: Touched, names: Names, about: Ref) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The words of each field with its value before and after; of a new record those that were given.

    That a new record belongs to ``about`` is clear, and so is its own title.
    """
    fields = _fields(touched.ref.kind)
    for field, (before, after) in touched.fields.items():
        label = OF_A_KIND.get((touched.ref.kind, field)) or FIELDS.get(field)
        if field in UNTOLD or field not in fields or label is None:
            continue
        if not touched.added:
            yield _(label), tuple(_value(fields[field], value, touched.ref, names) for value in (before, after))
        elif after not in (None, "", 0, names.titles.get(touched.ref)) and _link(fields[field], after) != about:
            yield _(label), (_value(fields[field], after, touched.ref, names),)


def _fields(of: str) -> Mapping[str, Field[Any]]:
    try:
        fields: Mapping[str, Field[Any]] = model_of(of)._meta.fields
    except NotFound:
        return {}  # a kind of a newer Huddle
    return fields


def _value(field: Field[Any], value: Any, ref: Ref, names: Names) -> str:
    """A stored value for people."""
    if value is None or value == "":
        return format.NONE
    if (link := _link(field, value)) is not None:
        return names.titles.get(link, format.NONE)
    if isinstance(field, Choice | Rank):
        return format.word(field.kind(value))
    if isinstance(field, Money):
        return format.money(value, names.currency)
    if isinstance(field, Amount):
        unit = names.units.get(ref, Unit.NUMBER)
        return format.figure(Figure(value, unit, names.currency if unit is Unit.MONEY else ""))
    if isinstance(field, Day):
        return format.day(date.fromisoformat(value), names.today)
    if isinstance(field, Instant):
        return format.moment(datetime.fromisoformat(value), names.zone)
    return _by_name(str(field.name), value)


def _by_name(field: str, value: Any) -> str:
    """A number or a text whose meaning only the field's name tells."""
    if field in YES_OR_NO:
        return _("yes") if value else _("no")
    if field == "weekday":
        return _(WEEKDAY[value])
    if field in ("month", "fiscal_month"):
        return _(MONTH[value - 1])
    if field == "weekdays":
        return format.listed(_(format.WEEKDAYS[int(day)]) for day in value)
    return str(value)


def _link(field: Field[Any], value: Any) -> Ref | None:
    """The record that a stored value links to."""
    if value in (None, ""):
        return None
    if isinstance(field, RefField):
        return Ref.parse(value)
    if field.name.endswith("_by") and isinstance(value, int):
        return Ref("member", value)  # who did it is kept as a plain number
    return Ref(kind_of(field.rel_model), value) if isinstance(field, ForeignKeyField) else None


def _links(touched: Touched) -> Iterable[Ref]:
    fields = _fields(touched.ref.kind)
    for field, values in touched.fields.items():
        if field in fields and field not in UNTOLD:
            yield from (link for value in values if (link := _link(fields[field], value)) is not None)
