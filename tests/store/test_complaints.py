"""Complaints: numbers, clocks of working hours, course; satisfaction: mean, share, trend and when to be silent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import agenda, changes, complaints, customers, followups, notes, team, timeline, today
from store.calendar import WorkCalendar, clock
from store.complaints import Category, Complaint, Scale, Severity, Shelf, Status, satisfaction
from store.complaints.questions import NOT_CLOSED
from store.customers import Customer, ValueClass
from store.database import rows
from store.errors import Conflict, Denied, Invalid, NotFound
from store.followups import FollowUp, NextStep, Origin, Outcome
from store.records import LEADS, Part, Ref
from store.team import Member

DAY = date(2026, 11, 23)  # a Monday
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # 10:00 in Madrid; the team works from 9:00 to 18:00
WEEK = WorkCalendar(zone="Europe/Madrid")


def later(hours: float) -> datetime:
    return NOW + timedelta(hours=hours)


def fields_of(problem: pytest.ExceptionInfo[Invalid]) -> set[str]:
    return set(problem.value.fields)


@pytest.fixture
def northwind(ana: Member, li: Member) -> Customer:
    """Li's customer."""
    return customers.add(ana, "Northwind", owner=li, value_class=ValueClass.B)


@pytest.fixture
def late(ana: Member, northwind: Customer) -> Complaint:
    """A normal complaint that came in just now."""
    return complaints.add(ana, northwind, "Delivered late", category=Category.DELIVERY)


# Numbers


def test_numbers_count_up_and_are_never_given_again(ana: Member, northwind: Customer) -> None:
    first, second = (complaints.add(ana, northwind, text) for text in ("one", "two"))
    complaints.remove(ana, second)
    third = complaints.add(ana, northwind, "three")
    changes.undo(ana)
    fourth = complaints.add(ana, northwind, "four")
    assert [one.number for one in (first, second, third, fourth)] == [1, 2, 3, 4]


# The two clocks


@pytest.mark.parametrize(
    ("severity", "respond", "resolve"),
    [
        (Severity.URGENT, "2026-11-23 12:00", "2026-11-23 18:00"),
        (Severity.HIGH, "2026-11-23 14:00", "2026-11-24 17:00"),
        (Severity.NORMAL, "2026-11-23 18:00", "2026-11-27 14:00"),
        (Severity.LOW, "2026-11-24 17:00", "2026-12-03 18:00"),
    ],
)
def test_the_promises_are_working_hours_by_severity(severity: Severity, respond: str, resolve: str) -> None:
    madrid = timedelta(hours=1)
    told = [(at + madrid).strftime("%Y-%m-%d %H:%M") for at in complaints.promises(severity, NOW, WEEK)]
    assert told == [respond, resolve]


def test_on_friday_evening_the_clock_begins_on_monday_morning(ana: Member, northwind: Customer) -> None:
    with clock(datetime(2026, 11, 27, 18, 30, tzinfo=UTC)):  # Friday 19:30
        made = complaints.add(ana, northwind, "Leaks", severity=Severity.URGENT)
    assert made.respond_by == datetime(2026, 11, 30, 10, 0, tzinfo=UTC)  # Monday 11:00
    assert made.resolve_by == datetime(2026, 11, 30, 16, 0, tzinfo=UTC)


def test_half_an_hour_before_the_week_ends_the_rest_is_counted_on_monday(ana: Member, northwind: Customer) -> None:
    with clock(datetime(2026, 11, 27, 16, 30, tzinfo=UTC)):  # Friday 17:30
        made = complaints.add(ana, northwind, "Leaks", severity=Severity.URGENT)
    assert made.respond_by == datetime(2026, 11, 30, 9, 30, tzinfo=UTC)  # Monday 10:30


def test_holidays_are_left_out_and_a_make_up_saturday_counts(ana: Member, northwind: Customer) -> None:
    friday, saturday, monday = date(2026, 11, 27), date(2026, 11, 28), date(2026, 11, 30)
    team.add_holidays(ana, [(friday, False, "rest"), (saturday, True, "调休"), (monday, False, "feast")])
    with clock(datetime(2026, 11, 26, 16, 0, tzinfo=UTC)):  # Thursday 17:00
        made = complaints.add(ana, northwind, "Leaks", severity=Severity.URGENT)
    assert made.respond_by == datetime(2026, 11, 28, 9, 0, tzinfo=UTC)  # Saturday 10:00
    assert made.resolve_by == datetime(2026, 11, 28, 15, 0, tzinfo=UTC)
    with clock(datetime(2026, 11, 28, 16, 0, tzinfo=UTC)):  # Saturday 17:00
        second = complaints.add(ana, northwind, "Again", severity=Severity.URGENT)
    assert second.respond_by == datetime(2026, 12, 1, 9, 0, tzinfo=UTC)  # Tuesday 10:00


@given(st.sampled_from(Severity), st.integers(0, 400 * 24 * 60))
def test_no_promise_ends_outside_the_working_hours_or_before_it_was_made(severity: Severity, minutes: int) -> None:
    since = NOW + timedelta(minutes=minutes)
    respond, resolve = complaints.promises(severity, since, WEEK)
    assert since < respond < resolve
    for at in (respond, resolve):
        there = team_time(at)
        assert there.weekday() < 5
        assert time(9) <= there.time() <= time(18)


def team_time(at: datetime) -> datetime:
    from zoneinfo import ZoneInfo

    return at.astimezone(ZoneInfo("Europe/Madrid"))


def test_what_came_in_before_it_was_typed_in_has_its_clock_from_then(ana: Member, northwind: Customer) -> None:
    made = complaints.add(ana, northwind, "Rang at nine", opened_at=later(-1), severity=Severity.URGENT)
    assert made.respond_by == later(1)
    with pytest.raises(Invalid) as refused:
        complaints.add(ana, northwind, "Will ring", opened_at=later(1))
    assert fields_of(refused) == {"opened_at"}


def test_another_severity_moves_only_the_clocks_that_run(ana: Member, late: Complaint) -> None:
    with clock(later(1)):
        complaints.edit(ana, late, severity=Severity.URGENT)
    assert (late.respond_by, late.resolve_by) == (later(2), later(8))
    with clock(later(1)):
        complaints.respond(ana, late)
        complaints.edit(ana, late, severity=Severity.HIGH)
    assert (late.respond_by, late.resolve_by) == (later(2), datetime(2026, 11, 24, 16, 0, tzinfo=UTC))


# Their course


def test_the_first_response_stops_the_first_clock_and_keeps_what_was_said(ana: Member, late: Complaint) -> None:
    with clock(later(9)):
        assert complaints.listed([late.id])[late.id].overdue(later(9))
        complaints.respond(ana, late, "We look into it")
        row = complaints.listed([late.id])[late.id]
        assert not row.overdue(later(9))
    assert (row.status, row.deadline) == (Status.IN_PROGRESS, late.resolve_by)
    assert late.first_response_at == later(9)
    assert [note.body for note in notes.about(late.ref)] == ["We look into it"]
    changes.undo(ana)
    assert complaints.listed([late.id])[late.id].status is Status.NEW
    assert notes.about(late.ref) == []


def test_a_second_first_response_is_told_who_gave_it(ana: Member, li: Member, late: Complaint) -> None:
    complaints.respond(li, late)
    with pytest.raises(Invalid, match="Li answered this already"):
        complaints.respond(ana, Complaint.load(late.id))


def test_the_first_response_is_a_contact_with_the_customer(ana: Member, northwind: Customer, late: Complaint) -> None:
    assert customers.listed([northwind.id])[northwind.id].last_contact_on is None
    complaints.respond(ana, late)
    assert customers.listed([northwind.id])[northwind.id].last_contact_on == DAY


def test_an_answered_complaint_of_a_silent_customer_ends_the_silence(ana: Member) -> None:
    with clock(NOW - timedelta(days=60)):
        silent = customers.add(ana, "Fabrikam", value_class=ValueClass.A)
        found = complaints.add(ana, silent, "Noise")
    assert "Silent" in [line.what for line in agenda.moved(DAY, 7)] or found.customer_id in {
        line.customer for line in agenda.moved(DAY, 7)
    }
    complaints.resolve(ana, found, "a bearing", "replaced")
    assert agenda.moved(DAY, 7) == []


def test_only_an_answered_complaint_may_wait_and_it_says_for_what(ana: Member, late: Complaint) -> None:
    with pytest.raises(Invalid) as refused:
        complaints.wait(ana, late, " ")
    assert fields_of(refused) == {"waiting_for", "status"}
    complaints.respond(ana, late)
    complaints.wait(ana, late, "their sample")
    assert (late.status, late.waiting_for) == (Status.WAITING, "their sample")
    complaints.resume(ana, late)
    assert (late.status, late.waiting_for) == (Status.IN_PROGRESS, "")
    with pytest.raises(Invalid):
        complaints.resume(ana, late)


def test_waiting_stops_no_clock(ana: Member, late: Complaint) -> None:
    complaints.respond(ana, late)
    complaints.wait(ana, late, "their sample")
    with clock(late.resolve_by + timedelta(minutes=1)):
        assert complaints.shelves()[Shelf.OVERDUE] == [late.id]
        assert complaints.shelves()[Shelf.WAITING] == []


def test_resolving_asks_why_it_happened_and_what_was_done(ana: Member, late: Complaint) -> None:
    with pytest.raises(Invalid) as refused:
        complaints.resolve(ana, late, "", " ")
    assert fields_of(refused) == {"root_cause", "resolution"}
    assert Complaint.load(late.id).status is Status.NEW


def test_resolving_answers_as_well(ana: Member, late: Complaint) -> None:
    with clock(later(2)):
        complaints.resolve(ana, late, "wrong address", "sent again")
    assert (late.first_response_at, late.resolved_at) == (later(2), later(2))
    assert (late.responded_by_id, late.resolved_by_id) == (ana.id, ana.id)
    with pytest.raises(Invalid, match="Ana resolved this already"):
        complaints.respond(ana, late)


def test_closing_asks_how_satisfied_they_are_and_counts_the_answer(ana: Member, late: Complaint) -> None:
    with pytest.raises(Invalid) as refused:
        complaints.close(ana, late, 6)
    assert fields_of(refused) == {"status", "satisfaction"}
    complaints.resolve(ana, late, "wrong address", "sent again")
    complaints.close(ana, late, 4, "at last")
    assert (late.status, late.satisfaction) == (Status.CLOSED, 4)
    (answer,) = satisfaction.latest(late.customer_id)
    assert (answer.scale, answer.score, answer.day, answer.about, answer.note) == (
        *(Scale.CSAT, 4, DAY, late.ref, "at last"),
    )
    assert answer.about_label == "1 · Delivered late"
    changes.undo(ana)
    assert Complaint.load(late.id).status is Status.RESOLVED
    assert satisfaction.latest(late.customer_id) == []


def test_an_answer_may_be_declined(ana: Member, late: Complaint) -> None:
    complaints.resolve(ana, late, "wrong address", "sent again")
    complaints.close(ana, late, None, "never reached them")
    assert (late.status, late.satisfaction) == (Status.CLOSED, None)
    assert satisfaction.latest(late.customer_id) == []
    assert [note.body for note in notes.about(late.ref)] == ["never reached them"]


def test_reopening_begins_the_second_clock_anew_and_says_why(ana: Member, late: Complaint) -> None:
    complaints.resolve(ana, late, "wrong address", "sent again")
    complaints.close(ana, late, 5)
    a_week_later = NOW + timedelta(days=7)
    with clock(a_week_later):
        with pytest.raises(Invalid) as refused:
            complaints.reopen(ana, late, "")
        assert fields_of(refused) == {"why"}
        complaints.reopen(ana, late, "it came late again")
        assert complaints.shelves()[Shelf.IN_PROGRESS] == [late.id]
    assert (late.status, late.satisfaction, late.resolved_at, late.closed_at) == (Status.IN_PROGRESS, None, None, None)
    assert late.resolve_by == WEEK.add_hours(a_week_later, 40)
    assert late.first_response_at == NOW
    assert late.root_cause == "wrong address"
    assert [answer.score for answer in satisfaction.latest(late.customer_id)] == [5], "they did say so then"
    with pytest.raises(Invalid):
        complaints.reopen(ana, late, "again")


def test_a_severity_changed_after_reopening_counts_from_the_reopening(ana: Member, late: Complaint) -> None:
    complaints.resolve(ana, late, "wrong address", "sent again")
    with clock(later(24)):
        complaints.reopen(ana, late, "again")
        complaints.edit(ana, late, severity=Severity.URGENT)
    assert late.resolve_by == later(32)


@given(st.lists(st.sampled_from(["respond", "wait", "resume", "resolve", "close", "reopen", "undo"]), max_size=12))
def test_no_sequence_of_verbs_loses_a_complaint_or_lets_a_clock_run_when_it_is_over(acts: list[str]) -> None:
    """Checked on a file of its own, because hypothesis runs many examples in one test."""
    import tempfile
    from pathlib import Path

    from store.database import close_store, open_store

    with tempfile.TemporaryDirectory() as folder, clock(NOW):
        open_store(Path(folder) / "team.db", create=True)
        try:
            lead = team.found_team("T", timezone="Europe/Madrid", currency="EUR", lead="Ana", login="ana")
            customer = customers.add(lead, "Northwind")
            made = complaints.add(lead, customer, "Delivered late")
            for act in acts:
                _try(lead, made.id, act)
                if Complaint.get_by_id(made.id).deleted_at is not None:
                    return  # its own adding was undone
                _is_sound(made.id)
        finally:
            close_store()


def _try(actor: Member, number: int, act: str) -> None:
    verbs: dict[str, Callable[[Complaint], object]] = {
        "respond": lambda one: complaints.respond(actor, one),
        "wait": lambda one: complaints.wait(actor, one, "them"),
        "resume": lambda one: complaints.resume(actor, one),
        "resolve": lambda one: complaints.resolve(actor, one, "why", "what"),
        "close": lambda one: complaints.close(actor, one, 3),
        "reopen": lambda one: complaints.reopen(actor, one, "again"),
        "undo": lambda one: changes.undo(actor),
    }
    try:
        verbs[act](Complaint.load(number))
    except (Invalid, NotFound, Conflict):
        return


def _is_sound(number: int) -> None:
    shelves = complaints.shelves()
    assert [i for found in shelves.values() for i in found] == [number]
    row = complaints.listed([number])[number]
    assert (row.resolved_at is None) is row.open
    assert (row.closed_at is None) is (row.status is not Status.CLOSED)
    assert row.answered or row.status is Status.NEW
    assert (row.status is Status.WAITING) is bool(row.waiting_for)


# Rights and refusals


def test_whoever_takes_the_call_writes_it_down_for_the_customers_owner(northwind: Customer, wang: Member) -> None:
    made = complaints.add(wang, northwind, "Rang me by mistake")
    assert made.owner_id == northwind.owner_id
    for act in (
        lambda: complaints.respond(wang, made),
        lambda: complaints.edit(wang, made, subject="x"),
        lambda: complaints.remove(wang, made),
    ):
        with pytest.raises(Denied):
            act()


def test_a_rep_works_on_own_and_unassigned_complaints(ana: Member, li: Member, wang: Member, late: Complaint) -> None:
    complaints.respond(li, late)
    nobodys = complaints.add(ana, customers.add(ana, "Fabrikam", owner=None), "Noise")
    complaints.respond(wang, nobodys)
    assert complaints.reassign(ana, late, wang).owner_id == wang.id
    complaints.resolve(wang, late, "why", "what")
    with pytest.raises(Denied):
        complaints.close(li, late, 5)


def test_a_viewer_writes_nothing(viewer: Member, northwind: Customer, late: Complaint) -> None:
    for act in (
        lambda: complaints.add(viewer, northwind, "x"),
        lambda: complaints.respond(viewer, late),
        lambda: satisfaction.record(viewer, northwind, 5),
    ):
        with pytest.raises(Denied):
            act()


def test_an_add_without_customer_or_words_is_refused_beside_both(ana: Member) -> None:
    with pytest.raises(Invalid) as refused:
        complaints.add(ana, None, "  ", body="x" * 4_001)
    assert fields_of(refused) == {"customer", "subject", "body"}


def test_a_contact_of_another_customer_is_refused(ana: Member, northwind: Customer, late: Complaint) -> None:
    stranger = customers.add_contact(ana, customers.add(ana, "Fabrikam"), "Otto")
    for act in (
        lambda: complaints.add(ana, northwind, "x", contact=stranger),
        lambda: complaints.edit(ana, late, contact=stranger.id),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        assert fields_of(refused) == {"contact"}


def test_two_who_resolve_the_same_one_are_told_of_each_other(ana: Member, li: Member, late: Complaint) -> None:
    hers, his = Complaint.load(late.id), Complaint.load(late.id)
    complaints.resolve(ana, hers, "why", "what")
    with pytest.raises(Conflict) as conflict:
        complaints.resolve(li, his, "another reason", "another remedy")
    assert conflict.value.by == "Ana"
    assert conflict.value.mine["root_cause"] == "another reason"


@pytest.mark.parametrize("verb", ["respond", "resolve", "reassign", "remove", "edit"])
def test_undo_takes_back_each_verb(ana: Member, wang: Member, late: Complaint, verb: str) -> None:
    before = rows("SELECT * FROM complaint")[0][7:]
    acts: dict[str, Callable[[], object]] = {
        "respond": lambda: complaints.respond(ana, late, "note"),
        "resolve": lambda: complaints.resolve(ana, late, "why", "what"),
        "reassign": lambda: complaints.reassign(ana, late, wang),
        "remove": lambda: complaints.remove(ana, late),
        "edit": lambda: complaints.edit(ana, late, subject="x", severity=Severity.URGENT),
    }
    acts[verb]()
    changes.undo(ana)
    assert rows("SELECT * FROM complaint")[0][7:] == before


# The list


def test_open_ones_are_listed_by_severity_then_by_what_is_due_first(ana: Member, northwind: Customer) -> None:
    low, urgent, normal = (
        complaints.add(ana, northwind, "x", severity=severity)
        for severity in (Severity.LOW, Severity.URGENT, Severity.NORMAL)
    )
    with clock(later(-72)):
        overdue = complaints.add(ana, northwind, "y", severity=Severity.HIGH)
    done = complaints.resolve(ana, complaints.add(ana, northwind, "z"), "why", "what")
    assert complaints.shelves() == {
        Shelf.OVERDUE: [overdue.id],
        Shelf.NEW: [urgent.id, normal.id, low.id],
        Shelf.IN_PROGRESS: [],
        Shelf.WAITING: [],
        Shelf.RESOLVED: [done.id],
        Shelf.CLOSED: [],
    }


def test_a_list_is_of_one_member_one_customer_or_what_contains_a_text(ana: Member, li: Member, late: Complaint) -> None:
    other = complaints.add(ana, customers.add(ana, "华星科技", owner=ana), "100% wrong")
    assert complaints.shelves(li.id)[Shelf.NEW] == [late.id]
    assert complaints.shelves(customer=other.customer_id)[Shelf.NEW] == [other.id]
    for text, found in (("deliv", late), ("星科", other), ("100%", other), ("2", other)):
        assert complaints.shelves(text=text)[Shelf.NEW] == [found.id], text


def test_old_closed_ones_stay_with_their_customer_only(ana: Member, late: Complaint) -> None:
    complaints.close(ana, complaints.resolve(ana, late, "why", "what"))
    with clock(NOW + timedelta(days=91)):
        assert complaints.shelves()[Shelf.CLOSED] == []
        assert complaints.shelves(customer=late.customer_id)[Shelf.CLOSED] == [late.id]


def test_the_detail_says_who_did_what(ana: Member, li: Member, wang: Member, late: Complaint) -> None:
    complaints.respond(li, late)
    complaints.reassign(ana, late, wang)
    complaints.resolve(wang, late, "why", "what")
    found = complaints.detail(late.id)
    assert (found.opened_by, found.responded_by, found.resolved_by) == ("Ana", "Li", "王芳")
    complaints.remove(ana, late)
    with pytest.raises(NotFound):
        complaints.detail(late.id)


def test_open_complaints_are_found_by_an_index(ana: Member) -> None:
    for sql, index in (
        (f"SELECT k.id FROM complaint k WHERE {NOT_CLOSED} AND k.owner_id = 1 ORDER BY k.severity", "complaint_open"),
        (
            "SELECT max(k.first_response_at) FROM complaint k WHERE k.customer_id = 1 AND k.deleted_at IS NULL",
            "customer",
        ),
        ("SELECT s.score FROM satisfaction s WHERE s.customer_id = 1 AND s.deleted_at IS NULL", "satisfaction_cust"),
    ):
        plan = " | ".join(str(row[3]) for row in rows(f"EXPLAIN QUERY PLAN {sql}"))
        assert index in plan and "SCAN" not in plan, plan


# Today, the meeting, the timeline


def test_an_overdue_complaint_leads_today_before_an_older_followup(ana: Member, li: Member, late: Complaint) -> None:
    followups.add(li, DAY - timedelta(days=9), subject="long overdue", priority=followups.Priority.HIGH)
    with clock(later(9)):  # 19:00, one hour too late
        first, *_ = today.lines(li, DAY)[Part.DO]
    assert (first.ref, first.urgency, first.tone) == (late.ref, LEADS, "bad")
    assert str(first.state) == "✕ 1 h"
    assert (first.what, str(first.text)) == ("Answer", "complaint 1: Delivered late")


def test_a_complaint_is_to_be_answered_then_resolved_then_asked_about(ana: Member, li: Member, late: Complaint) -> None:
    (line,) = complaints.due_for(li, DAY)
    assert (line.part, line.what, line.day, line.at, line.state) == (Part.DO, "Answer", DAY, time(18), None)
    complaints.respond(li, late)
    (line,) = complaints.due_for(li, DAY)
    assert (line.part, line.what, line.day, line.at) == (Part.COMING, "Resolve", date(2026, 11, 27), time(14))
    complaints.resolve(li, late, "why", "what")
    (line,) = complaints.due_for(li, DAY)
    assert (line.part, line.what, line.day) == (Part.COMING, "Ask", date(2026, 11, 25))
    complaints.close(li, late)
    assert complaints.due_for(li, DAY) == []
    assert complaints.due_for(ana, DAY) == []


def test_yesterdays_promise_is_late_by_days(li: Member, late: Complaint) -> None:
    with clock(later(24 * 3)):
        (line,) = complaints.due_for(li, DAY + timedelta(days=3))
    assert str(line.state) == "✕ 3 d"


def test_the_meeting_sees_open_complaints_of_a_customers_first(ana: Member, late: Complaint) -> None:
    important = customers.add(ana, "Fabrikam", value_class=ValueClass.A)
    second = complaints.add(ana, important, "Noise", severity=Severity.LOW)
    resolved = complaints.add(ana, important, "Dust")
    complaints.resolve(ana, resolved, "why", "what")
    found = complaints.for_meeting(DAY, 20)
    assert [line.ref.id for line in found] == [second.id, late.id]
    assert [line.ref.id for line in complaints.for_meeting(DAY, 1)] == [second.id]
    assert [line.ref for line in agenda.moved(DAY, 7)] == [second.ref, late.ref]


def test_the_timeline_tells_the_course_of_a_complaint(ana: Member, li: Member, late: Complaint) -> None:
    for hours, act in (
        (1, lambda: complaints.respond(li, late)),
        (2, lambda: complaints.resolve(li, late, "wrong address", "sent again")),
        (3, lambda: complaints.close(li, late, 2, "too slow")),
    ):
        with clock(later(hours)):
            act()
    told = [(event.who, str(event.what), event.text) for event in timeline.of_customer(late.customer_id)]
    assert told == [
        ("Li", "✕ satisfied 2/5", "too slow"),
        ("Li", "✓ complaint 1 resolved", "sent again"),
        ("Li", "● complaint 1 answered", "Delivered late"),
        ("Ana", "✕ complaint 1", "Delivered late"),
    ]


# Follow-ups about a complaint


def test_a_followup_from_a_complaint_is_linked_and_so_is_its_next_step(ana: Member, late: Complaint) -> None:
    made = followups.add(ana, DAY, subject="Call back", complaint=late, origin=Origin.COMPLAINT)
    assert made.customer_id == late.customer_id
    followups.complete(ana, made, Outcome.NO_ANSWER, next_step=NextStep(DAY + timedelta(days=1)))
    planned, done = followups.of_complaint(late.id)
    assert (done.id, planned.due_on) == (made.id, DAY + timedelta(days=1))


def test_reaching_them_about_a_complaint_is_its_first_response(ana: Member, late: Complaint) -> None:
    made = followups.add(ana, DAY, subject="Call back", complaint=late)
    followups.complete(ana, made, Outcome.NO_ANSWER)
    assert Complaint.load(late.id).status is Status.NEW
    second = followups.add(ana, DAY, subject="Call again", complaint=late)
    followups.complete(ana, second, Outcome.CONNECTED)
    found = Complaint.load(late.id)
    assert (found.status, found.first_response_at) == (Status.IN_PROGRESS, NOW)
    changes.undo(ana)
    assert Complaint.load(late.id).status is Status.NEW
    assert FollowUp.load(second.id).status is followups.Status.PLANNED


# Satisfaction


@pytest.mark.parametrize(
    ("scale", "scores", "share", "mean"),
    [
        (Scale.CSAT, [4, 5, 3, 1], 0.5, 3.25),
        (Scale.CSAT, [3, 3, 3], 0.0, 3.0),
        (Scale.NPS, [10, 9, 8, 7, 6, 0], 0.0, 20 / 3 + 0.0),
        (Scale.NPS, [10, 9, 9], 1.0, 28 / 3),
        (Scale.NPS, [0, 6, 7], -2 / 3, 13 / 3),
    ],
)
def test_csat_is_the_share_of_4_and_5_and_nps_promoters_less_detractors(
    scale: Scale, scores: list[int], share: float, mean: float
) -> None:
    found = satisfaction.figures(scale, scores)
    assert (found.share, found.mean, found.n) == (pytest.approx(share), pytest.approx(mean), len(scores))


@pytest.mark.parametrize("n", [0, 1, 2])
def test_under_three_answers_there_is_no_figure(n: int) -> None:
    assert satisfaction.figures(Scale.CSAT, [5] * n) == (Scale.CSAT, n, None, None, None)


@pytest.mark.parametrize(
    ("scores", "trend"),
    [
        ([5] * 5 + [3] * 5, 2.0),
        ([5] * 5 + [3] * 5 + [1] * 9, 2.0),
        ([3] * 5 + [4] * 3, -1.0),
        ([3] * 5 + [4] * 2, None),
        ([3] * 5, None),
    ],
)
def test_the_trend_is_the_last_five_against_the_five_before(scores: list[int], trend: float | None) -> None:
    assert satisfaction.figures(Scale.CSAT, scores).trend == trend


@given(st.lists(st.integers(0, 10), min_size=3))
def test_figures_stay_within_their_scale(scores: list[int]) -> None:
    nps = satisfaction.figures(Scale.NPS, scores)
    csat = satisfaction.figures(Scale.CSAT, [min(max(score, 1), 5) for score in scores])
    assert nps.share is not None and -1 <= nps.share <= 1
    assert csat.share is not None and 0 <= csat.share <= 1
    assert nps.mean is not None and min(scores) <= nps.mean <= max(scores)


@pytest.mark.parametrize(("scale", "score"), [(Scale.CSAT, 0), (Scale.CSAT, 6), (Scale.NPS, -1), (Scale.NPS, 11)])
def test_a_score_off_its_scale_is_refused(ana: Member, northwind: Customer, scale: Scale, score: int) -> None:
    with pytest.raises(Invalid) as refused:
        satisfaction.record(ana, northwind, score, scale)
    assert fields_of(refused) == {"score"}


def test_an_answer_is_not_of_tomorrow_nor_about_another_customers_complaint(
    ana: Member, northwind: Customer, late: Complaint
) -> None:
    other = customers.add(ana, "Fabrikam")
    with pytest.raises(Invalid) as refused:
        satisfaction.record(ana, other, 4, day=DAY + timedelta(days=1), about=late.ref, note="x" * 4_001)
    assert fields_of(refused) == {"day", "about", "note"}
    for nothing in (Ref("customer", northwind.id), Ref("complaint", 999)):
        with pytest.raises(Invalid):
            satisfaction.record(ana, northwind, 4, about=nothing)


def test_answers_are_counted_per_customer_and_for_the_team(ana: Member, li: Member, northwind: Customer) -> None:
    other = customers.add(ana, "Fabrikam", owner=ana)
    for score in (5, 4, 2):
        satisfaction.record(li, northwind, score)
    satisfaction.record(ana, other, 9, Scale.NPS)
    old = satisfaction.record(ana, other, 1, day=DAY - timedelta(days=400))
    assert satisfaction.of_customer(northwind.id)[Scale.CSAT].share == pytest.approx(2 / 3)
    assert satisfaction.of_customer(other.id)[Scale.NPS] == (Scale.NPS, 1, None, None, None)
    year_ago = DAY - timedelta(days=365)
    assert satisfaction.of_team(year_ago)[Scale.CSAT].n == 3
    assert satisfaction.of_team(date.min)[Scale.CSAT].n == 4
    assert satisfaction.of_team(year_ago, ana.id)[Scale.CSAT].n == 0
    assert len(satisfaction.ids(year_ago, li.id)) == 3
    assert old.id not in satisfaction.ids(year_ago)


def test_only_who_looks_after_the_customer_records_and_who_recorded_removes(
    ana: Member, li: Member, wang: Member, northwind: Customer
) -> None:
    with pytest.raises(Denied):
        satisfaction.record(wang, northwind, 5)
    answer = satisfaction.record(li, northwind, 5)
    with pytest.raises(Denied):
        satisfaction.remove(wang, answer)
    satisfaction.remove(li, answer)
    assert satisfaction.latest(northwind.id) == []
    changes.undo(li)
    assert len(satisfaction.latest(northwind.id)) == 1
