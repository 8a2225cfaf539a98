"""The queue, completing with a next step, snoozing: nothing a rep promised may slip."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import changes, customers, deals, entry, followups, team
from store.calendar import WorkCalendar, clock
from store.customers import Customer, CustomerKind, Need, ValueClass
from store.database import rows
from store.errors import Conflict, Denied, Invalid, NotFound
from store.followups import Bucket, FollowUp, Kind, NextStep, Origin, Outcome, Priority, Status, buckets
from store.history import history
from store.records import Part
from store.team import Member

DAY = date(2026, 11, 23)  # the Monday at which the clock stands


def after(days: int) -> date:
    return DAY + timedelta(days=days)


def test_each_planned_follow_up_stands_in_exactly_one_bucket(ana: Member) -> None:
    by_day = {d: followups.add(ana, after(d), subject=str(d)).id for d in (-30, -1, 0, 1, 7, 8, 400)}
    found = followups.queue(ana.id, DAY).buckets
    assert list(found[Bucket.OVERDUE]) == [by_day[-30], by_day[-1]]
    assert list(found[Bucket.TODAY]) == [by_day[0]]
    assert list(found[Bucket.WEEK]) == [by_day[1], by_day[7]]
    assert list(found[Bucket.LATER]) == [by_day[8], by_day[400]]


def test_overdue_comes_by_priority_then_class_then_day(ana: Member) -> None:
    a = customers.add(ana, "A", value_class=ValueClass.A)
    b = customers.add(ana, "B", value_class=ValueClass.B)
    plain = followups.add(ana, after(-9), subject="no customer")
    low_a = followups.add(ana, after(-9), customer=a, priority=Priority.LOW)
    late_b = followups.add(ana, after(-5), customer=b)
    soon_b = followups.add(ana, after(-1), customer=b)
    of_a = followups.add(ana, after(-1), customer=a)
    high = followups.add(ana, after(-1), subject="high", priority=Priority.HIGH)
    order = [high, of_a, late_b, soon_b, plain, low_a]
    assert list(followups.queue(ana.id, DAY).buckets[Bucket.OVERDUE]) == [f.id for f in order]


def test_a_day_is_worked_by_time_then_priority(ana: Member) -> None:
    ten = followups.add(ana, DAY, subject="ten", due_time=time(10))
    nine_low = followups.add(ana, DAY, subject="nine", due_time=time(9), priority=Priority.LOW)
    nine = followups.add(ana, DAY, subject="nine", due_time=time(9))
    assert list(followups.queue(ana.id, DAY).buckets[Bucket.TODAY]) == [nine.id, nine_low.id, ten.id]


def test_mine_are_mine_and_everyones_are_all(ana: Member, li: Member) -> None:
    mine = followups.add(ana, DAY, subject="mine")
    theirs = followups.add(li, DAY, subject="theirs")
    nobodys = followups.add(ana, DAY, subject="nobody's", owner=None)
    assert list(followups.queue(ana.id, DAY).buckets[Bucket.TODAY]) == [mine.id]
    assert list(followups.queue(None, DAY).buckets[Bucket.TODAY]) == [mine.id, theirs.id, nobodys.id]


def test_everyones_overdue_lists_the_first_by_day_and_counts_all(ana: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buckets, "FIRST_OF_EVERYONE", 2)
    made = [followups.add(ana, after(-d), subject=str(d)).id for d in (3, 1, 2)]
    found = followups.queue(None, DAY)
    assert list(found.buckets[Bucket.OVERDUE]) == [made[0], made[2]] and found.overdue_in_all == 3


def test_the_filter_looks_at_subject_and_customer(ana: Member) -> None:
    star = customers.add(ana, "华星科技")
    by_name = followups.add(ana, DAY, subject="Renewal", customer=star)
    by_subject = followups.add(ana, DAY, subject="Ask about 华星")
    followups.add(ana, DAY, subject="Other")
    assert set(followups.queue(ana.id, DAY, "华星").buckets[Bucket.TODAY]) == {by_name.id, by_subject.id}


def test_an_important_customer_without_a_planned_follow_up_is_named(ana: Member) -> None:
    a = customers.add(ana, "A", value_class=ValueClass.A, owner=ana)
    b = customers.add(ana, "B", value_class=ValueClass.B, owner=ana)
    customers.add(ana, "C", value_class=ValueClass.C, owner=ana)
    customers.add(ana, "Gone", value_class=ValueClass.A, owner=ana, kind=CustomerKind.LOST)
    assert followups.queue(ana.id, DAY).no_next_step == [a.ref, b.ref]
    followups.add(ana, after(3), customer=a)
    assert followups.queue(ana.id, DAY).no_next_step == [b.ref]


def test_completing_resolves_it_and_plans_the_next_step_in_one_change(ana: Member) -> None:
    customer = customers.add(ana, "Northwind")
    first = followups.add(ana, after(-2), customer=customer, subject="Renewal", priority=Priority.HIGH)
    followups.complete(ana, first, Outcome.ADVANCED, " three years ", NextStep(after(4), Kind.VISIT, "Sign"))
    assert (first.status, first.outcome, first.note) == (Status.DONE, Outcome.ADVANCED, "three years")
    (planned,) = followups.planned_for(customer.id)
    assert (planned.kind, planned.subject, planned.due_on) == (Kind.VISIT, "Sign", after(4))
    assert planned.priority is Priority.HIGH and planned.owner_id == ana.id
    assert FollowUp.load(planned.id).origin is Origin.NEXT_STEP
    assert len(history(first.ref)) == 2


def test_a_second_person_who_completes_it_is_told_and_loses_no_text(ana: Member, li: Member) -> None:
    mine = followups.add(ana, DAY, subject="Renewal")
    theirs = FollowUp.load(mine.id)
    followups.complete(li, theirs, Outcome.CONNECTED, "Li called")
    with pytest.raises(Conflict) as refused:
        followups.complete(ana, mine, Outcome.NO_ANSWER, "Ana called")
    assert refused.value.by == "Li" and refused.value.mine["note"] == "Ana called"
    with pytest.raises(Conflict, match="Li completed this already") as late:
        followups.complete(ana, FollowUp.load(mine.id), Outcome.NO_ANSWER, "Ana called")
    assert (late.value.by, late.value.at) == ("Li", FollowUp.load(mine.id).done_at)


def test_the_last_planned_step_of_an_open_deal_needs_a_next_one_or_the_word_that_none_follows(ana: Member) -> None:
    acme = customers.add(ana, "Acme")
    pumps, tanks = deals.add(ana, acme, "Pumps", amount=2), deals.add(ana, acme, "Tanks", amount=1)
    of_deal = followups.add(ana, DAY, deal=pumps)
    general = followups.add(ana, DAY, customer=acme)
    followups.complete(ana, of_deal, Outcome.CONNECTED)  # the general one is still a step of every deal
    with pytest.raises(Invalid, match="Nothing else is planned for the open deal Pumps") as refused:
        followups.complete(ana, general, Outcome.CONNECTED)
    assert list(refused.value.fields) == ["next_step"]
    for deal in (pumps, tanks):
        deals.lose(ana, deal, deals.LostReason.PRICE)
    followups.complete(ana, general, Outcome.CONNECTED)  # no deal is open any more


def test_nothing_follows_when_it_is_said(ana: Member) -> None:
    deal = deals.add(ana, customers.add(ana, "Acme"), "Pumps")
    only = followups.add(ana, DAY, deal=deal)
    followups.complete(ana, only, Outcome.CONNECTED, nothing_follows=True)
    assert only.status is Status.DONE


def test_what_was_done_is_taken_back_with_its_next_step_even_days_later(ana: Member, li: Member, wang: Member) -> None:
    acme = customers.add(ana, "Acme", owner=li)
    call = followups.add(li, DAY, customer=acme)
    followups.complete(wang, call, Outcome.NO_ANSWER, "stood in", NextStep(after(1)))
    with changes.session("another day"):
        with pytest.raises(NotFound):
            changes.undo(wang)
        followups.take_back(wang, FollowUp.load(call.id))
    again = FollowUp.load(call.id)
    assert (again.status, again.outcome, again.done_at) == (Status.PLANNED, None, None)
    assert [row.id for row in followups.planned_for(acme.id)] == [call.id]
    followups.complete(li, again, Outcome.CONNECTED, "", NextStep(after(2)))
    with pytest.raises(Denied):
        followups.take_back(wang, FollowUp.load(call.id))
    (planned,) = followups.planned_for(acme.id)
    followups.snooze(li, FollowUp.load(planned.id), after(9))
    with pytest.raises(Conflict):
        followups.take_back(li, FollowUp.load(call.id))  # its next step has a life of its own by now


def test_a_logged_contact_is_taken_back_and_a_planned_one_can_not_be(ana: Member) -> None:
    logged = followups.log(ana, Kind.CALL, Outcome.CONNECTED, subject="Renewal")
    followups.take_back(ana, logged)
    assert followups.queue(ana.id, DAY).done == []
    with pytest.raises(NotFound):
        followups.take_back(ana, followups.add(ana, DAY, subject="Renewal"))


def test_the_third_call_without_an_answer_suggests_another_channel(ana: Member) -> None:
    calendar = WorkCalendar()
    kinds = [
        step.kind
        for silent in range(4)
        if (step := followups.suggest_next(None, Kind.CALL, "", Outcome.NO_ANSWER, DAY, calendar, silent))
    ]
    assert kinds == [Kind.CALL, Kind.CALL, Kind.MESSAGE, Kind.MESSAGE]


def test_a_next_step_in_the_past_is_refused(ana: Member) -> None:
    followup = followups.add(ana, DAY, subject="Renewal")
    with pytest.raises(Invalid) as refused:
        followups.complete(ana, followup, Outcome.CONNECTED, "", NextStep(after(-1)))
    assert list(refused.value.fields) == ["next_step"]
    assert FollowUp.load(followup.id).status is Status.PLANNED


def test_a_note_of_ten_thousand_characters_is_refused_with_its_length(ana: Member) -> None:
    followup = followups.add(ana, DAY, subject="Renewal")
    with pytest.raises(Invalid, match="10000 characters"):
        followups.complete(ana, followup, Outcome.CONNECTED, "x" * 10_000)


WORK = WorkCalendar(zone="Europe/Madrid", holidays=frozenset({date(2026, 12, 25)}))


@pytest.mark.parametrize(
    ("values", "outcome", "expected"),
    [
        ({"value_class": ValueClass.A}, Outcome.CONNECTED, date(2026, 12, 7)),  # 14 days
        ({"value_class": ValueClass.B}, Outcome.CONNECTED, date(2026, 12, 23)),  # 30 days
        ({}, Outcome.CONNECTED, date(2027, 2, 22)),  # 90 days, a Sunday, moved on to Monday
        ({"need": Need.URGENT}, Outcome.CONNECTED, date(2026, 11, 26)),  # an urgent prospect: 3 days
        ({"need": Need.CLEAR}, Outcome.CONNECTED, date(2026, 11, 30)),  # a clear prospect: 7 days
        ({"kind": CustomerKind.DORMANT}, Outcome.CONNECTED, date(2027, 1, 22)),  # 60 days
        ({"value_class": ValueClass.A}, Outcome.NO_ANSWER, date(2026, 11, 24)),  # tomorrow
    ],
)
def test_the_next_step_offered_follows_the_interval_of_the_customer(
    ana: Member, values: dict[str, object], outcome: Outcome, expected: date
) -> None:
    customer = customers.add(ana, "Northwind", **{"kind": CustomerKind.PROSPECT, **values})
    step = followups.suggest_next(customer, Kind.CALL, "Renewal", outcome, DAY, WORK)
    assert step == NextStep(expected, Kind.CALL, "Renewal")


def test_a_friday_evening_without_an_answer_offers_monday(ana: Member) -> None:
    customer = customers.add(ana, "Northwind")
    friday = date(2026, 11, 27)
    step = followups.suggest_next(customer, Kind.CALL, "", Outcome.NO_ANSWER, friday, WORK)
    assert step is not None and step.due_on == date(2026, 11, 30)


def test_three_calls_without_an_answer_are_counted_until_somebody_answers(ana: Member) -> None:
    customer = customers.add(ana, "Northwind")
    results = [Outcome.NO_ANSWER, Outcome.CONNECTED, Outcome.NO_ANSWER, Outcome.NO_ANSWER, Outcome.NO_ANSWER]
    for minute, outcome in enumerate(results):
        with clock(datetime(2026, 11, 23, 9, minute, tzinfo=UTC)):
            followups.log(ana, Kind.CALL, outcome, customer=customer)
    assert followups.no_answers_in_a_row(customer.id) == 3


def test_a_logged_contact_counts_as_done_today_with_its_next_step(ana: Member) -> None:
    customer = customers.add(ana, "Northwind")
    step = NextStep(after(3), Kind.EMAIL)
    done = followups.log(ana, Kind.CALL, Outcome.CONNECTED, customer=customer, note="late delivery", next_step=step)
    assert (done.status, done.due_on, done.origin) == (Status.DONE, DAY, Origin.LOGGED)
    assert customers.listed([customer.id])[customer.id].last_contact_on == DAY
    assert customers.listed([customer.id])[customer.id].next_due_on == after(3)
    changes.undo(ana)
    assert customers.listed([customer.id])[customer.id].last_contact_on is None
    assert followups.planned_for(customer.id) == []


def test_a_contact_of_an_earlier_day_is_logged_on_that_day(ana: Member) -> None:
    northwind = customers.add(ana, "Northwind")
    done = entry.enter(ana, entry.read(ana, "done call Northwind fri 16:00 they agreed"))
    assert (done.due_on, done.done_at) == (date(2026, 11, 20), datetime(2026, 11, 20, 15, tzinfo=UTC))
    assert customers.listed([northwind.id])[northwind.id].last_contact_on == date(2026, 11, 20)
    with pytest.raises(Invalid):
        followups.log(ana, Kind.CALL, Outcome.CONNECTED, customer=northwind, on=DAY + timedelta(days=1))


def test_a_tag_of_quick_entry_is_kept_and_found(ana: Member) -> None:
    made = entry.enter(ana, entry.read(ana, "tomorrow call - price list #fair"))
    assert (made.kind, made.subject) == (Kind.CALL, "price list #fair")
    assert made.due_on == DAY + timedelta(days=1)


def test_what_has_no_subject_is_called_by_its_customer(ana: Member) -> None:
    made = followups.add(ana, DAY, customer=customers.add(ana, "Northwind"))
    assert made.title_of_record == "Northwind"
    assert changes.undo(ana).title == "Northwind"


def test_snoozing_keeps_the_promised_day_and_counts(ana: Member) -> None:
    followup = followups.add(ana, after(-1), subject="Renewal")
    followups.snooze(ana, followup, after(1))
    followups.snooze(ana, followup, after(2))
    assert (followup.due_on, followup.original_due_on, followup.snooze_count) == (after(2), after(-1), 2)
    with pytest.raises(Invalid, match="That day is over"):
        followups.snooze(ana, followup, after(-1))


def test_a_new_day_typed_by_hand_is_a_new_promise(ana: Member) -> None:
    followup = followups.add(ana, after(1), subject="Renewal")
    followups.edit(ana, followup, due_on=after(5))
    assert followup.original_due_on == after(5)


def test_a_rep_completes_a_colleagues_follow_up_but_may_not_edit_it(ana: Member, li: Member, wang: Member) -> None:
    followup = followups.add(wang, DAY, subject="Renewal")
    with pytest.raises(Denied, match="colleague"):
        followups.edit(li, followup, subject="Mine now")
    with pytest.raises(Denied):
        followups.add(li, DAY, subject="For Wang", owner=wang)
    followups.complete(li, followup, Outcome.CONNECTED)
    assert followup.updated_by == li.id and followup.owner_id == wang.id


def test_a_follow_up_about_nothing_is_refused(ana: Member) -> None:
    with pytest.raises(Invalid):
        followups.add(ana, DAY, subject="  ")


def test_today_leads_with_what_is_overdue(ana: Member) -> None:
    followups.add(ana, DAY, subject="today")
    followups.add(ana, after(-1), subject="overdue")
    followups.add(ana, after(3), subject="coming")
    followups.add(ana, after(30), subject="far")
    found = [(line.text, line.part) for line in followups.due_for(ana, team.today())]
    assert found == [("overdue", Part.DO), ("today", Part.DO), ("coming", Part.COMING)]
    assert followups.count_due(ana.id, team.today()) == 2


@pytest.mark.parametrize("owner", [1, None])
@pytest.mark.parametrize("bucket", ["= ", "BETWEEN ? AND "])
def test_the_queue_comes_straight_from_the_partial_index(ana: Member, owner: int | None, bucket: str) -> None:
    where, values = buckets._whose(owner, None)
    days = ["2026-11-23"] * (bucket.count("?") + 1)
    sql = f"SELECT f.id FROM follow_up f WHERE {where} AND f.due_on {bucket}? ORDER BY {followups.BY_DAY}"
    plan = " | ".join(str(row[3]) for row in rows(f"EXPLAIN QUERY PLAN {sql}", [*values, *days]))
    assert "USING COVERING INDEX follow_up_planned" in plan and "TEMP B-TREE" not in plan, plan


STEPS = st.lists(st.tuples(st.sampled_from(["complete", "snooze", "undo"]), st.integers(0, 20)), max_size=15)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_sequence_of_complete_snooze_and_undo_loses_a_follow_up(ana: Member, steps: list[tuple[str, int]]) -> None:
    customer = customers.add(ana, "Northwind")
    followups.add(ana, DAY, customer=customer)
    done = 0
    for verb, days in steps:
        (planned,) = followups.planned_for(customer.id)
        current = FollowUp.load(planned.id)
        if verb == "undo" and done:
            changes.undo(ana)
            done -= 1
        elif verb == "snooze":
            followups.snooze(ana, current, after(days))
            done += 1
        elif verb == "complete":
            followups.complete(ana, current, Outcome.CONNECTED, "", NextStep(after(days)))
            done += 1
        assert len(followups.planned_for(customer.id)) == 1, "always exactly one open step"
    assert Customer.load(customer.id).version == 1


def test_what_was_done_stays_in_sight_for_a_week(ana: Member, li: Member) -> None:
    with clock(datetime(2026, 11, 10, 9, tzinfo=UTC)):
        followups.log(ana, Kind.CALL, Outcome.CONNECTED, subject="long ago")
    with clock(datetime(2026, 11, 20, 9, tzinfo=UTC)):
        friday = followups.log(ana, Kind.CALL, Outcome.CONNECTED, subject="friday")
    theirs = followups.log(li, Kind.CALL, Outcome.CONNECTED, subject="theirs")
    assert list(followups.queue(ana.id, DAY).done) == [friday.id]
    assert list(followups.queue(None, DAY).done) == [theirs.id, friday.id]


def test_today_lists_no_more_than_anybody_can_do_and_counts_all(ana: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    from store.followups import questions

    monkeypatch.setattr(questions, "MOST_LINES", 2)
    for number in range(5):
        followups.add(ana, DAY, subject=str(number))
    assert len(followups.due_for(ana, DAY)) == 2
    assert followups.count_due(ana.id, DAY) == 5
