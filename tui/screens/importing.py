"""Import from a file, out of the palette: choose it, see what each row would do, let it be written.

Reading and writing run in a thread with a connection of its own; the screen stays alive meanwhile.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import ProgressBar
from textual.worker import Worker, WorkerState

from store import importing
from store.database import close_store
from store.errors import N_, Invalid, Problem
from store.importing import Act, Outcome, Plan, PlannedRow
from store.team import Member
from tui import format, keys
from tui.format import Tone
from tui.i18n import _, ngettext
from tui.importing_words import summary, told
from tui.widgets.box import Box
from tui.widgets.form import Field, Form
from tui.widgets.keybar import KeyBar
from tui.widgets.modal import Modal
from tui.widgets.picker import Hit
from tui.widgets.record_list import Cell, Column, RecordList, Section
from tui.widgets.status import Status

if TYPE_CHECKING:
    from tui.screens.base import HuddleScreen

FRAME_ROWS = 6  # border, progress, status row, key bar
ENDINGS = (".csv", ".tsv", ".txt")
WHAT: Mapping[str, str] = {
    "customers": N_("Customers"),
    "followups": N_("Follow-ups"),
    "bookings": N_("Bookings and payments"),
}
SECTIONS: tuple[tuple[Act, str, Tone], ...] = (
    (Act.ERROR, N_("Can't be taken"), "bad"),
    (Act.UPDATE, N_("To update"), "warning"),
    (Act.CREATE, N_("To create"), "good"),
    (Act.SKIP, N_("Unchanged"), "muted"),
)
GLYPH: Mapping[Act, Cell] = {
    Act.ERROR: ("✕", "bad"),
    Act.UPDATE: ("▲", "warning"),
    Act.CREATE: ("+", "good"),
    Act.SKIP: ("=", "muted"),
}


def begin(screen: HuddleScreen) -> None:
    """Ask what is to be imported from which file, then show the preview. A confined session reads no file."""
    if screen.huddle.confined:
        screen.complain(_("No file is read from here. Ask who looks after this machine to run huddle import."))
        return
    fields = [
        Field("subject", _("What the rows are"), "choice", "customers", options=[(k, _(w)) for k, w in WHAT.items()]),
        Field(
            "file",
            _("File"),
            "record",
            required=True,
            find=files,
            hint=_("Type its path, such as ~/Downloads/customers.csv"),
        ),
    ]

    def preview(values: dict[str, Any]) -> None:
        screen.ask(Importing(screen.me, values["subject"], Path(values["file"])), screen.done)

    form: Form[dict[str, Any]] = Form(_("Import from a file"), fields, lambda values: values, N_("Preview"))
    screen.ask(form, preview)


def files(text: str) -> list[Hit]:
    """The files and folders that this path may become; without one, the tables in the folder of the program."""
    typed = os.path.expanduser(text)
    folder, beginning = os.path.split(typed)
    try:
        with os.scandir(folder or ".") as found:
            there = [(e.name, e.is_dir()) for e in found if e.name.startswith(beginning) and not e.name.startswith(".")]
    except OSError:
        return []
    wanted = sorted((not d, name) for name, d in there if d or name.lower().endswith(ENDINGS))
    paths = [(os.path.join(folder, name), is_file) for is_file, name in wanted]
    return [(path, path if is_file else path + os.sep, "" if is_file else _("folder")) for path, is_file in paths]


class Importing(Modal[str]):
    """What each row of a file would do; ^S writes them. Answers what was done, in words, or None."""

    FOOTER = ("form.save", "form.cancel")
    BINDINGS = keys.bind("form.cancel", **{"form.save": N_("Import")})
    AUTO_FOCUS = "RecordList"
    DEFAULT_CSS = """
    Importing { align: center middle; background: $background 60%; }
    Importing > Box { width: 96%; height: 90%; }
    Importing RecordList, Importing RecordList:focus { border: none; height: 1fr; }
    Importing ProgressBar { display: none; height: 1; width: 1fr; }
    Importing ProgressBar.-on { display: block; }
    Importing ProgressBar Bar { width: 1fr; }
    """

    def __init__(self, me: Member, subject: str, path: Path) -> None:
        super().__init__()
        self.me = me
        self.subject = subject
        self.path = path
        self.plan: Plan | None = None
        self.busy = False

    def compose(self) -> ComposeResult:
        columns: tuple[Column[PlannedRow], ...] = (
            Column("", 1, lambda row: GLYPH[row.act]),
            Column(N_("Line"), 6, lambda row: (str(row.line), "muted"), "right"),
            Column(N_("Who or what"), 0, lambda row: (row.title, "bold"), share=2),
            Column(N_("What changes, or why not"), 0, _what, share=3),
        )
        with Box(f"{_(WHAT[self.subject])} · {self.path.name}"):
            yield RecordList(columns, empty=(N_("No row is in this file."),))
            yield ProgressBar(show_eta=False)
            yield Status()
            yield KeyBar()

    def on_mount(self) -> None:
        self._read(None)

    # Reading

    def _read(self, day_first: bool | None) -> None:
        self._start(
            lambda: importing.plan(self.me, self.subject, self.path, day_first=day_first),
            _("Reading the file…"),
            "plan",
        )

    def _start(self, work: Callable[[], object], said: str, name: str) -> None:
        """Run this in a thread, with a connection of the thread's own."""

        def run() -> object:
            try:
                return work()
            except Problem as problem:
                return problem
            finally:
                close_store()

        self.busy = True
        self.refresh_bindings()
        self.query_one(Status).say(said)
        self.run_worker(run, thread=True, exclusive=True, name=name, exit_on_error=True)

    @on(Worker.StateChanged)
    def _worked(self, event: Worker.StateChanged) -> None:
        if event.state is not WorkerState.SUCCESS:
            return
        self.busy = False
        result: object = event.worker.result
        self.query_one(ProgressBar).remove_class("-on")
        if isinstance(result, Plan):
            self._show(result)
        elif isinstance(result, Outcome):
            self.dismiss(_done(result))
        elif isinstance(result, Invalid) and "day_first" in result.fields:
            self._ask_order(result)
        elif isinstance(result, Problem):
            self.query_one(Status).say(format.reason(result.reason), "bad")
        self.refresh_bindings()

    def _ask_order(self, problem: Invalid) -> None:
        """Days that can be read two ways: ask, don't guess."""
        options: Sequence[tuple[object, str]] = [(True, _("day first")), (False, _("month first"))]
        text = str(problem.reason.values.get("text", ""))
        label = _("How is {text} meant?").format(text=text)
        form: Form[bool] = Form(
            _("Day or month first?"), [Field("order", label, "choice", True, options=options)], _order, N_("Go on")
        )

        def answered(day_first: bool | None) -> None:
            if day_first is None:
                self.dismiss(None)
            else:
                self._read(day_first)

        self.app.push_screen(form, answered)

    def _show(self, plan: Plan) -> None:
        self.plan = plan
        sections = [Section(_(words), plan.of(act), tone) for act, words, tone in SECTIONS]
        self.query_one(RecordList).fill(sections, lambda wanted: {index: plan.row(index) for index in wanted})
        said = summary(plan.counts, planned=True, brief=True)
        if plan.unread:
            said += " · " + _("not read: {names}").format(names=format.listed(plan.unread))
        self.query_one(Status).say(said)

    # Writing

    def why_not(self) -> str | None:
        """Why nothing can be written now."""
        if self.busy or self.plan is None:
            return _("Wait until the file is read.")
        counts = self.plan.counts
        if not counts[Act.CREATE] and not counts[Act.UPDATE]:
            return _("There is nothing in it to create or to update.")
        return None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "save":
            return None if self.why_not() else True
        return None if action == "cancel" and self.busy and self.plan is not None else True

    def on_key(self, event: events.Key) -> None:
        if event.key == "ctrl+s" and (why := self.why_not()):
            self.query_one(Status).say(why, "bad")
            event.stop()

    def action_save(self) -> None:
        """Write what was planned."""
        plan = self.plan
        assert plan is not None
        bar = self.query_one(ProgressBar)
        bar.update(total=plan.counts[Act.CREATE] + plan.counts[Act.UPDATE], progress=0)
        bar.add_class("-on")

        def progress(done: int, _total: int) -> None:
            self.app.call_from_thread(bar.update, progress=done)

        self._start(lambda: importing.run(self.me, plan, progress), _("Writing…"), "run")

    def action_cancel(self) -> None:
        """Close without writing."""
        self.dismiss(None)


def _order(values: dict[str, object]) -> bool:
    return bool(values["order"])


def _what(row: PlannedRow) -> Cell:
    return (told(row), "bad" if row.act is Act.ERROR else "muted")


def _done(outcome: Outcome) -> str:
    said = summary(outcome.counts, brief=True)
    if outcome.rejected is not None:
        count = outcome.counts[Act.ERROR]
        words = ngettext("the rejected one is in {file}", "the rejected ones are in {file}", count)
        said += " · " + words.format(file=outcome.rejected.name)
    return said + " · " + _("u undo")
