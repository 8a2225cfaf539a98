"""What people do with deals. Each verb is one change, with its history and its undo."""

from __future__ import annotations

from datetime import date
from typing import Any

from store import team
from store.changes import change
from store.customers import Customer, CustomerKind
from store.database import rows
from store.deals.kinds import BookingKind, LostReason, StageType
from store.deals.records import Booking, Deal, Stage, StageChange
from store.deals.stage import open_stages, stage_of
from store.errors import N_, Invalid, Reason
from store.figures import LARGEST
from store.history import history
from store.team import Member

LONGEST_NAME = 200  # characters
LONGEST_TEXT = 4_000
TEXTS = ("competitor", "next_step", "source", "note", "lost_note")
EDITABLE = {"name", "customer", "amount", "probability", "expected_close_on", "competitor", "next_step", "source"}
OVER = N_("That day is over; choose today or later.")
NOT_YET = N_("That day has not come yet.")


def add(
    actor: Member, customer: Customer | int | None, name: str, *, stage: Stage | None = None, **values: Any
) -> Deal:
    """Open a deal of a customer, in the first stage unless another open one is named.

    ``values`` may hold owner (the actor without it), amount (minor units, 0 is not known yet), probability,
    expected_close_on, competitor, next_step, source. Raises Denied, Invalid.
    """
    _known(values, EDITABLE | {"owner"})
    values.setdefault("owner", actor)
    stage = stage or open_stages()[0]
    _refuse(_wrong({**values, "name": name, "customer": customer}) | _wrong_stage(stage))
    day, owner = team.today(), values["owner"]
    with change(actor, N_("added"), Deal, owner=owner.id if isinstance(owner, Member) else owner) as it:
        deal = it.add(
            Deal, customer=customer, name=name.strip(), stage=stage, stage_entered_on=day, **_stripped(values)
        )
        _note_stage(it, deal, None, stage, day)
    return deal


def edit(actor: Member, deal: Deal, **values: Any) -> Deal:
    """Change what is known about a deal. A later expected close of an open one is counted as a slip.

    A closed deal keeps its customer, amount and probability: they were booked. Raises Denied, Invalid, Conflict.
    """
    _known(values, EDITABLE)
    wrong = _wrong(values, deal.expected_close_on)
    if deal.closed_on is not None:
        wrong |= {
            name: Reason(N_("This deal is closed; open it again to change that."), {})
            for name in ("customer", "amount", "probability", "expected_close_on")
            if name in values and _id(values[name]) != deal.__data__.get(name)
        }
    _refuse(wrong)
    former, later = deal.expected_close_on, values.get("expected_close_on")
    if former is not None and later is not None and later > former:
        values["slip_count"] = deal.slip_count + 1
    with change(actor, N_("edited"), deal) as it:
        it.update(deal, **_stripped(values))
    return deal


def move(actor: Member, deal: Deal, stage: Stage) -> Deal:
    """Move an open deal to another open stage, whose probability holds from then on, even over one set by hand.

    Winning and losing have verbs of their own. Raises Denied, Invalid, Conflict.
    """
    _open(deal)
    _refuse(_wrong_stage(stage))
    if stage.id == deal.stage_id:
        return deal
    before, day = Stage.load(deal.stage_id), team.today()
    with change(actor, N_("moved"), deal) as it:
        it.update(deal, stage=stage, stage_entered_on=day, probability=None)
        _note_stage(it, deal, before, stage, day)
    return deal


def win(
    actor: Member, deal: Deal, amount: int | None = None, day: date | None = None, stage: Stage | None = None
) -> Deal:
    """An open deal is won: for its own amount and today unless told otherwise. It books that revenue on that day.

    ``stage`` says which won stage, where there are several. The first booking makes its customer a customer.
    Raises Denied, Invalid (a day that has not come), Conflict.
    """
    _open(deal)
    won, day = deal.amount if amount is None else amount, day or team.today()
    stage, customer = stage or stage_of(StageType.WON), Customer.load(deal.customer_id)
    _refuse(_wrong({"amount": won}) | _wrong_past("day", day) | _wrong_stage(stage, StageType.WON))
    with change(actor, N_("won"), deal) as it:
        _close(it, deal, stage, day, amount=won)
        if won:
            it.add(Booking, customer=deal.customer_id, deal=deal, owner=deal.owner_id, day=day, amount=won)
            _buys(it, customer)
    return deal


def lose(
    actor: Member,
    deal: Deal,
    reason: LostReason,
    note: str = "",
    day: date | None = None,
    competitor: str = "",
    stage: Stage | None = None,
) -> Deal:
    """An open deal is lost, today unless told otherwise; "other" needs a note that says why.

    ``stage`` says which lost stage, where there are several. Raises Denied, Invalid, Conflict.
    """
    _open(deal)
    day = day or team.today()
    stage = stage or stage_of(StageType.LOST)
    wrong = _wrong({"note": note, "competitor": competitor}) | _wrong_past("day", day)
    wrong |= _wrong_stage(stage, StageType.LOST)
    if reason is LostReason.OTHER and not note.strip():
        wrong["note"] = Reason(N_("Say why it was lost."), {})
    _refuse(wrong)
    values: dict[str, Any] = {"lost_reason": reason, "lost_note": note.strip()}
    if competitor.strip():
        values["competitor"] = competitor.strip()
    with change(actor, N_("lost"), deal) as it:
        _close(it, deal, stage, day, reason, note.strip(), **values)
    return deal


def reopen(actor: Member, deal: Deal, note: str = "", stage: Stage | None = None) -> Deal:
    """Work on a won or lost deal again, in the stage it was closed in unless another open one is named.

    Its history stays. What winning it had booked is taken back by a negative line of today; what was typed in beside
    that stays booked.
    Raises Denied, Invalid (it is open), Conflict.
    """
    wrong = _wrong({"note": note})
    if deal.closed_on is None:
        wrong[""] = Reason(N_("This deal is open already."), {})
    if stage is not None:
        wrong |= _wrong_stage(stage)
    _refuse(wrong)
    day, closed_in = team.today(), Stage.load(deal.stage_id)
    back = stage or _closed_from(deal)
    with change(actor, N_("reopened"), deal) as it:
        it.update(deal, stage=back, stage_entered_on=day, closed_on=None, lost_reason=None, lost_note="")
        _note_stage(it, deal, closed_in, back, day, note=note.strip())
        for owner, booked in _booked_by_winning(deal):
            it.add(Booking, customer=deal.customer_id, deal=deal, owner=owner, day=day, amount=-booked)
    return deal


def reassign(actor: Member, deal: Deal, owner: Member | None) -> Deal:
    """Give a deal to somebody, or to nobody; what it has booked stays credited as it is. Raises Denied, Conflict."""
    with change(actor, N_("reassigned"), deal) as it:
        it.update(deal, owner=owner)
    return deal


def remove(actor: Member, deal: Deal) -> None:
    """Take a deal out of every list. Raises Denied, Invalid (it has booked revenue), Conflict."""
    if _is_booked(deal):
        won = N_("This deal has booked revenue; open it again before removing it.")
        typed = N_("Bookings were typed in for this deal; remove those before the deal.")
        raise Invalid({"": Reason(won if _booked_by_winning(deal) else typed, {})})
    with change(actor, N_("removed"), deal) as it:
        it.remove(deal)


def book(
    actor: Member,
    customer: Customer,
    amount: int,
    day: date | None = None,
    *,
    kind: BookingKind = BookingKind.BOOKING,
    deal: Deal | None = None,
    owner: Member | int | None = None,
    note: str = "",
) -> Booking:
    """Type in a booking or a payment of a customer, today unless told otherwise.

    It is credited to ``owner``, else to the deal's or the customer's, else to the actor. The first booking makes a
    customer. Raises Denied, Invalid (nothing or less, a day that has not come).
    """
    day = day or team.today()
    wrong = _wrong({"amount": amount, "note": note}) | _wrong_past("day", day)
    if amount == 0:
        wrong["amount"] = Reason(N_("Say how much it is."), {})
    if deal is not None and deal.customer_id != customer.id:
        wrong["deal"] = Reason(N_("This deal is another customer's."), {})
    _refuse(wrong)
    whose = _id(owner) or (deal.owner_id if deal is not None else None) or customer.owner_id or actor.id
    values = {"customer": customer, "deal": deal, "owner": whose, "kind": kind, "day": day, "amount": amount}
    with change(actor, N_("booked"), Booking, owner=whose) as it:
        made = it.add(Booking, note=note.strip(), **values)
        if kind is BookingKind.BOOKING:
            _buys(it, customer)
    return made


def unbook(actor: Member, booking: Booking) -> None:
    """Take a booking or payment out that was typed in by mistake.

    Raises Denied, Invalid (winning the deal booked it, or opening it again took it back), Conflict.
    """
    if any(past.verb in ("won", "reopened") for past in history(booking.ref)):
        raise Invalid({"": Reason(N_("This is a deal's revenue; open the deal again instead."), {})})
    with change(actor, N_("removed"), booking) as it:
        it.remove(booking)


def _close(
    it: Any,
    deal: Deal,
    stage: Stage,
    day: date,
    reason: LostReason | None = None,
    note: str = "",
    **values: Any,
) -> None:
    before = Stage.load(deal.stage_id)
    it.update(deal, stage=stage, stage_entered_on=day, closed_on=day, probability=None, **values)
    _note_stage(it, deal, before, stage, day, reason=reason, note=note)


def _note_stage(it: Any, deal: Deal, before: Stage | None, after: Stage, day: date, **values: Any) -> None:
    """Keep what the deal is worth in the stage it came to."""
    it.add(
        StageChange,
        deal=deal,
        from_stage=before,
        to_stage=after,
        day=day,
        amount=deal.amount,
        probability=after.probability if deal.probability is None else deal.probability,
        expected_close_on=deal.expected_close_on,
        **values,
    )


def _buys(it: Any, customer: Customer) -> None:
    if customer.kind is not CustomerKind.CUSTOMER:
        it.update(customer, kind=CustomerKind.CUSTOMER)


def _booked_by_winning(deal: Deal) -> list[tuple[int | None, int]]:
    """What winning a deal has booked, by whom it is credited to; nothing where opening it again took it back."""
    return rows(
        "SELECT b.owner_id, sum(b.amount) FROM booking b WHERE b.deal_id = ? AND b.kind = 'booking'"
        " AND b.deleted_at IS NULL AND EXISTS (SELECT 1 FROM change_entry e JOIN change c ON c.id = e.change_id"
        " WHERE e.kind = 'booking' AND e.record = b.id AND e.before IS NULL AND c.verb IN ('won', 'reopened'))"
        " GROUP BY b.owner_id HAVING sum(b.amount) != 0",
        (deal.id,),
    )


def _is_booked(deal: Deal) -> bool:
    """Whether revenue is left in a deal."""
    sql = "SELECT coalesce(sum(amount), 0) FROM booking WHERE deal_id = ? AND kind = 'booking' AND deleted_at IS NULL"
    return bool(rows(sql, (deal.id,))[0][0])


def _closed_from(deal: Deal) -> Stage:
    found = rows(
        "SELECT c.from_stage_id FROM stage_change c JOIN stage s ON s.id = c.from_stage_id WHERE c.deal_id = ?"
        " AND c.to_stage_id = ? AND s.type = 'open' AND s.deleted_at IS NULL AND c.deleted_at IS NULL"
        " ORDER BY c.id DESC LIMIT 1",
        (deal.id, deal.stage_id),
    )
    return Stage.load(found[0][0]) if found else open_stages()[0]


# What is allowed


def _open(deal: Deal) -> None:
    if deal.closed_on is not None:
        raise Invalid({"": Reason(N_("This deal was closed on {day}; open it again first."), {"day": deal.closed_on})})


def _known(values: dict[str, Any], names: set[str]) -> None:
    if unknown := set(values) - names:
        raise TypeError(f"not to be set here: {', '.join(sorted(unknown))}")


def _stripped(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if type(value) is str else value for name, value in values.items()}


def _refuse(wrong: dict[str, Reason]) -> None:
    if wrong:
        raise Invalid(wrong)


def _wrong_stage(stage: Stage, wanted: StageType = StageType.OPEN) -> dict[str, Reason]:
    if stage.type is wanted:
        return {}
    if wanted is not StageType.OPEN:
        return {"stage": Reason(N_("This stage means something else; choose another."), {})}
    return {"stage": Reason(N_("Winning asks for the amount, losing for the reason."), {})}


def _wrong_past(name: str, day: date) -> dict[str, Reason]:
    return {name: Reason(NOT_YET, {})} if day > team.today() else {}


def _wrong(values: dict[str, Any], former: date | None = None) -> dict[str, Reason]:
    """What breaks a rule: no name, no customer, a text that is too long, a negative amount, no probability of 0 to
    100, an expected close that is over (unless it is the ``former`` one)."""
    wrong: dict[str, Reason] = {}
    if "name" in values and not values["name"].strip():
        wrong["name"] = Reason(N_("Say in a few words what they may buy."), {})
    if "customer" in values and values["customer"] is None:
        wrong["customer"] = Reason(N_("Say whose deal it is."), {})
    for name, most in (("name", LONGEST_NAME), *((name, LONGEST_TEXT) for name in TEXTS)):
        length = len(values.get(name) or "")
        if length > most:
            told = {"length": length, "most": most}
            wrong[name] = Reason(N_("{length} characters; at most {most} fit here."), told)
    amount = values.get("amount", 0)
    if amount is None or amount < 0:
        wrong["amount"] = Reason(N_("An amount is not negative."), {})
    elif amount > LARGEST:
        wrong["amount"] = Reason(N_("This amount is too large to be true."), {})
    if values.get("probability") is not None and values["probability"] not in range(101):
        wrong["probability"] = Reason(N_("A probability is a whole number from 0 to 100."), {})
    expected = values.get("expected_close_on")
    if expected is not None and expected != former and expected < team.today():
        wrong["expected_close_on"] = Reason(OVER, {})
    return wrong


def _id(value: Any) -> Any:
    return value.id if isinstance(value, Member | Customer) else value
