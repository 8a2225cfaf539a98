"""The keys as people meet them: every footer fits, no key is one that terminals keep, one letter is one verb."""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module
from typing import Any

import pytest
from textual.app import App
from textual.binding import Binding
from textual.widget import Widget

import tui
from store.team import Member
from store.today import badges
from tui.app import HuddleApp
from tui.format import cell_width
from tui.keys import KEYS, trouble
from tui.screens import SCREENS
from tui.widgets.keybar import KeyBar

PLACES = [place.name for place in SCREENS]
# Ctrl-C closes the first questions, where nothing could be lost; ctrl+s saves, as in every form.
MEANT = {("Questions", "ctrl+c"), ("Rate", "ctrl+s")}


@pytest.mark.parametrize("name", PLACES)
async def test_the_footer_of_every_screen_fits_in_80_columns(demo: Member, name: str) -> None:
    app = HuddleApp(demo, demo=True, badges=badges)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.switch_mode(name)
        await pilot.pause()
        for key in ("home", "j", "end", "enter"):
            bar = app.screen.query_one(KeyBar)
            items = bar.items()
            drawn = bar.render().plain
            assert len(items) <= 7
            assert items[-2][1] == "?" and items[-1][1] == "q", "Help and the way out stand at the end"
            assert all(f"{shown} {words}" in drawn for _key, shown, words, _works in items), drawn
            assert cell_width(drawn) <= 78
            await pilot.press(key)
            await pilot.pause()


def _bindings() -> list[tuple[str, str, str]]:
    """Every key that one of our classes binds: (class, key, id)."""
    found = []
    for module in pkgutil.walk_packages(tui.__path__, "tui."):
        if module.name.endswith("__main__"):
            continue
        for _title, kind in inspect.getmembers(import_module(module.name), inspect.isclass):
            if kind.__module__ == module.name and issubclass(kind, Widget | App):
                bindings: list[Any] = vars(kind).get("BINDINGS", [])
                for binding in bindings:
                    made = binding if isinstance(binding, Binding) else Binding(*binding)
                    found += [(kind.__name__, key.strip(), made.id or "") for key in made.key.split(",")]
    return found


def test_no_key_is_one_that_terminals_keep_for_themselves() -> None:
    bound = _bindings()
    assert len(bound) > 100
    wrong = [
        (kind, key) for kind, key, id in bound if trouble(key, id) and (kind, key) not in MEANT and key != "shift+tab"
    ]
    assert wrong == []


def test_a_key_that_is_bound_by_hand_has_no_id_of_the_table() -> None:
    """The table of keys is the only place that says which key an id has: help and footer are drawn from it."""
    table = {(id, key.strip()) for id, entry in KEYS.items() for key in entry.keys.split(",")}
    assert [(kind, key, id) for kind, key, id in _bindings() if id in KEYS and (id, key) not in table] == []
