"""Opening the screens, which is what ``huddle`` does without a command; nothing here needs Click.

Only ``show()`` imports Textual.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from io import TextIOWrapper
from typing import NoReturn

from store.calendar import now
from store.database import exists
from store.errors import N_, Problem, Reason, Unavailable
from tui import config, confined
from tui.i18n import _, speak
from tui.options import Options

# The global options as Click has them, too: what they set, and to what where they take no value.
VALUES = {"--db": "database", "--as": "login", "--lang": "language"}
FLAGS = {
    "--demo": ("demo", True),
    "--mouse": ("mouse", True),
    "--no-mouse": ("mouse", False),
    "--confined": ("confined", True),
}


def without_command(args: Sequence[str]) -> Options | None:
    """What is asked for where nothing but the screens is, in whole words: this is how most people come in, and Click
    would be a thirtieth of their start. None where it has to look itself: at a command, a help, anything odd."""
    said: dict[str, str | bool] = {}
    words = iter(args)
    for word in words:
        if word in FLAGS:
            name, value = FLAGS[word]
            said[name] = value
        elif word in VALUES and (given := next(words, "-"))[:1] != "-":
            said[VALUES[word]] = given
        else:
            return None
    options = Options(settings=config.load(), **said)  # type: ignore[arg-type]  # each by its own name
    speak(options.wanted_language())
    return options


def begin(options: Options) -> bool:
    """Open the screens; false where a confined session asked for a command instead."""
    options.confined = confined.is_confined(options.confined, options.login, None)
    if options.confined:
        if confined.asked():
            return False
        os.umask(0o077)
    with in_a_sentence():
        open_screens(options)
    return True


@contextmanager
def in_a_sentence() -> Iterator[None]:
    """Say every problem of the store in one sentence, and leave with 2."""
    _forgive_encoding()
    try:
        _check_clock()
        yield
    except Problem as problem:
        _leave(problem)
    except UnicodeEncodeError:  # the shell's bytes were kept, and the database takes none that are no text
        _leave(Problem(Reason(N_("There are bytes in it that are no UTF-8. Write it as text."), {})))


def _leave(problem: Problem) -> NoReturn:
    from tui import format

    print(format.plain(format.reason(problem.reason)), file=sys.stderr)
    sys.exit(2)


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


def open_screens(options: Options) -> None:
    """Show the screens; first ask five questions where there is no team yet."""
    need_terminal()
    if not options.demo and not options.confined and not exists(options.path):
        from store.backups import folder_of_rotation
        from tui.firstrun import ask

        if folder_of_rotation(options.path) is not None:  # a disk that isn't mounted, say: no place for a new team
            words = N_("There is no team at {file}, but there was. `huddle check` names its newest backup.")
            raise Unavailable(Reason(words, {"file": str(options.path)}))
        if not ask(options):
            return
    show(options)


def need_terminal() -> None:
    """Raise Unavailable unless the screens can be shown here."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM", "") in ("", "dumb"):
        raise Unavailable(Reason(N_("Huddle's screens need a terminal. `huddle --help` lists the plain commands."), {}))


def show(options: Options) -> None:
    """Show the screens until they are left. Raises Denied for strangers, Unavailable for a file that can't be used."""
    actor = options.actor()
    from store import unfinished
    from store.today import badges
    from tui import newday, theme
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
    theme.suit_terminal(app)
    if options.confined:
        confined.close_doors(app.crash.folder)
    app.run(mouse=options.wants_mouse)
    report = app.crash.report()
    if report is not None:
        words = _("Huddle stopped unexpectedly. What was confirmed is saved; the report is in {file}.")
        print(words.format(file=report), file=sys.stderr)
        sys.exit(1)
    if app.shown_out is not None:
        raise app.shown_out
    if app.idle.left:
        print(_("Huddle has closed because no key was pressed. It begins again where you were."), file=sys.stderr)
