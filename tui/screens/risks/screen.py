"""The screen of the risks: the signals, the register in its views, the heat map and the detail."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult

from store import signals, team
from store.errors import N_, NP_
from store.records import Ref
from store.risks import RiskRow
from store.signals import SignalRow, Status
from tui import keys
from tui.i18n import _, ngettext
from tui.screens.risks.acts import RiskKeys
from tui.screens.risks.board import RiskBoard
from tui.screens.risks.views import EMPTY, SIGNAL, Listing, Place, View, next_view, titled
from tui.widgets.detail import Detail, Line
from tui.widgets.heatmap import HeatMap
from tui.widgets.keybar import key_display
from tui.widgets.record_list import RecordList


class Risks(RiskKeys):
    """The signals and the register by level, the heat map, and what is under the cursor."""

    NAME = "risks"
    TITLE_ = N_("Risks")
    ANSWERS = N_("What could hurt us, and what do we do about it?")
    FOOTER = ("done", "rate", "respond", "view", "pane.next")
    BINDINGS = keys.bind(
        *("rate", "respond", "snooze", "new", "edit", "note", "owner", "remove", "happened", "after", "list.open"),
        done=N_("Reviewed"),
        view=(N_("View"), N_("Register, reviews, what to mend, signals with their rules")),
        recompute=(NP_("the rules", "Ask"), N_("Ask the rules of the signals now; they are asked once a day anyway")),
    )

    def __init__(self) -> None:
        super().__init__()
        self.view = View.REGISTER
        self.place: Place | None = None  # the cell of the map that the list is narrowed to
        self.after = False

    def body(self) -> ComposeResult:
        rows = RecordList(
            (),
            title=N_("Register"),
            empty=EMPTY[View.REGISTER],
            hint=("new", "happened", "snooze", "note", "list.open"),
            counted=False,
        )
        yield RiskBoard(rows, HeatMap(), Detail(N_("Detail")), self.lines)

    def fill(self) -> None:
        """Ask for what the view shows and for the map; the list reads the rows in view."""
        self.listing = Listing(
            team.today(),
            team.team().currency,
            self.me.id if self.mine else None,
            self.filter_text,
            self.place,
            self.after,
            self.key_words,
            self.key_shown,
        )
        cells = self.listing.cells()
        filled = self.listing.fill(self.view, cells)
        rows, board = self.rows, self.board
        rows.empty = EMPTY[self.view]
        rows.fill(filled.sections, self.listing.read, self.listing.columns(self.view, self.mine))
        rows.set_title(titled(self.view, self.place, filled.counted))
        board.map.border_title = _("Heat map, after the responses") if self.after else _("Heat map")
        board.show_cells(cells)

    def key_words(self, id: str) -> str:
        """A key as the user has it, and its word: ``r rate``."""
        word = N_("Reviewed") if id == "done" else keys.KEYS[id].words
        return f"{self.key_shown(id)} {_(word).lower()}"

    def key_shown(self, id: str) -> str:
        """A key as the user has it."""
        return key_display(self.huddle.config.keys.get(id, keys.KEYS[id].keys).split(",")[0])

    def lines(self, rows: RecordList) -> Sequence[Line]:
        """What the detail says about the row under the cursor."""
        return self.listing.lines(rows.key, rows.row)

    def subject(self) -> Ref | None:
        """The risk or signal under the cursor."""
        row = self.rows.row
        if isinstance(row, SignalRow):
            return Ref("signal", row.id)
        return Ref("risk", row.id) if isinstance(row, RiskRow) else None

    def show(self, ref: Ref) -> None:
        """Put the cursor on a risk or a signal, showing everyone's, or the view that has it, where it needs that."""
        key = (SIGNAL, ref.id) if ref.kind == "signal" else ref.id
        if not self.rows.move_to(key):
            self.mine, self.place = False, None
            self.view = View.SIGNALS if ref.kind == "signal" else View.REGISTER
            self.set_filter("")
            self.refill()
            self.rows.move_to(key)
        self.board.follow()

    def relabel(self, id: str) -> str | None:
        if id == "pane.next":
            return N_("Register") if self.board.map_shown else N_("Map")
        if id == "respond" and self.signal is not None:
            return N_("Decide")
        return super().relabel(id)

    # The views and the map

    @property
    def something_open(self) -> bool:
        """A cell of the map that is listed is something that Back closes, and so is another view than the register."""
        return super().something_open or self.place is not None or self.view is not View.REGISTER

    def action_back(self) -> None:
        """Close the detail, else the cell that is listed, else the filter, else go back to the register."""
        if self.board.opened or not (self.place or (self.view is not View.REGISTER and not self.filter_text)):
            super().action_back()
            return
        if self.place is None:
            self.view = View.REGISTER
        self.place = None
        self.refill()

    def action_view(self) -> None:
        """The register, the reviews, what to mend, the signals."""
        if self.board.opened:
            self.board.close()
        self.place, self.view = None, next_view(self.view)
        self.refill()
        self.rows.action_cursor_first()

    def action_after(self) -> None:
        """The map as it is now, or after the responses; in a narrow terminal it takes the list's place."""
        self.after = not self.after
        self.refill()
        if self.board.narrow and not self.board.map_shown:
            self.board.show_map()
            self.refresh_bindings()
        self.say(_("The map after the responses") if self.after else _("The map as it is now"))

    @on(RiskBoard.Listed)
    def _list_cell(self, event: RiskBoard.Listed) -> None:
        self.place = event.place
        self.board.close()
        self.refill()

    @on(RecordList.Chosen)
    def _open_subject(self, event: RecordList.Chosen) -> None:
        """Enter on a signal goes to whom or what it is about; where its card can't be seen beside it, to the card."""
        if self.signal is not None and not self.board.narrow:
            event.stop()
            self.action_choose()

    def action_choose(self) -> None:
        """Enter in the card of a signal: to whom or what it is about."""
        if self.signal is not None:
            self.board.close()
            self.huddle.open(signals.opens(self.signal))

    def action_recompute(self) -> None:
        """Ask the rules now."""
        from tui import newday

        newday.watch(self.huddle, team.today(), self._asked)

    def _asked(self, changed: int) -> None:
        waiting = len(signals.standing(Status.NEW))
        told = _("Nothing has changed") if not changed else _("Asked")
        words = ngettext("{n} signal waits", "{n} signals wait", waiting).format(n=waiting)
        self.done(f"{told} · {words}")

    def action_next_pane(self) -> None:
        """Register, map, detail, register; in a narrow terminal the register and the map."""
        board = self.board
        if self.rows.has_focus:
            board.show_map()
        elif board.map.has_focus and not board.narrow:
            board.open()
        else:
            board.close()
        self.refresh_bindings()
