"""A screen asks the store a small number of questions, however much there is to show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from store.database import database, rows
from store.reading import reading
from store.team import Member
from tui.app import HuddleApp
from tui.screens import SCREENS
from tui.screens.base import HuddleScreen

MOST = 25  # statements of one filling, detail and badges not counted; a walk over rows makes hundreds
MOST_OF = {"meeting": 45}  # a dozen sections over every domain, each with questions of its own
# not doubled: there is one team and one series of meetings, whose sections are asked for one after the other
ONE = ("change", "change_entry", "team", "member", "holiday", "absence", "series", "section", "stage")


@contextmanager
def counting(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Collects the statements that are run."""
    found: list[str] = []
    real = database.execute_sql

    def execute_sql(sql: str, params: object = None) -> object:
        found.append(sql)
        return real(sql, params)

    with monkeypatch.context() as patch:
        patch.setattr(database, "execute_sql", execute_sql)
        yield found


def double() -> None:
    """Put a copy of every row beside it, where no unique index forbids that."""
    tables = rows(
        "SELECT m.name FROM sqlite_master m WHERE m.type = 'table' AND m.sql LIKE '%) STRICT' AND EXISTS"
        " (SELECT 1 FROM pragma_table_info(m.name) WHERE name = 'created_by')"
    )
    for (table,) in tables:
        if table in ONE:
            continue
        names = [f'"{name}"' for (name,) in rows(f"SELECT name FROM pragma_table_info('{table}') WHERE name != 'id'")]
        columns = ", ".join(names)
        database.execute_sql(f"INSERT OR IGNORE INTO {table} ({columns}) SELECT {columns} FROM {table}")


async def statements(me: Member, name: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What filling a screen asks."""
    app = HuddleApp(me, start=name)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, HuddleScreen)
        with counting(monkeypatch) as found, reading():  # as refill() does
            screen.fill()
        return found


@pytest.mark.parametrize("name", [place.name for place in SCREENS])
async def test_filling_asks_little_and_no_more_with_more_data(
    demo: Member, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = await statements(demo, name, monkeypatch)
    double()
    many = await statements(demo, name, monkeypatch)
    assert len(many) <= MOST_OF.get(name, MOST), "\n".join(many)
    assert len(many) <= len(few), "\n".join(many)


async def test_the_detail_of_a_follow_up_asks_little(demo: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    app = HuddleApp(demo, start="followups")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, HuddleScreen) and screen.list_detail is not None
        with counting(monkeypatch) as found:
            screen.list_detail.follow()
        assert len(found) <= 12, "\n".join(found)
