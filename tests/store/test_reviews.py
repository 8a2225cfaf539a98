"""Reviews: cycles, both sides, figures from the records, signing and disputing; and who reads what, cell by cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import (
    access,
    actions,
    changes,
    customers,
    deals,
    followups,
    goals,
    history,
    leaving,
    meetings,
    notes,
    reviews,
    search,
    team,
    today,
    topics,
    training,
)
from store.access import Role
from store.calendar import Period, PeriodKind, clock
from store.complaints import satisfaction
from store.database import rows
from store.errors import Denied, Invalid, NotFound
from store.followups import FollowUp, Outcome
from store.goals import Metric, Unit
from store.records import Part, Ref
from store.reviews import Act, NewCriterion, Rated, Review, Status, due, questions
from store.team import Member
from store.training import NewStep, ProgrammeKind, StepKind, TrainingStep

Q3 = Period(PeriodKind.QUARTER, date(2026, 7, 1), date(2026, 9, 30))
Q4 = Period(PeriodKind.QUARTER, date(2026, 10, 1), date(2026, 12, 31))
JOINED = date(2026, 1, 7)


@pytest.fixture
def team_of_four(ana: Member, li: Member, wang: Member) -> tuple[Member, Member, Member, Member]:
    """Two leads and two reps who were all there in the third quarter."""
    bea = team.add_member(ana, "Bea", "bea", Role.LEAD)
    for one in (ana, bea, li, wang):
        team.edit_member(ana, one, joined_on=JOINED)
    return ana, bea, li, wang


def review_of(member: Member) -> Review:
    found = Review.first_of("WHERE member_id = ? AND deleted_at IS NULL", member.id)
    assert found is not None
    return found


@pytest.fixture
def review(team_of_four: tuple[Member, ...]) -> Review:
    """Li's review of the third quarter by Ana; nobody has written anything."""
    ana, _bea, li, _wang = team_of_four
    reviews.start(ana, Q3)
    return review_of(li)


def criteria(review: Review) -> list[int]:
    return [
        n for (n,) in rows("SELECT id FROM review_criterion WHERE cycle_id = ? ORDER BY position", (review.cycle_id,))
    ]


def rated(review: Review, *scores: int | None, why: str = "") -> dict[int, Rated]:
    return {number: Rated(score, why) for number, score in zip(criteria(review), scores, strict=True)}


def to_shared(ana: Member, li: Member, review: Review) -> Review:
    """Both sides written, handed in and shared."""
    reviews.write(li, review, rated(review, 4, 5, None), "I never gave up on Montalvo.", "Forecasts.")
    reviews.hand_in(li, review)
    reviews.write(ana, review, rated(review, 3, 4, 2), "Keeps customers calm.", "Follow-ups come late.")
    return reviews.share(ana, review)


def fields_of(problem: pytest.ExceptionInfo[Invalid]) -> dict[str, str]:
    return {name: str(why) for name, why in problem.value.fields.items()}


# The weighted score


PARTS = st.lists(st.tuples(st.integers(1, 100), st.none() | st.integers(1, 5)), max_size=8)


@pytest.mark.parametrize(
    ("parts", "score", "rated_", "whole"),
    [
        ([(50, 4), (30, 5), (20, 3)], 4100, 100, 100),
        ([(50, 4), (30, None), (20, 3)], 3714, 70, 100),  # 260/70; missing is not zero
        ([(50, None), (30, None), (20, None)], None, 0, 100),
        ([(1, 1), (1, 2)], 1500, 2, 2),
        ([], None, 0, 0),
    ],
)
def test_the_score_is_weighted_over_what_was_rated(
    parts: list[tuple[int, int | None]], score: int | None, rated_: int, whole: int
) -> None:
    assert reviews.weighted(parts) == (score, rated_, whole)


@given(PARTS, st.randoms())
def test_the_score_is_the_mean_rounded_whatever_the_order_and_what_is_missing(
    parts: list[tuple[int, int | None]], chance: object
) -> None:
    found = reviews.weighted(parts)
    there = [(weight, score) for weight, score in parts if score is not None]
    assert found.whole == sum(weight for weight, _ in parts)
    assert (found.score is None) == (not there)
    assert reviews.weighted(parts[::-1]) == found
    assert reviews.weighted(there)[:2] == found[:2]  # what isn't rated moves nothing but how much was
    if found.score is not None:
        exact = Fraction(sum(w * s for w, s in there), sum(w for w, _ in there))
        assert abs(Fraction(found.score, 1000) - exact) <= Fraction(1, 2000)
        assert min(s for _, s in there) * 1000 <= found.score <= max(s for _, s in there) * 1000


# Cycles


def test_one_start_gives_everybody_who_was_there_a_review_by_a_lead_other_than_themselves(
    team_of_four: tuple[Member, ...], viewer: Member
) -> None:
    ana, bea, li, wang = team_of_four
    late = team.add_member(ana, "Late", "late")  # joined in November
    gone = team.add_member(ana, "Gone", "gone")
    team.edit_member(ana, gone, joined_on=JOINED)
    team.leave(ana, gone, date(2026, 11, 1))
    cycle = reviews.start(ana, Q3)
    pairs = dict(rows("SELECT member_id, reviewer_id FROM review"))
    assert pairs == {ana.id: bea.id, bea.id: ana.id, li.id: ana.id, wang.id: ana.id}
    assert not {late.id, gone.id, viewer.id} & set(pairs)
    assert cycle.due_on == date(2026, 12, 7)  # ten working days
    found = [tuple(row) for row in rows("SELECT title, weight, source FROM review_criterion ORDER BY position")]
    assert found == [("Sales", 50, "sales"), ("Satisfaction", 30, "satisfaction"), ("Efficiency", 20, "efficiency")]
    changes.undo(ana)
    assert reviews.cycles(ana) == [] and reviews.start(ana, Q3).id != cycle.id


def test_the_only_lead_has_nobody_who_reviews_them(ana: Member, li: Member) -> None:
    team.edit_member(ana, li, joined_on=JOINED)
    reviews.start(ana, Q3)
    assert rows("SELECT member_id FROM review") == [(li.id,)]


def test_a_cycle_is_refused_beside_the_field_with_the_rule_in_words(team_of_four: tuple[Member, ...]) -> None:
    ana, _bea, li, _wang = team_of_four
    with pytest.raises(Denied):
        reviews.start(li, Q3)
    over = date(2026, 11, 20)
    next_year = Period(PeriodKind.YEAR, date(2027, 1, 1), date(2027, 12, 31))
    cases: list[tuple[Callable[[], object], dict[str, str]]] = [
        (
            lambda: reviews.start(ana, Q3, [NewCriterion("Sales", 50), NewCriterion("Rest", 40)]),
            {"weights": "The weights add up to 90; 10 are missing to 100."},
        ),
        (
            lambda: reviews.start(ana, Q3, [NewCriterion("Sales", 80), NewCriterion("Rest", 40)]),
            {"weights": "The weights add up to 120; that is 20 more than 100."},
        ),
        (
            lambda: reviews.start(ana, Q3, [NewCriterion(" ", 0), NewCriterion("Rest", 101), NewCriterion("rest ", 5)]),
            {
                "title_1": "Say what is rated.",
                "weight_1": "A weight is a whole number from 1 to 100.",
                "weight_2": "A weight is a whole number from 1 to 100.",
                "title_3": "This is rated already; choose another name.",
            },
        ),
        (lambda: reviews.start(ana, Q3, []), {"weights": "Name at least one thing that is rated."}),
        (lambda: reviews.start(ana, Q3, due_on=over), {"due_on": "That day is over."}),
        (lambda: reviews.start(ana, next_year), {"period": "This period hasn't begun yet."}),
    ]
    for act, expected in cases:
        with pytest.raises(Invalid) as problem:
            act()
        assert fields_of(problem) == expected
    reviews.start(ana, Q3)
    with pytest.raises(Invalid) as problem:
        reviews.start(ana, Q3)
    assert fields_of(problem) == {"period": "The reviews of this period were started already."}
    long_ago = Period(PeriodKind.YEAR, date(2020, 1, 1), date(2020, 12, 31))
    with pytest.raises(Invalid, match="Nobody was there"):
        reviews.start(ana, long_ago)


# The course


def test_both_sides_are_written_without_waiting_for_each_other(
    team_of_four: tuple[Member, ...], review: Review
) -> None:
    ana, _bea, li, _wang = team_of_four
    reviews.write(ana, review, rated(review, 3, None, None))
    assert review.status is Status.DRAFTED
    reviews.write(li, review, rated(review, 4, 5, None))
    reviews.hand_in(li, review)
    assert review.status is Status.DRAFTED and review.handed_in_at is not None
    reviews.share(ana, review)
    assert review.status is Status.SHARED


def test_two_signatures_close_it_and_nothing_changes_any_more(team_of_four: tuple[Member, ...], review: Review) -> None:
    ana, _bea, li, _wang = team_of_four
    to_shared(ana, li, review)
    reviews.sign(ana, review)
    assert review.status is Status.SIGNED
    reviews.sign(li, review)
    assert review.status is Status.CLOSED and review.closed_at is not None
    locked: list[Callable[[], object]] = [
        lambda: reviews.write(ana, review, rated(review, 5, 5, 5)),
        lambda: reviews.write(li, review, rated(review, 5, 5, 5)),
        lambda: reviews.hand_in(li, review),
        lambda: reviews.share(ana, review),
        lambda: reviews.sign(li, review),
        lambda: reviews.dispute(li, review, "no"),
        lambda: reviews.remove(ana, review),
        lambda: reviews.reopen(li, review, "I want to"),
        lambda: changes.undo(li),
    ]
    for act in locked:
        with pytest.raises(Invalid):
            act()
    assert Review.load(review.id).status is Status.CLOSED
    with pytest.raises(Invalid) as problem:
        reviews.reopen(ana, review, " ")
    assert fields_of(problem) == {"why": "Say why it is opened again."}
    reviews.reopen(ana, review, "A booking came in late.")
    assert (review.status, review.member_signed_at, review.closed_at) == (Status.DRAFTED, None, None)
    mine = reviews.detail(ana, review.id)
    assert (
        mine.lead_words is not None and mine.lead_words.round == 2 and mine.lead_words.gaps == "Follow-ups come late."
    )
    theirs = reviews.detail(li, review.id)  # still reads what was closed, not the new draft
    assert theirs.lead_words is not None and (theirs.lead_words.round, theirs.lead_words.why) == (
        1,
        "A booking came in late.",
    )


def test_a_dispute_goes_back_to_its_lead_and_what_was_said_is_kept(
    team_of_four: tuple[Member, ...], review: Review
) -> None:
    ana, _bea, li, _wang = team_of_four
    to_shared(ana, li, review)
    reviews.sign(ana, review)
    with pytest.raises(Invalid) as problem:
        reviews.dispute(li, review, "")
    assert fields_of(problem) == {"why": "Say what you see differently."}
    reviews.dispute(li, review, "Two visits were done on time.")
    assert (review.status, review.reviewer_signed_at) == (Status.DISPUTED, None)
    reviews.write(ana, review, rated(review, 3, 4, 4))
    assert review.status is Status.DRAFTED
    shown = reviews.detail(li, review.id)
    assert shown.lead_words is not None and shown.lead_words.scores[criteria(review)[2]][0] == 2  # not the new 4
    reviews.share(ana, review)
    again = reviews.detail(li, review.id)
    assert again.lead_words is not None and again.lead_words.scores[criteria(review)[2]][0] == 4
    [first] = again.earlier
    assert (first.round, first.ended_by, first.why) == (1, "Li", "Two visits were done on time.")
    assert again.score(first).score == 3100
    reviews.sign(li, review)
    with pytest.raises(Invalid, match="You signed it"):
        reviews.dispute(li, review, "No, wait.")


def test_nothing_is_given_before_anything_is_rated(team_of_four: tuple[Member, ...], review: Review) -> None:
    ana, _bea, li, _wang = team_of_four
    reviews.write(li, review, rated(review, None, None, None), "words only")
    for give in (lambda: reviews.hand_in(li, review), lambda: reviews.share(ana, review)):
        with pytest.raises(Invalid):
            give()
    reviews.write(ana, review, rated(review, None, None, None))
    with pytest.raises(Invalid, match="Rate at least one criterion first"):
        reviews.share(ana, review)
    for score in (0, 6, -1):
        with pytest.raises(Invalid) as problem:
            reviews.write(li, review, rated(review, score, 1, 1))
        assert fields_of(problem) == {f"score_{criteria(review)[0]}": "Choose a number from 1 to 5."}
    with pytest.raises(Invalid) as problem:
        reviews.write(li, review, {}, "x" * 4001)
    assert list(problem.value.fields) == ["strengths"]


def test_a_form_that_was_open_while_the_review_was_shared_writes_nothing(
    team_of_four: tuple[Member, ...], review: Review
) -> None:
    ana, _bea, li, _wang = team_of_four
    stale = Review.load(review.id)
    to_shared(ana, li, review)
    with pytest.raises(Invalid, match="It is shared"):
        reviews.write(ana, stale, rated(review, 1, 1, 1))


# Figures from the records


def test_the_figures_come_from_the_records_of_the_period_and_stay_as_they_were_when_shared(
    team_of_four: tuple[Member, ...], review: Review
) -> None:
    ana, _bea, li, wang = team_of_four
    northwind = customers.add(ana, "Northwind", owner=li)
    goals.add(
        ana, "Own", owner=li, period=Q3, target=100_000_00, metric=Metric.REVENUE, unit=Unit.MONEY, reason="So it is."
    )
    for amount, day in ((40_000_00, date(2026, 7, 1)), (8_000_00, date(2026, 9, 30)), (9_00, date(2026, 10, 1))):
        deals.book(ana, northwind, amount, day)
    deals.book(ana, customers.add(ana, "Wang's", owner=wang), 5_00, date(2026, 8, 3))
    for score, day in ((5, date(2026, 8, 3)), (3, date(2026, 9, 1)), (4, date(2026, 9, 30)), (1, date(2026, 6, 30))):
        satisfaction.record(ana, northwind, score, day=day)
    found = reviews.detail(li, review.id).evidence
    assert (found.revenue, found.target) == (48_000_00, 100_000_00)
    assert (found.satisfied, found.answers) == (2, 3)
    to_shared(ana, li, review)
    deals.book(ana, northwind, 1_00, date(2026, 7, 2))
    kept = reviews.detail(li, review.id)
    assert kept.frozen and kept.evidence.revenue == 48_000_00
    reviews.dispute(li, review, "The booking of July is missing.")
    live = reviews.detail(ana, review.id)
    assert not live.frozen and live.evidence.revenue == 48_001_00


def test_deals_follow_ups_and_training_are_counted_in_their_period(team_of_four: tuple[Member, ...]) -> None:
    ana, _bea, li, _wang = team_of_four
    reviews.start(ana, Q4)
    northwind = customers.add(ana, "Northwind", owner=li)
    for name in ("a", "b", "c"):
        deal = deals.add(ana, northwind, name, owner=li, amount=1_00)
        if name == "c":
            deals.lose(ana, deal, deals.LostReason.PRICE)
        else:
            deals.win(ana, deal)
    for late in (False, True):
        planned = followups.add(ana, date(2026, 11, 23), customer=northwind, owner=li)
        with clock(datetime(2026, 11, 24 if late else 23, 15, tzinfo=UTC)):
            followups.complete(li, FollowUp.load(planned.id), Outcome.CONNECTED)
    steps = [NewStep(title=title, kind=StepKind.READ, day_offset=0) for title in ("one", "two")]
    programme = training.add_programme(ana, "Basics", ProgrammeKind.TOPIC, "", steps)
    training.plan(ana, li, programme, date(2026, 11, 23))
    first = TrainingStep.first_of("WHERE title = 'one'")
    assert first is not None
    training.tick(li, first)
    with clock(datetime(2026, 11, 25, 9, tzinfo=UTC)):
        found = reviews.detail(ana, review_of(li).id).evidence
    assert (found.won, found.closed) == (2, 3)
    assert (found.on_time, found.promised, found.done) == (1, 2, 2)
    assert (found.trained, found.training) == (1, 2)


# Who reads what


def test_each_side_sees_the_other_only_once_it_is_given(team_of_four: tuple[Member, ...], review: Review) -> None:
    ana, _bea, li, _wang = team_of_four

    def sees(me: Member) -> tuple[bool, bool]:
        shown, row = reviews.detail(me, review.id), reviews.listed(me, [review.id])[review.id]
        words = (shown.self_words is not None, shown.lead_words is not None)
        assert words == (row.self_score is not None, row.lead_score is not None)
        return words

    assert (sees(li), sees(ana)) == ((False, False), (False, False))
    reviews.write(li, review, rated(review, 4, 4, 4))
    reviews.write(ana, review, rated(review, 2, 2, 2))
    assert (sees(li), sees(ana)) == ((True, False), (False, True))
    reviews.hand_in(li, review)
    assert (sees(li), sees(ana)) == ((True, False), (True, True))
    reviews.share(ana, review)
    assert (sees(li), sees(ana)) == ((True, True), (True, True))


READS = {
    "the list": lambda me, n: any(n in cycle.reviews for cycle in reviews.cycles(me)),
    "a row": lambda me, n: n in reviews.listed(me, [n]),
    "its history": lambda me, n: bool(history.of_record(me, Ref("review", n))),
    "the team's history": lambda me, n: any(
        act.about == Ref("review", n) for act in history.read(me, history.of_team(me)).values()
    ),
    "its title": lambda me, n: bool(history.titles(me, [Ref("review", n)])),
    "Today": lambda me, n: any(
        line.ref == Ref("review", n) for part in today.lines(me, team.today()).values() for line in part
    ),
    "may_read": lambda me, n: access.may_read(me, Ref("review", n)),
}


@pytest.mark.parametrize("where", READS)
def test_a_review_is_read_by_its_two_people_and_by_no_one_else_not_even_another_lead(
    team_of_four: tuple[Member, ...], viewer: Member, review: Review, where: str
) -> None:
    ana, bea, li, wang = team_of_four
    to_shared(ana, li, review)
    found = {one.name: READS[where](one, review.id) for one in (ana, li, bea, wang, viewer)}
    assert found == {"Ana": True, "Li": True, "Bea": False, "王芳": False, "Vera": False}


def test_nobody_else_opens_or_touches_it(team_of_four: tuple[Member, ...], viewer: Member, review: Review) -> None:
    ana, bea, li, wang = team_of_four
    to_shared(ana, li, review)
    reviews.sign(ana, review)
    for other in (bea, wang, viewer):
        acts: list[Callable[[], object]] = [
            lambda me=other: reviews.detail(me, review.id),  # type: ignore[misc]
            lambda me=other: reviews.write(me, review, rated(review, 1, 1, 1)),  # type: ignore[misc]
            *(
                lambda me=other, verb=verb: verb(me, review)  # type: ignore[misc]
                for verb in (reviews.hand_in, reviews.share, reviews.sign, reviews.remove)
            ),
            *(
                lambda me=other, verb=verb: verb(me, review, "x")  # type: ignore[misc]
                for verb in (reviews.dispute, reviews.reopen)
            ),
        ]
        for act in acts:
            with pytest.raises(Denied, match="two people"):
                act()
        assert all(reviews.refusal(other, act, review) is not None for act in Act)


def test_no_history_tells_one_side_what_the_other_rated(team_of_four: tuple[Member, ...], review: Review) -> None:
    ana, bea, li, wang = team_of_four
    reviews.write(ana, review, rated(review, 2, 2, 1, why="secretly disappointed"), "Draft of strengths")
    reviews.write(ana, review, rated(review, 3, 2, 1))
    for me in (li, bea, wang):
        told = history.read(me, history.of_team(me)).values()
        touched = [one for act in told for one in (act.told, *history.others(me, act))]
        assert not {"assessment", "review_score"} & {one.ref.kind for one in touched}
        assert "secretly" not in str(touched) and "Draft of" not in str(touched)
    own = [one for act in history.read(ana, history.of_team(ana)).values() for one in history.others(ana, act)]
    assert {"assessment", "review_score"} <= {one.ref.kind for one in own}


def test_nothing_of_a_review_is_found_by_search_and_nothing_public_is_about_one(
    team_of_four: tuple[Member, ...], review: Review
) -> None:
    ana, _bea, li, _wang = team_of_four
    to_shared(ana, li, review)
    for word in ("Montalvo", "Forecasts", "calm", "late", "Q3"):
        assert [hit for hit in search.find(word) if "review" in str(hit) or "assessment" in str(hit)] == []
    series = meetings.series()
    public: list[Callable[[], object]] = [
        lambda: notes.write(ana, review.ref, "He is late."),
        lambda: actions.add(ana, "Talk", li, team.today(), origin=review.ref),
        lambda: topics.raise_topic(ana, series.id if series else 1, "Talk", origin=review.ref),
    ]
    for act in public:
        with pytest.raises(Invalid, match="Two people read a review"):
            act()


# Today


def test_today_says_what_waits_for_whom(team_of_four: tuple[Member, ...], review: Review) -> None:
    ana, bea, li, _wang = team_of_four

    def line(me: Member) -> tuple[Part, str, str] | None:
        found = [one for one in reviews.due_for(me, team.today()) if one.ref == review.ref]
        return (found[0].part, str(found[0].text), str(found[0].state or "")) if found else None

    draft, to_sign = (Part.DO, "review of 2026 Q3", ""), "✎ sign it"
    assert line(li) == (Part.DO, "your self review of 2026 Q3", "") and line(ana) == draft
    reviews.write(li, review, rated(review, 4, 4, 4))
    reviews.hand_in(li, review)
    assert line(li) is None and line(ana) == draft
    reviews.write(ana, review, rated(review, 3, 3, 3))
    assert line(ana) == (Part.DO, "review of 2026 Q3", "▶ share it") and line(li) is None
    reviews.share(ana, review)
    assert line(li) == (Part.REVIEW, "your review of 2026 Q3", to_sign)
    assert line(ana) == (Part.REVIEW, "review of 2026 Q3", to_sign)
    reviews.dispute(li, review, "No.")
    assert line(li) is None and line(ana) == (Part.DO, "review of 2026 Q3", "✕ disputed")
    reviews.write(ana, review, rated(review, 4, 3, 3))
    reviews.share(ana, review)
    reviews.sign(li, review)
    assert line(li) is None and line(ana) == (Part.REVIEW, "review of 2026 Q3", to_sign)
    reviews.sign(ana, review)
    assert line(ana) is None and line(bea) is None


def test_lists_are_read_by_an_index_(team_of_four: tuple[Member, ...], review: Review) -> None:
    for sql, params in (
        (f"SELECT r.id FROM review r WHERE {questions.READABLE}", (1, 1)),
        (due.WAITS.format(column="r.member_id"), (1,)),
        (due.WAITS.format(column="r.reviewer_id"), (1,)),
    ):
        plan = [str(row[3]) for row in rows("EXPLAIN QUERY PLAN " + sql, params)]
        assert not [step for step in plan if step.startswith("SCAN")], plan


def test_when_a_lead_leaves_another_leads_their_reviews_and_reads_only_what_was_given(
    team_of_four: tuple[Member, ...], review: Review
) -> None:
    ana, bea, li, wang = team_of_four
    to_shared(ana, li, review)
    reviews.dispute(li, review, "No.")
    reviews.write(ana, review, rated(review, 1, 1, 1), "Not shared")
    other = review_of(wang)
    reviews.write(ana, other, rated(other, 1, 1, 1), "Not shared either")
    assert leaving.left_behind(ana)["review"] == 3
    leaving.leave(bea, ana, date(2026, 11, 30), wang)  # a rep takes the customers over, and can't lead reviews
    assert dict(rows("SELECT member_id, reviewer_id FROM review")) == {
        ana.id: bea.id,
        bea.id: ana.id,  # nobody else could lead hers
        li.id: bea.id,
        wang.id: bea.id,
    }
    found = reviews.detail(bea, review.id)
    assert found.lead_words is not None and found.lead_words.strengths == "Keeps customers calm."
    assert reviews.detail(bea, other.id).lead_words is None
    with pytest.raises(Denied):
        reviews.detail(ana, review.id)
    mine = Review.load(review.id)
    reviews.write(bea, mine, rated(review, 4, 4, 4))
    reviews.share(bea, mine)
    shown = reviews.detail(li, review.id).lead_words
    assert shown is not None and (shown.round, shown.strengths) == (3, "")


def test_a_removed_review_is_gone_and_comes_back_with_undo(team_of_four: tuple[Member, ...], review: Review) -> None:
    ana, _bea, li, _wang = team_of_four
    reviews.remove(ana, review)
    with pytest.raises(NotFound):
        reviews.detail(li, review.id)
    changes.undo(ana)
    assert reviews.detail(li, review.id).row.status is Status.NOT_STARTED
