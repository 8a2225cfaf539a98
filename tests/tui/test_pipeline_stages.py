"""The stages of the pipeline by their keys, from Deals and from the palette."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pilots import press, said
from sizes import by_size

from store import customers, deals
from store.deals import StageType
from store.team import Member
from tui.app import HuddleApp
from tui.screens.deals.stages import StageForm, Stages
from tui.widgets.confirm import Confirm
from tui.widgets.keybar import KeyBar
from tui.widgets.record_list import RecordList

SIZES = [(80, 24), (120, 40)]


def names() -> list[str]:
    return [stage.name for stage in deals.stages()]


@pytest.mark.parametrize("size", SIZES, ids=by_size)
async def test_a_stage_is_added_moved_changed_and_retired(ana: Member, size: tuple[int, int]) -> None:
    app = HuddleApp(ana, start="deals")
    async with app.run_test(size=size) as pilot:
        await press(pilot, "S", "j", "n")
        assert isinstance(app.screen, StageForm)
        await press(pilot, *"Pilot", "tab", *"40", "tab", *"9", "ctrl+s")
        assert names()[2] == "Pilot" and said(app) == "Added · u undo"
        made = deals.stages()[2]
        assert (made.probability, made.stalled_after) == (40, 9)
        await press(pilot, "J")
        assert names()[3] == "Pilot"
        await press(pilot, "e", "ctrl+u", *"Trial", "ctrl+s")
        assert names()[3] == "Trial"
        await press(pilot, "x")
        assert isinstance(app.screen, Confirm)
        await press(pilot, "y")
        assert "Trial" not in names() and said(app) == "Retired · u undo"
        await press(pilot, "u")
        assert "Trial" in names()
        await press(pilot, "q")
        assert app.current_mode == "deals"


async def test_what_must_stay_is_greyed_and_says_why(ana: Member) -> None:
    deals.add(ana, customers.add(ana, "Acme"), "Sensors")
    app = HuddleApp(ana, start="deals")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "S", "x")
        assert said(app) == "There are deals in this stage (1); move them first."
        await press(pilot, "K")
        assert said(app) == "Open stages come first, then won, then lost."
        await press(pilot, "G", "x")
        assert said(app) == "A pipeline needs an open stage, one for won and one for lost."
        await press(pilot, "e", "shift+tab", "left", "ctrl+s")
        errors = [caption.error for caption in app.screen.query("Caption") if getattr(caption, "error", "")]
        assert errors == ["A pipeline needs an open stage, one for won and one for lost."]


async def test_a_rep_looks_and_changes_nothing(ana: Member, li: Member) -> None:
    app = HuddleApp(li, start="deals")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "S", "n")
        assert isinstance(app.screen, Stages) and said(app) == "Only the lead may change this."
        assert all(not works for _key, shown, _words, works in app.screen.query_one(KeyBar).items() if shown in "nexKJ")


async def test_where_there_are_two_won_stages_winning_asks_for_one(ana: Member) -> None:
    renewed = deals.add_stage(ana, "Renewed", type=StageType.WON, after=deals.stage_of(StageType.WON))
    deal = deals.add(ana, customers.add(ana, "Acme"), "Sensors", amount=1_000_00, stage=deals.stages()[1])
    app = HuddleApp(ana, start="deals")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "d", "tab", "tab", "right", "ctrl+s")
    assert deals.Deal.load(deal.id).stage_id == renewed.id


async def test_the_palette_opens_the_stages_from_another_screen(ana: Member) -> None:
    app = HuddleApp(ana)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "ctrl+p", *"stages", "space", *"of", "enter")
        await pilot.pause()
        assert isinstance(app.screen, Stages)
        assert app.screen.query_one(RecordList).count == 6


@pytest.mark.parametrize("size", SIZES, ids=by_size)
@pytest.mark.parametrize("keys", [["S"], ["S", "n", *"Lost", "ctrl+s"]], ids=["listed", "error"])
def test_looks(snap_compare: Callable[..., bool], demo: Member, size: tuple[int, int], keys: list[str]) -> None:
    assert snap_compare(HuddleApp(demo, start="deals"), terminal_size=size, press=keys)
