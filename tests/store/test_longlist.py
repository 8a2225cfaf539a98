"""Long lists: the beginning at once, the rest when somebody goes there, and nothing lost in between."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import customers, deals, followups, team
from store.database import close_store, database, rows
from store.followups import Bucket
from store.longlist import FIRST, LongList, numbers
from store.team import Member
from tests.bench.data import fill

BY_NAME = "SELECT c.id FROM customer c WHERE c.deleted_at IS NULL ORDER BY c.name COLLATE NOCASE, c.id"


@pytest.fixture
def lead(store_file: Path) -> Member:
    """The lead of a team with 900 customers and 9,000 follow-ups."""
    return fill(9_000)


def in_full(sql: str) -> list[int]:
    return [number for (number,) in rows(sql)]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(-1_000, 1_000), to=st.integers(-1_000, 1_000), step=st.sampled_from([1, 3, -1]))
def test_it_always_answers_what_the_whole_list_would(lead: Member, at: int, to: int, step: int) -> None:
    whole, found = in_full(BY_NAME), numbers(BY_NAME)
    assert len(found) == len(whole) == 900
    assert list(found[at:to:step]) == whole[at:to:step]
    if -900 <= at < 900:
        assert found[at] == whole[at]
        assert found.index(whole[at]) == whole.index(whole[at])
        assert whole[at] in found
    else:
        with pytest.raises(IndexError):
            found[at]


def test_the_rest_is_read_when_somebody_goes_there_and_only_then(lead: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    found = numbers(BY_NAME)
    asked: list[str] = []
    real = database.execute_sql

    def execute_sql(sql: str, params: object = None) -> object:
        asked.append(sql)
        return real(sql, params)

    monkeypatch.setattr(database, "execute_sql", execute_sql)
    assert [found[i] for i in range(FIRST)] and found[10] in found and len(found) == 900
    assert not asked
    assert found[-1] and found[FIRST] and list(found)
    assert len(asked) == 1


def test_a_short_list_is_a_plain_one_and_counts_nothing(ana: Member) -> None:
    customers.add(ana, "Northwind")
    assert numbers(BY_NAME) == in_full(BY_NAME)
    assert numbers(f"{BY_NAME.replace('ORDER', 'AND c.id = 0 ORDER')}") == []


def test_what_was_removed_meanwhile_leaves_the_length_as_it_is(lead: Member) -> None:
    found = numbers(BY_NAME)
    database.execute_sql("UPDATE customer SET deleted_at = 'x' WHERE id IN (SELECT id FROM customer LIMIT 5)")
    assert (len(found), found[-1]) == (900, 0)
    assert customers.listed([found[-1]]) == {}, "drawn as a row that can't be read, until the list is asked for anew"


def test_a_file_that_cannot_be_read_ends_nothing(lead: Member, store_file: Path) -> None:
    found = LongList("SELECT id FROM nowhere", (), [1, 2, 3], 900)
    assert (found[2], found[500]) == (3, 0)
    assert 999 not in found
    close_store()


def test_every_list_of_a_large_team_is_complete_and_in_order(lead: Member) -> None:
    def same(found: Sequence[int], sql: str) -> bool:
        return list(found) == in_full(sql)

    assert same(customers.ids(), BY_NAME)
    mine = BY_NAME.replace("WHERE", "WHERE (c.owner_id = 1 OR c.owner_id IS NULL) AND")
    database.execute_sql("UPDATE customer SET owner_id = nullif(id % 3, 0) WHERE id % 3 < 2")
    assert same(customers.ids(lead.id), mine)
    queue = followups.queue(None, team.today())
    later = "SELECT f.id FROM follow_up f WHERE f.due_on > '{}' AND f.status = 'planned' ORDER BY {}"
    assert same(
        queue.buckets[Bucket.LATER], later.format((team.today() + followups.WEEK).isoformat(), followups.BY_DAY)
    )


def test_a_board_of_many_deals_is_complete_and_in_order(ana: Member, li: Member) -> None:
    customer = customers.add(ana, "Northwind")
    made = deals.add(ana, customer, "Sensors", amount=100_00)
    names = [name for _i, name, *_ in rows("PRAGMA table_info(deal)") if name != "id"]
    changed = {"expected_close_on": "nullif(date('2026-11-01', (n.i % 50) || ' days'), '2026-11-08')", "amount": "n.i"}
    changed["owner_id"] = f"CASE WHEN n.i % 4 THEN {ana.id} ELSE {li.id} END"
    database.execute_sql(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 999)"
        f" INSERT INTO deal ({', '.join(names)}) SELECT {', '.join(changed.get(name, name) for name in names)}"
        f" FROM deal JOIN n WHERE deal.id = {made.id}"
    )
    for owner in (None, li.id):
        whose = "" if owner is None else f" AND d.owner_id = {owner}"
        first, *others = deals.board(owner, team.today())
        whole = in_full(
            f"SELECT d.id FROM deal d WHERE d.closed_on IS NULL{whose}"
            " ORDER BY d.expected_close_on IS NULL, d.expected_close_on, d.id"
        )
        assert list(first.keys) == whole
        amount = rows(f"SELECT sum(d.amount) FROM deal d WHERE d.closed_on IS NULL{whose}")[0][0]
        assert (first.count, first.sum) == (len(whole), amount)
        assert [list(one.keys) for one in others] == [[]] * len(others)
