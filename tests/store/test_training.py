"""Programmes to plans, due days over holidays, ticks and signatures: nobody is half trained unnoticed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import changes, team, today, training
from store.access import Role
from store.calendar import WorkCalendar, clock
from store.database import rows
from store.errors import Conflict, Denied, Invalid
from store.records import Part, Ref
from store.team import Member
from store.training import (
    Bucket,
    NewStep,
    PlanStatus,
    Programme,
    ProgrammeStep,
    StepKind,
    StepStatus,
    TrainingPlan,
    TrainingStep,
)
from store.training.planning import due_day

DAY = date(2026, 11, 23)  # the Monday at which the clock stands
STEPS = (
    NewStep("Read the handbook", minutes=60),
    NewStep("Watch a demo", StepKind.WATCH, 1, 40),
    NewStep("Role play: too dear", StepKind.ROLE_PLAY, 5, 30, needs_sign_off=True),
    NewStep("Tell the team", StepKind.PRACTISE, 8, mandatory=False),
)


@pytest.fixture
def programme(ana: Member) -> Programme:
    """Three mandatory steps, one of them to be signed, and one that may be left out."""
    return training.add_programme(ana, "Price objections", what_for="Fewer discounts", steps=STEPS)


@pytest.fixture
def plan(ana: Member, li: Member, wang: Member, programme: Programme) -> TrainingPlan:
    """Li begins on Monday; Wang coaches."""
    return training.plan(ana, li, programme, DAY, coach=wang)


def step_of(plan: TrainingPlan, place: int) -> TrainingStep:
    return TrainingStep.load(training.steps(plan.id)[place].id)


def dues(plan: TrainingPlan) -> list[date]:
    return [step.due_on for step in training.steps(plan.id)]


def in_november(*days: int) -> list[date]:
    return [date(2026, 11, day) for day in days]


# Due days


def test_steps_fall_on_the_working_days_after_day_0(plan: TrainingPlan) -> None:
    assert dues(plan) == [DAY, date(2026, 11, 24), date(2026, 11, 30), date(2026, 12, 3)]


def test_a_plan_that_begins_on_a_weekend_begins_on_monday(ana: Member, li: Member, programme: Programme) -> None:
    late = training.plan(ana, li, programme, date(2026, 11, 28))
    assert dues(late)[:2] == [date(2026, 11, 30), date(2026, 12, 1)]
    assert late.day_0 == date(2026, 11, 28), "what was asked for is kept"


def test_holidays_push_later_steps_forward_and_never_onto_one_day(
    ana: Member, li: Member, programme: Programme
) -> None:
    team.add_holidays(ana, [(date(2026, 11, day), False, "Long holiday") for day in range(24, 28)])
    assert dues(training.plan(ana, li, programme, DAY)) == [
        DAY,
        date(2026, 11, 30),
        date(2026, 12, 4),
        date(2026, 12, 9),
    ]


def test_a_make_up_saturday_counts_as_a_working_day(ana: Member, li: Member, programme: Programme) -> None:
    team.add_holidays(ana, [(date(2026, 11, 28), True, "调休")])
    assert dues(training.plan(ana, li, programme, DAY))[2:] == [date(2026, 11, 28), date(2026, 12, 2)]


def test_a_step_at_the_end_of_the_month_falls_into_the_next(ana: Member, li: Member, programme: Programme) -> None:
    assert dues(training.plan(ana, li, programme, date(2026, 12, 31)))[:2] == [date(2026, 12, 31), date(2027, 1, 1)]


def test_day_0_on_a_holiday_moves_to_the_day_after(ana: Member, li: Member, programme: Programme) -> None:
    team.add_holidays(ana, [(DAY, False, "Local holiday")])
    assert dues(training.plan(ana, li, programme, DAY))[:2] == in_november(24, 25)


@given(
    day_0=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    offsets=st.lists(st.integers(0, 60), min_size=2, max_size=6),
    off=st.frozensets(st.dates(date(2026, 1, 1), date(2028, 6, 30)), max_size=40),
    made_up=st.frozensets(st.dates(date(2026, 1, 1), date(2028, 6, 30)), max_size=10),
)
@settings(deadline=None, max_examples=60)
def test_a_due_day_is_always_worked_never_early_and_in_the_order_of_the_steps(
    day_0: date, offsets: list[int], off: frozenset[date], made_up: frozenset[date]
) -> None:
    calendar = WorkCalendar(holidays=off, made_up=made_up)
    days = [due_day(day_0, offset, calendar) for offset in sorted(offsets)]
    assert all(calendar.is_working(day) for day in days)
    assert all(calendar.count(day_0, day) == offset + 1 for day, offset in zip(days, sorted(offsets), strict=True))
    assert days == sorted(days)


def test_another_day_0_moves_the_open_steps_only(ana: Member, li: Member, plan: TrainingPlan) -> None:
    training.tick(li, step_of(plan, 0))
    training.postpone(li, step_of(plan, 1), date(2026, 12, 24))
    training.edit_plan(ana, plan, day_0=date(2026, 11, 30))
    found = {step.title: (step.due_on, step.original_due_on) for step in training.steps(plan.id)}
    assert found["Read the handbook"] == (DAY, DAY)
    assert found["Watch a demo"] == (date(2026, 12, 1), date(2026, 12, 1)), "a new beginning is a new promise"


# The copy


def test_later_changes_of_a_programme_leave_its_plans_alone(
    ana: Member, plan: TrainingPlan, programme: Programme
) -> None:
    before = training.steps(plan.id)
    first, second, *_ = ProgrammeStep.select().order_by(ProgrammeStep.id)
    training.edit_step(ana, first, title="Something else", day_offset=9, needs_sign_off=True)
    training.remove_step(ana, second)
    training.add_step(ana, programme, NewStep("One more"))
    training.edit_programme(ana, programme, title="Renamed")
    training.remove_programme(ana, Programme.load(programme.id))
    assert training.steps(plan.id) == before
    assert training.listed([plan.id], DAY)[plan.id].title == "Price objections"


def test_undo_of_a_plan_takes_its_steps_with_it_and_redo_is_a_new_plan(
    ana: Member, li: Member, plan: TrainingPlan, programme: Programme
) -> None:
    assert changes.undo(ana).title == "Li: Price objections"
    assert training.steps(plan.id) == []
    assert TrainingStep.select().where(TrainingStep.kept()).count() == 0
    assert training.due_for(li, DAY) == []
    assert training.plan(ana, li, programme, DAY).id != plan.id


def test_undo_refuses_to_take_a_plan_away_under_somebody_who_ticked(
    ana: Member, li: Member, plan: TrainingPlan
) -> None:
    training.tick(li, step_of(plan, 0))
    with pytest.raises(Conflict):
        changes.undo(ana)
    assert len(training.steps(plan.id)) == 4


def test_a_removed_plan_comes_back_whole(ana: Member, plan: TrainingPlan) -> None:
    training.remove(ana, plan)
    assert training.plans(None, DAY).buckets[Bucket.ACTIVE] == []
    changes.undo(ana)
    assert len(training.steps(plan.id)) == 4


# Ticking and signing


def test_a_tick_is_done_at_once_where_nobody_signs(li: Member, plan: TrainingPlan) -> None:
    step = training.tick(li, step_of(plan, 0), " Two questions left. ")
    assert (step.status, step.evidence) == (StepStatus.DONE, "Two questions left.")
    assert step.done_at == datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_a_step_that_needs_sign_off_is_done_only_when_it_is_signed(
    li: Member, wang: Member, plan: TrainingPlan
) -> None:
    step = training.tick(li, step_of(plan, 2), "Recorded, in the shared folder")
    assert step.status is StepStatus.WAITING
    assert training.listed([plan.id], DAY)[plan.id].done == 0
    training.sign(wang, step)
    assert (step.status, step.signed_by_id) == (StepStatus.DONE, wang.id)
    assert training.listed([plan.id], DAY)[plan.id].done == 1


def test_a_tick_that_somebody_signs_needs_evidence(li: Member, plan: TrainingPlan) -> None:
    with pytest.raises(Invalid) as refused:
        training.tick(li, step_of(plan, 2), "  ")
    assert set(refused.value.fields) == {"evidence"}


def test_a_note_without_end_is_refused_as_evidence(li: Member, plan: TrainingPlan) -> None:
    with pytest.raises(Invalid) as refused:
        training.tick(li, step_of(plan, 0), "x" * 4_001)
    assert set(refused.value.fields) == {"evidence"}


def test_the_coach_signs_what_they_saw_without_a_tick(wang: Member, plan: TrainingPlan) -> None:
    step = training.sign(wang, step_of(plan, 2), "Played it with me")
    assert (step.status, step.evidence, step.done_at) == (StepStatus.DONE, "Played it with me", step.signed_at)


def test_a_lead_signs_where_there_is_no_coach(ana: Member, li: Member, programme: Programme) -> None:
    plan = training.plan(ana, li, programme, DAY)
    assert training.sign(ana, step_of(plan, 2)).status is StepStatus.DONE


def test_nobody_signs_for_themselves_not_even_a_lead(ana: Member, wang: Member, programme: Programme) -> None:
    plan = training.plan(ana, ana, programme, DAY, coach=wang)
    step = training.tick(ana, step_of(plan, 2), "Went well, I think")
    with pytest.raises(Denied):
        training.sign(ana, step)
    assert training.sign(wang, step).status is StepStatus.DONE


def test_a_colleague_who_does_not_coach_can_not_sign(ana: Member, li: Member, programme: Programme) -> None:
    tom = team.add_member(ana, "Tom", "tom")
    plan = training.plan(ana, li, programme, DAY, coach=ana)
    with pytest.raises(Denied):
        training.sign(tom, step_of(plan, 2))


def test_what_needs_no_signature_or_has_one_can_not_be_signed(wang: Member, plan: TrainingPlan) -> None:
    with pytest.raises(Invalid):
        training.sign(wang, step_of(plan, 0))
    training.sign(wang, step_of(plan, 2))
    with pytest.raises(Invalid):
        training.sign(wang, step_of(plan, 2))


def test_the_plan_is_done_with_its_last_mandatory_step_and_open_again_when_one_is_taken_back(
    li: Member, wang: Member, plan: TrainingPlan
) -> None:
    training.tick(li, step_of(plan, 0))
    training.tick(li, step_of(plan, 1))
    training.tick(li, step_of(plan, 2), "Recorded")
    assert TrainingPlan.load(plan.id).status is PlanStatus.ACTIVE, "a signature is missing"
    training.sign(wang, step_of(plan, 2))
    done = TrainingPlan.load(plan.id)
    assert (done.status, done.ended_on) == (PlanStatus.DONE, DAY)
    assert list(training.plans(None, DAY).buckets[Bucket.DONE]) == [plan.id]
    training.untick(li, step_of(plan, 0))
    again = TrainingPlan.load(plan.id)
    assert (again.status, again.ended_on) == (PlanStatus.ACTIVE, None)


def test_undo_of_the_last_signature_opens_the_plan_again(li: Member, wang: Member, plan: TrainingPlan) -> None:
    training.tick(li, step_of(plan, 0))
    training.tick(li, step_of(plan, 1))
    training.sign(wang, step_of(plan, 2))
    assert TrainingPlan.load(plan.id).status is PlanStatus.DONE
    changes.undo(wang)
    assert TrainingPlan.load(plan.id).status is PlanStatus.ACTIVE
    assert step_of(plan, 2).status is StepStatus.OPEN


def test_an_optional_step_can_be_ticked_after_the_plan_is_done_and_keeps_its_day(
    ana: Member, li: Member, wang: Member, plan: TrainingPlan
) -> None:
    for place in (0, 1):
        training.tick(li, step_of(plan, place))
    training.sign(wang, step_of(plan, 2))
    with clock(datetime(2026, 12, 10, 9, tzinfo=UTC)):
        training.tick(li, step_of(plan, 3))
    assert TrainingPlan.load(plan.id).ended_on == DAY


def test_without_mandatory_steps_all_of_them_count(ana: Member, li: Member) -> None:
    free = training.add_programme(
        ana, "Reading", steps=[NewStep("One", mandatory=False), NewStep("Two", mandatory=False)]
    )
    plan = training.plan(ana, li, free, DAY)
    training.tick(li, step_of(plan, 0))
    assert TrainingPlan.load(plan.id).status is PlanStatus.ACTIVE
    training.tick(li, step_of(plan, 1))
    assert TrainingPlan.load(plan.id).status is PlanStatus.DONE


def test_a_rep_may_not_take_back_what_was_signed(li: Member, wang: Member, plan: TrainingPlan) -> None:
    step = training.tick(li, step_of(plan, 2), "Recorded")
    training.untick(li, step)
    training.tick(li, step, "Recorded again")
    training.sign(wang, step)
    with pytest.raises(Denied):
        training.untick(li, step)
    training.untick(wang, step)
    assert (step.status, step.evidence, step.signed_by_id) == (StepStatus.OPEN, "Recorded again", None)


def test_a_step_that_a_colleague_ticked_meanwhile_is_not_ticked_twice(
    ana: Member, li: Member, plan: TrainingPlan
) -> None:
    mine, hers = step_of(plan, 0), step_of(plan, 0)
    training.tick(ana, hers)
    with pytest.raises(Conflict) as refused:
        training.tick(li, mine)
    assert refused.value.by == "Ana"
    assert mine.status is StepStatus.OPEN, "the record in memory is as it was"


# Postponing, stopping


def test_postponing_keeps_the_first_promise_and_lands_on_a_working_day(li: Member, plan: TrainingPlan) -> None:
    step = training.postpone(li, step_of(plan, 1), date(2026, 11, 28))
    assert (step.due_on, step.original_due_on) == (date(2026, 11, 30), date(2026, 11, 24))


def test_postponing_into_the_past_is_refused_beside_the_day(li: Member, plan: TrainingPlan) -> None:
    with pytest.raises(Invalid) as refused:
        training.postpone(li, step_of(plan, 1), DAY - timedelta(days=1))
    assert set(refused.value.fields) == {"due_on"}
    assert training.postpone(li, step_of(plan, 1), DAY).due_on == DAY


def test_a_stopped_plan_keeps_what_was_done_and_takes_nothing_new(ana: Member, li: Member, plan: TrainingPlan) -> None:
    training.tick(li, step_of(plan, 0), "Read")
    training.stop(ana, plan)
    assert training.steps(plan.id)[0].evidence == "Read"
    assert training.overdue(date(2027, 1, 1)) == []
    for verb, place in ((training.tick, 1), (training.untick, 0), (training.sign, 2)):
        with pytest.raises(Invalid):
            verb(ana, step_of(plan, place))
    with pytest.raises(Invalid):
        training.stop(ana, plan)
    training.resume(ana, plan)
    assert (plan.status, plan.ended_on) == (PlanStatus.ACTIVE, None)


# What is refused


def refused(ana: Member, member: Member, programme: Programme, day_0: date, coach: Member | None = None) -> set[str]:
    with pytest.raises(Invalid) as found:
        training.plan(ana, member, programme, day_0, coach)
    assert TrainingPlan.select().count() == 0
    return set(found.value.fields)


def test_a_programme_without_steps_can_not_be_planned(ana: Member, li: Member, programme: Programme) -> None:
    assert refused(ana, li, training.add_programme(ana, "Empty"), DAY) == {"programme"}
    for step in ProgrammeStep.select().where(ProgrammeStep.programme == programme.id):
        training.remove_step(ana, step)
    assert refused(ana, li, programme, DAY) == {"programme"}


def test_nobody_is_planned_who_has_left_or_before_they_join(ana: Member, li: Member, programme: Programme) -> None:
    assert refused(ana, li, programme, li.joined_on - timedelta(days=1)) == {"day_0"}
    team.leave(ana, li, DAY)
    assert refused(ana, li, programme, DAY + timedelta(days=1)) == {"day_0"}
    with clock(datetime(2026, 11, 24, 9, tzinfo=UTC)):
        assert refused(ana, li, programme, DAY) == {"member"}


def test_a_coach_is_somebody_else_who_is_here_and_may_write(
    ana: Member, li: Member, wang: Member, viewer: Member, programme: Programme
) -> None:
    assert refused(ana, li, programme, DAY, coach=li) == {"coach"}
    assert refused(ana, li, programme, DAY, coach=viewer) == {"coach"}
    team.leave(ana, wang, DAY)
    with clock(datetime(2026, 11, 24, 9, tzinfo=UTC)):
        assert refused(ana, li, programme, DAY, coach=wang) == {"coach"}


def test_the_only_lead_needs_a_coach_where_somebody_must_sign(ana: Member, li: Member, programme: Programme) -> None:
    assert refused(ana, ana, programme, DAY) == {"coach"}
    plan = training.plan(ana, ana, programme, DAY, coach=li)
    with pytest.raises(Invalid):
        training.edit_plan(ana, plan, coach=None)
    team.add_member(ana, "Marta", "marta", Role.LEAD)
    assert training.edit_plan(ana, plan, coach=None).coach_id is None


def test_nobody_is_twice_on_one_programme_at_a_time(
    ana: Member, li: Member, plan: TrainingPlan, programme: Programme
) -> None:
    with pytest.raises(Invalid) as found:
        training.plan(ana, li, programme, DAY)
    assert set(found.value.fields) == {"programme"}
    training.stop(ana, plan)
    training.plan(ana, li, programme, DAY)
    with pytest.raises(Invalid):
        training.resume(ana, plan)


def test_a_programme_and_its_steps_say_what_is_wrong_with_them(ana: Member, programme: Programme) -> None:
    for step, field in (
        (NewStep(" "), "title"),
        (NewStep("x", day_offset=-1), "day_offset"),
        (NewStep("x", day_offset=1_001), "day_offset"),
        (NewStep("x", minutes=-5), "minutes"),
    ):
        with pytest.raises(Invalid) as found:
            training.add_step(ana, programme, step)
        assert set(found.value.fields) == {field}
    with pytest.raises(Invalid):
        training.add_programme(ana, "  ")
    assert len(training.programme_steps(programme.id)) == 4


def test_steps_of_a_day_change_places_and_days_keep_their_order(ana: Member, programme: Programme) -> None:
    late = training.add_step(ana, programme, NewStep("Second reading"))
    assert [s.title for s in training.programme_steps(programme.id)][:2] == ["Read the handbook", "Second reading"]
    training.move_step(ana, late, -1)
    assert [s.title for s in training.programme_steps(programme.id)][:2] == ["Second reading", "Read the handbook"]
    for by in (-1, 2):
        with pytest.raises(Invalid):
            training.move_step(ana, late, by)


def test_a_step_changes_places_and_days_with_its_neighbour_of_another_day(ana: Member, programme: Programme) -> None:
    before = [(s.title, s.day_offset) for s in training.programme_steps(programme.id)]
    assert before[1:3] == [("Watch a demo", 1), ("Role play: too dear", 5)]
    watch = next(s for s in ProgrammeStep.select() if s.title == "Watch a demo")
    training.move_step(ana, watch, 1)
    found = [(s.title, s.day_offset) for s in training.programme_steps(programme.id)]
    assert found[1:3] == [("Role play: too dear", 1), ("Watch a demo", 5)], "the days stay where they are"
    training.move_step(ana, ProgrammeStep.load(watch.id), -1)
    assert [(s.title, s.day_offset) for s in training.programme_steps(programme.id)] == before
    last = next(s for s in ProgrammeStep.select() if s.title == "Tell the team")
    with pytest.raises(Invalid):
        training.move_step(ana, last, 1)


def test_removing_a_programme_can_be_undone_with_its_steps(ana: Member, programme: Programme) -> None:
    training.remove_programme(ana, programme)
    assert training.programmes() == []
    changes.undo(ana)
    (row,) = training.programmes()
    assert (row.steps, row.minutes, row.days, row.active) == (4, 130, 8, 0)


# Rights


def test_a_rep_plans_for_themselves_and_for_nobody_else(li: Member, wang: Member, programme: Programme) -> None:
    training.plan(li, li, programme, DAY)
    with pytest.raises(Denied):
        training.plan(li, wang, programme, DAY)


def test_a_rep_ticks_own_steps_only_and_the_coach_postpones(
    ana: Member, li: Member, wang: Member, plan: TrainingPlan
) -> None:
    tom = team.add_member(ana, "Tom", "tom")
    for actor in (tom, wang):
        with pytest.raises(Denied):
            training.tick(actor, step_of(plan, 0))
    with pytest.raises(Denied):
        training.postpone(tom, step_of(plan, 0), DAY)
    with pytest.raises(Denied):
        training.untick(tom, training.tick(li, step_of(plan, 0)))
    training.postpone(wang, step_of(plan, 1), date(2026, 11, 26))
    training.tick(ana, step_of(plan, 1))


def test_only_the_lead_writes_programmes_and_changes_or_ends_plans(
    li: Member, plan: TrainingPlan, programme: Programme
) -> None:
    step = ProgrammeStep.select().first()
    for attempt in (
        lambda: training.add_programme(li, "Mine"),
        lambda: training.edit_programme(li, programme, title="Mine"),
        lambda: training.add_step(li, programme, NewStep("One more")),
        lambda: training.edit_step(li, step, title="Less"),
        lambda: training.move_step(li, step, 1),
        lambda: training.remove_step(li, step),
        lambda: training.remove_programme(li, programme),
        lambda: training.edit_plan(li, plan, day_0=date(2027, 1, 4)),
        lambda: training.stop(li, plan),
        lambda: training.remove(li, plan),
    ):
        with pytest.raises(Denied):
            attempt()


def test_a_viewer_changes_nothing(viewer: Member, plan: TrainingPlan) -> None:
    with pytest.raises(Denied):
        training.tick(viewer, step_of(plan, 0))
    with pytest.raises(Denied):
        training.sign(viewer, step_of(plan, 2))


# What is asked


def test_a_plan_stands_in_exactly_one_bucket(ana: Member, li: Member, plan: TrainingPlan) -> None:
    for day, bucket in ((DAY, Bucket.ACTIVE), (date(2026, 11, 24), Bucket.OVERDUE)):
        found = training.plans(None, day).buckets
        assert {b: list(ids) for b, ids in found.items() if ids} == {bucket: [plan.id]}
    training.stop(ana, plan)
    assert list(training.plans(None, DAY).buckets[Bucket.STOPPED]) == [plan.id]


def test_mine_are_those_i_follow_and_those_i_coach(ana: Member, li: Member, wang: Member, plan: TrainingPlan) -> None:
    seen = {m.name: list(training.plans(m.id, DAY).buckets[Bucket.ACTIVE]) for m in (ana, li, wang)}
    assert seen == {"Ana": [], "Li": [plan.id], "王芳": [plan.id]}


def test_the_filter_finds_people_and_programmes(plan: TrainingPlan) -> None:
    for text, there in (("li", True), ("OBJECT", True), ("nobody", False), ("", True)):
        assert bool(training.plans(None, DAY, text).buckets[Bucket.ACTIVE]) is there


def test_a_row_tells_progress_what_is_overdue_and_what_comes_next(li: Member, plan: TrainingPlan) -> None:
    training.tick(li, step_of(plan, 0))
    row = training.listed([plan.id], date(2026, 12, 1))[plan.id]
    assert (row.done, row.steps, row.overdue, row.waiting) == (1, 3, 2, 0)
    assert (row.next_title, row.next_due) == ("Watch a demo", date(2026, 11, 24))


def test_a_plan_where_everything_waits_for_a_signature_has_no_next_step(ana: Member, li: Member) -> None:
    one = training.add_programme(ana, "One", steps=[NewStep("Quiz", StepKind.QUIZ, needs_sign_off=True)])
    plan = training.plan(ana, li, one, DAY)
    training.tick(li, step_of(plan, 0), "19 of 20")
    row = training.listed([plan.id], DAY)[plan.id]
    assert (row.next_id, row.waiting, row.done, row.status) == (None, 1, 0, PlanStatus.ACTIVE)
    assert list(training.plans(None, date(2027, 1, 1)).buckets[Bucket.ACTIVE]) == [plan.id]


def test_today_shows_own_steps_until_the_week_and_the_coach_what_waits(
    ana: Member, li: Member, wang: Member, plan: TrainingPlan
) -> None:
    step = training.tick(li, step_of(plan, 2), "Recorded")
    mine = training.due_for(li, date(2026, 11, 24))
    assert [(line.text, line.part) for line in mine] == [("Read the handbook", Part.DO), ("Watch a demo", Part.DO)]
    assert [line.part for line in training.due_for(li, DAY)] == [Part.DO, Part.COMING]
    (waits,) = training.due_for(wang, DAY)
    assert (waits.who, waits.text, waits.part) == ("Li", "Role play: too dear", Part.REVIEW)
    assert waits.ref == Ref("training_step", step.id)
    assert training.due_for(ana, DAY) == [], "the coach signs, the lead isn't bothered"
    assert [today.badges(member)["training"] for member in (li, wang, ana)] == [1, 1, 0]


def test_signatures_go_to_the_lead_without_a_coach_and_when_the_coach_has_left(
    ana: Member, li: Member, wang: Member, plan: TrainingPlan
) -> None:
    training.tick(li, step_of(plan, 2), "Recorded")
    team.leave(ana, wang, DAY)
    assert training.due_for(ana, DAY) == []
    assert [line.part for line in training.due_for(ana, date(2026, 11, 24))] == [Part.REVIEW]
    training.edit_plan(ana, plan, coach=None)
    assert [line.part for line in training.due_for(ana, DAY)] == [Part.REVIEW]


def test_overdue_names_the_oldest_first_and_leaves_out_stopped_plans(
    ana: Member, li: Member, plan: TrainingPlan
) -> None:
    late = training.overdue(date(2026, 12, 4))
    assert [step.due_on.day for step in late] == [23, 24, 30, 3]
    assert [step.mandatory for step in late] == [True, True, True, False]
    assert training.overdue(date(2026, 12, 4), ana.id) == []
    training.stop(ana, plan)
    assert training.overdue(date(2026, 12, 4)) == []


def test_the_meeting_hears_of_late_plans_once_each_and_of_finished_ones(
    ana: Member, li: Member, wang: Member, plan: TrainingPlan, programme: Programme
) -> None:
    finished = training.plan(ana, wang, training.add_programme(ana, "Short", steps=[NewStep("One")]), DAY)
    training.tick(wang, step_of(finished, 0))
    with clock(datetime(2026, 11, 30, 9, tzinfo=UTC)):
        late, done = training.for_meeting(DAY, 7)
        assert (late.who, late.tone, str(late.state)) == ("Li", "bad", "2 overdue")
        assert (done.who, done.text, done.tone) == ("王芳", "Short", "good")
        assert training.for_meeting(DAY, 1) == [late]
        assert training.for_meeting(date(2026, 11, 24), 7) == [late]


def test_the_lists_of_plans_scan_no_table_of_steps(plan: TrainingPlan) -> None:
    asked = rows(
        "EXPLAIN QUERY PLAN SELECT s.id FROM training_step s WHERE s.status = 'open' AND s.deleted_at IS NULL"
        " AND s.member_id = ? AND s.due_on <= ?",
        (1, DAY.isoformat()),
    )
    assert any("training_step_open" in str(line) for line in asked)


@given(order=st.permutations(range(4)))
@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_whatever_order_steps_are_done_the_plan_ends_with_the_last_mandatory_one(
    ana: Member, li: Member, programme: Programme, order: list[int]
) -> None:
    plan = training.plan(ana, li, programme, DAY)
    numbers = [row.id for row in training.steps(plan.id)]
    left = {0, 1, 2}
    for place in order:
        step = TrainingStep.load(numbers[place])
        training.sign(ana, step) if step.needs_sign_off else training.tick(li, step)
        left.discard(place)
        assert (TrainingPlan.load(plan.id).status is PlanStatus.DONE) is (not left)
    training.remove(ana, TrainingPlan.load(plan.id))
