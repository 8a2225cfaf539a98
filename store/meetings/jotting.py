"""Notes of a running meeting: about a section, or a topic in it, one row per author, so that two never collide.

What is being typed is kept as a draft within two seconds; finished, it is a change that everybody sees. What was never
finished is finished when the meeting is closed.
"""

from __future__ import annotations

from typing import NamedTuple

from store import access
from store.calendar import now
from store.changes import change, draft
from store.database import rows
from store.errors import N_, Invalid, Reason
from store.meetings.records import MeetingNote
from store.team import Member

LONGEST = 4_000  # characters


class Jotting(NamedTuple):
    """One author's note; ``typing`` is what isn't finished yet, None when everything is."""

    id: int
    section: int
    topic: int | None
    author_id: int
    author: str
    body: str
    typing: str | None

    @property
    def text(self) -> str:
        """The note with what is being typed."""
        return self.body if self.typing is None else self.typing


def jottings(meeting: int) -> list[Jotting]:
    """The notes of a meeting, in the order in which they were begun."""
    found = rows(
        "SELECT n.id, n.section_id, n.topic_id, n.author_id, coalesce(m.name, ''), n.body, n.typing FROM meeting_note n"
        " LEFT JOIN member m ON m.id = n.author_id WHERE n.meeting_id = ? AND n.deleted_at IS NULL ORDER BY n.id",
        (meeting,),
    )
    return [Jotting(*values) for values in found]


def _mine(actor: Member, meeting: int, section: int, topic: int | None) -> MeetingNote | None:
    same = MeetingNote.topic.is_null() if topic is None else MeetingNote.topic == topic
    found: MeetingNote | None = MeetingNote.get_or_none(
        MeetingNote.meeting == meeting,
        MeetingNote.section == section,
        same,
        MeetingNote.author == actor.id,
        MeetingNote.kept(),
    )
    return found


def jotted(actor: Member, meeting: int, section: int, topic: int | None = None) -> str:
    """What I wrote there so far, finished or not."""
    found = _mine(actor, meeting, section, topic)
    return "" if found is None else found.body if found.typing is None else found.typing


def jot(actor: Member, meeting: int, section: int, topic: int | None, text: str) -> None:
    """Keep what is being typed, as a draft. Raises Denied, Invalid (too long)."""
    access.allow(actor, NOTED, MeetingNote)
    _valid(text)
    found, at = _mine(actor, meeting, section, topic), now()
    if found is None and not text.strip():
        return
    with draft():
        if found is not None:
            MeetingNote.update(typing=text).where(MeetingNote.id == found.id).execute()
        else:
            MeetingNote.insert(
                meeting=meeting,
                section=section,
                topic=topic,
                author=actor.id,
                typing=text,
                created_at=at,
                created_by=actor.id,
                updated_at=at,
                updated_by=actor.id,
            ).execute()


def finish(actor: Member, meeting: int, section: int, topic: int | None, text: str) -> MeetingNote | None:
    """Finish a note: from now on everybody sees it; an empty one goes away. Raises Denied, Invalid, Conflict."""
    jot(actor, meeting, section, topic, text)
    found = _mine(actor, meeting, section, topic)
    if found is None:
        return None
    with change(actor, NOTED, found) as it:
        if text.strip():
            it.update(found, body=text.strip())
        else:
            it.remove(found)
    with draft():
        MeetingNote.update(typing=None).where(MeetingNote.id == found.id).execute()
    return found


NOTED = N_("noted")


def _valid(text: str) -> None:
    if len(text) > LONGEST:
        values = {"length": len(text), "most": LONGEST}
        raise Invalid({"body": Reason(N_("{length} characters; a note holds at most {most}."), values)})
