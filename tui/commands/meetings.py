"""The plain command about past meetings: their minutes as Markdown."""

from __future__ import annotations

from datetime import date

import click

from store import meetings, minutes, team
from store.calendar import parse_day
from store.errors import N_, Invalid, NotFound, Reason
from tui.minutes import markdown
from tui.options import Options


@click.command("minutes")
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


PLAIN: tuple[click.Command, ...] = (minutes_command,)
