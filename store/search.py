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
    asked = question(text)
    if not asked:
        return []
    where = " AND search_entry.kind = ?" if kind else ""
    answers = rows(
        "SELECT search_entry.kind, search_entry.record, search_entry.title FROM search_words"
        " JOIN search_entry ON search_entry.id = search_words.rowid"
        f" WHERE search_words MATCH ?{where} ORDER BY search_words.rowid DESC LIMIT ?",
        (asked, *((kind,) if kind else ()), limit),
    )
    return [Found(Ref(k, number), title) for k, number, title in answers]
