"""Splitting a goal: who gets how much, by history, equally or by hand, seen before it is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from textual import on
from textual.widgets import Input

from store import goals, team
from store.errors import N_, Invalid, Reason
from store.goals import Goal, GoalRow, How, Proposal, Shape, Share, Whose
from store.team import Member
from tui import format, reading
from tui.i18n import _, ngettext
from tui.screens.goals.forms import NO_FIGURE, typed
from tui.widgets.choice import Choice
from tui.widgets.fields import Field
from tui.widgets.form import About, Form

HAND = "hand"
HOW: dict[str, str] = {
    How.HISTORY: N_("by the last four periods"),
    How.EQUALLY: N_("equally"),
    HAND: N_("by hand"),
}


class Over(StrEnum):
    """Over whom it is split."""

    PEOPLE = "people"
    GROUPS = "groups"


OVER: dict[Over, str] = {Over.PEOPLE: N_("people"), Over.GROUPS: N_("groups")}
Proposals = Mapping[tuple[Over, How], Proposal]


def proposals(row: GoalRow, day: date) -> dict[tuple[Over, How], Proposal]:
    """The goal over its people and, where it is the team's and there are any, over the groups; by each rule."""
    found = {(Over.PEOPLE, how): goals.over_people(row, how, day) for how in How}
    if row.is_team and team.groups():
        found |= {(Over.GROUPS, how): goals.over_groups(row, how, day) for how in How}
    return found


class SplitForm(Form[list[Goal]]):
    """A figure for everybody, filled in by the chosen rule; the sum stands above and follows what is typed."""

    DEFAULT_CSS = "SplitForm FieldRow.-hidden { display: none; }"

    def __init__(self, me: Member, row: GoalRow, goal: Goal, found: Proposals) -> None:
        self.me = me
        self.goal_row = row
        self.goal = goal
        self.found = found
        self.over = (
            Over.GROUPS if (Over.GROUPS, How.HISTORY) in found and not _all_taken(found, Over.GROUPS) else Over.PEOPLE
        )
        self.how = How.HISTORY if found[self.over, How.HISTORY].by_history else How.EQUALLY
        super().__init__(
            _("Split: {title}").format(title=row.title), self._fields(), self._save, N_("Propose"), about=" "
        )

    def _fields(self) -> list[Field]:
        how: list[tuple[object, str]] = [(key, _(words)) for key, words in HOW.items()]
        overs: list[tuple[object, str]] = [(over, _(OVER[over])) for over in dict.fromkeys(o for o, _how in self.found)]
        fields = [Field("over", _("Over"), "choice", self.over, options=overs)] if len(overs) > 1 else []
        fields.append(Field("how", _("Divided"), "choice", self.how, options=how))
        for over, rule in self.found:
            if rule is How.HISTORY:
                fields += [
                    self._field(over, share) for share in self.found[over, self.how].shares if share.there is None
                ]
        return fields

    def _field(self, over: Over, share: Share) -> Field:
        shares = self.found[over, How.HISTORY].shares
        return Field(
            name_of(share), _label(share, shares), value=self._typed(share.amount), suggested=True, hint=_("no part")
        )

    def _typed(self, amount: int) -> str:
        return typed(amount, self.goal_row.unit, self.goal_row.currency) if amount else ""

    def on_mount(self) -> None:
        self._show_over()
        self._sum_up()

    @on(Choice.Changed)
    def _chosen(self, event: Choice.Changed) -> None:
        values = {row.field.name: row.read() for row in self.rows if row.field.name in ("over", "how")}
        self.over = Over(str(values.get("over", Over.PEOPLE)))
        if values["how"] != HAND:
            self.how = How(str(values["how"]))
            for share in self.found[self.over, self.how].shares:
                if share.there is None:
                    editor = self.row(name_of(share)).editor
                    assert isinstance(editor, Input)
                    editor.value = self._typed(share.amount)
        self._show_over()
        self._sum_up()

    @on(Input.Changed)
    def _typed_in(self) -> None:
        self._sum_up()

    def _show_over(self) -> None:
        shown = {name_of(share) for share in self._shares()}
        for row in self.rows:
            row.set_class(row.field.name.startswith("part-") and row.field.name not in shown, "-hidden")

    def _shares(self) -> list[Share]:
        return [share for share in self.found[self.over, How.HISTORY].shares if share.there is None]

    def _amounts(self) -> dict[Whose, int | None]:
        """What the fields say; None for what is no figure."""
        found: dict[Whose, int | None] = {}
        for share in self._shares():
            text = str(self.row(name_of(share)).raw()).strip()
            if text:
                found[share.owner_id, share.group_id] = reading.figure(text, self.goal_row.unit, self.goal_row.currency)
        return found

    def _sum_up(self) -> None:
        """Say how much of the whole has an owner, and how much has none."""
        row, proposal = self.goal_row, self.found[self.over, self.how]
        lines = [_taken(row, share) for share in proposal.shares if share.there is not None]
        if row.plan.shape is Shape.LEVEL:
            lines.insert(0, _("A level isn't divided: everybody gets the same."))
        else:
            lines.insert(0, self._balance(row, proposal))
        for about in self.query(About):
            about.text = "\n".join(lines)
            about.refresh(layout=True)

    def _balance(self, row: GoalRow, proposal: Proposal) -> str:
        given = sum(amount or 0 for amount in self._amounts().values())
        left = proposal.total - given
        total, said = format.figure(row.value(proposal.total)), format.figure(row.value(given))
        rest = format.figure(row.value(abs(left)))
        if not proposal.total and not given:
            return _("All of {whole} is allocated already.").format(whole=format.figure(row.value(row.plan.target)))
        if not left:
            return _("{given} of {total} allocated: it sums up exactly").format(given=said, total=total)
        words = (
            _("{given} of {total} allocated, {rest} unallocated")
            if left > 0
            else _("{given} of {total}: {rest} too much")
        )
        return words.format(given=said, total=total, rest=rest)

    def _save(self, _values: dict[str, object]) -> list[Goal]:
        amounts = self._amounts()
        wrong = {goals.part_field(whose): NO_FIGURE for whose, amount in amounts.items() if amount is None}
        if wrong:
            raise Invalid(wrong)
        if not self._shares():
            raise Invalid({"": Reason(N_("Everybody has a part already; e changes one."), {})})
        return goals.split(self.me, self.goal, {whose: amount or 0 for whose, amount in amounts.items()})


def name_of(share: Share) -> str:
    """The name of somebody's field."""
    return goals.part_field((share.owner_id, share.group_id))


def _all_taken(found: Proposals, over: Over) -> bool:
    return all(share.there is not None for share in found[over, How.HISTORY].shares)


def _label(share: Share, shares: tuple[Share, ...]) -> str:
    """``Li Wei · brought 34% · 55 of 66 working days``."""
    parts = [share.name]
    total = sum(one.brought or 0 for one in shares)
    if share.brought is None:
        parts.append(_("new: the others' mean"))
    elif total:
        parts.append(_("brought {share}").format(share=format.percent(share.brought / total)))
    if share.present is not None and not share.present.whole:
        words = _("{present} of {days} working days")
        parts.append(words.format(present=share.present.present, days=share.present.days))
    return " · ".join(parts)


def _taken(row: GoalRow, share: Share) -> str:
    return _("{name} has {amount} already").format(name=share.name, amount=format.figure(row.value(share.there)))


def proposed(made: list[Goal]) -> str:
    """What is said once the parts are written."""
    words = ngettext("{count} part proposed · u undo", "{count} parts proposed · u undo", len(made))
    return words.format(count=len(made))


__all__ = ["Over", "SplitForm", "proposals", "proposed"]
