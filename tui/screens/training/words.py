"""How training reads: its words, and what stands in the rows and the detail. Pure functions of the store's rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from store.errors import N_
from store.training import (
    Bucket,
    PlanRow,
    PlanStatus,
    ProgrammeKind,
    ProgrammeRow,
    ProgrammeStepRow,
    StepKind,
    StepRow,
    StepStatus,
)
from tui import format
from tui.format import Tone
from tui.i18n import _, ngettext
from tui.widgets.charts import bar

PROGRAMME: Mapping[str, str] = {
    ProgrammeKind.ONBOARDING: N_("onboarding"),
    ProgrammeKind.REGULAR: N_("regular"),
    ProgrammeKind.TOPIC: N_("topic"),
}
STEP: Mapping[str, str] = {
    StepKind.READ: N_("read"),
    StepKind.WATCH: N_("watch"),
    StepKind.SHADOW: N_("shadow"),
    StepKind.ROLE_PLAY: N_("role play"),
    StepKind.PRACTISE: N_("practise"),
    StepKind.QUIZ: N_("quiz"),
}
BUCKET: Mapping[str, str] = {
    Bucket.OVERDUE: N_("Overdue"),
    Bucket.ACTIVE: N_("Under way"),
    Bucket.DONE: N_("Done"),
    Bucket.STOPPED: N_("Stopped"),
}
BUCKET_TONE: Mapping[str, Tone] = {Bucket.OVERDUE: "bad", Bucket.DONE: "good"}
BAR = 6  # cells of a bar of progress

AnyRow = PlanRow | ProgrammeRow
AnyStep = StepRow | ProgrammeStepRow
Cell = tuple[str, Tone]
Spans = Cell | tuple[Cell, ...]


# Rows of the list


def who(row: AnyRow) -> Cell:
    """Who follows the plan; of a programme, its kind."""
    if isinstance(row, PlanRow):
        return row.member, "bold"
    return _(PROGRAMME[row.kind]), "muted"


def what(row: AnyRow) -> Cell:
    """Which programme it is."""
    ended = isinstance(row, PlanRow) and row.status is not PlanStatus.ACTIVE
    return row.title, "muted" if ended else "bold" if isinstance(row, ProgrammeRow) else ""


def progress(row: AnyRow) -> Spans:
    """How much of what counts is done; of a programme, how many steps it has."""
    if isinstance(row, ProgrammeRow):
        return ngettext("{n} step", "{n} steps", row.steps).format(n=row.steps), "" if row.steps else "warning"
    tone: Tone = "good" if row.done == row.steps else "muted" if row.status is PlanStatus.STOPPED else "accent"
    share = row.done / row.steps if row.steps else 0.0
    return (*bar(share, BAR, tone=tone), (f" {row.done}/{row.steps}", tone))


def coming(row: AnyRow) -> Cell:
    """The step that is next; of a programme, how long it takes."""
    if isinstance(row, ProgrammeRow):
        return format.days(row.days + 1) if row.steps else "", "muted"
    return row.next_title if row.status is PlanStatus.ACTIVE else "", ""


def state(row: AnyRow, today: date, signs: bool) -> Cell:
    """When the next step is due, what waits, how it ended; of a programme, how many are on it."""
    if isinstance(row, ProgrammeRow):
        return (ngettext("{n} on it", "{n} on it", row.active).format(n=row.active), "") if row.active else ("", "")
    if row.waiting and signs and row.status is not PlanStatus.STOPPED:
        return _("▲ {n} to sign").format(n=row.waiting), "warning"
    if row.status is PlanStatus.DONE:
        return _("✓ {day}").format(day=format.day(row.ended_on, today)), "good"
    if row.status is PlanStatus.STOPPED:
        return _("– {day}").format(day=format.day(row.ended_on, today)), "muted"
    if row.next_due is None:
        return _("● sign-off"), "accent"
    return format.due(row.next_due, today)


def span_of(row: ProgrammeRow) -> str:
    """``20 working days · 5 h 30``."""
    parts = [ngettext("{n} working day", "{n} working days", row.days + 1).format(n=row.days + 1)] if row.steps else []
    return " · ".join([*parts, *([duration(row.minutes)] if row.minutes else [])])


def duration(minutes: int) -> str:
    """``45 min``, ``2 h``, ``5 h 30``."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("{n} min").format(n=rest)
    return _("{hours} h {minutes}").format(hours=hours, minutes=rest) if rest else _("{hours} h").format(hours=hours)


# Rows of the steps


def tick(step: AnyStep, today: date) -> Cell:
    """The box before a step: done, waiting, late, due today, open."""
    if isinstance(step, ProgrammeStepRow):
        return ("●", "accent") if step.mandatory else ("○", "muted")
    if step.status is StepStatus.DONE:
        return "✓", "good"
    if step.status is StepStatus.WAITING:
        return "▲", "warning"
    if step.due_on < today:
        return "✕", "bad"
    return ("●", "accent") if step.due_on == today else ("○", "muted")


def title(step: AnyStep) -> Cell:
    """What is to be done."""
    done = isinstance(step, StepRow) and step.status is StepStatus.DONE
    return step.title, "muted" if done else "bold"


def kind(step: AnyStep) -> Cell:
    """How it is learned."""
    return _(STEP[step.kind]), "muted"


def due(step: AnyStep, today: date) -> Cell:
    """When it is due, or what became of it; of a programme's step, its day."""
    if isinstance(step, ProgrammeStepRow):
        return _("day {n}").format(n=step.day_offset), ""
    if step.status is StepStatus.DONE:
        return (_("signed") if step.signed_at else _("done")), "good"
    if step.status is StepStatus.WAITING:
        return _("to be signed"), "warning"
    words, tone = format.due(step.due_on, today)
    return words.removeprefix(f"{format.LATE} ").removeprefix(f"{format.NOW} "), tone


# The detail


def about_plan(row: PlanRow) -> list[tuple[str, str]]:
    """What there is to say about a plan, as (label, text), translated."""
    lines = [
        (_("Programme"), f"{row.title} · {_(PROGRAMME[row.kind])}"),
        (_("Coach"), row.coach or _("none; a lead signs")),
        (_("Day 0"), format.weekday(row.day_0)),
    ]
    if row.waiting:
        lines.append((_("Waits"), ngettext("{n} to be signed", "{n} to be signed", row.waiting).format(n=row.waiting)))
    if row.overdue:
        lines.append((_("Overdue"), ngettext("{n} step", "{n} steps", row.overdue).format(n=row.overdue)))
    return lines


def about_programme(row: ProgrammeRow) -> list[tuple[str, str]]:
    """What there is to say about a programme."""
    lines = [(_("For"), row.what_for)] if row.what_for else []
    lines.append((_("Takes"), span_of(row) or "–"))
    return lines


def about_step(step: AnyStep, today: date, zone: str) -> list[tuple[str, str]]:
    """What there is to say about a step, of a plan or of a programme."""
    terms = [_(STEP[step.kind])]
    if step.minutes:
        terms.append(duration(step.minutes))
    terms.append(_("mandatory") if step.mandatory else _("optional"))
    if step.needs_sign_off:
        terms.append(_("to be signed off"))
    lines = [(_("How"), " · ".join(terms))]
    if isinstance(step, ProgrammeStepRow):
        return [*lines, (_("When"), _("working day {n} after day 0").format(n=step.day_offset))]
    when = format.weekday(step.due_on)
    if step.original_due_on != step.due_on:
        when += " " + _("(first {day})").format(day=format.weekday(step.original_due_on))
    lines.append((_("Due"), when))
    if step.done_at:
        lines.append((_("Ticked"), format.moment(step.done_at, zone, today)))
    if step.signed_at:
        lines.append((_("Signed"), f"{format.moment(step.signed_at, zone, today)} · {step.signed_by}"))
    if step.evidence:
        lines.append((_("Evidence"), step.evidence))
    return lines
