"""What people do with risks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from store import team, topics
from store.actions import ActionItem
from store.changes import change
from store.errors import N_, Invalid, Reason
from store.notes import Note
from store.risks.records import Risk, RiskRating
from store.risks.scales import LIVE, SCALE, Level, RatingKind, Response, Status, level, next_review, score
from store.team import Member

if TYPE_CHECKING:
    from store.actions import Reading  # reads lines that are typed, which the once-a-day work doesn't need

LONGEST_TITLE = 500  # characters
LONGEST_TEXT = 4_000
TEXTS = ("cause", "event", "effect", "plan", "trigger", "contingency", "why", "note")
ADDED = {"category", "cause", "event", "effect", "owner", "about", "money", "trigger", "contingency"}
EDITED = ADDED | {"title", "plan", "plan_due_on"}


def add(
    actor: Member,
    title: str,
    *,
    probability: int | None = None,
    impact: int | None = None,
    why: str = "",
    meeting_weekday: int | None = None,
    **values: Any,
) -> Risk:
    """Put a risk into the register, rated or not. It is the actor's unless ``owner`` says otherwise.

    Its first review is counted from today. Raises Denied, Invalid.
    """
    made = prepared(
        actor, title, probability=probability, impact=impact, why=why, meeting_weekday=meeting_weekday, **values
    )
    with change(actor, N_("added"), Risk, owner=made.owner) as it:
        return made.write(it)


class Prepared(NamedTuple):
    """A new risk whose values hold, to be written inside a change."""

    values: dict[str, Any]
    rating: tuple[int, int] | None
    why: str

    @property
    def owner(self) -> int | None:
        """The id of whose it will be."""
        owner = self.values["owner"]
        return owner.id if isinstance(owner, Member) else owner

    def write(self, it: Any) -> Risk:
        """Write it with its first rating."""
        risk: Risk = it.add(Risk, **self.values)
        if self.rating is not None:
            probability, impact = self.rating
            day = team.today()
            it.add(RiskRating, risk=risk.id, probability=probability, impact=impact, day=day, why=self.why.strip())
        return risk


def prepared(
    actor: Member,
    title: str,
    *,
    probability: int | None = None,
    impact: int | None = None,
    why: str = "",
    meeting_weekday: int | None = None,
    **values: Any,
) -> Prepared:
    """A new risk as ``add`` takes it, for a change that writes more than that. Raises Invalid."""
    _known(values, ADDED)
    values.setdefault("owner", actor)
    wrong = _wrong({"title": title, "why": why, **values})
    rated = probability is not None or impact is not None
    if rated:
        wrong |= _wrong_rating(probability, impact)
    _refuse(wrong)
    due = _after(team.today(), level(score(probability, impact)), meeting_weekday)
    grades = {"probability": probability, "impact": impact}
    written = {"title": title.strip(), **grades, "next_review_on": due, **_stripped(values)}
    return Prepared(written, (probability, impact) if probability and impact else None, why)


def edit(actor: Member, risk: Risk, **values: Any) -> Risk:
    """Change what a risk says; its ratings, response and status have verbs of their own.

    Raises Denied, Invalid, Conflict.
    """
    _known(values, EDITED)
    _refuse(_wrong(values))
    with change(actor, N_("edited"), risk) as it:
        it.update(risk, **_stripped(values))
    return risk


def rate(
    actor: Member,
    risk: Risk,
    probability: int,
    impact: int,
    why: str = "",
    *,
    kind: RatingKind = RatingKind.NOW,
    meeting_weekday: int | None = None,
) -> Risk:
    """Rate a live risk as it is now, as it would be without any response, or as it will be once the response works.

    A rating of now is a review, too: the next one is counted from today by the new level.
    Raises Denied, Invalid (a number that isn't 1 to 5, a risk that is over), Conflict.
    """
    _live(risk)
    _refuse(_wrong_rating(probability, impact) | _wrong({"why": why}))
    day = team.today()
    if kind is RatingKind.NOW:
        due = _next(risk, day, level(score(probability, impact)), meeting_weekday)
        values = {"probability": probability, "impact": impact, "reviewed_on": day, "next_review_on": due}
    else:
        values = {f"{kind.value}_probability": probability, f"{kind.value}_impact": impact}
    with change(actor, N_("rated"), risk) as it:
        it.update(risk, **values)
        it.add(RiskRating, risk=risk.id, kind=kind, probability=probability, impact=impact, day=day, why=why.strip())
    return risk


def respond(
    actor: Member,
    risk: Risk,
    response: Response,
    *,
    plan: str = "",
    plan_due_on: date | None = None,
    accepted_until: date | None = None,
    why: str = "",
    items: Sequence[Reading] = (),
    **values: Any,
) -> Risk:
    """Say what we do about a live risk: prevent, control or transfer it by a plan, or accept it.

    Accepting needs a last day and a reason, and is signed by the actor; the review comes no later than that day.
    ``items`` become action items of the plan, linked to the risk. ``values`` may set trigger and contingency.
    Raises Denied, Invalid, Conflict.
    """
    _live(risk)
    _known(values, {"trigger", "contingency"})
    accepts = response is Response.ACCEPT
    wrong = _wrong({"plan": plan, "why": why, **values})
    if trouble := next((item.trouble for item in items if item.trouble is not None), None):
        wrong["items"] = trouble
    _refuse(wrong | (_wrong_acceptance(accepted_until, why) if accepts else {}))
    new: dict[str, Any] = {
        **_stripped(values),
        "response": response,
        "plan": plan.strip(),
        "plan_due_on": plan_due_on,
        "status": Status.ACCEPTED if accepts else Status.TREATING,
        "accepted_until": accepted_until if accepts else None,
        "accepted_by": actor if accepts else None,
        "accepted_why": why.strip() if accepts else "",
    }
    if accepts and accepted_until and (risk.next_review_on is None or accepted_until < risk.next_review_on):
        new["next_review_on"] = accepted_until
    with change(actor, N_("responded"), risk) as it:
        it.update(risk, **new)
        for item in items:
            assert item.owner is not None, "an item without an owner is in trouble"
            it.add(ActionItem, title=item.title, owner=item.owner.id, due_on=item.due_on, origin=risk.ref)
    return risk


def review(actor: Member, risk: Risk, note: str = "", *, meeting_weekday: int | None = None) -> Risk:
    """Say that a live risk was looked at and stands as it is; the next review is counted from today by its level.

    The note is kept with the risk's notes. Raises Denied, Invalid, Conflict.
    """
    _live(risk)
    _refuse(_wrong({"note": note}))
    day = team.today()
    due = _next(risk, day, level(score(risk.probability, risk.impact)), meeting_weekday)
    with change(actor, N_("reviewed"), risk) as it:
        it.update(risk, reviewed_on=day, next_review_on=due)
        _keep(it, risk, note)
    return risk


def postpone(actor: Member, risk: Risk, day: date) -> Risk:
    """Put the next review of a live risk off. Raises Denied, Invalid (a day that is over), Conflict."""
    _live(risk)
    if day < team.today():
        raise Invalid({"next_review_on": Reason(N_("That day is over; choose today or later."))})
    with change(actor, N_("postponed"), risk) as it:
        it.update(risk, next_review_on=day)
    return risk


def reassign(actor: Member, risk: Risk, owner: Member | None) -> Risk:
    """Give a risk to somebody, or to nobody. Raises Denied, Conflict."""
    with change(actor, N_("reassigned"), risk) as it:
        it.update(risk, owner=owner)
    return risk


def occur(actor: Member, risk: Risk, note: str = "", on: date | None = None, *, series: int | None = None) -> Risk:
    """Say that it has happened, today unless told otherwise; it is reviewed no more.

    ``series`` is whose next meeting talks about it: a topic is raised there with the contingency as its why.
    Raises Denied, Invalid (a day that has not come, a risk that is over), Conflict.
    """
    _live(risk)
    day = on or team.today()
    wrong = _wrong({"note": note})
    if day > team.today():
        wrong["occurred_on"] = Reason(N_("That day has not come yet."))
    _refuse(wrong)
    with change(actor, N_("occurred"), risk) as it:
        it.update(risk, status=Status.OCCURRED, occurred_on=day, next_review_on=None)
        _keep(it, risk, note)
        if series is not None:
            title = risk.title[: topics.LONGEST_TITLE]
            topics.written(it, series, title, why=risk.contingency, origin=risk.ref, raised_by=actor)
    return risk


def close(actor: Member, risk: Risk, why: str) -> Risk:
    """Close a risk that is no longer one, or whose harm is dealt with; the reason goes to its notes.

    Raises Denied, Invalid (closed already, no reason), Conflict.
    """
    wrong = _wrong({"why": why})
    if risk.status is Status.CLOSED:
        wrong["status"] = Reason(N_("This risk is closed already."))
    if not why.strip():
        wrong["why"] = Reason(N_("Say why it can be closed."))
    _refuse(wrong)
    with change(actor, N_("closed"), risk) as it:
        it.update(risk, status=Status.CLOSED, next_review_on=None)
        _keep(it, risk, why)
    return risk


def reopen(actor: Member, risk: Risk, why: str = "", *, meeting_weekday: int | None = None) -> Risk:
    """Watch a risk again that had happened or was closed; its response has to be decided anew.

    Raises Denied, Invalid (it is live), Conflict.
    """
    wrong = _wrong({"why": why})
    if risk.status in LIVE:
        wrong["status"] = Reason(N_("This risk is open already."))
    _refuse(wrong)
    due = _after(team.today(), level(score(risk.probability, risk.impact)), meeting_weekday)
    cleared = {"response": None, "accepted_until": None, "accepted_by": None, "accepted_why": "", "occurred_on": None}
    with change(actor, N_("reopened"), risk) as it:
        it.update(risk, status=Status.OPEN, next_review_on=due, **cleared)
        _keep(it, risk, why)
    return risk


def lapse(day: date) -> int:
    """Open the risks again whose acceptance has ended before this day, in the name of Huddle; how many those were.

    What was accepted, by whom and why stays, so that the register can say "decide again"; the review is due.
    """
    over = list(
        Risk.select().where(Risk.kept(), Risk.status == Status.ACCEPTED, Risk.accepted_until < day).order_by(Risk.id)
    )
    if not over:
        return 0
    with change(team.SYSTEM, N_("lapsed"), Risk) as it:
        for risk in over:
            due = risk.next_review_on
            it.update(risk, status=Status.OPEN, next_review_on=min(due, day) if due is not None else day)
    return len(over)


def remove(actor: Member, risk: Risk) -> None:
    """Take a risk out of the register; its ratings stay in the history. Raises Denied, Conflict."""
    with change(actor, N_("removed"), risk) as it:
        it.remove(risk)


def _keep(it: Any, risk: Risk, note: str) -> None:
    if note.strip():
        it.add(Note, about=risk.ref, body=note.strip())


def _after(day: date, rated: Level | None, meeting_weekday: int | None) -> date:
    return next_review(day, rated, team.work_calendar(), meeting_weekday)


def _next(risk: Risk, day: date, rated: Level | None, meeting_weekday: int | None) -> date:
    """The next review; an acceptance that ends before it brings it forward to its last day."""
    due = _after(day, rated, meeting_weekday)
    until = risk.accepted_until
    return until if until is not None and day < until < due else due


def _live(risk: Risk) -> None:
    if risk.status not in LIVE:
        raise Invalid({"status": Reason(N_("This risk is over; open it again first."))})


def _known(values: dict[str, Any], names: set[str]) -> None:
    if unknown := set(values) - names:
        raise TypeError(f"not to be set here: {', '.join(sorted(unknown))}")


def _stripped(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if type(value) is str else value for name, value in values.items()}


def _refuse(wrong: dict[str, Reason]) -> None:
    if wrong:
        raise Invalid(wrong)


def _wrong(values: dict[str, Any]) -> dict[str, Reason]:
    wrong: dict[str, Reason] = {}
    if "title" in values and not values["title"].strip():
        wrong["title"] = Reason(N_("Say in a few words what may happen."))
    for name, most in (("title", LONGEST_TITLE), *((name, LONGEST_TEXT) for name in TEXTS)):
        length = len(values.get(name, ""))
        if length > most:
            told = {"length": length, "most": most}
            wrong[name] = Reason(N_("{length} characters; at most {most} fit here."), told)
    if (values.get("money") or 0) < 0:
        wrong["money"] = Reason(N_("Money at risk is not negative."))
    return wrong


def _wrong_rating(probability: int | None, impact: int | None) -> dict[str, Reason]:
    both = {"probability": probability, "impact": impact}
    return {name: Reason(N_("Rate it from 1 to 5.")) for name, value in both.items() if value not in SCALE}


def _wrong_acceptance(until: date | None, why: str) -> dict[str, Reason]:
    wrong: dict[str, Reason] = {}
    if until is None:
        wrong["accepted_until"] = Reason(N_("Say until which day we accept it."))
    elif until < team.today():
        wrong["accepted_until"] = Reason(N_("That day is over; choose today or later."))
    if not why.strip():
        wrong["why"] = Reason(N_("Say why we accept it."))
    return wrong
