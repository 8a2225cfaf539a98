"""What an import recognises again: the key by which another system, or the file itself, knows a record."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from peewee import TextField

from store.database import rows
from store.records import Record, Ref, RefField


class ExternalRef(Record):
    """``key`` is unique among the records of a ``kind`` from one ``source``.

    ``seen`` is the fingerprint of the row that was imported last: a row with the same one changes nothing, even where
    the record was worked on in Huddle since.
    """

    about = RefField[Ref]()
    source = TextField()
    kind = TextField()
    key = TextField()
    seen = TextField()

    @property
    def title_of_record(self) -> str:
        return self.key


NAMES = ("about", "source", "kind", "key", "seen")


def known(source: str, kind: str) -> dict[str, tuple[int, str]]:
    """The records of this kind that the source has told of: (id, fingerprint) by key."""
    found = rows(
        "SELECT key, CAST(substr(about, ?) AS INTEGER), seen FROM external_ref"
        " WHERE source = ? AND kind = ? AND deleted_at IS NULL",
        (len(kind) + 2, source, kind),
    )
    return {key: (number, seen) for key, number, seen in found}


def fingerprint(row: Sequence[str]) -> str:
    """What tells a row from one with other cells."""
    return hashlib.blake2b("\x1f".join(row).encode(errors="surrogatepass"), digest_size=8).hexdigest()
