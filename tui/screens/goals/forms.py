"""The forms of goals: check in, new, edit, close. Those of proposals stand in ``agreeing``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from store import goals, team
from store.access import Role
from store.calendar import Period, PeriodKind, next_period, period_of, previous_period
from store.errors import N_, Invalid, Reason
from store.figures import exponent
from store.goals import COUNTED, ENDS, Direction, Goal, GoalRow, Metric, Shape, Status, Unit
from store.records import Ref, label
from store.team import Member
from tui import format, reading
from tui import goal_words as words
from tui.i18n import _, pgettext
from tui.vocabulary import options
from tui.widgets.fields import Field
from tui.widgets.form import Form

NO_FIGURE = Reason(N_("Write a figure such as 520,000, 12.5 or 140k."), {})


def check_in(me: Member, row: GoalRow, goal: Goal) -> Form[goals.CheckIn]:
    """Ask for the figure so far, a confidence and a note."""
    day = team.today()
    last = _("last: {value}, {day}").format(
        value=format.figure(row.value(row.current)), day=format.day(row.checked_on, day)
    )
    sure: list[tuple[object, str]] = [(None, format.NONE), *((n, str(n)) for n in range(11))]
    fields = [
        Field("confidence", _("Confidence, 0 to 10"), "choice", row.confidence, options=sure),
        Field("note", _("Note"), "long"),
    ]
    if row.metric is Metric.TYPED:
        unit = format.symbol(row.currency) if row.unit is Unit.MONEY else _(words.UNIT[row.unit])
        level = row.plan.shape is Shape.LEVEL
        caption = (_("Where it stands ({unit})") if level else _("So far, in all ({unit})")).format(unit=unit)
        fields.insert(0, Field("value", caption, required=True, hint=last if row.checked_on else ""))
        fields.insert(2, Field("day", _("As of"), "day", day, required=True, today=day))

    def save(values: dict[str, object]) -> goals.CheckIn:
        given: dict[str, Any] = dict(values)
        if "value" in given:
            given["value"] = read(str(given["value"]), row.unit, row.currency, "value")
        return goals.check_in(me, goal, **given)

    counted = "" if row.metric is Metric.TYPED else f" · {format.figure(row.value(row.current))}"
    title = _("Check in: {title}").format(title=row.title) + counted
    return Form(title, lambda _goal: fields, save, N_("Check in"), record=goal)


def read(text: str, unit: Unit, currency: str, field: str) -> int:
    """What somebody typed, as the store keeps it. Raises Invalid beside the field."""
    found = reading.figure(text, unit, currency)
    if found is None:
        raise Invalid({field: NO_FIGURE})
    return found


def new(me: Member, parent: GoalRow | None) -> Form[Goal]:
    """Ask for a new goal, by default below the selected one's parent and in the present quarter."""
    ours = team.team()
    period = parent.period if parent is not None else period_of(team.today(), PeriodKind.QUARTER, ours.fiscal_month)
    unit = parent.unit if parent is not None else Unit.NUMBER
    lead = me.role is Role.LEAD
    begin = [Status.ACTIVE, Status.PROPOSED, Status.DRAFT] if lead else [Status.PROPOSED, Status.DRAFT]
    above, shown = (parent.id, parent.title) if parent is not None else (None, "")
    metric = parent.metric if parent is not None else Metric.TYPED
    fields = [
        Field("title", _("What is to be reached"), required=True),
        Field("target", _("Target"), required=True, hint=_("520,000 · 12.5 · 140k")),
        *_figures(ours, period, metric, (Shape.SUM, Direction.UP), unit, parent.source if parent is not None else ""),
        Field("start", pgettext("value", "Start"), hint=_("0; a level says where it begins")),
        *_place(me, (me.id, None), None, above, shown),
        Field("weight", _("Weight, 1 to 100"), "number", 1, required=True),
        Field("why", _("Why it matters"), "long"),
        Field("status", _("Begins as"), "choice", begin[0], options=[(s, _(words.STATUS[s][0])) for s in begin]),
        *([Field("reason", _("Why it begins over a red light"), hint=_("only where a SMART light is red"))] * lead),
    ]

    def save(values: dict[str, object]) -> Goal:
        given = _checked(values, ours.currency)
        return goals.add(me, given.pop("title"), **given)

    return Form(_("New goal"), fields, save, N_("Add it"))


def edit(me: Member, goal: Goal) -> Form[Goal]:
    """Ask what changes; the lead may give a running goal another target, and says why."""
    ours = team.team()
    runs = goal.status is Status.ACTIVE
    lead = me.role is Role.LEAD

    def fields(it: Goal) -> list[Field]:
        asked = [Field("title", _("What is to be reached"), value=it.title, required=True)]
        if lead or not runs:
            asked.append(Field("target", _("Target"), value=typed(it.target, it.unit, ours.currency), required=True))
        if lead and runs:
            asked.append(Field("reason", _("Why the target changes"), hint=_("only for another target")))
        above = label(Ref("goal", it.parent_id)) if it.parent_id is not None else ""
        return [
            *asked,
            *_figures(ours, it.period, it.metric, _shape(it), it.unit, it.source),
            Field("start", pgettext("value", "Start"), value=typed(it.start, it.unit, ours.currency)),
            *_place(me, (it.owner_id, it.group_id), it.id, it.parent_id, above),
            Field("weight", _("Weight, 1 to 100"), "number", it.weight, required=True),
            Field("why", _("Why it matters"), "long", it.why),
        ]

    def save(values: dict[str, object]) -> Goal:
        return goals.edit(me, goal, **_checked(values, ours.currency))

    return Form(_("Edit goal"), fields, save, record=goal)


def close(me: Member, row: GoalRow, goal: Goal) -> Form[Goal]:
    """Ask how it ended."""
    runs = goal.status is Status.ACTIVE
    ends = list(ENDS) if runs else [Status.DROPPED]
    likely = Status.ACHIEVED if row.standing.progress is not None and row.standing.progress >= 1 else Status.MISSED
    choice: list[tuple[object, str]] = [(end, _(words.STATUS[end][0])) for end in ends]
    fields = [
        Field("status", _("How it ended"), "choice", likely, options=choice),
        Field("note", _("What we learnt"), "long"),
    ]

    def save(values: dict[str, object]) -> Goal:
        return goals.close(me, goal, Status(str(values["status"])), str(values["note"]))

    title = _("Close: {title}").format(title=row.title)
    return Form(title, lambda _goal: fields, save, N_("Close it"), record=goal)


Whose = tuple[int | None, int | None]  # a member, or a group; neither is the team


def _place(me: Member, owner: Whose, goal: int | None, parent: int | None, shown: str) -> list[Field]:
    """Whose goal it is, and below which one it stands."""
    whose: list[tuple[object, str]] = [((me.id, None), me.name)]
    if me.role is Role.LEAD:
        people = [((m.id, None), m.name) for m in team.members() if m.role is not Role.VIEWER]
        whose = [((None, None), _("Team")), *(((None, g.id), g.name) for g in team.groups()), *people]
    return [
        Field("owner", _("Whose"), "choice", owner, options=whose),
        Field("parent", _("Part of"), "record", parent, find=finder(goal), shown=shown),
    ]


def _figures(
    ours: team.Team, period: Period, metric: Metric, shape: tuple[Shape, Direction], unit: Unit, source: str = ""
) -> list[Field]:
    moves: list[tuple[object, str]] = [(key, _(word)) for key, word in words.SHAPE.items()]
    return [
        Field("period", _("Period"), "choice", period, options=periods(period, ours.fiscal_month, team.today())),
        Field("metric", pgettext("what is counted", "Figure"), "choice", metric, options=options(words.METRIC)),
        Field("source", _("Where a typed figure comes from"), value=source, hint=_("the list of lent devices")),
        Field("shape", _("How it moves"), "choice", shape, options=moves),
        Field("unit", _("Counted in"), "choice", unit, options=options(words.UNIT)),
    ]


def finder(goal: int | None) -> Callable[[str], Sequence[tuple[int, str, str]]]:
    """Goals that may stand above this one, for a picker, with their owner as the hint."""
    candidates = goals.may_be_above(goal)

    def find(text: str) -> list[tuple[int, str, str]]:
        wanted = text.casefold()
        return [(i, title, name or _("Team")) for i, title, name in candidates if wanted in title.casefold()]

    return find


def periods(present: Period, fiscal_month: int, day: date) -> list[tuple[object, str]]:
    """The present one, then the quarters, months and years around today."""
    found = {present: words.period(present, fiscal_month)}
    for kind in (PeriodKind.QUARTER, PeriodKind.MONTH, PeriodKind.YEAR):
        now = period_of(day, kind, fiscal_month)
        for period in (now, next_period(now), previous_period(now)):
            found.setdefault(period, words.period(period, fiscal_month))
    return list(found.items())


def _shape(goal: Goal) -> tuple[Shape, Direction]:
    return goal.shape, Direction.UP if goal.shape is Shape.LEVEL else goal.direction


def typed(amount: int, unit: Unit, currency: str) -> str:
    """A figure as somebody would type it."""
    scale = 10 ** exponent(currency) if unit is Unit.MONEY else goals.THOUSANDTHS
    whole, part = divmod(abs(amount), scale)
    digits = f"{whole}.{part:0{len(str(scale)) - 1}}".rstrip("0").rstrip(".") if part else str(whole)
    return f"-{digits}" if amount < 0 else digits


def _checked(values: dict[str, object], currency: str) -> dict[str, Any]:
    """What the fields say, as the verbs want it. Raises Invalid beside each figure that is none."""
    given: dict[str, Any] = dict(values)
    metric: Metric = given["metric"]
    given["unit"] = COUNTED[metric][1] if metric in COUNTED else given["unit"]
    given["shape"], given["direction"] = given["shape"]
    given["owner"], given["group"] = given["owner"]
    wrong: dict[str, Reason] = {}
    for field in ("start", "target"):
        if field in given:
            amount = reading.figure(given[field] or "0", given["unit"], currency)
            wrong |= {field: NO_FIGURE} if amount is None else {}
            given[field] = amount
    if not isinstance(given["weight"], int):
        wrong["weight"] = Reason(N_("A weight is a whole number."), {})
    if wrong:
        raise Invalid(wrong)
    return given
