"""The search index: every word of the records that declare ``SEARCHED``, written with each change.

SQLite's unicode61 can't look inside a run of Chinese and trigram can't answer two characters, so Chinese runs
are cut into overlapping pairs here, and an ordinary FTS5 table finds both scripts; ``pinyin.py`` adds how names are
spelled. ``search.py`` asks it.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from functools import lru_cache

from store.database import database, rows, write_many
from store.pinyin import spelled
from store.reading import state
from store.records import Record, kind_of

# compiled by their first use: that takes 3 ms, which no start should wait for
_CJK = r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+"
_RUN = _CJK + r"|[^\W_]+"


def _is_cjk(run: str) -> bool:
    return ord(run[0]) >= 0x2E80


def _runs(text: str) -> list[str]:
    found: list[str] = []
    for run in re.findall(_RUN, text):
        found += [part for part in re.split(r"([\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]+)", run) if part]
    return found


def spoken(text: str) -> str:
    """The text as the index keeps it: Chinese as pairs (华星科技 → 华星 星科 科技 技); FTS5 cuts the rest."""
    return text if text.isascii() else re.sub(_CJK, _pairs, text)


def _pairs(found: re.Match[str]) -> str:
    run = found[0]
    return f" {' '.join([run[i : i + 2] for i in range(len(run))])} "


def question(text: str, kind: str = "") -> str:
    """The FTS5 expression for what a person typed so far, of one kind when it is named; "" for nothing to look for."""
    parts: list[str] = []
    for run in _runs(text):
        if _is_cjk(run) and len(run) > 1:
            parts.append('"' + " ".join(run[i : i + 2] for i in range(len(run) - 1)) + '"')
        else:
            parts.append(_begun(run))
    if not parts:
        return ""
    return f"words : ({' AND '.join(parts)})" + (f' AND kind : "{kind}"' if kind else "")


PREFIXES = 3  # characters up to which the index keeps the beginnings of words
MOST_TERMS = 24


def _begun(run: str) -> str:
    """What finds the words that begin so. FTS5 gathers every hit of a beginning that is longer than those it keeps
    before it answers the first, so a beginning of few words is asked for as those words, which are read from the end.
    """
    terms = _terms(run.lower(), state()) if len(run) > PREFIXES and run.isascii() else ()
    return f"({' OR '.join(f'{chr(34)}{term}{chr(34)}' for term in terms)})" if terms else f'"{run}"*'


@lru_cache(maxsize=8)  # a filter asks for several kinds of records by the same words
def _terms(run: str, _state: tuple[Hashable, ...]) -> Sequence[str]:
    """The words of the index that begin so; none when there are more than ``MOST_TERMS``."""
    found: list[str] = []
    after = run
    while True:
        next_ = rows("SELECT term FROM search_term WHERE term >= ? LIMIT 1", (after,))
        if not next_ or not next_[0][0].startswith(run):
            return found
        if len(found) == MOST_TERMS:
            return []
        found.append(next_[0][0])
        after = found[-1] + "\x01"  # before every longer word, after this one


LONGEST = 10_000  # characters that LIKE looks for, of a pattern of 50,000 bytes at most; nothing has such a name
LIKE = "LIKE ? ESCAPE '\\'"  # how SQL looks for what containing() and beginning() make of a text


def containing(text: str) -> str:
    """The pattern for ``LIKE`` that finds this text anywhere, literally."""
    return f"%{_literal(text)}%"


def beginning(text: str) -> str:
    """The pattern for ``LIKE`` that finds what begins with this text."""
    return f"{_literal(text)}%"


_missed: dict[str, tuple[tuple[Hashable, ...], str]] = {}


def anywhere(sql: str, text: str, columns: int = 1) -> list[int]:
    """The ids that a SELECT answers which looks for ``LIKE`` in so many columns, for what contains this text.

    It reads an index from end to end. Nobody waits for that at every further letter: what contains a text contains
    each part of it, so that where a text wasn't found, and nothing was written since, a longer one isn't looked for.
    """
    seen, wanted = state(), text.strip()
    before = _missed.get(sql)
    if before is not None and before[0] == seen and before[1] in wanted:
        return []
    found = [number for (number,) in rows(sql, [containing(wanted)] * columns)]
    if not found:
        _missed[sql] = seen, wanted
    return found


def _literal(text: str) -> str:
    return re.sub(r"([%_\\])", r"\\\1", text.strip()[:LONGEST])


def index(record: Record) -> None:
    """Bring the index up to date with this record, inside the change that writes it."""
    if not record.SEARCHED:
        return
    kind = kind_of(type(record))
    found = rows("SELECT id FROM search_entry WHERE kind = ? AND record = ?", (kind, record.id))
    if found:
        database.execute_sql("DELETE FROM search_words WHERE rowid = ?", found[0])
    if record.deleted_at is not None:
        database.execute_sql("DELETE FROM search_entry WHERE kind = ? AND record = ?", (kind, record.id))
        return
    title = record.title_of_record
    if found:
        entry = found[0][0]
        database.execute_sql("UPDATE search_entry SET title = ? WHERE id = ?", (title, entry))
    else:
        database.execute_sql(
            "INSERT INTO search_entry (kind, record, title) VALUES (?, ?, ?)", (kind, record.id, title)
        )
        entry = rows("SELECT last_insert_rowid()")[0][0]
    text = " ".join(str(record.__data__.get(name) or "") for name in record.SEARCHED)
    words = _kept(text, record.title_of_record if record.SPELLED else "")
    database.execute_sql("INSERT INTO search_words (rowid, words, kind) VALUES (?, ?, ?)", (entry, words, kind))


def _kept(text: str, name: str) -> str:
    """What the index keeps: the words of a text, and the pinyin of the name in it."""
    pinyin = spelled(name)
    return f"{spoken(text)} {pinyin}" if pinyin else spoken(text)


def index_many(model: type[Record], first: int, last: int) -> None:
    """Index new records with these ids, which were written by one statement."""
    if not model.SEARCHED:
        return
    assert model.TITLE_SQL or model.title_of_record is Record.title_of_record, "SQL reads the title, too"
    kind, span = kind_of(model), (first, last)
    columns = ", ".join(f't."{model._meta.fields[name].column_name}"' for name in model.SEARCHED)
    title = model.TITLE_SQL or columns.partition(",")[0]
    database.execute_sql(
        f"INSERT INTO search_entry (kind, record, title) SELECT '{kind}', t.id, {title} FROM {kind} t"
        " WHERE t.id BETWEEN ? AND ? ORDER BY t.id",
        span,
    )
    texts = " || ' ' || ".join(f"coalesce(t.\"{model._meta.fields[name].column_name}\", '')" for name in model.SEARCHED)
    name = columns.partition(",")[0] if model.SPELLED else "''"
    found = rows(
        f"SELECT s.id, {texts}, {name} FROM search_entry s JOIN {kind} t ON t.id = s.record"
        f" WHERE s.kind = '{kind}' AND s.record BETWEEN ? AND ?",
        span,
    )
    spoken_rows = [(entry, _kept(text, name), kind) for entry, text, name in found]
    write_many("INSERT INTO search_words (rowid, words, kind) VALUES (?, ?, ?)", spoken_rows)


def drop_many(kind: str, records: str, values: Sequence[object]) -> None:
    """Take records of one kind out of the index; ``records`` is the SELECT that answers their ids."""
    entries = f"SELECT id FROM search_entry WHERE kind = '{kind}' AND record IN ({records})"
    database.execute_sql(f"DELETE FROM search_words WHERE rowid IN ({entries})", values)
    database.execute_sql(f"DELETE FROM search_entry WHERE kind = '{kind}' AND record IN ({records})", values)
