"""How complaints and satisfaction read: their words, and the lines of the detail pane. Pure but for the clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from store import complaints, followups, notes, team
from store.calendar import local, now
from store.complaints import Category, ComplaintDetail, ComplaintRow, Scale, Severity, Status, scales
from store.errors import N_, NotFound
from store.followups import FollowUpRow
from store.records import Ref
from tui import format
from tui.format import Tone
from tui.i18n import _, ngettext, pgettext
from tui.vocabulary import KIND
from tui.widgets.detail import Line, blank, fact, heading, line, name, text

if TYPE_CHECKING:
    from store.complaints.satisfaction import AnswerRow, Figures

SEVERITY: Mapping[int, str] = {
    Severity.URGENT: N_("urgent"),
    Severity.HIGH: N_("high"),
    Severity.NORMAL: N_("normal"),
    Severity.LOW: N_("low"),
}
SIGN: Mapping[Severity, tuple[str, Tone]] = {
    Severity.URGENT: ("✕", "bad"),
    Severity.HIGH: ("▲", "warning"),
    Severity.NORMAL: ("", ""),
    Severity.LOW: ("▽", "muted"),
}
CATEGORY: Mapping[str, str] = {
    Category.QUALITY: N_("quality"),
    Category.DELIVERY: N_("delivery"),
    Category.BILLING: N_("billing"),
    Category.SERVICE: N_("service"),
    Category.OTHER: N_("other"),
}
STATUS: Mapping[str, str] = {
    Status.NEW: N_("new"),
    Status.IN_PROGRESS: N_("in progress"),
    Status.WAITING: N_("waiting"),
    Status.RESOLVED: N_("resolved"),
    Status.CLOSED: N_("closed"),
}
SCALE: Mapping[Scale, str] = {Scale.CSAT: "CSAT", Scale.NPS: "NPS"}
QUESTION: Mapping[Scale, str] = {
    Scale.CSAT: N_("satisfied, 1-5"),
    Scale.NPS: N_("would recommend us, 0-10"),
}
MOOD: Mapping[int, tuple[str, Tone]] = {1: ("▲", "good"), 0: ("●", "warning"), -1: ("✕", "bad")}
END = 8  # cells of the column that says until when
MOST_ANSWERS = 10  # in the detail
DONE: Tone = "muted"
IN_HOURS = 48  # a span is told in hours up to here, then in days


# When


def deadline_words(deadline: datetime, at: datetime, zone: str) -> tuple[str, Tone]:
    """When a clock ends, short: ``✕ 3 h``, ``✕ 2 d``, ``● 14:00`` today, else ``Tue 24``."""
    end, today = local(deadline, zone), local(at, zone).date()
    late = (today - end.date()).days
    if deadline < at and late == 0:
        return f"{format.LATE} {_('{count} h').format(count=_hours(at - deadline))}", "bad"
    if end.date() == today:
        return f"{format.NOW} {format.clock(end)}", "accent"
    return format.due(end.date(), today, short=True, cells=END)


def _hours(span: timedelta) -> int:
    """Whole hours, rounded up."""
    return -(-span // timedelta(hours=1))


def took_words(span: timedelta) -> str:
    """How long something took: ``25 min``, ``3 h``, ``4 days``."""
    if span < timedelta(hours=1):
        return _("{count} min").format(count=span // timedelta(minutes=1))
    if span < timedelta(hours=IN_HOURS):
        return _("{count} h").format(count=span // timedelta(hours=1))
    return format.days(span.days)


# One complaint


def complaint_card(number: int) -> list[Line]:
    """Everything about a complaint; nothing when it is gone."""
    try:
        found = complaints.detail(number)
    except NotFound:
        return []
    row, zone, at, day = found.row, team.team().timezone, now(), team.today()
    return [
        name(row.subject, right=(f"#{row.number}", "muted")),
        *_state(row),
        *_who(row),
        *_clocks(found, at, zone, day),
        *_told(found),
        *_work(followups.of_complaint(number), day),
        *_notes(notes.about(Ref("complaint", number)), day),
    ]


def _state(row: ComplaintRow) -> list[Line]:
    sign, tone = SIGN[row.severity]
    severity = f"{sign} {_(SEVERITY[row.severity])}".strip()
    parts = [line((severity, tone or "accent"), (f" · {_(CATEGORY[row.category])} · {_(STATUS[row.status])}", ""))]
    if row.waiting_for:
        parts.append(fact(_("Waits for"), row.waiting_for, "warning"))
    return parts


def _who(row: ComplaintRow) -> list[Line]:
    lines = [fact(_("Customer"), " · ".join(part for part in (row.customer, row.value_class) if part))]
    if row.contact:
        lines.append(fact(pgettext("person", "Contact"), row.contact))
    lines.append(fact(_("Owner"), row.owner or _("nobody"), "" if row.owner else "warning"))
    return lines


def _clocks(found: ComplaintDetail, at: datetime, zone: str, day: date) -> list[Line]:
    """Both promises: kept, broken, or until when they hold."""
    row = found.row
    since = format.moment(row.opened_at, zone, day)
    lines = [blank(), fact(_("Came in"), format.remarks(since, found.opened_by))]
    lines.append(
        _clock(_("Answer"), row.respond_by, row.first_response_at, row.opened_at, found.responded_by, at, zone)
    )
    if row.open or row.resolved_at is not None:
        began = found.reopened_at or row.opened_at
        lines.append(_clock(_("Solution"), row.resolve_by, row.resolved_at, began, found.resolved_by, at, zone))
    if found.reopened_at is not None:
        lines.append(fact(_("Open again"), format.moment(found.reopened_at, zone, day), "warning"))
    if row.closed_at is not None:
        said = score_words(Scale.CSAT, row.satisfaction) if row.satisfaction else _("would not say")
        lines.append(fact(_("Closed"), format.remarks(format.moment(row.closed_at, zone, day), said)))
    return lines


def _clock(
    label: str, promised: datetime, met: datetime | None, since: datetime, by: str, at: datetime, zone: str
) -> Line:
    day = local(at, zone).date()
    moment = format.moment(promised, zone, day)
    if met is None:
        if promised >= at:
            words = _("by {moment}").format(moment=moment)
            return fact(label, f"{format.NOW} {words}", "accent")
        days = (day - local(promised, zone).date()).days
        late = format.days(days) if days else _("{count} h").format(count=_hours(at - promised))
        words = _("{span} late, promised {moment}").format(span=late, moment=moment)
        return fact(label, f"{format.LATE} {words}", "bad")
    took = _("after {span}").format(span=took_words(met - since))
    words = format.remarks(took, by)
    if met <= promised:
        return fact(label, f"✓ {words}", "good")
    words = format.remarks(words, _("promised {moment}").format(moment=moment))
    return fact(label, f"{format.LATE} {words}", "bad")


def _told(found: ComplaintDetail) -> list[Line]:
    lines: list[Line] = [blank(), text(found.body)] if found.body else []
    facts = [
        fact(label, words)
        for label, words in ((_("Root cause"), found.root_cause), (_("Done about it"), found.resolution))
        if words
    ]
    return [*lines, *([blank(), *facts] if facts else [])]


def _work(rows: Sequence[FollowUpRow], day: date) -> list[Line]:
    if not rows:
        return []
    lines: list[Line] = [blank(), heading(_("Follow-ups"))]
    for row in rows:
        on = row.done_at.date() if row.done_at is not None else row.due_on
        when, tone = format.due(on, day) if row.done_at is None else (format.day(on, day), DONE)
        lines.append(
            line((format.fit(when, 14), tone), (f"{_(KIND[row.kind])}  ", "muted"), (row.note or row.subject, ""))
        )
    return lines


def _notes(written: Sequence[notes.Written], day: date) -> list[Line]:
    if not written:
        return []
    lines: list[Line] = [blank(), heading(_("Notes"))]
    for note in written:
        when = format.fit(format.day(note.at.date(), day, short=True), 10)
        lines += [line((when, "muted"), (note.author, "bold")), text(note.body)]
    return lines


# Satisfaction


def score_words(scale: Scale, score: int) -> str:
    """``▲ 4/5``."""
    return f"{MOOD[scales.mood(scale, score)][0]} {score}/{scales.SCORES[scale][-1]}"


def figures_words(found: Figures) -> str:
    """``CSAT 74% of 27 · mean 4.1``; ``NPS 12 of 8 · mean 7.9``; under three answers that they are too few."""
    count = ngettext("{n} answer", "{n} answers", found.n).format(n=found.n)
    if found.share is None or found.mean is None:
        return _("{scale}: {answers}, not enough data").format(scale=SCALE[found.scale], answers=count)
    mean = format.number(found.mean, 1)
    return _("{scale} {share} of {answers} · mean {mean}").format(
        scale=SCALE[found.scale], share=_share(found), answers=count, mean=mean
    )


def trend_words(found: Figures) -> tuple[str, Tone]:
    """``↑ 0.4`` when the last five answers are better than the five before; nothing without them."""
    if found.trend is None:
        return "", ""
    if abs(found.trend) < 0.05:
        return "→", "muted"
    rose = found.trend > 0
    return f"{'↑' if rose else '↓'} {format.number(abs(found.trend), 1)}", "good" if rose else "bad"


def team_words(found: Mapping[Scale, Figures]) -> str:
    """The figures of the last twelve months in one line, of those scales on which enough people answered."""
    told = _in_one_line(found)
    return _("Satisfaction, 12 months: {figures}").format(figures=told) if told else _("Satisfaction, 12 months")


def customer_words(found: Mapping[Scale, Figures]) -> str:
    """All that one customer answered, in one line."""
    told = _in_one_line(found)
    return _("Satisfaction: {figures}").format(figures=told) if told else _("Satisfaction, not enough data")


def _in_one_line(found: Mapping[Scale, Figures]) -> str:
    """``CSAT 85% of 27 ↓ 0.2, NPS 25 of 8``."""
    parts = []
    for one in found.values():
        if one.share is not None:
            words = _("{scale} {share} of {n}").format(scale=SCALE[one.scale], share=_share(one), n=one.n)
            parts.append(f"{words} {trend_words(one)[0]}".rstrip())
    return format.listed(parts)


def _share(found: Figures) -> str:
    """The CSAT in percent, the NPS as its number."""
    assert found.share is not None, "there is no share of too few answers"
    return format.percent(found.share) if found.scale is Scale.CSAT else format.number(100 * found.share)


def satisfaction_lines(customer: int, limit: int = MOST_ANSWERS, *, heads: bool = True) -> list[Line]:
    """How satisfied a customer is: the figures with their trend, and with ``limit`` its latest answers."""
    from store.complaints import satisfaction

    found = [one for one in satisfaction.of_customer(customer).values() if one.n]
    if not found:
        return []
    lines: list[Line] = [blank(), heading(_("Satisfaction"))] if heads else []
    lines += [line((figures_words(one), ""), right=trend_words(one)) for one in found]
    day = team.today()
    return [*lines, *(_answer(row, day) for row in satisfaction.latest(customer, limit))]


def _answer(row: AnswerRow, day: date) -> Line:
    tone = MOOD[scales.mood(row.scale, row.score)][1]
    when = format.fit(format.day(row.day, day, short=True), 10)
    return line(
        (when, "muted"),
        (format.fit(score_words(row.scale, row.score), 9), tone),
        (row.note or row.about_label, ""),
        right=(row.by, "muted"),
    )


def answer_card(row: AnswerRow) -> list[Line]:
    """One answer, and how satisfied its customer is altogether."""
    day, tone = team.today(), MOOD[scales.mood(row.scale, row.score)][1]
    lines = [
        name(row.customer),
        line((score_words(row.scale, row.score), tone), (f"  {_(QUESTION[row.scale])}", "muted")),
        fact(_("On"), format.day(row.day, day)),
        fact(_("Asked by"), row.by),
    ]
    if row.about_label:
        lines.append(fact(_("About"), row.about_label))
    if row.note:
        lines += [blank(), text(row.note)]
    return [*lines, *satisfaction_lines(row.customer_id)]


# A customer's


def open_lines(rows: Iterable[ComplaintRow]) -> list[Line]:
    """The open complaints of a customer, for its card."""
    at, zone = now(), team.team().timezone
    found = []
    for row in rows:
        assert row.deadline is not None, "an open complaint has a clock"
        when, tone = deadline_words(row.deadline, at, zone)
        sign, colour = SIGN[row.severity]
        step = _("resolve") if row.answered else _("answer")
        found.append(
            line(
                (f"#{row.number} ", "muted"),
                (f"{sign} " if sign else "", colour),
                (row.subject, ""),
                right=(f"{step} {when}", tone),
            )
        )
    return [blank(), heading(_("Open complaints")), *found] if found else []
