"""`huddle import`: rows of a spreadsheet's file as customers, follow-ups or bookings."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from store.errors import N_, Invalid, Problem
from tui import format
from tui.commands.speaking import command, group, json_text
from tui.i18n import _, ngettext
from tui.options import Options

if TYPE_CHECKING:
    from store.importing import Outcome, Plan

LONG = 5_000  # rows from which a progress bar is shown


@group("import")
def import_() -> None:
    """Take in customers, follow-ups or bookings from a CSV file.

    UTF-8 or GB18030, delimited by comma, semicolon or tab, with English or Chinese headings. The same file again
    changes nothing. Rows that can't be taken go to a file beside it, each with its line and the reason.
    """


def _command(subject: str, about: str) -> click.Command:
    @command(subject, help=about)
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--dry-run", is_flag=True, help="Only say what each row would do.")
    @click.option("--day-first/--month-first", "day_first", default=None, help="How to read 03/04/2026.")
    @click.option("--source", default="file", show_default=True, help="The system whose keys the file has.")
    @click.option("--json", "as_json", is_flag=True, help="As an object.")
    @click.pass_obj
    def take_in(
        options: Options, file: Path, dry_run: bool, day_first: bool | None, source: str, as_json: bool
    ) -> None:
        from store import importing

        actor = options.actor()
        try:
            plan = importing.plan(actor, subject, file, day_first=day_first, source=source)
        except Invalid as problem:  # a form would say it beside its field; here it is one sentence
            raise Problem(problem.reason) from problem
        if dry_run:
            _show_plan(plan, as_json)
            return
        total = plan.counts[importing.Act.CREATE] + plan.counts[importing.Act.UPDATE]
        with _bar(total, quiet=as_json) as progress:
            outcome = importing.run(actor, plan, progress)
        _show_outcome(outcome, as_json)

    return take_in


@contextmanager
def _bar(total: int, quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """Progress on standard error, for imports that take a while."""
    if quiet or total < LONG:
        yield None
        return
    with click.progressbar(length=total, label=_("Importing"), file=sys.stderr) as bar:

        def tell(done: int, _total: int) -> None:
            bar.update(done - bar.pos)

        yield tell


def _show_outcome(outcome: Outcome, as_json: bool) -> None:
    from store.importing import Act
    from tui.importing_words import summary

    rejected = str(outcome.rejected) if outcome.rejected else None
    if as_json:
        counts = {act.value: count for act, count in outcome.counts.items()}
        click.echo(json_text({"counts": counts, "rejected": rejected}))
    else:
        click.echo(summary(outcome.counts))
    if rejected:
        count = outcome.counts[Act.ERROR]
        words = ngettext(
            "{n} row was rejected; it is in {file} with the reason.",
            "{n} rows were rejected; they are in {file} with their reasons.",
            count,
        )
        click.echo(words.format(n=count, file=format.plain(rejected)), err=True)


def _show_plan(plan: Plan, as_json: bool) -> None:
    from tui.importing_words import summary

    if as_json:
        rows = [_as_object(plan, index) for index in range(len(plan.acts))]
        counts = {act.value: count for act, count in plan.counts.items()}
        found = {"counts": counts, "not_read": plan.unread, "rows": rows}
        click.echo(json_text(found))
        return
    for index in range(len(plan.acts)):
        click.echo(_as_line(plan, index))
    click.echo(summary(plan.counts, planned=True))
    if plan.unread:
        click.echo(_("Not read: {names}").format(names=format.plain(format.listed(plan.unread))), err=True)


def _as_object(plan: Plan, index: int) -> dict[str, object]:
    row = plan.row(index)
    found: dict[str, object] = {"line": row.line, "act": row.act.value, "title": row.title}
    if row.changes:
        found["changes"] = {name: list(change) for name, change in row.changes.items()}
    if row.why is not None:
        found["why"] = str(row.why)
    return found


def _as_line(plan: Plan, index: int) -> str:
    """``    12  update    Northwind       city: – → Jaén``."""
    from tui.importing_words import ACT, told

    row = plan.row(index)
    cells = (f"{row.line:>6}", format.fit(_(ACT[row.act.value]), 8), format.fit(format.plain(row.title), 30), told(row))
    return "  ".join(cells).rstrip()


@import_.command("undo")
@click.pass_obj
def undo(options: Options) -> None:
    """Take back your latest import, unless somebody has worked on its records since."""
    from store import importing

    found = importing.undo(options.actor())
    click.echo(_("Undone: {title}").format(title=format.plain(found.title)))


for _subject, _about in (
    ("customers", N_("Customers, with one person at each.")),
    ("followups", N_("Follow-ups, planned or done.")),
    ("bookings", N_("Bookings and payments of customers.")),
):
    import_.add_command(_command(_subject, _about))

PLAIN: tuple[click.Command, ...] = (import_,)
