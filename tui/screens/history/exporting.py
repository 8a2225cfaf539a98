"""The history to take along: as lines, as a table for a spreadsheet, as objects for a program."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from store import history
from store.history import STAMPS, Act, Touched
from store.team import Member
from tui import format
from tui.i18n import _
from tui.newfile import new_file
from tui.screens.history.telling import ARROW, Names, changes, did, kind, title_words

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet computes a cell that begins so
Tell = Callable[[int, int], None]  # hears how many changes are written, and of how many
COLUMNS = ("change", "at", "who", "what", "kind", "record", "title", "field", "before", "after", "undone")
WHEN = 17  # cells of the first column of a line


def _named(me: Member, numbers: Sequence[int]) -> Iterator[tuple[Act, list[Touched], Names]]:
    """Each change with all that it touched and what its values stand for, asked for many at a time."""
    for some in history.everything(me, numbers):
        names = Names.of(me, [one for _act, touched in some for one in touched])
        yield from ((act, touched, names) for act, touched in some)


def lines(me: Member, numbers: Sequence[int]) -> Iterator[str]:
    """A line for each change: when, who, what was done to what, and the fields from → to."""
    for act, touched, names in _named(me, numbers):
        when = format.fit(format.moment(act.at, names.zone, cells=WHEN), WHEN)
        told = [did(act), kind(act.about.kind), _called(act, names)]
        if act.undone:
            told.append(_("(undone later)"))
        fields: list[str] = []
        for one in touched:
            if one.ref != act.about and (title := _title(one, names)):
                fields.append(f"{kind(one.ref.kind)} {format.plain(title)}")
            for label, change in changes(one, names, act.about):
                fields.append(f"{label} {ARROW.join(format.plain(value) for value in change)}")
        words = "  ".join([" ".join(word for word in told if word), *([" · ".join(fields)] if fields else [])])
        yield f"{when}  {format.fit(format.plain(act.by or 'Huddle'), 14)}  {words}"


def table(me: Member, numbers: Sequence[int], file: IO[str], tell: Tell = lambda _done, _of: None) -> int:
    """Write a row for each field that changed, with a head; returns how many changes that were. UTF-8 with a mark
    at its beginning is what spreadsheets expect of ``file``."""
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    count = 0
    for act, touched, names in _named(me, numbers):
        count += 1
        tell(count, len(numbers))
        for row in _rows(act, touched, names):
            writer.writerow([literal(cell) for cell in row])
    return count


def save(me: Member, numbers: Sequence[int], file: Path, tell: Tell = lambda _done, _of: None) -> int:
    """Write them into a new file; how many. Raises Invalid beside ``file``."""
    with new_file(file, encoding="utf-8-sig", newline="") as opened:
        return table(me, numbers, opened, tell)


def _rows(act: Act, touched: Sequence[Touched], names: Names) -> Iterator[tuple[str, ...]]:
    head = (str(act.id), act.at.isoformat(), act.by or "Huddle", did(act))
    undone = _("yes") if act.undone else ""
    told = False
    for one in touched:
        about = (kind(one.ref.kind), str(one.ref.id), _title(one, names))
        for label, change in changes(one, names, act.about):
            before, after = change if len(change) == 2 else ("", change[0])
            told = True
            yield (*head, *about, label, before, after, undone)
    if not told:  # nothing of it has words for people, or it is all in the title
        yield (*head, kind(act.about.kind), str(act.about.id), _called(act, names), "", "", "", undone)


def literal(cell: str) -> str:
    """A cell that a spreadsheet takes as the text that it is."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _title(one: Touched, names: Names) -> str:
    return title_words(names.titles.get(one.ref, ""), names)


def _called(act: Act, names: Names) -> str:
    return format.plain(title_words(act.title, names))


def objects(me: Member, numbers: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Each change as an object, with the values as they are stored."""
    for act, touched, _names in _named(me, numbers):
        yield {
            "id": act.id,
            "at": act.at.isoformat(),
            "by": act.by or None,
            "verb": act.verb,
            "about": str(act.about),
            "title": act.title,
            "undo": act.is_undo,
            "undone": act.undone,
            "touched": [{"record": str(one.ref), "added": one.added, "fields": _stored(one)} for one in touched],
        }


def _stored(one: Touched) -> dict[str, list[Any]]:
    return {field: list(change) for field, change in one.fields.items() if field not in STAMPS}
