"""The scorecard on the screen: every key by pilot, and how it looks."""

from __future__ import annotations

from typing import Any

import pytest
from pilots import lines_of, press, rows_of, said, told, typed
from sizes import by_size

from store import scorecard, topics
from store.records import Ref
from store.team import Member, by_login
from tui.app import HuddleApp
from tui.screens.goals import Goals
from tui.screens.scorecard import Scorecard
from tui.widgets.fields import Caption
from tui.widgets.form import Form

SMALL, LARGE = (80, 24), (120, 40)
both = pytest.mark.parametrize("size", [SMALL, LARGE], ids=by_size)


def app_of(member: Member, start: str = "scorecard") -> HuddleApp:
    return HuddleApp(member, start=start)


async def test_v_opens_it_from_the_goals_and_q_leads_back(demo: Member) -> None:
    app = app_of(demo, "goals")
    async with app.run_test(size=LARGE) as pilot:
        await press(pilot, "v")
        assert isinstance(app.screen, Scorecard)
        assert rows_of(app).count == 8
        await press(pilot, "q")
        assert isinstance(app.screen, Goals)


async def test_a_number_is_added_typed_in_moved_changed_and_removed_by_keys(ana: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "n", *typed("Offers"), "ctrl+s")
        assert isinstance(app.screen, Form)  # how much is still asked
        assert any(caption.error for caption in app.screen.query(Caption))
        await press(pilot, *typed("8"), "ctrl+s")  # the keys are where the trouble is
        assert said(app) == "Added · u undo"
        await press(pilot, "n", *typed("Demos"), *["down"] * 5, *typed("3"), "ctrl+s")
        await press(pilot, "space", *typed("2"), "ctrl+s")
        assert said(app) == "Entered · u undo"
        assert [row.last for row in scorecard.card()] == [None, 2_000]
        assert any("✕ missed" in line for line in lines_of(app))
        await press(pilot, "K")
        assert [row.title for row in scorecard.card()] == ["Demos", "Offers"]
        await press(pilot, "e", *["end"], *typed(" held"), "ctrl+s")
        assert scorecard.card()[0].title == "Demos held"
        await press(pilot, "x", "y")
        assert [row.title for row in scorecard.card()] == ["Offers"]
        await press(pilot, "u")
        assert len(scorecard.card()) == 2


async def test_a_counted_number_takes_no_figure_and_says_why(demo: Member) -> None:
    app = app_of(demo)
    async with app.run_test(size=LARGE) as pilot:
        await press(pilot, "g", "space")
        assert said(app) == "This number is counted from the records; nobody types it in."


async def test_a_rep_types_in_only_what_is_theirs(demo: Member) -> None:
    toms = next(row for row in scorecard.card() if row.owner == "Tom Becker" and row.typed)
    app = app_of(by_login("marta") or demo)
    async with app.run_test(size=LARGE) as pilot:
        app.screen.show(Ref("measurable", toms.id))
        await press(pilot, "space")
        assert said(app).startswith("This belongs to a colleague")
        await press(pilot, "e")
        assert said(app) == "Only the lead may change this."
        await press(pilot, "m")
        assert [line for line in lines_of(app) if "Offers" in line] == []
        await press(pilot, "g", "p", *typed("5"), "ctrl+s")
        assert said(app) == "Entered · u undo"


async def test_a_red_row_shows_its_weeks_and_the_topic_it_raised(demo: Member) -> None:
    app = app_of(demo)
    async with app.run_test(size=LARGE) as pilot:
        await press(pilot, *["j"] * 4)
        await pilot.pause(0.2)
        assert "Topic raised for the meeting by itself" in told(app)
        assert "✕ ✕ ✕ ✕" in told(app)  # the marks under the red weeks of the chart
        (raised,) = topics.about(Ref("measurable", scorecard.card()[4].id))
        assert raised.title == "Offers sent: 6 · 5 · 6 (≥ 8)"


@both
@pytest.mark.parametrize(
    ("name", "keys"),
    [("filled", ["j"] * 4), ("typing in", ["j"] * 4 + ["space"]), ("refused", ["n", "ctrl+s"])],
    ids=["filled", "typing", "refused"],
)
def test_looks(snap_compare: Any, demo: Member, size: tuple[int, int], name: str, keys: list[str]) -> None:
    assert snap_compare(app_of(demo), terminal_size=size, press=[*keys, "wait:300"])


@both
def test_looks_empty(snap_compare: Any, ana: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(ana), terminal_size=size)


@both
def test_looks_hostile(snap_compare: Any, hostile: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(hostile), terminal_size=size, press=["wait:300"])


def test_looks_opened(snap_compare: Any, demo: Member) -> None:
    assert snap_compare(app_of(demo), terminal_size=SMALL, press=[*["j"] * 4, "enter", "wait:300"])
