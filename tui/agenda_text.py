"""The agenda in words, without Textual: of its rows on the screen, and of the whole as text for a message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from store.agenda import Agenda, Part
from store.errors import Reason
from store.followups import Kind
from store.goals import Figure
from store.meetings import USUAL_TITLE, MeetingStatus, Section, UpdateRow
from store.records import Line
from tui import format
from tui.format import Tone
from tui.i18n import _
from tui.minutes import ANSWERS, literal
from tui.vocabulary import KIND

CONTACTS = frozenset(kind.value for kind in Kind)
SIGNS: Mapping[str, str] = {"good": "✓", "warning": "▲", "bad": "✕"}
TONES: Mapping[str, Tone] = {"good": "good", "warning": "warning", "bad": "bad", "muted": "muted"}


def title_of(section: Section) -> str:
    """A section's own title, else the usual one of its kind."""
    return section.title or _(USUAL_TITLE.get(section.kind, ""))


def kind_word(line: Line) -> str:
    """What a line is, in a word: Call, Topic, Goal."""
    return _(KIND[Kind(line.what)] if line.what in CONTACTS else line.what) if line.what else ""


def words(text: str | Reason) -> str:
    """Text of people as it is, sentences of ours translated."""
    if isinstance(text, str):
        return text
    short = {name: format.figure(v, short=True) if isinstance(v, Figure) else v for name, v in text.values.items()}
    return format.reason(Reason(text.msgid, short))


def lead_of(line: Line) -> str:
    """Who or what stands first in a row: for an action item who does it; nobody for a goal of the whole team."""
    if line.ref.kind == "action_item" or (line.ref.kind == "goal" and not line.owner):
        return line.owner
    return line.who


def minutes_words(minutes: int) -> str:
    """``23 min``."""
    return _("{n} min").format(n=minutes)


def state_of(line: Line) -> tuple[str, str]:
    """The state in a word, and what it says besides; each is a sentence of its own to be translated."""
    if line.state is None:
        return "", ""
    first, _dot, rest = line.state.msgid.partition(" · ")
    values = line.state.values
    return format.reason(Reason(first, values)), format.reason(Reason(rest, values)) if rest else ""


def signed(text: str, tone: str) -> tuple[str, Tone]:
    """A state with a sign before it, so that its colour doesn't speak alone."""
    sign = SIGNS.get(tone, "")
    has_one = any(mark in text for mark in "✓▲✕●■○")
    return (text if has_one or not sign or not text else f"{sign} {text}", TONES.get(tone, ""))


def end_of(line: Line, today: date) -> tuple[str, Tone]:
    """What stands at the end of a record's row: its state, else its day."""
    if line.state is not None:
        return signed(state_of(line)[0], line.tone)
    if line.ref.kind == "topic":
        return (_("since {day}").format(day=format.day(line.day, today, short=True)) if line.day else "", "muted")
    return format.due(line.day, today, short=True) if line.day else (line.owner, "muted")


def as_text(found: Agenda, updates: Sequence[UpdateRow], today: date) -> str:
    """The agenda as plain text that is Markdown as well; the weekly updates stand in it in full. Text of people is
    literal, as in the minutes."""
    one = found.meeting
    when = f"{format.day(one.day)} · {format.clock(one.at)} ({one.timezone}) · {minutes_words(one.minutes)}"
    lines = [f"# {literal(one.title)}", "", when]
    if one.leader:
        lines.append(_("{name} leads").format(name=literal(one.leader)))
    if one.status is MeetingStatus.SKIPPED:
        lines.append(_("skipped: {why}").format(why=literal(one.why)))
    written = {row.id: row for row in updates if row.written}
    for part in found.parts:
        lines += _part_as_text(part, written, today)
    return "\n".join(lines) + "\n"


def _part_as_text(part: Part, updates: Mapping[int | None, UpdateRow], today: date) -> list[str]:
    title = literal(title_of(part.section))
    if part.left_out:
        return ["", f"## {title} · {_('left out this time')}"]
    lines = ["", f"## {title} · {minutes_words(part.minutes)}"]
    if part.section.body:
        lines += ["", *(literal(one) for one in part.section.body.splitlines())]
    if part.lines:
        lines.append("")
    for line in part.lines:
        lines.append(_line_as_text(line, today))
        if line.ref.kind == "weekly_update" and line.ref.id in updates:
            lines += _update_as_text(updates[line.ref.id])
    return lines


def _line_as_text(line: Line, today: date) -> str:
    state, more = end_of(line, today)[0], state_of(line)[1]
    text = words(line.text) if line.ref.kind != "weekly_update" else ""
    ends = [] if state == line.owner else [state]
    owner = line.owner if line.owner not in (lead_of(line), "") else ""
    said = [kind_word(line), lead_of(line), text, owner, *ends, more]
    return "- " + " · ".join(literal(part) for part in said if part)


def _update_as_text(row: UpdateRow) -> list[str]:
    lines = []
    for name, title in ANSWERS:
        body = [one.strip() for one in getattr(row, name).splitlines() if one.strip()]
        if body:
            lines += [
                f"  - {format.lead_in(_(title))}".rstrip(),
                *(f"    - {literal(one.lstrip('-*•· '))}" for one in body),
            ]
    if row.confidence is not None:
        lines.append("  - " + _("Confidence: {n} of 10").format(n=row.confidence))
    return lines


def as_object(found: Agenda, updates: Sequence[UpdateRow], today: date) -> dict[str, object]:
    """The agenda for a program: days and instants as ISO texts, sentences in the reader's language."""
    one = found.meeting
    return {
        "title": one.title,
        "day": one.day.isoformat(),
        "at": format.clock(one.at),
        "timezone": one.timezone,
        "start": one.start.isoformat(),
        "minutes": one.minutes,
        "status": one.status.value,
        "why": one.why or None,
        "holiday": (one.holiday or _("Holiday")) if one.is_holiday else None,
        "leader": one.leader or None,
        "since": found.since.isoformat(),
        "without_update": found.without_update,
        "without_figure": [name or None for name in found.without_figure],
        "sections": [_section_as_object(part, today) for part in found.parts],
        "updates": [_update_as_object(row) for row in updates],
    }


def _section_as_object(part: Part, today: date) -> dict[str, object]:
    return {
        "kind": part.section.kind.value,
        "title": title_of(part.section),
        "minutes": part.minutes,
        "left_out": part.left_out,
        "text": part.section.body or None,
        "lines": [_line_as_object(line, today) for line in part.lines],
    }


def _line_as_object(line: Line, today: date) -> dict[str, object]:
    return {
        "record": str(line.ref),
        "what": kind_word(line),
        "who": line.who or None,
        "text": words(line.text),
        "owner": line.owner or None,
        "day": line.day.isoformat() if line.day else None,
        "state": " · ".join(part for part in state_of(line) if part) or None,
    }


def _update_as_object(row: UpdateRow) -> dict[str, object]:
    said = {name: getattr(row, name) or None for name, _title in ANSWERS}
    return {"member": row.name, "written": row.written, **said, "confidence": row.confidence}
