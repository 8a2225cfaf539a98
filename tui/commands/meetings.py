"""The plain commands about the meeting: its agenda, the coming ones as a calendar file, the minutes of past ones."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import click

from store import agenda, meetings, minutes, team
from store.calendar import now, parse_day
from store.errors import N_, Invalid, NotFound, Reason, Unavailable
from store.meetings import Ahead, MeetingStatus, Series
from tui.agenda_text import as_object, as_text
from tui.commands.speaking import command, json_text
from tui.i18n import _, ngettext
from tui.minutes import markdown
from tui.options import Options

NONE_YET = N_("There is no meeting that comes again yet. Set one up on the Meeting screen (2, then n).")
ALL_SKIPPED = N_("Every meeting in sight is skipped.")


def _series() -> Series:
    found = meetings.series()
    if found is None:
        raise NotFound(Reason(NONE_YET))
    return found


@command("agenda")
@click.option("--json", "as_json", is_flag=True, help="As an object.")
@click.pass_obj
def agenda_command(options: Options, as_json: bool) -> None:
    """Print the agenda of the next meeting, as Markdown."""
    options.actor()
    one = meetings.next_meeting(_series())
    if one is None:
        raise NotFound(Reason(ALL_SKIPPED))
    found = agenda.agenda(one)
    updates, day = meetings.updates(one, found.since), team.today()
    if as_json:
        click.echo(json_text(as_object(found, updates, day)))
    else:
        click.echo(as_text(found, updates, day), nl=False)


@command("calendar")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def calendar_command(options: Options, file: Path) -> None:
    """Write the next 13 meetings to FILE (.ics) for a calendar; - is standard output."""
    options.actor()
    found = meetings.ahead(_series())
    body = as_calendar(found)
    if str(file) == "-":
        click.echo(body, nl=False)
        return
    _write(file, body)
    count = sum(not one.dropped for one in found)
    words = ngettext("{n} meeting is in {file}.", "{n} meetings are in {file}.", count)
    click.echo(words.format(n=count, file=file))


def as_calendar(found: Sequence[Ahead]) -> bytes:
    """Meetings as an iCalendar file (RFC 5545): events in UTC, skipped ones cancelled."""
    from icalendar import Calendar  # heavy, and needed here only

    book = Calendar()
    book.add("prodid", "-//Huddle//Weekly meeting//EN")
    book.add("version", "2.0")
    book.add("calscale", "GREGORIAN")
    book.add("method", "PUBLISH")
    for one in found:
        book.add_component(_event(one))
    return bytes(book.to_ical())


def _event(found: Ahead) -> object:
    from icalendar import Event

    one, event = found.one, Event()
    skipped = one.status is MeetingStatus.SKIPPED
    event.add("uid", found.uid)
    event.add("sequence", found.sequence)
    event.add("dtstamp", now().replace(microsecond=0))
    event.add("dtstart", one.start)
    event.add("dtend", one.start + timedelta(minutes=one.minutes))
    event.add("summary", one.title)
    event.add("status", "CANCELLED" if skipped else "CONFIRMED")
    if found.dropped:
        event.add("description", _("The meetings have another rhythm now."))
    elif skipped:
        event.add("description", _("skipped: {why}").format(why=one.why))
    return event


def _write(file: Path, body: bytes) -> None:
    """Put the file in place at once, so that a calendar never reads half of one. Raises Unavailable."""
    beside = file.with_name(file.name + ".new")
    try:
        beside.write_bytes(body)
        os.replace(beside, file)
    except OSError as error:
        words = N_("{file} can't be written: {why}.")
        raise Unavailable(Reason(words, {"file": str(file), "why": error.strerror or str(error)})) from error


@command("minutes")
@click.argument("day", metavar="[DATE]", required=False)
@click.pass_obj
def minutes_command(options: Options, day: str | None) -> None:
    """Print the minutes of the meeting on DATE as Markdown; without it, of the last one."""
    options.actor()
    wanted = _day(day) if day else None
    series = meetings.series()
    found = minutes.on(series, wanted) if series is not None else None
    if found is not None:
        click.echo(markdown(found), nl=False)
    elif wanted is not None:
        raise NotFound(Reason(N_("There are no minutes of {day}."), {"day": wanted}))
    else:
        raise NotFound(Reason(N_("No meeting has minutes yet; they are written when one is ended."), {}))


def _day(text: str) -> date:
    """The day that is meant; one without a year is the last such day, for what is to come has no minutes."""
    today = team.today()
    found = parse_day(text, today)
    if found is None:
        raise Invalid({"day": Reason(N_("{text} is no day; write 2026-11-23 or 23 Nov."), {"text": text})})
    if found > today and str(found.year) not in text and (found.month, found.day) != (2, 29):
        return found.replace(year=found.year - 1)
    return found


PLAIN: tuple[click.Command, ...] = (agenda_command, calendar_command, minutes_command)
