"""Who may do what: one table, one function.

Everyone reads everything except reviews and pay. A viewer writes nothing. A lead writes all but the reviews of
others. A rep writes own and unassigned records, and whatever ``REP`` names besides: it may complete a colleague's
follow-up, writes a complaint of any customer down, and adds topics, action items, headlines and notes in a meeting.
Whoever leads a running meeting enters for the room: updates, votes, figures, decisions, what was done.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from store.database import rows
from store.errors import N_, Denied, Invalid, Reason
from store.records import Record, Ref, kind_of, model_of

if TYPE_CHECKING:
    from store.team import Member


class Role(StrEnum):
    """What a member may do in the team."""

    LEAD = "lead"
    REP = "rep"
    VIEWER = "viewer"


class Whose(StrEnum):
    """Whose records a right reaches."""

    NOBODY = "nobody"
    OWN = "own"  # own and unassigned
    ROOM = "room"  # as OWN, and everyone's while one leads a meeting that runs
    EVERYONE = "everyone"


# What a rep may do beyond "own": (kind, verb) → whose; the verb "*" stands for every other verb of the kind.
REP: dict[tuple[str, str], Whose] = {
    ("team", "*"): Whose.NOBODY,
    ("holiday", "*"): Whose.NOBODY,
    ("member", "*"): Whose.NOBODY,
    ("team_group", "*"): Whose.NOBODY,
    ("group_member", "*"): Whose.NOBODY,
    ("skill", "*"): Whose.NOBODY,
    ("skill_level", "*"): Whose.NOBODY,  # steps and role plays write them; by hand only the lead does
    ("position", "*"): Whose.NOBODY,
    ("assignment", "*"): Whose.NOBODY,
    ("programme", "*"): Whose.NOBODY,
    ("training_plan", "edited"): Whose.NOBODY,
    ("training_plan", "stopped"): Whose.NOBODY,
    ("training_plan", "resumed"): Whose.NOBODY,
    ("training_plan", "removed"): Whose.NOBODY,
    ("training_step", "signed"): Whose.EVERYONE,  # the verb itself asks for the coach
    ("training_step", "unticked"): Whose.EVERYONE,
    ("training_step", "postponed"): Whose.EVERYONE,
    ("training_step", "sent back"): Whose.EVERYONE,
    ("role_play", "held"): Whose.EVERYONE,  # whoever plays the customer scores it, and nobody themselves
    ("role_play", "added"): Whose.EVERYONE,
    ("goal", "accepted"): Whose.NOBODY,
    ("goal", "activated"): Whose.NOBODY,
    ("goal", "revised"): Whose.NOBODY,
    ("goal", "split"): Whose.NOBODY,
    ("goal", "transferred"): Whose.NOBODY,
    ("goal", "acknowledged"): Whose.NOBODY,
    ("goal", "checked in on"): Whose.EVERYONE,  # the verb itself asks for the owner, or somebody of its group
    ("measurable", "*"): Whose.NOBODY,
    ("measurable", "entered a figure of"): Whose.ROOM,
    ("review_cycle", "*"): Whose.NOBODY,
    ("stage", "*"): Whose.NOBODY,
    ("series", "*"): Whose.NOBODY,
    ("section", "*"): Whose.NOBODY,
    ("meeting", "*"): Whose.NOBODY,
    ("meeting", "started"): Whose.EVERYONE,  # the verb itself asks whether the facilitator is away
    ("meeting", "took over"): Whose.EVERYONE,  # this and the next ones ask for the lease
    ("meeting", "ended"): Whose.EVERYONE,
    ("meeting", "noted who was at"): Whose.EVERYONE,
    ("meeting", "rated"): Whose.EVERYONE,  # one's own, or whoever leads the meeting
    ("signal", "*"): Whose.NOBODY,  # what the records warn of is decided by the lead
    ("follow_up", "completed"): Whose.EVERYONE,
    ("follow_up", "planned ahead"): Whose.NOBODY,  # this and the next three are Huddle's own acts
    ("training_step", "planned ahead"): Whose.NOBODY,
    ("risk", "lapsed"): Whose.NOBODY,
    ("topic", "raised"): Whose.NOBODY,
    ("complaint", "added"): Whose.EVERYONE,  # whoever takes the call writes it down; it goes to the customer's owner
    ("note", "added"): Whose.EVERYONE,
    ("topic", "added"): Whose.EVERYONE,
    ("topic", "edited"): Whose.ROOM,
    ("topic", "moved"): Whose.ROOM,
    ("topic", "solved"): Whose.ROOM,
    ("topic", "discussed"): Whose.ROOM,
    ("topic", "parked"): Whose.ROOM,
    ("topic", "dropped"): Whose.ROOM,
    ("topic", "reopened"): Whose.ROOM,
    ("action_item", "added"): Whose.EVERYONE,
    ("action_item", "edited"): Whose.ROOM,
    ("action_item", "completed"): Whose.ROOM,
    ("action_item", "dropped"): Whose.ROOM,
    ("action_item", "reopened"): Whose.ROOM,
    ("action_item", "postponed"): Whose.ROOM,
    ("headline", "added"): Whose.EVERYONE,
    ("weekly_update", "entered"): Whose.EVERYONE,  # the verbs themselves ask for who leads the meeting
    ("vote", "entered"): Whose.EVERYONE,
}

# What only the lead and its owner read: pay. Everything else is read by everyone, but for reviews.
PRIVATE: set[str] = set()

# What only these members read (the columns that name them), not even another lead: a review is read by its two people,
# what one of them writes and how they rated by its author until it is given (``reviews`` shows it then).
READERS: dict[str, tuple[str, ...]] = {
    "review": ("member_id", "reviewer_id"),
    "assessment": ("author_id",),
    "review_score": ("author_id",),
}


def hidden(actor: Member, kind: str, record: str) -> str:
    """In SQL: whether ``actor`` may not read a record; ``kind`` and ``record`` are the columns that name it."""
    private = [] if actor.role is Role.LEAD else sorted(PRIVATE)
    readable = {name: _own(actor, name) for name in private} | {name: _read_by(actor, name) for name in READERS}
    return " OR ".join(f"({kind} = '{name}' AND {record} NOT IN ({ids}))" for name, ids in readable.items()) or "0"


def _read_by(actor: Member, kind: str) -> str:
    """In SQL: the ids of this kind that name ``actor`` as a reader."""
    return f"SELECT id FROM {kind} WHERE " + " OR ".join(f"{column} = {actor.id:d}" for column in READERS[kind])


def may_read(actor: Member, ref: Ref) -> bool:
    """Whether ``actor`` may read this record."""
    return ref.kind not in PRIVATE | READERS.keys() or bool(
        rows(f"SELECT 1 FROM (SELECT ? AS kind, ? AS record) WHERE NOT ({hidden(actor, 'kind', 'record')})", ref)
    )


def refuse_in_public(about: Ref | None, field: str) -> None:
    """Raise Invalid beside ``field`` when what everybody reads (a topic, a note) would name what they may not."""
    if about is not None and about.kind in PRIVATE | READERS.keys():
        raise Invalid({field: Reason(N_("Two people read a review; what everybody reads can't be about it."))})


def _own(actor: Member, kind: str) -> str:
    """In SQL: the ids of this kind that belong to ``actor``."""
    model = model_of(kind)
    if not model.OWNER:
        return ""
    return f'SELECT id FROM {kind} WHERE "{model._meta.fields[model.OWNER].column_name}" = {actor.id:d}'


def whose(role: Role, kind: str, verb: str) -> Whose:
    """Whose records of this kind a role may do this verb to."""
    if role is Role.LEAD:
        return Whose.EVERYONE
    if role is Role.VIEWER:
        return Whose.NOBODY
    return REP.get((kind, verb), REP.get((kind, "*"), Whose.OWN))


def may(actor: Member, verb: str, record: Record | type[Record] | str, owner: int | None = None) -> bool:
    """Whether ``actor`` may do ``verb`` to this record (or to one of this owner, by its model or kind)."""
    kind = _kind(record)
    if isinstance(record, Record) and not _is_named(actor, kind, record):
        return False
    reach = whose(actor.role, kind, verb)
    if reach in (Whose.NOBODY, Whose.EVERYONE):
        return reach is Whose.EVERYONE
    if isinstance(record, Record):
        owner = record.owner_of_record
    return owner is None or owner == actor.id or (reach is Whose.ROOM and leads_the_room(actor))


def _is_named(actor: Member, kind: str, record: Record) -> bool:
    """Whether a record that has readers names ``actor`` as one; what somebody may not read they may not write."""
    columns = {field.column_name: name for name, field in record._meta.fields.items()}
    return kind not in READERS or actor.id in {record.__data__.get(columns[named]) for named in READERS[kind]}


def leads_the_room(actor: Member) -> bool:
    """Whether ``actor`` leads a meeting that runs, and hasn't left it to the others."""
    running = "facilitator_id = ? AND status IN ('running', 'suspended') AND session != '' AND deleted_at IS NULL"
    return bool(rows(f"SELECT 1 FROM meeting WHERE {running}", (actor.id,)))


def _kind(record: Record | type[Record] | str) -> str:
    if isinstance(record, str):
        return record
    return kind_of(record if isinstance(record, type) else type(record))


def allow(actor: Member, verb: str, record: Record | type[Record] | str, owner: int | None = None) -> None:
    """Raise Denied, with the reason in words, unless ``actor`` may do this."""
    if may(actor, verb, record, owner):
        return
    values: dict[str, Any] = {"name": actor.name}
    if actor.role is Role.VIEWER:
        raise Denied(Reason(N_("You may look at everything and change nothing; ask your lead for more."), values))
    kind = _kind(record)
    if isinstance(record, Record) and not _is_named(actor, kind, record):
        raise Denied(Reason(N_("Two people read and write a review, and you are not one of them."), values))
    if whose(actor.role, kind, verb) is Whose.NOBODY:
        raise Denied(Reason(N_("Only the lead may change this."), values))
    raise Denied(Reason(N_("This belongs to a colleague; its owner or the lead may change it."), values))
