"""Numbers before and after a training: windows of equal length, and no figure from too few cases."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import complaints, customers, deals, team, training
from store.calendar import clock
from store.complaints import Scale, satisfaction
from store.deals import LostReason
from store.records import Ref
from store.team import Member
from store.training import What
from store.training.effects import LONGEST, SHORTEST, windows

BEGAN, ENDED = date(2026, 6, 1), date(2026, 6, 20)
DAY = date(2026, 11, 23)  # the Monday at which the clock stands
LATE = Ref("deal", 1)


def at(day: date) -> clock:
    return clock(datetime.combine(day, time(10), UTC))


def close(ana: Member, owner: Member, day: date, *, won: bool) -> None:
    with at(day):
        customer = customers.add(ana, f"Customer of {day}")
        deal = deals.add(ana, customer, "Sensors", owner=owner, amount=100)
        if won:
            deals.win(ana, deal)
        else:
            deals.lose(ana, deal, LostReason.PRICE)


# The windows


@given(st.dates(date(2025, 1, 1), date(2026, 12, 31)), st.integers(0, 200), st.integers(0, 400))
def test_the_windows_are_always_as_long_as_each_other_never_meet_the_plan_and_never_the_future(
    day_0: date, lasted: int, since: int
) -> None:
    ended, today = day_0 + timedelta(days=lasted), day_0 + timedelta(days=lasted + since)
    days, before, after = windows(day_0, ended, today)
    if not days:
        assert since <= SHORTEST
        return
    assert SHORTEST <= days <= LONGEST
    assert (before[1] - before[0]).days == (after[1] - after[0]).days == days - 1
    assert before[1] < day_0 and ended < after[0] and after[1] < today


@pytest.mark.parametrize(("since", "days"), [(30, 0), (31, 30), (60, 59), (91, 90), (400, 90)])
def test_the_windows_are_as_long_as_the_full_days_since_its_end_at_most_90(since: int, days: int) -> None:
    assert windows(BEGAN, ENDED, ENDED + timedelta(days=since))[0] == days


# The figures


def test_a_lost_deal_compares_the_win_rate_with_how_many_deals_it_is_of(ana: Member, li: Member, wang: Member) -> None:
    for number in range(5):
        close(ana, li, BEGAN - timedelta(days=3 + number), won=number < 1)
        close(ana, li, ENDED + timedelta(days=3 + number), won=number < 4)
    close(ana, wang, ENDED + timedelta(days=5), won=False)
    close(ana, li, BEGAN, won=True)
    close(ana, li, ENDED, won=True)
    found = training.effect(li.id, BEGAN, ENDED, Ref("deal", 1), DAY)
    (rate,) = found.measures
    assert rate.what is What.WIN_RATE
    assert (rate.before, rate.after) == ((0.2, 5), (0.8, 5)), "not those of others, nor of the days of the plan"


def test_four_closed_deals_are_too_few_for_a_rate(ana: Member, li: Member) -> None:
    for number in range(4):
        close(ana, li, BEGAN - timedelta(days=3 + number), won=True)
    (rate,) = training.effect(li.id, BEGAN, ENDED, Ref("deal", 1), DAY).measures
    assert (rate.before, rate.after) == ((None, 4), (None, 0))


def test_a_complaint_compares_complaints_and_satisfaction(ana: Member, li: Member) -> None:
    customer = customers.add(ana, "Northwind", owner=li)
    for day in (BEGAN - timedelta(days=90), BEGAN - timedelta(days=1)):
        with at(day):
            complaints.add(ana, customer, "Late again", owner=li)
    with at(BEGAN - timedelta(days=91)):
        complaints.add(ana, customer, "Long ago", owner=li)
    for number, score in enumerate((5, 4, 2)):
        satisfaction.record(ana, customer, score, Scale.CSAT, day=ENDED + timedelta(days=1 + number))
    satisfaction.record(ana, customer, 1, Scale.CSAT, day=BEGAN - timedelta(days=1))
    satisfaction.record(ana, customer, 9, Scale.NPS, day=ENDED + timedelta(days=1))
    count, happy = training.effect(li.id, BEGAN, ENDED, Ref("complaint", 1), DAY).measures
    assert (count.before.n, count.after.n) == (2, 0)
    assert happy.before == (None, 1)
    assert happy.after == (pytest.approx(2 / 3), 3)


def test_a_skill_compares_its_level_and_a_review_everything_else(ana: Member, li: Member) -> None:
    skill = team.add_skill(ana, "Negotiation")
    training.set_level(ana, li, skill, 1, day=BEGAN - timedelta(days=5))
    training.set_level(ana, li, skill, 3, day=ENDED)
    (level,) = training.effect(li.id, BEGAN, ENDED, Ref("skill", skill.id), DAY).measures
    assert (level.before.value, level.after.value) == (1, 3)
    found = training.effect(li.id, BEGAN, ENDED, Ref("review", 1), DAY)
    assert [one.what for one in found.measures] == [What.WIN_RATE, What.COMPLAINTS, What.CSAT]


def test_it_is_too_early_in_the_first_30_days(ana: Member, li: Member) -> None:
    assert training.effect(li.id, BEGAN, ENDED, LATE, ENDED + timedelta(days=30)) == (
        0,
        (BEGAN, BEGAN - timedelta(days=1)),
        (ENDED + timedelta(days=1), ENDED),
        (),
    )
