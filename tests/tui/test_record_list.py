"""The list of records: what it reads, what it draws, and where its cursor stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.geometry import Region

from store.errors import Reason, Unavailable
from tui import theme
from tui.format import cell_width
from tui.widgets.record_list import Column, RecordList, Section, layout

NAMES = (
    "Northwind",
    "华星科技有限公司上海分公司",
    "[/b] Sur",
    "x\x1b]52;c;aGk=\x07",
    "a\u202eb",
    "",
    "[@click=app.quit]x[/]",
)
Row = tuple[int, str, str]

COLUMNS: tuple[Column[Row], ...] = (
    Column("", 6, lambda row: (row[2], "muted")),
    Column("", 0, lambda row: (row[1], "bold")),
    Column("", 3, lambda row: (("▲ ", "warning"), ("A", "muted")), least=40),
    Column("", 7, lambda row: (f"✕ {row[0]} d", "bad"), "right"),
)


class Reader:
    """Makes a row of any key, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Sequence[int]] = []
        self.word = "Call"

    def __call__(self, keys: Sequence[int]) -> Mapping[int, Row]:
        self.asked.append(keys)
        return {key: (key, f"{NAMES[key % len(NAMES)]}", self.word) for key in keys}


class Bench(App[None]):
    """One list and what it told."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, columns: Sequence[Column[Any]] = COLUMNS) -> None:
        super().__init__()
        self.animation_level = "none"
        self.list = RecordList(
            columns, title="Follow-ups", hint=("done", "list.open"), empty=("No follow-ups due.", "n", "adds one")
        )
        self.read = Reader()
        self.told: list[tuple[str, object]] = []

    def compose(self) -> ComposeResult:
        self.register_theme(theme.DARK)
        self.theme = theme.DARK.name
        yield self.list

    def on_record_list_highlighted(self, event: RecordList.Highlighted) -> None:
        self.told.append(("highlighted", event.key))

    def on_record_list_chosen(self, event: RecordList.Chosen) -> None:
        self.told.append(("chosen", event.key))

    def on_record_list_failed(self, event: RecordList.Failed) -> None:
        self.told.append(("failed", str(event.problem)))

    def fill(self, *sections: Section) -> None:
        self.list.fill(sections, self.read)

    @property
    def shown(self) -> list[str]:
        return [strip.text for strip in self.list.strips()]


def hundred() -> list[Section]:
    """Two sections of 10 and 90 rows."""
    return [Section("Overdue", range(10), "bad"), Section("Empty"), Section("Later", range(10, 100))]


async def test_a_line_for_each_heading_and_row_exactly_as_wide_as_the_list() -> None:
    app = Bench()
    async with app.run_test(size=(60, 20)) as pilot:
        app.fill(*hundred())
        await pilot.pause()
        assert [cell_width(line) for line in app.shown] == [57] * 18  # frame and scrollbar
        assert app.shown[0].strip() == "Overdue · 10"
        assert app.shown[1].startswith("▌ Call   Northwind")
        assert app.shown[1].endswith("✕ 0 d ")
        assert app.shown[11].strip() == "Later · 90"
        assert "[/b] Sur" in app.shown[3]
        assert "␛]52;c;aGk=␇" in app.shown[4]
        assert str(app.list.border_title) == "Follow-ups · 100"
        assert str(app.list.border_subtitle) == "space done · ⏎ open"


@pytest.mark.parametrize("width", [14, 30, 45, 60, 121])
async def test_every_width(width: int) -> None:
    app = Bench()
    async with app.run_test(size=(width, 12)) as pilot:
        app.fill(Section("年度采购报价和很长的标题", range(8), "accent"))
        await pilot.pause()
        assert {cell_width(line) for line in app.shown} == {width - 2}


@pytest.mark.parametrize(
    ("keys", "key"),
    [
        (["j"], 1),
        (["down", "down", "k"], 1),
        (["k"], 0),
        (["G"], 99),
        (["end", "up"], 98),
        (["G", "j"], 99),
        (["G", "g"], 0),
        (["G", "home"], 0),
        (["pagedown"], 16),
        (["pagedown", "pageup"], 0),
        (["G", "pageup", "pagedown"], 99),
        ([*["j"] * 10], 10),
    ],
)
async def test_keys_move_and_skip_headings(keys: list[str], key: int) -> None:
    app = Bench()
    async with app.run_test(size=(60, 20)) as pilot:
        app.list.focus()
        app.fill(*hundred())
        await pilot.press(*keys)
        await pilot.pause()
        assert app.list.key == key
        assert app.list.row == (key, NAMES[key % len(NAMES)], "Call")
        assert any(line.startswith("▌") and f"✕ {key} d" in line for line in app.shown)


async def test_back_to_the_top_shows_the_heading() -> None:
    app = Bench()
    async with app.run_test(size=(60, 20)) as pilot:
        app.list.focus()
        app.fill(*hundred())
        for up in (["G", "g"], ["G", "home"], [*["j"] * 30, *["k"] * 30], ["G", *["pageup"] * 8]):
            await pilot.press(*up)
            assert app.shown[0].strip() == "Overdue · 10"


async def test_only_rows_near_the_view_are_read() -> None:
    app = Bench()
    async with app.run_test(size=(60, 20)) as pilot:
        app.list.focus()
        app.fill(Section("All", range(100_000)))
        await pilot.pause()
        await pilot.press("j", "j", "j")
        assert len(app.read.asked) == 1
        await pilot.press("G", "g", "pagedown")
        assert len(app.read.asked) <= 4
        assert all(len(keys) <= 40 for keys in app.read.asked)
        assert app.list.count == 100_000


async def test_a_moved_cursor_draws_two_lines() -> None:
    app = Bench()
    async with app.run_test(size=(60, 20)) as pilot:
        app.list.focus()
        app.fill(*hundred())
        await pilot.pause()
        drawn = record(app.list)
        await pilot.press("j")
        await pilot.pause()
        assert sum(region.height for region in drawn) == 2
        assert ("highlighted", 1) in app.told


def record(widget: RecordList) -> list[Region]:
    """The regions that this widget asks to draw again from now on; the whole when it names none."""
    drawn: list[Region] = []
    refresh: Callable[..., Any] = widget.refresh

    def noted(*regions: Region, **options: Any) -> Any:
        drawn.extend(regions or [widget.size.region])
        return refresh(*regions, **options)

    widget.refresh = noted  # type: ignore[method-assign] # to look on
    return drawn


async def test_the_cursor_stays_on_its_record_or_on_its_position() -> None:
    app = Bench()
    async with app.run_test(size=(60, 20)) as pilot:
        app.list.focus()
        app.fill(*hundred())
        assert app.list.move_to(50)
        await pilot.pause()
        app.fill(Section("Later", [*range(45, 100), *range(5)]))
        assert app.list.key == 50
        app.fill(Section("Later", [key for key in [*range(45, 100), *range(5)] if key != 50]))
        assert app.list.key == 51
        app.fill(Section("Later", [1, 2]))
        assert app.list.key == 2
        app.fill()
        assert app.list.row is None
        await pilot.press("j", "k", "g", "G", "pagedown", "pageup", "enter")
        assert not app.list.move_to(50)
        await pilot.pause()
        assert app.told[-1] == ("highlighted", None)


async def test_the_cursor_stays_in_view_when_the_list_shrinks() -> None:
    app = Bench()
    async with app.run_test(size=(60, 20)) as pilot:
        app.list.focus()
        app.fill(*hundred())
        await pilot.press("G")
        app.fill(Section("Few", range(30)))
        await pilot.pause()
        assert any(line.startswith("▌") for line in app.shown)
        app.fill(Section("Few", range(3)))
        await pilot.pause()
        assert app.shown[0].strip() == "Few · 3"


async def test_the_same_again_draws_nothing_and_a_changed_row_one_line() -> None:
    app = Bench()
    async with app.run_test(size=(60, 20)) as pilot:
        app.fill(*hundred())
        await pilot.pause()
        drawn = record(app.list)
        app.fill(*hundred())
        app.list.reread()
        assert drawn == []
        rows = app.read([0, 1, 2])
        app.list.fill(hundred(), lambda keys: {**app.read(keys), 1: (1, "Another name", rows[1][2])})
        assert [region.height for region in drawn] == [1]
        assert "Another name" in app.shown[2]


async def test_reread_asks_for_the_rows_in_view_again() -> None:
    app = Bench()
    async with app.run_test(size=(60, 20)) as pilot:
        app.fill(*hundred())
        await pilot.pause()
        app.read.word = "Visit"
        app.list.reread()
        assert "Visit" in app.shown[1]


async def test_an_empty_list_says_what_is_missing_and_which_key_adds_it() -> None:
    app = Bench()
    async with app.run_test(size=(60, 20)) as pilot:
        assert not any(line.strip() for line in app.shown)  # not asked yet is not empty
        app.fill(Section("Overdue"))
        await pilot.pause()
        words = [line.strip() for line in app.shown if line.strip()]
        assert words == ["No follow-ups due.", "n adds one"]
        assert str(app.list.border_title) == "Follow-ups · 0"


async def test_enter_and_the_mouse_choose() -> None:
    app = Bench()
    async with app.run_test(size=(60, 20)) as pilot:
        app.list.focus()
        app.fill(*hundred())
        await pilot.pause()
        await pilot.press("enter")
        await pilot.click(RecordList, offset=(5, 4))
        assert app.list.key == 2
        await pilot.pause(0.6)  # not a double click
        await pilot.click(RecordList, offset=(5, 4))
        await pilot.click(RecordList, offset=(5, 1))  # a heading
        await pilot.click(RecordList, offset=(0, 0))  # the frame
        await pilot.pause()
        chosen = [key for what, key in app.told if what == "chosen"]
        assert chosen == [0, 2]


async def test_room_under_the_cursor() -> None:
    app = Bench()
    async with app.run_test(size=(60, 20)) as pilot:
        app.list.focus()
        app.fill(*hundred())
        await pilot.press("j")
        before = app.shown
        app.list.gap(3)
        await pilot.pause()
        assert app.list.cursor_line_offset == 3
        assert app.shown[:3] == before[:3]
        assert [line.strip() for line in app.shown[3:6]] == ["", "", ""]
        assert app.shown[6:] == before[3:-3]
        await pilot.press("j")
        assert app.shown[3].startswith("▌")
        await pilot.press("G")
        await pilot.pause()
        assert app.shown[-4].startswith("▌")
        app.list.gap(0)
        await pilot.pause()
        assert app.shown[-1].startswith("▌")


async def test_an_unread_row_is_a_gap_and_not_a_crash() -> None:
    app = Bench()

    def locked(_keys: Sequence[int]) -> Mapping[int, Row]:
        raise Unavailable(Reason("The database is busy."))

    async with app.run_test(size=(60, 20)) as pilot:
        app.list.fill([Section("", range(5))], locked)
        await pilot.pause()
        assert app.shown[0].startswith("▌ …")
        assert app.list.row is None
        assert ("failed", "The database is busy.") in app.told


async def test_headings_of_columns_stay_on_top() -> None:
    columns = [Column[Row]("Name", 0, lambda row: (row[1], "")), Column[Row]("Due", 8, lambda row: ("x", ""), "right")]
    app = Bench(columns)
    async with app.run_test(size=(40, 12)) as pilot:
        app.list.focus()
        app.fill(Section("", range(50)))
        await pilot.press("G")
        await pilot.pause()
        assert app.shown[0].split() == ["Name", "Due"]
        assert app.shown[-1].startswith("▌")
        assert app.list.key == 49
        await pilot.press("g")
        await pilot.click(RecordList, offset=(5, 4))
        assert app.list.key == 2


WIDTHS = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 4), st.sampled_from([0, 0, 40])), min_size=1, max_size=8)


@given(WIDTHS, st.integers(0, 120))
def test_layout_never_leaves_the_list(wanted: list[tuple[int, int, int]], width: int) -> None:
    columns = [Column[Row]("", w, lambda row: ("", ""), share=share, least=least) for w, share, least in wanted]
    widths = layout(columns, width)
    there = [w for w in widths if w]
    assert min(widths) >= 0
    assert not there or sum(there) + len(there) - 1 + 3 <= width
    assert all(not w or width >= column.least for w, column in zip(widths, columns, strict=True))


def test_layout_shares_what_is_left() -> None:
    def columns(*wanted: tuple[int, int]) -> list[Column[Row]]:
        return [Column("", width, lambda row: ("", ""), share=share) for width, share in wanted]

    assert layout(columns((6, 1), (0, 1), (0, 2), (7, 1)), 49) == [6, 10, 20, 7]
    assert layout(columns((6, 1), (0, 1), (0, 1)), 20) == [6, 4, 5]
    assert layout(columns((30, 1), (10, 1)), 20) == [17, 0]
