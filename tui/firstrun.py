"""The first real team: five questions, asked once; ``huddle init`` begins one by options."""

from __future__ import annotations

import os
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING

from store import meetings, team
from store.calendar import parse_day, parse_time, zone_info
from store.database import exists, made_whole, open_store
from store.errors import N_, Invalid, Reason
from tui.i18n import _, founded_in

if TYPE_CHECKING:
    from tui.options import Options

MINUTES = 60
MONDAY = date(2026, 11, 23)  # any Monday: the words for days are read against it
LOCALTIME = Path("/etc/localtime")


def begin(
    path: Path, name: str, person: str, currency: str, timezone: str, weekday: int, at: time, login: str
) -> team.Member:
    """Make the file with the team, its lead and its weekly meeting, and open it.

    Raises Invalid beside the field that is wrong (``name, person, currency, timezone, login``), and when there is
    a team already; Unavailable when the file can't be made. Whatever fails, nothing is left behind.
    """
    if exists(path):
        open_store(path)
        raise Invalid({"": Reason(N_("There is a team in {file} already."), {"file": str(path)})})
    _each_named(name, person)
    with made_whole(path):
        told = {"timezone": timezone.strip(), "currency": currency.strip(), "language": founded_in()}
        lead = team.found_team(name, lead=person, login=login, **told)
        meetings.set_up(lead, title=_("Weekly sales meeting"), weekday=weekday, at=at, minutes=MINUTES)
    return lead


def _each_named(name: str, person: str) -> None:
    """The store calls both "name"; a form has them side by side."""
    wrong: dict[str, Reason] = {}
    if not name.strip():
        wrong["name"] = Reason(N_("A team needs a name."), {})
    if not person.strip():
        wrong["person"] = Reason(N_("Somebody without a name can't be called."), {})
    if wrong:
        raise Invalid(wrong)


def ask(options: Options) -> bool:
    """Ask the five things on a screen of their own, and begin; False when the person leaves instead."""
    from tui.screens.welcome import Welcome
    from tui.terminal import accept_any_byte, speak_utf8

    accept_any_byte()
    speak_utf8()
    return bool(Welcome(options.path, options.settings).run(mouse=options.wants_mouse))


def weekday_of(text: str) -> int:
    """The number of a weekday (0 is Monday) in the words that dates are typed in. Raises Invalid."""
    found = parse_day(text, MONDAY)
    if found is None or text.strip()[:1].isdigit():
        raise Invalid({"weekday": Reason(N_("{text} is no weekday; write one like mon."), {"text": text})})
    return found.weekday()


def time_of(text: str) -> time:
    """A time of day. Raises Invalid."""
    found = parse_time(text)
    if found is None:
        raise Invalid({"time": Reason(N_("{text} is no time; write one like 09:30."), {"text": text})})
    return found


def system_name() -> str:
    """The name of the person whose account this is, as the system knows it; "" when it doesn't."""
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_gecos.partition(",")[0].strip()
    except KeyError:
        return ""


def system_zone() -> str:
    """The time zone of this machine, such as ``Europe/Madrid``; "" when it can't be found."""
    named = os.environ.get("TZ", "").removeprefix(":")
    if named and _is_zone(named):
        return named
    try:
        target = os.readlink(LOCALTIME)
    except OSError:
        return ""
    found = target.rpartition("zoneinfo/")[2].removeprefix("posix/")
    return found if "zoneinfo/" in target and _is_zone(found) else ""


def _is_zone(name: str) -> bool:
    try:
        return bool(zone_info(name))
    except ValueError:
        return False


def system_currency() -> str:
    """The currency of the terminal's locale, such as ``EUR``; "" when none is set or it is not installed."""
    import locale

    former = locale.setlocale(locale.LC_MONETARY)
    try:
        locale.setlocale(locale.LC_MONETARY, "")
        found = str(locale.localeconv()["int_curr_symbol"]).strip()
    except locale.Error:
        return ""
    finally:
        locale.setlocale(locale.LC_MONETARY, former)
    return found if len(found) == 3 and found.isalpha() else ""
