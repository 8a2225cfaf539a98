"""Weekly updates: one per member and week, nobody is named who isn't awaited, nothing written is lost by a skip."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from store import agenda, meetings, team, topics
from store.calendar import clock
from store.errors import Conflict, Denied, Invalid
from store.meetings import Occasion, SectionKind, Series, WeeklyUpdate
from store.records import Part, Ref
from store.team import Member

MONDAY = date(2026, 11, 23)
WEEK = timedelta(days=7)
DAY = timedelta(days=1)


@pytest.fixture
def series(ana: Member) -> Series:
    return meetings.set_up(ana, "Weekly", at=time(9, 30), start=MONDAY - 8 * WEEK)


@pytest.fixture
def one(series: Series) -> Occasion:
    return meetings.on(series, MONDAY)


def names(one: Occasion) -> dict[str, bool]:
    return {row.name: row.written for row in meetings.updates(one, MONDAY - WEEK)}


def test_who_wrote_is_shown_and_who_did_not_is_named(ana: Member, li: Member, one: Occasion) -> None:
    meetings.write_update(li, one, li, progress="Hongtu signed\nmore", problems="lab", confidence=8)
    assert names(one) == {"Li": True, "Ana": False}
    found = agenda.agenda(one)
    assert found.without_update == ["Ana"]
    (wins,) = [part for part in found.parts if part.section.kind is SectionKind.WINS]
    assert [(line.who, str(line.text), str(line.state)) for line in wins.lines] == [
        ("Li", "Hongtu signed", "confident 8/10"),
        ("Ana", "no weekly update yet", "▲ missing"),
    ]


def test_nobody_is_awaited_who_looks_is_away_leaves_or_joins_later(
    ana: Member, li: Member, wang: Member, viewer: Member, series: Series, one: Occasion
) -> None:
    team.add_absence(ana, wang, MONDAY, MONDAY)
    later = team.add_member(ana, "Sofía", "sofia", joined_on=MONDAY + 9 * DAY)
    team.leave(ana, li, MONDAY + DAY)
    assert names(one) == {"Ana": False, "Li": False}
    following = {row.name for row in meetings.updates(meetings.on(series, MONDAY + WEEK), MONDAY)}
    assert following == {"Ana", "王芳"}
    assert later.name not in following
    meetings.write_update(wang, one, wang, progress="from the train")
    assert names(one)["王芳"]


def test_an_update_is_one_per_week_and_the_second_author_is_told(ana: Member, li: Member, one: Occasion) -> None:
    made = meetings.write_update(li, one, li, progress="mine")
    with pytest.raises(Conflict):
        meetings.write_update(ana, one, li, progress="hers")
    stale = WeeklyUpdate.load(made.id)
    meetings.write_update(li, one, li, progress="mine, longer", record=made)
    with pytest.raises(Conflict):
        meetings.write_update(ana, one, li, progress="hers", record=stale)
    assert [row.progress for row in meetings.updates(one, MONDAY - WEEK) if row.written] == ["mine, longer"]


def test_what_was_written_for_a_skipped_meeting_counts_at_the_next_until_one_writes_anew(
    ana: Member, li: Member, series: Series, one: Occasion
) -> None:
    meetings.write_update(li, one, li, progress="old")
    meetings.skip(ana, one, "fair")
    following = meetings.on(series, MONDAY + WEEK)
    since = meetings.previous_day(series, following.day)
    found = meetings.update_of(li.id, following, since)
    assert found is not None and found.progress == "old"
    meetings.write_update(li, following, li, progress="new", record=WeeklyUpdate.load(found.id or 0))
    assert [row.progress for row in meetings.updates(following, since) if row.written] == ["new"]
    assert WeeklyUpdate.select().count() == 2


def test_a_held_meeting_ends_the_week_of_its_updates(ana: Member, series: Series, one: Occasion) -> None:
    meetings.write_update(ana, one, ana, progress="old")
    found = meetings.updates(meetings.on(series, MONDAY + WEEK), MONDAY)
    assert [row.written for row in found] == [False]


def test_a_daily_meeting_asks_once_a_week(ana: Member) -> None:
    found = meetings.set_up(ana, "stand-up", every=meetings.Every.WORKING_DAY, start=MONDAY - WEEK)
    meetings.write_update(ana, meetings.on(found, MONDAY), ana, progress="done")
    assert meetings.updates(meetings.on(found, MONDAY + 2 * DAY), MONDAY + DAY)[0].written


def test_the_lead_and_who_leads_the_meeting_enter_it_for_others_and_it_says_so(
    ana: Member, li: Member, wang: Member, series: Series, one: Occasion
) -> None:
    meetings.write_update(ana, one, li, progress="told me on the phone")
    (row,) = [row for row in meetings.updates(one, MONDAY - WEEK) if row.name == "Li"]
    assert row.entered_by == "Ana"
    with pytest.raises(Denied):
        meetings.write_update(wang, one, ana, progress="guess")
    meetings.edit_series(ana, series, facilitator=wang)
    led = meetings.on(series, MONDAY)
    assert led.leader_id == wang.id
    meetings.write_update(wang, led, ana, progress="says all is well")


def test_while_a_meeting_runs_whoever_holds_it_enters_for_the_room(
    ana: Member, li: Member, wang: Member, series: Series, one: Occasion
) -> None:
    meetings.start(li, one, 60, {li.id: meetings.Presence.PRESENT, wang.id: meetings.Presence.PRESENT})
    running = meetings.on(series, MONDAY)
    assert not meetings.may_enter_for(wang, running, ana.id)
    meetings.write_update(li, running, wang, progress="says it aloud")
    assert meetings.updates(running, MONDAY - WEEK)[-1].name == "Li"
    with pytest.raises(Denied):
        meetings.write_update(wang, running, li, progress="guess")


def test_a_viewer_writes_none(viewer: Member, one: Occasion) -> None:
    with pytest.raises(Denied):
        meetings.write_update(viewer, one, viewer, progress="I look")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "progress"),
        ({"problems": "  \n"}, "progress"),
        ({"progress": "x", "confidence": 11}, "confidence"),
        ({"progress": "x", "confidence": -1}, "confidence"),
        ({"progress": "x" * 4001}, "progress"),
        ({"support": "x" * 201}, "support"),
    ],
)
def test_an_impossible_answer_is_refused_beside_its_field(
    ana: Member, one: Occasion, values: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        meetings.write_update(ana, one, ana, **values)  # type: ignore[arg-type]  # what a form could send
    assert set(refused.value.fields) == {field}


def test_each_line_of_support_is_offered_as_a_topic_until_it_is_one(ana: Member, series: Series, one: Occasion) -> None:
    meetings.write_update(ana, one, ana, support="- a lawyer for Litware\n\n• two demo cases\n- a lawyer for Litware")
    row = meetings.update_of(ana.id, one, MONDAY - WEEK)
    assert row is not None
    assert meetings.not_raised(row) == ["a lawyer for Litware", "two demo cases"]
    topics.raise_topic(ana, series.id, "a lawyer for Litware", origin=Ref("weekly_update", row.id or 0))
    assert meetings.not_raised(row) == ["two demo cases"]
    assert [topic.title for topic in topics.about(Ref("weekly_update", row.id or 0))] == ["a lawyer for Litware"]


def test_today_reminds_from_three_days_before_until_it_is_written(ana: Member, li: Member, series: Series) -> None:
    meetings.write_update(li, meetings.on(series, MONDAY), li, progress="done")
    assert meetings.due_for(li, MONDAY) == []
    assert [(line.part, line.day) for line in meetings.due_for(ana, MONDAY)] == [(Part.DO, MONDAY)]
    for day, parts in ((26, []), (27, [Part.COMING]), (29, [Part.COMING]), (30, [Part.DO])):
        with clock(datetime(2026, 11, day, 9, tzinfo=UTC)):
            assert [line.part for line in meetings.due_for(li, date(2026, 11, day))] == parts
    with clock(datetime(2026, 11, 27, 9, tzinfo=UTC)):
        meetings.write_update(li, meetings.on(series, MONDAY + WEEK), li, progress="early")
    with clock(datetime(2026, 11, 30, 9, tzinfo=UTC)):
        assert meetings.due_for(li, MONDAY + WEEK) == []


def test_a_skipped_meeting_reminds_nobody(ana: Member, viewer: Member, series: Series) -> None:
    assert meetings.due_for(viewer, MONDAY) == []
    meetings.skip(ana, meetings.on(series, MONDAY), "fair")
    assert meetings.due_for(ana, MONDAY) == []
