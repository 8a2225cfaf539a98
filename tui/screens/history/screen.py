"""Who changed what and when: the changes of one record, or of the whole team, newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual.app import ComposeResult

from store import history
from store.errors import N_
from store.history import Act
from store.records import Ref, label
from tui.i18n import _
from tui.screens.base import HuddleScreen
from tui.screens.history import words
from tui.screens.history.words import Names
from tui.widgets.detail import Detail, Line
from tui.widgets.list_detail import ListDetail
from tui.widgets.record_list import Cell, Column, RecordList, Section


class History(HuddleScreen):
    """The history of ``about``, or of the whole team without it; lies over the screen ``name`` that opened it."""

    TITLE_ = N_("History")
    ANSWERS = N_("Who changed what, and when?")
    MINE = False
    FILTERS = False
    FOOTER = ("list.open", "mine", "undo")

    def __init__(self, name: str, about: Ref | None = None) -> None:
        self.NAME = name
        super().__init__()
        self.about = about
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
            numbers = history.of_team(self.me, mine=self.mine)
            self.rows.set_title(_("History of the whole team"))
        else:
            numbers = history.of_record(self.me, self.about, mine=self.mine)
            self.rows.set_title(_("History of {name}").format(name=label(self.about)))
        self.rows.fill([Section("", numbers)], self.read)

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
