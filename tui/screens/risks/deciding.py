"""What the lead decides about a signal: a new risk of it, one that is there already, or nothing, with a reason."""

from __future__ import annotations

from typing import Any

from store import risks, signals, team
from store.errors import N_, Invalid, Reason
from store.risks import Risk
from store.signals import Signal, SignalRow
from store.team import Member
from tui import format
from tui.i18n import _
from tui.screens.asking import member_of, people
from tui.screens.risks.forms import Answered, AnswerForm
from tui.screens.risks.words import CATEGORY
from tui.vocabulary import options
from tui.widgets.fields import Field

PROMOTE, LINK, DISMISS = "promote", "link", "dismiss"
ANSWERS: dict[str, tuple[str, str]] = {
    PROMOTE: (N_("new risk"), N_("watch it in the register")),
    LINK: (N_("link to a risk"), N_("the register has it already")),
    DISMISS: (N_("dismiss"), N_("nothing is to be done")),
}
NEEDS = {
    PROMOTE: ("title", "category", "owner", "cause", "effect", "money", "probability", "impact"),
    LINK: ("risk",),
    DISMISS: ("why", "quiet_until"),
}
QUIET = N_("empty: until it is cleared")


class Decide(AnswerForm):
    """The form, filled in from the signal; each answer is one verb of the store."""

    def __init__(
        self, actor: Member, signal: Signal, row: SignalRow, meeting_weekday: int | None, answer: str = PROMOTE
    ) -> None:
        self.actor = actor
        self.signal = signal
        self.row_of = row
        self.weekday = meeting_weekday
        means = {name: words for name, (_name, words) in ANSWERS.items()}
        heading = f"{format.reason(row.says)} · {row.who}"  # what is wrong first: a long name is cut
        super().__init__(heading, self._asked(answer), self._save, means, NEEDS)

    def _asked(self, answer: str) -> list[Field]:
        row, currency = self.row_of, team.team().currency
        offered = signals.proposal(row)
        answers = [(name, _(words)) for name, (words, _means) in ANSWERS.items()]
        return [
            Field("answer", _("What do we do about it?"), "choice", answer, options=answers),
            Field("title", _("What may happen"), value=format.reason(signals.title_of(row)), required=True),
            Field("category", _("Category"), "choice", offered["category"], options=options(CATEGORY)),
            Field("owner", _("Owner"), "choice", offered["owner"], options=people()),
            Field("cause", _("Cause"), value=format.reason(row.says)),
            Field("effect", _("Effect"), hint=_("and then…")),
            Field("money", _("Money at risk"), "money", offered["money"], currency=currency),
            Field("probability", _("Probability, 1 rare to 5 almost certain"), "number", hint=_("r rates it later")),
            Field("impact", _("Impact, 1 under 1 to 5 over 20 per cent of the quarter's target"), "number"),
            Field("risk", _("Which risk?"), "record", row.risk_id, required=True, find=risks.by_title, shown=row.risk),
            Field("why", _("Why"), "long", row.why),
            Field("quiet_until", _("Quiet until"), "day", row.quiet_until, today=team.today(), hint=_(QUIET)),
        ]

    def _save(self, values: dict[str, Any]) -> Answered:
        answer = str(values.pop("answer"))
        signal, actor = self.signal, self.actor
        if answer == DISMISS:
            signals.dismiss(actor, signal, **values)
        elif answer == LINK:
            signals.link(actor, signal, _risk(values["risk"]))
        else:
            self._promote(values)
        return Answered(answer, signal)

    def _promote(self, values: dict[str, Any]) -> None:
        title, owner = values.pop("title"), member_of(values.pop("owner"))
        about = signals.proposal(self.row_of)["about"]
        signals.promote(
            self.actor, self.signal, title, owner=owner, about=about, meeting_weekday=self.weekday, **values
        )


def _risk(number: object) -> Risk:
    if not isinstance(number, int):
        raise Invalid({"risk": Reason(N_("Choose the risk that is about it."))})
    return Risk.load(number)
