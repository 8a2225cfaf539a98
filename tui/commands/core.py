"""The foundation's commands: what is due, quick entry, the people, a new team."""

from __future__ import annotations

from datetime import date
from typing import NoReturn

import click

from store import entry, followups, team
from store.access import Role
from store.calendar import parse_day
from store.errors import N_, NotFound, Problem, Reason
from store.followups import Bucket, FollowUpRow
from store.team import Member
from tui import format
from tui.commands.speaking import command, group, json_text
from tui.i18n import _
from tui.options import Options, account

DUE = (Bucket.OVERDUE, Bucket.TODAY, Bucket.WEEK)


def sentence(problem: Problem) -> str:
    """A problem as one translated line."""
    return format.plain(format.reason(problem.reason))


def _refuse(reason: Reason) -> NoReturn:
    raise Problem(reason)


def named(name: str, *, left: bool = False) -> Member:
    """The member of that login or name; ``left``: also one who has left. Raises NotFound."""
    wanted = name.casefold()
    found = [m for m in team.members(left=left) if wanted in (m.login.casefold(), m.name.casefold())]
    if not found:
        known = [m.login for m in team.members()]
        raise NotFound(
            Reason(N_("Nobody is called {name}. The logins are: {logins}."), {"name": name, "logins": known})
        )
    return found[0]


@command()
@click.option("--json", "as_json", is_flag=True, help="As a list of objects.")
@click.option("--member", metavar="NAME", help="Whose follow-ups; yours without it.")
@click.option("--everyone", is_flag=True, help="Everyone's follow-ups.")
@click.pass_obj
def due(options: Options, as_json: bool, member: str | None, everyone: bool) -> None:
    """List the follow-ups that are overdue, due today, or due within a week."""
    actor = options.actor()
    owner = None if everyone else named(member).id if member else actor.id
    day = team.today()
    buckets = followups.queue(owner, day).buckets
    read = followups.listed([number for bucket in DUE for number in buckets[bucket]])
    found = [(bucket, read[number]) for bucket in DUE for number in buckets[bucket]]
    if as_json:
        click.echo(json_text([_as_object(bucket, row) for bucket, row in found]))
        return
    for _bucket, row in found:
        click.echo(_as_line(row, day))


def _as_object(bucket: Bucket, row: FollowUpRow) -> dict[str, object]:
    return {
        "id": row.id,
        "bucket": bucket.value,
        "due_on": row.due_on.isoformat(),
        "due_time": format.clock(row.due_time) if row.due_time else None,
        "kind": row.kind.value,
        "customer": row.customer or None,
        "subject": row.subject,
        "owner": row.owner or None,
        "priority": row.priority.name.lower(),
    }


def _as_line(row: FollowUpRow, day: date) -> str:
    when, _tone = format.due(row.due_on, day)
    cells = ((str(row.id), 5), (when, 13), (format.word(row.kind), 8), (row.customer, 26), (row.owner, 12))
    return "  ".join(format.fit(format.plain(text), width) for text, width in cells) + "  " + format.plain(row.subject)


@command(context_settings={"ignore_unknown_options": True})
@click.argument("words", metavar="LINE", nargs=-1, required=True)
@click.pass_obj
def add(options: Options, words: tuple[str, ...]) -> None:
    """Add a follow-up by quick entry, such as: call Northwind renewal terms fri 10:00 @ana !high."""
    actor = options.actor()
    reading = entry.read(actor, words[0] if len(words) == 1 else " ".join(map(_as_quoted, words)))
    if reading.customer is None and not reading.no_customer and not reading.deals:
        _refuse(_unclear(reading))
    if reading.owner_unknown:
        named(reading.owner_unknown)
    made = entry.enter(actor, reading)
    row = followups.listed([made.id])[made.id]
    click.echo(_as_line(row, team.today()))


def _as_quoted(word: str) -> str:
    """Words that the shell was told to keep together stay a quoted run."""
    return f'"{word}"' if " " in word and '"' not in word else word


def _unclear(reading: entry.Reading) -> Reason:
    hint = N_("Begin with the customer's name after the kind, or with - when there is none.")
    if not reading.nearest:
        return Reason(N_("No customer is named there. {hint}"), {"hint": Reason(hint)})
    names = [match.name for match in reading.nearest]
    return Reason(
        N_("Which customer is meant? The nearest are: {names}. {hint}"), {"names": names, "hint": Reason(hint)}
    )


@group()
def member() -> None:
    """List, add and see off the people of the team."""


@member.command("list")
@click.option("--json", "as_json", is_flag=True, help="As a list of objects.")
@click.option("--all", "left", is_flag=True, help="Also those who have left.")
@click.pass_obj
def member_list(options: Options, as_json: bool, left: bool) -> None:
    """List the people of the team."""
    options.actor()
    found = team.members(left=left)
    if as_json:
        fields = ("id", "name", "login", "role", "email", "phone", "joined_on", "left_on")
        rows = [{name: _plain(getattr(m, name)) for name in fields} for m in found]
        click.echo(json_text(rows))
        return
    for person in found:
        cells = ((person.login, 12), (person.name, 24), (_(person.role.value), 8))
        ends = _("left {day}").format(day=person.left_on) if person.left_on else ""
        click.echo("  ".join([*(format.fit(format.plain(text), width) for text, width in cells), ends]).rstrip())


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


@member.command("add")
@click.argument("name")
@click.argument("login")
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.REP.value, show_default=True)
@click.option("--email", default="")
@click.option("--phone", default="")
@click.pass_obj
def member_add(options: Options, name: str, login: str, role: str, email: str, phone: str) -> None:
    """Welcome somebody: NAME as people call them, LOGIN of their account."""
    actor = options.actor()
    there = team.by_login(login.strip())
    if there is not None:
        taken = {"name": there.name, "login": there.login}
        _refuse(Reason(N_("{name} has the login {login} already; choose another."), taken))
    made = team.add_member(actor, name, login, Role(role), email=email, phone=phone)
    click.echo(_("{name} is in the team.").format(name=format.plain(made.name)))


@member.command("leave")
@click.argument("login")
@click.option("--on", "day", metavar="DAY", help="The last day; today without it.")
@click.option("--to", "heir", metavar="LOGIN", help="Who takes over everything that is still theirs.")
@click.pass_obj
def member_leave(options: Options, login: str, day: str | None, heir: str | None) -> None:
    """Set somebody's last day; what is still theirs is named, or handed over."""
    from store import leaving
    from tui.leftovers import counted

    actor = options.actor()
    person = named(login)
    last = parse_day(day, team.today()) if day else team.today()
    if last is None:
        _refuse(Reason(N_("{text} is no day; write one like 2026-11-30."), {"text": str(day)}))
    if heir is not None:
        taker = named(heir)
        counts = leaving.leave(actor, person, last, taker)
    else:
        team.leave(actor, person, last)
        counts = leaving.left_behind(person)
    click.echo(_("{name} leaves on {day}.").format(name=format.plain(person.name), day=last.isoformat()))
    if not counts:
        return
    if heir is not None:
        click.echo(_("{name} takes over: {what}.").format(name=format.plain(taker.name), what=counted(counts)))
        return
    click.echo(_("Still theirs: {what}.").format(what=counted(counts)))
    suggested = leaving.default_heir(person)
    if suggested is not None:
        words = _("`huddle member leave {login} --to {heir}` hands it over.")
        click.echo(words.format(login=person.login, heir=suggested.login))


@command()
@click.option("--team", "name", required=True, help="The team's name.")
@click.option("--name", "person", required=True, help="Your name.")
@click.option("--currency", required=True, metavar="CODE", help="Three letters, such as EUR.")
@click.option("--timezone", required=True, metavar="ZONE", help="Such as Europe/Madrid.")
@click.option("--weekday", default="mon", show_default=True, help="The day of the weekly meeting.")
@click.option("--time", "at", default="09:30", show_default=True, help="Its time.")
@click.option("--login", help="Your login; your account's without it.")
@click.pass_obj
def init(
    options: Options, name: str, person: str, currency: str, timezone: str, weekday: str, at: str, login: str | None
) -> None:
    """Begin a team without questions."""
    from tui.firstrun import begin, time_of, weekday_of

    begin(options.path, name, person, currency, timezone, weekday_of(weekday), time_of(at), login or account())
    click.echo(_("The team {name} is in {file}.").format(name=format.plain(name), file=options.path))


PLAIN: tuple[click.Command, ...] = (due, add, member, init)
