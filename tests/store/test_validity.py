"""What holds for a time is due again before it expires, once; attempts are counted, levels written and taken back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import team, training
from store.calendar import clock
from store.database import rows
from store.errors import Denied, Invalid
from store.records import Ref
from store.team import Member
from store.training import NewStep, PlanStatus, Programme, StepKind, StepStatus, TrainingPlan, TrainingStep
from store.training.expiry import EXPIRING

DAY = date(2026, 11, 23)  # the Monday at which the clock stands


def at(day: date) -> clock:
    return clock(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))


@pytest.fixture
def negotiation(ana: Member) -> team.Skill:
    return team.add_skill(ana, "Negotiation")


@pytest.fixture
def programme(ana: Member, negotiation: team.Skill) -> Programme:
    """A quiz that holds for 90 days and asks for 80 of 100, and a film for good."""
    steps = [
        NewStep("Quiz", StepKind.QUIZ, skill=negotiation.id, level=3, valid_days=90, pass_score=80),
        NewStep("Film", StepKind.WATCH, 1),
    ]
    return training.add_programme(ana, "Certificate", steps=steps)


@pytest.fixture
def plan(ana: Member, li: Member, programme: Programme) -> TrainingPlan:
    return training.plan(ana, li, programme, DAY)


def step(plan: TrainingPlan, title: str, *, renews: bool = False) -> TrainingStep:
    found = [row for row in training.steps(plan.id) if row.title == title and row.renews is renews]
    return TrainingStep.load(found[-1].id)


def done(li: Member, plan: TrainingPlan) -> None:
    training.tick(li, step(plan, "Quiz"), score=90)
    training.tick(li, step(plan, "Film"))


def level(li: Member, negotiation: team.Skill, day: date = DAY) -> tuple[int | None, bool]:
    cell = training.matrix(day).cells[li.id, negotiation.id]
    return cell.level, cell.expired


# Attempts


def test_a_score_below_the_mark_is_an_attempt_and_the_step_stays_open(
    li: Member, plan: TrainingPlan, negotiation: team.Skill
) -> None:
    training.tick(li, step(plan, "Quiz"), "on paper", score=79)
    training.tick(li, step(plan, "Quiz"), "again", score=60)
    row = next(row for row in training.steps(plan.id) if row.title == "Quiz")
    assert (row.status, row.attempt, row.score) == (StepStatus.OPEN, 3, None)
    assert [(tried.number, tried.score) for tried in training.attempts(row.id)] == [(2, 60), (1, 79)]
    assert level(li, negotiation) == (None, False)
    training.tick(li, step(plan, "Quiz"), score=80)
    assert level(li, negotiation) == (3, False)


@pytest.mark.parametrize("score", [None, -1, 101])
def test_a_score_that_is_missing_or_none_is_refused_beside_it(
    li: Member, plan: TrainingPlan, score: int | None
) -> None:
    with pytest.raises(Invalid) as refused:
        training.tick(li, step(plan, "Quiz"), score=score)
    assert set(refused.value.fields) == {"score"}


def test_what_is_sent_back_is_an_attempt_with_the_reason_why(ana: Member, li: Member, wang: Member) -> None:
    found = training.add_programme(ana, "Offer", steps=[NewStep("Write", StepKind.PRACTISE, needs_sign_off=True)])
    plan = training.plan(ana, li, found, DAY, coach=wang)
    training.tick(li, step(plan, "Write"), proof=Ref("customer", 1))
    with pytest.raises(Denied):
        training.send_back(li, step(plan, "Write"), "fine")
    with pytest.raises(Invalid) as refused:
        training.send_back(wang, step(plan, "Write"), " ")
    assert set(refused.value.fields) == {"why"}
    training.send_back(wang, step(plan, "Write"), "No date in it")
    row = training.steps(plan.id)[0]
    assert (row.status, row.attempt, row.evidence, row.proof) == (StepStatus.OPEN, 2, "", None)
    assert training.attempts(row.id)[0].why == "No date in it"
    with pytest.raises(Invalid):
        training.send_back(wang, step(plan, "Write"), "again")


def test_a_signature_over_a_score_that_does_not_pass_is_an_attempt(ana: Member, li: Member) -> None:
    steps = [NewStep("Test", StepKind.QUIZ, needs_sign_off=True, pass_score=50)]
    plan = training.plan(ana, li, training.add_programme(ana, "T", steps=steps), DAY)
    with pytest.raises(Invalid) as refused:
        training.sign(ana, step(plan, "Test"), "seen")
    assert set(refused.value.fields) == {"score"}
    training.sign(ana, step(plan, "Test"), "seen", 49)
    row = training.steps(plan.id)[0]
    assert (row.status, row.attempt, row.signed_by) == (StepStatus.OPEN, 2, "")
    training.sign(ana, step(plan, "Test"), "seen", 50)
    row = training.steps(plan.id)[0]
    assert (row.status, row.score, row.signed_by) == (StepStatus.DONE, 50, "Ana")


def test_taking_a_step_back_takes_back_the_level_it_gave(
    li: Member, plan: TrainingPlan, negotiation: team.Skill
) -> None:
    done(li, plan)
    assert level(li, negotiation) == (3, False)
    training.untick(li, step(plan, "Quiz"))
    assert level(li, negotiation) == (None, False)
    assert step(plan, "Quiz").valid_until is None


# Validity


def test_it_holds_through_its_last_day_and_is_shown_as_expired_after(
    li: Member, plan: TrainingPlan, negotiation: team.Skill
) -> None:
    done(li, plan)
    until = DAY + timedelta(days=90)
    assert step(plan, "Quiz").valid_until == until
    assert level(li, negotiation, until) == (3, False)
    assert level(li, negotiation, until + timedelta(days=1)) == (3, True)
    assert step(plan, "Film").valid_until is None


def test_the_next_one_is_planned_30_days_before_due_on_the_last_working_day_that_holds(
    li: Member, plan: TrainingPlan
) -> None:
    done(li, plan)
    assert TrainingPlan.load(plan.id).status is PlanStatus.DONE
    until = DAY + timedelta(days=90)  # Sunday 21 February 2027
    early, first = until - timedelta(days=31), until - timedelta(days=30)
    with at(early):
        assert training.renew(early) == 0
    with at(first):
        assert training.renew(first) == 1
        again = step(plan, "Quiz", renews=True)
        assert (again.due_on, again.status, again.valid_days) == (date(2027, 2, 19), StepStatus.OPEN, 90)
        assert TrainingPlan.load(plan.id).status is PlanStatus.ACTIVE
        assert training.renew(first) == 0, "once"
        training.tick(li, again, score=95)
        assert TrainingPlan.load(plan.id).status is PlanStatus.DONE
        assert training.renew(until) == 0, "the old one has been renewed"
    chained = step(plan, "Quiz", renews=True).valid_until
    assert chained == first + timedelta(days=90)
    with at(chained):
        assert training.renew(chained) == 1, "and so on"


def test_what_has_expired_meanwhile_is_due_today(li: Member, plan: TrainingPlan) -> None:
    done(li, plan)
    late = DAY + timedelta(days=200)
    with at(late):
        training.renew(late)
        assert step(plan, "Quiz", renews=True).due_on == team.work_calendar().on_or_after(late)


def test_nothing_is_renewed_for_who_has_left_or_was_stopped(ana: Member, li: Member, plan: TrainingPlan) -> None:
    training.tick(li, step(plan, "Quiz"), score=90)
    training.stop(ana, TrainingPlan.load(plan.id))
    expires = DAY + timedelta(days=90)
    with at(expires):
        assert training.renew(expires) == 0
        training.resume(ana, TrainingPlan.load(plan.id))
        team.leave(ana, li, expires)
        assert training.renew(expires) == 0


def test_a_second_plan_of_the_same_programme_makes_no_second_chain(
    ana: Member, li: Member, plan: TrainingPlan, programme: Programme
) -> None:
    done(li, plan)
    later = DAY + timedelta(days=70)
    with at(later):
        second = training.plan(ana, li, programme, later)
        assert training.renew(later) == 0, "it stands open there"
        done(li, second)
        assert training.renew(DAY + timedelta(days=90)) == 0, "and was done there later"
        expires = step(second, "Quiz").valid_until
    with at(expires):
        assert training.renew(expires) == 1


def test_taking_back_what_was_renewed_takes_the_renewal_too_and_it_can_be_renewed_again(
    li: Member, plan: TrainingPlan
) -> None:
    done(li, plan)
    first = DAY + timedelta(days=61)
    with at(first):
        assert training.renew(first) == 1
        training.untick(li, step(plan, "Quiz"))
        assert [row for row in training.steps(plan.id) if row.renews] == []
        training.tick(li, step(plan, "Quiz"), score=90)
        expires = step(plan, "Quiz").valid_until
    with at(expires):
        assert training.renew(expires) == 1


def test_the_renewal_is_what_the_programme_teaches_by_then(ana: Member, li: Member, plan: TrainingPlan) -> None:
    done(li, plan)
    source = training.ProgrammeStep.load(step(plan, "Quiz").source_id)
    training.edit_step(ana, source, title="Quiz, 2027", pass_score=85)
    expires = DAY + timedelta(days=90)
    with at(expires):
        training.renew(expires)
    again = step(plan, "Quiz, 2027", renews=True)
    assert again.pass_score == 85
    assert step(plan, "Quiz").pass_score == 80, "what was done stays as it was"


@given(valid=st.integers(1, 400), looks=st.lists(st.integers(0, 500), min_size=1, max_size=6))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_often_one_looks_there_is_never_more_than_one_renewal(
    ana: Member, li: Member, valid: int, looks: list[int]
) -> None:
    steps = [NewStep("Quiz", StepKind.QUIZ, valid_days=valid)]
    plan = training.plan(ana, li, training.add_programme(ana, "P", steps=steps), DAY)
    training.tick(li, TrainingStep.load(training.steps(plan.id)[0].id))
    for look in sorted(looks):
        day = DAY + timedelta(days=look)
        with at(day):
            training.renew(day)
        found = training.steps(plan.id)
        assert len(found) == (2 if DAY + timedelta(days=valid - min(30, valid // 2)) <= day else 1)
    with at(DAY):
        training.remove(ana, TrainingPlan.load(plan.id))


def test_looking_for_what_expires_reads_an_index(ana: Member) -> None:
    steps = rows(f"EXPLAIN QUERY PLAN {EXPIRING}", (DAY.isoformat(), DAY.isoformat()))
    assert "training_step_valid" in str(steps)
    assert "SCAN s" not in str(steps)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"valid_days": 0}, "valid_days"),
        ({"valid_days": -5}, "valid_days"),
        ({"pass_score": 101}, "pass_score"),
        ({"pass_score": 0}, "pass_score"),
        ({"level": 5, "skill": 1}, "level"),
        ({"skill": 1}, "level"),
        ({"level": 2}, "skill"),
        ({"day_offset": -1}, "day_offset"),
    ],
)
def test_a_step_that_makes_no_sense_is_refused_beside_its_field(ana: Member, wrong: dict[str, int], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        training.add_programme(ana, "P", steps=[NewStep("x")._replace(**wrong)])
    assert set(refused.value.fields) == {field}
