"""What others change is seen at once; where they change something every second, not all the time goes into it."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from pilots import lines_of

from store import customers
from store.database import database
from store.team import Member
from tui.app import HuddleApp
from tui.watching import LONGEST_REST, STEADY


def somebody_renames(customer: int, name: str) -> None:
    """Another program's change."""
    with closing(sqlite3.connect(str(database.database))) as elsewhere, elsewhere:
        elsewhere.execute("UPDATE customer SET name = ?, version = version + 1 WHERE id = ?", (name, customer))
        elsewhere.execute(
            "INSERT INTO change (at, by, session, verb, kind, record, title)"
            " VALUES ('2026-11-23T08:30:00', 0, 'other', 'edited', 'customer', ?, ?)",
            (customer, name),
        )


def shown(app: HuddleApp) -> str:
    return "\n".join(lines_of(app))


async def test_under_steady_change_a_screen_rests_and_then_shows_the_latest(ana: Member) -> None:
    made = customers.add(ana, "Northwind")
    app = HuddleApp(ana, start="customers")
    async with app.run_test(size=(80, 24)) as pilot:
        for count in range(STEADY):
            somebody_renames(made.id, f"Number {count}")
            app.look()
            await pilot.pause()
            assert f"Number {count}" in shown(app), "the first changes are seen at once"
        app.watching.rests_until += LONGEST_REST  # as if reading again had taken long
        somebody_renames(made.id, "Meanwhile")
        app.look()
        await pilot.pause()
        assert "Meanwhile" not in shown(app)
        app.watching.rests_until = 0
        app.look()
        await pilot.pause()
        assert "Meanwhile" in shown(app), "what came while it rested is read when it has rested, without another change"


async def test_single_changes_are_never_rested_from(ana: Member) -> None:
    made = customers.add(ana, "Northwind")
    app = HuddleApp(ana, start="customers")
    async with app.run_test(size=(80, 24)) as pilot:
        for count in range(2 * STEADY):
            somebody_renames(made.id, f"Number {count}")
            app.look()
            app.look()  # a second without a change
            await pilot.pause()
            assert f"Number {count}" in shown(app)
