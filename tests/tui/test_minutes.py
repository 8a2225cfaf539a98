"""Minutes as Markdown and as lines: what people wrote is literal, the rest in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from store import actions, agenda, closing, meetings, minutes, topics
from store.calendar import clock
from store.database import open_store
from store.meetings import Presence, Series
from store.minutes import Minutes
from store.team import Member
from store.topics import TopicStatus
from tui import i18n
from tui.cli import main
from tui.format import cell_width
from tui.minutes import markdown
from tui.screens.meetings.kept import lines_of

MONDAY = date(2026, 11, 23)
HALF_PAST_NINE = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
HOSTILE = "# [x](y) *b* `c` <d> | \x1b[2J"


@pytest.fixture
def series(ana: Member) -> Iterator[Series]:
    found = meetings.set_up(ana, "Weekly *sales*", at=time(9, 30), start=MONDAY - timedelta(weeks=2))
    with clock(HALF_PAST_NINE):
        yield found


@pytest.fixture
def found(ana: Member, wang: Member, series: Series) -> Minutes:
    """A meeting whose every text is hostile."""
    one = meetings.next_meeting(series)
    assert one is not None
    meetings.add_headline(ana, series, meetings.HeadlineKind.WIN, HOSTILE)
    meeting = meetings.start(ana, one, 60, {ana.id: Presence.PRESENT, wang.id: Presence.LATE})
    section = meetings.sections(series.id)[0]
    topic = topics.raise_topic(wang, series.id, HOSTILE)
    topics.raise_topic(wang, series.id, "- not reached")
    meetings.finish(wang, meeting.id, section.id, None, "first line\n# second line")
    here = meetings.by_id(meeting.id)
    meetings.vote(ana, here, topic, 3)
    meetings.write_update(wang, here, wang, progress=HOSTILE, support="a demo device", confidence=7)
    decision = {"decision": "1. one\n2. two", "problem": HOSTILE}
    agenda.decide(ana, topic, TopicStatus.SOLVED, meeting=meetings.by_id(meeting.id), **decision)
    actions.add(ana, HOSTILE, wang, MONDAY + timedelta(days=7), topic=topic)
    with clock(HALF_PAST_NINE + timedelta(minutes=63)):
        closing.end(ana, meeting.id, {ana.id: (8, HOSTILE), wang.id: (9, "")})
    kept = minutes.frozen(meeting.id)
    assert kept is not None
    return kept


def test_text_of_people_is_no_markdown(found: Minutes) -> None:
    text = markdown(found)
    assert text.startswith("# Weekly \\*sales\\* · Mon 23 Nov 2026\n")
    assert "\x1b" not in text
    literal = "# \\[x\\](y) \\*b\\* \\`c\\` \\<d\\> \\| ␛\\[2J"
    assert f"- **\\{literal}** · ★ 3: \\1. one\n  \\2. two\n" in text
    assert f"**王芳** \\{literal}" in text
    assert "- 王芳: first line\n  \\# second line" in text
    assert "- \\- not reached (王芳)" in text
    assert f"- **王芳** · confident 7/10\n  - Progress: \\{literal}\n  - Support needed: a demo device\n" in text
    assert "- nothing from Ana" in text
    assert [line for line in text.splitlines() if line.startswith("# ")] == ["# Weekly \\*sales\\* · Mon 23 Nov 2026"]


def test_what_is_over_and_who_was_late_is_said(found: Minutes) -> None:
    text = markdown(found)
    assert "09:30–10:33 · 63 of 60 min · Ana led" in text
    assert "**late** 王芳" in text
    assert "8.5 of 10 (Ana 8, " in text
    assert "| Wins & recognition           |    3:00 | 1:03:00 |   +1:00:00 |" in text


def test_tables_stand_straight_in_every_script(found: Minutes) -> None:
    tables = [line for line in markdown(found).splitlines() if line.startswith("|")]
    assert tables
    assert len({cell_width(line) for line in tables}) == 1


def test_every_word_is_in_the_readers_language(found: Minutes) -> None:
    english = markdown(found)
    i18n.use(i18n.BRACKETS)
    text = markdown(found)
    for word in ("Decisions", "Action items", "Not reached, comes back", "Headlines", "Notes", "Time", "Taken"):
        assert word in english and f"⟦{word}⟧" in text


def test_the_pane_says_what_the_file_says(found: Minutes) -> None:
    shown = "\n".join(
        " ".join([entry.label, *(text for text, _tone in entry.spans), entry.right[0]]) for entry in lines_of(found)
    )
    for words in (
        HOSTILE,
        "first line\n# second line",
        "- not reached",
        "1. one\n2. two",
        "8.5 of 10, 2 ratings",
        "★ 3",
        "a demo device",
    ):
        assert words in shown


def test_minutes_from_before_updates_and_votes_were_kept_are_shown_as_ever(found: Minutes) -> None:
    del found["updates"]
    for row in [*found["topics"], *found["waiting"]]:
        del row["stars"]
    text = markdown(found)
    assert "Weekly updates" not in text and "★" not in text
    assert lines_of(found)


# The command


def run(path: Path, *words: str) -> Result:
    result = CliRunner().invoke(main, ["--db", str(path), "--as", "ana", *words])
    open_store(path)
    return result


def test_the_command_prints_those_of_the_last_meeting_or_of_a_day(store_file: Path, found: Minutes) -> None:
    text = markdown(found)
    assert run(store_file, "minutes").stdout == text
    assert run(store_file, "minutes", "2026-11-23").stdout == text
    with clock(HALF_PAST_NINE + timedelta(days=3)):
        assert run(store_file, "minutes", "23 Nov").stdout == text, "a day without a year is the last such day"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-16", "There are no minutes of 16 Nov 2026."),
        ("soon", "soon is no day; write 2026-11-23 or 23 Nov."),
    ],
)
def test_what_it_can_not_find_is_one_sentence(store_file: Path, found: Minutes, day: str, said: str) -> None:
    result = run(store_file, "minutes", day)
    assert (result.exit_code, result.stderr.strip(), result.stdout) == (2, said, "")


def test_without_any_meeting_it_says_when_they_are_written(store_file: Path, series: Series) -> None:
    result = run(store_file, "minutes")
    assert result.exit_code == 2
    assert result.stderr.startswith("No meeting has minutes yet")
