"""A session in which nobody presses a key: asked first, then closed, and open as long as somebody is there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import time

import pytest
from pilots import press, said

from store import meetings
from store.database import database
from store.team import Member
from tui import idle
from tui.app import HuddleApp
from tui.config import Config
from tui.options import Options
from tui.screens.stillthere import StillThere, Words
from tui.theme import DARK, LIGHT, SIXTEEN, suit_terminal


def shown(app: HuddleApp) -> str:
    return app.screen.query_one(Words).words.plain


async def test_nobody_there_is_asked_a_minute_before_the_session_is_closed(ana: Member) -> None:
    app = HuddleApp(ana, idle_minutes=60, start="followups")
    async with app.run_test() as pilot:
        app.idle.last -= 59 * 60
        app.look()
        assert not isinstance(app.screen, StillThere)
        app.idle.last -= 60
        app.look()
        await pilot.pause()
        assert "No key was pressed for 60 minutes" in shown(app)
        app.look()
        assert app.is_running
        assert app.idle.asked_at is not None
        app.idle.asked_at -= idle.GRACE
        app.look()
        await pilot.pause()
        assert app.idle.left


async def test_a_key_keeps_the_session_and_does_nothing_else(ana: Member) -> None:
    app = HuddleApp(ana, idle_minutes=60, start="followups")
    async with app.run_test() as pilot:
        app.idle.last -= 3600
        app.look()
        await press(pilot, "5")
        assert not isinstance(app.screen, StillThere)
        assert app.current_mode == "followups"
        app.look()
        assert not isinstance(app.screen, StillThere)
        app.idle.last -= 3599
        await press(pilot, "j")
        app.look()
        assert not isinstance(app.screen, StillThere)


async def test_what_is_typed_in_a_form_stays_under_the_question(ana: Member) -> None:
    app = HuddleApp(ana, idle_minutes=1, start="followups")
    async with app.run_test() as pilot:
        await press(pilot, "+", *"call")
        app.idle.last -= 60
        app.look()
        await press(pilot, "x")
        await press(pilot, "s")
        assert str(app.screen.query_one("QuickEntry Input").value) == "calls"  # type: ignore[attr-defined]


async def test_who_leads_a_meeting_is_told_that_it_runs_on(ana: Member) -> None:
    series = meetings.set_up(ana, title="Weekly", weekday=0, at=time(9, 30), minutes=60)
    one = meetings.next_meeting(series)
    assert one is not None
    app = HuddleApp(ana, idle_minutes=60, start="followups")
    async with app.run_test() as pilot:
        app.idle.last -= 3600
        app.look()
        await pilot.pause()
        assert "lead" not in shown(app)
        await press(pilot, "enter")
        meetings.start(ana, one, 60, {ana.id: meetings.Presence.PRESENT})
        app.idle.last -= 3600
        app.look()
        await pilot.pause()
        assert "The meeting that you lead runs on" in shown(app)


async def test_a_session_that_may_stay_is_never_asked(ana: Member) -> None:
    app = HuddleApp(ana, start="followups")
    async with app.run_test():
        app.idle.last -= 10**7
        app.look()
        assert not isinstance(app.screen, StillThere)


# Who may not go on


AS_ANOTHER_PROGRAM = (
    "INSERT INTO change (at, by, session, verb, kind, record, title)"
    " SELECT at, by, 'another', verb, kind, record, title FROM change LIMIT 1"
)


async def test_a_role_or_a_last_day_that_somebody_else_changes_counts_in_the_open_session(
    ana: Member, li: Member
) -> None:
    app = HuddleApp(li, start="followups")
    with closing(sqlite3.connect(str(database.database))) as elsewhere:

        def changed(what: str) -> None:
            elsewhere.execute(f"UPDATE member SET {what} WHERE login = 'li'")
            elsewhere.execute(AS_ANOTHER_PROGRAM)
            elsewhere.commit()
            app.look()

        async with app.run_test() as pilot:
            changed("role = 'viewer'")
            await press(pilot, "n")
            assert "look at everything" in said(app)
            changed("left_on = '2026-11-20'")
            await pilot.pause()
            assert str(app.shown_out) == "Li has left the team."


# What comes with SSH


@pytest.mark.parametrize(
    ("ssh", "config", "said", "mouse", "minutes"),
    [
        (False, Config(), None, True, 0),
        (True, Config(), None, False, 60),
        (True, Config(mouse=True, idle_minutes=0), None, True, 0),
        (True, Config(), True, True, 60),
        (False, Config(mouse=False, idle_minutes=5), None, False, 5),
    ],
)
def test_over_ssh_the_mouse_is_off_and_an_idle_session_ends_unless_the_config_says_otherwise(
    monkeypatch: pytest.MonkeyPatch, ssh: bool, config: Config, said: bool | None, mouse: bool, minutes: float
) -> None:
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    if ssh:
        monkeypatch.setenv("SSH_CONNECTION", "1 2 3 4")
    options = Options(mouse=said, settings=config)
    assert (options.wants_mouse, options.idle_minutes) == (mouse, minutes)


@pytest.mark.parametrize(
    ("term", "theme", "found"),
    [
        ("xterm", "dark", SIXTEEN),
        ("linux", "dark", SIXTEEN),
        ("xterm-256color", "dark", DARK),
        ("xterm", "light", LIGHT),
    ],
)
def test_a_terminal_of_sixteen_colours_gets_colours_that_it_has(
    monkeypatch: pytest.MonkeyPatch, ana: Member, term: str, theme: str, found: object
) -> None:
    monkeypatch.setenv("TERM", term)
    monkeypatch.delenv("COLORTERM", raising=False)
    app = HuddleApp(ana, config=Config(theme=theme))
    suit_terminal(app)
    assert app.current_theme is found
