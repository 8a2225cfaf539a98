"""The line of a goal: worked examples of pieces, prorating and gaps, and what a wrong bend would cost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.calendar import WorkCalendar
from store.goals import Direction, Gap, Plan, Presence, Shape, State, pace

WORK = WorkCalendar()
SUM, LEVEL, UP, DOWN = Shape.SUM, Shape.LEVEL, Direction.UP, Direction.DOWN
# November 2026 has 21 working days, Monday to Friday; 5 are over on Monday the 9th, 10 on the 16th, 15 on the 23rd.
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


def plan(target: int, *revised: tuple[int, int], start: int = 0, shape: Shape = SUM, direction: Direction = UP) -> Plan:
    """A plan of November whose target was revised on these days, each (day, new target)."""
    days = [(date(2026, 11, day), new) for day, new in revised]
    steps = pace.aims(FIRST, target, days) if days else ()
    return Plan(shape, direction, start, days[-1][1] if days else target, FIRST, LAST, steps)


def line(found: Plan, day: int) -> float:
    return pace.due(found, WORK, date(2026, 11, day))


def test_without_revisions_the_line_is_the_share_of_working_days() -> None:
    assert line(plan(210), 9) == pytest.approx(50)
    assert line(plan(210), 1) == 0
    assert pace.due(plan(210), WORK, date(2026, 12, 1)) == 210
    falling = plan(0, start=42, shape=LEVEL, direction=DOWN)
    assert line(falling, 16) == pytest.approx(42 - 20)


def test_a_target_that_is_raised_asks_for_more_from_that_day_on_and_not_before() -> None:
    """210 until the 9th (50 due), then 370: the 320 that are missing over the 16 days that are left are 20 a day."""
    raised = plan(210, (9, 370))
    assert [line(raised, day) for day in (9, 10, 16, 23)] == pytest.approx([50, 70, 150, 250])
    assert pace.due(raised, WORK, date(2026, 12, 1)) == 370
    assert pace.pace(raised, 50, line(raised, 9)) == pytest.approx(1.0), "nobody falls behind by the revision itself"


def test_a_target_that_is_lowered_asks_for_less_from_that_day_on() -> None:
    """210 until the 16th (100 due), then 155: 55 over 11 days are 5 a day."""
    lowered = plan(210, (16, 155))
    assert [line(lowered, day) for day in (16, 17, 23)] == pytest.approx([100, 105, 125])


def test_the_line_never_asks_for_more_than_the_target_in_force() -> None:
    below = plan(210, (23, 100))  # 150 were due already
    assert line(below, 23) == 100
    assert pace.due(below, WORK, date(2026, 12, 1)) == 100


def test_several_revisions_bend_it_one_after_the_other() -> None:
    twice = plan(210, (9, 370), (16, 260))  # 150 due on the 16th, then 110 over 11 days
    assert [line(twice, day) for day in (9, 16, 17, 23)] == pytest.approx([50, 150, 160, 200])


def test_a_later_word_on_an_earlier_day_replaces_what_came_after() -> None:
    steps = pace.aims(FIRST, 100, [(date(2026, 11, 16), 80), (date(2026, 11, 9), 70)])
    assert steps == ((FIRST, 100), (date(2026, 11, 9), 70))
    again = pace.aims(FIRST, 100, [(date(2026, 11, 9), 80), (date(2026, 11, 9), 90), (date(2026, 11, 16), 95)])
    assert again == ((FIRST, 100), (date(2026, 11, 9), 90), (date(2026, 11, 16), 95))
    assert pace.aims(FIRST, 100, [(FIRST - timedelta(days=3), 80)]) == ((FIRST, 80),), "it was so from the start"


def test_a_revised_limit_and_a_revised_level_bend_the_same_way() -> None:
    limit = plan(21, (16, 32), direction=DOWN)  # 10 may be used until the 16th, then 2 a day
    assert line(limit, 18) == pytest.approx(14)
    assert pace.pace(limit, 7, line(limit, 18)) == pytest.approx(2.0)
    level = plan(0, (16, 11), start=42, shape=LEVEL, direction=DOWN)  # 22 on the 16th, then 1 less a day
    assert line(level, 18) == pytest.approx(20)
    assert pace.pace(level, 20, line(level, 18)) == pytest.approx(1.0)


def test_too_early_and_the_projection_ask_the_days_and_not_the_line() -> None:
    bent = plan(1_000, (2, 10))  # on the first working day
    found = pace.standing(bent, 5, WORK, date(2026, 11, 4))
    assert (found.state, found.projection) == (State.TOO_EARLY, None)
    found = pace.standing(bent, 5, WORK, date(2026, 11, 16))
    assert (found.elapsed, found.projection) == (pytest.approx(10 / 21), pytest.approx(10.5))
    assert found.expected == pytest.approx(found.due / 10)


REVISIONS = st.lists(st.tuples(st.integers(1, 30), st.integers(1, 10**6)), max_size=5)


@given(target=st.integers(1, 10**6), revised=REVISIONS, day=st.integers(1, 30))
def test_the_line_ends_at_the_target_and_never_jumps_upwards(
    target: int, revised: list[tuple[int, int]], day: int
) -> None:
    found = plan(target, *revised)
    assert pace.due(found, WORK, LAST + timedelta(days=1)) == pytest.approx(found.target)
    here, next_day = line(found, day), pace.due(found, WORK, date(2026, 11, day) + timedelta(days=1))
    assert -1e-6 <= here <= found.target + 1e-6
    left = WORK.left(FIRST, LAST, date(2026, 11, day))
    steepest = max(target, *(new for _day, new in revised), 1) / max(left, 1)
    assert next_day - here <= steepest + 1e-6 or left == 0


@given(target=st.integers(1, 10**6), day=st.integers(1, 30), current=st.integers(0, 10**6))
def test_a_revision_to_the_same_target_changes_nothing(target: int, day: int, current: int) -> None:
    plain, revised = plan(target), plan(target, (day, target))
    for on in (5, 16, 30):
        one, other = (pace.standing(p, current, WORK, date(2026, 11, on)) for p in (plain, revised))
        assert one.due == pytest.approx(other.due)
        assert one.state is other.state


# Confidence beside the computed state


@pytest.mark.parametrize(
    ("state", "confidence", "gap"),
    [
        (State.OFF_TRACK, 7, Gap.BOLD),
        (State.AT_RISK, 10, Gap.BOLD),
        (State.OFF_TRACK, 6, None),
        (State.ON_TRACK, 3, Gap.SHY),
        (State.ON_TRACK, 4, None),
        (State.ON_TRACK, 9, None),
        (State.TOO_EARLY, 9, None),
        (State.NO_DATA, 1, None),
        (State.OFF_TRACK, None, None),
        (None, 9, None),
    ],
)
def test_confidence_gainsays_the_figures_from_7_and_up_to_3(
    state: State | None, confidence: int | None, gap: Gap | None
) -> None:
    assert pace.gap(state, confidence) is gap


# Who joins or leaves


def test_presence_counts_working_days_of_belonging_to_the_team() -> None:
    def there(joined: date | None, left: date | None, calendar: WorkCalendar = WORK) -> Presence:
        return pace.presence(calendar, FIRST, LAST, joined, left)

    assert there(None, None) == (21, 21) and there(None, None).whole
    assert there(date(2026, 11, 16), None) == (11, 21)
    assert there(None, date(2026, 11, 13)) == (10, 21)
    assert there(date(2026, 11, 9), date(2026, 11, 13)) == (5, 21)
    assert there(date(2026, 12, 1), None) == (0, 21)
    free = WorkCalendar(holidays=frozenset({date(2026, 11, 16)}), made_up=frozenset({date(2026, 11, 21)}))
    assert there(date(2026, 11, 16), None, free) == (11, 21), "one holiday, one make-up day"


def test_a_prorated_target_is_rounded_half_up() -> None:
    assert Presence(11, 21).of(210_000) == 110_000
    assert Presence(1, 2).of(3) == 2
    assert Presence(0, 21).of(210) == 0
    assert Presence(0, 0).of(210) == 210
