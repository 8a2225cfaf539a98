"""The ``huddle`` command: global options, the screens, and the plain commands of ``commands.py``.

Only showing the screens imports Textual. Exit 0; or 2 with one sentence on standard error; or 1 after a crash,
naming its report.
"""

from __future__ import annotations

import gc
import os
import sys
from dataclasses import replace
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, NoReturn

import click

from store.calendar import now
from store.database import exists
from store.errors import N_, Problem, Reason, Unavailable
from tui import config, confined
from tui.commands import plain
from tui.commands.speaking import Group, group, own_words, speak
from tui.i18n import _
from tui.options import Options, open_demo

if TYPE_CHECKING:
    from store.team import Member

VERSION = "0.1.0"


class _Huddle(Group):
    """Says every problem of the store in one sentence, and leaves with 2.

    The plain commands are imported when one of them is asked for.
    """

    def main(self, *args: Any, **extra: Any) -> Any:
        with own_words():
            return super().main(*args, **extra)

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Find the language first: what can't be read of the arguments is said in it."""
        options = Options(language=_language(args), settings=config.load())
        speak(options.wanted_language())
        return super().make_context(info_name, args, parent, obj=options, **extra)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *(str(command.name) for command in plain())])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = super().get_command(ctx, cmd_name)
        if found is None:
            found = next((command for command in plain() if command.name == cmd_name), None)
        return found

    def invoke(self, ctx: click.Context) -> object:
        _forgive_encoding()
        try:
            _check_clock()
            return super().invoke(ctx)
        except Problem as problem:
            _leave(problem)
        except UnicodeEncodeError:  # the shell's bytes were kept, and the database takes none that are no text
            _leave(Problem(Reason(N_("There are bytes in it that are no UTF-8. Write it as text."), {})))


def _leave(problem: Problem) -> NoReturn:
    from tui.commands.core import sentence

    click.echo(sentence(problem), err=True)
    sys.exit(2)


def _language(args: list[str]) -> str:
    """What --lang says, "" without it; click itself knows only when it has read everything."""
    for n, arg in enumerate(args):
        name, equals, value = arg.partition("=")
        if name == "--lang":
            return value if equals else "".join(args[n + 1 : n + 2])
    return ""


def _forgive_encoding() -> None:
    """Write ? for what the terminal's encoding can't hold, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="replace")


def _check_clock() -> None:
    """Raise Unavailable when the variable that freezes the clock holds no instant."""
    try:
        now()
    except ValueError as error:
        raise Unavailable(Reason(N_("{error}. Set it right, or unset it."), {"error": str(error)})) from error


@group(cls=_Huddle, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--db", "database", metavar="FILE", help="The team's database file.")
@click.option("--as", "login", metavar="LOGIN", help="Act as this member.")
@click.option("--lang", "language", metavar="LANGUAGE", help="Language, such as en or zh_CN.")
@click.option("--demo", is_flag=True, help="Act on the demo's copy.")
@click.option("--mouse/--no-mouse", default=None, help="Use the mouse, or leave it to the terminal.")
@click.option("--confined", "closed", is_flag=True, help="No program and no file of this machine, for SSH.")
@click.version_option(VERSION, prog_name="Huddle")
@click.pass_context
def main(
    ctx: click.Context,
    database: str | None,
    login: str | None,
    language: str | None,
    demo: bool,
    mouse: bool | None,
    closed: bool,
) -> None:
    """Huddle runs a small sales team's day and week. Without a command it opens the screens."""
    options: Options = ctx.obj
    options.database, options.login, options.demo, options.mouse = database, login, demo, mouse
    options.confined = closed = confined.is_confined(closed, login, ctx.invoked_subcommand)
    if closed:
        os.umask(0o077)
    if ctx.invoked_subcommand is not None:
        if ctx.invoked_subcommand != "demo":
            gc.enable()  # see __main__.py
    elif closed and (words := confined.asked()):
        gc.enable()
        confined.run(ctx, main, words)
    else:
        _open(options)


@main.command()
@click.option("--reset", is_flag=True, help="Start over with a fresh copy.")
@click.option("--as", "login", metavar="LOGIN", help="Act as this member of the demo.")
@click.pass_obj
def demo(options: Options, reset: bool, login: str | None) -> None:
    """Open a believable team to play with; your own data stay untouched."""
    _need_terminal()
    if reset:
        open_demo(reset=True)
    options.demo, options.login = True, login or options.login
    _show(options, options.actor())


def _open(options: Options) -> None:
    _need_terminal()
    if not options.demo and not options.confined and not exists(options.path):
        from tui.firstrun import ask

        if not ask(options):
            return
    _show(options, options.actor())


def _need_terminal() -> None:
    """Raise Unavailable unless the screens can be shown here."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM", "") in ("", "dumb"):
        raise Unavailable(Reason(N_("Huddle's screens need a terminal. `huddle --help` lists the plain commands."), {}))


def _show(options: Options, actor: Member) -> None:
    from store import unfinished
    from store.today import badges
    from tui import newday
    from tui.app import HuddleApp
    from tui.terminal import accept_any_byte, speak_utf8

    accept_any_byte()
    speak_utf8()
    app = HuddleApp(
        actor,
        demo=options.demo,
        confined=options.confined,
        config=replace(options.settings, language=options.language or options.settings.language),
        idle_minutes=options.idle_minutes,
        badges=badges,
        daily=newday.begin,
        left=unfinished.left(actor),
    )
    app.suit_terminal()
    if options.confined:
        confined.close_doors(app.reports)
    app.run(mouse=options.wants_mouse)
    report = app.report()
    if report is not None:
        words = _("Huddle stopped unexpectedly. What was confirmed is saved; the report is in {file}.")
        click.echo(words.format(file=report), err=True)
        sys.exit(1)
    if app.shown_out is not None:
        raise app.shown_out
    if app.idle.left:
        click.echo(_("Huddle has closed because no key was pressed. It begins again where you were."), err=True)
