"""The demos' teams and the hostile one: they load, break no rule, and the same day gives the same rows."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from fixtures import demo_of
from fixtures.days import Days
from fixtures.loader import load
from store import agenda, changes, complaints, deals, followups, meetings, pipeline, signals, team
from store.access import Role
from store.calendar import WorkCalendar, clock, utc_of
from store.checking import check
from store.complaints import satisfaction
from store.database import close_store, open_store, rows
from store.errors import NotFound
from store.followups import Bucket
from store.meetings import MeetingStatus, SectionKind
from store.team import Member

MONDAY = date(2026, 11, 23)
FRIDAY = date(2027, 1, 1)  # a holiday, the first day of a year, a quarter and a month
SATURDAY = date(2027, 7, 17)
SPRING = date(2027, 2, 8)  # a Monday within the holidays of the Spring Festival
NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%' AND name NOT LIKE 'sqlite%'"


@dataclass(frozen=True)
class Demo:
    """What must be told of a demo's team in its own words."""

    folder: str
    lead: str
    new: str  # who has no update yet
    late: str  # whose training is late
    quarter: str
    silent: str
    moved: date  # a meeting whose Monday was a holiday
    languages: tuple[str, ...]

    @property
    def member(self) -> Member:
        """The lead."""
        found = team.by_login(self.lead)
        assert found is not None
        return found


ENGLISH = Demo(
    "demo",
    lead="ana",
    new="Sofía Navarro",
    late="tom",
    quarter="Revenue of the quarter",
    silent="Cerámicas Montalvo",
    moved=date(2026, 10, 13),
    languages=("en", "", "de_DE"),
)
CHINESE = Demo(
    "demo_zh",
    lead="zhou",
    new="顾晓棠",
    late="jason",
    quarter="本季度销售额",
    silent="淄博澄骅陶瓷集团有限公司",
    moved=date(2026, 10, 8),
    languages=("zh_CN", "zh"),
)


@pytest.fixture(params=[ENGLISH, CHINESE], ids=lambda demo: demo.folder)
def demo(request: pytest.FixtureRequest, original: Callable[[str], Path], tmp_path: Path) -> Iterator[Demo]:
    """Each demo as of the Monday, whose file is open."""
    shutil.copy(original(request.param.folder), tmp_path / "team.db")
    open_store(tmp_path / "team.db")
    yield request.param
    close_store()


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """An empty, open database file."""
    yield _fresh(tmp_path / "team.db")
    close_store()


def _fresh(path: Path) -> Path:
    open_store(path, create=True)
    return path


def _count(table: str, where: str = "deleted_at IS NULL") -> int:
    return int(rows(f"SELECT count(*) FROM {table} WHERE {where}")[0][0])


def _everything() -> dict[str, list[tuple[object, ...]]]:
    names = [name for (name,) in rows(TABLES) if name != "schema_migration"]
    return {name: rows(f"SELECT * FROM {name} ORDER BY 1") for name in names}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("0", MONDAY),
        ("+1", date(2026, 11, 25)),  # the 24th is a holiday here
        ("-1", date(2026, 11, 20)),
        ("-6", date(2026, 11, 13)),
        ("+10d", date(2026, 12, 3)),
        ("-1d", date(2026, 11, 22)),
        ("+2w", date(2026, 12, 7)),
        ("-34w", date(2026, 3, 30)),
        ("mon", MONDAY),
        ("mon-1", date(2026, 11, 16)),
        ("mon+1", MONDAY),
        ("mon+2", date(2026, 11, 30)),
        ("fri", date(2026, 11, 27)),
        ("fri-1", date(2026, 11, 20)),
        ("sat+2", date(2026, 12, 5)),
        ("01-06", date(2027, 1, 6)),
        ("06-24", date(2026, 6, 24)),
        ("2026-12-24", date(2026, 12, 24)),
    ],
)
def test_days_are_counted_from_the_day_of_loading(text: str, day: date) -> None:
    days = Days(MONDAY, WorkCalendar(holidays=frozenset({date(2026, 11, 24)})))
    assert days(text) == day


def test_weekdays_are_counted_on_both_sides_of_today() -> None:
    days = Days(date(2026, 11, 25), WorkCalendar())  # a Wednesday
    assert [days(text).day for text in ("mon", "mon-1", "mon+1", "wed-1", "wed+1", "fri-1", "fri+1")] == [
        *(23, 23, 30),
        *(18, 25),
        *(20, 27),
    ]


@pytest.mark.parametrize("text", ["", "tomorrow", "3", "+3m", "13-40", "mon3"])
def test_other_words_are_no_days(text: str) -> None:
    with pytest.raises(ValueError, match=r"no day|month|day is out"):
        Days(MONDAY, WorkCalendar())(text)


def test_the_demo_is_a_team_of_six_with_forty_customers(demo: Demo) -> None:
    assert {demo_of(language) for language in demo.languages} == {demo.folder}
    assert demo.member.role is Role.LEAD
    assert len(team.members()) == 6
    assert _count("customer") == 40
    assert _count("contact") >= 60
    assert rows('SELECT max(n) FROM (SELECT sum("primary") AS n FROM contact GROUP BY customer_id)') == [(1,)]
    assert list(check()) == []


def test_a_customer_that_was_lost_or_sleeps_stays_so_whatever_it_once_bought(demo: Demo) -> None:
    assert _count("customer", "kind = 'lost'") and _count("customer", "kind = 'dormant'")


def test_the_demo_has_a_hundred_and_fifty_followups_past_and_planned(demo: Demo) -> None:
    assert _count("follow_up") == 150
    assert _count("follow_up", "status = 'done' AND deleted_at IS NULL") == 91
    queue, hers = followups.queue(None, MONDAY), followups.queue(demo.member.id, MONDAY).buckets
    assert {bucket: len(found) for bucket, found in queue.buckets.items()} == {
        Bucket.OVERDUE: 9,
        Bucket.TODAY: 9,
        Bucket.WEEK: 18,
        Bucket.LATER: 23,
    }
    assert len(queue.no_next_step) == 4
    assert (len(hers[Bucket.OVERDUE]), len(hers[Bucket.TODAY])) == (3, 3)


def test_the_demo_has_a_complaint_in_every_state_and_enough_answers_for_a_figure(demo: Demo) -> None:
    with clock(NINE):
        found = {shelf: len(numbers) for shelf, numbers in complaints.shelves().items()}
    assert found == {
        complaints.Shelf.OVERDUE: 2,
        complaints.Shelf.NEW: 1,
        complaints.Shelf.IN_PROGRESS: 1,
        complaints.Shelf.WAITING: 1,
        complaints.Shelf.RESOLVED: 1,
        complaints.Shelf.CLOSED: 3,
    }
    figures = satisfaction.of_team(date(2025, 11, 23))
    assert {scale: one.n for scale, one in figures.items()} == {complaints.Scale.CSAT: 27, complaints.Scale.NPS: 8}


def test_the_demos_past_is_a_true_history(demo: Demo) -> None:
    today = f"{utc_of(MONDAY, time(0), team.team().timezone):%Y-%m-%dT%H:%M:%S.%fZ}"
    assert _count("change", f"at >= '{today}'") == 0
    assert rows("SELECT count(*) FROM follow_up WHERE done_at < created_at") == [(0,)]
    assert rows(
        "SELECT count(*) FROM follow_up f JOIN customer c ON c.id = f.customer_id WHERE f.created_at < c.created_at"
    ) == [(0,)]
    assert rows("SELECT at FROM change ORDER BY id") == rows("SELECT at FROM change ORDER BY at, id")
    assert _count("follow_up", "snooze_count > 0") > 3
    assert _count("follow_up", "origin = 'next_step'") > 8
    assert rows("SELECT count(DISTINCT by) FROM change") >= [(5,)]


def test_what_was_loaded_is_not_undone_by_u(demo: Demo) -> None:
    with pytest.raises(NotFound):
        changes.undo(demo.member)


@pytest.mark.parametrize("folder", ["demo", "demo_zh", "hostile"])
def test_the_same_day_gives_the_same_rows(
    folder: str, original: Callable[[str], Path], tmp_path: Path, file: Path
) -> None:
    load(folder, MONDAY)
    found = _everything()
    close_store()
    shutil.copy(original(folder), tmp_path / "original.db")
    open_store(tmp_path / "original.db")
    assert found == _everything()


@pytest.mark.parametrize(
    ("folder", "day"),
    [
        *(("demo", FRIDAY), ("demo", SATURDAY), ("demo_zh", FRIDAY), ("demo_zh", SPRING)),
        *(("hostile", FRIDAY), ("hostile", SATURDAY)),
    ],
    ids=str,
)
def test_any_day_will_do(folder: str, day: date, file: Path) -> None:
    load(folder, day)
    assert list(check()) == []


def test_today_is_the_teams(file: Path) -> None:
    with clock(datetime(2026, 11, 22, 23, 30, tzinfo=UTC)):  # past midnight in Madrid
        load("demo")
        assert team.today() == MONDAY
    assert len(followups.queue(None, MONDAY).buckets[Bucket.TODAY]) == 9


def test_the_hostile_set_is_kept_as_it_is(original: Callable[[str], Path], tmp_path: Path, file: Path) -> None:
    close_store()
    shutil.copy(original("hostile"), tmp_path / "hostile.db")
    open_store(tmp_path / "hostile.db")
    names = {name for (name,) in rows("SELECT name FROM customer")}
    assert {"[/b]", "[@click=app.quit]x[/]", "[red]Bob"} <= names
    assert any("\x1b]52;" in name for name in names)
    assert any("\u202e" in name for name in names)
    assert max(map(len, names)) == 300
    assert _count("customer", "notes = ''") > 2
    assert list(check()) == []


def test_the_demo_has_goals_training_and_risks_under_way(demo: Demo) -> None:
    assert {kind for (kind,) in rows("SELECT DISTINCT period_kind FROM goal")} == {"year", "quarter", "month"}
    answers = rows("SELECT answer, count(*) FROM goal WHERE status = 'proposed' GROUP BY answer")
    assert answers == [(None, 1), ("accepted", 1), ("countered", 1)]
    assert _count("goal", "former_id NOTNULL") == 1, "one was handed over"
    quarter = rows("SELECT id, target FROM goal WHERE title = ?", [demo.quarter])[0]
    parts = "SELECT sum(target) FROM goal WHERE parent_id = ? AND unit = 'money' AND group_id NOTNULL"
    assert rows(parts, quarter[:1]) == [(quarter[1],)]
    assert _count("programme") == 4
    assert rows(
        "SELECT m.login FROM training_step s JOIN member m ON m.id = s.member_id"
        " WHERE s.status = 'open' AND s.due_on < ?",
        [MONDAY.isoformat()],
    ) == [(demo.late,)]
    assert _count("risk") == 12
    assert _count("risk", "probability IS NULL") == 1
    assert _count("risk", f"status = 'accepted' AND accepted_until > '{MONDAY}'") == 1
    assert _count("risk", f"next_review_on < '{MONDAY}'") == 1
    assert demo.member.id in {by for (by,) in rows("SELECT created_by FROM risk_rating")}
    assert _count("risk", "inherent_probability IS NOT NULL") == 3
    assert _count("action_item", "origin LIKE 'risk:%' AND status = 'done'") == 4


def test_the_demos_own_records_have_fired_signals_that_were_decided_or_wait(demo: Demo) -> None:
    assert len(signals.standing(signals.Status.LINKED)) >= 2
    assert len(signals.standing(signals.Status.DISMISSED)) >= 2
    assert len(signals.cleared()) >= 2
    with clock(NINE):
        signals.evaluate(MONDAY)
    waiting = signals.listed(signals.standing(signals.Status.NEW)).values()
    told = {row.rule: row.who for row in waiting}
    assert {signals.Rule.SILENT, signals.Rule.STALLED, signals.Rule.COMPLAINTS} <= set(told)
    assert 4 <= len(waiting) <= 7  # what a lead decides about on a Monday
    linked = signals.listed(signals.standing(signals.Status.LINKED)).values()
    assert signals.Rule.SLIPPED in {row.rule for row in linked}
    assert told[signals.Rule.SILENT] == demo.silent


def test_the_demo_has_met_for_three_months_and_prepares_the_next_meeting(demo: Demo) -> None:
    with clock(utc_of(MONDAY, time(8), team.team().timezone)):
        series = meetings.series()
        assert series is not None
        past = meetings.past(series)
        coming = meetings.next_meeting(series)
        assert [one.status for one in past].count(MeetingStatus.CLOSED) == 11
        assert [one.why for one in past if one.status is MeetingStatus.SKIPPED] != [""]
        assert demo.moved in {one.day for one in past}
        assert coming is not None
        assert coming.day == MONDAY
        found = agenda.agenda(coming)
        assert found.without_update == [demo.new]
        assert any(row.entered_by for row in meetings.updates(coming, found.since))
        assert max(given.stars for given in found.votes.values()) == 8
        numbers = meetings.numbers(series)
        assert numbers.rate.meetings == 10 and 0.5 < (numbers.rate.value or 0) < 0.9
        assert numbers.rating.meetings == 11
        parts = {part.section.kind: part.lines for part in found.parts}
    assert [kind for kind, lines in parts.items() if not lines] == [SectionKind.CLOSE]
    assert len(parts[SectionKind.SOLVE]) == 8


def test_the_demos_pipeline_has_every_stage_every_flag_and_a_year_of_revenue(demo: Demo) -> None:
    with clock(NINE):
        columns = deals.board(None, date(2026, 10, 1))
        assert [column.count > 2 for column in columns] == [True] * 6
        told = {one.flag for card in pipeline.flagged(None, MONDAY) for one in card.flags}
        assert told == set(pipeline.Flag)
        assert deals.last_year(MONDAY).win_rate is not None
        assert deals.revenue(date(2025, 11, 24), MONDAY) > 1_000_000_00
    assert rows(
        "SELECT count(*) FROM deal d JOIN customer c ON c.id = d.customer_id WHERE d.created_at < c.created_at"
    ) == [(0,)]
    assert rows("SELECT count(*) FROM stage_change WHERE note != '' AND reason IS NULL") == [(1,)], "one reopened"
