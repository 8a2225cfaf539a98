"""Risks by its keys: what is pressed, what is stored, what is shown."""

from __future__ import annotations

from datetime import date

import pytest
from pilots import press, rows_of, typed

from store import customers, meetings, notes, risks
from store.access import Role
from store.records import Ref
from store.risks import RatingKind, Response, Risk, Status
from store.team import Member
from tui import i18n
from tui.app import HuddleApp
from tui.screens.risks import Risks
from tui.screens.risks.forms import Respond
from tui.widgets.confirm import Confirm
from tui.widgets.form import Form
from tui.widgets.heatmap import HeatMap, _nearest, _wrapped
from tui.widgets.panel import Snoozing
from tui.widgets.rating import Rate, Scale
from tui.widgets.status import Status as StatusRow

DAY = date(2026, 11, 23)
NARROW, WIDE = (80, 24), (120, 40)
SIZES = [NARROW, WIDE]


def app_of(member: Member) -> HuddleApp:
    return HuddleApp(member, start="risks")


def map_of(app: HuddleApp) -> HeatMap:
    return app.screen.query_one(HeatMap)


def said(app: HuddleApp) -> str:
    return next(screen for screen in app.screen_stack if isinstance(screen, Risks)).query_one(StatusRow).text


def told(app: HuddleApp) -> str:
    """What the detail says, as text."""
    detail = app.screen.query_one("Detail")
    return "\n".join(" ".join((line.label, *(text for text, _tone in line.spans))).strip() for line in detail.lines)


def captions(app: HuddleApp) -> list[str]:
    return [caption.error for caption in app.screen.query("Caption") if getattr(caption, "error", "")]


@pytest.fixture
def war(ana: Member) -> Risk:
    """A high risk of the lead's."""
    return risks.add(ana, "Price war", cause="A rival needs volume", effect="Margins halve", probability=4, impact=3)


@pytest.fixture
def leaver(ana: Member, war: Risk) -> Risk:
    """A low one, behind the first."""
    return risks.add(ana, "Tom leaves", probability=1, impact=2, money=80_000_00)


# Rating


async def test_two_digits_and_enter_rate_a_risk(ana: Member, war: Risk) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "r", "5", "4", *typed("two lost"), "enter")
        assert said(app) == "✕ critical 20 · next review Mon 30 Nov · u undo"
        row = rows_of(app).row
        assert (row.score, row.trend) == (20, 8)
    assert [(one.score, one.why) for one in risks.ratings(war.id)] == [(20, "two lost"), (12, "")]


async def test_digits_belong_to_the_scale_and_not_to_the_screens(ana: Member, war: Risk) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "r", "1")
        assert isinstance(app.screen, Rate)
        assert app.screen.pair == (1, 3)


async def test_arrows_move_on_the_scales(ana: Member, war: Risk) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "r", "up", "up", "right", "down", "left", "j")
        assert app.screen.pair == (4, 2)
        await press(pilot, "ctrl+s")
    assert Risk.load(war.id).probability == 4
    assert Risk.load(war.id).impact == 2


async def test_a_residual_rating_above_the_current_one_is_said_and_kept(ana: Member, war: Risk) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "r", "shift+tab", "right", "tab", "5", "5")
        assert "above the 12 of now" in app.screen.outcome.content.plain
        await press(pilot, "enter")
    record = Risk.load(war.id)
    assert (record.probability, record.impact) == (4, 3)
    assert (record.residual_probability, record.residual_impact) == (5, 5)


async def test_half_a_rating_is_refused_beside_its_scale_and_the_rest_kept(ana: Member) -> None:
    risk = risks.add(ana, "Not rated yet")
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "r", "4", "enter")
        assert isinstance(app.screen, Rate)
        assert captions(app) == ["Rate it from 1 to 5."]
        assert app.screen.query_one("#probability", Scale).grade == 4
        await press(pilot, "escape")
    assert risks.ratings(risk.id) == []


async def test_escape_rates_nothing(ana: Member, war: Risk) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "r", "5", "5", "escape")
        assert isinstance(app.screen, Risks)
    assert len(risks.ratings(war.id)) == 1


# Reviewing


async def test_space_reviews_on_the_meetings_day_and_u_takes_it_back(ana: Member, war: Risk) -> None:
    meetings.set_up(ana, "Weekly", weekday=3)
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "space")
        assert said(app) == "Reviewed · next review Thu 3 Dec · u undo"
        assert Risk.load(war.id).next_review_on == date(2026, 12, 3)
        await press(pilot, "u")
        assert Risk.load(war.id).reviewed_on is None


async def test_space_on_an_unrated_risk_says_to_rate_it_first(ana: Member) -> None:
    risks.add(ana, "Not rated yet")
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "space")
        assert said(app) == "Nobody has rated it yet; r does."


async def test_s_postpones_the_review_under_the_row(ana: Member, war: Risk) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "s")
        panel = app.screen.query_one(Snoozing)
        rows = rows_of(app)
        assert panel.region.y == rows.region.y + rows.cursor_line_offset + 1
        await press(pilot, "right", "enter")
        assert said(app) == "Review postponed to Mon 7 Dec · u undo"
        assert not app.screen.query(Snoozing)
    assert Risk.load(war.id).next_review_on == date(2026, 12, 7)


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ("whenever", "That is no day I know: fri, +3d, 30 Nov."),
        ("yesterday", "That day is over; choose today or later."),
    ],
)
async def test_a_day_that_cannot_be_is_refused_in_the_panel(ana: Member, war: Risk, words: str, error: str) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "s", "tab", *typed(words), "enter")
        assert error in app.screen.query_one(Snoozing).remark.words.plain
        await press(pilot, "escape")
        assert not app.screen.query(Snoozing)
    assert Risk.load(war.id).next_review_on == war.next_review_on


# Responding


async def test_a_plan_makes_it_treated(ana: Member, war: Risk) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "a", "c", "tab", *typed("Three-year contracts"), "tab", *typed("15 dec"), "ctrl+s")
        assert said(app) == "Response: control · u undo"
    record = Risk.load(war.id)
    assert (record.response, record.status, record.plan) == (Response.CONTROL, Status.TREATING, "Three-year contracts")
    assert record.plan_due_on == date(2026, 12, 15)


async def test_accepting_without_an_end_and_a_reason_is_refused_beside_the_fields(ana: Member, war: Risk) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "a", "a", "ctrl+s")
        assert captions(app) == ["Say until which day we accept it.", "Say why we accept it."]
        await press(pilot, *typed("31 dec"), "tab", *typed("cheap"), "ctrl+s")
        assert isinstance(app.screen, Risks)
    record = Risk.load(war.id)
    assert (record.status, record.accepted_until, record.accepted_by_id) == (
        Status.ACCEPTED,
        date(2026, 12, 31),
        ana.id,
    )


async def test_only_the_fields_that_an_answer_needs_are_asked_for(ana: Member, war: Risk) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "a")
        form = app.screen
        assert isinstance(form, Respond)
        for key, names in (
            ("t", ["answer", "plan", "plan_due_on", "items"]),
            ("a", ["answer", "accepted_until", "why"]),
            ("i", ["answer", "note"]),
        ):
            await press(pilot, key)
            assert [row.field.name for row in form.query("FieldRow") if row.display] == names


async def test_what_happened_leaves_the_map_and_can_be_opened_again(ana: Member, war: Risk) -> None:
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        assert map_of(app).cells == {(4, 3): [war.id]}
        await press(pilot, "a", "i", "ctrl+s")
        assert Risk.load(war.id).status is Status.OCCURRED
        assert map_of(app).cells == {}
        await press(pilot, "r")
        assert said(app) == "This risk is over; a opens it again."
        await press(pilot, "a", "ctrl+s")
    assert Risk.load(war.id).status is Status.OPEN


async def test_closing_needs_a_reason(ana: Member, war: Risk) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "a", "left", "ctrl+s")
        assert captions(app) == ["Say why it can be closed."]
        await press(pilot, *typed("the rival gave up"), "ctrl+s")
    assert Risk.load(war.id).status is Status.CLOSED


# Forms


async def test_n_adds_a_risk_about_a_customer_and_puts_the_cursor_on_it(ana: Member, war: Risk) -> None:
    customer = customers.add(ana, "Northwind")
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "n", *typed("They leave"), "tab", "tab", "tab", *typed("north"), "enter")
        await press(pilot, *typed("New buyer"), "tab", "tab", "tab", *typed("12k"), "ctrl+s")
        assert said(app) == "Added · r rates it · u undo"
        row = rows_of(app).row
        assert (row.title, row.money, row.owner) == ("They leave", 12_000_00, "Ana")
    found = risks.detail(row.id)
    assert (found.about, found.cause) == (customer.ref, "New buyer")


async def test_a_new_risk_without_a_title_is_refused_and_what_was_typed_is_kept(ana: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "n", "tab", "tab", "tab", "tab", *typed("because"), "ctrl+s")
        assert captions(app) == ["this can't be left empty"]
        assert isinstance(app.screen, Form)
        assert app.screen.row("cause").raw() == "because"


async def test_negative_money_is_refused_beside_its_field(ana: Member, war: Risk) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "e", *["tab"] * 7, *typed("-5"), "ctrl+s")
        assert captions(app) == ["Money at risk is not negative."]


async def test_e_edits_what_it_says_and_leaves_the_rating_alone(ana: Member, war: Risk) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "e", *typed(" in the south"), "ctrl+s")
        assert said(app) == "Saved · u undo"
    record = Risk.load(war.id)
    assert (record.title, record.probability, record.cause) == ("Price war in the south", 4, "A rival needs volume")


async def test_a_risk_about_something_else_than_a_customer_keeps_it_when_edited(ana: Member, war: Risk) -> None:
    risks.edit(ana, war, about=Ref("member", ana.id))
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "e", *typed("!"), "ctrl+s")
    assert Risk.load(war.id).about == Ref("member", ana.id)


async def test_hostile_text_is_edited_harmlessly_and_kept_where_it_was_not_touched(ana: Member) -> None:
    hostile = "\x1b]52;c;cm0=\x07 board"
    risk = risks.add(ana, "[/b]", cause=hostile, contingency=f"{hostile}\nsecond line")
    app = app_of(ana)
    async with app.run_test(size=(80, 40)) as pilot:
        await press(pilot, "e")
        assert "\x1b" not in app.export_screenshot()
        await press(pilot, *typed("!"), "ctrl+s")
    record = Risk.load(risk.id)
    assert (record.title, record.cause, record.contingency) == ("[/b]!", hostile, f"{hostile}\nsecond line")


async def test_o_gives_it_to_somebody_else(ana: Member, li: Member, war: Risk) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "o", "l", "ctrl+s")
        assert said(app) == "Handed over · u undo"
    assert Risk.load(war.id).owner_id == li.id


async def test_c_writes_a_note_that_the_detail_shows(ana: Member, war: Risk) -> None:
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "c", *typed("asked the plant"), "ctrl+s")
        assert "asked the plant" in told(app)
    assert [note.body for note in notes.about(war.ref)] == ["asked the plant"]


async def test_x_asks_first_and_u_brings_it_back(ana: Member, war: Risk) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "x")
        assert isinstance(app.screen, Confirm)
        await press(pilot, "enter")  # the safe answer
        assert rows_of(app).count == 1
        await press(pilot, "x", "y")
        assert rows_of(app).count == 0
        await press(pilot, "u")
        assert rows_of(app).key == war.id


async def test_an_empty_register_says_which_key_adds_one(ana: Member) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        for key in ("space", "r", "a", "s", "o", "c", "e", "x"):
            await press(pilot, key)
            assert said(app) == "There is no risk here; n adds one."


async def test_a_viewer_is_refused_in_words(ana: Member, war: Risk) -> None:
    from store import team

    vera = team.add_member(ana, "Vera", "vera", Role.VIEWER)
    app = app_of(vera)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "m", "space")
        assert "change nothing" in said(app)
    assert Risk.load(war.id).reviewed_on is None


async def test_a_risk_that_somebody_else_removed_is_said_to_be_gone(ana: Member, war: Risk) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        risks.remove(ana, Risk.load(war.id))
        await press(pilot, "r")
        assert isinstance(app.screen, Risks)
        assert "gone" in said(app)
        assert rows_of(app).count == 0


# The register, the map and the detail


async def test_the_lead_begins_with_everyones_and_m_shows_the_own(ana: Member, li: Member, war: Risk) -> None:
    theirs = risks.add(li, "Li's own", probability=5, impact=5)
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        assert rows_of(app).count == 2
        await press(pilot, "m")
        assert rows_of(app).count == 1
        assert map_of(app).cells == {(4, 3): [war.id]}
    app = app_of(li)
    async with app.run_test(size=WIDE):
        assert rows_of(app).key == theirs.id
        assert rows_of(app).count == 1


async def test_a_rep_is_told_at_once_that_a_risk_is_a_colleagues(ana: Member, li: Member, war: Risk) -> None:
    app = app_of(li)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "m")
        for key in ("e", "r", "a", "s", "o", "x"):
            await press(pilot, key)
            assert said(app) == "This belongs to a colleague; its owner or the lead may change it.", key


async def test_the_filter_narrows_register_and_map(ana: Member, war: Risk, leaver: Risk) -> None:
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "slash", *typed("tom"))
        assert rows_of(app).key == leaver.id
        assert map_of(app).cells == {(1, 2): [leaver.id]}


async def test_enter_opens_the_detail_in_a_narrow_terminal_and_q_returns(ana: Member, war: Risk) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "enter")
        assert app.screen.query_one("Detail").has_focus
        assert "A rival needs volume" in told(app)
        assert not map_of(app).region
        await press(pilot, "q")
        assert rows_of(app).has_focus


async def test_tab_shows_the_map_in_a_narrow_terminal_and_its_cursor_is_the_lists(
    ana: Member, war: Risk, leaver: Risk
) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "tab")
        assert map_of(app).has_focus
        assert not rows_of(app).region
        await press(pilot, "down")
        assert map_of(app).number == leaver.id
        await press(pilot, "r", "5", "5", "enter")  # rates the one under the map's cursor
        assert Risk.load(leaver.id).probability == 5
        await press(pilot, "tab")
        assert rows_of(app).has_focus
        assert rows_of(app).key == leaver.id


async def test_enter_on_the_map_opens_that_risk(ana: Member, war: Risk, leaver: Risk) -> None:
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "tab", "down", "enter")
        assert "Tom leaves" in told(app)
        await press(pilot, "escape")
        assert rows_of(app).has_focus


async def test_tab_walks_register_map_and_detail_in_a_wide_terminal(ana: Member, war: Risk) -> None:
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        for widget in ("HeatMap", "Detail", "RecordList"):
            await press(pilot, "tab")
            assert app.screen.query_one(widget).has_focus


async def test_map_and_detail_follow_the_cursor(ana: Member, war: Risk, leaver: Risk) -> None:
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        assert map_of(app).number == war.id
        await press(pilot, "j")
        await pilot.pause(0.3)
        assert map_of(app).number == leaver.id
        assert "Tom leaves" in told(app)


async def test_a_click_on_a_number_of_the_map_goes_to_that_risk(ana: Member, war: Risk, leaver: Risk) -> None:
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        # the cell 1 × 2: five columns of 7 cells with a gap, behind two cells of axis; rows of two lines
        await pilot.click(HeatMap, offset=(2 + 2 + 8 + 1, 1 + 4 * 2))
        await pilot.pause()
        assert rows_of(app).key == leaver.id


async def test_the_lint_stands_in_the_detail_and_marks_the_row(ana: Member, war: Risk) -> None:
    risks.rate(ana, war, 5, 5, kind=RatingKind.RESIDUAL)
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause(0.3)
        assert "Rated 25 after the response, but only 12 now" in told(app)


async def test_a_risk_is_found_by_its_name_from_everywhere(ana: Member, li: Member, war: Risk) -> None:
    theirs = risks.add(li, "Hidden behind mine", probability=1, impact=1)
    app = app_of(ana)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "m")
        app.open(Ref("risk", theirs.id))
        await pilot.pause(0.2)
        assert rows_of(app).key == theirs.id


# The map's own rules


@pytest.mark.parametrize(
    ("numbers", "room", "lines"),
    [
        ([], (5, 1), [[]]),
        ([1, 2, 3], (5, 1), [["1", "2", "3"]]),
        ([1, 2, 3, 4], (5, 1), [["1", "+3"]]),
        ([1, 2, 3, 4], (5, 2), [["1", "2", "3"], ["4"]]),
        ([100, 200], (5, 1), [["+2"]]),
        ([100], (5, 1), [["100"]]),
        (list(range(10, 30)), (8, 2), [["10", "11", "12"], ["13", "+16"]]),
    ],
)
def test_a_cell_counts_what_it_cannot_show(numbers: list[int], room: tuple[int, int], lines: list[list[str]]) -> None:
    assert [[text for text, _number in line] for line in _wrapped(numbers, *room)] == lines


def test_the_way_goes_straight_ahead_before_aside() -> None:
    places = [(3, 3), (4, 4), (3, 5), (1, 3)]
    assert _nearest((3, 3), 1, 0, places) == (3, 5)
    assert _nearest((3, 3), 0, -1, places) == (1, 3)
    assert _nearest((3, 3), -1, 0, places) is None


# How it looks


@pytest.mark.parametrize("size", SIZES)
def test_looks_filled(snap_compare, demo: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(demo), terminal_size=size, press=["j", "wait:300"])


@pytest.mark.parametrize("size", SIZES)
def test_looks_as_a_map(snap_compare, demo: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(demo), terminal_size=size, press=["j", "tab", "left", "wait:300"])


def test_looks_open_in_a_narrow_terminal(snap_compare, demo: Member) -> None:
    assert snap_compare(app_of(demo), terminal_size=NARROW, press=["j", "enter", "wait:300"])


@pytest.mark.parametrize("size", SIZES)
def test_looks_while_rating(snap_compare, demo: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(demo), terminal_size=size, press=["r", "4"])


@pytest.mark.parametrize("size", SIZES)
def test_looks_with_a_form_in_error(snap_compare, demo: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(demo), terminal_size=size, press=["v", "j", "a", "a", "ctrl+s"])


def test_looks_new_in_a_narrow_terminal(snap_compare, ana: Member) -> None:
    assert snap_compare(app_of(ana), terminal_size=NARROW, press=["n", "ctrl+s"])


def test_looks_while_postponing(snap_compare, demo: Member) -> None:
    assert snap_compare(app_of(demo), terminal_size=NARROW, press=["j", "s"])


@pytest.mark.parametrize("size", SIZES)
def test_looks_empty(snap_compare, ana: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(ana), terminal_size=size)


@pytest.mark.parametrize("size", SIZES)
def test_looks_hostile(snap_compare, hostile: Member, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(hostile), terminal_size=size, press=["j", "wait:300"])


def test_looks_hostile_in_a_form(snap_compare, hostile: Member) -> None:
    assert snap_compare(app_of(hostile), terminal_size=NARROW, press=["j", "e"])


async def test_every_word_of_the_screen_is_translated(ana: Member, war: Risk) -> None:
    """With the pseudo-language on, whatever of ours stands bare on map, detail or list was forgotten."""
    i18n.use(i18n.BRACKETS)
    app = app_of(ana)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause(0.3)
        for word in ("critical", "high", "medium"):
            assert f"⟦{word}⟧" in "".join(line.plain for line in map_of(app)._lines())
        for label in ("Owner", "Category", "Next review", "Cause", "→ Effect", "Ratings"):
            assert f"⟦{label}⟧" in told(app)
