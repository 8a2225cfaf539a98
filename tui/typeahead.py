"""Typing ahead: a key acts when what the key before it has opened is there, however many come at once.

A slow line brings many keys in one piece. Textual gives each to what has the focus in that moment, which is still the
list while a line is being opened: its letters would be commands. So a key waits here for the one before. Only the same
key once more, pressed before what it closes was gone, is left: who presses Enter twice means one entry.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING

from textual import events
from textual.app import ScreenStackError
from textual.scroll_view import ScrollView
from textual.widget import Widget

from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from tui.app import HuddleApp

PATIENCE = 0.5  # seconds that a key waits at most for what doesn't answer
MAKING = 3.0  # seconds that it waits at most for what is still being made, on a busy host
OPENING = "opening"  # the group of workers that go to another screen, for which keys are meant


class TypeAhead:
    """What was typed and waits; ``dispatch`` is how Textual takes what was typed, in the application's own task."""

    def __init__(self, app: HuddleApp, dispatch: Callable[[events.Event], Awaitable[None]]) -> None:
        self.app = app
        self.dispatch = dispatch
        self.waiting: deque[events.Event] = deque()
        self.under_way: asyncio.Task[None] | None = None  # a key is being carried out
        self.light = False  # letters or cursor keys were sent, for which nobody waited

    async def take(self, typed: events.Event) -> None:
        """Let it act, now or in its turn."""
        self.waiting.append(typed)
        if self.under_way is None:
            await self._go_on()

    def take_instead(self, typed: events.Event) -> None:
        """Let it act for the key that is being carried out, before those that wait."""
        self.waiting.appendleft(typed)
        if self.under_way is None:
            self.app.call_later(self._go_on)

    async def _go_on(self) -> None:
        if self.under_way is not None and not self.under_way.done():
            return
        self.under_way = None
        while self.waiting and self.under_way is None and self.app.return_code is None:
            target = self.app.focused or self.app.screen
            light, before = self._is_light(self.waiting[0], target), self.light
            self.light = light
            sent = self.waiting.popleft() if light or not before else None
            if sent is not None:
                await self.dispatch(sent)
            if not light:  # where letters came before, for these: a key with priority would overtake them
                self.under_way = asyncio.create_task(self._carry_out(sent, target))

    def _is_light(self, typed: events.Event, target: DOMNode) -> bool:
        """Whether it only moves a cursor, or is a letter for a text: what comes next goes to the same place, in order.

        What takes letters and isn't a text, such as a scale, may give the keys to the next one by itself.
        """
        if not isinstance(typed, events.Key) or not isinstance(target, ScrollView):
            return False
        if isinstance(target, Pane):
            screen = self.app.huddle_screen()
            return screen is not None and typed.key in screen.moves
        return target.check_consume_key(typed.key, typed.character)

    async def _carry_out(self, sent: events.Event | None, target: DOMNode) -> None:
        """Wait until what was sent has gone its way from the target up to the application, and what it does is done."""
        began = monotonic()
        try:
            for node in target.ancestors_with_self:
                await _back(node.call_later)
            while True:
                await _back(self.app.call_after_refresh)
                waited = monotonic() - began
                if waited > MAKING or self._is_settled(waited > PATIENCE):
                    break
            if isinstance(sent, events.Key) and not target.is_attached and not getattr(target, "GOES_ON", False):
                self._leave_repeated(sent.key)
        except ScreenStackError:
            pass  # it has ended meanwhile
        finally:
            self.app.call_later(self._go_on)

    def _leave_repeated(self, key: str) -> None:
        while self.waiting and isinstance(typed := self.waiting[0], events.Key) and typed.key == key:
            self.waiting.popleft()

    def _is_settled(self, impatient: bool) -> bool:
        """Whether everything on the screen is made and, unless impatient, has nothing left to answer."""
        if any(worker.group == OPENING and not worker.is_finished for worker in self.app.workers):
            return False
        if self.app.message_queue_size and not impatient:
            return False
        nodes = self.app.screen.walk_children(Widget, with_self=True)
        return all(node.is_mounted and (impatient or not node.message_queue_size) for node in nodes)


async def _back(ask: Callable[[Callable[[], None]], bool]) -> None:
    """Wait until what is asked to call back has done so; not for what is gone."""
    called = asyncio.Event()
    if ask(called.set):
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await called.wait()
