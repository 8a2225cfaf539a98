"""Role plays: the total and who passes, the step that one decides, and the retry that nobody has to remember."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import changes, team, training
from store.calendar import clock
from store.errors import Denied, Invalid
from store.records import Part
from store.team import Member
from store.training import Dimension, NewStep, PlayStatus, RolePlay, StepKind, StepStatus, TrainingPlan, TrainingStep

DAY = date(2026, 11, 23)  # the Monday at which the clock stands
GOOD = dict.fromkeys(Dimension, 4)
WEAK = {**GOOD, Dimension.OBJECTIONS: 2}


def scores(discovery: int, objections: int, structure: int, next_step: int) -> dict[Dimension, int]:
    return dict(zip(Dimension, (discovery, objections, structure, next_step), strict=True))


@pytest.fixture
def plan(ana: Member, li: Member, wang: Member) -> TrainingPlan:
    """Li plays on the first day and tells the team on the second; Wang coaches."""
    steps = [
        NewStep("Too dear", StepKind.ROLE_PLAY, 0, 30, needs_sign_off=True),
        NewStep("Tell the team", day_offset=1),
    ]
    return training.plan(ana, li, training.add_programme(ana, "Objections", steps=steps), DAY, coach=wang)


def first_step(plan: TrainingPlan) -> TrainingStep:
    return TrainingStep.load(training.steps(plan.id)[0].id)


# The total


@pytest.mark.parametrize(
    ("given_", "points", "ok"),
    [
        (scores(1, 1, 1, 1), 20, False),
        (scores(5, 5, 5, 5), 100, True),
        (scores(4, 3, 3, 4), 70, True),  # 12 + 9 + 6 + 8 = 35 of 50
        (scores(3, 4, 4, 3), 70, True),
        (scores(3, 3, 4, 4), 68, False),
        (scores(3, 3, 5, 4), 72, True),
        (scores(5, 2, 5, 5), 82, False),  # gave in
        (scores(2, 5, 5, 5), 82, False),  # asked nothing
        (scores(5, 5, 1, 2), 72, True),  # badly ordered, but it worked
    ],
)
def test_the_total_is_the_weighted_share_and_a_critical_score_under_3_fails(
    given_: dict[Dimension, int], points: int, ok: bool
) -> None:
    assert (training.total(given_), training.passed(given_)) == (points, ok)


@given(st.tuples(*[st.integers(1, 5)] * 4), st.sampled_from(list(Dimension)))
def test_a_better_score_never_makes_a_worse_total_and_never_fails_who_passed(
    grades: tuple[int, int, int, int], better: Dimension
) -> None:
    low = scores(*grades)
    high = {**low, better: min(low[better] + 1, 5)}
    assert 20 <= training.total(low) <= training.total(high) <= 100
    assert training.passed(high) or not training.passed(low)
    assert not training.passed(low) or not training.too_low(low)


# Holding


def test_one_that_is_passed_needs_no_retry_and_no_focus(ana: Member, li: Member) -> None:
    made = training.hold(ana, li, "The buyer with two offers", GOOD, seconds=312, note="Calm.")
    (row,) = training.plays([made.id]).values()
    assert (row.total, row.passed, row.seconds, row.assessor, row.held_on) == (80, True, 312, "Ana", DAY)
    assert training.planned() == []


def test_one_that_fails_plans_its_retry_five_working_days_later_with_the_same_people(
    ana: Member, li: Member, wang: Member
) -> None:
    made = training.hold(ana, li, "Too dear", WEAK, counterpart=wang, next_focus="Ask before answering")
    (number,) = training.planned()
    row = training.plays([number])[number]
    assert (row.retry_of_id, row.due_on, row.scenario) == (made.id, date(2026, 11, 30), "Too dear")
    assert (row.counterpart, row.assessor) == ("王芳", "Ana")
    changes.undo(ana)
    assert (training.planned(), training.held()) == ([], []), "one undo takes back both"


def test_the_day_of_a_retry_can_be_chosen_and_falls_on_a_working_day(ana: Member, li: Member) -> None:
    training.hold(ana, li, "Too dear", WEAK, next_focus="Ask", retry_on=date(2026, 11, 28))
    assert RolePlay.load(training.planned()[0]).due_on == date(2026, 11, 30)


def test_a_retry_that_is_held_is_the_planned_one_and_counts_once(ana: Member, li: Member) -> None:
    training.hold(ana, li, "Too dear", WEAK, next_focus="Ask")
    again = RolePlay.load(training.planned()[0])
    training.hold(ana, li, again.scenario, GOOD, planned=again)
    assert training.planned() == []
    assert [row.total for row in training.plays_of(li.id)] == [80, 68]
    assert training.trend(training.plays_of(li.id), None) == [68, 80], "the oldest first"
    with pytest.raises(Invalid, match="held already"):
        training.hold(ana, li, "x", GOOD, planned=RolePlay.load(again.id))


@pytest.mark.parametrize("grade", [0, 6, -1])
def test_a_grade_out_of_range_is_refused_beside_its_dimension(ana: Member, li: Member, grade: int) -> None:
    with pytest.raises(Invalid) as refused:
        training.hold(ana, li, "x", {**GOOD, Dimension.STRUCTURE: grade})
    assert set(refused.value.fields) == {"structure"}


def test_a_missing_grade_and_a_missing_focus_are_refused(ana: Member, li: Member) -> None:
    with pytest.raises(Invalid) as refused:
        training.hold(ana, li, "x", {Dimension.DISCOVERY: 3})
    assert set(refused.value.fields) == {"objections", "structure", "next_step"}
    with pytest.raises(Invalid) as refused:
        training.hold(ana, li, "x", WEAK)
    assert set(refused.value.fields) == {"next_focus"}
    with pytest.raises(Invalid) as refused:
        training.hold(ana, li, "x", WEAK, next_focus="Ask", retry_on=date(2026, 11, 22))
    assert set(refused.value.fields) == {"retry_on"}


def test_nobody_scores_themselves_and_nobody_plays_who_has_left(ana: Member, li: Member, wang: Member) -> None:
    with pytest.raises(Denied, match="Somebody else"):
        training.hold(li, li, "x", GOOD)
    with pytest.raises(Invalid) as refused:
        training.hold(ana, li, " ", GOOD, counterpart=li, assessor=li)
    assert set(refused.value.fields) == {"scenario", "counterpart", "assessor"}
    team.leave(ana, team.edit_member(ana, wang, joined_on=date(2026, 1, 1)), date(2026, 11, 20))
    with pytest.raises(Invalid, match="has left"):
        training.hold(ana, wang, "x", GOOD)


def test_a_colleague_scores_and_a_viewer_doesnt(li: Member, wang: Member, viewer: Member) -> None:
    training.hold(wang, li, "x", GOOD)
    with pytest.raises(Denied):
        training.hold(viewer, li, "x", GOOD, assessor=wang)
    with pytest.raises(Invalid, match="only looks on"):
        training.hold(wang, li, "x", GOOD, assessor=viewer)


# The step that it belongs to


def test_the_coach_signs_a_step_by_a_role_play_that_is_passed(wang: Member, li: Member, plan: TrainingPlan) -> None:
    made = training.hold(wang, li, "Too dear", GOOD, step=first_step(plan))
    row = training.steps(plan.id)[0]
    assert (row.status, row.signed_by, row.score, row.proof) == (StepStatus.DONE, "王芳", 80, made.ref)


def test_a_colleague_who_may_not_sign_leaves_it_to_the_coach(ana: Member, li: Member, plan: TrainingPlan) -> None:
    tom = team.add_member(ana, "Tom", "tom")
    training.hold(tom, li, "Too dear", GOOD, step=first_step(plan))
    assert training.steps(plan.id)[0].status is StepStatus.WAITING


def test_a_failed_one_is_an_attempt_and_its_step_is_due_on_the_day_of_the_retry(
    wang: Member, li: Member, plan: TrainingPlan
) -> None:
    training.hold(wang, li, "Too dear", WEAK, step=first_step(plan), next_focus="Ask")
    row = next(row for row in training.steps(plan.id) if row.kind is StepKind.ROLE_PLAY)
    assert (row.status, row.attempt, row.due_on) == (StepStatus.OPEN, 2, date(2026, 11, 30))
    (tried,) = training.attempts(row.id)
    assert (tried.number, tried.score, tried.why) == (1, 68, "Ask")
    retry = RolePlay.load(training.planned()[0])
    assert training.step_to_decide(retry).id == row.id
    training.hold(wang, li, "Too dear", GOOD, planned=retry, step=TrainingStep.load(row.id))
    done = next(one for one in training.steps(plan.id) if one.id == row.id)
    assert (done.status, done.attempt) == (StepStatus.DONE, 2)


def test_today_shows_what_is_to_be_played_once(ana: Member, li: Member, wang: Member, plan: TrainingPlan) -> None:
    training.hold(wang, li, "Too dear", WEAK, step=first_step(plan), next_focus="Ask")
    training.hold(ana, li, "First call", WEAK, next_focus="Ask", retry_on=DAY)
    lines = training.due_for(li, DAY)
    assert [(line.ref.kind, line.part) for line in lines if "Too dear" in str(line.text)] == [
        ("training_step", Part.COMING)
    ]
    assert [(line.text, line.part) for line in lines if line.ref.kind == "role_play"] == [("First call", Part.DO)]


def test_the_meeting_plays_what_is_due_and_hears_what_was_held(ana: Member, li: Member) -> None:
    training.hold(ana, li, "First call", WEAK, next_focus="Ask")
    lines = training.for_meeting(DAY, 9)
    assert [(line.what, str(line.state)) for line in lines] == [("Play", "again"), ("Play", "68 of 100")]


def test_what_a_leaver_was_to_play_is_asked_of_nobody(ana: Member, li: Member) -> None:
    training.plan_role_play(ana, li, "First call", date(2026, 11, 24))
    team.leave(ana, li, DAY)
    assert len(training.planned()) == 1
    with clock(datetime(2026, 11, 24, 9, tzinfo=UTC)):
        assert training.planned() == []
        assert training.for_meeting(DAY, 9) == []


def test_a_planned_one_is_put_off_and_taken_out(ana: Member, li: Member) -> None:
    made = training.plan_role_play(li, li, "First call", DAY, counterpart=ana)
    training.put_off(li, made, date(2026, 11, 28))
    assert RolePlay.load(made.id).due_on == date(2026, 11, 30)
    with pytest.raises(Invalid):
        training.put_off(li, made, date(2026, 11, 20))
    training.remove_role_play(ana, made)
    assert training.planned(li.id) == []
    assert made.status is PlayStatus.PLANNED
    with pytest.raises(Invalid) as refused:
        training.plan_role_play(ana, li, "x", date(2026, 11, 20))
    assert set(refused.value.fields) == {"due_on"}
