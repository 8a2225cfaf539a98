"""A change in words: who did what, each field that changed from → to, and what else it touched."""

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
from store.history import WITH_IT, Act, Touched
from store.records import Choice, Day, Instant, Money, Rank, Ref, RefField, kind_of, model_of
from store.team import Member
from tui import format
from tui.i18n import _, ngettext, pgettext
from tui.screens.deals.words import stage_words
from tui.screens.history.fields import FIELDS, KINDS, OF_A_KIND, UNTOLD, VERBS, YES_OR_NO
from tui.vocabulary import MONTH, WEEKDAY
from tui.widgets.detail import Line, blank, fact, line, name
from tui.widgets.record_list import Cell, Span

ARROW = " → "
WHEN = 17  # cells of the first column
LONGEST = 40  # cells of a value in a row; the detail shows it in full


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


# A row


def when_cell(act: Act, names: Names) -> Cell:
    """When it was."""
    return (format.moment(act.at, names.zone, names.today, WHEN), "muted")


def who_cell(act: Act) -> Cell:
    """Who did it."""
    return (act.by or "Huddle", "muted" if act.undone or not act.by else "bold")


def what_cell(act: Act, names: Names, about: Ref | None) -> Cell:
    """What was done, to what where that isn't clear, and the fields that changed."""
    verb: list[Span] = [(_did(act), "muted" if act.undone else "")]
    if act.about != about:
        verb.append((f" {kind(act.about.kind)}", "muted"))
    if act.about != about and act.title:
        verb.append((f" {_title(act.title, names)}", "muted" if act.undone else "bold"))
    return (*verb, (f"  {_summary(act, names)}", "muted"))


def _summary(act: Act, names: Names) -> str:
    """The record that was touched, where it isn't the one the change is named after, and its fields."""
    of, title = act.told.ref, names.titles.get(act.told.ref, "")
    parts = [f"{kind(of.kind)} {_title(title, names)}"] if of != act.about and title else []
    parts += [f"{label} {_short(change)}" for label, change in _changes(act.told, names, act.about)]
    if act.others:
        parts.append(_("and {n} more").format(n=act.others))
    return " · ".join(parts)


def _short(change: tuple[str, ...]) -> str:
    return ARROW.join(format.cut(format.plain(value), LONGEST) for value in change)


def _did(act: Act) -> str:
    return _(VERBS.get(act.verb, act.verb))


def _title(title: str, names: Names) -> str:
    """What people call a record; one that is called by its day, by that day in words."""
    try:
        return format.day(date.fromisoformat(title), names.today)
    except ValueError:
        return title


# The detail


def card(act: Act, others: Sequence[Touched], names: Names) -> list[Line]:
    """Everything about a change."""
    lines = [
        name(_title(act.title, names) or kind(act.about.kind)),
        line((kind(act.about.kind), "muted")),
        blank(),
        fact(_("When"), format.moment(act.at, names.zone)),
        fact(pgettext("did it", "Who"), act.by or "Huddle"),
        fact(_("What"), _did(act)),
    ]
    if act.undone:
        lines.append(line((_("This was undone later."), "warning")))
    for one in (act.told, *others):
        lines += _lines(one, names, act.about)
    if (more := act.others - WITH_IT) > 0:
        words = ngettext("and {n} further record", "and {n} further records", more)
        lines += [blank(), line((words.format(n=more), "muted"))]
    return lines


def _lines(touched: Touched, names: Names, about: Ref) -> Iterator[Line]:
    yield blank()
    if touched.ref != about:
        yield line((kind(touched.ref.kind), "muted"), (f"  {_title(names.titles.get(touched.ref, ''), names)}", "bold"))
    for label, change in _changes(touched, names, about):
        yield fact(label[:1].upper() + label[1:], ARROW.join(change))


# Fields and values


def _changes(touched: Touched, names: Names, about: Ref) -> Iterator[tuple[str, tuple[str, ...]]]:
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
