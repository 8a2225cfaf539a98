"""What was being typed when a line dropped: it comes back to whoever typed it, and to nobody else."""

from __future__ import annotations

import sqlite3
import time
from datetime import timedelta
from pathlib import Path

import pytest

from store import changes, customers, unfinished
from store.calendar import clock, now
from store.changes import session
from store.database import rows
from store.errors import Unavailable
from store.records import Ref
from store.team import Member
from store.unfinished import PLACE_KEPT, Step, Typed

NOTE = Typed(
    "New note",
    "Northwind",
    "Form",
    {"body": ("", "They want [/b] both\nmills"), "days": (["Mon"], ["Mon", "周二"])},
    (Step("Customers", "7", "note", ""),),
)


def test_what_was_typed_comes_back_as_it_was(ana: Member) -> None:
    with session("dropped"):
        unfinished.keep(ana, "customers", Ref("customer", 7), NOTE)
    (found,) = unfinished.left(ana)
    assert (found.session, found.screen, found.record, found.fresh) == (
        "dropped",
        "customers",
        Ref("customer", 7),
        True,
    )
    assert found.typed == NOTE


def test_nobody_else_reads_it_and_no_history_tells_it(ana: Member, li: Member) -> None:
    with session("dropped"):
        unfinished.keep(li, "customers", None, NOTE)
    assert unfinished.left(ana) == [], "not even the lead"
    assert not rows("SELECT 1 FROM change_entry WHERE kind = 'unfinished' OR after LIKE '%mills%'")
    assert not rows("SELECT 1 FROM search_entry WHERE title LIKE '%mills%'")
    unfinished.throw_away(ana, unfinished.left(li)[0])
    unfinished.forget(ana)
    assert unfinished.left(li), "nor can anybody else throw it away"


def test_two_sessions_of_one_member_do_not_run_over_each_others_text(ana: Member) -> None:
    with session("one"):
        unfinished.keep(ana, "customers", None, NOTE)
    with session("two"):
        unfinished.keep(ana, "deals", None, NOTE._replace(what="Edit deal"))
    with session("three"):
        unfinished.keep(ana, "goals", None, None)
        unfinished.forget(ana)
    assert [one.typed.what for one in unfinished.left(ana) if one.typed] == ["Edit deal", "New note"]
    unfinished.throw_away(ana, unfinished.left(ana)[0])
    assert [one.session for one in unfinished.left(ana)] == ["one"]


def test_the_place_is_kept_for_a_short_while_and_leaving_in_order_forgets_it(ana: Member) -> None:
    with session("dropped"):
        unfinished.keep(ana, "deals", Ref("deal", 3), None)
    with clock(now() + PLACE_KEPT + timedelta(minutes=1)):
        assert not unfinished.left(ana)[0].fresh, "the next day begins with Today"
    with session("next"):
        unfinished.forget(ana)
    assert unfinished.left(ana) == []


def test_a_clock_that_was_set_back_breaks_nothing(ana: Member) -> None:
    """What is the latest is told by the order of writing: times are only for people."""
    customers.add(ana, "First")
    with session("one"):
        unfinished.keep(ana, "customers", None, NOTE)
    with clock(now() - timedelta(days=400)):
        with session("two"):
            unfinished.keep(ana, "deals", None, NOTE)
        assert [(one.session, one.fresh) for one in unfinished.left(ana)] == [("two", True), ("one", True)]
        second = customers.add(ana, "Second")
        customers.edit(ana, second, city="Jaén")
        assert changes.undo(ana).verb == "edited", "the last change is the last one written"
        assert changes.undo(ana).title == "Second"
        assert changes.undo(ana).title == "First"


def test_while_somebody_else_writes_typing_goes_on(ana: Member, store_file: Path) -> None:
    other = sqlite3.connect(store_file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    with pytest.raises(Unavailable):
        unfinished.keep(ana, "customers", None, NOTE)
    assert time.monotonic() - began < 1, "it isn't waited for"
    other.execute("COMMIT")
    other.close()
    assert rows("PRAGMA busy_timeout") == [(2000,)], "a change that was confirmed is"
