"""Every screen in Chinese, with a Chinese team: pictures, and frames and columns that stand where they do in English.

A Chinese character takes two cells, so that a text counted in characters breaks a frame or a column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from idle import wait_for_idle
from pilots import press, typed
from pytest_textual_snapshot import SVGImageExtension, normalize_svg
from rich.cells import cell_len
from sizes import by_size
from textual._compositor import ChopsUpdate
from textual.app import App, ComposeResult
from textual.content import Content
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Static

from store.followups import Kind
from store.quickentry import read
from store.team import Member
from store.today import badges
from tui import languages
from tui.app import HuddleApp
from tui.config import Config
from tui.screens import SCREENS, entering
from tui.screens.welcome import Welcome
from tui.widgets.bar import Bar
from tui.widgets.box import Box
from tui.widgets.keybar import KeyBar, key_display
from tui.widgets.modal import Modal
from tui.widgets.prose import broken

WIDE, USUAL, PHONE = (120, 40), (80, 24), (45, 20)
Frames = list[tuple[str, str, int, int]]


@pytest.fixture
def app(chinese: Member, in_chinese: None) -> HuddleApp:
    """The Chinese team's program, for its lead."""
    return HuddleApp(chinese, demo=True, badges=badges)


def cells(app: Any) -> list[list[str]]:
    """What stands in each cell of the screen; a character of two cells leaves "" in the second."""
    lines = []
    for strip in app.screen._compositor.render_strips():
        line: list[str] = []
        for character in strip.text:
            width = cell_len(character)
            if width:
                line += [character, *[""] * (width - 1)]
        lines.append(line)
    return lines


def framed(app: Any) -> Iterator[Widget]:
    """The widgets with a frame, the uppermost of them where one lies over another."""
    for widget in app.screen.walk_children():
        if widget.display and widget.styles.border_left[0] == "round" and widget.region.width:
            yield widget


def frames(app: Any) -> Frames:
    """Where the frames of a screen begin and end."""
    return [(type(one).__name__, one.id or "", one.region.x, one.region.right) for one in framed(app)]


def crooked(app: Any) -> list[str]:
    """The lines that aren't as wide as the screen, and those in which a frame doesn't stand in its column."""
    drawn, wrong = cells(app), []
    wrong += [f"{y}: {len(line)} cells" for y, line in enumerate(drawn) if len(line) != app.size.width]
    for widget in framed(app):
        box = widget.region
        for y in range(max(box.y + 1, 0), min(box.bottom - 1, app.size.height)):
            edges = drawn[y][box.x], drawn[y][box.right - 1]
            if app.screen.get_widget_at(box.x, y)[0] is widget and set(edges) != {"│"}:
                wrong.append(f"{y}: {edges} at the sides of {widget}")
    return wrong


def narrow(app: Any) -> list[str]:
    """What doesn't fit into the rows of keys and of screens."""
    bar, footer = app.screen.query_one(Bar), app.screen.query_one(KeyBar)
    rows = [bar.render().plain, footer.render().plain]
    shown = [f"{key} {words}" for _key, key, words, _works in footer.items()]
    return [row for row in rows if cell_len(row) > app.size.width] + [one for one in shown if one not in rows[1]]


class Pictures:
    """Compares the screens of one walk with their pictures, and looks at their frames."""

    def __init__(self, snapshot: Any, app: Any, pilot: Pilot[Any]) -> None:
        self.snapshot = snapshot.use_extension(SVGImageExtension)
        self.app = app
        self.pilot = pilot

    async def settle(self) -> None:
        await self.app.workers.wait_for_complete()
        await wait_for_idle()

    async def take(self, name: str = "") -> None:
        await self.settle()
        assert crooked(self.app) == []
        picture = normalize_svg(self.app.export_screenshot())
        assert self.snapshot(name=f"{name}-{by_size(self.app.size)}".strip("-")) == picture

    async def resize(self, size: tuple[int, int]) -> None:
        await self.pilot.resize_terminal(*size)
        await self.settle()


@pytest.fixture
def pictures(snapshot: Any) -> Callable[[Any, Pilot[Any]], Pictures]:
    """Makes them for one program."""
    return lambda app, pilot: Pictures(snapshot, app, pilot)


Maker = Callable[[Any, Pilot[Any]], Pictures]


@pytest.mark.parametrize("name", [place.name for place in SCREENS])
async def test_a_screen_looks_as_it_does_in_english(app: HuddleApp, pictures: Maker, name: str) -> None:
    async with app.run_test(size=WIDE) as pilot:
        seen = pictures(app, pilot)
        await app.switch_mode(name)
        await seen.take()
        there = {WIDE: frames(app)}
        assert there[WIDE]
        await seen.resize(USUAL)
        await seen.take()
        there[USUAL] = frames(app)
        for key in ("", "j", "end", "enter"):
            if key:
                await press(pilot, key)
            assert narrow(app) == [], key
        await seen.settle()
        assert crooked(app) == [], "the detail alone"
        await press(pilot, "escape")
        await seen.resize(PHONE)
        assert crooked(app) == []
        await languages.speak(app, "en")
        for size, frame in there.items():
            await seen.resize(size)
            assert frames(app) == frame


class Crooked(App[None]):
    """Frames around texts; one of them is drawn as if each character took one cell."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def compose(self) -> ComposeResult:
        yield Static(self.text)


@pytest.mark.parametrize(("text", "straight"), [("│ 客户   │", False), ("│ 客户 │", True)])
async def test_a_frame_that_is_not_straight_is_seen(text: str, straight: bool) -> None:
    app = Crooked(f"╭──────╮\n{text}\n╰──────╯")
    async with app.run_test(size=(20, 5)):
        rows = ["".join(character or " " for character in line) for line in cells(app)]
        assert all(len(row) == 20 for row in rows)
        assert (rows[1][7] == "│") is straight


async def test_what_lies_over_a_screen(app: HuddleApp, pictures: Maker) -> None:
    async with app.run_test(size=USUAL) as pilot:
        seen = pictures(app, pilot)
        for name, keys, back in (
            ("completing", ["4", "space"], ["escape"]),
            ("quick entry", ["+", *typed("电话 凯思勒 明天10点 报价跟进 @林婉清 紧急")], ["escape", "y"]),
            ("filter", ["/", *typed("水务")], ["escape"]),
            ("palette", ["ctrl+p", *typed("kh")], ["escape"]),
            ("help", ["?"], ["escape"]),
            ("new customer", ["5", "n", *typed("华星")], ["escape"]),
            ("discard", ["n", *typed("华星"), "escape"], ["y"]),
            ("history", ["h"], ["escape"]),
        ):
            await press(pilot, *keys)
            await seen.take(name)
            await press(pilot, *back)
            await seen.settle()
        await seen.resize(PHONE)
        for keys in (["4", "space"], ["escape", "+"], ["escape", "?"], ["escape", "ctrl+p"]):
            await press(pilot, *keys)
            await seen.settle()
            assert crooked(app) == [], keys


async def test_the_running_meeting(app: HuddleApp, pictures: Maker) -> None:
    async with app.run_test(size=USUAL) as pilot:
        seen = pictures(app, pilot)
        await press(pilot, "2", "b")
        await seen.take("who is here")
        await press(pilot, "enter")
        for section in range(9):
            await seen.settle()
            assert crooked(app) == [], f"section {section}"
            if section == 2:
                await seen.take("running")
                await seen.resize(WIDE)
                await seen.take("running")
                await seen.resize(USUAL)
            await press(pilot, "greater_than_sign")
        await press(pilot, "E")
        await seen.take("ending")


async def test_the_first_questions(pictures: Maker, in_chinese: None) -> None:
    welcome = Welcome(Path("团队.db"), Config())
    async with welcome.run_test(size=USUAL) as pilot:
        seen = pictures(welcome, pilot)
        await seen.settle()
        assert crooked(welcome) == []
        await seen.resize(PHONE)
        assert crooked(welcome) == []


class Shrinking(Modal[None]):
    """A box over somebody's words."""

    def compose(self) -> ComposeResult:
        with Box("复核"):
            yield Static("1\n2\n3")


async def test_what_a_box_uncovers_when_it_becomes_smaller_is_drawn_in_whole_lines() -> None:
    program = App[None]()
    async with program.run_test(size=(80, 12)) as pilot:
        await program.push_screen(Shrinking())
        await pilot.pause()
        drawn: list[tuple[int, int, int]] = []
        compositor = program.screen._compositor
        update = compositor.render_partial_update

        def spied() -> ChopsUpdate | None:
            made = update()
            drawn.extend(made.spans if made is not None else [])
            return made

        compositor.render_partial_update = spied  # type: ignore[method-assign]
        before = program.screen.query_one(Box).region
        program.screen.query_one(Static).update("1")
        await pilot.pause()
        assert {(y, 0, 80) for y in range(before.y, before.bottom)} <= set(drawn)


def test_a_sentence_is_broken_in_chinese_and_keeps_its_styles() -> None:
    words = Content.assemble(("Jason Goh", "bold"), "还有11个跟进，7个客户。")
    lines = broken(words, 14)
    assert lines.plain.split("\n") == ["Jason Goh还有", "11个跟进，7个", "客户。"]
    assert [(span.start, span.end) for span in lines.spans] == [(0, 9)]


@pytest.mark.parametrize("kind", Kind)
def test_a_begun_line_of_quick_entry_is_chinese_and_is_read(in_chinese: None, kind: Kind) -> None:
    line = entering.line(kind, "华星科技", done=True)
    reading = read(line, today=date(2026, 11, 23), members=[], find_customer=lambda _text: [], me=None)
    assert line.isascii() is False and "done" not in line
    assert (reading.log, reading.kind, reading.subject) == (True, kind, "华星科技")


def test_the_space_key_has_its_chinese_name(in_chinese: None) -> None:
    assert (key_display("space"), key_display("enter")) == ("空格", "⏎")
