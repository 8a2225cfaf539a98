"""``huddle ssh``: let people in over SSH, set a host up for it, and look what is open there."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NoReturn

import click

from store import team
from store.database import open_store
from store.errors import N_, Denied, Problem, Reason, Unavailable
from tui import format
from tui.commands.core import named
from tui.commands.speaking import group
from tui.i18n import _, ngettext
from tui.options import Options

FILE = click.Path(path_type=Path)
KEYS = "/etc/ssh/huddle_keys"
ACCOUNT = "huddle"
LONGEST = 20_000  # bytes of a file with one key


@group()
def ssh() -> None:
    """The team on one host: everybody logs in over SSH with a key of their own, and is themself in Huddle."""


@ssh.command()
@click.argument("login")
@click.argument("keyfile", type=FILE)
@click.pass_obj
def authorize(options: Options, login: str, keyfile: Path) -> None:
    """Print the line of the key file that lets LOGIN in with the public key in KEYFILE (- is standard input)."""
    from tui.ssh.lines import line, read_key

    database = _open(options)
    member = team.by_login(login) or named(login)
    if team.has_left(member):
        raise Denied(Reason(N_("{name} has left the team."), {"name": member.name}))
    click.echo(line(read_key(_text(keyfile)), member.login, database))


def _text(file: Path) -> str:
    """The beginning of a file, or of standard input. Raises Unavailable."""
    try:
        if str(file) == "-":
            return sys.stdin.buffer.read(LONGEST).decode("utf-8", "replace")
        with file.open("rb") as opened:
            return opened.read(LONGEST).decode("utf-8", "replace")
    except OSError as error:
        values = {"file": str(file), "error": error.strerror or str(error)}
        raise Unavailable(Reason(N_("{file} can't be read: {error}. Check its rights."), values)) from error


def _open(options: Options) -> Path:
    """Open the team's file; no member has to act, who writes the host's key file may do everything anyway."""
    if options.demo:
        raise Problem(Reason(N_("The demo is a private copy; nobody logs in to it."), {}))
    open_store(options.path)
    return options.path.absolute()


@ssh.command()
@click.option("--account", default=ACCOUNT, show_default=True, metavar="NAME", help="The account of the host.")
@click.option("--keys", type=FILE, default=KEYS, show_default=True, help="The file of keys.")
@click.pass_obj
def setup(options: Options, account: str, keys: Path) -> None:
    """Print a commented script that sets a host up: account, folders, keys, sshd, backups."""
    from tui.ssh.guide import Host, guide

    database = Path(options.database).absolute() if options.database else Path("/var/lib") / account / "team.db"
    click.echo(guide(Host(account, database, keys.absolute())), nl=False)


@ssh.command()
@click.option("--keys", type=FILE, default=KEYS, show_default=True, help="The file of keys.")
@click.option("--sshd-config", "config", type=FILE, help="sshd's configuration, if it isn't in the usual place.")
@click.pass_obj
def check(options: Options, keys: Path, config: Path | None) -> None:
    """Say what is open on this host, a line each; exit 2 when something is. Run it as root."""
    database = _open(options)
    told: list[str] = []
    for what, look in _looks(database, keys, config):
        for reason in _seen(what, look):
            words = format.plain(format.reason(reason))
            if words not in told:  # a file that can't be looked at stands in the way of several looks
                told.append(words)
                click.echo(f"✕ {words}")
    if told:
        _end(len(told))
    click.echo(_("✓ Nothing is open."))


Look = Callable[[], Iterable[Reason]]


def _looks(database: Path, keys: Path, config: Path | None) -> Iterator[tuple[str, Look]]:
    """What is looked at, one after the other."""
    from tui.ssh import daemon, host

    members, left = team.members(left=True), [one.id for one in team.members(left=True) if team.has_left(one)]
    yield _("The database"), lambda: host.files(database)
    yield _("The account"), lambda: host.account(database)
    yield _("The program"), lambda: host.installed(database)
    yield _("The file of keys"), lambda: host.key_file(keys)
    yield _("The lines of keys"), lambda: host.key_lines(keys, database, members, left)
    yield "sshd", lambda: daemon.judged(daemon.settings(host.owner(database).pw_name, config), keys)


def _seen(what: str, look: Look) -> Iterator[Reason]:
    """What a look found; what can't be looked at is open, too."""
    from tui.ssh.host import Unseen

    try:
        yield from look()
    except Unseen as problem:
        click.echo(_("{what}: not looked at.").format(what=what), err=True)
        yield problem.reason


def _end(found: int) -> NoReturn:
    words = ngettext("{n} thing is open.", "{n} things are open.", found)
    click.echo(words.format(n=found), err=True)
    sys.exit(2)


PLAIN: tuple[click.Command, ...] = (ssh,)
