"""Coming into a running meeting and leaving it: who leads on after a crash, a forgotten one, rating and the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from store import closing, meetings, minutes, topics
from store.access import Role
from store.calendar import now
from store.errors import N_, Problem
from store.meetings import Hold, Live, Meeting
from tui import format
from tui.i18n import _, ngettext, pgettext
from tui.screens.meetings import panels, words
from tui.screens.meetings.stages import short_title
from tui.widgets.confirm import Confirm
from tui.widgets.which import Way, Which

if TYPE_CHECKING:
    from tui.screens.meetings.agenda import MeetingScreen
    from tui.screens.meetings.running import RunningMeeting

# From the agenda


def no_start(screen: MeetingScreen) -> str | None:
    """Why the meeting of the agenda can't be started by me now; None when it can, or runs already."""
    one = screen.one
    if one is None or one.status in meetings.LIVE:
        return None
    try:
        meetings.may_start(screen.me, one)
    except Problem as problem:
        return format.reason(problem.reason)
    return None


def begin(screen: MeetingScreen) -> None:
    """Ask who is here and how many minutes there are, then start; or come into the meeting that runs."""
    if screen.one is None:
        return
    if screen.one.status in meetings.LIVE:
        screen.left = None
        look_in(screen)
    else:
        screen.ask(panels.start(screen.me, screen.one), lambda _made: screen.done(""))


def look_in(screen: MeetingScreen) -> None:
    """Come into the meeting that runs, unless I left it on purpose."""
    one = screen.one
    if one is not None and one.status in meetings.LIVE and one.meeting != screen.left:
        screen.call_later(_come_in, screen)


def _come_in(screen: MeetingScreen) -> None:
    one = screen.one
    if screen.app.screen is screen and one is not None and one.meeting is not None and one.status in meetings.LIVE:
        from tui.screens.meetings.running import RunningMeeting

        try:
            screen.app.push_screen(RunningMeeting(one.meeting))
        except Problem as problem:  # it was taken back this moment
            screen.refuse(problem)


# Coming in


def arrive(screen: RunningMeeting) -> None:
    """Ask what is to be asked of somebody who comes in: a meeting that was forgotten, or that nobody leads."""
    found = screen.live
    if not found.runs or screen.leads or screen.me.role is Role.VIEWER:
        return
    free = meetings.hold(found, screen.me) is Hold.FREE
    if free and found.forgotten(now()):
        ask_forgotten(screen)
    elif free or found.facilitator == screen.me.id:
        ask_lead(screen)


def ask_lead(screen: RunningMeeting) -> None:
    """The meeting runs and nobody is heard of: did it go on, or was it a pause?"""
    found = screen.live
    name, since = format.plain(found.name), words.clock_of(found.beat_at)
    ago = int(meetings.beat_age(found).total_seconds())
    detail = _("{name} led it and was last heard of at {time}, {ago} ago.")
    ways = [Way("follow", "f", _("Only follow"), _("somebody else leads on"))]
    if found.suspended:
        ways.append(Way("on", "w", _("Lead it"), _("it is paused, and stays so until P")))
    else:
        ways.append(Way("on", "w", _("We went on"), _("lead it; the clock ran all the time")))
        ways.append(Way("paused", "p", _("We paused"), _("lead it; the clock stood since {time}").format(time=since)))
    ways = [*ways[1:], ways[0]]
    question = Which(
        _("The meeting is still running"),
        screen.title_of_meeting,
        ways,
        detail.format(name=name, time=since, ago=format.elapsed(ago)),
    )

    def answered(answer: str) -> None:
        if answer in ("on", "paused"):
            _take(screen, paused=answer == "paused")

    screen.ask(question, answered)


def _take(screen: RunningMeeting, *, paused: bool) -> None:
    try:
        meetings.take(screen.me, screen.meeting, paused=paused)
    except Problem as problem:
        screen.refuse(problem)
        return
    screen.done(_("You lead the meeting"))


def take_over(screen: RunningMeeting) -> None:
    """Lead from here on: after a silence with the question of a pause, else confirmed."""
    state, found = meetings.hold(screen.live, screen.me), screen.live
    if state is Hold.MINE:
        screen.complain(_("You lead this meeting."))
    elif state is Hold.FREE:
        ask_lead(screen)
    elif state is Hold.CLAIM:
        ago = int(meetings.beat_age(found).total_seconds())
        detail = _("Heard of {ago} ago. {name} is told, and follows you.")
        name = format.plain(found.name)
        question = Confirm(
            _("Lead the meeting instead of {name}?").format(name=name),
            yes=_("Take over"),
            no=pgettext("the meeting", "Follow"),
            title=_("Take over"),
            detail=detail.format(ago=format.elapsed(ago), name=name),
        )
        screen.ask(question, lambda _yes: _take(screen, paused=False))
    else:
        _take(screen, paused=False)  # refused, with the reason in words


def ask_forgotten(screen: RunningMeeting) -> None:
    """The meeting is open long past its end: end it as of its last activity, or go on."""
    found = meetings.live(screen.meeting)
    at = words.clock_of(found.active_at)
    day = "" if found.active_at.date() == now().date() else format.weekday(found.day) + " "
    ways = [
        Way("end", "e", _("End it as of {time}").format(time=day + at), _("its minutes are written")),
        Way("on", "g", _("Go on"), _("you lead it; the clock ran all the time")),
        Way("nothing", "n", _("Leave it"), _("ask again next time")),
    ]
    question = Which(
        _("This meeting was never ended"),
        _("Nobody did anything since {time}.").format(time=day + at),
        ways,
    )

    def answered(answer: str) -> None:
        if answer == "on":
            screen.asked = False
            _take(screen, paused=False)
            meetings.beat(screen.meeting, True)
        elif answer == "end":
            _ended(screen, found)

    screen.ask(question, answered)


def _ended(screen: RunningMeeting, found: Live) -> None:
    ended = screen.perform(closing.end, found.meeting, as_of=found.active_at)
    if ended is not None:
        leave_for_minutes(screen)


# Leading


def say_alive(screen: RunningMeeting) -> None:
    """Say that I still lead; when the meeting was forgotten, ask whether it goes on."""
    if screen.asked:
        return
    try:
        if meetings.live(screen.meeting).forgotten(now()):
            screen.asked = True
            ask_forgotten(screen)
        elif not meetings.beat(screen.meeting, screen.heard):
            screen.refill()
        screen.heard = False
    except Problem as problem:
        screen.refuse(problem)


def lead(screen: RunningMeeting, verb: Callable[..., object], *values: object, said: str = "") -> None:
    """Call a verb of the one who leads, which is a draft: only this screen is filled anew."""
    try:
        verb(screen.me, screen.meeting, *values)
    except Problem as problem:
        screen.refuse(problem)
        return
    screen.refill()
    screen.say(said)


def go(screen: RunningMeeting, step: int) -> None:
    """The next section or the one before."""
    here = screen.section
    if here is None:
        return
    at = screen.there.index(here) + step
    if 0 <= at < len(screen.there):
        go_to(screen, screen.there[at].id)
    else:
        screen.complain(_("This is the last section.") if step > 0 else _("This is the first section."))


def go_to(screen: RunningMeeting, section: int) -> None:
    """Go to a section: with the whole room where I lead, else by myself."""
    if screen.leads:
        lead(screen, meetings.enter, section)
    else:
        screen.roaming = section
        screen.refill()


def more_time(screen: RunningMeeting) -> None:
    """One more minute for the section that runs, and say who gives it."""
    before = screen.live.minutes
    lead(screen, meetings.more_time)
    if screen.section is not None:
        longer = screen.live.minutes > before
        said = _("{section}: {n} min, the meeting is longer") if longer else _("{section}: {n} min, one from Solve")
        share = screen.live.shares.get(screen.section.id, 0)
        screen.say(said.format(section=short_title(screen.section), n=share))


def suspend(screen: RunningMeeting) -> None:
    """Pause, or continue."""
    if screen.live.suspended:
        lead(screen, meetings.go_on, said=_("It goes on"))
    else:
        lead(screen, meetings.suspend, said=_("Paused; the clock stands"))


# The end


def rate(screen: RunningMeeting) -> None:
    """How it was: for the room where I lead, else for me."""

    def save(given: dict[int, tuple[int | None, str]]) -> Meeting:
        return meetings.rate(screen.me, screen.meeting, given)

    panel = panels.ratings(screen.me, screen.live, save, N_("Rate"), everyone=screen.leads)
    if not panel.roll.people:
        screen.complain(_("Only those who were there rate a meeting."))
        return
    screen.ask(panel, lambda _made: screen.done(_("Rated · u undo")))


def end(screen: RunningMeeting) -> None:
    """Rate for the room, then end the meeting; its minutes are frozen."""

    def save(given: dict[int, tuple[int | None, str]]) -> Meeting:
        return closing.end(screen.me, screen.meeting, given)

    panel = panels.ratings(
        screen.me, screen.live, save, N_("End the meeting"), everyone=True, about=_summary(screen.live)
    )

    def ended(_made: Meeting) -> None:
        screen.done("")
        leave_for_minutes(screen)

    screen.ask(panel, ended)


def _summary(found: Live) -> str:
    lines = closing.read_back(found)
    agreed = sum(line.ref.kind == "action_item" for line in lines)
    decided = sum(line.ref.kind == "topic" for line in lines)
    waiting = len([row for row in topics.waiting(found.series) if row.decided_in != found.meeting])
    parts = [
        ngettext("{n} topic discussed", "{n} topics discussed", decided).format(n=decided),
        ngettext("{n} action item", "{n} action items", agreed).format(n=agreed),
    ]
    if waiting:
        parts.append(ngettext("{n} topic comes back", "{n} topics come back", waiting).format(n=waiting))
    return " · ".join(parts)


def leave(screen: RunningMeeting) -> None:
    """Leave the meeting to the others; who leads gives up the lead."""
    if not screen.leads:
        _left(screen)
        return
    question = Confirm(
        _("Leave the meeting to the others?"),
        yes=_("Leave"),
        no=_("Stay"),
        title=_("You lead this meeting"),
        detail=_("It goes on, and anybody may lead it. P pauses it, E ends it, 1 to 9 look elsewhere."),
    )

    def left(_yes: bool) -> None:
        meetings.give_up(screen.meeting)
        _left(screen)

    screen.ask(question, left)


def _left(screen: RunningMeeting) -> None:
    from tui.screens.meetings.agenda import MeetingScreen

    screen.dismiss()
    for under in screen.app.screen_stack:
        if isinstance(under, MeetingScreen):
            under.left = screen.meeting


def leave_for_minutes(screen: RunningMeeting) -> None:
    """The meeting is over: its minutes take the place of its screen."""
    if screen.gone:
        return
    screen.gone = True
    found = minutes.frozen(screen.meeting)
    screen.dismiss()
    if found is not None:
        from tui.screens.meetings.kept import KeptMinutes

        screen.app.push_screen(KeptMinutes(found))
