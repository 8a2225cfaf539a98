"""The register of risks: scores, reviews, ratings with their history, acceptance, lint."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import actions, changes, meetings, notes, risks, team, topics
from store.actions import ActionItem
from store.calendar import WorkCalendar, clock
from store.customers import Customer
from store.database import rows
from store.errors import Conflict, Denied, Invalid, NotFound
from store.records import Part
from store.risks import Flaw, Level, RatingKind, Response, Risk, Shelf, State, Status, lint
from store.team import Member

TODAY = date(2026, 11, 23)  # a Monday
MONDAY, FRIDAY = 0, 4
WEEK = WorkCalendar(zone="Europe/Madrid")
SCORES = st.integers(1, 5)


def fields_of(problem: pytest.ExceptionInfo[Invalid]) -> set[str]:
    return set(problem.value.fields)


# Scores and levels


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        (None, None),
        (1, Level.LOW),
        (4, Level.LOW),
        (5, Level.MEDIUM),
        (9, Level.MEDIUM),
        (10, Level.HIGH),
        (16, Level.HIGH),
        (20, Level.CRITICAL),
        (25, Level.CRITICAL),
    ],
)
def test_a_score_has_the_level_of_the_table(points: int | None, expected: Level | None) -> None:
    assert risks.level(points) is expected


@pytest.mark.parametrize(("probability", "impact"), [(None, None), (None, 5), (5, None)])
def test_half_a_rating_is_no_score(probability: int | None, impact: int | None) -> None:
    assert risks.score(probability, impact) is None


@given(SCORES, SCORES, SCORES)
def test_a_more_probable_risk_is_never_on_a_lower_level(first: int, second: int, impact: int) -> None:
    low, high = sorted((first, second))
    below, above = risks.level(risks.score(low, impact)), risks.level(risks.score(high, impact))
    assert below is not None
    assert above is not None
    assert below <= above


# The next review


@pytest.mark.parametrize(
    ("rated", "weekday", "expected"),
    [
        (Level.CRITICAL, MONDAY, date(2026, 11, 30)),
        (Level.HIGH, MONDAY, date(2026, 12, 7)),
        (Level.MEDIUM, MONDAY, date(2026, 12, 21)),
        (Level.LOW, MONDAY, date(2027, 2, 15)),
        (None, MONDAY, date(2026, 11, 30)),
        (Level.CRITICAL, FRIDAY, date(2026, 11, 27)),
        (Level.MEDIUM, None, date(2026, 12, 23)),
        (Level.LOW, None, date(2027, 2, 19)),  # 90 days end on a Sunday
    ],
)
def test_the_next_review_is_the_last_meeting_on_or_before_the_levels_days(
    rated: Level | None, weekday: int | None, expected: date
) -> None:
    assert risks.next_review(TODAY, rated, WEEK, weekday) == expected


def test_a_meeting_on_a_holiday_is_no_review_day() -> None:
    calendar = WorkCalendar(holidays=frozenset({date(2026, 12, 7)}))
    assert risks.next_review(TODAY, Level.HIGH, calendar, MONDAY) == date(2026, 11, 30)


def test_without_a_worked_meeting_day_the_last_working_day_counts() -> None:
    calendar = WorkCalendar(holidays=frozenset({date(2026, 11, 30)}))
    assert risks.next_review(TODAY, Level.CRITICAL, calendar, MONDAY) == date(2026, 11, 27)


def test_a_week_without_work_moves_the_review_behind_it() -> None:
    calendar = WorkCalendar(holidays=frozenset(TODAY + timedelta(days=n) for n in range(1, 10)))
    assert risks.next_review(TODAY, Level.CRITICAL, calendar) == date(2026, 12, 3)


@given(
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.sampled_from([*Level, None]),
    st.sampled_from([*range(7), None]),
    st.sets(st.dates(date(2020, 1, 1), date(2031, 6, 1)), max_size=40),
)
def test_a_review_always_comes_later_on_a_working_day(
    day: date, rated: Level | None, weekday: int | None, holidays: set[date]
) -> None:
    calendar = WorkCalendar(holidays=frozenset(holidays))
    found = risks.next_review(day, rated, calendar, weekday)
    latest = day + timedelta(days=risks.REVIEW_DAYS[rated] if rated else 7)
    assert found > day
    assert calendar.is_working(found)
    assert found <= latest or calendar.count(day + timedelta(days=1), latest) == 0


# Adding and editing


def test_an_unrated_risk_stays_a_question_and_is_reviewed_within_a_week(li: Member) -> None:
    risk = risks.add(li, "  Biggest customer leaves ", cause="new buyer", effect="a third of revenue", money=480_000_00)
    row = risks.listed([risk.id])[risk.id]
    assert (row.title, row.score, row.level, row.trend) == ("Biggest customer leaves", None, None, None)
    assert (row.owner, row.money, row.status) == ("Li", 480_000_00, Status.OPEN)
    assert row.next_review_on == date(2026, 11, 30)
    assert risks.ratings(risk.id) == []


def test_a_risk_rated_on_arrival_begins_its_history(li: Member) -> None:
    risk = risks.add(li, "Price war", probability=4, impact=5, why="two lost this month")
    (rated,) = risks.ratings(risk.id)
    assert (rated.score, rated.by, rated.day, rated.why) == (20, "Li", TODAY, "two lost this month")
    assert risk.next_review_on == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 501}, "title"),
        ({"title": "x", "cause": "y" * 4_001}, "cause"),
        ({"title": "x", "money": -1}, "money"),
        ({"title": "x", "probability": 0, "impact": 3}, "probability"),
        ({"title": "x", "probability": 6, "impact": 3}, "probability"),
        ({"title": "x", "probability": 3, "impact": 6}, "impact"),
        ({"title": "x", "probability": 3}, "impact"),
    ],
)
def test_a_wrong_value_is_refused_beside_its_field(li: Member, values: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        risks.add(li, **values)  # type: ignore[arg-type]  # one of them is wrong, that is the point
    assert fields_of(refused) == {field}
    assert rows("SELECT count(*) FROM risk") == [(0,)]


def test_all_wrong_fields_are_named_at_once(li: Member) -> None:
    with pytest.raises(Invalid) as refused:
        risks.add(li, "", money=-5, probability=0, impact=9)
    assert fields_of(refused) == {"title", "money", "probability", "impact"}


def test_an_edit_cannot_slip_past_the_history_of_ratings(li: Member) -> None:
    risk = risks.add(li, "Price war")
    with pytest.raises(TypeError):
        risks.edit(li, risk, probability=5)


def test_an_edit_is_undone(li: Member) -> None:
    risk = risks.add(li, "Price war")
    risks.edit(li, risk, title="Price war in the south", money=1_000_00)
    changes.undo(li)
    row = risks.listed([risk.id])[risk.id]
    assert (row.title, row.money) == ("Price war", None)


def test_two_people_do_not_overwrite_each_other(ana: Member, li: Member) -> None:
    risk = risks.add(li, "Price war")
    theirs = Risk.load(risk.id)
    risks.edit(ana, theirs, effect="margins halve")
    with pytest.raises(Conflict):
        risks.edit(li, risk, effect="we lose two deals")


def test_hostile_text_is_kept_as_it_is(li: Member) -> None:
    title = "[/b][@click=app.quit]x[/] \x1b]52;c;eA==\x07 \u202e" + "长" * 300
    risk = risks.add(li, title)
    assert risks.detail(risk.id).row.title == title


# Rights


def test_a_rep_leaves_a_colleagues_risk_alone(li: Member, wang: Member) -> None:
    risk = risks.add(li, "Price war", probability=2, impact=2)
    for verb in (
        lambda: risks.rate(wang, risk, 5, 5),
        lambda: risks.review(wang, risk),
        lambda: risks.remove(wang, risk),
        lambda: risks.add(wang, "For Li", owner=li),
    ):
        with pytest.raises(Denied):
            verb()
    assert risks.listed([risk.id])[risk.id].score == 4


def test_a_rep_may_take_care_of_an_unassigned_risk(ana: Member, wang: Member) -> None:
    risk = risks.add(ana, "Nobody's", owner=None)
    risks.rate(wang, risk, 2, 3)
    risks.reassign(wang, risk, wang)
    assert risks.listed([risk.id])[risk.id].owner == "王芳"


def test_a_viewer_writes_nothing(viewer: Member) -> None:
    with pytest.raises(Denied):
        risks.add(viewer, "Price war")


# Rating


def test_every_rating_is_kept_with_who_and_why(ana: Member, li: Member) -> None:
    risk = risks.add(li, "Price war", probability=2, impact=3, why="rumours")
    with clock(datetime(2026, 11, 30, 9, tzinfo=UTC)):
        risks.rate(ana, risk, 4, 3, "two offers below cost", meeting_weekday=MONDAY)
    assert [(r.score, r.by, r.why, r.day) for r in risks.ratings(risk.id)] == [
        (12, "Ana", "two offers below cost", date(2026, 11, 30)),
        (6, "Li", "rumours", TODAY),
    ]
    row = risks.listed([risk.id])[risk.id]
    assert (row.score, row.before, row.trend) == (12, 6, 6)
    assert row.next_review_on == date(2026, 12, 14)


def test_a_residual_rating_moves_neither_score_nor_review_nor_trend(li: Member) -> None:
    risk = risks.add(li, "Price war", probability=4, impact=3)
    due = risk.next_review_on
    risks.rate(li, risk, 2, 3, kind=RatingKind.RESIDUAL)
    row = risks.listed([risk.id])[risk.id]
    assert (row.score, row.residual, row.trend, row.next_review_on) == (12, 6, None, due)


@pytest.mark.parametrize(("probability", "impact"), [(0, 3), (6, 3), (-1, 3)])
def test_a_rating_outside_the_scale_is_refused(li: Member, probability: int, impact: int) -> None:
    risk = risks.add(li, "Price war")
    with pytest.raises(Invalid) as refused:
        risks.rate(li, risk, probability, impact)
    assert fields_of(refused) == {"probability"}
    assert risks.ratings(risk.id) == []


def test_an_undone_rating_leaves_trend_and_history(li: Member) -> None:
    risk = risks.add(li, "Price war", probability=2, impact=3)
    risks.rate(li, risk, 5, 5)
    changes.undo(li)
    row = risks.listed([risk.id])[risk.id]
    assert (row.score, row.trend, len(risks.ratings(risk.id))) == (6, None, 1)


@given(st.lists(st.tuples(SCORES, SCORES), min_size=2, max_size=6))
def test_trend_and_score_always_follow_the_last_two_ratings(given_: list[tuple[int, int]]) -> None:
    import tempfile
    from pathlib import Path

    from store.database import close_store, open_store

    with tempfile.TemporaryDirectory() as folder:
        open_store(Path(folder) / "team.db", create=True)
        lead = team.found_team("T", timezone="UTC", currency="EUR", lead="Ana", login="ana")
        risk = risks.add(lead, "x")
        for probability, impact in given_:
            risks.rate(lead, risk, probability, impact)
        row = risks.listed([risk.id])[risk.id]
        products = [p * i for p, i in given_]
        assert row.score == products[-1]
        assert row.trend == products[-1] - products[-2]
        assert [r.score for r in risks.ratings(risk.id)] == products[::-1]
        close_store()


# Responding


def test_a_plan_makes_a_risk_treated(li: Member) -> None:
    risk = risks.add(li, "Price war", probability=3, impact=4)
    due = date(2026, 12, 15)
    risks.respond(
        li, risk, Response.PREVENT, plan=" Three-year contracts ", plan_due_on=due, trigger="an offer below cost"
    )
    found = risks.detail(risk.id)
    assert (found.row.status, found.row.response, found.row.plan) == (
        Status.TREATING,
        Response.PREVENT,
        "Three-year contracts",
    )
    assert (found.row.plan_due_on, found.trigger) == (due, "an offer below cost")


@pytest.mark.parametrize(
    ("until", "why", "field"),
    [
        (None, "cheap to bear", "accepted_until"),
        (date(2026, 11, 22), "cheap to bear", "accepted_until"),
        (date(2026, 12, 31), "  ", "why"),
    ],
)
def test_accepting_needs_an_end_and_a_reason(li: Member, until: date | None, why: str, field: str) -> None:
    risk = risks.add(li, "Price war")
    with pytest.raises(Invalid) as refused:
        risks.respond(li, risk, Response.ACCEPT, accepted_until=until, why=why)
    assert fields_of(refused) == {field}


def test_an_acceptance_is_signed_and_looked_at_when_it_ends(ana: Member, li: Member) -> None:
    risk = risks.add(li, "Price war", probability=1, impact=2)  # low: reviewed in 90 days
    end = date(2026, 12, 31)
    risks.respond(ana, risk, Response.ACCEPT, accepted_until=end, why="cheap to bear")
    found = risks.detail(risk.id)
    assert (found.row.status, found.accepted_by, found.accepted_why) == (Status.ACCEPTED, "Ana", "cheap to bear")
    assert found.row.next_review_on == end
    risks.review(li, risk)
    assert risk.next_review_on == end


def test_another_response_ends_the_acceptance(ana: Member) -> None:
    risk = risks.add(ana, "Price war")
    risks.respond(ana, risk, Response.ACCEPT, accepted_until=date(2026, 12, 31), why="cheap to bear")
    risks.respond(ana, risk, Response.CONTROL, plan="Second supplier", plan_due_on=date(2026, 12, 1))
    found = risks.detail(risk.id)
    assert (found.row.status, found.row.accepted_until, found.accepted_by, found.accepted_why) == (
        Status.TREATING,
        None,
        "",
        "",
    )


# Reviewing, happening, closing


def test_a_review_sets_the_next_one_and_keeps_its_note(li: Member) -> None:
    risk = risks.add(li, "Price war", probability=5, impact=5)
    with clock(datetime(2026, 12, 1, 9, tzinfo=UTC)):  # a Tuesday
        risks.review(li, risk, "still the same", meeting_weekday=MONDAY)
    assert (risk.reviewed_on, risk.next_review_on) == (date(2026, 12, 1), date(2026, 12, 7))
    assert [note.body for note in notes.about(risk.ref)] == ["still the same"]


def test_a_postponed_review_is_due_on_that_day(li: Member) -> None:
    risk = risks.add(li, "Price war", probability=1, impact=1)
    risks.postpone(li, risk, TODAY)
    assert risks.count_due(li.id, TODAY) == 1
    with pytest.raises(Invalid) as refused:
        risks.postpone(li, risk, TODAY - timedelta(days=1))
    assert fields_of(refused) == {"next_review_on"}


def test_what_happened_is_reviewed_no_more_until_it_is_opened_again(li: Member) -> None:
    risk = risks.add(li, "Price war", probability=5, impact=5)
    risks.occur(li, risk, "first offer at half our price")
    assert (risk.status, risk.occurred_on, risk.next_review_on) == (Status.OCCURRED, TODAY, None)
    for verb in (
        lambda: risks.rate(li, risk, 1, 1),
        lambda: risks.review(li, risk),
        lambda: risks.respond(li, risk, Response.PREVENT),
        lambda: risks.postpone(li, risk, TODAY),
        lambda: risks.occur(li, risk),
    ):
        with pytest.raises(Invalid) as refused:
            verb()
        assert fields_of(refused) == {"status"}
    risks.reopen(li, risk)
    assert (risk.status, risk.occurred_on, risk.next_review_on) == (Status.OPEN, None, date(2026, 11, 30))


def test_nothing_has_happened_tomorrow(li: Member) -> None:
    risk = risks.add(li, "Price war")
    with pytest.raises(Invalid) as refused:
        risks.occur(li, risk, on=TODAY + timedelta(days=1))
    assert fields_of(refused) == {"occurred_on"}


def test_closing_needs_a_reason_and_is_done_once(li: Member) -> None:
    risk = risks.add(li, "Price war")
    with pytest.raises(Invalid) as refused:
        risks.close(li, risk, "")
    assert fields_of(refused) == {"why"}
    risks.close(li, risk, "the rival gave up")
    with pytest.raises(Invalid) as refused:
        risks.close(li, risk, "again")
    assert fields_of(refused) == {"status"}
    with pytest.raises(Invalid):
        risks.reopen(li, risks.add(li, "An open one"))


def test_a_removed_risk_is_gone_everywhere_and_comes_back_by_undo(li: Member) -> None:
    risk = risks.add(li, "Price war", probability=3, impact=3)
    risks.remove(li, risk)
    assert not any(risks.register(None).values())
    assert risks.heat_map(None) == {}
    with pytest.raises(NotFound):
        risks.detail(risk.id)
    changes.undo(li)
    assert risks.register(None)[Shelf.MEDIUM] == [risk.id]


# The register, the map and the queue


def test_the_register_lists_the_unrated_first_and_then_the_worst(ana: Member, li: Member) -> None:
    low = risks.add(ana, "low", probability=1, impact=4)
    poor = risks.add(ana, "high, cheap", probability=3, impact=4, money=1)
    rich = risks.add(ana, "high, dear", probability=4, impact=3, money=2)
    critical = risks.add(li, "critical", probability=5, impact=4)
    unrated = risks.add(ana, "unrated")
    over = risks.add(ana, "over", probability=5, impact=5)
    risks.close(ana, over, "done")
    found = {shelf: ids for shelf, ids in risks.register(None).items() if ids}
    assert list(found.items()) == [
        (Shelf.UNRATED, [unrated.id]),
        (Shelf.CRITICAL, [critical.id]),
        (Shelf.HIGH, [rich.id, poor.id]),
        (Shelf.LOW, [low.id]),
        (Shelf.CLOSED, [over.id]),
    ]
    assert [ids for ids in risks.register(li.id).values() if ids] == [[critical.id]]


@pytest.mark.parametrize(
    ("text", "hits"), [("价格", 1), ("PRICE", 1), ("%", 0), ("_", 0), ("li", 1), ("zz", 0), ("", 1)]
)
def test_a_filter_is_taken_literally(li: Member, text: str, hits: int) -> None:
    risks.add(li, "Price war", cause="价格战")
    assert sum(len(ids) for ids in risks.register(None, text).values()) == hits


def test_the_map_holds_the_live_rated_risks_only(ana: Member, li: Member) -> None:
    first = risks.add(ana, "a", probability=2, impact=5)
    second = risks.add(li, "b", probability=2, impact=5)
    third = risks.add(ana, "c", probability=5, impact=2)
    risks.add(ana, "not rated")
    risks.occur(ana, risks.add(ana, "happened", probability=2, impact=5))
    assert risks.heat_map(None) == {(2, 5): [first.id, second.id], (5, 2): [third.id]}
    assert risks.heat_map(li.id) == {(2, 5): [second.id]}


def test_due_reviews_come_worst_first_with_the_coming_ones_behind(ana: Member, li: Member) -> None:
    low = risks.add(li, "low", probability=1, impact=1)
    critical = risks.add(li, "critical", probability=5, impact=5, money=100)
    soon = risks.add(li, "soon", probability=5, impact=5)
    risks.add(ana, "somebody else's", probability=5, impact=5)
    for risk, day in ((low, TODAY), (critical, TODAY - timedelta(days=1)), (soon, TODAY + timedelta(days=7))):
        with clock(datetime(2026, 11, 20, 9, tzinfo=UTC)):
            risks.postpone(li, risk, day)
    lines = risks.due_for(li, TODAY)
    assert [(line.who, line.part) for line in lines] == [
        ("critical", Part.REVIEW),
        ("low", Part.REVIEW),
        ("soon", Part.COMING),
    ]
    assert str(lines[0].text) == "review: critical, 25"
    assert risks.count_due(li.id, TODAY) == 2
    assert risks.reviews_due(None, TODAY) == [critical.id, low.id]


def test_the_meeting_sees_what_happened_since_the_last_one_and_what_is_due(ana: Member, li: Member) -> None:
    due = risks.add(li, "due", probability=5, impact=5)
    risks.postpone(li, due, TODAY)
    for name, day in (("old", date(2026, 11, 13)), ("new", date(2026, 11, 20))):
        risks.occur(ana, risks.add(ana, name), on=day)
    assert [line.who for line in risks.for_meeting(date(2026, 11, 16), 7)] == ["new", "due"]
    assert [line.who for line in risks.for_meeting(date(2026, 11, 16), 1)] == ["new"]


def test_the_detail_names_what_it_is_about(li: Member) -> None:
    from store import customers

    customer = customers.add(li, "Northwind")
    risk = risks.add(li, "They leave", about=customer.ref)
    found = risks.detail(risk.id)
    assert (found.about, found.about_label) == (customer.ref, "Northwind")
    assert isinstance(customer, Customer)


def test_the_due_reviews_come_from_an_index(li: Member) -> None:
    from store.risks.questions import IS_LIVE

    plan = rows(f"EXPLAIN QUERY PLAN SELECT count(*) FROM risk r WHERE {IS_LIVE} AND r.next_review_on <= '2026-11-23'")
    assert "risk_review" in str(plan)


# The lint

FINE = State(Status.TREATING, 12, 6, Response.PREVENT, "a plan", TODAY, None, TODAY)


@pytest.mark.parametrize(
    ("state", "found"),
    [
        (FINE, []),
        (FINE._replace(now=None), ["Not rated yet."]),
        (
            FINE._replace(residual=15),
            ["Rated 15 after the response, but only 12 now: one of them is wrong."],
        ),
        (FINE._replace(residual=12), []),
        (FINE._replace(residual=None), []),
        (FINE._replace(next_review_on=None), ["No day for the next review."]),
        (FINE._replace(next_review_on=date(2026, 11, 22)), ["Its review was due on 2026-11-22."]),
        (FINE._replace(plan_due_on=None), ["A plan without a date."]),
        (FINE._replace(plan_due_on=date(2026, 11, 22)), ["The plan was to work by 2026-11-22."]),
        (FINE._replace(plan="", plan_due_on=None), []),
        (FINE._replace(plan_due_on=None, items=2, items_due=TODAY), []),
        (
            FINE._replace(plan="", plan_due_on=None, items=2, items_due=date(2026, 11, 20)),
            ["The plan was to work by 2026-11-20."],
        ),
        (FINE._replace(plan_due_on=date(2026, 11, 22), items=2, done=2), ["Its plan is done: rate it as it is now."]),
        (FINE._replace(now=6, plan_due_on=date(2026, 11, 22), items=2, done=2), []),
        (FINE._replace(response=Response.ACCEPT), ["Accepted without an end."]),
        (FINE._replace(response=Response.ACCEPT, accepted_until=TODAY), []),
        (
            FINE._replace(response=Response.ACCEPT, accepted_until=date(2026, 11, 22)),
            ["It was accepted until 2026-11-22: decide again."],
        ),
        (FINE._replace(status=Status.CLOSED, now=None, next_review_on=None), []),
        (FINE._replace(status=Status.OCCURRED, now=None, next_review_on=None), []),
    ],
)
def test_the_lint_says_what_is_wrong(state: State, found: list[str]) -> None:
    assert [str(one.why) for one in lint(state, TODAY)] == found


def test_a_row_carries_its_own_lint(li: Member) -> None:
    risk = risks.add(li, "Price war", probability=2, impact=2)
    risks.rate(li, risk, 5, 5, kind=RatingKind.RESIDUAL)
    (one,) = risks.listed([risk.id])[risk.id].lint(TODAY)
    assert (one.flaw, one.why.values) == (Flaw.RESIDUAL_ABOVE, {"residual": 25, "now": 4})
    assert risks.flawed(li.id, TODAY) == [risk.id]


# The plan as action items


def test_the_plan_of_a_response_is_action_items_of_the_risk_and_one_undo(ana: Member, li: Member) -> None:
    risk = risks.add(ana, "Price war", probability=4, impact=3)
    lines = ["compare the cost of a standstill @li fri", "talk to the three largest"]
    items = [actions.read(text, ana, team.members(), TODAY, date(2026, 12, 15)) for text in lines]
    risks.respond(ana, risk, Response.CONTROL, plan="Compare", plan_due_on=date(2026, 12, 15), items=items)
    found = risks.detail(risk.id)
    assert [(item.title, item.owner, item.due_on) for item in found.items] == [
        ("compare the cost of a standstill", "Li", date(2026, 11, 27)),
        ("talk to the three largest", "Ana", date(2026, 12, 15)),
    ]
    actions.finish(li, ActionItem.load(found.items[0].id))
    row = risks.listed([risk.id])[risk.id]
    assert (row.items, row.items_done, row.items_due) == (2, 1, date(2026, 12, 15))
    actions.drop(ana, ActionItem.load(found.items[1].id))
    assert risks.listed([risk.id])[risk.id].items == 1
    other = risks.add(ana, "Another")
    risks.respond(ana, other, Response.PREVENT, items=items)
    changes.undo(ana)
    assert (Risk.load(other.id).response, risks.detail(other.id).items) == (None, ())


def test_an_action_item_for_nobody_refuses_the_whole_response_beside_its_field(ana: Member) -> None:
    risk = risks.add(ana, "Price war")
    item = actions.read("compare @nobody fri", ana, team.members(), TODAY, TODAY)
    with pytest.raises(Invalid) as problem:
        risks.respond(ana, risk, Response.CONTROL, items=[item])
    assert fields_of(problem) == {"items"}
    assert Risk.load(risk.id).response is None


# Inherent, now and residual


def test_each_kind_of_rating_has_its_place_and_only_now_is_a_review(li: Member) -> None:
    risk = risks.add(li, "Price war", probability=4, impact=3)
    due = risk.next_review_on
    risks.rate(li, risk, 5, 5, kind=RatingKind.INHERENT)
    risks.rate(li, risk, 2, 2, kind=RatingKind.RESIDUAL)
    row = risks.listed([risk.id])[risk.id]
    assert (row.inherent, row.score, row.residual, row.next_review_on) == (25, 12, 4, due)
    assert [one.kind for one in risks.ratings(risk.id)] == ["residual", "inherent", "now"]


def test_the_map_after_the_responses_leaves_what_has_none_where_it_is(li: Member) -> None:
    treated = risks.add(li, "Treated", probability=4, impact=3)
    plain = risks.add(li, "Plain", probability=5, impact=2)
    risks.rate(li, treated, 1, 3, kind=RatingKind.RESIDUAL)
    assert risks.heat_map(None) == {(4, 3): [treated.id], (5, 2): [plain.id]}
    assert risks.heat_map(None, kind=RatingKind.RESIDUAL) == {(1, 3): [treated.id], (5, 2): [plain.id]}


# What happened, and acceptances that end


def test_what_happened_is_a_topic_of_the_next_meeting_with_the_contingency_and_one_undo(ana: Member) -> None:
    series = meetings.set_up(ana, "Weekly", weekday=0)
    risk = risks.add(ana, "Price war", probability=4, impact=3, contingency="Offer two years at a fixed price")
    risks.occur(ana, risk, series=series.id)
    (topic,) = topics.waiting(series.id)
    assert (topic.title, topic.why, topic.origin) == ("Price war", "Offer two years at a fixed price", risk.ref)
    changes.undo(ana)
    assert topics.waiting(series.id) == []
    assert Risk.load(risk.id).status is Status.OPEN


def test_an_acceptance_that_is_over_is_open_again_and_still_says_who_accepted_it(ana: Member, li: Member) -> None:
    risk = risks.add(li, "Price war", probability=2, impact=2)
    risks.respond(li, risk, Response.ACCEPT, accepted_until=date(2026, 11, 30), why="cheap")
    assert risks.lapse(date(2026, 11, 30)) == 0, "its last day still counts"
    with clock(datetime(2026, 12, 1, 9, tzinfo=UTC)):
        assert risks.lapse(date(2026, 12, 1)) == 1
        assert risks.lapse(date(2026, 12, 1)) == 0
        found = risks.detail(risk.id)
        assert (found.row.status, found.accepted_by, found.accepted_why) == (Status.OPEN, "Li", "cheap")
        assert risks.reviews_due(None, date(2026, 12, 1)) == [risk.id]
        assert [one.flaw for one in found.row.lint(date(2026, 12, 1))][-1] is Flaw.ACCEPTANCE_OVER
        with pytest.raises(Conflict):  # Huddle's own act isn't undone by u; the response before it can't be run over
            changes.undo(li)


def test_the_queue_is_by_day_and_then_the_worst_first(li: Member) -> None:
    low = risks.add(li, "Low", probability=1, impact=1)
    high = risks.add(li, "High", probability=4, impact=4)
    unrated = risks.add(li, "Not rated")
    for risk, day in ((low, date(2026, 11, 23)), (high, date(2026, 11, 24)), (unrated, date(2026, 12, 24))):
        risks.postpone(li, risk, day)
    assert risks.queue(None, TODAY) == ([low.id], [high.id], [unrated.id])
    assert risks.queue(None, date(2026, 11, 24)).due == [low.id, high.id]
    assert risks.queue(None, TODAY, "high") == ([], [high.id], [])


def test_risks_are_found_by_their_title_for_a_link_the_worst_first_and_only_live_ones(ana: Member) -> None:
    one = risks.add(ana, "Price war 100%", probability=1, impact=1)
    two = risks.add(ana, "Price war", probability=5, impact=5)
    gone = risks.add(ana, "Price of chips", probability=5, impact=5)
    risks.close(ana, gone, "over")
    assert [number for number, _title, _owner in risks.by_title("price")] == [two.id, one.id]
    assert [number for number, _title, _owner in risks.by_title("100%")] == [one.id]
