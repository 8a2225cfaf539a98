"""The forms of the scorecard: a number, and the figure of a week."""

from __future__ import annotations

from typing import Any

from store import scorecard, team
from store.errors import N_
from store.figures import Unit
from store.goals import Metric
from store.scorecard import WEEK, Measurable, ScoreRow, WeeklyFigure
from store.team import Member
from tui import format
from tui.goal_words import METRIC, UNIT
from tui.i18n import _
from tui.screens.goals.forms import read, typed
from tui.screens.scorecard.words import BOUND, REACH
from tui.vocabulary import options
from tui.widgets.form import Field, Form


def number(me: Member, found: Measurable | None) -> Form[Measurable]:
    """Ask for a new number, or what changes of one."""
    currency = team.team().currency
    people: list[tuple[object, str]] = [(one.id, one.name) for one in team.members() if one.role != "viewer"]

    def fields(record: Measurable | None) -> list[Field]:
        it = record or Measurable(owner=me)
        threshold = typed(it.threshold, it.unit, currency) if record is not None else ""
        return [
            Field("title", _("What is counted every week"), value=it.title or "", required=True),
            Field("owner", _("Who answers for it"), "choice", it.owner_id, options=people),
            Field("metric", _("Where the figure comes from"), "choice", it.metric, options=options(METRIC)),
            Field("reach", _("Whose records count"), "choice", it.reach, options=options(REACH)),
            Field("bound", _("A week is good with"), "choice", it.bound, options=options(BOUND)),
            Field("threshold", _("How much"), value=threshold, required=True, hint=_("12 · 40k · 90")),
            Field("unit", _("In"), "choice", it.unit, options=options(UNIT)),
        ]

    def save(values: dict[str, Any]) -> Measurable:
        unit = scorecard.unit_of(Metric(values["metric"]), Unit(values["unit"]))
        values["threshold"] = read(str(values["threshold"]), unit, currency, "threshold")
        if found is not None:
            return scorecard.edit(me, found, **values)
        return scorecard.add(me, values.pop("title"), values.pop("threshold"), **values)

    return Form(_("Weekly number"), fields, save, record=found)


def figure(me: Member, row: ScoreRow, found: Measurable) -> Form[WeeklyFigure]:
    """Ask for the figure of a week: of the last one while it is missing, else of the one that runs."""
    weeks: list[tuple[object, str]] = [
        (row.weeks[-1], _("this week, so far")),
        (row.weeks[-2], _("last week")),
        *((week, format.day(week, row.weeks[-1] + WEEK)) for week in reversed(row.weeks[-5:-2])),
    ]
    first = row.weeks[-2] if row.last is None else row.weeks[-1]
    unit = format.symbol(row.currency) if row.unit is Unit.MONEY else _(UNIT[row.unit])
    bound = f"{_(BOUND[row.bound])} {format.figure(row.figure(row.threshold))}"
    fields = [
        Field("value", _("Figure ({unit})").format(unit=unit), required=True, hint=bound),
        Field("week", _("Of which week"), "choice", first, options=weeks),
    ]

    def save(values: dict[str, Any]) -> WeeklyFigure:
        value = read(str(values["value"]), row.unit, row.currency, "value")
        return scorecard.enter(me, found, values["week"], value)

    return Form(row.title, lambda _number: fields, save, N_("Enter it"), record=found)
