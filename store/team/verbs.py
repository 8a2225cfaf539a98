"""The verbs of the team and its people, and what may stand in their records."""

from __future__ import annotations

from datetime import date
from typing import Any

from store import calendar
from store.access import Role
from store.changes import change
from store.errors import N_, Invalid, Reason
from store.team.questions import is_last_lead, today
from store.team.records import SYSTEM, Member, Team


def found_team(name: str, *, timezone: str, currency: str, lead: str, login: str, language: str = "") -> Member:
    """Begin a team: its record and its first lead. Raises Invalid beside the field that is wrong."""
    _valid_team({"name": name, "timezone": timezone, "currency": currency})
    _valid_person({"name": lead, "login": login})
    with change(SYSTEM, N_("founded"), Team) as it:
        it.add(Team, name=name.strip(), timezone=timezone, currency=currency.upper(), language=language)
        return it.add(
            Member,
            name=lead.strip(),
            login=login.strip().lower(),
            role=Role.LEAD,
            joined_on=calendar.today(timezone),
        )


def edit_team(actor: Member, found: Team, **values: Any) -> Team:
    """Change the team's name, time, money, language or working time. Raises Denied, Invalid, Conflict."""
    _valid_team(values)
    if "currency" in values:
        values["currency"] = values["currency"].upper()
    with change(actor, N_("edited"), found) as it:
        it.update(found, **values)
    return found


def add_member(actor: Member, name: str, login: str, role: Role = Role.REP, **values: Any) -> Member:
    """Welcome somebody. Raises Denied, Invalid (an empty name, a login that is taken)."""
    _valid_person({"name": name, "login": login, **values})
    values.setdefault("joined_on", today())
    _valid_days(values["joined_on"], values.get("left_on"))
    with change(actor, N_("added"), Member) as it:
        return it.add(Member, name=name.strip(), login=login.strip().lower(), role=role, **values)


def edit_member(actor: Member, member: Member, **values: Any) -> Member:
    """Change what is known about somebody; ``left_on=None`` takes a leaver back.

    Raises Denied, Invalid (no lead would be left, a last day before the first), Conflict.
    """
    _valid_person(values)
    for text in ("login", "name"):
        if text in values:
            values[text] = values[text].strip()
    if "login" in values:
        values["login"] = values["login"].lower()
    left_on = values.get("left_on", member.left_on)
    _valid_days(values.get("joined_on", member.joined_on), left_on)
    if values.get("role", member.role) is not Role.LEAD:
        _keep_a_lead(member, "role")
    if left_on is not None and member.left_on is None:
        _keep_a_lead(member, "left_on")
    with change(actor, N_("edited"), member) as it:
        it.update(member, **values)
    return member


def leave(actor: Member, member: Member, last_day: date) -> Member:
    """Set somebody's last day. Raises Denied, Invalid (the last lead, a day before the first), Conflict."""
    may_leave(member, last_day)
    with change(actor, N_("left"), member) as it:
        it.update(member, left_on=last_day)
    return member


def may_leave(member: Member, last_day: date) -> None:
    """Raise Invalid unless this can be the member's last day."""
    _valid_days(member.joined_on, last_day)
    _keep_a_lead(member, "left_on")


def _valid_team(values: dict[str, Any]) -> None:
    wrong: dict[str, Reason] = {}
    if "name" in values and not values["name"].strip():
        wrong["name"] = Reason(N_("A team needs a name."), {})
    if "timezone" in values and not _is_zone(values["timezone"]):
        wrong["timezone"] = Reason(N_("There is no such timezone; write one like Europe/Madrid."), {})
    if "currency" in values and not (len(values["currency"]) == 3 and values["currency"].isalpha()):
        wrong["currency"] = Reason(N_("Write the currency as three letters, such as EUR or CNY."), {})
    if "fiscal_month" in values and values["fiscal_month"] not in range(1, 13):
        wrong["fiscal_month"] = Reason(N_("A month is a number from 1 to 12."), {})
    if "weekdays" in values and not (values["weekdays"] and set(values["weekdays"]) <= set("0123456")):
        wrong["weekdays"] = Reason(N_("A team works on at least one day of the week."), {})
    if values.get("work_from") and values.get("work_until") and values["work_until"] <= values["work_from"]:
        wrong["work_until"] = Reason(N_("Work ends after it begins."), {})
    if wrong:
        raise Invalid(wrong)


def _is_zone(name: str) -> bool:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _valid_person(values: dict[str, Any]) -> None:
    wrong: dict[str, Reason] = {}
    if "name" in values and not values["name"].strip():
        wrong["name"] = Reason(N_("Somebody without a name can't be called."), {})
    login = values.get("login")
    if login is not None and not (login.strip() and all(c.isalnum() or c in "._-@+\\" for c in login.strip())):
        wrong["login"] = Reason(N_("A login has letters, digits, dots and dashes, and no blanks."), {})
    if values.get("email") and "@" not in values["email"]:
        wrong["email"] = Reason(N_("An e-mail address has an @."), {})
    if wrong:
        raise Invalid(wrong)


def _valid_days(joined_on: date, left_on: date | None) -> None:
    if left_on is not None and left_on < joined_on:
        raise Invalid({"left_on": Reason(N_("Nobody leaves before they joined ({day})."), {"day": joined_on})})


def _keep_a_lead(member: Member, field: str) -> None:
    if is_last_lead(member):
        raise Invalid(
            {field: Reason(N_("{name} is the last lead; make somebody else lead first."), {"name": member.name})}
        )
