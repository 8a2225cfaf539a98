"""The parts of one record in a short list of their own over its screen, each with its keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult

from store import changes
from store.errors import N_, Problem
from store.records import Ref
from tui import format, keys
from tui.i18n import _
from tui.screens.base import HuddleScreen
from tui.widgets.box import Box
from tui.widgets.keybar import KeyBar
from tui.widgets.modal import Modal
from tui.widgets.record_list import Column, RecordList, Section
from tui.widgets.status import Status

T = TypeVar("T")
FRAME_ROWS = 4  # border, status row, key bar


class ShortList(Modal[None]):
    """A list of a few records. Every write is told to the screen below, which says it when this one closes.

    A kind of it gives ``heading``, ``columns``, ``read`` and ``why_not``; of its actions, those in ``ON_A_ROW``
    need a row and those in ``WRITES`` the right to write.
    """

    KIND: ClassVar[str] = ""  # of its records (``Ref.kind``), whose ids are the keys of the rows
    ON_A_ROW: ClassVar[Sequence[str]] = ()
    WRITES: ClassVar[Sequence[str]] = ()
    EMPTY: ClassVar[tuple[str, str, str]]
    BINDINGS = keys.bind("history")
    DEFAULT_CSS = """
    ShortList { align: center middle; background: $background 60%; }
    ShortList > Box { width: 76; padding: 0; }
    ShortList RecordList, ShortList RecordList:focus { border: none; height: auto; min-height: 3; }
    ShortList Status, ShortList KeyBar { padding: 0 1; }
    """

    def __init__(self, screen: HuddleScreen) -> None:
        super().__init__()
        self.below = screen
        self.found: Mapping[int, Any] = {}

    def heading(self) -> str:
        """What stands above it, translated."""
        raise NotImplementedError

    def columns(self) -> Sequence[Column[Any]]:
        """The columns of the list."""
        raise NotImplementedError

    def read(self) -> Mapping[int, Any]:
        """The rows by id, in their order."""
        raise NotImplementedError

    def section(self) -> str:
        """What stands over the rows, translated; "" for nothing."""
        return ""

    def compose(self) -> ComposeResult:
        with Box(self.heading()):
            yield RecordList(self.columns(), empty=self.EMPTY)
            yield Status()
            yield KeyBar()

    def on_mount(self) -> None:
        self.fill()

    def on_resize(self, event: events.Resize) -> None:
        self.rows.styles.max_height = max(event.size.height - FRAME_ROWS, 3)

    @property
    def rows(self) -> RecordList:
        """The list."""
        return self.query_one(RecordList)

    def fill(self) -> None:
        """Ask for the rows again."""
        self.found = self.read()
        self.rows.fill([Section(self.section(), list(self.found), counted=False)], self._rows)
        self.refresh_bindings()

    def _rows(self, wanted: Sequence[Any]) -> Mapping[Any, Any]:
        return {number: self.found[number] for number in wanted if number in self.found}

    # What can be done now

    def why_not(self, action: str) -> str | None:
        """Why an action can't be done now, in words; None when it can."""
        raise NotImplementedError

    def relabel(self, id: str) -> str | None:
        """`q` only leaves the list."""
        return N_("Back") if id == "quit" else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "history":
            return bool(self.KIND and self.rows.count)
        return None if action in (*self.WRITES, *self.ON_A_ROW) and self.why_not(action) else True

    def on_key(self, event: events.Key) -> None:
        active = self.active_bindings.get(event.key)
        if active is not None and not active.enabled and active.node is self:
            self.complain(self.why_not(active.binding.action) or "")
            event.stop()

    @on(RecordList.Highlighted)
    def _moved(self) -> None:
        self.refresh_bindings()

    # What the keys do

    def complain(self, text: str) -> None:
        """Say what can't be done."""
        self.query_one(Status).say(text, "bad")

    def write(self, verb: Callable[..., T], *args: object, said: str | Callable[[T], str], **values: object) -> None:
        """Call one verb of the store as the acting member, and tell the outcome here and below."""
        try:
            result = verb(self.below.me, *args, **values)
        except Problem as problem:
            self.complain(format.reason(problem.reason))
            self.fill()
        else:
            self.done(said if isinstance(said, str) else said(result))

    def done(self, said: str) -> None:
        """Something was written: tell it here and below."""
        self.query_one(Status).say(said, "good")
        self.below.done(said)
        self.fill()

    def action_undo(self) -> None:
        """Take back my last change."""
        self.write(changes.undo, said=lambda change: _("Undone: {title}").format(title=change.title))

    def action_history(self) -> None:
        """Who changed the selected record, and when."""
        if isinstance(key := self.rows.key, int):
            from tui.screens.history.screen import History

            self.app.push_screen(History(self.below.NAME, Ref(self.KIND, key)))

    def action_back(self) -> None:
        """Close; the record below stays selected."""
        self.dismiss(None)

    def action_quit(self) -> None:
        """Close, as Esc does."""
        self.action_back()
