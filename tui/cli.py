"""The ``huddle`` command: global options, and the plain commands of ``commands``; ``opening`` opens the screens.

Exit 0; or 2 with one sentence on standard error; or 1 after a crash, naming its report.
"""

from __future__ import annotations

import gc
import os
from typing import Any

import click

from tui import config, confined, opening
from tui.commands import plain
from tui.commands.speaking import Group, group, own_words
from tui.i18n import speak
from tui.options import Options, open_demo

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
        with opening.in_a_sentence():
            return super().invoke(ctx)


def _language(args: list[str]) -> str:
    """What --lang says, "" without it; click itself knows only when it has read everything."""
    for n, arg in enumerate(args):
        name, equals, value = arg.partition("=")
        if name == "--lang":
            return value if equals else "".join(args[n + 1 : n + 2])
    return ""


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
        opening.open_screens(options)


@main.command()
@click.option("--reset", is_flag=True, help="Start over with a fresh copy.")
@click.option("--as", "login", metavar="LOGIN", help="Act as this member of the demo.")
@click.pass_obj
def demo(options: Options, reset: bool, login: str | None) -> None:
    """Open a believable team to play with; your own data stay untouched."""
    opening.need_terminal()
    if reset:
        open_demo(reset=True)
    options.demo, options.login = True, login or options.login
    opening.show(options)
