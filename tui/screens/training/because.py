"""A plan of training raised from the record under the cursor on any screen: a lost deal, a complaint, a review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import training
from store.errors import Problem
from store.records import Ref, model_of
from store.training import TrainingPlan
from tui import format
from tui.i18n import _
from tui.rights import refusal
from tui.screens.training import forms

if TYPE_CHECKING:
    from tui.screens.base import HuddleScreen


def plan(screen: HuddleScreen, ref: Ref) -> None:
    """Ask who learns what because of this record; offered is whose it is."""
    found = [row for row in training.programmes() if row.steps]
    why = refusal(screen.me, "planned", TrainingPlan, screen.me.id)
    if why is None and not found:
        why = _("A plan is made from a programme, and there is none with steps yet.")
    if why is not None:
        screen.complain(why)
        return
    try:
        owner = model_of(ref.kind).load(ref.id).owner_of_record
    except Problem as problem:
        screen.refuse(problem)
        return

    def planned(made: TrainingPlan) -> None:
        screen.done(_("Planned from {day} on · u undo").format(day=format.weekday(made.day_0)))

    screen.ask(forms.new_plan(screen.me, found, None, owner, ref), planned)
