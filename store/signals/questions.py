"""What the screens, the badge, the meeting and the plain commands ask of signals. None of them asks a rule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from store.database import rows
from store.errors import N_, NotFound, Reason
from store.figures import Figure, Unit
from store.records import Line, Part, Ref
from store.signals.kinds import UNIT, Grade, Rule, Status
from store.signals.rules import Lack
from store.signals.subjects import HALVES, MONEY, NAME
from store.words import LIKE, containing

SAYS = {
    Rule.CONCENTRATION: N_("{value} of the revenue of 12 months"),
    Rule.COVERAGE: N_("pipeline {value} times what is left, {threshold} needed"),
    Rule.PACE: N_("pace {value}"),
    Rule.SILENT: N_("silent for {value} times its interval"),
    Rule.STALLED: N_("stalled for {value} d, limit {threshold} d"),
    Rule.SLIPPED: N_("close moved later {value} times"),
    Rule.REP_SHARE: N_("{value} of the open pipeline"),
    Rule.COMPLAINTS: N_("complaint open for {value} d"),
    Rule.SATISFACTION: N_("down by {value} in the last five answers"),
    Rule.OVERDUE: N_("{value} overdue follow-ups"),
    Rule.TRAINING: N_("mandatory step {value} d late"),
}
MOST_SETTLED = 50  # decided signals that are listed


def said(rule: Rule, value: int, threshold: int) -> Reason:
    """What a rule says about a value, in a sentence without its subject; both in thousandths."""
    return Reason(SAYS[rule], {"value": figure(rule, value), "threshold": figure(rule, threshold)})


def figure(rule: Rule, amount: int) -> Figure:
    """A value of a rule with its unit, as exact as anybody reads it: hundredths, of a percentage tenths."""
    unit = UNIT.get(rule, Unit.NUMBER)
    return Figure(round(amount, -2 if unit is Unit.PERCENT else -1), unit)


class SignalRow(NamedTuple):
    """One signal as a list shows it. ``who`` is what people call its subject; ``money`` the deal's amount or the
    customer's revenue of 12 months, in minor units; ``risk`` the title of the risk that it is linked to."""

    id: int
    rule: Rule
    subject: Ref
    who: str
    owner_id: int | None
    owner: str
    grade: Grade
    status: Status
    opened_on: date
    value: int
    threshold: int
    population: int
    evaluated_on: date
    money: int | None
    risk_id: int | None
    risk: str
    why: str
    quiet_until: date | None
    decided_by: str
    decided_on: date | None
    good: bool

    @property
    def says(self) -> Reason:
        """What is wrong, in a sentence without its subject."""
        return said(self.rule, self.value, self.threshold)


ROW = (
    f"SELECT s.id, s.rule, s.subject, {NAME}, s.owner_id, coalesce(o.name, ''), s.grade, s.status, s.opened_on,"
    f" s.value, s.threshold, s.population, s.evaluated_on, {MONEY}, s.risk_id, coalesce(r.title, ''), s.why,"
    " s.quiet_until, coalesce(d.name, ''), s.decided_on, s.measured IS NULL"
    f" FROM (SELECT *, {HALVES.format('subject')} FROM signal) s LEFT JOIN member o ON o.id = s.owner_id"
    " LEFT JOIN risk r ON r.id = s.risk_id LEFT JOIN member d ON d.id = s.decided_by_id"
)


def listed(numbers: Sequence[int]) -> dict[int, SignalRow]:
    """The rows of these signals, by id."""
    if not numbers:
        return {}
    marks = ",".join("?" * len(numbers))
    return {row.id: row for row in map(_row, rows(f"{ROW} WHERE s.id IN ({marks})", numbers))}


def detail(number: int) -> SignalRow:
    """One signal. Raises NotFound when it is missing."""
    found = listed([number])
    if not found:
        raise NotFound(Reason(N_("This record is gone; somebody may have removed it."), {}))
    return found[number]


def _row(values: tuple[Any, ...]) -> SignalRow:
    i, rule, subject, who, oid, owner, grade, status, opened, value, threshold, population, on, *rest = values
    money, risk_id, risk, why, quiet, by, decided, good = rest
    return SignalRow(
        i,
        Rule(rule),
        Ref.parse(subject),
        who,
        oid,
        owner,
        Grade(grade),
        Status(status),
        date.fromisoformat(opened),
        value,
        threshold,
        population,
        date.fromisoformat(on),
        money,
        risk_id,
        risk,
        why,
        _day(quiet),
        by,
        _day(decided),
        bool(good),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


STANDING = (
    "SELECT s.id FROM signal s WHERE s.status != 'cleared' AND s.deleted_at IS NULL AND s.status = ?{mine}"
    " ORDER BY s.grade DESC, s.id"
)


def standing(status: Status, owner: int | None = None, text: str = "") -> list[int]:
    """The signals of this status: everyone's, or those about what a member looks after; alarms first, then the oldest.

    ``text`` looks into the name of the subject.
    """
    mine, values = "", list[object]([status.value])
    if owner is not None:
        mine, values = " AND s.owner_id = ?", [*values, owner]
    found = [number for (number,) in rows(STANDING.format(mine=mine), values)]
    if not text.strip() or not found:
        return found
    marks = ",".join("?" * len(found))
    sql = (
        f"SELECT s.id FROM (SELECT *, {HALVES.format('subject')} FROM signal WHERE id IN ({marks})) s"
        f" WHERE {NAME} {LIKE} ORDER BY s.grade DESC, s.id"
    )
    return [number for (number,) in rows(sql, [*found, containing(text.strip())])]


def cleared(limit: int = MOST_SETTLED) -> list[int]:
    """The signals that were cleared last, the latest first."""
    found = rows(
        "SELECT s.id FROM signal s WHERE s.status = 'cleared' AND s.deleted_at IS NULL"
        " ORDER BY s.evaluated_on DESC, s.id DESC LIMIT ?",
        (limit,),
    )
    return [number for (number,) in found]


OF_RISK = "s.risk_id = ? AND s.deleted_at IS NULL"


def of_risk(risk: int) -> list[SignalRow]:
    """The signals that are linked to a risk, the newest first."""
    return [_row(values) for values in rows(f"{ROW} WHERE {OF_RISK} ORDER BY s.id DESC LIMIT 20", (risk,))]


class RuleRow(NamedTuple):
    """What a rule said when it was asked last: its worst figure and whose that is, how many of how many are bad.

    ``value`` is None where there is nothing to say; ``lack`` says why not ("not enough data"). ``asked_on`` None: it
    was never asked.
    """

    rule: Rule
    asked_on: date | None
    value: int | None
    threshold: int
    population: int
    bad: int
    who: str
    subject: Ref | None
    lack: Lack | None

    @property
    def fires(self) -> bool:
        """Whether something is beyond its bound."""
        return self.bad > 0


def readings() -> dict[Rule, RuleRow]:
    """What every rule said last, in their order."""
    found = {
        Rule(rule): RuleRow(
            Rule(rule),
            date.fromisoformat(day),
            value,
            threshold,
            population,
            bad,
            who,
            Ref.parse(subject) if subject else None,
            Lack(lack) if lack else None,
        )
        for rule, day, value, threshold, population, bad, who, subject, lack in rows(
            "SELECT s.rule, s.day, s.value, s.threshold, s.population, s.bad,"
            f" {NAME}, s.subject, s.lack FROM (SELECT *, {HALVES.format('subject')} FROM signal_reading) s"
        )
    }
    never = (None, None, 0, 0, 0, "", None, None)
    return {rule: found.get(rule, RuleRow(rule, *never)) for rule in Rule}


def opens(row: SignalRow) -> Ref:
    """The record to open from a signal: its subject, of the whole team's satisfaction the latest answer."""
    if row.rule is not Rule.SATISFACTION:
        return row.subject
    found = rows("SELECT id FROM satisfaction WHERE deleted_at IS NULL ORDER BY day DESC, id DESC LIMIT 1")
    return Ref("satisfaction", found[0][0]) if found else row.subject


# For the badge and the meeting


def for_meeting(limit: int) -> list[Line]:
    """The signals that wait for a decision, alarms first."""
    sql = f"{ROW} WHERE s.status != 'cleared' AND s.deleted_at IS NULL AND s.status = 'new'"
    return [_line(_row(values)) for values in rows(f"{sql} ORDER BY s.grade DESC, s.id LIMIT ?", (limit,))]


GRADES = {Grade.WARN: (N_("▲ signal"), "warning"), Grade.ALARM: (N_("✕ signal"), "bad")}


def _line(row: SignalRow) -> Line:
    words, tone = GRADES[row.grade]
    return Line(
        ref=Ref("signal", row.id),
        what=N_("Signal"),
        who=row.who,
        text=row.says,
        owner=row.owner,
        amount=row.money,
        state=Reason(words, {}),
        tone=tone,
        part=Part.REVIEW,
        customer=row.subject.id if row.subject.kind == "customer" else None,
    )
