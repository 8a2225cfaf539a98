"""Commands that help and refuse in the language that is spoken, laid out in cells.

Click takes its own words ("Usage:", "No such option") from the standard library's gettext, which asks the
environment; so it is told where our catalogue is, and which language is spoken. Its layout counts characters, of
which a Chinese one takes two cells.
"""

from __future__ import annotations

import copy
import gettext
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from inspect import cleandoc
from typing import Any

import click

from tui import i18n
from tui.i18n import LANGUAGE, N_, _

GAP = 2
GREATEST = 2**63 - 1  # number that a record can have
VALUES = (N_("TEXT"), N_("PATH"), N_("INTEGER"), N_("OPTIONS"), N_("COMMAND"), N_("ARGS"), N_("required"))  # of click


@contextmanager
def own_words() -> Iterator[None]:
    """Click's own words come from our catalogue meanwhile."""
    before = os.environ.get(LANGUAGE)
    gettext.bindtextdomain(i18n.DOMAIN, str(i18n.LOCALE))
    gettext.textdomain(i18n.DOMAIN)
    try:
        yield
    finally:
        gettext.textdomain("messages")
        if before is None:
            os.environ.pop(LANGUAGE, None)
        else:
            os.environ[LANGUAGE] = before


class Help(click.HelpFormatter):
    """Help, wrapped by cells."""

    def write_heading(self, heading: str) -> None:
        self.write(" " * self.current_indent + _("{heading}:").format(heading=heading) + "\n")

    def write_text(self, text: str) -> None:
        from tui.format import wrap

        for line in wrap(_unwrapped(text), self.width - self.current_indent):
            self.write((" " * self.current_indent + line).rstrip() + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = GAP) -> None:
        from tui.format import cell_width, fit, wrap

        rows = list(rows)
        first = min(max(cell_width(term) for term, _text in rows), col_max) + col_spacing
        margin = " " * self.current_indent
        for term, text in rows:
            head, *more = wrap(text, max(self.width - first - GAP, 10))
            if cell_width(term) + col_spacing > first:
                self.write(f"{margin}{term}\n")
                term = ""
            self.write(f"{margin}{fit(term, first)}{head}".rstrip() + "\n")
            for line in more:
                self.write(f"{margin}{' ' * first}{line}\n")


def _unwrapped(text: str) -> str:
    """The text with one line a paragraph; where Chinese met a line's end there was no blank."""
    joined = re.sub(r"(?<=[^\x00-\u2e7f])\n(?=[^\n\x00-\u2e7f])", "", text)
    return re.sub(r"(?<!\n)\n(?!\n)", " ", joined)


OBEYED = "[\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]"  # a terminal does, and JSON leaves them as they are


def json_text(found: object) -> str:
    """For a program: the texts of people as they are, but harmless to a terminal that they are shown on."""
    import json

    text = json.dumps(found, ensure_ascii=False, indent=2)
    return re.sub(OBEYED, lambda one: f"\\u{ord(one[0]):04x}", text)


class _Number(click.types.IntParamType):
    """The number of a record, which has a name in every language."""

    @property
    def name(self) -> str:  # type: ignore[override]
        return _("number")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Refuse what no record can have: SQLite's own error for it is none of ours."""
        number = super().convert(value, param, ctx)
        if abs(number) > GREATEST:
            words = gettext.gettext("{value!r} is not a valid {number_type}.")
            self.fail(words.format(value=f"{str(number)[:10]}…", number_type=self.name), param, ctx)
        return number


NUMBER = _Number()


class _Context(click.Context):
    formatter_class = Help


class Command(click.Command):
    """A command whose texts are translated when they are shown."""

    context_class = _Context

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [_placed(piece) for piece in super().collect_usage_pieces(ctx)]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(cleandoc(self.help or "")))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = [_translated(option).get_help_record(ctx) for option in options]
        with formatter.section(gettext.gettext("Options")):
            formatter.write_dl([(_placed(names), text) for names, text in filter(None, records)])

    def get_short_help_str(self, limit: int = 45) -> str:
        from tui.format import cut

        said = _(cleandoc(self.help or "")).partition("\n\n")[0].replace("\n", " ")
        return cut(re.split(r"[.;](?= |$)|[。；]", said)[0], limit)


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command
    group_class = type

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)


def _translated(option: click.Option) -> click.Option:
    """The option with its help translated."""
    shown = copy.copy(option)
    shown.help = _(option.help or "")
    return shown


def _placed(piece: str) -> str:
    """What stands for a value, such as ``[FILE]``, in the language that is spoken."""
    return re.sub(r"[A-Z]{2,}", lambda found: _(found[0]), piece)


def command(name: str | None = None, **attributes: Any) -> Callable[[Callable[..., Any]], Command]:
    """Make a function a command, as ``click.command`` does."""
    return click.command(name, cls=Command, **attributes)


def group(
    name: str | None = None, cls: type[Group] = Group, **attributes: Any
) -> Callable[[Callable[..., Any]], Group]:
    """Make a function a group of commands, as ``click.group`` does."""
    return click.group(name, cls=cls, **attributes)
