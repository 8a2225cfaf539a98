"""The commands that keep the team's file: backup and its rotation, restore, check."""

from __future__ import annotations

from pathlib import Path

import click

from store import backups, checking, database
from store.access import Role
from store.errors import N_, Damaged, Denied, Reason, Unavailable
from tui import format
from tui.commands.speaking import command
from tui.i18n import _, ngettext
from tui.options import Options


@command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--keep", metavar="N", type=click.IntRange(min=1), help="A dated copy in the folder FILE; keep the newest N."
)
@click.pass_obj
def backup(options: Options, file: Path, keep: int | None) -> None:
    """Copy the database to FILE while others work, and check the copy."""
    options.actor()
    if keep is None:
        backups.backup(file)
        click.echo(_("Backed up to {file}.").format(file=file))
        return
    done = backups.rotate(file, keep)
    click.echo(_("Backed up to {file}.").format(file=done.made))
    if done.dropped:
        words = ngettext("{n} older copy was taken away.", "{n} older copies were taken away.", len(done.dropped))
        click.echo(words.format(n=len(done.dropped)))
    for broken in done.broken:
        click.echo(_("{file} fails its check; it isn't counted, and stays.").format(file=broken), err=True)


@command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def restore(options: Options, file: Path) -> None:
    """Put the backup FILE in place; what was there is kept as a backup."""
    if not database.exists(options.path):
        backups.restore_anew(file, options.path)
        click.echo(_("Restored {file} to {place}.").format(file=file, place=options.path))
        return
    try:
        actor = options.actor()
    except Damaged:
        kept = backups.restore_anew(file, options.path)
        words = _("Restored {file}. The damaged file is kept as {kept}; open Huddle again where it is open.")
    else:
        if actor.role is not Role.LEAD:
            raise Denied(Reason(N_("Only the lead may restore a backup.")))
        kept = backups.restore(file)
        words = _("Restored {file}. What was there is kept in {kept}.")
    click.echo(words.format(file=file, kept=kept))


@command()
@click.option(
    "--backups", "folder", metavar="FOLDER", type=click.Path(path_type=Path), help="Look for backups there, too."
)
@click.pass_obj
def check(options: Options, folder: Path | None) -> None:
    """Check the database: integrity, foreign keys, schema version."""
    path = options.path
    if not database.exists(path) and (sound := _newest(path, folder)) is not None:
        words = N_("There is no team at {file}, but there was: `huddle restore {backup}` brings it back as of {until}.")
        raise Unavailable(Reason(words, {"file": str(path), **_told(sound)}))
    found = checking.examine(path)
    for which, what in found:
        click.echo(format.plain(format.labelled(which, what)))
    if found:
        raise Damaged(_what_to_do(path, folder))
    click.echo(_("{file} is in order.").format(file=path))


def _what_to_do(path: Path, folder: Path | None) -> Reason:
    """What is damaged, and the newest good backup."""
    sound = _newest(path, folder)
    values: dict[str, object] = {"file": str(path), "what": _named(checking.broken_tables(path))}
    if sound is None:
        words = N_(
            "{file} is damaged ({what}), and no good backup was found. `huddle check --backups FOLDER` looks elsewhere;"
            " `huddle restore` with your newest one puts it right and keeps the damaged one."
        )
        return Reason(words, values)
    words = N_(
        "{file} is damaged ({what}). The newest good backup goes to {until}: `huddle restore {backup}` puts it in"
        " place and keeps the damaged one."
    )
    return Reason(words, values | _told(sound))


def _newest(path: Path, folder: Path | None) -> checking.Sound | None:
    where = [place for place in (backups.folder_of_rotation(path), folder) if place is not None]
    return checking.newest_sound(path, where)


def _told(sound: checking.Sound) -> dict[str, object]:
    return {"backup": str(sound.path), "until": f"{sound.until.astimezone():%Y-%m-%d %H:%M}"}


def _named(tables: list[str]) -> str:
    """Tables in the words of people, each once."""
    from tui.screens.history.fields import KINDS

    def word(table: str) -> str:
        if table.startswith("search"):
            return _("search")
        return _(KINDS[table]) if table in KINDS else _("history") if table.startswith("change") else table

    return format.listed(dict.fromkeys(word(table) for table in tables)) or _("its list of tables")


PLAIN: tuple[click.Command, ...] = (backup, restore, check)
