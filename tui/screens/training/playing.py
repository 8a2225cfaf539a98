"""Beginning a role play from any row, and telling how it went."""

from __future__ import annotations

from collections.abc import Callable

from store import team, training
from store.errors import Problem
from store.training import PlayRow, RolePlay, TrainingStep
from tui import format
from tui.i18n import _
from tui.screens.base import HuddleScreen
from tui.screens.training import holding


def outcome(made: RolePlay) -> str:
    """``76 of 100, passed``, or when it is tried again."""
    points = _("{n} of 100").format(n=made.total)
    if made.passed:
        return _("{points}, passed · u undo").format(points=points)
    again = RolePlay.get_or_none(RolePlay.retry_of == made.id, RolePlay.kept())
    day = format.day(again.due_on, team.today()) if again is not None else "–"
    return _("{points}, not yet · once more {day} · u undo").format(points=points, day=day)


def begin(
    screen: HuddleScreen,
    rep: int | None,
    scenario: str,
    *,
    step: int | None = None,
    then: Callable[[RolePlay], None] | None = None,
) -> None:
    """Ask who plays what, then for the scores. ``step`` is the step that it decides."""
    if not any(member.id != screen.me.id for member in team.members()):
        screen.complain(_("A role play takes two; 9 adds somebody to the team."))
        return
    try:
        record = TrainingStep.load(step) if step is not None else None
    except Problem as problem:
        screen.refuse(problem)
        return
    screen.ask(holding.who_plays(screen.me, rep, scenario, None, record), lambda play: _hold(screen, play, then))


def begin_planned(screen: HuddleScreen, row: PlayRow, then: Callable[[RolePlay], None] | None = None) -> None:
    """The same for one that was planned."""
    try:
        record = RolePlay.load(row.id)
    except Problem as problem:
        screen.refuse(problem)
        return
    step = training.step_to_decide(record)
    form = holding.who_plays(screen.me, record.rep_id, record.scenario, record, step)
    screen.ask(form, lambda play: _hold(screen, play, then))


def _hold(screen: HuddleScreen, play: holding.Play, then: Callable[[RolePlay], None] | None) -> None:
    def kept(made: RolePlay) -> None:
        screen.done(outcome(made))
        if then is not None:
            then(made)

    screen.ask(holding.Holding(screen.me, play), kept)
