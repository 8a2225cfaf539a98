"""Positions and skills: what a place in the team answers for and needs, who holds it, and what is missing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from store import changes, team, training
from store.errors import Denied, Invalid
from store.team import Assignment, Member, Position, Skill
from store.training import NewStep, SkillLevel, Source

DAY = date(2026, 11, 23)  # the Monday at which the clock stands


@pytest.fixture
def negotiation(ana: Member) -> Skill:
    return team.add_skill(ana, "Negotiation", "Gives nothing without getting something")


@pytest.fixture
def demos(ana: Member) -> Skill:
    return team.add_skill(ana, "Demos")


@pytest.fixture
def closer(ana: Member, negotiation: Skill, demos: Skill) -> Position:
    return team.add_position(ana, "Key accounts", duties="A customers", needs={negotiation.id: 3, demos.id: 0})


def needs(position: Position) -> dict[str, int]:
    (place,) = (place for place in team.positions() if place.position.id == position.id)
    return {name: level for _skill, name, level in place.needs}


# Skills


def test_skills_keep_their_order_and_are_moved(ana: Member, negotiation: Skill, demos: Skill) -> None:
    assert [skill.name for skill in team.skills()] == ["Negotiation", "Demos"]
    team.move_skill(ana, demos, -1)
    assert [skill.name for skill in team.skills()] == ["Demos", "Negotiation"]
    with pytest.raises(Invalid, match="at the end"):
        team.move_skill(ana, Skill.load(demos.id), -1)


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_skill_without_a_name_or_with_one_too_long_is_refused(ana: Member, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        team.add_skill(ana, name)
    assert set(refused.value.fields) == {"name"}


def test_two_skills_never_bear_the_same_name(ana: Member, negotiation: Skill) -> None:
    with pytest.raises(Invalid) as refused:
        team.add_skill(ana, "Negotiation")
    assert set(refused.value.fields) == {"name"}


def test_a_skill_that_goes_is_needed_by_no_position(ana: Member, negotiation: Skill, closer: Position) -> None:
    team.remove_skill(ana, negotiation)
    assert needs(closer) == {}
    changes.undo(ana)
    assert needs(closer) == {"Negotiation": 3}


# Positions


def test_another_text_makes_another_edition_and_other_needs_dont(
    ana: Member, closer: Position, negotiation: Skill, demos: Skill
) -> None:
    team.edit_position(ana, closer, {demos.id: 2, negotiation.id: 4})
    assert (closer.edition, needs(closer)) == (1, {"Negotiation": 4, "Demos": 2})
    team.edit_position(ana, closer, {negotiation.id: 0}, duties="A customers and their framework contracts")
    assert (closer.edition, needs(closer)) == (2, {"Demos": 2})
    team.edit_position(ana, closer, duties=closer.duties)
    assert closer.edition == 2


def test_only_the_lead_writes_positions_and_skills(li: Member, closer: Position, negotiation: Skill) -> None:
    for refused in (
        lambda: team.add_position(li, "x"),
        lambda: team.edit_position(li, closer, title="x"),
        lambda: team.assign(li, closer, li, DAY),
        lambda: team.add_skill(li, "x"),
        lambda: training.set_level(li, li, negotiation, 4),
    ):
        with pytest.raises(Denied):
            refused()


def test_a_position_without_a_title_or_with_a_level_of_5_is_refused(
    ana: Member, closer: Position, demos: Skill
) -> None:
    with pytest.raises(Invalid) as refused:
        team.edit_position(ana, closer, {demos.id: 5}, title=" ")
    assert set(refused.value.fields) == {"title", f"need-{demos.id}"}


def test_a_position_goes_with_who_holds_it_and_comes_back_with_undo(ana: Member, li: Member, closer: Position) -> None:
    team.assign(ana, closer, li, DAY)
    team.remove_position(ana, closer)
    assert (team.positions(), team.needed(DAY)) == ([], {})
    changes.undo(ana)
    assert len(team.positions()[0].held) == 1


# Who holds it


def test_what_somebody_needs_is_what_their_positions_of_the_day_need_most(
    ana: Member, li: Member, closer: Position, negotiation: Skill
) -> None:
    other = team.add_position(ana, "Trainer", needs={negotiation.id: 4})
    team.assign(ana, closer, li, DAY)
    team.assign(ana, other, li, DAY + timedelta(days=10), DAY + timedelta(days=20))
    place = (li.id, negotiation.id)
    found = [team.needed(DAY + timedelta(days=n)).get(place) for n in (-1, 0, 9, 10, 20, 21)]
    assert found == [None, 3, 3, 4, 4, 3]


def test_an_assignment_that_cant_be_is_refused_beside_its_field(
    ana: Member, li: Member, wang: Member, closer: Position
) -> None:
    made = team.assign(ana, closer, li, DAY, DAY + timedelta(days=30), backup=wang, why="Long relations")
    with pytest.raises(Invalid) as refused:
        team.assign(ana, closer, li, DAY + timedelta(days=30), backup=li)
    assert set(refused.value.fields) == {"member", "backup"}
    team.assign(ana, closer, li, DAY + timedelta(days=31))
    with pytest.raises(Invalid) as refused:
        team.edit_assignment(ana, made, DAY, DAY - timedelta(days=1), backup=None, why="")
    assert set(refused.value.fields) == {"last_day"}
    with pytest.raises(Invalid) as refused:
        team.assign(ana, closer, wang, DAY - timedelta(days=1))
    assert set(refused.value.fields) == {"first_day"}
    team.leave(ana, team.edit_member(ana, wang, joined_on=date(2026, 1, 1)), date(2026, 11, 20))
    with pytest.raises(Invalid) as refused:
        team.assign(ana, closer, wang, DAY, backup=wang)
    assert "member" in refused.value.fields
    team.remove_assignment(ana, Assignment.load(made.id))
    assert len(team.assignments()) == 1


# Levels and gaps


def test_the_latest_day_counts_and_of_one_day_what_was_written_last(
    ana: Member, li: Member, negotiation: Skill
) -> None:
    training.set_level(ana, li, negotiation, 2)
    training.set_level(ana, li, negotiation, 4, day=DAY - timedelta(days=9))
    place = (li.id, negotiation.id)
    assert training.matrix(DAY).cells[place].level == 2
    last = training.set_level(ana, li, negotiation, 1, note="Gave 8 % without a word")
    assert training.matrix(DAY).cells[place].level == 1
    assert [entry.level for entry in training.entries(*place)] == [1, 2, 4]
    training.remove_level(ana, SkillLevel.load(last.id))
    assert training.matrix(DAY).cells[place].level == 2


def test_a_gap_is_what_the_position_needs_above_the_level(
    ana: Member, li: Member, closer: Position, negotiation: Skill, demos: Skill
) -> None:
    team.assign(ana, closer, li, DAY)
    found = training.matrix(DAY)
    assert (found.cells[li.id, negotiation.id].gap, found.cells[li.id, demos.id].gap, found.gaps) == (3, 0, 1)
    training.set_level(ana, li, negotiation, 2)
    assert training.matrix(DAY).cells[li.id, negotiation.id].gap == 1
    training.set_level(ana, li, negotiation, 4)
    assert training.matrix(DAY).gaps == 0


@pytest.mark.parametrize(("level", "days", "field"), [(5, 0, "level"), (-1, 0, "level"), (2, 1, "day")])
def test_a_level_that_cant_be_is_refused(
    ana: Member, li: Member, negotiation: Skill, level: int, days: int, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        training.set_level(ana, li, negotiation, level, day=DAY + timedelta(days=days))
    assert set(refused.value.fields) == {field}


def test_a_step_that_is_done_writes_the_level_with_its_day_and_source(
    ana: Member, li: Member, negotiation: Skill
) -> None:
    found = training.add_programme(ana, "P", steps=[NewStep("Role play", skill=negotiation.id, level=2)])
    plan = training.plan(ana, li, found, DAY)
    step = training.TrainingStep.load(training.steps(plan.id)[0].id)
    training.tick(li, step)
    (entry,) = training.entries(li.id, negotiation.id)
    assert (entry.level, entry.day, entry.source, entry.about) == (2, DAY, Source.STEP, step.ref)


def test_the_programme_for_a_gap_is_the_one_that_comes_nearest_to_what_is_needed(
    ana: Member, li: Member, negotiation: Skill, demos: Skill
) -> None:
    low = training.add_programme(ana, "Basics", steps=[NewStep("x", skill=negotiation.id, level=1)])
    high = training.add_programme(ana, "Masters", steps=[NewStep("x", skill=negotiation.id, level=4)])
    assert training.teaching(negotiation.id, 1, li.id) == low.id
    assert training.teaching(negotiation.id, 3, li.id) == high.id
    assert training.teaching(demos.id, 1, li.id) is None
    training.plan(ana, li, high, DAY)
    assert training.teaching(negotiation.id, 3, li.id) == low.id, "on the other one already"
    (learning,) = training.learning(li.id, negotiation.id)
    assert (learning.plan, learning.level, learning.due_on) == ("Masters", 4, DAY)
