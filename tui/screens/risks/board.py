"""The register with the heat map and the detail: side by side from 100 columns on, else one at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from tui.widgets.detail import Detail, Line
from tui.widgets.heatmap import Cells, HeatMap
from tui.widgets.list_detail import ListDetail
from tui.widgets.record_list import RecordList


class RiskBoard(ListDetail):
    """List left, map over detail right; the three keep their cursor on the same risk."""

    DEFAULT_CSS = """
    RiskBoard > .left { width: 1fr; }
    RiskBoard > .right { width: 48; height: 1fr; }
    RiskBoard .right HeatMap { height: 17; max-height: 48%; }
    RiskBoard .right Detail { height: 1fr; }
    RiskBoard.-one > .right { display: none; width: 1fr; }
    RiskBoard.-one.-open > .left, RiskBoard.-one.-map > .left { display: none; }
    RiskBoard.-one.-open > .right, RiskBoard.-one.-map > .right { display: block; }
    RiskBoard.-one.-open HeatMap { display: none; }
    RiskBoard.-one.-map Detail { display: none; }
    RiskBoard.-one.-map HeatMap { height: 1fr; max-height: 100%; }
    """

    class Listed(Message):
        """Enter on a cell of the map that holds several risks: they are to be listed."""

        def __init__(self, place: tuple[int, int]) -> None:
            super().__init__()
            self.place = place

    def __init__(
        self, rows: RecordList, heat_map: HeatMap, detail: Detail, lines: Callable[[RecordList], Sequence[Line]]
    ) -> None:
        super().__init__(rows, detail, lines)
        self.rows = rows
        self.map = heat_map

    def compose(self) -> ComposeResult:
        yield self.left
        with Vertical(classes="right"):
            yield self.map
            yield self.detail

    @property
    def opened(self) -> bool:
        """Whether the map or the detail is what has the keys."""
        return super().opened or self.map_shown or self.map.has_focus

    @property
    def map_shown(self) -> bool:
        """Whether the map stands in the list's place in a narrow terminal."""
        return self.has_class("-map")

    def show_map(self) -> None:
        """Give the keys to the map; in a narrow terminal it takes the list's place."""
        self.remove_class("-open")
        self.add_class("-map")
        self._mark()
        self.map.focus()

    def open(self) -> None:
        """Give the keys to the detail."""
        self.remove_class("-map")
        super().open()

    def close(self) -> None:
        """Back to the list."""
        self.remove_class("-map")
        super().close()

    def set_narrow(self, narrow: bool) -> None:
        """Show one pane (under 100 columns) or all."""
        if not narrow:
            self.remove_class("-map")
        super().set_narrow(narrow)

    def show_cells(self, cells: Cells) -> None:
        """Draw these risks on the map."""
        self.map.show(cells, self._number, self._title)

    @property
    def _number(self) -> int | None:
        return self.rows.key if isinstance(self.rows.key, int) else None

    @property
    def _title(self) -> str:
        return str(getattr(self.rows.row, "title", ""))  # a signal has none and no place on the map

    def follow(self) -> None:
        """Detail and map show the row under the cursor now."""
        super().follow()
        self._mark()

    def _mark(self) -> None:
        self.map.mark(self._number, self._title)

    @on(HeatMap.Highlighted)
    def _list_follows(self, event: HeatMap.Highlighted) -> None:
        self.rows.move_to(event.number)
        self._mark()

    @on(HeatMap.Chosen)
    def _open_chosen(self, event: HeatMap.Chosen) -> None:
        """One risk is opened; of several in one cell, the cell is listed."""
        self.rows.move_to(event.number)
        place = next(place for place, numbers in self.map.cells.items() if event.number in numbers)
        if len(self.map.cells[place]) > 1:
            self.post_message(self.Listed(place))
        else:
            self.open()
