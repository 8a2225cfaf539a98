"""What is computed beside the screen of a large team: how far it is, and what happens to who leaves meanwhile."""

from __future__ import annotations

import asyncio
from datetime import date
from time import sleep

import pytest
from pilots import press

from store import care, customers, deals
from store.care import daily
from store.team import Member
from tui import newday
from tui.app import HuddleApp
from tui.widgets.status import Status

DAY = date(2026, 11, 23)
SIZE = (80, 24)


@pytest.fixture
def large(ana: Member, monkeypatch: pytest.MonkeyPatch) -> Member:
    """The lead of a team that counts as large, whose three buyers have no class yet."""
    monkeypatch.setattr(newday, "BESIDE_FROM", 2)
    monkeypatch.setattr(daily, "BATCH", 1)
    for number in range(3):
        deals.book(ana, customers.add(ana, f"Customer {number}", owner=ana), 100_00 * (number + 1), DAY)
    return ana


async def test_what_is_computed_beside_the_screen_says_how_far_it_is_until_it_is_over(
    large: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    real = Status.show_work

    def show_work(status: Status, text: str) -> None:
        real(status, text)
        seen.append(status.render().plain)

    monkeypatch.setattr(Status, "show_work", show_work)
    app = HuddleApp(large, start="classes")
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "R")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert [text.strip() for text in seen if text.startswith("Computing classes")] == [
            "Computing classes…",
            *(f"Computing classes {percent}%" for percent in (33, 66, 100)),
        ]
        assert any(text.startswith("Planning visits") for text in seen)
        assert app.screen.query_one(Status).work == ""
        assert "Computed · " in app.screen.query_one(Status).text


async def test_who_leaves_while_it_is_computed_does_not_wait_for_the_end(
    large: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    over: list[str] = []

    def run(day: date, told: care.Told) -> care.Ran:
        try:
            for _second in range(500):
                sleep(0.01)
                told("Computing classes", 0, 1)
            over.append("done")
        except newday.Stopped:
            over.append("stopped")
            raise
        return care.Ran(0, 0, 0)

    monkeypatch.setattr(care, "run", run)
    app = HuddleApp(large, start="classes")
    async with app.run_test(size=SIZE) as pilot:
        newday.start(app, DAY, lambda _ran: over.append("told"))
        await pilot.pause(0.1)
    await asyncio.sleep(0.1)
    assert over == ["stopped"]
