"""The series goes on by its wall time, whatever clocks, holidays and people do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from store import meetings, team
from store.calendar import clock
from store.errors import Denied, Invalid, NotFound
from store.meetings import Every, HeadlineKind, MeetingStatus, SectionKind, Series
from store.team import Member

MONDAY = date(2026, 11, 23)
WEEK = timedelta(days=7)


@pytest.fixture
def series(ana: Member) -> Series:
    return meetings.set_up(ana, "Weekly", at=time(9, 30), start=MONDAY - 8 * WEEK)


def days(found: Series, count: int = 4) -> list[str]:
    return [f"{one.day:%d %b}" for one in meetings.upcoming(found, count)]


def test_the_usual_agenda_has_nine_sections_that_add_up_to_the_planned_minutes(ana: Member) -> None:
    for minutes in (60, 45, 90, 15, 7):
        made = meetings.set_up(ana, "M", minutes=minutes)
        there = meetings.sections(made.id)
        assert len(there) == 9
        assert sum(section.minutes for section in there) == minutes
    assert meetings.shared([3, 5, 5, 5, 7, 4, 23, 4, 4], 60) == [3, 5, 5, 5, 7, 4, 23, 4, 4]


def test_todays_meeting_is_the_next_one_until_it_is_over(series: Series) -> None:
    found = meetings.next_meeting(series)
    assert found is not None
    assert (found.day, found.leader, found.meeting) == (MONDAY, "Ana", None)
    with clock(datetime(2026, 11, 24, 9, tzinfo=UTC)):
        assert meetings.next_meeting(series).day == MONDAY + WEEK  # type: ignore[union-attr]  # there is one


def test_wall_time_stays_when_the_clocks_change_in_berlin_and_new_york(ana: Member) -> None:
    berlin = meetings.set_up(ana, "B", at=time(9), timezone="Europe/Berlin", start=date(2026, 10, 1))
    york = meetings.set_up(ana, "N", at=time(9), timezone="America/New_York", start=date(2026, 10, 1))
    with clock(datetime(2026, 10, 19, 5, tzinfo=UTC)):
        hours = [(one.day.day, one.start.hour) for one in meetings.upcoming(berlin, 3)]
        assert hours == [(19, 7), (26, 8), (2, 8)]
        hours = [(one.day.day, one.start.hour) for one in meetings.upcoming(york, 3)]
        assert hours == [(19, 13), (26, 13), (2, 14)]
    with clock(datetime(2027, 3, 8, 5, tzinfo=UTC)):
        assert [one.start.hour for one in meetings.upcoming(berlin, 4)] == [8, 8, 8, 7]
        assert [one.start.hour for one in meetings.upcoming(york, 2)] == [14, 13]
        gap = meetings.set_up(ana, "gap", at=time(2, 30), weekday=6, timezone="Europe/Berlin")
        assert meetings.on(gap, date(2027, 3, 28)).start == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def test_asia_without_daylight_saving_never_moves(ana: Member) -> None:
    found = meetings.set_up(ana, "S", at=time(9), timezone="Asia/Shanghai", start=date(2026, 1, 5))
    with clock(datetime(2026, 3, 1, 5, tzinfo=UTC)):
        assert {one.start.hour for one in meetings.upcoming(found, 40)} == {1}


def test_a_holiday_is_proposed_as_a_skip_and_never_skipped_silently(ana: Member, series: Series) -> None:
    team.add_holidays(ana, [(MONDAY + WEEK, False, "San Andrés")])
    found = meetings.on(series, MONDAY + WEEK)
    assert (found.is_holiday, found.holiday, found.status) == (True, "San Andrés", MeetingStatus.PLANNED)
    assert not meetings.on(series, MONDAY).is_holiday


def test_every_two_weeks_keeps_its_rhythm_through_a_skip(ana: Member) -> None:
    found = meetings.set_up(ana, "fortnight", interval=2, start=MONDAY)
    assert days(found, 3) == ["23 Nov", "07 Dec", "21 Dec"]
    meetings.skip(ana, meetings.on(found, date(2026, 12, 7)), "fair")
    assert days(found, 3) == ["23 Nov", "07 Dec", "21 Dec"]
    with clock(datetime(2026, 11, 24, 9, tzinfo=UTC)):
        assert meetings.next_meeting(found).day == date(2026, 12, 21)  # type: ignore[union-attr]  # there is one
    with pytest.raises(NotFound):
        meetings.on(found, date(2026, 11, 30))


def test_every_working_day_leaves_out_weekends_and_holidays(ana: Member) -> None:
    team.add_holidays(ana, [(date(2026, 11, 25), False, "H")])
    found = meetings.set_up(ana, "stand-up", every=Every.WORKING_DAY)
    assert days(found, 5) == ["23 Nov", "24 Nov", "26 Nov", "27 Nov", "30 Nov"]
    assert meetings.previous_day(found, date(2026, 11, 30)) == date(2026, 11, 27)


def test_every_working_day_meets_on_a_make_up_day_too(ana: Member) -> None:
    saturday = date(2026, 11, 28)
    team.add_holidays(ana, [(saturday, True, "make-up"), (date(2026, 11, 30), False, "H")])
    found = meetings.set_up(ana, "stand-up", every=Every.WORKING_DAY, start=date(2026, 11, 26))
    with clock(datetime(2026, 11, 26, 5, tzinfo=UTC)):
        assert days(found, 4) == ["26 Nov", "27 Nov", "28 Nov", "01 Dec"]
    found = meetings.edit_series(ana, found, interval=2)
    with clock(datetime(2026, 11, 26, 5, tzinfo=UTC)):
        assert days(found, 3) == ["26 Nov", "28 Nov", "02 Dec"]


def test_the_next_day_is_that_of_the_next_meeting_whatever_was_moved_or_skipped(ana: Member, series: Series) -> None:
    assert meetings.next_day(series) == MONDAY
    meetings.move(ana, meetings.on(series, MONDAY), MONDAY + timedelta(days=2))
    assert meetings.next_day(series) == MONDAY + timedelta(days=2)
    meetings.skip(ana, meetings.on(series, MONDAY + timedelta(days=2)), "fair")
    assert meetings.next_day(series) == MONDAY + WEEK
    meetings.move(ana, meetings.on(series, MONDAY + 2 * WEEK), MONDAY + timedelta(days=3))
    found = meetings.next_meeting(series)
    assert found is not None
    assert meetings.next_day(series) == found.day == MONDAY + timedelta(days=3)


def test_the_first_section_of_another_kind_comes_back_with_its_usual_title(ana: Member, series: Series) -> None:
    first = meetings.sections(series.id)[0]
    meetings.edit_section(ana, first, kind=SectionKind.OWN, title="Round")
    with pytest.raises(Invalid):
        meetings.edit_section(ana, first, kind=SectionKind.OWN, title="")
    meetings.edit_section(ana, first, kind=SectionKind.WINS, title="")
    assert meetings.sections(series.id)[0].kind is SectionKind.WINS


def test_a_skip_says_why_can_be_taken_back_and_gives_way_to_the_next(ana: Member, series: Series) -> None:
    today = meetings.on(series, MONDAY)
    with pytest.raises(Invalid) as refused:
        meetings.skip(ana, today, " ")
    assert set(refused.value.fields) == {"why"}
    meetings.skip(ana, today, "fair in Vigo")
    found = meetings.next_meeting(series)
    assert found is not None
    assert found.day == MONDAY + WEEK
    skipped = meetings.on(series, MONDAY)
    assert (skipped.status, skipped.why) == (MeetingStatus.SKIPPED, "fair in Vigo")
    meetings.unskip(ana, skipped)
    assert meetings.next_meeting(series).day == MONDAY  # type: ignore[union-attr]  # there is one
    with pytest.raises(Invalid):
        meetings.unskip(ana, meetings.on(series, MONDAY))


def test_one_meeting_moves_and_the_series_stays(ana: Member, series: Series) -> None:
    meetings.move(ana, meetings.on(series, MONDAY + WEEK), date(2026, 12, 1), time(11))
    assert days(series, 3) == ["23 Nov", "01 Dec", "07 Dec"]
    found = meetings.on(series, date(2026, 12, 1))
    assert (found.at, found.moved, found.start) == (time(11), True, datetime(2026, 12, 1, 10, tzinfo=UTC))
    with pytest.raises(NotFound):
        meetings.on(series, MONDAY + WEEK)
    with pytest.raises(Invalid):
        meetings.move(ana, found, date(2026, 11, 20))


def test_a_meeting_moved_to_next_week_is_not_missing_in_between(ana: Member, series: Series) -> None:
    meetings.move(ana, meetings.on(series, MONDAY), date(2026, 11, 26))
    with clock(datetime(2026, 11, 25, 9, tzinfo=UTC)):
        found = meetings.next_meeting(series)
        assert found is not None
        assert (found.day, found.occurrence) == (date(2026, 11, 26), MONDAY)
        assert [one.occurrence for one in meetings.past(series, 1)] == [MONDAY - WEEK]


def test_a_new_time_goes_to_meetings_ahead_and_leaves_a_moved_one_alone(ana: Member, series: Series) -> None:
    meetings.move(ana, meetings.on(series, MONDAY + WEEK), date(2026, 12, 1), time(11))
    meetings.skip(ana, meetings.on(series, MONDAY + 2 * WEEK), "long weekend")
    meetings.edit_series(ana, series, at=time(14))
    found = meetings.upcoming(series, 4)
    assert [one.at for one in found] == [time(14), time(11), time(14), time(14)]
    assert found[2].status is MeetingStatus.SKIPPED
    assert found[2].start == datetime(2026, 12, 7, 13, tzinfo=UTC)


def test_another_weekday_takes_the_days_of_the_old_one_away(ana: Member, series: Series) -> None:
    meetings.skip(ana, meetings.on(series, MONDAY + WEEK), "fair")
    meetings.edit_series(ana, series, weekday=1)
    assert days(series, 2) == ["24 Nov", "01 Dec"]


def test_the_series_goes_on_when_its_facilitator_has_left(ana: Member, li: Member) -> None:
    found = meetings.set_up(ana, "W", facilitator=li)
    team.leave(ana, li, date(2026, 11, 27))
    here, gone = meetings.upcoming(found, 2)
    assert (here.leader, here.instead_of) == ("Li", "")
    assert (gone.leader, gone.instead_of) == ("Ana", "Li")


def test_a_stand_in_leads_while_the_facilitator_is_away(ana: Member, series: Series, li: Member, wang: Member) -> None:
    team.add_absence(ana, ana, MONDAY + WEEK, MONDAY + WEEK, stand_in=wang)
    _today, away, _later = meetings.upcoming(series, 3)
    assert (away.leader, away.instead_of) == ("王芳", "Ana")


def test_past_meetings_are_newest_first_and_say_when_nothing_was_written(ana: Member, series: Series) -> None:
    with clock(datetime(2026, 11, 16, 7, tzinfo=UTC)):
        meetings.skip(ana, meetings.on(series, MONDAY - WEEK), "fair")
    found = meetings.past(series, 3)
    assert [one.day for one in found] == [MONDAY - WEEK, MONDAY - 2 * WEEK, MONDAY - 3 * WEEK]
    assert [one.status for one in found] == [MeetingStatus.SKIPPED, MeetingStatus.PLANNED, MeetingStatus.PLANNED]
    assert meetings.previous_day(series, MONDAY) == MONDAY - 2 * WEEK
    assert len(meetings.past(series, 13)) == 8  # the series began then


def test_the_meeting_before_the_first_is_a_week_before(ana: Member) -> None:
    found = meetings.set_up(ana, "new")
    assert meetings.previous_day(found, MONDAY) == MONDAY - WEEK
    assert meetings.past(found) == []


def test_what_is_agreed_today_is_due_at_the_following_meeting(ana: Member, series: Series) -> None:
    assert meetings.following(series) == MONDAY + WEEK
    meetings.skip(ana, meetings.on(series, MONDAY + WEEK), "holiday")
    assert meetings.following(series) == MONDAY + 2 * WEEK


def test_sections_are_added_moved_changed_and_removed(ana: Member, series: Series) -> None:
    there = meetings.sections(series.id)
    own = meetings.add_section(ana, series, "Trade fair", minutes=5, body="Who stands where?", after=there[2])
    order = [section.kind for section in meetings.sections(series.id)]
    assert order[3] is SectionKind.OWN
    meetings.move_section(ana, own, -2)
    assert meetings.sections(series.id)[1].id == own.id
    meetings.edit_section(ana, own, minutes=6)
    with pytest.raises(Invalid):
        meetings.edit_section(ana, own, title=" ")
    with pytest.raises(Invalid):
        meetings.edit_section(ana, own, minutes=-1)
    meetings.remove_section(ana, own)
    assert len(meetings.sections(series.id)) == 9


def test_only_the_lead_changes_the_series_and_its_meetings(series: Series, li: Member) -> None:
    with pytest.raises(Denied):
        meetings.edit_series(li, series, title="mine")
    with pytest.raises(Denied):
        meetings.skip(li, meetings.on(series, MONDAY), "no time")
    with pytest.raises(Denied):
        meetings.add_section(li, series, "mine")


def test_the_series_refuses_impossible_times_beside_the_field(ana: Member) -> None:
    with pytest.raises(Invalid) as refused:
        meetings.set_up(ana, "", timezone="Europe/Atlantis", minutes=0, interval=0)
    assert set(refused.value.fields) == {"title", "timezone", "minutes", "interval"}


def test_a_headline_is_told_once_and_waits_over_a_skipped_meeting(ana: Member, series: Series, li: Member) -> None:
    made = meetings.add_headline(li, series, HeadlineKind.WIN, "Hongtu ordered")
    assert made.day == MONDAY
    meetings.add_headline(ana, series, HeadlineKind.TEAM, "Welcome Sofía")
    told = meetings.headlines(series.id, MONDAY - WEEK, MONDAY)
    assert [(row.kind, row.by) for row in told] == [(HeadlineKind.WIN, "Li"), (HeadlineKind.TEAM, "Ana")]
    assert meetings.headlines(series.id, MONDAY, MONDAY + WEEK) == []
    meetings.skip(ana, meetings.on(series, MONDAY), "fair")
    since = meetings.previous_day(series, MONDAY + WEEK)
    assert len(meetings.headlines(series.id, since, MONDAY + WEEK)) == 2
    with pytest.raises(Denied):
        meetings.remove_headline(li, meetings.Headline.load(told[1].id))
