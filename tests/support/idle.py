"""Waiting until a program in a test has nothing left to do, as fast as it does it.

Textual's pilot sleeps 20 ms before and after every key and at every pause, and guesses from the processor's time
whether everything was answered. Here the event loop itself is asked: while a message, a callback or a paint waits,
or a worker runs, it goes on; then it is idle. What comes by the clock, such as a detail that follows the cursor after
a rest, is waited for where a picture is taken; elsewhere a test says so with ``pause(seconds)``.
"""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Any

from textual._context import active_app
from textual.app import App

QUIET = 3  # rounds of the loop without anything to do
SOON = 0.2  # seconds in which what comes by the clock is waited for
BY_THE_CLOCK = -1.0
LONGEST = 5.0  # seconds


async def wait_for_idle(min_sleep: float = BY_THE_CLOCK, max_sleep: float = LONGEST) -> None:
    """Let the loop turn until nothing is left to do. Stands for Textual's function of this name, which is called
    with 0 after a key and at a pause, and without it before a picture."""
    loop: Any = asyncio.get_running_loop()
    app = active_app.get(None)
    until, quiet = monotonic() + max_sleep, 0
    while quiet < QUIET and monotonic() < until:
        await asyncio.sleep(0)
        quiet += 1
        if loop._ready or (app is not None and _paints(app)):
            quiet = 0
        elif app is not None and _waits(app, loop, min_sleep == BY_THE_CLOCK):
            quiet = 0
            await asyncio.sleep(0.002)


def _paints(app: App[Any]) -> bool:
    """Whether the screen was to be laid out or painted; it is done now, instead of in a 60th of a second."""
    if not app.screen_stack:
        return False
    screen: Any = app.screen
    changed = screen._layout_required or screen._repaint_required or screen._scroll_required or screen._dirty_widgets
    if not (changed or screen._callbacks):
        return False
    screen._on_timer_update()
    return True


def _waits(app: App[Any], loop: Any, by_the_clock: bool) -> bool:
    """Whether something comes soon by itself: a thread's answer, a new size, or what the clock brings."""
    if app._resize_timer is not None or any(worker.is_running for worker in app.workers):
        return True
    return by_the_clock and any(not one.cancelled() and one.when() - loop.time() < SOON for one in loop._scheduled)
