"""The forms of a deal: what is known about it, what was decided, the follow-up that comes next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, TypeVar

from textual import on

from store import customers, deals, followups, team
from store.calendar import parse_time
from store.deals import LOST, Deal, LostReason, Stage, StageType
from store.errors import N_, Invalid, Reason
from store.followups import FollowUp, Kind
from store.records import Record
from store.team import Member
from tui import format
from tui.i18n import _
from tui.screens.asking import member_of, people
from tui.vocabulary import KIND, options, stage_words
from tui.widgets.choice import Choice
from tui.widgets.form import Field, Form

T = TypeVar("T")
WON, LOSE, REOPEN = "won", "lost", "reopen"
ANSWERS: dict[str, tuple[str, str]] = {
    WON: (N_("won"), N_("it books the amount as revenue")),
    LOSE: (N_("lost"), N_("say why, so that the next one isn't")),
    REOPEN: (N_("open again"), ""),
}
NEEDS: dict[str, tuple[str, ...]] = {
    WON: ("amount", "day"),
    LOSE: ("reason", "note", "competitor", "day"),
    REOPEN: ("stage", "note"),
}

ENDS = {f"{WON}_stage": StageType.WON, f"{LOSE}_stage": StageType.LOST}  # asked where a type has several stages


def stage_options(found: Sequence[Stage] | None = None) -> list[tuple[object, str]]:
    """These stages to choose from; without any, those in which a deal is worked on."""
    return [(stage.id, stage_words(stage.name)) for stage in found or deals.open_stages()]


def fields(me: Member, deal: Deal | None = None, customer: int | None = None) -> list[Field]:
    """The fields of a new deal (of this customer), or of this deal."""
    it = deal or Deal(owner=me.id, customer=customer)
    day, currency = team.today(), team.team().currency
    shown = customers.name_of(it.customer_id) if it.customer_id else ""
    find = customers.by_name
    asked = [
        Field("customer", _("Customer"), "record", it.customer_id, required=True, find=find, shown=shown),
        Field("name", _("What they may buy"), value=it.name or "", required=True),
        Field("amount", _("Amount"), "money", it.amount or None, currency=currency, hint=_("12k")),
        Field("expected_close_on", _("Expected to close"), "day", it.expected_close_on, today=day, hint=_("+4w")),
        Field("next_step", _("Next step"), value=it.next_step),
        Field("probability", _("Probability: else the stage's"), "number", it.probability, hint="%"),
        Field("competitor", _("Competitor"), value=it.competitor),
        Field("source", _("Source: where it comes from"), value=it.source),
    ]
    if deal is None:
        asked.insert(4, Field("stage", _("Stage"), "choice", options=stage_options()))
        asked.insert(5, Field("owner", _("Owner"), "choice", me.id, options=people()))
    return asked


def read(values: dict[str, Any]) -> dict[str, Any]:
    """The values of that form as the store takes them."""
    found = {**values, "amount": values["amount"] or 0}
    percent = values["probability"]
    if percent is not None and percent == int(percent):
        found["probability"] = int(percent)
    if "stage" in values:
        found["stage"] = Stage.load(values["stage"])
        found["owner"] = member_of(values["owner"])
    return found


@dataclass(frozen=True)
class Decided:
    """What was decided about a deal, and the deal after it."""

    answer: str
    deal: Deal


class Depending(Form[T]):
    """A form that asks only for what its first field, a choice, needs.

    A kind of it gives ``needed``: the fields that stand below the choice now.
    """

    def __init__(
        self,
        title: str,
        fields: Callable[[Any], Sequence[Field]],
        save: Callable[[dict[str, Any]], T],
        *,
        about: str = "",
        first: str = "",
        record: Record | None = None,
    ) -> None:
        super().__init__(title, fields, save, about=about, first=first, record=record)

    def needed(self) -> Sequence[str]:
        """The names of the fields that are asked for now, in any order."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.ask_for_what_it_needs()  # before Form's own handler, which gives the keys to the first row

    def action_save(self) -> None:
        """Save what is asked for by the answer that stands there now, which may have been changed a moment ago."""
        if self.is_mounted:
            self.ask_for_what_it_needs()
        super().action_save()

    @on(Choice.Changed)
    def ask_for_what_it_needs(self) -> None:
        """Show the fields that are needed."""
        needed = self.needed()
        self.rows = [row for row in self.every_row if row.field.name in needed]
        for row in self.every_row:
            row.display = row in self.rows


class Decide(Depending[Decided]):
    """Asks whether a deal is won or lost (a closed one: open it again), and only for what that needs."""

    def __init__(self, actor: Member, deal: Deal, answer: str = WON) -> None:
        self.actor = actor
        self.deal = deal
        self.ends = {kind: deals.stages_of(kind) for kind in ENDS.values()}
        self.asked = (WON, LOSE) if deal.closed_on is None else (REOPEN,)
        about = "" if deal.closed_on is None else _("Opened again; what winning it has booked is taken back today.")
        super().__init__(deal.name, partial(self._fields, answer), self._save, about=about, record=deal)

    def _fields(self, answer: str, deal: Deal) -> list[Field]:
        day = team.today()
        answers = [(one, _(ANSWERS[one][0])) for one in self.asked]
        reasons = [(reason, _(words)) for reason, words in LOST.items()]
        currency = team.team().currency
        return [
            Field("answer", _("What was decided?"), "choice", answer, options=answers),
            Field("amount", _("Amount"), "money", deal.amount or None, required=True, currency=currency),
            Field("reason", _("Why was it lost?"), "choice", LostReason.PRICE, options=reasons),
            Field("stage", _("In which stage?"), "choice", self._closed_in(), options=stage_options()),
            *(
                Field(name, _("In which stage?"), "choice", options=stage_options(self.ends[kind]))
                for name, kind in ENDS.items()
            ),
            Field("note", _("Note"), "long", hint=_("in their own words")),
            Field("competitor", _("To whom?"), value=deal.competitor),
            Field("day", _("On which day?"), "day", day, required=True, today=day),
        ]

    def _closed_in(self) -> int | None:
        """The open stage that it was in last."""
        last = next((move for move in deals.moves(self.deal.id) if move.type is StageType.OPEN), None)
        names = {stage.name: stage.id for stage in deals.open_stages()}
        return names.get(last.after) if last is not None else None

    @property
    def answer(self) -> str:
        """The answer that is chosen."""
        return str(self.every_row[0].read())

    def needed(self) -> Sequence[str]:
        several = [name for name, kind in ENDS.items() if self.ends[kind][1:] and name == f"{self.answer}_stage"]
        return [*(("answer",) if len(self.asked) > 1 else ()), *NEEDS[self.answer], *several]

    def ask_for_what_it_needs(self) -> None:
        """Show the fields of the chosen answer, and say what it means."""
        super().ask_for_what_it_needs()
        self._say_what_it_means()

    def _say_what_it_means(self) -> None:
        self.every_row[0].caption.tell(_(ANSWERS[self.answer][1]) if len(self.asked) > 1 else "")

    def refuse(self, errors: Mapping[str, str]) -> None:
        super().refuse(errors)
        if "answer" not in errors:
            self._say_what_it_means()

    def _save(self, values: dict[str, Any]) -> Decided:
        answer, deal, actor = values.pop("answer", REOPEN), self.deal, self.actor
        if chosen := values.pop(f"{answer}_stage", None):
            values["stage"] = Stage.load(chosen)
        if answer == WON:
            deals.win(actor, deal, **values)
        elif answer == LOSE:
            deals.lose(actor, deal, **values)
        else:
            deals.reopen(actor, deal, values["note"], Stage.load(values["stage"]))
        return Decided(str(answer), deal)


def followup_fields(deal: Deal, me: Member) -> list[Field]:
    """What is asked for the next follow-up of a deal; it begins on the next working day."""
    day = team.today()
    return [
        Field("kind", _("Kind"), "choice", Kind.CALL, options=options(KIND)),
        Field("subject", _("Subject"), value=deal.next_step),
        Field("due_on", _("Due"), "day", team.work_calendar().add(day, 1), required=True, today=day),
        Field("due_time", _("Time"), hint="10:00"),
        Field("owner", _("Owner"), "choice", deal.owner_id or me.id, options=people()),
    ]


def plan_followup(actor: Member, deal: Deal, values: dict[str, Any]) -> FollowUp:
    """Plan the follow-up that was typed in. Raises Denied, Invalid."""
    due_on: date = values.pop("due_on")
    typed = values.pop("due_time")
    at = parse_time(typed) if typed else None
    if typed and at is None:
        raise Invalid({"due_time": Reason(N_("Write a time such as 10:00."))})
    owner = member_of(values.pop("owner"))
    return followups.add(actor, due_on, deal=deal, due_time=at, owner=owner, **values)


def decided_words(found: Decided, currency: str) -> str:
    """What is said after it: ``Won · € 48,000 booked · u undo``."""
    deal = found.deal
    if found.answer == WON:
        return _("Won · {amount} booked · u undo").format(amount=format.money(deal.amount, currency))
    if found.answer == LOSE:
        assert deal.lost_reason is not None
        return _("Lost: {reason} · u undo").format(reason=_(LOST[deal.lost_reason]))
    return _("Open again · u undo")


def next_stage(stages: Sequence[Stage], stage: int, step: int) -> Stage | None:
    """The stage before (-1) or after (1) another one; None at the ends."""
    at = next((n for n, one in enumerate(stages) if one.id == stage), None)
    if at is None or not 0 <= at + step < len(stages):
        return None
    return stages[at + step]
