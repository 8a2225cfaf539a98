"""The rows of the team's list: people, who is away, holidays, the working time; each as text in its tones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from store import team
from store.errors import N_
from store.team import Away, GroupRow, Holiday, Member, Person, Place, Team
from tui import format
from tui.i18n import LANGUAGES, _, named, ngettext, pgettext
from tui.screens.team.positions import holders
from tui.vocabulary import MONTH, ROLE, WEEKDAY
from tui.widgets.record_list import Cell, Section

Kind = Literal["member", "group", "position", "absence", "holiday", "team"]
Key = tuple[Kind, int | str]  # a setting is known by the name of its field
About = Person | Place | GroupRow | Away | Holiday | Team | None  # None: a place that says which key adds the first
NOTHING = 0
PAST = timedelta(days=366)  # how far back absences and holidays are listed
SETTINGS = (
    ("name", N_("Team")),
    ("weekdays", N_("Working days")),
    ("work_from", N_("Working hours")),
    ("language", N_("Language")),
    ("timezone", N_("Timezone")),
    ("currency", N_("Currency")),
    ("fiscal_month", N_("Fiscal year")),
)


@dataclass(frozen=True)
class Entry:
    """One row: who or what it is, what there is to say, and when, at the right."""

    key: Key
    about: About
    who: Cell
    what: Cell
    when: Cell
    words: str  # what the filter looks in

    @property
    def kind(self) -> Kind:
        """What kind of record it is."""
        return self.key[0]


def who_cell(row: Entry) -> Cell:
    """Who or what."""
    return row.who


def what_cell(row: Entry) -> Cell:
    """What there is to say about it."""
    return row.what


def when_cell(row: Entry) -> Cell:
    """When."""
    return row.when


def sections(day: date, text: str) -> tuple[list[Section], dict[Key, Entry]]:
    """The sections of the list on this day, and its rows by key; only rows with all words of ``text``."""
    since = day - PAST
    away, days = team.absences(since), team.holidays(since)
    coming = [_absence(row, day) for row in away if row.last_day >= day]
    ahead = [_holiday(row, day) for row in days if row.day >= day]
    past = [(row.last_day, _absence(row, day)) for row in away if row.last_day < day]
    past += [(row.day, _holiday(row, day)) for row in days if row.day < day]
    places = [_position(place, day) for place in team.positions()]
    groups = [_group(row) for row in team.groups()]
    parts: list[tuple[str, list[Entry], bool]] = [
        (pgettext("of the team", "People"), [_person(row, day) for row in team.people(day)], True),
        (_("Groups"), groups or [_nothing("group", _("None is known"))], bool(groups)),
        (_("Positions"), places or [_nothing("position", _("None is written down"))], bool(places)),
        (_("Away"), coming or [_nothing("absence", _("Nobody is away"))], bool(coming)),
        (_("Holidays and make-up days"), ahead or [_nothing("holiday", _("None is known"))], bool(ahead)),
        (_("Working time"), _settings(team.team()), False),
        (_("Past"), [_muted(entry) for _day, entry in sorted(past, key=lambda row: row[0], reverse=True)], True),
    ]
    wanted = text.casefold().split()
    found: dict[Key, Entry] = {}
    shown = []
    for title, entries, counted in parts:
        kept = [entry for entry in entries if _has(entry, wanted)]
        found |= {entry.key: entry for entry in kept}
        shown.append(Section(title, [entry.key for entry in kept], counted=counted))
    return shown, found


def _has(entry: Entry, wanted: Iterable[str]) -> bool:
    words = entry.words.casefold()
    return all(word in words for word in wanted)


def _muted(entry: Entry) -> Entry:
    """What is over speaks low."""

    def low(cell: Cell) -> Cell:
        return (str(cell[0]), "muted")

    return replace(entry, who=low(entry.who), what=low(entry.what), when=low(entry.when))


def _nothing(kind: Kind, words: str) -> Entry:
    return Entry(
        (kind, NOTHING), None, (words, "muted"), (("n", "accent"), (" " + _("adds some"), "muted")), ("", ""), ""
    )


def _person(row: Person, day: date) -> Entry:
    member = row.member
    role = _(ROLE[member.role])
    words = " ".join((member.name, role, member.login, member.phone, member.email, member.strengths, member.interests))
    who: Cell = (member.name, "muted" if row.left else "bold")
    what: Cell = ((f"{role} ", "muted" if row.left else ""), (f"· {member.login}", "muted"))
    return Entry(("member", member.id), row, who, what, where(row, day), words)


def _group(row: GroupRow) -> Entry:
    who = format.listed(name for _id, name in row.members)
    count = ngettext("{n} member", "{n} members", len(row.members)).format(n=len(row.members))
    what: Cell = (who, "muted") if who else (_("nobody is in it"), "warning")
    return Entry(("group", row.id), row, (row.name, "bold"), what, (count, "muted"), f"{row.name} {who}")


def _position(place: Place, day: date) -> Entry:
    record, held = place.position, holders(place, day)
    needs = ngettext("{n} skill needed", "{n} skills needed", len(place.needs)).format(n=len(place.needs))
    who = held or _("nobody holds it")
    words = " ".join((record.title, held, record.duties, record.workflow, record.standard))
    return Entry(
        ("position", record.id),
        place,
        (record.title, "bold"),
        (who, "" if held else "warning"),
        (needs if place.needs else "", "muted"),
        words,
    )


def where(row: Person, day: date) -> tuple[str, format.Tone]:
    """Where somebody is, in one phrase: away, gone, leaving, not here yet, or here since."""
    member = row.member
    if row.left:
        return (_("left {day}").format(day=format.day(member.left_on, day)), "muted")
    if row.away_until is not None:
        return (_("▲ away until {day}").format(day=format.day(row.away_until, day, short=True)), "warning")
    if member.left_on is not None:
        return (_("▲ leaves {day}").format(day=format.day(member.left_on, day, short=True)), "warning")
    if member.joined_on > day:
        return (_("joins {day}").format(day=format.day(member.joined_on, day)), "accent")
    return (_("since {day}").format(day=format.day(member.joined_on, day)), "muted")


def _absence(row: Away, day: date) -> Entry:
    now = row.first_day <= day <= row.last_day
    covered = row.stand_in or row.last_day < day
    stand_in = _("{name} stands in").format(name=row.stand_in) if row.stand_in else _("nobody stands in")
    tone: format.Tone = "warning" if now else ""
    return Entry(
        ("absence", row.id),
        row,
        (row.name, "bold"),
        (stand_in, "muted" if covered else "warning"),
        (("▲ " if now else "") + span(row), tone),
        f"{row.name} {stand_in}",
    )


def span(row: Away) -> str:
    """``1–3 Dec``; over the New Year too without the years, which are those around today."""
    if row.first_day.year == row.last_day.year:
        return format.span(row.first_day, row.last_day)
    return f"{format.span(row.first_day, row.first_day)} – {format.span(row.last_day, row.last_day)}"


def _holiday(row: Holiday, day: date) -> Entry:
    kind = works_words(row)
    return Entry(
        ("holiday", row.id),
        row,
        (row.label or kind, "bold"),
        (kind, "accent" if row.works else "muted"),
        (format.day(row.day, day), ""),
        f"{row.label} {kind}",
    )


def works_words(row: Holiday) -> str:
    """A holiday, or a make-up working day."""
    return _("make-up day, worked") if row.works else _("holiday")


def _settings(found: Team) -> list[Entry]:
    return [
        Entry(("team", name), found, (_(words), ""), (value, "bold"), ("", ""), f"{_(words)} {value}")
        for name, words in SETTINGS
        for value in (setting(found, name),)
    ]


def setting(found: Team, name: str) -> str:
    """One setting of the team in words."""
    if name == "weekdays":
        return weekdays_words(found.weekdays)
    if name == "work_from":
        return f"{format.clock(found.work_from)} – {format.clock(found.work_until)}"
    if name == "language":
        return LANGUAGES.get(named(found.language), found.language) or _("as each terminal says")
    if name == "fiscal_month":
        return _("begins in {month}").format(month=_(MONTH[found.fiscal_month - 1]))
    return str(getattr(found, name))


def weekdays_words(weekdays: str) -> str:
    """``Monday – Friday``, or the days one by one where they don't follow each other."""
    days = sorted(int(day) for day in weekdays)
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{_(WEEKDAY[days[0]])} – {_(WEEKDAY[days[-1]])}"
    if len(days) == 1:
        return _(WEEKDAY[days[0]])
    return format.listed(_(format.WEEKDAYS[day]) for day in days)


def member_of(entry: Entry | None) -> Member | None:
    """The member of a row of people."""
    return entry.about.member if entry is not None and isinstance(entry.about, Person) else None
