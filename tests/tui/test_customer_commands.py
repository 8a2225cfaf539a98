"""``huddle done`` and ``huddle customer``: a rep's day from a script or a phone."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from store import customers, followups, notes
from store.customers import Customer, ValueClass
from store.database import open_store
from store.followups import FollowUp, Outcome, Status
from store.team import Member
from tui.cli import main

DAY = date(2026, 11, 23)


@pytest.fixture
def customer(ana: Member) -> Customer:
    """An A customer."""
    return customers.add(ana, "Northwind", value_class=ValueClass.A, owner=ana, phone="12", city="Zaragoza")


def run(path: Path, *words: str) -> Result:
    result = CliRunner().invoke(main, ["--db", str(path), "--as", "ana", *words])
    open_store(path)
    return result


def test_done_completes_and_plans_the_usual_next_step(store_file: Path, ana: Member, customer: Customer) -> None:
    made = followups.add(ana, DAY, customer=customer, subject="Renewal")
    found = run(store_file, "done", str(made.id), "--outcome", "advanced", "--note", "they like it")
    assert (found.exit_code, found.stdout) == (0, "Done; next call Mon 7 Dec.\n")
    record = FollowUp.load(made.id)
    assert (record.status, record.outcome, record.note) == (Status.DONE, Outcome.ADVANCED, "they like it")


def test_done_takes_the_step_that_was_said_or_none(store_file: Path, ana: Member, customer: Customer) -> None:
    first = followups.add(ana, DAY, customer=customer, subject="Renewal")
    found = run(store_file, "done", str(first.id), "--next", "visit fri 10:00", "--json")
    expected = {"id": first.id, "outcome": "connected", "next_on": "2026-11-27", "next_kind": "visit"}
    assert json.loads(found.stdout) == expected
    (second,) = followups.planned_for(customer.id)
    assert run(store_file, "done", str(second.id), "--next", "none").stdout == "Done.\n"
    assert followups.planned_for(customer.id) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("done", "999"), "There is no follow-up 999; huddle due lists them with their ids."),
        (("done", "1", "--next", "sometime"), "Name a day"),
        (("snooze", "1", "+99999999d"), "is no day"),
        (("customer", "Nobody"), "No customer is called Nobody."),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    store_file: Path, ana: Member, customer: Customer, words: tuple[str, ...], said: str
) -> None:
    followups.add(ana, DAY, customer=customer)
    found = run(store_file, *words)
    assert (found.exit_code, found.stdout) == (2, "")
    assert said in found.stderr
    assert found.stderr.count("\n") == 1


def test_a_day_in_another_year_is_said_with_it(store_file: Path, ana: Member, customer: Customer) -> None:
    made = followups.add(ana, DAY, customer=customer)
    assert run(store_file, "snooze", str(made.id), "2027-12-31").stdout == "Snoozed until 31 Dec 2027.\n"


def test_done_twice_says_who_did_it(store_file: Path, ana: Member, customer: Customer) -> None:
    made = followups.add(ana, DAY, customer=customer)
    run(store_file, "done", str(made.id))
    assert "Ana completed this already, Mon 23 Nov 10:00." in run(store_file, "done", str(made.id)).stderr


def test_customer_tells_facts_people_plans_and_past(store_file: Path, ana: Member, customer: Customer) -> None:
    customers.add_contact(ana, customer, "王芳", phone="34")
    followups.add(ana, DAY, customer=customer, subject="Renewal")
    notes.write(ana, customer.ref, "likes [/b] tea")
    said = run(store_file, "customer", "northwind").stdout
    for words in ("Northwind", "A · prospect", "王芳", "Renewal", "likes [/b] tea"):
        assert words in said
    found = json.loads(run(store_file, "customer", "Northwind", "--json").stdout)
    assert (found["owner"], found["contacts"][0]["name"], found["planned"][0]["subject"]) == ("Ana", "王芳", "Renewal")
    assert found["timeline"][0]["text"] == "likes [/b] tea"


def test_an_unclear_name_names_the_nearest(store_file: Path, ana: Member, customer: Customer) -> None:
    customers.add(ana, "Northgate")
    assert "Which customer is meant?" in run(store_file, "customer", "north").stderr
