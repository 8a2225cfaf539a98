"""What changes the scorecard: its numbers, their order, the figures of a week, and the topics that red weeks raise."""

from __future__ import annotations

from datetime import date
from typing import Any

from store import team, topics
from store.changes import change
from store.database import rows
from store.errors import N_, Invalid, Reason
from store.figures import LARGEST, Figure, Unit, exponent
from store.goals.kinds import COUNTED, Metric
from store.records import Ref
from store.scorecard.kinds import Bound, Reach
from store.scorecard.questions import ScoreRow, card, to_raise
from store.scorecard.records import Measurable, WeeklyFigure
from store.scorecard.weeks import STREAK, WEEK, WEEKS, monday
from store.team import SYSTEM, Member

FEWEST, MOST = 5, 15  # numbers that a team can look at in five minutes
LONGEST_TITLE = 120  # characters
ENTERED = N_("entered a figure of")


def add(actor: Member, title: str, threshold: int, **values: Any) -> Measurable:
    """Put a number on the scorecard, at its end. Raises Denied, Invalid (see ``_check``; there are fifteen already)."""
    whole: dict[str, Any] = {"owner": actor, "metric": Metric.TYPED, "reach": Reach.TEAM, "bound": Bound.AT_LEAST}
    whole |= {"unit": Unit.NUMBER, **values, "title": title.strip(), "threshold": threshold}
    _check(whole)
    places = [position for (position,) in rows("SELECT position FROM measurable WHERE deleted_at IS NULL")]
    if len(places) >= MOST:
        full = N_("There are {most} numbers already, more than anybody looks at; remove one first.")
        raise Invalid({"title": Reason(full, {"most": MOST})})
    with change(actor, N_("added"), Measurable) as it:
        return it.add(Measurable, **_with_unit(whole), position=max(places, default=0) + 1)


def edit(actor: Member, number: Measurable, **values: Any) -> Measurable:
    """Change a number. Raises Denied, Invalid, Conflict."""
    names = ("title", "metric", "reach", "unit", "bound", "threshold")
    whole = {name: getattr(number, name) for name in names} | {"owner": number.owner_id} | values
    whole["title"] = whole["title"].strip()
    _check(whole)
    with change(actor, N_("edited"), number) as it:
        it.update(number, **_with_unit(whole))
    return number


def remove(actor: Member, number: Measurable) -> None:
    """Take a number off the scorecard; its figures are kept. Raises Denied, Conflict."""
    with change(actor, N_("removed"), number) as it:
        it.remove(number)


def move(actor: Member, number: Measurable, by: int) -> Measurable:
    """Put a number ``by`` places further down; at either end it stays. Raises Denied, Conflict."""
    order = list(Measurable.select().where(Measurable.kept()).order_by(Measurable.position, Measurable.id))
    there = next(place for place, one in enumerate(order) if one.id == number.id)
    order.insert(min(max(there + by, 0), len(order) - 1), order.pop(there))
    with change(actor, N_("moved"), number) as it:
        for place, one in enumerate(order, start=1):
            if one.position != place:
                it.update(number if one.id == number.id else one, position=place)
    return number


def enter(actor: Member, number: Measurable, week: date, value: int) -> WeeklyFigure:
    """Type in the figure of a week, named by any of its days; typed in again, it is corrected.

    Raises Denied (not its owner nor a lead), Invalid (a counted number, a week to come or one that is too long ago).
    """
    first = monday(week)
    wrong: dict[str, Reason] = {}
    if number.metric is not Metric.TYPED:
        wrong["value"] = Reason(N_("This number is counted from the records; nobody types it in."), {})
    elif abs(value) > LARGEST:
        wrong["value"] = Reason(N_("This figure is too large to be true."), {})
    now = monday(team.today())
    if not now - WEEK * (WEEKS - 1) <= first <= now:
        wrong["week"] = Reason(N_("A figure is typed in for this week or one of the {weeks} before."), {"weeks": 12})
    if wrong:
        raise Invalid(wrong)
    there = WeeklyFigure.get_or_none(
        WeeklyFigure.measurable == number.id, WeeklyFigure.week == first, WeeklyFigure.kept()
    )
    with change(actor, ENTERED, number) as it:
        if there is None:
            return it.add(WeeklyFigure, measurable=number, week=first, value=value)
        it.update(there, value=value)
    return there


def raise_red(series: int) -> int:
    """Raise a topic for each number that was red three weeks in a row, once for each such row; how many.

    Run by whichever program comes first on a team day; again, or twice at a time, it raises nothing more.
    Raises Unavailable.
    """
    if not to_raise(card()):
        return 0
    with change(SYSTEM, N_("raised"), topics.Topic) as it:
        found = to_raise(card())  # asked again: another program may have been first
        for row in found:
            number = Measurable.load(row.id)
            topics.written(it, series, _said(row), why="", origin=Ref("measurable", row.id), raised_by=number.owner_id)
            it.update(number, raised_on=row.weeks[-2])
    return len(found)


def _said(row: ScoreRow) -> str:
    """What the topic is called, in figures, which need no language: ``Offers sent: 3 · 4 · 2 (≥ 5)``."""
    values = " · ".join(_plain(row.figure(value)) for value in row.values[-1 - STREAK : -1])
    sign = "≥" if row.bound is Bound.AT_LEAST else "≤"
    return f"{row.title}: {values} ({sign} {_plain(row.figure(row.threshold))})"


def _plain(figure: Figure | None) -> str:
    if figure is None:
        return "–"
    if figure.unit is Unit.MONEY:
        return f"{figure.amount / 10 ** exponent(figure.currency):,.0f} {figure.currency}".strip()
    return str(figure)


def unit_of(metric: Metric, unit: Unit) -> Unit:
    """The unit of a number: a counted one brings its own."""
    return COUNTED[metric][1] if metric in COUNTED else unit


def _with_unit(whole: dict[str, Any]) -> dict[str, Any]:
    return {**whole, "unit": unit_of(whole["metric"], whole["unit"])}


def _check(whole: dict[str, Any]) -> None:
    """Raise Invalid with every reason, beside its field, why these values make no number of a scorecard."""
    wrong: dict[str, Reason] = {}
    if not whole["title"]:
        wrong["title"] = Reason(N_("Say what is counted."), {})
    elif len(whole["title"]) > LONGEST_TITLE:
        values = {"length": len(whole["title"]), "most": LONGEST_TITLE}
        wrong["title"] = Reason(N_("{length} characters; a title holds at most {most}."), values)
    if abs(whole["threshold"]) > LARGEST:
        wrong["threshold"] = Reason(N_("This figure is too large to be true."), {})
    elif whole["threshold"] < 0 or (whole["threshold"] == 0 and whole["bound"] is Bound.AT_LEAST):
        wrong["threshold"] = Reason(N_("At least nothing is always reached; write a figure above 0."), {})
    owner = whole["owner"]
    if team.has_left(Member.load(owner) if isinstance(owner, int) else owner):
        wrong["owner"] = Reason(N_("Somebody who is in the team must answer for it."), {})
    if wrong:
        raise Invalid(wrong)
