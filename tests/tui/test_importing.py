"""Import from the palette: choose a file, see what would happen, let it be written, take it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pilots import press
from sizes import by_size
from textual.pilot import Pilot

from store import customers
from store.customers import Customer
from store.team import Member
from tui.app import HuddleApp
from tui.screens.importing import Importing, files
from tui.widgets.form import Form
from tui.widgets.record_list import RecordList
from tui.widgets.status import Status

TEXT = "客户名称,城市,邮箱,负责人,颜色\n华星科技有限公司,上海,,ana,红\nNorthwind,Jaén,,,\n[/b]x,,bad,,\nFabrikam,,,,\n"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two new customers, one that changes, one with a mistake."""
    folder = tmp_path / "files"
    folder.mkdir()
    monkeypatch.chdir(folder)
    path = folder / "autumn.csv"
    path.write_text(TEXT, encoding="gb18030")
    return path


async def settle(pilot: Pilot[None]) -> None:
    """Until the thread has answered."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def preview(pilot: Pilot[None], subject: str = "") -> Importing:
    await press(pilot, "ctrl+p", *"import", "enter")
    assert isinstance(pilot.app.screen, Form)
    await press(pilot, *subject, "down", *"autumn.csv", "ctrl+s")
    await settle(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, Importing)
    return screen


def lines(screen: Importing) -> list[str]:
    return [strip.text.strip() for strip in screen.query_one(RecordList).strips() if strip.text.strip()]


async def test_a_file_is_previewed_written_and_taken_back(ana: Member, file: Path) -> None:
    customers.add(ana, "Northwind")
    app = HuddleApp(ana, start="customers")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await preview(pilot)
        shown = lines(screen)
        assert [line for line in shown if " · " in line] == ["Can't be taken · 1", "To update · 1", "To create · 2"]
        assert any("✕" in line and "[/b]x" in line and "has an @" in line for line in shown)
        assert any("city: – → Jaén" in line for line in shown)
        said = screen.query_one(Status).text
        assert said == "2 to create · 1 to update · 1 can't be taken · not read: 颜色"
        assert len(customers.ids()) == 1, "a preview writes nothing"
        await press(pilot, "ctrl+s")
        await settle(pilot)
        assert app.screen.query_one(Status).text == (
            "2 created · 1 updated · 1 rejected · the rejected one is in autumn-rejected.csv · u undo"
        )
        assert len(customers.ids()) == 3 and Customer.get(Customer.name == "Northwind").city == "Jaén"
        assert app.screen.query_one(RecordList).count == 3
        await press(pilot, "u")
        assert app.screen.query_one(Status).text == "Undone: autumn.csv"
        assert len(customers.ids()) == 1


async def test_the_same_file_again_has_nothing_to_write(ana: Member, file: Path) -> None:
    file.write_text("name\nNorthwind\n", encoding="utf-8")
    app = HuddleApp(ana, start="customers")
    async with app.run_test(size=(80, 24)) as pilot:
        await preview(pilot)
        await press(pilot, "ctrl+s")
        await settle(pilot)
        screen = await preview(pilot)
        await press(pilot, "ctrl+s")
        assert screen.query_one(Status).text == "There is nothing in it to create or to update."
        await press(pilot, "escape")
        assert app.screen is not screen


async def test_an_ambiguous_order_of_days_is_asked(ana: Member, file: Path) -> None:
    customers.add(ana, "Northwind")
    file.write_text("customer,date,amount\nNorthwind,03/04/2026,12\n", encoding="utf-8")
    app = HuddleApp(ana, start="customers")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "ctrl+p", *"import", "enter", "B", "down", *"autumn.csv", "ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, Form)
        await press(pilot, "m", "ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, Importing) and app.screen.plan is not None
        assert app.screen.plan.values["day"] == ["2026-03-04"]


async def test_a_file_that_is_no_table_is_refused_in_a_sentence(ana: Member, file: Path) -> None:
    file.write_bytes(b"\x89PNG\x00\xff\xff")
    app = HuddleApp(ana, start="customers")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await preview(pilot)
        assert "is no text" in screen.query_one(Status).text
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, Importing)


async def test_who_may_only_look_is_told_so(viewer: Member, file: Path) -> None:
    app = HuddleApp(viewer, start="customers")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await preview(pilot)
        assert "may look at everything" in screen.query_one(Status).text


def test_paths_are_completed_from_folders_and_tables(file: Path) -> None:
    (file.parent / "notes.pdf").touch()
    (file.parent / "older").mkdir()
    assert [hit[1] for hit in files("")] == ["older/", "autumn.csv"]
    assert [hit[0] for hit in files(str(file)[:-4])] == [str(file)]
    assert files("/no/such/folder/x") == []


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=by_size)
def test_picture_preview(snap_compare: Callable[..., bool], ana: Member, file: Path, size: tuple[int, int]) -> None:
    customers.add(ana, "Northwind")

    async def before(pilot: Pilot[None]) -> None:
        await preview(pilot)

    assert snap_compare(HuddleApp(ana, start="customers"), terminal_size=size, run_before=before)
