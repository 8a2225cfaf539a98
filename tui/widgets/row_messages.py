"""What a list of records tells its screen, which knows them as RecordList.Highlighted and so on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from store.errors import Problem
from tui.widgets.rows import Key

if TYPE_CHECKING:
    from tui.widgets.record_list import RecordList


class _FromList(Message):
    """Something a list tells; ``control`` is for the selectors of ``@on``."""

    def __init__(self, list: RecordList) -> None:
        super().__init__()
        self.list = list

    @property
    def control(self) -> RecordList:
        """The list."""
        return self.list


class Highlighted(_FromList, namespace="record_list"):
    """The cursor is on another record (None: there is none)."""

    def __init__(self, list: RecordList, key: Key | None) -> None:
        super().__init__(list)
        self.key = key


class Chosen(_FromList, namespace="record_list"):
    """Somebody wants to see this record."""

    def __init__(self, list: RecordList, key: Key) -> None:
        super().__init__(list)
        self.key = key


class Failed(_FromList, namespace="record_list"):
    """The rows in view couldn't be read; they are drawn as ``…``."""

    def __init__(self, list: RecordList, problem: Problem) -> None:
        super().__init__(list)
        self.problem = problem
