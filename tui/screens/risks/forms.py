"""The forms of a risk: what it says, and what we do about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from textual import on

from store import actions, customers, risks, team
from store.errors import N_
from store.records import Record, Ref, label
from store.risks import LIVE, Category, Response, Risk, Status
from store.team import Member
from tui.i18n import _
from tui.screens.asking import member_of, people
from tui.screens.risks.words import CATEGORY
from tui.vocabulary import options
from tui.widgets.choice import Choice
from tui.widgets.form import Field, Form

CUSTOMER = "customer"
HAPPENED, CLOSE, REOPEN = "happened", "close", "reopen"

ANSWERS: dict[str, tuple[str, str]] = {
    Response.PREVENT: (N_("prevent"), N_("make it less probable")),
    Response.CONTROL: (N_("control"), N_("make it hurt less")),
    Response.TRANSFER: (N_("transfer"), N_("let somebody else bear it")),
    Response.ACCEPT: (N_("accept"), N_("live with it, until a day")),
    HAPPENED: (N_("it happened"), N_("no risk any more, but a fact and a topic")),
    CLOSE: (N_("close"), N_("nothing to fear any more")),
    REOPEN: (N_("open again"), N_("watch it again, decide anew")),
}
PLANNED = ("plan", "plan_due_on", "items")
NEEDS: dict[str, tuple[str, ...]] = {
    Response.PREVENT: PLANNED,
    Response.CONTROL: PLANNED,
    Response.TRANSFER: PLANNED,
    Response.ACCEPT: ("accepted_until", "why"),
    HAPPENED: ("note",),
    CLOSE: ("why",),
    REOPEN: ("note",),
}


def fields(owner: int | None, risk: Risk | None = None) -> list[Field]:
    """The fields of a new risk, or of this one. What it is about is asked for where it can be a customer."""
    one = risk or Risk(owner=owner)
    about = one.about
    asked = [
        Field("title", _("What may happen"), value=one.title or "", required=True),
        Field("category", _("Category"), "choice", one.category or Category.CUSTOMER, options=options(CATEGORY)),
        Field("owner", _("Owner"), "choice", one.owner_id, options=people()),
        Field("cause", _("Cause"), value=one.cause, hint=_("because…")),
        Field("event", _("Event, in full"), value=one.event, hint=_("it may happen that…")),
        Field("effect", _("Effect"), value=one.effect, hint=_("and then…")),
        Field("money", _("Money at risk"), "money", one.money, currency=team.team().currency),
        *(_grades() if risk is None else ()),
        Field("trigger", _("Trigger: how we notice that it begins"), value=one.trigger),
        Field("contingency", _("Contingency: what we do if it happens"), "long", one.contingency),
    ]
    if about is None or about.kind == CUSTOMER:
        shown = label(about) if about else ""
        number = about.id if about else None
        find = customers.by_name
        asked.insert(3, Field("about", _("About the customer"), "record", number, find=find, shown=shown))
    return asked


def _grades() -> list[Field]:
    """The first rating in two digits; both may stay empty."""
    return [
        Field("probability", _("Probability, 1 rare to 5 almost certain"), "number", hint=_("r rates it later")),
        Field("impact", _("Impact, 1 under 1 to 5 over 20 per cent of the quarter's target"), "number"),
    ]


def read(values: dict[str, Any]) -> dict[str, Any]:
    """The values of that form as the store takes them."""
    found = {**values, "owner": member_of(values["owner"])}
    if "about" in values:
        found["about"] = Ref(CUSTOMER, values["about"]) if values["about"] is not None else None
    return found


@dataclass(frozen=True)
class Answered:
    """What was done about a risk or a signal: which answer, and the record after it."""

    answer: str
    record: Record


class AnswerForm(Form[Answered]):
    """Asks for an answer of a few and only for what that answer needs; each answer is one verb of the store.

    The first field is the answer. ``means`` says what an answer means, ``needs`` which further fields it has.
    """

    def __init__(
        self,
        title: str,
        fields: Sequence[Field] | Callable[[Any], Sequence[Field]],
        save: Callable[[dict[str, Any]], Answered],
        means: Mapping[str, str],
        needs: Mapping[str, Sequence[str]],
        *,
        about: str = "",
        record: Record | None = None,
    ) -> None:
        self.means = means
        self.needs = needs
        super().__init__(title, fields, save, about=about, record=record)

    @property
    def answer(self) -> str:
        """The answer that is chosen."""
        return str(self.every_row[0].read())

    def on_mount(self) -> None:
        self.ask_for_what_it_needs()

    @on(Choice.Changed)
    def ask_for_what_it_needs(self) -> None:
        """Show the fields of the chosen answer, and say what it means."""
        needed = ("answer", *self.needs[self.answer])
        self.rows = [row for row in self.every_row if row.field.name in needed]
        for row in self.every_row:
            row.display = row in self.rows
        self._say_what_it_means()

    def _say_what_it_means(self) -> None:
        self.rows[0].caption.tell(_(self.means[self.answer]))

    def refuse(self, errors: Mapping[str, str]) -> None:
        super().refuse(errors)
        if "answer" not in errors:
            self._say_what_it_means()


class Respond(AnswerForm):
    """What we do about a risk."""

    def __init__(self, actor: Member, risk: Risk, meeting_weekday: int | None, series: int | None) -> None:
        self.actor = actor
        self.risk = risk
        self.weekday = meeting_weekday
        self.series = series
        self.day = team.today()
        about = _("If it happens: {what}").format(what=risk.contingency) if risk.contingency else ""
        means = {answer: words for answer, (_name, words) in ANSWERS.items()}
        super().__init__(risk.title, self._asked, self._save, means, NEEDS, about=about, record=risk)

    @property
    def answers(self) -> Sequence[str]:
        """What can be answered now."""
        if self.risk.status in LIVE:
            return [answer for answer in ANSWERS if answer != REOPEN]
        return [REOPEN] if self.risk.status is Status.CLOSED else [REOPEN, CLOSE]

    def _asked(self, risk: Risk) -> list[Field]:
        day = self.day
        answers = [(answer, _(ANSWERS[answer][0])) for answer in self.answers]
        return [
            Field("answer", _("What do we do about it?"), "choice", risk.response, options=answers),
            Field("plan", _("Plan"), "long", risk.plan, hint=_("who does what")),
            Field("plan_due_on", _("It is to work by"), "day", risk.plan_due_on, today=day),
            Field("items", _("New action items of the plan, one a line"), "long", hint=_("send price list @li fri")),
            Field("accepted_until", _("Accepted until"), "day", risk.accepted_until, today=day, hint=_("+3m")),
            Field("why", _("Why"), "long", risk.accepted_why),
            Field("note", _("Note"), "long"),
        ]

    def _save(self, values: dict[str, Any]) -> Answered:
        answer = values.pop("answer")
        risk, actor = self.risk, self.actor
        if answer == HAPPENED:
            risks.occur(actor, risk, series=self.series, **values)
        elif answer == CLOSE:
            risks.close(actor, risk, **values)
        elif answer == REOPEN:
            risks.reopen(actor, risk, values["note"], meeting_weekday=self.weekday)
        else:
            values["items"] = self._items(values.get("items", ""), values.get("plan_due_on"))
            risks.respond(actor, risk, Response(answer), **values)
        return Answered(str(answer), risk)

    def _items(self, text: str, due_on: date | None) -> list[actions.Reading]:
        """A line each; without a day it is due when the plan is to work, else in a week."""
        people, due = team.members(), due_on or team.work_calendar().add(self.day, 5)
        lines = (line for line in text.splitlines() if line.strip())
        return [actions.read(line, self.actor, people, self.day, due) for line in lines]


def postponed_to(day: date) -> list[date]:
    """The days to which a review is usually put off: one, two and four weeks later, on working days."""
    from datetime import timedelta

    calendar = team.work_calendar()
    return [calendar.on_or_before(day + timedelta(weeks=weeks)) for weeks in (1, 2, 4)]
