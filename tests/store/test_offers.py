"""What running plans are offered: changes of the programme and days off; nothing happens by itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import changes, team, training
from store.errors import Denied, Invalid
from store.team import Member
from store.training import NewStep, Offer, OfferKind, Programme, ProgrammeStep, TrainingPlan, TrainingStep

DAY = date(2026, 11, 23)  # the Monday at which the clock stands
STEPS = (NewStep("Read", minutes=30), NewStep("Watch", day_offset=3), NewStep("Tell", day_offset=6))


@pytest.fixture
def programme(ana: Member) -> Programme:
    return training.add_programme(ana, "Objections", steps=STEPS)


@pytest.fixture
def plan(ana: Member, li: Member, programme: Programme) -> TrainingPlan:
    return training.plan(ana, li, programme, DAY)


def source(programme: Programme, title: str) -> ProgrammeStep:
    return ProgrammeStep.load(next(row.id for row in training.programme_steps(programme.id) if row.title == title))


def offered(plan: TrainingPlan) -> list[Offer]:
    return training.offers(TrainingPlan.load(plan.id))


def counted(plan: TrainingPlan) -> int:
    return training.listed([plan.id], DAY)[plan.id].offered


def days(plan: TrainingPlan) -> list[tuple[str, date]]:
    return [(row.title, row.due_on) for row in training.steps(plan.id)]


# Changes of the programme


def test_a_plan_is_offered_nothing_while_the_programme_stays(plan: TrainingPlan) -> None:
    assert (offered(plan), counted(plan)) == ([], 0)


def test_every_change_of_the_programme_is_offered_and_none_is_forced(
    ana: Member, programme: Programme, plan: TrainingPlan
) -> None:
    before = days(plan)
    training.edit_step(ana, source(programme, "Read"), minutes=45, title="Read twice")
    training.remove_step(ana, source(programme, "Watch"))
    training.add_step(ana, programme, NewStep("Ask", day_offset=4))
    kinds = {(offer.kind, offer.title) for offer in offered(plan)}
    assert kinds == {(OfferKind.OTHER, "Read"), (OfferKind.GONE, "Watch"), (OfferKind.NEW, "Ask")}
    assert counted(plan) == 3, "the list counts what the view shows"
    assert days(plan) == before
    (other,) = (offer for offer in offered(plan) if offer.kind is OfferKind.OTHER)
    assert {(one.field, one.ours, one.theirs) for one in other.differs} == {
        ("title", "Read", "Read twice"),
        ("minutes", 30, 45),
    }


def test_one_is_taken_over_then_all_and_one_undo_takes_them_back(
    ana: Member, programme: Programme, plan: TrainingPlan
) -> None:
    training.edit_step(ana, source(programme, "Tell"), day_offset=8)
    training.remove_step(ana, source(programme, "Watch"))
    training.add_step(ana, programme, NewStep("Ask", day_offset=4))
    new = next(offer for offer in offered(plan) if offer.kind is OfferKind.NEW)
    training.take_over(ana, TrainingPlan.load(plan.id), [new])
    assert ("Ask", date(2026, 11, 27)) in days(plan)
    training.take_over(ana, TrainingPlan.load(plan.id), offered(plan))
    assert days(plan) == [("Read", DAY), ("Ask", date(2026, 11, 27)), ("Tell", date(2026, 12, 3))]
    assert (offered(plan), counted(plan)) == ([], 0)
    changes.undo(ana)
    assert len(offered(plan)) == 2


def test_what_is_done_stays_as_it_was(ana: Member, li: Member, programme: Programme, plan: TrainingPlan) -> None:
    training.tick(li, TrainingStep.load(training.steps(plan.id)[0].id))
    training.edit_step(ana, source(programme, "Read"), title="Read twice")
    assert offered(plan) == []
    training.remove_step(ana, source(programme, "Read twice"))
    assert (offered(plan), counted(plan)) == ([], 0)


def test_what_is_declined_comes_again_only_when_the_programme_changes_again(
    ana: Member, programme: Programme, plan: TrainingPlan
) -> None:
    training.edit_step(ana, source(programme, "Read"), minutes=45)
    training.decline(ana, TrainingPlan.load(plan.id), offered(plan)[0])
    assert (offered(plan), counted(plan)) == ([], 0)
    training.edit_step(ana, source(programme, "Read"), minutes=60)
    assert (len(offered(plan)), counted(plan)) == (1, 1)


def test_an_ended_plan_is_offered_nothing_and_a_stale_offer_is_refused(
    ana: Member, programme: Programme, plan: TrainingPlan
) -> None:
    training.edit_step(ana, source(programme, "Read"), minutes=45)
    stale = offered(plan)
    training.edit_step(ana, source(programme, "Read"), minutes=50)
    with pytest.raises(Invalid, match="any more"):
        training.take_over(ana, TrainingPlan.load(plan.id), stale)
    with pytest.raises(Invalid):
        training.take_over(ana, TrainingPlan.load(plan.id), [])
    training.stop(ana, TrainingPlan.load(plan.id))
    assert (offered(plan), counted(plan)) == ([], 0)


def test_a_programme_that_is_removed_takes_nothing_out_of_its_plans(
    ana: Member, programme: Programme, plan: TrainingPlan
) -> None:
    training.remove_programme(ana, programme)
    assert (offered(plan), counted(plan)) == ([], 0)


def test_only_the_lead_takes_over(ana: Member, li: Member, programme: Programme, plan: TrainingPlan) -> None:
    training.edit_step(ana, source(programme, "Read"), minutes=45)
    with pytest.raises(Denied):
        training.take_over(li, TrainingPlan.load(plan.id), offered(plan))


def test_dropping_the_last_open_step_ends_the_plan(
    ana: Member, li: Member, programme: Programme, plan: TrainingPlan
) -> None:
    for row in training.steps(plan.id)[:2]:
        training.tick(li, TrainingStep.load(row.id))
    training.remove_step(ana, source(programme, "Tell"))
    training.take_over(ana, TrainingPlan.load(plan.id), offered(plan))
    assert TrainingPlan.load(plan.id).status is training.PlanStatus.DONE


# Days off


def test_a_plan_made_over_an_absence_leaves_it_out(ana: Member, li: Member, programme: Programme) -> None:
    team.add_absence(ana, li, date(2026, 11, 24), date(2026, 11, 26))
    plan = training.plan(ana, li, programme, DAY)
    assert [due for _title, due in days(plan)] == [DAY, date(2026, 12, 1), date(2026, 12, 4)]
    assert offered(plan) == []


def test_a_later_absence_is_offered_pushes_forward_and_keeps_the_order(
    ana: Member, li: Member, plan: TrainingPlan
) -> None:
    assert [due for _title, due in days(plan)] == [DAY, date(2026, 11, 26), date(2026, 12, 1)]
    team.add_absence(ana, li, date(2026, 11, 25), date(2026, 11, 27))
    assert [(offer.title, offer.due_on) for offer in offered(plan)] == [
        ("Watch", date(2026, 12, 1)),
        ("Tell", date(2026, 12, 4)),
    ]
    training.take_over(ana, TrainingPlan.load(plan.id), offered(plan))
    assert [due for _title, due in days(plan)] == [DAY, date(2026, 12, 1), date(2026, 12, 4)]
    assert offered(plan) == []


def test_a_new_holiday_is_offered_and_a_make_up_day_pulls_nothing_back(ana: Member, plan: TrainingPlan) -> None:
    team.add_holidays(ana, [(date(2026, 11, 26), False, "Holiday"), (date(2026, 11, 28), True, "调休")])
    assert [(offer.title, offer.due_on) for offer in offered(plan)] == [("Watch", date(2026, 11, 27))]


def test_a_step_that_was_postponed_by_hand_moves_only_off_the_days_away(
    ana: Member, li: Member, plan: TrainingPlan
) -> None:
    step = TrainingStep.load(training.steps(plan.id)[1].id)
    training.postpone(li, step, date(2026, 12, 9))
    team.add_absence(ana, li, date(2026, 12, 9), date(2026, 12, 10))
    assert [(offer.title, offer.due_on) for offer in offered(plan)] == [("Watch", date(2026, 12, 11))]


def test_an_absence_of_years_leaves_the_teams_days(ana: Member, li: Member, plan: TrainingPlan) -> None:
    team.add_absence(ana, li, date(2026, 11, 25), date(2029, 11, 25))
    assert offered(plan) == []


@given(
    first=st.integers(0, 20),
    length=st.integers(0, 15),
    off=st.frozensets(st.integers(0, 30), max_size=5),
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_taking_over_never_moves_backward_never_onto_a_day_off_and_leaves_nothing_to_offer(
    ana: Member, li: Member, programme: Programme, first: int, length: int, off: frozenset[int]
) -> None:
    plan = training.plan(ana, li, programme, DAY)
    before = dict(days(plan))
    away = team.add_absence(ana, li, DAY + timedelta(days=first), DAY + timedelta(days=first + length))
    if off:
        team.add_holidays(ana, [(DAY + timedelta(days=n), False, "") for n in sorted(off)])
    if offered(plan):
        training.take_over(ana, TrainingPlan.load(plan.id), offered(plan))
    after = dict(days(plan))
    assert offered(plan) == []
    for title, due in after.items():
        assert due >= before[title]
        assert team.work_calendar().is_working(due)
        assert not away.first_day <= due <= away.last_day
    training.remove(ana, TrainingPlan.load(plan.id))
    team.remove_absence(ana, away)
    for holiday in team.holidays(DAY):
        team.remove_holiday(ana, holiday)
