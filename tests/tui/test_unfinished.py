"""After a dropped line: where one was, and what one was typing, is offered back, gone on with or thrown away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pilots import press, rows_of, said, typed
from sizes import by_size
from textual.pilot import Pilot

from store import changes, customers, deals, followups, risks, team, unfinished
from store.changes import session
from store.customers import Customer
from store.database import database, rows
from store.notes import Note
from store.records import Ref
from store.team import Member
from store.unfinished import Left
from tui.app import HuddleApp
from tui.screens import goingon
from tui.unfinished import writing_on
from tui.widgets.conflict import Clash
from tui.widgets.form import Form
from tui.widgets.which import Which

WORDS = ("They", "want", "both")
WAYS: dict[str, tuple[str, ...]] = {  # how something is opened that one types in, by the screen
    "a note": ("5", "c"),
    "a form": ("5", "e", "tab"),
    "a person there": ("5", "p", "e"),
    "quick entry": ("4", "+"),
    "completing": ("4", "space", "tab"),
    "an answer": ("1", "space", "tab"),
    "a topic": ("5", "i"),
    "an action item": ("5", "t"),
    "a rating": ("8", "r", "3", "3"),
}


def dropped(app: HuddleApp) -> Left:
    """What another session would find if the line dropped now."""
    app.unfinished.not_before = 0.0
    app.unfinished.look(app)
    with session("the next one"):
        found = unfinished.left(app.me)[0]
    assert found.typed is not None
    return found


def put(app: HuddleApp, one: Left) -> None:
    """Have this left behind by a session that is gone."""
    with session(one.session):
        unfinished.keep(app.me, one.screen, one.record, one.typed)


@pytest.fixture
def northwind(ana: Member) -> Customer:
    made = customers.add(ana, "Northwind", owner=ana, city="Jaén")
    customers.add_contact(ana, made, "王芳")
    deal = deals.add(ana, made, "Renewal", amount=100_00)
    risks.add(ana, "The mill stops", category=risks.Category.CUSTOMER)
    followups.add(ana, team.today(), customer=made, subject="Renewal", deal=deal)
    return made


async def test_whatever_one_types_in_is_opened_again_with_the_text(ana: Member, northwind: Customer) -> None:
    from store import meetings

    meetings.set_up(ana, "Weekly", timezone="Europe/Madrid", facilitator=ana, start=team.today())
    kept: dict[str, Left] = {}
    app = HuddleApp(ana)
    async with app.run_test(size=(100, 30)) as pilot:
        for name, keys in WAYS.items():
            await press(pilot, *keys)
            await press(pilot, "end", *typed(" ".join(WORDS)))
            kept[name] = dropped(app)._replace(session=name)
            await _leave(pilot)
    database.execute_sql("DELETE FROM unfinished")
    app = HuddleApp(ana)
    async with app.run_test(size=(100, 30)) as pilot:
        for name, one in kept.items():
            put(app, one)
            goingon.offer(app)
            await pilot.pause()
            assert isinstance(app.screen, Which), name
            await press(pilot, "enter")
            await app.workers.wait_for_complete()
            await pilot.pause()
            found = writing_on(app.screen)
            assert found is not None, (name, app.screen)
            assert one.typed is not None
            assert {field: now for field, (_was, now) in found.written.items()} == {
                field: now for field, (_was, now) in one.typed.fields.items()
            }, name
            assert [one.session for one in _rows()] == [changes.SESSION], "it is this session's text now"
            await _leave(pilot)
            app.unfinished.look(app)
            assert [one.typed for one in _rows()] == [None], "given up is given up"


def _rows() -> list[Left]:
    with session("somebody who looks"):
        return [one for member in team.members() for one in unfinished.left(member)]


async def _leave(pilot: Pilot[None]) -> None:
    """Give up what is typed, and whatever list lies under it."""
    app = pilot.app
    assert isinstance(app, HuddleApp)
    for _turn in range(4):
        if app.screen is app.huddle_screen() and writing_on(app.screen) is None:
            return
        await press(pilot, "escape")
        if type(app.screen).__name__ == "Confirm":
            await press(pilot, "y")
    raise AssertionError(app.screen)


async def test_it_starts_where_one_was_on_the_same_record(ana: Member, northwind: Customer) -> None:
    other = customers.add(ana, "Aceites", owner=ana)
    assert other.id != northwind.id
    with session("dropped"):
        unfinished.keep(ana, "customers", Ref("customer", northwind.id), None)
    app = HuddleApp(ana, left=unfinished.left(ana))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.current_mode == "customers"
        assert rows_of(app).key == northwind.id
        assert app.screen is app.huddle_screen(), "nothing is asked about a mere place"
    app = HuddleApp(ana, left=[unfinished.left(ana)[0]._replace(screen="a screen of another edition")])
    async with app.run_test(size=(80, 24)):
        assert app.current_mode == "today"


async def test_what_was_changed_since_is_asked_about_and_not_run_over(ana: Member, northwind: Customer) -> None:
    app = HuddleApp(ana, start="customers")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "e", "end", *" SA")
        one = dropped(app)._replace(session="dropped")
    put(app, one)
    customers.edit(ana, Customer.load(northwind.id), name="Northwind Ltd")
    app = HuddleApp(ana, left=unfinished.left(ana))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        form = app.screen
        assert isinstance(form, Form)
        assert (form.row("name").raw(), form.row("name").theirs) == ("Northwind SA", "Ana: Northwind Ltd")
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, Clash)
        await press(pilot, "b", "ctrl+s")
        assert said(app) == "Saved · u undo"
    assert Customer.load(northwind.id).name == "Northwind Ltd / Northwind SA"


async def test_where_it_cannot_be_opened_the_text_is_shown_and_can_be_copied(ana: Member, northwind: Customer) -> None:
    app = HuddleApp(ana, start="customers")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "e", "end", *" SA")
        one = dropped(app)._replace(session="dropped")
    database.execute_sql("DELETE FROM unfinished")
    put(app, one)
    customers.remove(ana, northwind)
    app = HuddleApp(ana, left=unfinished.left(ana))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        asked = app.screen
        assert isinstance(asked, Which)
        assert (asked.question, asked.detail) == (
            "Edit customer · Northwind can't be opened as it was. What you typed:",
            "Northwind SA",
        )
        await press(pilot, "y")
        assert app.clipboard == "Northwind SA"
        assert [one.typed for one in unfinished.left(ana)] == [one.typed], "it is there until it is thrown away"
        goingon.offer(app)
        await pilot.pause()
        await press(pilot, "x")
    assert unfinished.left(ana) == []


async def test_a_session_in_which_nothing_happens_writes_nothing_and_typing_writes_now_and_then(
    ana: Member, northwind: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.unfinished.monotonic", lambda: 100.0)
    app = HuddleApp(ana, start="customers")
    connection = database.connection()
    async with app.run_test(size=(80, 24)) as pilot:
        before = connection.total_changes
        for _turn in range(5):
            app.look()
        assert connection.total_changes == before
        await press(pilot, "c")
        for letter in "three letters a second":
            await press(pilot, *typed(letter))
            app.look()
        assert rows("SELECT count(*), max(typed) LIKE '%\"t\"%' FROM unfinished") == [(1, 1)], (
            "written once, at the start"
        )
        assert len(Note.select()) == 0
        await press(pilot, "escape", "y")
        await press(pilot, "q")
    assert not rows("SELECT 1 FROM unfinished"), "q leaves nothing to go on with"


async def test_a_program_that_closes_with_a_text_open_keeps_it(ana: Member, northwind: Customer) -> None:
    app = HuddleApp(ana, start="customers")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "c", *"halfway")
        app.exit()
    with session("next"):
        (found,) = unfinished.left(ana)
    assert found.typed is not None and found.typed.fields == {"body": ("", "halfway")}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=by_size)
def test_looks_offered(
    ana: Member, northwind: Customer, snap_compare: Callable[..., bool], size: tuple[int, int]
) -> None:
    from datetime import timedelta

    from store.calendar import clock, now

    text = unfinished.Typed("New note", "Northwind", "Form", {"body": ("", "They want both\nmills")})
    with clock(now() - timedelta(minutes=12)), session("dropped"):
        unfinished.keep(ana, "customers", northwind.ref, text)
    app = HuddleApp(ana, left=unfinished.left(ana))
    assert snap_compare(app, terminal_size=size)


async def test_what_is_typed_after_a_rest_is_kept_and_nothing_is_looked_at_during_it(ana: Member) -> None:
    app = HuddleApp(ana, start="followups")
    async with app.run_test(size=(80, 24)) as pilot:
        app.look()  # where it began is no news
        app.idle.last -= 60
        app.look()
        assert app.unfinished.settled == app.idle.last
        await pilot.press("+", *"call the board")
        app.unfinished.not_before = 0.0
        app.look()
        assert app.unfinished.kept is not None and app.unfinished.kept[2] is not None
