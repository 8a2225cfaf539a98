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


LOOKED_THROUGH = 3_000  # hits that are asked whether they count; who types on has fewer


def find(text: str, limit: int = 20, kind: str = "", only: str = "") -> list[Found]:
    """The newest records that have all these words or beginnings of words, of one kind when it is named.

    ``only`` is a condition in SQL on the record with the id ``e.record``, looked for among the newest hits.
    """
    asked = question(text, kind)
    if not asked:
        return []
    hits = "SELECT rowid AS id FROM search_words WHERE search_words MATCH ? ORDER BY rowid DESC LIMIT ?"
    answers = rows(
        f"SELECT e.kind, e.record, e.title FROM ({hits}) w CROSS JOIN search_entry e ON e.id = w.id"
        f"{f' WHERE {only}' if only else ''} ORDER BY w.id DESC LIMIT ?",
        (asked, LOOKED_THROUGH if only else limit, limit),
    )
    return [Found(Ref(k, number), title) for k, number, title in answers]
