"""Notes: written by anybody about any record, kept with their author."""

from __future__ import annotations

import pytest

from store import changes, customers, notes
from store.errors import Denied, Invalid
from store.records import Ref
from store.team import Member


def test_the_newest_note_comes_first_with_its_author(ana: Member, li: Member) -> None:
    ref = customers.add(ana, "Northwind").ref
    notes.write(ana, ref, "first")
    notes.write(li, ref, " second\n")
    assert [(note.author, note.body) for note in notes.about(ref)] == [("Li", "second"), ("Ana", "first")]
    assert notes.about(Ref("customer", 999)) == []


def test_an_empty_note_and_one_of_ten_thousand_characters_are_refused(ana: Member) -> None:
    ref = customers.add(ana, "Northwind").ref
    for body, words in (("  \n", "Write something"), ("x" * 10_000, "10000 characters")):
        with pytest.raises(Invalid, match=words) as refused:
            notes.write(ana, ref, body)
        assert "body" in refused.value.fields


def test_only_its_author_and_the_lead_remove_a_note_and_undo_brings_it_back(
    ana: Member, li: Member, wang: Member
) -> None:
    ref = customers.add(ana, "Northwind").ref
    note = notes.write(li, ref, "theirs")
    with pytest.raises(Denied):
        notes.remove(wang, note)
    notes.remove(li, note)
    assert notes.about(ref) == []
    changes.undo(li)
    assert len(notes.about(ref)) == 1
