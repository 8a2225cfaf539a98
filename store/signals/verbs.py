"""What the lead decides about a signal: make a risk of it, link it to one, or dismiss it with a reason."""

from __future__ import annotations

from datetime import date
from typing import Any

from store import risks, team
from store.changes import change
from store.errors import N_, Invalid, Reason
from store.risks import Risk
from store.signals.kinds import CATEGORY, Rule, Status
from store.signals.questions import SignalRow
from store.signals.records import Signal
from store.signals.subjects import behind
from store.team import Member

LONGEST_WHY = 4_000  # characters
ABOUT = ("customer", "deal", "goal")  # what a risk may be about

TITLES = {  # of a risk that is made of a signal
    Rule.CONCENTRATION: N_("{who} leaves, and a large part of the revenue with it"),
    Rule.COVERAGE: N_("{who} is missed: too little in the pipeline"),
    Rule.PACE: N_("{who} is missed"),
    Rule.SILENT: N_("{who} goes to somebody else"),
    Rule.STALLED: N_("{who} comes to nothing"),
    Rule.SLIPPED: N_("{who} never closes"),
    Rule.REP_SHARE: N_("{who} is away, and the pipeline stands still"),
    Rule.COMPLAINTS: N_("{who}: the complaint costs us the customer"),
    Rule.SATISFACTION: N_("Customers leave because they are unhappy"),
    Rule.OVERDUE: N_("{who} breaks promises to customers"),
    Rule.TRAINING: N_("{who}: not ready for the work"),
}


def title_of(row: SignalRow) -> Reason:
    """How the risk is called that is made of a signal, unless somebody says otherwise."""
    return Reason(TITLES[row.rule], {"who": row.who})


def proposal(row: SignalRow) -> dict[str, Any]:
    """What else a risk that is made of this signal says: category, owner, what it is about, the money at risk."""
    about = behind(row.subject)
    return {
        "category": CATEGORY.get(row.rule, risks.Category.CUSTOMER),
        "owner": row.owner_id,
        "about": about if about.kind in ABOUT else None,
        "money": row.money,
    }


def promote(actor: Member, signal: Signal, title: str, *, meeting_weekday: int | None = None, **values: Any) -> Risk:
    """Make a risk of a signal that waits or was dismissed, as one change. ``values`` are those of ``risks.add``.

    Raises Denied, Invalid (of the risk's fields; a signal that is cleared), Conflict.
    """
    _standing(signal)
    written = risks.prepared(actor, title, meeting_weekday=meeting_weekday, **values)
    with change(actor, N_("promoted"), signal) as it:
        risk = written.write(it)
        it.update(signal, status=Status.LINKED, risk=risk, quiet_until=None, **_decided(actor))
    return risk


def link(actor: Member, signal: Signal, risk: Risk) -> Signal:
    """Say that a live risk is about this already. Raises Denied, Invalid (it is over; cleared), Conflict."""
    _standing(signal)
    if risk.status not in risks.LIVE:
        raise Invalid({"risk": Reason(N_("This risk is over; choose one that is open."))})
    with change(actor, N_("linked"), signal) as it:
        it.update(signal, status=Status.LINKED, risk=risk, quiet_until=None, **_decided(actor))
    return signal


def dismiss(actor: Member, signal: Signal, why: str, quiet_until: date | None = None) -> Signal:
    """Say why nothing is to be done; it is quiet until and including a day, without one until it is cleared.

    It speaks up sooner when it becomes worse. Raises Denied, Invalid (no reason, a day that is over), Conflict.
    """
    _standing(signal)
    wrong: dict[str, Reason] = {}
    if not why.strip():
        wrong["why"] = Reason(N_("Say why nothing is to be done."))
    if len(why) > LONGEST_WHY:
        told = {"length": len(why), "most": LONGEST_WHY}
        wrong["why"] = Reason(N_("{length} characters; at most {most} fit here."), told)
    if quiet_until is not None and quiet_until < team.today():
        wrong["quiet_until"] = Reason(N_("That day is over; choose today or later."))
    if wrong:
        raise Invalid(wrong)
    with change(actor, N_("dismissed"), signal) as it:
        it.update(
            signal,
            status=Status.DISMISSED,
            risk=None,
            why=why.strip(),
            quiet_until=quiet_until,
            dismissed_at=signal.grade,
            **_decided(actor),
        )
    return signal


def _decided(actor: Member) -> dict[str, Any]:
    return {"decided_by": actor, "decided_on": team.today()}


def _standing(signal: Signal) -> None:
    if signal.status is Status.CLEARED:
        raise Invalid({"": Reason(N_("This signal is cleared: its figure is good again."))})
