"""Who changed what and when: the changes of one record, or of the whole team, newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from textual.app import ComposeResult

from store import history
from store.errors import N_
from store.history import Act
from store.records import Ref, label
from store.team import today
from tui import keys
from tui.i18n import _, ngettext
from tui.newfile import proposed
from tui.screens.base import HuddleScreen
from tui.screens.history import words
from tui.screens.history.telling import Names
from tui.widgets.detail import Detail, Line
from tui.widgets.list_detail import ListDetail
from tui.widgets.record_list import Cell, Column, RecordList, Section

MOST_COPIED = 300  # changes; terminals take about 75 KB


class History(HuddleScreen):
    """The history of ``about``, or of the whole team without it; lies over the screen ``name`` that opened it."""

    TITLE_ = N_("History")
    ANSWERS = N_("Who changed what, and when?")
    MINE = False
    FILTERS = False
    FOOTER = ("list.open", "copy", "write", "mine", "undo")
    BINDINGS = keys.bind("copy", write=(N_("Save"), N_("Save it as a table for a spreadsheet")))

    def __init__(self, name: str, about: Ref | None = None) -> None:
        self.NAME = name
        super().__init__()
        self.about = about
        self.numbers: Sequence[int] = ()  # the ids of the changes that are listed
        self.names = Names.of(self.me, [])

    def body(self) -> ComposeResult:
        columns: Sequence[Column[Act]] = (
            Column("", words.WHEN, lambda act: words.when_cell(act, self.names)),
            Column("", 12, words.who_cell),
            Column("", 0, self.what_cell),
        )
        empty = N_("Nothing was changed yet.") if not self.about else N_("Nothing was changed here yet.")
        yield ListDetail(
            RecordList(columns, title=N_("History"), empty=(empty,), hint=("list.open",)),
            Detail(N_("Change")),
            self.lines,
        )

    def what_cell(self, act: Act) -> Cell:
        """What was done; to what, where it isn't the record whose history this is."""
        return words.what_cell(act, self.names, self.about)

    @property
    def rows(self) -> RecordList:
        """The list."""
        return self.query_one(RecordList)

    def fill(self) -> None:
        """Ask for the changes."""
        if self.about is None:
            self.numbers = history.of_team(self.me, mine=self.mine)
            self.rows.set_title(_("History of the whole team"))
        else:
            self.numbers = history.of_record(self.me, self.about, mine=self.mine)
            self.rows.set_title(_("History of {name}").format(name=label(self.about)))
        self.rows.fill([Section("", self.numbers)], self.read)

    def read(self, wanted: Sequence[Any]) -> Mapping[Any, Act]:
        """The rows in view, and what their values stand for."""
        found = history.read(self.me, wanted, self.about)
        self.names = Names.of(self.me, [act.told for act in found.values()])
        return found

    def lines(self, rows: RecordList) -> Sequence[Line]:
        """Everything about the change under the cursor."""
        act = rows.row
        if not isinstance(act, Act):
            return []
        others = history.others(self.me, act)
        return words.card(act, others, Names.of(self.me, [act.told, *others]))

    # To take along

    def why_not(self, action: str) -> str | None:
        """There is nothing yet."""
        if action in ("copy", "write") and not self.numbers:
            return _("Nothing was changed yet.")
        return super().why_not(action)

    def action_copy(self) -> None:
        """Copy the newest of it as text to the terminal's clipboard."""
        from tui.screens.history.exporting import lines

        newest = self.numbers[:MOST_COPIED]
        self.app.copy_to_clipboard("\n".join(lines(self.me, newest)))
        words = ngettext("{n} change is on your clipboard", "The newest {n} changes are on your clipboard", len(newest))
        self.say(words.format(n=len(newest)))

    def action_write(self) -> None:
        """Save it as a table."""
        from tui.screens.history.exporting import save
        from tui.widgets.form import Field, Form

        numbers = self.numbers
        field = Field("file", _("File"), value=proposed(f"history-{today()}.csv"), required=True)

        def write(values: dict[str, object]) -> str:
            path = Path(str(values["file"]))
            words = ngettext("{n} change is in {file}.", "{n} changes are in {file}.", len(numbers))
            return words.format(n=save(self.me, numbers, path), file=path)

        self.ask(Form(_("Save the history"), [field], write), self.say)

    @property
    def something_open(self) -> bool:
        """Always: Back leads to the screen this was opened from."""
        return True

    def action_back(self) -> None:
        """Close the detail, else go back."""
        pair = self.list_detail
        if pair is not None and pair.opened:
            super().action_back()
        else:
            self.dismiss()

    def action_go(self, name: str) -> None:
        """Another screen, or the one under this."""
        self.dismiss()
        if name != self.NAME:
            super().action_go(name)
