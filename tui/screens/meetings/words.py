"""The words of a running meeting: what an empty section says, its notes, the head's remark, the shared view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from store import actions, goals, meetings, scorecard, team, topics
from store.calendar import local, now
from store.errors import N_, NotFound
from store.meetings import Live, Section, SectionKind, Tally
from store.topics import TopicStatus
from tui import format
from tui.agenda_text import kind_word, lead_of, title_of
from tui.agenda_text import words as said
from tui.i18n import _
from tui.screens.meetings.cards import action_line, card
from tui.screens.meetings.rows import Item, state_cell
from tui.screens.meetings.share import Shared
from tui.screens.meetings.stages import Look, short_title
from tui.widgets.detail import Line, fact, line, text
from tui.widgets.rows import Span

# What an empty section says, and the keys that begin it: it closes itself with > and gives its minutes to Solve.
ON = (">", N_("goes on, its minutes go to Solve"))
EMPTY: Mapping[SectionKind, tuple[str, ...]] = {
    SectionKind.WINS: (N_("Nothing was told yet."), "n", N_("tells the first win"), *ON),
    SectionKind.SCORECARD: (
        N_("There is no weekly number and no team goal yet."),
        "i",
        N_("raises that as a topic"),
        *ON,
    ),
    SectionKind.GOALS: (N_("● Nobody is off pace."), *ON),
    SectionKind.ACTIONS: (N_("Nothing was due."), "t", N_("agrees on the first action item"), *ON),
    SectionKind.CUSTOMERS: (N_("● Nobody was forgotten."), *ON),
    SectionKind.RISKS: (N_("● No review is due."), "i", N_("raises a worry as a topic"), *ON),
    SectionKind.SOLVE: (N_("Nothing waits to be solved."), "i", N_("raises the first topic"), ">", N_("goes on")),
    SectionKind.LEARN: (N_("Nothing is late: practise a role play."), "c", N_("notes what was learnt"), *ON),
    SectionKind.CLOSE: (N_("Nothing new was agreed."), "t", N_("agrees on one now"), ">", N_("rates and ends")),
    SectionKind.OWN: (N_("This section is yours."), "c", N_("writes a note"), "i", N_("raises a topic"), *ON),
}


def detail(row: Item, votes: Mapping[int, Tally], day: date) -> list[Line]:
    """What the detail says about a row; a goal and a weekly number are there in full, with their charts."""
    if row.line.ref.kind == "measurable":
        from tui.screens.scorecard.words import card as number_card

        return next((number_card(one, day) for one in scorecard.card() if one.id == row.line.ref.id), [])
    if row.line.ref.kind != "goal":
        return card(row, votes)
    from tui.screens.goals.card import goal_card

    try:
        return goal_card(goals.detail(row.line.ref.id, day), day, team.team().fiscal_month)
    except NotFound:
        return []


def note_lines(meeting: int, section: Section, topic: int | None, me: int, alone: bool) -> list[Line]:
    """What everybody wrote about a section, or a topic: what is being typed elsewhere isn't shown yet.

    Where no detail stands beside it (``alone``), the topic's problem, decision and action items are here, too.
    """
    lines: list[Line] = []
    if topic is not None:
        lines += _topic_lines(topic) if alone else []
    elif section.body:
        lines.append(text(section.body, "muted"))
    for note in meetings.jottings(meeting):
        body = note.text if note.author_id == me else note.body
        if note.topic == topic and (topic is not None or note.section == section.id) and body.strip():
            unfinished = " …" if note.author_id == me and note.typing is not None else ""
            lines.append(fact(note.author, body.strip() + unfinished))
    if topic is not None and alone:
        lines += _agreed_lines(topic)
    return lines or [line((_("c writes a note"), "muted"))]


def _topic_lines(topic: int) -> list[Line]:
    row = topics.listed([topic]).get(topic)
    if row is None:
        return []
    lines = [fact(_("Why"), row.why)] if row.why else []
    if row.problem:
        lines.append(fact(_("Real problem"), row.problem))
    return lines


def _agreed_lines(topic: int) -> list[Line]:
    row = topics.listed([topic]).get(topic)
    lines = []
    if row is not None and row.decision:
        lines.append(fact(_("Decision"), row.decision, "good" if row.status is TopicStatus.SOLVED else ""))
    return lines + [action_line(item, team.today()) for item in actions.of_topic(topic)]


def clock_of(at: datetime) -> str:
    """An instant on the team's wall: ``09:52``."""
    return format.clock(local(at, team.team().timezone))


def remark(found: Live, leads: bool, alone: bool, there: Sequence[Section], at: datetime) -> Span:
    """What stands in the lower border of the head: what is out of the ordinary, and the key for it."""
    name = format.plain(found.name)
    if found.suspended and found.spans:
        since = clock_of(found.spans[-1].entered_at)
        words = _("‖ paused since {time} · P continues") if leads else _("‖ paused since {time}")
        return words.format(time=since), "warning"
    if not leads and (not found.session or meetings.beat_age(found, now()) > meetings.LEASE):
        return _("▲ nothing is heard of {name} · b takes over").format(name=name), "warning"
    if alone:
        section = next((short_title(s) for s in there if s.id == found.section), "")
        return _("{name} is at {section} · F follow").format(name=name, section=section), "accent"
    over = int((at - found.ends_at(at)).total_seconds()) // 60
    if over >= 1:
        return _("▲ {n} min over its {all}").format(n=over, all=found.minutes), "bad"
    return ("", "") if leads else (_("you follow {name}").format(name=name), "muted")


def place(count: int, index: int) -> str:
    """``2 of 7``; "" without rows."""
    return _("{n} of {all}").format(n=index + 1, all=count) if count else ""


def head_words(found: Live, title: str, present: str) -> str:
    """``Weekly sales meeting · 23 Nov · Ana leads · 5 of 6 here``."""
    leads = _("{name} leads").format(name=format.cut(format.plain(found.name), 20))
    day = format.span(found.day, found.day)
    return " · ".join((format.cut(format.plain(title), 24), day, leads, present))


def look(found: Live, there: Sequence[Section], left: str, leads: bool, roaming: int | None, at: datetime) -> Look:
    """What the head shows at a moment."""
    standings = meetings.head(found, list(there), at)
    return Look(
        left=left,
        sections=there,
        standings=standings,
        elapsed=sum(one.spent for one in standings),
        minutes=found.minutes,
        exact=leads,
        remark=remark(found, leads, roaming is not None and not leads, there, at),
        shown=roaming,
    )


def shared(
    found: Live,
    there: Sequence[Section],
    here: Section,
    leads: bool,
    left: str,
    row: Item | None,
    place: str,
    day: date,
    at: datetime,
) -> Shared:
    """What the room sees of a section and a row."""
    standing = next(one for one in meetings.head(found, list(there), at) if one.section == here.id)
    cell: Span = ("", "")
    if row is not None:
        text_, tone = state_cell(row, day)
        cell = (str(text_), tone if isinstance(tone, str) else "")
    return Shared(
        meeting=left,
        section=title_of(here),
        left=standing.allotted - standing.spent,
        exact=leads,
        suspended=found.suspended,
        what=kind_word(row.line) if row is not None else "",
        lead=lead_of(row.line) if row is not None else "",
        text=said(row.line.text) if row is not None else "",
        state=cell,
        place=place,
    )
