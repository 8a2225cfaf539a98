"""The way of a write: nothing half done, nothing unseen, nothing run over."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import changes, customers, followups, search, team
from store.access import Role
from store.changes import change
from store.customers import Customer
from store.database import close_store, open_store, rows
from store.errors import Conflict, Denied, Invalid, NotFound, Unavailable
from store.followups import FollowUp, NextStep, Outcome, Status
from store.history import history
from store.records import Ref
from store.team import Member

DAY = date(2026, 11, 23)


def test_a_failed_change_leaves_neither_the_file_nor_the_record_changed(ana: Member) -> None:
    customer = customers.add(ana, "Northwind")
    with pytest.raises(ZeroDivisionError), change(ana, "edited", customer) as it:
        it.update(customer, city="Zaragoza")
        raise ZeroDivisionError
    assert customer.city == "" and customer.version == 1
    assert Customer.load(customer.id).city == ""


def test_every_change_keeps_who_did_what_with_the_values_before_and_after(ana: Member, li: Member) -> None:
    customer = customers.add(li, "Northwind", owner=li)
    customers.edit(ana, customer, city="Zaragoza")
    latest, first = history(Ref("customer", customer.id))
    assert (latest.by, latest.verb, latest.fields) == (ana.id, "edited", {"city": ("", "Zaragoza")})
    assert (first.by, first.verb, first.fields["name"]) == (li.id, "added", (None, "Northwind"))


def test_somebody_elses_edit_is_not_overwritten_unseen(ana: Member, li: Member) -> None:
    mine = customers.add(ana, "Northwind")
    theirs = Customer.load(mine.id)
    customers.edit(li, theirs, city="Madrid")
    with pytest.raises(Conflict) as refused:
        customers.edit(ana, mine, city="Zaragoza")
    assert refused.value.mine == {"city": "Zaragoza"}
    assert refused.value.theirs["city"] == "Madrid" and refused.value.by == "Li"
    assert mine.city == "", "what was typed stays apart from what is stored"


def test_an_edit_of_something_removed_says_who_removed_it(ana: Member) -> None:
    mine = customers.add(ana, "Northwind")
    customers.remove(ana, Customer.load(mine.id))
    with pytest.raises(Conflict, match="Ana removed this"):
        customers.edit(ana, mine, city="Zaragoza")


def test_writing_the_same_values_again_makes_no_history(ana: Member) -> None:
    customer = customers.add(ana, "Northwind", city="Madrid")
    customers.edit(ana, customer, city="Madrid")
    assert len(history(customer.ref)) == 1 and customer.version == 1


def test_undo_pressed_again_takes_back_the_change_before(ana: Member) -> None:
    customer = customers.add(ana, "Northwind")
    customers.edit(ana, customer, city="Madrid")
    customers.edit(ana, Customer.load(customer.id), city="Zaragoza")
    changes.undo(ana)
    assert Customer.load(customer.id).city == "Madrid"
    changes.undo(ana)
    assert Customer.load(customer.id).city == ""
    changes.undo(ana)
    with pytest.raises(NotFound):
        Customer.load(customer.id)


def test_undo_refuses_to_run_over_a_later_edit_of_somebody_else(ana: Member, li: Member) -> None:
    customer = customers.add(ana, "Northwind")
    customers.edit(ana, customer, city="Madrid")
    customers.edit(li, Customer.load(customer.id), phone="12")
    with pytest.raises(Conflict, match="Li changed this after you"):
        changes.undo(ana)
    assert Customer.load(customer.id).city == "Madrid"


def test_undo_goes_on_once_the_later_edit_is_undone_itself(ana: Member, li: Member) -> None:
    customer = customers.add(ana, "Northwind")
    customers.edit(ana, customer, city="Madrid")
    customers.edit(li, Customer.load(customer.id), phone="12")
    changes.undo(li)
    changes.undo(ana)
    assert Customer.load(customer.id).city == ""


def test_undo_of_a_completion_brings_back_the_follow_up_and_takes_out_its_next_step(ana: Member) -> None:
    followup = followups.add(ana, DAY, subject="Renewal")
    followups.complete(ana, followup, Outcome.CONNECTED, "agreed", NextStep(DAY + timedelta(days=3)))
    assert FollowUp.select().where(FollowUp.kept()).count() == 2
    changes.undo(ana)
    assert [f.status for f in FollowUp.select().where(FollowUp.kept())] == [Status.PLANNED]


def test_undo_touches_only_what_this_session_did(ana: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    customers.add(ana, "Northwind")
    monkeypatch.setattr(changes, "SESSION", "another")
    with pytest.raises(NotFound, match="nothing of yours"):
        changes.undo(ana)


def test_undoing_a_removal_after_the_login_was_taken_is_refused_beside_the_login(ana: Member, li: Member) -> None:
    eva = team.add_member(ana, "Eva", "eva", Role.LEAD)
    with change(ana, "removed", li) as it:
        it.remove(li)
    team.add_member(eva, "Lin", "li")
    with pytest.raises(Invalid) as refused:
        changes.undo(ana)
    assert "login" in refused.value.fields


def test_a_verb_inside_a_verb_is_a_programming_error(ana: Member) -> None:
    customer = customers.add(ana, "Northwind")
    with pytest.raises(RuntimeError, match="a verb calls no verb"), change(ana, "edited", customer):
        customers.edit(ana, customer, city="Madrid")


def test_a_misspelt_field_is_found_at_once(ana: Member) -> None:
    customer = customers.add(ana, "Northwind")
    with pytest.raises(TypeError, match="no field citty"), change(ana, "edited", customer) as it:
        it.update(customer, citty="Madrid")


def test_a_second_writer_is_told_that_the_file_is_busy(ana: Member, store_file: Path) -> None:
    other = sqlite3.connect(store_file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(Unavailable, match="busy"):
            customers.add(ana, "Northwind")
    finally:
        other.execute("ROLLBACK")
        other.close()
    customers.add(ana, "Northwind")


def test_removed_records_leave_the_search_and_undo_brings_them_back(ana: Member) -> None:
    customer = customers.add(ana, "华星科技", city="Zaragoza")
    for typed in ("华星", "星科", "zar", "华"):
        assert [found.ref for found in search.find(typed)] == [customer.ref], typed
    customers.remove(ana, customer)
    assert search.find("华星") == []
    changes.undo(ana)
    assert [found.title for found in search.find("华星")] == ["华星科技"]


def test_what_was_confirmed_survives_a_kill(tmp_path: Path) -> None:
    """A program is killed the moment it has said that a change was written."""
    path = tmp_path / "killed.db"
    program = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from store import customers, team\n"
        "from store.database import open_store\n"
        f"open_store(Path({str(path)!r}), create=True)\n"
        "ana = team.found_team('T', timezone='UTC', currency='EUR', lead='Ana', login='ana')\n"
        "for n in range(20):\n"
        "    customers.add(ana, f'Customer {n}')\n"
        "print('written', flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == -9 and ended.stdout == "written\n"
    open_store(path)
    assert len(customers.ids()) == 20
    close_store()


STEPS = st.lists(st.sampled_from(["edit", "edit", "snooze", "complete", "undo", "undo"]), max_size=12)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_undoing_everything_always_ends_where_it_began(ana: Member, steps: list[str]) -> None:
    followup = followups.add(ana, DAY, subject="Renewal")
    first = _values(followup.id)
    done = 0
    for number, step in enumerate(steps):
        current = FollowUp.load(followup.id)
        if step == "undo":
            if done:
                changes.undo(ana)
                done -= 1
        elif step == "edit":
            followups.edit(ana, current, subject=f"Renewal {number}")
            done += 1
        elif current.status is Status.PLANNED:
            if step == "snooze":
                followups.snooze(ana, current, DAY + timedelta(days=number + 1))
            else:
                followups.complete(ana, current, Outcome.CONNECTED, "", NextStep(DAY + timedelta(days=2)))
            done += 1
    for _ in range(done):
        changes.undo(ana)
    assert _values(followup.id) == first
    assert rows("PRAGMA foreign_key_check") == []
    changes.undo(ana)


def _values(number: int) -> tuple[object, ...]:
    found = FollowUp.load(number)
    return (found.subject, found.due_on, found.snooze_count, found.status, found.outcome, found.done_at, found.note)


def test_a_viewer_writes_nothing(viewer: Member) -> None:
    with pytest.raises(Denied):
        customers.add(viewer, "Northwind")
