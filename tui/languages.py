"""Another language while the program runs: every screen is made anew, in the words that are spoken from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

from tui import i18n
from tui.i18n import _

if TYPE_CHECKING:
    from tui.app import HuddleApp

BETWEEN = "between two languages"


async def for_now(app: HuddleApp, language: str) -> None:
    """Speak this language until the program ends: the config file and the team say what it begins with."""
    await speak(app, language)
    if (screen := app.huddle_screen()) is not None:
        screen.say(_("This language is spoken until you leave; the config file keeps one."))


async def speak(app: HuddleApp, language: str) -> None:
    """Speak this language from now on. The cursor stays on its record; filters are cleared."""
    before, here, came_from = app.huddle_screen(), app.current_mode, app.came_from
    ref = before.record() if before is not None else None
    i18n.use(language)
    app.add_mode(BETWEEN, Screen)
    await app.switch_mode(BETWEEN)
    await app.renew_modes()
    await app.switch_mode(here)
    await app.remove_mode(BETWEEN)
    app.came_from = came_from
    screen = app.huddle_screen()
    if screen is not None:
        if before is not None and screen.mine != before.mine:
            screen.action_mine()
        if ref is not None:
            screen.show(ref)
    app.recount()


async def follow_team(app: HuddleApp) -> None:
    """Speak the team's language, when it is another one and neither --lang nor the config file says which."""
    from store import team

    wanted = team.language()
    if wanted and not app.config.language and i18n.named(wanted) != i18n.current():
        await speak(app, wanted)
