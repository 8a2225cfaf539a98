"""Who may do what to a review now, as one function that the verbs obey and the screens ask before they offer a key."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from store.errors import N_, Denied, Invalid, Reason
from store.reviews.kinds import WHOLE, Source, Status
from store.team import Member

LONGEST_TEXT = 4_000  # characters
LONGEST_TITLE = 60
MOST_CRITERIA = 8


class Act(StrEnum):
    """What is done to a review."""

    WRITE = "write"
    HAND_IN = "hand_in"
    SHARE = "share"
    SIGN = "sign"
    DISPUTE = "dispute"
    REOPEN = "reopen"
    REMOVE = "remove"


class Standing(Protocol):
    """What the rules look at: a review, or its row."""

    @property
    def member_id(self) -> int: ...
    @property
    def reviewer_id(self) -> int: ...
    @property
    def status(self) -> Status: ...
    @property
    def handed_in_at(self) -> object: ...
    @property
    def shared_at(self) -> object: ...
    @property
    def member_signed_at(self) -> object: ...
    @property
    def reviewer_signed_at(self) -> object: ...


WITH_BOTH = (Status.SHARED, Status.SIGNED)
MEMBERS, REVIEWERS = (Act.HAND_IN, Act.DISPUTE), (Act.SHARE, Act.REOPEN, Act.REMOVE)
NOT_YOURS = N_("A review is seen by its two people only.")


def is_one_of_two(actor: Member, review: Standing) -> bool:
    """Whether this is the actor's own review, or one that the actor leads."""
    return actor.id in (review.member_id, review.reviewer_id)


def refusal(actor: Member, act: Act, review: Standing) -> Reason | None:
    """Why the actor can't do this to the review now; None when they can."""
    if not is_one_of_two(actor, review):
        return Reason(NOT_YOURS)
    own = actor.id == review.member_id
    if own and act in REVIEWERS:
        return Reason(N_("Only who leads this review may do that."))
    if not own and act in MEMBERS:
        return Reason(N_("Only whose review it is may do that."))
    if act is Act.REOPEN:
        return None if review.status is Status.CLOSED else Reason(N_("It isn't closed."))
    if review.status is Status.CLOSED:
        return Reason(N_("Both have signed, and nothing changes any more; its lead may open it again."))
    if act in (Act.SIGN, Act.DISPUTE):
        return _against_signing(act, own, review)
    return _against_writing(act, own, review)


class Row(Standing, Protocol):
    """A review as one of its people sees it."""

    @property
    def written(self) -> bool: ...


def next_act(actor: Member, review: Row) -> Act | None:
    """What the review waits for from the actor; None when it waits for the other, or for nobody."""
    for act in (Act.HAND_IN, Act.SHARE) if review.written else (Act.WRITE,):
        if refusal(actor, act, review) is None:
            return act
    return next((act for act in (Act.WRITE, Act.SIGN) if refusal(actor, act, review) is None), None)


def _against_signing(act: Act, own: bool, review: Standing) -> Reason | None:
    if review.status not in WITH_BOTH:
        return Reason(N_("It isn't shared yet."))
    if review.member_signed_at if own else review.reviewer_signed_at:
        signed = (
            N_("You signed it; its lead may open it again.") if act is Act.DISPUTE else N_("You signed it already.")
        )
        return Reason(signed)
    return None


def _against_writing(act: Act, own: bool, review: Standing) -> Reason | None:
    if act is Act.REMOVE:
        return None
    if own and review.handed_in_at is not None:
        return Reason(N_("You handed your self review in."))
    if review.status in WITH_BOTH:
        return Reason(
            N_("It is shared; sign it, or say why not.") if own else N_("It is shared; they sign or dispute it.")
        )
    if own and review.shared_at is not None:
        return Reason(N_("It was shared already; its lead writes it anew."))
    if act is Act.SHARE and review.status is not Status.DRAFTED:
        return Reason(N_("Write your side first."))
    return None


def obey(actor: Member, act: Act, review: Standing) -> None:
    """Raises Denied when the actor isn't one of its two people, and Invalid when it can't be done (by them) now."""
    why = refusal(actor, act, review)
    if why is None:
        return
    if not is_one_of_two(actor, review):
        raise Denied(why)
    raise Invalid({"status": why})


# Values


class NewCriterion(NamedTuple):
    """What is to be rated in a new cycle, its share of 100, and which records speak for it."""

    title: str
    weight: int
    source: Source = Source.NONE


def refuse_criteria(criteria: Sequence[NewCriterion]) -> None:
    """Raises Invalid: a name is missing, twice there or too long, a weight is no share, together they aren't 100.

    A criterion's own fields are ``title_1``, ``weight_1`` and so on; what is wrong with all of them is ``weights``.
    """
    wrong: dict[str, Reason] = {}
    seen: set[str] = set()
    for number, one in enumerate(criteria, 1):
        if why := _against_title(one.title, seen):
            wrong[f"title_{number}"] = why
        if not 1 <= one.weight <= WHOLE:
            wrong[f"weight_{number}"] = Reason(N_("A weight is a whole number from 1 to 100."))
        seen.add(one.title.strip().casefold())
    total = sum(one.weight for one in criteria)
    if not criteria:
        wrong["weights"] = Reason(N_("Name at least one thing that is rated."))
    elif len(criteria) > MOST_CRITERIA:
        wrong["weights"] = Reason(N_("At most {most} things are rated."), {"most": MOST_CRITERIA})
    elif not wrong and total != WHOLE:
        words = N_("The weights add up to {total}; {left} are missing to 100.")
        if total > WHOLE:
            words = N_("The weights add up to {total}; that is {left} more than 100.")
        wrong["weights"] = Reason(words, {"total": total, "left": abs(WHOLE - total)})
    if wrong:
        raise Invalid(wrong)


def _against_title(title: str, seen: set[str]) -> Reason | None:
    if not title.strip():
        return Reason(N_("Say what is rated."))
    if title.strip().casefold() in seen:
        return Reason(N_("This is rated already; choose another name."))
    if len(title) > LONGEST_TITLE:
        return Reason(
            N_("{length} characters; at most {most} fit here."), {"length": len(title), "most": LONGEST_TITLE}
        )
    return None


def refuse_texts(texts: dict[str, Any]) -> None:
    """Raises Invalid for texts that are too long."""
    wrong = {
        name: Reason(N_("{length} characters; at most {most} fit here."), {"length": len(text), "most": LONGEST_TEXT})
        for name, text in texts.items()
        if len(text) > LONGEST_TEXT
    }
    if wrong:
        raise Invalid(wrong)
