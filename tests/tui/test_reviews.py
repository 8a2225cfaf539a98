"""Reviews by their keys: started, written by both, shared, signed, disputed, opened again; as each role; and how they
look."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pilots import lines_of, press, said, told, typed
from sizes import by_size

from store import meetings, reviews, team, training
from store.access import Role
from store.calendar import Period, PeriodKind
from store.database import rows
from store.meetings import HeadlineKind
from store.records import Ref
from store.reviews import Rated, Review, Status
from store.team import Member
from store.training import NewStep, StepKind
from tui.app import HuddleApp
from tui.palette import Palette
from tui.screens.goals import Goals
from tui.screens.reviews import Reviews
from tui.widgets.confirm import Confirm
from tui.widgets.form import Form

SMALL, LARGE = (80, 24), (120, 40)
both = pytest.mark.parametrize("size", [SMALL, LARGE], ids=by_size)
Q3 = Period(PeriodKind.QUARTER, date(2026, 7, 1), date(2026, 9, 30))
SECRET = "secretly disappointed"


@pytest.fixture
def people(ana: Member, li: Member, wang: Member, viewer: Member) -> dict[str, Member]:
    """Two leads, two reps, somebody who may only look; the first four were there in the third quarter."""
    bea = team.add_member(ana, "Bea", "bea", Role.LEAD)
    for one in (ana, bea, li, wang):
        team.edit_member(ana, one, joined_on=date(2026, 1, 7))
    return {"ana": ana, "bea": bea, "li": li, "wang": wang, "vera": viewer}


def app_of(member: Member, start: str = "reviews") -> HuddleApp:
    return HuddleApp(member, start=start)


def review_of(member: Member) -> Review:
    found = Review.first_of("WHERE member_id = ? AND deleted_at IS NULL ORDER BY id DESC", member.id)
    assert found is not None
    return found


def give(me: Member, review: Review, *scores: int | None, strengths: str = "", gaps: str = "", why: str = "") -> None:
    """Write a side, and hand it in or share it."""
    sql = "SELECT id FROM review_criterion WHERE cycle_id = ? ORDER BY position"
    numbers = [number for (number,) in rows(sql, (review.cycle_id,))]
    rated = {number: Rated(score, why) for number, score in zip(numbers, scores, strict=True)}
    reviews.write(me, review, rated, strengths, gaps)
    (reviews.hand_in if me.id == review.member_id else reviews.share)(me, review)


# The course


async def test_the_lead_starts_them_from_goals_with_two_keys_and_writes_and_shares_one(
    people: dict[str, Member],
) -> None:
    ana, li = people["ana"], people["li"]
    app = app_of(ana, "goals")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "W")
        assert isinstance(app.screen, Reviews)
        assert "n starts those of a period" in " ".join(lines_of(app))
        await press(pilot, "n")
        await press(pilot, "ctrl+s")
        assert "Started" in said(app)
        shown = "\n".join(lines_of(app))
        assert "Q3 2026 · 4 reviews" in shown  # her own by Bea, and three that she leads
        assert [cycle.period for cycle in reviews.cycles(ana)] == [Q3]
        await press(pilot, "down")  # one's own comes first, then Bea, Li, 王芳
        await press(pilot, "down")
        screen = app.screen
        assert isinstance(screen, Reviews) and screen.row is not None and screen.row.member == "Li"
        await press(pilot, "space")
        assert isinstance(app.screen, Form)
        await press(pilot, "3", "tab", *typed("Good"), "tab", "4", "ctrl+s")
        assert "Kept" in said(app)
        assert review_of(li).status is Status.DRAFTED
        assert "3.4*" in "\n".join(lines_of(app)), "the score says that not everything was rated"
        await press(pilot, "space")
        assert isinstance(app.screen, Confirm)
        await press(pilot, "y")
        assert review_of(li).status is Status.SHARED
        await press(pilot, "u")
        assert review_of(li).status is Status.DRAFTED
        await press(pilot, "escape")
        assert isinstance(app.screen, Goals), "Back leads to where one came from"


async def test_weights_that_are_not_100_are_refused_beside_the_field_in_words(people: dict[str, Member]) -> None:
    app = app_of(people["ana"])
    async with app.run_test(size=LARGE) as pilot:
        await press(pilot, "n")
        form = app.screen
        assert isinstance(form, Form)
        form.row("weight_3").take_focus()
        await press(pilot, "backspace", "backspace", *"15", "ctrl+s")
        assert form.row("weight_3").caption.error == "The weights add up to 95; 5 are missing to 100."
        await press(pilot, "backspace", "backspace", *"x", "ctrl+s")
        assert form.row("weight_3").caption.error
        form.row("title_3").take_focus()
        assert reviews.cycles(people["ana"]) == []


async def test_a_rep_writes_hands_in_disputes_and_signs(people: dict[str, Member]) -> None:
    ana, li = people["ana"], people["li"]
    reviews.start(ana, Q3)
    app = app_of(li, "today")
    async with app.run_test(size=LARGE) as pilot:
        assert "your self review of 2026 Q3" in "\n".join(lines_of(app))
        await press(pilot, "enter")
        assert isinstance(app.screen, Reviews)
        await press(pilot, "e")
        await press(pilot, "5", "ctrl+s")
        assert "space hands it in" in said(app)
        await press(pilot, "space")
        await press(pilot, "y")
        assert review_of(li).status is Status.SELF_DONE
        await press(pilot, "e")
        assert "handed your self review in" in said(app)
        await press(pilot, "a")
        assert "isn't shared yet" in said(app)
        give(ana, review_of(li), 2, 2, 2)
        app.tell_changed()
        await press(pilot, "a")
        assert isinstance(app.screen, Form)
        await press(pilot, "ctrl+s")
        assert app.screen.row("why").caption.error
        await press(pilot, *typed("Not so"), "ctrl+s")
        assert (said(app), review_of(li).status) == ("Disputed · u undo", Status.DISPUTED)
        give(ana, review_of(li), 4, 4, 4)
        reviews.sign(ana, review_of(li))
        app.tell_changed()
        await press(pilot, "space")
        assert isinstance(app.screen, Confirm), "the second signature locks it, so it is asked about"
        await press(pilot, "y")
        assert review_of(li).status is Status.CLOSED
        for key in ("space", "e", "a", "less_than_sign"):
            await press(pilot, key)
            assert "Both have signed" in said(app) or "Only who leads" in said(app)
        await press(pilot, "u")
        assert review_of(li).status is Status.CLOSED, "two signatures are not undone"
        assert "Not so" in told(app)


async def test_a_gap_becomes_a_training_a_strength_a_headline_and_its_lead_opens_it_again(
    people: dict[str, Member],
) -> None:
    ana, li = people["ana"], people["li"]
    meetings.set_up(ana, "Weekly")
    training.add_programme(ana, "Closing", steps=[NewStep("Read", StepKind.READ, 0)])
    reviews.start(ana, Q3)
    review = review_of(li)
    give(ana, review, 3, 4, 2, strengths="Calm in every storm", gaps="Closes late")
    reviews.sign(ana, review)
    reviews.sign(li, review)
    app = app_of(ana)
    async with app.run_test(size=LARGE) as pilot:
        app.open(Ref("review", review.id))
        await press(pilot)
        await press(pilot, "b")
        assert isinstance(app.screen, Form) and app.screen.row("member").read() == li.id
        await press(pilot, "ctrl+s")
        [plan] = rows("SELECT member_id, because_of FROM training_plan")
        assert plan == (li.id, f"review:{review.id}")
        assert "• Closing" in told(app)
        await press(pilot, "T")
        assert isinstance(app.screen, Form) and app.screen.row("text").read() == "Li: Calm in every storm"
        await press(pilot, "ctrl+s")
        assert rows("SELECT text, kind, link FROM headline") == [
            ("Li: Calm in every storm", HeadlineKind.TEAM.value, None)
        ]
        await press(pilot, "less_than_sign")
        await press(pilot, *typed("A late booking"), "ctrl+s")
        assert review_of(li).status is Status.DRAFTED
        assert "A late booking" in told(app)


# Who sees what


@pytest.mark.parametrize("who", ["bea", "wang", "vera"])
async def test_nobody_else_finds_a_word_of_it_anywhere(people: dict[str, Member], who: str) -> None:
    """A lead who doesn't lead it, a colleague, somebody who only looks: list, Today, history, palette, training."""
    ana, li = people["ana"], people["li"]
    reviews.start(ana, Q3)
    review = review_of(li)
    give(li, review, 5, 5, 5, strengths=SECRET)
    give(ana, review, 1, 1, 1, strengths=SECRET, gaps=SECRET, why=SECRET)
    programme = training.add_programme(ana, "Closing", steps=[NewStep("Read", StepKind.READ, 0)])
    training.plan(ana, li, programme, date(2026, 11, 24), because_of=review.ref)
    app = app_of(people[who])
    async with app.run_test(size=LARGE) as pilot:
        seen = ["\n".join(lines_of(app)), told(app)]
        for key in ("1", "7"):
            await press(pilot, key, "m")
            await pilot.pause(0.2)
            seen += ["\n".join(lines_of(app)), told(app)]
        app.screen.open_history(None)  # type: ignore[attr-defined]
        await press(pilot, "down")
        await pilot.pause(0.2)
        seen += ["\n".join(lines_of(app)), told(app)]
        await press(pilot, "escape", "ctrl+p")
        assert isinstance(app.screen, Palette)
        await press(pilot, *typed("secretly"))
        await pilot.pause(0.3)
        assert "disappointed" not in app.export_screenshot()
        text = "\n".join(seen)
        assert SECRET not in text
        assert f"Li · {reviews.period_name(PeriodKind.QUARTER, Q3.first)}" not in text
        assert review.id not in [number for cycle in reviews.cycles(people[who]) for number in cycle.reviews]


async def test_neither_side_sees_the_other_too_early(people: dict[str, Member]) -> None:
    ana, li = people["ana"], people["li"]
    reviews.start(ana, Q3)
    review = review_of(li)
    criteria = [n for (n,) in rows("SELECT id FROM review_criterion ORDER BY position")]
    reviews.write(ana, review, {n: Rated(1, SECRET) for n in criteria}, SECRET, SECRET)
    reviews.write(li, review, {n: Rated(5, "proudly") for n in criteria}, "proudly")
    for me, own, other in ((li, "proudly", SECRET), (ana, SECRET, "proudly")):
        app = app_of(me)
        async with app.run_test(size=LARGE) as pilot:
            app.open(review.ref)
            await press(pilot)
            await pilot.pause(0.2)
            assert own in told(app) and other not in told(app)
            assert "is shown here once it is" in told(app)
            await press(pilot, "h")
            await pilot.pause(0.2)
            assert other not in told(app) and other not in "\n".join(lines_of(app))


# How it looks


@pytest.fixture
def half_way(people: dict[str, Member]) -> dict[str, Member]:
    """A review in each state: Bea's not started, Li's disputed, Wang's drafted; Ana's own is shared."""
    ana, bea, li, wang = (people[name] for name in ("ana", "bea", "li", "wang"))
    reviews.start(ana, Q3)
    give(li, review_of(li), 4, 5, None, strengths="Pilots", gaps="Discounts")
    give(ana, review_of(li), 3, 4, 2, strengths="Calm", gaps="Follow-ups come late.")
    reviews.dispute(li, review_of(li), "Two visits were on time.")
    criteria = [n for (n,) in rows("SELECT id FROM review_criterion ORDER BY position")]
    reviews.write(ana, review_of(wang), {criteria[0]: Rated(4, "老客户")}, "认真")
    give(bea, review_of(ana), 4, 4, 4)
    return people


@both
def test_it_looks_right_filled(snap_compare: Any, demo: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(demo), terminal_size=size, press=["j", "wait:300"])


@both
def test_each_state_looks_right(snap_compare: Any, half_way: dict[str, Member], size: tuple[int, int]) -> None:
    assert snap_compare(app_of(half_way["ana"]), terminal_size=size, press=["j", "j", "wait:300"])


def test_the_card_looks_right_alone(snap_compare: Any, half_way: dict[str, Member]) -> None:
    assert snap_compare(app_of(half_way["li"]), terminal_size=SMALL, press=["enter", "wait:300"])


@both
def test_it_looks_right_empty(snap_compare: Any, ana: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(ana), terminal_size=size)


@both
def test_the_form_of_a_cycle_looks_right_refused(
    snap_compare: Any, people: dict[str, Member], size: tuple[int, int]
) -> None:
    keys = ["n", "wait:200", *["tab"] * 3, "backspace", "backspace", "4", "0", "ctrl+s", "wait:200"]
    assert snap_compare(app_of(people["ana"]), terminal_size=size, press=keys)


@both
def test_writing_looks_right(snap_compare: Any, half_way: dict[str, Member], size: tuple[int, int]) -> None:
    assert snap_compare(app_of(half_way["ana"]), terminal_size=size, press=["j", "j", "e", "wait:200"])


@both
def test_hostile_text_looks_harmless(snap_compare: Any, hostile: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(hostile), terminal_size=size, press=["wait:300"])
