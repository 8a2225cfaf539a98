"""Deals: no move without its history, no figure without its population, no stuck deal unseen."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import agenda, changes, customers, deals, followups, goals, pipeline, team, today
from store.calendar import Period, PeriodKind, clock
from store.customers import Customer, CustomerKind, ValueClass
from store.database import database, rows
from store.deals import BookingKind, Deal, LostReason, Stage, StageType
from store.errors import Conflict, Denied, Invalid
from store.figures import LARGEST
from store.followups import Outcome
from store.pipeline import Flag
from store.records import Part, Ref
from store.team import Member

DAY = date(2026, 11, 23)  # the Monday at which the clock stands
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
K = 1_000_00


def after(days: int) -> date:
    return DAY + timedelta(days=days)


def at(days: int) -> Any:
    """The clock so many days from the Monday."""
    return clock(datetime(2026, 11, 23, 9, tzinfo=UTC) + timedelta(days=days))


def stage(number: int) -> Stage:
    return deals.stages()[number - 1]


def fields_of(error: pytest.ExceptionInfo[Invalid]) -> set[str]:
    return set(error.value.fields)


@pytest.fixture
def acme(ana: Member) -> Customer:
    """A prospect of the lead's."""
    return customers.add(ana, "Acme", owner=ana)


@pytest.fixture
def deal(ana: Member, acme: Customer) -> Deal:
    """48,000 in the first stage, expected within the month."""
    return deals.add(ana, acme, "Sensors", amount=48 * K, expected_close_on=after(7))


# Stages


def test_a_new_file_has_the_six_stages_with_their_type_probability_and_limit(ana: Member) -> None:
    found = [(one.name, one.type.value, one.probability, one.stalled_after) for one in deals.stages()]
    assert found == [
        ("First contact", "open", 10, 7),
        ("Needs confirmed", "open", 25, 10),
        ("Proposal", "open", 50, 14),
        ("Negotiation", "open", 75, 14),
        ("Won", "won", 100, None),
        ("Lost", "lost", 0, None),
    ]
    words = {text for one in deals.stages() for text in (one.name, one.exit_criteria) if text}
    assert words == set(deals.DEFAULT_STAGES), "what the migration writes can be translated"


def test_only_the_lead_changes_the_pipeline(ana: Member, li: Member) -> None:
    with pytest.raises(Denied):
        deals.edit_stage(li, stage(1), probability=20)
    assert deals.edit_stage(ana, stage(1), probability=20, stalled_after=None).probability == 20


def test_a_stage_is_added_in_its_place_and_only_an_empty_open_one_is_taken_out(ana: Member, deal: Deal) -> None:
    pilot = deals.add_stage(ana, "Pilot", after=stage(3), probability=60, stalled_after=21)
    assert [one.name for one in deals.stages()][2:5] == ["Proposal", "Pilot", "Negotiation"]
    assert [one.position for one in deals.stages()] == [1, 2, 3, 4, 5, 6, 7]
    deals.move(ana, deal, pilot)
    for one in (pilot, deals.stage_of(StageType.WON)):
        with pytest.raises(Invalid):
            deals.remove_stage(ana, one)
    deals.move(ana, deal, stage(1))
    deals.remove_stage(ana, pilot)
    assert "Pilot" not in [one.name for one in deals.stages()]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"probability": 120}, "probability"),
        ({"name": " "}, "name"),
        ({"stalled_after": 0}, "stalled_after"),
        ({"exit_criteria": "x" * 1_001}, "exit_criteria"),
    ],
)
def test_a_stage_that_makes_no_sense_is_refused_beside_the_field(ana: Member, values: Any, field: str) -> None:
    with pytest.raises(Invalid) as error:
        deals.edit_stage(ana, stage(2), **values)
    assert fields_of(error) == {field}


def test_what_is_won_is_certain(ana: Member) -> None:
    with pytest.raises(Invalid):
        deals.edit_stage(ana, deals.stage_of(StageType.WON), probability=90)


# Adding and editing


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"amount": -1}, "amount"),
        ({"amount": LARGEST + 1}, "amount"),
        ({"probability": 120}, "probability"),
        ({"probability": -1}, "probability"),
        ({"expected_close_on": after(-1)}, "expected_close_on"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"next_step": "x" * 4_001}, "next_step"),
        ({"customer": None}, "customer"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    ana: Member, acme: Customer, deal: Deal, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as error:
        deals.add(ana, **{"customer": acme, "name": "Pumps", **values})
    assert fields_of(error) == {field}
    with pytest.raises(Invalid) as error:
        deals.edit(ana, deal, **values)
    assert fields_of(error) == {field}
    assert len(deals.of_customer(acme.id)) == 1


def test_a_deal_is_its_entrants_and_begins_in_the_first_stage(ana: Member, acme: Customer, deal: Deal) -> None:
    row = deals.listed([deal.id])[deal.id]
    assert (row.owner, row.stage, row.probability, row.own, row.weighted) == (
        "Ana",
        "First contact",
        10,
        False,
        4_800_00,
    )
    assert [(one.before, one.after) for one in deals.moves(deal.id)] == [("", "First contact")]
    assert deals.add(ana, acme, "Later", owner=None, stage=stage(3)).owner_id is None


def test_a_rep_changes_own_and_unassigned_deals_only(ana: Member, li: Member, deal: Deal, acme: Customer) -> None:
    with pytest.raises(Denied):
        deals.move(li, deal, stage(2))
    free = deals.add(ana, acme, "Free", owner=None)
    assert deals.reassign(li, free, li).owner_id == li.id


def test_a_later_close_is_counted_and_an_earlier_or_first_one_is_not(ana: Member, acme: Customer) -> None:
    deal = deals.add(ana, acme, "Sensors")
    for days, slips in ((10, 0), (20, 1), (15, 1), (15, 1), (40, 2)):
        deals.edit(ana, deal, expected_close_on=after(days))
        assert deal.slip_count == slips, days
    deals.edit(ana, deal, expected_close_on=None)
    deals.edit(ana, deal, expected_close_on=after(90))
    assert deal.slip_count == 2
    changes.undo(ana)
    changes.undo(ana)
    changes.undo(ana)
    assert Deal.load(deal.id).slip_count == 1, "an undone slip is none"


def test_a_close_that_is_over_may_stay_while_something_else_is_edited(ana: Member, deal: Deal) -> None:
    with at(20):
        assert deals.edit(ana, deal, name="Sensors II", expected_close_on=deal.expected_close_on).name == "Sensors II"


# Moving, winning, losing, opening again


def test_every_move_keeps_what_the_deal_was_worth_at_that_moment(ana: Member, deal: Deal) -> None:
    deals.move(ana, deal, stage(2))
    deals.edit(ana, deal, amount=60 * K, probability=40, expected_close_on=after(30))
    with at(3):
        deals.move(ana, deal, stage(4))
    found = [(one.day, one.before, one.after, one.amount, one.probability) for one in deals.moves(deal.id)]
    assert found == [
        (after(3), "Needs confirmed", "Negotiation", 60 * K, 75),
        (DAY, "First contact", "Needs confirmed", 48 * K, 25),
        (DAY, "", "First contact", 48 * K, 10),
    ]
    assert [one.expected_close_on for one in deals.moves(deal.id)] == [after(30), after(7), after(7)]
    assert (deal.probability, deal.stage_entered_on) == (None, after(3)), "the stage's probability holds again"


def test_moving_to_the_same_stage_writes_nothing(ana: Member, deal: Deal) -> None:
    deals.move(ana, deal, stage(1))
    assert len(deals.moves(deal.id)) == 1


@pytest.mark.parametrize("number", [5, 6])
def test_a_deal_is_not_moved_to_won_or_lost_without_amount_or_reason(ana: Member, deal: Deal, number: int) -> None:
    with pytest.raises(Invalid) as error:
        deals.move(ana, deal, stage(number))
    assert fields_of(error) == {"stage"}


def test_winning_books_revenue_on_its_day_and_makes_a_customer(ana: Member, acme: Customer, deal: Deal) -> None:
    deals.win(ana, deal, 45 * K, after(-3))
    assert (deal.stage_id, deal.closed_on, deal.amount) == (stage(5).id, after(-3), 45 * K)
    assert deals.revenue(after(-3), after(-3)) == 45 * K
    assert deals.revenue(after(-2), DAY) == 0
    assert Customer.load(acme.id).kind is CustomerKind.CUSTOMER
    changes.undo(ana)
    assert (deals.revenue(FIRST, LAST), Customer.load(acme.id).kind) == (0, CustomerKind.PROSPECT)


def test_a_free_pilot_is_won_without_a_booking(ana: Member, acme: Customer, deal: Deal) -> None:
    deals.win(ana, deal, 0)
    assert deals.bookings(deal=deal.id) == []
    assert Customer.load(acme.id).kind is CustomerKind.PROSPECT


@pytest.mark.parametrize(
    ("values", "field"), [({"amount": -5}, "amount"), ({"day": after(1)}, "day"), ({"amount": LARGEST + 1}, "amount")]
)
def test_winning_for_less_than_nothing_or_tomorrow_is_refused(
    ana: Member, deal: Deal, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as error:
        deals.win(ana, deal, **values)
    assert fields_of(error) == {field}
    assert Deal.load(deal.id).closed_on is None


def test_two_people_win_the_same_deal_and_it_books_once(ana: Member, deal: Deal) -> None:
    second = Deal.load(deal.id)
    deals.win(ana, deal)
    with pytest.raises(Conflict, match="Ana changed this"):
        deals.win(ana, second)
    assert deals.revenue(FIRST, LAST) == 48 * K


def test_losing_keeps_the_reason_and_other_needs_a_note(ana: Member, deal: Deal) -> None:
    with pytest.raises(Invalid) as error:
        deals.lose(ana, deal, LostReason.OTHER, "  ")
    assert fields_of(error) == {"note"}
    deals.lose(ana, deal, LostReason.COMPETITOR, "cheaper by a third", competitor="Vibratec")
    row = deals.listed([deal.id])[deal.id]
    assert (row.type, row.lost_reason, row.lost_note, row.competitor, row.closed_on) == (
        *(StageType.LOST, LostReason.COMPETITOR, "cheaper by a third", "Vibratec"),
        DAY,
    )
    assert deals.revenue(FIRST, LAST) == 0


def test_opening_a_won_deal_again_keeps_the_history_and_books_a_negative_line_today(ana: Member, deal: Deal) -> None:
    deals.move(ana, deal, stage(4))
    deals.win(ana, deal, day=after(-10))
    with at(20):
        deals.reopen(ana, deal, "they cancelled")
        assert (deal.stage_id, deal.closed_on, deal.stage_entered_on) == (stage(4).id, None, after(20))
    assert [(one.day, one.amount) for one in deals.bookings(deal=deal.id)] == [
        (after(20), -48 * K),
        (after(-10), 48 * K),
    ]
    assert deals.revenue(FIRST, LAST) == 48 * K, "the month that was reported stays as it was"
    assert deals.revenue(FIRST, after(20)) == 0
    assert [one.after for one in deals.moves(deal.id)] == ["Negotiation", "Won", "Negotiation", "First contact"]
    assert deals.moves(deal.id)[0].note == "they cancelled"


def test_a_deal_won_lost_and_won_again_has_booked_what_it_is_worth(ana: Member, deal: Deal) -> None:
    deals.win(ana, deal, 40 * K)
    deals.reopen(ana, deal)
    deals.lose(ana, deal, LostReason.PRICE)
    deals.reopen(ana, deal, stage=stage(2))
    assert (deal.lost_reason, deal.stage_id) == (None, stage(2).id)
    deals.win(ana, deal, 50 * K)
    assert deals.revenue(FIRST, LAST) == 50 * K


def test_a_closed_deal_is_opened_before_it_is_changed(ana: Member, deal: Deal) -> None:
    deals.win(ana, deal)
    for act in (
        lambda: deals.move(ana, deal, stage(2)),
        lambda: deals.win(ana, deal),
        lambda: deals.lose(ana, deal, LostReason.PRICE),
        lambda: deals.edit(ana, deal, amount=1),
        lambda: deals.remove(ana, deal),
    ):
        with pytest.raises(Invalid, match="again"):
            act()
    deals.edit(ana, deal, name="Sensors, hall 2", amount=deal.amount, next_step="Ask for a reference")
    with pytest.raises(Invalid, match="open already"):
        deals.reopen(ana, deals.reopen(ana, deal))


STEPS = st.lists(st.sampled_from(["move", "win", "lose", "reopen", "undo", "edit"]), max_size=12)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_what_is_booked_is_always_what_the_won_deal_is_worth(ana: Member, acme: Customer, steps: list[str]) -> None:
    number = deals.add(ana, acme, "Sensors", amount=48 * K).id
    done = 0
    for count, step in enumerate(steps, start=1):
        record = Deal.load(number)
        before = record.version
        if step == "undo":
            if done:
                changes.undo(ana)
                done -= 1
            continue
        try:
            {
                "move": lambda one=record, n=count: deals.move(ana, one, stage(n % 4 + 1)),
                "win": lambda one=record, n=count: deals.win(ana, one, n * K),
                "lose": lambda one=record: deals.lose(ana, one, LostReason.PRICE),
                "reopen": lambda one=record: deals.reopen(ana, one),
                "edit": lambda one=record, n=count: deals.edit(ana, one, amount=n * K),
            }[step]()
        except Invalid:
            assert Deal.load(number).version == before, "what is refused writes nothing"
        done += record.version - before
        row = deals.listed([number])[number]
        assert row.open == (row.type is StageType.OPEN)
        assert sum(b.amount for b in deals.bookings(deal=number)) == (row.amount if row.type is StageType.WON else 0)
        assert deals.moves(number)[0].after == row.stage, "the history ends where the deal stands"


# Bookings


def test_bookings_and_payments_can_be_typed_in_and_payments_are_no_revenue(
    ana: Member, li: Member, acme: Customer
) -> None:
    first = deals.book(ana, acme, 10 * K, after(-40))
    deals.book(li, acme, 5 * K, owner=li, note="spare parts")
    deals.book(ana, acme, 10 * K, kind=BookingKind.PAYMENT)
    assert Customer.load(acme.id).kind is CustomerKind.CUSTOMER
    assert deals.revenue(after(-60), DAY) == 15 * K
    assert (deals.revenue(FIRST, LAST, li.id), deals.revenue(FIRST, LAST, ana.id)) == (5 * K, 0)
    assert deals.revenue_by_day(after(-60), DAY) == [(ana.id, after(-40), 10 * K), (li.id, DAY, 5 * K)]
    assert deals.revenue_by_customer(FIRST, LAST) == {acme.id: 5 * K}
    deals.unbook(ana, first)
    assert deals.revenue(after(-60), DAY) == 5 * K


@pytest.mark.parametrize(
    ("values", "field"), [({"amount": 0}, "amount"), ({"amount": -5}, "amount"), ({"day": after(1)}, "day")]
)
def test_a_booking_of_nothing_or_of_tomorrow_is_refused(
    ana: Member, acme: Customer, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as error:
        deals.book(ana, acme, **{"amount": K, **values})
    assert fields_of(error) == {field}
    assert Customer.load(acme.id).kind is CustomerKind.PROSPECT


def test_the_revenue_of_a_deal_is_taken_back_by_opening_it_and_not_by_hand(ana: Member, deal: Deal) -> None:
    deals.win(ana, deal)
    (line,) = deals.bookings(deal=deal.id)
    with pytest.raises(Invalid, match="open the deal again"):
        deals.unbook(ana, deals.Booking.load(line.id))


def test_a_booking_that_was_typed_in_for_a_deal_is_taken_out_by_hand(ana: Member, deal: Deal) -> None:
    typed = deals.book(ana, Customer.load(deal.customer_id), 3 * K, deal=deal)
    deals.win(ana, deal)
    assert deals.revenue(FIRST, LAST, deal=deal.id) == deals.revenue(FIRST, LAST, customer=deal.customer_id)
    assert deals.revenue(FIRST, LAST, deal=deal.id) == deal.amount + 3 * K
    deals.unbook(ana, typed)
    assert deals.revenue(FIRST, LAST, deal=deal.id) == deal.amount


def test_a_booking_of_another_customers_deal_is_refused(ana: Member, deal: Deal) -> None:
    with pytest.raises(Invalid) as error:
        deals.book(ana, customers.add(ana, "Other"), K, deal=deal)
    assert fields_of(error) == {"deal"}


def test_a_hand_over_later_moves_no_revenue(ana: Member, li: Member, deal: Deal) -> None:
    deals.win(ana, deal)
    deals.reassign(ana, deal, li)
    assert (deals.revenue(FIRST, LAST, ana.id), deals.revenue(FIRST, LAST, li.id)) == (48 * K, 0)


# The board


def test_each_column_counts_and_sums_its_deals(ana: Member, acme: Customer, deal: Deal) -> None:
    late = deals.add(ana, acme, "Late", amount=10 * K, expected_close_on=after(30))
    undated = deals.add(ana, acme, "Undated", amount=1_01)
    deals.add(ana, acme, "Own", amount=100 * K, probability=33, stage=stage(3))
    first, second, third, *_rest = deals.board(None, FIRST)
    assert (list(first.keys), first.count, first.sum) == ([deal.id, late.id, undated.id], 3, 58 * K + 1_01)
    assert first.weighted == 5_800_10, "rounded once: (58,000.00 + 1.01) / 10"
    assert (list(second.keys), second.count, second.sum, second.weighted) == ([], 0, 0, 0)
    assert (third.count, third.sum, third.weighted) == (1, 100 * K, 33 * K)


def test_closed_deals_stand_on_the_board_as_far_back_as_asked_the_latest_first(ana: Member, acme: Customer) -> None:
    made = [deals.add(ana, acme, str(n), amount=n * K) for n in (1, 2, 3)]
    for one, days in zip(made, (-50, -10, -5), strict=True):
        deals.win(ana, one, day=after(days))
    assert [list(c.keys) for c in deals.board(None, after(-30)) if c.keys] == [[made[2].id, made[1].id]]


def test_the_board_is_mine_or_everyones_and_filtered_by_words(
    ana: Member, li: Member, acme: Customer, deal: Deal
) -> None:
    theirs = deals.add(li, customers.add(ana, "华星科技"), "年度采购", competitor="Vibra 50%")

    def shown(owner: int | None, text: str = "") -> list[int]:
        return [number for column in deals.board(owner, FIRST, text) for number in column.keys]

    assert (shown(ana.id), shown(li.id), shown(None)) == ([deal.id], [theirs.id], [deal.id, theirs.id])
    for text, found in (
        ("acm", [deal.id]),
        ("华星", [theirs.id]),
        ("50%", [theirs.id]),
        ("Li", [theirs.id]),
        ("%", [theirs.id]),
    ):
        assert shown(None, text) == found, text


def test_a_removed_deal_is_gone_from_every_figure_and_comes_back_by_undo(
    ana: Member, acme: Customer, deal: Deal
) -> None:
    deals.remove(ana, deal)
    assert deals.forecast(FIRST, LAST, DAY).expected.count == 0
    assert (deals.of_customer(acme.id), deals.by_name("sens"), deals.count_open(ana.id)) == ([], [], 0)
    changes.undo(ana)
    assert [row.id for row in deals.of_customer(acme.id)] == [deal.id]
    assert deals.by_name("sens") == [(deal.id, "Sensors", "Acme")]


# Flags


def flags(deal: Deal, day: date) -> list[Flag]:
    return [one.flag for one in pipeline.cards([deal.id], day)[deal.id].flags]


def test_a_deal_is_stalled_the_day_after_its_stages_limit(ana: Member, deal: Deal) -> None:
    followups.add(ana, after(60), deal=deal, subject="far away")
    assert flags(deal, after(7)) == []
    assert Flag.STALLED in flags(deal, after(8))
    found = pipeline.cards([deal.id], after(8))[deal.id].flags
    assert "stalled 8 d" in [str(one.words) for one in found]


def test_a_real_contact_starts_the_clock_again_and_no_answer_does_not(ana: Member, deal: Deal) -> None:
    with at(6):
        followups.log(ana, followups.Kind.CALL, Outcome.NO_ANSWER, deal=deal)
    assert Flag.STALLED in flags(deal, after(8))
    with at(6):
        followups.log(ana, followups.Kind.CALL, Outcome.CONNECTED, deal=deal)
    assert Flag.STALLED not in flags(deal, after(13))
    assert Flag.STALLED in flags(deal, after(14))


def test_a_contact_counts_for_its_own_deal_or_for_every_deal_of_the_customer(
    ana: Member, acme: Customer, deal: Deal
) -> None:
    other = deals.add(ana, acme, "Other")
    with at(5):
        followups.log(ana, followups.Kind.VISIT, Outcome.ADVANCED, deal=other)
    assert (Flag.STALLED in flags(deal, after(9)), Flag.STALLED in flags(other, after(9))) == (True, False)
    with at(6):
        followups.log(ana, followups.Kind.VISIT, Outcome.ADVANCED, customer=acme)
    assert Flag.STALLED not in flags(deal, after(9))


@pytest.mark.parametrize(("due", "stalled"), [(8, False), (15, False), (16, True)])
def test_what_is_planned_within_the_limit_keeps_a_deal_from_stalling(
    ana: Member, deal: Deal, due: int, stalled: bool
) -> None:
    followups.add(ana, after(due), deal=deal, subject="call")
    assert (Flag.STALLED in flags(deal, after(8))) is stalled


def test_an_overdue_follow_up_is_a_next_step_but_does_not_keep_a_deal_from_stalling(ana: Member, deal: Deal) -> None:
    followups.add(ana, after(2), deal=deal, subject="call")
    assert flags(deal, after(9)) == [Flag.PAST_DATE, Flag.STALLED]


def test_another_stage_starts_the_clock_again_with_its_own_limit(ana: Member, deal: Deal) -> None:
    with at(6):
        deals.move(ana, deal, stage(3))
    deals.edit(ana, deal, expected_close_on=after(90))
    assert Flag.STALLED not in flags(deal, after(20))
    assert Flag.STALLED in flags(deal, after(21))


def test_a_stage_without_a_limit_never_stalls(ana: Member, deal: Deal) -> None:
    deals.edit_stage(ana, stage(1), stalled_after=None)
    assert Flag.STALLED not in flags(deal, after(900))


def test_past_date_no_next_step_and_slipped_are_told_apart(ana: Member, deal: Deal) -> None:
    assert flags(deal, DAY) == [Flag.NO_NEXT_STEP]
    followups.add(ana, after(3), deal=deal, subject="call")
    assert flags(deal, DAY) == flags(deal, after(7)) == []
    assert flags(deal, after(8))[0] is Flag.PAST_DATE
    for days in (8, 9):
        deals.edit(ana, deal, expected_close_on=after(days))
    assert flags(deal, DAY) == [Flag.SLIPPED]
    assert [str(one.why) for one in pipeline.cards([deal.id], DAY)[deal.id].flags] == [
        "Its expected close was moved later 2 times."
    ]


def test_a_closed_deal_has_nothing_wrong_with_it(ana: Member, deal: Deal) -> None:
    deals.win(ana, deal)
    assert flags(deal, after(400)) == []


def test_the_meeting_sees_everyones_stuck_deals_most_money_first(ana: Member, li: Member, acme: Customer) -> None:
    small = deals.add(ana, acme, "Small", amount=K)
    big = deals.add(li, acme, "Big", amount=90 * K, expected_close_on=after(1))
    assert [line.ref for line in pipeline.for_meeting(DAY, 7)] == [big.ref, small.ref]
    assert [line.ref for line in pipeline.for_meeting(DAY, 1)] == [big.ref]
    assert pipeline.due_for(li, DAY) == []
    (line,) = pipeline.due_for(li, after(3))
    assert (line.ref, str(line.state), line.part) == (big.ref, "✕ 2 d past date", Part.DO)


def test_a_deal_past_its_date_is_its_owners_to_do_today_and_the_meetings_to_talk_about(
    ana: Member, li: Member, deal: Deal
) -> None:
    assert [line.ref for line in today.lines(ana, after(7))[Part.DO]] == []
    assert [line.ref for line in today.lines(ana, after(8))[Part.DO]] == [deal.ref]
    assert [line.ref for line in today.lines(li, after(8))[Part.DO]] == []
    with at(8):
        (line,) = agenda.moved(after(8), 7)
    assert (line.ref, str(line.state), line.amount) == (deal.ref, "✕ 1 d past date", 48 * K)


# Follow-ups of a deal


def test_an_open_deal_without_a_planned_follow_up_stands_in_the_queue_by_class_then_amount(
    ana: Member, li: Member
) -> None:
    star = customers.add(ana, "Star", value_class=ValueClass.A, owner=ana)
    acme = customers.add(ana, "Acme", owner=ana)
    good = customers.add(ana, "Good", value_class=ValueClass.B, owner=ana)
    small, big = deals.add(ana, acme, "Small", amount=K), deals.add(ana, acme, "Big", amount=9 * K)
    top = deals.add(ana, star, "Top", amount=2 * K)
    assert followups.without_next_step(ana.id) == [top.ref, good.ref, big.ref, small.ref]
    assert followups.without_next_step(ana.id, "big") == [big.ref]
    assert followups.without_next_step(ana.id, skip=2) == [big.ref, small.ref]
    deals.reassign(ana, top, li)
    assert followups.without_next_step(ana.id)[0] == star.ref, "a colleague's deal hides no customer of mine"
    followups.add(ana, DAY, customer=star)
    assert followups.without_next_step(None) == [good.ref, big.ref, small.ref], "the customer's follow-up is the deal's"
    followups.add(ana, DAY, deal=big)
    assert followups.without_next_step(None) == [good.ref, small.ref]
    deals.win(ana, small)
    assert followups.without_next_step(None) == [good.ref]


def test_overdue_follow_ups_of_one_class_come_by_open_amount(ana: Member, acme: Customer) -> None:
    other = customers.add(ana, "Other")
    small, big = deals.add(ana, acme, "Small", amount=K), deals.add(ana, other, "Big", amount=9 * K)
    won = deals.add(ana, customers.add(ana, "Won"), "Won", amount=99 * K)
    of_small = followups.add(ana, after(-9), deal=small)
    of_other = followups.add(ana, after(-1), customer=other)
    of_acme = followups.add(ana, after(-2), customer=acme)
    of_won = followups.add(ana, after(-8), deal=won)
    deals.win(ana, won)
    assert big.amount > small.amount
    order = [of_other, of_small, of_acme, of_won]
    assert list(followups.queue(ana.id, DAY).buckets[followups.Bucket.OVERDUE]) == [one.id for one in order]


def test_a_follow_up_of_a_deal_is_its_customers_and_so_is_its_next_step(
    ana: Member, acme: Customer, deal: Deal
) -> None:
    made = followups.add(ana, DAY, deal=deal)
    assert made.customer_id == acme.id
    followups.complete(ana, made, Outcome.CONNECTED, "", followups.NextStep(after(3)))
    (planned,) = followups.planned_for_deal(deal.id)
    assert (planned.deal_id, planned.deal, planned.customer) == (deal.id, "Sensors", "Acme")
    assert [row.id for row in followups.of_deal(deal.id)] == [made.id]
    record = followups.FollowUp.load(planned.id)
    followups.edit(ana, record, customer=customers.add(ana, "Other"))
    assert record.deal_id is None, "a deal is no other customer's"


# Forecast


def test_the_forecast_of_a_period_tells_won_commit_weighted_and_best_apart(ana: Member, acme: Customer) -> None:
    def open_deal(amount: int, expected: date | None, number: int, **values: Any) -> Deal:
        return deals.add(
            ana, acme, str(amount), amount=amount * K, expected_close_on=expected, stage=stage(number), **values
        )

    open_deal(100, LAST, 4)
    open_deal(200, DAY, 3)
    open_deal(40, LAST, 2, probability=75)
    open_deal(1000, after(8), 4)  # next month
    open_deal(7, None, 4)
    deals.win(ana, open_deal(50, LAST, 1), day=FIRST)
    deals.win(ana, open_deal(60, LAST, 1), day=FIRST - timedelta(days=1))
    deals.lose(ana, open_deal(5000, LAST, 4), LostReason.PRICE)
    found = deals.forecast(FIRST, LAST, DAY)
    assert (found.won, found.won_count) == (50 * K, 1)
    assert found.commit == (50 + 100 + 40) * K
    assert found.weighted == (75 + 100 + 30) * K
    assert found.best == (50 + 340) * K
    assert (found.expected.count, found.past.count, found.undated.sum) == (3, 0, 7 * K)
    later = deals.forecast(FIRST, LAST, after(1))
    assert (later.expected.count, later.past.sum, later.past.weighted) == (2, 200 * K, 100 * K)
    assert deals.forecast(after(8), after(38), after(1)).past.count == 1, "past-dated ones are told in every period"


def test_a_forecast_is_a_members_or_everyones(ana: Member, li: Member, acme: Customer, deal: Deal) -> None:
    deals.add(li, acme, "Theirs", amount=5 * K, expected_close_on=LAST)
    found = [deals.forecast(FIRST, LAST, DAY, owner).best for owner in (None, ana.id, li.id)]
    assert found == [53 * K, 48 * K, 5 * K]


def test_an_empty_pipeline_forecasts_nothing(ana: Member) -> None:
    found = deals.forecast(FIRST, LAST, DAY)
    assert (found.won, found.commit, found.weighted, found.best) == (0, 0, 0, 0)


def test_coverage_is_what_is_open_for_what_is_left_of_the_target(ana: Member, acme: Customer, deal: Deal) -> None:
    deals.book(ana, acme, 20 * K)
    found = deals.forecast(FIRST, LAST, DAY)
    covered = deals.coverage(50 * K, found)
    assert (covered.left, covered.times) == (30 * K, 1.6)
    reached = deals.coverage(20 * K, found)
    assert (reached.left, reached.times) == (0, None)
    assert pipeline.coverage(found, None) is None, "without a target there is nothing to cover"


def test_the_teams_target_is_not_counted_again_for_a_group_that_carries_it(ana: Member, li: Member) -> None:
    given: dict[str, Any] = {
        "owner": None,
        "period": Period(PeriodKind.MONTH, FIRST, LAST),
        "metric": goals.Metric.REVENUE,
        "reason": "test",
    }
    goals.add(ana, "Revenue", target=50 * K, **given)
    goals.add(ana, "Revenue of the South", target=30 * K, group=team.add_group(ana, "South", [li.id]), **given)
    assert pipeline.target(FIRST, LAST, None) == 50 * K


def closed(ana: Member, customer: Customer, won: bool, days: int, amount: int = 10) -> None:
    with at(-200 + days):
        one = deals.add(ana, customer, "x", amount=amount * K)
    with at(-200 + 2 * days):
        deals.win(ana, one) if won else deals.lose(ana, one, LostReason.PRICE)


def test_too_few_closed_deals_are_not_enough_data(ana: Member, acme: Customer) -> None:
    for _n in range(deals.FEWEST_WON - 1):
        closed(ana, acme, True, 10)
    found = deals.last_year(DAY)
    assert (found.mean_cycle, found.median_cycle, found.win_rate, found.velocity) == (None, None, None, None)
    closed(ana, acme, True, 20)
    found = deals.last_year(DAY)
    assert (found.mean_cycle, found.median_cycle, found.win_rate, found.velocity) == (12.0, 10.0, None, None)


def test_win_rate_cycle_and_velocity_with_their_population(ana: Member, acme: Customer, deal: Deal) -> None:
    for days in (10, 20, 30, 40, 50):
        closed(ana, acme, True, days, amount=days)
        closed(ana, acme, False, 90)
    found = deals.last_year(DAY)
    assert (found.won, found.closed, found.win_rate) == (5, 10, 0.5)
    assert (found.mean_cycle, found.median_cycle, found.mean_won) == (30.0, 30.0, 30 * K)
    assert (found.open_count, found.open_sum) == (1, 48 * K)
    assert found.velocity == 1 * 0.5 * 30 * K / 30
    assert deals.closed_between(FIRST, LAST).win_rate is None, "no population, no rate"


def test_a_deal_entered_after_it_was_won_took_no_days(ana: Member, deal: Deal) -> None:
    deals.win(ana, deal, day=after(-30))
    assert list(deals.last_year(DAY).days) == [0]


def test_conversion_counts_those_that_have_left_a_stage(ana: Member, acme: Customer) -> None:
    made = [deals.add(ana, acme, str(n), amount=K) for n in range(4)]
    deals.move(ana, made[0], stage(3))
    deals.win(ana, made[1])
    deals.lose(ana, made[2], LostReason.PRICE)
    found = deals.conversion(FIRST, LAST)
    assert (found[1].entered, found[1].left, found[1].advanced, found[1].share) == (4, 3, 2, None)
    assert (found[3].entered, found[3].left) == (1, 0)
    assert deals.conversion(after(1), after(9)) == {}


# Reading


@pytest.mark.parametrize(
    ("sql", "index"),
    [
        (
            "SELECT d.id FROM deal d WHERE d.closed_on IS NULL AND d.deleted_at IS NULL ORDER BY d.expected_close_on",
            "deal_open",
        ),
        ("SELECT d.id FROM deal d WHERE d.closed_on IS NULL AND d.deleted_at IS NULL AND d.owner_id = 1", "deal_open"),
        ("SELECT d.id FROM deal d WHERE d.closed_on >= '2026' AND d.deleted_at IS NULL", "deal_closed"),
        ("SELECT d.id FROM deal d WHERE d.customer_id = 1 AND d.deleted_at IS NULL", "deal_customer"),
        ("SELECT g.id FROM stage_change g WHERE g.deal_id = 1 AND g.deleted_at IS NULL", "stage_change_deal"),
    ],
)
def test_lists_are_read_by_their_index(ana: Member, sql: str, index: str) -> None:
    plan = " | ".join(str(row[3]) for row in rows(f"EXPLAIN QUERY PLAN {sql}"))
    assert index in plan, plan


QUESTIONS: dict[str, Any] = {
    "board": lambda: deals.board(None, FIRST),
    "my board": lambda: deals.board(1, FIRST),
    "forecast": lambda: deals.forecast(FIRST, LAST, DAY),
    "my forecast": lambda: deals.forecast(FIRST, LAST, DAY, 1),
    "revenue": lambda: deals.revenue(FIRST, LAST),
    "my revenue": lambda: deals.revenue(FIRST, LAST, 1),
    "a customer's revenue": lambda: deals.revenue(FIRST, LAST, customer=1),
    "a deal's revenue": lambda: deals.revenue(FIRST, LAST, deal=1),
    "revenue by customer": lambda: deals.revenue_by_customer(FIRST, LAST),
    "win rate": lambda: deals.last_year(DAY),
    "conversion": lambda: deals.conversion(FIRST, LAST),
    "cards": lambda: pipeline.cards([1, 2, 3], DAY),
    "detail": lambda: deals.detail(1),
    "of a customer": lambda: deals.of_customer(1),
    "of a deal": lambda: (followups.of_deal(1), followups.planned_for_deal(1)),
    "no next step": lambda: followups.without_next_step(None),
    "my next steps": lambda: followups.without_next_step(1),
}
LARGE = {"deal", "d", "stage_change", "g", "booking", "b", "follow_up", "f", "customer", "c"}


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_question_scans_a_large_table_and_each_asks_a_constant_number_of_times(
    ana: Member, deal: Deal, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, Any]] = []
    execute = type(database).execute_sql

    def watched(self: Any, sql: str, params: Any = None) -> Any:
        asked.append((sql, params))
        return execute(self, sql, params)

    monkeypatch.setattr(type(database), "execute_sql", watched)
    QUESTIONS[name]()
    monkeypatch.undo()
    assert len(asked) <= 5, [sql for sql, _params in asked]
    for sql, params in asked:
        for *_numbers, step in rows(f"EXPLAIN QUERY PLAN {sql}", params or ()):
            words = str(step).split()
            if words[0] == "SCAN" and words[1] in LARGE:
                assert "INDEX" in words, f"{step} in {sql}"


def test_a_deal_is_found_by_its_name_in_chinese(ana: Member, acme: Customer) -> None:
    from store.search import find

    made = deals.add(ana, acme, "年度采购报价")
    assert [hit.ref for hit in find("采购")] == [Ref("deal", made.id)]


def test_the_first_of_what_is_wrong_are_the_same_however_many_are_asked_for(
    ana: Member, acme: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "FIRST_BATCH", 2)
    monkeypatch.setattr(pipeline, "BATCH", 3)
    made = [deals.add(ana, acme, f"Deal {n}", amount=(n * 7 % 11) * K) for n in range(11)]
    followups.add(ana, DAY, deal=made[3])
    whole = [card.row.id for card in pipeline.flagged(None, DAY)]
    assert whole == [d.id for d in sorted(made, key=lambda deal: -deal.amount) if d != made[3]]
    for most in (0, 1, 4, 10, 50):
        assert [card.row.id for card in pipeline.flagged(None, DAY, most)] == whole[:most], most
