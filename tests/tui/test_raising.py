"""`i` and `t` mean the same on every screen: a topic, or an action item, about the record under the cursor."""

from __future__ import annotations

import pytest
from pilots import said

from store import changes
from store.actions import ActionItem
from store.records import label
from store.team import Member
from store.topics import Topic
from tui.app import HuddleApp

PLACES = {
    "today": {"follow_up", "complaint", "goal", "action_item", "risk", "training_step", "deal"},
    "goals": {"goal"},
    "followups": {"follow_up"},
    "customers": {"customer"},
    "deals": {"deal"},
    "training": {"training_plan"},
    "risks": {"risk", "signal"},
}


@pytest.mark.parametrize("place", PLACES)
async def test_i_raises_a_topic_about_the_row_and_u_takes_it_back(demo: Member, place: str) -> None:
    app = HuddleApp(demo, start=place)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        about = app.screen.subject()  # type: ignore[attr-defined]  # every screen of the bar has one
        await pilot.press("i")
        await pilot.pause()
        await pilot.press(*"Decide", "ctrl+s")
        await pilot.pause()
        made = Topic.select().order_by(Topic.id.desc()).first()
        assert (made.title, made.origin) == ("Decide", about)
        assert made.origin.kind in PLACES[place]
        assert label(made.origin)
        assert "Topic raised" in said(app)
        await pilot.press("u")
        await pilot.pause()
    assert Topic.get_by_id(made.id).deleted_at is not None


@pytest.mark.parametrize("place", PLACES)
async def test_t_agrees_on_an_action_item_about_the_row(demo: Member, place: str) -> None:
    app = HuddleApp(demo, start=place)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        about = app.screen.subject()  # type: ignore[attr-defined]  # every screen of the bar has one
        await pilot.press("t")
        await pilot.pause()
        await pilot.press(*"price", "space", *"@li", "enter")
        await pilot.pause()
        made = ActionItem.select().order_by(ActionItem.id.desc()).first()
        assert (made.title, made.origin) == ("price", about)
        assert "Li Wei does it" in said(app)
    assert changes.last_change(demo) is not None


@pytest.mark.parametrize("place", ["goals", "followups", "customers", "deals", "training", "risks"])
async def test_without_a_row_the_key_says_why(ana: Member, place: str) -> None:
    app = HuddleApp(ana, start=place)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i")
        await pilot.pause()
        assert "Select a row first" in said(app)
