"""The pane that follows the cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Region

from tui import theme
from tui.format import cell_width
from tui.widgets import detail
from tui.widgets.detail import Detail, Line


class Bench(App[None]):
    """One detail pane of 40 x 12."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        super().__init__()
        self.animation_level = "none"
        self.detail = Detail("Customer", hint=("edit",))

    def compose(self) -> ComposeResult:
        self.register_theme(theme.DARK)
        self.theme = theme.DARK.name
        yield self.detail

    @property
    def shown(self) -> list[str]:
        return [strip.text.rstrip() for strip in self.detail.strips()]


def card(name: str = "Northwind", owner: str = "Li") -> list[Line]:
    return [
        detail.name(name, ("A", "accent")),
        detail.fact("Owner", owner),
        detail.fact("Open deals", "€ 85,134", "bold"),
        detail.blank(),
        detail.heading("What happened"),
        detail.line(("16 Nov ", "muted"), ("call [/b] 年度采购报价年度采购报价", ""), right=("neutral", "muted")),
        detail.text("one two three four five six seven eight\nnine\x1b"),
    ]


async def test_lines() -> None:
    app = Bench()
    async with app.run_test(size=(40, 14)):
        app.detail.show(card())
        assert app.shown[:9] == [
            " Northwind" + " " * 25 + "A",
            " Owner      Li",
            " Open deals € 85,134",
            "",
            " What happened",
            " 16 Nov call [/b] 年度采购…  neutral",
            " one two three four five six seven",
            " eight",
            " nine␛",
        ]
        assert str(app.detail.border_title) == "Customer"
        assert str(app.detail.border_subtitle) == "e edit"


@pytest.mark.parametrize("width", [4, 9, 17, 30, 80])
async def test_every_width(width: int) -> None:
    app = Bench()
    async with app.run_test(size=(width, 30)) as pilot:
        app.detail.show(card("华星科技有限公司上海分公司", "王芳王芳王芳王芳王芳王芳"))
        await pilot.pause()
        assert {cell_width(strip.text) for strip in app.detail.strips()} == {max(width - 3, 0)}


async def test_only_lines_that_differ_are_drawn() -> None:
    app = Bench()
    async with app.run_test(size=(40, 20)) as pilot:
        app.detail.show(card())
        await pilot.pause()
        drawn: list[Region] = []
        refresh: Callable[..., Any] = app.detail.refresh

        def noted(*regions: Region, **options: Any) -> Any:
            drawn.extend(regions or [app.detail.size.region])
            return refresh(*regions, **options)

        app.detail.refresh = noted  # type: ignore[method-assign] # to look on
        app.detail.show(card())
        assert drawn == []
        app.detail.show(card(owner="Ana"))
        assert [region.y for region in drawn] == [1]
        drawn.clear()
        app.detail.show(card("Fabrikam", "Ana"))
        assert [region.y for region in drawn] == [0]


async def test_it_follows_after_a_rest_and_only_the_last() -> None:
    app = Bench()
    made: list[str] = []

    def make(name: str) -> Callable[[], Sequence[Line]]:
        def lines() -> Sequence[Line]:
            made.append(name)
            return card(name)

        return lines

    async with app.run_test(size=(40, 20)) as pilot:
        for name in ("one", "two", "three"):
            app.detail.follow(make(name))
        assert made == []
        await pilot.pause(0.3)
        assert made == ["three"]
        assert app.shown[0].startswith(" three")


async def test_it_scrolls_with_the_keys_of_a_list() -> None:
    app = Bench()
    async with app.run_test(size=(40, 12)) as pilot:
        app.detail.focus()
        app.detail.show([detail.name("long"), *(detail.text(f"line {number}") for number in range(1, 40))])
        await pilot.pause()
        for key, first in [("j", 1), ("pagedown", 10), ("k", 9), ("G", 30), ("pageup", 21), ("g", 0), ("end", 30)]:
            await pilot.press(key)
            await pilot.pause()
            assert app.shown[0] == (f" line {first}" if first else " long")
        app.detail.show([detail.name("other"), *(detail.text(f"line {number}") for number in range(1, 40))])
        await pilot.pause()
        assert app.shown[0] == " other"
