"""What every screen has: the bar, its body, the status row and the keys; filter, mine, undo, help, back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast, overload

from textual import events, on
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widget import Widget

from store.calendar import now
from store.errors import N_, Conflict, NotFound, Problem
from store.reading import reading
from tui import keys
from tui.i18n import _
from tui.screens import SCREENS, place
from tui.screens.toosmall import cover
from tui.widgets.bar import Bar
from tui.widgets.keybar import KeyBar
from tui.widgets.modal import OnTop
from tui.widgets.pane import MOVES
from tui.widgets.status import LineLeft, Status

if TYPE_CHECKING:
    from store.records import Ref
    from store.team import Member
    from tui.app import HuddleApp
    from tui.widgets.filter import FilterInput
    from tui.widgets.list_detail import ListDetail
    from tui.widgets.panel import Panel
    from tui.widgets.record_list import RecordList

T = TypeVar("T")
WIDE = 100  # columns from which list and detail stand side by side
FRAME_IDS = (
    *("topic", "action_item", "history", "filter", "mine", "undo", "quick_entry", "help", "palette", "back", "quit"),
    *("pane.next", "pane.previous"),
)
OURS = {key.action.partition("(")[0] for key in keys.KEYS.values()}
ABOUT = {"topic": "subject", "action_item": "subject", "history": "record"}  # actions, and what they are about
WHEN_SMALL = {"go", "back", "quit"}


class HuddleScreen(OnTop[None]):
    """Base of the screens of the bar.

    A screen says NAME and TITLE_, binds its keys, makes its panes in ``body()`` and fills them in ``fill()``,
    which is called when it is mounted, after own writes, when the database changed, and when the filter or
    "mine" changes. ``why_not(action)`` says why an action can't be done now: its key is greyed then.
    """

    NAME: str = ""
    TITLE_: ClassVar[str] = ""
    ANSWERS: ClassVar[str] = ""  # one line for the help: what this screen answers
    FOOTER: ClassVar[tuple[str, ...]] = ()  # ids in the order of the footer; Help and Quit are added
    LEAST: ClassVar[tuple[int, int]] = (60, 16)  # columns and rows that it needs
    FILTERS: ClassVar[bool] = True  # whether `/` filters
    MINE: ClassVar[bool | None] = None  # begins with mine (True), everyone's (False), or by role; see HAS_MINE
    HAS_MINE: ClassVar[bool] = True  # whether `m` switches
    ORIGIN: ClassVar[str] = "manual"  # of a follow-up that is entered here
    AUTO_FOCUS = "RecordList"
    BINDINGS = keys.bind(*FRAME_IDS, *(id for id in keys.KEYS if id.startswith("screen.")))

    def __init__(self) -> None:
        super().__init__()
        self.filter_text = ""
        self.day = now().date()  # until the team's was asked for
        self.mine = self.MINE if self.MINE is not None else self.me.role != "lead"
        self.stale = False
        chosen = self.huddle.config.keys
        self.moves = {key for id in MOVES for key in chosen.get(id, keys.KEYS[id].keys).split(",")}

    # What a screen overrides

    def body(self) -> ComposeResult:
        """The panes between the bar and the status row."""
        yield from ()

    def fill(self) -> None:
        """Ask the store and fill the panes; may raise a Problem, which is said in the status row."""

    def why_not(self, action: str) -> str | None:
        """Why this action can't be done now (translated), or None when it can."""
        return None

    def show(self, ref: Ref) -> None:
        """Put the cursor on this record."""

    def subject(self) -> Ref | None:
        """The record under the cursor: what a topic or an action item that is raised here is about."""
        return None

    def record(self) -> Ref | None:
        """The record under the cursor whose history is shown; its subject, unless the screen knows better."""
        return self.subject()

    # What a screen uses

    @property
    def huddle(self) -> HuddleApp:
        """The application, by its own type."""
        return cast("HuddleApp", self.app)

    @property
    def me(self) -> Member:
        """The acting member."""
        return self.huddle.me

    @property
    def typing(self) -> bool:
        """Whether letters belong to what has the focus: a field, a scale, a panel."""
        return self.focused is not None and self.focused.check_consume_key("a", "a")

    @property
    def list_detail(self) -> ListDetail | None:
        """The list with its detail, where the screen has one."""
        return cast("ListDetail | None", next(iter(self.query("ListDetail")), None))

    def say(self, text: str) -> None:
        """Tell the outcome of an action in the status row."""
        for status in self.query(Status):  # none, while the screen is only being made
            status.say(text, "good")

    def complain(self, text: str) -> None:
        """Say in the status row what went wrong, or why something can't be done."""
        for status in self.query(Status):
            status.say(text, "bad")

    def perform(
        self, verb: Callable[..., T], *args: object, said: str | Callable[[T], str] = "", **values: object
    ) -> T | None:
        """Call one verb of the store as the acting member, and tell the outcome in the status row.

        Returns what the verb returns; None when it refused. Every screen is told that the data changed.
        """
        try:
            result = verb(self.me, *args, **values)
        except Problem as problem:
            self.refuse(problem)
            return None
        self.done(said if isinstance(said, str) else said(result))
        return result

    def done(self, said: str) -> None:
        """Something was written (by a form, say): tell the outcome, and everyone that data changed."""
        if said:
            self.say(said)
        self.huddle.tell_changed()

    def refuse(self, problem: Problem) -> None:
        """Say a problem of the store; what is on the screen is read again when it was out of date."""
        self.huddle.complain(problem)
        if isinstance(problem, Conflict | NotFound):
            self.huddle.tell_changed()

    def on_record_list_failed(self, event: RecordList.Failed) -> None:
        """Say why rows in view could not be read; the list itself draws them as ``…``."""
        self.huddle.complain(event.problem)

    @overload
    def ask(self, question: ModalScreen[T | None], callback: Callable[[T], None] | None = None) -> None: ...
    @overload
    def ask(self, question: ModalScreen[T], callback: Callable[[T], None] | None = None) -> None: ...
    def ask(self, question: ModalScreen[Any], callback: Callable[[Any], None] | None = None) -> None:
        """Open a modal; ``callback`` gets its answer, unless it is None or a "no".

        The focus returns to what had it.
        """

        def answered(answer: Any) -> None:
            if answer is not None and answer is not False and callback is not None:
                callback(answer)

        self.app.push_screen(question, answered)

    def refill(self) -> None:
        """Fill again, keeping the cursors; a problem is said in the status row."""
        self.stale = False
        try:
            with reading():
                self._read_again()
        except Problem as problem:
            self.huddle.complain(problem)
        self.call_after_refresh(self._settle_panels)
        self.refresh_bindings()

    def _read_again(self) -> None:
        try:
            self.fill()
        except Problem as problem:
            self.huddle.complain(problem)
        if (pair := self.list_detail) is not None:
            if pair.left is pair.list:
                pair.list.filtered_by(self.filter_text)
            pair.follow()

    def _settle_panels(self) -> None:
        """An open panel follows its row to where it is now."""
        for panel in self.query("Panel"):
            cast("Panel", panel).settle()

    # The frame

    def compose(self) -> ComposeResult:
        here = place(self.NAME)
        shown = [one for one in SCREENS if one.key]
        yield Bar(shown, (here.under if here else "") or self.NAME, self.me.name, demo=self.huddle.demo)
        yield from self.body()
        yield Status()
        yield KeyBar()

    def on_mount(self) -> None:
        self.huddle.data_changed.subscribe(self, self._data_changed, immediate=True)
        self.show_badges()
        if (pair := self.list_detail) is not None:
            pair.set_narrow(self.app.size.width < WIDE)
        self.refill()
        self.huddle.arrive(self)

    def _data_changed(self, _nothing: None) -> None:
        if self.app.screen is self or self.is_current:
            self.refill()
        else:
            self.stale = True

    def on_screen_resume(self) -> None:
        if self.stale:
            self.refill()
        self.show_badges()

    def show_badges(self) -> None:
        """Draw what the application has counted."""
        for bar in self.query(Bar):
            bar.show(self.huddle.badges, self.huddle.date_words())

    def on_resize(self, event: events.Resize) -> None:
        self.call_after_refresh(self._settle_panels)
        if (pair := self.list_detail) is not None:
            pair.set_narrow(event.size.width < WIDE)
        if cover(self, event.size) and not self.has_class("-too-small"):
            self._focus_open()

    def focus_list(self) -> None:
        """Give the keys back to the list."""
        pair = self.list_detail
        target: Widget | None = pair.list if pair is not None else None
        (target or next(iter(self.query("RecordList")), self)).focus()

    def _focus_open(self) -> None:
        """Give the keys back to what is open over the list: a panel, quick entry, the filter; else to the list."""
        for line in (*self.query("Panel"), *self.query("QuickEntry"), *self.query("FilterInput")):
            for widget in line.walk_children(with_self=True):
                if isinstance(widget, Widget) and widget.can_focus:
                    widget.focus()
                    return
        self.focus_list()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hidden while letters belong to a field; greyed when the screen knows why it can't be done."""
        if action not in OURS:
            return True
        if not self.is_attached or self.typing:
            return False  # what is typed after q may come before the program has ended
        if action not in WHEN_SMALL and (self.has_class("-too-small") or not self.is_mounted):
            return False  # and what is typed after the key of a screen, before the screen has its list
        if action == "go":
            return place(str(parameters[0])) is not None
        if action == "write" and self.huddle.confined:  # a file of this machine
            return False
        if (action == "mine" and not self.HAS_MINE) or (action == "filter" and not self.FILTERS):
            return False
        if action in ABOUT and not self._knows(ABOUT[action]) and not self._overrides(f"action_{action}"):
            return False
        try:
            return None if self._against(action) else True
        except Problem:
            return True  # the action itself meets it again, and says it

    def _overrides(self, name: str) -> bool:
        return getattr(type(self), name) is not getattr(HuddleScreen, name)

    def _knows(self, name: str) -> bool:
        return self._overrides(name) or self._overrides("subject")

    def _against(self, action: str) -> str | None:
        """Why this can't be done now, by the screen, or because nothing is selected."""
        name = ABOUT.get(action, "")
        if name and self._knows(name) and not self._overrides(f"action_{action}") and getattr(self, name)() is None:
            return _("Select a row first.")
        return self.why_not(action)

    def footer(self) -> Sequence[str]:
        """The ids of the footer now: what can be done with the row under the cursor."""
        return self.FOOTER

    def relabel(self, id: str) -> str | None:
        """Other words for a key than the table's, by what is open now (N_)."""
        if id == "mine":
            return N_("Everyone") if self.mine else N_("Mine")
        if id == "quit" and self.something_open:
            return N_("Back")
        return None

    def on_key(self, event: events.Key) -> None:
        if event.key in self.moves:
            return  # asking what every key does would take a tenth of a cursor key's time
        active = self.active_bindings.get(event.key)
        if active is not None and not active.enabled and active.node is self:
            self.complain(self._against(active.binding.action.partition("(")[0]) or "")
            event.stop()

    @on(Bar.Wanted)
    def _wanted(self, event: Bar.Wanted) -> None:
        self.action_go(event.name)

    # What the frame's keys do

    @property
    def something_open(self) -> bool:
        """Whether Back has something to close: the detail, or a filter."""
        pair = self.list_detail
        return bool(self.filter_text) or (pair is not None and pair.opened)

    def action_go(self, name: str) -> None:
        """Switch to another screen."""
        self.app.switch_mode(name)

    def action_back(self) -> None:
        """Close the detail, else clear the filter."""
        pair = self.list_detail
        if pair is not None and pair.opened:
            pair.close()
        elif self.filter_text:
            self.set_filter("")
        self.refresh_bindings()

    def action_quit(self) -> None:
        """Back; with nothing open, leave Huddle."""
        if self.something_open:
            self.action_back()
        else:
            self.app.exit()

    def action_next_pane(self) -> None:
        """Give the keys to the next pane."""
        self.focus_next()

    def action_previous_pane(self) -> None:
        """Give the keys to the pane before."""
        self.focus_previous()

    def action_mine(self) -> None:
        """Only mine, or everyone's."""
        self.mine = not self.mine
        self.refill()
        self.say(_("Only mine") if self.mine else _("Everyone's"))

    def action_undo(self) -> None:
        """Take back my last change of this session."""
        from store.changes import undo

        self.perform(undo, said=lambda change: _("Undone: {title}").format(title=change.title))

    def action_help(self) -> None:
        """The keys of this screen, in words."""
        from tui.screens.help import Help

        self.app.push_screen(Help(self))

    def action_palette(self) -> None:
        """Every action and every record by name."""
        from tui.palette import Palette

        self.app.push_screen(Palette(self))

    def action_quick_entry(self) -> None:
        """Add a follow-up in one line."""
        self.open_quick_entry()

    def open_quick_entry(self, text: str = "", about: Ref | None = None) -> None:
        """The same with this text in the line, begun at a record."""
        from tui.screens import entering

        entering.begin(self, text, about)

    @on(LineLeft)
    def _line_left(self, event: LineLeft) -> None:
        event.line.remove()
        self.focus_list()
        if event.said:
            self.done(event.said)

    def action_topic(self) -> None:
        """Raise a topic for the meeting about the record under the cursor."""
        from tui.screens import raising

        ref = self.subject()
        if ref is not None:
            raising.topic(self, ref)

    def action_action_item(self) -> None:
        """Agree on an action item about the record under the cursor."""
        from tui.screens import raising

        raising.action_item(self, self.subject())

    def action_history(self) -> None:
        """Who changed the record under the cursor, and when."""
        if (ref := self.record()) is not None:
            self.open_history(ref)

    def open_history(self, ref: Ref | None) -> None:
        """The history of a record, or of the whole team."""
        from tui.screens.history.screen import History

        self.app.push_screen(History(self.NAME, ref))

    def action_filter(self) -> None:
        """Type a filter in the status row."""
        from tui.widgets.filter import FilterInput

        status = self.query_one(Status)
        status.display = False
        line = FilterInput(self.filter_text)
        self.mount(line, before=status)
        line.focus()

    def on_filter_input_typed(self, event: FilterInput.Typed) -> None:
        """Filter while typing."""
        if event.text != self.filter_text:
            self.filter_text = event.text
            self.refill()

    def on_filter_input_left(self, event: FilterInput.Left) -> None:
        """Enter keeps what was typed, Esc clears it."""
        self.query("FilterInput").remove()
        self.query_one(Status).display = True
        self.set_filter(self.filter_text if event.kept else "")
        self.focus_list()

    def set_filter(self, text: str) -> None:
        """Filter by this text, "" for everything."""
        self.query_one(Status).show_filter(text)
        if text != self.filter_text:
            self.filter_text = text
            self.refill()
        self.refresh_bindings()
