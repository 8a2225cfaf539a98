"""The forms of reviews: start a cycle, write one's side, dispute or open again with a reason, tell the team."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from store import meetings, reviews, team
from store.calendar import Period, PeriodKind, period_of, previous_period
from store.errors import N_, Invalid, Reason
from store.meetings import Headline, HeadlineKind
from store.reviews import USUAL, Assessment, Detail, NewCriterion, Rated, Review, ReviewCycle, Source
from store.team import Member
from tui import format
from tui.goal_words import period
from tui.i18n import _, pgettext
from tui.screens.reviews import words
from tui.vocabulary import options
from tui.widgets.form import Field, Form

ROWS = 4  # things that a cycle rates, as many as the form offers


def start(me: Member) -> Form[ReviewCycle]:
    """Ask which period, what is rated with which weight, and until when everything is signed."""
    ours, day = team.team(), team.today()
    taken = reviews.started()
    periods = [one for kind in PeriodKind for one in _latest(kind, ours.fiscal_month) if one not in taken]
    offered: list[tuple[object, str]] = [(one, period(one, ours.fiscal_month)) for one in periods]
    usual = next((one for one in periods if one.kind is PeriodKind.QUARTER), None)
    due = team.work_calendar().add(day, reviews.SIGNED_WITHIN)
    fields = [
        Field("period", _("Which period"), "choice", usual, options=offered),
        Field("due_on", _("Signed by both until"), "day", due, required=True, today=day),
    ]
    for number in range(1, ROWS + 1):
        one = USUAL[number - 1] if number <= len(USUAL) else None
        title, weight = (_(one.title), one.weight) if one is not None else ("", None)
        hint = "" if one is not None else _("may stay empty")
        source = one.source if one is not None else Source.NONE
        fields += [
            Field(f"title_{number}", _("{n}. What is rated").format(n=number), value=title, hint=hint),
            Field(f"weight_{number}", _("Its weight, of 100"), "number", weight),
            Field(f"source_{number}", _("Figures beside it"), "choice", source, options=options(words.SOURCE)),
        ]

    def save(values: dict[str, Any]) -> ReviewCycle:
        return _started(me, values)

    about = _("Everybody who was there gets a review. You lead it; only the two of you read it.")
    return Form(_("Start the reviews of a period"), fields, save, N_("Start"), about=about)


def _latest(kind: PeriodKind, fiscal_month: int) -> tuple[Period, Period]:
    now = period_of(team.today(), kind, fiscal_month)
    return previous_period(now), now


def _started(me: Member, values: dict[str, Any]) -> ReviewCycle:
    """Start with the rows that were filled in; what is wrong stands beside the row that it is about."""
    filled = [n for n in range(1, ROWS + 1) if values[f"title_{n}"].strip() or values[f"weight_{n}"]]
    criteria = [
        NewCriterion(values[f"title_{n}"], _whole(values[f"weight_{n}"]), values[f"source_{n}"]) for n in filled
    ]
    try:
        return reviews.start(me, values["period"], criteria, values["due_on"])
    except Invalid as invalid:
        beside = {f"{name}_{at}": f"{name}_{n}" for at, n in enumerate(filled, 1) for name in ("title", "weight")}
        beside["weights"] = f"weight_{filled[-1] if filled else 1}"
        raise Invalid({beside.get(name, name): why for name, why in invalid.fields.items()}) from None


def _whole(weight: Any) -> int:
    """0, which is refused, where it is no whole number."""
    return int(weight) if weight is not None and weight == int(weight) else 0


def write(me: Member, review: Review, found: Detail) -> Form[Assessment]:
    """Ask for the scores with their reasons, strengths and gaps; the figures stand beside what they speak for."""
    own = me.id == found.row.member_id
    currency = team.team().currency
    rates: list[tuple[object, str]] = [(None, format.NONE), *((n, _(anchor)) for n, anchor in words.ANCHOR.items())]

    def fields(it: Review) -> list[Field]:
        now = found if it is review else reviews.detail(me, it.id)
        side = now.self_words if own else now.lead_words
        asked: list[Field] = []
        for one in found.criteria:
            score, why = side.scores.get(one.id, (None, "")) if side is not None else (None, "")
            label = _("{title} · {weight} %").format(title=one.title, weight=one.weight)
            said = " · ".join(words.figures(found.evidence, one.source, currency))
            asked += [
                Field(f"score_{one.id}", label, "choice", score, options=rates),
                Field(f"why_{one.id}", said or _("Why"), value=why),
            ]
        return [
            *asked,
            Field(
                "strengths", pgettext("in a review", "Strengths"), "long", side.strengths if side is not None else ""
            ),
            Field("gaps", _("Gaps"), "long", side.gaps if side is not None else ""),
        ]

    def save(values: dict[str, Any]) -> Assessment:
        scores = {one.id: Rated(values[f"score_{one.id}"], values[f"why_{one.id}"]) for one in found.criteria}
        return reviews.write(me, review, scores, values["strengths"], values["gaps"])

    about = _("Only you read this until you hand it in.") if own else _("Only you read this until you share it.")
    title = _("Your self review") if own else _("Review of {name}").format(name=found.row.member)
    title += f" · {period(found.row.period, team.team().fiscal_month)}"
    return Form(title, fields, save, about=about, record=review)


def because(
    me: Member, review: Review, verb: Callable[..., Review], title: str, label: str, key: str, about: str
) -> Form[Review]:
    """Ask for the reason of a dispute, or of opening a closed review again."""
    field = Field("why", label, "long", required=True)
    return Form(
        title, lambda _review: [field], lambda values: verb(me, review, values["why"]), key, about=about, record=review
    )


KIND: Mapping[HeadlineKind, str] = {HeadlineKind.WIN: N_("Win"), HeadlineKind.TEAM: N_("Team")}


def tell(me: Member, found: Detail) -> Form[Headline]:
    """Ask what everybody is told of a strength in the next meeting; the review itself stays with its two people."""
    said = found.lead_words.strengths if found.lead_words is not None else ""
    first = said.strip().splitlines()[0] if said.strip() else ""
    fields = [
        Field("text", _("What everybody hears"), value=format.labelled(found.row.member, first), required=True),
        Field("kind", _("As"), "choice", HeadlineKind.TEAM, options=options(KIND)),
    ]

    def save(values: dict[str, Any]) -> Headline:
        series = meetings.series()
        if series is None:
            raise Invalid({"text": Reason(N_("There is no meeting yet in which to tell it; 2 sets one up."))})
        return meetings.add_headline(me, series, values["kind"], values["text"])

    about = _("It is told among the wins of the next meeting. Nothing else of the review is.")
    return Form(_("Tell the team"), fields, save, N_("Tell it"), about=about)
