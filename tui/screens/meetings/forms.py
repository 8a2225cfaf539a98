"""The forms of the meeting: each is made for one record and calls one verb of the store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from store import actions, agenda, closing, meetings, notes, team, topics
from store.actions import ActionItem
from store.calendar import parse_time
from store.errors import N_, NP_, Invalid, Reason
from store.meetings import (
    USUAL_TITLE,
    Every,
    Headline,
    HeadlineKind,
    Meeting,
    Occasion,
    Presence,
    Section,
    SectionKind,
    Series,
)
from store.records import Ref
from store.team import Member
from store.topics import Topic, TopicStatus
from tui import format
from tui.agenda_text import title_of
from tui.i18n import _, pgettext
from tui.vocabulary import WEEKDAY
from tui.widgets.form import Field, Form

HEADLINE: Mapping[HeadlineKind, str] = {
    HeadlineKind.WIN: N_("Win"),
    HeadlineKind.CUSTOMER: N_("Customer"),
    HeadlineKind.TEAM: N_("Team"),
}
OUTCOME: Mapping[TopicStatus, str] = {
    TopicStatus.SOLVED: N_("solved"),
    TopicStatus.DISCUSSED: N_("discussed"),
    TopicStatus.PARKED: N_("parked"),
    TopicStatus.DROPPED: N_("dropped"),
    TopicStatus.OPEN: NP_("topic", "open"),
}


LONGEST_SUGGESTED = 100  # characters


def new_topic(me: Member, series: int, origin: Ref | None, about: str) -> Form[Topic]:
    """Raise a topic, linked to the record it came from; what that is called stands there to be typed over."""
    called = format.cut(about, LONGEST_SUGGESTED)
    fields = [
        Field("title", _("What do we talk about?"), value=called, suggested=bool(called), required=True),
        Field("why", _("Why"), "long"),
    ]

    def save(values: dict[str, object]) -> Topic:
        return topics.raise_topic(me, series, str(values["title"]), why=str(values["why"]), origin=origin)

    title = _("Topic about {what}").format(what=format.cut(about, 48)) if about else _("New topic")
    return Form(title, fields, save, N_("Raise it"))


def edit_topic(me: Member, record: Topic) -> Form[Topic]:
    """Change a topic's words."""

    def fields(it: Topic) -> list[Field]:
        return [
            Field("title", _("What do we talk about?"), value=it.title, required=True),
            Field("why", _("Why"), "long", it.why),
        ]

    return Form(_("Edit topic"), fields, lambda values: topics.edit(me, record, **values), record=record)


def decide(me: Member, record: Topic, one: Occasion) -> Form[Topic]:
    """What came of a topic: the real problem, the decision, and where it stands now."""

    def fields(it: Topic) -> list[Field]:
        chosen = TopicStatus.SOLVED if it.status in topics.WAITING else it.status
        return [
            Field("problem", _("Real problem"), "long", it.problem),
            Field("decision", _("Decision"), "long", it.decision),
            Field("status", _("It is now"), "choice", chosen, options=[(s, _(word)) for s, word in OUTCOME.items()]),
        ]

    def save(values: dict[str, object]) -> Topic:
        status = TopicStatus(str(values["status"]))
        said = {"decision": str(values["decision"]), "problem": str(values["problem"])}
        return agenda.decide(me, record, status, meeting=one, **said)

    return Form(format.cut(record.title, 60), fields, save, record=record)


def edit_action(me: Member, record: ActionItem) -> Form[ActionItem]:
    """Change what, who or when."""

    def fields(it: ActionItem) -> list[Field]:
        return [
            Field("title", _("What is to be done?"), value=it.title, required=True),
            Field("owner", _("Who"), "choice", it.owner_id, options=_people()),
            Field("due_on", _("Due"), "day", it.due_on, required=True, today=team.today()),
        ]

    return Form(_("Edit action item"), fields, lambda values: actions.edit(me, record, **values), record=record)


def postpone_action(me: Member, record: ActionItem, following: date) -> Form[ActionItem]:
    """Another day for an action item; the following meeting's is offered."""
    label, today = pgettext("put off", "Until"), team.today()
    field = Field("due_on", label, "day", following, required=True, today=today, hint=_("fri, +3d"))

    def save(values: dict[str, object]) -> ActionItem:
        return actions.postpone(me, record, _day(values["due_on"]))

    return Form(format.cut(record.title, 60), lambda _item: [field], save, N_("Postpone"), record=record)


def headline(me: Member, series: Series, record: Headline | None = None, link: Ref | None = None) -> Form[Headline]:
    """Something good or new to tell everybody."""
    kinds: list[tuple[object, str]] = [(kind, _(word)) for kind, word in HEADLINE.items()]

    def fields(it: Headline | None) -> list[Field]:
        return [
            Field("kind", _("Kind"), "choice", it.kind if it else HeadlineKind.WIN, options=kinds),
            Field("text", _("What is there to tell?"), value=it.text if it else "", required=True),
        ]

    def save(values: dict[str, object]) -> Headline:
        kind, text = HeadlineKind(str(values["kind"])), str(values["text"])
        if record is not None:
            return meetings.edit_headline(me, record, kind=kind, text=text)
        return meetings.add_headline(me, series, kind, text, link=link)

    return Form(_("Edit headline") if record else _("New headline"), fields, save, record=record)


def section(me: Member, series: Series, record: Section | None, after: Section | None = None) -> Form[Section]:
    """A section's title, minutes, text and what fills it; without a record, a new one."""
    kind = record.kind if record is not None else SectionKind.OWN
    taken = {one.kind for one in meetings.sections(series.id)}
    free = [one for one in SectionKind if one in (kind, SectionKind.OWN) or one not in taken]
    fillings: list[tuple[object, str]] = [(one, _filling(one)) for one in free]

    def fields(it: Section | None) -> list[Field]:
        filled, called = (it.kind, title_of(it)) if it is not None else (kind, "")
        named = kind is SectionKind.OWN and len(free) == 1
        return [
            Field("title", pgettext("what it is called", "Title"), value=called, required=named),
            Field("minutes", _("Minutes"), "number", it.minutes if it else 5, required=True),
            Field("body", _("Text"), "long", it.body if it else ""),
            *([Field("kind", _("Filled with"), "choice", filled, options=fillings)] if len(free) > 1 else []),
        ]

    def save(values: dict[str, object]) -> Section:
        given: dict[str, Any] = {"kind": kind, **values, "minutes": _whole("minutes", values["minutes"])}
        if record is None:
            return meetings.add_section(me, series, given.pop("title"), after=after, **given)
        if given["title"] == title_of(record) and not record.title and given["kind"] is not SectionKind.OWN:
            del given["title"]  # the usual title stays the usual one, in every language
        return meetings.edit_section(me, record, **given)

    return Form(_("Edit section") if record else _("New section"), fields, save, record=record)


def _filling(kind: SectionKind) -> str:
    return _("text of your own") if kind is SectionKind.OWN else _(USUAL_TITLE[kind])


def skip(me: Member, one: Occasion, here: Section | None) -> Form[Meeting]:
    """Skip a meeting, or one section of it, and say why."""
    day = format.weekday(one.day)
    options: list[tuple[object, str]] = [("meeting", _("the meeting on {day}").format(day=day))]
    if here is not None:
        options.insert(0, ("section", title_of(here)))
    suggested = (one.holiday or _("Holiday")) if one.is_holiday else ""
    fields = [
        Field("what", _("What is left out?"), "choice", "meeting" if one.is_holiday else None, options=options),
        Field("why", _("Why (needed for a meeting)"), value=suggested),
    ]

    def save(values: dict[str, object]) -> Meeting:
        if values["what"] == "section" and here is not None:
            return meetings.leave_out(me, one, here)
        return meetings.skip(me, one, str(values["why"]))

    return Form(_("Skip"), fields, save, N_("Skip"))


def move(me: Member, one: Occasion) -> Form[Meeting]:
    """Another day or time for one meeting."""
    record = Meeting.get_or_none(Meeting.id == one.meeting)

    def fields(it: Meeting | None) -> list[Field]:
        day, at = (it.day, it.at) if it is not None else (one.day, one.at)
        return [
            Field("day", _("Day"), "day", day, required=True, today=team.today()),
            Field("at", _("Time"), value=format.clock(at), required=True),
        ]

    def save(values: dict[str, object]) -> Meeting:
        return meetings.move(me, one, _day(values["day"]), _time("at", values["at"]))

    title = _("Move the meeting of {day}").format(day=format.weekday(one.day))
    return Form(title, fields, save, N_("Move"), record=record)


def series(me: Member, record: Series | None) -> Form[Series]:
    """The series: when it comes, how long it takes, who leads it."""
    found, day = team.team(), team.today()
    units = [(Every.WEEK, _("weeks")), (Every.WORKING_DAY, _("working days"))]
    weekdays: list[tuple[object, str]] = [(n, _(word)) for n, word in enumerate(WEEKDAY)]

    def fields(it: Series | None) -> list[Field]:
        called, weekday = (it.title, it.weekday) if it else (_("Weekly sales meeting"), 0)
        return [
            Field("title", pgettext("what it is called", "Title"), value=called, required=True),
            Field("interval", _("Comes every"), "number", it.interval if it else 1, required=True),
            Field("every", _("of these"), "choice", it.every if it else Every.WEEK, options=units),
            Field("weekday", _("Weekday, when it comes in weeks"), "choice", weekday, options=weekdays),
            Field("at", _("Time"), value=format.clock(it.at) if it else "09:00", required=True),
            Field("timezone", _("Timezone"), value=it.timezone if it else found.timezone, required=True),
            Field("minutes", _("Minutes"), "number", it.minutes if it else 60, required=True),
            Field("facilitator", _("Leads"), "choice", it.facilitator_id if it else me.id, options=_people()),
            Field("start", _("Counted from"), "day", it.start if it else day, required=True, today=day),
        ]

    def save(values: dict[str, object]) -> Series:
        given: dict[str, Any] = {
            **values,
            "interval": _whole("interval", values["interval"]),
            "at": _time("at", values["at"]),
            "minutes": _whole("minutes", values["minutes"]),
        }
        if record is not None:
            return meetings.edit_series(me, record, **given)
        given["facilitator"] = Member.load(given["facilitator"])
        return meetings.set_up(me, given.pop("title"), **given)

    return Form(_("The series") if record else _("A meeting that comes again"), fields, save, record=record)


def close(me: Member, one: Occasion) -> Form[Meeting]:
    """That a meeting was held: how long it took, who was missing, how it was rated."""
    people = [m for m in team.members() if m.joined_on <= one.day]
    away = team.away_on(one.day)
    missing = ", ".join(m.login for m in people if m.id in away)
    fields = [
        Field("minutes", _("How many minutes did it take?"), "number", one.minutes, required=True),
        Field("missing", _("Who was missing? (logins)"), value=missing, hint=_("li, wang")),
        Field("rating", _("Rating of those who were there, 1 to 10"), "number"),
    ]

    def save(values: dict[str, object]) -> Meeting:
        gone = _named(str(values["missing"]), people)
        mark = _whole("rating", values["rating"]) if values["rating"] is not None else None
        seats = {
            m.id: (
                (Presence.EXCUSED if m.id in away else Presence.ABSENT, None)
                if m.id in gone
                else (Presence.PRESENT, mark)
            )
            for m in people
        }
        return closing.write_down(me, one, _whole("minutes", values["minutes"]), seats)

    return Form(_("The meeting of {day} was held").format(day=format.weekday(one.day)), fields, save, N_("Note it"))


def meeting_note(me: Member, one: Occasion) -> Form[notes.Note]:
    """A note about the meeting."""
    field = Field("body", _("Note"), "long", required=True)
    title = _("Note about the meeting of {day}").format(day=format.weekday(one.day))
    return Form(title, [field], lambda values: agenda.write_note(me, one, str(values["body"])))


def note(me: Member, ref: Ref, about: str) -> Form[notes.Note]:
    """A note about a record."""
    field = Field("body", _("Note"), "long", required=True)
    title = _("Note about {what}").format(what=format.cut(about, 48))
    return Form(title, [field], lambda values: notes.write(me, ref, str(values["body"])))


# Values


def _people() -> list[tuple[object, str]]:
    return [(m.id, m.name) for m in team.members()]


def _day(value: object) -> date:
    assert isinstance(value, date), "the form requires a day"
    return value


def _time(field: str, value: object) -> time:
    found = parse_time(str(value))
    if found is None:
        raise Invalid({field: Reason(N_("Write a time such as 10:00."))})
    return found


def _whole(field: str, value: object) -> int:
    if not isinstance(value, int):
        raise Invalid({field: Reason(N_("Write a whole number."))})
    return value


def _named(text: str, people: list[Member]) -> set[int]:
    """The members whose logins or names are listed. Raises Invalid for one that nobody bears."""
    found: set[int] = set()
    for word in text.replace("，", ",").replace("、", ",").split(","):
        wanted = word.strip().lstrip("@").casefold()
        if not wanted:
            continue
        hit = next((m.id for m in people if wanted in (m.login.casefold(), m.name.casefold())), None)
        if hit is None:
            raise Invalid({"missing": Reason(N_("Nobody here is called {name}."), {"name": word.strip()})})
        found.add(hit)
    return found
