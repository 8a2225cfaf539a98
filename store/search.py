"""Every record by name, as a person types: the newest first, in Latin and in Chinese (two characters do)."""

from __future__ import annotations

from typing import NamedTuple

from store.database import rows
from store.records import Ref
from store.words import question


class Found(NamedTuple):
    """A record that has the words: its link and what people call it."""

    ref: Ref
    title: str


def find(text: str, limit: int = 20, kind: str = "") -> list[Found]:
    """The newest records that have all these words or beginnings of words, of one kind when it is named."""
    asked = question(text, kind)
    if not asked:
        return []
    answers = rows(
        "SELECT search_entry.kind, search_entry.record, search_entry.title FROM search_words"
        " JOIN search_entry ON search_entry.id = search_words.rowid"
        " WHERE search_words MATCH ? ORDER BY search_words.rowid DESC LIMIT ?",
        (asked, limit),
    )
    return [Found(Ref(k, number), title) for k, number, title in answers]
