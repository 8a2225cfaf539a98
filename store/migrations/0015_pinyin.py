"""Chinese names of customers and contacts are found by their pinyin, too: it is added to their words in the search."""

from __future__ import annotations

from typing import Any


def up(migrator: Any, db: Any) -> None:
    """Add the pinyin of each Chinese name to its words."""
    from store.pinyin import spelled  # a file without such names never loads the readings

    for kind in ("customer", "contact"):
        found = db.execute_sql(
            f"SELECT s.id, t.name, w.words FROM {kind} t JOIN search_entry s ON s.kind = '{kind}' AND s.record = t.id"
            " JOIN search_words w ON w.rowid = s.id"
        ).fetchall()
        for entry, name, words in found:
            if pinyin := spelled(name):
                db.execute_sql("UPDATE search_words SET words = ? WHERE rowid = ?", (f"{words} {pinyin}", entry))
