"""What the detail of the team says: about a person, an absence, a holiday, the working time."""

from __future__ import annotations

from datetime import date, timedelta

from store import customers, followups, team
from store.team import Away, GroupRow, Holiday, Person, Place, Team
from tui import format
from tui.i18n import _, ngettext, pgettext
from tui.screens.team import positions
from tui.screens.team.entries import SETTINGS, Entry, setting, where, works_words
from tui.vocabulary import ROLE
from tui.widgets.detail import Line, blank, fact, heading, line, name, text


def card(entry: Entry | None, day: date) -> list[Line]:
    """Everything about the row under the cursor."""
    about = entry.about if entry is not None else None
    if isinstance(about, Person):
        return _person(about, day)
    if isinstance(about, GroupRow):
        return _group(about)
    if isinstance(about, Place):
        return positions.about(about, day)
    if isinstance(about, Away):
        return _absence(about, day)
    if isinstance(about, Holiday):
        return _holiday(about, day)
    return _team(about) if isinstance(about, Team) else []


def owned(member: int) -> str:
    """What somebody has to look after: ``12 planned follow-ups, 7 customers``."""
    planned, theirs = followups.count_planned(member), customers.count_owned(member)
    return format.listed(
        (
            ngettext("{n} planned follow-up", "{n} planned follow-ups", planned).format(n=planned),
            ngettext("{n} customer", "{n} customers", theirs).format(n=theirs),
        )
    )


def _person(row: Person, day: date) -> list[Line]:
    member = row.member
    words, tone = where(row, day)
    lines = [
        name(member.name),
        line((_(ROLE[member.role]), "accent"), (" · ", "muted"), (words, tone)),
        fact(_("Login"), member.login),
    ]
    for label, found in ((_("Phone"), member.phone), (_("E-mail"), member.email)):
        if found:
            lines.append(fact(label, found))
    lines.append(fact(_("Joined"), _dated(member.joined_on, day)))
    if member.left_on is not None:
        lines.append(fact(_("Last day"), _dated(member.left_on, day), "" if row.left else "warning"))
    if row.away_until is not None:
        lines.append(fact(_("Stand-in"), row.stand_in or _("nobody"), "" if row.stand_in else "warning"))
    lines.append(fact(_("Looks after"), owned(member.id)))
    lines += positions.of_member(member.id, day)
    for title, found in ((_("Strengths"), member.strengths), (_("Interests"), member.interests)):
        if found:
            lines += [blank(), heading(title), text(found)]
    coming = [away for away in team.absences(day) if away.member == member.id]
    if coming:
        lines += [blank(), heading(_("Away"))]
        lines += [_days(away) for away in coming]
    return lines


def _group(row: GroupRow) -> list[Line]:
    lines = [name(row.name), line((_("Its goals count what its members do."), "muted")), blank()]
    if not row.members:
        return [*lines, line((_("Nobody is in it yet: e adds members."), "warning"))]
    return [*lines, heading(_("Members")), *(line((who, "")) for _id, who in row.members)]


def _days(away: Away) -> Line:
    stand_in = _("{name} stands in").format(name=away.stand_in) if away.stand_in else ""
    return line((f"{format.span(away.first_day, away.last_day)}  ", ""), (stand_in, "muted"))


def _absence(row: Away, day: date) -> list[Line]:
    worked = team.work_calendar().count(row.first_day, row.last_day)
    return [
        name(row.name),
        line((_("away"), "warning" if row.first_day <= day <= row.last_day else "muted")),
        fact(pgettext("first day", "From"), _dated(row.first_day, day)),
        fact(_("Until"), _dated(row.last_day, day)),
        fact(_("Working days"), format.number(worked)),
        fact(_("Stand-in"), row.stand_in or _("nobody"), "" if row.stand_in else "warning"),
    ]


def _holiday(row: Holiday, day: date) -> list[Line]:
    calendar = team.work_calendar()
    lines = [
        name(row.label or works_words(row)),
        line((works_words(row), "accent" if row.works else "muted")),
        fact(_("Day"), _dated(row.day, day)),
    ]
    if not row.works:
        before, after = calendar.add(row.day, -1), calendar.on_or_after(row.day + timedelta(days=1))
        lines.append(fact(_("Worked before"), _dated(before, day)))
        lines.append(fact(_("Worked after"), _dated(after, day)))
    return lines


def _dated(found: date, day: date) -> str:
    """A day with its weekday, and its year where that is another one."""
    if found.year == day.year:
        return format.weekday(found)
    return _("{weekday} {year}").format(weekday=format.weekday(found), year=found.year)


def _team(found: Team) -> list[Line]:
    return [name(found.name), *(fact(_(words), setting(found, field)) for field, words in SETTINGS[1:])]
