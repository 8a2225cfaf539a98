"""What every screen of records asks in the same words: who takes it, a note about it, whether to take it out.

Forms are imported when one opens, so that the first screen is there sooner.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from store import team
from store.errors import N_
from store.records import Record, Ref
from store.team import Member
from tui.i18n import _

if TYPE_CHECKING:
    from store.notes import Note
    from tui.screens.base import HuddleScreen


def people() -> list[tuple[object, str]]:
    """The members to choose an owner from, and nobody."""
    return [*((member.id, member.name) for member in team.members()), (None, _("nobody"))]


def member_of(number: object) -> Member | None:
    """The member that was chosen in a form, or nobody."""
    return Member.load(number) if isinstance(number, int) else None


def owner(screen: HuddleScreen, title: str, record: Record, give: Callable[[Member | None], Record]) -> None:
    """Ask who takes a record of this title, and ``give`` it to them."""
    from tui.widgets.form import Field, Form

    def fields(it: Record) -> list[Field]:
        return [Field("owner", title, "choice", it.owner_of_record, options=people())]

    def save(values: dict[str, Any]) -> Record:
        return give(member_of(values["owner"]))

    form = Form(_("Who takes it?"), fields, save, N_("Give"), record=record)
    screen.ask(form, lambda _given: screen.done(_("Handed over · u undo")))


def note(screen: HuddleScreen, ref: Ref) -> None:
    """Ask for a note about a record, and write it."""
    from store import notes
    from tui.widgets.form import Field, Form

    def save(values: dict[str, Any]) -> Note:
        return notes.write(screen.me, ref, values["body"])

    field = Field("body", _("Note"), "long", required=True)
    screen.ask(Form(_("New note"), [field], save), lambda _made: screen.done(_("Noted · u undo")))


def removal(screen: HuddleScreen, title: str, question: str, verb: Callable[..., Any], record: Record) -> None:
    """Ask whether to take a record of this title out, and do it by this verb."""
    from tui.widgets.confirm import Confirm

    confirm = Confirm(title, title=question, detail=_("It can be undone with u."))
    screen.ask(confirm, lambda _yes: screen.perform(verb, record, said=_("Removed · u undo")))
