"""The forms around an agreement: answer to a proposal, begin a goal, hand it to a successor."""

from __future__ import annotations

from collections.abc import Sequence

from store import goals, team
from store.access import Role
from store.errors import N_
from store.goals import Answer, Detail, Goal, GoalRow, Lamp, Status
from store.team import Member
from tui import format
from tui import goal_words as words
from tui.i18n import _
from tui.screens.goals.forms import read, typed
from tui.widgets.fields import Field
from tui.widgets.form import Form

NOBODY = 0  # among the successors: the target is cut down to the days that its owner is there


def answer(me: Member, row: GoalRow, goal: Goal) -> Form[Goal]:
    """Accept what was proposed, or answer with another figure and why."""
    choice: list[tuple[object, str]] = [(Answer.ACCEPTED, _("accept")), (Answer.COUNTERED, _("another figure"))]

    def fields(it: Goal) -> list[Field]:
        return [
            Field("answer", _("Your answer"), "choice", Answer.ACCEPTED, options=choice),
            Field("offer", _("Another figure"), value=typed(it.target, row.unit, row.currency), suggested=True),
            Field("why", _("Why"), "long", hint=_("what speaks for it: pipeline, customers, days")),
        ]

    def save(values: dict[str, object]) -> Goal:
        offer = read(str(values["offer"] or "0"), row.unit, row.currency, "offer")
        if values["answer"] is Answer.ACCEPTED and offer == goal.target:
            return goals.agree(me, goal)
        return goals.counter(me, goal, offer, str(values["why"]))

    asked = _("{target} is proposed to you.").format(target=format.figure(row.value(row.plan.target)))
    return Form(format.plain(row.title), fields, save, N_("Answer"), about=asked, record=goal)


def begin(me: Member, found: Detail, goal: Goal) -> Form[Goal]:
    """Activate a draft or a proposal: with whose figure, and why in spite of a red light."""
    row = found.row
    red = [format.reason(light.why) for light in found.lights if light.lamp is Lamp.RED]
    fields = []
    if row.answer is Answer.COUNTERED:
        offer, target = (format.figure(row.value(amount)) for amount in (row.offer, row.plan.target))
        figures: list[tuple[object, str]] = [
            (True, _("{offer}, as {name} offers").format(offer=offer, name=format.plain(row.owner))),
            (False, _("{target}, as proposed").format(target=target)),
        ]
        fields.append(Field("take", _("With which figure"), "choice", True, options=figures))
    if red:
        fields.append(Field("reason", _("Why it begins nevertheless"), "long", required=True))

    def save(values: dict[str, object]) -> Goal:
        reason = str(values.get("reason", ""))
        if row.status is Status.PROPOSED:
            return goals.accept(me, goal, reason=reason, take_offer=bool(values.get("take")))
        return goals.activate(me, goal, reason=reason)

    about = [_("{name} says: {why}").format(name=row.owner, why=row.offer_why)] * (row.answer is Answer.COUNTERED)
    about += [f"✕ {why}" for why in red]
    title = _("Activate: {title}").format(title=row.title)
    return Form(title, lambda _goal: fields, save, N_("Activate"), about="\n".join(about), record=goal)


def needs_a_word(found: Detail) -> bool:
    """Whether activating it asks something: a figure was offered, or a light is red."""
    return found.row.answer is Answer.COUNTERED or any(light.lamp is Lamp.RED for light in found.lights)


def hand_over(me: Member, row: GoalRow, goal: Goal) -> Form[Goal]:
    """Who goes on with what is left of a goal; or nobody, and the target is cut down to the owner's days."""
    heirs: list[tuple[object, str]] = [
        (m.id, m.name) for m in _staying() if m.id != goal.owner_id and m.role is not Role.VIEWER
    ]
    if not row.presence.whole:
        heirs.append((NOBODY, _("nobody: prorate to {present}").format(present=words.present(row))))
    fields = [
        Field("to", _("Who goes on with it"), "choice", heirs[0][0] if heirs else None, options=heirs),
        Field("note", _("What the successor should know"), "long"),
    ]

    def save(values: dict[str, object]) -> Goal:
        to = values["to"]
        if to == NOBODY:
            return goals.prorate(me, goal)
        assert isinstance(to, int), "somebody is chosen from the start"
        return goals.transfer(me, goal, Member.load(to), str(values["note"]))

    reached, left = (format.figure(row.value(amount)) for amount in (row.current, row.plan.target - (row.current or 0)))
    about = _("{reached} stay with {name}; the successor's goal begins today with {left}.").format(
        reached=reached, left=left, name=row.owner
    )
    title = _("Hand over: {title}").format(title=row.title)
    return Form(title, lambda _goal: fields, save, N_("Hand over"), about=about, record=goal)


def _staying() -> Sequence[Member]:
    return [member for member in team.members() if member.left_on is None]
