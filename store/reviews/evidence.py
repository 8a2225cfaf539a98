"""What the records say about a member's period: the figures beside the criteria that they speak for."""

from __future__ import annotations

import json
from datetime import date, time, timedelta
from typing import NamedTuple

from store import team
from store.calendar import utc_of
from store.complaints import scales
from store.complaints.scales import Scale
from store.database import rows
from store.goals import Metric
from store.goals.counting import Tally
from store.records import Instant

ONE_DAY = timedelta(days=1)


class Evidence(NamedTuple):
    """Money in minor units; every share comes with what it is a share of.

    ``target`` is that of the member's own revenue goals over exactly these days, None without any. ``satisfied`` of
    ``answers`` customers gave a 4 or a 5. ``on_time`` of the ``promised`` follow-ups were done by the day first named.
    ``trained`` of the ``training`` steps due in the period (mandatory ones) were done by the day first named.
    """

    revenue: int = 0
    target: int | None = None
    won: int = 0
    closed: int = 0
    satisfied: int = 0
    answers: int = 0
    on_time: int = 0
    promised: int = 0
    done: int = 0
    trained: int = 0
    training: int = 0


def stored(evidence: Evidence) -> str:
    """As a review keeps it."""
    return json.dumps(evidence._asdict())


def read(text: str) -> Evidence:
    """What ``stored`` wrote; figures that an older Huddle didn't know are nothing."""
    return Evidence(**{name: value for name, value in json.loads(text).items() if name in Evidence._fields})


def of_member(member: int, first: date, last: date) -> Evidence:
    """The figures of these days, up to today where the period still runs."""
    until = min(last, team.today())
    if until < first:
        return Evidence(target=_target(member, first, last))
    zone = team.team().timezone
    metrics = (Metric.REVENUE, Metric.ON_TIME_RATE, Metric.FOLLOWUPS_DONE)
    tally = Tally([(metric, first, until) for metric in metrics], zone)
    revenue, kept, done = (tally.count(metric, [member], first, until) for metric in metrics)
    won, closed = _closed(member, first, until)
    satisfied, answers = _satisfied(member, first, until)
    trained, training = _training(member, first, until, zone)
    return Evidence(
        revenue=revenue.n,
        target=_target(member, first, last),
        won=won,
        closed=closed,
        satisfied=satisfied,
        answers=answers,
        on_time=kept.n,
        promised=kept.of,
        done=done.n,
        trained=trained,
        training=training,
    )


def _target(member: int, first: date, last: date) -> int | None:
    found = rows(
        "SELECT sum(target) FROM goal WHERE metric = 'revenue' AND status IN ('active', 'achieved', 'missed')"
        " AND first_day = ? AND last_day = ? AND owner_id = ? AND deleted_at IS NULL",
        (first.isoformat(), last.isoformat(), member),
    )
    return None if found[0][0] is None else int(found[0][0])


def _closed(member: int, first: date, last: date) -> tuple[int, int]:
    """Deals won, and deals closed at all: win rate = won / (won + lost), domain.md §9."""
    found = rows(
        "SELECT coalesce(sum(t.type = 'won'), 0), count(*) FROM deal d JOIN stage t ON t.id = d.stage_id"
        " WHERE d.closed_on BETWEEN ? AND ? AND d.owner_id = ? AND d.deleted_at IS NULL",
        (first.isoformat(), last.isoformat(), member),
    )
    won, closed = found[0]
    return won, closed


def _satisfied(member: int, first: date, last: date) -> tuple[int, int]:
    """CSAT: answers of 4 or 5, and all answers on that scale, of the customers that are the member's now."""
    found = rows(
        "SELECT coalesce(sum(s.score >= ?), 0), count(*) FROM satisfaction s JOIN customer c ON c.id = s.customer_id"
        " WHERE s.day BETWEEN ? AND ? AND s.scale = ? AND c.owner_id = ? AND s.deleted_at IS NULL"
        " AND c.deleted_at IS NULL",
        (scales.SATISFIED, first.isoformat(), last.isoformat(), Scale.CSAT.value, member),
    )
    satisfied, answers = found[0]
    return satisfied, answers


def _training(member: int, first: date, last: date, zone: str) -> tuple[int, int]:
    """Mandatory steps that were first due in these days, done by the end of that day, and all; of plans not stopped."""
    found = rows(
        "SELECT s.original_due_on, s.done_at FROM training_step s JOIN training_plan p ON p.id = s.plan_id"
        " WHERE s.member_id = ? AND s.original_due_on BETWEEN ? AND ? AND s.mandatory = 1 AND p.status != 'stopped'"
        " AND s.deleted_at IS NULL AND p.deleted_at IS NULL",
        (member, first.isoformat(), last.isoformat()),
    )
    in_time = [done for due, done in found if done is not None and done < _end_of(date.fromisoformat(due), zone)]
    return len(in_time), len(found)


def _end_of(day: date, zone: str) -> str:
    return Instant().adapt_in(utc_of(day + ONE_DAY, time(), zone))
