"""The history tells who changed what and when, and nothing of what somebody may not read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from store import access, changes, customers, followups, goals, history, team
from store.calendar import Period, PeriodKind
from store.customers import Customer
from store.database import rows
from store.figures import Unit
from store.followups import NextStep, Outcome
from store.goals.units import units_of
from store.records import Ref
from store.team import Member

CHRISTMAS = date(2026, 12, 25)


@pytest.fixture
def northwind(ana: Member) -> Customer:
    return customers.add(ana, "Northwind", owner=ana, city="Porto")


def told(me: Member, ref: Ref | None = None, *, mine: bool = False) -> list[history.Act]:
    """The acts in the order in which they are listed."""
    numbers = history.of_team(me, mine=mine) if ref is None else history.of_record(me, ref, mine=mine)
    found = history.read(me, numbers, ref)
    return [found[number] for number in numbers]


def test_an_edit_is_told_with_who_did_it_and_each_field_before_and_after(ana: Member, northwind: Customer) -> None:
    customers.edit(ana, northwind, city="Lisbon", phone="123")
    edit, made = told(ana, northwind.ref)
    assert (edit.by, edit.verb, edit.told.added, edit.others) == ("Ana", "edited", False, 0)
    assert edit.told.fields == {"city": ("Porto", "Lisbon"), "phone": ("", "123")}
    assert made.told.added and made.told.fields["name"] == (None, "Northwind")


def test_what_happened_to_a_part_of_a_record_is_told_of_the_record(ana: Member, northwind: Customer) -> None:
    person = customers.add_contact(ana, northwind, "Rosa")
    added = told(ana, northwind.ref)[0]
    assert (added.about, added.told.ref) == (northwind.ref, person.ref)
    assert [act.verb for act in told(ana, person.ref)] == ["added a contact to"]


def test_a_change_names_everything_it_touched_with_it(ana: Member, li: Member, northwind: Customer) -> None:
    customers.hand_over(ana, northwind, li)
    handed = told(ana)[0]
    assert handed.told.fields["owner"] == (ana.id, li.id)
    planned = followups.add(ana, date(2026, 11, 24), subject="Renewal")
    followups.complete(ana, planned, Outcome.ADVANCED, next_step=NextStep(date(2026, 11, 30)))
    done = told(ana, planned.ref)[0]
    assert done.others == 1
    assert [one.added for one in history.others(ana, done)] == [True]
    assert [one.ref.kind for one in history.others(ana, done)] == ["follow_up"]


def test_what_was_undone_says_so_and_the_undo_is_told_too(ana: Member, northwind: Customer) -> None:
    customers.edit(ana, northwind, city="Lisbon")
    changes.undo(ana)
    undo, edit, _made = told(ana, northwind.ref)
    assert (undo.is_undo, undo.undone, edit.is_undo, edit.undone) == (True, False, False, True)
    assert undo.told.fields == {"city": ("Lisbon", "Porto")}


def test_mine_are_only_mine(ana: Member, li: Member, northwind: Customer) -> None:
    customers.hand_over(ana, northwind, li)
    customers.edit(li, Customer.load(northwind.id), city="Lisbon")
    assert [act.by for act in told(li, northwind.ref, mine=True)] == ["Li"]
    assert [act.verb for act in told(li, mine=True)] == ["edited"]
    assert {act.by for act in told(li)} >= {"Ana", "Li"}


def test_what_huddle_did_by_itself_is_nobody_s(ana: Member, northwind: Customer) -> None:
    customers.edit(team.SYSTEM, northwind, city="Lisbon")
    assert told(ana, northwind.ref)[0].by == ""


def test_what_may_not_be_read_is_not_there(
    ana: Member, li: Member, wang: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Absences stand for reviews and pay, which only their owner and the lead read."""
    away = team.add_absence(ana, wang, CHRISTMAS, CHRISTMAS)
    with changes.change(ana, "edited", li) as it:  # a change of something public that touches a private record
        it.update(li, phone="123")
        it.update(away, first_day=date(2026, 12, 24))
    with changes.change(ana, "moved", away) as it:  # and one that is named after the private record
        it.update(away, last_day=date(2026, 12, 26))
        it.update(li, phone="456")
    monkeypatch.setattr(access, "PRIVATE", {"absence"})
    for me, sees in ((ana, True), (wang, True), (li, False)):
        assert bool(told(me, away.ref)) is sees
        assert any(act.about.kind == "absence" for act in told(me)) is sees
        assert ("moved" in [act.verb for act in told(me, li.ref)]) is sees
        changed = next(act for act in told(me, li.ref) if act.verb == "edited")
        assert (changed.others, len(history.others(me, changed))) == ((1, 1) if sees else (0, 0))
        assert (away.ref in history.titles(me, [away.ref, li.ref])) is sees
        assert li.ref in history.titles(me, [away.ref, li.ref])


def test_nobody_but_the_lead_reads_what_is_private_and_nobody_s(
    ana: Member, li: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    [holiday] = team.add_holidays(ana, [(CHRISTMAS, False, "Christmas")])
    monkeypatch.setattr(access, "PRIVATE", {"holiday"})
    assert told(ana, holiday.ref) and not told(li, holiday.ref)


def test_a_record_s_history_is_found_by_an_index_however_long_the_team_s_is(ana: Member) -> None:
    asked: list[tuple[str, tuple[object, ...]]] = []
    real = history.rows

    def note(sql: str, params: Sequence[object]) -> list[tuple[Any, ...]]:
        asked.append((sql, tuple(params)))
        return real(sql, params)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(history, "rows", note)
        made = told(ana, ana.ref)[0]
        history.others(ana, made)
        history.read(ana, [made.id])
    assert len(asked) == 4
    for sql, params in asked:
        plan = [str(row[3]) for row in rows("EXPLAIN QUERY PLAN " + sql, params)]
        scans = [
            line for line in plan if line.startswith("SCAN") and line.split()[1] in ("change", "change_entry", "c", "e")
        ]
        assert scans == [], "\n".join(plan)


def test_every_kind_that_holds_amounts_tells_their_unit(ana: Member) -> None:
    november = Period(PeriodKind.MONTH, date(2026, 11, 1), date(2026, 11, 30))
    goal = goals.add(ana, "Revenue", owner=None, period=november, target=500, unit=Unit.MONEY, reason="a test")
    made = goals.check_in(ana, goal, 100)
    assert {ref.kind: unit.value for ref, unit in units_of([goal.ref, made.ref, ana.ref]).items()} == {
        "goal": "money",
        "check_in": "money",
    }
