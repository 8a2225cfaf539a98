"""What the detail pane says about a goal; its title, which follows the cursor, comes first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from store.errors import N_
from store.goals import Answer, Checked, Detail, GoalRow, Lamp, Metric, Revised, State, Status, Turn
from store.notes import Written
from tui import format
from tui import goal_words as words
from tui.i18n import _, ngettext, pgettext
from tui.screens.goals.chart import chart
from tui.widgets.detail import Line, blank, fact, heading, line, name, text
from tui.widgets.rows import Span

WIDE_BAR = 24


def goal_card(found: Detail, today: date, fiscal_month: int, width: int = 43) -> list[Line]:
    """Everything about a goal, its chart in ``width`` cells."""
    row = found.row
    lines = [
        name(row.title, right=words.state(row)),
        line(words.owner(row), (f" · {_period(row, fiscal_month)}", "muted")),
        blank(),
        line(*words.progress(row, WIDE_BAR), (f"  {format.percent(row.standing.progress)}", "bold")),
    ]
    lines += [fact(label, value, tone) for label, value, tone in _facts(found) if value]
    for part in (_proposal(found), chart(found, today, width) if row.status is not Status.PROPOSED else []):
        lines += [blank(), *part] if part else []
    lines += _lights(found)
    if row.why:
        lines += [blank(), heading(_("Why it matters")), text(row.why)]
    for title, entries in (
        (_("Check-ins"), [entry for c in found.check_ins for entry in _check_in(row, c, today)]),
        (_("Target revised"), [entry for r in found.revisions for entry in _revision(row, r, today)]),
        (_("Notes"), [entry for note in found.notes for entry in _note(note, today)]),
    ):
        lines += [blank(), heading(title), *entries] if entries else []
    if not found.check_ins and row.metric is Metric.TYPED and row.status is Status.ACTIVE:
        lines += [blank(), line((_("No check-in yet: space enters the figure so far."), "muted"))]
    return lines


def _period(row: GoalRow, fiscal_month: int) -> str:
    days = format.span(row.period.first, row.period.last)
    name = words.period(row.period, fiscal_month)
    return name if name == days else f"{name} · {days}"


def _facts(found: Detail) -> Iterator[tuple[str, str, format.Tone]]:
    row, parts = found.row, found.parts
    runs = row.status is Status.ACTIVE
    yield _("So far"), words.promise(row), ""
    if row.metric is not Metric.TYPED or row.source:
        yield _("From"), _(words.METRIC[row.metric]) if row.metric is not Metric.TYPED else row.source, ""
    if runs and row.state is State.ENDED:
        yield _("Ended"), _("close it: a says achieved or missed"), "warning"
    elif runs:
        yield pgettext("by today", "Expected"), _expected(row), ""
        yield _("Pace"), words.pace(row), ""
        yield _("Required"), words.required(row), ""
        yield _("Projected"), words.heading_for(row), ""
    if row.confidence is not None and row.checked_on is not None:
        yield _("Confidence"), f"{row.confidence}/10", ""
        yield " ", f"▲ {words.gap(row)}" if row.gap is not None else "", "warning"
    yield pgettext("at work", "There"), words.present(row), "warning"
    yield _("Part of"), found.parent, ""
    if row.parent_id is not None and row.weight != 1:
        yield _("Weight"), format.number(row.weight), ""
    if found.former is not None:
        yield _("Goes on"), _("from {name}'s goal").format(name=format.plain(found.former[2])), ""
    if found.successor is not None:
        yield _("Handed to"), found.successor[2], ""
    if parts.many:
        many = ngettext("{count} goal", "{count} goals", parts.many).format(count=parts.many)
        yield _("Below it"), f"{many} · {format.percent(parts.progress)}", ""
    for label, summed in ((_("By people"), parts.people), (_("By period"), parts.periods)):
        if summed is not None:
            yield label, words.allocated(row, summed), ""


def _expected(row: GoalRow) -> str:
    share = format.percent(row.standing.expected)
    if not row.plan.aims:
        return _("{share} by working days").format(share=share)
    line = words.brief(row, row.standing.due)
    return _("{share}, the line is at {amount}").format(share=share, amount=line)


# Proposed, accepted, activated

WAITS: dict[Turn, str] = {
    Turn.OWNER: N_("waits for {name}: a accepts, or answers with another figure"),
    Turn.LEAD: N_("waits for the lead: a activates it"),
}


def _proposal(found: Detail) -> list[Line]:
    """Who proposed it, what was answered, who activated it, and over which red light."""
    row, acts = found.row, found.acts
    lines: list[Line] = []
    if row.turn is not None:
        lines.append(fact(_("Proposed"), acts.proposed_by or _("by its owner")))
    if row.answer is Answer.COUNTERED and row.status is Status.PROPOSED:
        offer = format.figure(row.value(row.offer))
        lines.append(fact(_("Offers"), format.remarks(offer, row.offer_why), "warning"))
    elif row.answer is not None:
        words_ = _("accepted by {name}") if row.answer is Answer.ACCEPTED else _("countered by {name}")
        lines.append(fact(_("Answer"), words_.format(name=format.plain(acts.answered_by)), ""))
    if row.turn is not None:
        lines.append(text(_(WAITS[row.turn]).format(name=format.plain(row.owner)), "accent"))
    elif acts.activated_by and (row.answer is not None or row.despite):
        lines.append(fact(_("Activated"), _("by {name}").format(name=format.plain(acts.activated_by))))
    if row.despite:
        lines.append(fact(_("Despite"), _("a red light: {why}").format(why=format.plain(row.despite)), "warning"))
    return [heading(_("Agreement")), *lines] if lines else []


def _lights(found: Detail) -> list[Line]:
    """The five lights, each with its reason."""
    if not found.lights:
        return []
    lines = [blank(), heading(_("SMART"))]
    for light in found.lights:
        glyph, tone = words.LAMP[light.lamp]
        loud = light.lamp in (Lamp.RED, Lamp.AMBER)
        said = format.labelled(f"{glyph} {_(words.ASPECT[light.aspect])}", format.reason(light.why))
        lines.append(text(said, tone if loud else "muted"))
    return lines


# What happened


def _check_in(row: GoalRow, found: Checked, today: date) -> list[Line]:
    said, tone = words.STATE[found.state]
    spans: tuple[Span, ...] = (
        (format.fit(format.day(found.day, today, short=True), 10), "muted"),
        (format.fit(words.brief(row, found.value), 7, "right") + "  ", "bold"),
        (_(said), tone),
        ("" if found.note else f"  {found.by}", "muted"),
    )
    right = f"{found.confidence}/10" if found.confidence is not None else ""
    seen = "✓ " if found.acknowledged_at is not None else ""
    lines = [Line(spans, right=(seen + right, "muted"))]
    return [*lines, text(format.labelled(found.by, found.note), "muted")] if found.note else lines


def _revision(row: GoalRow, found: Revised, today: date) -> list[Line]:
    old, new = (words.brief(row, value) for value in (found.old, found.new))
    day = format.fit(format.day(found.from_day, today, short=True), 10)
    return [Line(((day, "muted"), (f"{old} → {new}", "bold")), right=(found.by, "muted")), text(found.reason, "muted")]


def _note(found: Written, today: date) -> list[Line]:
    day = format.day(found.at.date(), today, short=True)
    return [line((day, "muted"), right=(found.author, "muted")), text(found.body)]
