"""The verbs of the days on which nobody works and of those on which somebody is away; reading a pasted list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from store.calendar import day_at, half_width
from store.changes import change
from store.errors import N_, Invalid, Reason
from store.team.records import Absence, Holiday, Member


def add_holidays(actor: Member, days: Sequence[tuple[date, bool, str]]) -> list[Holiday]:
    """Add days as (day, works, label); a day that is there already takes the new label. One change, one undo."""
    if not days:
        raise Invalid({"days": Reason(N_("Name at least one day, such as 2026-12-25 Christmas."), {})})
    there = {h.day: h for h in Holiday.select().where(Holiday.kept())}
    with change(actor, N_("added"), Holiday) as it:
        for day, works, text in days:
            if day in there:
                it.update(there[day], works=int(works), label=text)
            else:
                there[day] = it.add(Holiday, day=day, works=int(works), label=text)
    return [there[day] for day, _, _ in days]


def edit_holiday(actor: Member, holiday: Holiday, day: date, works: bool, label: str) -> Holiday:
    """Change a holiday or make-up day. Raises Denied, Invalid (another one is on that day), Conflict."""
    with change(actor, N_("edited"), holiday) as it:
        it.update(holiday, day=day, works=int(works), label=label.strip())
    return holiday


def remove_holiday(actor: Member, holiday: Holiday) -> None:
    """Take a holiday or make-up day out. Raises Denied, Conflict."""
    with change(actor, N_("removed"), holiday) as it:
        it.remove(holiday)


def add_absence(
    actor: Member, member: Member, first_day: date, last_day: date, stand_in: Member | None = None
) -> Absence:
    """Note that somebody is away. Raises Denied, Invalid (days in the wrong order, standing in for oneself)."""
    _valid_absence(member.id, first_day, last_day, stand_in)
    with change(actor, N_("added"), Absence, owner=member.id) as it:
        return it.add(Absence, member=member.id, first_day=first_day, last_day=last_day, stand_in=stand_in)


def edit_absence(
    actor: Member, absence: Absence, first_day: date, last_day: date, stand_in: Member | None = None
) -> Absence:
    """Change the days of an absence and who stands in. Raises Denied, Invalid as ``add_absence`` does, Conflict."""
    _valid_absence(absence.member_id, first_day, last_day, stand_in)
    with change(actor, N_("edited"), absence) as it:
        it.update(absence, first_day=first_day, last_day=last_day, stand_in=stand_in)
    return absence


def remove_absence(actor: Member, absence: Absence) -> None:
    """Take an absence out. Raises Denied, Conflict."""
    with change(actor, N_("removed"), absence) as it:
        it.remove(absence)


_SHOWN = 40  # characters of a line that can't be read
_BLANKS = " \t\u3000,;，；:："


def parse_days(text: str, today: date) -> list[tuple[date, bool, str]]:
    """Read a pasted list of days, one a line: a date, then its name; `+` or 调休 or 班 marks a make-up day.

    A date without a year is the next such day, today included. Empty lines and those that begin with # are left
    out. Raises Invalid naming the first line that can't be read.
    """
    found: list[tuple[date, bool, str]] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        plain = half_width(line)  # one character for one character, so that places in it are places in the line
        if not line or plain.startswith("#"):
            continue
        start = len(plain) - len(plain.lstrip("+ \t"))
        named = day_at(line, start, today)
        if named is None:
            shown = line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
            values = {"line": number, "text": shown}
            raise Invalid({"days": Reason(N_("Line {line} has no date at its beginning: {text}"), values)})
        day, end = named
        name = line[end:].strip(_BLANKS)
        found.append((day, "+" in plain[:start] or "调休" in name or "班" in name, name))
    return found


def _valid_absence(member: int, first_day: date, last_day: date, stand_in: Member | None) -> None:
    if last_day < first_day:
        raise Invalid({"last_day": Reason(N_("The last day comes before the first."), {})})
    if stand_in is not None and stand_in.id == member:
        raise Invalid({"stand_in": Reason(N_("Somebody else must stand in."), {})})
