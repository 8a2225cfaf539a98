"""Two people change one record at a time: an open form says so, takes over what only the other changed, and asks about
what both did; nothing typed is lost."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pilots import press, said, typed
from sizes import by_size
from textual.pilot import Pilot

import tui
from store import customers, deals, meetings, team
from store.actions import ActionItem
from store.changes import change, undo
from store.customers import Contact, Customer
from store.deals import Deal, Stage
from store.meetings import Section, Series, WeeklyUpdate
from store.records import Record, kind_of, model_of
from store.scorecard import Measurable
from store.team import Assignment, Group, Member, Position
from store.topics import Topic
from store.training import Programme, ProgrammeStep, TrainingStep
from tui.app import HuddleApp
from tui.screens.customers import forms as customer_forms
from tui.screens.deals.stages import StageForm
from tui.screens.meetings import forms, updates
from tui.screens.scorecard import forms as scorecard_forms
from tui.screens.team import positions
from tui.screens.training import forms as training_forms
from tui.widgets.conflict import Clash
from tui.widgets.form import Form

BY_KEY = {
    "customer": "notes",
    "deal": "next_step",
    "risk": "cause",
    "complaint": "body",
    "goal": "why",
    "follow_up": "subject",
    "member": "strengths",
    "holiday": "label",
    "team": "name",
    "team_group": "name",
}  # the kinds that e edits on their screens, and a text in each

ROOT = Path(tui.__file__).parent.parent


def app_of(member: Member, start: str = "customers") -> HuddleApp:
    return HuddleApp(member, start=start)


def theirs(actor: Member, record: Record, **values: object) -> None:
    """Somebody else's change of a record, as it is now."""
    found = record.fresh()
    assert found is not None
    with change(actor, "edited", found) as it:
        it.update(found, **values)


def form_of(app: HuddleApp) -> Form[object]:
    found = app.screen
    assert isinstance(found, Form)
    return found


def first(model: type[Record]) -> Record:
    found = model.first_of("WHERE deleted_at IS NULL ORDER BY id")
    assert found is not None, model
    return found


@pytest.fixture
async def editing(ana: Member, li: Member) -> tuple[HuddleApp, Customer]:
    """A customer, and the program of its owner."""
    made = customers.add(ana, "Northwind", owner=ana, phone="111", city="Jaén", notes="Old", tags="oil")
    return app_of(ana), made


async def test_an_open_form_takes_over_what_only_they_changed_and_asks_about_what_both_did(
    editing: tuple[HuddleApp, Customer], li: Member, ana: Member
) -> None:
    app, record = editing
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "e", "end", *" SA")
        form = form_of(app)
        form.row("notes").rewrite("Mine")
        form.row("tags").rewrite("wind")
        theirs(ana, record, phone="222", notes="Theirs", name="Northwind Ltd", tags="sun")
        app.tell_changed()
        await pilot.pause()
        assert form.row("phone").raw() == "222"
        assert form.row("name").raw() == "Northwind SA", "what I typed stays"
        assert form.row("name").theirs == "Ana: Northwind Ltd"
        assert form.trouble.text == (
            "Ana changed this meanwhile. Taken over: Phone. Both of you changed: Name, Tags, Notes; ^S asks."
        )
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, Clash)
        await press(pilot, "b", "t")
        await press(pilot, "escape")
        assert app.screen is form, "what isn't decided yet is asked about the next time"
        assert Customer.load(record.id).notes == "Theirs"
        await press(pilot, "ctrl+s", "m")
        assert form.trouble.text == "Put together. Look at it; ^S saves it."
        await press(pilot, "ctrl+s")
        assert said(app) == "Saved · u undo"
    now = Customer.load(record.id)
    assert (now.name, now.phone, now.tags, now.notes) == ("Northwind Ltd / Northwind SA", "222", "sun", "Mine")


async def test_a_change_in_the_moment_of_saving_is_merged_and_told(
    editing: tuple[HuddleApp, Customer], ana: Member
) -> None:
    app, record = editing
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "e", "end", *" SA")
        theirs(ana, record, city="Madrid")
        await press(pilot, "ctrl+s")
        assert [note.message for note in app._notifications] == ["Ana changed City meanwhile; that is kept, too."]
    now = Customer.load(record.id)
    assert (now.name, now.city) == ("Northwind SA", "Madrid")


async def test_what_was_removed_by_somebody_else_keeps_what_was_typed_and_can_be_saved_once_it_is_back(
    editing: tuple[HuddleApp, Customer], ana: Member
) -> None:
    app, record = editing
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "e", "end", *" SA")
        customers.remove(ana, Customer.load(record.id))
        app.tell_changed()
        await press(pilot, "ctrl+s")
        form = form_of(app)
        assert form.trouble.text.startswith("Ana removed this meanwhile")
        assert form.row("name").raw() == "Northwind SA"
        undo(ana)
        app.tell_changed()
        await press(pilot, "ctrl+s")
        assert said(app) == "Saved · u undo"
    assert Customer.load(record.id).name == "Northwind SA"


async def test_a_change_that_cannot_be_seen_in_the_form_is_said_before_it_is_saved(ana: Member) -> None:
    record = deals.add(ana, customers.add(ana, "Northwind", owner=ana), "Renewal", amount=100_00)
    app = app_of(ana, "deals")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "e", "end", *" 2027")
        deals.win(ana, Deal.load(record.id))
        await press(pilot, "ctrl+s")
        assert form_of(app).trouble.text == "Ana changed this meanwhile. Nothing of it stands here."
        await press(pilot, "ctrl+s")
    assert Deal.load(record.id).name == "Renewal 2027"


def forms_of(demo: Member) -> list[tuple[Callable[[], Form[Any]], Record, str]]:
    """The forms that a key under a list would open: how each is made, of which record, and a text in it."""
    series, programme = first(Series), first(Programme)
    position, person = first(Position), Member.load(demo.id)
    one = meetings.next_meeting(series)
    assert one is not None
    place = next(found for found in team.positions() if found.position.id == position.id)
    held = next(iter(team.assignments()))
    update = WeeklyUpdate.first_of("WHERE member_id = ? AND deleted_at IS NULL ORDER BY week DESC", demo.id)
    assert update is not None and update.week == meetings.week_of(one.day)
    contact, step, topic = first(Contact), first(ProgrammeStep), first(Topic)
    stage, headline = first(Stage), meetings.add_headline(demo, series, meetings.HeadlineKind.TEAM, "New")
    section = Section.first_of("WHERE kind = 'own' AND deleted_at IS NULL") or first(Section)
    training_step, item, number = first(TrainingStep), first(ActionItem), first(Measurable)
    return [
        (
            lambda: Form("Who", customer_forms.contact_fields, _keep(demo, contact), record=contact),
            contact,
            "title",
        ),
        (lambda: StageForm(demo, stage), stage, "exit_criteria"),
        (lambda: forms.edit_topic(demo, topic), topic, "why"),
        (lambda: forms.decide(demo, topic, one), topic, "decision"),
        (lambda: forms.edit_action(demo, item), item, "title"),
        (lambda: forms.headline(demo, series, headline), headline, "text"),
        (lambda: forms.section(demo, series, section), section, "body"),
        (lambda: forms.series(demo, series), series, "title"),
        (lambda: updates.form(demo, one, person, update), update, "progress"),
        (lambda: scorecard_forms.number(demo, number), number, "title"),
        (lambda: positions.position_form(demo, place), place.position, "duties"),
        (lambda: positions.assign_form(demo, place.position, held), Assignment.load(held.id), "why"),
        (lambda: training_forms.programme(demo, programme), programme, "what_for"),
        (lambda: training_forms.step(demo, programme, step), step, "title"),
        (lambda: training_forms.evidence(demo, training_step), training_step, "evidence"),
    ]


def _keep(me: Member, contact: Contact) -> Callable[[dict[str, object]], Contact]:
    from store import care

    def save(values: dict[str, object]) -> Contact:
        own, days = customer_forms.contact_values(values)
        return care.edit_contact(me, contact, days, **own)

    return save


async def test_the_form_of_every_kind_of_record_merges(demo: Member) -> None:
    """A form that isn't told would write over what somebody else has just saved, or lose what was typed in it."""
    app = app_of(demo, "reviews")  # a short one, to be read again and again
    async with app.run_test(size=(80, 24)) as pilot:
        for make, record, name in forms_of(demo):
            app.push_screen(make())
            await pilot.pause()
            await _both_change_it(pilot, record, name)
        team.add_group(demo, "North")
        for kind, name in BY_KEY.items():
            model = model_of(kind)
            mine = f"AND owner_id = {demo.id}" if "owner" in model._meta.fields else ""
            there = {"follow_up": "AND status = 'planned'", "holiday": "AND day > '2026-11-23'"}.get(kind, "")
            found = model.first_of(f"WHERE deleted_at IS NULL {mine} {there} ORDER BY id") or first(model)
            app.tell_changed()
            app.open(found.ref)
            await pilot.pause()
            await press(pilot, "e")
            await _both_change_it(pilot, found, name)


async def _both_change_it(pilot: Pilot[None], record: Record, name: str) -> None:
    app, kind = pilot.app, kind_of(type(record))
    assert isinstance(app, HuddleApp)
    form = form_of(app)
    assert name in {row.field.name for row in form.rows}, (kind, form.heading)
    theirs(app.me, record, **{name: "Theirs"})
    app.tell_changed()
    await pilot.pause()
    assert form.row(name).raw() == "Theirs", kind
    assert "changed this meanwhile. Taken over: " in form.trouble.text, kind
    form.row(name).rewrite("Mine")
    theirs(app.me, record, **{name: "Theirs too"})
    app.tell_changed()
    await pilot.pause()
    assert form.row(name).theirs.endswith("Theirs too"), kind
    await press(pilot, "ctrl+s", "b", "ctrl+s")
    assert app.screen is not form, (kind, form.trouble.text, {row.field.name: row.caption.error for row in form.rows})
    now = record.fresh()
    assert now is not None
    assert getattr(now, name) in ("Theirs too / Mine", "Theirs too\nMine"), kind


def test_no_form_that_edits_a_record_is_left_out() -> None:
    """Without its record a form runs over what somebody else has written, or is refused."""
    found = []
    for path in (ROOT / "tui" / "screens").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Form" and node.args:
                title = ast.unparse(node.args[0])
                if "Edit " in title and "record" not in {keyword.arg for keyword in node.keywords}:
                    found.append(f"{path.name}:{node.lineno} {title}")
    assert found == []


async def test_days_people_and_members_of_a_group_are_fields_as_well(ana: Member, li: Member, wang: Member) -> None:
    group = team.add_group(ana, "North", [ana.id])
    away = team.add_absence(ana, li, date(2026, 12, 1), date(2026, 12, 3))
    app = app_of(ana, "team")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open(group.ref)
        await pilot.pause()
        await press(pilot, "e", "end", *" Sea")
        team.edit_group(ana, Group.load(group.id), "North", [ana.id, li.id])
        await press(pilot, "ctrl+s")
        app.open(away.ref)
        await pilot.pause()
        await press(pilot, "e", *typed("2026-12-02"))
        form = form_of(app)
        team.edit_absence(ana, type(away).load(away.id), date(2026, 11, 30), date(2026, 12, 4), wang)
        app.tell_changed()
        await pilot.pause()
        assert form.row("first_day").theirs == "Ana: Mon 30 Nov"
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, Clash) and len(app.screen.ways) == 2, "a day can't be both"
        await press(pilot, "m", "ctrl+s")
    assert {m for row in team.groups() for m in row.ids} == {ana.id, li.id}
    now = type(away).load(away.id)
    assert (now.first_day, now.last_day, now.stand_in_id) == (date(2026, 12, 2), date(2026, 12, 4), wang.id)


async def test_an_update_that_somebody_else_entered_meanwhile_is_put_together(ana: Member, li: Member) -> None:
    series = meetings.set_up(ana, "Weekly", timezone="Europe/Madrid", facilitator=ana, start=team.today())
    one = meetings.next_meeting(series)
    assert one is not None
    app = app_of(li)
    async with app.run_test(size=(80, 24)) as pilot:
        form = updates.form(li, one, li, None)
        app.push_screen(form)
        await pilot.pause()
        form.row("progress").rewrite("Two demos")
        meetings.write_update(li, one, li, progress="One demo", problems="No car")
        await press(pilot, "ctrl+s")
        assert form.row("problems").raw() == "No car"
        await press(pilot, "ctrl+s", "b", "ctrl+s")
        assert app.screen is not form
    (found,) = WeeklyUpdate.select()
    assert (found.progress, found.problems) == ("One demo\nTwo demos", "No car")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=by_size)
@pytest.mark.parametrize("asked", [False, True], ids=["told", "asked"])
def test_looks(ana: Member, li: Member, snap_compare: Callable[..., bool], size: tuple[int, int], asked: bool) -> None:
    made = customers.add(ana, "Northwind", owner=ana, phone="111", city="Jaén", notes="Old")

    async def before(pilot: Pilot[None]) -> None:
        await press(pilot, "e", "end", *" SA")
        app = pilot.app
        assert isinstance(app, HuddleApp)
        theirs(ana, made, phone="+34 600 11 22 33", name="Northwind Traders Ltd")
        app.tell_changed()
        await pilot.pause()
        await press(pilot, *(["ctrl+s"] if asked else []))

    assert snap_compare(app_of(ana), terminal_size=size, run_before=before)
