"""A change as a row of the list and as the detail: who did what, each field that changed, what else it touched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from store.history import WITH_IT, Act, Touched
from store.records import Ref
from tui import format
from tui.i18n import _, ngettext, pgettext
from tui.screens.history.telling import ARROW, Names, changes, did, kind, title_words
from tui.widgets.detail import Line, blank, fact, line, name
from tui.widgets.record_list import Cell, Span

WHEN = 17  # cells of the first column
LONGEST = 40  # cells of a value in a row; the detail shows it in full


# A row


def when_cell(act: Act, names: Names) -> Cell:
    """When it was."""
    return (format.moment(act.at, names.zone, names.today, WHEN), "muted")


def who_cell(act: Act) -> Cell:
    """Who did it."""
    return (act.by or "Huddle", "muted" if act.undone or not act.by else "bold")


def what_cell(act: Act, names: Names, about: Ref | None) -> Cell:
    """What was done, to what where that isn't clear, and the fields that changed."""
    verb: list[Span] = [(did(act), "muted" if act.undone else "")]
    if act.about != about:
        verb.append((f" {kind(act.about.kind)}", "muted"))
    if act.about != about and act.title:
        verb.append((f" {title_words(act.title, names)}", "muted" if act.undone else "bold"))
    return (*verb, (f"  {_summary(act, names)}", "muted"))


def _summary(act: Act, names: Names) -> str:
    """The record that was touched, where it isn't the one the change is named after, and its fields."""
    of, title = act.told.ref, names.titles.get(act.told.ref, "")
    parts = [f"{kind(of.kind)} {title_words(title, names)}"] if of != act.about and title else []
    parts += [f"{label} {_short(change)}" for label, change in changes(act.told, names, act.about)]
    if act.others:
        parts.append(_("and {n} more").format(n=act.others))
    return " · ".join(parts)


def _short(change: tuple[str, ...]) -> str:
    return ARROW.join(format.cut(format.plain(value), LONGEST) for value in change)


# The detail


def card(act: Act, others: Sequence[Touched], names: Names) -> list[Line]:
    """Everything about a change."""
    lines = [
        name(title_words(act.title, names) or kind(act.about.kind)),
        line((kind(act.about.kind), "muted")),
        blank(),
        fact(_("When"), format.moment(act.at, names.zone)),
        fact(pgettext("did it", "Who"), act.by or "Huddle"),
        fact(_("What"), did(act)),
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
        yield line(
            (kind(touched.ref.kind), "muted"), (f"  {title_words(names.titles.get(touched.ref, ''), names)}", "bold")
        )
    for label, change in changes(touched, names, about):
        yield fact(label[:1].upper() + label[1:], ARROW.join(change))
