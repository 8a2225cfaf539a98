"""What a running plan is offered, in a list over the screen: take one over, take all, or keep what the plan has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from textual import on
from textual.app import ComposeResult

from store import team, training
from store.errors import N_, NP_, Problem
from store.team import LEVEL
from store.training import Offer, OfferKind, TrainingPlan
from store.training.offering import Difference
from tui import format, keys
from tui.i18n import _
from tui.rights import refusal
from tui.screens.base import HuddleScreen
from tui.screens.shortlist import ShortList
from tui.screens.training.words import OFFER, STEP
from tui.widgets.box import Box
from tui.widgets.detail import Detail, Line, fact, text
from tui.widgets.keybar import KeyBar
from tui.widgets.record_list import Cell, Column, RecordList
from tui.widgets.status import Status

FIELD: Mapping[str, str] = {
    "title": N_("Step"),
    "kind": N_("How"),
    "day_offset": N_("Working day"),
    "minutes": N_("Minutes"),
    "mandatory": N_("Mandatory"),
    "needs_sign_off": N_("Needs sign-off"),
    "skill": N_("Skill"),
    "level": N_("Level"),
    "valid_days": N_("Holds"),
    "pass_score": N_("Passed from"),
    "due_on": N_("Due"),
}
DETAIL_ROWS = 7


def difference(one: Difference, skills: Mapping[int, str]) -> tuple[str, str]:
    """A field that differs, as (label, ``ours → theirs``)."""
    return _(FIELD[one.field]), f"{_value(one.field, one.ours, skills)} → {_value(one.field, one.theirs, skills)}"


def _value(field: str, value: Any, skills: Mapping[int, str]) -> str:
    if value is None:
        return _("none")
    if field == "kind":
        return _(STEP[value])
    if field in ("mandatory", "needs_sign_off"):
        return _("Yes") if value else _("No")
    if field == "skill":
        return skills.get(value, "?")
    if field == "level":
        return f"{value} {_(LEVEL[value])}"
    if field == "valid_days":
        return format.days(value)
    return format.weekday(value) if isinstance(value, date) else str(value)


class Offered(ShortList):
    """The differences of one plan, with the selected one in full below."""

    FOOTER = ("done", "mark_all", "remove", "undo", "back")
    BINDINGS = keys.bind(
        *("undo", "back", "quit"),
        done=(NP_("a change of the programme", "Take over"), N_("Let the plan have what is selected")),
        mark_all=(N_("Take all"), N_("Let the plan have all of it")),
        remove=(N_("Keep ours"), N_("Keep what the plan has until the programme changes again")),
    )
    ON_A_ROW = ("done", "mark_all", "remove")
    WRITES = ("done", "mark_all", "remove")
    EMPTY = (N_("The plan says what its programme says."), "q", N_("goes back"))
    DEFAULT_CSS = """
    Offered Detail, Offered Detail:focus { border: none; border-top: solid $border-blurred; height: 7; }
    """

    def __init__(self, screen: HuddleScreen, plan: TrainingPlan, who: str) -> None:
        super().__init__(screen)
        self.plan = plan
        self.who = who
        self.day = team.today()
        self.skills = {skill.id: skill.name for skill in team.skills()}

    def compose(self) -> ComposeResult:
        with Box(self.heading()):
            yield RecordList(self.columns(), empty=self.EMPTY)
            yield Detail()
            yield Status()
            yield KeyBar()

    def heading(self) -> str:
        return _("What differs · {who}").format(who=self.who)

    def columns(self) -> Sequence[Column[Offer]]:
        return (
            Column("", 13, self._kind),
            Column("", 0, lambda offer: (offer.title, "bold")),
            Column("", 14, lambda offer: (format.day(offer.due_on, self.day) if offer.due_on else "", ""), "right"),
        )

    @staticmethod
    def _kind(offer: Offer) -> Cell:
        return _(OFFER[offer.kind]), "warning" if offer.kind is OfferKind.GONE else "accent"

    def read(self) -> Mapping[int, Offer]:
        self.plan = TrainingPlan.load(self.plan.id)
        return dict(enumerate(training.offers(self.plan)))

    @property
    def selected(self) -> Offer | None:
        """The offer under the cursor."""
        found = self.rows.row
        return found if isinstance(found, Offer) else None

    def on_resize(self, event: Any) -> None:
        super().on_resize(event)
        self.rows.styles.max_height = max(event.size.height - DETAIL_ROWS - 4, 3)

    def fill(self) -> None:
        super().fill()
        self._describe()

    @on(RecordList.Highlighted)
    def _describe(self) -> None:
        self.query_one(Detail).show(self._lines())

    def _lines(self) -> list[Line]:
        offer = self.selected
        if offer is None:
            return []
        lines = [text(offer.title, "bold")]
        if offer.kind is OfferKind.NEW:
            day = format.weekday(offer.due_on) if offer.due_on is not None else ""
            return [
                *lines,
                fact(_("Offered"), _("the programme has this step now; it would be due {day}").format(day=day)),
            ]
        if offer.kind is OfferKind.GONE:
            return [*lines, fact(_("Offered"), _("the programme has this step no more; it would go"))]
        if offer.kind is OfferKind.DAY:
            lines.append(fact(_("Offered"), _("away, or nobody works: the step moves forward")))
        return [*lines, *(fact(*difference(one, self.skills)) for one in offer.differs)]

    # What can be done now

    def why_not(self, action: str) -> str | None:
        """Nothing differs, or it is the lead's to say."""
        if action in self.WRITES and (why := refusal(self.below.me, "edited", TrainingPlan, self.plan.member_id)):
            return why
        if action in self.ON_A_ROW and self.selected is None:
            return _("Nothing differs any more.")
        if action == "remove" and self.selected is not None and self.selected.kind is OfferKind.DAY:
            return _("A day is kept by postponing the step by hand.")
        return None

    # What the keys do

    def action_done(self) -> None:
        """Take the selected one over."""
        if self.selected is not None:
            self.write(training.take_over, self.plan, [self.selected], said=_("Taken over · u undo"))

    def action_mark_all(self) -> None:
        """Take all of them over."""
        found = list(self.found.values())
        self.write(training.take_over, self.plan, found, said=_("All taken over · u undo"))

    def action_remove(self) -> None:
        """Keep what the plan has."""
        if self.selected is not None:
            self.write(training.decline, self.plan, self.selected, said=_("Kept as it is · u undo"))


def open_over(screen: HuddleScreen, number: int, who: str) -> None:
    """Show what a plan is offered over this screen."""
    try:
        plan = TrainingPlan.load(number)
    except Problem as problem:
        screen.refuse(problem)
        return
    screen.ask(Offered(screen, plan, who))
