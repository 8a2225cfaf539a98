"""What was being typed when the line dropped is offered back: to go on with it there, or to throw it away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from textual.widget import Widget

from store import team, unfinished
from store.calendar import now
from store.errors import Problem
from store.unfinished import Left, Step, Typed
from tui import format
from tui.i18n import _, ngettext
from tui.screens import place
from tui.typeahead import OPENING
from tui.unfinished import Writing, kind_of, writing_on
from tui.widgets.which import Way, Which

if TYPE_CHECKING:
    from tui.app import HuddleApp

ON, AWAY, COPY = "on", "away", "copy"
PATIENCE = 2.0  # seconds in which what a key opens is there
EXCERPT = 200  # cells


def offer(app: HuddleApp) -> None:
    """Offer what was typed last in a session that ended without it; nothing when there is none. Raises Unavailable."""
    one = next((one for one in unfinished.left(app.me) if one.typed is not None), None)
    if one is None or one.typed is None:
        return
    ways = [Way(ON, "⏎", _("Go on")), Way(AWAY, "x", _("Throw it away")), Way("", "esc", _("Later"))]
    question = _("You were writing {when}: {what}").format(when=ago(one.at), what=_named(one.typed))
    app.push_screen(Which(_("Unfinished"), question, ways, excerpt(one.typed)), partial(_answered, app, one))


def _answered(app: HuddleApp, one: Left, answer: str | None) -> None:
    if answer == ON:
        app.run_worker(_go_on(app, one), exclusive=True, group=OPENING)
    elif answer == AWAY:
        _throw_away(app, one)
    elif answer == COPY and one.typed is not None:
        app.copy_to_clipboard(whole(one.typed))


def _throw_away(app: HuddleApp, one: Left) -> None:
    try:
        unfinished.throw_away(app.me, one)
        offer(app)
    except Problem as problem:
        app.complain(problem)


async def _go_on(app: HuddleApp, one: Left) -> None:
    """Open again what it was typed in, and type it there; where that can't be, show it."""
    typed = one.typed
    assert typed is not None
    if (found := await _opened(app, one, typed)) is None:
        _show(app, one, typed)
        return
    found.write_again(typed.fields)
    await asyncio.sleep(0)  # what follows from a chosen value
    try:
        app.unfinished.took(app, one)
    except Problem as problem:
        app.complain(problem)


async def _opened(app: HuddleApp, one: Left, typed: Typed) -> Writing | None:
    if place(one.screen) is None:
        return None
    await app.switch_mode(one.screen)
    screen = app.huddle_screen()
    if screen is None or not await _until(lambda: screen.is_mounted):
        return None
    try:
        if one.record is not None:
            screen.show(one.record)
        for step in typed.steps:
            await _take(app, step)
    except Problem:
        return None
    return _writing(app, typed)


async def _take(app: HuddleApp, step: Step) -> None:
    """Run the action that led on from one screen, and wait for what it opens."""
    screen = app.screen
    if type(screen).__name__ != step.screen:
        return
    rows = getattr(screen, "rows", None)
    if screen is not app.huddle_screen() and step.key.isdigit() and rows is not None:
        rows.move_to(int(step.key))
    node = next(iter(screen.query(step.on)), screen) if step.on else screen
    await app.run_action(step.action, node)
    await _until(lambda: app.screen is not screen or writing_on(screen) is not None)
    await _until(lambda: _ready(app))


async def _until(holds: Callable[[], bool]) -> bool:
    for _turn in range(int(PATIENCE / 0.02)):
        if holds():
            return True
        await asyncio.sleep(0.02)
    return False


def _ready(app: HuddleApp) -> bool:
    """Whether what lies on top has its fields."""
    found = writing_on(app.screen)
    parts = [app.screen, *([found] if isinstance(found, Widget) else []), *getattr(found, "every_row", ())]
    return all(part.is_mounted for part in parts)


def _writing(app: HuddleApp, typed: Typed) -> Writing | None:
    found = writing_on(app.screen)
    return found if found is not None and kind_of(found) == typed.kind and not found.written else None


def _show(app: HuddleApp, one: Left, typed: Typed) -> None:
    """It can't be opened here any more: show the text, to be copied."""
    ways = [Way("", "esc", _("Keep it for later")), Way(COPY, "y", _("Copy it")), Way(AWAY, "x", _("Throw it away"))]
    question = _("{what} can't be opened as it was. What you typed:").format(what=_named(typed))
    app.push_screen(Which(_("Unfinished"), question, ways, whole(typed)), partial(_answered, app, one))


# Words


def _named(typed: Typed) -> str:
    parts = dict.fromkeys(part for part in (typed.what, typed.about) if part)
    return " · ".join(format.cut(format.plain(part), 40) for part in parts)


def whole(typed: Typed) -> str:
    """All that was typed, a line for each field."""
    return "\n".join(format.listed(now) if isinstance(now, list) else now for _before, now in typed.fields.values())


def excerpt(typed: Typed) -> str:
    """As much of it as tells what it was."""
    return format.cut(format.plain(" · ".join(line for line in whole(typed).splitlines() if line.strip())), EXCERPT)


def ago(at: datetime) -> str:
    """``just now``, ``12 minutes ago``, ``3 hours ago``, else the day and the time."""
    minutes = int((now() - at).total_seconds() // 60)
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return ngettext("{n} minute ago", "{n} minutes ago", minutes).format(n=minutes)
    if minutes < 24 * 60:
        return ngettext("{n} hour ago", "{n} hours ago", minutes // 60).format(n=minutes // 60)
    return format.moment(at, team.team().timezone, team.today())
