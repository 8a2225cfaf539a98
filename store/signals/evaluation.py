"""Evaluating: every rule is asked once a team day, and what it says is written down in the name of Huddle.

What the screens show stands in two places then: the standing signals, and one reading a rule, which says why nothing
fires. ``evaluate`` on the same day with the same data changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from store import risks
from store.changes import change, derive, write_derived
from store.database import write_many
from store.errors import N_
from store.signals.hysteresis import Standing, after, opened
from store.signals.kinds import Rule, Status
from store.signals.measuring import Found, Reading, ask
from store.signals.records import Signal
from store.team import SYSTEM

MOST_STANDING = 10  # signals of one rule that open by themselves; the reading counts all that are bad

Key = tuple[Rule, str]


def run(day: date) -> int:
    """What is done once a team day: acceptances that have ended lapse, then every rule is asked.

    Returns how many risks and signals changed; a second run on the same day changes nothing more. Raises Unavailable.
    """
    return risks.lapse(day) + evaluate(day)


def evaluate(day: date) -> int:
    """Ask every rule and write down what it says; returns how many signals came, went or changed their grade.

    The rules are asked outside of the transaction, so that nobody waits for the file meanwhile. Raises Unavailable.
    """
    readings = [ask(rule, day) for rule in Rule]
    with change(SYSTEM, N_("evaluated"), Signal) as it:
        standing = _standing()
        for reading in readings:
            _take(it, reading, standing, day)
        changed = len(it.entries)
    _write_down(readings, day)
    return changed


def _standing() -> dict[Key, list[Signal]]:
    """The standing signals by rule and subject, the oldest first: two of one when customers were merged."""
    found: defaultdict[Key, list[Signal]] = defaultdict(list)
    for signal in Signal.select().where(Signal.kept(), Signal.status != Status.CLEARED).order_by(Signal.id):
        found[signal.rule, str(signal.subject)].append(signal)
    return found


def _take(it: Any, reading: Reading, standing: dict[Key, list[Signal]], day: date) -> None:
    bad = {str(found.subject): found for found in reading.bad}
    mine = {subject: signals for (rule, subject), signals in standing.items() if rule is reading.rule}
    for subject, signals in mine.items():
        _go_on(it, signals[0], bad.get(subject), reading.population, day)
        for twin in signals[1:]:
            it.update(twin, status=Status.CLEARED)
    room = MOST_STANDING - len(mine)
    for found in [one for one in reading.bad if str(one.subject) not in mine][: max(room, 0)]:
        _open(it, reading, found, day)


def _go_on(it: Any, signal: Signal, found: Found | None, population: int, day: date) -> None:
    past = Standing(
        signal.status,
        signal.grade,
        signal.measured,
        signal.before,
        signal.evaluated_on,
        signal.quiet_until,
        signal.dismissed_at,
    )
    now = after(past, found.judged.grade if found is not None else None, day)
    it.update(signal, status=now.status, grade=now.grade)
    derived: dict[str, object] = {
        "measured": now.measured,
        "before": now.before,
        "evaluated_on": now.evaluated_on,
        "population": population,
    }
    if found is not None:
        derived |= {"value": found.judged.value, "threshold": found.judged.threshold, "owner": found.owner}
    write_derived(signal, **derived)


def _open(it: Any, reading: Reading, found: Found, day: date) -> None:
    grade = found.judged.grade
    assert grade is not None and found.judged.value is not None, "only what is bad opens a signal"
    now = opened(grade, day)
    it.add(
        Signal,
        rule=reading.rule,
        subject=found.subject,
        owner=found.owner,
        grade=now.grade,
        status=now.status,
        opened_on=day,
        value=found.judged.value,
        threshold=found.judged.threshold,
        population=reading.population,
        measured=now.measured,
        before=now.before,
        evaluated_on=day,
    )


def _write_down(readings: Sequence[Reading], day: date) -> None:
    """One row a rule; it also says that this team day is done."""
    with derive():
        write_many(
            "INSERT INTO signal_reading (rule, day, value, threshold, population, bad, subject, lack)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (rule) DO UPDATE SET day = excluded.day,"
            " value = excluded.value, threshold = excluded.threshold, population = excluded.population,"
            " bad = excluded.bad, subject = excluded.subject, lack = excluded.lack",
            [
                (
                    one.rule.value,
                    day.isoformat(),
                    one.judged.value,
                    one.judged.threshold,
                    one.population,
                    len(one.bad),
                    str(one.subject) if one.subject is not None else None,
                    one.judged.lack.value if one.judged.lack is not None else None,
                )
                for one in readings
            ],
        )
