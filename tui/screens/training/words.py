"""How training reads: its words, and what stands in the rows and the detail. Pure functions of the store's rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from store.errors import N_, NP_
from store.records import Ref, label
from store.team import LEVEL
from store.training import (
    AttemptRow,
    Bucket,
    Effect,
    OfferKind,
    PlanRow,
    PlanStatus,
    ProgrammeKind,
    ProgrammeRow,
    ProgrammeStepRow,
    StepKind,
    StepRow,
    StepStatus,
    What,
)
from store.training.effects import Side
from tui import format
from tui.format import Tone
from tui.i18n import _, ngettext
from tui.widgets.charts import bar

PROGRAMME: Mapping[str, str] = {
    ProgrammeKind.ONBOARDING: N_("onboarding"),
    ProgrammeKind.REGULAR: N_("regular"),
    ProgrammeKind.TOPIC: NP_("kind of programme", "topic"),
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
KIND: Mapping[str, str] = {
    "deal": N_("deal"),
    "complaint": N_("complaint"),
    "customer": N_("customer"),
    "risk": N_("risk"),
    "goal": N_("goal"),
    "review": N_("review"),
    "skill": N_("skill"),
    "role_play": N_("role play"),
}
OFFER: Mapping[str, str] = {
    OfferKind.NEW: N_("new step"),
    OfferKind.GONE: N_("step is gone"),
    OfferKind.OTHER: N_("changed"),
    OfferKind.DAY: N_("day off"),
}
MEASURE: Mapping[str, str] = {
    What.WIN_RATE: N_("Win rate"),
    What.COMPLAINTS: N_("Complaints"),
    What.CSAT: N_("Satisfied"),
    What.LEVEL: N_("Level"),
}
BAR = 6  # cells of a bar of progress
STATE = 12  # cells of the last column, in which days stand

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
        return _("✓ {day}").format(day=format.day(row.ended_on, today, cells=STATE - 2)), "good"
    if row.status is PlanStatus.STOPPED:
        return _("– {day}").format(day=format.day(row.ended_on, today, cells=STATE - 2)), "muted"
    if row.next_due is None:
        return _("● sign-off"), "accent"
    if row.offered and row.next_due > today:
        return ngettext("◆ {n} offered", "◆ {n} offered", row.offered).format(n=row.offered), "accent"
    return format.due(row.next_due, today, cells=STATE)


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
    again = _(" · again") if isinstance(step, StepRow) and step.renews else ""
    tried = f" · {step.attempt}×" if isinstance(step, StepRow) and step.attempt > 1 and not done else ""
    return f"{step.title}{again}{tried}", "muted" if done else "bold"


def kind(step: AnyStep) -> Cell:
    """How it is learned."""
    return _(STEP[step.kind]), "muted"


def due(step: AnyStep, today: date) -> Cell:
    """When it is due, or what became of it; of a programme's step, its day."""
    if isinstance(step, ProgrammeStepRow):
        return _("day {n}").format(n=step.day_offset), ""
    if step.status is StepStatus.DONE:
        if step.valid_until is not None and step.valid_until < today:
            return _("✕ expired"), "bad"
        return (_("signed") if step.signed_at else _("done")), "good"
    if step.status is StepStatus.WAITING:
        return _("to be signed"), "warning"
    words, tone = format.due(step.due_on, today, cells=STATE)
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


def kind_word(ref: Ref) -> str:
    """What kind of record a link leads to."""
    return _(KIND[ref.kind]) if ref.kind in KIND else ""


def linked(ref: Ref) -> str:
    """A linked record: ``customer · Lindgren``."""
    return " · ".join(part for part in (kind_word(ref), label(ref)) if part)


def about_effect(found: Effect) -> list[tuple[str, str]]:
    """The numbers before and after, as (label, text); why there are none yet."""
    if not found.days:
        return [(_("Effect"), _("too early: 30 days after its end"))]
    lines = [(_("Compared"), _("{n} days before and after").format(n=found.days))]
    for one in found.measures:
        lines.append((_(MEASURE[one.what]), f"{_side(one.what, one.before)} → {_side(one.what, one.after)}"))
    return lines


def _side(what: What, side: Side) -> str:
    if what is What.COMPLAINTS:
        return str(side.n)
    if what is What.LEVEL:
        return format.number(side.value or 0.0)
    if side.value is None:
        return _("not enough data ({n})").format(n=side.n)
    return _("{rate} of {n}").format(rate=format.percent(side.value), n=side.n)


def about_attempts(found: Sequence[AttemptRow], today: date) -> list[tuple[str, str]]:
    """What was tried and didn't pass, the latest first."""
    lines = []
    for tried in found:
        score = _("{n} of 100").format(n=tried.score) if tried.score is not None else ""
        told = " · ".join(part for part in (format.day(tried.day, today), score, tried.why or tried.evidence) if part)
        lines.append((_("Attempt {n}").format(n=tried.number), told))
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
    if step.pass_score is not None:
        terms.append(_("passed from {n} on").format(n=step.pass_score))
    lines = [(_("How"), " · ".join(terms))]
    if step.skill and step.level is not None:
        lines.append((_("Skill"), f"{step.skill} → {step.level} {_(LEVEL[step.level])}"))
    if step.valid_days is not None:
        lines.append((_("Holds"), format.days(step.valid_days)))
    if isinstance(step, ProgrammeStepRow):
        return [*lines, (_("When"), _("working day {n} after day 0").format(n=step.day_offset))]
    when = format.weekday(step.due_on)
    if step.original_due_on != step.due_on:
        when += " " + _("(first {day})").format(day=format.weekday(step.original_due_on))
    lines.append((_("Due"), when))
    if step.attempt > 1:
        lines.append((_("Attempt"), str(step.attempt)))
    if step.score is not None:
        lines.append((_("Score"), _("{n} of 100").format(n=step.score)))
    if step.valid_until is not None:
        until = _("through {day}") if step.valid_until >= today else _("✕ expired {day}")
        lines.append((_("Valid"), until.format(day=format.day(step.valid_until, today))))
    if step.done_at:
        lines.append((_("Ticked"), format.moment(step.done_at, zone, today)))
    if step.signed_at:
        lines.append((_("Signed"), f"{format.moment(step.signed_at, zone, today)} · {step.signed_by}"))
    if step.evidence:
        lines.append((_("Evidence"), step.evidence))
    if step.proof is not None:
        lines.append((_("Seen at"), linked(step.proof)))
    return lines
