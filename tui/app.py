"""The application: screens as modes, theme, key map, "the data changed", and errors as words."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.actions import ActionParseResult
from textual.app import App
from textual.dom import DOMNode
from textual.screen import Screen
from textual.signal import Signal
from textual.widget import AwaitMount

from store.calendar import half_width
from store.errors import Denied, NotFound, Problem, Unavailable
from tui import theme
from tui.config import Config
from tui.crash import Crash
from tui.i18n import _, ngettext
from tui.idle import Idle
from tui.screens import SCREENS, place
from tui.typeahead import OPENING, TypeAhead
from tui.unfinished import Unfinished
from tui.watching import Watching

if TYPE_CHECKING:
    from datetime import date

    from textual.driver import Driver

    from store.records import Ref
    from store.team import Member
    from store.unfinished import Left
    from tui.screens.base import HuddleScreen

POLL = 1.0  # seconds between two looks whether somebody else changed the data
Badges = Callable[["Member"], Mapping[str, int]]
Daily = Callable[["HuddleApp"], None]


def words(problem: Problem) -> str:
    """What the store refused, as a translated sentence for people."""
    from tui import format

    return format.reason(problem.reason)


class HuddleApp(App[None]):
    """Huddle, after the database has been opened, acting as ``me``.

    ``badges`` counts what waits for a member, by screen; ``start`` is the screen that opens first; ``daily`` does
    what is to be done once a team day, and is asked after the first paint and then every second. ``confined``: no
    screen may offer what reads or writes a file of this machine. ``left`` is what sessions of ``me`` have left behind:
    after a dropped line it starts where one was, and what was being typed is offered back.
    """

    TITLE = "Huddle"
    CSS_PATH = "huddle.tcss"
    ENABLE_COMMAND_PALETTE = False  # ours has its own, without animation and with literal text

    def __init__(
        self,
        me: Member,
        *,
        demo: bool = False,
        confined: bool = False,
        config: Config | None = None,
        idle_minutes: float = 0,
        start: str = "today",
        badges: Badges | None = None,
        daily: Daily | None = None,
        left: Sequence[Left] = (),
    ) -> None:
        arrival = next((one for one in left if one.fresh and place(one.screen) is not None), None)
        start = arrival.screen if arrival is not None else start
        # Textual reads the first mode before anything can be told to the instance.
        setattr(self, "DEFAULT_MODE", start)  # noqa: B010
        super().__init__()
        self.me = me
        self.demo = demo
        self.confined = confined
        self.config = config or Config()
        self.idle = Idle(idle_minutes)
        self.ahead = TypeAhead(self, super().on_event)
        self.unfinished = Unfinished()
        self.watching = Watching()
        self.left = left
        self.arrival = arrival.record if arrival is not None else None  # the record to which the first screen goes
        self.count = badges
        self.badges: Mapping[str, int] = {}
        self.daily = daily
        self.begun: date | None = None  # the team day whose daily work this program has looked at
        self.shown_out: Problem | None = None  # why this member may not go on
        self.warnings = list(self.config.warnings)
        self.data_changed: Signal[None] = Signal(self, "the data changed")
        self.drafts_moved: Signal[None] = Signal(self, "somebody else wrote a draft")
        self.animation_level = "none"
        self.came_from = start  # the screen before this one, for screens that lead back to it
        self.crash = Crash()
        self.places = {place.name: place.load for place in SCREENS}
        for name, load in self.places.items():
            if name != start:
                self.add_mode(name, _maker(load))
        if not theme.take_first(self, self.config.theme):
            self.warnings.append(self.config.unknown_theme())
        self.set_keymap(self.config.keys)

    def get_driver_class(self) -> type[Driver]:
        """Textual's own, but for Linux, where ours says the same in fewer bytes."""
        from textual.drivers.linux_driver import LinuxDriver

        from tui.thrift import ThriftyDriver

        found = super().get_driver_class()
        return ThriftyDriver if found is LinuxDriver else found

    def get_default_screen(self) -> Screen[None]:
        """The screen that opens first. Only now it becomes a mode: Textual draws its default screen sooner."""
        load = self.places[self.current_mode]
        self.add_mode(self.current_mode, _maker(load))
        return load()()

    def on_mount(self) -> None:
        self.error_console = self.crash.console()  # people get the name of a report instead of a traceback
        self.set_interval(POLL, self.look)
        self.call_after_refresh(self._first_words)

    def _first_words(self) -> None:
        if not gc.isenabled():  # see __main__.py
            gc.freeze()
            gc.enable()
        self.recount()
        if self.warnings and (screen := self.huddle_screen()) is not None:
            more = len(self.warnings) - 1
            rest = ngettext(" · and {n} more", " · and {n} more", more).format(n=more) if more else ""
            screen.complain(words(Problem(self.warnings[0])) + rest)
        if self.daily is not None:
            self.call_later(self.daily, self)
        if any(one.typed is not None for one in self.left):
            from tui.screens import goingon

            goingon.offer(self)

    def arrive(self, screen: HuddleScreen) -> None:
        """Put the cursor where a dropped session had it, on the first screen that is there."""
        ref, self.arrival = self.arrival, None
        if ref is not None:
            try:
                screen.show(ref)
            except Problem:
                return  # it is gone, and the screen is filled all the same

    def huddle_screen(self) -> HuddleScreen | None:
        """The screen that is shown, under whatever panel or question lies over it."""
        from tui.screens.base import HuddleScreen

        return next((s for s in reversed(self.screen_stack) if isinstance(s, HuddleScreen)), None)

    async def on_event(self, event: events.Event) -> None:
        """Also see that somebody is there, and let each key wait for the one before."""
        if isinstance(event, events.Key | events.Paste | events.MouseDown):
            self.idle.stir()
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self.ahead.take(event)
        else:
            await super().on_event(event)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Also remember it: what it opens can be opened again by it after a dropped line. What the store refuses, a
        disk that is full say, is a sentence.
        """
        if isinstance(action, str):
            self.unfinished.note(action, default_namespace)
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except Problem as problem:
            self.complain(problem)
            return True

    # What changed

    def tell_changed(self) -> None:
        """Tell every screen that the data changed, by us or by others."""
        self.data_changed.publish(None)
        self.recount()
        self.call_later(self.unfinished.look, self)  # what was saved is unfinished no more

    def look(self) -> None:
        """See who is there, keep what is being typed, and ask the file whether somebody else changed the data."""
        self.idle.look(self)
        self.watching.look(self)

    def know_me(self) -> None:
        """Take over what somebody changed about me, such as a role. Who has left doesn't go on."""
        from store.team import read_again

        try:
            read_again(self.me)
        except (Denied, NotFound) as problem:
            self.shown_out = problem
            self.exit()

    def complain(self, problem: Problem) -> None:
        """Say a problem in the status row of the screen."""
        if (screen := self.huddle_screen()) is not None:
            screen.complain(words(problem))

    def recount(self) -> None:
        """Count what waits for the acting member and draw it in the bar."""
        before = self.badges
        if self.count is not None:
            try:
                self.badges = self.count(self.me)
            except Unavailable:
                return  # the screen itself says it, when it asks
        if (screen := self.huddle_screen()) is not None:
            screen.show_badges()
            if self.badges.get("meeting") and not before.get("meeting") and screen.NAME != "meeting":
                screen.say(_("The meeting is running; 2 comes in."))

    def date_words(self) -> str:
        """The team's day, for the bar of a wide terminal."""
        from store.team import today
        from tui import format

        try:
            day = today()
        except Unavailable:
            return ""  # the screen itself says it, when it asks
        return format.weekday(day) if self.size.width >= 140 else ""

    # Going somewhere

    def switch_mode(self, mode: str) -> AwaitMount:
        """Go to a screen, and remember from which one."""
        if mode != self.current_mode:
            self.came_from = self.current_mode
        return super().switch_mode(mode)

    async def renew_modes(self) -> None:
        """Forget every screen but the one that is shown; each is made again when it is visited."""
        for name, load in self.places.items():
            await self.remove_mode(name)
            self.add_mode(name, _maker(load))

    def open(self, ref: Ref) -> None:
        """Open the screen of a record with the cursor on it."""
        place = next((p for p in SCREENS if ref.kind in p.kinds), None)
        if place is not None:
            self.run_worker(self._open(place.name, ref), exclusive=True, group=OPENING)

    async def _open(self, name: str, ref: Ref) -> None:
        await self.switch_mode(name)
        screen = self.huddle_screen()
        if screen is not None and screen.is_mounted:
            screen.show(ref)
        elif screen is not None:
            screen.call_later(screen.show, ref)  # it is only being made; what is called later waits for that

    def get_system_commands(self, screen: Screen[object]) -> Iterable[object]:  # type: ignore[override]
        """None: the palette has its own."""
        return ()

    def exit(self, result: None = None, return_code: int = 0, message: object = None) -> None:
        """Leave. A screen that is only being made is waited for, because nothing can be mounted afterwards."""
        if self.screen_stack and not self.screen.is_mounted:
            self.set_timer(0.05, lambda: self.exit(result, return_code))
        else:
            self.unfinished.leave(self, in_order=not self.idle.left)
            super().exit(result, return_code)

    def on_key(self, event: events.Key) -> None:
        """A letter or digit in full width, from a Chinese input method, is the key that was meant."""
        meant = half_width(event.character or "")
        if meant != event.character and meant.isalnum():
            event.stop()
            self.ahead.take_instead(events.Key(meant, meant))

    def action_help_quit(self) -> None:
        """Ctrl-C copies in many terminals, so it only says how to leave."""
        if (screen := self.huddle_screen()) is not None:
            screen.complain(_("Press q to leave Huddle. Whatever was confirmed is saved."))


def _maker(load: Callable[[], type[HuddleScreen]]) -> Callable[[], HuddleScreen]:
    """Make a screen when it is first visited; its module is imported only then."""
    return lambda: load()()
