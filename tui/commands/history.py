"""The plain command about what was changed: the history of a record, of a member, of the whole team."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from store import history, search, team
from store.access import may_read
from store.calendar import parse_day
from store.errors import N_, Invalid, NotFound, Reason
from store.records import Ref, model_of
from store.team import Member
from tui import format
from tui.commands.core import named
from tui.commands.speaking import command, json_text
from tui.i18n import _, ngettext
from tui.options import Options
from tui.progress import progress

LONGEST_NUMBER = 18  # digits; SQLite holds no longer one


@command("history")
@click.option("--member", metavar="NAME", help="Only what this member did.")
@click.option("--record", metavar="RECORD", help="Of one record: its kind and number, or # and its name.")
@click.option("--since", metavar="DAY", help="Only what was done on this day or later.")
@click.option("--json", "as_json", is_flag=True, help="As a list of objects, values as they are stored.")
@click.option(
    "--csv", "file", metavar="FILE", type=click.Path(path_type=Path), help="Into a new file, for a spreadsheet."
)
@click.pass_obj
def history_command(
    options: Options, member: str | None, record: str | None, since: str | None, as_json: bool, file: Path | None
) -> None:
    """List who changed what and when, newest first; nothing of it is ever taken away."""
    from tui.screens.history import exporting

    actor = options.actor()
    numbers = history.chosen(
        actor,
        _record(actor, record) if record else None,
        by=named(member, left=True).id if member else None,
        since=_moment(since) if since else None,
    )
    if file is not None:
        with progress(_("Writing the history")) as tell:
            count = exporting.save(actor, numbers, file, tell)
        words = ngettext("{n} change is in {file}.", "{n} changes are in {file}.", count)
        click.echo(words.format(n=count, file=file))
    elif as_json:
        click.echo(json_text(list(exporting.objects(actor, numbers))))
    else:
        for line in exporting.lines(actor, numbers):
            click.echo(line)


def _moment(text: str) -> datetime:
    """The beginning of a day, where the team is. Raises Invalid."""
    day = parse_day(text, team.today())
    if day is None:
        raise Invalid({"since": Reason(N_("{text} is no day; write one like 2026-11-30."), {"text": text})})
    return datetime.combine(day, time(), ZoneInfo(team.team().timezone))


def _record(actor: Member, text: str) -> Ref:
    """The record that is meant by ``customer:12`` or ``#northwind``. Raises NotFound."""
    if text.startswith("#"):
        return _called(actor, text[1:])
    kind, _colon, number = text.partition(":")
    if not number.isdecimal() or len(number) > LONGEST_NUMBER:
        words = N_("{text} names no record; write its kind and number, such as customer:12, or # and its name.")
        raise NotFound(Reason(words, {"text": text}))
    ref = Ref(kind, int(number))
    if model_of(kind).get_or_none(model_of(kind).id == ref.id) is None or not may_read(actor, ref):
        raise NotFound(Reason(N_("There is no {text}."), {"text": text}))
    return ref


def _called(actor: Member, name: str) -> Ref:
    hits = [hit for hit in search.find(name) if may_read(actor, hit.ref)]
    exact = [hit for hit in hits if hit.title.casefold() == name.strip().casefold()] or hits
    if len(exact) == 1:
        return exact[0].ref
    if not exact:
        raise NotFound(Reason(N_("Nothing is called {name}."), {"name": name}))
    found = [f"{hit.ref} {format.plain(hit.title)}" for hit in exact[:5]]
    raise NotFound(Reason(N_("Which one is meant? {found}"), {"found": found}))


PLAIN: tuple[click.Command, ...] = (history_command,)
